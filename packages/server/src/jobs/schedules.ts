import type { PgBoss } from 'pg-boss';
import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';

/** When a tenant's day begins, in its own zone. */
export const MORNING = '0 7 * * *';

/** Brings the clocks to what they should be: one for each tenant in its zone, one for the nightly copy. Those of tenants that are gone end. */
export const syncSchedules = async (boss: PgBoss, pool: Pool, backups: string | undefined): Promise<void> => {
  const tenants = await asOwner(
    pool,
    { readOnly: true },
    (tx) => tx<{ id: string; zone: string }[]>`select id::text as id, zone from sluice_system.tenant`,
  );
  const wanted = new Map(tenants.map(({ id, zone }) => [id, zone]));
  const found = await boss.getSchedules();
  const nightly = found.find(({ name }) => name === 'backup');
  for (const { key, timezone } of found.filter(({ name }) => name === 'daily')) {
    if (wanted.get(key) === timezone) wanted.delete(key);
    else if (!wanted.has(key)) await boss.unschedule('daily', key);
  }
  for (const [tenant, zone] of wanted)
    await boss.schedule('daily', MORNING, { tenant }, { tz: zone, key: tenant, group: { id: tenant } });
  if (backups === undefined && nightly) await boss.unschedule('backup');
  else if (backups !== undefined && nightly?.cron !== backups)
    await boss.schedule('backup', backups, {}, { tz: 'UTC' });
};
