import type { Checked, Issue } from '../issue.ts';

/** What a value measures: decides which arithmetic, comparison and format it may take. */
export type Unit =
  | 'text'
  | 'number'
  | 'money'
  | 'percent'
  | 'date'
  | 'instant'
  | 'flag'
  | 'tags'
  | 'link'
  | 'links'
  | 'json';

/** Anything JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * A value in memory. Money is integer minor units, percent integer basis points, a date `YYYY-MM-DD`, an instant an ISO
 * string in UTC, a link the id of its target; unknown is `null`.
 */
export type Value = Json;

/** How a frame keeps a column of this kind. */
export type ColumnShape = 'code' | 'integer' | 'real' | 'day' | 'instant' | 'flag' | 'list' | 'none';

/** How a database keeps it: words of PostgreSQL, chosen here so that a kind stays one file. */
export type StoreWord =
  | 'text'
  | 'bigint'
  | 'integer'
  | 'double precision'
  | 'date'
  | 'timestamptz'
  | 'boolean'
  | 'text[]'
  | 'uuid'
  | 'uuid[]'
  | 'jsonb';

/** What a kind needs to know of a field; the model's fields satisfy it. Bounds are in memory units. */
export interface FieldShape {
  readonly name: string;
  readonly kind: string;
  readonly min?: number;
  readonly max?: number;
  /** The allowed words of a choice, the stage keys of a stage. */
  readonly keys?: readonly string[];
  /** ISO 4217; absent when each record names its own currency. */
  readonly currency?: string;
  readonly many?: boolean;
}

/** A JSON Schema (2020-12) fragment. */
export interface JsonSchema {
  readonly [keyword: string]: Json;
}

export type Path = readonly (string | number)[];

/** The rules of one kind of field. */
export interface KindRules {
  readonly unit: (shape: FieldShape) => Unit;
  readonly column: (shape: FieldShape) => ColumnShape;
  readonly store: (shape: FieldShape) => StoreWord;
  /** The HTML input that edits it. */
  readonly input:
    | 'text'
    | 'textarea'
    | 'email'
    | 'tel'
    | 'url'
    | 'number'
    | 'date'
    | 'datetime-local'
    | 'checkbox'
    | 'select'
    | 'tags'
    | 'link';
  /** Reads a wire value (JSON: decimals in major units, percent as percent) into memory; reports what is wrong with it. */
  readonly decode: (wire: unknown, shape: FieldShape, path: Path) => Checked<Value>;
  /** What is wrong with a value in memory; nothing when it fits. `null` is never asked. */
  readonly check: (value: unknown, shape: FieldShape, path: Path) => readonly Issue[];
  /** Writes a value in memory as JSON for the wire. */
  readonly encode: (value: Value, shape: FieldShape) => Json;
  /** The wire value as JSON Schema, for OpenAPI and forms. */
  readonly schema: (shape: FieldShape) => JsonSchema;
}
