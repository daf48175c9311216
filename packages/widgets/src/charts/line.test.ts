import { describe, expect, it } from 'vitest';
import { layoutLine } from './line.ts';

const size = { width: 100, height: 20, inset: 0 };

describe('a small line of months', () => {
  it('rises from the floor for 0 to the top for the greatest amount', () => {
    expect(layoutLine([0, 50, 100], size).path).toBe('M0 20L50 10L100 0');
  });

  it('breaks where a month is unknown and ends at the last one known', () => {
    const line = layoutLine([10, null, 20, null], { ...size, width: 90 });
    expect(line.path).toBe('M0 10M60 0');
    expect(line.last).toEqual({ x: 60, y: 0, at: 2 });
  });

  it('runs from right to left in Hebrew', () => {
    expect(layoutLine([0, 100], { ...size, rtl: true }).path).toBe('M100 20L0 0');
  });

  it('is flat on the floor when every month is zero and nothing when none is known', () => {
    expect(layoutLine([0, 0], size).path).toBe('M0 20L100 20');
    expect(layoutLine([null, null], size)).toMatchObject({ path: '', area: '', last: null });
  });

  it('closes the area under each run down to zero', () => {
    expect(layoutLine([50, 100], size).area).toBe('M0 10L100 0L100 20L0 20Z');
  });
});
