import type { Change, Rec, Source } from '@sluice/core';

/** A source that is asked for the journal of a record. */
interface Journaling extends Source {
  readonly journalOf: (entity: string, id: string) => Promise<readonly Change[]>;
}
/** A source in the page, whose journal is at hand. */
interface Keeping extends Source {
  readonly journal: () => readonly Change[];
}

const isJournaling = (source: Source): source is Journaling =>
  'journalOf' in source && typeof source.journalOf === 'function';
const isKeeping = (source: Source): source is Keeping => 'journal' in source && typeof source.journal === 'function';

/** The journal of a record, with the record as it stands (null: it is gone). `changes` is null where the source keeps none. */
export interface Journal {
  readonly changes: readonly Change[] | null;
  readonly record: Rec | null;
}

/** Asks a source for the journal of a record. */
export const journalIn = async (source: Source, entity: string, id: string): Promise<Journal> => {
  if (isJournaling(source)) {
    const [changes, record] = await Promise.all([source.journalOf(entity, id), source.get(entity, id)]);
    return { changes, record };
  }
  if (!isKeeping(source)) return { changes: null, record: null };
  const changes = source.journal().filter((change) => change.entity === entity && change.id === id);
  return { changes, record: await source.get(entity, id) };
};
