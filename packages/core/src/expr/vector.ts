import type { Value } from '../kinds/index.ts';
import { fromNumber } from './cell.ts';
import type { Expr, Moment, Type } from './tree.ts';

/** The distinct texts of a column: no text twice, and a code keeps its text for ever (new texts are appended). */
export interface Dictionary {
  readonly length: number;
  readonly get: (code: number) => string;
}

/** Numbers, money in minor units, percent in basis points, dates as days since 1970-01-01, instants as epoch milliseconds. NaN is null. */
export interface NumberVector {
  readonly kind: 'numbers';
  readonly values: Float64Array;
}

/** 0 no, 1 yes, 2 null. */
export interface FlagVector {
  readonly kind: 'flags';
  readonly values: Uint8Array;
}

/** Texts, links, and JSON by its text: code + 1 into the dictionary, 0 is null. */
export interface CodeVector {
  readonly kind: 'codes';
  readonly codes: Uint32Array;
  readonly dictionary: Dictionary;
}

/** Tags and links to many: the codes (+ 1, as above) of row i are `codes[offsets[i]] … codes[offsets[i + 1] - 1]`. None is null. */
export interface ListVector {
  readonly kind: 'lists';
  /** One longer than there are rows. */
  readonly offsets: Uint32Array;
  readonly codes: Uint32Array;
  readonly dictionary: Dictionary;
}

/** A column of values, one per row (or per group). */
export type Vector = NumberVector | FlagVector | CodeVector | ListVector;

/** Rows as columns: what a frame gives to the column evaluator. Vectors have one entry per row and are only read. */
export interface ColumnTable {
  readonly length: number;
  /** A stored column, or that of the records the links lead to (null where a link is blank). */
  readonly column: (links: readonly string[], name: string) => Vector;
  /** The values of an expression, one per row, by a table that keeps them until it changes. */
  readonly vector?: (expr: Expr, moment: Moment) => Vector;
}

/** Which group each row of a table belongs to. */
export interface Groups {
  /** By row of the table: the number of its group, below `count`. */
  readonly of: Uint32Array;
  readonly count: number;
}

/** How many entries a vector has. */
export function lengthOf(vector: Vector): number {
  if (vector.kind === 'lists') return vector.offsets.length - 1;
  return vector.kind === 'codes' ? vector.codes.length : vector.values.length;
}

/** One entry of a vector as a value in memory: dates and instants as text, texts by their dictionary, null for null. */
export function valueAt(vector: Vector, index: number, unit: Type['unit']): Value {
  switch (vector.kind) {
    case 'numbers':
      return fromNumber(vector.values[index] ?? Number.NaN, unit);
    case 'flags': {
      const value = vector.values[index] ?? 2;
      return value === 2 ? null : value === 1;
    }
    case 'codes': {
      const code = vector.codes[index] ?? 0;
      return code === 0 ? null : vector.dictionary.get(code - 1);
    }
    case 'lists': {
      const codes = vector.codes.subarray(vector.offsets[index] ?? 0, vector.offsets[index + 1] ?? 0);
      return codes.length === 0 ? null : Array.from(codes, (code) => vector.dictionary.get(code - 1));
    }
  }
}
