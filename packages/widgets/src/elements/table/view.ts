import { type Entity, type Field, type Format, labelIn, type Rec, type Value } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { tableMessages } from '../../locales/messages/table.ts';
import type { Say } from '../../locales/words.ts';
import { type CellContext, cellContent, cellText } from './cell.ts';
import { type Column, nextSort, type Sort } from './columns.ts';
import type { Spot } from './grid-keys.ts';
import { isSortable } from './order.ts';

/** What the parts of a table need to know to show themselves. */
export interface View {
  readonly say: Say<typeof tableMessages>;
  readonly locale: string;
  readonly format: Format;
  readonly columns: readonly Column[];
  readonly order: Sort | null;
  /** The cell that the keyboard is on. */
  readonly spot: Spot;
  /** What makes cells editable; absent while they are not. */
  readonly editing: Editing | undefined;
}

/** What makes the cells of a table editable. */
export interface Editing {
  /** What was just done, with the way back. */
  readonly renderSaid: () => TemplateResult;
  /** The entry of the cell that is open. */
  readonly renderPanel: () => TemplateResult | typeof nothing;
  /** Puts it over its cell, after a rendering. */
  readonly place: () => void;
  /** A key on the grid; true when it is used. */
  readonly key: (event: KeyboardEvent) => boolean;
  readonly aim: (event: Event) => void;
  readonly press: (event: MouseEvent) => void;
  /** The latest that is known of a record. */
  readonly latest: (record: Rec) => Rec;
  /** What a cell shows while it is being stored; undefined when it is not. */
  readonly value: (record: Rec, field: Field) => Value | undefined;
  readonly kindsOf: (record: Rec, field: Field) => readonly string[];
  readonly isWritable: (field: Field) => boolean;
  readonly isOpen: (record: Rec, field: Field) => boolean;
  readonly besideTitle: (record: Rec, place: number) => TemplateResult;
}

/** Rows as they stand in the document: from a place on, those not at hand undefined. */
export interface Rows {
  readonly entity: Entity | undefined;
  readonly from: number;
  readonly records: readonly (Rec | undefined)[];
  readonly context: CellContext;
  readonly valueOf: (record: Rec, field: Field) => Value;
}

const ARROW = html`<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M6 10V2M2.5 5.5L6 2l3.5 3.5" /></svg>`;

/** The order as a choice, for cards: they have no headings. */
export function orderChoice(
  { say, locale, columns, order }: View,
  put: (order: Sort | null) => void,
): TemplateResult | typeof nothing {
  const choices = columns.filter(({ field }) => isSortable(field));
  if (choices.length === 0) return nothing;
  const choose = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const { value } = event.target;
    const chosen = choices.find(({ field }) => field.name === value);
    put(chosen ? nextSort(chosen.field, null) : null);
  };
  return html`<div class="order">
    <select class="input" aria-label=${say('sort')} @change=${choose}>
      <option value="" ?selected=${order === null}>${say('sort')}</option>
      ${choices.map(
        ({ field }) =>
          html`<option value=${field.name} ?selected=${order?.field === field.name}>${labelIn(field.label, locale)}</option>`,
      )}
    </select>
    ${
      order
        ? html`<button class=${`icon-button ${order.descending ? 'down' : ''}`} type="button" @click=${() => put({ ...order, descending: !order.descending })}>
            <span class="spoken">${say(order.descending ? 'descending' : 'ascending')}</span>${ARROW}
          </button>`
        : nothing
    }
  </div>`;
}

