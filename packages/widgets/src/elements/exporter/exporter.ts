import type { Entity, ListQuery } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Session } from '../../controllers/session.ts';
import { problemOf, SluiceElement } from '../../element.ts';
import { exporterMessages } from '../../locales/messages/exporter.ts';
import { baseStyles } from '../../styles/base.ts';
import { loaded } from '../../sources/failure.ts';
import { controlStyles } from '../../styles/controls.ts';
import { placePopover } from '../filter/place.ts';
import type { Collected, collect, Format as RecordFormat, Progress } from './collect.ts';
import { exporterStyles } from './exporter.styles.ts';

/** What an export may be written as; `pdf` is a report, not the records. */
const FORMATS = ['csv', 'xlsx', 'json', 'pdf'] as const;
type Format = RecordFormat | 'pdf';

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

const NAMES: Readonly<Record<Format, string>> = { csv: 'CSV', xlsx: 'Excel', json: 'JSON', pdf: 'PDF' };
const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
  pdf: 'application/pdf',
};

/**
 * A button that downloads what the filters let in, as a file that the importer reads back (CSV, Excel or JSON) or as a report (PDF). A
 * large export shows how far it is and can be cancelled; until it is complete nothing is saved.
 *
 * @element sluice-exporter
 * @slot - what the button says
 * @fires {CustomEvent<ExportReady>} sluice-export-ready - the file is complete; `detail` is `{ file, rows }`; prevented, it is not downloaded
 * @fires {CustomEvent<ExportDone>} sluice-export-done - the file was handed over; `detail` is `{ rows, name }`
 * @csspart base - the whole
 * @csspart button - the button
 * @csspart menu - the formats to choose from, where there are several
 * @csspart progress - how far it is
 * @csspart told - what came of it
 */
export class SluiceExporter extends SluiceElement {
  static override styles: CSSResultGroup = [baseStyles, controlStyles, exporterStyles];

  /** The entity; that of the app when left out. */
  @property() entity = '';
  /** Fields in order, comma-separated; all that are kept when left out. */
  @property() columns = '';
  /** How it is written: `csv`, `xlsx`, `json`, or `pdf` for a report; of several, as in `csv xlsx`, the reader chooses one. */
  @property({ attribute: 'format' }) fileFormat = 'csv';
  /** Which report a PDF is: `dashboard`, or `board` for what a board reads. */
  @property() report: 'dashboard' | 'board' = 'dashboard';
  /** What is to be reached, in major units, for a PDF. */
  @property() quota = '';
  /** Between cells; `;` for spreadsheets that expect it. */
  @property() delimiter = ',';
  /** Whether it begins with a byte order mark, by which older spreadsheets know UTF-8. */
  @property({ type: Boolean }) bom = false;
  /** Whether headings, stages and options are written in the reader's language, not as names and keys. */
  @property({ type: Boolean }) labels = false;

