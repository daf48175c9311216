import { randomUUID } from 'node:crypto';
import { asOwner } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { always, type Once } from '../idempotency/once.ts';
import { NOT_FOUND, type Refusal, refuse } from '../routes/problem.ts';
import { note } from '../tenants/audit.ts';
import { foldEmail } from './email.ts';
import type { Letters } from './letters.ts';
import type { Links, MadeLink } from './links.ts';
import { noSuchRole, saidOf } from './members.ts';
import { type Role, type RoleDef, rightsOf, roleNamed } from './roles.ts';

/** Who is to be let in, where and as what. */
export interface Guest {
  readonly email: string;
  /** The tenant's short name. */
  readonly tenant: string;
  readonly role: Role;
  readonly ownRecords?: boolean | undefined;
  /** Whom to name as the host. */
  readonly by: string;
  /** What led to it, for the journal. */
  readonly cause?: string | undefined;
  /** Also somebody who was shown out of the server: for whoever runs it. */
  readonly again?: boolean | undefined;
  /** The invitation is made once, however often it is asked for. */
  readonly once?: Once | undefined;
}

/** What inviting takes. */
export interface InvitingOptions {
  readonly pool: Pool;
  readonly links: Links;
  /** By which the link goes; without it it is handed over only. */
  readonly letters: Letters | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const notAnEmail = (said: string): Refusal => ({
  status: 422,
  code: 'not_an_email',
  detail: `${said.slice(0, 80)} is not an e-mail address.`,
  remedy: 'Write it as anna@example.com.',
});
/** An e-mail address as it is kept. Throws `not_an_email`. */
export const mailboxOf = (said: string): string => foldEmail(said) ?? refuse(notAnEmail(said));

const alreadyMember = (email: string, tenant: string): Refusal => ({
  status: 409,
  code: 'already_member',
  detail: `${email} belongs to ${tenant} already.`,
  remedy: 'Show them out first to let them in with another role.',
});

/** A place that somebody is invited to. */
interface Place {
  /** UUID of the tenant. */
  readonly id: string;
  readonly label: string;
  readonly role: Role;
  readonly email: string;
}

/**
 * Invites somebody to a tenant: the link, its letter and the entry of the journal are there together or not at all. Refusals are thrown:
 * `not_an_email`, `not_found`, `no_such_role`, `already_member`.
 */
export const inviting = ({ pool, links, letters, now }: InvitingOptions) => {
  const iso = (): string => new Date(now()).toISOString();

  const make = async (tx: Tx, { id: tenant, label, role, email }: Place, guest: Guest): Promise<MadeLink> => {
    const { ownRecords = false, by, again = false, cause = 'invitation' } = guest;
    await tx`insert into sluice_system.person (id, email, created_at)
      values (${randomUUID()}, ${email}, ${iso()}) on conflict (email) do nothing`;
    const [row] = await tx`
      select p.id,
        exists (select from sluice_system.membership m where m.person_id = p.id and m.tenant_id = ${tenant}) as member
      from sluice_system.person p where p.email = ${email} for update of p`;
    if (row?.['member'] === true) return refuse(alreadyMember(email, guest.tenant));
    // whether somebody was shown out elsewhere is not told: their link does not work, and that is all
    if (again) await tx`update sluice_system.person set disabled_at = null where email = ${email}`;
    const id = String(row?.['id']);
    const after = { ...saidOf({ email, role, ownRecords, disabled: false }), invited: true };
    await note(tx, { what: 'people', tenant, id, version: 1, at: iso(), actor: by, cause, before: null, after });
    const made = await links.invite(tx, { person: id, tenantId: tenant, role, ownRecords, by });
    if (letters) {
      const letter = await links.keep(tx, 'invite', email, made);
      await letters.invite(tx, { id: letter, recipient: email, tenantId: tenant, label, by });
    }
    return made;
  };

  return async (guest: Guest): Promise<MadeLink> => {
    const { tenant, once = always } = guest;
    const role = roleNamed(guest.role) ?? refuse(noSuchRole(guest.role));
    const email = mailboxOf(guest.email);
    return asOwner(pool, {}, async (tx) => {
      const [row] =
        await tx`select id, label, roles::text as roles from sluice_system.tenant where name = ${tenant} for share`;
      if (!row) return refuse({ ...NOT_FOUND, detail: `There is no tenant ${tenant}.` });
      const roles = JSON.parse(String(row['roles'])) as Readonly<Record<string, RoleDef>>;
      if (!rightsOf(role, roles)) return refuse(noSuchRole(role));
      const place = { id: String(row['id']), label: String(row['label']), role, email };
      await tx`select set_config('app.tenant_id', ${place.id}, true)`;
      // what is kept for a repetition is as secret as the link itself
      const { sealed, expires } = await once(tx, async () => {
        const made = await make(tx, place, guest);
        return { sealed: links.seal(made.link), expires: made.expires };
      });
      return { link: links.unseal(sealed), expires };
    });
  };
};
