import fc from 'fast-check';
import { addDays, dateFromDays } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { daysLeft, dueSpans, horizonOf } from './due.ts';

describe('the spans of deadlines', () => {
  it('ends this week on Sunday the 9th for Wednesday 5 February 2025, and the horizon on 7 March', () => {
    expect(dueSpans('2025-02-05')).toEqual({
      overdue: { before: '2025-02-05' },
      week: { from: '2025-02-05', to: '2025-02-09' },
      later: { from: '2025-02-10', to: '2025-03-07' },
    });
  });

  it('leaves nothing for later where the horizon ends within the week', () => {
    expect(dueSpans('2025-02-03', 3)).toMatchObject({ week: { from: '2025-02-03', to: '2025-02-06' }, later: null });
  });

  it('puts every day from today to the horizon into exactly one span', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 400 }), (day, horizon) => {
        const today = dateFromDays(day);
        const { week, later } = dueSpans(today, horizon);
        expect(week.from).toBe(today);
        expect((later ?? week).to).toBe(addDays(today, horizon));
        if (later) expect(later.from).toBe(addDays(week.to, 1));
      }),
    );
  });

  it.each([
    ['30d', 30],
    ['14', 14],
    ['6w', 42],
    ['soon', 30],
    [null, 30],
  ])('reads the horizon %s as %d days', (text, days) => {
    expect(horizonOf(text)).toBe(days);
  });

  it('counts a deal due on 1 February as 4 days late on the 5th', () => {
    expect(daysLeft('2025-02-01', '2025-02-05')).toBe(-4);
  });
});
