import {
  type Entity,
  type Field,
  type Format,
  idleDays,
  labelIn,
  type Model,
  type Moment,
  type Rec,
  UNKNOWN,
} from '@sluice/core';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { boardMessages } from '../../locales/messages/board.ts';
import { deadlinesMessages } from '../../locales/messages/deadlines.ts';
import { recordMessages } from '../../locales/messages/record.ts';
import { sayIn } from '../../locales/words.ts';
import { problemOf } from '../../problem.ts';
import { daysLeft } from '../deadlines/due.ts';
import { wordIssue } from '../field/wording.ts';
import { issuesByField, wholeIssues } from '../record/issues.ts';
import type { Lane } from './lanes.ts';
import type { Refusal } from './mover.ts';

/** What every card of a board shows, and whom it tells. */
export interface Tiles {
  readonly model: Model;
  readonly entity: Entity;
  /** The fields of a card besides its title. */
  readonly fields: readonly Field[];
  readonly format: Format;
  readonly locale: string;
  readonly moment: Moment;
  readonly titles: Readonly<Record<string, string>>;
  readonly lanes: readonly Lane[];
  /** Whether cards can be moved. */
  readonly movable: boolean;
  readonly open: (id: string) => void;
  readonly menu: (id: string) => void;
  readonly move: (record: Rec, to: Lane) => void;
}

/** One card. */
export interface Tile {
  readonly record: Rec;
  readonly lane: Lane;
  /** Whether it is the one that the tab key stops at. */
  readonly stop: boolean;
  readonly lifted: boolean;
  readonly chosen: boolean;
  readonly moving: boolean;
  readonly refusal: Refusal | undefined;
}

const LATE = svg`<path d="M6 1.5 11 10.5H1zM6 5v2.2M6 9v.1"></path>`;
const IDLE = svg`<circle cx="6" cy="6" r="4.75"></circle><path d="M6 3.5V6l1.75 1"></path>`;
const MORE = svg`<path d="M3 8h.01M8 8h.01M13 8h.01"></path>`;

/** What a card is called. */
export const titleOf = (
  { entity: { title }, format, titles }: Pick<Tiles, 'entity' | 'format' | 'titles'>,
  record: Rec,
): string => format.field(title, record.values[title.name], { titles }) || UNKNOWN;

/** The first letters of the first and the last name. */
export const initialsOf = (name: string): string => {
  const words = name.split(/[\s-]+/).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0] ?? '', words.at(-1) ?? ''] : words;
  return ends.map((word) => [...word][0]?.toLocaleUpperCase() ?? '').join('');
};

/** A card: its title, what it is worth, when it is due, whose it is; how to move it without dragging; why it went back. */
export function renderTile(tiles: Tiles, tile: Tile): TemplateResult {
  const { record, stop, lifted, chosen, moving, refusal } = tile;
  const say = sayIn(boardMessages, tiles.locale);
  const title = titleOf(tiles, record);
  const tab = stop ? 0 : -1;
  const kinds = ['tile', lifted ? 'lifted' : '', moving ? 'moving' : '', refusal ? 'refused' : ''];
  return html`<li
    class=${kinds.filter((kind) => kind !== '').join(' ')}
    part="card"
    data-id=${record.id}
    aria-busy=${moving ? 'true' : nothing}
  >
    <div class="top">
      <button
        class="name"
        type="button"
        tabindex=${tab}
        aria-describedby=${tiles.movable ? 'hint' : nothing}
        @click=${() => tiles.open(record.id)}
      >
        <span dir="auto">${title}</span>
      </button>
      ${
        tiles.movable
          ? html`<button
              class="icon-button more"
              type="button"
              tabindex=${tab}
              aria-label=${say('move', { title })}
              aria-expanded=${chosen ? 'true' : 'false'}
              @click=${() => tiles.menu(record.id)}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">${MORE}</svg>
            </button>`
          : nothing
      }
    </div>
    ${renderFacts(tiles, tile)} ${chosen ? renderMenu(tiles, tile) : nothing}
    ${refusal ? renderRefusal(tiles, record, refusal) : nothing}
  </li>`;
}

