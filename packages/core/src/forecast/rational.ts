/** A distribution in whole numbers: total `totals[i]` has probability `weights[i]` ÷ `denominator`, exactly. Totals ascend. */
export interface Rational {
  readonly totals: readonly number[];
  readonly weights: readonly bigint[];
  readonly denominator: bigint;
}

/** The certain total of nothing. */
export const NOTHING: Rational = { totals: [0], weights: [1n], denominator: 1n };

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** Basis points as a fraction in lowest terms: the weights of winning and of losing. */
const odds = (basisPoints: number): { readonly won: bigint; readonly lost: bigint; readonly of: bigint } => {
  const common = divisor(10_000, basisPoints);
  const of = 10_000 / common;
  const won = basisPoints / common;
  return { won: BigInt(won), lost: BigInt(of - won), of: BigInt(of) };
};

/** The distribution with one more deal: its amount (minor units, above 0) is added with a probability in basis points. */
export const withDeal = ({ totals, weights, denominator }: Rational, amount: number, basisPoints: number): Rational => {
  const { won, lost, of } = odds(basisPoints);
  const nextTotals: number[] = [];
  const nextWeights: bigint[] = [];
  // Two ascending lists, the totals with and without the deal, are merged.
  let i = 0;
  let j = 0;
  while (j < totals.length) {
    const without = i < totals.length ? (totals[i] as number) : Infinity;
    const added = (totals[j] as number) + amount;
    nextTotals.push(Math.min(without, added));
    let weight = 0n;
    if (without <= added) weight += lost * (weights[i++] as bigint);
    if (added <= without) weight += won * (weights[j++] as bigint);
    nextWeights.push(weight);
  }
  return { totals: nextTotals, weights: nextWeights, denominator: denominator * of };
};

/** The distribution with one deal less, exactly: undoes `withDeal`. The probability is below 10 000. */
export const withoutDeal = (
  { totals, weights, denominator }: Rational,
  amount: number,
  basisPoints: number,
): Rational => {
  const { won, lost, of } = odds(basisPoints);
  const fewerTotals: number[] = [];
  const fewerWeights: bigint[] = [];
  let j = 0;
  for (let i = 0; i < totals.length; i++) {
    const total = totals[i] as number;
    let weight = weights[i] as bigint;
    while (j < fewerTotals.length && (fewerTotals[j] as number) + amount < total) j++;
    if (j < fewerTotals.length && (fewerTotals[j] as number) + amount === total)
      weight -= won * (fewerWeights[j] as bigint);
    if (weight === 0n) continue;
    fewerTotals.push(total);
    fewerWeights.push(weight / lost);
  }
  return { totals: fewerTotals, weights: fewerWeights, denominator: denominator / of };
};

/** The smallest total whose cumulative probability reaches a level in basis points, exactly. */
export const rationalQuantile = ({ totals, weights, denominator }: Rational, basisPoints: number): number => {
  const enough = (denominator * BigInt(basisPoints) + 9999n) / 10_000n;
  let sum = 0n;
  for (let i = 0; i < totals.length; i++) {
    sum += weights[i] as bigint;
    if (sum >= enough) return totals[i] as number;
  }
  return totals.at(-1) ?? 0;
};

/** The probability that the total is at least this, as a fraction. */
export const rationalAtLeast = (
  { totals, weights, denominator }: Rational,
  total: number,
): { readonly numerator: bigint; readonly denominator: bigint } => {
  let numerator = 0n;
  for (let i = totals.length - 1; i >= 0 && (totals[i] as number) >= total; i--) numerator += weights[i] as bigint;
  return { numerator, denominator };
};

/** A fraction 0–1 as the nearest double but for its last bit; the denominator is below 2^1000. */
export const ratio = (numerator: bigint, denominator: bigint): number => Number(numerator) / Number(denominator);
