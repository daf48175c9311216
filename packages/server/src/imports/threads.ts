import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { type Blueprint, type Moment, type Overlay, type Progress, type Rights, SourceError } from '@sluice/core';
import type { Connection } from '../database/connection.ts';
import { DatabaseError, type DatabaseCode, unavailable } from '../database/errors.ts';
import type { Accepted, Received, Undone, UndoWish } from './outcomes.ts';
import type { WireImport } from './wire.ts';
import type { Companions, ImportWish, Stop } from './wish.ts';

/** What a thread is asked to do. */
export type Task =
  | { readonly op: 'plan'; readonly bytes: Uint8Array; readonly wish: ImportWish; readonly companions: Companions }
  | { readonly op: 'planPieces'; readonly file: Received; readonly wish: ImportWish }
  | { readonly op: 'undo'; readonly id: string; readonly wish: Omit<UndoWish, 'signal'> }
  | { readonly op: 'planUndo'; readonly id: string; readonly wish: Omit<UndoWish, 'signal'> }
  | { readonly op: 'accept'; readonly id: string; readonly digest?: string; readonly inPieces?: boolean };

/** For whom a thread works. Plain data: it goes over to the thread. */
export interface ThreadPlace {
  readonly tenant: string;
  readonly actor: string;
  readonly role?: string;
  readonly overlays: readonly Overlay[];
  /** What they may do; everything when left out. */
  readonly rights?: Rights;
  readonly moment: Moment;
}

/** A task with all that it takes. */
export interface TaskData extends ThreadPlace {
  readonly connection: Connection;
  readonly blueprint: Blueprint;
  readonly task: Task;
}

/** Everything a thread is given when it starts. */
export interface ThreadData extends TaskData {
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

/** What a process is told that does a task. */
export type ApartWord = { readonly is: 'task'; readonly data: TaskData } | { readonly is: 'stop' };

export interface RunOptions {
  readonly progress?: (progress: Progress) => void;
  readonly signal?: Stop;
  readonly announce?: (what: Announcement) => void;
}

/** What comes of a task. */
export interface Results {
  readonly plan: WireImport;
  readonly planPieces: WireImport;
  readonly accept: Accepted;
  readonly undo: Undone;
  readonly planUndo: Undone;
}

/** Threads for what would keep the server from answering: each with a connection of its own, none longer than its task. */
export interface Threads {
  readonly run: <K extends Task['op']>(
    place: ThreadPlace,
    task: Extract<Task, { readonly op: K }>,
    options?: RunOptions,
  ) => Promise<Results[K]>;
  /** Stops what is under way, which leaves nothing behind, and takes no more. */
  readonly close: () => Promise<void>;
}

const LOOK = 100;
/** Megabytes that a thread may hold: a file that takes more is refused, and the server goes on. */
const MOST_MEMORY = 2000;
/** The same for a process that holds a few rows of a file at a time; it needs about as much again for itself. */
const LITTLE_MEMORY = 64;
/** A thread that was asked to stop and does not is ended: its connection closes, and the database undoes what it wrote. */
const GRACE = 3000;
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const ENTRY = new URL(`./thread.${ENDING}`, import.meta.url);
const APART = new URL(`./apart.${ENDING}`, import.meta.url);

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

const stopped = (): SourceError =>
  new SourceError('stopping', 'The server stopped meanwhile; nothing was written.', 'Ask for it again in a moment.');

const inPieces = (task: Task): boolean => (task.op === 'accept' ? task.inPieces === true : task.op !== 'plan');

/** A task in a process of its own: what it holds is small, and given back to the system whole. */
const runApart = (data: TaskData, { progress, signal, announce }: RunOptions): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = fork(APART, [], {
      execArgv: [...process.execArgv, `--max-old-space-size=${LITTLE_MEMORY}`, '--max-semi-space-size=2'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const tell = (word: ApartWord): void => void child.send(word);
    let end: NodeJS.Timeout | undefined;
    const timer = setInterval(() => {
      if (signal?.aborted !== true || end) return;
      tell({ is: 'stop' });
      end = setTimeout(() => void child.kill('SIGKILL'), GRACE);
    }, LOOK);
    const over = (settle: () => void): void => {
      clearInterval(timer);
      clearTimeout(end);
      settle();
    };
    child.on('message', (word: ThreadWord) => {
      if (word.is === 'progress') progress?.(word.progress);
      else if (word.is === 'announce') announce?.(word.what);
      else if (word.is === 'done') over(() => resolve(word.value));
      else over(() => reject(errorOf(word)));
    });
    child.on('error', (error) => over(() => reject(error)));
    // a heap that is full ends a process of Node by SIGABRT
    child.on('exit', (_code, by) => over(() => reject(by === 'SIGABRT' ? tooLarge() : unavailable())));
    tell({ is: 'task', data });
  });

const runThread = (data: TaskData, { progress, signal, announce }: RunOptions): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const stop = new SharedArrayBuffer(4);
    const moved = data.task.op === 'plan' ? [data.task.bytes.buffer] : [];
    const thread = new Worker(ENTRY, {
      workerData: { ...data, stop } satisfies ThreadData,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY, maxYoungGenerationSizeMb: 32 },
      transferList: moved.filter((buffer) => buffer instanceof ArrayBuffer),
    });
    const flag = new Int32Array(stop);
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
  const going = new Set<Promise<unknown>>();
  let closed = false;
  return {
    run: (place, task, options = {}) =>
      turn(async () => {
        if (closed) throw stopped();
        const data: TaskData = { ...place, connection, blueprint, task };
        const signal: Stop = {
          get aborted() {
            return closed || options.signal?.aborted === true;
          },
        };
        const run = inPieces(task) ? runApart : runThread;
        const work = run(data, { ...options, signal });
        going.add(work);
        try {
          return (await work) as Results[typeof task.op];
        } catch (error) {
          throw closed ? stopped() : error;
        } finally {
          going.delete(work);
        }
      }),
    close: async () => {
      closed = true;
      await Promise.allSettled(going);
    },
  };
};
