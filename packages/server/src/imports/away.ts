import type { PlainDesk } from './outcomes.ts';
import type { RunOptions, Task, ThreadPlace, Threads } from './threads.ts';
import { tenantTurns } from './turns.ts';

/** Smaller files are planned before a thread has started. */
const LARGE_FILE = 200_000;
const MANY_ROWS = 1000;

/** What a desk in threads needs beside the threads. */
export interface AwayOptions {
  readonly threads: Threads;
  readonly place: () => ThreadPlace;
  readonly announce: NonNullable<RunOptions['announce']>;
  /** Does what a request asks for as often as it may happen. */
  readonly once: <T>(work: () => Promise<T>, kept: (done: T) => boolean) => Promise<T>;
}

/** A desk that plans large files and accepts large plans in a thread: this one goes on to answer others. */
export const awayDesk = (desk: PlainDesk, { threads, place, announce, once }: AwayOptions): PlainDesk => ({
  ...desk,
  plan: (bytes, wish, companions = {}) => {
    if (bytes.byteLength < LARGE_FILE) return desk.plan(bytes, wish, companions);
    const task = { op: 'plan', bytes, wish, companions } satisfies Task;
    return once(
      () => threads.run<'plan'>(place(), task),
      () => true,
    );
  },
  accept: async (id, options = {}) => {
    const kept = await desk.get(id);
    if (kept?.status !== 'planned' || kept.counts.rows < MANY_ROWS) return desk.accept(id, options);
    const { digest, progress, signal } = options;
    const task = { op: 'accept', id, ...(digest === undefined ? {} : { digest }) } satisfies Task;
    const run: RunOptions = { announce, ...(progress ? { progress } : {}), ...(signal ? { signal } : {}) };
    return once(
      () => tenantTurns(place().tenant, () => threads.run<'accept'>(place(), task, run)),
      ({ ok }) => ok,
    );
  },
});
