import type { Dictionary, Vector } from '../expr/index.ts';
import type { Frame, OrderKey } from './frame.ts';
import { ranksOf } from './text-order.ts';

const ranks = new WeakMap<Dictionary, { readonly length: number; readonly folded: Uint32Array }>();

/** Ranks of a dictionary, kept while it has not grown. */
const foldedRanks = (dictionary: Dictionary): Uint32Array => {
  const known = ranks.get(dictionary);
  if (known?.length === dictionary.length) return known.folded;
  const folded = ranksOf(dictionary, true);
  ranks.set(dictionary, { length: dictionary.length, folded });
  return folded;
};

/** What rows are compared by: numbers that order as the values do, NaN for null. */
const sortValues = (vector: Vector, rows: Uint32Array, folded: boolean): Float64Array => {
  const out = new Float64Array(rows.length);
  switch (vector.kind) {
    case 'numbers':
      for (let i = 0; i < rows.length; i++) out[i] = vector.values[rows[i] as number] as number;
      return out;
    case 'flags':
      for (let i = 0; i < rows.length; i++) {
        const value = vector.values[rows[i] as number] as number;
        out[i] = value === 2 ? Number.NaN : value;
      }
      return out;
    case 'codes': {
      const order = folded ? foldedRanks(vector.dictionary) : ranksOf(vector.dictionary, false);
      for (let i = 0; i < rows.length; i++) {
        const code = vector.codes[rows[i] as number] as number;
        out[i] = code === 0 ? Number.NaN : (order[code - 1] as number);
      }
      return out;
    }
    case 'lists':
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        const size = (vector.offsets[row + 1] as number) - (vector.offsets[row] as number);
        out[i] = size === 0 ? Number.NaN : size;
      }
      return out;
  }
};

const LAST = 0xffff_ffff;

/** Doubles as two words that order as the doubles do; complemented for descending; null after everything. */
const words = (
  values: Float64Array,
  descending: boolean,
): { readonly high: Uint32Array; readonly low: Uint32Array } => {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const high = new Uint32Array(values.length);
  const low = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) {
      high[i] = LAST;
      low[i] = LAST;
      continue;
    }
    let h = bits[i * 2 + 1] as number;
    let l = bits[i * 2] as number;
    if (h >>> 31 === 1) {
      h = ~h;
      l = ~l;
    } else h |= 0x8000_0000;
    high[i] = descending ? ~h : h;
    low[i] = descending ? ~l : l;
  }
  return { high, low };
};

/** One stable pass by a byte of the key; nothing when all bytes are equal. */
const pass = (key: Uint32Array, shift: number, from: Uint32Array, to: Uint32Array): boolean => {
  const counts = new Uint32Array(257);
  for (let i = 0; i < from.length; i++) (counts[(((key[i] as number) >>> shift) & 255) + 1] as number)++;
  if (counts.includes(from.length)) return false;
  for (let digit = 0; digit < 256; digit++) (counts[digit + 1] as number) += counts[digit] as number;
  for (let i = 0; i < from.length; i++) {
    const at = from[i] as number;
    const digit = ((key[at] as number) >>> shift) & 255;
    to[counts[digit] as number] = at;
    (counts[digit] as number)++;
  }
  return true;
};

/** Positions 0…n−1 in the order of a key, keeping the order they came in where it is equal (radix sort, least byte first). */
const sorted = (start: Uint32Array, values: Float64Array, descending: boolean): Uint32Array => {
  const { high, low } = words(values, descending);
  let from: Uint32Array = start;
  let to: Uint32Array = new Uint32Array(start.length);
  for (const key of [low, high])
    for (let shift = 0; shift < 32; shift += 8)
      if (pass(key, shift, from, to)) {
        const spare = from === start ? new Uint32Array(start.length) : from;
        from = to;
        to = spare;
      }
  return from;
};

/**
 * Rows in the order of several keys, nulls last whichever the direction, ties by id ascending; with `limit` only the first so many.
 */
export const orderRows = (
  frame: Pick<Frame, 'byId' | 'length'>,
  rows: Uint32Array,
  keys: readonly OrderKey[],
  limit = rows.length,
): Uint32Array => {
  const base = inIdOrder(frame, rows);
  let order: Uint32Array = Uint32Array.from(base, (_, i) => i);
  for (const { vector, descending, collate } of [...keys].reverse())
    order = sorted(order, sortValues(vector, base, collate), descending);
  const count = Math.min(limit, order.length);
  const out = new Uint32Array(count);
  for (let i = 0; i < count; i++) out[i] = base[order[i] as number] as number;
  return out;
};

const inIdOrder = (frame: Pick<Frame, 'byId' | 'length'>, rows: Uint32Array): Uint32Array => {
  const all = frame.byId();
  if (rows.length === frame.length) return all;
  const wanted = new Uint8Array(frame.length);
  for (let i = 0; i < rows.length; i++) wanted[rows[i] as number] = 1;
  return all.filter((row) => wanted[row] === 1);
};
