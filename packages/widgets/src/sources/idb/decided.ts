import { type Commit, type Frame, type MemorySource, type Rec, SourceError, type Written } from '@sluice/core';

/** What a write would do, before it is done: the answer, and what is to be kept of it (null: nothing). */
export interface Decided {
  readonly written: Written;
  readonly write: Commit | null;
}

/** Frames that look as ever and note what would be written instead of writing it. */
export interface Noting {
  readonly over: (frame: Frame) => Frame;
  /** Runs a write of a source over such frames; nothing of it is done. Its answer is decided before anything else may happen. */
  readonly decide: (source: MemorySource, ask: () => Promise<Written>) => Promise<Decided>;
}

/**
 * Lets a memory source decide without writing: what is stored must be on the disk before anybody sees it, and the rules by which
 * writes are decided must be those of every source.
 */
export const noting = (): Noting => {
  const noted: Rec[] = [];
  const note = (record: Rec): void => {
    noted.push(record);
  };
  return {
    over: (frame) =>
      Object.create(frame, {
        insert: { value: note },
        replace: { value: note },
        remove: { value: () => true },
      }) as Frame,
    decide: async (source, ask) => {
      const journal = source.journal();
      const before = journal.length;
      noted.length = 0;
      const answer = ask();
      const [record = null] = noted;
      const change = journal[before];
      const written = await answer;
      if (!change) return { written, write: null };
      if (change.after !== null && !record) throw new SourceError('store_failed', 'A write got lost.', 'Try again.');
      return { written, write: { record: change.after === null ? null : record, change } };
    },
  };
};
