import { digestOf, keyFor, macOf, newToken, same } from './keys.ts';

/** A refresh token, taken apart: its session, a part nobody guesses, and a seal that says it is one of ours. */
const FORM = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})\.([\w-]{43})$/;

/** Makes refresh tokens. None is kept: the database has digests, and a successor is computed from the token before it. */
export interface RefreshTokens {
  /** The first of a session. */
  readonly first: (session: string) => string;
  /**
   * The one that follows: always the same for one token, so that somebody who asks again is told it again; without the server's
   * secret nobody can compute it.
   */
  readonly after: (token: string) => string;
  /** The session of a token that we made; null for anything else, so that no guess can end a session. */
  readonly sessionOf: (token: string) => string | null;
  readonly digest: (token: string) => Buffer;
  /** Marks a browser as one that this person signed in with. */
  readonly device: (person: string) => string;
  /** What names the browser, when the mark is of this person; else null. */
  readonly deviceOf: (mark: string | undefined, person: string) => string | null;
}

const DEVICE = /^([\w-]{43})\.([\w-]{43})$/;

/** The refresh tokens of a secret. */
export const refreshTokens = (secret: Uint8Array): RefreshTokens => {
  const key = keyFor(secret, 'refresh');
  const deviceKey = keyFor(secret, 'device');
  const sealed = (session: string, part: string): string =>
    `${session}.${part}.${macOf(key, `seal ${session}.${part}`).toString('base64url')}`;
  const deviceSeal = (person: string, part: string): Buffer => macOf(deviceKey, `${person}.${part}`);
  return {
    first: (session) => sealed(session, newToken()),
    after: (token) => {
      const [session = '', part = ''] = token.split('.');
      return sealed(session, macOf(key, `next ${session}.${part}`).toString('base64url'));
    },
    sessionOf: (token) => {
      const [, session, part, seal] = FORM.exec(token) ?? [];
      if (session === undefined || part === undefined || seal === undefined) return null;
      return same(Buffer.from(sealed(session, part)), Buffer.from(token)) ? session : null;
    },
    digest: digestOf,
    device: (person) => {
      const part = newToken();
      return `${part}.${deviceSeal(person, part).toString('base64url')}`;
    },
    deviceOf: (mark, person) => {
      const [, part, seal] = DEVICE.exec(mark ?? '') ?? [];
      if (part === undefined || seal === undefined) return null;
      return same(deviceSeal(person, part), Buffer.from(seal, 'base64url')) ? part : null;
    },
  };
};
