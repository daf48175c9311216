import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { refuse } from '../routes/problem.ts';
import { foldEmail } from './email.ts';
import { type Client, type LoginSessions, type Member, memberOf, type Opened } from './login-sessions.ts';
import { isOutdated, LONGEST, type Passwords, TooBusy } from './passwords.ts';
import { BUSY, SUSPENDED, wait, WRONG_SIGN_IN } from './refusals.ts';
import type { RefreshTokens } from './refresh.ts';
import { type Limited, PER_ACCOUNT_AND_ADDRESS, PER_ADDRESS, PER_DEVICE, type Throttle } from './throttle.ts';

/** What somebody says to sign in, and from where. */
export interface SignIn {
  readonly email: string;
  readonly password: string;
  /** The tenant's short name; needed by those who belong to several. */
  readonly tenant?: string | undefined;
  readonly client: Client;
  /** What the browser calls itself. */
  readonly agent: string;
  /** The network they come from. */
  readonly from: string;
  /** The mark of a browser that signed in before. */
  readonly device?: string | undefined;
}

/** What signing in needs. */
export interface SignInOptions {
  readonly pool: Pool;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly sessions: LoginSessions;
  readonly tokens: RefreshTokens;
}

/** Runs something that hashes; a full queue is a refusal. */
export const hashing = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TooBusy) return refuse(BUSY);
    throw error;
  }
};

/** A membership to choose from. */
interface Choice extends Member {
  readonly label: string;
  readonly suspended: boolean;
}

interface Account {
  readonly person: string;
  readonly hash: string | null;
}

/** Signs somebody in, or refuses: the same work and the same words for an unknown address and a wrong password. */
export const signIn = (options: SignInOptions) => {
  const { pool, passwords, throttle, sessions, tokens } = options;

  const accountOf = (email: string): Promise<Account> =>
    asOwner(pool, { readOnly: true }, async (tx) => {
      const [row] = await tx`select id, password_hash, disabled_at is not null as disabled
        from sluice_system.person where email = ${email}`;
      const hash = row?.['password_hash'];
      return {
        person: row ? String(row['id']) : '',
        hash: typeof hash === 'string' && row?.['disabled'] === false ? hash : null,
      };
    });

  const memberships = (person: string): Promise<readonly Choice[]> =>
    asOwner(pool, { readOnly: true }, async (tx) => {
      const rows = await tx`
        select p.id as person, p.email, p.name as person_name, t.name as tenant, t.id as tenant_id, m.role, m.own_records,
          t.label, t.suspended_at is not null as suspended
        from sluice_system.membership m
          join sluice_system.person p on p.id = m.person_id join sluice_system.tenant t on t.id = m.tenant_id
        where p.id = ${person} and m.disabled_at is null order by t.name`;
      return rows.flatMap((row) => {
        const member = memberOf(row);
        return member ? [{ ...member, label: String(row['label']), suspended: row['suspended'] === true }] : [];
      });
    });

  const chosen = (members: readonly Choice[], tenant: string | undefined): Member => {
    const found = tenant === undefined ? members : members.filter((one) => one.tenant === tenant);
    const open = found.filter(({ suspended }) => !suspended);
    const [only] = open;
    if (found.length === 0) return refuse(WRONG_SIGN_IN);
    if (!only) return refuse(SUSPENDED);
    if (open.length === 1) return only;
    const names = open.map((one) => one.tenant).join(', ');
    return refuse({
      status: 422,
      code: 'tenant_needed',
      detail: `You belong to several tenants: ${names}.`,
      remedy: 'Send "tenant" with one of these names.',
      tenants: open.map((one) => ({ name: one.tenant, label: one.label })),
    });
  };

  return async (said: SignIn): Promise<Opened & { readonly device: string }> => {
    // before anything is asked of the database: a flood must not take its connections from everybody else
    if (passwords.full()) return refuse(BUSY);
    const email = foldEmail(said.email) ?? '';
    // what no password is as long as is not worth an answer of its own
    const fits = Buffer.byteLength(said.password) <= LONGEST;
    const { person, hash } = await accountOf(email);
    const device = tokens.deviceOf(said.device, person);
    const own: readonly Limited[] =
      device === null
        ? [{ what: `sign-in ${email} ${said.from}`, limit: PER_ACCOUNT_AND_ADDRESS }]
        : [{ what: `sign-in device ${device}`, limit: PER_DEVICE }];
    const shared: readonly Limited[] =
      device === null ? [{ what: `sign-in from ${said.from}`, limit: PER_ADDRESS }] : [];
    const seconds = await throttle.take([...own, ...shared]);
    if (seconds !== null) return refuse(wait(seconds));

    let right: boolean;
    try {
      right = await passwords.check(hash, fits ? said.password : '');
    } catch (error) {
      if (!(error instanceof TooBusy)) throw error;
      // nothing was learnt of the password: this was no try
      await throttle.giveBack([...own, ...shared]);
      return refuse(BUSY);
    }
    if (!right || !fits || hash === null) return refuse(WRONG_SIGN_IN);
    const member = chosen(await memberships(person), said.tenant);
    await throttle.forget(own);
    await throttle.giveBack(shared);
    const newer = isOutdated(hash) ? await passwords.hash(said.password).catch(() => null) : null;
    const opened = await asOwner(pool, {}, async (tx) => {
      // the password may have been replaced while it was checked
      const [still] = await tx`select id from sluice_system.person
        where id = ${person} and password_hash = ${hash} and disabled_at is null for update`;
      if (!still) return null;
      if (newer !== null) await tx`update sluice_system.person set password_hash = ${newer} where id = ${person}`;
      return sessions.open(tx, member, said.client, said.agent);
    });
    if (!opened) return refuse(WRONG_SIGN_IN);
    return { ...opened, device: device === null || said.device === undefined ? tokens.device(person) : said.device };
  };
};
