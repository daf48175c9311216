import { type FieldOverlay, labelIn, type Model, type PipelineOf } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { kindMessages } from '../../locales/messages/settings.ts';
import { sayIn } from '../../locales/words.ts';
import { nameFrom, optionsFrom, withField, withGate, withOrder, withStage } from './edit.ts';
import type { Drawing } from './parts.ts';

/** The kinds of value that a tenant may add, the most usual first. */
const KINDS = [
  'text',
  'choice',
  'number',
  'money',
  'percent',
  'date',
  'flag',
  'note',
  'tags',
  'link',
  'email',
  'phone',
  'url',
  'instant',
] as const;
type Kind = (typeof KINDS)[number];
const isKind = (word: string): word is Kind => KINDS.some((kind) => kind === word);

const entryOf = (event: Event): ((name: string) => string) => {
  event.preventDefault();
  const entry = event.target instanceof HTMLFormElement ? new FormData(event.target) : new FormData();
  return (name) => {
    const value = entry.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
};
const blank = (event: Event): void => {
  if (event.target instanceof HTMLFormElement) event.target.reset();
};

const fieldFrom = (said: (name: string) => string, kind: Kind, currency: string): FieldOverlay => ({
  kind,
  label: said('label'),
  ...(said('required') === '' ? {} : { required: true }),
  ...(kind === 'choice' ? { options: optionsFrom(said('options')), dimension: true, indexed: true } : {}),
  ...(kind === 'money' ? { currency } : {}),
  ...(kind === 'link' ? { to: said('to') } : {}),
});

/** What a form of a new field is drawn with. */
export interface FieldForm extends Drawing {
  readonly model: Model;
  /** The kind that is chosen now. */
  readonly kind: string;
  readonly choose: (kind: string) => void;
  /** ISO 4217, for amounts. */
  readonly currency: string;
}

/** The form that adds a field. */
export const renderFieldForm = (drawing: FieldForm): TemplateResult => {
  const { entity, overlay, model, language, say, edit, kind, choose, currency } = drawing;
  const kinds = sayIn(kindMessages, language);
  const add = (event: Event): void => {
    const said = entryOf(event);
    if (said('label') === '' || !isKind(kind)) return;
    const name = nameFrom(said('label'), new Set(entity.fields.map((field) => field.name)));
    edit(withField(overlay, entity.name, name, fieldFrom(said, kind, currency)));
    blank(event);
  };
  return html`<form @submit=${add}>
    <fieldset>
      <legend>${say('addField')}</legend>
      <div class="line">
        <label>${say('label')}<input class="input" name="label" maxlength="80" required /></label>
        <label
          >${say('kind')}<select
            class="input"
            name="kind"
            @change=${(event: Event) => event.target instanceof HTMLSelectElement && choose(event.target.value)}
          >
            ${KINDS.map((one) => html`<option value=${one} ?selected=${one === kind}>${kinds(one)}</option>`)}
          </select></label
        >
        ${
          kind === 'link'
            ? html`<label
                >${say('to')}<select class="input" name="to">
                  ${model.entities.map((one) => html`<option value=${one.name}>${labelIn(one.label, language)}</option>`)}
                </select></label
              >`
            : nothing
        }
        <label class="check"><input type="checkbox" name="required" />${say('required')}</label>
        <button class="button" type="submit">${say('add')}</button>
      </div>
      ${
        kind === 'choice'
          ? html`<label
              >${say('options')}<textarea class="input grow" name="options" required></textarea
            ></label>`
          : nothing
      }
    </fieldset>
  </form>`;
};

/** The form that adds a stage at the end of the open ones. */
export const renderStageForm = (pipeline: PipelineOf, drawing: Drawing): TemplateResult => {
  const { entity, overlay, say, edit } = drawing;
  const add = (event: Event): void => {
    const said = entryOf(event);
    const probability = Number(said('probability'));
    if (said('label') === '' || !Number.isFinite(probability)) return;
    const key = nameFrom(said('label'), new Set(pipeline.stages.map((stage) => stage.key)));
    const open = pipeline.stages.filter(({ outcome }) => outcome === 'open').map((stage) => stage.key);
    const closed = pipeline.stages.filter(({ outcome }) => outcome !== 'open').map((stage) => stage.key);
    const added = withStage(overlay, entity.name, pipeline.name, { key, label: said('label'), probability });
    edit(withOrder(added, entity.name, pipeline.name, [...open, key, ...closed]));
    blank(event);
  };
  return html`<form @submit=${add}>
    <fieldset>
      <legend>${say('addStage')}</legend>
      <div class="line">
        <label>${say('label')}<input class="input" name="label" maxlength="80" required /></label>
        <label
          >${say('probability')}<input class="input" name="probability" type="number" min="0" max="100" step="0.01" required
        /></label>
        <button class="button" type="submit">${say('add')}</button>
      </div>
    </fieldset>
  </form>`;
};

/** The form that adds a rule. */
export const renderRuleForm = (drawing: Drawing): TemplateResult => {
  const { entity, overlay, say, edit } = drawing;
  const add = (event: Event): void => {
    const said = entryOf(event);
    if (said('message') === '' || said('fails') === '') return;
    const code = nameFrom(said('message'), new Set(entity.gates.map((gate) => gate.code)));
    const severity = said('severity') === 'error' ? 'error' : 'warning';
    edit(withGate(overlay, entity.name, code, { severity, fails: said('fails'), message: said('message') }));
    blank(event);
  };
  return html`<form @submit=${add}>
    <fieldset>
      <legend>${say('addRule')}</legend>
      <div class="line">
        <label>${say('message')}<input class="input" name="message" maxlength="200" required /></label>
        <label
          >${say('severity')}<select class="input" name="severity">
            <option value="warning">${say('warning')}</option>
            <option value="error">${say('error')}</option>
          </select></label
        >
      </div>
      <div class="line">
        <label
          >${say('fails')}<input
            class="input code"
            dir="ltr"
            name="fails"
            maxlength="1000"
            autocomplete="off"
            aria-describedby="fails-hint"
            required
        /></label>
        <button class="button" type="submit">${say('add')}</button>
      </div>
      <p class="muted" id="fails-hint">${say('failsHint')}</p>
    </fieldset>
  </form>`;
};
