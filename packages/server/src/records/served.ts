import type { Change, Conflict, Issue, Rec, Source, Value } from '@sluice/core';

type Values = Readonly<Record<string, Value>>;

/** One write of several, in memory units. */
export type Operation =
  | { readonly op: 'create'; readonly entity: string; readonly id?: string; readonly values: Values }
  | {
      readonly op: 'change';
      readonly entity: string;
      readonly id: string;
      readonly version: number;
      readonly values: Values;
    }
  | { readonly op: 'remove'; readonly entity: string; readonly id: string; readonly version: number };

/** What became of several writes: all of them, or none and why (`at`: which one). */
export type BulkWritten =
  | { readonly ok: true; readonly records: readonly Rec[]; readonly issues: readonly Issue[] }
  | {
      readonly ok: false;
      readonly at: number;
      readonly issues: readonly Issue[];
      readonly conflict?: Conflict;
      readonly missing?: boolean;
    };

/** What a server's source does beside the port: journals, and several writes as one. */
export interface ServedSource extends Source {
  /** The latest first; empty for a record that never was. */
  readonly journalOf: (entity: string, id: string) => Promise<readonly Change[]>;
  readonly bulk: (operations: readonly Operation[]) => Promise<BulkWritten>;
}
