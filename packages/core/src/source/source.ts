import type { Checked, Issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { EntityAction, Model } from '../model/index.ts';
import type { Answer, Explanation, ListQuery, Query } from '../query/query.ts';
import type { Rank } from '../query/search.ts';
import type { ConversionChoices } from '../pipeline/index.ts';
import type { Change, Rec } from '../records/index.ts';
import type { ReckonAnswer, ReckonQuery } from './reckon.ts';

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

/** What became of a write. `made`: the record is new. */
export type Written =
  | { readonly ok: true; readonly record: Rec; readonly issues: readonly Issue[]; readonly made?: boolean }
  | { readonly ok: false; readonly issues: readonly Issue[]; readonly conflict?: Conflict; readonly missing?: boolean };

/** One write of several, in memory units. `put`: the record with this key is changed, or made when there is none. */
export type Operation =
  | {
      readonly op: 'create';
      readonly entity: string;
      readonly id?: string;
      readonly values: Readonly<Record<string, Value>>;
    }
  | {
      readonly op: 'change';
      readonly entity: string;
      readonly id: string;
      readonly version: number;
      readonly values: Readonly<Record<string, Value>>;
    }
  | { readonly op: 'put'; readonly entity: string; readonly values: Readonly<Record<string, Value>> }
  | { readonly op: 'remove'; readonly entity: string; readonly id: string; readonly version: number };

/** What became of several writes: all of them, or none and why (`at`: which one). */
export type BulkWritten =
  | {
      readonly ok: true;
      readonly records: readonly Rec[];
      /** Which of them were made. */
      readonly made: readonly boolean[];
      readonly issues: readonly Issue[];
    }
  | {
      readonly ok: false;
      readonly at: number;
      readonly issues: readonly Issue[];
      readonly conflict?: Conflict;
      readonly missing?: boolean;
    };

/** What is searched, and where. `limit`: the most hits of each entity. */
export interface SearchRequest {
  readonly text: string;
  /** All when left out. */
  readonly entities?: readonly string[];
  readonly limit?: number;
}

/** A record that was found. `found`: where else than in its title, with the text around. */
export interface SearchHit {
  readonly id: string;
  readonly title: string;
  readonly rank: Rank;
  readonly found: { readonly field: string; readonly text: string } | null;
}

/** What was found of one entity, the best first. `total`: how many have all the words; those that only come near do not count. */
export interface SearchGroup {
  readonly entity: string;
  readonly total: number;
  readonly hits: readonly SearchHit[];
}

export interface SearchAnswer {
  readonly text: string;
  readonly groups: readonly SearchGroup[];
}

/** A record to convert, by the name of its conversion. `version`: the one that was looked at. */
export interface ConvertRequest {
  readonly entity: string;
  readonly id: string;
  readonly conversion: string;
  readonly version: number;
  readonly choices?: ConversionChoices;
}

/** What became of a conversion: the converted record and those made of it or taken, by link; or why not. */
export type ConvertAnswer =
  | {
      readonly ok: true;
      readonly record: Rec;
      readonly made: Readonly<
        Record<string, { readonly entity: string; readonly record: Rec; readonly taken: boolean }>
      >;
      readonly issues: readonly Issue[];
    }
  | Extract<Written, { readonly ok: false }>;

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
  /** Whether whoever asks may do so to records of an entity, as far as is known beforehand; absent where `writable` says it all. */
  may?(action: EntityAction, entity: string): boolean;
  list(query: ListQuery): Promise<Checked<Page>>;
  /** `asOf`: as it stood at the end of that day. */
  get(entity: string, id: string, options?: { readonly asOf?: string }): Promise<Rec | null>;
  create(entity: string, draft: Readonly<Record<string, Value>>): Promise<Written>;
  /** `version`: what the caller edited; another stored version is a conflict, not an overwrite. */
  change(
    entity: string,
    id: string,
    patch: Readonly<Record<string, Value>>,
    options: { readonly version: number },
  ): Promise<Written>;
  remove(entity: string, id: string, options: { readonly version: number }): Promise<Written>;
  /** Several writes of any entities: all, or none. `cause`: what led to them. Absent where a source cannot promise that. */
  bulk?(operations: readonly Operation[], options?: { readonly cause?: string }): Promise<BulkWritten>;
  /** Converts a record where the data is: absent where `convert` does it with `bulk`. */
  convert?(request: ConvertRequest): Promise<ConvertAnswer>;
  /** Takes a conversion back where the data is; `choices` say nothing here. */
  unconvert?(request: ConvertRequest): Promise<Written>;
  /** Ids and titles of an entity's records, those that were changed last first. Absent where there is no more than `list`. */
  titles?(entity: string, limit: number): Promise<readonly (readonly [id: string, title: string])[]>;
  /** Searches where the data is: absent where `searchAll` does it. */
  search?(request: SearchRequest): Promise<SearchAnswer>;
  measure(query: Query): Promise<Checked<Answer>>;
  explain(query: Query, measure: string): Promise<Checked<Explanation>>;
  /** Figures that take a history, two days or quotas; absent where nothing tells of the past. */
  reckon?(query: ReckonQuery): Promise<Checked<ReckonAnswer>>;
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
