import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Facts, factsOf } from './facts.ts';
import { asOf } from './replay.ts';
import { slippageOf } from './slippage.ts';
import { book, deal, events, model, play } from './testing.ts';

const zone = 'Europe/Paris';
const april = { from: '2025-04-01', to: '2025-04-30' };
const at = (day: string): string => `${day}T10:00:00.000Z`;
const on = (one: ReturnType<typeof book>, day: string): readonly Facts[] =>
  (asOf(one.journal, day, { model, zone })['deal'] ?? []).map((row) => factsOf(deal, row, zone));
const before = '2025-03-31';

/** Eight deals: four put off (one of them lost since, one in April still), two won, one lost, one dropped; three are not of April. */
const april8 = () => {
  const one = book();
  const expected = (id: string, amount: number | null, dueOn: string, stage = 'qualified'): void =>
    one.make(id, at('2025-03-10'), { stage, amount, dueOn });
  expected('a', 100_000, '2025-04-10');
  expected('b', 200_000, '2025-04-30');
  expected('c', 300_000, '2025-04-01');
  expected('d', 400_000, '2025-04-15');
  expected('e', 500_000, '2025-04-15');
  expected('f', null, '2025-04-15');
  expected('g', 500_000, '2025-04-15');
  expected('h', null, '2025-04-15');
  expected('x', 900_000, '2025-05-01');
  expected('y', 900_000, '2025-03-31');
  expected('z', 900_000, '2025-04-15', 'won');
  one.edit('a', at('2025-04-08'), { dueOn: '2025-05-10', amount: 1 });
  one.edit('b', at('2025-04-08'), { dueOn: '2025-05-02' });
  one.edit('b', at('2025-04-20'), { stage: 'lost' });
  one.edit('c', at('2025-04-08'), { dueOn: '2025-04-28' });
  one.edit('d', at('2025-04-08'), { dueOn: '2025-06-01' });
  one.edit('d', at('2025-04-29'), { stage: 'won' });
  one.edit('e', at('2025-04-12'), { stage: 'won' });
  one.edit('f', at('2025-04-12'), { dueOn: '2025-09-01' });
  one.edit('g', at('2025-04-12'), { stage: 'lost' });
  one.drop('h', at('2025-04-12'));
  one.make('n', at('2025-04-02'), { stage: 'qualified', amount: 900_000, dueOn: '2025-04-15' });
  one.edit('n', at('2025-04-03'), { dueOn: '2025-07-01' });
  return one;
};

describe('slippage of April', () => {
  const one = april8();
  const slippage = slippageOf(on(one, before), on(one, '2025-04-30'), april);

  it('is three of the eight deals that were expected: what was made in April or expected elsewhere does not count', () => {
    expect(slippage).toMatchObject({
      rate: { value: 3 / 8 },
      expected: 8,
      fates: { won: 2, slipped: 3, lost: 1, still: 1, undated: 0, removed: 1 },
      slippedLost: 1,
      slipped: ['a', 'b', 'f'],
    });
  });

  it('is 3 000 of 20 000 by the amounts of the start, unknown ones left out and counted', () => {
    expect(slippage).toMatchObject({
      value: { value: 0.15 },
      slippedAmount: { value: 300_000 },
      expectedAmount: { value: 2_000_000 },
      unpriced: 2,
    });
  });
});

describe('slippage without a denominator', () => {
  it('is unknown where nothing was expected', () => {
    expect(slippageOf([], [], april)).toMatchObject({
      rate: { value: null, reason: 'no_expected_deals' },
      value: { value: null, reason: 'no_expected_deals' },
    });
  });

  it('is unknown by value where no amount is known, or all are 0', () => {
    const worth = (amount: number | null) => {
      const one = book();
      one.make('a', at('2025-03-10'), { stage: 'qualified', amount, dueOn: '2025-04-10' });
      return slippageOf(on(one, before), on(one, before), april);
    };
    expect(worth(null)).toMatchObject({ rate: { value: 0 }, value: { value: null, reason: 'no_amounts' } });
    expect(worth(0)).toMatchObject({ rate: { value: 0 }, value: { value: null, reason: 'zero_base' } });
  });
});

describe('any slippage', () => {
  it('gives every expected deal one fate and stays between 0 and 1', () => {
    fc.assert(
      fc.property(events, fc.constantFrom('2025-03-27', '2025-04-01', '2025-04-10'), (list, from) => {
        const one = book();
        play(one, list);
        const period = { from, to: '2025-04-29' };
        const start = on(one, from);
        const { rate, value, expected, fates, slipped } = slippageOf(start, on(one, '2025-12-31'), period);
        expect(Object.values(fates).reduce((sum, count) => sum + count, 0)).toBe(expected);
        expect(slipped).toHaveLength(fates.slipped);
        expect(rate.value === null).toBe(expected === 0);
        for (const share of [rate, value])
          if (share.value !== null) expect(share.value >= 0 && share.value <= 1).toBe(true);
        expect(slippageOf(start, start, period).fates).toMatchObject({ won: 0, slipped: 0, lost: 0, removed: 0 });
      }),
      { numRuns: 500 },
    );
  });
});
