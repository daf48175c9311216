import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** What keys are for; one is never good for another thing. */
export type KeyUse = 'access' | 'embed' | 'refresh' | 'device' | 'outbox' | 'throttle' | 'webhook';

/** A key of its own for each use, all of them from the server's secret. */
export const keyFor = (secret: Uint8Array, use: KeyUse): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, 'sluice', `sluice ${use} 1`, 32));

/** What the database keeps of a token. */
export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** A token that nobody guesses: 256 bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** A text that only the holder of a key can make of another one. */
export const macOf = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Compares without telling where two differ. */
export const same = (one: Uint8Array, other: Uint8Array): boolean =>
  one.byteLength === other.byteLength && timingSafeEqual(one, other);

/** Locks a text away (AES-256-GCM). */
export const seal = (key: Uint8Array, text: string): Buffer => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
};

/** The text that was locked away; null with another key or for anything else. */
export const unseal = (key: Uint8Array, sealed: Uint8Array): string | null => {
  const bytes = Buffer.from(sealed);
  if (bytes.byteLength < 28) return null;
  try {
    const opened = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    opened.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([opened.update(bytes.subarray(12, -16)), opened.final()]).toString('utf8');
  } catch {
    return null;
  }
};
