import type { Patch } from './kept.ts';

/** Sums of groups whose numbers are all whole and add up to less than 2^53 in size: plain additions of doubles are exact then. */
export interface QuickSums {
  /** By group. */
  readonly sums: Float64Array;
  /** By group: how many numbers, nulls left out. */
  readonly counts: Float64Array;
  /** At least the sizes of all numbers together: what was taken out still counts. */
  readonly size: number;
}

/** The sums of the values at these rows; null when they are not whole or too large for doubles to add. */
export function quickSums(values: Float64Array, rows: Uint32Array, of: Uint32Array, groups: number): QuickSums | null {
  const sums = new Float64Array(groups);
  const counts = new Float64Array(groups);
  // Doubles from the start: a variable that begins as a small integer is boxed once it holds others.
  let size = -0;
  let fraction = -0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    const group = of[row] as number;
    (sums[group] as number) += value;
    (counts[group] as number)++;
    size += Math.abs(value);
    fraction += value - Math.floor(value);
  }
  return size <= Number.MAX_SAFE_INTEGER && fraction === 0 ? { sums, counts, size } : null;
}

/** The sums after a few values changed; null when they have to be made again. `rows` ascend. */
export function patchedSums(
  known: QuickSums,
  values: Float64Array,
  { rows: changed, before }: Patch,
  rows: Uint32Array,
  of: Uint32Array,
): QuickSums | null {
  const sums = known.sums.slice();
  const counts = known.counts.slice();
  let size = known.size;
  for (let i = 0; i < changed.length; i++) {
    const row = changed[i] as number;
    if (!holds(rows, row)) continue;
    const group = of[row] as number;
    const old = before[i] as number;
    const now = values[row] as number;
    if (!Number.isNaN(old)) {
      (sums[group] as number) -= old;
      (counts[group] as number)--;
    }
    if (Number.isNaN(now)) continue;
    if (!Number.isInteger(now)) return null;
    size += Math.abs(now);
    if (size > Number.MAX_SAFE_INTEGER) return null;
    (sums[group] as number) += now;
    (counts[group] as number)++;
  }
  return { sums, counts, size };
}

/** Whether a row is among rows that ascend. */
function holds(rows: Uint32Array, row: number): boolean {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as number) < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row;
}
