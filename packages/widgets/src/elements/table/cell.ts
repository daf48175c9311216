import { type Entity, type Format, type Rec, UNKNOWN, type Value } from '@sluice/core';
import { html, svg, type TemplateResult } from 'lit';
import type { ColourBook } from '../../charts/colours.ts';
import type { Column } from './columns.ts';

/** What the text of a cell depends on beside its value. */
export interface CellContext {
  readonly format: Format;
  /** Titles of linked records, by id. */
  readonly titles: Readonly<Record<string, string>>;
  readonly colours: ColourBook;
}

const OPEN = svg`<circle class="open" cx="5" cy="5" r="3.25" />`;
const WON = svg`<path d="M1.5 5.5l2.5 2.5 4.5-6" />`;
const LOST = svg`<path d="M2 2l6 6M8 2l-6 6" />`;

const isBlank = (value: Value): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** The text of a cell: money with its cents, links by the title of their record, a blank as "—". */
export function cellText({ field }: Column, record: Rec, value: Value, { format, titles }: CellContext): string {
  if (isBlank(value)) return UNKNOWN;
  const named = field.currencyField === undefined ? null : record.values[field.currencyField];
  const currency = typeof named === 'string' ? named : field.currency;
  return format.field(field, value, { currency, titles, cents: true });
}

/** A cell: its text, and for a stage the mark of how it stands — a dot in its colour while open, a tick when won, a cross when lost. */
export function cellContent(column: Column, value: Value, text: string, { colours }: CellContext): TemplateResult {
  const stage = typeof value === 'string' ? column.field.pipeline?.stage(value) : undefined;
  if (!stage) return html`<span class="value" dir="auto" title=${text}>${text}</span>`;
  const keys = column.field.pipeline?.stages.map(({ key }) => key) ?? [];
  const mark = stage.outcome === 'won' ? WON : stage.outcome === 'lost' ? LOST : OPEN;
  const colour = stage.outcome === 'open' ? `c${colours.slot(column.field.name, stage.key, keys)}` : stage.outcome;
  return html`<span class=${`stage ${colour}`}
    ><svg viewBox="0 0 10 10" aria-hidden="true">${mark}</svg><span class="value" dir="auto">${text}</span></span
  >`;
}

const NOUNS = ['deal', 'company', 'contact'] as const;

/** How many records of an entity: `8 800 deals`; of entities that the format has no noun for, `12 records`. */
export function countedIn(format: Format, entity: Entity, count: number): string {
  return format.count(count, NOUNS.find((noun) => noun === entity.name) ?? 'record');
}
