import { upTo } from './edits.ts';
import { firstRows } from './first-rows.ts';
import type { Frame, OrderKey } from './frame.ts';
import { sortValues } from './sort-keys.ts';

/** A key as words of 32 bits that order as its values do, the most important first; `bits` are those of the words that differ. */
interface Words {
  readonly words: readonly { readonly key: Uint32Array; readonly bits: number }[];
}

/** Whole numbers that lie near each other, as amounts and days do, as their distance from the end they begin at; null after all. */
const shortWords = (values: Float64Array, base: Uint32Array, descending: boolean): Words | null => {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let fraction = -0;
  for (let i = 0; i < base.length; i++) {
    const value = values[base[i] as number] as number;
    if (Number.isNaN(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
    fraction += value - Math.floor(value);
  }
  if (least > most) return { words: [] };
  const span = most - least;
  if (fraction !== 0 || !(span < LAST - 1) || Math.abs(least) > Number.MAX_SAFE_INTEGER / 2) return null;
  const key = new Uint32Array(base.length);
  for (let i = 0; i < base.length; i++) {
    const value = values[base[i] as number] as number;
    key[i] = Number.isNaN(value) ? span + 1 : descending ? most - value : value - least;
  }
  return { words: [{ key, bits: 32 - Math.clz32(span + 1) }] };
};

const LAST = 0xffff_ffff;

/** Doubles as two words that order as the doubles do; complemented for descending; null after everything. */
const longWords = (values: Float64Array, base: Uint32Array, descending: boolean): Words => {
  const high = new Uint32Array(base.length);
  const low = new Uint32Array(base.length);
  const one = new Float64Array(1);
  const bits = new Uint32Array(one.buffer);
  for (let i = 0; i < base.length; i++) {
    // Both zeros are one value.
    one[0] = (values[base[i] as number] as number) + 0;
    if (Number.isNaN(one[0])) {
      high[i] = LAST;
      low[i] = LAST;
      continue;
    }
    let h = bits[1] as number;
    let l = bits[0] as number;
    if (h >>> 31 === 1) {
      h = ~h;
      l = ~l;
    } else h |= 0x8000_0000;
    high[i] = descending ? ~h : h;
    low[i] = descending ? ~l : l;
  }
  return {
    words: [
      { key: high, bits: 32 },
      { key: low, bits: 32 },
    ],
  };
};

const DIGIT = 11;
const DIGITS = 1 << DIGIT;

/** One stable pass by a digit of the key; nothing when all digits are equal. */
const pass = (key: Uint32Array, shift: number, from: Uint32Array, to: Uint32Array): boolean => {
  const counts = new Uint32Array(DIGITS + 1);
  for (let i = 0; i < from.length; i++) (counts[(((key[i] as number) >>> shift) & (DIGITS - 1)) + 1] as number)++;
  if (counts.includes(from.length)) return false;
  for (let digit = 0; digit < DIGITS; digit++) (counts[digit + 1] as number) += counts[digit] as number;
  for (let i = 0; i < from.length; i++) {
    const at = from[i] as number;
    const digit = ((key[at] as number) >>> shift) & (DIGITS - 1);
    to[counts[digit] as number] = at;
    (counts[digit] as number)++;
  }
  return true;
};

/** Positions in the order of a key, keeping the order they came in where it is equal (radix sort, least digit first). */
const sorted = (start: Uint32Array, { words }: Words): Uint32Array => {
  let from: Uint32Array = start;
  let to: Uint32Array = new Uint32Array(start.length);
  for (const { key, bits } of words.toReversed())
    for (let shift = 0; shift < bits; shift += DIGIT)
      if (pass(key, shift, from, to)) {
        const spare = from === start ? new Uint32Array(start.length) : from;
        from = to;
        to = spare;
      }
  return from;
};

/** Up to this share of the rows, finding the first ones is quicker than sorting all. */
const FEW = 16;

/**
 * Rows (ascending) in the order of several keys, nulls last whichever the direction, ties by id ascending; with `limit` only the first
 * so many.
 */
export const orderRows = (
  frame: Pick<Frame, 'byId' | 'length'>,
  rows: Uint32Array,
  keys: readonly OrderKey[],
  limit = rows.length,
): Uint32Array => {
  const base = inIdOrder(frame, rows);
  const read = keys.map(({ vector, descending, collate }) => ({
    values: sortValues(vector, rows, collate),
    descending,
  }));
  const first = limit * FEW <= rows.length ? firstRows(base, read, limit) : null;
  if (first) return first;
  let order: Uint32Array = upTo(base.length);
  for (const { values, descending } of read.reverse())
    order = sorted(order, shortWords(values, base, descending) ?? longWords(values, base, descending));
  const count = Math.min(limit, order.length);
  const out = new Uint32Array(count);
  for (let i = 0; i < count; i++) out[i] = base[order[i] as number] as number;
  return out;
};

const inIdOrder = (frame: Pick<Frame, 'byId' | 'length'>, rows: Uint32Array): Uint32Array => {
  const all = frame.byId();
  if (rows.length === frame.length) return all;
  if (ascends(all)) return rows;
  const wanted = new Uint8Array(frame.length);
  for (let i = 0; i < rows.length; i++) wanted[rows[i] as number] = 1;
  return all.filter((row) => wanted[row] === 1);
};

/** Whether rows stand in their own order. */
const ascends = (rows: Uint32Array): boolean => {
  for (let i = 1; i < rows.length; i++) if ((rows[i] as number) < (rows[i - 1] as number)) return false;
  return true;
};
