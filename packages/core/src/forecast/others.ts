import { type Distribution, firstAtLeast, SLACK } from './distribution.ts';
import { type Rational, ratio, rationalAtLeast, rationalQuantile, withoutDeal } from './rational.ts';

/** The total of all other deals, less the offset: its quantiles and tail, in minor units. */
export interface Others {
  readonly quantile: (basisPoints: number) => number;
  readonly atLeast: (total: number) => number;
}

/** F without one deal, from F: F(x) = (1 − p)·G(x) + p·G(x − a), solved for G on the side where the errors of doubles shrink. */
const without = (cumulative: Float64Array, cells: number, p: number): ((cell: number) => number) => {
  const last = cumulative.length - 1;
  const at = (cell: number): number => (cell < 0 ? 0 : cell >= last ? 1 : (cumulative[cell] as number));
  if (cells === 0) return at;
  const bounded = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);
  if (p <= 0.5)
    return (cell) => {
      let sum = -0;
      let sign = 1 / (1 - p);
      for (let x = cell; x >= 0 && Math.abs(sign) > 1e-18; x -= cells) {
        sum += sign * at(x);
        sign *= -p / (1 - p);
      }
      return bounded(sum);
    };
  return (cell) => {
    let sum = -0;
    let factor = 1;
    let x = cell + cells;
    for (; x < last && Math.abs(factor) > 1e-18; x += cells) {
      sum += (factor / p) * at(x);
      factor *= -(1 - p) / p;
    }
    // From here on F is 1: the rest of the series sums to its first factor.
    return bounded(sum + factor);
  };
};

const onGrid = (all: Distribution, size: number, p: number): Others => {
  const { totals, cumulative, step } = all;
  const first = totals[0] as number;
  const cells = Math.round(size / step);
  const below = without(cumulative, cells, p / 10_000);
  return {
    quantile: (basisPoints) => {
      const level = basisPoints / 10_000 - SLACK;
      // One deal less takes at most its size from any quantile.
      let high = Math.min(firstAtLeast(cumulative, level), cumulative.length - 1);
      let low = high - cells;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (below(middle) < level) low = middle + 1;
        else high = middle;
      }
      return first + low * step;
    },
    atLeast: (total) => 1 - below(Math.ceil((total - first) / step) - 1),
  };
};

const exactly = ({ rational, offset }: Distribution, size: number, p: number): Others => {
  const rest = withoutDeal(rational as Rational, size, p);
  return {
    quantile: (basisPoints) => offset + rationalQuantile(rest, basisPoints),
    atLeast: (total) => {
      const { numerator, denominator } = rationalAtLeast(rest, total - offset);
      return ratio(numerator, denominator);
    },
  };
};

/** F without one deal at each of the totals of F, in doubles, on the side where their errors shrink. */
const cumulativeWithout = ({ totals, mass }: Distribution, size: number, p: number): Float64Array => {
  const rest = new Float64Array(totals.length);
  const q = 1 - p;
  if (p <= 0.5) {
    let j = 0;
    for (let i = 0; i < totals.length; i++) {
      const source = (totals[i] as number) - size;
      while ((totals[j] as number) < source) j++;
      const moved = (totals[j] as number) === source ? p * (rest[j] as number) : 0;
      rest[i] = ((mass[i] as number) - moved) / q;
    }
  } else {
    let j = totals.length - 1;
    for (let i = totals.length - 1; i >= 0; i--) {
      const target = (totals[i] as number) + size;
      while ((totals[j] as number) > target) j--;
      rest[i] = (totals[j] as number) === target ? ((mass[j] as number) - q * (rest[j] as number)) / p : 0;
    }
  }
  for (let i = 1; i < rest.length; i++) rest[i] = (rest[i] as number) + (rest[i - 1] as number);
  return rest;
};

// Above so many totals fractions take too long for each single deal.
const FRACTIONS = 4096;

/** In doubles, but for a quantile that is decided by their last digits: that is asked of the fractions. */
const nearly = (all: Distribution, size: number, p: number): Others => {
  const { totals } = all;
  const cumulative = cumulativeWithout(all, size, p / 10_000);
  let fractions: Others | undefined;
  return {
    quantile: (basisPoints) => {
      const level = basisPoints / 10_000;
      const place = cumulative.findIndex((sum) => sum >= level - SLACK);
      if (place >= 0 && (cumulative[place] as number) > level + SLACK) return totals[place] as number;
      fractions ??= exactly(all, size, p);
      return fractions.quantile(basisPoints);
    },
    atLeast: (total) => {
      const place = firstAtLeast(totals, total);
      if (place === totals.length) return 0;
      return place === 0 ? 1 : Math.min(1, Math.max(0, 1 - (cumulative[place - 1] as number)));
    },
  };
};

/** The others of an open deal: its size above 0 in minor units and its probability above 0 and below 10 000, as `openDeals` gives them. */
export const othersOf = (all: Distribution, size: number, p: number): Others => {
  if (all.rational === null) return onGrid(all, size, p);
  return (all.rational.totals.length > FRACTIONS ? nearly : exactly)(all, size, p);
};
