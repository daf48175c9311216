import type { Checked, Issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Model } from '../model/index.ts';
import type { Answer, Explanation, ListQuery, Query } from '../query/query.ts';
import type { Change, Rec } from '../records/index.ts';

/** A page of records. `total` counts what the selection lets in. */
export interface Page {
  readonly items: readonly Rec[];
  readonly total: number;
  /** The cursor of the next page, null at the end. */
  readonly next: string | null;
  /** Titles of the records that the items link to, by id: what a table shows for a link. */
  readonly titles: Readonly<Record<string, string>>;
}

/** Two people edited the same record: what is stored now, and what was asked for. */
export interface Conflict {
  readonly stored: Rec;
  readonly asked: Readonly<Record<string, Value>>;
}

/** What became of a write. */
export type Written =
  | { readonly ok: true; readonly record: Rec; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[]; readonly conflict?: Conflict; readonly missing?: boolean };

/** What changed, for whoever watches. */
export interface Notice {
  readonly entity: string;
  /** Absent: many records at once; ask again. */
  readonly ids?: readonly string[];
}

/** Where the data stands in its life, for badges. */
export interface Freshness {
  readonly state: 'loading' | 'ready' | 'stale' | 'offline' | 'failed';
  /** ISO instant of the data; null while unknown. */
  readonly at: string | null;
  readonly issues: readonly Issue[];
}

/**
 * The port for records. Values are in memory units. Implementations: memory, HTTP, SQL (and IndexedDB); one conformance suite runs on all.
 * A source that cannot reach its data throws `SourceError`; everything a caller did wrong comes back as issues.
 */
export interface Source {
  readonly model: Model;
  /** Whether `create`, `change` and `remove` may be called. */
  readonly writable: boolean;
  list(query: ListQuery): Promise<Checked<Page>>;
  get(entity: string, id: string): Promise<Rec | null>;
  create(entity: string, draft: Readonly<Record<string, Value>>): Promise<Written>;
  /** `version`: what the caller edited; another stored version is a conflict, not an overwrite. */
  change(
    entity: string,
    id: string,
    patch: Readonly<Record<string, Value>>,
    options: { readonly version: number },
  ): Promise<Written>;
  remove(entity: string, id: string, options: { readonly version: number }): Promise<Written>;
  measure(query: Query): Promise<Checked<Answer>>;
  explain(query: Query, measure: string): Promise<Checked<Explanation>>;
  /** Calls back after every change; returns the way to stop. */
  watch(listener: (notice: Notice) => void): () => void;
  freshness(): Freshness;
}

/** The data could not be reached or read. `code` is stable; `remedy` is a sentence for the user. */
export class SourceError extends Error {
  readonly code: string;
  readonly remedy: string;
  constructor(code: string, message: string, remedy: string) {
    super(message);
    this.name = 'SourceError';
    this.code = code;
    this.remedy = remedy;
  }
}
export type { Change };
