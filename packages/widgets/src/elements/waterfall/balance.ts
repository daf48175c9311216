import {
  asOf,
  type DealState,
  type DueWindow,
  factsOf,
  type Figured,
  isDate,
  type Rec,
  waterfall,
  type Waterfall,
} from '@sluice/core';
import type { Deals } from '../../controllers/deals.ts';
import { turn } from '../../controllers/turns.ts';

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

/** The open pipeline at the end of two days and all that lies between, replayed from the journal. */
export const balanceOf = async (deals: Deals, { from, to, window }: WaterfallWish): Promise<WaterfallAnswer> => {
  const { entity, model, rows, journal, moment, whole, total } = deals;
  const titles = Object.fromEntries(rows.map(({ id, title }) => [id, title]));
  const shared = { titles, read: rows.length, total };
  if (journal === null) return { ...shared, missing: 'noJournal', figures: NONE };
  if (!isDate(from) || !isDate(to) || from > to) return { ...shared, missing: 'badDates', figures: NONE };
  const ids = new Set(rows.map(({ id }) => id));
  // records that are gone belong to no selection but the whole
  const changes = journal.filter(({ entity: name, id }) => name === entity.name && (whole || ids.has(id)));
  const options = {
    model: { ...model, entities: [entity] },
    zone: moment.zone,
    records: { [entity.name]: rows.map(({ record }) => record) },
  };
  const stateOf = (record: Rec): readonly DealState[] => {
    const { id, amount, outcome, expected, closed, currency } = factsOf(entity, record, moment.zone);
    return outcome === null
      ? []
      : [{ id, amount, outcome, expected, closed, currency: amount === null ? null : currency }];
  };
  const standing = (day: string): readonly DealState[] =>
    (asOf(changes, day, options)[entity.name] ?? []).flatMap(stateOf);
  const opening = standing(from);
  await turn();
  const closing = standing(to);
  return { ...shared, missing: null, figures: waterfall({ opening, closing }, window === null ? {} : { window }) };
};
