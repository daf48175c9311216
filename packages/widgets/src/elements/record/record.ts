import { type Entity, labelIn, type Model, type Rec, SourceError } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { type Problem, problemOf, SluiceElement } from '../../element.ts';
import { recordMessages } from '../../locales/messages/record.ts';
import { baseStyles } from '../../styles/base.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { SluiceField } from '../field/field.ts';
import { type Choices, renderConflict } from './conflict.ts';
import type { Deed } from './conversion.ts';
import { mayDoIn, onTheWire } from './draft.ts';
import { RecordEditor } from './editor.ts';
import type { RecordConverted, RecordMode, RecordRemoved, RecordSaved } from './events.ts';
import { renderFields, renderShape } from './fields.ts';
import { issuesByField } from './issues.ts';
import { commandOf } from './keys.ts';
import type { Values } from './merge.ts';
import { renderButtons, renderFindings, renderQuestion, renderRefusal, renderSaid } from './notes.ts';
import { recordStyles } from './record.styles.ts';
import { Shapes } from './shapes.ts';
import type { Outcome } from './subject.ts';

/**
 * One record as a form: read, edited, created, deleted, each with a way back. Two people who edit the same record lose nothing: what
 * they changed differently is shown side by side.
 *
 * @element sluice-record
 * @fires {CustomEvent<RecordSaved>} sluice-record-saved - it was stored; `detail` is `{ entity, id, created, values }`, the values as on the wire
 * @fires {CustomEvent<RecordRemoved>} sluice-record-removed - it was deleted; `detail` is `{ entity, id }`
 * @fires {CustomEvent<RecordConverted>} sluice-record-converted - records were made of it; `detail` is `{ entity, id, made: [{ entity, id }] }`
 * @fires {CustomEvent} sluice-record-cancel - the entries were let go
 * @csspart base - the form
 * @csspart title - what the record is called
 * @csspart fields - the grid of its fields
 * @csspart said - what was just done, with the way back
 * @csspart conflict - two edits side by side
 * @csspart findings - what the rules say of it
 * @csspart footer - the buttons
 * @csspart error - what went wrong
 */
export class SluiceRecord extends SluiceElement {
  static override styles: CSSResultGroup = [baseStyles, controlStyles, skeletonStyles, recordStyles];

  /** The entity; that of the app when left out. */
  @property() entity = '';
  /** Which record. */
  @property({ attribute: 'record-id', reflect: true }) recordId = '';
  /** Whether it is read, edited or new. */
  @property({ reflect: true }) mode: RecordMode = 'view';
  /** What a new record begins with, in memory units. */
  @property({ attribute: false }) draft: Values = {};

  @state() private asking = false;
  @state() private unfit = 0;
  @state() private choices: Choices = {};
  /** Where the focus goes once this is drawn. */
  private next: 'field' | 'issue' | 'edit' | 'keep' | 'conflict' | 'problem' | 'undo' | null = null;
  private readonly shapes = new Shapes();
  /** Grows when entries are let go: the fields begin anew. */
  private round = 0;
  private readonly editor = new RecordEditor({
    changed: () => this.requestUpdate(),
    stored: (record) => this.stored(record),
    removed: (id) => this.removed(id),
    converted: ({ id }, made) =>
      this.emit<RecordConverted>('sluice-record-converted', { entity: this.about?.name ?? '', id, made }),
    unmade: (id) => {
      this.recordId = '';
      this.mode = 'new';
      this.removed(id);
    },
  });

  /** Begins to edit. */
  edit(): void {
    if (!this.may('change')) return;
    this.mode = 'edit';
    this.next = 'field';
  }

  /** Stores the entries; false when something keeps them from it. */
  async save(): Promise<boolean> {
    if (this.standing === 'view' || this.editor.busy) return false;
    const fields = [...this.renderRoot.querySelectorAll<SluiceField>('sluice-field')];
    const unfit = fields.filter((field) => !field.reportValidity() && (!field.readable || field.validity.valueMissing));
    this.unfit = unfit.length;
    if (unfit.length > 0) {
      unfit[0]?.focus();
      return false;
    }
    const edited = this.mode === 'edit';
    // what was asked for stands there at once; should it be refused, the form comes back with every entry
    const written = this.editor.save();
    if (edited) this.mode = 'view';
    return this.land(await written, edited ? 'edit' : 'new');
  }

  /** Lets the entries go. */
  cancel(): void {
    this.editor.cancel();
    this.unfit = 0;
    this.round += 1;
    if (this.mode === 'edit') {
      this.mode = 'view';
      this.next = 'edit';
    }
    this.emit('sluice-record-cancel', {});
  }

