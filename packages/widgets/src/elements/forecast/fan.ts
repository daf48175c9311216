import { addDays, type ChanceColumns, forecast, periodOf, truncate } from '@sluice/core';
import type { DealRow } from '../../controllers/deals.ts';
import { type LinesLayout, layoutLines, type LinesOptions } from '../trend/lines.ts';

/** So many months at most, and no more than deals are expected in. */
const MONTHS = 12;

/** What will have come in by the end of a month, minor units. */
export interface FanStep {
  /** The last day of the month, `YYYY-MM-DD`. */
  readonly until: string;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** Deals expected up to that day. */
  readonly deals: number;
}

/** The range of the total by the day that deals are expected on. */
export interface Fan {
  readonly steps: readonly FanStep[];
  /** Open deals that nobody said a day for: in the whole total, in no month. */
  readonly undated: number;
}

/**
 * The range of what has come in by the end of each month from the running one on: the forecast of the deals expected up to its last day.
 * Those that are overdue are expected in the running month; certain ones (won) are in from the start. The last step is of all that have a day.
 */
export const fanOf = (deals: readonly DealRow[], columns: ChanceColumns, today: string): Fan => {
  const dueOf = ({ outcome, expected }: DealRow): string | null => (outcome === 'won' ? today : expected);
  const last = deals.reduce((latest, deal) => ((dueOf(deal) ?? '') > latest ? (dueOf(deal) ?? '') : latest), today);
  const steps: FanStep[] = [];
  let first = truncate(today, 'month');
  while (steps.length < MONTHS && first <= last) {
    const { to } = periodOf(first, 'month');
    const rows = deals.flatMap((deal, row) => ((dueOf(deal) ?? '9999-12-31') <= to ? [row] : []));
    const part: ChanceColumns = {
      id: rows.map((row) => columns.id?.[row] ?? ''),
      amount: Float64Array.from(rows, (row) => columns.amount[row] ?? Number.NaN),
      probability: Float64Array.from(rows, (row) => columns.probability[row] ?? Number.NaN),
      currency: rows.map((row) => columns.currency?.[row] ?? null),
    };
    const { value } = forecast(part);
    const { p10, p50, p90 } = value ?? { p10: 0, p50: 0, p90: 0 };
    steps.push({ until: to, p10, p50, p90, deals: value?.deals ?? 0 });
    first = addDays(to, 1);
  }
  return { steps, undated: deals.filter((deal) => dueOf(deal) === null).length };
};

/** A fan as it is drawn: the band from P10 to P90, the line of P50, and what lines are laid out with. */
export interface FanLayout extends LinesLayout {
  readonly band: string;
}

/** Lays out a fan over one scale that holds zero. */
export const layoutFan = (steps: readonly FanStep[], options: LinesOptions): FanLayout => {
  const lines = [steps.map(({ p50 }) => p50), steps.map(({ p10 }) => p10), steps.map(({ p90 }) => p90)] as const;
  const [middle, low, high] = lines;
  const layout = layoutLines([middle, low, high], options);
  const along = (first: readonly number[], ...others: readonly (readonly number[])[]) =>
    layoutLines([first, ...others], options).points.flatMap((point) => (point ? [`${point.x} ${point.y}`] : []));
  const ring = [...along(low, middle, high), ...along(high, middle, low).toReversed()];
  return { ...layout, band: ring.length === 0 ? '' : `M${ring.join('L')}Z` };
};
