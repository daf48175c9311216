import type { Entity, Moment, Rec, Source } from '@sluice/core';
import type { Values } from './merge.ts';

/** Which record is edited, and where it is kept. */
export interface Subject {
  readonly source: Source;
  readonly entity: Entity;
  /** Blank: a new record. */
  readonly id: string;
  /** What a new record begins with. */
  readonly draft: Values;
  readonly moment: Moment;
  /** Grows when data changed. */
  readonly revision: number;
  /** Whether somebody writes: what is stored meanwhile does not take their entries away. */
  readonly editing: boolean;
}

/** What became of a save, a removal or an undo. */
export type Outcome = 'done' | 'same' | 'refused' | 'conflict' | 'failed';

/** What was just done, in one word, with the title it was done to. */
export interface Said {
  readonly what: 'saved' | 'merged' | 'removed' | 'undone' | 'changedMeanwhile' | 'converted';
  readonly title: string;
}

/** Whom an editor tells. */
export interface Listener {
  /** There is something to show. */
  readonly changed: () => void;
  readonly stored: (record: Rec) => void;
  readonly removed: (id: string) => void;
  /** The record was converted: what was made of it, or taken. */
  readonly converted: (record: Rec, made: readonly { readonly entity: string; readonly id: string }[]) => void;
  /** What was just created was taken back; its entries are still there. */
  readonly unmade: (id: string) => void;
}
