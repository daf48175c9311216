import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { type Role, roleNamed } from './roles.ts';

/** What a token is for; one is never taken for another. An operator's is of no tenant: it is for the tenants themselves. */
export type Purpose = 'token' | 'key' | 'session' | 'operator';

/** Who somebody is, on whose behalf: all the server knows of a request's sender, and all of it signed. */
export interface Identity {
  /** The tenant's short name. */
  readonly tenant: string;
  readonly role: Role;
  /** Whom the journal names. */
  readonly actor: string;
}

/** An identity with the number and the end of the token that said it. */
export interface Claim extends Identity {
  readonly id: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** Signs and reads tokens. */
export interface Keeper {
  readonly sign: (purpose: Purpose, identity: Identity) => Promise<string>;
  /** Null for anything that is not a token of this server, for this purpose, now. Why is nobody's business. */
  readonly read: (purpose: Purpose, token: string) => Promise<Claim | null>;
}

/** How long each lives, in seconds. */
export const LIFETIMES: Readonly<Record<Purpose, number>> = {
  token: 60 * 60,
  key: 15 * 60,
  session: 12 * 60 * 60,
  operator: 60 * 60,
};

const ISSUER = 'sluice';
const ALGORITHM = 'HS256';
/** Longer than any token we make. */
const LONGEST = 2048;
const TOLERANCE = 5;
const typeOf = (purpose: Purpose): string => `sluice-${purpose}+jwt`;
const text = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 255;

/** The keeper of a secret. `now` gives the time as milliseconds since 1970; tokens made before `since` (seconds since 1970) are none. */
export const keeperOf = (secret: Uint8Array, now: () => number, since = 0): Keeper => ({
  sign: async (purpose, { tenant, role, actor }) => {
    const at = Math.floor(now() / 1000);
    return new SignJWT({ tenant, role, actor })
      .setProtectedHeader({ alg: ALGORITHM, typ: typeOf(purpose) })
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setJti(randomUUID())
      .setIssuedAt(at)
      .setExpirationTime(at + LIFETIMES[purpose])
      .sign(secret);
  },
  read: async (purpose, token) => {
    if (token.length > LONGEST) return null;
    try {
      const { payload } = await jwtVerify(token, secret, {
        algorithms: [ALGORITHM],
        typ: typeOf(purpose),
        issuer: ISSUER,
        audience: ISSUER,
        requiredClaims: ['exp', 'iat', 'jti', 'tenant', 'role', 'actor'],
        maxTokenAge: LIFETIMES[purpose],
        clockTolerance: TOLERANCE,
        currentDate: new Date(now()),
      });
      const { tenant, actor, jti, exp, iat = 0 } = payload;
      if (iat < since) return null;
      const role = roleNamed(payload['role']);
      if (!text(tenant) || !text(actor) || !text(jti) || role === null || typeof exp !== 'number') return null;
      return { tenant, role, actor, id: jti, expires: exp };
    } catch {
      return null;
    }
  },
});
