import { randomUUID } from 'node:crypto';
import { asOwner } from '../database/as-tenant.ts';
import type { AnyRow, Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { note } from '../tenants/audit.ts';
import type { Access } from './access.ts';
import { same } from './keys.ts';
import type { RefreshTokens } from './refresh.ts';
import { type Role, roleNamed } from './roles.ts';

/** How refresh tokens travel: in a cookie of our pages, or in bodies. One is never taken for the other. */
export type Client = 'page' | 'api';

/** Somebody in a tenant, as the database says now. */
export interface Member {
  /** UUID */
  readonly person: string;
  readonly email: string;
  readonly name: string;
  /** The tenant's short name. */
  readonly tenant: string;
  /** UUID */
  readonly tenantId: string;
  readonly role: Role;
  readonly ownRecords: boolean;
}

/** A sign-in that lasts: a family of refresh tokens. */
export interface LoginSession {
  readonly id: string;
  readonly tenant: string;
  readonly client: Client;
  readonly agent: string;
  readonly createdAt: string;
  readonly usedAt: string;
  readonly expiresAt: string;
}

/** A session with the refresh token to give out. */
export interface Opened {
  readonly session: string;
  readonly member: Member;
  readonly refresh: string;
}

/** What became of a refresh. `reused`: a token was used twice, and its whole family ended. */
export type Rotated =
  | { readonly ok: true; readonly opened: Opened }
  | { readonly ok: false; readonly why: 'unknown' | 'reused' };

/** How long a token that was used stays good for whoever did not hear the answer, in milliseconds. */
export const GRACE = 30_000;
/** A session ends after this long without a refresh. */
export const IDLE = 7 * 86_400_000;
/** And after this long in any case. */
export const LONGEST = 30 * 86_400_000;

/** How the refresh token of a session travels. */
export const clientOf = (word: unknown): Client => (word === 'page' ? 'page' : 'api');

/** Somebody in a tenant, from a row with the columns of `MEMBER`. */
export const memberOf = (row: AnyRow): Member | null => {
  const role = roleNamed(row['role']);
  if (role === null) return null;
  return {
    person: String(row['person']),
    email: String(row['email']),
    name: String(row['person_name']),
    tenant: String(row['tenant']),
    tenantId: String(row['tenant_id']),
    role,
    ownRecords: row['own_records'] !== false,
  };
};

/** Sessions in the database. Nothing is kept beside it: what is ended is ended for the next request, on every server. */
export interface LoginSessions {
  /** Begins a session in the caller's transaction. */
  readonly open: (tx: Tx, member: Member, client: Client, agent: string) => Promise<Opened>;
  readonly rotate: (token: string, client: Client) => Promise<Rotated>;
  /** Who holds an access token; null when the session, the person or the membership ended. */
  readonly holder: (access: Access) => Promise<Member | null>;
  readonly list: (person: string) => Promise<readonly LoginSession[]>;
  /** Ends a session of a person; false when they have no such session. */
  readonly end: (person: string, session: string, why: string) => Promise<boolean>;
  /** Ends the session of a refresh token. */
  readonly endBy: (token: string, client: Client) => Promise<void>;
  /** Ends every session of a person, in the caller's transaction. */
  readonly endAll: (tx: Tx, person: string, why: string) => Promise<void>;
  /** Ends every session of a person, this one too. */
  readonly endEverywhere: (person: string) => Promise<void>;
}

/** `now`: milliseconds since 1970. */
export const loginSessions = (pool: Pool, tokens: RefreshTokens, now: () => number): LoginSessions => {
  const iso = (at: number): string => new Date(at).toISOString();

  const open: LoginSessions['open'] = async (tx, member, client, agent) => {
    const session = randomUUID();
    const refresh = tokens.first(session);
    const at = now();
    await tx`delete from sluice_system.login_session where id in
      (select id from sluice_system.login_session where expires_at < ${iso(at - LONGEST)} limit 100 for update skip locked)`;
    await tx`insert into sluice_system.login_session
      (id, person_id, tenant_id, client, agent, created_at, used_at, expires_at, digest)
      values (${session}, ${member.person}, ${member.tenantId}, ${client}, ${agent.replaceAll('\0', '').slice(0, 200)},
        ${iso(at)}, ${iso(at)}, ${iso(at + IDLE)}, ${tokens.digest(refresh)})`;
    return { session, member, refresh };
  };

  /** Decides inside the transaction and never throws there: a refusal that threw would take the revocation back. */
  const rotateIn = async (tx: Tx, session: string, token: string, client: Client): Promise<Rotated> => {
    const unknown = { ok: false, why: 'unknown' } as const;
    const [row] = await tx`
      select s.client, s.digest, s.previous_digest, s.revoked_at is not null as revoked,
        (extract(epoch from s.expires_at) * 1000)::double precision as expires,
        (extract(epoch from s.created_at) * 1000)::double precision as created,
        coalesce((extract(epoch from s.grace_until) * 1000)::double precision, 0) as grace,
        p.id as person, p.email, p.name as person_name, p.disabled_at is not null as disabled,
        t.name as tenant, t.id as tenant_id, m.role, m.own_records
      from sluice_system.login_session s
        join sluice_system.person p on p.id = s.person_id
        join sluice_system.tenant t on t.id = s.tenant_id
        join sluice_system.membership m on m.person_id = s.person_id and m.tenant_id = s.tenant_id
      where s.id = ${session} and m.disabled_at is null for update of s`;
    const at = now();
    if (!row || row['revoked'] === true || row['disabled'] === true || Number(row['expires']) <= at) return unknown;
    const member = memberOf(row);
    if (!member || clientOf(row['client']) !== client) return unknown;
    const digest = tokens.digest(token);
    const refresh = tokens.after(token);
    const opened: Rotated = { ok: true, opened: { session, member, refresh } };
    if (same(digest, row['digest'] as Uint8Array)) {
      const expires = Math.min(at + IDLE, Number(row['created']) + LONGEST);
      await tx`update sluice_system.login_session
        set previous_digest = digest, digest = ${tokens.digest(refresh)}, grace_until = ${iso(at + GRACE)},
          used_at = ${iso(at)}, expires_at = ${iso(expires)}
        where id = ${session}`;
      return opened;
    }
    const previous = row['previous_digest'];
    const again = previous instanceof Uint8Array && same(digest, previous);
    if (again && at <= Number(row['grace'])) return opened;
    const why = 'a refresh token was used twice';
    await tx`update sluice_system.login_session set revoked_at = ${iso(at)}, revoked_why = ${why} where id = ${session}`;
    // somebody else has a copy of it, perhaps: who looks after the tenant should be able to see that
    const { person: id, email, tenantId: tenant } = member;
    const said = { tenant, id, version: 1, at: iso(at), actor: email, cause: why };
    await note(tx, { what: 'people', ...said, before: { email }, after: { email, sessionEnded: session } });
    return { ok: false, why: 'reused' };
  };

  const endAll: LoginSessions['endAll'] = async (tx, person, why) => {
    await tx`update sluice_system.login_session set revoked_at = ${iso(now())}, revoked_why = ${why}
      where person_id = ${person} and revoked_at is null`;
  };

  return {
    open,
    endAll,
    endEverywhere: (person) => asOwner(pool, {}, (tx) => endAll(tx, person, 'signed out everywhere')),
    rotate: async (token, client) => {
      const session = tokens.sessionOf(token);
      if (session === null) return { ok: false, why: 'unknown' };
      return asOwner(pool, {}, (tx) => rotateIn(tx, session, token, client));
    },
    holder: ({ session, person, tenant }) =>
      asOwner(pool, { readOnly: true }, async (tx) => {
        const [row] = await tx`
          select p.id as person, p.email, p.name as person_name, t.name as tenant, t.id as tenant_id, m.role, m.own_records
          from sluice_system.login_session s
            join sluice_system.person p on p.id = s.person_id
            join sluice_system.tenant t on t.id = s.tenant_id
            join sluice_system.membership m on m.person_id = s.person_id and m.tenant_id = s.tenant_id
          where s.id = ${session} and s.person_id = ${person} and t.name = ${tenant}
            and s.revoked_at is null and s.expires_at > ${iso(now())} and p.disabled_at is null and m.disabled_at is null`;
        return row ? memberOf(row) : null;
      }),
    list: (person) =>
      asOwner(pool, { readOnly: true }, async (tx) => {
        const rows = await tx`
          select s.id, t.name as tenant, s.client, s.agent, s.created_at, s.used_at, s.expires_at
          from sluice_system.login_session s join sluice_system.tenant t on t.id = s.tenant_id
          where s.person_id = ${person} and s.revoked_at is null and s.expires_at > ${iso(now())}
          order by s.used_at desc, s.id limit 200`;
        return rows.map((row) => ({
          id: String(row['id']),
          tenant: String(row['tenant']),
          client: clientOf(row['client']),
          agent: String(row['agent']),
          createdAt: String(row['created_at']),
          usedAt: String(row['used_at']),
          expiresAt: String(row['expires_at']),
        }));
      }),
    end: (person, session, why) =>
      asOwner(pool, {}, async (tx) => {
        const rows = await tx`
          update sluice_system.login_session set revoked_at = ${iso(now())}, revoked_why = ${why}
          where id = ${session} and person_id = ${person} and revoked_at is null returning id`;
        return rows.length === 1;
      }),
    endBy: async (token, client) => {
      const session = tokens.sessionOf(token);
      if (session === null) return;
      await asOwner(pool, {}, async (tx) => {
        await tx`update sluice_system.login_session set revoked_at = ${iso(now())}, revoked_why = 'signed out'
          where id = ${session} and client = ${client} and revoked_at is null`;
      });
    },
  };
};
