import { getConstructionPlans, getMigrationPlans } from 'pg-boss';

/** The schema of the jobs' tables. They belong to the role of the server; the role of tenants' transactions may not even look into it. */
export const JOBS_SCHEMA = 'sluice_jobs';

const SCRIPT = getConstructionPlans(JOBS_SCHEMA);

/** The version of the tables that the library works with: what its own script writes down. */
const VERSION = Number(/version\(version\) VALUES \('(\d+)'\)/.exec(SCRIPT)?.[1]);

/** A script of the library as statements of a transaction that is open already. */
const inside = (script: string): string =>
  script
    .replace(/^\s*BEGIN;/, '')
    .replace(/COMMIT;\s*$/, '')
    // how long to wait for others is said by whoever migrates
    .replace(/^\s*SET LOCAL \w+ = \d+;$/gm, '')
    .trim()
    .replace(/;$/, '');

/**
 * The statements that bring the jobs' tables to the version of the library, for the same transaction as every other step of a migration;
 * none when they are there. `found` is the version that is there, null without any.
 */
export const jobsTables = (found: number | null): { readonly what: string; readonly sql: string } | null => {
  if (found === null) return { what: 'the tables of jobs', sql: inside(SCRIPT) };
  if (found >= VERSION) return null;
  return {
    what: `the tables of jobs, from version ${found} to ${VERSION}`,
    sql: inside(getMigrationPlans(JOBS_SCHEMA, found)),
  };
};
