import type { Unit, Value } from '../kinds/index.ts';

/** What was written: the tree of an expression before anything is known about its names. Positions count characters from 0. */
export type Syntax =
  | { readonly op: 'literal'; readonly value: number | string | boolean | null; readonly text: string; readonly at: number }
  | { readonly op: 'name'; readonly path: readonly string[]; readonly at: number }
  | { readonly op: 'call'; readonly name: string; readonly args: readonly Syntax[]; readonly at: number };

/** The type of an expression: what it measures, in which currency. `aggregate` values are one per group, not one per row. */
export interface Type {
  readonly unit: Unit | 'null';
  /** ISO 4217 of money; absent when each row names its own. */
  readonly currency?: string;
}

/**
 * The primitives. All integers (money in minor units, percent in basis points, days) are exact; `number` is an IEEE double.
 * Three-valued logic as in SQL: null in, null out, but for `and or empty filled coalesce if`.
 *
 * add sub neg abs   on two of the same unit (dates: `addDays` `diffDays`)
 * scale             round(x · num / den), half away from zero; num and den are integer constants
 * share             round(a · b / den), half away from zero; e.g. money × percent with den 10 000
 * times             money or percent × number: round half away from zero of the double product
 * per               money or percent ÷ number: round half away from zero of the double quotient; ÷ 0 is null
 * multiply divide   number × number; number ÷ number, or two of the same unit, as a double; ÷ 0 is null
 * eq ne lt lte gt gte   same unit; text only eq ne
 * in                first argument among the constants that follow
 * and or not if coalesce empty filled
 * today             the day of the question, an argument of every evaluation
 * dateOf            the local day of an instant in the zone of the question
 * addDays diffDays year quarter month
 * lower contains startsWith   text, accents and case folded in `contains`
 * has               whether tags hold a word
 * Aggregates: count([flag]) countDistinct(x) sum(x[, flag]) avg median p90 min max: only rows where the flag is true, nulls left out.
 * avg of money or percent is rounded half away to the unit; median and p90 interpolate linearly (type 7), then round likewise.
 */
export type Primitive =
  | 'add' | 'sub' | 'neg' | 'abs' | 'scale' | 'share' | 'times' | 'per' | 'multiply' | 'divide'
  | 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'in'
  | 'and' | 'or' | 'not' | 'if' | 'coalesce' | 'empty' | 'filled'
  | 'today' | 'dateOf' | 'addDays' | 'diffDays' | 'year' | 'quarter' | 'month'
  | 'lower' | 'contains' | 'startsWith' | 'has'
  | Aggregate;
export type Aggregate = 'count' | 'countDistinct' | 'sum' | 'avg' | 'median' | 'p90' | 'min' | 'max';
export const AGGREGATES: readonly Aggregate[] = ['count', 'countDistinct', 'sum', 'avg', 'median', 'p90', 'min', 'max'];

/** What was meant: typed, names resolved, derived fields inlined. Read by the row evaluator, the column evaluator and the SQL compiler. */
export type Expr =
  | { readonly op: 'value'; readonly type: Type; readonly value: Value }
  /** A stored column of the row, or of the record that the links lead to (`['account'], 'sector'`). */
  | { readonly op: 'column'; readonly type: Type; readonly links: readonly string[]; readonly name: string }
  /** A constant table over a text: the attributes of a stage. A text that is not in the table gives null. */
  | { readonly op: 'lookup'; readonly type: Type; readonly of: Expr; readonly table: readonly (readonly [string, Value])[] }
  | {
      readonly op: 'call';
      readonly type: Type;
      readonly name: Primitive;
      readonly args: readonly Expr[];
      /** Constants of `scale` (num, den) and `share` (den). */
      readonly num?: number;
      readonly den?: number;
    };

/** How names become expressions; the model gives one per entity. */
export interface Scope {
  readonly entity: string;
  /** The meaning of a dotted path, or undefined when there is none. Derived and following fields come back already resolved. */
  readonly resolve: (path: readonly string[]) => Expr | undefined;
  /** The names there are, for the message when one is not. */
  readonly names: () => readonly string[];
}

/** What an evaluation needs beside the row: nothing reads a clock. */
export interface Moment {
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** IANA zone, e.g. `Europe/Paris`. */
  readonly zone: string;
}
