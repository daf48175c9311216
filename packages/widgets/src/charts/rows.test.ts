import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectors, layoutRows, type RowInput, type RowsOptions } from './rows.ts';

const measure = (text: string): number => [...text].length * 7;
const options: RowsOptions = { width: 600, rowHeight: 40, barHeight: 20, measure };
const sectors: readonly RowInput[] = [
  { label: 'SaaS', value: 120_000, text: '120 000 €' },
  { label: 'Énergie', value: 60_000, part: 30_000, text: '60 000 €' },
  { label: 'Conseil', value: null, text: '—' },
];

describe('bars in rows', () => {
  it('gives the sector with half of the amount a bar half as long', () => {
    const { rows, height } = layoutRows(sectors, options);
    const [saas, energy, advice] = rows;
    expect(energy?.bar?.width).toBeCloseTo((saas?.bar?.width ?? 0) / 2, 0);
    expect(energy?.part?.width).toBeCloseTo((saas?.bar?.width ?? 0) / 4, 0);
    expect(advice?.bar).toBeNull();
    expect(height).toBe(120);
  });

  it('starts every bar at the same line and keeps labels and values clear of it', () => {
    const { rows } = layoutRows(sectors, options);
    expect(new Set(rows.flatMap((row) => row.bar?.x ?? [])).size).toBe(1);
    expect(rows[0]?.bar?.x).toBeGreaterThan(measure('Énergie'));
    expect((rows[0]?.bar?.x ?? 0) + (rows[0]?.bar?.width ?? 0)).toBeLessThanOrEqual(600 - measure('120 000 €'));
  });

  it('mirrors every box from right to left', () => {
    const ltr = layoutRows(sectors, options);
    const rtl = layoutRows(sectors, { ...options, rtl: true });
    ltr.rows.forEach((row, at) => {
      const other = rtl.rows[at];
      expect(other?.track.x).toBeCloseTo(600 - row.track.x - row.track.width, 5);
      if (row.bar) expect(other?.bar?.x).toBeCloseTo(600 - row.bar.x - row.bar.width, 5);
    });
    expect(rtl.rows[0]?.labelX).toBe(600);
    expect(rtl.rows[0]?.valueX).toBe(0);
  });

  it('draws a loss to the other side of zero', () => {
    const { rows, zero } = layoutRows(
      [
        { label: 'Gain', value: 300, text: '300' },
        { label: 'Loss', value: -100, text: '−100' },
      ],
      options,
    );
    expect(rows[0]?.bar?.x).toBeCloseTo(zero, 0);
    expect((rows[1]?.bar?.x ?? 0) + (rows[1]?.bar?.width ?? 0)).toBeCloseTo(zero, 0);
  });

  it('leaves room for bars beside a label of 60 letters on a phone card', () => {
    const long = [{ label: 'x'.repeat(60), value: 10, text: '10 000 €' }];
    const { rows } = layoutRows(long, { ...options, width: 280 });
    expect(rows[0]?.label.endsWith('…')).toBe(true);
    expect(rows[0]?.track.width).toBeGreaterThan(60);
  });

  it('never leaves its width, whatever the values', () => {
    const row = fc.record({
      label: fc.string({ maxLength: 30 }),
      value: fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true })),
      text: fc.string({ maxLength: 12 }),
    });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 12 }),
        fc.integer({ min: 200, max: 1200 }),
        fc.boolean(),
        (rows, width, rtl) => {
          for (const { bar, track } of layoutRows(rows, { ...options, width, rtl }).rows) {
            for (const box of bar ? [bar, track] : [track]) {
              expect(box.x).toBeGreaterThanOrEqual(-2.1);
              expect(box.x + box.width).toBeLessThanOrEqual(width + 2.1);
            }
          }
        },
      ),
    );
  });
});

describe('the shapes between the bars of a funnel', () => {
  it('lead from the end of one bar to the end of the next, and stop at an unknown one', () => {
    const layout = layoutRows(sectors, options);
    const shapes = connectors(layout);
    expect(shapes).toHaveLength(1);
    const [a, b] = layout.rows.map((row) => row.bar);
    const right = (a?.x ?? 0) + (a?.width ?? 0);
    expect(shapes[0]).toContain(`${right},30`);
    expect(shapes[0]).toContain(`${(b?.x ?? 0) + (b?.width ?? 0)},50`);
  });
});
