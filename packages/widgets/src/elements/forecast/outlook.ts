import {
  type Bar,
  type Categories,
  categories,
  type ChanceColumns,
  distribution,
  effects,
  type Figured,
  forecast,
  type Forecast,
  histogram,
  type Outlook,
} from '@sluice/core';
import type { DealRow, Deals } from '../../controllers/deals.ts';
import { turn } from '../../controllers/turns.ts';
import { type Fan, fanOf } from './fan.ts';

/** Up to so many deals each one's effect is reckoned exactly; beyond, of the largest ones by cumulants. */
const EACH = 500;
const TOP = 10;

/** What one deal does to the forecast. */
export interface DealEffect {
  readonly deal: DealRow;
  /** By how much the mean falls when it is lost, minor units. */
  readonly cost: number;
  readonly lost: Outlook;
  readonly won: Outlook;
}

/** Everything the forecast shows. */
export interface OutlookAnswer {
  readonly figures: Figured<Forecast>;
  /** Minor units; null without a quota. */
  readonly quota: number | null;
  /** A quota was said that is none. */
  readonly badQuota: boolean;
  readonly currency: string | null;
  readonly bars: readonly Bar[];
  readonly fan: Fan;
  /** The grid of binned amounts, minor units. */
  readonly step: number;
  readonly categories: Figured<Categories>;
  readonly effects: readonly DealEffect[];
  readonly read: number;
  readonly total: number;
}

/** What the forecast is asked for: the quota in minor units (null none), whether won deals count as certain. */
export interface OutlookWish {
  readonly quota: number | null;
  readonly won: boolean;
}

/** Deals as the forecast takes them: open ones, and with `won` the won ones as certain. */
export const chancesOf = (
  rows: readonly DealRow[],
  won: boolean,
): { readonly deals: readonly DealRow[]; readonly columns: ChanceColumns } => {
  const deals = rows.filter(({ outcome }) => outcome === 'open' || (won && outcome === 'won'));
  const number = (value: number | null): number => value ?? Number.NaN;
  return {
    deals,
    columns: {
      id: deals.map(({ id }) => id),
      amount: Float64Array.from(deals, ({ amount }) => number(amount)),
      probability: Float64Array.from(deals, ({ outcome, probability }) =>
        outcome === 'won' ? 10_000 : number(probability),
      ),
      currency: deals.map(({ amount, currency }) => (amount === null ? null : currency)),
    },
  };
};

const asOutlook = ({ value }: Figured<Forecast>): Outlook =>
  value ?? { mean: 0, p10: 0, p50: 0, p90: 0, atLeast: null };

const expected = ({ amount, probability }: DealRow): number => ((amount ?? 0) * (probability ?? 0)) / 10_000;

/** The effects of the largest deals where there are too many for all: each reckoned again without, and with, the deal. */
const largest = (
  deals: readonly DealRow[],
  columns: ChanceColumns,
  mean: number,
  asked: { readonly quota?: number },
): readonly DealEffect[] => {
  const order = deals
    .map((deal, row) => ({ deal, row }))
    .filter(({ deal }) => deal.outcome === 'open' && deal.amount !== null && deal.probability !== null)
    .sort((a, b) => expected(b.deal) - expected(a.deal) || (a.deal.id < b.deal.id ? -1 : 1))
    .slice(0, TOP);
  return order.map(({ deal, row }) => {
    const decided = (probability: number): Outlook => {
      const copy = Float64Array.from(columns.probability as Float64Array);
      copy[row] = probability;
      return asOutlook(forecast({ ...columns, probability: copy }, asked));
    };
    const lost = decided(0);
    return { deal, cost: mean - lost.mean, lost, won: decided(10_000) };
  });
};

/** The ten deals whose loss costs most: by the mean, then by the chance of the quota. */
const costliest = (
  deals: readonly DealRow[],
  columns: ChanceColumns,
  mean: number,
  quota: number | null,
): readonly DealEffect[] => {
  const asked = quota === null ? {} : { quota };
  if (deals.length > EACH) return largest(deals, columns, mean, asked);
  const { value } = effects(columns, asked);
  if (value === null) return [];
  const found = value.deals.flatMap(({ row, lost, won }): readonly DealEffect[] => {
    const deal = deals[row];
    return deal?.outcome === 'open' && lost.mean !== value.now.mean
      ? [{ deal, cost: value.now.mean - lost.mean, lost, won }]
      : [];
  });
  return found
    .toSorted(
      (a, b) => b.cost - a.cost || (a.lost.atLeast ?? 0) - (b.lost.atLeast ?? 0) || (a.deal.id < b.deal.id ? -1 : 1),
    )
    .slice(0, TOP);
};

/** The forecast of deals: the figures, the distribution in bars, the categories and what single deals do. */
export const outlookOf = async ({ rows, total, moment }: Deals, wish: OutlookWish): Promise<OutlookAnswer> => {
  const badQuota = wish.quota !== null && !(wish.quota > 0);
  const quota = badQuota ? null : wish.quota;
  const { deals, columns } = chancesOf(rows, wish.won);
  const figures = forecast(columns, { exact: true, ...(quota === null ? {} : { quota }) });
  await turn();
  const spread = figures.value === null ? null : distribution(columns).value;
  const bars = spread === null ? [] : histogram(spread, { bars: 24 });
  await turn();
  const kept = rows.filter(({ outcome }) => outcome !== 'lost' && outcome !== null);
  return {
    figures,
    quota,
    badQuota,
    currency: deals.find(({ currency }) => currency !== null)?.currency ?? null,
    bars,
    fan: fanOf(deals, columns, moment.today),
    step: spread?.step ?? 0,
    categories: categories({
      amount: kept.map(({ amount }) => amount),
      category: kept.map(({ category }) => category),
      currency: kept.map(({ amount, currency }) => (amount === null ? null : currency)),
    }),
    effects: figures.value === null ? [] : costliest(deals, columns, figures.value.mean, quota),
    read: rows.length,
    total,
  };
};
