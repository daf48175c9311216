import type { Moment } from '../expr/tree.ts';
import { type Checked, good } from '../issue.ts';
import type { Entity } from '../model/index.ts';
import { lastYearsDate, lastYearsPeriod, type Period, periodOf, previousPeriod } from '../pipeline/calendar.ts';
import { type Known, known, unknown } from '../pipeline/known.ts';
import type { Answer, Condition, MeasureUnit, Query } from '../query/query.ts';
import { addDays, diffDays, type Granularity, isDate } from '../time.ts';
import { metricsOf } from './registry.ts';

/** With what a figure is compared: the period before, or the same one of the year before. */
export type Comparison = 'previous' | 'lastYear';

/** How a figure is looked at by period. */
export interface ByPeriod {
  readonly granularity: Granularity;
  readonly compare: Comparison;
}

/** The running period up to today, and as many days of the one it is compared with; both days included. */
export interface ComparedSpans {
  readonly now: Period;
  readonly before: Period;
}

/**
 * The running period up to today and the days it is compared with: as many of the period before, or up to the same date of the year before (the
 * 28th for 29 February; the same weekday for weeks). Null where the calendar has no such period (week 53, the year 0001).
 */
export const spansOf = (today: string, { granularity, compare }: ByPeriod): ComparedSpans | null => {
  const period = periodOf(today, granularity);
  const other = compare === 'previous' ? previousPeriod(period, granularity) : lastYearsPeriod(period, granularity);
  if (!other) return null;
  const passed = addDays(other.from, diffDays(period.from, today));
  const sameDate =
    compare === 'lastYear' && granularity !== 'week' && granularity !== 'day' ? lastYearsDate(today) : passed;
  const whole = today === period.to;
  const last = whole || sameDate === null || sameDate > other.to ? other.to : sameDate;
  return { now: { from: period.from, to: today }, before: { from: other.from, to: last } };
};

/** One figure of a period beside that of another. */
export interface ComparedFigure {
  readonly unit: MeasureUnit;
  /** ISO 4217 when the unit is money. */
  readonly currency?: string;
  readonly spans: ComparedSpans | null;
  /** In memory units: minor units, ratios 0–1. Null with the reason of the figure. */
  readonly now: number | null;
  readonly before: number | null;
  /** now − before, in the unit of the figure. */
  readonly change: Known;
  /** change ÷ |before|: 0.25 is +25 %; null with `zero_base`. */
  readonly ratio: Known;
  /** Why `now`, or `before`, is unknown. */
  readonly reasons: { readonly now: string | null; readonly before: string | null };
}

/**
 * Two questions as one: the figure of the running period and that of the other. A measure that counts what happened (won, created) is asked of the
 * records of each period, as they are now; one that says how things stand (open pipeline) is asked as of the last day of each.
 */
export const comparedQueries = (
  query: Query,
  entity: Entity,
  spans: ComparedSpans,
): { readonly now: Query; readonly before: Query } => {
  const [measure = ''] = query.measures;
  const dated = metricsOf(entity).find(({ id }) => id === measure)?.dated;
  const of = ({ from, to }: Period): Query => {
    if (dated === undefined) return { ...query, asOf: to };
    const within: readonly Condition[] = [
      { field: dated, op: 'gte', values: [from] },
      { field: dated, op: 'lte', values: [to] },
    ];
    return { ...query, filters: [...(query.filters ?? []), ...within] };
  };
  // What stands now stands as of the day that is looked at, which the question names itself when it is past.
  return { now: dated === undefined ? query : of(spans.now), before: of(spans.before) };
};

const figureIn = (answer: Answer): { readonly value: number | null; readonly reason: string | null } => {
  const [column] = answer.measures;
  const value = column?.values[0];
  if (answer.population === 0) return { value: null, reason: 'no_rows' };
  if (typeof value === 'number') return { value, reason: null };
  return { value: null, reason: column?.reasons?.[0] ?? 'no_values' };
};

/**
 * The first measure of a query for the running period, beside the period before or the same one of the year before, in the days of the zone.
 * `ask` answers a query: a source's `measure`. Source: issue 5, "comparison with the previous period and with the same period last year".
 */
export const compareFigure = async (
  query: Query,
  by: ByPeriod,
  entity: Entity,
  { today }: Moment,
  ask: (query: Query) => Promise<Checked<Answer>>,
): Promise<Checked<ComparedFigure>> => {
  const day = query.asOf !== undefined && isDate(query.asOf) ? query.asOf : today;
  const spans = spansOf(day, by);
  const bare = { ...query, by: [], sort: [], measures: query.measures.slice(0, 1) };
  const asked = spans ? comparedQueries(bare, entity, spans) : { now: bare, before: null };
  const answer = await ask(asked.now);
  if (!answer.ok) return answer;
  const earlier = asked.before ? await ask(asked.before) : null;
  if (earlier && !earlier.ok) return earlier;
  const [column] = answer.value.measures;
  const now = figureIn(answer.value);
  const before = earlier ? figureIn(earlier.value) : { value: null, reason: 'no_such_period' };
  const shared = {
    unit: column?.unit ?? 'number',
    ...(column?.currency === undefined ? {} : { currency: column.currency }),
    spans,
    now: now.value,
    before: before.value,
    reasons: { now: now.reason, before: before.reason },
  };
  if (now.value === null || before.value === null) {
    const none = unknown(spans ? 'no_rows' : 'no_such_period');
    return good({ ...shared, change: none, ratio: none });
  }
  const change = now.value - before.value;
  return good({
    ...shared,
    change: known(change),
    ratio: before.value === 0 ? unknown('zero_base') : known(change / Math.abs(before.value)),
  });
};
