import { crm } from '@sluice/core/blueprints';
import { createDatabase } from '../../test/database.ts';
import { MODEL } from '../../test/http.ts';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { openPool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { openTenants } from '../tenants/tenants.ts';
import { type JobsOptions, openJobs } from './jobs.ts';
import type { KindName, Payload } from './kinds.ts';

/** A migrated database with jobs and some tenants, for one test file. */
export const openTestJobs = async (
  names: readonly string[] = ['acme', 'globex'],
  options: Partial<JobsOptions> = {},
) => {
  const database = await createDatabase();
  const { connection } = database;
  const pool = openPool(connection, { size: 6 });
  await migrate(pool, schemaOf(MODEL));
  const tenants = openTenants({ pool, blueprint: crm, now: Date.now });
  const ids = new Map<string, string>();
  for (const name of names)
    ids.set(name, (await tenants.create({ name, label: name, zone: 'Europe/Paris', currency: 'EUR' })).id);
  const noted: unknown[] = [];
  const jobs = await openJobs({ pool, connection, note: (error) => void noted.push(error), ...options });
  const idOf = (name: string): string => ids.get(name) ?? '';
  /** Makes jobs of a tenant, in a transaction of the tenant's. */
  const make = (name: string, kind: KindName, payloads: readonly Payload[]): Promise<void> =>
    asTenant(pool, { tenant: idOf(name), actor: 'test' }, async (tx) => {
      for (const payload of payloads) await jobs.enqueue(tx, kind, { tenant: idOf(name), ...payload });
    });
  const count = async (state: string): Promise<number> => {
    const [row] = await asOwner(pool, { readOnly: true }, (tx) =>
      tx.unsafe(`select count(*)::int as "count" from sluice_jobs.job where state = '${state}'`),
    );
    return Number(row?.['count']);
  };
  /** What waits for its next try may be tried now. */
  const hurry = (): Promise<unknown> =>
    asOwner(pool, {}, (tx) => tx.unsafe(`update sluice_jobs.job set start_after = now() where state = 'retry'`));
  return {
    database,
    connection,
    pool,
    tenants,
    jobs,
    noted,
    idOf,
    make,
    count,
    hurry,
    close: async () => {
      await jobs.close(0);
      await pool.close();
      await database.drop();
    },
  };
};
