import type { Cell, Entity, Field, Issue, Rec, Source, Written } from '@sluice/core';
import { entriesOf } from '../record/draft.ts';
import { patchOf, type Values } from '../record/merge.ts';
import { rewrite } from '../record/rewrite.ts';
import { keyOf, type Shift } from './lanes.ts';

/** Where cards are written. */
export interface Ground {
  readonly source: Source;
  readonly entity: Entity;
  /** The field whose values are the columns. */
  readonly field: Field;
}

/** Why a card went back. */
export interface Refusal {
  readonly what: 'refused' | 'conflict' | 'missing' | 'failed';
  /** Where it should have gone. */
  readonly to: Cell;
  /** Where it stands now. */
  readonly at: Cell;
  readonly issues: readonly Issue[];
  /** What the source threw; null for nothing. */
  readonly failure: unknown;
}

/** What was just done, and can be taken back unless it was. */
export interface Done {
  readonly what: 'moved' | 'undone';
  readonly record: Rec;
  /** Where it stands now. */
  readonly at: Cell;
}

/** Whom the moves tell. */
export interface Listener {
  /** There is something to show. */
  readonly changed: () => void;
  readonly stored: (record: Rec) => void;
  /** What is stored is not what the lists show. */
  readonly stale: () => void;
}

/** Moves of cards: at once on the board, then in the source, and back when it refuses. It draws nothing. */
export class Mover {
  /** Why cards went back, by their id. */
  readonly refusals = new Map<string, Refusal>();
  done: Done | null = null;
  readonly #listener: Listener;
  readonly #shifts = new Map<string, Shift>();
  /** Written, but the lists may not know: `asked` once they were seen asking. */
  readonly #stored = new Map<string, { asked: boolean }>();
  #back: (() => Promise<boolean>) | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** The cards that stand elsewhere than the lists say. */
  get shifts(): readonly Shift[] {
    return [...this.#shifts.values()];
  }
  /** Those of them that figures asked meanwhile do not speak of yet. */
  uncounted(asking: boolean): readonly Shift[] {
    return this.shifts.filter(({ record }) => {
      const stored = this.#stored.get(record.id);
      return !stored?.asked || asking;
    });
  }
  /** Whether the last move can be taken back. */
  get undoable(): boolean {
    return this.#back !== null;
  }
  isMoving(id: string): boolean {
    return this.#shifts.has(id);
  }

  /** Forgets everything: other records, another source. */
  clear(): void {
    this.refusals.clear();
    this.done = null;
    this.#shifts.clear();
    this.#stored.clear();
    this.#back = null;
  }

  /** Notes, around every rendering, whether the lists are asking: what they know by themselves is no shift any more. */
  look(asking: boolean): void {
    for (const [id, stored] of this.#stored) {
      if (asking) stored.asked = true;
      else if (stored.asked) this.#land(id);
    }
  }
  /** After a rendering: what nobody asked about again is known. */
  settle(asking: boolean): void {
    if (asking) {
      this.look(true);
      return;
    }
    if (this.#stored.size === 0) return;
    for (const id of this.#stored.keys()) this.#land(id);
    this.#listener.changed();
  }

  /** Puts a card into another column; false when it went back. */
  move(ground: Ground, record: Rec, to: Cell): Promise<boolean> {
    const { field, entity } = ground;
    const from = keyOf(field, record.values);
    if (from === to || this.isMoving(record.id)) return Promise.resolve(false);
    this.#back = null;
    this.done = { what: 'moved', record, at: to };
    return this.#write(ground, { record, from, to }, async () => {
      const { written, upon } = await rewrite(ground, { [field.name]: to }, { seen: record });
      if (written.ok) {
        const before = entriesOf(entity, upon);
        this.#back = () => this.#revert(ground, written.record, { before, from, at: to });
      }
      return written;
    });
  }

  /** Takes the last move back; false when there was none, or it could not be. */
  async undo(): Promise<boolean> {
    await this.#last;
    const back = this.#back;
    this.#back = null;
    return back ? back() : false;
  }

  /** Gives a moved card its former values back: the column, and what came with it. */
  #revert(
    ground: Ground,
    record: Rec,
    { before, from, at }: { readonly before: Values; readonly from: Cell; readonly at: Cell },
  ): Promise<boolean> {
    const { source, entity } = ground;
    this.done = { what: 'undone', record, at: from };
    const patch = patchOf(entriesOf(entity, record), before);
    return this.#write(ground, { record, from: at, to: from }, () =>
      source.change(entity.name, record.id, patch, { version: record.version }),
    );
  }

  #write({ field }: Ground, shift: Shift, act: () => Promise<Written>): Promise<boolean> {
    const { id } = shift.record;
    const attempt = async (): Promise<boolean> => {
      const refuse = (refusal: Omit<Refusal, 'to' | 'at'>, at: Cell): boolean => {
        this.#land(id);
        this.refusals.set(id, { ...refusal, to: shift.to, at });
        if (this.done?.record.id === id) this.done = null;
        return false;
      };
      try {
        const written = await act();
        if (written.ok) {
          this.#stored.set(id, { asked: false });
          this.#listener.stored(written.record);
          return true;
        }
        const { conflict, missing, issues } = written;
        if (conflict || missing) this.#listener.stale();
        const at = conflict ? keyOf(field, conflict.stored.values) : shift.from;
        return refuse({ what: conflict ? 'conflict' : missing ? 'missing' : 'refused', issues, failure: null }, at);
      } catch (failure) {
        return refuse({ what: 'failed', issues: [], failure }, shift.from);
      } finally {
        this.#listener.changed();
      }
    };
    this.refusals.delete(id);
    this.#stored.delete(id);
    // until the lists know of the move before, they show the card where that one began
    this.#shifts.set(id, { ...shift, from: this.#shifts.get(id)?.from ?? shift.from });
    this.#listener.changed();
    const written = attempt();
    this.#last = written;
    return written;
  }

  #land(id: string): void {
    this.#shifts.delete(id);
    this.#stored.delete(id);
  }
}
