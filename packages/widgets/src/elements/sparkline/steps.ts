import { addDays, type Answer, diffDays, type Granularity, truncate } from '@sluice/core';
import { numberOf } from '../kpi/figure.ts';

/** The value of a period by its first day. */
export interface Step {
  readonly first: string;
  readonly value: number | null;
}

/** More periods than this are no picture any more: those before are left out. */
const MOST = 400;
/** Between the first and the last period lie at most so many, where those without records are shown. */
const FILLED = 2000;
const LONGEST: Readonly<Record<Granularity, number>> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };

/** The first day of the period after the one that begins on `first`; the calendar ends with the year 9999. */
export const followingPeriod = (first: string, granularity: Granularity): string =>
  truncate(addDays(first, LONGEST[granularity]), granularity);

/** The last day of the period that begins on `first`. */
export const lastDayOf = (first: string, granularity: Granularity): string => {
  const end = '9999-12-31';
  return diffDays(first, end) < LONGEST[granularity] ? end : addDays(followingPeriod(first, granularity), -1);
};

/** Whether a formula of nothing is nothing: sums and counts, not averages and ratios. */
export const addsUp = (formula: string): boolean => /^(count|sum)\b[^/]*$/.test(formula);

/**
 * The answer to a question by periods, one step for each period from the first to the last: an answer has no row for a period without
 * records. `missing` is the value of such a period. Rows without a date are no step.
 */
export const stepsOf = (answer: Answer, missing: number | null, column = 0): readonly Step[] => {
  const [dimension] = answer.dimensions;
  const values = answer.measures[column]?.values ?? [];
  const granularity = dimension?.granularity ?? 'day';
  const known = new Map<string, number | null>();
  dimension?.values.forEach((key, row) => {
    if (typeof key === 'string') known.set(key, numberOf(values[row]));
  });
  const keys = [...known.keys()].sort();
  const last = keys.at(-1);
  const steps: Step[] = [];
  for (let first = keys[0]; first !== undefined && last !== undefined && first <= last; ) {
    steps.push({ first, value: known.has(first) ? (known.get(first) ?? null) : missing });
    if (first === last) break;
    // a date far off (9999-12-31 for never) is no history: then only the periods that have records are steps
    if (steps.length >= FILLED) return keys.slice(-MOST).map((day) => ({ first: day, value: known.get(day) ?? null }));
    first = followingPeriod(first, granularity);
  }
  return steps.slice(-MOST);
};

/** How a figure changed from one period to the next. */
export interface StepChange {
  readonly period: string;
  readonly before: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The change of the last whole period against the one before it; `current` is the first day of the period that still runs. Null where
 * one of them has no value, or the records end before.
 */
export const lastChange = (steps: readonly Step[], current: string, granularity: Granularity): StepChange | null => {
  const [before, period] = steps.filter(({ first }) => first < current).slice(-2);
  if (!before || !period || before.value === null || period.value === null) return null;
  if (followingPeriod(period.first, granularity) !== current) return null;
  return { period: period.first, before: before.first, from: before.value, to: period.value };
};
