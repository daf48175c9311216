import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChances } from './chances.ts';
import { atLeast, distribution, distributionOf, histogram, quantileOf, quotaChance } from './distribution.ts';
import { commonGrid, gridOf } from './grid.ts';
import { rationalAtLeast, withDeal, withoutDeal } from './rational.ts';
import { bruteFigures, bruteForce, columns, type Deal, someDeals } from './testing.ts';

const of = (deals: readonly Deal[], step?: number) =>
  distributionOf(readChances(columns(deals)).value!, step === undefined ? {} : { step });

/** The same distribution in doubles on its own grid, whatever the number of deals. */
const onGrid = (deals: readonly Deal[]) => {
  const open = deals.filter(([a, p]) => a > 0 && p > 0 && p < 10_000);
  return of(deals, commonGrid(Float64Array.from(open, ([a]) => a)) || 1);
};

describe('the distribution of the total', () => {
  it('knows two deals of 100 at one half: 0, 100, 200 with 25, 50, 25 %', () => {
    const two = of([
      [10_000, 5000],
      [10_000, 5000],
    ]);
    expect([...two.totals]).toEqual([0, 10_000, 20_000]);
    expect([...two.mass]).toEqual([0.25, 0.5, 0.25]);
    expect(two).toMatchObject({ method: 'rational', mean: 10_000, variance: 5e7, errorBound: 0, uncertain: 2 });
    expect([1000, 2500, 2501, 5000, 7500, 7501].map((level) => quantileOf(two, level))).toEqual([
      0, 0, 10_000, 10_000, 10_000, 20_000,
    ]);
    expect(atLeast(two, 10_000)).toEqual({ chance: 0.75, least: 0.75, most: 0.75 });
  });

  it('takes won deals for certain and lost ones for nothing', () => {
    const d = of([
      [5000, 10_000],
      [7000, 0],
      [1000, 3000],
    ]);
    expect([...d.totals]).toEqual([5000, 6000]);
    expect(d).toMatchObject({ mean: 5300, deals: 3, uncertain: 1, offset: 5000 });
    expect(quantileOf(d, 7000)).toBe(5000);
    expect(quantileOf(d, 7001)).toBe(6000);
  });

  it('equals every one of the 2ⁿ outcomes in 1 500 random cases up to 10 deals, as fractions', () => {
    fc.assert(
      fc.property(someDeals(1, 10), fc.integer({ min: 1, max: 3_000_000 }), (deals, quota) => {
        const exactly = bruteFigures(deals, quota);
        const d = of(deals);
        expect(d.method).toBe('rational');
        const { rational, offset } = d;
        const all = 10_000n ** BigInt(deals.length);
        const brute = bruteForce(deals);
        expect(rational!.totals.length).toBe(brute.size);
        rational!.totals.forEach((total, i) => {
          expect(rational!.weights[i]! * all).toBe((brute.get(total + offset) ?? 0n) * rational!.denominator);
        });
        expect([d.mean, ...[1000, 5000, 9000].map((level) => quantileOf(d, level))]).toEqual([
          exactly.mean,
          exactly.p10,
          exactly.p50,
          exactly.p90,
        ]);
        const { numerator, denominator } = rationalAtLeast(rational!, quota - offset);
        expect(numerator * exactly.atLeast.denominator).toBe(exactly.atLeast.numerator * denominator);
      }),
      { numRuns: 1500 },
    );
  }, 120_000);

  it('equals them at 11 to 16 deals too', () => {
    fc.assert(
      fc.property(someDeals(11, 16), fc.integer({ min: 1, max: 3_000_000 }), (deals, quota) => {
        const exactly = bruteFigures(deals, quota);
        const d = of(deals);
        expect([d.mean, ...[1000, 5000, 9000].map((level) => quantileOf(d, level))]).toEqual([
          exactly.mean,
          exactly.p10,
          exactly.p50,
          exactly.p90,
        ]);
        const { numerator, denominator } = exactly.atLeast;
        expect(atLeast(d, quota).chance).toBeCloseTo(Number((numerator * 10n ** 18n) / denominator) / 1e18, 14);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('is the same in doubles on the common grid', () => {
    const amount = fc.integer({ min: 0, max: 40 }).map((n) => n * 2500);
    const deal = fc.tuple(amount, fc.integer({ min: 0, max: 10_000 }));
    fc.assert(
      fc.property(fc.array(deal, { minLength: 1, maxLength: 14 }), (deals) => {
        const exactly = of(deals);
        const doubles = onGrid(deals);
        expect(doubles).toMatchObject({ method: 'grid', errorBound: 0, mean: exactly.mean });
        exactly.totals.forEach((total, i) => {
          expect(atLeast(doubles, total).chance).toBeCloseTo(atLeast(exactly, total).chance, 12);
          const place = doubles.totals.indexOf(total);
          expect(place < 0 ? 0 : doubles.mass[place]!).toBeCloseTo(exactly.mass[i]!, 12);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every binned figure within the bound that it states, and the bound within step × n ÷ 2', () => {
    fc.assert(
      fc.property(someDeals(1, 12), fc.integer({ min: 2, max: 400_000 }), (deals, width) => {
        const largest = Math.max(...deals.map(([a]) => a));
        const step = Math.max(width, Math.ceil(largest / 10_000));
        const exactly = of(deals);
        const binned = of(deals, step);
        expect(binned.errorBound).toBeLessThanOrEqual((step * Math.max(1, binned.uncertain)) / 2);
        expect([binned.mean, binned.variance]).toEqual([exactly.mean, exactly.variance]);
        for (const level of [1000, 5000, 9000]) {
          const off = quantileOf(binned, level) - quantileOf(exactly, level);
          // A level within the rounding of doubles of a step of the distribution may fall to either side.
          if (![-1, 1].some((near) => quantileOf(exactly, level + near) !== quantileOf(exactly, level)))
            expect(Math.abs(off)).toBeLessThanOrEqual(binned.errorBound);
        }
        const quota = exactly.mean + 1;
        const { least, chance, most } = atLeast(binned, quota);
        const truly = atLeast(exactly, quota).chance;
        expect(least).toBeLessThanOrEqual(truly + 1e-12);
        expect(most).toBeGreaterThanOrEqual(truly - 1e-12);
        expect(least <= chance && chance <= most).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('has the mass, mean and variance of its deals with 500 of them', () => {
    const deals = Array.from(
      { length: 500 },
      (_, i): Deal => [((i * 7919) % 200) * 10_000 + 10_000, (i * 613) % 10_001],
    );
    const d = of(deals);
    const mass = d.mass.reduce((sum, p) => sum + p, 0);
    const mean = d.totals.reduce((sum, total, i) => sum + total * d.mass[i]!, 0);
    const variance = d.totals.reduce((sum, total, i) => sum + (total - mean) ** 2 * d.mass[i]!, 0);
    expect(d).toMatchObject({ method: 'grid', step: 10_000, errorBound: 0 });
    expect(mass).toBeCloseTo(1, 12);
    expect(mean / d.mean).toBeCloseTo(1, 9);
    expect(variance / d.variance).toBeCloseTo(1, 9);
  });

  it('bins amounts to the cent and says by how much', () => {
    const deals = Array.from({ length: 500 }, (_, i): Deal => [((i * 7919) % 2_000_003) + 101, 100 * (1 + (i % 99))]);
    const d = of(deals);
    expect(d.method).toBe('binned');
    expect(d.errorBound).toBeGreaterThan(0);
    expect(d.errorBound).toBeLessThanOrEqual((d.step * 500) / 2);
    expect(d.errorBound / d.deviation).toBeLessThan(0.4);
  });

  it('takes a negative amount as a loss', () => {
    const d = of([
      [-300, 4000],
      [500, 5000],
    ]);
    expect([...d.totals]).toEqual([-300, 0, 200, 500]);
    expect([...d.mass]).toEqual([0.2, 0.3, 0.2, 0.3]);
    expect(d.mean).toBe(130);
  });

  it.each([
    ['no_rows', { amount: [], probability: [] }],
    ['no_amounts', { amount: [null, Number.NaN], probability: [1000, 1000] }],
    ['no_probability', { amount: [100], probability: [null] }],
    ['mixed_currencies', { amount: [1, 2], probability: [1, 2], currency: ['EUR', 'TND'] }],
    ['too_large', { amount: [9e15, 9e15], probability: [1, 2] }],
    ['too_large', { amount: [Infinity], probability: [1] }],
  ])('has none: %s', (reason, given) => {
    expect(distribution(given)).toEqual({ value: null, reason });
  });

  it('holds a probability within 0 and 100 %, and amounts to whole minor units', () => {
    const { value } = distribution({
      amount: Float64Array.of(100, 200, 300.4),
      probability: Float64Array.of(20_000, -5, 10_000),
    });
    expect([...value!.totals]).toEqual([400]);
    expect(distribution({ amount: Float64Array.of(7, 8), probability: Float64Array.of(12_000, 0) }).value?.mean).toBe(
      7,
    );
  });

  it('leaves out deals without an amount or a probability, and counts them', () => {
    const { value } = distribution({ amount: [100, null, 300], probability: [5000, 5000, null] });
    expect(value?.deals).toBe(1);
    expect(value?.leftOut).toEqual([
      { reason: 'no_amount', count: 1 },
      { reason: 'no_probability', count: 1 },
    ]);
  });

  it('bears one deal, all lost, and amounts of 10¹³', () => {
    const lost = of([
      [1e13, 0],
      [500, 0],
    ]);
    expect([lost.mean, lost.deviation, quantileOf(lost, 9000), atLeast(lost, 1).chance]).toEqual([0, 0, 0, 0]);
    expect(histogram(lost)).toEqual([{ from: 0, to: 1, probability: 1 }]);
    const large = of(Array.from({ length: 40 }, (_, i): Deal => [1e13 + i, 5000]));
    expect(large.method).toBe('binned');
    expect(Math.abs(quantileOf(large, 5000) - 2e14)).toBeLessThanOrEqual(large.errorBound + 1000);
    expect(quotaChance(large, 0)).toEqual({ value: null, reason: 'no_quota' });
    expect(quotaChance(large, null)).toEqual({ value: null, reason: 'no_quota' });
  });

  it('draws bars that hold all but the tails', () => {
    const d = of(Array.from({ length: 60 }, (_, i): Deal => [10_000 * (1 + (i % 7)), 3000]));
    const bars = histogram(d, { bars: 20 });
    expect(bars.length).toBeLessThanOrEqual(21);
    expect(bars.reduce((sum, bar) => sum + bar.probability, 0)).toBeGreaterThan(0.997);
  });
});

describe('the grid', () => {
  it('is what divides all amounts', () => {
    expect(commonGrid(Float64Array.of(150_000, 225_000, 50_000))).toBe(25_000);
    expect(gridOf(new Float64Array(0)).errorBound).toBe(0);
  });

  it('prefers a round step where most amounts are round', () => {
    const amounts = Float64Array.from({ length: 500 }, (_, i) => 1_000_000 + (i % 50) * 100_000);
    amounts[0] = 1_000_001;
    expect(gridOf(amounts)).toMatchObject({ errorBound: 1 });
  });
});

describe('a deal taken out again', () => {
  it('leaves what was there before, in fractions', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 9999 })), { maxLength: 8 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 9999 }),
        (deals, amount, probability) => {
          const before = deals.reduce((all, [a, p]) => withDeal(all, a, p), {
            totals: [0],
            weights: [1n],
            denominator: 1n,
          } as ReturnType<typeof withDeal>);
          expect(withoutDeal(withDeal(before, amount, probability), amount, probability)).toEqual(before);
        },
      ),
      { numRuns: 500 },
    );
  });
});
