import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { FileColumn } from '../../sources/import-session.ts';
import { after, columnsInOrder, needsMapping, unmatched } from './flow.ts';
import { renderIssues } from './understand.ts';
import { heading, labelOf, type View } from './view.ts';

/** The columns of the file, each with its field to choose: those that feed nothing first. */
export const renderMapping = (view: View): TemplateResult => {
  const { flow, say } = view;
  const { outlook } = flow;
  if (!outlook) return html``;
  const left = unmatched(flow).length;
  const broken = needsMapping(outlook);
  return html`${heading(say('mapping'))} ${left === 0 ? nothing : html`<p>${say('unmatched', { count: left })}</p>`}
    ${broken ? renderIssues(view, outlook.issues) : nothing}
    <table class="mapping" part="mapping">
      <thead>
        <tr>
          <th scope="col">${say('column')}</th>
          <th scope="col">${say('values')}</th>
          <th scope="col">${say('field')}</th>
          <th scope="col">${say('confidence')}</th>
        </tr>
      </thead>
      <tbody>
        ${columnsInOrder(flow).map((column) => renderColumn(view, column))}
      </tbody>
    </table>
    <div class="actions">
      <button
        class="button primary"
        part="next"
        type="button"
        ?disabled=${flow.busy || broken}
        @click=${() => view.tell({ is: 'went', to: after(flow) })}
      >
        ${say('next')}
      </button>
      <button class="button" type="button" @click=${() => view.tell({ is: 'went', to: 'understand' })}>
        ${say('back')}
      </button>
    </div>`;
};

const renderColumn = (view: View, column: FileColumn): TemplateResult => {
  const { flow, say, format } = view;
  const { header, samples, field, confidence, reason, partner } = column;
  const said = flow.wish.map[header] === '-';
  const why =
    reason === null
      ? nothing
      : html`<span>${format.percentFromRatio(confidence, 0)}</span>
          <span class="muted">${say(`reason_${reason}`, { column: partner ?? '' })}</span>`;
  return html`<tr class=${field === null && !said ? 'open' : ''}>
    <th scope="row"><bdi>${header}</bdi></th>
    <td class="samples">${samples.map((text) => html`<bdi>${text}</bdi>`)}</td>
    <td>${renderChoice(view, column, said)}</td>
    <td class="why">${why}</td>
  </tr>`;
};

const renderChoice = (view: View, { header, field, partner, reason }: FileColumn, said: boolean): TemplateResult => {
  const { entity, say } = view;
  const choose = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    view.replan({ is: 'mapped', header, field: event.target.value });
  };
  const chosen = field ?? (said ? '-' : '');
  return html`<select
    class="input"
    aria-label=${say('fieldOf', { column: header })}
    data-column=${header}
    .value=${live(chosen)}
    @change=${choose}
  >
    ${field === null && !said ? html`<option value="" selected disabled>${say('notMatched')}</option>` : nothing}
    <option value="-" ?selected=${said}>${say('leaveOut')}</option>
    ${entity.stored.map(
      ({ name }) =>
        html`<option value=${name} ?selected=${name === field}>
          ${labelOf(view, name)}${reason === 'joined' && name === field && partner !== null ? ` + ${partner}` : ''}
        </option>`,
    )}
    <option value="id" ?selected=${field === 'id'}>${say('identifier')}</option>
  </select>`;
};
