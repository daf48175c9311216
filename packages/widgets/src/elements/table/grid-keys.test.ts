import { describe, expect, it } from 'vitest';
import { type GridSize, nextSpot } from './grid-keys.ts';

const size: GridSize = { rows: 5000, columns: 7, page: 10, rtl: false };

describe('the keys of a grid', () => {
  it.each([
    ['ArrowDown', false, { row: 0, column: 2 }, { row: 1, column: 2 }],
    ['ArrowUp', false, { row: 0, column: 2 }, { row: -1, column: 2 }],
    ['ArrowUp', false, { row: -1, column: 2 }, { row: -1, column: 2 }],
    ['ArrowRight', false, { row: 3, column: 6 }, { row: 3, column: 6 }],
    ['ArrowLeft', false, { row: 3, column: 6 }, { row: 3, column: 5 }],
    ['Home', false, { row: 3, column: 6 }, { row: 3, column: 0 }],
    ['End', false, { row: 3, column: 0 }, { row: 3, column: 6 }],
    ['PageDown', false, { row: 4995, column: 0 }, { row: 4999, column: 0 }],
    ['PageDown', false, { row: -1, column: 0 }, { row: 10, column: 0 }],
    ['PageUp', false, { row: 4, column: 0 }, { row: 0, column: 0 }],
    ['Home', true, { row: 4000, column: 3 }, { row: 0, column: 0 }],
    ['End', true, { row: 0, column: 0 }, { row: 4999, column: 6 }],
  ] as const)('%s (control: %s) leads from %o to %o', (key, control, from, to) => {
    expect(nextSpot(key, control, from, size)).toEqual(to);
  });

  it('leads to the next column with the left arrow in Hebrew', () => {
    expect(nextSpot('ArrowLeft', false, { row: 0, column: 2 }, { ...size, rtl: true })).toEqual({ row: 0, column: 3 });
    expect(nextSpot('ArrowRight', false, { row: 0, column: 2 }, { ...size, rtl: true })).toEqual({ row: 0, column: 1 });
  });

  it('stays in the header where there are no rows', () => {
    expect(nextSpot('ArrowDown', false, { row: -1, column: 0 }, { ...size, rows: 0 })).toEqual({ row: -1, column: 0 });
    expect(nextSpot('Home', true, { row: -1, column: 3 }, { ...size, rows: 0 })).toEqual({ row: -1, column: 0 });
  });

  it('leaves other keys to the page', () => {
    expect(nextSpot('a', false, { row: 0, column: 0 }, size)).toBeNull();
    expect(nextSpot('ArrowDown', true, { row: 0, column: 0 }, size)).toBeNull();
  });
});
