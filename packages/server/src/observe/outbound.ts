import { asTenant } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { OWN_ROW } from '../schema/schema.ts';
import type { TenantFigure } from './business.ts';

const COUNT = `
  select 'outbox' as "what", "state", count(*)::integer as "count" from "sluice"."outbox" where ${OWN_ROW} group by 2
  union all
  select 'webhooks', "state", count(*)::integer from "sluice"."webhook_delivery" where ${OWN_ROW} group by 2`;

/** What of one tenant lies in the outbox, and what its webhooks were told, by state. `idOf`: its UUID by its short name. */
export const outboundOfTenant =
  (pool: Pool, idOf: (name: string) => Promise<string | null>) =>
  async (name: string): Promise<readonly TenantFigure[]> => {
    const tenant = await idOf(name);
    if (tenant === null) return [];
    return asTenant(pool, { tenant, actor: 'metrics', cause: 'metrics', readOnly: true }, async (tx) =>
      (await tx.unsafe(COUNT)).map((row) => [
        String(row['what']),
        { state: String(row['state']) },
        Number(row['count']),
      ]),
    );
  };
