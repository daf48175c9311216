import { UNKNOWN } from './flag.ts';
import type { Vector } from './vector.ts';

/** The entries of a vector at these rows, in this order. */
export function gather(vector: Vector, rows: Uint32Array): Vector {
  switch (vector.kind) {
    case 'numbers': {
      const values = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = vector.values[rows[i] as number] as number;
      return { kind: 'numbers', values };
    }
    case 'flags': {
      const values = new Uint8Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = vector.values[rows[i] as number] as number;
      return { kind: 'flags', values };
    }
    case 'codes': {
      const codes = new Uint32Array(rows.length);
      for (let i = 0; i < rows.length; i++) codes[i] = vector.codes[rows[i] as number] as number;
      return { kind: 'codes', codes, dictionary: vector.dictionary };
    }
    case 'lists': {
      const { offsets: from, dictionary } = vector;
      const offsets = new Uint32Array(rows.length + 1);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        offsets[i + 1] = (offsets[i] as number) + (from[row + 1] as number) - (from[row] as number);
      }
      const codes = new Uint32Array(offsets[rows.length] as number);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        codes.set(vector.codes.subarray(from[row], from[row + 1]), offsets[i]);
      }
      return { kind: 'lists', offsets, codes, dictionary };
    }
  }
}

/** The entries of a vector at these rows; null where the row is −1. */
export function gatherOrNull(vector: Vector, rows: Int32Array): Vector {
  switch (vector.kind) {
    case 'numbers': {
      const values = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        values[i] = row < 0 ? Number.NaN : (vector.values[row] as number);
      }
      return { kind: 'numbers', values };
    }
    case 'flags': {
      const values = new Uint8Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        values[i] = row < 0 ? UNKNOWN : (vector.values[row] as number);
      }
      return { kind: 'flags', values };
    }
    case 'codes': {
      const codes = new Uint32Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        codes[i] = row < 0 ? 0 : (vector.codes[row] as number);
      }
      return { kind: 'codes', codes, dictionary: vector.dictionary };
    }
    case 'lists': {
      const { offsets: from, dictionary } = vector;
      const offsets = new Uint32Array(rows.length + 1);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        const size = row < 0 ? 0 : (from[row + 1] as number) - (from[row] as number);
        offsets[i + 1] = (offsets[i] as number) + size;
      }
      const codes = new Uint32Array(offsets[rows.length] as number);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        if (row >= 0) codes.set(vector.codes.subarray(from[row], from[row + 1]), offsets[i]);
      }
      return { kind: 'lists', offsets, codes, dictionary };
    }
  }
}
