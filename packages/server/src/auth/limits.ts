import type { Model } from '@sluice/core';
import type { MiddlewareHandler } from 'hono';
import type { Env, Session } from '../routes/context.ts';
import { refuse } from '../routes/problem.ts';
import type { People } from './people.ts';

/** What somebody may ask who sees some records only: rooms where records are always filtered. What is not named is closed. */
const FILTERED = new Set(['model', 'query', 'explain', 'figures', 'search', 'openapi.json', 'health']);
/** And what only people need: themselves, what they may do, and those figures on paper. */
const PEOPLES = new Set(['auth', 'permissions', 'reports']);
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
const QUESTIONS = new Set(['query', 'explain', 'figures']);

const isOpen = (session: Session, method: string, parts: readonly string[], entities: ReadonlySet<string>): boolean => {
  const [room = '', , deeper] = parts;
  if (session.embed) {
    if (room === 'openapi.json' || !(FILTERED.has(room) || entities.has(room))) return false;
    // a journal tells who did what when, and a file leaves the page
    if (deeper === 'journal' || parts[1] === 'export') return false;
    return READS.has(method) || (method === 'POST' && QUESTIONS.has(room) && parts.length === 1);
  }
  return PEOPLES.has(room) || FILTERED.has(room) || entities.has(room);
};

/**
 * Closes to those who see some records only (members with own records, widgets) whatever does not filter by record: imports, streams
 * and all that is added later and not named here. `base`: the API's, without a slash at its end.
 */
export const withinLimits = (model: Model, base: string): MiddlewareHandler<Env> => {
  const entities = new Set(model.entities.map((entity) => entity.path));
  return async (c, next) => {
    const session = c.get('session');
    if (session && (session.own !== undefined || session.embed)) {
      const parts = c.req.path.slice(base.length + 1).split('/');
      if (!isOpen(session, c.req.method, parts, entities))
        refuse({
          status: 403,
          code: 'not_allowed',
          detail: session.embed
            ? 'A widget reads records and figures, nothing else.'
            : 'This is for those who see all records.',
          remedy: session.embed ? 'Ask your own server to do it.' : 'Ask somebody with the role admin.',
        });
    }
    await next();
  };
};

const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Request-Id',
  'Access-Control-Max-Age': '600',
  Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
};
const TOLD = 'ETag, Retry-After, X-Request-Id, Sluice-Warnings';

/**
 * Lets pages of other sites read what their widgets ask: those alone whose origin has an embed token, without cookies, and no answer to
 * any other sender.
 */
export const forWidgets =
  (people: People | undefined): MiddlewareHandler<Env> =>
  async (c, next) => {
    const origin = c.req.header('origin');
    const asked = c.req.header('access-control-request-method') !== undefined && c.req.method === 'OPTIONS';
    if (origin === undefined || origin === 'null' || origin.length > 300 || !people) return next();
    if (asked) {
      if (!(await people.embeds.knows(origin))) return next();
      return c.body(null, 204, { ...PREFLIGHT, 'Access-Control-Allow-Origin': origin });
    }
    await next();
    const session = c.get('session') ?? null;
    const known = session?.embed
      ? session.embed.origin === origin
      : session === null && c.res.status === 401 && (await people.embeds.knows(origin).catch(() => false));
    if (!known) return undefined;
    c.res.headers.set('Access-Control-Allow-Origin', origin);
    c.res.headers.set('Access-Control-Expose-Headers', TOLD);
    c.res.headers.append('Vary', 'Origin');
    return undefined;
  };
