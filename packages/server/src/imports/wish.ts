import type { ImportRules, IntakeOptions } from '@sluice/core';

/** A way to stop: an `AbortSignal` is one. */
export interface Stop {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

/** What a person said about values of a file: header → text of a cell → key of an option, identifier of a record, blank, or `MAKE`. */
export type CellAnswers = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What somebody says about a file beside its bytes. Plain JSON: it is kept with the plan. */
export interface ImportWish {
  readonly entity: string;
  /** The name of the file, for the report. */
  readonly name: string;
  /** Column → field, `-` leaves a column out. */
  readonly map: Readonly<Record<string, string>>;
  /** What becomes of a link name that nothing bears. */
  readonly links: 'create' | 'match';
  readonly rules: ImportRules;
  /** The order of day and month where the file leaves it open. */
  readonly order?: NonNullable<IntakeOptions['order']>;
  /** The sheet of a workbook; the first with data when left out. */
  readonly sheet?: string;
  /** What a person said about values of the file. */
  readonly answers?: CellAnswers;
  /** Link fields whose names make new records, where `links` says that the others are matched only. */
  readonly creates?: readonly string[];
  /** Column → field as this tenant took them the last time; noted when a file is planned. */
  readonly remembered?: Readonly<Record<string, string>>;
}

/** Files of other entities that come with a file: entity → bytes. */
export type Companions = Readonly<Record<string, Uint8Array>>;
