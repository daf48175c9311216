import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { cookieOf } from '../auth/cookies.ts';
import { required } from '../auth/session.ts';
import { type Cursor, readCursor } from '../feed/cursor.ts';
import type { Feed, FeedPlace } from '../feed/feed.ts';
import type { Still } from '../feed/stream.ts';
import { markOf } from '../tenants/standing.ts';
import type { Ask, Env, Session } from './context.ts';
import { type Refusal, refuse, UNKNOWN_SENDER } from './problem.ts';

/** What the route of the feed needs; without a feed it says that there is none. */
export interface EventsOptions {
  readonly feed?: Feed | undefined;
  /** Whose journal a session follows; null: there is no such tenant (any more). */
  readonly feedFor?: ((session: Session) => Promise<FeedPlace | null>) | undefined;
  /** Who sends this request, asked anew while a stream goes on. */
  readonly recognised: (c: Ask) => Promise<Session | null>;
}

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // nginx collects answers otherwise
  'X-Accel-Buffering': 'no',
  // a connection that has ended a stream would be kept for the next request, also by a server that stops
  Connection: 'close',
};

const NO_FEED: Refusal = {
  status: 503,
  code: 'no_feed',
  detail: 'This server tells no changes as they happen.',
  remedy: 'Ask for what you need from time to time.',
};

const STOPPING: Refusal = {
  status: 503,
  code: 'stopping',
  detail: 'This server is about to stop.',
  remedy: 'Come back in a moment, with the Last-Event-ID.',
  headers: { 'Retry-After': '2' },
};

const TOO_MANY: Refusal = {
  status: 429,
  code: 'too_many_streams',
  detail: 'As many streams as are allowed are open already.',
  remedy: 'Close one, or share one among the pages of a browser.',
  headers: { 'Retry-After': '30' },
};

/** One name per token or session, which tells nothing of it. */
export const readerOf = (c: Ask): string =>
  createHash('sha256')
    .update(c.req.header('authorization') ?? cookieOf(c, 'sluice_session') ?? '')
    .digest('base64url');

/** Where the reader was: what the browser sends when it comes back wins over the address that it was given. */
const placeOf = (c: Ask): Cursor | null => {
  const said = c.req.header('last-event-id')?.trim() || c.req.query('after');
  if (said === undefined || said === '') return null;
  return (
    readCursor(said) ??
    refuse({
      status: 400,
      code: 'bad_cursor',
      detail: `${said.slice(0, 80)} is not the id of an event.`,
      remedy: 'Send the id of the last event as it came, or none for what happens from now on.',
    })
  );
};

/** Whether a sender is who they were, and sees what they saw. */
const same = (one: Session, other: Session | null): Still => {
  if (!other || other.tenant !== one.tenant || other.actor !== one.actor || other.standing?.tenant.suspended)
    return false;
  const marks = [one, other].map(({ standing }) => standing && markOf(standing));
  return other.role === one.role && other.own === one.own && marks[0] === marks[1] ? true : 'changed';
};

const follow = async (c: Ask, { feed, feedFor, recognised }: EventsOptions): Promise<Response> => {
  const session = required(c);
  const after = placeOf(c);
  if (!feed || !feedFor) return refuse(NO_FEED);
  const place = (await feedFor(session)) ?? refuse(UNKNOWN_SENDER);
  const still = async (): Promise<Still> => same(session, await recognised(c));
  // who only asks for the headers gets no stream that nobody would read
  if (c.req.method === 'HEAD') return c.body(null, 200, HEADERS);
  const { outgoing } = (c.env ?? {}) as { readonly outgoing?: { readonly destroy: () => void } };
  const cut = outgoing && (() => outgoing.destroy());
  const followed = await feed.follow({ ...place, reader: readerOf(c), after, still, cut });
  if (!followed.ok) return refuse(followed.why === 'too_many' ? TOO_MANY : STOPPING);
  return c.body(followed.body, 200, HEADERS);
};

/** The change feed, below the base of the API. */
export const eventRoutes = (app: Hono<Env>, options: EventsOptions): void => {
  app.get('/events', (c) => follow(c, options));
};