  @state() private progress: Progress | null = null;
  @state() private told: Told | null = null;
  @state() private open = false;
  private running: AbortController | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.cancel();
  }

  /** Collects the rows and downloads them, in the first of the formats unless another is named; false when there is nothing to download. */
  async download(format: Format = this.formats[0]): Promise<boolean> {
    const { session, about } = this;
    const source = session?.source;
    if (!source || !about || this.running) return false;
    const running = new AbortController();
    this.running = running;
    this.told = null;
    this.progress = { done: 0, total: 0 };
    const columns = this.columns.split(/[\s,]+/).filter((name) => name !== '');
    // a server that makes the file is told the day that the page speaks of
    const past = session.asOf === '' ? {} : { asOf: session.asOf };
    const list: ListQuery = { entity: about.name, ...session.selectionFor(about.name), ...past };
    const name = format === 'pdf' ? this.report : about.path;
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
      const what = { source, entity: about, list };
      const { signal } = running;
      const collected =
        format === 'pdf'
          ? await this.reported(what, session)
          : await this.collected(what, { ...writing, format }, { signal, onprogress });
      if (signal.aborted || collected.state === 'cancelled') return false;
      return this.finish(collected, `${name}-${session.today}.${format}`, format);
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

  private async collected(...collecting: Parameters<typeof collect>): Promise<Collected> {
    const { collect: all } = await loaded(import('./collect.ts'));
    return all(...collecting);
  }

  private async reported(
    what: Parameters<typeof collect>[0],
    { currency, moment }: Pick<Session, 'currency' | 'moment'>,
  ): Promise<Collected> {
    const { collectReport } = await loaded(import('./report.ts'));
    const { report: name, quota, tongue: locale } = this;
    return collectReport(what, { name, locale, currency, moment, quota, at: new Date().toISOString() });
  }

  /** Stops an export that is under way; nothing is saved. */
  cancel(): void {
    if (!this.running) return;
    this.running.abort();
    this.running = null;
    this.progress = null;
    this.told = { state: 'cancelled', text: this.say(exporterMessages)('cancelled') };
  }

  private get formats(): readonly [Format, ...Format[]] {
    const named = this.fileFormat.toLowerCase().split(/[\s,]+/);
    const [first, ...more] = FORMATS.filter((one) => named.includes(one)).toSorted(
      (a, b) => named.indexOf(a) - named.indexOf(b),
    );
    return first === undefined ? ['csv'] : [first, ...more];
  }

  private get about(): Entity | undefined {
    return this.entity === '' ? this.session?.mainEntity : this.session?.model?.named(this.entity);
  }

  protected override render(): TemplateResult {
    const say = this.say(exporterMessages);
    const { progress, session } = this;
    const can = Boolean(session?.source && this.about);
    this.setState(progress || !can ? 'loading' : this.told?.state === 'failed' ? 'error' : 'ready');
    const { formats } = this;
    const several = formats.length > 1;
    return html`<div class="exporter" part="base">
      <button
        class="button"
        part="button"
        type="button"
        title=${say('hint', { format: formats.map((one) => NAMES[one]).join(', ') })}
        aria-disabled=${progress ? 'true' : nothing}
        aria-haspopup=${several ? 'menu' : nothing}
        aria-expanded=${several ? (this.open ? 'true' : 'false') : nothing}
        popovertarget=${several && !progress ? 'formats' : nothing}
        ?disabled=${!can}
        @click=${several ? nothing : () => void this.download()}
      >
        ${DOWN}<slot>${say('title')}</slot>
      </button>
      ${several ? this.renderFormats(formats, say('title')) : nothing}
      ${progress ? this.renderProgress(progress) : nothing}
      <span class="told ${this.told?.state ?? ''}" part="told" role="status">${this.told?.text ?? ''}</span>
    </div>`;
  }

  private renderFormats(formats: readonly Format[], label: string): TemplateResult {
    return html`<div
      id="formats"
      class="formats"
      part="menu"
      role="menu"
      popover="auto"
      aria-label=${label}
      @toggle=${this.onToggle}
      @keydown=${this.onKey}
    >
      ${formats.map(
        (format) =>
          html`<button type="button" role="menuitem" tabindex="-1" @click=${() => this.choose(format)}>
            ${NAMES[format]}
          </button>`,
      )}
    </div>`;
  }

  private readonly onToggle = (event: ToggleEvent): void => {
    this.open = event.newState === 'open';
    const menu = event.currentTarget;
    const opener = this.renderRoot.querySelector<HTMLElement>('[part="button"]');
    if (!this.open || !(menu instanceof HTMLElement) || !opener) return;
    placePopover(menu, opener, getComputedStyle(this).direction === 'rtl');
    menu.querySelector('button')?.focus();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('.formats button')];
    const at = items.findIndex((one) => one === event.target);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1 + items.length,
      Home: 0,
      End: items.length - 1,
    };
    const next = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    if (next === undefined) return;
    event.preventDefault();
    items[next % items.length]?.focus();
  };

  private choose(format: Format): void {
    const menu = this.renderRoot.querySelector<HTMLElement>('.formats');
    if (menu?.matches(':popover-open')) menu.hidePopover();
    void this.download(format);
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

  private finish(
    collected: Exclude<Collected, { readonly state: 'cancelled' }>,
    name: string,
    format: Format,
  ): boolean {
    if (collected.state === 'tooMany') {
      this.told = { state: 'failed', text: this.say(exporterMessages)('tooMany', { count: collected.most }) };
      return false;
    }
    if (collected.state === 'refused') {
      this.told = { state: 'failed', text: this.failed(collected.issues) };
      return false;
    }
    const { parts, rows } = collected;
    const file = new File([...parts], name, { type: TYPES[format] });
    if (this.emit<ExportReady>('sluice-export-ready', { file, rows }, { cancelable: true })) save(file);
    const say = this.say(exporterMessages);
    this.told = {
      state: 'done',
      text: format === 'pdf' ? say('report', { name }) : say('done', { count: rows, name }),
    };
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
