import type { Change, Source } from '@sluice/core';

export type { BulkWritten, Operation } from '@sluice/core';

/** What a server's source does beside the port: journals, and several writes as one. */
export interface ServedSource extends Source {
  /** The latest first; empty for a record that never was. */
  readonly journalOf: (entity: string, id: string) => Promise<readonly Change[]>;
  readonly bulk: NonNullable<Source['bulk']>;
  /** Lists whose pages all tell of one moment: that of the first. Meanwhile a connection is taken, so that `work` waits for nobody but the database. */
  readonly frozen?: <T>(work: (list: Source['list']) => Promise<T>) => Promise<T>;
}
