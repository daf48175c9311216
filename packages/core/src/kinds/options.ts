import type { Json } from './kind.ts';
import type { Label } from './label.ts';

/** One word of a closed vocabulary. */
export interface Option {
  readonly key: string;
  readonly label?: Label;
  /** Other spellings an import accepts for it. */
  readonly aliases?: readonly string[];
}

/** Where the currency of a money field stands: one ISO 4217 code, or another field of the record. */
export type CurrencyOf = string | { readonly field: string };

/** One line per kind: what may be said of a field of that kind. Bounds are written as people write them (major units, percent). */
export interface Kinds {
  text: { readonly max?: number; readonly default?: string };
  note: { readonly max?: number; readonly default?: string };
  email: { readonly default?: string };
  phone: { readonly default?: string };
  url: { readonly default?: string };
  number: { readonly min?: number; readonly max?: number; readonly default?: number };
  percent: { readonly min?: number; readonly max?: number; readonly default?: number };
  money: { readonly currency: CurrencyOf; readonly min?: number; readonly max?: number; readonly default?: number };
  date: { readonly default?: 'today' };
  instant: { readonly default?: 'now' };
  flag: { readonly default?: boolean };
  choice: { readonly options: readonly Option[]; readonly default?: string };
  stage: { readonly pipeline: string; readonly default?: string };
  tags: { readonly default?: readonly string[] };
  link: { readonly to: string; readonly many?: boolean };
  json: { readonly default?: Json };
}
export type Kind = keyof Kinds;

/** What may be said of a field whatever its kind. */
export interface Common {
  readonly label?: Label;
  /** A sentence for the form and the documentation. */
  readonly hint?: Label;
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly indexed?: boolean;
  /** People group and filter by it. */
  readonly dimension?: boolean;
  /** Column headings this field answers to when a file is imported, in any language. */
  readonly aliases?: readonly string[];
  /** Shown and not edited by whoever this is for: somebody else, or the server, writes it. */
  readonly readOnly?: boolean;
  /** Derived and read-only: an expression, never stored. */
  readonly formula?: string;
  /** Stored only when somebody overrides it; until then it has the value of this expression. */
  readonly follows?: string;
  /** When a draft or an import says nothing of this field, the first of these that is filled gives its text (a link gives its title, tags their first). */
  readonly fallback?: readonly string[];
}

/** One field of an entity, as a blueprint says it. */
export type FieldDef = { [K in Kind]: { readonly kind: K } & Kinds[K] & Common }[Kind];
