import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChances } from './chances.ts';
import { atLeastByCumulants, cumulants, cumulantsOf, quantileByCumulants, trusted } from './cumulants.ts';
import { atLeast, distributionOf, quantileOf } from './distribution.ts';
import { simulate, trialAtLeast, trialQuantile } from './montecarlo.ts';
import { forecast } from './outlook.ts';
import { xoshiro } from './random.ts';
import { columns, type Deal, someDeals } from './testing.ts';

const pipeline = (n: number): Deal[] =>
  Array.from({ length: n }, (_, i): Deal => [((i * 7919) % 200) * 10_000 + 10_000, [1000, 3000, 7000][i % 3]!]);
const read = (deals: readonly Deal[]) => readChances(columns(deals)).value!;

describe('the cumulants of the total', () => {
  it('are those of one deal of 100 at 30 %: mean 30, variance 2 100, skewness 0.873, excess −1.238', () => {
    const { value } = cumulants(columns([[100, 3000]]));
    expect(value).toMatchObject({ mean: 30, uncertain: 1, largestShare: 1, least: 0, most: 100 });
    expect(value!.variance).toBeCloseTo(2100, 9);
    expect(value!.skewness).toBeCloseTo(0.4 / Math.sqrt(0.21), 12);
    expect(value!.excess).toBeCloseTo((1 - 6 * 0.21) / 0.21, 12);
  });

  it('equal the moments of the exact distribution', () => {
    fc.assert(
      fc.property(someDeals(1, 10), (deals) => {
        const found = cumulantsOf(read(deals));
        const d = distributionOf(read(deals));
        // Less what is certain: beside it the test's own doubles would lose the small deals.
        const totals = d.totals.map((total) => total - d.offset);
        const mean = totals.reduce((sum, total, i) => sum + total * d.mass[i]!, 0);
        const moment = (k: number) => totals.reduce((sum, total, i) => sum + (total - mean) ** k * d.mass[i]!, 0);
        const variance = moment(2);
        expect(found.mean).toBe(d.mean);
        if (variance < 1) return;
        expect(found.variance / variance).toBeCloseTo(1, 8);
        expect(found.skewness).toBeCloseTo(moment(3) / variance ** 1.5, 5);
        expect(found.excess).toBeCloseTo(moment(4) / variance ** 2 - 3, 5);
        expect([found.least, found.most]).toEqual([d.totals[0], d.totals.at(-1)]);
      }),
      { numRuns: 500 },
    );
  });

  it('bend the normal distribution as Cornish, Fisher and Edgeworth say', () => {
    const found = {
      mean: 100_000,
      variance: 1e8,
      deviation: 10_000,
      skewness: 0.6,
      excess: 0.5,
      deals: 100,
      uncertain: 100,
      largestShare: 0.01,
      least: 0,
      most: 1e9,
      leftOut: [],
    };
    // z = 1.281552: w = z + 0.064237 − 0.036248 + 0.021983
    expect(quantileByCumulants(found, 9000)).toBe(113_315);
    expect(atLeastByCumulants(found, 112_000)).toBeCloseTo(0.119_163_878_650_209_5, 12);
  });

  it('know that 130 or more of 400 deals at 30 % are won with 15.01 %, as the binomial distribution says', () => {
    const found = cumulantsOf(read(Array.from({ length: 400 }, (): Deal => [1, 3000])));
    expect(atLeastByCumulants(found, 130)).toBeCloseTo(0.150_077_069_933_366_34, 3);
  });

  it('give the quantiles of 500 deals within a tenth of a percent of the exact ones', () => {
    const found = cumulantsOf(read(pipeline(500)));
    const exactly = distributionOf(read(pipeline(500)));
    expect(trusted(found)).toBe(true);
    for (const level of [1000, 5000, 9000]) {
      const exact = quantileOf(exactly, level);
      expect(Math.abs(quantileByCumulants(found, level) - exact) / exact).toBeLessThan(0.001);
    }
    for (const quota of [0.9, 1, 1.1].map((factor) => Math.round(found.mean * factor)))
      expect(Math.abs(atLeastByCumulants(found, quota) - atLeast(exactly, quota).chance)).toBeLessThan(0.003);
  });

  it('are not trusted with few deals, nor where one dominates', () => {
    expect(trusted(cumulantsOf(read(pipeline(63))))).toBe(false);
    expect(trusted(cumulantsOf(read([...pipeline(300), [1e10, 5000]])))).toBe(false);
    expect(trusted(cumulantsOf(read([[5000, 10_000]])))).toBe(true);
  });

  it('never leave what the total can be, nor give NaN', () => {
    fc.assert(
      fc.property(someDeals(1, 30), fc.integer({ min: -5, max: 2 ** 45 }), (deals, quota) => {
        const found = cumulantsOf(read(deals));
        for (const level of [0, 1000, 5000, 9000, 10_000]) {
          const total = quantileByCumulants(found, level);
          expect(total >= found.least && total <= found.most).toBe(true);
        }
        const chance = atLeastByCumulants(found, quota);
        expect(chance >= 0 && chance <= 1).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the simulation', () => {
  it('draws the published first numbers of xoshiro128** from the state 1, 2, 3, 4', () => {
    const { bits } = xoshiro([1, 2, 3, 4]);
    // As xoshiro128starstar.c 1.1 of its authors prints them.
    const published = [11_520, 0, 5_927_040, 70_819_200, 2_031_721_883, 1_637_235_492, 1_287_239_034, 3_734_860_849];
    expect(published.map(() => bits())).toEqual(published);
  });

  it('repeats itself with the same seed and not with another', () => {
    const run = (seed: number) => simulate(columns(pipeline(40)), { seed, trials: 200 }).value!.totals;
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  it('agrees with the exact distribution in a million trials', () => {
    const deals = pipeline(80);
    const exactly = distributionOf(read(deals));
    const { value } = simulate(columns(deals), { seed: 20_250, trials: 1_000_000, drawn: 40 });
    expect(value).toMatchObject({ mean: exactly.mean, drawn: 40, together: 40 });
    const mean = value!.totals.reduce((sum, total) => sum + total, 0) / 1e6;
    expect(Math.abs(mean - exactly.mean)).toBeLessThan(4 * value!.standardError);
    for (const level of [1000, 5000, 9000])
      expect(Math.abs(trialQuantile(value!, level) - quantileOf(exactly, level))).toBeLessThan(
        exactly.deviation * 0.01,
      );
    expect(trialAtLeast(value!, exactly.mean)).toBeCloseTo(atLeast(exactly, exactly.mean).chance, 2);
  });

  it('widens the forecast where deals hang together, and keeps its mean', () => {
    const deals = pipeline(400);
    const [alone, together] = [0, 0.3].map((correlation) => simulate(columns(deals), { seed: 5, correlation }).value!);
    const width = (trials: typeof alone) => trialQuantile(trials!, 9000) - trialQuantile(trials!, 1000);
    expect(width(together)).toBeGreaterThan(3 * width(alone));
    const mean = together!.totals.reduce((sum, total) => sum + total, 0) / together!.totals.length;
    expect(Math.abs(mean - together!.mean)).toBeLessThan(4 * together!.standardError);
  });

  it('has the correlation it was asked for: two deals at one half are won together with 1/4 + asin ρ ÷ 2π', () => {
    const { value } = simulate(
      columns([
        [1, 5000],
        [1, 5000],
      ]),
      { seed: 11, trials: 200_000, correlation: 0.5 },
    );
    expect(trialAtLeast(value!, 2)).toBeCloseTo(1 / 3, 2);
  });
});

describe('the forecast', () => {
  it('answers at once for many deals, exactly for few, by trials where many are dominated by one', () => {
    expect(forecast(columns(pipeline(500))).value?.method).toBe('cumulants');
    expect(forecast(columns(pipeline(500)), { exact: true }).value?.method).toBe('grid');
    expect(forecast(columns(pipeline(10))).value?.method).toBe('rational');
    expect(forecast(columns([...pipeline(5100), [1e12, 5000]]), { quota: 1e12 }).value).toMatchObject({
      method: 'trials',
    });
  });

  it('says the same either way', () => {
    const quick = forecast(columns(pipeline(500)), { quota: 190_000_000 }).value!;
    const exactly = forecast(columns(pipeline(500)), { quota: 190_000_000, exact: true }).value!;
    expect(quick.mean).toBe(exactly.mean);
    expect(quick.p10 / exactly.p10).toBeCloseTo(1, 3);
    expect(quick.atLeast).toBeCloseTo(exactly.atLeast!, 2);
    expect([quick.errorBound, exactly.errorBound]).toEqual([null, 0]);
  });

  it('has no answer without deals or for a quota of zero', () => {
    expect(forecast({ amount: [], probability: [] })).toEqual({ value: null, reason: 'no_rows' });
    expect(forecast(columns([[1, 1]]), { quota: 0 })).toEqual({ value: null, reason: 'no_quota' });
    expect(forecast(columns([[1e13, 0]]), { quota: 5 }).value).toMatchObject({ p10: 0, p50: 0, p90: 0, atLeast: 0 });
  });
});
