import { wholeOf } from './large/large-desk.ts';
import { LARGE_FILE, opened } from './large/opened.ts';
import { MANY_ENTRIES } from './large/undo-pieces.ts';
import type { PlainDesk, WholeDesk } from './outcomes.ts';
import type { RunOptions, Task, ThreadPlace, Threads } from './threads.ts';
import { tenantTurns } from './turns.ts';
import type { WireImport } from './wire.ts';

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
export const awayDesk = (desk: WholeDesk, { threads, place, announce, once }: AwayOptions): WholeDesk => {
  const plan: PlainDesk['plan'] = (bytes, wish, companions = {}) => {
    if (bytes.byteLength < LARGE_FILE) return desk.plan(bytes, wish, companions);
    const task = { op: 'plan', bytes, wish, companions } satisfies Task;
    return once(
      () => threads.run<'plan'>(place(), task),
      () => true,
    );
  };
  const planReceived: WholeDesk['planReceived'] = async (file, wish, how = {}) => {
    let answer: WireImport | undefined;
    try {
      answer = await once(
        () => threads.run<'planPieces'>(place(), { op: 'planPieces', file, wish }, how),
        () => true,
      );
      return answer;
    } finally {
      // a request that is repeated is answered with the import that came of the first
      if (answer?.id !== file.id) await desk.release(file);
    }
  };
  const isMany = async (id: string): Promise<boolean> => ((await desk.get(id))?.counts.rows ?? 0) > MANY_ENTRIES;
  return {
    ...desk,
    plan,
    planReceived,
    planStream: async (chunks, wish, how = {}) => {
      const { stream, small } = await opened(chunks);
      if (small) return plan(await wholeOf(stream), wish);
      return planReceived(await desk.receive(stream), wish, how);
    },
    planUndo: async (id, { signal, ...wish } = {}) => {
      if (!(await isMany(id))) return desk.planUndo(id, wish);
      return threads.run<'planUndo'>(place(), { op: 'planUndo', id, wish }, signal ? { signal } : {});
    },
    undo: async (id, { signal, ...wish } = {}) => {
      if (!(await isMany(id))) return desk.undo(id, wish);
      const run: RunOptions = { announce, ...(signal ? { signal } : {}) };
      return once(
        () => tenantTurns(place().tenant, () => threads.run<'undo'>(place(), { op: 'undo', id, wish }, run)),
        ({ ok }) => ok,
      );
    },
    accept: async (id, options = {}) => {
      const kept = await desk.get(id);
      if (kept?.status !== 'planned' || kept.counts.rows < MANY_ROWS) return desk.accept(id, options);
      const { digest, progress, signal } = options;
      const inPieces = await desk.inPieces(id);
      const task = { op: 'accept', id, inPieces, ...(digest === undefined ? {} : { digest }) } satisfies Task;
      const run: RunOptions = { announce, ...(progress ? { progress } : {}), ...(signal ? { signal } : {}) };
      return once(
        () => tenantTurns(place().tenant, () => threads.run<'accept'>(place(), task, run)),
        ({ ok }) => ok,
      );
    },
  };
};