  private async do(deed: Deed): Promise<void> {
    this.land(await this.editor.do(deed), 'view');
  }

  /** Takes the last save or deletion back. */
  async undo(): Promise<boolean> {
    return this.land(await this.editor.undo(), this.mode);
  }

  private get about(): Entity | undefined {
    return this.entity === '' ? this.session?.mainEntity : this.session?.model?.named(this.entity);
  }
  private may(action: 'create' | 'change' | 'remove'): boolean {
    return this.about !== undefined && mayDoIn(this.session?.source, action, this.about);
  }
  /** The mode, as far as the reader may. */
  private get standing(): RecordMode {
    return this.mode === 'view' || this.may(this.mode === 'new' ? 'create' : 'change') ? this.mode : 'view';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { session, about } = this;
    const source = session?.source;
    if (changed.has('recordId') || changed.has('entity')) this.asking = false;
    const id = this.mode === 'new' ? '' : this.recordId;
    if (!session || !source || !about || (id === '' && this.mode !== 'new')) return;
    const { moment, dataRevision: revision } = session;
    const editing = this.mode === 'edit' || this.editor.clash !== null;
    this.editor.look({ source, entity: about, id, draft: this.draft, moment, revision, editing });
  }

  protected override updated(): void {
    const where = this.next;
    if (where === null || this.editor.busy) return;
    const selector = {
      field: 'sluice-field:not([readonly])',
      issue: '.wrong',
      edit: '.edit',
      keep: '.keep',
      conflict: '.conflict',
      problem: '.problem',
      undo: '.undo',
    }[where];
    const found = this.renderRoot.querySelector<HTMLElement>(selector);
    if (!found) return;
    this.next = null;
    found.focus();
  }

  protected override render(): TemplateResult {
    const say = this.say(recordMessages);
    const { session, about, editor } = this;
    const none = this.mode !== 'new' && this.recordId === '';
    const problem = this.problem();
    this.setState(problem ? 'error' : none ? 'empty' : editor.phase === 'ready' && about ? 'ready' : 'loading');
    if (problem) return this.renderProblem(problem, () => (session?.source ? editor.retry() : void session?.retry()));
    if (none && !editor.gone) return html`<p class="empty" part="empty">${say('nothingChosen')}</p>`;
    if (!session?.model || !about || editor.phase === 'loading') return this.renderSkeleton(about);
    return this.renderForm(session.model, about);
  }

  /** Why nothing can be shown. */
  private problem(): Problem | null {
    const { session, editor, tongue } = this;
    const say = this.say(recordMessages);
    if (!session) {
      const homeless = customElements.get('sluice-app') !== undefined;
      return homeless ? problemOf(new SourceError('no_app', 'There is no app.', ''), tongue) : null;
    }
    if (!session.source) return session.problem;
    if (this.mode === 'new' && this.about && !this.may('create'))
      return { code: 'read_only', message: say('readOnly') };
    if (editor.phase === 'missing') return { code: 'missing', message: say('missing') };
    return editor.phase === 'failed' ? problemOf(editor.failure, tongue) : null;
  }

  private renderSkeleton(entity: Entity | undefined): TemplateResult {
    return html`<div aria-busy="true">
      <span class="spoken" role="status">${this.say(recordMessages)('loading')}</span>
      ${renderShape(entity?.views.form ?? [['a'], ['b', 'c'], ['d', 'e']])}
    </div>`;
  }

  private renderForm(model: Model, entity: Entity): TemplateResult {
    const { editor, session, standing, tongue } = this;
    const say = this.say(recordMessages);
    const editing = standing !== 'view' && !editor.gone;
    const { values, followed, findings } = editor.preview();
    const shown = editing || editor.busy ? values : (editor.record?.values ?? values);
    const title = this.titleOf(entity, shown);
    return html`<form
      part="base"
      novalidate
      aria-labelledby="title"
      aria-busy=${editor.busy ? 'true' : 'false'}
      @submit=${this.submit}
      @keydown=${this.key}
      @input=${this.entered}
    >
      <h2 id="title" part="title">
        ${this.mode === 'new' ? say('added', { entity: labelIn(entity.label, this.tongue) }) : title}
      </h2>
      ${renderSaid(say, { said: editor.said, busy: editor.busy, undo: editor.undoable ? () => void this.undo() : null })}
      ${renderRefusal(say, { model, entity, locale: tongue, issues: editor.issues, unfit: this.unfit, failure: editor.failure })}
      ${
        editor.gone
          ? nothing
          : editor.clash
            ? renderConflict({
                entity,
                merge: editor.clash.merge,
                choices: this.choices,
                titles: editor.titles,
                format: this.format,
                say,
                onchoose: (field, side) => {
                  this.choices = { ...this.choices, [field]: side };
                },
              })
            : keyed(
                this.round,
                renderFields({
                  entity,
                  source: session?.source ?? null,
                  locale: this.tongue,
                  editing,
                  busy: editor.busy,
                  entries: editor.entries,
                  shown,
                  followed,
                  titles: editor.titles,
                  issues: issuesByField(entity, editor.issues),
                  shapeOf: (field) => this.shapes.of(field, shown, this.mode === 'new'),
                }),
              )
      }
      ${
        findings.length === 0 || editor.gone || (this.mode === 'new' && !editor.dirty)
          ? nothing
          : renderFindings(say, findings, tongue)
      }
      ${editor.gone ? nothing : this.renderFooter(title)}
    </form>`;
  }

