import { YES } from './flag.ts';
import type { Vector } from './vector.ts';

/** What was made of two objects, kept as long as both of them are. */
export class Kept<V> {
  readonly #known = new WeakMap<object, WeakMap<object, V>>();

  of(one: object, other: object, make: () => V): V {
    let inner = this.#known.get(one);
    if (inner === undefined) this.#known.set(one, (inner = new WeakMap()));
    let value = inner.get(other);
    if (value === undefined) inner.set(other, (value = make()));
    return value;
  }
}

/** How a column came of another: the same entries but at these rows, with what stood there before. */
export interface Patch {
  readonly from: Vector;
  /** Each row once. */
  readonly rows: Uint32Array;
  readonly before: Float64Array;
}

const patches = new WeakMap<Vector, Patch>();

/** Notes that a column is another one but for a few entries, so that sums need not be made again. */
export function notePatch(vector: Vector, patch: Patch): void {
  // One step back is enough, and keeps the columns of long ago from staying for ever.
  patches.delete(patch.from);
  patches.set(vector, patch);
}

/** How a column came of another, when that is known. */
export function patchOf(vector: Vector): Patch | undefined {
  return patches.get(vector);
}

/** The rows whose flag is yes. */
export function chosenRows(flags: Uint8Array): Uint32Array {
  let size = 0;
  // `& 1` is 1 for yes alone: no is 0 and unknown is 2.
  for (let row = 0; row < flags.length; row++) size += (flags[row] as number) & YES;
  const chosen = new Uint32Array(size);
  // Past the end nothing is written: the last rows may say no.
  for (let row = 0, count = 0; count < size; row++) {
    chosen[count] = row;
    count += (flags[row] as number) & YES;
  }
  return chosen;
}

const narrowings = new Kept<Uint32Array>();

/** Those of the rows whose flag is yes; found once for the same rows and flags. */
export function narrowed(rows: Uint32Array, flags: Vector): Uint32Array {
  if (flags.kind !== 'flags') throw new Error('a condition is a flag');
  const { values } = flags;
  return narrowings.of(rows, flags, () => chosenOf(rows, values));
}

function chosenOf(rows: Uint32Array, flags: Uint8Array): Uint32Array {
  let size = 0;
  for (let i = 0; i < rows.length; i++) size += (flags[rows[i] as number] as number) & YES;
  if (size === rows.length) return rows;
  const chosen = new Uint32Array(size);
  for (let i = 0, count = 0; count < size; i++) {
    const row = rows[i] as number;
    chosen[count] = row;
    count += (flags[row] as number) & YES;
  }
  return chosen;
}
