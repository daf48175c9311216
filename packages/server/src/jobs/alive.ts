import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { isRestored } from '../backup/restored.ts';
import type { KindName, Payload } from './kinds.ts';

/** Why nothing is done: whoever the job is for or from is not there any more, or the server was restored and nobody has said go on. */
export type Skipped = 'tenant_gone' | 'person_gone' | 'restored';

/** How old the knowledge may be of who is suspended, in milliseconds. */
const AGE = 500;

/**
 * The tenants for whom nothing is done now: their jobs are left where they are, and taken when the tenant is let in again. The one place that
 * keeps mails, reminders, reports and deliveries of a suspended tenant: all of them are jobs. Looked up twice a second at most, as it is asked
 * before each job. UUIDs.
 */
export const suspendedTenants = (pool: Pool): (() => Promise<readonly string[]>) => {
  let last: { readonly at: number; readonly ids: Promise<readonly string[]> } | null = null;
  return () => {
    const at = performance.now();
    if (!last || at - last.at > AGE) {
      const ids = asOwner(pool, { readOnly: true }, async (tx) => {
        const rows = await tx`select id::text as id from sluice_system.tenant where suspended_at is not null`;
        return rows.map((row) => String(row['id']));
      });
      last = { at, ids };
      // while nobody knows, nothing is begun
      ids.catch(() => {
        last = null;
      });
    }
    return last.ids;
  };
};

/** Why a job is not done at all; null when it is. Looked up when it is done: what was true when it was made may be so no longer. */
export const whyNot = (pool: Pool, kind: KindName, { tenant, person }: Payload): Promise<Skipped | null> =>
  asOwner(pool, { readOnly: true }, async (tx) => {
    if (kind !== 'backup' && (await isRestored(tx))) return 'restored';
    if (tenant === undefined) return null;
    const [row] = await tx`
      select true as tenant, ${person ?? null}::uuid is null or exists (
        select from sluice_system.membership m join sluice_system.person p on p.id = m.person_id
        where m.tenant_id = t.id and m.person_id = ${person ?? null}::uuid
          and m.disabled_at is null and p.disabled_at is null) as person
      from sluice_system.tenant t where t.id = ${tenant}`;
    if (row?.['tenant'] !== true) return 'tenant_gone';
    return row['person'] === true ? null : 'person_gone';
  });
