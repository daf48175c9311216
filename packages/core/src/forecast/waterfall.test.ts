import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DealState, waterfall, WATERFALL_PARTS, type Waterfall, type DueWindow } from './waterfall.ts';

const quarter: DueWindow = { from: '2025-04-01', to: '2025-06-30' };
const open = (id: string, amount: number | null, expected = '2025-05-15'): DealState => ({
  id,
  amount,
  outcome: 'open',
  expected,
});
const amounts = ({ steps }: Waterfall) =>
  Object.fromEntries(steps.filter(({ amount }) => amount !== 0).map(({ part, amount }) => [part, amount]));

describe('the waterfall', () => {
  it('balances a quarter with one deal of each kind', () => {
    const { value } = waterfall(
      {
        opening: [
          open('stays', 100_00),
          open('grows', 200_00),
          open('shrinks', 300_00),
          open('won', 400_00),
          open('lost', 500_00),
          open('pushed', 600_00),
          open('pulled', 700_00, '2025-09-01'),
          { id: 'reopened', amount: 800_00, outcome: 'lost', expected: '2025-05-01' },
          open('gone', 50_00),
        ],
        closing: [
          open('stays', 100_00),
          open('grows', 250_00),
          open('shrinks', 280_00),
          { id: 'won', amount: 440_00, outcome: 'won', expected: '2025-05-15' },
          { id: 'lost', amount: 500_00, outcome: 'lost', expected: '2025-05-15' },
          open('pushed', 600_00, '2025-07-01'),
          open('pulled', 700_00),
          open('reopened', 810_00),
          open('new', 900_00),
        ],
      },
      { window: quarter },
    );
    expect(value).toMatchObject({ opening: 215_000, closing: 304_000, deals: { opening: 7, closing: 6 }, blank: 0 });
    expect(amounts(value!)).toEqual({
      new: 90_000,
      pulledIn: 70_000,
      reopened: 81_000,
      increased: 9000,
      decreased: -2000,
      won: -44_000,
      lost: -50_000,
      pushedOut: -60_000,
      removed: -5000,
    });
    expect(value!.steps.find(({ part }) => part === 'increased')?.deals).toEqual([
      { id: 'grows', amount: 5000 },
      { id: 'won', amount: 4000 },
    ]);
  });

  it('counts a deal that is new and won between the dates in both parts', () => {
    const { value } = waterfall({ opening: [], closing: [{ id: 'a', amount: 100, outcome: 'won' }] });
    expect(value).toMatchObject({ opening: 0, closing: 0 });
    expect(amounts(value!)).toEqual({ new: 100, won: -100 });
  });

  it('counts a deal of another quarter that was won in this one as pulled in and won', () => {
    const far = open('a', 100, '2025-12-01');
    const won: DealState = { ...far, outcome: 'won', closed: '2025-06-30' };
    expect(amounts(waterfall({ opening: [far], closing: [won] }, { window: quarter }).value!)).toEqual({
      pulledIn: 100,
      won: -100,
    });
    const elsewhere = { ...won, closed: '2025-07-01' };
    expect(amounts(waterfall({ opening: [far], closing: [elsewhere] }, { window: quarter }).value!)).toEqual({});
  });

  it('knows neither pulling in nor pushing out without a window', () => {
    const { value } = waterfall({ opening: [open('a', 100, '2025-05-01')], closing: [open('a', 100, '2031-01-01')] });
    expect([value?.opening, value?.closing, amounts(value!)]).toEqual([100, 100, {}]);
  });

  it('takes an amount that becomes known as an increase, and says how many were blank', () => {
    const { value } = waterfall({ opening: [open('a', null)], closing: [open('a', 500)] });
    expect(value).toMatchObject({ opening: 0, closing: 500, blank: 1 });
    expect(amounts(value!)).toEqual({ increased: 500 });
  });

  it.each([
    ['no_rows', []],
    [
      'mixed_currencies',
      [
        { ...open('a', 1), currency: 'EUR' },
        { ...open('b', 1), currency: 'USD' },
      ],
    ],
    ['too_large', [open('a', 9e15)]],
  ])('has none: %s', (reason, closing) => {
    expect(waterfall({ opening: [], closing })).toEqual({ value: null, reason });
  });

  it('balances to the cent over 10 000 random histories, and knows each deal that moved', () => {
    const day = fc.constantFrom(null, '2025-03-31', '2025-04-01', '2025-05-15', '2025-06-30', '2025-07-01');
    const state = fc.record({
      amount: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 1e9 }), fc.constantFrom(1e13, 1, 33)),
      outcome: fc.constantFrom('open' as const, 'open' as const, 'won' as const, 'lost' as const),
      expected: day,
      closed: day,
    });
    const history = fc.array(fc.tuple(fc.option(state), fc.option(state)), { minLength: 1, maxLength: 12 });
    const counts = (one: Omit<DealState, 'id'> | null, window?: DueWindow): number =>
      one?.outcome === 'open' &&
      (!window || (!!one.expected && one.expected >= window.from && one.expected <= window.to))
        ? (one.amount ?? 0)
        : 0;
    fc.assert(
      fc.property(history, fc.option(fc.constant(quarter), { nil: undefined }), (deals, window) => {
        const side = (at: 0 | 1): DealState[] =>
          deals.flatMap((pair, i) => (pair[at] ? [{ id: `d${i}`, ...pair[at] }] : []));
        const { value } = waterfall({ opening: side(0), closing: side(1) }, window ? { window } : {});
        if (value === null) {
          expect(deals.every(([a, b]) => a === null && b === null)).toBe(true);
          return;
        }
        const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
        expect(value.opening).toBe(sum(deals.map(([a]) => counts(a, window))));
        expect(value.closing).toBe(sum(deals.map(([, b]) => counts(b, window))));
        expect(value.opening + sum(value.steps.map(({ amount }) => amount))).toBe(value.closing);
        expect(value.steps.map(({ part }) => part)).toEqual(WATERFALL_PARTS);
        const moved = new Map<string, number>();
        for (const step of value.steps) {
          expect(sum(step.deals.map(({ amount }) => amount))).toBe(step.amount);
          for (const { id, amount } of step.deals) moved.set(id, (moved.get(id) ?? 0) + amount);
          const sign = ['new', 'pulledIn', 'reopened', 'increased'].includes(step.part) ? 1 : -1;
          expect(step.deals.every(({ amount }) => amount * sign >= 0)).toBe(true);
        }
        deals.forEach(([a, b], i) => expect(moved.get(`d${i}`) ?? 0).toBe(counts(b, window) - counts(a, window)));
        // What is shown as won without a window is all that was won between the dates.
        const won = deals
          .filter(([a, b]) => b?.outcome === 'won' && a?.outcome !== 'won')
          .map(([, b]) => b!.amount ?? 0);
        if (!window) expect(value.steps.find(({ part }) => part === 'won')!.amount).toBe(0 - sum(won));
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);
});
