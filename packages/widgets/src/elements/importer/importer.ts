import type { Counts, Entity } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Session } from '../../controllers/session.ts';
import { problemOf, SluiceElement } from '../../element.ts';
import { importerMessages } from '../../locales/messages/importer.ts';
import type { ImportSession, UndoOutlook } from '../../sources/import-session.ts';
import { openImport } from '../../sources/open-import.ts';
import { baseStyles } from '../../styles/base.ts';
import { controlStyles } from '../../styles/controls.ts';
import { renderDrop } from './drop.ts';
import { type Event as Happening, type Flow, flow, isUnusable, needsMapping, START } from './flow.ts';
import { importerStyles } from './importer.styles.ts';
import { renderMapping } from './mapping.ts';
import { renderPlan } from './plan.ts';
import { renderFailed, renderResult, renderWriting } from './result.ts';
import { renderSettle } from './settle.ts';
import { renderUndo, renderUndone } from './undo.ts';
import { stepStyles } from './steps.styles.ts';
import { renderUnderstood } from './understand.ts';
import type { View } from './view.ts';

/** What `sluice-import-planned` says: how many rows of the file would be created, updated, left unchanged, rejected. */
export interface ImportPlanned {
  readonly counts: Counts;
}
/** What `sluice-import-done` says. */
export interface ImportFinished {
  readonly counts: Counts;
}
/** What `sluice-import-undone` says. */
export interface ImportUndone {
  readonly counts: UndoOutlook['counts'];
}

/** So many rows of a fate are shown at first, and more at a time. */
const ROWS = 25;

/**
 * Brings a file into the app's data: what was understood, which column is which field, what matches nothing, what will happen, and a
 * way back. A clean file is imported with one click; nothing is guessed, nothing is written before it was shown.
 *
 * @element sluice-importer
 * @fires {CustomEvent<ImportPlanned>} sluice-import-planned - it is known what an import would do; `detail` is `{ counts }`
 * @fires {CustomEvent<ImportFinished>} sluice-import-done - the file is imported; `detail` is `{ counts }`
 * @fires {CustomEvent<ImportUndone>} sluice-import-undone - the import was undone; `detail` is `{ counts }`
 * @csspart base - the whole
 * @csspart drop - the place to drop a file
 * @csspart understood - how the file was read
 * @csspart issues - what was doubtful about it
 * @csspart mapping - the table of columns and fields
 * @csspart counts - how many records are created, updated, unchanged, rejected
 * @csspart begin - the button that imports
 * @csspart next - the button to the next step
 * @csspart progress - how far the import is
 * @csspart cancel - the button that stops it
 * @csspart rejected - the button that downloads the rejected rows
 * @csspart undo - the button that undoes the import
 * @csspart conflict - a record that was edited after the import
 * @csspart error - what went wrong
 */
export class SluiceImporter extends SluiceElement {
  static override styles: CSSResultGroup = [baseStyles, controlStyles, importerStyles, stepStyles];

  /** The entity of the rows; that of the app when left out. */
  @property() entity = '';
  /** The entity by the word that files are called by: `deals`, `companies`. Asked where `entity` is left out. */
  @property({ attribute: 'dataset' }) rows = '';
  /** What becomes of linked names that nothing bears: asked about (`match`), or new records unless they are nearly borne (`create`). */
  @property() links: 'create' | 'match' = 'match';

