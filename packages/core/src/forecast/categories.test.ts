import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES, type ForecastCategory } from '../blueprint/index.ts';
import { categories, categoryOf, ownCategory } from './categories.ts';

const none = { amount: 0, count: 0 };

describe('forecast categories', () => {
  it('reads closed 50, commit 100, best case 150, pipeline 200 as commit 150, best case 300, open 450 (domain.md)', () => {
    const { value } = categories({
      amount: [5000, 10_000, 15_000, 20_000, 70_000],
      category: ['closed', 'commit', 'bestCase', 'pipeline', 'omitted'],
      currency: ['EUR', 'EUR', 'EUR', 'EUR', 'EUR'],
    });
    expect(value?.cumulative).toEqual({
      commit: { amount: 15_000, count: 2 },
      bestCase: { amount: 30_000, count: 3 },
      open: { amount: 45_000, count: 3 },
    });
    expect(value?.single.omitted).toEqual({ amount: 70_000, count: 1 });
    expect(value?.currency).toBe('EUR');
  });

  it('leaves out what has no amount or no category, and counts it', () => {
    const { value } = categories({
      amount: Float64Array.of(100, Number.NaN, 300),
      category: ['commit', 'commit', null],
    });
    expect(value?.single.commit).toEqual({ amount: 100, count: 1 });
    expect(value).toMatchObject({
      population: 3,
      included: 1,
      excluded: [
        { reason: 'no_amount', count: 1 },
        { reason: 'no_category', count: 1 },
      ],
    });
  });

  it('counts nothing but lost deals as zero everywhere that is cumulative', () => {
    const { value } = categories({ amount: [1e15, 1e13], category: ['omitted', 'omitted'] });
    expect(value?.cumulative).toEqual({ commit: none, bestCase: none, open: none });
  });

  it.each([
    ['no_rows', [], []],
    ['mixed_currencies', [1, 2], ['EUR', 'USD']],
    ['too_large', [9e15, 9e15], ['EUR', null]],
  ] as const)('has no figure: %s', (reason, amount, currency) => {
    expect(categories({ amount, currency, category: amount.map(() => 'commit' as const) })).toEqual({
      value: null,
      reason,
    });
  });

  it('takes the deal’s own category while it is open, its stage’s once it is closed', () => {
    expect(categoryOf({ outcome: 'open', forecast: 'pipeline' }, 'commit')).toBe('commit');
    expect(categoryOf({ outcome: 'open', forecast: 'bestCase' })).toBe('bestCase');
    expect(categoryOf({ outcome: 'won', forecast: 'closed' }, 'commit')).toBe('closed');
    expect(categoryOf({ outcome: 'lost', forecast: 'omitted' }, 'commit')).toBe('omitted');
    expect(categoryOf(undefined)).toBeNull();
  });

  it('reads the own category from the field that plays the part, and nothing from what is no category', () => {
    const entity = { parts: { category: 'forecast' } };
    expect(ownCategory(entity, { values: { forecast: 'commit' } })).toBe('commit');
    expect(ownCategory(entity, { values: { forecast: null } })).toBeNull();
    expect(ownCategory(entity, { values: { forecast: 'perhaps' } })).toBeNull();
    expect(ownCategory({ parts: {} }, { values: { forecast: 'commit' } })).toBeNull();
  });

  it('counts a deal of a pipeline stage that is marked commit in commit, alone and cumulative', () => {
    const open = { outcome: 'open', forecast: 'pipeline' } as const;
    const won = { outcome: 'won', forecast: 'closed' } as const;
    const own: readonly (ForecastCategory | null)[] = ['commit', null, 'omitted', 'pipeline'];
    const { value } = categories({
      amount: [10_000, 20_000, 40_000, 80_000],
      category: own.map((said, at) => categoryOf(at === 3 ? won : open, said)),
    });
    expect(value?.single).toEqual({
      pipeline: { amount: 20_000, count: 1 },
      bestCase: none,
      commit: { amount: 10_000, count: 1 },
      closed: { amount: 80_000, count: 1 },
      omitted: { amount: 40_000, count: 1 },
    });
    expect(value?.cumulative).toEqual({
      commit: { amount: 90_000, count: 2 },
      bestCase: { amount: 90_000, count: 2 },
      open: { amount: 30_000, count: 2 },
    });
  });

  it('adds up: best case + pipeline + omitted is everything, and no deal is lost on the way', () => {
    const deal = fc.tuple(fc.integer({ min: 0, max: 1e13 }), fc.constantFrom(...CATEGORIES));
    fc.assert(
      fc.property(fc.array(deal, { minLength: 1, maxLength: 200 }), (deals) => {
        const { value } = categories({ amount: deals.map(([a]) => a), category: deals.map(([, c]) => c) });
        const { single, cumulative, included } = value!;
        const all = deals.reduce((sum, [a]) => sum + a, 0);
        expect(cumulative.bestCase.amount + single.pipeline.amount + single.omitted.amount).toBe(all);
        expect(cumulative.open.amount + single.closed.amount + single.omitted.amount).toBe(all);
        expect(cumulative.commit.amount).toBe(single.commit.amount + single.closed.amount);
        expect(included).toBe(deals.length);
      }),
      { numRuns: 500 },
    );
  });
});
