import { createFormat, type Entity, type Field, labelIn, type Moment, type Rec, type Source } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { cellMessages } from '../../locales/messages/cell.ts';
import { recordMessages } from '../../locales/messages/record.ts';
import { sayIn } from '../../locales/words.ts';
import { failureSentence } from '../record/notes.ts';
import { entriesOf, followedOf } from '../record/draft.ts';
import { issuesByField, wholeIssues } from '../record/issues.ts';
import { Shapes } from '../record/shapes.ts';
import { wordIssue } from '../field/wording.ts';
import type { Unsaved } from './cell-edits.ts';

/** The panel of a cell, and whom it tells. */
export interface Panel {
  readonly source: Source;
  readonly entity: Entity;
  readonly record: Rec;
  readonly field: Field;
  /** What was typed here before and not saved. */
  readonly was: Unsaved | undefined;
  readonly moment: Moment;
  readonly currency: string;
  readonly round: number;
  readonly titles: Readonly<Record<string, string>>;
  readonly locale: string;
  readonly title: string;
  readonly take: () => void;
  readonly cancel: () => void;
  /** Leaves what somebody else wrote. */
  readonly theirs: () => void;
  readonly key: (event: KeyboardEvent) => void;
  readonly leave: (event: FocusEvent) => void;
}

const TICK = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8.5l3.5 3.5L13 4.5" /></svg>`;
const CROSS = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>`;
const shapes = new Shapes();

/** The entry of a cell, with what keeps it from being saved. */
export function renderPanel(panel: Panel): TemplateResult {
  const { source, entity, record, field, was, moment, round, titles, locale, title, take, cancel } = panel;
  const label = labelIn(field.label, locale);
  const say = sayIn(recordMessages, locale);
  const entries = entriesOf(entity, record);
  const followed = followedOf(source.model, entity, { record, entries }, { moment, follow: () => undefined });
  const clashes = was !== undefined && 'theirs' in was;
  const sentences = was
    ? [
        ...(clashes ? [theirsOf(panel, was)] : []),
        ...wholeIssues({ model: source.model, entity, locale }, was.issues, say),
        ...othersOf(panel, was),
        ...(was.failure === null ? [] : [failureSentence(say, was.failure, locale)]),
      ]
    : [];
  return html`<div
    class="cell-panel"
    part="editor"
    popover="manual"
    role="dialog"
    aria-labelledby="cell-name"
    aria-describedby="cell-why"
    @keydown=${panel.key}
    @focusout=${panel.leave}
  >
    <p class="cell-name" id="cell-name">${sayIn(cellMessages, locale)('what', { field: label, title })}</p>
    <div class="entry">
      ${keyed(
        round,
        html`<sluice-field
          name=${field.name}
          locale=${locale}
          .label=${label}
          .field=${shapes.of(field, record.values, false)}
          .source=${source}
          .titles=${titles}
          .followed=${followed[field.name] ?? null}
          .value=${was ? was.value : (entries[field.name] ?? null)}
          .issues=${(was && issuesByField(entity, was.issues).get(field.name)) ?? []}
        ></sluice-field>`,
      )}
      ${
        clashes
          ? nothing
          : html`<button class="icon-button" type="button" tabindex="-1" aria-label=${say('save')} title=${say('save')} @click=${take}>${TICK}</button>
              <button class="icon-button" type="button" tabindex="-1" aria-label=${say('cancel')} title=${say('cancel')} @click=${cancel}>${CROSS}</button>`
      }
    </div>
    <div class="why" id="cell-why" role="alert">${sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>
    ${
      clashes
        ? html`<div class="choices">
            <button class="button primary" type="button" @click=${take}>${say('mine')}</button>
            <button class="button" type="button" @click=${panel.theirs}>${say('theirs')}</button>
          </div>`
        : nothing
    }
  </div>`;
}

function theirsOf({ field, record, titles, locale, currency }: Panel, { theirs = null }: Unsaved): string {
  const say = sayIn(cellMessages, locale);
  if (theirs === null) return say('emptied');
  const shape = shapes.of(field, record.values, false);
  const format = createFormat({ locale, currency });
  return say('changed', { value: format.field(shape, theirs, { currency: shape.currency, titles, cents: true }) });
}

/** What is wrong with other fields of the record, which the cell does not show. */
function othersOf({ entity, field, locale }: Panel, { issues }: Unsaved): readonly string[] {
  return [...issuesByField(entity, issues)].flatMap(([name, found]) => {
    const other = entity.field(name);
    return name === field.name || !other ? [] : found.map((one) => wordIssue(one, other, locale));
  });
}
