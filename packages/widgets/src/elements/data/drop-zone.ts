import { html, type TemplateResult } from 'lit';
import type { dataMessages } from '../../locales/messages/data.ts';
import type { Say } from '../../locales/words.ts';

/** What a drop zone shows, and whom it tells. */
export interface DropZone {
  readonly say: Say<typeof dataMessages>;
  /** Whether something hovers over it. */
  readonly over: boolean;
  /** The name of a file that was refused; blank for none. */
  readonly refused: string;
  readonly onover: (over: boolean) => void;
  readonly onfile: (file: File) => void;
}

const TABULAR = /\.(csv|tsv|tab|txt)$/i;

/** Whether a file may be a table of text, by its name or what the browser says it is. */
export function isTable({ name, type }: { readonly name: string; readonly type: string }): boolean {
  return TABULAR.test(name) || type === 'text/csv' || type === 'text/tab-separated-values';
}

/** A place to drop a file, and a button to choose one. */
export function renderDropZone({ say, over, refused, onover, onfile }: DropZone): TemplateResult {
  const take = (file: File | undefined | null): void => {
    if (file) onfile(file);
  };
  const hover = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    onover(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    onover(false);
    take(event.dataTransfer?.files.item(0));
  };
  const choose = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    take(event.target.files?.item(0));
    // the same file may be chosen again
    event.target.value = '';
  };
  const open = (event: Event): void => {
    const zone = event.currentTarget instanceof Element ? event.currentTarget.closest('.drop') : null;
    zone?.querySelector<HTMLInputElement>('input')?.click();
  };
  return html`<div
    class=${over ? 'drop over' : 'drop'}
    part="drop"
    @dragenter=${hover}
    @dragover=${hover}
    @dragleave=${() => onover(false)}
    @drop=${drop}
  >
    <p>${say('drop')}</p>
    <button class="button primary" type="button" @click=${open}>${say('choose')}</button>
    <input type="file" accept=".csv,.tsv,.tab,.txt,text/csv" hidden @change=${choose} />
    <p class="refused" role="alert">${refused === '' ? '' : say('notCsv', { name: refused })}</p>
  </div>`;
}
