import { z } from 'zod';
import { foldEmail } from './auth/email.ts';

/** What the environment says of what leaves the server. Nothing does unless it says so. */
export interface OutboundConfig {
  /** The mail server and whose name mails bear; null: mails are written and not sent. */
  readonly mail: { readonly url: string; readonly from: string } | null;
  /** Whether webhooks are told, and which places inside the own network they may name; null: they are not told. */
  readonly webhooks: { readonly allow: readonly string[] } | null;
  /** Where nightly copies go and how many of them are kept; null: there are none. */
  readonly backups: { readonly folder: string; readonly keep: number } | null;
}

const said = (message: string) => ({ error: message });
const SMTP = /^smtps?:\/\//;

const onOrOff = (name: string, what: string) =>
  z
    .enum(['off', 'send'], said(`${name} is neither: set it to send, to let ${what} leave the server, or to off.`))
    .default('off');

/** The address in `Name <mailbox@host>` or in a bare mailbox; null when there is none. */
const mailboxIn = (from: string): string | null =>
  /[\r\n]/.test(from) ? null : foldEmail((/^[^<>]*<([^<>]+)>$/.exec(from)?.[1] ?? from).trim());

/** Origins that webhooks may name although they are not of the open internet: a list, or null when one is none. */
const originsIn = (text: string): readonly string[] | null => {
  const list = text.split(/[\s,]+/).filter((one) => one !== '');
  const origins = list.map((one) => (URL.canParse(one) ? new URL(one) : null));
  const fine = origins.every((one) => one && /^https?:$/.test(one.protocol) && `${one.origin}/` === one.href);
  return fine ? origins.flatMap((one) => (one ? [one.origin] : [])) : null;
};

/** The variables, to be read with all others. */
export const OUTBOUND_VARIABLES = {
  SLUICE_MAIL: onOrOff('SLUICE_MAIL', 'mails'),
  SMTP_URL: z
    .string()
    .refine(
      (text) => SMTP.test(text) && URL.canParse(text),
      said('SMTP_URL is not the address of a mail server: write it as smtps://user:password@mail.example.com:465.'),
    )
    .optional(),
  SLUICE_MAIL_FROM: z
    .string()
    .refine(
      (text) => mailboxIn(text) !== null,
      said('SLUICE_MAIL_FROM is not a sender: write it as "Sluice <crm@example.com>".'),
    )
    .optional(),
  SLUICE_WEBHOOKS: onOrOff('SLUICE_WEBHOOKS', 'webhooks'),
  SLUICE_WEBHOOKS_ALLOW: z
    .string()
    .refine(
      (text) => originsIn(text) !== null,
      said(
        'SLUICE_WEBHOOKS_ALLOW is not a list of origins: write it as "http://hooks.internal:8080 https://10.0.0.5", without paths.',
      ),
    )
    .default(''),
  SLUICE_BACKUPS: z.string().optional(),
  SLUICE_BACKUPS_KEEP: z
    .string()
    .refine(
      (text) => /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 3650,
      said('SLUICE_BACKUPS_KEEP is not a number of copies: set it to a number from 1 to 3650, for example 14.'),
    )
    .transform(Number)
    .default(14),
} as const;

type Read = z.infer<z.ZodObject<typeof OUTBOUND_VARIABLES>>;

/** What leaves the server, or the sentences that say what is missing for it. */
export const readOutbound = (read: Read): { readonly faults: readonly string[]; readonly outbound: OutboundConfig } => {
  const { SLUICE_MAIL, SMTP_URL, SLUICE_MAIL_FROM, SLUICE_WEBHOOKS, SLUICE_WEBHOOKS_ALLOW } = read;
  const { SLUICE_BACKUPS, SLUICE_BACKUPS_KEEP } = read;
  const faults: string[] = [];
  let mail: OutboundConfig['mail'] = null;
  if (SLUICE_MAIL === 'send') {
    if (SMTP_URL === undefined)
      faults.push('SLUICE_MAIL=send needs a mail server: set SMTP_URL to smtps://user:password@mail.example.com:465.');
    if (SLUICE_MAIL_FROM === undefined)
      faults.push('SLUICE_MAIL=send needs a sender: set SLUICE_MAIL_FROM to "Sluice <crm@example.com>".');
    if (SMTP_URL !== undefined && SLUICE_MAIL_FROM !== undefined) mail = { url: SMTP_URL, from: SLUICE_MAIL_FROM };
  }
  return {
    faults,
    outbound: {
      mail,
      webhooks: SLUICE_WEBHOOKS === 'send' ? { allow: originsIn(SLUICE_WEBHOOKS_ALLOW) ?? [] } : null,
      backups: SLUICE_BACKUPS === undefined ? null : { folder: SLUICE_BACKUPS, keep: SLUICE_BACKUPS_KEEP },
    },
  };
};
