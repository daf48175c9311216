import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDecimal, shownDecimal } from './numbers.ts';

describe('a number as somebody types it', () => {
  it.each([
    ['1000,55', 'fr', '1000.55'],
    ['1 000,55 €', 'fr', '1000.55'],
    ['1\u202f000,55\u00a0€', 'fr', '1000.55'],
    ['1000.55', 'fr', '1000.55'],
    ['1.000', 'fr', '1.000'],
    ['1,234', 'en', '1234'],
    ['1,234', 'fr', '1.234'],
    ['1,23', 'en', '1.23'],
    ['$1,234.50', 'en', '1234.50'],
    ['EUR 12', 'en', '12'],
    ['1.234', 'de', '1234'],
    ['1.234,5', 'de', '1234.5'],
    ['1,234,567', 'he', '1234567'],
    ['30 %', 'fr', '30'],
    ['12,5%', 'ru', '12.5'],
    ['−5', 'fr', '-5'],
    ['-€5', 'en', '-5'],
    ['.5', 'en', '0.5'],
    ['12.', 'en', '12'],
  ])('reads %s in %s as %s', (text, locale, expected) => {
    expect(plainDecimal(text, locale)).toBe(expected);
  });

  it.each(['', 'abc', '12 apples', '1,2,3', '1.2.3', '12-5', '--5', '1 2', '€'])('does not take %s for one', (text) => {
    expect(plainDecimal(text, 'en')).toBeNull();
  });

  it('reads back what a form shows, in every language', () => {
    const cents = fc.bigInt({ min: -9_007_199_254_740_991n, max: 9_007_199_254_740_991n });
    fc.assert(
      fc.property(cents, fc.constantFrom('en', 'fr', 'ru', 'he', 'de', 'de-CH'), (minor, locale) => {
        const digits = String(minor < 0n ? -minor : minor).padStart(3, '0');
        const decimal = `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(plainDecimal(shownDecimal(decimal, locale), locale)).toBe(decimal);
      }),
    );
  });
});
