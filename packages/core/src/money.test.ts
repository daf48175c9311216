import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalFromMinor, exponent, isCurrency, minorFromDecimal, roundHalfAway, scale, share } from './money.ts';

const safe = fc.maxSafeInteger();
const anyExponent = fc.constantFrom(0, 2, 3, 4);

/** round(a ÷ b), half away from zero, in whole numbers of any size. */
function rounded(a: bigint, b: bigint): bigint {
  const sign = a < 0n === b < 0n ? 1n : -1n;
  const [p, q] = [a < 0n ? -a : a, b < 0n ? -b : b];
  return sign * (p / q + (2n * (p % q) >= q ? 1n : 0n));
}

describe('currencies', () => {
  it.each([
    ['EUR', 2],
    ['USD', 2],
    ['JPY', 0],
    ['TND', 3],
    ['CLF', 4],
    ['constructor', 2],
  ])('%s has %d decimals', (code, decimals) => {
    expect(exponent(code)).toBe(decimals);
  });

  it('knows a currency from three letters', () => {
    expect(['EUR', 'XOF', 'ILS', 'RUB'].every(isCurrency)).toBe(true);
    expect(['eur', 'EURO', 'ABC', '', '€', null].some(isCurrency)).toBe(false);
  });
});

describe('reading and writing amounts', () => {
  it.each([
    ['1000.55', 2, 100_055, true],
    ['-3', 2, -300, true],
    ['.5', 2, 50, true],
    ['1.', 2, 100, true],
    ['1e3', 2, 100_000, true],
    ['12.345', 2, 1235, false],
    ['-12.345', 2, -1235, false],
    ['12.3449', 2, 1234, false],
    ['0.004', 2, 0, false],
    ['-0.004', 2, 0, false],
    ['0.005', 2, 1, false],
    ['1.0000', 2, 100, true],
    ['12.345', 3, 12_345, true],
    ['1000', 0, 1000, true],
    ['90071992547409.91', 2, 9_007_199_254_740_991, true],
    ['1e-400', 2, 0, false],
    ['0e999999', 2, 0, true],
  ])('reads %s with %d decimals as %d minor units', (text, decimals, minor, exact) => {
    expect(minorFromDecimal(text, decimals)).toEqual({ minor, exact });
  });

  it.each([
    '',
    '.',
    '-',
    '1,5',
    '1 000',
    '€5',
    '0x10',
    'Infinity',
    'NaN',
    '1e',
    '--1',
    '90071992547409.92',
    '1e16',
    '9'.repeat(40),
  ])('finds no amount in %j', (text) => {
    expect(minorFromDecimal(text, 2)).toBeNull();
  });

  it('reads numbers by their shortest decimal form', () => {
    expect(minorFromDecimal(1000.55, 2)).toEqual({ minor: 100_055, exact: true });
    expect(minorFromDecimal(1e-7, 2)).toEqual({ minor: 0, exact: false });
    expect(minorFromDecimal(1e21, 0)).toBeNull();
    expect(minorFromDecimal(Number.NaN, 2)).toBeNull();
  });

  it('writes every decimal of the currency and the sign of a small debt', () => {
    expect(decimalFromMinor(100_055, 2)).toBe('1000.55');
    expect(decimalFromMinor(-5, 2)).toBe('-0.05');
    expect(decimalFromMinor(0, 3)).toBe('0.000');
    expect(decimalFromMinor(-7, 0)).toBe('-7');
  });

  it('reads back exactly what it wrote, over the whole range', () => {
    fc.assert(
      fc.property(safe, anyExponent, (minor, decimals) => {
        expect(minorFromDecimal(decimalFromMinor(minor, decimals), decimals)).toEqual({
          minor: minor + 0,
          exact: true,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('rounds surplus decimals as whole-number arithmetic does', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.integer({ min: 0, max: 8 }),
        anyExponent,
        (units, decimals, kept) => {
          const size = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
          const text = `${units < 0n ? '-' : ''}${size.slice(0, size.length - decimals)}.${size.slice(size.length - decimals)}`;
          const exactly = rounded(units * 10n ** BigInt(kept), 10n ** BigInt(decimals));
          const read = minorFromDecimal(text, kept);
          if (exactly > BigInt(Number.MAX_SAFE_INTEGER) || exactly < -BigInt(Number.MAX_SAFE_INTEGER))
            expect(read).toBeNull();
          else
            expect(read).toEqual({
              minor: Number(exactly),
              exact: (units * 10n ** BigInt(kept)) % 10n ** BigInt(decimals) === 0n,
            });
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('rounding', () => {
  it('weighs 1000.55 at 30 % as 300.17, not as the 300.16 of binary fractions', () => {
    expect(share(100_055, 3000)).toBe(30_017);
    expect(share(-100_055, 3000)).toBe(-30_017);
  });

  it.each([
    [0.5, 1],
    [-0.5, -1],
    [2.5, 3],
    [0.49999999999999994, 0],
    [-0.2, 0],
    [4_503_599_627_370_495.5, 4_503_599_627_370_496],
    [9_007_199_254_740_991, 9_007_199_254_740_991],
  ])('rounds %d to %d', (x, whole) => {
    expect(Object.is(roundHalfAway(x), whole)).toBe(true);
  });

  it('scales exactly, with a product beyond 2^53 too', () => {
    const factor = fc.oneof(fc.integer({ min: -20_000, max: 20_000 }), safe);
    fc.assert(
      fc.property(safe, factor, factor, (x, num, by) => {
        const den = by === 0 ? 1 : by;
        const exactly = rounded(BigInt(x) * BigInt(num), BigInt(den));
        expect(Object.is(scale(x, num, den), Number(exactly))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('never gives a share above the amount for 0 to 100 %', () => {
    fc.assert(
      fc.property(safe, fc.integer({ min: 0, max: 10_000 }), (minor, basisPoints) => {
        expect(Math.abs(share(minor, basisPoints))).toBeLessThanOrEqual(Math.abs(minor));
        expect(share(minor, 10_000)).toBe(minor + 0);
      }),
    );
  });
});
