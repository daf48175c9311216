/** Why a figure of the forecast is unknown. */
export type ForecastReason =
  | 'no_rows'
  | 'no_amounts'
  | 'no_probability'
  | 'no_quota'
  | 'no_closed_deals'
  | 'mixed_currencies'
  | 'too_large';

/** A figure, or null with the reason code why there is none. Never NaN, never infinite. */
export type Figured<T> =
  | { readonly value: T; readonly reason: null }
  | { readonly value: null; readonly reason: ForecastReason };

/** A column of numbers: NaN (as in a frame) or null (as in JSON) is unknown. */
export type NumberColumn = Float64Array | readonly (number | null)[];

/**
 * Deals as columns of equal length: amounts in minor units of one currency, probabilities in basis points. A won deal is one of 10 000,
 * a lost deal one of 0. `id` and `currency` may be left out.
 */
export interface ChanceColumns {
  readonly amount: NumberColumn;
  readonly probability: NumberColumn;
  readonly id?: readonly string[];
  /** ISO 4217 per deal; several currencies have no common total. */
  readonly currency?: readonly (string | null)[];
}

/** Deals that a forecast leaves out because something is unknown, counted under the first reason that meets them. */
export interface LeftOut {
  readonly reason: 'no_amount' | 'no_probability';
  readonly count: number;
}

/** Deals that can be reckoned with: whole minor units and basis points in 0–10 000. */
export interface Chances {
  readonly length: number;
  readonly amount: Float64Array;
  readonly probability: Float64Array;
  /** The row of the columns that each deal came from; null when all rows are there. */
  readonly row: Uint32Array | null;
  readonly leftOut: readonly LeftOut[];
}

/** A known figure. */
export const known = <T>(value: T): Figured<T> => ({ value, reason: null });

/** No figure, and why. */
export const unknown = (reason: ForecastReason): { readonly value: null; readonly reason: ForecastReason } => ({
  value: null,
  reason,
});

/** The only currency of the deals, null when none is said; undefined when there are several. */
export const onlyCurrency = (currency: readonly (string | null)[] | undefined): string | null | undefined => {
  const said = new Set(currency?.filter((code) => code !== null));
  return said.size > 1 ? undefined : ([...said][0] ?? null);
};

/** Columns in which nothing is left out, rounded or bounded are used without a copy: a million deals are read in one short pass. */
const asTheyAre = (amount: NumberColumn, probability: NumberColumn): Figured<Chances> | null => {
  if (!(amount instanceof Float64Array && probability instanceof Float64Array)) return null;
  if (amount.length !== probability.length) return null;
  let size = -0;
  let odd = -0;
  for (let i = 0; i < amount.length; i++) {
    const a = amount[i] as number;
    const p = probability[i] as number;
    size += Math.abs(a);
    odd += a - Math.floor(a) + (p - Math.floor(p)) + (p < 0 || p > 10_000 ? 1 : 0);
  }
  // Not so where something is NaN, too.
  if (odd !== 0 || !(size <= Number.MAX_SAFE_INTEGER)) return null;
  return known({ length: amount.length, amount, probability, row: null, leftOut: [] });
};

/**
 * Reads columns of deals: those without an amount or a probability are left out and counted, a probability is held within 0–10 000.
 * Unknown with `no_rows`, `no_amounts`, `no_probability` when nothing remains, with `mixed_currencies`, and with `too_large` when the
 * amounts together pass 2^53 − 1 minor units, beyond which doubles skip cents.
 */
export const readChances = ({ amount, probability, currency }: ChanceColumns): Figured<Chances> => {
  const rows = amount.length;
  if (rows === 0) return unknown('no_rows');
  if (onlyCurrency(currency) === undefined) return unknown('mixed_currencies');
  const ready = asTheyAre(amount, probability);
  if (ready) return ready;
  const amounts = new Float64Array(rows);
  const probabilities = new Float64Array(rows);
  const row = new Uint32Array(rows);
  let length = 0;
  let priced = 0;
  // A double from the start: a variable that begins as a small integer is boxed once it holds others.
  let size = -0;
  for (let i = 0; i < rows; i++) {
    const a = amount[i];
    if (a === null || a === undefined || Number.isNaN(a)) continue;
    priced++;
    const p = probability[i];
    if (p === null || p === undefined || Number.isNaN(p)) continue;
    amounts[length] = Math.round(a);
    probabilities[length] = p < 0 ? 0 : p > 10_000 ? 10_000 : Math.round(p);
    row[length] = i;
    length++;
    size += Math.abs(a);
  }
  if (priced === 0) return unknown('no_amounts');
  if (length === 0) return unknown('no_probability');
  if (!(size <= Number.MAX_SAFE_INTEGER)) return unknown('too_large');
  const leftOut = [
    { reason: 'no_amount', count: rows - priced },
    { reason: 'no_probability', count: priced - length },
  ] satisfies LeftOut[];
  return known({
    length,
    amount: amounts.subarray(0, length),
    probability: probabilities.subarray(0, length),
    row: row.subarray(0, length),
    leftOut: leftOut.filter(({ count }) => count > 0),
  });
};

/** So many deals are summed in doubles before they are added to the exact sum. */
const TOGETHER = 1024;

/** Σ amount × probability, exact: ten-thousandths of a minor unit. */
export const weightedSum = ({ length, amount, probability }: Chances): bigint => {
  let all = 0n;
  for (let from = 0; from < length; from += TOGETHER) {
    const to = Math.min(length, from + TOGETHER);
    let sum = -0;
    let size = -0;
    for (let i = from; i < to; i++) {
      const product = (amount[i] as number) * (probability[i] as number);
      sum += product;
      size += Math.abs(product);
    }
    // Whole numbers: as long as their sizes together are below 2^53, no double was rounded.
    if (size <= Number.MAX_SAFE_INTEGER) all += BigInt(sum);
    else for (let i = from; i < to; i++) all += BigInt(amount[i] as number) * BigInt(probability[i] as number);
  }
  return all;
};

/** Ten-thousandths of a minor unit as minor units, half away from zero. */
export const wholeUnits = (sum: bigint): number => {
  const size = Number(((sum < 0n ? -sum : sum) + 5000n) / 10_000n);
  return sum < 0n && size > 0 ? -size : size;
};

/**
 * The mean of the total in minor units, Σ amount × probability ÷ 10 000, rounded once, half away from zero; the sum is exact.
 * (`weighted.open` rounds each deal and may differ from it by half a minor unit per deal.)
 */
export const meanTotal = (chances: Chances): number => wholeUnits(weightedSum(chances));
