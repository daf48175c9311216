import type { Label } from '../kinds/label.ts';

/** A value as it stands on the wire; in dates and instants `today` and `now` are the day and the moment it is done. */
export type SaidValue = string | number | boolean | null;

/**
 * Something that people do to a record by a name: `PUT /tasks/{id}/complete`. It is an edit like any other: checked, judged by the gates
 * and written in the journal, with the name in its cause.
 */
export interface ActionDef {
  readonly label: Label;
  /** A condition in the small language: without it the action is refused. */
  readonly when?: string;
  /** Moves to the next stage of the pipeline. */
  readonly move?: 'next';
  readonly set?: { readonly [field: string]: SaidValue };
}

/** A question of a summary: measures (metrics or aggregates), by what. */
export interface FigureDef {
  readonly measures: readonly string[];
  /** Fields, or a field of dates with its period: `heldOn:month`. */
  readonly by?: readonly string[];
  readonly where?: string;
  readonly sort?: readonly string[];
  readonly top?: number;
}

/** Questions with a name and an address of their own: `GET /kpis/summary/month/2025/3`. */
export interface SummaryDef {
  readonly label: Label;
  /** The address below the entity's; a word in braces is a field whose value the address gives: `summary/month/{year}/{month}`. */
  readonly path: string;
  readonly figures: { readonly [name: string]: FigureDef };
}

/** A record that a conversion makes. Expressions read the record that is converted, with the links that were filled before. */
export interface MakeDef {
  /** Only where this is true. */
  readonly when?: string;
  /** Whoever converts may do without it. */
  readonly optional?: boolean;
  /** A field of what is made: a record that has the same there already (whatever the case and the accents) is taken instead. */
  readonly match?: string;
  /** Field of what is made → expression. */
  readonly values: { readonly [field: string]: string };
}

/** What a record becomes: `POST /leads/{id}/convert`. All of it is one transaction with one cause. */
export interface ConversionDef {
  readonly label: Label;
  /** A condition in the small language: without it the conversion is refused. */
  readonly when?: string;
  /** By the link of the record that leads to what is made, in the order of making. */
  readonly makes: { readonly [link: string]: MakeDef };
  /** What the record has when it is converted. */
  readonly becomes: { readonly [field: string]: SaidValue };
}