/** What stands on a card below its title; also on the one that is carried. */
export function renderFacts(tiles: Tiles, { record, lane }: Pick<Tile, 'record' | 'lane'>): TemplateResult {
  const { entity, fields, format, titles, moment } = tiles;
  const { parts } = entity;
  const facts = fields.map((field) => {
    const value = record.values[field.name] ?? null;
    if (field.name === parts.expected) return renderDue(tiles, lane, typeof value === 'string' ? value : null);
    const named = field.currencyField === undefined ? null : record.values[field.currencyField];
    const currency = typeof named === 'string' ? named : undefined;
    const label = labelIn(field.label, tiles.locale);
    if (value === null && field.name !== parts.amount) return nothing;
    return html`<span class=${field.name === parts.amount ? 'amount' : 'fact'} dir="auto"
      ><span class="spoken">${label}: </span>${format.field(field, value, { currency, titles, cents: false })}</span
    >`;
  });
  const idle =
    lane.outcome === 'open' && lane.rotAfter !== null ? idleDays(record.updatedAt, null, moment).value : null;
  const cold = idle !== null && lane.rotAfter !== null && idle > lane.rotAfter;
  const owner = record.values[parts.owner ?? ''];
  const name = typeof owner === 'string' ? (titles[owner] ?? '') : '';
  const say = sayIn(boardMessages, tiles.locale);
  return html`<div class="facts">${facts}</div>
    ${
      cold || name !== ''
        ? html`<div class="foot">
            ${
              cold
                ? html`<span class="idle" part="idle"
                    ><svg viewBox="0 0 12 12" aria-hidden="true">${IDLE}</svg>${say('idle', { count: idle })}</span
                  >`
                : nothing
            }
            ${
              name === ''
                ? nothing
                : html`<span class="owner" title=${say('owner', { name })}
                    ><span aria-hidden="true">${initialsOf(name)}</span
                    ><span class="spoken">${say('owner', { name })}</span></span
                  >`
            }
          </div>`
        : nothing
    }`;
}

function renderDue(
  { format, locale, moment }: Tiles,
  lane: Lane,
  date: string | null,
): TemplateResult | typeof nothing {
  if (date === null) return nothing;
  const left = daysLeft(date, moment.today);
  if (left < 0 && lane.outcome !== 'won' && lane.outcome !== 'lost')
    return html`<span class="late" part="late" title=${format.date(date)}
      ><svg viewBox="0 0 12 12" aria-hidden="true">${LATE}</svg>${sayIn(deadlinesMessages, locale)('late', { count: -left })}</span
    >`;
  return html`<span class="due">${sayIn(boardMessages, locale)('due', { date: format.date(date) })}</span>`;
}

function renderMenu({ lanes, locale, move }: Tiles, { record, lane }: Tile): TemplateResult {
  const say = sayIn(boardMessages, locale);
  return html`<div class="menu" part="menu" role="group" aria-labelledby="menu">
    <p id="menu">${say('moveTo')}</p>
    ${lanes
      .filter((one) => one.key !== lane.key)
      .map((one) => html`<button class="chip" type="button" @click=${() => move(record, one)}>${one.name}</button>`)}
  </div>`;
}

function renderRefusal(tiles: Tiles, record: Rec, refusal: Refusal): TemplateResult {
  const { entity, locale, open } = tiles;
  const say = sayIn(boardMessages, locale);
  return html`<div class="refusal" part="refusal" role="alert">
    ${refusalWords(tiles, refusal).map((sentence) => html`<p>${sentence}</p>`)}
    ${
      refusal.what === 'missing'
        ? nothing
        : html`<button class="button quiet" type="button" @click=${() => open(record.id)}>
            ${say(entity.name === 'deal' ? 'openDeal' : 'open')}
          </button>`
    }
  </div>`;
}

/** Why a card went back, in sentences of the reader's language. */
export function refusalWords({ model, entity, lanes, locale }: Tiles, refusal: Refusal): readonly string[] {
  const say = sayIn(boardMessages, locale);
  const nameOf = (key: Lane['key']): string => lanes.find((lane) => lane.key === key)?.name ?? String(key ?? UNKNOWN);
  const stage = nameOf(refusal.to);
  switch (refusal.what) {
    case 'conflict':
      return [say('conflict', { theirs: nameOf(refusal.at), mine: stage })];
    case 'missing':
      return [say('missing')];
    case 'failed': {
      const { message, remedy = '' } = problemOf(refusal.failure, locale);
      return [say('refused', { stage }), `${message} ${remedy}`.trim()];
    }
    case 'refused': {
      const fields = [...issuesByField(entity, refusal.issues)].flatMap(([name, issues]) => {
        const field = entity.field(name);
        return field ? issues.map((one) => wordIssue(one, field, locale)) : [];
      });
      const whole = wholeIssues({ model, entity, locale }, refusal.issues, sayIn(recordMessages, locale));
      return [say('refused', { stage }), ...whole, ...fields];
    }
  }
}
