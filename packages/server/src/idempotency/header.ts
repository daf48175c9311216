import { createHash } from 'node:crypto';
import type { Ask, Session } from '../routes/context.ts';
import { refuse } from '../routes/problem.ts';
import { onceWith } from './keys.ts';
import { always, type Once } from './once.ts';

const HEADER = 'idempotency-key';
const UNSAFE = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);
/** Printable ASCII, as a header carries it; quotes around it, as the draft of the standard has them, are not part of it. */
const KEY = /^"?([\x21-\x7e]{1,255}?)"?$/;

/** Whether a request wants to happen once: its body is then digested as it is read. */
export const isKeyed = (c: Ask): boolean => UNSAFE.has(c.req.method) && c.req.header(HEADER) !== undefined;

/** The SHA-256 of what a request carries. */
export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const keyOf = (said: string): string =>
  KEY.exec(said.trim())?.[1] ??
  refuse({
    status: 400,
    code: 'bad_key',
    detail: 'The Idempotency-Key is not 1 to 255 printable characters without spaces.',
    remedy: 'Make up a UUID for every write, and send it again only with the same write.',
  });

/** Method, address, version and body of a request: what the same key must not be used with twice, differently. */
const fingerprintOf = (c: Ask): string => {
  const { pathname, search } = new URL(c.req.url);
  const version = (c.req.header('if-match') ?? '').trim().replace(/^W\//, '');
  const parts = [c.req.method, `${pathname}${search}`, version, c.get('bodyDigest') ?? ''];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
};

/** How often the write of a request may happen: once, when it carries an Idempotency-Key. Refuses a key that is none. */
export const onceOf = (c: Ask, { actor }: Pick<Session, 'actor'>): Once => {
  if (!isKeyed(c)) return always;
  const key = keyOf(c.req.header(HEADER) ?? '');
  // the body has been read when the write begins, not before
  return onceWith(() => ({ actor, key, fingerprint: fingerprintOf(c) }), {
    replayed: () => c.header('Idempotency-Replayed', 'true'),
    reused: () =>
      refuse({
        status: 422,
        code: 'key_reused',
        detail: 'This Idempotency-Key was used for another request.',
        remedy: 'Make up a new key for every new write.',
      }),
    busy: () =>
      refuse({
        status: 409,
        code: 'in_progress',
        detail: 'The first request with this Idempotency-Key is still being done.',
        remedy: 'Ask again in a moment with the same key.',
        headers: { 'Retry-After': '1' },
      }),
  });
};
