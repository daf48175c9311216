import fc from 'fast-check';
import type { ChanceColumns } from './chances.ts';

/** A deal of a test: minor units and basis points. */
export type Deal = readonly [amount: number, probability: number];

export const columns = (deals: readonly Deal[]): ChanceColumns => ({
  amount: Float64Array.from(deals, ([amount]) => amount),
  probability: Float64Array.from(deals, ([, probability]) => probability),
});

/** Amounts on coarse grids, so that totals coincide, and to the cent; probabilities of every kind, certain ones too. */
export const someDeals = (minLength: number, maxLength: number): fc.Arbitrary<Deal[]> => {
  const amount = fc.oneof(
    fc.integer({ min: 0, max: 12 }).map((n) => n * 50_000),
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.integer({ min: 1, max: 10 }).map((n) => n * 1e12),
  );
  const probability = fc.oneof(fc.constantFrom(0, 1000, 3000, 5000, 7000, 10_000), fc.integer({ min: 0, max: 10_000 }));
  return fc.array(fc.tuple(amount, probability), { minLength, maxLength });
};

/** Every outcome of every deal, one by one: total → probability in units of 1 ÷ 10 000ⁿ. */
export const bruteForce = (deals: readonly Deal[]): ReadonlyMap<number, bigint> => {
  const totals = new Map<number, bigint>();
  const visit = (deal: number, total: number, weight: bigint): void => {
    const next = deals[deal];
    if (weight === 0n) return;
    if (next === undefined) {
      totals.set(total, (totals.get(total) ?? 0n) + weight);
      return;
    }
    visit(deal + 1, total, weight * BigInt(10_000 - next[1]));
    visit(deal + 1, total + next[0], weight * BigInt(next[1]));
  };
  visit(0, 0, 1n);
  return totals;
};

/** P10, P50, P90 and the probability of at least a total, by their definitions, from every outcome. */
export const bruteFigures = (deals: readonly Deal[], quota: number) => {
  const totals = [...bruteForce(deals)].sort(([a], [b]) => a - b);
  const all = 10_000n ** BigInt(deals.length);
  const quantile = (basisPoints: number): number => {
    let sum = 0n;
    for (const [total, weight] of totals) {
      sum += weight;
      if (sum * 10_000n >= all * BigInt(basisPoints)) return total;
    }
    throw new Error('a distribution that does not end');
  };
  const enough = totals.filter(([total]) => total >= quota).reduce((sum, [, weight]) => sum + weight, 0n);
  const sum = totals.reduce((mean, [total, weight]) => mean + BigInt(total) * weight, 0n);
  return {
    mean: Number((2n * sum + all) / (2n * all)),
    p10: quantile(1000),
    p50: quantile(5000),
    p90: quantile(9000),
    atLeast: { numerator: enough, denominator: all },
  };
};
