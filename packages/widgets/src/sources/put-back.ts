import type { Entity, Source, UndoRow } from '@sluice/core';

/** Whether a record of an undo is one that the import made: before it there was no title. */
export const isMade = ({ title }: Entity, { cells }: UndoRow): boolean =>
  cells.every(({ before }) => before === null) &&
  (title.formula !== undefined || cells.some(({ field }) => field === title.name));

/** Puts back, on the word of a person, a record that somebody edited after an import; false when it cannot be. */
export const putBack = async (source: Source, row: UndoRow): Promise<boolean> => {
  const entity = source.model.find(row.entity);
  const stored = await source.get(row.entity, row.id);
  if (!entity || !stored) return false;
  const { version } = stored;
  const patch = Object.fromEntries(row.cells.map(({ field, before }) => [field, before]));
  const written = isMade(entity, row)
    ? await source.remove(row.entity, row.id, { version })
    : await source.change(row.entity, row.id, patch, { version });
  return written.ok;
};
