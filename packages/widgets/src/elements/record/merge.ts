import type { Value } from '@sluice/core';

/** Values by field name, in memory units; a field left out is unknown. */
export type Values = Readonly<Record<string, Value>>;

/** A field that two people changed, with what each wrote. */
export interface Clash {
  readonly field: string;
  /** What it was when this edit began. */
  readonly base: Value;
  readonly mine: Value;
  readonly theirs: Value;
}

/** Two edits of one record, taken apart. */
export interface Merge {
  /** Changed by me only: stays as I wrote it. */
  readonly mine: Values;
  /** Changed by others only: taken over as it stands. */
  readonly theirs: readonly string[];
  /** Changed by both, differently: to be decided by a person. */
  readonly clashes: readonly Clash[];
}

/** Whether two values are the same value: lists and objects by content. */
export function sameValue(a: Value, b: Value): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

/** The fields of `after` that differ from `before`: what an edit asks for. */
export function patchOf(before: Values, after: Values): Values {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => !sameValue(before[name] ?? null, value)));
}

/**
 * Sets an edit against what somebody else stored since it began. Nothing is lost: what only one side changed is kept, what both
 * changed to the same value is no clash, the rest is a clash with both values.
 */
export function mergeEdits(base: Values, mine: Values, stored: Values): Merge {
  const asked = patchOf(base, mine);
  const other = patchOf(base, stored);
  const clashes: Clash[] = [];
  const kept: Record<string, Value> = {};
  for (const [field, value] of Object.entries(asked)) {
    const theirs = stored[field] ?? null;
    if (!(field in other)) kept[field] = value;
    else if (!sameValue(theirs, value)) clashes.push({ field, base: base[field] ?? null, mine: value, theirs });
  }
  return { mine: kept, theirs: Object.keys(other).filter((field) => !(field in asked)), clashes };
}

/** The patch that stores a merge once every clash is decided: 'mine' writes my value over theirs, 'theirs' leaves it. */
export function decide(merge: Merge, choices: Readonly<Record<string, 'mine' | 'theirs'>>): Values {
  const chosen = merge.clashes
    .filter((clash) => choices[clash.field] === 'mine')
    .map((clash) => [clash.field, clash.mine] as const);
  return { ...merge.mine, ...Object.fromEntries(chosen) };
}
