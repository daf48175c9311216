import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibration, type Observation, stageRates, wilson } from './calibration.ts';

const seen = (stage: string | null, probability: number | null, won: number, lost: number): readonly Observation[] =>
  Array.from({ length: won + lost }, (_, i) => ({ stage, probability, won: i < won }));

describe('the Wilson interval', () => {
  it.each([
    [8, 10, 0.4902, 0.9433],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [1, 2, 0.0945, 0.9055],
    [50, 100, 0.4038, 0.5962],
  ])('of %i won of %i runs from %d to %d', (won, count, low, high) => {
    const found = wilson(won, count);
    expect(found?.low).toBeCloseTo(low, 4);
    expect(found?.high).toBeCloseTo(high, 4);
  });

  it('has nothing to say of no deals', () => {
    expect(wilson(0, 0)).toBeNull();
  });

  it('holds the rate, lies in 0–1 and narrows with more deals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
        const won = Math.round(share * count);
        const { rate, low, high } = wilson(won, count)!;
        expect(0 <= low && low <= rate && rate <= high && high <= 1).toBe(true);
        const wider = wilson(won, count, { confidence: 0.99 })!;
        expect(wider.low <= low && wider.high >= high).toBe(true);
        const more = wilson(won * 4, count * 4)!;
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the close rate of a stage', () => {
  const stages = [
    { key: 'prospect', probability: 1000 },
    { key: 'qualified', probability: 3000 },
    { key: 'negotiation', probability: 7000 },
    { key: 'callback', probability: null },
    { key: 'empty', probability: 5000 },
  ];
  const found = stageRates(stages, [
    ...seen('prospect', 1000, 2, 18),
    ...seen('qualified', 3000, 60, 40),
    ...seen('negotiation', 7000, 10, 23),
    ...seen('callback', null, 5, 15),
  ]);

  it('is judged by its interval, and the observed rate is offered where the configured one lies outside', () => {
    expect(found.map(({ stage, verdict, adopt, closed, won }) => [stage, verdict, adopt, won, closed])).toEqual([
      ['prospect', 'agrees', null, 2, 20],
      ['qualified', 'tooLow', 6000, 60, 100],
      ['negotiation', 'tooHigh', 3000, 10, 33],
      ['callback', 'noProbability', 2500, 5, 20],
      ['empty', 'tooFew', null, 0, 0],
    ]);
    expect(found[4]?.observed).toBeNull();
    expect(found[0]?.observed?.rate).toBe(0.1);
  });

  it('is not judged by a few deals', () => {
    const [few] = stageRates([{ key: 'a', probability: 9900 }], seen('a', 9900, 0, 9));
    expect([few?.verdict, few?.adopt]).toEqual(['tooFew', null]);
    expect(stageRates([{ key: 'a', probability: 9900 }], seen('a', 9900, 0, 9), { enough: 5 })[0]?.adopt).toBe(0);
  });
});

describe('calibration', () => {
  it('scores 0 for certainties that came true, 0.25 for always one half, 1 for certainties that did not', () => {
    expect(calibration([...seen(null, 10_000, 3, 0), ...seen(null, 0, 0, 2)]).value).toMatchObject({
      brier: 0,
      skill: 1,
    });
    expect(calibration(seen(null, 5000, 5, 5)).value).toMatchObject({ brier: 0.25, skill: 0, uncertainty: 0.25 });
    expect(calibration(seen(null, 10_000, 0, 4)).value).toMatchObject({ brier: 1, skill: null });
  });

  it('reads Brier’s score of 70 % said and rain come as 0.09', () => {
    expect(calibration(seen(null, 7000, 1, 0)).value?.brier).toBeCloseTo(0.09, 15);
  });

  it('draws the curve: 20 deals at 30 % of which 6 were won lie on it', () => {
    const { value } = calibration([...seen('a', 3000, 6, 14), ...seen('b', 10_000, 2, 0), ...seen('c', null, 1, 1)]);
    expect(value?.bins.map(({ from, to, count, won, predicted }) => [from, to, count, won, predicted])).toEqual([
      [3000, 4000, 20, 6, 0.3],
      [9000, 10_000, 2, 2, 1],
    ]);
    expect(value?.bins[0]?.observed.rate).toBe(0.3);
    expect([value?.count, value?.leftOut]).toEqual([22, 2]);
    expect(value?.reliability).toBeCloseTo(0, 15);
  });

  it('is unknown without closed deals, and without probabilities', () => {
    expect(calibration([])).toEqual({ value: null, reason: 'no_closed_deals' });
    expect(calibration(seen('a', null, 1, 1))).toEqual({ value: null, reason: 'no_probability' });
  });

  it('adds up: reliability − resolution + uncertainty is the score, the bins hold every deal', () => {
    const observation = fc.record({
      stage: fc.constant(null),
      probability: fc.oneof(fc.constantFrom(0, 1000, 3000, 7000, 10_000), fc.integer({ min: 0, max: 10_000 })),
      won: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(observation, { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 1, max: 30 }),
        (all, bins) => {
          const { value } = calibration(all, { bins });
          const { brier, reliability, resolution, uncertainty } = value!;
          expect(reliability - resolution + uncertainty).toBeCloseTo(brier, 12);
          expect(brier >= 0 && brier <= 1).toBe(true);
          expect(value!.bins.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
          for (const { from, to, predicted } of value!.bins)
            expect(predicted * 10_000 >= from - 1 && predicted * 10_000 <= to + 1).toBe(true);
          expect(calibration([...all].reverse(), { bins }).value?.brier).toBe(brier);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
