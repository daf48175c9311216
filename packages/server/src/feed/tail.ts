import { type Cursor, isAfter } from './cursor.ts';
import type { Entries, FeedEntry } from './entries.ts';

/** The end of one tenant's journal, read once for everybody who follows it. */
export interface Tail {
  /** Where everything that came before has been read. */
  readonly head: () => Cursor;
  /** What comes after a place, without waiting: from memory when it is recent. */
  readonly after: (cursor: Cursor, limit: number) => Promise<readonly FeedEntry[]>;
  /** Hears when something was added; the function ends it. */
  readonly watch: (listener: () => void) => () => void;
  /** Looks for new entries: somebody said that there are some. Gives how many were found. */
  readonly look: () => Promise<number>;
  readonly close: () => void;
}

export interface TailOptions {
  readonly entries: Entries;
  /** UUID */
  readonly tenant: string;
  readonly from: Cursor;
  /** How many recent entries are kept in memory. */
  readonly keep?: number;
}

const PART = 500;
const SOON = 20;
const LATEST = 1000;

/** Opens the end of a journal at a place. */
export const openTail = ({ entries, tenant, from, keep = 2000 }: TailOptions): Tail => {
  let head = from;
  /** Everything after this place is in `recent`. */
  let floor = from;
  let recent: FeedEntry[] = [];
  const listeners = new Set<() => void>();
  let closed = false;
  let asked = false;
  let running: Promise<number> | null = null;
  let delay = SOON;
  let timer: NodeJS.Timeout | undefined;

  const add = (found: readonly FeedEntry[]): void => {
    const last = found.at(-1);
    if (!last) return;
    recent.push(...found);
    if (recent.length > keep) {
      const gone = recent.length - keep;
      floor = recent[gone - 1]?.cursor ?? floor;
      recent = recent.slice(gone);
    }
    head = last.cursor;
    for (const listener of listeners) listener();
  };

  const later = (): void => {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), delay);
    timer.unref();
    delay = Math.min(delay * 2, LATEST);
  };

  const read = async (): Promise<number> => {
    let count = 0;
    try {
      for (asked = true; asked && !closed; ) {
        asked = false;
        const part = await entries.after(tenant, head, PART);
        add(part.entries);
        count += part.entries.length;
        if (part.more) asked = true;
        else if (!asked && part.held) later();
        else if (!part.held) delay = SOON;
      }
    } catch {
      // the database is away: nothing is lost, it is read when it is back
      later();
    } finally {
      running = null;
    }
    return count;
  };

  const look = (): Promise<number> => {
    asked = true;
    running ??= closed ? Promise.resolve(0) : read();
    return running;
  };

  return {
    head: () => head,
    look,
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    after: async (cursor, limit) => {
      if (isAfter(floor, cursor)) return (await entries.after(tenant, cursor, limit)).entries;
      const known = recent.findLastIndex((entry) => !isAfter(entry.cursor, cursor));
      return recent.slice(known + 1, known + 1 + limit);
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
