import type { Entity, Rec, Value } from '@sluice/core';

type Values = Readonly<Record<string, Value>>;

/** An edit that was made while the record changed elsewhere. */
export interface Edit {
  readonly asked: Values;
  /** What stood in the asked fields when it was made. */
  readonly before: Values;
}

/** What becomes of the fields of an edit. */
export interface Merged {
  /** Nobody else touched them: they can be written. */
  readonly free: Values;
  /** Somebody else wrote something else there: both values are kept for a person to decide. */
  readonly held: readonly string[];
}

const same = (a: Value | undefined, b: Value | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Merges an edit into what is stored by now, field by field. What both wrote alike is in neither list. */
export const mergeFields = ({ asked, before }: Edit, stored: Values): Merged => {
  const open = Object.keys(asked).filter((name) => !same(asked[name], stored[name]));
  const held = open.filter((name) => !same(before[name], stored[name]));
  const free = open.filter((name) => !held.includes(name));
  return { free: Object.fromEntries(free.map((name) => [name, asked[name] ?? null])), held };
};

/** A record as it is kept, of one as a server hands it out: derived fields left out, following ones blank while they follow. */
export const keptForm = (entity: Entity, record: Rec): Rec => {
  const noted = entity.stage?.pipeline?.follow === 'atEntry';
  const follows = (name: string): boolean =>
    !noted && entity.field(name)?.follows !== undefined && record.overrides[name] === undefined;
  return {
    ...record,
    values: Object.fromEntries(
      entity.stored.map(({ name }) => [name, follows(name) ? null : (record.values[name] ?? null)]),
    ),
  };
};
