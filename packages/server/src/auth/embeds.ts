import { randomUUID } from 'node:crypto';
import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { always, type Once } from '../idempotency/once.ts';
import { type AccessKeeper, type Embed, EMBED_LIFETIME } from './access.ts';

/** What a widget on somebody's page may see. */
export interface EmbedGrant {
  /** The tenant's short name. */
  readonly tenant: string;
  /** The origin of the page: `https://host.example`. */
  readonly origin: string;
  /** Which rows, in the form that addresses have: `stage=won&owner=…`. Empty: all. */
  readonly filters: string;
  /** Whom the journal and the log name. */
  readonly by: string;
}

/** Tokens for widgets: short, for one origin, to read only. */
export interface Embeds {
  /** Null when there is no such tenant. `once`: asked again, it is the same token. */
  readonly mint: (
    grant: EmbedGrant,
    seconds?: number,
    once?: Once,
  ) => Promise<{ readonly token: string; readonly expires: string } | null>;
  /** Null for a token that is not one, that ended, or that was taken back. */
  readonly read: (token: string) => Promise<EmbedGrant | null>;
  /**
   * Whether a page of this origin has a token that is good, or ended within the last day: what a browser asks before it sends one, and
   * what lets a page read that its token ended.
   */
  readonly knows: (origin: string) => Promise<boolean>;
  /** Takes back every token of a tenant. */
  readonly endAll: (tenant: string) => Promise<number>;
}

const LOCAL = /^http:\/\/(localhost|[\w-]+\.localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** An origin as browsers write it; null for anything else. Plain HTTP is for this machine only. */
export const originOf = (said: string): string | null => {
  if (!URL.canParse(said)) return null;
  const { origin, protocol } = new URL(said);
  if (said !== origin && said !== `${origin}/`) return null;
  return protocol === 'https:' || LOCAL.test(origin) ? origin : null;
};

/** `now`: milliseconds since 1970. */
export const openEmbeds = (pool: Pool, keeper: AccessKeeper, now: () => number): Embeds => {
  const iso = (at: number): string => new Date(at).toISOString();
  const grantOf = ({ id, tenant }: Embed): Promise<EmbedGrant | null> =>
    asOwner(pool, { readOnly: true }, async (tx) => {
      const [row] = await tx`
        select e.origin, e.filters, e.created_by from sluice_system.embed_token e
          join sluice_system.tenant t on t.id = e.tenant_id
        where e.id = ${id} and t.name = ${tenant} and e.revoked_at is null and e.expires_at > ${iso(now())}`;
      if (!row) return null;
      return {
        tenant,
        origin: String(row['origin']),
        filters: String(row['filters']),
        by: String(row['created_by']),
      };
    });
  return {
    mint: async ({ tenant, origin, filters, by }, seconds = EMBED_LIFETIME, once = always) => {
      const lifetime = Math.min(seconds, EMBED_LIFETIME);
      const made = await asOwner(pool, {}, async (tx) => {
        const [place] = await tx`select id::text as id from sluice_system.tenant where name = ${tenant}`;
        if (!place) return null;
        await tx`select set_config('app.tenant_id', ${String(place['id'])}, true)`;
        return once(tx, async () => {
          const [id, at] = [randomUUID(), now()];
          await tx`delete from sluice_system.embed_token where id in (select id from sluice_system.embed_token
            where expires_at < ${iso(at - 86_400_000)} limit 100 for update skip locked)`;
          await tx`insert into sluice_system.embed_token (id, tenant_id, origin, filters, created_by, created_at, expires_at)
            values (${id}, ${String(place['id'])}, ${origin}, ${filters}, ${by}, ${iso(at)}, ${iso(at + lifetime * 1000)})`;
          return { id, at };
        });
      });
      if (!made) return null;
      const { id, at } = made;
      return { token: await keeper.signEmbed({ id, tenant }, lifetime, at), expires: iso(at + lifetime * 1000) };
    },
    read: async (token) => {
      const embed = await keeper.readEmbed(token);
      return embed && grantOf(embed);
    },
    knows: (origin) =>
      asOwner(pool, { readOnly: true }, async (tx) => {
        const rows = await tx`select 1 from sluice_system.embed_token
          where origin = ${origin} and revoked_at is null and expires_at > ${iso(now() - 86_400_000)} limit 1`;
        return rows.length === 1;
      }),
    endAll: (tenant) =>
      asOwner(pool, {}, async (tx) => {
        const rows = await tx`update sluice_system.embed_token set revoked_at = ${iso(now())}
          where revoked_at is null and tenant_id = (select id from sluice_system.tenant where name = ${tenant}) returning id`;
        return rows.length;
      }),
  };
};
