/** Chance that comes out the same every time: everything a demo draws, from one seed. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  readonly next: () => number;
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** True with a probability from 0 to 1. */
  readonly happens: (probability: number) => boolean;
  /** Around 0, mostly between −2 and 2. */
  readonly bell: () => number;
  /** Three unsigned 32-bit numbers, for identifiers. */
  readonly words: () => readonly [number, number, number];
}

/** A source of chance (mulberry32). */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0;
  const word = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = (): number => word() / 2 ** 32;
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    pick: (list) => {
      const [first] = list;
      if (first === undefined) throw new RangeError('There is nothing to pick from.');
      return list[between(0, list.length - 1)] ?? first;
    },
    happens: (probability) => next() < probability,
    bell: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    words: () => [word(), word(), word()],
  };
};
