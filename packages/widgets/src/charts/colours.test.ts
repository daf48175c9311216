import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coloursOf, createColourBook, PALETTE } from './colours.ts';

describe('the colour of a category', () => {
  it('stays the same however often and in whichever element it is asked', () => {
    const app = {};
    const first = coloursOf(app).slot('sector', 'SaaS');
    coloursOf(app).slot('sector', 'Retail');
    expect(coloursOf(app).slot('sector', 'SaaS')).toBe(first);
  });

  it('goes by the place of a stage in its pipeline', () => {
    const book = createColourBook();
    expect(book.slot('stage', 'qualified', ['prospect', 'followUp', 'qualified'])).toBe(3);
  });

  it('is none for blank', () => {
    expect(createColourBook().slot('sector', null)).toBe(0);
  });

  it('differs between the first eight categories of a field, whatever their names', () => {
    const names = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: PALETTE });
    fc.assert(
      fc.property(names, (keys) => {
        const book = createColourBook();
        expect(new Set(keys.map((key) => book.slot('sector', key))).size).toBe(keys.length);
      }),
    );
  });

  it('is one of the palette even for the hundredth category', () => {
    const book = createColourBook();
    for (let at = 0; at < 100; at++) {
      const slot = book.slot('product', `product ${at}`);
      expect(slot).toBeGreaterThanOrEqual(1);
      expect(slot).toBeLessThanOrEqual(PALETTE);
    }
  });
});
