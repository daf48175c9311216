import { labelIn, titleCase } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Control } from './control.ts';

type Written = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
/** Hears the control's own event; the element around it fires one in its place, so this one ends here. */
const heard =
  (tell: (text: string) => void, read = (target: Written): string => target.value) =>
  (event: Event): void => {
    event.stopPropagation();
    tell(read(event.target as Written));
  };

/** Label and control of a field, by the input its kind asks for. */
export function controlOf(control: Control): TemplateResult {
  const { input } = control.field.rules;
  if (input === 'checkbox') return flag(control);
  const inside =
    input === 'select'
      ? select(control)
      : input === 'textarea'
        ? textarea(control)
        : input === 'link'
          ? control.picker.render(control)
          : line(control, input);
  const classes = ['control', input === 'number' ? 'number' : '', control.wrong ? 'wrong' : ''];
  return html`${labelOf(control)}
    <div class=${classes.filter((one) => one !== '').join(' ')} part="base">${inside}</div>`;
}

/** The name of a control, with a mark where a blank is refused. */
export function labelOf({ label, required, say }: Control): TemplateResult {
  return html`<label for="control" part="label"
    >${label}${required ? html` <span class="mark" aria-hidden="true" title=${say('required')}>*</span>` : nothing}</label
  >`;
}

function line(control: Control, input: string): TemplateResult {
  const { field, text, placeholder, disabled, required, wrong, oninput, onchange, onleave } = control;
  const type = input === 'number' || input === 'tags' ? 'text' : input;
  const affix = affixOf(control);
  return html`<input
      id="control"
      type=${type}
      inputmode=${input === 'number' ? 'decimal' : nothing}
      autocomplete="off"
      placeholder=${placeholder || nothing}
      maxlength=${field.kind === 'text' && field.max !== undefined ? field.max : nothing}
      .value=${live(text)}
      ?disabled=${disabled}
      aria-required=${required ? 'true' : nothing}
      aria-invalid=${wrong ? 'true' : nothing}
      aria-describedby="hint issue"
      @input=${heard(oninput)}
      @change=${heard(onchange)}
      @blur=${onleave}
    />${affix === '' ? nothing : html`<span class="affix" aria-hidden="true">${affix}</span>`}`;
}

function textarea({ text, disabled, required, wrong, oninput, onchange, onleave }: Control): TemplateResult {
  return html`<textarea
    id="control"
    rows="3"
    .value=${live(text)}
    ?disabled=${disabled}
    aria-required=${required ? 'true' : nothing}
    aria-invalid=${wrong ? 'true' : nothing}
    aria-describedby="hint issue"
    @input=${heard(oninput)}
    @change=${heard(onchange)}
    @blur=${onleave}
  ></textarea>`;
}

function select(control: Control): TemplateResult {
  const { field, text, locale, say, disabled, required, wrong, oninput, onchange } = control;
  const choices = field.options.map(({ key, label }) => ({
    key,
    label: label === undefined ? titleCase(key) : labelIn(label, locale),
  }));
  return html`<select
    id="control"
    ?disabled=${disabled}
    aria-required=${required ? 'true' : nothing}
    aria-invalid=${wrong ? 'true' : nothing}
    aria-describedby="hint issue"
    @input=${heard(oninput)}
    @change=${heard(onchange)}
  >
    <option value="" .selected=${live(text === '')} ?hidden=${required && text !== ''}>${required ? say('choose') : say('blank')}</option>
    ${choices.map(({ key, label }) => html`<option value=${key} .selected=${live(text === key)}>${label}</option>`)}
  </select>`;
}

function flag(control: Control): TemplateResult {
  const { value, disabled, required, wrong, oninput, onchange } = control;
  const word = (target: Written): string => String(target instanceof HTMLInputElement && target.checked);
  return html`<div class="flag" part="base">
    <input
      id="control"
      type="checkbox"
      .checked=${live(value === true)}
      .indeterminate=${live(value === null)}
      ?disabled=${disabled}
      aria-required=${required ? 'true' : nothing}
      aria-invalid=${wrong ? 'true' : nothing}
      aria-describedby="hint issue"
      @input=${heard(oninput, word)}
      @change=${heard(onchange, word)}
    />
    ${labelOf(control)}
  </div>`;
}

/** The sign that goes with a number: the currency's, or percent. */
function affixOf({ field, locale }: Control): string {
  if (field.kind === 'percent') return '%';
  if (field.kind !== 'money' || field.currency === undefined) return '';
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency: field.currency }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? field.currency;
}
