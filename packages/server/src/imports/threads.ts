import { Worker } from 'node:worker_threads';
import { type Blueprint, type Moment, type Overlay, type Progress, SourceError } from '@sluice/core';
import type { Connection } from '../database/connection.ts';
import { DatabaseError, type DatabaseCode, unavailable } from '../database/errors.ts';
import type { Accepted } from './outcomes.ts';
import type { WireImport } from './wire.ts';
import type { Companions, ImportWish, Stop } from './wish.ts';

/** What a thread is asked to do. */
export type Task =
  | { readonly op: 'plan'; readonly bytes: Uint8Array; readonly wish: ImportWish; readonly companions: Companions }
  | { readonly op: 'accept'; readonly id: string; readonly digest?: string };

/** For whom a thread works. Plain data: it goes over to the thread. */
export interface ThreadPlace {
  readonly tenant: string;
  readonly actor: string;
  readonly role?: string;
  readonly overlays: readonly Overlay[];
  readonly moment: Moment;
}

/** Everything a thread is given when it starts. */
export interface ThreadData extends ThreadPlace {
  readonly connection: Connection;
  readonly blueprint: Blueprint;
  readonly task: Task;
  /** One number: 1 asks it to stop. */
  readonly stop: SharedArrayBuffer;
}

/** Records that were changed. */
export interface Announcement {
  readonly entity: string;
  readonly ids?: readonly string[];
}

/** What a thread says. */
export type ThreadWord =
  | { readonly is: 'progress'; readonly progress: Progress }
  | { readonly is: 'announce'; readonly what: Announcement }
  | { readonly is: 'done'; readonly value: unknown }
  | {
      readonly is: 'failed';
      readonly kind: 'database' | 'source' | 'other';
      readonly code: string;
      readonly message: string;
      readonly remedy: string;
    };

export interface RunOptions {
  readonly progress?: (progress: Progress) => void;
  readonly signal?: Stop;
  readonly announce?: (what: Announcement) => void;
}

/** What comes of a task. */
export interface Results {
  readonly plan: WireImport;
  readonly accept: Accepted;
}

/** Threads for what would keep the server from answering: each with a connection of its own, none longer than its task. */
export interface Threads {
  readonly run: <K extends Task['op']>(
    place: ThreadPlace,
    task: Extract<Task, { readonly op: K }>,
    options?: RunOptions,
  ) => Promise<Results[K]>;
}

const LOOK = 100;
/** Megabytes that a thread may hold: a file that takes more is refused, and the server goes on. */
const MOST_MEMORY = 2000;
/** A thread that was asked to stop and does not is ended: its connection closes, and the database undoes what it wrote. */
const GRACE = 3000;
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url);

const errorOf = (said: Extract<ThreadWord, { readonly is: 'failed' }>): Error => {
  const { kind, code, message, remedy } = said;
  if (kind === 'database') return new DatabaseError(code as DatabaseCode, message, remedy);
  if (kind === 'source') return new SourceError(code, message, remedy);
  return new Error(message);
};

const tooLarge = (): SourceError =>
  new SourceError(
    'too_large',
    'The file takes more memory than the server has; nothing was written.',
    'Send it in parts.',
  );

const runThread = (data: ThreadData, { progress, signal, announce }: RunOptions): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const moved = data.task.op === 'plan' ? [data.task.bytes.buffer] : [];
    const thread = new Worker(ENTRY, {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY, maxYoungGenerationSizeMb: 32 },
      transferList: moved.filter((buffer) => buffer instanceof ArrayBuffer),
    });
    const flag = new Int32Array(data.stop);
    let end: NodeJS.Timeout | undefined;
    const timer = setInterval(() => {
      if (signal?.aborted !== true || end) return;
      Atomics.store(flag, 0, 1);
      end = setTimeout(() => void thread.terminate(), GRACE);
    }, LOOK);
    const over = (settle: () => void): void => {
      clearInterval(timer);
      clearTimeout(end);
      settle();
    };
    thread.on('message', (word: ThreadWord) => {
      if (word.is === 'progress') progress?.(word.progress);
      else if (word.is === 'announce') announce?.(word.what);
      else if (word.is === 'done') over(() => resolve(word.value));
      else over(() => reject(errorOf(word)));
    });
    thread.on('error', (error: unknown) => {
      const full = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      over(() => reject(full ? tooLarge() : error));
    });
    thread.on('exit', () => over(() => reject(unavailable())));
  });

/** Threads over one database, at most `most` at a time; others wait for their turn. */
export const openThreads = ({
  connection,
  blueprint,
  most = 2,
}: {
  readonly connection: Connection;
  readonly blueprint: Blueprint;
  readonly most?: number;
}): Threads => {
  const waiting: (() => void)[] = [];
  let busy = 0;
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy >= most) await new Promise<void>((go) => waiting.push(go));
    else busy += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  };
  return {
    run: (place, task, options = {}) =>
      turn(async () => {
        const data: ThreadData = { ...place, connection, blueprint, task, stop: new SharedArrayBuffer(4) };
        return (await runThread(data, options)) as Results[typeof task.op];
      }),
  };
};
