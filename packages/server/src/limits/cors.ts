import type { MiddlewareHandler } from 'hono';
import type { Env } from '../routes/context.ts';
import type { Origins } from './origins.ts';

const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PATCH, PUT, DELETE',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, If-Match, Last-Event-ID, X-Request-Id',
  'Access-Control-Max-Age': '600',
  Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
};
const TOLD =
  'ETag, Idempotency-Replayed, Location, RateLimit-Limit, RateLimit-Policy, RateLimit-Remaining, RateLimit-Reset, Retry-After, Sluice-Warnings, X-Request-Id';

const vary = (headers: Headers): void => {
  const said = headers.get('vary') ?? '';
  if (!/(^|,\s*)(origin|\*)\s*(,|$)/i.test(said)) headers.append('Vary', 'Origin');
};

/**
 * Lets the pages of listed origins read answers: those of the tenant that lists them, and refusals to nobody in particular. Never with
 * credentials: a session's cookie is for our own pages, others send a token. A preflight says nothing of its sender, so that it is
 * answered for what any tenant lists; the answer itself is then held to the sender's own tenant.
 */
export const acrossOrigins =
  (origins: Origins | undefined): MiddlewareHandler<Env> =>
  async (c, next) => {
    const origin = c.req.header('origin');
    if (origin === undefined || origin === 'null' || origin.length > 300 || !origins) {
      await next();
      vary(c.res.headers);
      return undefined;
    }
    const asked = c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
    if (asked && (await origins.known(origin).catch(() => false)))
      return c.body(null, 204, { ...PREFLIGHT, 'Access-Control-Allow-Origin': origin });
    await next();
    vary(c.res.headers);
    const session = c.get('session') ?? null;
    if (session?.via === 'cookie' || session?.embed) return undefined;
    const listed = session ? origins.lists(session.tenant, origin) : origins.known(origin);
    if (!(await listed.catch(() => false))) return undefined;
    c.res.headers.set('Access-Control-Allow-Origin', origin);
    c.res.headers.set('Access-Control-Expose-Headers', TOLD);
    return undefined;
  };
