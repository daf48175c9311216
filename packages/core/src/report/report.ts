/** One figure of a report, in words. */
export interface ReportFigure {
  readonly label: string;
  readonly value: string;
  /** What it leaves out, or why there is none. */
  readonly note?: string;
}

/** A column of a report's table. */
export interface ReportColumn {
  readonly label: string;
  /** Numbers stand at the end of their column. */
  readonly number?: boolean;
}

/** What a report shows, one below the other. Everything is text in the reader's language; `share` is a ratio 0–1 of the longest bar. */
export type ReportPart =
  | { readonly kind: 'figures'; readonly title?: string; readonly figures: readonly ReportFigure[] }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly columns: readonly ReportColumn[];
      readonly rows: readonly (readonly string[])[];
      /** A row of sums. */
      readonly total?: readonly string[];
      readonly note?: string;
    }
  | {
      readonly kind: 'bars';
      readonly title: string;
      readonly bars: readonly { readonly label: string; readonly value: string; readonly share: number }[];
      readonly note?: string;
    }
  | { readonly kind: 'text'; readonly text: string };

/** A report before it is a file: what it says, in the language and the zone it was asked in. */
export interface Report {
  readonly title: string;
  /** Of what, and of which day. */
  readonly subtitle: string;
  /** BCP 47 */
  readonly locale: string;
  readonly rightToLeft: boolean;
  readonly parts: readonly ReportPart[];
  /** What each figure means, for the last page. */
  readonly definitions: readonly { readonly term: string; readonly meaning: string }[];
}
