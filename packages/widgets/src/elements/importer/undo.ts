import { html, nothing, type TemplateResult } from 'lit';
import { dataMessages } from '../../locales/messages/data.ts';
import { sayIn } from '../../locales/words.ts';
import type { UndoOutlook } from '../../sources/import-session.ts';
import { isMade } from '../../sources/put-back.ts';
import { foundOf } from '../data/finding.ts';
import { fact, heading, labelOf, type View, written } from './view.ts';

type UndoRow = UndoOutlook['rows'][number];

const renderFates = ({ say, format }: View, counts: UndoOutlook['counts'], left: 'left' | 'undoConflict') =>
  html`<dl class="counts" part="counts">
    ${fact(say('undoRemove'), format.number(counts.remove))}
    ${fact(say('undoRestore'), format.number(counts.restore + counts.part))}
    ${counts.conflict > 0 ? fact(say(left), format.number(counts.conflict), 'warn') : nothing}
  </dl>`;

/** What an undo would do; records that somebody edited since with both values, to be kept or put back. */
export const renderUndo = (view: View): TemplateResult => {
  const { say, flow } = view;
  const { undo } = flow;
  if (!undo) return html``;
  const conflicts = undo.rows.filter(({ fate }) => fate === 'conflict');
  return html`${heading(say('undo'))} ${renderFates(view, undo.counts, 'undoConflict')}
    ${
      conflicts.length === 0
        ? nothing
        : html`<p>${say('conflicts', { count: conflicts.length })}</p>
            ${conflicts.map((row) => renderConflict(view, row))}`
    }
    <div class="actions">
      <button class="button primary" part="undo" type="button" ?disabled=${flow.busy} @click=${view.do.undo}>
        ${say('undo')}
      </button>
      <button class="button" type="button" @click=${() => view.tell({ is: 'went', to: 'result' })}>
        ${say('back')}
      </button>
    </div>`;
};

const renderConflict = (view: View, row: UndoRow): TemplateResult => {
  const { say, flow, format } = view;
  const entity = view.entityNamed(row.entity) ?? view.entity;
  const titles = flow.undo?.titles ?? {};
  const linked = row.issues.find(({ code }) => code === 'still_linked' || code === 'not_linked');
  // a record that the import made: there was nothing before
  const made = isMade(entity, row);
  const cells = made ? row.cells.filter(({ touched }) => touched) : row.cells;
  const choice = (putBack: boolean, words: string): TemplateResult => html`<label>
    <input
      type="radio"
      name=${`undo-${row.id}`}
      value=${putBack ? 'back' : 'keep'}
      .checked=${flow.putBack.includes(row.id) === putBack}
      @change=${() => view.tell({ is: 'decided', id: row.id, putBack })}
    />
    <span>${words}</span>
  </label>`;
  return html`<fieldset class="conflict" part="conflict">
    <legend><bdi>${row.title}</bdi></legend>
    ${
      cells.length === 0
        ? nothing
        : html`<table>
            <thead>
              <tr>
                <th scope="col">${say('field')}</th>
                <th scope="col">${say('now')}</th>
                <th scope="col">${say('formerly')}</th>
              </tr>
            </thead>
            <tbody>
              ${cells.map(
                ({ field: name, now, before }) =>
                  html`<tr>
                    <th scope="row">${labelOf(view, name, entity)}</th>
                    <td>${written(view, entity.field(name), now, titles)}</td>
                    <td>${written(view, entity.field(name), before, titles)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    ${
      linked
        ? html`<p class="reason">${foundOf(linked, format.locale, sayIn(dataMessages, format.locale)).message}</p>`
        : html`<div class="choice">${choice(false, say('keep'))}${choice(true, say(made ? 'takeOut' : 'putBack'))}</div>`
    }
  </fieldset>`;
};

/** What an undo did. */
export const renderUndone = (view: View): TemplateResult => {
  const { say, flow } = view;
  const { undone } = flow;
  if (!undone) return html``;
  return html`${heading(say('undone'))} ${renderFates(view, undone, 'left')}
    <div class="actions">
      <button class="button primary" type="button" @click=${view.do.restart}>${say('again')}</button>
    </div>`;
};
