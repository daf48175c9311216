import type { Unit, Value } from '../kinds/index.ts';

/** What was written: the tree of an expression before anything is known about its names. Positions count characters from 0. */
export type Syntax =
  | {
      readonly op: 'literal';
      readonly value: number | string | boolean | null;
      readonly text: string;
      readonly at: number;
    }
  | { readonly op: 'name'; readonly path: readonly string[]; readonly at: number }
  | { readonly op: 'call'; readonly name: string; readonly args: readonly Syntax[]; readonly at: number };

/** The type of an expression: what it measures, in which currency. `aggregate` values are one per group, not one per row. */
export interface Type {
  readonly unit: Unit | 'null';
  /** ISO 4217 of money; absent when each row names its own. */
  readonly currency?: string;
}

/**
 * The primitives. Money (minor units), percent (basis points) and days are whole numbers and exact: a result beyond ±(2^53 − 1)
 * is null. `number` is an IEEE double: a result beyond ±10^100 is null and one nearer to 0 than 10^−100 is 0, so that no runtime
 * over- or underflows; there is no −0. Three-valued logic as in SQL: null in, null out, but for `and or empty filled coalesce if has`.
 *
 * add sub neg abs   on one unit: number, money or percent
 * scale             round(x · num ÷ den), half away from zero; num and den are whole constants
 * share             round(a · b ÷ den), half away from zero: money or percent × percent, den 10 000
 * unshare           round(a · den ÷ b), half away from zero: the money of which `a` is the share `b`; ÷ 0 is null
 * times             money or percent × number: the double product, rounded half away from zero
 * per               money or percent ÷ number: the double quotient, rounded half away from zero; ÷ 0 is null
 * multiply divide   number × number; number ÷ number, or two of the same unit, as a double; ÷ 0 is null
 * eq ne lt lte gt gte   two of the same unit; text, link and flag only eq ne
 * in                the first argument is one of the constants that follow (at least one, none null)
 * and or            two or more flags
 * not if coalesce   `if` takes its third argument unless the flag is true; `coalesce` takes two or more
 * empty filled      null, or a text of no characters
 * today             the day of the question, an argument of every evaluation
 * dateOf            the local day of an instant in the zone of the question; null outside the years 0001–9999
 * addDays           a date and a number of days; null when that is no whole number or leaves the years 0001–9999
 * diffDays          (a, b): whole days from a to b, that is b − a, a number
 * year quarter month    of a date, numbers (quarter 1–4, month 1–12)
 * lower             letter by letter (simple case mapping): `lower(translate(x, 'Σİ', 'σi'))`
 * contains startsWith   on `plain` texts (plain.ts): accents and case folded
 * has               whether tags (or links) hold the second argument, to the letter; a null list holds nothing
 *
 * Lists (tags, links): null and the empty list are the same thing.
 *
 * Aggregates: count([flag]) countDistinct(x[, flag]) sum avg median p90 min max(x[, flag]): only rows where the flag is true, nulls left
 * out. Over nothing, counts and sum are 0, the others null. Sums are exact: whole numbers as they are, numbers as the sum of their
 * shortest decimals (`sum(x::text::numeric)::float8`), so that the order of rows is of no matter; avg of a number is that ÷ the count. avg
 * of money or percent is rounded half away from zero; median and p90 interpolate as `percentile_cont` does on doubles
 * (lo + (at − ⌊at⌋) · (hi − lo) with at = p · (n − 1)), then money and percent are rounded likewise.
 */
export type Primitive =
  | 'add'
  | 'sub'
  | 'neg'
  | 'abs'
  | 'scale'
  | 'share'
  | 'unshare'
  | 'times'
  | 'per'
  | 'multiply'
  | 'divide'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'in'
  | 'and'
  | 'or'
  | 'not'
  | 'if'
  | 'coalesce'
  | 'empty'
  | 'filled'
  | 'today'
  | 'dateOf'
  | 'addDays'
  | 'diffDays'
  | 'year'
  | 'quarter'
  | 'month'
  | 'lower'
  | 'contains'
  | 'startsWith'
  | 'has'
  | Aggregate;
export type Aggregate = 'count' | 'countDistinct' | 'sum' | 'avg' | 'median' | 'p90' | 'min' | 'max';
export const AGGREGATES: readonly Aggregate[] = ['count', 'countDistinct', 'sum', 'avg', 'median', 'p90', 'min', 'max'];

/** What was meant: typed, names resolved, derived fields inlined. Read by the row evaluator, the column evaluator and the SQL compiler. */
export type Expr =
  | { readonly op: 'value'; readonly type: Type; readonly value: Value }
  /** A stored column of the row, or of the record that the links lead to (`['account'], 'sector'`). */
  | { readonly op: 'column'; readonly type: Type; readonly links: readonly string[]; readonly name: string }
  /** A constant table over a text: the attributes of a stage. A text that is not in the table gives null. */
  | {
      readonly op: 'lookup';
      readonly type: Type;
      readonly of: Expr;
      readonly table: readonly (readonly [string, Value])[];
    }
  | {
      readonly op: 'call';
      readonly type: Type;
      readonly name: Primitive;
      readonly args: readonly Expr[];
      /** Constants of `scale` (num, den), `share` and `unshare` (den): safe integers, den above 0. */
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
