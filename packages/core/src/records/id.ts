import { UUID } from 'uuidv7';

/**
 * A new identifier, UUIDv7 (RFC 9562): made where the record is made, so that it has its identity before it reaches a server.
 * `at` is milliseconds since 1970; `random` gives three unsigned 32-bit numbers that nobody can foresee.
 */
export const newId = (at: number, random: () => readonly [number, number, number]): string => {
  const [a, b, c] = random();
  return UUID.fromFieldsV7(at, a & 0xfff, (b >>> 2) & 0x3fff_ffff, c >>> 0).toString();
};
