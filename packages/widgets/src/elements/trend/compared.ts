import { type Granularity, lastYearsPeriod, periodOf, previousPeriod } from '@sluice/core';
import { followingPeriod, type Step } from '../sparkline/steps.ts';

/** With what a trend is compared. */
export type Comparison = '' | 'previous' | 'last-year';

/** A period, its value, and that of the period it is compared with. */
export interface TrendStep {
  readonly first: string;
  readonly value: number | null;
  readonly before: number | null;
}

/** What a trend shows: as many periods as asked for, up to the running one. */
export interface TrendOptions {
  readonly granularity: Granularity;
  readonly count: number;
  readonly compare: Comparison;
  readonly today: string;
  /** The value of a period without records. */
  readonly missing: number | null;
}

/**
 * The last periods up to the running one, each with the one it is compared with: as many periods earlier, or the same one a year before.
 * Beyond the first record nothing is known; periods that lie ahead are shown only where they have records (expected days).
 */
export const trendSteps = (
  steps: readonly Step[],
  { granularity, count, compare, today, missing }: TrendOptions,
): readonly TrendStep[] => {
  const [earliest] = steps;
  if (!earliest) return [];
  const known = new Map(steps.map(({ first, value }) => [first, value]));
  const running = periodOf(today, granularity).from;
  const latest = steps.at(-1)?.first ?? running;
  const end = latest > running ? latest : running;
  const valueAt = (first: string | undefined): number | null => {
    if (first === undefined || first < earliest.first) return null;
    return known.has(first) ? (known.get(first) ?? null) : missing;
  };
  const back: string[] = [end];
  while (back.length < 2 * count) {
    const before = previousPeriod(periodOf(back[0] ?? end, granularity), granularity);
    if (!before) break;
    back.unshift(before.from);
  }
  const shown = back.slice(-count).filter((first) => first >= earliest.first);
  return shown.map((first) => {
    const at = back.indexOf(first);
    const other =
      compare === 'previous'
        ? back[at - count]
        : compare === 'last-year'
          ? lastYearsPeriod(periodOf(first, granularity), granularity)?.from
          : undefined;
    return { first, value: valueAt(first), before: valueAt(other) };
  });
};

/** Whether a period is not over yet. */
export const isRunning = (first: string, granularity: Granularity, today: string): boolean =>
  first <= today && followingPeriod(first, granularity) > today;
