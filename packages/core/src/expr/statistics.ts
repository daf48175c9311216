import { roundHalfAway, scale } from '../money.ts';
import { tame, whole } from './number.ts';
import { DecimalSums, type Sums, WholeSums } from './sums.ts';
import type { Aggregate, Type } from './tree.ts';

/** Sums in a unit: money and percent are whole, the rest decimals. */
export function sumsFor(unit: Type['unit'], groups: number): Sums {
  return unit === 'money' || unit === 'percent' ? new WholeSums(groups) : new DecimalSums(groups);
}

/** The mean of whole numbers that add up to `sum`, rounded half away from zero. */
export function meanOfWhole(sum: number, count: number): number {
  return whole(scale(sum, 1, count));
}

/**
 * The median or 90th percentile of sorted values, interpolated linearly on doubles as PostgreSQL's `percentile_cont` does (type 7);
 * NaN of none. Money and percent are then rounded half away from zero.
 */
export function percentile(sorted: Float64Array, name: 'median' | 'p90', unit: Type['unit']): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (name === 'median' ? 0.5 : 0.9) * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  const value = low === high || Number.isInteger(at) ? low : low + (at - Math.floor(at)) * (high - low);
  return unit === 'number' ? tame(value) : whole(roundHalfAway(value));
}

/** One aggregate of values without nulls, in any order: what `count`, `sum`, … say of them. */
export function summarize(
  name: Exclude<Aggregate, 'countDistinct'>,
  values: readonly number[],
  unit: Type['unit'],
): number {
  switch (name) {
    case 'count':
      return values.length;
    case 'sum':
    case 'avg': {
      const sums = sumsFor(unit, 1);
      for (const value of values) sums.add(0, value);
      return name === 'sum' ? sums.sum(0) : sums.mean(0, values.length);
    }
    case 'median':
    case 'p90':
      return percentile(Float64Array.from(values).sort(), name, unit);
    case 'min':
      return values.length === 0 ? Number.NaN : values.reduce((least, value) => Math.min(least, value));
    case 'max':
      return values.length === 0 ? Number.NaN : values.reduce((most, value) => Math.max(most, value));
  }
}
