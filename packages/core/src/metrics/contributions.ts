import { aggregate } from '../expr/aggregate.ts';
import { evaluate, numberOf, type Reader } from '../expr/evaluate.ts';
import type { Expr, Moment } from '../expr/tree.ts';
import { aggregatesOf, isAggregate } from '../expr/walk.ts';

/** The weights of sorted values in a percentile that is interpolated between two of them. */
const quantileWeights = (count: number, p: number): readonly (readonly [place: number, weight: number])[] => {
  const at = p * (count - 1);
  const low = Math.floor(at);
  const part = at - low;
  return part === 0
    ? [[low, 1]]
    : [
        [low, 1 - part],
        [low + 1, part],
      ]; // prettier-ignore
};

const ofAggregate = (
  call: Extract<Expr, { op: 'call' }>,
  rows: readonly Reader[],
  moment: Moment,
): readonly number[] => {
  const [x, flag] = call.name === 'count' ? [undefined, call.args[0]] : call.args;
  const taken = rows.map((read) => flag === undefined || evaluate(flag, read, moment) === true);
  const none = rows.map(() => 0);
  if (call.name === 'countDistinct') {
    const seen = new Set<unknown>();
    return rows.map((read, at) => {
      const value = x && taken[at] ? evaluate(x, read, moment) : null;
      if (value === null || seen.has(value)) return 0;
      seen.add(value);
      return 1;
    });
  }
  const values = rows.map((read, at) => {
    if (!taken[at]) return Number.NaN;
    return x === undefined ? 1 : numberOf(x, { read, moment });
  });
  const known = values.flatMap((value, at) => (Number.isNaN(value) ? [] : [{ value, at }]));
  if (known.length === 0) return none;
  const weighted = (places: readonly (readonly [number, number])[]): readonly number[] => {
    const sorted = known.toSorted((a, b) => a.value - b.value);
    const parts = [...none];
    for (const [place, weight] of places) {
      const one = sorted[place];
      if (one) parts[one.at] = one.value * weight;
    }
    return parts;
  };
  switch (call.name) {
    case 'avg':
      return values.map((value) => (Number.isNaN(value) ? 0 : value / known.length));
    case 'median':
      return weighted(quantileWeights(known.length, 0.5));
    case 'p90':
      return weighted(quantileWeights(known.length, 0.9));
    case 'min':
      return weighted([[0, 1]]);
    case 'max':
      return weighted([[known.length - 1, 1]]);
    default:
      return values.map((value) => (Number.isNaN(value) ? 0 : value));
  }
};

const times = (parts: readonly number[] | null, factor: number): readonly number[] | null =>
  parts && (Number.isNaN(factor) ? null : parts.map((one) => one * factor));

const partsOf = (expr: Expr, rows: readonly Reader[], moment: Moment): readonly number[] | null => {
  if (expr.op !== 'call') return null;
  if (isAggregate(expr)) return ofAggregate(expr, rows, moment);
  const [a, b] = expr.args;
  if (!a) return null;
  const of = (one: Expr): readonly number[] | null => partsOf(one, rows, moment);
  const worth = (one: Expr | undefined): number => {
    const value = one === undefined ? Number.NaN : aggregate(one, rows, moment);
    return typeof value === 'number' ? value : Number.NaN;
  };
  const { den = 1, num = 1 } = expr;
  switch (expr.name) {
    case 'divide':
    case 'per':
      return times(of(a), 1 / worth(b));
    case 'multiply':
    case 'times':
      return aggregatesOf(a).length > 0 ? times(of(a), worth(b)) : b ? times(of(b), worth(a)) : null;
    case 'share':
      return times(of(a), worth(b) / den);
    case 'unshare':
      return times(of(a), den / worth(b));
    case 'scale':
      return times(of(a), num / den);
    case 'neg':
      return times(of(a), -1);
    case 'add':
    case 'sub': {
      const [first, second] = [of(a), b ? of(b) : null];
      const sign = expr.name === 'add' ? 1 : -1;
      return first && second ? first.map((one, at) => one + sign * (second[at] ?? 0)) : null;
    }
    default:
      return null;
  }
};

/**
 * What each row brings to a figure, in the unit of the figure; the parts add up to its value. A sum is made of its amounts, a mean of their
 * n-th parts, a median of the one or two in the middle; a quotient or product shares out its first term and takes the others as they are.
 * Where the figure is rounded to whole minor units, the largest part takes what rounding left. Null where the figure has no value, or is
 * of a kind that cannot be shared out. Source: issue 5, "Σ contributions = value".
 */
export const contributionsTo = (formula: Expr, rows: readonly Reader[], moment: Moment): readonly number[] | null => {
  const value = aggregate(formula, rows, moment);
  const parts = typeof value === 'number' ? partsOf(formula, rows, moment) : null;
  if (typeof value !== 'number' || !parts) return null;
  const left = value - parts.reduce((sum, one) => sum + one, 0);
  if (left === 0 || parts.length === 0) return parts;
  const most = parts.reduce((best, one, at) => (Math.abs(one) > Math.abs(parts[best] ?? 0) ? at : best), 0);
  return parts.map((one, at) => (at === most ? one + left : one));
};
