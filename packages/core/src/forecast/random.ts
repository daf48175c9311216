/** Random numbers that a seed decides: 32 random bits at a time, and doubles in [0, 1) with 32 of them. */
export interface Random {
  readonly bits: () => number;
  readonly unit: () => number;
}

/** The state of xoshiro128** from a seed, by splitmix32: neighbouring seeds give unrelated numbers. */
const stateOf = (seed: number): readonly [number, number, number, number] => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  return [next(), next(), next(), next()];
};

/** xoshiro128** 1.1 (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021) from four words of state. */
export const xoshiro = (words: readonly [number, number, number, number]): Random => {
  let [a, b, c, d] = words;
  const bits = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return { bits, unit: () => bits() / 4_294_967_296 };
};

/** Random numbers from a seed, a whole number of which the low 32 bits count. */
export const randomOf = (seed: number): Random => xoshiro(stateOf(seed));

/** Standard normal numbers, two per pair of draws (Box & Muller 1958). */
export const normals = ({ unit }: Random): (() => number) => {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - unit()));
    const angle = 2 * Math.PI * unit();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
};
