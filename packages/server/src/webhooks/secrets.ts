import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { seal, unseal } from '../auth/keys.ts';

/** A secret that only its receiver is ever shown: `whsec_` and 32 bytes. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** How long the former secret is good beside the new one, in hours. */
export const OVERLAP_HOURS = 24;

/** Seals the secret of one webhook of one tenant: what is sealed for one opens no other. */
export const sealSecret = (key: Uint8Array, place: string, secret: string): Buffer => seal(key, `${place} ${secret}`);

/** The secret that was sealed for this webhook; null for any other, or with another key. */
export const unsealSecret = (key: Uint8Array, place: string, sealed: unknown): string | null => {
  const text = sealed instanceof Uint8Array ? unseal(key, sealed) : null;
  return text?.startsWith(`${place} `) === true ? text.slice(place.length + 1) : null;
};

/** The headers of a delivery in the form of Standard Webhooks: signed with each of the secrets, so that either proves it. */
export const signed = (
  id: string,
  at: Date,
  body: string,
  secrets: readonly string[],
): Readonly<Record<string, string>> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
});
