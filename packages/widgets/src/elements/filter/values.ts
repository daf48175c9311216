import type { Cell } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { filterMessages } from '../../locales/messages/filter.ts';
import type { Say } from '../../locales/words.ts';
import type { Choice } from './choices.ts';

/** What a list of values shows and does. */
export interface ValueList {
  readonly say: Say<typeof filterMessages>;
  readonly label: string;
  /** The values that match what is typed, and how many more do. */
  readonly shown: readonly Choice[];
  readonly more: number;
  /** Whether there is a box to find one. */
  readonly finding: boolean;
  /** Whether there are values at all. */
  readonly any: boolean;
  readonly words: string;
  /** The place of the value that the keyboard is on. */
  readonly active: number;
  readonly keys: boolean;
  readonly multiple: boolean;
  readonly busy: boolean;
  readonly countText: (count: number | null) => string;
  readonly isChosen: (value: Cell) => boolean;
  readonly choose: (choice: Choice) => void;
  readonly onFind: (event: Event) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

const TICK = html`<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2.5 6.5L5 9l4.5-6" /></svg>`;

/** Values to choose from with their counts (ARIA listbox; with many of them a combobox over it). */
export function valueList(list: ValueList): TemplateResult {
  const { say, label, shown, more, finding, any, words, active } = list;
  const current = shown[active] ? `value-${active}` : nothing;
  return html`${
    finding
      ? html`<input
            class="input"
            id="find"
            type="text"
            role="combobox"
            autocomplete="off"
            aria-autocomplete="list"
            aria-expanded="true"
            aria-controls="values"
            aria-activedescendant=${current}
            aria-label=${say('find')}
            placeholder=${say('find')}
            .value=${live(words)}
            @input=${list.onFind}
            @keydown=${list.onKey}
          />`
      : nothing
  }
    <div
      id="values"
      class=${list.keys ? 'keys' : ''}
      role="listbox"
      tabindex="0"
      ?hidden=${shown.length === 0}
      aria-label=${label}
      aria-multiselectable=${list.multiple ? 'true' : 'false'}
      aria-activedescendant=${current}
      aria-busy=${list.busy ? 'true' : 'false'}
      @keydown=${list.onKey}
    >
      ${shown.map((choice, at) => option(list, choice, at))}
    </div>
    ${shown.length === 0 ? html`<p class="line">${say(any ? 'noMatch' : 'none')}</p>` : nothing}
    ${more > 0 ? html`<p class="line">${say('more', { count: more })}</p>` : nothing}
    <span class="spoken" role="status">${words === '' ? '' : say('found', { count: shown.length + more })}</span>`;
}

function option(list: ValueList, choice: Choice, at: number): TemplateResult {
  const { value, text, count } = choice;
  const kinds = ['option', at === list.active ? 'active' : '', count === 0 ? 'nobody' : ''];
  return html`<div
    class=${kinds.filter((kind) => kind !== '').join(' ')}
    part="option"
    id=${`value-${at}`}
    role="option"
    aria-selected=${list.isChosen(value) ? 'true' : 'false'}
    @click=${() => list.choose(choice)}
  >
    <span class=${list.multiple ? 'box' : 'box round'}>${TICK}</span><span class="text">${text}</span
    ><span class="count">${list.countText(count)}</span>
  </div>`;
}
