import type { Candidate, Collision } from './rules.ts';
import type { Offer } from '../intake/targets.ts';
import type { TableHead } from '../intake/table.ts';
import type { Issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Rec, Write } from '../records/index.ts';

/** What becomes of a row. */
export type Fate = 'create' | 'update' | 'unchanged' | 'reject';

/** Why a row has its fate. */
export type Rule =
  /** The record was found: by its identifier, a unique field, an e-mail address or its title. */
  | { readonly by: 'id' }
  | { readonly by: 'key' | 'email' | 'title'; readonly field: string }
  /** Nothing here is that record. */
  | { readonly by: 'new' }
  /** A cell could not be read. */
  | { readonly by: 'unreadable'; readonly column: string }
  /** An earlier row of the file is the same record. */
  | { readonly by: 'duplicate'; readonly line: number }
  /** Several records could be meant. */
  | { readonly by: 'ambiguous'; readonly field: string }
  /** What a record must keep to does not let it be written. */
  | { readonly by: 'refused' }
  /** Somebody else changed the record after the plan was made. */
  | { readonly by: 'changed' }
  /** The file as a whole could not be used. */
  | { readonly by: 'file' };

/** A cell that changes. */
export interface PlannedCell {
  readonly field: string;
  readonly old: Value;
  readonly new: Value;
  readonly collision: Collision;
}

/** One row of the file and what becomes of it. */
export interface PlannedRow {
  /** The row as a spreadsheet counts: the first row under a plain header is 2. */
  readonly line: number;
  readonly fate: Fate;
  readonly rule: Rule;
  /** The record that the row is about; null for a row that is about none. */
  readonly id: string | null;
  /** The version of the record that the plan was made on; null for a new one. */
  readonly version: number | null;
  /** The title of the record as it will be. */
  readonly title: string;
  readonly cells: readonly PlannedCell[];
  readonly issues: readonly Issue[];
  /** Records that could be meant (`ambiguous`), or that are nearly so called and were not merged (`new`). */
  readonly candidates: readonly Candidate[];
  /** The cells of a rejected row as they stand in the file. */
  readonly source: readonly string[];
}

/** How many rows have which fate: the last four add up to the first. */
export interface Counts {
  readonly rows: number;
  readonly create: number;
  readonly update: number;
  readonly unchanged: number;
  readonly reject: number;
}

/** A column that feeds a field, and what it does to cells that have a value. */
export interface PlannedColumn {
  readonly header: string;
  readonly field: string;
  readonly collision: Collision;
}

/** A record of another entity that links of the file ask for. */
export interface PlannedTarget {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  /** It will be made; otherwise it exists already and is linked to. */
  readonly create: boolean;
  readonly issues: readonly Issue[];
}

/** Everything an import would do, before it does anything. Plain data: it can be kept, shown, accepted later. */
export interface ImportPlan {
  readonly entity: string;
  readonly file: TableHead;
  /** The cause of the import's entries in the journal: what an undo asks for. */
  readonly cause: string;
  /** Each row of the file once, by line. */
  readonly rows: readonly PlannedRow[];
  readonly counts: Counts;
  readonly columns: readonly PlannedColumn[];
  readonly targets: readonly PlannedTarget[];
  /** The plans of the companion files; their writes are among this plan's. */
  readonly companions: readonly ImportPlan[];
  /** Link names that nearly match a record. */
  readonly offers: readonly Offer[];
  readonly issues: readonly Issue[];
  /** In the order of writing: one per record, what is linked to before what links. */
  readonly writes: readonly Write[];
}

/** Counts the fates of rows. */
export const countsOf = (rows: readonly PlannedRow[]): Counts => {
  const counts = { rows: rows.length, create: 0, update: 0, unchanged: 0, reject: 0 };
  for (const { fate } of rows) counts[fate] += 1;
  return counts;
};

/** The rule of a row as people read it: `by e-mail`, `duplicate of line 7`. */
export const ruleText = (rule: Rule): string => {
  switch (rule.by) {
    case 'id':
      return 'by id';
    case 'key':
      return `by key ${rule.field}`;
    case 'email':
      return `by e-mail (${rule.field})`;
    case 'title':
      return `by title (${rule.field})`;
    case 'new':
      return 'new';
    case 'unreadable':
      return `no readable ${rule.column}`;
    case 'duplicate':
      return `duplicate of line ${rule.line}`;
    case 'ambiguous':
      return `several records by ${rule.field}`;
    case 'refused':
      return 'refused';
    case 'changed':
      return 'changed since the plan';
    case 'file':
      return 'the file cannot be used';
  }
};

/** The text that names a record. */
export const titleIn = (record: Pick<Rec, 'values'>, field: string): string => {
  const title = record.values[field] ?? null;
  return typeof title === 'string' ? title : '';
};
