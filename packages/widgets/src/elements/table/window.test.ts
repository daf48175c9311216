import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrollHeight, scrollTo, TALLEST, type Windowing, windowAt } from './window.ts';

const hundredThousand: Windowing = { rows: 100_000, rowHeight: 40, viewHeight: 400, overscan: 5 };

describe('the window of a table', () => {
  it('keeps 20 of 100 000 deals in the document', () => {
    const { from, to, offset, height } = windowAt(40_000, hundredThousand);
    expect([from, to, offset, height]).toEqual([995, 1015, 39_800, 4_000_000]);
  });

  it('shows the first deal at the top and the last at the bottom', () => {
    expect(windowAt(0, hundredThousand)).toMatchObject({ from: 0, to: 15, offset: 0 });
    expect(windowAt(4_000_000 - 400, hundredThousand)).toMatchObject({ from: 99_985, to: 100_000 });
  });

  it('has nothing to show for no deals', () => {
    expect(windowAt(0, { ...hundredThousand, rows: 0 })).toEqual({ from: 0, to: 0, offset: 0, height: 0 });
  });

  it('reaches the last of a million rows although no browser lays out 44 000 000 pixels', () => {
    const million = { ...hundredThousand, rows: 1_000_000, rowHeight: 44 };
    const bottom = scrollHeight(million) - million.viewHeight;
    const { from, to, offset, height } = windowAt(bottom, million);
    expect(height).toBe(TALLEST);
    expect(to).toBe(1_000_000);
    expect(offset + (to - from) * 44).toBeCloseTo(TALLEST, -1);
  });

  it('never leaves a gap in the view, wherever it is scrolled', () => {
    const windowing = fc.record({
      rows: fc.integer({ min: 1, max: 2_000_000 }),
      rowHeight: fc.integer({ min: 20, max: 80 }),
      viewHeight: fc.integer({ min: 100, max: 1200 }),
      overscan: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(windowing, fc.double({ min: 0, max: 1, noNaN: true }), (options, share) => {
        const reach = Math.max(0, scrollHeight(options) - options.viewHeight);
        const top = share * reach;
        const { from, to, offset } = windowAt(top, options);
        expect(offset).toBeLessThanOrEqual(top + 1);
        const bottom = offset + (to - from) * options.rowHeight;
        expect(bottom).toBeGreaterThanOrEqual(
          Math.min(top + options.viewHeight, offset + (options.rows - from) * options.rowHeight) - 1,
        );
      }),
    );
  });

  it('scrolls no further than a row needs to be wholly seen', () => {
    expect(scrollTo(3, 0, hundredThousand)).toBe(0);
    expect(scrollTo(10, 0, hundredThousand)).toBe(40);
    expect(scrollTo(3, 4000, hundredThousand)).toBe(120);
    expect(scrollTo(99_999, 0, hundredThousand)).toBe(4_000_000 - 400);
  });

  it('brings any row of a list of any length into the view', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, pick, share) => {
          const options = { rows, rowHeight: 44, viewHeight: 440, overscan: 0 };
          const row = pick % rows;
          const now = share * Math.max(0, scrollHeight(options) - options.viewHeight);
          const { from, to } = windowAt(scrollTo(row, now, options), options);
          expect(from).toBeLessThanOrEqual(row);
          expect(to).toBeGreaterThan(row);
        },
      ),
    );
  });
});
