import {
  type Entity,
  exponent,
  labelIn,
  minorFromDecimal,
  openStages,
  type Scenario,
  type ScenarioLever,
} from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { whatIfMessages } from '../../locales/messages/what-if.ts';
import type { Say } from '../../locales/words.ts';
import { leverLike, withLever, withoutLever } from './levers.ts';
import type { WhatIfAnswer } from './reckon.ts';

/** What the controls of a what-if know and do. */
export interface Controls {
  readonly answer: WhatIfAnswer;
  readonly scenario: Scenario;
  readonly entity: Entity | undefined;
  readonly tongue: string;
  readonly currency: string;
  readonly say: Say<typeof whatIfMessages>;
  readonly money: (value: number | null) => string;
  readonly set: (next: Scenario) => void;
}

interface Slide {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly set: (value: number) => void;
}

const valueOf = ({ target }: Event): string =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : '';

/** A lever as a slider with its number beside it. */
const slide = ({ id, label, value, unit, min, max, step, set }: Slide): TemplateResult => {
  const take = (event: Event): void => {
    const next = Number(valueOf(event));
    if (valueOf(event) !== '' && Number.isFinite(next)) set(Math.min(max, Math.max(min, next)));
  };
  return html`<div class="lever">
    <label for=${id}>${label}</label>
    <span class="value">
      <input
        class="input"
        type="number"
        aria-label="${label}, ${unit}"
        min=${min}
        max=${max}
        step="any"
        .value=${live(String(value))}
        @change=${take}
      /><span class="unit" aria-hidden="true">${unit}</span>
    </span>
    <input
      type="range"
      id=${id}
      min=${min}
      max=${max}
      step=${step}
      aria-valuetext="${value} ${unit}"
      .value=${live(String(value))}
      @input=${take}
    />
  </div>`;
};

const lever = (controls: Controls, next: ScenarioLever): void => controls.set(withLever(controls.scenario, next));
const bps = (percent: number): number => Math.round(percent * 100);

const factorSlide = (controls: Controls, kind: 'amount' | 'cycle', label: string, max: number): TemplateResult => {
  const { factor } = leverLike(controls.scenario, { kind, factor: 10_000 });
  return slide({
    id: kind,
    label,
    value: factor / 100,
    unit: '%',
    min: kind === 'amount' ? 0 : 10,
    max,
    step: 5,
    set: (percent) => lever(controls, { kind, factor: bps(percent) }),
  });
};

const dropped = (controls: Controls): TemplateResult => {
  const { answer, scenario, say, money } = controls;
  const out = scenario.levers.flatMap((one) => (one.kind === 'drop' ? [one] : []));
  const choose = (event: Event): void => {
    const id = valueOf(event);
    if (id !== '') lever(controls, { kind: 'drop', id });
    if (event.target instanceof HTMLSelectElement) event.target.value = '';
  };
  return html`<label class="stacked">${say('drop')}
      <select class="input" id="drop" @change=${choose}>
        <option value="">${say('choose')}</option>
        ${answer.choices.map(({ id, title, amount }) => html`<option value=${id}>${title} · ${money(amount)}</option>`)}
      </select>
    </label>
    ${
      out.length === 0
        ? nothing
        : html`<ul class="chips">
            ${out.map((one) => {
              const name = answer.titles[one.id] ?? one.id;
              return html`<li>
                <button
                  class="chip"
                  type="button"
                  aria-label=${say('putBack', { name })}
                  title=${say('putBack', { name })}
                  @click=${() => controls.set(withoutLever(scenario, one))}
                >
                  <span>${name}</span>
                  <svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2 2l8 8M10 2l-8 8"></path></svg>
                </button>
              </li>`;
            })}
          </ul>`
    }`;
};

const added = (controls: Controls): TemplateResult => {
  const { scenario, say, currency } = controls;
  const places = exponent(currency);
  const now = leverLike(scenario, { kind: 'add', count: 0, amount: 10_000 * 10 ** places, probability: 3000 });
  const part = (label: string, value: number, max: number, set: (text: string) => void): TemplateResult =>
    html`<label>${label}
      <input class="input" type="number" min="0" max=${max} step="any" .value=${live(String(value))} @change=${(event: Event) => set(valueOf(event))} />
    </label>`;
  const take = (next: Partial<typeof now>): void => {
    const made = { ...now, ...next };
    lever(controls, next.count === undefined && made.count === 0 ? { ...made, count: 1 } : made);
  };
  const whole = (text: string, most: number): number =>
    Math.min(most, Math.max(0, Math.trunc(Number.isFinite(Number(text)) ? Number(text) : 0)));
  return html`<fieldset>
    <legend>${say('add')}</legend>
    <div class="three">
      ${part(say('howMany'), now.count, 1000, (text) => take({ count: whole(text, 1000) }))}
      ${part(say('ofAmount'), now.amount / 10 ** places, 1e12, (text) => take({ amount: Math.max(0, minorFromDecimal(text, places)?.minor ?? now.amount) }))}
      ${part(say('ofChance'), now.probability / 100, 100, (text) => take({ probability: whole(String(bps(Number(text))), 10_000) }))}
    </div>
  </fieldset>`;
};

/** The levers of a what-if, each labelled and with its number. */
export const renderControls = (controls: Controls): TemplateResult => {
  const { entity, scenario, say, tongue } = controls;
  const stages = entity ? openStages(entity) : [];
  return html`<fieldset>
    <legend>${say('levers')}</legend>
    ${factorSlide(controls, 'amount', say('amounts'), 200)}
    ${stages.map(({ key, label }, at) =>
      slide({
        id: `stage-${at}`,
        label: say('stageChance', { stage: labelIn(label, tongue) }),
        value: leverLike(scenario, { kind: 'probability', stage: key, points: 0 }).points / 100,
        unit: say('points'),
        min: -50,
        max: 50,
        step: 1,
        set: (points) => lever(controls, { kind: 'probability', stage: key, points: bps(points) }),
      }),
    )}
    ${factorSlide(controls, 'cycle', say('cycle'), 200)} ${dropped(controls)} ${added(controls)}
  </fieldset>`;
};
