import type { Entity, ListQuery } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { problemOf, SluiceElement } from '../../element.ts';
import { exporterMessages } from '../../locales/messages/exporter.ts';
import { baseStyles } from '../../styles/base.ts';
import { controlStyles } from '../../styles/controls.ts';
import { type Collected, collect, type Progress } from './collect.ts';
import { exporterStyles } from './exporter.styles.ts';

/** What `sluice-export-ready` says. */
export interface ExportReady {
  readonly file: File;
  readonly rows: number;
}

/** What `sluice-export-done` says. */
export interface ExportDone {
  readonly rows: number;
  readonly name: string;
}

/** What stands beside the button. */
interface Told {
  readonly state: 'done' | 'cancelled' | 'failed';
  readonly text: string;
}

const DOWN = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11" /></svg>`;

/**
 * A button that downloads what the filters let in, as a CSV file that the importer reads back. A large export shows how far it is and
 * can be cancelled; until it is complete nothing is saved.
 *
 * @element sluice-exporter
 * @slot - what the button says
 * @fires {CustomEvent<ExportReady>} sluice-export-ready - the file is complete; `detail` is `{ file, rows }`; prevented, it is not downloaded
 * @fires {CustomEvent<ExportDone>} sluice-export-done - the file was handed over; `detail` is `{ rows, name }`
 * @csspart base - the whole
 * @csspart button - the button
 * @csspart progress - how far it is
 * @csspart told - what came of it
 */
export class SluiceExporter extends SluiceElement {
  static override styles: CSSResultGroup = [baseStyles, controlStyles, exporterStyles];

  /** The entity; that of the app when left out. */
  @property() entity = '';
  /** Fields in order, comma-separated; all that are kept when left out. */
  @property() columns = '';
  /** How it is written: `csv`. */
  @property({ attribute: 'format' }) fileFormat = 'csv';
  /** Between cells; `;` for spreadsheets that expect it. */
  @property() delimiter = ',';
  /** Whether it begins with a byte order mark, by which older spreadsheets know UTF-8. */
  @property({ type: Boolean }) bom = false;
  /** Whether headings, stages and options are written in the reader's language, not as names and keys. */
  @property({ type: Boolean }) labels = false;

  @state() private progress: Progress | null = null;
  @state() private told: Told | null = null;
  private running: AbortController | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.cancel();
  }

  /** Collects the rows and downloads them; false when there is nothing to download. */
  async download(): Promise<boolean> {
    const { session, about } = this;
    const source = session?.source;
    if (!source || !about || this.running) return false;
    const running = new AbortController();
    this.running = running;
    this.told = null;
    this.progress = { done: 0, total: 0 };
    const columns = this.columns.split(/[\s,]+/).filter((name) => name !== '');
    const list: ListQuery = { entity: about.name, ...session.selectionFor(about.name) };
    const writing = {
      columns,
      language: this.labels ? this.tongue : '',
      delimiter: this.delimiter || ',',
      mark: this.bom,
    };
    try {
      const onprogress = (progress: Progress): void => {
        if (!running.signal.aborted) this.progress = progress;
      };
      const collected = await collect({ source, entity: about, list }, writing, { signal: running.signal, onprogress });
      return collected.state !== 'cancelled' && this.finish(collected, `${about.path}-${session.today}.csv`);
    } catch (failure) {
      if (!running.signal.aborted) this.told = { state: 'failed', text: this.failed(failure) };
      return false;
    } finally {
      if (this.running === running) {
        this.running = null;
        this.progress = null;
      }
    }
  }

  /** Stops an export that is under way; nothing is saved. */
  cancel(): void {
    if (!this.running) return;
    this.running.abort();
    this.running = null;
    this.progress = null;
    this.told = { state: 'cancelled', text: this.say(exporterMessages)('cancelled') };
  }

  private get about(): Entity | undefined {
    return this.entity === '' ? this.session?.mainEntity : this.session?.model?.named(this.entity);
  }

  protected override render(): TemplateResult {
    const say = this.say(exporterMessages);
    const { progress, session } = this;
    const can = Boolean(session?.source && this.about);
    this.setState(progress || !can ? 'loading' : this.told?.state === 'failed' ? 'error' : 'ready');
    return html`<div class="exporter" part="base">
      <button
        class="button"
        part="button"
        type="button"
        title=${say('hint', { format: this.fileFormat.toUpperCase() })}
        aria-disabled=${progress ? 'true' : nothing}
        ?disabled=${!can}
        @click=${() => void this.download()}
      >
        ${DOWN}<slot>${say('title')}</slot>
      </button>
      ${progress ? this.renderProgress(progress) : nothing}
      <span class="told ${this.told?.state ?? ''}" part="told" role="status">${this.told?.text ?? ''}</span>
    </div>`;
  }

  private renderProgress({ done, total }: Progress): TemplateResult {
    const say = this.say(exporterMessages);
    const words = total === 0 ? say('working') : say('progress', { done, total });
    return html`<progress
        part="progress"
        aria-label=${say('title')}
        max=${total === 0 ? nothing : total}
        value=${total === 0 ? nothing : done}
      ></progress>
      <span class="muted">${words}</span>
      <button class="button" type="button" @click=${this.stop}>${say('cancel')}</button>`;
  }

  private readonly stop = (): void => {
    this.cancel();
    this.renderRoot.querySelector<HTMLElement>('[part="button"]')?.focus();
  };

  private failed(failure: unknown): string {
    const { code, message, remedy = '' } = problemOf(failure, this.tongue);
    return code === 'offline' || code === 'unavailable'
      ? this.say(exporterMessages)('failed')
      : `${message} ${remedy}`.trim();
  }

  private finish(collected: Exclude<Collected, { readonly state: 'cancelled' }>, name: string): boolean {
    if (collected.state === 'refused') {
      this.told = { state: 'failed', text: this.failed(collected.issues) };
      return false;
    }
    const { parts, rows } = collected;
    const file = new File([...parts], name, { type: 'text/csv;charset=utf-8' });
    if (this.emit<ExportReady>('sluice-export-ready', { file, rows }, { cancelable: true })) save(file);
    this.told = { state: 'done', text: this.say(exporterMessages)('done', { count: rows, name }) };
    this.emit<ExportDone>('sluice-export-done', { rows, name });
    return true;
  }
}

/** Hands a file to the browser's downloads. */
function save(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  // the browser reads the address after this turn
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
