import { UUID } from 'uuidv7';

/**
 * A new identifier, UUIDv7 (RFC 9562): made where the record is made, so that it has its identity before it reaches a server.
 * `at` is milliseconds since 1970; `random` gives three unsigned 32-bit numbers that nobody can foresee.
 */
export const newId = (at: number, random: () => readonly [number, number, number]): string => {
  const [a, b, c] = random();
  return UUID.fromFieldsV7(at, a & 0xfff, (b >>> 2) & 0x3fff_ffff, c >>> 0).toString();
};

const COUNTED = 2 ** 30;

/**
 * A maker of identifiers that ascend (RFC 9562, a counter in the leading random bits): rows made one after the other stand in the
 * order of their ids, which saves sorting them and keeps the pages of a database's index together. `now` gives milliseconds since 1970.
 */
export const idSequence = (now: () => number, random: () => readonly [number, number, number]): (() => string) => {
  let at = Number.NEGATIVE_INFINITY;
  let high = 0;
  let low = 0;
  return () => {
    const [a, b, c] = random();
    const next = now();
    if (next > at) {
      at = next;
      // half of the counter is left for the ids of the same moment
      high = a & 0x7ff;
      low = (b >>> 2) & 0x3fff_ffff;
    } else {
      low += 1 + (a & 0xff);
      if (low >= COUNTED) {
        low -= COUNTED;
        high += 1;
      }
      if (high > 0xfff) {
        at += 1;
        high = 0;
      }
    }
    return UUID.fromFieldsV7(at, high, low, c >>> 0).toString();
  };
};
