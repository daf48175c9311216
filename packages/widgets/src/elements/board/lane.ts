import type { Format, Rec } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { boardMessages } from '../../locales/messages/board.ts';
import { deadlinesMessages } from '../../locales/messages/deadlines.ts';
import { sayIn } from '../../locales/words.ts';
import { figureText } from '../kpi/figure.ts';
import type { Lane } from './lanes.ts';
import { renderTile, type Tile, type Tiles } from './tile.ts';

/** One column as it stands. */
export interface Standing {
  readonly lane: Lane;
  readonly at: number;
  /** Its cards; null while they are on their way. */
  readonly records: readonly Rec[] | null;
  /** Cards that are not shown yet. */
  readonly more: number;
  /** Whether something is carried over it that may be dropped. */
  readonly over: boolean;
  readonly titles: Readonly<Record<string, string>>;
}

/** What all columns have in common. */
export interface Lanes {
  readonly tiles: Tiles;
  /** One column at a time, chosen by tabs. */
  readonly phone: boolean;
  readonly tileOf: (record: Rec, lane: Lane) => Omit<Tile, 'record' | 'lane'>;
  readonly showMore: (lane: Lane) => void;
  /** Folds an open one of the closed columns, or unfolds it; null where columns stand as they are. */
  readonly fold: ((lane: Lane) => void) | null;
}

const kindOf = ({ lane, over }: Standing): string => `lane ${lane.outcome ?? ''}${over ? ' over' : ''}`;

/** How many cards, and what they are worth: short to see, exact to hear. */
export function renderFigures(format: Format, { count, amount }: Pick<Lane, 'count' | 'amount'>): TemplateResult {
  return html`<span class="figures"
    ><span class="count" part="count">${format.number(count)}</span>${
      amount === null || (amount.value === null && count === 0)
        ? nothing
        : html` <span class="sum" part="amount" title=${figureText(format, amount, 'full')}
            >${figureText(format, amount, 'short')}</span
          >`
    }</span
  >`;
}

/** A column with its cards. */
export function renderLane(lanes: Lanes, standing: Standing): TemplateResult {
  const { tiles, phone, fold } = lanes;
  const { lane, at, records, more } = standing;
  const say = sayIn(boardMessages, tiles.locale);
  const closed = lane.outcome === 'won' || lane.outcome === 'lost';
  return html`<section
    class=${kindOf(standing)}
    part="column"
    data-lane=${at}
    id=${`lane-${at}`}
    role=${phone ? 'tabpanel' : 'group'}
    aria-labelledby=${phone ? `tab-${at}` : `name-${at}`}
  >
    <header>
      <h4 id=${`name-${at}`} dir="auto">${lane.name}</h4>
      ${renderFigures(tiles.format, lane)}
      ${
        closed && fold
          ? html`<button
              class="icon-button"
              type="button"
              aria-label=${say('fold', { stage: lane.name })}
              @click=${() => fold(lane)}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 8h8"></path></svg>
            </button>`
          : nothing
      }
    </header>
    ${standing.over ? html`<div class="placeholder" part="placeholder" aria-hidden="true"></div>` : nothing}
    ${
      records === null
        ? html`<div class="tiles" aria-hidden="true">
            ${Array.from({ length: Math.min(Math.max(lane.count, 1), 3) }, renderShape)}
          </div>`
        : records.length === 0
          ? html`<p class="none">${standing.over ? nothing : say('none')}</p>`
          : html`<ul class="tiles">
              ${repeat(
                records,
                ({ id }) => id,
                (record) =>
                  renderTile(
                    { ...tiles, titles: { ...tiles.titles, ...standing.titles } },
                    { record, lane, ...lanes.tileOf(record, lane) },
                  ),
              )}
            </ul>`
    }
    ${
      more > 0
        ? html`<button class="button quiet more-cards" type="button" @click=${() => lanes.showMore(lane)}>
            ${sayIn(deadlinesMessages, tiles.locale)('more', { count: more })}
          </button>`
        : nothing
    }
  </section>`;
}

/** A closed column as a place to drop cards: its name and its figures; a press unfolds it. */
export function renderFolded(lanes: Lanes, standing: Standing): TemplateResult {
  const { tiles, fold } = lanes;
  const { lane, at } = standing;
  const figures = renderFigures(tiles.format, lane);
  return html`<div class="${kindOf(standing)} folded" part="column" data-lane=${at}>
    <button type="button" aria-expanded="false" @click=${() => fold?.(lane)}>
      <span class="spoken">${sayIn(boardMessages, tiles.locale)('unfold', { stage: lane.name })}: </span>
      <span class="folded-name" aria-hidden="true" dir="auto">${lane.name}</span> ${figures}
    </button>
  </div>`;
}

/** The tabs of a board that shows one column at a time. */
export function renderTabs(
  { format, locale }: Pick<Tiles, 'format' | 'locale'>,
  {
    standings,
    chosen,
    choose,
    key,
  }: {
    readonly standings: readonly Standing[];
    readonly chosen: number;
    readonly choose: (at: number) => void;
    readonly key: (event: KeyboardEvent) => void;
  },
): TemplateResult {
  return html`<div class="tabs" part="tabs" role="tablist" aria-label=${sayIn(boardMessages, locale)('columns')} @keydown=${key}>
    ${standings.map(
      ({ lane, at, over }) =>
        html`<button
          class=${over ? 'tab over' : 'tab'}
          part="tab"
          id=${`tab-${at}`}
          type="button"
          role="tab"
          data-lane=${at}
          aria-selected=${at === chosen ? 'true' : 'false'}
          aria-controls=${at === chosen ? `lane-${at}` : nothing}
          tabindex=${at === chosen ? 0 : -1}
          @click=${() => choose(at)}
        >
          <span dir="auto">${lane.name}</span> <span class="count">${format.number(lane.count)}</span>
        </button>`,
    )}
  </div>`;
}

/** The shape of a card that is coming. */
export function renderShape(): TemplateResult {
  return html`<div class="tile shape">
    <div class="skeleton line"></div>
    <div class="skeleton line short"></div>
  </div>`;
}
