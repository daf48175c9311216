import type { Model } from '@sluice/core';
import { asOwner } from '../database/as-tenant.ts';
import { DatabaseError, sqlState } from '../database/errors.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { type Actual, inspect } from './actual.ts';
import { drop, qualified } from './ddl.ts';
import { type Difference, diff, type Step } from './diff.ts';
import { type Finding, lint } from './lint.ts';
import { planSchema } from './plan.ts';
import type { Schema } from './schema.ts';
import { SEARCHED } from './searched.ts';

/** What a migration did. */
export interface Migration {
  readonly applied: readonly Step[];
  /** Steps that would lose or rewrite values and were not asked for. */
  readonly held: readonly Step[];
}

/** One for all of Sluice: two servers that start together migrate one after the other. */
const LOCK = 7_358_430_417;
/** A migration may take as long as it needs, not wait for ever for others. */
const PATIENCE = 15 * 60_000;
const LOCK_WAIT = 60_000;

/** The difference between a schema and the database of a pool. Changes nothing. */
export async function compare(pool: Pool, wanted: Schema): Promise<Difference> {
  return asOwner(pool, { readOnly: true }, async (tx) => diff(wanted, await inspect(tx)));
}

/**
 * The steps of a difference as SQL to read, and to run by hand where nobody may migrate: what `migrate` would do, in its order. Steps that would
 * lose values stand there as comments.
 */
export function planText({ steps, held }: Difference): string {
  const told = (list: readonly Step[], mark: string) =>
    list.map(({ what, sql }) => `-- ${what}\n${`${sql};`.replace(/^/gm, mark)}\n`).join('\n');
  const head =
    steps.length === 0
      ? '-- Nothing to do: the database is as the model wants it.\n'
      : `-- ${steps.length} steps, in one transaction\nbegin;\n\n${told(steps, '')}\ncommit;\n`;
  return held.length === 0
    ? head
    : `${head}\n-- Held back, because values would be lost (--destructive takes these steps, first):\n\n${told(held, '-- ')}`;
}

/**
 * Brings the database to a schema, in one transaction under a lock: all of it or nothing. Steps that would lose values are taken only with
 * `destructive`. The lint runs before the commit and a finding undoes everything. What was done is written down. Throws
 * `migration_failed` (a step was refused), `unsafe_schema` (the lint found something) or what `asOwner` throws.
 */
export async function migrate(
  pool: Pool,
  wanted: Schema,
  { destructive = false }: { readonly destructive?: boolean } = {},
): Promise<Migration> {
  return asOwner(pool, { patience: PATIENCE, lockWait: LOCK_WAIT }, async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    const applied: Step[] = [];
    if (destructive) applied.push(...(await clear(tx, wanted)));
    const { steps, held } = diff(wanted, await inspect(tx));
    for (const step of steps) await take(tx, step);
    applied.push(...steps);
    if (applied.length > 0) {
      const findings = await lint(tx, wanted);
      if (findings.length > 0) throw unsafe(findings);
      await tx`insert into sluice_system.applied_plan (steps) values (${JSON.stringify(applied)})`;
    }
    return { applied, held };
  });
}

/**
 * Takes the steps that lose values; our views and what is searched of the tables go first, as they may depend on what goes, and come back with the
 * other steps.
 */
async function clear(tx: Tx, wanted: Schema): Promise<readonly Step[]> {
  const actual: Actual = await inspect(tx);
  const { held } = diff(wanted, actual);
  if (held.length === 0) return [];
  const views = actual.views.filter((view) => view.mark?.startsWith('sluice '));
  const searched = actual.tables
    .filter((table) => table.searched !== null)
    .filter((table) => held.some(({ sql }) => sql.startsWith(`alter table ${qualified(table)} `)));
  const steps = [
    ...views.map((view) => ({ what: `view ${view.name}, for a while`, sql: drop.view(view) })),
    ...searched.map((table) => ({
      what: `what is searched of ${table.name}, for a while`,
      sql: drop.searched(table, SEARCHED),
    })),
    ...held,
  ];
  for (const step of steps) await take(tx, step);
  return steps;
}

async function take(tx: Tx, step: Step): Promise<void> {
  try {
    await tx.unsafe(step.sql);
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    const remedy =
      sqlState(error) === '42501'
        ? 'Let the role of the server own the database and make roles, or let its administrator run the output of "sluice plan".'
        : 'The database is as it was before. Mend what the message names, then run "sluice migrate" again.';
    const said = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(
      'migration_failed',
      `A step of the migration was refused (${step.what}): ${said}.`,
      remedy,
      error,
    );
  }
}

function unsafe(findings: readonly Finding[]): DatabaseError {
  const list = findings.map((one) => `${one.code} ${one.object}: ${one.message}`).join('\n');
  const remedy = findings[0]?.remedy ?? '';
  return new DatabaseError(
    'unsafe_schema',
    `The database would not keep tenants apart; nothing was changed.\n${list}`,
    remedy,
  );
}

/** The schema of a model; names the database cannot keep are a mistake of the blueprint and reported as such. Throws `bad_model`. */
export function schemaOf(model: Model, options: Parameters<typeof planSchema>[1] = {}): Schema {
  const planned = planSchema(model, options);
  if (planned.ok) return planned.value;
  const list = planned.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('\n');
  throw new DatabaseError('bad_model', `The model does not fit into a database.\n${list}`, 'Rename what is listed.');
}
