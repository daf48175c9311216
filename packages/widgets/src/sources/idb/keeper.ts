import { type Frame, snapshot } from '@sluice/core';
import { shapeOf, type Snapshots } from './snapshots.ts';
import type { Standing } from './store.ts';

/** Sees to it that snapshots follow the records, when the browser has nothing else to do. */
export interface Keeper {
  /** So many records of an entity changed, and are kept. */
  readonly changed: (entity: string, count: number) => void;
  /** Everything was erased: nothing is due any more, and what is being written is waited for. */
  readonly forget: () => Promise<void>;
  /** Writes what is due now. */
  readonly settle: () => Promise<void>;
  /** Puts off what is due until something changes again. */
  readonly rest: () => void;
}

interface Kept {
  readonly frames: ReadonlyMap<string, Frame>;
  readonly snapshots: Snapshots;
  /** By entity: so many records are not in its snapshot. */
  readonly behind: ReadonlyMap<string, number>;
  /** How the store stands that the frames show. */
  readonly standing: () => Standing;
}

/** So few records are read one by one as fast as they are needed: no reason to write all the others again. */
const FEW = 200;
/** Milliseconds without a change before a snapshot is thought of. */
const QUIET = 1000;
const PATIENCE = 10_000;

/** Keeps the snapshots of a store. */
export const keeper = ({ frames, snapshots, behind: known, standing }: Kept): Keeper => {
  const behind = new Map(known);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let idle: number | undefined;
  let writing: Promise<unknown> = Promise.resolve();

  const due = (): readonly string[] => [...behind].filter(([, count]) => count > FEW).map(([entity]) => entity);
  const keep = async (entity: string): Promise<void> => {
    const frame = frames.get(entity);
    if (!frame) return;
    // the frame and the revision are read at once: no write comes between
    const { era, revision } = standing();
    const buffer = snapshot(frame);
    behind.delete(entity);
    writing = snapshots.keep({ entity, era, revision, shape: shapeOf(frame.entity), buffer });
    await writing;
  };
  const rest = (): void => {
    clearTimeout(timer);
    if (idle !== undefined && 'cancelIdleCallback' in globalThis) cancelIdleCallback(idle);
    timer = undefined;
    idle = undefined;
  };
  const wait = (): void => {
    rest();
    if (due().length === 0) return;
    timer = setTimeout(() => {
      // one entity at a time, so that the page stays at hand
      const one = (): void => {
        idle = undefined;
        const [entity] = due();
        if (entity !== undefined) void keep(entity).then(wait);
      };
      if ('requestIdleCallback' in globalThis) idle = requestIdleCallback(one, { timeout: PATIENCE });
      else one();
    }, QUIET);
  };
  wait();

  return {
    changed: (entity, count) => {
      behind.set(entity, (behind.get(entity) ?? 0) + count);
      wait();
    },
    forget: async () => {
      behind.clear();
      rest();
      await writing;
    },
    settle: async () => {
      rest();
      for (const entity of due()) await keep(entity);
    },
    rest,
  };
};