/** The row of headings; a press on one sorts. */
export function headings(
  { locale, columns, order, spot }: View,
  press: (field: Field, column: number) => void,
): TemplateResult {
  return html`<div class="head" part="header" role="rowgroup">
    <div class="row" role="row" aria-rowindex="1">
      ${columns.map(({ field, end }, at) => {
        const label = labelIn(field.label, locale);
        const stop = spot.row === -1 && spot.column === at ? 0 : -1;
        const name = html`<span title=${label}>${label}</span>`;
        const sorted = order?.field === field.name ? (order.descending ? 'descending' : 'ascending') : 'none';
        return isSortable(field)
          ? html`<div role="columnheader" class=${end ? 'end' : ''} aria-colindex=${at + 1} aria-sort=${sorted}>
              <button class="sort" type="button" data-spot=${`-1,${at}`} tabindex=${stop} @click=${() => press(field, at)}>
                ${name}${ARROW}
              </button>
            </div>`
          : html`<div role="columnheader" class=${end ? 'end' : ''} aria-colindex=${at + 1}>
              <div class="named" data-spot=${`-1,${at}`} tabindex=${stop}>${name}</div>
            </div>`;
      })}
    </div>
  </div>`;
}

/** The rows that are seen, in their place among all others. */
export function body(view: View, rows: Rows, press: (event: MouseEvent) => void): TemplateResult {
  const { from, records } = rows;
  return html`<div class="body" role="rowgroup">
    <div class="rows" role="presentation" @click=${press}>
      ${repeat(
        records,
        (_, at) => from + at,
        (record, at) => rowOf(view, rows, record, from + at),
      )}
    </div>
  </div>`;
}

function rowOf(view: View, rows: Rows, record: Rec | undefined, place: number): TemplateResult {
  const { columns, locale } = view;
  return html`<div
    class=${record ? 'row' : 'row waiting'}
    part="row"
    role="row"
    data-row=${place}
    aria-rowindex=${place + 2}
    aria-busy=${record ? nothing : 'true'}
  >
    ${
      columns.length === 0
        ? html`<div class="cell" role="gridcell"><span class="skeleton line"></span></div>`
        : columns.map((column, at) => cellOf(view, rows, { record, column, place, at, locale }))
    }
  </div>`;
}

interface Place {
  readonly record: Rec | undefined;
  readonly column: Column;
  readonly place: number;
  readonly at: number;
  readonly locale: string;
}

function cellOf({ spot, editing }: View, rows: Rows, { record, column, place, at, locale }: Place): TemplateResult {
  const { field, end } = column;
  const { context, entity } = rows;
  const value = record ? (editing?.value(record, field) ?? rows.valueOf(record, field)) : null;
  const title = entity?.title.name === field.name;
  const text = record ? cellText(column, record, value, context) : '';
  const kinds = [
    'cell',
    end ? 'end' : '',
    title ? 'title' : '',
    record && value === null ? 'blank' : '',
    ...((record && editing?.kindsOf(record, field)) ?? []),
  ];
  return html`<div
    class=${kinds.filter((kind) => kind !== '').join(' ')}
    part="cell"
    role="gridcell"
    aria-colindex=${at + 1}
    aria-readonly=${editing && !editing.isWritable(field) ? 'true' : nothing}
    aria-expanded=${record && editing?.isOpen(record, field) ? 'true' : nothing}
    data-label=${labelIn(field.label, locale)}
    data-spot=${`${place},${at}`}
    tabindex=${spot.row === place && spot.column === at ? 0 : -1}
  >
    ${record ? cellContent(column, value, text, context) : html`<span class="skeleton line"></span>`}
    ${record && editing && title ? editing.besideTitle(record, place) : nothing}
  </div>`;
}

/** What stands where records would: that nothing matches, with the way out, or the next step when there is nothing at all. */
export function nobody(
  { say, columns }: View,
  { narrowed, limited, clear }: { readonly narrowed: boolean; readonly limited: boolean; readonly clear: () => void },
): TemplateResult {
  return html`<div class="nothing" part="empty" role="row">
    <div role="gridcell" tabindex="0" aria-colspan=${Math.max(1, columns.length)}>
      <p>${say(narrowed || limited ? 'empty' : 'none')}</p>
      ${
        narrowed
          ? html`<button class="button" type="button" @click=${clear}>${say('clear')}</button>`
          : html`<slot name="empty"></slot>`
      }
    </div>
  </div>`;
}
