/** Yes, no or unknown, as columns keep it. */
export type Flag = 0 | 1 | 2;
export const NO = 0;
export const YES = 1;
export const UNKNOWN = 2;

/** A stored value as a flag: anything but true and false is unknown. */
export function flagOf(value: unknown): Flag {
  if (value === true) return YES;
  return value === false ? NO : UNKNOWN;
}

/** `and` in three values: no beats unknown beats yes. */
export function conjunction(a: Flag, b: Flag): Flag {
  if (a === NO || b === NO) return NO;
  return a === YES && b === YES ? YES : UNKNOWN;
}

/** `or` in three values: yes beats unknown beats no. */
export function disjunction(a: Flag, b: Flag): Flag {
  if (a === YES || b === YES) return YES;
  return a === NO && b === NO ? NO : UNKNOWN;
}

export function negation(flag: Flag): Flag {
  if (flag === UNKNOWN) return UNKNOWN;
  return flag === YES ? NO : YES;
}

/** Compares two numbers, days or instants; unknown when one of them is null (NaN). */
export function compareNumbers(name: 'lt' | 'lte' | 'gt' | 'gte', a: number, b: number): Flag {
  if (Number.isNaN(a) || Number.isNaN(b)) return UNKNOWN;
  const holds = name === 'lt' ? a < b : name === 'lte' ? a <= b : name === 'gt' ? a > b : a >= b;
  return holds ? YES : NO;
}
