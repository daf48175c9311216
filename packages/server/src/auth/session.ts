import type { MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isLoopback } from '../config.ts';
import type { Ask, Env, Session } from '../routes/context.ts';
import { refuse, UNKNOWN_SENDER } from '../routes/problem.ts';
import { roleCanWrite } from './roles.ts';
import { type Identity, type Keeper, LIFETIMES } from './token.ts';

/** The cookie of somebody who opened a sign-in link. */
export const COOKIE = 'sluice_session';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

const hostOf = (c: Ask): string => (c.req.header('host') ?? new URL(c.req.url).host).toLowerCase();

/**
 * Who sent a request: a bearer token, or else the session cookie. A header that is there and not valid is never made up for by a cookie.
 */
export const sessionOf = async (c: Ask, keeper: Keeper): Promise<Session | null> => {
  const header = c.req.header('authorization');
  if (header !== undefined) {
    const token = BEARER.exec(header)?.[1];
    const claim = token === undefined ? null : await keeper.read('token', token);
    return claim && { tenant: claim.tenant, role: claim.role, actor: claim.actor, via: 'token' };
  }
  const cookie = getCookie(c, COOKIE);
  if (cookie === undefined) return null;
  const claim = await keeper.read('session', cookie);
  return claim && { tenant: claim.tenant, role: claim.role, actor: claim.actor, via: 'cookie' };
};

/** Signs a browser in. `secure`: people reach the server over HTTPS. */
export const startSession = async (c: Ask, keeper: Keeper, identity: Identity, secure: boolean): Promise<void> => {
  const token = await keeper.sign('session', identity);
  setCookie(c, COOKIE, token, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: LIFETIMES.session, secure });
};

/** Signs a browser out: the cookie goes. */
export const endSession = (c: Ask): void => void deleteCookie(c, COOKIE, { path: '/' });

/** Notes with every request who sent it. */
export const recognise =
  (keeper: Keeper): MiddlewareHandler<Env> =>
  async (c, next) => {
    c.set('session', await sessionOf(c, keeper));
    await next();
  };

/** The sender of a request that needs one. */
export const required = (c: Ask): Session => c.get('session') ?? refuse(UNKNOWN_SENDER);

/** The sender of a request that writes. */
export const writer = (c: Ask): Session => {
  const session = required(c);
  if (roleCanWrite(session.role)) return session;
  return refuse({
    status: 403,
    code: 'read_only',
    detail: `The role ${session.role} reads and does not write.`,
    remedy: 'Ask for a token or a sign-in link with the role editor.',
  });
};

/** Whether a request comes from one of our own pages, as the browser says. */
const ownPage = (c: Ask): boolean => {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin');
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === hostOf(c);
};

/** Cookies come with whatever page sends the request; what is not only read must therefore come from one of ours. */
export const ownPagesOnly: MiddlewareHandler<Env> = async (c, next) => {
  if (c.get('session')?.via === 'cookie' && !SAFE.has(c.req.method) && !ownPage(c))
    refuse({
      status: 403,
      code: 'other_site',
      detail: 'This request was sent by a page of another site.',
      remedy: 'Send it from a page of this server, or with a bearer token and without the cookie.',
    });
  await next();
};

const nameOf = (host: string): string => host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');

/**
 * A server that listens for this machine only answers to this machine's names (and to the name of `url`): a foreign name that
 * was made to point here is a page of another site trying to read.
 */
export const ownNamesOnly =
  (url: string | undefined): MiddlewareHandler<Env> =>
  async (c, next) => {
    const name = nameOf(hostOf(c));
    const own = isLoopback(name) || name.endsWith('.localhost');
    if (!own && (url === undefined || new URL(url).hostname !== name))
      refuse({
        status: 421,
        code: 'other_host',
        detail: 'This server listens for this machine only and does not go by that name.',
        remedy: 'Open it as http://localhost, or set SLUICE_URL to the address people use.',
      });
    await next();
  };
