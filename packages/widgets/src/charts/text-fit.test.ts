import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, roughMeasure } from './text-fit.ts';

const ten = (text: string): number => [...text].length * 10;

describe('a label in the room it has', () => {
  it('stays whole where it fits', () => {
    expect(fitText('SaaS', 40, ten)).toBe('SaaS');
  });

  it('ends in an ellipsis where it does not, without a space before it', () => {
    expect(fitText('Énergie renouvelable', 100, ten)).toBe('Énergie r…');
    expect(fitText('Énergie renouvelable', 90, ten)).toBe('Énergie…');
  });

  it('is left out where not even a letter fits', () => {
    expect(fitText('SaaS', 9, ten)).toBe('');
  });

  it('never takes more room than there is, whatever the text', () => {
    const measure = roughMeasure(13);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 300 }), (text, width) => {
        expect(measure(fitText(text, width, measure))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
