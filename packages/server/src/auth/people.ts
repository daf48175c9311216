import { randomUUID } from 'node:crypto';
import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { NOT_FOUND, refuse } from '../routes/problem.ts';
import { type AccessKeeper, accessKeeperOf } from './access.ts';
import { foldEmail, wordsOf } from './email.ts';
import { type Embeds, openEmbeds } from './embeds.ts';
import { type Links, type MadeLink, openLinks, type Pending } from './links.ts';
import { type LoginSessions, loginSessions } from './login-sessions.ts';
import { openPasswords, type Passwords, refusalOfPassword } from './passwords.ts';
import { refreshTokens } from './refresh.ts';
import { LINK_SPENT, wait, weakPassword, WRONG_SIGN_IN } from './refusals.ts';
import type { Role } from './roles.ts';
import { hashing, signIn } from './sign-in.ts';
import { openThrottle, PER_ACCOUNT_AND_ADDRESS, PER_ADDRESS, PER_RESET } from './throttle.ts';

/** Somebody the operator is told of. */
export interface Listed {
  readonly email: string;
  readonly name: string;
  readonly disabled: boolean;
  /** `demo: editor`, … */
  readonly tenants: readonly { readonly tenant: string; readonly role: string; readonly ownRecords: boolean }[];
  /** Sessions that are open. */
  readonly sessions: number;
}

/** Who is to be let in, where and as what. */
export interface Guest {
  readonly email: string;
  /** The tenant's short name. */
  readonly tenant: string;
  readonly role: Role;
  readonly ownRecords?: boolean | undefined;
  /** Whom to name as the host. */
  readonly by: string;
  /** Also somebody who was shown out of the server: for whoever runs it. */
  readonly again?: boolean | undefined;
}

/** What somebody does with an invitation. */
export interface Acceptance {
  readonly token: string;
  readonly name?: string | undefined;
  readonly password: string;
  readonly from: string;
}

/** The people of a server: signing in, staying in, being let in and being shown out. Refusals are thrown (`Refused`). */
export interface People {
  readonly access: AccessKeeper;
  readonly sessions: LoginSessions;
  readonly embeds: Embeds;
  readonly signIn: ReturnType<typeof signIn>;
  readonly invite: (guest: Guest) => Promise<MadeLink>;
  readonly accept: (acceptance: Acceptance) => Promise<{ readonly email: string; readonly tenant: string }>;
  /** Says nothing of whether there is such an account. */
  readonly requestReset: (email: string, from: string) => Promise<void>;
  readonly reset: (token: string, password: string) => Promise<void>;
  readonly outbox: Links['outbox'];
  readonly list: () => Promise<readonly Listed[]>;
  /** Shows somebody out: of one tenant, or of the server altogether. False when there is nobody to show out. */
  readonly revoke: (email: string, tenant?: string) => Promise<boolean>;
}

/** What people need of their surroundings. */
export interface PeopleOptions {
  readonly pool: Pool;
  readonly secret: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where people open the server: from the configuration, never from a request. */
  readonly address: () => string;
  readonly passwords?: Passwords;
}

