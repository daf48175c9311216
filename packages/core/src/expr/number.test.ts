import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divide, multiply, perNumber, scaleWhole, tame, timesNumber, whole } from './number.ts';

const SAFE = Number.MAX_SAFE_INTEGER;

describe('whole numbers', () => {
  it('are scaled as long division does, half away from zero, on both sides of 2^53', () => {
    const factor = fc.oneof(fc.integer({ min: -20_000, max: 20_000 }), fc.maxSafeInteger());
    const den = fc.oneof(
      fc.constantFrom(1, 2, 3, 10, 10_000),
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 1, max: SAFE }),
      fc.integer({ min: -1e6, max: -1 }),
    );
    const x = fc.oneof(fc.integer({ min: -1e6, max: 1e6 }), fc.maxSafeInteger());
    fc.assert(
      fc.property(x, factor, den, (a, num, d) => {
        const product = BigInt(a) * BigInt(num) * (d < 0 ? -1n : 1n);
        const by = BigInt(Math.abs(d));
        const size = (2n * (product < 0n ? -product : product) + by) / (2n * by);
        const expected = size > BigInt(SAFE) ? Number.NaN : (product < 0n ? -Number(size) : Number(size)) + 0;
        expect(scaleWhole(a, num, d)).toBe(expected);
      }),
      { numRuns: 20_000 },
    );
  }, 120_000);

  it('are unknown beyond 2^53 − 1, of nothing and over nothing', () => {
    expect([
      scaleWhole(SAFE, 2, 1),
      scaleWhole(Number.NaN, 1, 1),
      scaleWhole(1, 1, 0),
      whole(SAFE + 1),
      perNumber(1, 0),
    ]).toEqual(Array(5).fill(Number.NaN));
    expect([scaleWhole(SAFE, 2, 2), whole(-SAFE), scaleWhole(0, -1, 3), scaleWhole(-1, 1, 3)]).toEqual([
      SAFE,
      -SAFE,
      0,
      0,
    ]);
  });

  it('times and per a number round the double half away from zero', () => {
    expect([
      timesNumber(5, 0.5),
      timesNumber(-5, 0.5),
      timesNumber(1, 0.49999999999999994),
      perNumber(7, 2),
      perNumber(-7, 2),
    ]).toEqual([3, -3, 0, 4, -4]);
  });
});

describe('numbers', () => {
  it('are never infinite, minus zero or too small for a database', () => {
    expect([
      tame(Number.POSITIVE_INFINITY),
      tame(1.1e100),
      multiply(1e60, 1e60),
      divide(1, 0),
      divide(1, 1e-101),
    ]).toEqual(Array(5).fill(Number.NaN));
    expect([tame(1e100), tame(-1e-101), tame(-0), multiply(1e-60, 1e-60), multiply(0, -3), divide(1, 4)]).toEqual([
      1e100, 0, 0, 0, 0, 0.25,
    ]);
  });
});
