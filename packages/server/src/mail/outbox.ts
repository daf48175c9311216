import { randomUUID } from 'node:crypto';
import type { Links } from '../auth/links.ts';
import { asOwner, asTenant, type TenantContext } from '../database/as-tenant.ts';
import type { AnyRow, Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import type { Enqueue } from '../jobs/jobs.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { type Held, outboundOf, whyHeld } from './gate.ts';
import { isLetter } from './letters.ts';
import { type MailAction, type Unsafe, unsafeIn } from './words.ts';

/**
 * - `held`: not sent, and will not be unless somebody releases it; `reason` says why.
 * - `queued`: on its way; `sending`: being handed over; `sent`: the mail server took it.
 * - `refused`: the mail server would not have it.
 * - `unknown`: it may have been taken or not; it is not sent again.
 */
export const MAIL_STATES = ['held', 'queued', 'sending', 'sent', 'refused', 'unknown'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/**
 * A mail as it lies in the outbox. A letter lies there without its link: whoever may look at the outbox could otherwise let themselves in with
 * it, as could whoever reads a copy of the tenant's tables. Its id is a reference to the sealed link, which tenants' transactions
 * cannot even look for, and which is put in as the letter is sent, if it is still good by then.
 */
export interface Mail {
  readonly id: string;
  readonly action: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly state: MailState;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly changedAt: string;
}

/** A mail that is to be written down. */
export interface Draft {
  /** The id it gets; one of its own when left out. A letter's is the one of its link. */
  readonly id?: string;
  /** What it is for: the second one for the same is not written. */
  readonly occasion: string;
  readonly action: MailAction;
  /** One bare address. */
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  /** The things it tells of. */
  readonly about?: readonly string[];
  /** A file that goes with it. */
  readonly attachment?: Attachment;
}

/** A file that goes with a mail. */
export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** What became of a draft. */
export type Posted =
  | { readonly ok: true; readonly state: 'queued' | 'held' | 'known' }
  | { readonly ok: false; readonly why: Unsafe };

/** What writing and sending mails takes. */
export interface OutboxOptions {
  readonly pool: Pool;
  readonly enqueue: Enqueue;
  /** Whether this server sends mails at all. */
  readonly sends: boolean;
  /** The link that a letter brings; null when it is good no longer. Without it no letter is sent. */
  readonly linkOf?: Links['linkOf'];
}

const COLUMNS = `"id", "action", "recipient", "subject", "body", "state", "reason", "created_at", "changed_at"`;

/** A mail out of its row. */
export const mailOf = (row: AnyRow): Mail => ({
  id: String(row['id']),
  action: String(row['action']),
  recipient: String(row['recipient']),
  subject: String(row['subject']),
  body: String(row['body']),
  state: row['state'] as MailState,
  reason: typeof row['reason'] === 'string' ? row['reason'] : null,
  createdAt: String(row['created_at']),
  changedAt: String(row['changed_at']),
});

/** The file that goes with a mail; null when there is none. */
export const attachmentOf = async (tx: Tx, id: string): Promise<Attachment | null> => {
  const [row] = await tx.unsafe(
    `select "attachment", "attachment_name", "attachment_type" from "sluice"."outbox" where ${OWN_ROW} and "id" = $1`,
    [id],
  );
  const content = row?.['attachment'];
  if (!(content instanceof Uint8Array)) return null;
  return { name: String(row?.['attachment_name']), type: String(row?.['attachment_type']), content };
};

/** Whether an address belongs to somebody who belongs to the tenant now: nobody else is written to. */
export const belongs = (pool: Pool, tenant: string, email: string): Promise<boolean> =>
  asOwner(pool, { readOnly: true }, async (tx) => {
    const rows = await tx`
      select from sluice_system.membership m join sluice_system.person p on p.id = m.person_id
      where m.tenant_id = ${tenant} and p.email = ${email} and m.disabled_at is null and p.disabled_at is null`;
    return rows.length > 0;
  });

/** The link that a mail is to bring: null for a letter whose link is good no longer, blank for a mail that is none. */
export const linkFor = async (
  { linkOf }: Pick<OutboxOptions, 'linkOf'>,
  mail: Pick<Mail, 'id' | 'action' | 'recipient'>,
): Promise<string | null> => (isLetter(mail.action) ? ((await linkOf?.(mail)) ?? null) : '');

/** Whether the recipient of a mail may be written to: they belong to the tenant, or are invited to it by this very mail. */
export const mayReceive = async (
  pool: Pool,
  tenant: string,
  { action, recipient }: Pick<Mail, 'action' | 'recipient'>,
): Promise<boolean> => action === 'invite' || belongs(pool, tenant, recipient);

/**
 * Writes a mail down in the caller's transaction: what it follows from and the mail are both there or neither. It is sent only if server,
 * tenant and occasion all allow it; otherwise it stays, with the reason. `known`: whether the recipient belongs to the tenant.
 */
export const post = async (
  tx: Tx,
  { enqueue, sends }: Pick<OutboxOptions, 'enqueue' | 'sends'>,
  tenant: string,
  draft: Draft,
  known: boolean,
): Promise<Posted> => {
  const { id = randomUUID(), occasion, action, recipient, subject, body, about = [], attachment } = draft;
  const unsafe = unsafeIn(recipient, subject);
  if (unsafe !== null) return { ok: false, why: unsafe };
  const held: Held | null = known ? whyHeld(sends, await outboundOf(tx), action) : 'recipient';
  const written = await tx.unsafe(
    `insert into "sluice"."outbox" ("tenant_id", "id", "occasion", "action", "recipient", "subject", "body", "about", "state", "reason",
       "attachment", "attachment_name", "attachment_type")
     values (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6, $7::text::json, $8, $9, $10, $11, $12)
     on conflict ("tenant_id", "occasion") do nothing returning "id"`,
    [
      id,
      occasion,
      action,
      recipient,
      subject,
      body,
      JSON.stringify(about),
      held === null ? 'queued' : 'held',
      held,
      attachment ? Buffer.from(attachment.content) : null,
      attachment?.name ?? null,
      attachment?.type ?? null,
    ],
  );
  if (written.length === 0) return { ok: true, state: 'known' };
  if (held !== null) return { ok: true, state: 'held' };
  await enqueue(tx, 'mail', { tenant, subject: id });
  return { ok: true, state: 'queued' };
};

/** The things that mails for one occasion have told a recipient of, whether they were sent or not. */
export const toldOf = async (tx: Tx, action: MailAction, recipient: string): Promise<ReadonlySet<string>> => {
  const rows = await tx.unsafe(
    `select distinct "told"."thing" from "sluice"."outbox", json_array_elements_text("about") as "told" ("thing")
     where ${OWN_ROW} and "action" = $1 and "recipient" = $2`,
    [action, recipient],
  );
  return new Set(rows.map((row) => String(row['thing'])));
};

/** The outbox of one tenant, the latest first. */
export const listOutbox = (
  pool: Pool,
  who: TenantContext,
  { state, limit }: { readonly state?: MailState | undefined; readonly limit: number },
): Promise<readonly Mail[]> =>
  asTenant(pool, { ...who, readOnly: true }, async (tx) => {
    const rows = await tx.unsafe(
      `select ${COLUMNS} from "sluice"."outbox" where ${OWN_ROW} and ($1::text is null or "state" = $1)
       order by "created_at" desc, "id" limit $2`,
      [state ?? null, limit],
    );
    return rows.map(mailOf);
  });

/** What became of a release. */
export type Released =
  | { readonly ok: true; readonly mail: Mail }
  | { readonly ok: false; readonly why: 'missing' | 'not_held' | Held };

/** Sends a mail that was held, if everything allows it by now. */
export const release = async (options: OutboxOptions, who: TenantContext, id: string): Promise<Released> => {
  const { pool, enqueue, sends } = options;
  const [found] = await asTenant(pool, { ...who, readOnly: true }, (tx) =>
    tx.unsafe(`select ${COLUMNS} from "sluice"."outbox" where ${OWN_ROW} and "id" = $1`, [id]),
  );
  if (!found) return { ok: false, why: 'missing' };
  const known = await mayReceive(pool, who.tenant, mailOf(found));
  const link = await linkFor(options, mailOf(found));
  return asTenant(pool, who, async (tx): Promise<Released> => {
    const [row] = await tx.unsafe(
      `select ${COLUMNS} from "sluice"."outbox" where ${OWN_ROW} and "id" = $1 for update`,
      [id],
    );
    if (!row) return { ok: false, why: 'missing' };
    const mail = mailOf(row);
    if (mail.state !== 'held') return { ok: false, why: 'not_held' };
    const held = !known ? 'recipient' : link === null ? 'link' : whyHeld(sends, await outboundOf(tx), mail.action);
    if (held !== null) return { ok: false, why: held };
    const [now] = await tx.unsafe(
      `update "sluice"."outbox" set "state" = 'queued', "reason" = null, "changed_at" = now()
       where ${OWN_ROW} and "id" = $1 returning ${COLUMNS}`,
      [id],
    );
    await enqueue(tx, 'mail', { tenant: who.tenant, subject: id });
    return { ok: true, mail: mailOf(now ?? row) };
  });
};
