import { randomUUID } from 'node:crypto';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { keyFor } from './keys.ts';

/** An access token's content: a session, whose it is and where. What they may do there is looked up with every request. */
export interface Access {
  /** UUID of the session. */
  readonly session: string;
  /** UUID of the person. */
  readonly person: string;
  /** The tenant's short name. */
  readonly tenant: string;
}

/** An embed token's content: its number and the tenant; the rest is kept by the server. */
export interface Embed {
  /** UUID of the token. */
  readonly id: string;
  readonly tenant: string;
}

/** Signs and reads the short tokens of people and of widgets. */
export interface AccessKeeper {
  readonly signAccess: (access: Access) => Promise<string>;
  /** Null for anything that is not an access token of this server, now. */
  readonly readAccess: (token: string) => Promise<Access | null>;
  /** `seconds`: how long it is good, from `at` (milliseconds since 1970) on. */
  readonly signEmbed: (embed: Embed, seconds: number, at?: number) => Promise<string>;
  readonly readEmbed: (token: string) => Promise<Embed | null>;
}

/** How long an access token is good, in seconds. */
export const ACCESS_LIFETIME = 15 * 60;
/** The longest an embed token is good, in seconds. */
export const EMBED_LIFETIME = 15 * 60;

const ISSUER = 'sluice';
const ALGORITHM = 'HS256';
const LONGEST = 2048;
const TOLERANCE = 5;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 63;

/** What makes one sort of token: none is ever taken for another. */
const SORTS = {
  access: { typ: 'sluice-access+jwt', audience: 'sluice-api', lifetime: ACCESS_LIFETIME },
  embed: { typ: 'sluice-embed+jwt', audience: 'sluice-widget', lifetime: EMBED_LIFETIME },
} as const;
type Sort = keyof typeof SORTS;

/** The keeper of a secret. `now` gives the time as milliseconds since 1970. */
export const accessKeeperOf = (secret: Uint8Array, now: () => number): AccessKeeper => {
  const keys = { access: keyFor(secret, 'access'), embed: keyFor(secret, 'embed') };
  const sign = (sort: Sort, claims: JWTPayload, seconds: number, from = now()): Promise<string> => {
    const at = Math.floor(from / 1000);
    const { typ, audience, lifetime } = SORTS[sort];
    return new SignJWT({ jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: ALGORITHM, typ })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setIssuedAt(at)
      .setExpirationTime(at + Math.min(seconds, lifetime))
      .sign(keys[sort]);
  };
  const read = async (sort: Sort, token: string): Promise<JWTPayload | null> => {
    if (token.length > LONGEST) return null;
    const { typ, audience, lifetime } = SORTS[sort];
    try {
      const { payload } = await jwtVerify(token, keys[sort], {
        algorithms: [ALGORITHM],
        typ,
        issuer: ISSUER,
        audience,
        requiredClaims: ['exp', 'iat', 'jti', 'tenant'],
        maxTokenAge: lifetime,
        clockTolerance: TOLERANCE,
        currentDate: new Date(now()),
      });
      // one audience, said as one: a list could name others beside us
      return typeof payload.aud === 'string' ? payload : null;
    } catch {
      return null;
    }
  };
  return {
    signAccess: ({ session, person, tenant }) => sign('access', { sid: session, sub: person, tenant }, ACCESS_LIFETIME),
    readAccess: async (token) => {
      const claims = await read('access', token);
      const { sid, sub, tenant } = claims ?? {};
      return isUuid(sid) && isUuid(sub) && isName(tenant) ? { session: sid, person: sub, tenant } : null;
    },
    signEmbed: ({ id, tenant }, seconds, at) => sign('embed', { jti: id, tenant }, seconds, at),
    readEmbed: async (token) => {
      const claims = await read('embed', token);
      const { jti, tenant } = claims ?? {};
      return isUuid(jti) && isName(tenant) ? { id: jti, tenant } : null;
    },
  };
};
