import type { Dictionary, Vector } from '../expr/index.ts';
import { ranksOf } from './text-order.ts';

const ranks = new WeakMap<Dictionary, { readonly length: number; readonly of: Map<boolean, Uint32Array> }>();

/** Ranks of a dictionary, kept while it has not grown. */
const ranksKept = (dictionary: Dictionary, folded: boolean): Uint32Array => {
  let known = ranks.get(dictionary);
  if (known?.length !== dictionary.length)
    ranks.set(dictionary, (known = { length: dictionary.length, of: new Map() }));
  const made = known.of.get(folded) ?? ranksOf(dictionary, folded);
  known.of.set(folded, made);
  return made;
};

/** What rows are compared by: numbers that order as the values do, NaN for null. By row of the table; only those of `rows` are filled in. */
export const sortValues = (vector: Vector, rows: Uint32Array, folded: boolean): Float64Array => {
  switch (vector.kind) {
    case 'numbers':
      return vector.values;
    case 'flags': {
      const out = new Float64Array(vector.values.length);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        const value = vector.values[row] as number;
        out[row] = value === 2 ? Number.NaN : value;
      }
      return out;
    }
    case 'codes': {
      const order = ranksKept(vector.dictionary, folded);
      const out = new Float64Array(vector.codes.length);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        const code = vector.codes[row] as number;
        out[row] = code === 0 ? Number.NaN : (order[code - 1] as number);
      }
      return out;
    }
    case 'lists': {
      const out = new Float64Array(vector.offsets.length - 1);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        const size = (vector.offsets[row + 1] as number) - (vector.offsets[row] as number);
        out[row] = size === 0 ? Number.NaN : size;
      }
      return out;
    }
  }
};
