import type { Outcome } from '../blueprint/index.ts';
import type { Moment } from '../expr/tree.ts';
import { diffDays, type Granularity, periodLabelKey, truncate } from '../time.ts';
import type { Period } from './calendar.ts';
import type { Facts } from './facts.ts';
import { type Known, ratio } from './known.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** The deals created in one period, and how many of them were won. */
export interface Cohort {
  /** `2025-02-05`, `2025-W06`, `2025-02`, `2025-Q1`, `2025`; sorts as the periods do. */
  readonly key: string;
  /** First day of the period, `YYYY-MM-DD`. */
  readonly from: string;
  /** Deals counted. */
  readonly created: number;
  readonly won: number;
  readonly lost: number;
  readonly open: number;
  /** Won ÷ created, 0–1; null with a reason where no deal counts. */
  readonly rate: Known;
  /** With `within`: some of its deals have not had all their days yet, so the rate can still rise. */
  readonly maturing: boolean;
  /** Won deals left out because nobody can say how long they took (with `within` only). */
  readonly excluded: { readonly closedBeforeCreated: number; readonly noClosedDate: number };
}

export interface CohortOptions {
  readonly granularity: Granularity;
  /** Only deals won within so many days from their creation count as won; absent: won by now. */
  readonly within?: number;
}

/** Win rates of cohorts, and the deals that are in none. */
export interface Cohorts {
  readonly cohorts: readonly Cohort[];
  /** Deals created nobody knows when, or after today. */
  readonly undated: number;
}

const winOf = (row: Facts, within: number | undefined): 'won' | 'late' | 'no_closed_date' | 'closed_before_created' => {
  if (within === undefined) return 'won';
  if (row.closed === null || row.created === null) return 'no_closed_date';
  const days = diffDays(row.created, row.closed);
  if (days < 0) return 'closed_before_created';
  return days <= within ? 'won' : 'late';
};

const cohortOf = (key: string, from: string, rows: readonly Facts[], options: CohortOptions, today: string): Cohort => {
  const { within } = options;
  const ends = rows.map((row) => (row.outcome === 'won' ? winOf(row, within) : null));
  const how = (end: (typeof ends)[number]): number => ends.filter((one) => one === end).length;
  const excluded = { closedBeforeCreated: how('closed_before_created'), noClosedDate: how('no_closed_date') };
  const created = rows.length - excluded.closedBeforeCreated - excluded.noClosedDate;
  const won = how('won');
  const reason = excluded.closedBeforeCreated > 0 ? 'closed_before_created' : 'no_closed_date';
  return {
    key,
    from,
    created,
    won,
    lost: rows.filter(({ outcome }) => outcome === 'lost').length,
    open: rows.filter(({ outcome }) => outcome === 'open').length,
    rate: ratio(won, created, rows.length === 0 ? 'no_rows' : reason),
    maturing:
      within !== undefined && rows.some((row) => row.created !== null && diffDays(row.created, today) <= within),
    excluded,
  };
};

/**
 * The win rate of each cohort: of the deals created in a period, the share won by now, or within N days (the Nth day included). Cohorts
 * in order of time; periods in which no deal was created are not among them. Source: domain.md, winRate.cohort.
 */
export const cohortWinRates = (deals: Iterable<Facts>, options: CohortOptions, { today }: Moment): Cohorts => {
  let undated = 0;
  const periods = new Map<string, Facts[]>();
  for (const row of deals) {
    if (row.created === null || row.created > today) {
      undated += 1;
      continue;
    }
    const from = truncate(row.created, options.granularity);
    const rows = periods.get(from);
    if (rows) rows.push(row);
    else periods.set(from, [row]);
  }
  const cohorts = [...periods]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, rows]) => cohortOf(periodLabelKey(from, options.granularity), from, rows, options, today));
  return { cohorts, undated };
};

/** How long deals took from creation to closing. */
export interface Cycle extends Spread {
  /** Deals closed in the period that are left out: the span is negative, or the first day unknown. */
  readonly closedBeforeCreated: number;
  readonly noCreatedDate: number;
}

/**
 * Mean, median and P90 of the days from creation to closing of the won deals closed in a period (both its days included; absent: ever),
 * or of the lost or of all closed ones. Negative spans are left out and counted. Null with `no_won_deals` (`no_closed_deals`) where none
 * closed, `closed_before_created` or `no_created_date` where none of them has a span. Source: domain.md, cycle.
 */
export const cycleOf = (
  deals: Iterable<Facts>,
  {
    period,
    outcome = 'won',
  }: { readonly period?: Period; readonly outcome?: Exclude<Outcome, 'open'> | 'closed' } = {},
): Cycle => {
  const spans: number[] = [];
  let closedBeforeCreated = 0;
  let noCreatedDate = 0;
  for (const row of deals) {
    const { created, closed } = row;
    const meant = outcome === 'closed' ? row.outcome === 'won' || row.outcome === 'lost' : row.outcome === outcome;
    if (!meant || closed === null || (period && (closed < period.from || closed > period.to))) continue;
    if (created === null) noCreatedDate += 1;
    else if (closed < created) closedBeforeCreated += 1;
    else spans.push(diffDays(created, closed));
  }
  const none = outcome === 'won' ? 'no_won_deals' : 'no_closed_deals';
  const reason = closedBeforeCreated > 0 ? 'closed_before_created' : noCreatedDate > 0 ? 'no_created_date' : none;
  return { ...spreadOf(spans, reason), closedBeforeCreated, noCreatedDate };
};
