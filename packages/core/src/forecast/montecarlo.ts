import { type ChanceColumns, type Chances, type Figured, known, meanTotal, readChances } from './chances.ts';
import { firstAtLeast, type Open, openDeals } from './distribution.ts';
import { cumulative, quantile } from './normal.ts';
import { normals, randomOf } from './random.ts';

/** How a simulation is drawn. */
export interface TrialOptions {
  /** A whole number: the same seed gives the same trials. */
  readonly seed: number;
  /** Default 10 000. */
  readonly trials?: number;
  /**
   * How strongly the deals hang together, 0 (default, independent) to 0.99: the correlation of the standard normals behind any two deals
   * (one-factor Gaussian copula, Vasicek 1987). Each deal keeps its own probability.
   */
  readonly correlation?: number;
  /** Deals drawn one by one, those of the largest variance; the rest is drawn together as one normal. Default 256. */
  readonly drawn?: number;
}

/** The totals of all trials, ascending, in minor units. */
export interface Trials {
  readonly totals: Float64Array;
  /** Of the deals, not of the trials: exact. */
  readonly mean: number;
  /** The standard error of the mean of the trials, in minor units: how far chance alone moves it. */
  readonly standardError: number;
  readonly seed: number;
  readonly correlation: number;
  /** Deals drawn one by one, and together. */
  readonly drawn: number;
  readonly together: number;
}

/** Probabilities of deals given the state of the world, a standard normal m: Φ((Φ⁻¹(p) + √ρ·m) ÷ √(1 − ρ)). */
const conditional = (basisPoints: number, correlation: number): ((m: number) => number) => {
  const p = basisPoints / 10_000;
  if (correlation === 0) return () => p;
  const z = quantile(p);
  const pull = Math.sqrt(correlation);
  const rest = Math.sqrt(1 - correlation);
  return (m) => cumulative((z + pull * m) / rest);
};

const WORST = -6;
const STATES = 96;

/** The deals of the largest variance, largest first; of equal ones the first. */
const largest = (spread: Float64Array, count: number): readonly number[] => {
  let kept: number[] = [];
  let least = -Infinity;
  const cut = (): void => {
    kept = kept.sort((a, b) => (spread[b] as number) - (spread[a] as number) || a - b).slice(0, count);
  };
  for (let deal = 0; deal < spread.length; deal++) {
    if (!((spread[deal] as number) > least)) continue;
    kept.push(deal);
    if (kept.length < 2 * count + 64) continue;
    cut();
    least = spread[kept.at(-1) ?? -1] ?? Infinity;
  }
  cut();
  return kept;
};

/** The mean and deviation of a sum of deals in a state of the world, by a table of states. */
const bulk = ({ size, probability }: Open, single: ReadonlySet<number>, correlation: number) => {
  // Deals of one probability behave alike: summed once, by basis points.
  const sums = new Float64Array(10_001);
  const squared = new Float64Array(10_001);
  for (let deal = 0; deal < size.length; deal++) {
    if (single.has(deal)) continue;
    const p = probability[deal] as number;
    const a = size[deal] as number;
    (sums[p] as number) += a;
    (squared[p] as number) += a * a;
  }
  const classes = [...sums.keys()]
    .filter((p) => (sums[p] as number) > 0)
    .map((p) => ({ sum: sums[p] as number, squares: squared[p] as number, at: conditional(p, correlation) }));
  const states = correlation === 0 ? 1 : STATES + 1;
  const means = new Float64Array(states);
  const variances = new Float64Array(states);
  for (let state = 0; state < states; state++) {
    const m = WORST + (state * -2 * WORST) / STATES;
    for (const { sum, squares, at } of classes) {
      const p = at(m);
      (means[state] as number) += sum * p;
      (variances[state] as number) += squares * p * (1 - p);
    }
  }
  const between = (table: Float64Array, m: number): number => {
    const place = Math.min(STATES - 1e-9, Math.max(0, ((m - WORST) * STATES) / (-2 * WORST)));
    const low = Math.floor(place);
    return (table[low] as number) * (low + 1 - place) + (table[low + 1] as number) * (place - low);
  };
  if (states === 1) {
    const [mean = 0, variance = 0] = [means[0], variances[0]];
    return (_: number, normal: number): number => mean + Math.sqrt(variance) * normal;
  }
  return (m: number, normal: number): number => between(means, m) + Math.sqrt(between(variances, m)) * normal;
};

/** Trials of deals that were read. */
export const trialsOf = (
  chances: Chances,
  { seed, trials = 10_000, correlation = 0, drawn = 256 }: TrialOptions,
): Trials => {
  const open = openDeals(chances);
  const rho = Math.min(0.99, Math.max(0, correlation));
  const spread = open.size.map((size, deal) => {
    const p = (open.probability[deal] as number) / 10_000;
    return size * size * p * (1 - p);
  });
  const single = largest(spread, Math.max(0, Math.floor(drawn)));
  const sizes = Float64Array.from(single, (deal) => open.size[deal] as number);
  const chance = single.map((deal) => conditional(open.probability[deal] as number, rho));
  const now = Float64Array.from(chance, (at) => at(0));
  const together = bulk(open, new Set(single), rho);
  const rest = open.size.length - single.length;
  const all = open.size.reduce((sum, size) => sum + size, 0);
  const spanned = all - sizes.reduce((sum, size) => sum + size, 0);
  const random = randomOf(seed);
  const normal = normals(random);
  const totals = new Float64Array(Math.max(1, Math.floor(trials)));
  for (let trial = 0; trial < totals.length; trial++) {
    let m = 0;
    if (rho > 0) {
      m = normal();
      for (let i = 0; i < now.length; i++) now[i] = (chance[i] as (m: number) => number)(m);
    }
    let total = open.offset;
    for (let i = 0; i < sizes.length; i++) if (random.unit() < (now[i] as number)) total += sizes[i] as number;
    if (rest > 0) total += Math.min(spanned, Math.max(0, Math.round(together(m, normal()))));
    totals[trial] = total;
  }
  totals.sort();
  return {
    totals,
    mean: meanTotal(chances),
    standardError: standardError(totals),
    seed,
    correlation: rho,
    drawn: single.length,
    together: rest,
  };
};

const standardError = (totals: Float64Array): number => {
  const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
  const squares = totals.reduce((sum, total) => sum + (total - mean) ** 2, 0);
  return totals.length < 2 ? 0 : Math.sqrt(squares / (totals.length - 1) / totals.length);
};

/**
 * A seeded Monte Carlo of the total (xoshiro128**): the deals of the largest variance are drawn one by one, the rest as one normal. It
 * stands beside the exact distribution as a check, and alone where deals depend on each other (`correlation`). Amounts in minor units,
 * probabilities in basis points; unknown with the reasons of `readChances`. Source: domain.md, "Outcome distribution"; performance.md.
 */
export const simulate = (columns: ChanceColumns, options: TrialOptions): Figured<Trials> => {
  const read = readChances(columns);
  return read.value === null ? read : known(trialsOf(read.value, options));
};

/** The smallest total that a level in basis points of the trials does not pass, in minor units. */
export const trialQuantile = ({ totals }: Trials, basisPoints: number): number => {
  const rank = Math.ceil((basisPoints * totals.length) / 10_000);
  return totals[Math.min(totals.length, Math.max(1, rank)) - 1] as number;
};

/** The share of the trials whose total is at least this many minor units, a ratio 0–1. */
export const trialAtLeast = ({ totals }: Trials, total: number): number =>
  1 - firstAtLeast(totals, total) / totals.length;
