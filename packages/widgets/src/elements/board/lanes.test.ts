import { type Answer, type Field, type Rec } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { fixtureModel } from '../../fixtures.ts';
import { columnsBy, laneFigures, laneKeys, placed, type Shift } from './lanes.ts';
import { speedAt } from './drag.ts';
import { nextLane, nextSpot } from './steps.ts';

const deal = fixtureModel().find('deal');
const field = (name: string): Field => deal?.field(name) as Field;
const record = (id: string, values: Rec['values']): Rec => ({
  id,
  version: 1,
  createdAt: '2025-01-01T00:00:00.000Z',
  updatedAt: '2025-01-01T00:00:00.000Z',
  overrides: {},
  values,
});
/** 3 prospects worth 600 €, 1 qualified deal without an amount. */
const answer: Answer = {
  entity: 'deal',
  dimensions: [{ name: 'stage', unit: 'text', values: ['prospect', 'qualified', null] }],
  measures: [
    { name: 'count()', unit: 'count', values: [3, 1, 2] },
    { name: 'sum(amount)', unit: 'money', currency: 'EUR', values: [60_000, null, 5000] },
  ],
  length: 3,
  selected: 6,
  population: 6,
};
const figures = (key: string, shifts: readonly Shift[]) => {
  const { count, amount } = laneFigures({ answer, key, shifts, amount: 'amount' });
  return [count, amount?.value ?? null];
};
const shift = (amount: number | null, from: string, to: string): Shift => ({
  record: record('a', { amount, stage: from }),
  from,
  to,
});

describe('the columns of a board', () => {
  it('are all stages of the pipeline in their order, and one for blanks where there are some', () => {
    expect(laneKeys(field('stage'), null)).toEqual(['prospect', 'followUp', 'qualified', 'negotiation', 'won', 'lost']);
    expect(laneKeys(field('stage'), answer).at(-1)).toBeNull();
  });

  it('come from stages, choices, links and texts, never from amounts, days or lists', () => {
    expect(['stage', 'priority', 'owner', 'sector'].every((name) => columnsBy(field(name)))).toBe(true);
    expect(['amount', 'dueOn', 'tags'].some((name) => columnsBy(field(name)))).toBe(false);
  });

  it('count and sum a deal of 200 € that is on its way: 600 € less 200 €, nothing plus 200 €', () => {
    const shifts = [shift(20_000, 'prospect', 'qualified')];
    expect(figures('prospect', shifts)).toEqual([2, 40_000]);
    expect(figures('followUp', shifts)).toEqual([0, null]);
    expect(figures('won', [shift(20_000, 'prospect', 'won')])).toEqual([1, 20_000]);
  });

  it('count a deal once that came back before anybody asked again', () => {
    expect(figures('prospect', [shift(20_000, 'prospect', 'prospect')])).toEqual([3, 60_000]);
  });

  it('keep the sum of a column when a deal without an amount comes', () => {
    expect(figures('prospect', [shift(null, 'qualified', 'prospect')])).toEqual([4, 60_000]);
  });

  it('put a card that comes where its day belongs, blanks at the end', () => {
    const due = (id: string, dueOn: string | null) => record(id, { dueOn });
    const there = [due('a', '2025-02-01'), due('b', '2025-03-01'), due('c', null)];
    const order = { field: 'dueOn', descending: false };
    const ids = (dueOn: string | null) =>
      placed(there, { key: 'won', order, shifts: [{ record: due('x', dueOn), from: 'lost', to: 'won' }] }).map(
        ({ id }) => id,
      );
    expect(ids('2025-02-15')).toEqual(['a', 'x', 'b', 'c']);
    expect(ids(null)).toEqual(['a', 'b', 'c', 'x']);
    expect(
      placed(there, { key: 'lost', order, shifts: [{ record: due('b', null), from: 'lost', to: 'won' }] }).map(
        ({ id }) => id,
      ),
    ).toEqual(['a', 'c']);
  });
});

describe('the keyboard on a board', () => {
  it.each([
    ['ArrowDown', false, { lane: 0, card: 1 }],
    ['ArrowUp', false, null],
    ['ArrowRight', false, { lane: 2, card: 0 }],
    ['ArrowRight', true, null],
    ['End', false, { lane: 0, card: 2 }],
    ['a', false, null],
  ])('%s from the first of three cards (right to left: %s) leads to %o, past an empty column', (key, rtl, spot) => {
    expect(nextSpot(key, { lane: 0, card: 0 }, [3, 0, 1], rtl)).toEqual(spot);
  });

  it.each([
    ['ArrowRight', 1, false, 2],
    ['ArrowRight', 1, true, 0],
    ['ArrowRight', 5, false, 5],
    ['Home', 4, false, 0],
    ['End', 0, true, 5],
    ['x', 2, false, null],
  ])('%s takes a card from column %d of six (right to left: %s) to %s', (key, lane, rtl, to) => {
    expect(nextLane(key, lane, 6, rtl)).toBe(to);
  });
});

describe('a box under a card that is carried', () => {
  it.each([
    [500, 0],
    [10, -13],
    [-30, -16],
    [990, 13],
    [1200, 16],
  ])('scrolls at %d of 1000 pixels by %d', (place, speed) => {
    expect(speedAt(place, 0, 1000)).toBe(speed);
  });
});
