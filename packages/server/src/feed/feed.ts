import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../database/connection.ts';
import type { Pool } from '../database/lease.ts';
import type { Cursor } from './cursor.ts';
import { entriesIn, type FeedEvent } from './entries.ts';
import { openListener } from './listener.ts';
import { type EventStream, eventStream, type Still, STREAM_TIMES, type StreamTimes } from './stream.ts';
import { openTail, type Tail } from './tail.ts';

/** Whose journal somebody follows, and what of it they may see. */
export interface FeedPlace {
  /** UUID */
  readonly tenant: string;
  readonly view: (event: FeedEvent) => FeedEvent | null;
}

/** What following takes. */
export interface Follow extends FeedPlace {
  /** Who follows: a session or a token, for the limit of streams. */
  readonly reader: string;
  /** The last event that was read; null: only what comes from now on. */
  readonly after: Cursor | null;
  /** Whether the reader is still let in, and as whom they came: `changed` when they may see other things now. */
  readonly still: () => Promise<Still>;
  /** Cuts the reader's connection, when it does not even read that it is sent away. */
  readonly cut?: (() => void) | undefined;
}

/** A stream, or why there is none. */
export type Followed =
  | { readonly ok: true; readonly body: ReadableStream<Uint8Array> }
  | { readonly ok: false; readonly why: 'too_many' | 'stopping' };

/** The change feed of a server: everybody's streams. */
export interface Feed {
  readonly follow: (follow: Follow) => Promise<Followed>;
  /** How many streams there are at the moment. */
  readonly streams: () => number;
  /** Sends every reader away, opens no more streams, and ends when they are gone. */
  readonly close: () => Promise<void>;
}

export interface FeedOptions {
  readonly pool: Pool;
  /** Where to listen; without it, only looking finds what happened. */
  readonly connection?: Connection;
  /** Between two looks for what was not heard, in milliseconds. */
  readonly poll?: number;
  readonly times?: Partial<StreamTimes>;
  /** Streams of one session or token, and of one tenant. */
  readonly most?: { readonly reader: number; readonly tenant: number };
}

interface Room {
  readonly tail: Promise<Tail>;
  readonly streams: Set<EventStream>;
  readonly readers: Map<string, number>;
}

/** Opens the feed. One reading per tenant serves all its streams; the first stream of a tenant begins it, the last one ends it. */
export const openFeed = (options: FeedOptions): Feed => {
  const { pool, connection, poll = 15_000, most = { reader: 10, tenant: 500 } } = options;
  const times = { ...STREAM_TIMES, ...options.times };
  const entries = entriesIn(pool);
  const rooms = new Map<string, Room>();
  let closed = false;

  const look = async (tenant: string): Promise<number> => {
    const tail = await rooms.get(tenant)?.tail.catch(() => null);
    return tail ? tail.look() : 0;
  };
  const lookAll = async (): Promise<number> => {
    const found = await Promise.all([...rooms.keys()].map(look));
    return found.reduce((sum, one) => sum + one, 0);
  };
  let heard = false;
  const hear = (tenant: string): void => {
    heard = true;
    void look(tenant);
  };
  const listener = connection && openListener({ connection, hear, ready: () => void lookAll() });
  const check = async (): Promise<void> => {
    const deaf = !heard;
    heard = false;
    const found = await lookAll();
    // found by looking what nobody was told of: the ear is dead, whatever it says
    if (deaf && found > 0 && !closed) listener?.renew();
  };
  const timer = setInterval(() => void check(), poll);
  timer.unref();

  const open = async (tenant: string): Promise<Tail> => {
    const { from } = await entries.horizon(tenant);
    return openTail({ entries, tenant, from: { xid: from, seq: 0n } });
  };
  const enter = (tenant: string): Room => {
    const there = rooms.get(tenant);
    if (there) return there;
    const room: Room = { tail: open(tenant), streams: new Set(), readers: new Map() };
    rooms.set(tenant, room);
    return room;
  };

  const streams = (): number => [...rooms.values()].reduce((sum, room) => sum + room.streams.size, 0);

  return {
    streams,
    follow: async ({ tenant, reader, after, view, still, cut }) => {
      if (closed) return { ok: false, why: 'stopping' };
      const room = enter(tenant);
      const own = room.readers.get(reader) ?? 0;
      const all = [...room.readers.values()].reduce((sum, one) => sum + one, 0);
      if (own >= most.reader || all >= most.tenant) return { ok: false, why: 'too_many' };
      room.readers.set(reader, own + 1);
      const leave = (): void => {
        const left = (room.readers.get(reader) ?? 1) - 1;
        if (left > 0) room.readers.set(reader, left);
        else room.readers.delete(reader);
        if (room.readers.size > 0) return;
        if (rooms.get(tenant) === room) rooms.delete(tenant);
        room.tail.then((tail) => tail.close()).catch(() => undefined);
      };
      try {
        const tail = await room.tail;
        // a place of another life of the database, before it was restored, means nothing here
        const reset = after !== null && after.xid > (await entries.horizon(tenant)).to;
        const from = after === null || reset ? tail.head() : after;
        const ended = (): void => {
          room.streams.delete(stream);
          leave();
        };
        const stream: EventStream = eventStream({ tail, from, reset, view, still, times, ended, cut });
        room.streams.add(stream);
        void tail.look();
        if (closed) stream.end('stopping');
        return { ok: true, body: stream.body };
      } catch (error) {
        leave();
        throw error;
      }
    },
    close: async () => {
      closed = true;
      clearInterval(timer);
      for (const room of rooms.values()) for (const stream of room.streams) stream.end('stopping');
      await listener?.close();
      // those that do not read the farewell are cut off in the same time
      for (let waited = 0; streams() > 0 && waited < times.grace; waited += 20) await pause(20);
    },
  };
};
