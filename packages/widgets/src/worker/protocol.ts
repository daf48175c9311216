import type { Blueprint, Intake, IntakeOptions, Moment, Overlay, Table } from '@sluice/core';
import type { Content } from '../sources/content.ts';
import type { ImportFile } from '../sources/import-reading.ts';
import type { ImportWish } from '../sources/import-session.ts';

/** What became of the files, without their records. */
export type Outcome = Omit<Intake, 'records' | 'related' | 'companions'>;

/** What is asked of the worker: everything is plain data, so that it can be sent. */
export interface ReadRequest {
  readonly blueprint: Blueprint;
  readonly dataset: string;
  readonly map: Readonly<Record<string, string>>;
  readonly today: string;
  readonly zone: string;
  /** The ISO instant it is. */
  readonly at: string;
  readonly content: {
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly type: string;
    readonly name: string;
    /** What the page read of it already: a workbook. */
    readonly table?: Table;
  };
}

/** Frames as snapshots by entity, and what became of the files. */
export interface Reading {
  readonly frames: readonly (readonly [entity: string, snapshot: ArrayBuffer])[];
  readonly outcome: Outcome;
  /** Rows of the companion files that were left out. */
  readonly leftOut: number;
}

/** What the worker answers. */
export type ReadAnswer =
  | { readonly ok: true; readonly reading: Reading }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly remedy: string };

/** What is asked of the worker about a file that is to be imported. The file and its model are told once: a worker keeps them. */
export interface LookRequest {
  readonly file?: {
    readonly content: Content;
    readonly blueprint: Blueprint;
    readonly overlays: readonly Overlay[];
    readonly entity: string;
  };
  readonly wish: ImportWish;
  readonly moment: Moment;
  /** The ISO instant it is. */
  readonly at: string;
  readonly existing?: NonNullable<IntakeOptions['existing']>;
}

/** A file as a wish has it; with what it holds, where that was asked. */
export interface Looked {
  readonly read: Intake;
  readonly file?: ImportFile;
}