  @state() private flow: Flow = START;
  @state() private over = false;
  @state() private shown: Readonly<Record<string, number>> = {};
  private importing: ImportSession | null = null;
  private running: AbortController | null = null;
  /** Counts what was asked for: of several answers the last counts. */
  private turn = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.cancel();
  }

  /** Reads a file and shows what was understood, as if it had been dropped. */
  async read(file: File): Promise<void> {
    const { session, about } = this;
    const source = session?.source;
    if (!session || !source || !about || this.flow.step === 'write') return;
    this.turn += 1;
    const { turn } = this;
    this.tell({ is: 'chosen', name: file.name, links: this.links });
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const place = { source, entity: about, moment: () => session.moment, now: () => new Date().toISOString() };
      const importing = await openImport({ bytes, type: file.type, name: file.name }, place);
      if (turn !== this.turn) return;
      this.importing = importing;
      await this.plan();
    } catch (failure) {
      if (turn === this.turn) this.tell({ is: 'failed', failure });
    }
  }

  /** Writes what the plan says. */
  async begin(): Promise<void> {
    const { importing, flow: now } = this;
    if (!importing || this.running || now.busy) return;
    const running = new AbortController();
    this.running = running;
    this.tell({ is: 'began' });
    try {
      const done = await importing.apply((progress) => this.tell({ is: 'progressed', progress }), running.signal);
      this.tell({ is: 'written', done });
      this.emit<ImportFinished>('sluice-import-done', { counts: done.counts });
    } catch (failure) {
      this.tell(running.signal.aborted ? { is: 'stopped' } : { is: 'failed', failure });
    } finally {
      this.running = null;
    }
  }

  /** Stops an import that is being written into the page; nothing of it stays. A server that was told to write does so. */
  cancel(): void {
    if (this.importing?.stoppable) this.running?.abort();
  }

  /** Undoes the import that was done last. */
  async undo(): Promise<void> {
    const { importing, flow: now } = this;
    if (!importing || now.busy) return;
    this.tell({ is: 'undoing' });
    try {
      const counts = await importing.undo({ putBack: now.putBack });
      this.tell({ is: 'undone', counts });
      this.emit<ImportUndone>('sluice-import-undone', { counts });
    } catch (failure) {
      this.tell({ is: 'failed', failure });
    }
  }

  protected override sessionChanged(_session: Session | undefined): void {
    if (this.flow.step !== 'drop') this.restart();
  }

  private get about(): Entity | undefined {
    const word = this.entity || this.rows;
    return word === '' ? this.session?.mainEntity : this.session?.model?.named(word);
  }

  private tell(event: Happening): void {
    this.flow = flow(this.flow, event);
  }

  private async plan(): Promise<void> {
    const { importing } = this;
    if (!importing) return;
    this.turn += 1;
    const { turn } = this;
    this.tell({ is: 'planning' });
    try {
      const outlook = await importing.plan(this.flow.wish);
      if (turn !== this.turn) return;
      this.tell({ is: 'planned', outlook });
      if (!isUnusable(outlook) && !needsMapping(outlook))
        this.emit<ImportPlanned>('sluice-import-planned', { counts: outlook.counts });
    } catch (failure) {
      if (turn === this.turn) this.tell({ is: 'failed', failure });
    }
  }

  private async undoPlan(): Promise<void> {
    const { importing, flow: now } = this;
    if (!importing || now.busy) return;
    this.tell({ is: 'undoing' });
    try {
      this.tell({ is: 'undoPlanned', undo: await importing.undoPlan() });
    } catch (failure) {
      this.tell({ is: 'failed', failure });
    }
  }

  private async download(): Promise<void> {
    try {
      const text = (await this.importing?.rejected()) ?? '';
      const name = `${this.flow.name.replace(/\.[^.]*$/, '')}-rejected.csv`;
      // spreadsheets know UTF-8 by the mark
      save(new File(['\ufeff', text], name, { type: 'text/csv;charset=utf-8' }));
    } catch (failure) {
      this.tell({ is: 'failed', failure });
    }
  }

  private restart(): void {
    this.turn += 1;
    this.cancel();
    this.importing = null;
    this.shown = {};
    this.tell({ is: 'began again' });
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const before: unknown = changed.get('flow');
    if (!isFlow(before) || before.step === this.flow.step) return;
    this.renderRoot.querySelector<HTMLElement>('#heading')?.focus();
  }

  protected override render(): TemplateResult {
    const { about, session } = this;
    const writable = session?.source?.writable ?? false;
    const { step, busy } = this.flow;
    this.setState(!about ? 'loading' : step === 'failed' ? 'error' : step === 'drop' ? 'empty' : 'ready');
    if (!about) return html`<div class="importer" part="base" aria-busy="true"></div>`;
    const view = this.view(about);
    return html`<div class="importer" part="base" aria-busy=${busy || step === 'write' ? 'true' : 'false'}>
      ${writable ? renderStep(view) : html`<p class="said">${view.say('readOnly')}</p>`}
      <p class="spoken" role="status">
        ${busy && step === 'drop' ? view.say('reading', { name: this.flow.name }) : nothing}
      </p>
      ${busy && step === 'drop' ? html`<p class="muted" aria-hidden="true">${view.say('reading', { name: this.flow.name })}</p>` : nothing}
    </div>`;
  }

  private view(entity: Entity): View {
    const { flow: now, format } = this;
    const { model } = this.session ?? {};
    return {
      flow: now,
      entity,
      entityNamed: (name) => model?.find(name),
      say: this.say(importerMessages),
      format,
      problem: now.failure === null ? null : problemOf(now.failure, this.tongue),
      stoppable: this.importing?.stoppable ?? false,
      over: this.over,
      shown: (fate) => this.shown[fate] ?? ROWS,
      tell: (event) => this.tell(event),
      replan: (event) => {
        this.tell(event);
        void this.plan();
      },
      do: {
        hover: (over) => {
          this.over = over;
        },
        choose: (file) => void this.read(file),
        begin: () => void this.begin(),
        cancel: () => this.cancel(),
        download: () => void this.download(),
        undoPlan: () => void this.undoPlan(),
        undo: () => void this.undo(),
        restart: () => this.restart(),
        more: (fate) => {
          this.shown = { ...this.shown, [fate]: (this.shown[fate] ?? ROWS) + ROWS };
        },
      },
    };
  }
}

const isFlow = (value: unknown): value is Flow => typeof value === 'object' && value !== null && 'step' in value;

function renderStep(view: View): TemplateResult {
  switch (view.flow.step) {
    case 'drop':
      return renderDrop(view);
    case 'understand':
      return renderUnderstood(view);
    case 'mapping':
      return renderMapping(view);
    case 'settle':
      return renderSettle(view);
    case 'plan':
      return renderPlan(view);
    case 'write':
      return renderWriting(view);
    case 'result':
      return renderResult(view);
    case 'undo':
      return renderUndo(view);
    case 'undone':
      return renderUndone(view);
    case 'failed':
      return renderFailed(view);
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
