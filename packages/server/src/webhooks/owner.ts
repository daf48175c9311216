import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import type { FeedEvent } from '../feed/entries.ts';
import type { Session, Tenants } from '../routes/context.ts';

/** Who answers for a webhook: a person, or whoever held a token for a role. */
export interface WebhookOwner {
  /** Whom the journal names. */
  readonly owner: string;
  /** UUID; null for the holder of a token. */
  readonly person: string | null;
  /** Of the token; what role a person has is looked up. */
  readonly role: string;
}

/** What somebody may see of an event; null for nothing. */
export type View = (event: FeedEvent) => FeedEvent | null;

/** What a webhook of this owner may be told now, in a tenant (UUID); null when they are not let in, or see their own records only. */
export type ViewOf = (tenant: string, owner: Omit<WebhookOwner, 'owner'>) => Promise<View | null>;

/** The owner as if they asked now: as what they belong to the tenant. Null when they do not any more. */
const sessionOf = (
  pool: Pool,
  tenant: string,
  { person, role }: Omit<WebhookOwner, 'owner'>,
): Promise<Session | null> =>
  asOwner(pool, { readOnly: true }, async (tx) => {
    const [row] = await tx`
      select t.name, p.email, m.role, m.own_records as own from sluice_system.tenant t
        left join sluice_system.membership m on m.tenant_id = t.id and m.person_id = ${person}::uuid and m.disabled_at is null
        left join sluice_system.person p on p.id = m.person_id and p.disabled_at is null
      where t.id = ${tenant}`;
    if (!row) return null;
    const name = String(row['name']);
    if (person === null) return { tenant: name, role, actor: 'webhooks', via: 'token' };
    const email = row['email'];
    if (typeof email !== 'string') return null;
    return {
      tenant: name,
      role: String(row['role']),
      actor: email,
      via: 'token',
      ...(row['own'] === true ? { own: email } : {}),
    };
  });

/** A webhook is told what the stream of changes would tell its owner: looked up when it is noted, and again right before it is sent. */
export const viewsOfOwners =
  (pool: Pool, { feedFor }: Pick<Tenants, 'feedFor'>): ViewOf =>
  async (tenant, owner) => {
    const session = await sessionOf(pool, tenant, owner);
    return (session && (await feedFor?.(session)))?.view ?? null;
  };
