import { type Change, dateInZone, type Entity, type Field, type Value } from '@sluice/core';

/** One field of an entry, before and after. */
export interface Line {
  readonly what: 'moved' | 'fromTo' | 'set' | 'cleared' | 'overridden' | 'follows';
  readonly field: Field;
  readonly from: Value;
  readonly to: Value;
}

/** One entry of a journal, as people read it. */
export interface Entry {
  readonly what: 'created' | 'removed' | 'changed';
  readonly at: string;
  readonly actor: string;
  readonly imported: boolean;
  readonly lines: readonly Line[];
}

/** The entries of a day. */
export interface Day {
  /** `YYYY-MM-DD` in the reader's zone. */
  readonly day: string;
  readonly entries: readonly Entry[];
}

const isBlank = (value: Value): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What happened to a field; null when nothing did that a reader would see. */
const lineOf = (entity: Entity, field: Field, from: Value, to: Value): Line | null => {
  if (isBlank(from) && isBlank(to)) return null;
  // where the default is noted on entry, what is stored says nothing about hands
  const byHand = field.follows !== undefined && entity.stage?.pipeline?.follow !== 'atEntry';
  const what = isBlank(from)
    ? byHand
      ? 'overridden'
      : 'set'
    : isBlank(to)
      ? byHand
        ? 'follows'
        : 'cleared'
      : field.kind === 'stage'
        ? 'moved'
        : 'fromTo';
  return { what, field, from, to };
};

/** A journal entry in lines, by field in the order of the model; the stage first. */
export const entryOf = (entity: Entity, { before, after, at, actor, cause }: Change): Entry => {
  const lines = entity.fields.flatMap((field) => {
    if (before?.[field.name] === undefined && after?.[field.name] === undefined) return [];
    const [from, to] = [before?.[field.name] ?? null, after?.[field.name] ?? null];
    // of what is gone one reads what it was
    return lineOf(entity, field, after === null ? null : from, after === null ? from : to) ?? [];
  });
  const first = (line: Line): number => (line.field.kind === 'stage' ? 0 : 1);
  return {
    what: before === null ? 'created' : after === null ? 'removed' : 'changed',
    at,
    actor,
    imported: /^import\b/i.test(cause),
    lines: lines.toSorted((a, b) => first(a) - first(b)),
  };
};

/** The entries of a journal by day, the newest first. */
export const daysOf = (entity: Entity, changes: readonly Change[], zone: string): readonly Day[] => {
  const days = new Map<string, Entry[]>();
  const newest = changes.toSorted((a, b) => b.version - a.version || (a.at < b.at ? 1 : -1));
  for (const change of newest) {
    const day = dateInZone(change.at, zone);
    const entries = days.get(day) ?? [];
    entries.push(entryOf(entity, change));
    days.set(day, entries);
  }
  return [...days].map(([day, entries]) => ({ day, entries }));
};
