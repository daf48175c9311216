import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorFromDecimal } from '../money.ts';
import { type DecimalMark, evidenceOf, markAt, numeral, plainDecimal, plainUnits, sameCurrency } from './numerals.ts';

const read = (text: string, mark: DecimalMark): string | null => {
  const found = numeral(text);
  return found === null ? null : plainDecimal(found, mark);
};

describe('numbers as people write them', () => {
  it.each([
    ['1 234,56 €', ',', '1234.56'],
    ['1\u202f234,56\u00a0€', ',', '1234.56'],
    ['€1,234.56', '.', '1234.56'],
    ['EUR 1.234.567,5', ',', '1234567.5'],
    ['1.234.567', ',', '1234567'],
    ["CHF 12'345.60", '.', '12345.60'],
    ['12,34,567.8', '.', '1234567.8'],
    ['(12)', '.', '-12'],
    ['(1 200,00 €)', ',', '-1200.00'],
    ['-12', '.', '-12'],
    ['−12,5', ',', '-12.5'],
    ['12-', '.', '-12'],
    ['+7', '.', '7'],
    ['.5', '.', '0.5'],
    [',5', ',', '0.5'],
    ['12.', '.', '12'],
    ['30 %', '.', '30'],
    ['15k€', '.', '15e3'],
    ['1,2 M€', ',', '1.2e6'],
    ['3 млн руб.', '.', '3e6'],
    ['12 тыс. ₽', '.', '12e3'],
    ['1 500 руб.', ',', '1500'],
    ['‏1,500 ‏₪', '.', '1500'],
    ['1500 ש"ח', '.', '1500'],
    ['１２３４', '.', '1234'],
    ['1.5E+05', '.', '1.5e5'],
    ['0', '.', '0'],
    ['-0,00', ',', '0.00'],
  ] as const)('reads %s, decimals after %s, as %s', (text, mark, plain) => {
    expect(read(text, mark)).toBe(plain);
  });

  it.each([
    '',
    '-',
    'abc',
    '12 apples',
    '1 23 456',
    '1,2,3',
    '12/13',
    '1.2.3.4',
    'n/a',
    '€',
    '12 € 13 $',
    '$12 €',
    '1..2',
    '0x1F',
    '５ km',
  ])('finds no number in %j', (text) => {
    expect([read(text, '.'), read(text, ',')]).toEqual([null, null]);
  });

  it('refuses thousands that are not groups of three, instead of guessing', () => {
    expect(read('12,5', '.')).toBeNull();
    expect(read('1.23', ',')).toBeNull();
    expect(read('0.123', ',')).toBeNull();
    expect(read('1234,567.8', '.')).toBeNull();
  });

  it.each([
    ['1234', 'none'],
    ['1.234', 'either'],
    ['1,234', 'either'],
    ['12.34', '.'],
    ['12,34', ','],
    ['0,123', ','],
    ['1234,567', ','],
    ['1.234.567', ','],
    ['1,234.5', '.'],
    ['1.234,5', ','],
    ['1 234,567', ','],
    ['1.2.3', 'broken'],
  ] as const)('lets %s speak for the decimal mark: %s', (text, evidence) => {
    const found = numeral(text);
    expect(found === null ? 'broken' : evidenceOf(found)).toBe(evidence);
  });

  it.each([
    ['12 €', 'EUR'],
    ['USD 12', 'USD'],
    ['$12', '$'],
    ['12 k€', 'EUR'],
    ['12', null],
  ])('sees the currency of %s', (text, currency) => {
    expect(numeral(text)?.currency).toBe(currency);
  });

  it('takes $ for any dollar, and for no euro', () => {
    expect(sameCurrency('$', 'USD') && sameCurrency('$', 'CAD') && sameCurrency('EUR', 'EUR')).toBe(true);
    expect(sameCurrency('$', 'EUR') || sameCurrency('USD', 'CAD')).toBe(false);
  });

  it('reads back what every locale writes', () => {
    const locales = fc.constantFrom<readonly [string, DecimalMark]>(
      ['fr', ','],
      ['en', '.'],
      ['de', ','],
      ['de-CH', '.'],
      ['ru', ','],
      ['he', '.'],
      ['en-IN', '.'],
      ['es', ','],
    );
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.constantFrom('EUR', 'USD', 'ILS'),
        locales,
        (minor, currency, [locale, mark]) => {
          const money = new Intl.NumberFormat(locale, { style: 'currency', currency }).format(minor / 100);
          const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(minor / 100);
          expect(Number(read(number, mark))).toBe(minor / 100);
          expect(Number(read(money, mark))).toBe(minor / 100);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('reads plain cells the short way as it would the long way', () => {
    const text = fc.oneof(
      fc.stringMatching(/^\d{0,17}[.,]?\d{0,5}$/),
      fc.stringMatching(/^[ \d.,-]{0,8}$/),
      fc.constantFrom('999999999999999', '0.00', '007', '1,234', '9999999999999.99', '.5', '5.', '٣'),
    );
    fc.assert(
      fc.property(
        text,
        fc.constantFrom<DecimalMark>('.', ','),
        fc.integer({ min: 0, max: 4 }),
        (cell, mark, digits) => {
          const short = plainUnits(cell, mark, digits);
          // A space in front leads past the short way.
          const long = minorFromDecimal(read(` ${cell}`, mark) ?? '', digits);
          expect(short === null ? long : { minor: short, exact: true }).toEqual(long);
          expect(numeral(markAt(cell) === null ? ` ${cell}` : cell)).toEqual(numeral(` ${cell}`));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
