import type { Label, Unit } from '../kinds/index.ts';
import type { Granularity } from '../time.ts';

/** How a condition compares. `in` with several values is "one of"; `contains` folds case and accents. */
export type Operator = 'in' | 'not' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'empty' | 'filled';
export const OPERATORS: readonly Operator[] = ['in', 'not', 'gt', 'gte', 'lt', 'lte', 'contains', 'empty', 'filled'];

/**
 * One condition on a field or a path through links. Values are as on the wire: decimals in major units, percent as percent, dates
 * `YYYY-MM-DD`; `null` in `in` stands for "blank". `empty` and `filled` take no values.
 */
export interface Condition {
  readonly field: string;
  readonly op: Operator;
  readonly values: readonly (string | number | boolean | null)[];
}

/** A dimension: a field or path, by a period when it is a date. */
export type Dimension = string | { readonly field: string; readonly granularity: Granularity };

/** What a list and a measure share: which rows. */
export interface Selection {
  readonly entity: string;
  /** All must hold. */
  readonly filters?: readonly Condition[];
  /** An expression in the small language, and-ed to the filters. */
  readonly where?: string;
  /** Words searched, folded, in the text fields of the record. */
  readonly search?: string;
  /** A day `YYYY-MM-DD`: the records as they stood when it ended, and that day as today. Left out: as they are. */
  readonly asOf?: string;
}

/**
 * The rates at which amounts of several currencies become amounts of one. `rates` says, by ISO 4217 code, how many `to` one unit of that
 * currency is worth, as a decimal (`"0.9217"`); `to` itself is worth 1. `on` is the day they are of, for the reader.
 */
export interface Rates {
  readonly to: string;
  readonly on?: string;
  readonly rates: Readonly<Record<string, string | number>>;
}

/**
 * The one question everything asks. A measure is the id of a metric (`weighted.open`) or an aggregate expression (`sum(amount)`).
 * Sort words are a dimension or measure, with `-` in front for descending; default: dimensions in their natural order
 * (stages and options in pipeline order, dates ascending, others by label).
 */
export interface Query extends Selection {
  readonly by?: readonly Dimension[];
  readonly measures: readonly string[];
  readonly sort?: readonly string[];
  /** Keep the first so many groups; with `other`, the rest become one group whose key is the word `other`. */
  readonly top?: number;
  readonly other?: boolean;
  /**
   * Amounts that name their own currency, in one. Without rates such amounts are added only where they are of one currency, or by currency:
   * a figure over several is null with `mixed_currencies`. What there is no rate for stays in its own currency.
   */
  readonly rates?: Rates;
}

/** A page of records. Sort words are fields, `-` in front for descending; the id always breaks ties. */
export interface ListQuery extends Selection {
  readonly sort?: readonly string[];
  /** Default 50, at most 1 000. */
  readonly limit?: number;
  /** For windowed tables over local sources. */
  readonly offset?: number;
  /** Where the last page ended; as the last answer gave it. */
  readonly cursor?: string;
}

/** A value of an answer, in memory units (minor units, basis points); `null` is unknown. */
export type Cell = string | number | boolean | null;

export interface DimensionColumn {
  readonly name: string;
  readonly unit: Unit;
  /** Keys: option or stage key, date of the period's first day, link id, text; `null` is blank. */
  readonly values: readonly Cell[];
  /** The title of each linked record, for link dimensions. */
  readonly labels?: readonly string[];
  readonly granularity?: Granularity;
}

export type MeasureUnit =
  | 'money'
  | 'percent'
  | 'ratio'
  | 'count'
  | 'days'
  | 'number'
  | 'moneyPerDay'
  | 'date'
  | 'text'
  | 'flag';

export interface MeasureColumn {
  readonly name: string;
  readonly unit: MeasureUnit;
  /** ISO 4217 when the unit is money. */
  readonly currency?: string;
  /** By row, where they differ: a figure by currency. */
  readonly currencies?: readonly (string | null)[];
  /** Money in minor units, percent in basis points, ratios 0–1. */
  readonly values: readonly (number | string | boolean | null)[];
  /** Why the value is null, where a reason is known (`no_rows`, `no_closed_deals`, `mixed_currencies`, …). */
  readonly reasons?: readonly (string | null)[];
}

/** The answer to a query: columns of equal length, one row per group (one row in all without dimensions). */
export interface Answer {
  readonly entity: string;
  readonly dimensions: readonly DimensionColumn[];
  readonly measures: readonly MeasureColumn[];
  readonly length: number;
  /** Rows the selection let in. */
  readonly selected: number;
  /** Rows there are. */
  readonly population: number;
  /** The rates that amounts were converted by, when the query gave some. */
  readonly rates?: Rates;
}

/**
 * Rows that a figure leaves out, and why: `filtered` (a filter, a search or a condition of the query), `not_meant` (the figure speaks of
 * other rows) or `blank` (a value that the formula needs is unknown). Each row is counted under the first reason that meets it.
 */
export interface Exclusion {
  readonly reason: 'filtered' | 'not_meant' | 'blank';
  /** The condition that did not hold, in the small language; for `blank` the field. */
  readonly condition: string;
  readonly count: number;
}

/** How one figure came about: included + excluded = population. */
export interface Explanation {
  readonly measure: string;
  readonly label: Label;
  readonly unit: MeasureUnit;
  readonly currency?: string;
  readonly value: number | string | boolean | null;
  /** What the figure means, in a sentence; null for a measure that is only an expression. */
  readonly definition: Label | null;
  /** The formula in the small language. */
  readonly formula: string;
  /** The rows the formula speaks of, in the small language. */
  readonly where?: string;
  readonly population: number;
  readonly included: number;
  readonly excluded: readonly Exclusion[];
  /** Why the value is null, when it is. */
  readonly nullReason?: string;
}
