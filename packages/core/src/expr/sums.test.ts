import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tame } from './number.ts';
import { percentile } from './statistics.ts';
import { DecimalSums, WholeSums } from './sums.ts';

const SAFE = Number.MAX_SAFE_INTEGER;

const decimal = (values: readonly number[]) => {
  const sums = new DecimalSums(1);
  for (const value of values) sums.add(0, value);
  return sums;
};

/** The sum of shortest decimals by plain long addition at 340 decimals. */
const longSum = (values: readonly number[]): number => {
  const total = values.reduce((sum, value) => {
    const [mantissa = '', power = '0'] = String(value).split('e');
    const [whole = '', fraction = ''] = mantissa.split('.');
    return sum + BigInt(whole + fraction) * 10n ** BigInt(340 + Number(power) - fraction.length);
  }, 0n);
  return Number(`${total}e-340`);
};

describe('sums', () => {
  it('adds numbers as people read them: 0.1 + 0.2 is 0.3', () => {
    expect(decimal([0.1, 0.2]).sum(0)).toBe(0.3);
    expect(decimal(Array.from({ length: 10 }, () => 0.1)).sum(0)).toBe(1);
    expect(decimal([1e15, 0.1, -1e15]).sum(0)).toBe(0.1);
    expect(decimal([1e-7, 1e-7]).sum(0)).toBe(2e-7);
    expect(decimal([]).sum(0)).toBe(0);
    expect(decimal([]).mean(0, 0)).toBeNaN();
  });

  it('adds any doubles exactly, in any order', () => {
    const number = fc.oneof(
      fc.double({ min: -1e15, max: 1e15, noNaN: true }),
      fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1e6),
      fc.integer().map((n) => n * 1e5),
      fc.constantFrom(2 ** 70, -(2 ** 70), 2 ** 53),
    );
    fc.assert(
      fc.property(fc.array(number, { maxLength: 12 }), (values) => {
        const expected = longSum(values);
        const tamed = tame(expected);
        expect(decimal(values).sum(0)).toBe(tamed);
        expect(decimal(values.toReversed()).sum(0)).toBe(tamed);
      }),
      { numRuns: 5000 },
    );
  });

  it('takes large doubles by the decimal a database writes', () => {
    // JavaScript writes 21982930802419150 and 1e+23, both exactly between two doubles.
    expect(decimal([-21_982_930_802_419_152, 21_982_930_802_419_000]).sum(0)).toBe(-152);
    expect(decimal([1e23, -99_999_999_999_999_000_000_000]).sum(0)).toBe(990_000_000);
    expect(decimal([1e22, -1e22, 0.5]).sum(0)).toBe(0.5);
  });

  it('adds whole numbers exactly in every group, and rounds means half away from zero', () => {
    const row = fc.tuple(fc.nat(2), fc.oneof(fc.integer(), fc.maxSafeInteger()));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const sums = new WholeSums(3);
        for (const [group, x] of rows) sums.add(group, x);
        for (const group of [0, 1, 2]) {
          const mine = rows.filter(([of]) => of === group).map(([, x]) => BigInt(x));
          const total = mine.reduce((sum, x) => sum + x, 0n);
          const size = total < 0n ? -total : total;
          expect(sums.sum(group)).toBe(size > BigInt(SAFE) ? Number.NaN : Number(total));
          if (mine.length === 0) continue;
          const count = BigInt(mine.length);
          const mean = Number((2n * size + count) / (2n * count));
          expect(sums.mean(group, mine.length)).toBe(total < 0n ? -mean + 0 : mean);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('percentiles', () => {
  it.each([
    [[1, 2, 3, 4], 'median', 2.5],
    [[1, 2, 3, 4], 'p90', 3 + (0.9 * 3 - 2) * 1],
    [[7], 'p90', 7],
    [[1, 2, 3], 'median', 2],
    [[10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110], 'p90', 100],
  ] as const)('of %j: %s %d', (values, name, result) => {
    expect(percentile(Float64Array.from(values), name, 'number')).toBe(result);
  });

  it('rounds amounts half away from zero', () => {
    expect(percentile(Float64Array.of(1, 2), 'median', 'money')).toBe(2);
    expect(percentile(Float64Array.of(-2, -1), 'median', 'money')).toBe(-2);
    expect(percentile(new Float64Array(0), 'median', 'money')).toBeNaN();
  });
});
