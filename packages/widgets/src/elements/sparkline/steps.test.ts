import type { Answer } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { addsUp, followingPeriod, lastChange, lastDayOf, stepsOf } from './steps.ts';

const answer = (days: readonly (string | null)[], values: readonly (number | null)[]): Answer => ({
  entity: 'deal',
  dimensions: [{ name: 'createdOn:month', unit: 'date', values: days, granularity: 'month' }],
  measures: [{ name: 'count', unit: 'count', values }],
  length: days.length,
  selected: 9,
  population: 9,
});

describe('stepsOf', () => {
  it('fills the months between the first and the last, and leaves out what has no date', () => {
    expect(stepsOf(answer(['2024-11-01', '2025-02-01', null], [3, 5, 1]), 0)).toEqual([
      { first: '2024-11-01', value: 3 },
      { first: '2024-12-01', value: 0 },
      { first: '2025-01-01', value: 0 },
      { first: '2025-02-01', value: 5 },
    ]);
  });

  it('keeps an unknown average unknown', () => {
    const steps = stepsOf(answer(['2025-01-01', '2025-03-01'], [null, 4]), null);
    expect(steps.map(({ value }) => value)).toEqual([null, null, 4]);
  });

  it('shows the last 400 periods of a history that goes back to the year 1900', () => {
    expect(stepsOf(answer(['1900-01-01', '2025-01-01'], [1, 1]), 0)).toHaveLength(400);
  });

  it('is not led astray by a date that means never', () => {
    expect(stepsOf(answer(['2025-01-01', '9999-12-01'], [3, 1]), 0)).toEqual([
      { first: '2025-01-01', value: 3 },
      { first: '9999-12-01', value: 1 },
    ]);
    expect(stepsOf(answer(['9999-12-01'], [1]), 0)).toHaveLength(1);
    expect(stepsOf(answer([], []), 0)).toEqual([]);
  });
});

describe('lastDayOf', () => {
  it.each([
    ['2024-02-01', 'month', '2024-02-29'],
    ['2025-02-03', 'week', '2025-02-09'],
    ['9999-12-01', 'month', '9999-12-31'],
    ['9999-01-01', 'year', '9999-12-31'],
  ] as const)('%s by %s ends on %s', (first, granularity, day) => {
    expect(lastDayOf(first, granularity)).toBe(day);
  });
});

describe('followingPeriod', () => {
  it.each([
    ['2024-02-01', 'month', '2024-03-01'],
    ['2024-12-01', 'month', '2025-01-01'],
    ['2024-10-01', 'quarter', '2025-01-01'],
    ['2025-02-03', 'week', '2025-02-10'],
    ['2024-01-01', 'year', '2025-01-01'],
    ['2025-02-28', 'day', '2025-03-01'],
  ] as const)('%s by %s is followed by %s', (first, granularity, next) => {
    expect(followingPeriod(first, granularity)).toBe(next);
  });
});

describe('lastChange', () => {
  const steps = stepsOf(answer(['2024-12-01', '2025-01-01', '2025-02-01'], [4, 5, 1]), 0);

  it('compares January with December while February still runs', () => {
    expect(lastChange(steps, '2025-02-01', 'month')).toEqual({
      period: '2025-01-01',
      before: '2024-12-01',
      from: 4,
      to: 5,
    });
  });

  it('says nothing where the records end before the last whole month', () => {
    expect(lastChange(steps, '2025-05-01', 'month')).toBeNull();
    expect(lastChange(steps, '2024-12-01', 'month')).toBeNull();
  });
});

describe('addsUp', () => {
  it('takes sums and counts for nothing where there are no records, not averages and ratios', () => {
    expect(['sum(amount)', 'count()', 'count', 'sum:amount'].map(addsUp)).toEqual([true, true, true, true]);
    expect(['avg(amount)', 'count(stage.won) / count()', 'median(amount)'].map(addsUp)).toEqual([false, false, false]);
  });
});
