import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChances } from './chances.ts';
import { atLeast, distributionOf, quantileOf } from './distribution.ts';
import { effects, effectsOf, type Outlook } from './effect.ts';
import { columns, type Deal, someDeals } from './testing.ts';

/** The five figures by recomputing everything with one deal decided. */
const recomputed = (deals: readonly Deal[], at: number, probability: number, quota: number, step?: number): Outlook => {
  const decided = deals.map(([a, p], i): Deal => [a, i === at ? probability : p]);
  const d = distributionOf(readChances(columns(decided)).value!, step === undefined ? {} : { step });
  const [p10, p50, p90] = [1000, 5000, 9000].map((level) => quantileOf(d, level)) as [number, number, number];
  return { mean: d.mean, p10, p50, p90, atLeast: atLeast(d, quota).chance };
};

const close = (found: Outlook, expected: Outlook): void => {
  expect({ ...found, atLeast: 0 }).toEqual({ ...expected, atLeast: 0 });
  expect(found.atLeast).toBeCloseTo(expected.atLeast!, 9);
};

describe('the effect of one deal', () => {
  it('takes 100 at one half from two such deals: mean 50, and no 200 any more', () => {
    const { value } = effects(
      {
        ...columns([
          [10_000, 5000],
          [10_000, 5000],
        ]),
        id: ['a', 'b'],
      },
      { quota: 20_000 },
    );
    expect(value?.now).toEqual({ mean: 10_000, p10: 0, p50: 10_000, p90: 20_000, atLeast: 0.25 });
    expect(value?.deals[0]).toEqual({
      row: 0,
      id: 'a',
      amount: 10_000,
      probability: 5000,
      lost: { mean: 5000, p10: 0, p50: 0, p90: 10_000, atLeast: 0 },
      won: { mean: 15_000, p10: 10_000, p50: 10_000, p90: 20_000, atLeast: 0.5 },
    });
  });

  it('is exactly what recomputing gives, with up to 12 deals', () => {
    fc.assert(
      fc.property(someDeals(1, 12), fc.integer({ min: 1, max: 3_000_000 }), (deals, quota) => {
        const { deals: found, now } = effectsOf(readChances(columns(deals)).value!, { quota });
        expect(now).toEqual(recomputed(deals, -1, 0, quota));
        found.forEach((effect, at) => {
          for (const [outcome, probability] of [
            ['lost', 0],
            ['won', 10_000],
          ] as const) {
            const again = recomputed(deals, at, probability, quota);
            expect({ ...effect[outcome], atLeast: 0 }).toEqual({ ...again, atLeast: 0 });
            expect(effect[outcome].atLeast).toBeCloseTo(again.atLeast!, 15);
          }
        });
      }),
      { numRuns: 400 },
    );
  }, 120_000);

  it('is what recomputing gives with 15 deals of amounts that share no grid', () => {
    const amount = fc.integer({ min: 1, max: 1e9 });
    const deal = fc.tuple(amount, fc.constantFrom(1, 1000, 3000, 5000, 7000, 9999));
    fc.assert(
      fc.property(
        fc.array(deal, { minLength: 15, maxLength: 15 }),
        fc.integer({ min: 1, max: 8e9 }),
        (deals, quota) => {
          const { deals: found } = effectsOf(readChances(columns(deals)).value!, { quota });
          expect(found.length).toBe(15);
          for (const at of [0, 7, 14]) {
            close(found[at]!.lost, recomputed(deals, at, 0, quota));
            close(found[at]!.won, recomputed(deals, at, 10_000, quota));
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  it('is what recomputing gives on a grid, with up to 60 deals', () => {
    const amount = fc.integer({ min: 0, max: 60 }).map((n) => n * 2500);
    // No levels of 10, 50 or 90 % that are met to the last digit: doubles may fall to either side of those.
    const deal = fc.tuple(
      amount,
      fc.integer({ min: 1, max: 9999 }).map((p) => (p % 10 === 0 ? p + 3 : p)),
    );
    fc.assert(
      fc.property(
        fc.array(deal, { minLength: 18, maxLength: 60 }),
        fc.integer({ min: 1, max: 4e6 }),
        (deals, quota) => {
          const { deals: found } = effectsOf(readChances(columns(deals)).value!, { quota, step: 2500 });
          expect(found.length).toBe(deals.length);
          found.forEach((effect, at) => {
            close(effect.lost, recomputed(deals, at, 0, quota, 2500));
            close(effect.won, recomputed(deals, at, 10_000, quota, 2500));
          });
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it('holds where the division is most delicate: many equal deals at one half', () => {
    const deals = Array.from({ length: 301 }, (): Deal => [1000, 5000]);
    const { value } = effects(columns(deals), { quota: 151_000 });
    close(value!.deals[7]!.lost, recomputed(deals, 7, 0, 151_000, 1000));
    close(value!.deals[7]!.won, recomputed(deals, 7, 10_000, 151_000, 1000));
    expect(value!.now.atLeast).toBeCloseTo(0.5, 12);
  });

  it('says what a won deal is worth, and that a lost one changes nothing but if it were won', () => {
    const { value } = effects(
      columns([
        [5000, 10_000],
        [3000, 0],
      ]),
    );
    const [won, lost] = value!.deals;
    expect([won?.lost.p50, won?.won.p50]).toEqual([0, 5000]);
    expect([lost?.lost.p50, lost?.won.p50]).toEqual([5000, 8000]);
    expect(value!.now.atLeast).toBeNull();
  });

  it('has no answer without deals, or for a quota of zero', () => {
    expect(effects({ amount: [], probability: [] })).toEqual({ value: null, reason: 'no_rows' });
    expect(effects(columns([[1, 1]]), { quota: 0 })).toEqual({ value: null, reason: 'no_quota' });
  });
});
