import { covers, type Model, type Rights } from '@sluice/core';
import { asOwner } from '../database/as-tenant.ts';
import type { AnyRow, Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { NOT_FOUND, type Refusal, Refused, refuse } from '../routes/problem.ts';
import { note } from '../tenants/audit.ts';
import { ADMIN, type RoleDef, rightsOf, type Role, roleNamed } from './roles.ts';

/** Somebody who belongs to a tenant, or is invited to it. */
export interface Belonging {
  /** UUID of the person. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly ownRecords: boolean;
  readonly disabled: boolean;
  /** No member yet: a link waits for them. */
  readonly invited: boolean;
  /** Since when they belong, or are invited. */
  readonly since: string;
  /** When they were here last. */
  readonly lastSeen: string | null;
  /** Sessions that are open. */
  readonly sessions: number;
  /** When the invitation ends. */
  readonly expires?: string;
}

/** What is changed of somebody. */
export interface MemberChange {
  readonly role?: Role | undefined;
  readonly ownRecords?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

/** Who changes it: nobody gives what is not theirs. */
export interface Changer {
  readonly actor: string;
  /** UUID of the person, of whoever signed in as one. */
  readonly person: string | null;
  readonly rights: Rights;
  readonly cause: string;
}

/** The place in which people belong. */
export interface Place {
  /** UUID */
  readonly tenant: string;
  readonly roles: Readonly<Record<string, RoleDef>>;
  /** All there is: what rights are compared over. */
  readonly model: Model;
}

/** The members of tenants. Refusals are thrown. */
export interface Members {
  readonly list: (tenant: string) => Promise<readonly Belonging[]>;
  readonly change: (place: Place, id: string, change: MemberChange, by: Changer) => Promise<Belonging>;
  /** Shows a member out, or takes an invitation back. */
  readonly remove: (place: Place, id: string, by: Changer) => Promise<void>;
}

/** Somebody gives more than they have, or reaches for somebody who has more. */
export const NOT_YOURS: Refusal = {
  status: 403,
  code: 'not_yours_to_give',
  detail: 'That role may do more than yours.',
  remedy: 'Ask somebody with the role admin.',
};
/** A role that the tenant does not have. */
export const noSuchRole = (role: string): Refusal => ({
  status: 422,
  code: 'no_such_role',
  detail: `There is no role ${role.slice(0, 40)} here.`,
  remedy: 'GET /api/v1/roles lists those there are.',
});
const OWN: Refusal = {
  status: 403,
  code: 'own_membership',
  detail: 'Nobody changes what they may do themselves.',
  remedy: 'Ask somebody else who may.',
};
const LAST_ADMIN: Refusal = {
  status: 409,
  code: 'last_admin',
  detail: 'This is the last one with the role admin: nobody could let anybody in again.',
  remedy: 'Give somebody else the role admin first.',
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const belongingOf = (row: AnyRow): Belonging => ({
  id: String(row['id']),
  email: String(row['email']),
  name: String(row['name']),
  role: roleNamed(row['role']) ?? String(row['role']),
  ownRecords: row['own_records'] === true,
  disabled: row['disabled'] === true,
  invited: row['invited'] === true,
  since: String(row['since']),
  lastSeen: textOf(row['last_seen']),
  sessions: Number(row['sessions'] ?? 0),
  ...(row['invited'] === true ? { expires: String(row['expires']) } : {}),
});

/** What an entry of the journal says of somebody. */
export const saidOf = ({
  email,
  role,
  ownRecords,
  disabled,
}: Pick<Belonging, 'email' | 'role' | 'ownRecords' | 'disabled'>) => ({
  email,
  role,
  ownRecords,
  disabled,
});

/** The rights of a role that somebody may give. Throws `no_such_role`, `not_yours_to_give`. */
export const givable = ({ roles, model }: Place, role: Role, by: Pick<Changer, 'rights'>): Rights => {
  const rights = rightsOf(role, roles) ?? refuse(noSuchRole(role));
  return covers(by.rights, rights, model) ? rights : refuse(NOT_YOURS);
};

/** `now`: milliseconds since 1970. */
export const openMembers = (pool: Pool, now: () => number): Members => {
  const iso = (): string => new Date(now()).toISOString();

  const all = async (tx: Tx, tenant: string, id: string | null): Promise<readonly Belonging[]> => {
    const members = await tx`
      select p.id, p.email, p.name, m.role, m.own_records, m.created_at as since, false as invited,
        (m.disabled_at is not null or p.disabled_at is not null) as disabled,
        (select max(s.used_at) from sluice_system.login_session s where s.person_id = p.id and s.tenant_id = ${tenant}) as last_seen,
        (select count(*)::integer from sluice_system.login_session s where s.person_id = p.id and s.tenant_id = ${tenant}
          and s.revoked_at is null and s.expires_at > ${iso()}) as sessions
      from sluice_system.membership m join sluice_system.person p on p.id = m.person_id
      where m.tenant_id = ${tenant} and (${id}::uuid is null or p.id = ${id}::uuid) order by p.email`;
    const invited = await tx`
      select distinct on (p.email) p.id, p.email, p.name, l.role, l.own_records, l.created_at as since, true as invited,
        false as disabled, l.expires_at as expires
      from sluice_system.single_use_link l join sluice_system.person p on p.id = l.person_id
      where l.tenant_id = ${tenant} and l.purpose = 'invite' and l.used_at is null and l.expires_at > ${iso()}
        and (${id}::uuid is null or p.id = ${id}::uuid)
        and not exists (select from sluice_system.membership m where m.person_id = p.id and m.tenant_id = ${tenant})
      order by p.email, l.created_at desc`;
    return [...members, ...invited].map(belongingOf);
  };

  /** Work on one belonging, one after the other in a tenant: whoever counts admins counts all of them. */
  const holding = <T>(
    place: Place,
    id: string,
    by: Changer,
    work: (tx: Tx, one: Belonging) => Promise<T>,
  ): Promise<T> =>
    asOwner(pool, {}, async (tx) => {
      await tx`select id from sluice_system.tenant where id = ${place.tenant} for update`;
      const [one] = await all(tx, place.tenant, id);
      if (!one) throw new Refused(NOT_FOUND);
      if (one.id === by.person) throw new Refused(OWN);
      const theirs = rightsOf(one.role, place.roles);
      if (theirs && !covers(by.rights, theirs, place.model)) throw new Refused(NOT_YOURS);
      return work(tx, one);
    });

  const isAdmin = ({ role, ownRecords, disabled, invited }: Belonging): boolean =>
    role === ADMIN && !ownRecords && !disabled && !invited;

  const keepAdmin = async (tx: Tx, tenant: string, one: Belonging, next: Belonging | null): Promise<void> => {
    if (!isAdmin(one) || (next && isAdmin(next))) return;
    const others = (await all(tx, tenant, null)).filter((other) => other.id !== one.id && isAdmin(other));
    if (others.length === 0) throw new Refused(LAST_ADMIN);
  };

  /** Ends what somebody has open in a tenant. */
  const showOut = async (tx: Tx, tenant: string, { id, email }: Belonging, why: string): Promise<void> => {
    await tx`update sluice_system.login_session set revoked_at = ${iso()}, revoked_why = ${why}
      where person_id = ${id} and tenant_id = ${tenant} and revoked_at is null`;
    await tx`update sluice_system.embed_token set revoked_at = ${iso()}
      where created_by = ${email} and tenant_id = ${tenant} and revoked_at is null`;
  };

  return {
    list: (tenant) => asOwner(pool, { readOnly: true }, (tx) => all(tx, tenant, null)),
    change: (place, id, change, by) =>
      holding(place, id, by, async (tx, one) => {
        const { tenant } = place;
        if (one.invited) throw new Refused({ ...NOT_FOUND, detail: 'They have not accepted yet: invite them anew.' });
        if (change.role !== undefined) givable(place, change.role, by);
        const next: Belonging = {
          ...one,
          role: change.role === undefined ? one.role : (roleNamed(change.role) ?? one.role),
          ownRecords: change.ownRecords ?? one.ownRecords,
          disabled: change.disabled ?? one.disabled,
        };
        // who sees own records only gives nobody more than that
        if (by.rights.ownRecords === true && !next.ownRecords) throw new Refused(NOT_YOURS);
        await keepAdmin(tx, tenant, one, next);
        await tx`update sluice_system.membership set role = ${next.role}, own_records = ${next.ownRecords},
            disabled_at = case when ${next.disabled} then coalesce(disabled_at, ${iso()}::timestamptz) end
          where person_id = ${id} and tenant_id = ${tenant}`;
        if (next.disabled && !one.disabled) await showOut(tx, tenant, one, 'kept out');
        const [before, after] = [saidOf(one), saidOf(next)];
        if (JSON.stringify(before) !== JSON.stringify(after))
          await note(tx, {
            what: 'people',
            tenant,
            id,
            version: 1,
            at: iso(),
            actor: by.actor,
            cause: by.cause,
            before,
            after,
          });
        return next.disabled ? { ...next, sessions: 0 } : next;
      }),
    remove: (place, id, by) =>
      holding(place, id, by, async (tx, one) => {
        const { tenant } = place;
        await keepAdmin(tx, tenant, one, null);
        await tx`delete from sluice_system.membership where person_id = ${id} and tenant_id = ${tenant}`;
        await tx`delete from sluice_system.single_use_link
          where person_id = ${id} and tenant_id = ${tenant} and used_at is null`;
        await showOut(tx, tenant, one, 'shown out');
        const before = saidOf(one);
        await note(tx, {
          what: 'people',
          tenant,
          id,
          version: 1,
          at: iso(),
          actor: by.actor,
          cause: by.cause,
          before,
          after: null,
        });
      }),
  };
};
