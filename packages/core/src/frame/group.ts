import { Kept } from '../expr/kept.ts';
import type { Vector } from '../expr/index.ts';
import type { GroupedRows } from './frame.ts';

/** By position in `rows`: a number that is equal for equal values; 0 is null. `size` is above all of them. */
interface Keys {
  readonly of: Uint32Array;
  readonly size: number;
}

const TABLE = 1 << 22;

/** Keys of whole numbers that lie near each other, as days do: their distance from the least. */
const nearKeys = (values: Float64Array, rows: Uint32Array): Keys | null => {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let fraction = -0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i] as number] as number;
    if (Number.isNaN(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
    fraction += value - Math.floor(value);
  }
  // Beyond the safe integers a distance would be rounded; without a number there is nothing to measure from.
  if (fraction !== 0 || !(most - least < TABLE) || Math.abs(least) > Number.MAX_SAFE_INTEGER / 2) return null;
  const of = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i] as number] as number;
    of[i] = Number.isNaN(value) ? 0 : value - least + 1;
  }
  return { of, size: most - least + 2 };
};

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
      const near = nearKeys(vector.values, rows);
      if (near) return near;
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

/** Two keys as one: side by side where a table holds all pairs, else numbered in order of first appearance. */
const paired = (a: Keys, b: Keys): Keys => {
  const of = new Uint32Array(a.of.length);
  if (a.size * b.size <= TABLE) {
    for (let i = 0; i < of.length; i++) of[i] = (a.of[i] as number) * b.size + (b.of[i] as number);
    return { of, size: a.size * b.size };
  }
  const known = new Map<number, number>();
  for (let i = 0; i < of.length; i++) {
    const both = (a.of[i] as number) * b.size + (b.of[i] as number);
    let key = known.get(both);
    if (key === undefined) known.set(both, (key = known.size));
    of[i] = key;
  }
  return { of, size: Math.max(known.size, 1) };
};

/** Numbers the keys of rows in order of first appearance. */
const numbered = ({ of: keys, size }: Keys, rows: Uint32Array, length: number): GroupedRows => {
  const of = new Uint32Array(length);
  const firsts: number[] = [];
  // A table is quicker than a map while it is not much larger than the rows.
  if (size <= Math.max(TABLE, rows.length * 4)) {
    const numbers = new Uint32Array(size);
    for (let i = 0; i < rows.length; i++) {
      const key = keys[i] as number;
      const row = rows[i] as number;
      if (numbers[key] === 0) numbers[key] = firsts.push(row);
      of[row] = (numbers[key] as number) - 1;
    }
  } else {
    const numbers = new Map<number, number>();
    for (let i = 0; i < rows.length; i++) {
      const key = keys[i] as number;
      const row = rows[i] as number;
      let group = numbers.get(key);
      if (group === undefined) numbers.set(key, (group = firsts.push(row)));
      of[row] = group - 1;
    }
  }
  return { of, count: firsts.length, first: Uint32Array.from(firsts) };
};

interface Known {
  readonly vectors: readonly Vector[];
  readonly groups: GroupedRows;
}

const known = new Kept<Known[]>();
/** Groupings of the same rows that end with the same vector: few are of use at a time. */
const REMEMBERED = 4;

/** Gathers rows by the values of one or several vectors; without vectors they are one group. The same question gets the same groups. */
export const groupRows = (vectors: readonly Vector[], rows: Uint32Array, length: number): GroupedRows => {
  const before = known.of(rows, vectors.at(-1) ?? rows, () => []);
  const same = before.find(
    ({ vectors: asked, groups }) =>
      groups.of.length === length &&
      asked.length === vectors.length &&
      asked.every((vector, at) => vector === vectors[at]),
  );
  if (same) return same.groups;
  const [first, ...others] = vectors.map((vector) => keysOf(vector, rows));
  const groups = first
    ? numbered(others.reduce(paired, first), rows, length)
    : { of: new Uint32Array(length), count: 1, first: rows.slice(0, 1) };
  before.unshift({ vectors, groups });
  before.length = Math.min(before.length, REMEMBERED);
  return groups;
};
