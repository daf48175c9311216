import { summarize } from '../expr/statistics.ts';
import type { Moment } from '../expr/tree.ts';
import { addDays, diffDays, type Granularity, periodLabelKey, truncate } from '../time.ts';
import { lastYearsDate, lastYearsPeriod, type Period, periodOf, previousPeriod } from './calendar.ts';
import { dayOf } from './facts.ts';
import { type Known, known, unknown } from './known.ts';

/** Something that happened on a day: a local date `YYYY-MM-DD`, or an ISO instant in UTC whose day is that of the zone. */
export interface Dated<T> {
  readonly on: string | null;
  readonly value: T;
}

/** One period beside the one it is compared with. */
export interface Compared {
  /** The period it is compared with; null where the calendar has none (`no_such_period`). */
  readonly key: string | null;
  /** Its figure as a whole. */
  readonly value: Known;
  /** Its figure for as many of its days as have begun in a partial period; else `value`. This is what is compared. */
  readonly soFar: Known;
  /** The figure of the period less `soFar`, in the unit of the figure. */
  readonly change: Known;
  /** change ÷ |soFar|, 0.25 is + 25 %; null with `zero_base` where that is 0. */
  readonly ratio: Known;
}

/** The figure of one period, and of the two it is compared with. */
export interface PeriodFigure extends Period {
  /** `2025-02-05`, `2025-W06`, `2025-02`, `2025-Q1`, `2025`. */
  readonly key: string;
  readonly value: Known;
  /** Today lies in it: it is not over. */
  readonly partial: boolean;
  readonly previous: Compared;
  readonly lastYear: Compared;
}

/** The figures of a run of periods, in order of time, none left out between the first and the last. */
export interface PeriodFigures {
  readonly periods: readonly PeriodFigure[];
  /** Values without a day, or with one nobody can read. */
  readonly undated: number;
  /** Values dated after today: they are in no period yet. */
  readonly ahead: number;
}

export interface PeriodOptions {
  readonly granularity: Granularity;
  /** A day of the first and of the last period asked for; default: those of the first value and of today. Never after today. */
  readonly from?: string;
  readonly to?: string;
  /** The first day that was kept; what lies before it is unknown, not zero. Default: the day of the first value. */
  readonly since?: string;
}

/**
 * The sum, mean, … of numbers as the small language has it: money and percent whole, numbers as decimals. Nothing sums to 0; the mean of
 * nothing is unknown (`no_rows`).
 */
export const figureOf =
  (name: 'count' | 'sum' | 'avg' | 'median' | 'p90' | 'min' | 'max', unit: 'money' | 'percent' | 'number' = 'number') =>
  (values: readonly number[]): Known => {
    const value = summarize(name, values, unit);
    return Number.isNaN(value) ? unknown(values.length === 0 ? 'no_rows' : 'too_large') : known(value);
  };

/** The last day of the other period that is compared: all of it unless this one is partial and has days to come. */
const cutOf = (period: Period, other: Period, today: string, byDate: boolean): string => {
  if (today >= period.to) return other.to;
  const day = byDate ? (lastYearsDate(today) ?? other.to) : addDays(other.from, diffDays(period.from, today));
  return day < other.to ? day : other.to;
};

const compared = (value: Known, key: string | null, whole: Known, soFar: Known): Compared => {
  const missing = value.reason ?? soFar.reason;
  if (value.value === null || soFar.value === null) {
    const none = unknown(missing ?? 'no_rows');
    return { key, value: whole, soFar, change: none, ratio: none };
  }
  const change = value.value - soFar.value;
  const ratio = soFar.value === 0 ? unknown('zero_base') : known(change / Math.abs(soFar.value));
  return { key, value: whole, soFar, change: known(change), ratio };
};

/**
 * A figure period by period, each compared with the period before and with the same period of the year before, in the zone: an instant
 * counts on its local day, whatever the clocks did. The period today lies in is partial; it is compared with as many days of the other
 * one (with the same date, for the year before). `figure` says what the values of a period come to: `figureOf('sum')`, a win rate, ….
 * Source: issue 5, metrics (granularity, previous period, same period last year, in the tenant's zone).
 */
export const comparePeriods = <T>(
  rows: Iterable<Dated<T>>,
  figure: (values: readonly T[]) => Known,
  options: PeriodOptions,
  { today, zone }: Moment,
): PeriodFigures => {
  const { granularity } = options;
  const periods = new Map<string, { readonly day: string; readonly value: T }[]>();
  let undated = 0;
  let ahead = 0;
  let first: string | null = null;
  for (const { on, value } of rows) {
    const day = dayOf(on, zone);
    if (day === null) undated += 1;
    else if (day > today) ahead += 1;
    else {
      if (first === null || day < first) first = day;
      const from = truncate(day, granularity);
      const values = periods.get(from);
      if (values) values.push({ day, value });
      else periods.set(from, [{ day, value }]);
    }
  }
  const since = options.since ?? first;
  const figureIn = (period: Period, until: string): Known => {
    if (since === null || until < since) return unknown('no_rows');
    const values = periods.get(period.from) ?? [];
    return figure(values.filter(({ day }) => day <= until).map(({ value }) => value));
  };
  const beside = (value: Known, period: Period, other: Period | null, byDate: boolean): Compared => {
    if (!other) return compared(value, null, unknown('no_such_period'), unknown('no_such_period'));
    const key = periodLabelKey(other.from, granularity);
    return compared(value, key, figureIn(other, other.to), figureIn(other, cutOf(period, other, today, byDate)));
  };
  const start = options.from ?? first;
  const end = options.to === undefined || options.to > today ? today : options.to;
  const figures: PeriodFigure[] = [];
  for (let at = start; at !== null && at <= end; ) {
    const period = periodOf(at, granularity);
    const value = figureIn(period, period.to);
    figures.push({
      key: periodLabelKey(period.from, granularity),
      ...period,
      value,
      partial: today >= period.from && today <= period.to,
      previous: beside(value, period, previousPeriod(period, granularity), granularity === 'year'),
      lastYear: beside(
        value,
        period,
        lastYearsPeriod(period, granularity),
        granularity !== 'week' && granularity !== 'day',
      ),
    });
    at = period.to >= end ? null : addDays(period.to, 1);
  }
  return { periods: figures, undated, ahead };
};
