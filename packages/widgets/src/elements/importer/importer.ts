import { type Counts, type Entity, type Source, SourceError } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Session } from '../../controllers/session.ts';
import { problemOf, SluiceElement } from '../../element.ts';
import { issueWordsArriving } from '../../locales/issue-words.ts';
import { type ImportPlace, type ImportSession, LEFT, type UndoOutlook } from '../../sources/import-session.ts';
import { openImport, resumedImport } from '../../sources/open-import.ts';
import { baseStyles } from '../../styles/base.ts';
import { controlStyles } from '../../styles/controls.ts';
import { type Event as Happening, type Flow, flow, isUnusable, needsMapping, START } from './flow.ts';
import { importerStyles } from './importer.styles.ts';
import { save } from './save.ts';
import { renderStep } from './step.ts';
import { stepStyles } from './steps.styles.ts';
import type { LastImport, View } from './view.ts';
import { importerWords } from './words.ts';

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

/** What was imported last into a source, until its page goes: the way back stays open after the importer was closed. */
const lately = new WeakMap<Source, LastImport>();

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
  private file: File | null = null;
  /** The source that was looked through for an import that is under way. */
  private looked: Source | null = null;
  /** Counts what was asked for: of several answers the last counts. */
  private turn = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    // moved to another place of the page while it wrote
    if (this.importing && this.flow.step === 'write') void this.write(this.importing);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave();
  }

  /** Reads a file and shows what was understood, as if it had been dropped; `sheet` names one of a workbook. */
  async read(file: File, sheet = ''): Promise<void> {
    const { place } = this;
    if (!place || this.flow.step === 'write') return;
    this.turn += 1;
    const { turn } = this;
    this.file = file;
    this.tell(sheet === '' ? { is: 'chosen', name: file.name, links: this.links } : { is: 'sheet' });
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const content = { bytes, type: file.type, name: file.name, ...(sheet === '' ? {} : { sheet }) };
      const importing = await openImport(content, place);
      if (turn !== this.turn) return;
      this.importing?.end();
      this.importing = importing;
      await this.plan();
    } catch (failure) {
      if (turn === this.turn) this.tell({ is: 'failed', failure });
    }
  }

  /** Writes what the plan says. */
  async begin(): Promise<void> {
    if (!this.importing || this.running || this.flow.busy) return;
    this.tell({ is: 'began' });
    await this.write(this.importing);
  }

  /** Stops an import that is being written; nothing of it stays. */
  cancel(): void {
    if (!this.running) return;
    this.tell({ is: 'stopping' });
    this.running.abort();
  }

  /** Undoes the import that was done last. */
  async undo(): Promise<void> {
    const { importing, flow: now } = this;
    if (!importing || now.busy) return;
    this.tell({ is: 'undoing' });
    try {
      const counts = await importing.undo({ putBack: now.putBack });
      this.remember(null);
      this.tell({ is: 'undone', counts });
      this.emit<ImportUndone>('sluice-import-undone', { counts });
    } catch (failure) {
      this.tell({ is: 'failed', failure });
    }
  }

  protected override sessionChanged(_session: Session | undefined): void {
    if (this.flow.step !== 'drop') this.restart();
  }

  /** Follows an import to its end. */
  private async write(importing: ImportSession): Promise<void> {
    const running = new AbortController();
    const { signal } = running;
    this.running = running;
    const left = (): boolean => signal.reason === LEFT;
    try {
      const done = await importing.apply((progress) => {
        if (!left()) this.tell({ is: 'progressed', progress });
      }, signal);
      this.remember({ name: this.flow.name, importing, done });
      if (left()) return;
      this.tell({ is: 'written', done });
      this.emit<ImportFinished>('sluice-import-done', { counts: done.counts });
    } catch (failure) {
      if (left()) return;
      const code = failure instanceof SourceError ? failure.code : '';
      if (signal.aborted || code === 'stopped') this.tell({ is: 'stopped' });
      else if (code === 'plan_changed' && this.flow.outlook) {
        this.tell({ is: 'outdated' });
        await this.plan();
      } else this.tell({ is: 'failed', failure });
    } finally {
      if (this.running === running) this.running = null;
    }
  }

  private remember(last: LastImport | null): void {
    const source = this.session?.source;
    if (source && last) lately.set(source, last);
    else if (source) lately.delete(source);
  }

  /** Goes back to what was imported last. */
  private goBack(): void {
    const last = this.session?.source ? lately.get(this.session.source) : undefined;
    if (!last) return;
    this.turn += 1;
    this.importing = last.importing;
    this.tell({ is: 'returned', name: last.name, done: last.done });
  }

  /** Goes on with an import that this tab left under way on a server. */
  private async resume(): Promise<void> {
    const { place, turn } = this;
    const found = place ? await resumedImport(place) : null;
    if (!found || turn !== this.turn || !this.isConnected) return;
    this.turn += 1;
    this.importing = found.importing;
    this.tell({ is: 'resumed', name: found.name });
    await this.write(found.importing);
  }

  /** Leaves an import alone: one that is written into the page is stopped, a server writes on. */
  private leave(): void {
    this.running?.abort(LEFT);
    this.running = null;
    this.importing?.end();
  }

  private get place(): ImportPlace | null {
    const { session, about } = this;
    const source = session?.source;
    if (!session || !source || !about) return null;
    return { source, entity: about, moment: () => session.moment, now: () => new Date().toISOString() };
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
      const [outlook] = await Promise.all([importing.plan(this.flow.wish), issueWordsArriving()]);
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
    this.leave();
    this.importing = null;
    this.file = null;
    this.shown = {};
    this.tell({ is: 'began again' });
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const source = this.session?.source ?? null;
    if (source === this.looked || !this.about) return;
    this.looked = source;
    if (this.flow === START) void this.resume();
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
      say: this.say(importerWords),
      format,
      problem: now.failure === null ? null : problemOf(now.failure, this.tongue),
      over: this.over,
      last: (this.session?.source && lately.get(this.session.source)) ?? null,
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
        chooseSheet: (name) => {
          if (this.file) void this.read(this.file, name);
        },
        goBack: () => this.goBack(),
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
