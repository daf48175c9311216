import { labelIn } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { heading, type View } from './view.ts';

/** The place to drop a file, which is also a button to choose one. */
export const renderDrop = (view: View): TemplateResult => {
  const { say, entity, format, flow, over } = view;
  const entities = labelIn(entity.plural, format.locale);
  const take = (file: File | null | undefined): void => {
    if (file) view.do.choose(file);
  };
  const hover = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    view.do.hover(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    view.do.hover(false);
    take(event.dataTransfer?.files.item(0));
  };
  const chosen = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    take(event.target.files?.item(0));
    // the same file may be chosen again
    event.target.value = '';
  };
  const open = (event: Event): void => {
    const zone = event.currentTarget instanceof Element ? event.currentTarget.parentElement : null;
    zone?.querySelector<HTMLInputElement>('input[type="file"]')?.click();
  };
  return html`${heading(say('heading', { entities }))}
    ${flow.stopped ? html`<p class="said" role="status">${say('stopped')}</p>` : nothing}
    <button
      class=${over ? 'drop over' : 'drop'}
      part="drop"
      type="button"
      aria-disabled=${flow.busy ? 'true' : nothing}
      @click=${open}
      @dragenter=${hover}
      @dragover=${hover}
      @dragleave=${() => view.do.hover(false)}
      @drop=${drop}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 16V4M7 9l5-5 5 5M4 20h16" /></svg>
      <span>${say('drop', { entities })}</span>
      <strong>${say('choose')}</strong>
    </button>
    <input type="file" accept=".csv,.tsv,.tab,.txt,.json,.xlsx,text/csv,application/json" hidden @change=${chosen} />
    <p class="muted">${say('promise')}</p>
    ${
      view.last
        ? html`<p class="last">
            <span>${say('last', { name: view.last.name })}</span>
            <button class="button" part="back" type="button" @click=${view.do.goBack}>${say('lookAtIt')}</button>
          </p>`
        : nothing
    }`;
};
