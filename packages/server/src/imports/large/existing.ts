import type { Entity, Existing, Rec } from '@sluice/core';
import type { ImportsIn } from '../port.ts';

/** Linked records that are kept at hand. */
const MOST_KEPT = 5000;

/** Answers about linked records from what was asked before; about the file's own entity from the records its rows may be. */
export const existingFor = (port: ImportsIn, entity: Entity, near: boolean) => {
  const kept = new Map<string, Rec | null>();
  let candidates: readonly Rec[] = [];
  const key = (name: string, id: string): string => `${name} ${id}`;
  const existing: Existing = {
    byIds: async (name, ids) => {
      if (kept.size > MOST_KEPT) kept.clear();
      const missing = ids.filter((id) => !kept.has(key(name, id)));
      for (const id of missing) kept.set(key(name, id), null);
      for (const record of missing.length > 0 ? await port.byIds(name, missing) : [])
        kept.set(key(name, record.id), record);
      return ids.flatMap((id) => kept.get(key(name, id)) ?? []);
    },
    byValues: (name, field, texts) =>
      name === entity.name ? Promise.resolve(candidates) : port.byValues(name, field, texts),
    ...(near && port.titlesNear
      ? {
          titlesNear: async (name: string, titles: readonly string[]) =>
            (await port.titlesNear?.(name, titles)) ?? new Map(),
        }
      : {}),
  };
  return {
    existing,
    /** The records that the next rows may be. */
    take: async (ids: readonly string[]): Promise<void> => {
      candidates = ids.length > 0 ? await port.byIds(entity.name, ids) : [];
    },
  };
};
