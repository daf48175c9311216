import { describe, expect, it } from 'vitest';
import { type ColumnsOptions, layoutColumns } from './columns.ts';

const measure = (text: string): number => [...text].length * 7;
const options: ColumnsOptions = { width: 480, height: 220, measure, tickText: String };
const quarters = [
  { label: 'Q1', value: 40, text: '40' },
  { label: 'Q2', value: 80, text: '80' },
  { label: 'Q3', value: null, text: '—' },
];

describe('columns', () => {
  it('gives the quarter with twice the deals a column twice as high, and an unknown one none', () => {
    const { columns } = layoutColumns(quarters, options);
    expect(columns[1]?.bar?.height).toBeCloseTo(2 * (columns[0]?.bar?.height ?? 0), 0);
    expect(columns[2]?.bar).toBeNull();
  });

  it('stands on the zero of its axis and ends at round values', () => {
    const { columns, ticks } = layoutColumns(quarters, options);
    expect(ticks.map((tick) => tick.text)).toEqual(['0', '20', '40', '60', '80']);
    const first = columns[0]?.bar;
    expect((first?.y ?? 0) + (first?.height ?? 0)).toBeCloseTo(ticks[0]?.y ?? 0, 0);
    expect(columns[1]?.bar?.y).toBeCloseTo(ticks[4]?.y ?? 0, 0);
  });

  it('puts the first quarter at the right in Hebrew', () => {
    const { columns, axis } = layoutColumns(quarters, { ...options, rtl: true });
    expect(columns[0]?.x).toBeGreaterThan(columns[1]?.x ?? 0);
    expect(axis.textX).toBe(480);
  });

  it('leaves out values that do not fit over their column', () => {
    const many = Array.from({ length: 24 }, (_, at) => ({ label: `${at}`, value: at, text: '1 000 000 €' }));
    expect(layoutColumns(many, options).columns.every((column) => column.text === '')).toBe(true);
  });

  it('hangs a loss below zero', () => {
    const { columns, ticks } = layoutColumns([{ label: 'Q1', value: -50, text: '−50' }], options);
    const zero = ticks.find((tick) => tick.text === '0')?.y ?? 0;
    expect(columns[0]?.bar?.y).toBeCloseTo(zero, 0);
  });
});
