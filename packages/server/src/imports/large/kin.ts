import { unions } from '@sluice/core';
import type { Scratch } from './scratch.ts';

/** Which rows of a file have to be decided together. */
export interface Kin {
  /** A row that no other concerns. */
  readonly alone: (at: number) => boolean;
  /** The first row of those that this one belongs to. */
  readonly first: (at: number) => number;
}

/** Finds the rows that share something they are found by, or a record that they may be: of `rows` rows. */
export const kinIn = (scratch: Scratch, rows: number): Kin => {
  const { join, rootOf } = unions(rows);
  const several = new Uint8Array(rows);
  const follow = <T extends { readonly at: number }>(entries: Iterable<T>, same: (a: T, b: T) => boolean): void => {
    let before: T | undefined;
    for (const one of entries) {
      if (before && same(before, one) && before.at !== one.at) {
        join(before.at, one.at);
        several[before.at] = 1;
        several[one.at] = 1;
      }
      before = one;
    }
  };
  follow(scratch.ties(), (a, b) => a.hash === b.hash);
  if (scratch.hasPairs()) follow(scratch.pairs(), (a, b) => a.record === b.record);
  return { alone: (at) => several[at] === 0, first: rootOf };
};
