import type { Tx } from '../database/fence.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { isMailAction, isMailLanguage, type MailAction, type MailLanguage } from './words.ts';

/** What a tenant lets out of the server. */
export interface Outbound {
  readonly mail: boolean;
  readonly actions: readonly MailAction[];
  readonly webhooks: boolean;
  /** The language of its mails. */
  readonly language: MailLanguage;
}

/** A tenant that has said nothing lets nothing out. */
export const NOTHING: Outbound = { mail: false, actions: [], webhooks: false, language: 'en' };

/** What a tenant lets out, in a transaction of its own. */
export const outboundOf = async (tx: Tx): Promise<Outbound> => {
  const [row] = await tx.unsafe(
    `select "mail", "actions"::text as "actions", "webhooks", "language" from "sluice"."outbound" where ${OWN_ROW}`,
  );
  if (!row) return NOTHING;
  const actions: unknown = JSON.parse(String(row['actions']));
  const language = row['language'];
  return {
    mail: row['mail'] === true,
    actions: Array.isArray(actions) ? actions.filter(isMailAction) : [],
    webhooks: row['webhooks'] === true,
    language: isMailLanguage(language) ? language : 'en',
  };
};

/** Keeps what a tenant lets out, in a transaction of its own. */
export const keepOutbound = async (tx: Tx, { mail, actions, webhooks, language }: Outbound): Promise<void> => {
  await tx.unsafe(
    `insert into "sluice"."outbound" ("tenant_id", "mail", "actions", "webhooks", "language")
     values (current_setting('app.tenant_id')::uuid, $1, $2::text::json, $3, $4)
     on conflict ("tenant_id") do update set "mail" = excluded."mail", "actions" = excluded."actions",
       "webhooks" = excluded."webhooks", "language" = excluded."language"`,
    [mail, JSON.stringify([...new Set(actions)].sort()), webhooks, language],
  );
};

/** Why a mail stays where it is; `link`: what it is to bring was used, or is good no longer. */
export type Held = 'server' | 'tenant' | 'action' | 'recipient' | 'link';

/** Why a mail is not sent; null when server, tenant and occasion all allow it. */
export const whyHeld = (server: boolean, outbound: Outbound, action: string): Held | null => {
  if (!server) return 'server';
  if (!outbound.mail) return 'tenant';
  return outbound.actions.some((one) => one === action) ? null : 'action';
};
