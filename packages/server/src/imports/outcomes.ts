import type { Model, Progress } from '@sluice/core';
import type { WireImport, WireImportItem, WireUndo } from './wire.ts';
import type { Companions, ImportWish, Stop } from './wish.ts';

/** Why an import is not accepted, or not undone. */
export type ImportRefusal =
  /** There is no such import. */
  | { readonly ok: false; readonly why: 'missing' }
  /** The file as a whole cannot be used; the plan tells why. */
  | { readonly ok: false; readonly why: 'unusable'; readonly import: WireImport }
  /** Its file is still being read. */
  | { readonly ok: false; readonly why: 'planning' }
  /** The file is not kept any more. */
  | { readonly ok: false; readonly why: 'expired' }
  /** The records are others than those it was planned on: this is the plan now. */
  | { readonly ok: false; readonly why: 'changed'; readonly import: WireImport }
  /** Nothing was written yet that could be undone. */
  | { readonly ok: false; readonly why: 'not_accepted' }
  /** It is accepted already: it is too late to stop it. */
  | { readonly ok: false; readonly why: 'accepted'; readonly import: WireImport };

/** What became of an acceptance. */
export type Accepted = { readonly ok: true; readonly import: WireImport } | ImportRefusal;
/** What became of an undo, or would. */
export type Undone = { readonly ok: true; readonly undo: WireUndo } | ImportRefusal;

/** What an undo is told. */
export interface UndoWish {
  /** Only these records. */
  readonly rows?: readonly string[];
  /** Of records that somebody edited since, the cells that nobody touched. */
  readonly untouched?: boolean;
  /** Stops it: nothing is left. */
  readonly signal?: Stop;
}

/** A file that was received and is kept in pieces. */
export interface Received {
  /** UUID of the import that it will be. */
  readonly id: string;
  readonly pieces: number;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 */
  readonly fingerprint: string;
}

/** How a file is planned. */
export interface PlanOptions {
  readonly progress?: (progress: Progress) => void;
  readonly signal?: Stop;
}

/** Imports of one tenant by one person, done while somebody waits. */
export interface PlainDesk {
  readonly model: Model;
  /** Reads a file and says what it would do; keeps it for a day. Writes no record. */
  readonly plan: (bytes: Uint8Array, wish: ImportWish, companions?: Companions) => Promise<WireImport>;
  /** The same for a file that comes bit by bit, of any size: what is large is kept in pieces and never held as a whole. */
  readonly planStream: (
    chunks: AsyncIterable<Uint8Array>,
    wish: ImportWish,
    options?: PlanOptions,
  ) => Promise<WireImport>;
  /** Does what was planned, all of it or nothing. `digest`: of the plan that was seen. A second time it answers what the first did. */
  readonly accept: (id: string, options?: AcceptOptions) => Promise<Accepted>;
  /** The latest first. */
  readonly list: () => Promise<readonly WireImportItem[]>;
  readonly get: (id: string) => Promise<WireImport | null>;
  /** The rows that are not imported, as a file with the reasons; empty when all are, null when there is no such import. */
  readonly rejected: (id: string) => Promise<string | null>;
  /** The same as it is read; null when there is no such import. */
  readonly rejectedStream: (id: string) => Promise<AsyncIterable<Uint8Array> | null>;
  readonly planUndo: (id: string, wish?: UndoWish) => Promise<Undone>;
  readonly undo: (id: string, wish?: UndoWish) => Promise<Undone>;
}

/** A desk that does everything itself: it also keeps files that come bit by bit, and plans what it kept. */
export interface WholeDesk extends PlainDesk {
  readonly receive: (chunks: AsyncIterable<Uint8Array>) => Promise<Received>;
  readonly planReceived: (file: Received, wish: ImportWish, options?: PlanOptions) => Promise<WireImport>;
  /** Says that a file is going to be planned: an import without rows, until it is. */
  readonly expect: (file: Received, wish: ImportWish) => Promise<void>;
  /** Lets go of a file that nobody plans. */
  readonly release: (file: Received) => Promise<void>;
  /** Whether the file of an import is kept in pieces. */
  readonly inPieces: (id: string) => Promise<boolean>;
}

/** How an acceptance is done. */
export interface AcceptOptions {
  readonly digest?: string;
  readonly progress?: (progress: Progress) => void;
  /** Stops it: nothing is left. */
  readonly signal?: Stop;
}
