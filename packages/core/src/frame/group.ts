import type { Vector } from '../expr/index.ts';
import type { GroupedRows } from './frame.ts';

/** By position in `rows`: a number that is equal for equal values; 0 is null. `size` is above all of them. */
interface Keys {
  readonly of: Uint32Array;
  readonly size: number;
}

const keysOf = (vector: Vector, rows: Uint32Array): Keys => {
  const of = new Uint32Array(rows.length);
  switch (vector.kind) {
    case 'codes':
      for (let i = 0; i < rows.length; i++) of[i] = vector.codes[rows[i] as number] as number;
      return { of, size: vector.dictionary.length + 1 };
    case 'flags':
      for (let i = 0; i < rows.length; i++) of[i] = ((vector.values[rows[i] as number] as number) + 1) % 3;
      return { of, size: 3 };
    case 'numbers': {
      const known = new Map<number, number>();
      for (let i = 0; i < rows.length; i++) {
        const value = vector.values[rows[i] as number] as number;
        if (Number.isNaN(value)) continue;
        let key = known.get(value);
        if (key === undefined) known.set(value, (key = known.size + 1));
        of[i] = key;
      }
      return { of, size: known.size + 1 };
    }
    case 'lists':
      throw new Error('lists have no groups: a row would be in several');
  }
};

const TABLE = 1 << 22;

/** Two keys as one, numbered in order of first appearance. */
const paired = (a: Keys, b: Keys): Keys => {
  const of = new Uint32Array(a.of.length);
  const known = new Map<number, number>();
  for (let i = 0; i < of.length; i++) {
    const both = (a.of[i] as number) * b.size + (b.of[i] as number);
    let key = known.get(both);
    if (key === undefined) known.set(both, (key = known.size));
    of[i] = key;
  }
  return { of, size: Math.max(known.size, 1) };
};

/** Gathers rows by the values of one or several vectors; without vectors they are one group. */
export const groupRows = (vectors: readonly Vector[], rows: Uint32Array, length: number): GroupedRows => {
  const of = new Uint32Array(length);
  const [first, ...others] = vectors.map((vector) => keysOf(vector, rows));
  if (first === undefined) return { of, count: 1, first: rows.slice(0, 1) };
  const { of: keys, size } = others.reduce(paired, first);
  const firsts: number[] = [];
  // A table is quicker than a map while it is not much larger than the rows.
  const numbers = size <= Math.max(TABLE, rows.length * 4) ? new Uint32Array(size) : undefined;
  const found = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) {
    const key = keys[i] as number;
    let group = numbers ? (numbers[key] as number) : (found.get(key) ?? 0);
    if (group === 0) {
      group = firsts.push(rows[i] as number);
      if (numbers) numbers[key] = group;
      else found.set(key, group);
    }
    of[rows[i] as number] = group - 1;
  }
  return { of, count: firsts.length, first: Uint32Array.from(firsts) };
};
