import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Network } from '../auth/network.ts';
import type { Ask, Env, Session } from '../routes/context.ts';
import { refuse } from '../routes/problem.ts';
import { type Left, openBuckets, type Rate } from './buckets.ts';

/** What is counted apart. */
export const RATE_CLASSES = ['reads', 'writes', 'imports', 'logins'] as const;
export type RateClass = (typeof RATE_CLASSES)[number];

/** Requests a minute of one token, session or stranger's network; `tenant`: how many times that all of a tenant's together have. */
export type Rates = Readonly<Record<RateClass | 'tenant', number>>;

/** What nobody at a keyboard reaches, and a program only by mistake. */
export const GENEROUS: Rates = { reads: 1200, writes: 600, imports: 60, logins: 60, tenant: 20 };

const WORD = /^(reads|writes|imports|logins|tenant)=([1-9]\d{0,8})$/;

/** Reads `off`, `on`, or changes to the generous rates such as `writes=100 tenant=5`. Undefined for what cannot be read. */
export const readRates = (text: string): Rates | null | undefined => {
  if (text === 'off') return null;
  const rates: Record<string, number> = { ...GENEROUS };
  for (const word of text === 'on' ? [] : text.trim().split(/[\s,]+/)) {
    const [, name = '', count = ''] = WORD.exec(word) ?? [];
    if (name === '') return undefined;
    rates[name] = Number(count);
  }
  return rates as Rates;
};

const QUESTIONS = /^\/(query|explain|figures|settings\/preview)$/;
const SAFE = new Set(['GET', 'HEAD']);

/** What a request counts as; null for what is not counted. `path`: below the base of the API. */
export const rateClassOf = (method: string, path: string): RateClass | null => {
  if (method === 'OPTIONS' || path === '/health') return null;
  if (SAFE.has(method) || QUESTIONS.test(path)) return 'reads';
  if (path.startsWith('/auth/')) return 'logins';
  return /^\/imports(\/|$)/.test(path) ? 'imports' : 'writes';
};

/** Whose bucket a request takes from: a session's, whatever tokens it goes through; a token's; a widget's page and reader; a network's. */
const senderOf = (c: Ask, session: Session | null, network: Network): string => {
  if (!session) return `network ${network(c)}`;
  if (session.person) return `session ${session.person.session}`;
  const shown = c.req.header('authorization') ?? c.req.header('cookie') ?? '';
  const token = createHash('sha256').update(shown).digest('base64url');
  return session.embed ? `widget ${token} ${network(c)}` : `token ${token}`;
};

const tell = (c: Ask, { rate, remaining, reset }: Left): void => {
  c.header('RateLimit-Limit', String(rate.limit));
  c.header('RateLimit-Remaining', String(remaining));
  c.header('RateLimit-Reset', String(reset));
  c.header('RateLimit-Policy', `${rate.limit};w=${rate.window}`);
};

export interface RateOptions {
  readonly rates: Rates;
  readonly network: Network;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The API's, without a slash at its end. */
  readonly base: string;
}

/** Lets so many requests through, of each sender and of each tenant, and says how many are left. */
export const withinRates = ({ rates, network, now, base }: RateOptions): MiddlewareHandler<Env> => {
  const buckets = openBuckets(now);
  const MINUTE = 60;
  const one = (limit: number): Rate => ({ limit, window: MINUTE });
  const own = Object.fromEntries(RATE_CLASSES.map((name) => [name, one(rates[name])])) as Record<RateClass, Rate>;
  const all = Object.fromEntries(RATE_CLASSES.map((name) => [name, one(rates[name] * rates.tenant)])) as typeof own;
  return async (c, next) => {
    const kind = rateClassOf(c.req.method, c.req.path.slice(base.length));
    if (!kind) return next();
    const session = c.get('session') ?? null;
    // who signs in is nobody yet, whatever they bring along
    const sender = kind === 'logins' ? `network ${network(c)}` : senderOf(c, session, network);
    const wanted: (readonly [string, Rate])[] = [[`${kind} ${sender}`, own[kind]]];
    if (session && kind !== 'logins') wanted.push([`${kind} tenant ${session.tenant}`, all[kind]]);
    const left = buckets.take(wanted);
    const tightest = left.reduce((a, b) =>
      b.wait > a.wait || (b.wait === a.wait && b.remaining < a.remaining) ? b : a,
    );
    tell(c, tightest);
    if (tightest.wait === 0) return next();
    return refuse({
      status: 429,
      code: 'rate_limited',
      detail:
        tightest === left[0]
          ? `More than ${tightest.rate.limit} ${kind} in a minute.`
          : `All senders of this tenant together made more than ${tightest.rate.limit} ${kind} in a minute.`,
      remedy: `Wait ${tightest.wait} s, and write many records at once through bulk.`,
      headers: { 'Retry-After': String(tightest.wait) },
    });
  };
};
