import { labelIn } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { LEAVE, MAKE, type Question } from '../../sources/import-session.ts';
import { answerTo, asked, before, standing } from './flow.ts';
import { heading, labelOf, type View } from './view.ts';

/** So many values of one column are asked about; the others follow what is said about all. */
const FIRST = 50;

/** The values of the file that match nothing, by column, each with what it may mean. */
export const renderSettle = (view: View): TemplateResult => {
  const { flow, say } = view;
  const groups = Map.groupBy(asked(flow), ({ field }) => field);
  return html`${heading(say('settle'))}
    <p>${say('settleNote')}</p>
    ${[...groups].map(([, questions]) => renderGroup(view, questions))}
    <div class="actions">
      <button
        class="button primary"
        part="next"
        type="button"
        ?disabled=${flow.busy}
        @click=${() => view.tell({ is: 'went', to: 'plan' })}
      >
        ${say('seePlan')}
      </button>
      <button class="button" type="button" @click=${() => view.tell({ is: 'went', to: before(flow) })}>
        ${say('back')}
      </button>
    </div>`;
};

const renderGroup = (view: View, questions: readonly Question[]): TemplateResult => {
  const { say } = view;
  const [first] = questions;
  if (!first) return html``;
  const makeable = questions.filter((one) => one.makeable);
  const all = (answer: string) => () =>
    view.replan({ is: 'answered', questions: answer === MAKE ? makeable : questions, answer });
  return html`<section class="group">
    <header>
      <h4>
        <bdi>${first.header}</bdi> <span class="muted" aria-hidden="true">→</span> ${labelOf(view, first.field)}
      </h4>
      ${
        makeable.length > 1
          ? html`<button class="button" type="button" data-all=${first.field} @click=${all(MAKE)}>
                ${say('makeAll', { count: makeable.length })}
              </button>
              <button class="button quiet" type="button" @click=${all(LEAVE)}>${say('leaveAll')}</button>`
          : nothing
      }
    </header>
    <ul class="questions">
      ${questions.slice(0, FIRST).map((question) => renderQuestion(view, question))}
    </ul>
    ${questions.length > FIRST ? html`<p class="muted">+ ${view.format.number(questions.length - FIRST)}</p>` : nothing}
  </section>`;
};

const renderQuestion = (view: View, question: Question): TemplateResult => {
  const { flow, say, entity } = view;
  const { about, field: name, text, count, likely, makeable, required } = question;
  const field = entity.field(name);
  const answer = answerTo(flow, question);
  const current = answer ?? standing(flow, question);
  const titleOf = (key: string): string => {
    const option = about === 'word' ? field?.options.find((one) => one.key === key) : undefined;
    if (option) return option.label === undefined ? key : labelIn(option.label, view.format.locale);
    return likely.find((one) => one.key === key)?.title ?? key;
  };
  const tell = (value: string): void => view.replan({ is: 'answered', questions: [question], answer: value });
  const choose = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) tell(event.target.value);
  };
  const option = (value: string, label: string): TemplateResult =>
    html`<option value=${value} ?selected=${value === current}>${label}</option>`;
  const others =
    about === 'word' ? (field?.options ?? []).filter(({ key }) => !likely.some((one) => one.key === key)) : [];
  const [best] = likely;
  return html`<li class=${answer === undefined ? 'open' : ''}>
    <span class="asked"><bdi>${text}</bdi> <span class="muted">${say('inRows', { count })}</span></span>
    <select
      class="input"
      aria-label=${say('meaning', { text })}
      data-text=${text}
      .value=${live(current)}
      @change=${choose}
    >
      ${
        likely.length === 0
          ? nothing
          : html`<optgroup label=${say('likely')}>${likely.map(({ key }) => option(key, titleOf(key)))}</optgroup>`
      }
      ${makeable ? option(MAKE, say('make', { name: text })) : nothing}
      ${
        others.length === 0
          ? nothing
          : html`<optgroup label=${say('others')}>${others.map(({ key }) => option(key, titleOf(key)))}</optgroup>`
      }
      ${option(LEAVE, say(required ? 'leaveRows' : 'leaveBlank'))}
    </select>
    ${
      best && current !== best.key
        ? html`<button class="button" type="button" data-use=${text} @click=${() => tell(best.key)}>
            ${say('use', { name: titleOf(best.key) })}
          </button>`
        : nothing
    }
  </li>`;
};
