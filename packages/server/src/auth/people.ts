import { asOwner } from '../database/as-tenant.ts';
import type { AnyRow, Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import type { SignedIn } from '../routes/context.ts';
import type { OutboxOptions } from '../mail/outbox.ts';
import { NOT_FOUND, refuse } from '../routes/problem.ts';
import { note } from '../tenants/audit.ts';
import { type AccessKeeper, accessKeeperOf } from './access.ts';
import { foldEmail, wordsOf } from './email.ts';
import { type Embeds, openEmbeds } from './embeds.ts';
import { type Guest, inviting } from './invitations.ts';
import { openLetters } from './letters.ts';
import { type Links, type MadeLink, openLinks, type Pending } from './links.ts';
import { type Client, clientOf, type LoginSessions, loginSessions, memberOf, type Opened } from './login-sessions.ts';
import { openPasswords, type Passwords, refusalOfPassword } from './passwords.ts';
import { refreshTokens } from './refresh.ts';
import { LINK_SPENT, SUSPENDED, wait, weakPassword, WRONG_SIGN_IN } from './refusals.ts';
import { type Members, openMembers, saidOf } from './members.ts';
import { type Role, roleNamed } from './roles.ts';
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

/** A tenant that somebody belongs to. */
export interface Belonging {
  readonly name: string;
  readonly label: string;
  readonly role: Role;
  readonly suspended: boolean;
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
  readonly members: Members;
  /** Another tenant of somebody who is signed in: a new session there, for the one here. */
  readonly switchTo: (
    person: SignedIn,
    tenant: string,
  ) => Promise<{ readonly opened: Opened; readonly client: Client }>;
  /** The tenants that somebody belongs to. */
  readonly tenantsOf: (person: string) => Promise<readonly Belonging[]>;
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
  /** By which letters go; without it links are handed over only, as in the terminal. */
  readonly outbox?: Pick<OutboxOptions, 'enqueue' | 'sends'> | undefined;
}

/** The people in a database that is migrated. */
export const openPeople = (options: PeopleOptions): People => {
  const { pool, secret, now, passwords = openPasswords(), outbox } = options;
  const tokens = refreshTokens(secret);
  const access = accessKeeperOf(secret, now);
  const sessions = loginSessions(pool, tokens, now);
  const throttle = openThrottle(pool, secret, now);
  const links = openLinks(options);
  const letters = outbox && openLetters(outbox);
  const iso = (): string => new Date(now()).toISOString();

  const judged = (password: string, pending: Pending): void => {
    const words = [...wordsOf(pending.email), ...(pending.tenant === null ? [] : [pending.tenant])];
    const why = refusalOfPassword(password, words);
    if (why !== null) refuse(weakPassword(why));
  };

  /** Says in a tenant's journal that whoever runs the server showed somebody out. */
  const noteRevoked = async (tx: Tx, tenant: string, id: string, email: string, row: AnyRow): Promise<void> => {
    const role = roleNamed(row['role']) ?? '';
    const before = saidOf({ email, role, ownRecords: row['own_records'] === true, disabled: false });
    const by = { actor: 'operator', cause: 'operator' };
    await note(tx, { what: 'people', tenant, id, version: 1, at: iso(), ...by, before, after: null });
  };

  const limited = async (limits: Parameters<typeof throttle.take>[0]): Promise<void> => {
    const seconds = await throttle.take(limits);
    if (seconds !== null) refuse(wait(seconds));
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
      const { email } = pending;
      const after = saidOf({ email, role, ownRecords: pending.ownRecords, disabled: false });
      await note(tx, {
        what: 'people',
        tenant: tenantId,
        id: person,
        version: 1,
        at: iso(),
        actor: email,
        cause: 'invitation',
        before: null,
        after,
      });
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
    members: openMembers(pool, now),
    tenantsOf: (person) =>
      asOwner(pool, { readOnly: true }, async (tx) => {
        const rows = await tx`
          select t.name, t.label, m.role, t.suspended_at is not null as suspended
          from sluice_system.membership m join sluice_system.tenant t on t.id = m.tenant_id
          where m.person_id = ${person} and m.disabled_at is null order by t.label, t.name`;
        return rows.map((row) => ({
          name: String(row['name']),
          label: String(row['label']),
          role: roleNamed(row['role']) ?? '',
          suspended: row['suspended'] === true,
        }));
      }),
    switchTo: async ({ id, session }, tenant) => {
      const done = await asOwner(pool, {}, async (tx) => {
        const [row] = await tx`
          select p.id as person, p.email, p.name as person_name, t.name as tenant, t.id as tenant_id, m.role, m.own_records,
            s.client, s.agent, t.suspended_at is not null as suspended
          from sluice_system.membership m
            join sluice_system.person p on p.id = m.person_id
            join sluice_system.tenant t on t.id = m.tenant_id
            join sluice_system.login_session s on s.id = ${session} and s.person_id = p.id and s.revoked_at is null
          where p.id = ${id} and t.name = ${tenant} and m.disabled_at is null and p.disabled_at is null for update of s`;
        const member = row && memberOf(row);
        if (!row || !member) return null;
        if (row['suspended'] === true) return 'suspended';
        const client = clientOf(row['client']);
        await tx`update sluice_system.login_session set revoked_at = ${iso()}, revoked_why = 'went to another tenant'
          where id = ${session}`;
        return { opened: await sessions.open(tx, member, client, String(row['agent'])), client };
      });
      if (done === 'suspended') return refuse(SUSPENDED);
      return done ?? refuse(NOT_FOUND);
    },
    signIn: signIn({ pool, passwords, throttle, sessions, tokens }),
    invite: inviting({ pool, links, letters, now }),
    accept,
    outbox: links.outbox,
    requestReset: async (said, from) => {
      const email = foldEmail(said) ?? '';
      await limited([
        { what: `reset ${email} ${from}`, limit: PER_RESET },
        { what: `reset from ${from}`, limit: PER_ADDRESS },
      ]);
      await links.requestReset(email, async (tx, addressed) => letters?.reset(tx, addressed));
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
          const left =
            await tx`delete from sluice_system.membership where person_id = ${person} returning tenant_id, role, own_records`;
          for (const one of left) await noteRevoked(tx, String(one['tenant_id']), person, email, one);
          await tx`delete from sluice_system.single_use_link where person_id = ${person} and used_at is null`;
          await tx`update sluice_system.embed_token set revoked_at = ${at} where created_by = ${email} and revoked_at is null`;
          await sessions.endAll(tx, person, 'shown out');
          return true;
        }
        const [place] = await tx`select id from sluice_system.tenant where name = ${tenant}`;
        if (!place) return false;
        const tenantId = String(place['id']);
        const gone = await tx`delete from sluice_system.membership
          where person_id = ${person} and tenant_id = ${tenantId} returning role, own_records`;
        for (const one of gone) await noteRevoked(tx, tenantId, person, email, one);
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
