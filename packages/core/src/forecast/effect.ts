import {
  type ChanceColumns,
  type Chances,
  type Figured,
  known,
  readChances,
  unknown,
  weightedSum,
  wholeUnits,
} from './chances.ts';
import { atLeast, distributionOf, openDeals, quantileOf } from './distribution.ts';
import { type Others, othersOf } from './others.ts';

/** What a forecast says in five figures: money in minor units, `atLeast` = P(total ≥ quota) as a ratio 0–1, null without a quota. */
export interface Outlook {
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly atLeast: number | null;
}

/** What becomes of the forecast once one deal is decided. */
export interface Effect {
  /** The row of the columns. */
  readonly row: number;
  readonly id: string | null;
  /** Minor units. */
  readonly amount: number;
  /** Basis points. */
  readonly probability: number;
  readonly lost: Outlook;
  readonly won: Outlook;
}

/** The forecast as it stands, and after each deal. */
export interface Effects {
  readonly now: Outlook;
  readonly deals: readonly Effect[];
}

const outlook = (others: Others, shift: number, mean: number, quota: number | null): Outlook => ({
  mean,
  p10: others.quantile(1000) + shift,
  p50: others.quantile(5000) + shift,
  p90: others.quantile(9000) + shift,
  atLeast: quota === null ? null : others.atLeast(quota - shift),
});

/** The effects of deals that were read; `step` in minor units prescribes the grid, as for the distribution. */
export const effectsOf = (
  chances: Chances,
  {
    quota = null,
    step,
    id,
  }: { readonly quota?: number | null; readonly step?: number; readonly id?: readonly string[] } = {},
): Effects => {
  const all = distributionOf(chances, step === undefined ? {} : { step });
  const open = openDeals(chances);
  const place = new Int32Array(chances.length).fill(-1);
  open.deal.forEach((deal, i) => {
    place[deal] = i;
  });
  const aim = quota !== null && quota > 0 ? quota : null;
  const whole: Others = { quantile: (level) => quantileOf(all, level), atLeast: (total) => atLeast(all, total).chance };
  const sum = weightedSum(chances);
  // Deals of one amount and one probability have one effect.
  const others = new Map<string, Others>();
  const othersAt = (i: number): Others => {
    const size = open.size[i] as number;
    const p = open.probability[i] as number;
    const key = `${size} ${p}`;
    const made = others.get(key) ?? othersOf(all, size, p);
    others.set(key, made);
    return made;
  };
  const effects = Array.from({ length: chances.length }, (_, deal): Effect => {
    const amount = chances.amount[deal] as number;
    const probability = chances.probability[deal] as number;
    const i = place[deal] as number;
    const rest = i < 0 ? whole : othersAt(i);
    // What of this deal is in the offset: a won deal, or a negative amount that may still come back.
    const certain = probability === 10_000 || (amount < 0 && probability > 0) ? amount : 0;
    const lostMean = wholeUnits(sum - BigInt(amount) * BigInt(probability));
    const wonMean = wholeUnits(sum + BigInt(amount) * BigInt(10_000 - probability));
    const row = chances.row?.[deal] ?? deal;
    return {
      row,
      id: id?.[row] ?? null,
      amount,
      probability,
      lost: outlook(rest, -certain, lostMean, aim),
      won: outlook(rest, amount - certain, wonMean, aim),
    };
  });
  return { now: outlook(whole, 0, all.mean, aim), deals: effects };
};

/**
 * What losing, or winning, each single deal does to the mean, P10, P50, P90 and P(total ≥ quota): the deal is divided out of the
 * distribution, which equals recomputing it without the deal (fractions: exactly; doubles: to about 1e-10 of a probability).
 * Amounts and quota in minor units; unknown with the reasons of `readChances`, and with `no_quota` for a quota that is not above 0.
 */
export const effects = (
  columns: ChanceColumns,
  { quota, step }: { readonly quota?: number; readonly step?: number } = {},
): Figured<Effects> => {
  if (quota !== undefined && !(quota > 0)) return unknown('no_quota');
  const read = readChances(columns);
  if (read.value === null) return read;
  const { id } = columns;
  return known(
    effectsOf(read.value, {
      quota: quota ?? null,
      ...(step === undefined ? {} : { step }),
      ...(id === undefined ? {} : { id }),
    }),
  );
};
