import type { Entity, Field, Issue, Rec, Source, Value } from '@sluice/core';
import { entriesOf } from '../record/draft.ts';
import { patchOf, sameValue, type Values } from '../record/merge.ts';
import { isOvertaken, rewrite } from '../record/rewrite.ts';

/** Where cells are written. */
export interface Ground {
  readonly source: Source;
  readonly entity: Entity;
}

/** One cell of a table, wherever its row stands. */
export interface Cell {
  readonly record: Rec;
  readonly field: Field;
}

/** A cell that was not saved, with what was typed. */
export interface Unsaved extends Cell {
  /** What was typed, in memory units. */
  readonly value: Value;
  /** What somebody else wrote there meanwhile; absent when nobody did. */
  readonly theirs?: Value;
  readonly issues: readonly Issue[];
  /** What the source threw; null for nothing. */
  readonly failure: unknown;
}

/** What became of the last write. */
export interface Done extends Cell {
  readonly what: 'saved' | 'undone' | 'overtaken';
}

/** Whom the edits tell. */
export interface Listener {
  /** There is something to show. */
  readonly changed: () => void;
  readonly stored: (record: Rec) => void;
}

interface Back extends Cell {
  readonly ground: Ground;
  readonly patch: Values;
}

const keyOf = ({ record, field }: Cell): string => `${field.name} ${record.id}`;

/** Edits of single cells: at once on screen, then in the source, one after the other for each record, with the way back. It draws nothing. */
export class CellEdits {
  done: Done | null = null;
  readonly #listener: Listener;
  readonly #pending = new Map<string, Value>();
  readonly #unsaved = new Map<string, Unsaved>();
  /** Records as they were written or refused here: lists may not know of it yet. */
  readonly #latest = new Map<string, Rec>();
  readonly #lines = new Map<string, Promise<unknown>>();
  #back: readonly Back[] = [];

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** Whether the last write can be taken back. */
  get undoable(): boolean {
    return this.#back.length > 0 && this.#pending.size === 0;
  }
  /** The cells that were not saved, the first one first. */
  get unsaved(): readonly Unsaved[] {
    return [...this.#unsaved.values()];
  }

  /** The latest that is known of a record. */
  latest(record: Rec): Rec {
    const known = this.#latest.get(record.id);
    return known && known.version > record.version ? known : record;
  }
  /** What a cell shows while it is being stored; undefined when it is not. */
  pending(cell: Cell): Value | undefined {
    return this.#pending.get(keyOf(cell));
  }
  /** What was typed into a cell and not saved. */
  unsavedAt(cell: Cell): Unsaved | undefined {
    return this.#unsaved.get(keyOf(cell));
  }
  /** Lets go what was typed and not saved. */
  forget(cell: Cell): void {
    if (this.#unsaved.delete(keyOf(cell))) this.#listener.changed();
  }

  /** Forgets everything: other records, another source. */
  clear(): void {
    this.done = null;
    this.#pending.clear();
    this.#unsaved.clear();
    this.#latest.clear();
    this.#back = [];
  }

  /** Writes a value upon the record as it was seen when the edit began; false when it was not saved. */
  write(ground: Ground, cell: Cell, value: Value): Promise<boolean> {
    const { entity } = ground;
    const { record: seen, field } = cell;
    const patch = { [field.name]: value };
    const refuse = (why: Partial<Unsaved>): false => {
      this.#unsaved.set(keyOf(cell), { ...cell, value, issues: [], failure: null, ...why });
      return false;
    };
    this.done = null;
    this.#unsaved.delete(keyOf(cell));
    return this.#inLine(cell, value, async () => {
      const known = this.latest(seen);
      const begun = isOvertaken(entity, patch, seen, known) ? seen : known;
      try {
        const { written, upon } = await rewrite(ground, patch, { seen, upon: begun });
        if (written.ok) {
          const before = entriesOf(entity, upon);
          const after = patchOf(entriesOf(entity, written.record), before);
          this.#back = [...this.#back, { ground, record: written.record, field, patch: after }];
          this.#stored(written.record);
          this.done = { what: 'saved', record: written.record, field };
          return true;
        }
        const { conflict, issues } = written;
        if (!conflict) return refuse({ issues });
        const { stored } = conflict;
        this.#latest.set(stored.id, stored);
        const theirs = entriesOf(entity, stored)[field.name] ?? null;
        return refuse({ record: stored, ...(isOvertaken(entity, patch, seen, stored) ? { theirs } : { issues }) });
      } catch (failure) {
        return refuse({ failure });
      }
    });
  }

  /** Takes the last write back that was not yet; false when there was none, or somebody else wrote there since. */
  undo(): Promise<boolean> {
    const last = this.undoable ? this.#back.at(-1) : undefined;
    if (!last) return Promise.resolve(false);
    const { ground, record, field, patch } = last;
    this.#back = this.#back.slice(0, -1);
    this.done = null;
    return this.#inLine(last, patch[field.name] ?? null, async () => {
      const overtaken = (now: Rec): false => {
        this.done = { what: 'overtaken', record: now, field };
        return false;
      };
      try {
        const known = this.latest(record);
        if (isOvertaken(ground.entity, patch, record, known)) return overtaken(known);
        const { written } = await rewrite(ground, patch, { seen: record, upon: known });
        if (!written.ok) {
          if (written.conflict) this.#latest.set(record.id, written.conflict.stored);
          return overtaken(written.conflict?.stored ?? known);
        }
        this.#stored(written.record);
        this.done = { what: 'undone', record: written.record, field };
        return true;
      } catch (failure) {
        this.#back = [...this.#back, last];
        const value = patch[field.name] ?? null;
        this.#unsaved.set(keyOf(last), { record, field, value, issues: [], failure });
        return false;
      }
    });
  }

  #stored(record: Rec): void {
    this.#latest.set(record.id, record);
    this.#listener.stored(record);
  }

  /** Does what is to be done to a record after what was begun before; the cell shows the value meanwhile. */
  async #inLine(cell: Cell, value: Value, work: () => Promise<boolean>): Promise<boolean> {
    const key = keyOf(cell);
    const { id } = cell.record;
    this.#pending.set(key, value);
    this.#listener.changed();
    const turn = (this.#lines.get(id) ?? Promise.resolve()).then(work);
    this.#lines.set(id, turn);
    try {
      return await turn;
    } finally {
      if (this.#lines.get(id) === turn) this.#lines.delete(id);
      if (sameValue(this.#pending.get(key) ?? null, value)) this.#pending.delete(key);
      this.#listener.changed();
    }
  }
}
