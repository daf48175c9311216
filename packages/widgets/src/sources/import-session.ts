import type {
  Counts,
  Entity,
  ImportRules,
  Intake,
  Issue,
  Moment,
  PlannedRow,
  Progress,
  Rule,
  Source,
  UndoPlan,
  UndoRow,
} from '@sluice/core';

/** An answer that leaves a value out: its cell stays blank, or its row is not imported where the field may not be. */
export const LEAVE = '-';
/** An answer that makes a new record so called. */
export const MAKE = '+';

/** What a person said about values that match nothing: field → word of the file → key of an option, identifier of a record, `LEAVE` or `MAKE`. */
export type Answers = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Answers with these ones in place of what was said before. */
export const withAnswers = (
  answers: Answers,
  said: readonly { readonly field: string; readonly text: string; readonly answer: string }[],
): Answers => {
  const next = new Map(Object.entries(answers).map(([field, words]) => [field, new Map(Object.entries(words))]));
  for (const { field, text, answer } of said)
    next.set(field, (next.get(field) ?? new Map<string, string>()).set(text, answer));
  return Object.fromEntries([...next].map(([field, words]) => [field, Object.fromEntries(words)]));
};

/** What a person may decide about an import; blank to begin with. */
export interface ImportWish {
  /** Column → field; `-` leaves a column out. */
  readonly map: Readonly<Record<string, string>>;
  readonly answers: Answers;
  /** What becomes of names that nothing bears and nobody answered: new records, or blank cells. A name that is nearly borne is never made unasked. */
  readonly links: 'create' | 'match';
  readonly rules: ImportRules;
}

/** A column of the file, and the field it feeds. */
export interface FileColumn {
  readonly header: string;
  /** The first values that are not blank, at most three. */
  readonly samples: readonly string[];
  /** Null: it feeds nothing. */
  readonly field: string | null;
  /** 0 to 1. */
  readonly confidence: number;
  /** Why it was taken for that field; null when it feeds nothing. */
  readonly reason: Intake['columns'][number]['reason'] | null;
  /** The other column of the pair that feeds one field together: first and last name. */
  readonly partner: string | null;
  /** How its numbers and dates are read. */
  readonly decimal: '.' | ',' | null;
  readonly order: 'dayFirst' | 'monthFirst' | null;
}

/** An option that a word may have meant (its title is its key: readers see its label), or a record that a name may have meant. */
export interface Likely {
  readonly key: string;
  readonly title: string;
}

/** A value of the file that matches nothing. */
export interface Question {
  /** A word for an option or a stage, or the name of a linked record. */
  readonly about: 'word' | 'name';
  readonly field: string;
  readonly header: string;
  readonly text: string;
  /** So many rows have it. */
  readonly count: number;
  /** The likeliest first. */
  readonly likely: readonly Likely[];
  /** A record so called can be made by the import. */
  readonly makeable: boolean;
  /** Left out, its rows are not imported. */
  readonly required: boolean;
}

/** Which of the rules decided about a row; a server may say it in words. */
export type RowOutlook = Omit<PlannedRow, 'rule' | 'source' | 'version'> & { readonly rule: Rule | string };

/** The sheets of a workbook that can be seen, in its order, and which one was read. */
export interface Sheets {
  readonly names: readonly string[];
  readonly read: string;
}

/** Everything known about a file before it is imported, and what the import would do. */
export interface Outlook {
  readonly file: Intake['file'];
  /** Null for what is no workbook, or has one sheet. */
  readonly sheets: Sheets | null;
  readonly rows: number;
  readonly columns: readonly FileColumn[];
  readonly issues: readonly Issue[];
  readonly questions: readonly Question[];
  readonly counts: Counts;
  readonly plan: readonly RowOutlook[];
  /** Records of other entities that will be made because links ask for them. */
  readonly targets: { readonly count: number; readonly titles: readonly string[] };
  /** Titles of linked records by identifier. */
  readonly titles: Readonly<Record<string, string>>;
}

/** What an import did. */
export interface ImportDone {
  readonly counts: Counts;
  readonly plan: readonly RowOutlook[];
}

/** The reason of a signal for a page that goes while its server writes on. */
export const LEFT = 'left';

/** What an undo would do. */
export interface UndoOutlook {
  readonly counts: UndoPlan['counts'];
  readonly rows: readonly UndoRow[];
  readonly titles: Readonly<Record<string, string>>;
}

/** Which part of an import is undone. */
export interface UndoWish {
  /** Only these records; all when left out. */
  readonly only?: readonly string[];
  /** Records that somebody edited since and that are put back all the same. */
  readonly putBack?: readonly string[];
}

/** How far the writing is; `away`: the server cannot be reached now, and goes on without. */
export interface ImportProgress extends Progress {
  readonly away?: boolean;
}

/** One file on its way into a source: plan as often as wanted, apply once, undo. Throws `SourceError`. */
export interface ImportSession {
  plan(wish: ImportWish): Promise<Outlook>;
  /**
   * Writes the last plan, all of it or nothing. A signal stops it; where a server writes, one whose reason is `LEFT` only ends the
   * looking on.
   */
  apply(progress: (progress: ImportProgress) => void, signal: AbortSignal): Promise<ImportDone>;
  /** The rejected rows with their reasons, as delimited text. */
  rejected(): Promise<string>;
  undoPlan(): Promise<UndoOutlook>;
  /** Undoes the import; answers with what became of its records. */
  undo(wish?: UndoWish): Promise<UndoOutlook['counts']>;
  /** Lets go of what the planning took; nothing is planned after it. */
  end(): void;
}

/** Where an import goes. */
export interface ImportPlace<S extends Source = Source> {
  readonly source: S;
  readonly entity: Entity;
  readonly moment: () => Moment;
  /** The ISO instant it is. */
  readonly now: () => string;
}
