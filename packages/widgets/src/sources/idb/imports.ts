import { type Commit, type Imports, type MemorySource, memoryImports, SourceError } from '@sluice/core';

/** What imports need of a store: its journal, and a way to write many at once. */
export interface ImportStore {
  /** What the records are read from; nothing is written to it. */
  readonly memory: MemorySource;
  readonly changes: Imports['changes'];
  /** Reads what other tabs wrote. */
  readonly latest: () => Promise<unknown>;
  /** How the records stand: another object after every write, of this tab or another. */
  readonly standing: () => object;
  /**
   * Writes all or nothing; what is shown is on the disk. `checked` looks again, with nothing else going on, whether the writes still
   * fit, where the records changed since they were decided.
   */
  readonly commit: (writes: readonly Commit[], checked: () => Promise<void>) => Promise<void>;
}

const overtaken = (entity: string, id: string): SourceError =>
  new SourceError('changed_meanwhile', `${entity} ${id} was changed in another window.`, 'Make the plan again.');

/** Imports and undo over a store: decided on the records in the page, and written through the store. */
export const storeImports = ({ memory, changes, latest, standing, commit }: ImportStore): Imports => {
  /** A port that decides about writes and only notes them. */
  const noting = () => {
    let noted: readonly Commit[] = [];
    const port = memoryImports({
      ...memory,
      commit: (writes) => {
        noted = writes;
      },
    });
    return { port, noted: () => noted };
  };
  /** Looks once more whether writes fit. */
  const check = (writes: readonly Commit[]): Promise<void> =>
    noting().port.atOnce(async (write) => {
      const [refused] = await write(writes);
      if (refused) throw overtaken(refused.entity, refused.id);
    });
  return {
    ...memoryImports(memory),
    changes,
    atOnce: async (work) => {
      await latest();
      const decidedOn = standing();
      const { noted, port } = noting();
      const result = await port.atOnce(work);
      const writes = noted();
      if (writes.length === 0) return result;
      await commit(writes, async () => {
        if (standing() !== decidedOn) await check(writes);
      });
      return result;
    },
  };
};
