import { labelIn } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { isUnusable } from './flow.ts';
import { renderCounts, renderRows } from './plan.ts';
import { renderSheets } from './understand.ts';
import { heading, type View } from './view.ts';

/** How far the writing is, and a way to stop it. A server that is away writes on; that is said. */
export const renderWriting = (view: View): TemplateResult => {
  const { say, flow } = view;
  const { done, of, away } = flow.progress;
  const far = of === 0 ? say('preparing') : say('progress', { done, total: of });
  const now = flow.stopping ? say('stopping') : away ? say('away') : far;
  return html`${heading(say('writing'))}
    ${flow.name === '' ? nothing : html`<p><bdi>${flow.name}</bdi></p>`}
    <progress
      part="progress"
      aria-label=${say('writing')}
      max=${of === 0 ? nothing : of}
      value=${of === 0 ? nothing : done}
    ></progress>
    <p class="muted" role="status" aria-live="polite">${now}</p>
    <div class="actions">
      <button class="button" part="cancel" type="button" ?disabled=${flow.stopping} @click=${view.do.cancel}>
        ${say('cancel')}
      </button>
    </div>`;
};

/** What was done, and the ways on: the rows that are left, another file, undo. */
export const renderResult = (view: View): TemplateResult => {
  const { say, flow } = view;
  const { done } = flow;
  if (!done) return html``;
  const { counts } = done;
  return html`${heading(say('result'))} ${renderCounts(view, counts)}
    ${
      counts.reject > 0
        ? html`<div class="actions">
              <button class="button primary" part="rejected" type="button" @click=${view.do.download}>
                ${say('download')}
              </button>
            </div>
            <p class="muted">${say('downloadNote')}</p>
            ${renderRows(view, done, ['reject'])}`
        : nothing
    }
    <div class="actions">
      <button class="button ${counts.reject > 0 ? '' : 'primary'}" type="button" @click=${view.do.restart}>
        ${say('again')}
      </button>
      ${
        counts.create + counts.update > 0
          ? html`<button class="button" part="undo" type="button" ?disabled=${flow.busy} @click=${view.do.undoPlan}>
              ${say('undo')}
            </button>`
          : nothing
      }
    </div>`;
};

/** What went wrong with the file or on the way. */
export const renderFailed = (view: View): TemplateResult => {
  const { say, problem, entity, format, flow } = view;
  const back = flow.done ? 'result' : flow.outlook && !isUnusable(flow.outlook) ? 'plan' : null;
  return html`${heading(say(flow.done ? 'undoFailed' : 'failed'))}
    <div class="problem" part="error" role="alert">
      <div>
        <p>${problem?.message ?? labelIn(entity.plural, format.locale)}</p>
        ${problem?.remedy ? html`<p>${problem.remedy}</p>` : nothing}
      </div>
    </div>
    ${back === null && flow.outlook?.sheets ? html`<dl class="facts">${renderSheets(view, flow.outlook)}</dl>` : nothing}
    <div class="actions">
      ${
        back
          ? html`<button class="button" type="button" @click=${() => view.tell({ is: 'went', to: back })}>
              ${say('back')}
            </button>`
          : nothing
      }
      <button class="button primary" type="button" @click=${view.do.restart}>${say('otherFile')}</button>
    </div>`;
};