  private renderFooter(title: string): TemplateResult {
    const say = this.say(recordMessages);
    const { editor, standing } = this;
    const [edit, remove] = [this.may('change'), this.may('remove')];
    if (!edit && !remove && this.mode !== 'new')
      return html`<footer part="footer"><span class="muted">${say('readOnly')}</span></footer>`;
    if (this.asking) return renderQuestion(say, { title, remove: this.discard, keep: this.keep });
    return renderButtons({
      say,
      state: editor.clash ? 'clash' : standing,
      busy: editor.busy,
      edit: edit ? () => this.edit() : null,
      cancel: () => this.cancel(),
      remove: remove ? this.ask : null,
      deeds:
        edit && (standing === 'view' || (standing === 'edit' && !editor.dirty)) && !editor.clash
          ? editor.deeds(this.tongue)
          : [],
      do: (deed) => void this.do(deed),
    });
  }

  private titleOf(entity: Entity, values: Values): string {
    const value = values[entity.title.name];
    return typeof value === 'string' && value !== '' ? value : labelIn(entity.label, this.tongue);
  }

  private readonly ask = (): void => {
    this.asking = true;
    this.next = 'keep';
  };

  private readonly keep = (): void => {
    this.asking = false;
    this.next = 'edit';
  };

  private readonly discard = (): void => {
    this.asking = false;
    const act = async (): Promise<void> => {
      this.land(await this.editor.remove(), 'view');
    };
    void act();
  };

  private readonly submit = (event: Event): void => {
    event.preventDefault();
    void this.finish();
  };

  /** Stores what is on screen: the entries, or what was decided about two edits. */
  private async finish(): Promise<void> {
    if (this.editor.clash) this.land(await this.editor.resolve(this.choices), 'edit');
    else await this.save();
  }

  private readonly key = (event: KeyboardEvent): void => {
    const command = commandOf(event);
    if (command === 'store' && (this.standing !== 'view' || this.editor.clash)) {
      event.preventDefault();
      void this.finish();
    } else if (command === 'undo' && this.editor.undoable) {
      event.preventDefault();
      void this.undo();
    }
  };

  private readonly entered = (event: Event): void => {
    const field = event.target;
    if (!(field instanceof SluiceField)) return;
    this.unfit = 0;
    if (field.readable) this.editor.enter(field.name, field.value);
  };

  private removed(id: string): void {
    this.emit<RecordRemoved>('sluice-record-removed', { entity: this.about?.name ?? '', id });
  }

  private stored(record: Rec): void {
    const entity = this.about;
    const created = record.id !== this.recordId;
    this.recordId = record.id;
    this.mode = 'view';
    if (!entity) return;
    const values = onTheWire(entity, record.values);
    this.emit<RecordSaved>('sluice-record-saved', { entity: entity.name, id: record.id, created, values });
  }

  /** Where a write leads: on, or back to the form with everything that was entered. */
  private land(outcome: Outcome, mode: RecordMode): boolean {
    const { editor } = this;
    const done = outcome === 'done' || outcome === 'same';
    if (done) this.next = editor.gone || this.mode === 'new' ? 'undo' : 'edit';
    else {
      if (editor.clash || outcome !== 'conflict') this.mode = mode;
      this.choices = {};
      const entity = this.about;
      const atField = entity !== undefined && issuesByField(entity, editor.issues).size > 0;
      this.next = editor.clash ? 'conflict' : outcome === 'conflict' ? 'edit' : atField ? 'issue' : 'problem';
    }
    this.requestUpdate();
    return done;
  }
}
