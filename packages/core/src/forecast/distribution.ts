import {
  type ChanceColumns,
  type Chances,
  type Figured,
  known,
  type LeftOut,
  readChances,
  unknown,
  weightedSum,
  wholeUnits,
} from './chances.ts';
import { convolve, gridOf } from './grid.ts';
import { NOTHING, type Rational, ratio, rationalAtLeast, rationalQuantile, withDeal } from './rational.ts';

/**
 * The distribution of the total of deals that are won or lost independently. Money in minor units, probabilities as ratios 0–1.
 * `rational`: exact fractions (few deals). `grid`: exact but for the rounding of doubles, on the common grid of the amounts.
 * `binned`: each amount was rounded to a multiple of `step`, and every total is within `errorBound` of the true one.
 */
export interface Distribution {
  readonly method: 'rational' | 'grid' | 'binned';
  /** Possible totals, ascending, the probability of each, and of it and those below. */
  readonly totals: Float64Array;
  readonly mass: Float64Array;
  readonly cumulative: Float64Array;
  /** Exact fractions over the totals less `offset`; null when `method` is not `rational`. */
  readonly rational: Rational | null;
  /** What is certain, in minor units: won deals. */
  readonly offset: number;
  /** Minor units between cells; 0 without a grid. */
  readonly step: number;
  /** Minor units; 0 unless binned. At most step × deals ÷ 2. */
  readonly errorBound: number;
  /** Rounded once, half away from zero; exact whatever the method. */
  readonly mean: number;
  /** Minor units squared, of the deals as they are and not as they were binned. */
  readonly variance: number;
  /** The root of the variance, in minor units. */
  readonly deviation: number;
  /** Deals reckoned with; those whose outcome is open. */
  readonly deals: number;
  readonly uncertain: number;
  readonly leftOut: readonly LeftOut[];
}

/** A probability 0–1, with the least and the most it can be where amounts were binned; all three are equal otherwise. */
export interface Chance {
  readonly chance: number;
  readonly least: number;
  readonly most: number;
}

/** Deals as the convolution takes them: sizes above 0 that come with a probability below 1 and above 0, and what is certain. */
export interface Open {
  readonly offset: number;
  readonly size: Float64Array;
  readonly probability: Float64Array;
  /** The deal of `Chances` behind each. */
  readonly deal: Uint32Array;
}

/** Up to so many open deals, the distribution is reckoned in fractions: at most 2^16 totals. */
export const RATIONAL_DEALS = 16;

/** Doubles add up with a rounding of some 1e-13: a cumulative probability that comes this near a level has reached it. */
export const SLACK = 1e-10;

/** Parts deals into what is certain and what is open. A negative amount is its loss for certain and its recovery with 1 − p. */
export const openDeals = ({ length, amount, probability }: Chances): Open => {
  const size = new Float64Array(length);
  const chance = new Float64Array(length);
  const deal = new Uint32Array(length);
  let offset = -0;
  let open = 0;
  for (let i = 0; i < length; i++) {
    const a = amount[i] as number;
    const p = probability[i] as number;
    if (p === 10_000 || a < 0) offset += p === 0 ? 0 : a;
    if (p === 0 || p === 10_000 || a === 0) continue;
    size[open] = Math.abs(a);
    chance[open] = a < 0 ? 10_000 - p : p;
    deal[open] = i;
    open++;
  }
  return {
    offset: offset + 0,
    size: size.subarray(0, open),
    probability: chance.subarray(0, open),
    deal: deal.subarray(0, open),
  };
};

const varianceOf = ({ length, amount, probability }: Chances): number => {
  let sum = -0;
  for (let i = 0; i < length; i++) {
    const p = (probability[i] as number) / 10_000;
    sum += (amount[i] as number) ** 2 * p * (1 - p);
  }
  return sum + 0;
};

const running = (mass: Float64Array): Float64Array => {
  const sums = new Float64Array(mass.length);
  let sum = -0;
  for (let i = 0; i < mass.length; i++) {
    sum += mass[i] as number;
    sums[i] = sum > 1 ? 1 : sum;
  }
  if (sums.length > 0) sums[sums.length - 1] = 1;
  return sums;
};

