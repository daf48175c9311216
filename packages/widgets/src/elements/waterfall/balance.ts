import { type Checked, type DueWindow, type Figured, good, isDate, type Waterfall } from '@sluice/core';
import type { Deals } from '../../controllers/deals.ts';

/** The two days (at whose end the pipeline stands) and, if any, the days deals are expected in. */
export interface WaterfallWish {
  readonly from: string;
  readonly to: string;
  readonly window: DueWindow | null;
}

/** What the waterfall shows. */
export interface WaterfallAnswer {
  /** Why it cannot be told: `noJournal`, `badDates`; null when it can. */
  readonly missing: 'noJournal' | 'badDates' | null;
  readonly figures: Figured<Waterfall>;
  /** How the deals are called. */
  readonly titles: Readonly<Record<string, string>>;
  readonly read: number;
  readonly total: number;
}

const NONE: Figured<Waterfall> = { value: null, reason: 'no_rows' };

/**
 * The open pipeline at the end of two days and all that lies between, as whatever keeps the records reckons it: in the page, or on the
 * server, of all its deals.
 */
export const balanceOf = async (
  deals: Deals,
  { from, to, window }: WaterfallWish,
): Promise<Checked<WaterfallAnswer>> => {
  const { rows, source, query, total } = deals;
  const titles = Object.fromEntries(rows.map(({ id, title }) => [id, title]));
  const shared = { titles, read: total, total };
  if (!isDate(from) || !isDate(to) || from > to) return good({ ...shared, missing: 'badDates', figures: NONE });
  const { entity, filters, where, search } = query;
  const told = await source.reckon?.({
    figure: 'waterfall',
    entity,
    from,
    to,
    ...(filters ? { filters } : {}),
    ...(where === undefined ? {} : { where }),
    ...(search === undefined ? {} : { search }),
    ...(window ? { dueFrom: window.from, dueTo: window.to } : {}),
  });
  if (told && !told.ok) return told;
  if (told?.value.figure !== 'waterfall') return good({ ...shared, missing: 'noJournal', figures: NONE });
  return good({ ...shared, missing: null, figures: told.value.result });
};
