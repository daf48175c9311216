import type { Frame } from '../frame/index.ts';
import type { Change, Rec } from '../records/index.ts';
import { SourceError } from './source.ts';

/** A record and its journal entry, or the entry alone: the record is removed. */
export interface Commit {
  readonly record: Rec | null;
  readonly change: Change;
}

/**
 * Puts many decided writes into frames: all of them, or none when one does not fit what is there. A write fits the version before its
 * own; a creation fits where nothing is.
 */
export const commitTo = (tables: (entity: string) => Frame | undefined, writes: readonly Commit[]): void => {
  const versions = new Map<string, number>();
  const misfit = writes.find(({ record, change: { entity, id, version, before } }) => {
    const frame = tables(entity);
    const key = `${entity} ${id}`;
    const row = frame?.rowOf(id) ?? -1;
    const now = versions.get(key) ?? (frame && row >= 0 ? frame.record(row).version : 0);
    versions.set(key, record === null ? 0 : version);
    return !frame || (record && record.id !== id) || (before === null ? now !== 0 : now !== version - 1 || now === 0);
  });
  if (misfit) {
    const { entity, id } = misfit.change;
    throw new SourceError('changed_meanwhile', `${entity} ${id} was changed meanwhile.`, 'Make the plan again.');
  }
  const done: (() => void)[] = [];
  try {
    for (const { record, change } of writes) {
      const frame = tables(change.entity);
      if (!frame) continue;
      const row = frame.rowOf(change.id);
      const before = row < 0 ? null : frame.record(row);
      if (record === null) frame.remove(change.id);
      else if (before === null) frame.insert(record);
      else frame.replace(record);
      done.push(() => {
        if (before === null) frame.remove(change.id);
        else if (record === null) frame.insert(before);
        else frame.replace(before);
      });
    }
  } catch (error) {
    for (const undo of done.reverse()) undo();
    throw error;
  }
};
