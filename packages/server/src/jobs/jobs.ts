import { PgBoss } from 'pg-boss';
import type { Connection } from '../database/connection.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { type DeadLetters, deadLetters } from './dead.ts';
import { within } from './enqueue.ts';
import { hearJobs } from './ear.ts';
import { KIND_NAMES, type KindName, KINDS, type Payload } from './kinds.ts';
import { openLines } from './lines.ts';
import { openRunner, type Handlers, type Runner } from './runner.ts';
import { syncSchedules } from './schedules.ts';
import { JOBS_SCHEMA } from './tables.ts';

/** How a job is made. */
export interface Enqueue {
  /** In the transaction of what it follows from: both are there, or neither. `id` (UUID): one with the same id is not made again. */
  (
    tx: Tx,
    kind: KindName,
    payload: Payload,
    options?: { readonly id?: string; readonly after?: number },
  ): Promise<void>;
}

/** What is done while nobody waits: made in a transaction, done by any server, kept when it cannot be done. */
export interface Jobs {
  readonly enqueue: Enqueue;
  readonly dead: DeadLetters;
  /** Begins to do jobs, and what the clock asks for. */
  readonly start: (handlers: Handlers) => void;
  /** Does everything that can be done now, and ends. For tests and for commands. */
  readonly drain: (handlers: Handlers) => Promise<number>;
  /** Looks for jobs whose server died. */
  readonly supervise: () => Promise<void>;
  /** Sets every tenant's clock: whose day begins when. */
  readonly setClocks: () => Promise<void>;
  /** Ends when those at work have ended, or after `patience` milliseconds. */
  readonly close: (patience?: number) => Promise<void>;
}

export interface JobsOptions {
  readonly pool: Pool;
  readonly connection: Connection;
  /** Told what nobody foresaw. */
  readonly note?: (error: unknown, job?: { readonly id: string; readonly kind: KindName }) => void;
  /** The nightly copy: at this time of the server's, in the form of cron. */
  readonly backups?: string | undefined;
  /** Between two looks for what was not heard, in milliseconds. */
  readonly poll?: number;
}

const DAY = 86_400;
const KEPT = 30 * DAY;
const MINUTE = 60_000;

/** The jobs in a database that is migrated. */
export const openJobs = async (options: JobsOptions): Promise<Jobs> => {
  const { pool, connection, note = () => undefined, backups, poll = 2000 } = options;
  const lines = openLines(connection);
  const keeper = (watching: boolean): PgBoss => {
    const made = new PgBoss({
      db: lines.database,
      schema: JOBS_SCHEMA,
      // the tables are made by a migration like all others
      migrate: false,
      createSchema: false,
      supervise: watching,
      superviseIntervalSeconds: 30,
      schedule: watching,
      reindex: false,
      monitorVacuum: false,
    });
    made.on('error', (error) => note(error));
    return made;
  };
  const boss = keeper(false);
  await boss.start();
  for (const name of KIND_NAMES) {
    const { retries, pause, longest, patience } = KINDS[name];
    const queue = {
      retryLimit: retries,
      retryDelay: pause,
      retryBackoff: true,
      retryDelayMax: longest,
      expireInSeconds: patience,
      // what waits this long is not wanted any more; what ended is forgotten, what is dead is kept for whoever looks
      retentionSeconds: KEPT,
      deleteAfterSeconds: KEPT,
    };
    await boss.createQueue(name, queue);
    await boss.updateQueue(name, queue);
  }

  const enqueue: Enqueue = async (tx, kind, payload, { id, after } = {}) => {
    await boss.send(kind, payload, {
      db: within(tx, kind),
      ...(payload.tenant === undefined ? {} : { group: { id: payload.tenant } }),
      ...(id === undefined ? {} : { id }),
      ...(after === undefined ? {} : { startAfter: after }),
    });
  };

  let runner: Runner | null = null;
  let watch: PgBoss | null = null;
  let quiet: (() => Promise<void>) | null = null;
  let clock: NodeJS.Timeout | undefined;
  const setClocks = (): Promise<void> => syncSchedules(boss, pool, backups);

  return {
    enqueue,
    dead: deadLetters(boss, pool),
    setClocks,
    start: (handlers) => {
      const mine = openRunner({ boss, pool, handlers, note });
      runner = mine;
      quiet = hearJobs({ connection, poll, hear: mine.wake });
      const set = (): void => void setClocks().catch(note);
      clock = setInterval(set, MINUTE);
      clock.unref();
      watch = keeper(true);
      watch.start().then(set, note);
    },
    drain: async (handlers) => {
      const mine = openRunner({ boss, pool, handlers, note });
      const done = await mine.drain();
      await mine.close(0);
      return done;
    },
    supervise: async () => {
      await boss.supervise();
    },
    close: async (patience = 5000) => {
      clearInterval(clock);
      await quiet?.();
      await runner?.close(patience);
      await watch?.stop({ graceful: false }).catch(note);
      await boss.stop({ graceful: false }).catch(note);
      await lines.close();
    },
  };
};
