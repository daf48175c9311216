import { type Entity, type Field, labelIn, type Rec, type Source, type Value } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { cellMessages } from '../../locales/messages/cell.ts';
import { recordMessages } from '../../locales/messages/record.ts';
import { sayIn } from '../../locales/words.ts';
import { entriesOf, isWritable, mayDoIn, onTheWire } from '../record/draft.ts';
import type { RecordSaved } from '../record/events.ts';
import { titleIn } from '../record/linked.ts';
import { sameValue } from '../record/merge.ts';
import type { SluiceField } from '../field/field.ts';
import { type Cell, CellEdits, type Unsaved } from './cell-edits.ts';
import { renderPanel } from './cell-panel.ts';
import type { Column } from './columns.ts';
import { editingStyles } from './editing.styles.ts';
import type { Spot } from './grid-keys.ts';
import { placePanel } from './place-panel.ts';
import type { Editing } from './view.ts';

/** The table that is edited. */
export interface Grid {
  readonly root: HTMLElement | DocumentFragment;
  readonly session: () => Session | undefined;
  readonly entity: () => Entity | undefined;
  readonly columns: () => readonly Column[];
  readonly tongue: () => string;
  readonly titles: () => Readonly<Record<string, string>>;
  readonly spot: () => Spot;
  readonly total: () => number;
  /** The record in a place, where it is at hand. */
  readonly row: (place: number) => Rec | undefined;
  /** The places that stand in the document. */
  readonly shown: () => { readonly from: number; readonly to: number };
  readonly cellAt: (spot: Spot) => HTMLElement | null;
  /** Takes the keyboard to a cell. */
  readonly go: (spot: Spot) => void;
  /** Shows the record of a row. */
  readonly open: (place: number) => void;
  /** Tells the page that a record was stored. */
  readonly stored: (detail: RecordSaved) => void;
  readonly changed: () => Promise<unknown>;
}

/** Where the keyboard goes once an entry is taken. */
type After = 'cell' | 'next' | 'previous' | 'nowhere';

/**
 * What makes a table editable: which cell is open, what its keys do, and where it leads. Loaded when a table is first to be edited.
 * The entry stands in a panel over its cell, outside of the rows: rows that come, go and change places under it take nothing from it.
 */
export class TableEditing implements Editing {
  readonly #grid: Grid;
  readonly #edits: CellEdits;
  /** The cell that is open, with what was typed before and not saved. */
  #open: (Cell & { readonly was: Unsaved | undefined }) | null = null;
  /** Grows with every opening: an entry begins anew. */
  #round = 0;
  #aimed = false;
  #of: { readonly source: Source | null; readonly entity: string } = { source: null, entity: '' };
  readonly #styled: CSSStyleSheet | undefined = editingStyles.styleSheet;

