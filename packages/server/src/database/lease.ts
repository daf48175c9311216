import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection } from './connection.ts';
import { overloaded, unavailable, worded } from './errors.ts';
import type { Tx } from './fence.ts';
import { type Line, openLine } from './line.ts';
import { NotBegun, type Opening, runTransaction } from './transaction.ts';

/** How many connections and how much patience. Times in milliseconds. */
export interface PoolOptions {
  readonly size?: number;
  /** Callers that may wait for a connection; one more is refused at once. */
  readonly queue?: number;
  /** How long a caller waits for a connection; within `patience`, for all its transactions together. */
  readonly wait?: number;
  /** One statement; the database stops it. */
  readonly statementTimeout?: number;
  /** Waiting for a lock of another transaction. */
  readonly lockTimeout?: number;
  /** A transaction that does nothing; the database ends it with its connection. */
  readonly idleTimeout?: number;
  readonly connectTimeout?: number;
  /** Statements wait and the database says nothing: the connection is given up. Longer than `statementTimeout`. */
  readonly silence?: number;
  /** A connection older than this is not used again. */
  readonly lifetime?: number;
  /** What the database's list of sessions shows. */
  readonly name?: string;
}

export type PoolSettings = Required<PoolOptions>;

/** What the pool does at the moment. */
export interface PoolState {
  readonly size: number;
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
  /** How long the first of those that wait has waited, in milliseconds. */
  readonly longest: number;
}

/** What became of one wish for a connection; times in milliseconds. */
export interface Lease {
  readonly waited: number;
  /** null: there was no connection to be had. */
  readonly held: number | null;
  /** Why the transaction failed, if it did. */
  readonly error?: unknown;
}

/** Hears of every lease when it has ended. */
export type LeaseWatch = (lease: Lease) => void;

/** Connections, each leased to exactly one transaction at a time. */
export interface Pool {
  readonly settings: PoolSettings;
  /**
   * One transaction on a connection of its own. Throws `overloaded`, `unavailable`, `unknown_outcome`, `rolled_back`, `not_ready`
   * or the error of `work`. Only `asTenant` and `asOwner` call it.
   */
  readonly transaction: <T>(opening: Opening, work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly state: () => PoolState;
  /** Lets running transactions end (for `patience` milliseconds), then closes every connection. New ones are refused at once. */
  readonly close: (patience?: number) => Promise<void>;
}

/** How long somebody has waited for connections, in milliseconds. */
interface Budget {
  waited: number;
  /** What goes on after the request has been answered is no part of it. */
  over: boolean;
}

const budgets = new AsyncLocalStorage<Budget>();

/** Does something that waits for connections no longer than one transaction would, however many it takes: a request. */
export const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
  const budget: Budget = { waited: 0, over: false };
  try {
    return await budgets.run(budget, work);
  } finally {
    budget.over = true;
  }
};

interface Waiter {
  /** `performance.now()` when it began to wait. */
  readonly since: number;
  readonly take: (line: Line) => void;
  readonly refuse: (error: Error) => void;
}

const MINUTE = 60_000;

/**
 * Opens a pool; the first transaction connects. Not the driver's own pool: that one goes on with another connection when a backend
 * dies, and statements of one tenant then run inside the transaction of another. Here a connection that failed in
 * any way is thrown away, and the next transaction gets a new one.
 */
export function openPool(connection: Connection, options: PoolOptions = {}, watch?: LeaseWatch): Pool {
  const settings: PoolSettings = {
    size: 8,
    queue: 200,
    wait: 700,
    statementTimeout: 10_000,
    // a row that many want is waited for in up to three steps: with `wait`, all within two seconds
    lockTimeout: 400,
    idleTimeout: 15_000,
    connectTimeout: 3000,
    silence: (options.statementTimeout ?? 10_000) + 3000,
    lifetime: 30 * MINUTE,
    name: 'sluice',
    ...options,
  };
  const idle: Line[] = [];
  const busy = new Set<Line>();
  const waiters: Waiter[] = [];
  const proven = new WeakSet<Line>();
  let closing = false;
  let emptied: (() => void) | undefined;

  const fresh = (): Line => {
    const line = openLine(connection, { connectTimeout: settings.connectTimeout / 1000, name: settings.name });
    busy.add(line);
    return line;
  };

  const take = (): Promise<Line> | Line => {
    if (closing) throw unavailable();
    for (let line = idle.pop(); line; line = idle.pop()) {
      if (line.lost()) continue;
      line.whenLost(undefined);
      busy.add(line);
      return line;
    }
    if (busy.size < settings.size) return fresh();
    if (waiters.length >= settings.queue) throw overloaded('Too many requests wait for the database.');
    const own = budgets.getStore();
    const budget = own?.over === false ? own : undefined;
    const from = performance.now();
    return new Promise((resolve, reject) => {
      const over = (): void => {
        clearTimeout(timer);
        if (budget) budget.waited += performance.now() - from;
      };
      const waiter: Waiter = {
        since: from,
        take: (line) => {
          over();
          resolve(line);
        },
        refuse: (error) => {
          over();
          reject(error);
        },
      };
      const timer = setTimeout(
        () => {
          waiters.splice(waiters.indexOf(waiter), 1);
          waiter.refuse(overloaded('All connections to the database are busy.'));
        },
        Math.max(0, settings.wait - (budget?.waited ?? 0)),
      );
      waiters.push(waiter);
    });
  };

  const give = (line: Line): void => {
    busy.delete(line);
    const usable = !line.lost() && !closing && performance.now() - line.since < settings.lifetime;
    if (!usable) line.discard();
    const next = waiters.shift();
    if (next && usable) {
      busy.add(line);
      next.take(line);
    } else if (next) {
      next.take(fresh());
    } else if (usable) {
      line.whenLost(() => {
        const at = idle.indexOf(line);
        if (at >= 0) idle.splice(at, 1);
      });
      idle.push(line);
    }
    if (busy.size === 0) emptied?.();
  };

  const transaction = async <T>(opening: Opening, work: (tx: Tx) => Promise<T>): Promise<T> => {
    for (let attempt = 0; ; attempt++) {
      const asked = performance.now();
      let line: Line;
      try {
        line = await take();
      } catch (error) {
        watch?.({ waited: performance.now() - asked, held: null, error });
        throw error;
      }
      const taken = performance.now();
      const wasInUse = proven.has(line);
      proven.add(line);
      let failure: unknown;
      try {
        return await runTransaction(line, opening, work);
      } catch (error) {
        failure = error instanceof NotBegun ? worded(error.cause) : error;
        if (!(error instanceof NotBegun)) throw error;
        // a connection that died while nobody used it: nothing has happened yet
        if (!wasInUse || attempt >= settings.size) throw failure;
      } finally {
        give(line);
        watch?.({ waited: taken - asked, held: performance.now() - taken, error: failure });
      }
    }
  };

  return {
    settings,
    transaction,
    state: () => {
      const [first] = waiters;
      const longest = first ? performance.now() - first.since : 0;
      return { size: settings.size, busy: busy.size, idle: idle.length, waiting: waiters.length, longest };
    },
    close: async (patience = 10_000) => {
      closing = true;
      for (const waiter of waiters.splice(0)) waiter.refuse(unavailable());
      for (const line of idle.splice(0)) line.discard();
      if (busy.size === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience);
        emptied = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      for (const line of busy) line.discard();
    },
  };
}
