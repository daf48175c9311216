import { roundHalfAway, scale } from '../money.ts';

// NaN stands for null in every function here, in and out: rows and columns share them.

const LARGEST = 1e100;
const SMALLEST = 1e-100;

/** A number as every runtime can hold it: null (NaN) beyond ±10^100, 0 nearer to 0 than 10^−100, never −0. */
export function tame(x: number): number {
  const size = Math.abs(x);
  if (!(size <= LARGEST)) return Number.NaN;
  return size < SMALLEST ? 0 : x;
}

/** A whole number (minor units, basis points) as every runtime can hold it exactly: null (NaN) beyond ±(2^53 − 1), never −0. */
export function whole(x: number): number {
  return Math.abs(x) <= Number.MAX_SAFE_INTEGER ? x + 0 : Number.NaN;
}

/** round(x · num ÷ den), half away from zero, exact; den 0 gives null. */
export function scaleWhole(x: number, num: number, den: number): number {
  const product = x * num;
  const size = Math.abs(product);
  if (den > 0 && size + den <= Number.MAX_SAFE_INTEGER) {
    // Everything here is exact but the first quotient, which is at most one off where the rest is next to nothing. `%` is five times slower.
    const quotient = Math.trunc(product / den);
    const rest = product - quotient * den;
    if (rest + rest >= den && product > 0) return quotient + 1;
    return rest + rest <= -den && product < 0 ? quotient - 1 : quotient + 0;
  }
  return Number.isNaN(product) || !(den < 0 || den > 0) ? Number.NaN : whole(scale(x, num, den));
}

/** A whole number times a number: the double product, rounded half away from zero. */
export function timesNumber(x: number, factor: number): number {
  return whole(roundHalfAway(x * tame(factor)));
}

/** A whole number divided by a number: the double quotient, rounded half away from zero; ÷ 0 is null. */
export function perNumber(x: number, divisor: number): number {
  const by = tame(divisor);
  return by === 0 ? Number.NaN : whole(roundHalfAway(x / by));
}

export function multiply(a: number, b: number): number {
  return tame(tame(a) * tame(b));
}

/** The double quotient; ÷ 0 is null. */
export function divide(a: number, b: number): number {
  const by = tame(b);
  return by === 0 ? Number.NaN : tame(tame(a) / by);
}