  constructor(grid: Grid) {
    this.#grid = grid;
    this.#edits = new CellEdits({ changed: () => void grid.changed(), stored: (record) => this.#stored(record) });
    const { root } = grid;
    if (root instanceof ShadowRoot && this.#styled)
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.#styled];
  }

  /** Whether anything may be written at all. */
  get active(): boolean {
    const entity = this.#grid.entity();
    return entity !== undefined && mayDoIn(this.#grid.session()?.source, 'change', entity);
  }

  /** Takes the table as it is now; over another source or entity, everything is forgotten. */
  look(): void {
    const source = this.#grid.session()?.source ?? null;
    const entity = this.#grid.entity()?.name ?? '';
    if (source === this.#of.source && entity === this.#of.entity) return;
    this.#of = { source, entity };
    this.#open = null;
    this.#edits.clear();
  }

  latest(record: Rec): Rec {
    return this.#edits.latest(record);
  }

  value(record: Rec, field: Field): Value | undefined {
    return this.#edits.pending({ record, field });
  }

  kindsOf(record: Rec, field: Field): readonly string[] {
    const cell = { record, field };
    return [
      this.#may(field) ? 'editable' : '',
      this.#edits.pending(cell) === undefined ? '' : 'pending',
      this.#edits.unsavedAt(cell) ? 'unsaved' : '',
      this.isOpen(record, field) ? 'opened' : '',
    ];
  }

  isWritable(field: Field): boolean {
    return this.#may(field);
  }

  isOpen(record: Rec, field: Field): boolean {
    return this.#open?.record.id === record.id && this.#open.field.name === field.name;
  }

  /** The way to the record, beside its title. */
  besideTitle(record: Rec, place: number): TemplateResult {
    const label = sayIn(cellMessages, this.#grid.tongue())('open', { title: this.#titleOf(record) });
    return html`<button class="icon-button to-record" type="button" tabindex="-1" aria-label=${label} title=${label} @click=${() => this.#grid.open(place)}>
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M9.5 2.5h4v4M13.5 2.5l-6 6M6.5 3.5h-4v10h10v-4" /></svg>
    </button>`;
  }

  /** What was just done with the way back, and what is not saved. */
  renderSaid(): TemplateResult {
    const say = sayIn(cellMessages, this.#grid.tongue());
    const { done, undoable, unsaved } = this.#edits;
    const first = unsaved.find(({ record, field }) => !this.isOpen(record, field));
    const words = (cell: Cell) => ({ field: this.#labelOf(cell.field), title: this.#titleOf(cell.record) });
    return html`<div class="saved" part="said" role="status">
        ${first ? html`<p class="wrong">${say('notSaved', words(first))}</p>` : done ? html`<p>${say(done.what, words(done))}</p>` : nothing}
      </div>
      ${first ? html`<button class="button quiet look" type="button" @click=${() => void this.#begin(first)}>${say('look')}</button>` : nothing}
      ${
        undoable && !first
          ? html`<button class="button quiet undo" type="button" @click=${() => void this.#edits.undo()}>
              ${sayIn(recordMessages, this.#grid.tongue())('undo')}
            </button>`
          : nothing
      }
      <p class="spoken" id="keys">${say('keys')}</p>`;
  }

  renderPanel(): TemplateResult | typeof nothing {
    const open = this.#open;
    const session = this.#grid.session();
    const source = session?.source;
    const entity = this.#grid.entity();
    if (!open || !session || !source || !entity) return nothing;
    return renderPanel({
      ...open,
      source,
      entity,
      moment: session.moment,
      currency: session.currency,
      round: this.#round,
      titles: this.#grid.titles(),
      locale: this.#grid.tongue(),
      title: this.#titleOf(open.record),
      take: () => this.#take('cell'),
      cancel: this.#cancel,
      theirs: this.#cancel,
      key: this.#panelKey,
      leave: this.#leave,
    });
  }

  /** After each rendering, and whenever the page moves under it: the panel stands over its cell. */
  readonly place = (): void => {
    const panel = this.#panel();
    const open = this.#open;
    if (!panel || !open) return;
    placePanel(panel, {
      cell: this.#grid.cellAt({ row: this.#placeOf(open.record.id), column: this.#columnOf(open.field) }),
      box: this.#grid.root.querySelector('.scroller'),
    });
  };

  /** A key on the grid; true when it is used. */
  key(event: KeyboardEvent): boolean {
    const { row, column } = this.#grid.spot();
    const record = this.#grid.row(row);
    const field = this.#grid.columns()[column]?.field;
    const combining = event.ctrlKey || event.metaKey;
    if (combining && event.key.toLowerCase() === 'z' && !event.shiftKey) {
      if (this.#edits.undoable) event.preventDefault();
      void this.#edits.undo();
      return true;
    }
    if (!record || !field || combining || (event.key !== 'Enter' && event.key !== 'F2')) return false;
    if (!this.#may(field)) return event.key === 'F2';
    event.preventDefault();
    void this.#begin({ record, field });
    return true;
  }

  /** Notes, before a press, whether the cell under it has the keyboard already. */
  readonly aim = (event: Event): void => {
    const cell = spotUnder(event);
    this.#aimed = cell !== null && cell.matches(':focus');
    // marking a word is no part of pressing twice
    if (cell && event instanceof MouseEvent && event.detail > 1) event.preventDefault();
  };

  /** A press: the first one takes the keyboard to a cell, the second one opens it. */
  readonly press = (event: MouseEvent): void => {
    const spot = spotUnder(event)?.dataset['spot']?.split(',').map(Number);
    const [row, column] = spot ?? [];
    if (row === undefined || column === undefined || !(this.#aimed || event.detail > 1 || event.type === 'dblclick'))
      return;
    const record = this.#grid.row(row);
    const field = this.#grid.columns()[column]?.field;
    if (!record || !field) return;
    if (this.#may(field)) void this.#begin({ record, field });
    else if (event.type === 'click') this.#grid.open(row);
  };

  async #begin({ record: row, field }: Cell): Promise<void> {
    if (this.#open) {
      if (this.isOpen(row, field) || !this.#take('nowhere')) return;
    }
    const record = this.#edits.latest(row);
    const was = this.#edits.unsavedAt({ record, field });
    this.#open = { record: was?.record ?? record, field, was };
    this.#round += 1;
    await this.#grid.changed();
    await customElements.whenDefined('sluice-field');
    await this.#grid.changed();
    const entry = this.#entry();
    await entry?.updateComplete;
    this.place();
    entry?.mark();
  }

  /** Takes the entry as it stands; false, and the cell stays open, when it cannot be read. */
  #take(after: After): boolean {
    const open = this.#open;
    const entry = this.#entry();
    const { source } = this.#grid.session() ?? {};
    const entity = this.#grid.entity();
    if (!open || !source || !entity) return true;
    if (entry && !entry.reportValidity() && (!entry.readable || entry.validity.valueMissing)) {
      void this.#grid.changed().then(this.place);
      if (after !== 'nowhere') entry.focus();
      return false;
    }
    const { record, field, was } = open;
    const value = entry?.value === '' ? null : (entry?.value ?? null);
    this.#close(after);
    if (entry && (was || !sameValue(entriesOf(entity, record)[field.name] ?? null, value))) {
      const writing = this.#edits.write({ source, entity }, { record, field }, value);
      if (after === 'cell') void this.#comeBack({ record, field }, writing);
    }
    return true;
  }

  /** Opens a cell again that was not saved, unless somebody is busy with another one. */
  async #comeBack(cell: Cell, writing: Promise<boolean>): Promise<void> {
    const saved = await writing;
    // the keyboard is back at the cell by then
    await this.#grid.changed();
    if (!saved && !this.#open) await this.#begin(cell);
  }

  readonly #cancel = (): void => {
    if (this.#open) this.#edits.forget(this.#open);
    this.#close('cell');
  };

  #close(after: After): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    const column = this.#columnOf(open.field);
    const place = this.#placeOf(open.record.id);
    const here = { row: Math.max(0, place), column: Math.max(0, column) };
    if (after === 'nowhere') void this.#grid.changed();
    else if (after === 'cell') this.#grid.go(here);
    else this.#goOn(here, after === 'next' ? 1 : -1);
  }

  /** Opens the next cell that may be written, in the order of reading. */
  #goOn({ row, column }: Spot, step: 1 | -1): void {
    const columns = this.#grid.columns();
    const count = columns.length * this.#grid.total();
    for (let at = row * columns.length + column + step; at >= 0 && at < count; at += step) {
      const spot = { row: Math.floor(at / columns.length), column: at % columns.length };
      const field = columns[spot.column]?.field;
      if (!field || !this.#may(field)) continue;
      const record = this.#grid.row(spot.row);
      this.#grid.go(spot);
      if (record) void this.#grid.changed().then(() => this.#begin({ record, field }));
      return;
    }
    this.#grid.go({ row, column });
  }

  readonly #panelKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.defaultPrevented || event.isComposing) return;
    const [target] = event.composedPath();
    const inText = target instanceof HTMLTextAreaElement;
    const combining = event.ctrlKey || event.metaKey;
    const taking = event.key === 'Enter' && (!inText || combining) && !(target instanceof HTMLButtonElement);
    if (event.key === 'Escape') this.#cancel();
    else if (taking) this.#take('cell');
    else if (event.key === 'Tab') this.#take(event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
  };

  readonly #leave = (event: FocusEvent): void => {
    const panel = this.#panel();
    const to = event.relatedTarget;
    if (!this.#open || !panel || (to instanceof Node && panel.contains(to))) return;
    // another window has the keyboard: nobody left the cell
    if (to === null && !document.hasFocus()) return;
    this.#take('nowhere');
  };

  #may(field: Field): boolean {
    return this.active && isWritable(field);
  }

  #stored({ id, values }: Rec): void {
    const entity = this.#grid.entity();
    if (entity) this.#grid.stored({ entity: entity.name, id, created: false, values: onTheWire(entity, values) });
  }

  #panel(): HTMLElement | null {
    return this.#grid.root.querySelector<HTMLElement>('.cell-panel');
  }

  #entry(): SluiceField | null {
    return this.#grid.root.querySelector<SluiceField>('.cell-panel sluice-field');
  }

  #columnOf({ name }: Field): number {
    return this.#grid.columns().findIndex(({ field }) => field.name === name);
  }

  /** Where a record stands now; −1 when it is not among those that are shown. */
  #placeOf(id: string): number {
    const { from, to } = this.#grid.shown();
    for (let place = from; place < to; place += 1) if (this.#grid.row(place)?.id === id) return place;
    return -1;
  }

  #labelOf(field: Field): string {
    return labelIn(field.label, this.#grid.tongue());
  }

  #titleOf(record: Rec): string {
    const model = this.#grid.session()?.model;
    const entity = this.#grid.entity();
    return (
      (model && entity && titleIn(model, entity.name, record)) ||
      (entity ? labelIn(entity.label, this.#grid.tongue()) : '')
    );
  }
}

const spotUnder = ({ target }: Event): HTMLElement | null =>
  target instanceof Element && !target.closest('button') ? target.closest<HTMLElement>('.cell[data-spot]') : null;
