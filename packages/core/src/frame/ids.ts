import { isId } from '../kinds/index.ts';
import { compareText, isLow } from './text-order.ts';

/** The identifiers of a frame by row. */
export interface Ids {
  readonly length: number;
  readonly at: (row: number) => string | undefined;
  readonly push: (id: string) => number;
  readonly set: (row: number, id: string) => void;
  readonly pop: () => void;
  /** Whether each id follows the one before it, so that rows need not be sorted by them. */
  readonly ascending: () => boolean;
  /** The ids as bytes, sixteen each; null when one of them is no UUID in lower case. */
  readonly packed: () => Uint8Array | null;
}

const SIZE = 16;
const DIGITS = '0123456789abcdef';
const HEX = Array.from({ length: 256 }, (_, byte) => `${DIGITS[byte >> 4] ?? ''}${DIGITS[byte & 15] ?? ''}`);

/** `018f2f6e-0000-7000-8000-000000000001` of sixteen bytes. */
const written = (bytes: Uint8Array, at: number): string => {
  let text = '';
  for (let i = 0; i < SIZE; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += HEX[bytes[at + i] as number] as string;
  }
  return text;
};

const digit = (unit: number): number => (unit > 57 ? unit - 87 : unit - 48);

const pack = (id: string, into: Uint8Array, at: number): void => {
  let place = 0;
  for (let i = 0; i < SIZE; i++) {
    if (id.charCodeAt(place) === 45) place += 1;
    into[at + i] = digit(id.charCodeAt(place)) * 16 + digit(id.charCodeAt(place + 1));
    place += 2;
  }
};

/** Whether sixteen bytes come before the next sixteen. */
const precedes = (bytes: Uint8Array, at: number): boolean => {
  for (let i = at; i < at + SIZE; i++) {
    const difference = (bytes[i] as number) - (bytes[i + SIZE] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
};

const follows = (before: string, id: string): boolean => before < id && isLow(id);

const ascendingBytes = (bytes: Uint8Array): boolean => {
  for (let at = 0; at + SIZE < bytes.length; at += SIZE) if (!precedes(bytes, at)) return false;
  return true;
};

const ascendingTexts = (ids: readonly string[]): boolean =>
  ids.every((id, row) => (row === 0 ? isLow(id) : follows(ids[row - 1] as string, id)));

/** Ids as texts, or packed as a snapshot kept them: those are written out one by one, when they are asked for. */
export const idsOf = (from: readonly string[] | Uint8Array): Ids => {
  const bytes = from instanceof Uint8Array ? from : new Uint8Array(0);
  const texts: (string | undefined)[] = from instanceof Uint8Array ? [] : [...from];
  let length = from instanceof Uint8Array ? from.length / SIZE : from.length;
  let ascending = from instanceof Uint8Array ? ascendingBytes(from) : ascendingTexts(from);
  const at = (row: number): string | undefined => {
    if (row < 0 || row >= length) return undefined;
    return (texts[row] ??= written(bytes, row * SIZE));
  };
  return {
    get length() {
      return length;
    },
    at,
    push: (id) => {
      const last = at(length - 1);
      ascending &&= last === undefined ? isLow(id) : follows(last, id);
      texts[length] = id;
      length += 1;
      return length - 1;
    },
    set: (row, id) => {
      ascending = false;
      texts[row] = id;
    },
    pop: () => {
      length -= 1;
      texts[length] = undefined;
    },
    ascending: () => ascending,
    packed: () => {
      const all = new Uint8Array(length * SIZE);
      for (let row = 0; row < length; row++) {
        const id = at(row);
        if (!isId(id)) return null;
        pack(id, all, row * SIZE);
      }
      return all;
    },
  };
};

/** An id that is there twice. Ascending ids are all different. */
export const repeated = (ids: readonly string[]): string | undefined => {
  let row = 1;
  while (row < ids.length && (ids[row - 1] as string) < (ids[row] as string)) row++;
  if (row >= ids.length) return undefined;
  const seen = new Set<string>();
  return ids.find((id) => seen.has(id) || !seen.add(id));
};

/** All rows by id. */
export const rowsById = (ids: Ids, rows: Uint32Array): Uint32Array =>
  ids.ascending() ? rows : rows.sort((a, b) => compareText(ids.at(a) ?? '', ids.at(b) ?? ''));
