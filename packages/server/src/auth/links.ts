import { randomUUID } from 'node:crypto';
import { asOwner } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { refuse } from '../routes/problem.ts';
import { digestOf, keyFor, newToken, seal, unseal } from './keys.ts';
import { LINK_SPENT } from './refusals.ts';
import { type Role, roleNamed } from './roles.ts';

/** What a link lets somebody do, once. */
export type LinkPurpose = 'invite' | 'reset';

/** How long each is good, in milliseconds. */
export const LINK_LIFETIMES: Readonly<Record<LinkPurpose, number>> = { invite: 3 * 86_400_000, reset: 10 * 60_000 };

/** A link that is good now: for whom, and for an invitation where to and as what. */
export interface Pending {
  readonly person: string;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly tenant: string | null;
  readonly tenantId: string | null;
  readonly role: Role | null;
  readonly ownRecords: boolean;
}

/** Whom a letter is for. `id` is the one under which its link is kept. */
export interface Addressed {
  readonly id: string;
  readonly recipient: string;
}

/** A message that waits for the operator. */
export interface Waiting {
  readonly recipient: string;
  readonly purpose: string;
  readonly link: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** A link with its end. */
export interface MadeLink {
  readonly link: string;
  /** ISO instant. */
  readonly expires: string;
}

/** An invitation that is to be made. */
export interface Invitation {
  readonly person: string;
  readonly tenantId: string;
  readonly role: Role;
  readonly ownRecords: boolean;
  readonly by: string;
}

/** Links in the database: their digests; what the operator passes on is sealed with the server's secret. */
export interface Links {
  /** Makes an invitation in the caller's transaction; the one before, to the same tenant, ends. */
  readonly invite: (tx: Tx, invitation: Invitation) => Promise<MadeLink>;
  /** A link as it may be written down, and back again. */
  readonly seal: (link: string) => string;
  readonly unseal: (sealed: string) => string;
  /** Seals a link away for a letter, in the caller's transaction; gives the letter's id. */
  readonly keep: (tx: Tx, purpose: LinkPurpose, recipient: string, made: MadeLink) => Promise<string>;
  /** The link of a letter to somebody; null when it was used, taken back or ended by now, or is another's. */
  readonly linkOf: (letter: Addressed) => Promise<string | null>;
  /**
   * Leaves a link for a new password with the operator, and in a letter (`write`), when an account has this e-mail; the same statements either
   * way.
   */
  readonly requestReset: (email: string, write: (tx: Tx, addressed: Addressed) => Promise<void>) => Promise<void>;
  /** What a token is good for, without spending it. */
  readonly peek: (purpose: LinkPurpose, token: string) => Promise<Pending | null>;
  /** Spends a token in the caller's transaction: false when it was spent, or ended, meanwhile. */
  readonly spend: (tx: Tx, purpose: LinkPurpose, token: string) => Promise<boolean>;
  /** The links for new passwords that are good now, for the operator to pass on. */
  readonly outbox: () => Promise<readonly Waiting[]>;
}

/** What links need of their surroundings. */
export interface LinkOptions {
  readonly pool: Pool;
  readonly secret: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where people open the server: from the configuration, never from a request. */
  readonly address: () => string;
}

const TOKEN = /^[\w-]{43}$/;

/** The link of a token. It stands behind a #, which browsers keep to themselves: no log and no Referer has it. */
const linkOf = (address: string, purpose: LinkPurpose, token: string): string => `${address}/#${purpose}=${token}`;

/** The links of a server. */
export const openLinks = ({ pool, secret, now, address }: LinkOptions): Links => {
  const key = keyFor(secret, 'outbox');
  const iso = (at: number): string => new Date(at).toISOString();
  const peek: Links['peek'] = async (purpose, token) => {
    if (!TOKEN.test(token)) return null;
    return asOwner(pool, { readOnly: true }, async (tx) => {
      const [row] = await tx`
        select p.id as person, p.email, p.password_hash, l.role, l.own_records, l.tenant_id, t.name as tenant
        from sluice_system.single_use_link l
          join sluice_system.person p on p.id = l.person_id
          left join sluice_system.tenant t on t.id = l.tenant_id
        where l.digest = ${digestOf(token)} and l.purpose = ${purpose} and l.used_at is null
          and l.expires_at > ${iso(now())} and p.disabled_at is null`;
      if (!row) return null;
      const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
      const role = row['role'];
      return {
        person: String(row['person']),
        email: String(row['email']),
        passwordHash: text(row['password_hash']),
        tenant: text(row['tenant']),
        tenantId: text(row['tenant_id']),
        role: roleNamed(role),
        ownRecords: row['own_records'] !== false,
      };
    });
  };

  return {
    invite: async (tx, { person, tenantId, role, ownRecords, by }) => {
      const token = newToken();
      const at = now();
      const expires = iso(at + LINK_LIFETIMES.invite);
      await tx`delete from sluice_system.single_use_link where expires_at < ${iso(at - 86_400_000)}`;
      await tx`delete from sluice_system.single_use_link
        where purpose = 'invite' and person_id = ${person} and tenant_id = ${tenantId} and used_at is null`;
      await tx`insert into sluice_system.single_use_link
        (digest, purpose, person_id, tenant_id, role, own_records, created_by, created_at, expires_at)
        values (${digestOf(token)}, 'invite', ${person}, ${tenantId}, ${role}, ${ownRecords}, ${by}, ${iso(at)}, ${expires})`;
      return { link: linkOf(address(), 'invite', token), expires };
    },
    seal: (link) => seal(key, link).toString('base64'),
    unseal: (sealed) => unseal(key, Buffer.from(sealed, 'base64')) ?? refuse(LINK_SPENT),
    keep: async (tx, purpose, recipient, { link, expires }) => {
      const id = randomUUID();
      await tx`delete from sluice_system.sign_in_outbox where expires_at < ${iso(now())}`;
      await tx`insert into sluice_system.sign_in_outbox (id, recipient, purpose, sealed, created_at, expires_at)
        values (${id}, ${recipient}, ${purpose}, ${seal(key, link)}, ${iso(now())}, ${expires})`;
      return id;
    },
    linkOf: async ({ id, recipient }) => {
      const [row] = await asOwner(
        pool,
        { readOnly: true },
        (tx) =>
          tx`select sealed, purpose from sluice_system.sign_in_outbox where id = ${id} and recipient = ${recipient}`,
      );
      const link = row ? unseal(key, row['sealed'] as Uint8Array) : null;
      if (!row || link === null) return null;
      const purpose = row['purpose'] === 'reset' ? 'reset' : 'invite';
      const pending = await peek(purpose, link.slice(link.indexOf('=') + 1));
      return pending?.email === recipient ? link : null;
    },
    requestReset: async (email, write) => {
      const token = newToken();
      const id = randomUUID();
      const at = now();
      const expires = iso(at + LINK_LIFETIMES.reset);
      const sealed = seal(key, linkOf(address(), 'reset', token));
      await asOwner(pool, {}, async (tx) => {
        await tx`delete from sluice_system.sign_in_outbox where expires_at < ${iso(at)} or (recipient = ${email} and purpose = 'reset')`;
        // the later request ends the link of the earlier one
        await tx`delete from sluice_system.single_use_link where purpose = 'reset' and used_at is null
          and person_id = (select id from sluice_system.person where email = ${email})`;
        await tx`insert into sluice_system.single_use_link (digest, purpose, person_id, created_by, created_at, expires_at)
          select ${digestOf(token)}, 'reset', id, 'reset request', ${iso(at)}, ${expires}
          from sluice_system.person where email = ${email} and password_hash is not null and disabled_at is null`;
        await tx`insert into sluice_system.sign_in_outbox (id, recipient, purpose, sealed, created_at, expires_at)
          select ${id}, email, 'reset', ${sealed}, ${iso(at)}, ${expires}
          from sluice_system.person where email = ${email} and password_hash is not null and disabled_at is null`;
        await write(tx, { id, recipient: email });
      });
    },
    peek,
    spend: async (tx, purpose, token) => {
      const rows = await tx`
        update sluice_system.single_use_link set used_at = ${iso(now())}
        where digest = ${digestOf(token)} and purpose = ${purpose} and used_at is null and expires_at > ${iso(now())}
        returning digest`;
      return rows.length === 1;
    },
    outbox: () =>
      asOwner(pool, { readOnly: true }, async (tx) => {
        const rows =
          await tx`select recipient, purpose, sealed, created_at, expires_at from sluice_system.sign_in_outbox
          where purpose = 'reset' and expires_at > ${iso(now())} order by created_at`;
        return rows.flatMap((row): Waiting[] => {
          const link = unseal(key, row['sealed'] as Uint8Array);
          if (link === null) return [];
          return [
            {
              recipient: String(row['recipient']),
              purpose: String(row['purpose']),
              link,
              createdAt: String(row['created_at']),
              expiresAt: String(row['expires_at']),
            },
          ];
        });
      }),
  };
};