/** The distribution of deals that were read; `step` in minor units prescribes the grid. */
export const distributionOf = (chances: Chances, { step }: { readonly step?: number } = {}): Distribution => {
  const { offset, size, probability } = openDeals(chances);
  const variance = varianceOf(chances);
  const common = {
    offset,
    mean: wholeUnits(weightedSum(chances)),
    variance,
    deviation: Math.sqrt(variance),
    deals: chances.length,
    uncertain: size.length,
    leftOut: chances.leftOut,
  };
  if (size.length <= RATIONAL_DEALS && step === undefined) {
    let rational = NOTHING;
    for (let i = 0; i < size.length; i++) rational = withDeal(rational, size[i] as number, probability[i] as number);
    const mass = Float64Array.from(rational.weights, (weight) => ratio(weight, rational.denominator));
    const totals = Float64Array.from(rational.totals, (total) => total + offset);
    return { method: 'rational', totals, mass, cumulative: running(mass), rational, step: 0, errorBound: 0, ...common };
  }
  const grid = gridOf(size, step);
  const { low, mass } = convolve(grid.cells, probability);
  const totals = mass.map((_, i) => offset + (low + i) * grid.step);
  return {
    method: grid.errorBound === 0 ? 'grid' : 'binned',
    totals,
    mass,
    cumulative: running(mass),
    rational: null,
    step: grid.step,
    errorBound: grid.errorBound,
    ...common,
  };
};

/**
 * The distribution of the total of independent deals, by convolution on the common grid of their amounts. Amounts in minor units,
 * probabilities in basis points. Unknown with the reasons of `readChances`. Source: domain.md, "Outcome distribution".
 */
export const distribution = (
  columns: ChanceColumns,
  options: { readonly step?: number } = {},
): Figured<Distribution> => {
  const read = readChances(columns);
  return read.value === null ? read : known(distributionOf(read.value, options));
};

/** The first place where the ascending numbers are at least this. */
export const firstAtLeast = (ascending: Float64Array, least: number): number => {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * The smallest total whose cumulative probability reaches a level in basis points (1000 is P10), in minor units. Binned totals are
 * within `errorBound` of the true quantile.
 */
export const quantileOf = ({ rational, offset, totals, cumulative }: Distribution, basisPoints: number): number => {
  if (rational) return offset + rationalQuantile(rational, basisPoints);
  const place = firstAtLeast(cumulative, basisPoints / 10_000 - SLACK);
  return totals[Math.min(place, totals.length - 1)] as number;
};

const tail = ({ rational, offset, totals, cumulative }: Distribution, total: number): number => {
  if (rational) {
    const { numerator, denominator } = rationalAtLeast(rational, total - offset);
    return ratio(numerator, denominator);
  }
  const place = firstAtLeast(totals, total);
  if (place === totals.length) return 0;
  return place === 0 ? 1 : 1 - (cumulative[place - 1] as number);
};

/** P(total ≥ an amount in minor units). */
export const atLeast = (distribution: Distribution, total: number): Chance => {
  const { errorBound } = distribution;
  return {
    chance: tail(distribution, total),
    least: tail(distribution, total + errorBound),
    most: tail(distribution, total - errorBound),
  };
};

/** P(total ≥ quota), the quota in minor units; unknown with `no_quota` when it is not above 0. */
export const quotaChance = (distribution: Distribution, quota: number | null | undefined): Figured<Chance> =>
  typeof quota === 'number' && quota > 0 ? known(atLeast(distribution, quota)) : unknown('no_quota');

/** One bar of a histogram: totals from `from` up to and without `to`, minor units; probability 0–1. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly probability: number;
}

/** The distribution in at most so many bars of equal width between the totals that carry all but a thousandth of either tail. */
export const histogram = (
  distribution: Distribution,
  { bars = 40 }: { readonly bars?: number } = {},
): readonly Bar[] => {
  const { totals, cumulative } = distribution;
  const first = quantileOf(distribution, 10);
  const last = quantileOf(distribution, 9990);
  const width = Math.max(1, Math.ceil((last - first + 1) / bars));
  const below = (total: number): number => {
    const place = firstAtLeast(totals, total);
    return place === 0 ? 0 : (cumulative[place - 1] as number);
  };
  const count = Math.floor((last - first) / width) + 1;
  return Array.from({ length: count }, (_, i) => {
    const from = first + i * width;
    return { from, to: from + width, probability: Math.max(0, below(from + width) - below(from)) };
  });
};