/** The people in a database that is migrated. */
export const openPeople = (options: PeopleOptions): People => {
  const { pool, secret, now, passwords = openPasswords() } = options;
  const tokens = refreshTokens(secret);
  const access = accessKeeperOf(secret, now);
  const sessions = loginSessions(pool, tokens, now);
  const throttle = openThrottle(pool, secret, now);
  const links = openLinks(options);
  const iso = (): string => new Date(now()).toISOString();

  const judged = (password: string, pending: Pending): void => {
    const words = [...wordsOf(pending.email), ...(pending.tenant === null ? [] : [pending.tenant])];
    const why = refusalOfPassword(password, words);
    if (why !== null) refuse(weakPassword(why));
  };

  const limited = async (limits: Parameters<typeof throttle.take>[0]): Promise<void> => {
    const seconds = await throttle.take(limits);
    if (seconds !== null) refuse(wait(seconds));
  };

  const invite: People['invite'] = async ({ email: said, tenant, role, ownRecords = false, by, again = false }) => {
    const email = foldEmail(said);
    if (email === null)
      return refuse({
        status: 422,
        code: 'not_an_email',
        detail: `${said.slice(0, 80)} is not an e-mail address.`,
        remedy: 'Write it as anna@example.com.',
      });
    const made = await asOwner(pool, {}, async (tx): Promise<MadeLink | 'no tenant' | 'member'> => {
      const [place] = await tx`select id from sluice_system.tenant where name = ${tenant}`;
      if (!place) return 'no tenant';
      const tenantId = String(place['id']);
      await tx`insert into sluice_system.person (id, email, created_at)
        values (${randomUUID()}, ${email}, ${iso()}) on conflict (email) do nothing`;
      const [row] = await tx`
        select p.id,
          exists (select from sluice_system.membership m where m.person_id = p.id and m.tenant_id = ${tenantId}) as member
        from sluice_system.person p where p.email = ${email} for update of p`;
      if (row?.['member'] === true) return 'member';
      // whether somebody was shown out elsewhere is not told: their link does not work, and that is all
      if (again) await tx`update sluice_system.person set disabled_at = null where email = ${email}`;
      return links.invite(tx, { person: String(row?.['id']), tenantId, role, ownRecords, by });
    });
    if (made === 'no tenant') return refuse({ ...NOT_FOUND, detail: `There is no tenant ${tenant}.` });
    if (made === 'member')
      return refuse({
        status: 409,
        code: 'already_member',
        detail: `${email} belongs to ${tenant} already.`,
        remedy: 'Show them out first to let them in with another role.',
      });
    return made;
  };

  const accept: People['accept'] = async ({ token, name = '', password, from }) => {
    const tries = [{ what: `links from ${from}`, limit: PER_ADDRESS }];
    await limited(tries);
    const pending = (await links.peek('invite', token)) ?? refuse(LINK_SPENT);
    const { person, tenant, tenantId, role, passwordHash } = pending;
    if (tenant === null || tenantId === null || role === null) return refuse(LINK_SPENT);
    let hash: string | null = null;
    if (passwordHash === null) {
      judged(password, pending);
      hash = await hashing(() => passwords.hash(password));
    } else {
      // an account that is there already stays its owner's: the link joins it to the tenant, the password is the one it has
      await limited([{ what: `sign-in ${pending.email} ${from}`, limit: PER_ACCOUNT_AND_ADDRESS }]);
      if (!(await hashing(() => passwords.check(passwordHash, password)))) return refuse(WRONG_SIGN_IN);
    }
    const done = await asOwner(pool, {}, async (tx) => {
      const [still] = await tx`select password_hash from sluice_system.person
        where id = ${person} and disabled_at is null for update`;
      const kept = still?.['password_hash'] ?? null;
      if (!still || kept !== passwordHash || !(await links.spend(tx, 'invite', token))) return false;
      const called = name.replaceAll('\0', '').trim().slice(0, 100);
      if (hash !== null)
        await tx`update sluice_system.person set password_hash = ${hash}, name = ${called} where id = ${person}`;
      await tx`insert into sluice_system.membership (person_id, tenant_id, role, own_records, created_at)
        values (${person}, ${tenantId}, ${role}, ${pending.ownRecords}, ${iso()})
        on conflict (person_id, tenant_id) do nothing`;
      return true;
    });
    if (!done) return refuse(LINK_SPENT);
    // a right link was no guess
    await throttle.giveBack(tries);
    return { email: pending.email, tenant };
  };

  return {
    access,
    sessions,
    embeds: openEmbeds(pool, access, now),
    signIn: signIn({ pool, passwords, throttle, sessions, tokens }),
    invite,
    accept,
    outbox: links.outbox,
    requestReset: async (said, from) => {
      const email = foldEmail(said) ?? '';
      await limited([
        { what: `reset ${email} ${from}`, limit: PER_RESET },
        { what: `reset from ${from}`, limit: PER_ADDRESS },
      ]);
      await links.requestReset(email);
    },
    reset: async (token, password) => {
      const pending = (await links.peek('reset', token)) ?? refuse(LINK_SPENT);
      judged(password, pending);
      const hash = await hashing(() => passwords.hash(password));
      const { person } = pending;
      const done = await asOwner(pool, {}, async (tx) => {
        const [still] =
          await tx`select id from sluice_system.person where id = ${person} and disabled_at is null for update`;
        if (!still || !(await links.spend(tx, 'reset', token))) return false;
        await tx`update sluice_system.person set password_hash = ${hash} where id = ${person}`;
        await tx`delete from sluice_system.sign_in_outbox where recipient = ${pending.email} and purpose = 'reset'`;
        await sessions.endAll(tx, person, 'a new password was set');
        return true;
      });
      if (!done) refuse(LINK_SPENT);
    },
    list: () =>
      asOwner(pool, { readOnly: true }, async (tx) => {
        const rows = await tx`
          select p.email, p.name, p.disabled_at is not null as disabled, t.name as tenant, m.role, m.own_records,
            (select count(*)::integer from sluice_system.login_session s
              where s.person_id = p.id and s.revoked_at is null and s.expires_at > ${iso()}) as sessions
          from sluice_system.person p
            left join sluice_system.membership m on m.person_id = p.id
            left join sluice_system.tenant t on t.id = m.tenant_id
          order by p.email, t.name`;
        const people = new Map<string, Listed>();
        for (const row of rows) {
          const email = String(row['email']);
          const known = people.get(email)?.tenants ?? [];
          const tenant = row['tenant'];
          const here =
            typeof tenant === 'string'
              ? [{ tenant, role: String(row['role']), ownRecords: row['own_records'] === true }]
              : [];
          people.set(email, {
            email,
            name: String(row['name']),
            disabled: row['disabled'] === true,
            tenants: [...known, ...here],
            sessions: Number(row['sessions']),
          });
        }
        return [...people.values()];
      }),
    revoke: (said, tenant) =>
      asOwner(pool, {}, async (tx) => {
        const email = foldEmail(said) ?? '';
        const [row] = await tx`select id from sluice_system.person where email = ${email} for update`;
        if (!row) return false;
        const person = String(row['id']);
        const at = iso();
        if (tenant === undefined) {
          await tx`update sluice_system.person set disabled_at = coalesce(disabled_at, ${at}::timestamptz) where id = ${person}`;
          await tx`delete from sluice_system.membership where person_id = ${person}`;
          await tx`delete from sluice_system.single_use_link where person_id = ${person} and used_at is null`;
          await tx`update sluice_system.embed_token set revoked_at = ${at} where created_by = ${email} and revoked_at is null`;
          await sessions.endAll(tx, person, 'shown out');
          return true;
        }
        const [place] = await tx`select id from sluice_system.tenant where name = ${tenant}`;
        if (!place) return false;
        const tenantId = String(place['id']);
        const gone = await tx`delete from sluice_system.membership
          where person_id = ${person} and tenant_id = ${tenantId} returning person_id`;
        await tx`delete from sluice_system.single_use_link
          where person_id = ${person} and tenant_id = ${tenantId} and used_at is null`;
        await tx`update sluice_system.embed_token set revoked_at = ${at}
          where created_by = ${email} and tenant_id = ${tenantId} and revoked_at is null`;
        // a session that only hibernated would wake with the next invitation
        await tx`update sluice_system.login_session set revoked_at = ${at}, revoked_why = 'shown out'
          where person_id = ${person} and tenant_id = ${tenantId} and revoked_at is null`;
        return gone.length > 0;
      }),
  };
};
