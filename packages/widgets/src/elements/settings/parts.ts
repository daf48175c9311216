import { type Entity, type Field, type Label, labelIn, type Overlay, type PipelineOf } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { kindMessages, type settingsMessages } from '../../locales/messages/settings.ts';
import { type Say, sayIn } from '../../locales/words.ts';
import { labelled, optionsFrom, withField, withGate, withOrder, withStage } from './edit.ts';

/** What the parts of the settings are drawn with. */
export interface Drawing {
  readonly entity: Entity;
  readonly overlay: Overlay;
  /** The language that labels are shown and written in. */
  readonly language: string;
  readonly say: Say<typeof settingsMessages>;
  /** Takes the place of the overlay that is being edited. */
  readonly edit: (overlay: Overlay) => void;
}

const valueOf = (event: Event): string =>
  event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement ? event.target.value : '';

const labelInput = (
  { say, language }: Drawing,
  name: string,
  label: Label,
  change: (label: Label) => void,
): TemplateResult =>
  html`<input
    class="input grow"
    maxlength="80"
    aria-label=${say('labelOf', { name })}
    .value=${live(labelIn(label, language))}
    @change=${(event: Event) => {
      const text = valueOf(event).trim();
      if (text !== '') change(labelled(label, language, text));
    }}
  />`;

const renderField = (field: Field, drawing: Drawing): TemplateResult => {
  const { entity, overlay, language, say, edit } = drawing;
  const name = labelIn(field.label, language);
  const change = (part: Parameters<typeof withField>[3]): void =>
    edit(withField(overlay, entity.name, field.name, part));
  const base = field.required && overlay.entities?.[entity.name]?.fields?.[field.name]?.required !== true;
  const kind = sayIn(kindMessages, language)(field.kind);
  const derived = field.formula !== undefined;
  return html`<li part="field">
    ${labelInput(drawing, field.name, field.label, (label) => change({ label }))}
    <span class="kind">${kind}</span>
    ${field.custom ? html`<span class="badge">${say('yours')}</span>` : nothing}
    ${
      derived
        ? nothing
        : html`<label class="check"
            ><input
              type="checkbox"
              aria-label=${say('requiredOf', { name })}
              .checked=${live(field.required)}
              ?disabled=${base}
              @change=${() => change({ required: !field.required })}
            />${say('required')}</label
          >`
    }
    ${
      field.kind === 'choice'
        ? html`<details class="grow">
            <summary>${field.options.map((option) => labelIn(option.label ?? option.key, language)).join(' · ')}</summary>
            <textarea
              class="input grow"
              aria-label=${say('addOptions', { name })}
              placeholder=${say('options')}
              .value=${live('')}
              @change=${(event: Event) => change({ options: optionsFrom(valueOf(event), field.options) })}
            ></textarea>
          </details>`
        : nothing
    }
  </li>`;
};

/** The fields of an entity: their labels, whether they are required, what there is to choose from. */
export const renderFields = (drawing: Drawing): TemplateResult =>
  html`<ul>
    ${drawing.entity.fields.map((field) => renderField(field, drawing))}
  </ul>`;

const renderStage = (pipeline: PipelineOf, at: number, drawing: Drawing): TemplateResult => {
  const { entity, overlay, language, say, edit } = drawing;
  const stage = pipeline.stages[at];
  if (!stage) return html``;
  const { key, label, probability } = stage;
  const name = labelIn(label, language);
  const change = (part: object): void => edit(withStage(overlay, entity.name, pipeline.name, { key, ...part }));
  const move = (by: number): void => {
    const keys = pipeline.stages.map((one) => one.key);
    const [moved = key] = keys.splice(at, 1);
    keys.splice(at + by, 0, moved);
    edit(withOrder(overlay, entity.name, pipeline.name, keys));
  };
  const step = (by: number, word: 'earlier' | 'later', path: string): TemplateResult =>
    html`<button
      class="icon-button"
      type="button"
      aria-label=${say(word, { name })}
      ?disabled=${at + by < 0 || at + by >= pipeline.stages.length}
      @click=${() => move(by)}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>
    </button>`;
  return html`<li part="stage">
    ${labelInput(drawing, key, label, (changed) => change({ label: changed }))}
    <input
      class="input few"
      type="number"
      min="0"
      max="100"
      step="0.01"
      aria-label=${say('probabilityOf', { name })}
      .value=${live(String(probability / 100))}
      @change=${(event: Event) => {
        const percent = Number(valueOf(event));
        if (valueOf(event) !== '' && Number.isFinite(percent)) change({ probability: percent });
      }}
    />
    ${step(-1, 'earlier', 'M8 13V3M4 7l4-4 4 4')} ${step(1, 'later', 'M8 3v10M4 9l4 4 4-4')}
  </li>`;
};

/** The stages of a pipeline in their order, with the chance of each. */
export const renderStages = (pipeline: PipelineOf, drawing: Drawing): TemplateResult =>
  html`<ul>
    ${pipeline.stages.map((_, at) => renderStage(pipeline, at, drawing))}
  </ul>`;

/** The rules of an entity; those that the tenant added can be taken back. */
export const renderRules = (drawing: Drawing): TemplateResult => {
  const { entity, overlay, language, say, edit } = drawing;
  const own = overlay.entities?.[entity.name]?.gates ?? {};
  if (entity.gates.length === 0) return html`<p class="muted">${say('noRules')}</p>`;
  return html`<ul>
    ${entity.gates.map(({ code, severity, message, text }) => {
      const name = labelIn(message, language);
      return html`<li part="rule">
        <div class="grow"><p>${name}</p><code>${text}</code></div>
        <span class="kind">${say(severity)}</span>
        ${
          Object.hasOwn(own, code)
            ? html`<button
                class="button"
                type="button"
                aria-label=${say('removeOf', { name })}
                @click=${() => edit(withGate(overlay, entity.name, code, null))}
              >
                ${say('remove')}
              </button>`
            : nothing
        }
      </li>`;
    })}
  </ul>`;
};
