import { type Cursor, writeCursor } from './cursor.ts';
import { type FeedEvent, isOfTenant, settingsIn } from './entries.ts';
import type { Tail } from './tail.ts';

/** Why a stream ends before its reader does. */
export type EndReason = 'stopping' | 'signed_out' | 'slow' | 'away' | 'changed';

/** Whether a reader is still let in; `changed`: to other things than before. */
export type Still = boolean | 'changed';

/** How patient streams are, in milliseconds. */
export interface StreamTimes {
  /** Between two signs of life. */
  readonly beat: number;
  /** How old the knowledge may be that the reader may still read. */
  readonly check: number;
  /** How long a reader may leave what was sent to it. */
  readonly patience: number;
  /** How long a reader that is sent away has to read why. */
  readonly grace: number;
}

/** The usual patience. */
export const STREAM_TIMES: StreamTimes = { beat: 15_000, check: 1000, patience: 30_000, grace: 2000 };

export interface StreamOptions {
  readonly tail: Tail;
  readonly from: Cursor;
  /** The place that was asked for is not one of this journal: the reader reads everything anew. */
  readonly reset: boolean;
  /** What the reader may see of an event; null for nothing at all. */
  readonly view: (event: FeedEvent) => FeedEvent | null;
  readonly still: () => Promise<Still>;
  readonly times: StreamTimes;
  readonly ended: () => void;
  /** Cuts the reader's connection, where there is one. */
  readonly cut?: (() => void) | undefined;
}

/** A stream to one reader. */
export interface EventStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Sends the reader away. */
  readonly end: (reason: EndReason) => void;
}

/** Events in one piece: the memory that a reader who does not read can hold. */
const PART = 100;
/** When a reader that was sent away may come back, in milliseconds; spread, so that not all come at once. */
const RETRY: Readonly<Record<EndReason, number>> = {
  stopping: 1000,
  signed_out: 5000,
  slow: 5000,
  away: 5000,
  changed: 200,
};

const message = (event: string, cursor: Cursor, data: unknown): string =>
  `id: ${writeCursor(cursor)}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * The events after a place, as a body of `text/event-stream`. Nothing is made before the reader has taken what was made before: a slow
 * reader costs one piece of memory, and is sent away when it leaves that piece for too long; it comes back with the id of the last event
 * it read.
 */
export const eventStream = (options: StreamOptions): EventStream => {
  const { tail, view, still, times } = options;
  const encoder = new TextEncoder();
  let cursor = options.from;
  let opened = false;
  let over = false;
  let reason: EndReason | null = null;
  /** Since when the reader leaves what was sent; null while it waits for more. */
  let left: number | null = performance.now();
  let checking: Promise<Still | null> | null = null;
  let checked = performance.now();
  /** Something was added, or it is time for a sign of life, since it was last looked. */
  let news = false;
  let due = false;
  let wake: (() => void) | undefined;
  let control: ReadableStreamDefaultController<Uint8Array> | undefined;

  const why = (): EndReason | null => reason;
  const deaf = tail.watch(() => {
    news = true;
    wake?.();
  });
  const finish = (): void => {
    if (over) return;
    over = true;
    clearInterval(watch);
    deaf();
    wake?.();
    options.ended();
  };

  const end = (because: EndReason): void => {
    if (over || reason !== null) return;
    reason = because;
    wake?.();
    // whoever does not even read the farewell is cut off
    const cut = setTimeout(() => {
      if (over) return;
      if (options.cut) options.cut();
      else control?.error(new Error('The reader was sent away and did not read.'));
      finish();
    }, times.grace);
    cut.unref();
  };

  const check = async (): Promise<void> => {
    // unknown is neither: while the database is away, nothing is sent and nobody is sent away
    checking ??= still().catch(() => null);
    const may = await checking;
    checking = null;
    if (may === true) checked = performance.now();
    else if (may !== null) end(may === 'changed' ? 'changed' : 'signed_out');
  };
  const isStale = (): boolean => performance.now() - checked > times.check * 2;
  const watch = setInterval(() => {
    if (left !== null && performance.now() - left > times.patience) end('slow');
    void check();
  }, times.check);
  watch.unref();

  const farewell = (because: EndReason): string => {
    const retry = Math.round(RETRY[because] * (1 + Math.random()));
    return `retry: ${retry}\nevent: bye\ndata: ${JSON.stringify({ reason: because })}\n\n`;
  };

  const first = (): string => {
    opened = true;
    return `retry: 2000\n${message(options.reset ? 'reset' : 'ready', cursor, {})}`;
  };

  /** The next events that the reader may see; blank when there are none. */
  const events = async (): Promise<string> => {
    for (;;) {
      news = false;
      const entries = await tail.after(cursor, PART);
      if (entries.length > 0 && isStale()) {
        await check();
        if (isStale()) end('away');
      }
      if (entries.length === 0 || why() !== null) return '';
      // people, roles or settings are others now: perhaps this reader's own
      if (entries.some(({ event }) => isOfTenant(event))) void check();
      let text = '';
      for (const entry of entries) {
        cursor = entry.cursor;
        const settings = settingsIn(entry.event);
        if (settings) text += message('settings', cursor, settings);
        const seen = view(entry.event);
        if (seen) text += message('change', cursor, seen);
      }
      if (text !== '') return text;
    }
  };

  /** What is sent next; waits until there is something. */
  const next = async (): Promise<string> => {
    if (!opened) return first();
    due = false;
    const timer = setTimeout(() => {
      due = true;
      wake?.();
    }, times.beat);
    try {
      for (;;) {
        const text = why() === null ? await events() : '';
        const because = why();
        if (because !== null) return farewell(because);
        if (text !== '') return text;
        // what the reader may not see moves its place on all the same
        if (due) return `: ${new Date().toISOString()}\nid: ${writeCursor(cursor)}\n\n`;
        if (!news && !over) await new Promise<void>((resolve) => (wake = resolve));
        if (over) return '';
      }
    } catch {
      end('away');
      return farewell('away');
    } finally {
      clearTimeout(timer);
    }
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        control = controller;
      },
      pull: async (controller) => {
        left = null;
        const text = await next();
        if (over) return;
        controller.enqueue(encoder.encode(text));
        left = performance.now();
        if (why() === null) return;
        controller.close();
        finish();
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  );
  return { body, end };
};
