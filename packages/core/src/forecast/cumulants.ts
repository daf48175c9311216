import {
  type ChanceColumns,
  type Chances,
  type Figured,
  known,
  type LeftOut,
  meanTotal,
  readChances,
} from './chances.ts';
import { cumulative, density, quantile } from './normal.ts';

/**
 * The cumulants of the total of independent deals, in one pass. They are exact: those of a sum are the sums of those of its parts.
 * Money in minor units; `skewness` and `excess` (kurtosis) have no unit and are 0 where nothing is uncertain.
 */
export interface Cumulants {
  /** Rounded once, half away from zero; exact. */
  readonly mean: number;
  /** Minor units squared. */
  readonly variance: number;
  /** Minor units. */
  readonly deviation: number;
  readonly skewness: number;
  readonly excess: number;
  readonly deals: number;
  readonly uncertain: number;
  /** The largest part of the variance that comes from one deal, a ratio 0–1; 0 where nothing is uncertain. */
  readonly largestShare: number;
  /** The least and the most that the total can be, in minor units. */
  readonly least: number;
  readonly most: number;
  readonly leftOut: readonly LeftOut[];
}

/**
 * κ₁ = Σ ap, κ₂ = Σ a²pq, κ₃ = Σ a³pq(1 − 2p), κ₄ = Σ a⁴pq(1 − 6pq) with q = 1 − p: the cumulants of a Bernoulli amount
 * (Johnson, Kemp, Kotz, "Univariate Discrete Distributions", ch. 3), of deals that were read.
 */
export const cumulantsOf = (chances: Chances): Cumulants => {
  const { length, amount, probability } = chances;
  let second = -0;
  let third = -0;
  let fourth = -0;
  let largest = -0;
  let least = -0;
  let most = -0;
  let uncertain = -0;
  // Every sum is added to in every round, be it nothing: a million deals are one short pass that way.
  for (let i = 0; i < length; i++) {
    const a = amount[i] as number;
    const p = (probability[i] as number) / 10_000;
    const variance = p * (1 - p);
    const part = a * a * variance;
    uncertain += part > 0 ? 1 : -0;
    largest = Math.max(largest, part);
    second += part;
    third += part * a * (1 - 2 * p);
    fourth += part * a * a * (1 - 6 * variance);
    least += p === 1 || (p > 0 && a < 0) ? a : -0;
    most += p === 1 || (p > 0 && a > 0) ? a : -0;
  }
  const deviation = Math.sqrt(second);
  const some = second > 0;
  return {
    mean: meanTotal(chances),
    variance: second + 0,
    deviation: deviation + 0,
    skewness: some ? third / (second * deviation) : 0,
    excess: some ? fourth / (second * second) : 0,
    deals: length,
    uncertain: uncertain + 0,
    largestShare: some ? largest / second : 0,
    least: least + 0,
    most: most + 0,
    leftOut: chances.leftOut,
  };
};

/** The cumulants of deals as columns: minor units, basis points. Unknown with the reasons of `readChances`. */
export const cumulants = (columns: ChanceColumns): Figured<Cumulants> => {
  const read = readChances(columns);
  return read.value === null ? read : known(cumulantsOf(read.value));
};

/** What `trusted` asks for: at least so many uncertain deals, and no deal above so large a share (a ratio) of the variance. */
export const GUARD = { deals: 64, share: 0.05 } as const;

/**
 * Whether the cumulants alone describe the distribution well: enough uncertain deals, none of which dominates. Otherwise the exact
 * distribution is asked. Source: performance.md, "Monte-Carlo". Always true where nothing is uncertain.
 */
export const trusted = ({ uncertain, largestShare }: Cumulants): boolean =>
  uncertain === 0 || (uncertain >= GUARD.deals && largestShare <= GUARD.share);

const within = ({ least, most }: Cumulants, total: number): number =>
  Math.min(most, Math.max(least, Math.round(total)));

/**
 * The quantile of the total at a level in basis points by the Cornish–Fisher expansion, in minor units, within what the total can be:
 * w = z + (z² − 1)γ₁/6 + (z³ − 3z)γ₂/24 − (2z³ − 5z)γ₁²/36 (Cornish & Fisher 1938; Abramowitz & Stegun 26.2.49).
 */
export const quantileByCumulants = (found: Cumulants, basisPoints: number): number => {
  const { mean, deviation, skewness, excess } = found;
  if (basisPoints <= 0) return found.least;
  if (basisPoints >= 10_000) return found.most;
  const z = quantile(basisPoints / 10_000);
  const cube = z * z * z;
  const w =
    z + ((z * z - 1) * skewness) / 6 + ((cube - 3 * z) * excess) / 24 - ((2 * cube - 5 * z) * skewness * skewness) / 36;
  return within(found, mean + deviation * w);
};

/**
 * P(total ≥ an amount in minor units), a ratio 0–1, by the Edgeworth expansion of the same cumulants:
 * F = Φ(z) − φ(z)·(γ₁He₂/6 + γ₂He₃/24 + γ₁²He₅/72) (Abramowitz & Stegun 26.2.48).
 */
export const atLeastByCumulants = (found: Cumulants, total: number): number => {
  const { mean, deviation, skewness, excess, least, most } = found;
  if (total <= least) return 1;
  if (total > most) return 0;
  if (deviation === 0) return mean >= total ? 1 : 0;
  // Totals are whole: what lies half a unit below belongs to this one.
  const z = (total - 0.5 - mean) / deviation;
  const second = z * z - 1;
  const third = z ** 3 - 3 * z;
  const fifth = z ** 5 - 10 * z ** 3 + 15 * z;
  const below =
    cumulative(z) - density(z) * ((skewness * second) / 6 + (excess * third) / 24 + (skewness * skewness * fifth) / 72);
  return Math.min(1, Math.max(0, 1 - below));
};
