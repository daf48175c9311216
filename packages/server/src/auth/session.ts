import type { MiddlewareHandler } from 'hono';
import { isLoopback } from '../config.ts';
import type { Ask, Env, Session, Tenants } from '../routes/context.ts';
import { type Refusal, refuse, UNKNOWN_SENDER } from '../routes/problem.ts';
import { ownOf, rightsFor } from '../tenants/standing.ts';
import { cookieOf, dropCookie, keepCookie } from './cookies.ts';
import type { People } from './people.ts';
import { SUSPENDED } from './refusals.ts';
import { type Action, may } from './permissions.ts';
import { type Identity, type Keeper, LIFETIMES } from './token.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

const hostOf = (c: Ask): string => (c.req.header('host') ?? new URL(c.req.url).host).toLowerCase();

/** Whoever holds a token of a session that goes on: looked up each time, so that what is ended is ended for the next request. */
const heldBy = async (people: People | undefined, token: string, via: Session['via']): Promise<Session | null> => {
  const access = (await people?.access.readAccess(token)) ?? null;
  const member = access && people ? await people.sessions.holder(access) : null;
  if (!access || !member) return null;
  const { person: id, email, name, tenant, role, ownRecords } = member;
  const person = { id, email, name, session: access.session };
  return { tenant, role, actor: email, via, person, ...(ownRecords ? { own: email } : {}) };
};

/** A widget with its token, on a page of the origin that the token is for. */
const embedded = async (c: Ask, people: People | undefined, token: string): Promise<Session | null> => {
  const grant = (await people?.embeds.read(token)) ?? null;
  if (!grant || c.req.header('origin') !== grant.origin) return null;
  const { tenant, origin, filters } = grant;
  return { tenant, role: 'viewer', actor: `widget on ${origin}`, via: 'token', embed: { origin, filters } };
};

/**
 * Who sent a request: a bearer token, or else the session cookie. A header that is there and not valid is never made up for by a cookie.
 */
export const sessionOf = async (c: Ask, keeper: Keeper, people?: People): Promise<Session | null> => {
  const header = c.req.header('authorization');
  if (header !== undefined) {
    const token = BEARER.exec(header)?.[1];
    if (token === undefined) return null;
    const claim = await keeper.read('token', token);
    if (claim) return { tenant: claim.tenant, role: claim.role, actor: claim.actor, via: 'token' };
    return (await heldBy(people, token, 'token')) ?? embedded(c, people, token);
  }
  const cookie = cookieOf(c, 'sluice_session');
  if (cookie === undefined) return null;
  const claim = await keeper.read('session', cookie);
  if (claim) return { tenant: claim.tenant, role: claim.role, actor: claim.actor, via: 'cookie' };
  return heldBy(people, cookie, 'cookie');
};

/** Signs a browser in. */
export const startSession = async (c: Ask, keeper: Keeper, identity: Identity): Promise<void> => {
  const token = await keeper.sign('session', identity);
  keepCookie(c, 'sluice_session', token, LIFETIMES.session);
};

/** Signs a browser out: the cookie goes. */
export const endSession = (c: Ask): void => dropCookie(c, 'sluice_session');

/** Notes with every request who sent it. */
export const recognise =
  (keeper: Keeper, people?: People): MiddlewareHandler<Env> =>
  async (c, next) => {
    c.set('session', await sessionOf(c, keeper, people));
    await next();
  };

/** A sender with their place in the tenant; null when they have none (any more). */
export const placedIn = async (session: Session | null, standingOf: Tenants['standingOf']): Promise<Session | null> => {
  if (!session || !standingOf) return session;
  const standing = await standingOf(session);
  if (!standing) return null;
  const own = ownOf(session, standing.rights);
  return { ...session, standing, ...(own === undefined ? {} : { own }) };
};

/** Looks up the place of every sender, and lets nobody into a tenant that is suspended but to leave it. `base`: the API's. */
export const placed =
  (standingOf: Tenants['standingOf'], base: string): MiddlewareHandler<Env> =>
  async (c, next) => {
    // how the server is can be asked also while its database is away
    if (c.req.path === `${base}/health`) return next();
    const session = await placedIn(c.get('session'), standingOf);
    c.set('session', session);
    if (session?.standing?.tenant.suspended && c.req.path !== `${base}/auth/logout`) return refuse(SUSPENDED);
    return next();
  };

/** The sender of a request that needs one. */
export const required = (c: Ask): Session => c.get('session') ?? refuse(UNKNOWN_SENDER);

/** Whoever runs the server, by a token for that and for nothing else; gives whom the journals name. */
export const operating = async (c: Ask, keeper: Keeper): Promise<string> => {
  const token = BEARER.exec(c.req.header('authorization') ?? '')?.[1];
  const claim = token === undefined ? null : await keeper.read('operator', token);
  return claim?.actor ?? refuse(NOT_OPERATOR);
};

const NOT_OPERATOR: Refusal = {
  ...UNKNOWN_SENDER,
  remedy: 'Send "Authorization: Bearer …" with the output of "npm exec sluice -- token --operator".',
};

const READ_ONLY: Refusal = {
  status: 403,
  code: 'read_only',
  detail: 'This role reads and does not write.',
  remedy: 'Ask for a token or a sign-in link with a role that writes, for example sales.',
};
const WRITES: ReadonlySet<Action> = new Set(['create', 'change', 'remove', 'import']);
const NOT_ALLOWED: Refusal = {
  status: 403,
  code: 'not_allowed',
  detail: 'This role may not do that.',
  remedy: 'Ask somebody with the role admin.',
};

/** The sender of a request that does something, to an entity or to the tenant itself, and may. */
export const permitted = (c: Ask, action: Action, entity?: string): Session => {
  const session = required(c);
  const rights = rightsFor(session);
  if (may(rights, action, entity)) return session;
  const detail = (text: string): string => text.replace('This role', `The role ${session.role}`);
  const refusal = WRITES.has(action) && !may(rights, 'change', entity) ? READ_ONLY : NOT_ALLOWED;
  return refuse({ ...refusal, detail: detail(refusal.detail) });
};

/** The sender of a request that writes. */
export const writer = (c: Ask, action: Action = 'change', entity?: string): Session => permitted(c, action, entity);

/** Whether a request comes from one of our own pages, as the browser says. */
export const ownPage = (c: Ask): boolean => {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin');
  // a proxy may pass on a Host of its own; the configuration knows ours
  if (origin === undefined || origin === c.get('url')) return origin !== undefined;
  return URL.canParse(origin) && new URL(origin).host === hostOf(c);
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
