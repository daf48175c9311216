import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { isRestored } from '../backup/restored.ts';
import type { KindName, Payload } from './kinds.ts';

/** Why nothing is done: whoever the job is for or from is not there any more, or the server was restored and nobody has said go on. */
export type Skipped = 'tenant_gone' | 'person_gone' | 'restored';

/** Why a job is not done at all; null when it is. Looked up when it is done: what was true when it was made may be so no longer. */
export const whyNot = (pool: Pool, kind: KindName, { tenant, person }: Payload): Promise<Skipped | null> =>
  asOwner(pool, { readOnly: true }, async (tx) => {
    if (kind !== 'backup' && (await isRestored(tx))) return 'restored';
    if (tenant === undefined) return null;
    const [row] = await tx`
      select true as tenant, ${person ?? null}::uuid is null or exists (
        select from sluice_system.membership m join sluice_system.person p on p.id = m.person_id
        where m.tenant_id = t.id and m.person_id = ${person ?? null}::uuid and p.disabled_at is null) as person
      from sluice_system.tenant t where t.id = ${tenant} and t.suspended_at is null`;
    if (row?.['tenant'] !== true) return 'tenant_gone';
    return row['person'] === true ? null : 'person_gone';
  });
