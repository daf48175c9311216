import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { place, px, spanOf, ticks } from './scale.ts';

describe('the span of a chart', () => {
  it('starts amounts of 12 000 and 98 000 at zero', () => {
    expect(spanOf([12_000, null, 98_000])).toEqual({ from: 0, to: 98_000 });
  });

  it('reaches below zero for a loss of 300', () => {
    expect(spanOf([-300, 900])).toEqual({ from: -300, to: 900 });
  });

  it('is 0…1 where nothing is known', () => {
    expect(spanOf([null, Number.NaN])).toEqual({ from: 0, to: 1 });
  });
});

describe('round values of an axis', () => {
  it.each([
    [{ from: 0, to: 98_000 }, 4, [0, 50_000, 100_000]],
    [{ from: 0, to: 7 }, 4, [0, 2, 4, 6, 8]],
    [{ from: -300, to: 900 }, 4, [-500, 0, 500, 1000]],
    [{ from: 0, to: 0.3 }, 3, [0, 0.1, 0.2, 0.3]],
    [{ from: 5, to: 5 }, 4, [5]],
  ])('cover %o in about %d steps', (span, count, expected) => {
    expect(ticks(span, count)).toEqual(expected);
  });

  it('cover any span from end to end, ascending', () => {
    const amount = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(
        amount,
        fc.double({ min: 1e-3, max: 1e12, noNaN: true }),
        fc.integer({ min: 1, max: 10 }),
        (from, size, count) => {
          const list = ticks({ from, to: from + size }, count);
          const slack = Math.max(1e-9, Math.abs(from) * 1e-9, size * 1e-6);
          expect(list[0]).toBeLessThanOrEqual(from + slack);
          expect(list.at(-1)).toBeGreaterThanOrEqual(from + size - slack);
          expect(list.length).toBeLessThanOrEqual(count + 3);
          expect([...list].sort((a, b) => a - b)).toEqual(list);
        },
      ),
    );
  });
});

describe('the place of a value', () => {
  it('puts the middle in the middle and keeps what lies outside at the edge', () => {
    expect(place(50, { from: 0, to: 100 }, 300)).toBe(150);
    expect(place(140, { from: 0, to: 100 }, 300)).toBe(300);
    expect(place(-1, { from: 0, to: 100 }, 300)).toBe(0);
  });

  it('is written to a tenth of a pixel, never as −0', () => {
    expect(px(12.3456)).toBe(12.3);
    expect(Object.is(px(-0.01), 0)).toBe(true);
  });
});
