import { type Entity, type Field, type Format, labelIn, type Value } from '@sluice/core';
import { html, type TemplateResult } from 'lit';
import type { recordMessages } from '../../locales/messages/record.ts';
import type { Say } from '../../locales/words.ts';
import { readout } from '../field/readout.ts';
import type { Merge } from './merge.ts';

/** For each field that two people changed, whose value stays. */
export type Choices = Readonly<Record<string, 'mine' | 'theirs'>>;

/** What a conflict shows, and whom it tells. */
export interface ConflictView {
  readonly entity: Entity;
  readonly merge: Merge;
  readonly choices: Choices;
  readonly titles: Readonly<Record<string, string>>;
  readonly format: Format;
  readonly say: Say<typeof recordMessages>;
  readonly onchoose: (field: string, side: 'mine' | 'theirs') => void;
}

/** Both values of every field that two people changed, one of them to be chosen: mine, until somebody says otherwise. */
export function renderConflict(view: ConflictView): TemplateResult {
  const { entity, merge, say } = view;
  return html`<div class="conflict" part="conflict" tabindex="-1" role="group" aria-labelledby="conflict">
    <p id="conflict">${say('conflict')}</p>
    ${merge.clashes.map(({ field: name, mine, theirs }) => {
      const field = entity.field(name);
      return field
        ? html`<fieldset>
            <legend>${labelIn(field.label, view.format.locale)}</legend>
            ${side(view, field, 'mine', mine)}${side(view, field, 'theirs', theirs)}
          </fieldset>`
        : '';
    })}
  </div>`;
}

function side(view: ConflictView, field: Field, which: 'mine' | 'theirs', value: Value): TemplateResult {
  const { choices, titles, format, say, onchoose } = view;
  return html`<label>
    <input
      type="radio"
      name=${`choice-${field.name}`}
      value=${which}
      .checked=${(choices[field.name] ?? 'mine') === which}
      @change=${() => onchoose(field.name, which)}
    />
    <span>
      <span class="which">${say(which)}</span>
      <span class="what">${readout({ field, value, format, titleOf: (id) => titles[id] })}</span>
    </span>
  </label>`;
}
