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
  const chosen = new Uint32Array(flags.length);
  let count = 0;
  for (let row = 0; row < flags.length; row++) {
    chosen[count] = row;
    count += flags[row] === YES ? 1 : 0;
  }
  return chosen.slice(0, count);
}

const narrowings = new Kept<Uint32Array>();

/** Those of the rows whose flag is yes; found once for the same rows and flags. */
export function narrowed(rows: Uint32Array, flags: Vector): Uint32Array {
  if (flags.kind !== 'flags') throw new Error('a condition is a flag');
  return narrowings.of(rows, flags, () => {
    const { values } = flags;
    const chosen = new Uint32Array(rows.length);
    let count = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      chosen[count] = row;
      count += values[row] === YES ? 1 : 0;
    }
    return count === rows.length ? rows : chosen.slice(0, count);
  });
}
