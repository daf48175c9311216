import type { onTheWire } from './draft.ts';

/** Whether a record is read, edited, or written for the first time. */
export type RecordMode = 'view' | 'edit' | 'new';

/** What `sluice-record-saved` says. */
export interface RecordSaved {
  readonly entity: string;
  readonly id: string;
  /** Whether it is a new one. */
  readonly created: boolean;
  /** As on the wire: decimals in major units, percent as percent, ISO dates. */
  readonly values: ReturnType<typeof onTheWire>;
}

/** What `sluice-record-removed` says. */
export interface RecordRemoved {
  readonly entity: string;
  readonly id: string;
}

/** What `sluice-record-converted` says: which record became which others. */
export interface RecordConverted {
  readonly entity: string;
  readonly id: string;
  readonly made: readonly { readonly entity: string; readonly id: string }[];
}
