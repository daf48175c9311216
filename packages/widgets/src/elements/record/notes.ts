import { type Entity, type Finding, type Issue, labelIn, type Model } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { problemOf } from '../../element.ts';
import type { recordMessages } from '../../locales/messages/record.ts';
import type { Say } from '../../locales/words.ts';
import { issuesByField, wholeIssues } from './issues.ts';
import type { Deed } from './conversion.ts';
import type { Said } from './subject.ts';

type Words = Say<typeof recordMessages>;

/** What was just done, and the way back; it stays until the next entry. */
export function renderSaid(
  say: Words,
  { said, busy, undo }: { readonly said: Said | null; readonly busy: boolean; readonly undo: (() => void) | null },
): TemplateResult {
  return html`<div class="said" part="said" role="status">${
    said ? html`<p>${say(said.what, { title: said.title })}</p>` : busy ? html`<p>${say('saving')}</p>` : nothing
  }${undo ? html`<button class="button quiet undo" type="button" @click=${undo}>${say('undo')}</button>` : nothing}</div>`;
}

/** What kept a record from being stored. */
export interface Refusal {
  readonly model: Model;
  readonly entity: Entity;
  readonly locale: string;
  readonly issues: readonly Issue[];
  /** Entries that cannot be read or are missing. */
  readonly unfit: number;
  /** What the source threw; null for nothing. */
  readonly failure: unknown;
}

/** Why nothing was stored, in sentences; what is wrong with an entry stands at the entry. */
export function renderRefusal(say: Words, refusal: Refusal): TemplateResult {
  const { entity, locale, issues, failure } = refusal;
  const count = Math.max(refusal.unfit, issuesByField(entity, issues).size);
  const sentences = [
    ...(count > 0 ? [say('issues', { count })] : []),
    ...wholeIssues(refusal, issues, say),
    ...(failure === null ? [] : [failureSentence(say, failure, locale)]),
  ];
  return html`<div class=${sentences.length > 0 ? 'problem' : 'spoken'} part="error" role="alert" tabindex="-1">
    ${sentences.map((sentence) => html`<div><p>${sentence}</p></div>`)}
  </div>`;
}

/** Why a source could not write, and that the entries are still there. */
export function failureSentence(say: Words, failure: unknown, locale: string): string {
  const { code, message, remedy = '' } = problemOf(failure, locale);
  return code === 'offline' || code === 'unavailable' ? say('failed') : `${message} ${remedy}`.trim();
}

/** What the rules say of a record, each with its weight in words. */
export function renderFindings(say: Words, findings: readonly Finding[], locale: string): TemplateResult {
  return html`<ul class="findings" part="findings" aria-label=${say('findings')}>
    ${findings.map(
      ({ severity, gate }) =>
        html`<li class=${severity}><strong>${say(severity)}</strong> <span>${labelIn(gate.message, locale)}</span></li>`,
    )}
  </ul>`;
}

/** The buttons of a form. */
export interface Buttons {
  readonly say: Words;
  readonly state: 'view' | 'edit' | 'new' | 'clash';
  readonly busy: boolean;
  /** Null: whoever reads may not. */
  readonly edit: (() => void) | null;
  readonly cancel: () => void;
  readonly remove: (() => void) | null;
  /** What else can be done to the record. */
  readonly deeds: readonly Deed[];
  readonly do: (deed: Deed) => void;
}

export function renderButtons(buttons: Buttons): TemplateResult {
  const { say, state, busy, edit, cancel, remove, deeds } = buttons;
  const main = { view: '', edit: say('save'), new: say('create'), clash: say('resolve') }[state];
  return html`<footer part="footer">
    ${
      state === 'view'
        ? edit &&
          html`<button class="button edit" type="button" ?disabled=${busy} @click=${edit}>${say('edit')}</button>`
        : html`<button class="button primary" type="submit" ?disabled=${busy}>${main}</button>
            <button class="button" type="button" ?disabled=${busy} @click=${cancel}>${say('cancel')}</button>`
    }
    ${deeds.map(
      (deed) =>
        html`<button
          class=${deed.main && state === 'view' ? 'button primary deed' : 'button deed'}
          part="deed"
          type="button"
          ?disabled=${busy}
          @click=${() => buttons.do(deed)}
        >
          ${deed.label}
        </button>`,
    )}
    ${
      remove && (state === 'view' || state === 'edit')
        ? html`<button class="button quiet remove" type="button" ?disabled=${busy} @click=${remove}>
            ${say('remove')}
          </button>`
        : nothing
    }
  </footer>`;
}

/** Whether to delete, asked in the place of the buttons. */
export function renderQuestion(
  say: Words,
  { title, remove, keep }: { readonly title: string; readonly remove: () => void; readonly keep: () => void },
): TemplateResult {
  return html`<div class="question" part="footer" role="group" aria-labelledby="question">
    <p id="question">${say('removeQuestion', { title })}</p>
    <button class="button danger" type="button" @click=${remove}>${say('remove')}</button>
    <button class="button keep" type="button" @click=${keep}>${say('keep')}</button>
  </div>`;
}
