import { createHash } from 'node:crypto';
import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import type { Claim } from './token.ts';

/** Remembers which sign-in keys were used. */
export interface SpentKeys {
  /** Spends a key: true the first time, false ever after. */
  readonly spend: (claim: Claim) => Promise<boolean>;
}

/** In memory, for tests and servers that forget on purpose. */
export const spentInMemory = (now: () => number): SpentKeys => {
  const spent = new Map<string, number>();
  return {
    spend: async ({ id, expires }) => {
      for (const [old, end] of spent) if (end * 1000 < now() - 60_000) spent.delete(old);
      if (spent.has(id)) return false;
      spent.set(id, expires);
      return true;
    },
  };
};

/** In the database, so that a key stays spent over a restart; only its digest is kept. `tenantId` finds the tenant's UUID. */
export const spentInDatabase = (pool: Pool, tenantId: (name: string) => Promise<string | null>): SpentKeys => ({
  spend: async ({ id, expires, tenant, actor, role }) => {
    const owner = await tenantId(tenant);
    if (owner === null) return false;
    const digest = createHash('sha256').update(id).digest();
    const end = new Date(expires * 1000).toISOString();
    return asOwner(pool, {}, async (tx) => {
      await tx`delete from sluice_system.sign_in_key where expires_at < now() - interval '1 day'`;
      const rows = await tx`
        insert into sluice_system.sign_in_key (digest, tenant_id, actor, role, expires_at, used_at)
        values (${digest}, ${owner}, ${actor}, ${role}, ${end}, now())
        on conflict (digest) do nothing
        returning tenant_id`;
      return rows.length === 1;
    });
  },
});
