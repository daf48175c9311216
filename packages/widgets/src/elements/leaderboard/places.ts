import {
  addDays,
  type Answer,
  type Condition,
  diffDays,
  type Granularity,
  type Period,
  periodOf,
  previousPeriod,
} from '@sluice/core';
import { numberOf } from '../kpi/figure.ts';

/** A period up to today and as many days of the one before. */
export interface Spans {
  readonly now: Period;
  readonly before: Period;
}

/** The running period up to today, and the one before up to the same day. */
export const spansOf = (today: string, granularity: Granularity): Spans | null => {
  const period = periodOf(today, granularity);
  const last = previousPeriod(period, granularity);
  if (!last) return null;
  const same = addDays(last.from, diffDays(period.from, today));
  return { now: { from: period.from, to: today }, before: { from: last.from, to: same < last.to ? same : last.to } };
};

/** The conditions that keep a date within a span. */
export const within = (field: string, { from, to }: Period): readonly Condition[] => [
  { field, op: 'gte', values: [from] },
  { field, op: 'lte', values: [to] },
];

/** A row of a leaderboard. */
export interface Place {
  /** The row of the answer. */
  readonly row: number;
  /** Equal values share a rank; null for the rest and for what has no value. */
  readonly rank: number | null;
  readonly value: number | null;
  /** Of the sum of all; null where values do not add up. */
  readonly share: number | null;
  /** The value of the span before; null where there is none to compare with. */
  readonly before: number | null;
  /** The groups beyond the top as one. */
  readonly rest: boolean;
}

/** What the places are made with. */
export interface PlaceOptions {
  /** The answer of the span before; null for none. */
  readonly before: Answer | null;
  /** Whether values add up to a whole. */
  readonly adds: boolean;
  /** How many groups were asked for. */
  readonly top: number;
}

/** The groups of an answer as places, in its order. Groups that the measure says nothing of are left out. */
export const placesOf = (answer: Answer, { before, adds, top }: PlaceOptions): readonly Place[] => {
  const keys = answer.dimensions[0]?.values ?? [];
  const values = answer.measures[0]?.values ?? [];
  const sum = values.reduce<number>((total, value) => total + (numberOf(value) ?? 0), 0);
  const earlier = new Map(
    (before?.dimensions[0]?.values ?? []).map((key, row) => [key, numberOf(before?.measures[0]?.values[row])]),
  );
  let rank = 0;
  let last: number | null = null;
  return keys.flatMap((key, row): readonly Place[] => {
    const value = numberOf(values[row]);
    const rest = key === 'other' && row === keys.length - 1 && row >= top;
    const was = earlier.get(key) ?? (before && adds ? 0 : null);
    if (value === null || (adds && value === 0 && !was)) return [];
    if (!rest && value !== last) {
      rank = row + 1;
      last = value;
    }
    const share = adds && sum > 0 ? value / sum : null;
    return [{ row, rank: rest || key === null ? null : rank, value, share, before: rest ? null : was, rest }];
  });
};
