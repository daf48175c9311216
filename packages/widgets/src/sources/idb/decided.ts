import { type Commit, type Frame, type MemorySource, type Rec, SourceError } from '@sluice/core';

/** What writes would do, before they are done: the answer, and what is to be kept of it, in order; nothing of what is refused. */
export interface Decided<W> {
  readonly written: W;
  readonly writes: readonly Commit[];
}

/** Frames on which writes are tried: what is written to them is taken back before anybody sees it. */
export interface Trying {
  readonly over: (frame: Frame) => Frame;
  /** Runs writes of a source over such frames; nothing of it is left. Their answer is decided before anything else may happen. */
  readonly decide: <W>(source: MemorySource, ask: () => Promise<W>) => Promise<Decided<W>>;
}

/**
 * Lets a memory source decide without writing: what is stored must be on the disk before anybody sees it, and the rules by which
 * writes are decided must be those of every source. Of several, each is decided on what those before it would leave.
 */
export const trying = (): Trying => {
  const records: Rec[] = [];
  const back: (() => void)[] = [];
  return {
    over: (frame) => {
      const stored = (id: string): Rec | null => {
        const row = frame.rowOf(id);
        return row < 0 ? null : frame.record(row);
      };
      const tried = {
        insert: (record: Rec): void => {
          frame.insert(record);
          records.push(record);
          back.push(() => void frame.remove(record.id));
        },
        replace: (record: Rec): void => {
          const before = stored(record.id);
          frame.replace(record);
          records.push(record);
          if (before) back.push(() => frame.replace(before));
        },
        remove: (id: string): boolean => {
          const before = stored(id);
          if (before) back.push(() => frame.insert(before));
          return frame.remove(id);
        },
      };
      return Object.create(frame, {
        insert: { value: tried.insert },
        replace: { value: tried.replace },
        remove: { value: tried.remove },
      }) as Frame;
    },
    decide: async (source, ask) => {
      const journal = source.journal();
      const before = journal.length;
      records.length = 0;
      const answer = ask();
      const changes = journal.slice(before);
      for (const undo of back.splice(0).reverse()) undo();
      const kept = changes.some(({ after }) => after !== null) ? [...records] : [];
      const writes = changes.map((change): Commit => {
        const record = change.after === null ? null : (kept.shift() ?? null);
        if (change.after !== null && record?.id !== change.id)
          throw new SourceError('store_failed', 'A write got lost.', 'Try again.');
        return { record, change };
      });
      return { written: await answer, writes };
    },
  };
};
