import { CATEGORIES, type ForecastCategory } from '../blueprint/index.ts';
import type { Entity, StageOf } from '../model/index.ts';
import type { Rec } from '../records/index.ts';
import { type Figured, known, type NumberColumn, onlyCurrency, unknown } from './chances.ts';

/** Deals as columns: amounts in minor units, the category of each (see `categoryOf` and `ownCategory`), its currency. */
export interface CategoryColumns {
  readonly amount: NumberColumn;
  readonly category: readonly (ForecastCategory | null)[];
  /** ISO 4217. */
  readonly currency?: readonly (string | null)[];
}

/** What a category holds: unweighted, in minor units. */
export interface CategoryTotal {
  readonly amount: number;
  readonly count: number;
}

/** Single and cumulative forecast categories, unweighted. included + excluded = population. */
export interface Categories {
  /** ISO 4217; null when the deals do not say. */
  readonly currency: string | null;
  /** Σ amount of the deals in each category. */
  readonly single: Readonly<Record<ForecastCategory, CategoryTotal>>;
  /** commit = commit + closed; bestCase = bestCase + commit + closed; open = pipeline + bestCase + commit. */
  readonly cumulative: Readonly<Record<'commit' | 'bestCase' | 'open', CategoryTotal>>;
  readonly population: number;
  readonly included: number;
  readonly excluded: readonly { readonly reason: 'no_amount' | 'no_category'; readonly count: number }[];
}

/**
 * The category of a deal: its own where somebody set one, else its stage's; null without either. Like an override of the probability,
 * one of the category ends when the deal closes: what is won or lost follows its stage.
 */
export const categoryOf = (
  stage: Pick<StageOf, 'outcome' | 'forecast'> | undefined,
  override: ForecastCategory | null = null,
): ForecastCategory | null =>
  stage?.outcome === 'open' ? (override ?? stage.forecast) : (stage?.forecast ?? override);

/** The category that somebody set on a deal, by the part `category`; null where nobody did, or the entity has no such field. */
export const ownCategory = (
  entity: Pick<Entity, 'parts'>,
  { values }: Pick<Rec, 'values'>,
): ForecastCategory | null => {
  const said = entity.parts.category === undefined ? null : values[entity.parts.category];
  return CATEGORIES.find((one) => one === said) ?? null;
};

const together = (...totals: readonly CategoryTotal[]): CategoryTotal => ({
  amount: totals.reduce((sum, total) => sum + total.amount, 0),
  count: totals.reduce((sum, total) => sum + total.count, 0),
});

/**
 * The forecast categories of a selection, single and cumulative, **unweighted**: amounts in minor units. Unknown with `no_rows`, with
 * `mixed_currencies`, and with `too_large` beyond 2^53 − 1. Source: domain.md, "Forecast categories".
 */
export const categories = ({ amount, category, currency }: CategoryColumns): Figured<Categories> => {
  const population = amount.length;
  if (population === 0) return unknown('no_rows');
  const code = onlyCurrency(currency);
  if (code === undefined) return unknown('mixed_currencies');
  const sums = { pipeline: 0, bestCase: 0, commit: 0, closed: 0, omitted: 0 };
  const counts = { ...sums };
  let blank = 0;
  let nowhere = 0;
  let size = 0;
  for (let i = 0; i < population; i++) {
    const a = amount[i] ?? Number.NaN;
    const of = category[i] ?? null;
    if (Number.isNaN(a)) blank++;
    else if (of === null) nowhere++;
    else {
      sums[of] += a;
      counts[of]++;
      size += Math.abs(a);
    }
  }
  if (!(size <= Number.MAX_SAFE_INTEGER)) return unknown('too_large');
  const single = Object.fromEntries(
    CATEGORIES.map((of) => [of, { amount: sums[of], count: counts[of] }]),
  ) as Categories['single'];
  const { pipeline, bestCase, commit, closed } = single;
  return known({
    currency: code,
    single,
    cumulative: {
      commit: together(commit, closed),
      bestCase: together(bestCase, commit, closed),
      open: together(pipeline, bestCase, commit),
    },
    population,
    included: population - blank - nowhere,
    excluded: [
      { reason: 'no_amount' as const, count: blank },
      { reason: 'no_category' as const, count: nowhere },
    ].filter(({ count }) => count > 0),
  });
};
