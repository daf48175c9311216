import { type Field, type Issue, issue, labelIn, type Source, type Value } from '@sluice/core';
import { type CSSResultGroup, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { SluiceElement } from '../../element.ts';
import { fieldMessages } from '../../locales/messages/field.ts';
import { baseStyles } from '../../styles/base.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import type { Control } from './control.ts';
import { controlOf } from './controls.ts';
import { entryText, formValue, readEntry, type Writing } from './entry.ts';
import { fieldStyles } from './field.styles.ts';
import { LinkPicker } from './link-picker.ts';
import { looseField } from './loose-field.ts';
import { readout } from './readout.ts';
import { wordIssue } from './wording.ts';

/** Properties that describe an entry without a model. */
const DESCRIBING = ['name', 'type', 'label', 'options', 'currency', 'required'] as const;

/** An element has one set of internals: its states and its part in a form share them. */
const attached = new WeakMap<HTMLElement, ElementInternals>();

/** What `sluice-field-change` says. */
export interface FieldChange {
  readonly name: string;
  /** In memory units: minor units, basis points, ISO dates. */
  readonly value: Value;
}

/**
 * One entry of a form: label, control, hint and what is wrong with it, by the kind of a model's field (or by `type`, without a model).
 * Takes part in the form around it like a control of the browser. What is only shown (`readonly`, a computed field) is text.
 *
 * @element sluice-field
 * @slot hint - what to know before writing
 * @fires {CustomEvent<FieldChange>} sluice-field-change - an entry is complete and was understood; `detail` is `{ name, value }`, the value in memory units
 * @fires input - while it is written
 * @fires change - when an entry is complete
 * @csspart base - the control with its border
 * @csspart label - its name
 * @csspart value - what a read-only field shows
 * @csspart hint - what to know before writing
 * @csspart issue - what is wrong with the entry
 */
export class SluiceField extends SluiceElement {
  static override styles: CSSResultGroup = [baseStyles, skeletonStyles, fieldStyles];
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static readonly formAssociated = true;

  /** Its name in the form, and the field of the entity that it edits. */
  @property({ reflect: true }) name = '';
  /** The entity the field belongs to; that of the app when left out. */
  @property() entity = '';
  /** Its label, where the field of the model has another or there is none. */
  @property() label = '';
  /** The kind of value, where no model says: text note email phone url number percent money date instant flag choice tags json. */
  @property() type = '';
  /** Words to choose from for `type="choice"`, comma-separated, as `key` or `key:label`. */
  @property() options = '';
  /** ISO 4217, for `type="money"`. */
  @property() currency = 'EUR';
  /** What to know before writing. */
  @property() hint = '';
  /** Whether a blank is refused. */
  @property({ type: Boolean, reflect: true }) required = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** Shown, not to be changed. */
  @property({ type: Boolean, reflect: true, attribute: 'readonly' }) readOnly = false;
  /** IANA zone of instants; that of the app when left out. */
  @property() timezone = '';
  /** A field of a model: decides control, bounds and label. */
  @property({ attribute: false }) field: Field | null = null;
  /** Where links are looked for; that of the app when left out. */
  @property({ attribute: false }) source: Source | null = null;
  /** The titles of linked records, by id. */
  @property({ attribute: false }) titles: Readonly<Record<string, string>> = {};
  /** What a field that follows another has while nobody overrides it, in memory units. */
  @property({ attribute: false }) followed: Value = null;
  /** What others found wrong with the value: the source, the server. Gone with the next entry. */
  @property({ attribute: false }) issues: readonly Issue[] = [];

  /** The value in memory units (minor units, basis points); an attribute is read as if it had been typed. */
  get value(): Value {
    return this.given;
  }
  @property({ noAccessor: true })
  set value(value: Value) {
    if (!this.touched) this.initial = value;
    // what is already meant stays as it was typed
    if (!this.readable || JSON.stringify(value) !== JSON.stringify(this.given)) this.accept(value);
  }

  @query('#control') private readonly control!: HTMLElement | null;
  @state() private text = '';
  @state() private touched = false;
  private given: Value = null;
  private initial: Value = null;
  private found: readonly Issue[] = [];
  private formDisabled = false;
  private loose: Field | null = null;
  private shaped: Field | null = null;
  private written: Writing | null = null;
  private readonly association = this.attachInternals();
  private readonly picker = new LinkPicker(this, (value) => this.take(value));

  /** The field it edits: the one it was given, that of the app's model, or one made of its attributes; null while nobody knows. */
  get shape(): Field | null {
    return this.field ?? this.modelled ?? this.loose;
  }
  /** Whether the entry as it stands can be read: a blank can, `douze` for an amount cannot. */
  get readable(): boolean {
    return this.found.every((one) => one.severity !== 'error' || one.code === 'required');
  }
  /** The form it belongs to. */
  get form(): HTMLFormElement | null {
    return this.association.form;
  }
  get validity(): ValidityState {
    return this.association.validity;
  }
  get validationMessage(): string {
    return this.association.validationMessage;
  }
  get willValidate(): boolean {
    return this.association.willValidate;
  }
  /** Whether the entry is fine; says nothing on screen. */
  checkValidity(): boolean {
    return this.association.checkValidity();
  }
  /** Whether the entry is fine; shows what is not. */
  reportValidity(): boolean {
    this.touched = true;
    return this.association.checkValidity();
  }

  /** Takes the keyboard to the control and marks what stands there, to be typed over. */
  mark(): void {
    this.focus();
    if (this.control instanceof HTMLInputElement && this.control.type !== 'checkbox') this.control.select();
  }

  formResetCallback(): void {
    this.touched = false;
    this.issues = [];
    this.accept(this.initial);
  }
  formDisabledCallback(disabled: boolean): void {
    this.formDisabled = disabled;
    this.requestUpdate();
  }
  formStateRestoreCallback(restored: string | File | FormData | null): void {
    if (typeof restored === 'string') this.write(restored);
  }

  constructor() {
    super();
    this.addEventListener('invalid', () => {
      this.touched = true;
    });
  }

  override attachInternals(): ElementInternals {
    const internals = attached.get(this) ?? super.attachInternals();
    attached.set(this, internals);
    return internals;
  }

  private get modelled(): Field | null {
    if (this.type !== '' || this.name === '') return null;
    const entity = this.entity === '' ? this.session?.mainEntity : this.session?.model?.named(this.entity);
    return entity?.field(this.name) ?? null;
  }

  private get writing(): Writing {
    const zone = this.timezone || this.session?.timezone || new Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { locale: this.tongue, zone };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.hasUpdated || DESCRIBING.some((key) => changed.has(key))) this.loose = looseField(this);
    if (this.modelled || (this.type === '' && this.session)) this.loose = null;
    const { shape, writing } = this;
    const same = shape === this.shaped && writing.locale === this.written?.locale && writing.zone === this.written.zone;
    this.written = writing;
    if (!same) {
      const first = this.shaped === null && this.given === null;
      this.shaped = shape;
      if (first) this.initial = this.attributeValue();
      this.accept(first ? this.initial : this.given);
    }
    const source = this.source ?? this.session?.source ?? null;
    this.picker.look({ field: shape, source, titles: this.titles, value: this.given });
    this.validate();
  }

  protected override updated(): void {
    this.picker.place();
  }

  protected override render(): TemplateResult | typeof nothing {
    const field = this.shape;
    if (!field) return this.renderWithout();
    this.setState(this.given === null ? 'empty' : 'ready');
    return this.readOnly || field.formula !== undefined ? this.renderValue(field) : this.renderControl(field);
  }

  /** The shape of what is coming, or that nothing is. */
  private renderWithout(): TemplateResult | typeof nothing {
    const { session } = this;
    if (!session) return nothing;
    const problem = session.model
      ? { code: 'no_such_field', message: this.say(fieldMessages)('unknownField', { name: this.name }) }
      : session.problem;
    this.setState(problem ? 'error' : 'loading');
    return problem
      ? this.renderProblem(problem)
      : html`<div aria-busy="true">
          <span class="label">${this.label || html`<span class="skeleton line"></span>`}</span>
          <div class="skeleton waiting"></div>
        </div>`;
  }

  private renderValue(field: Field): TemplateResult {
    const value = this.given ?? (field.follows ? this.followed : null);
    const titleOf = (id: string): string | undefined => this.picker.titleOf(id);
    return html`<span class="label" id="label" part="label">${this.label || labelIn(field.label, this.tongue)}</span>
      <div class="value" part="value" role="group" aria-labelledby="label"
        >${readout({ field, value, format: this.format, titleOf })}</div
      >`;
  }

  private renderControl(field: Field): TemplateResult {
    const { locale } = this.writing;
    const say = this.say(fieldMessages);
    const issues = this.shownIssues();
    const hint = this.hint || (field.hint ? labelIn(field.hint, locale) : field.kind === 'tags' ? say('tags') : '');
    const follows = field.follows !== undefined && this.followed !== null;
    const control: Control = {
      field,
      label: this.label || labelIn(field.label, locale),
      text: this.text,
      value: this.given,
      locale,
      say,
      required: this.required || field.required,
      disabled: this.disabled || this.formDisabled,
      wrong: issues.length > 0,
      placeholder: follows ? entryText(field, this.followed, this.writing) : '',
      picker: this.picker,
      oninput: (text) => {
        this.write(text);
        this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      },
      onchange: (text) => {
        this.write(text);
        this.touched = true;
        this.tell();
      },
      onleave: () => {
        this.touched = true;
        // an entry that was understood is shown as it was understood
        if (this.found.length === 0) this.text = entryText(field, this.given, this.writing);
      },
    };
    return html`${controlOf(control)}
      <div class="hint" part="hint" id="hint" ?hidden=${issues.length > 0}>
        <slot name="hint">${hint}</slot>${follows ? this.renderFollowed(field) : nothing}
      </div>
      <p class="issue" part="issue" id="issue" ?hidden=${issues.length === 0}>${issues.join(' ')}</p>`;
  }

  private renderFollowed(field: Field): TemplateResult {
    const say = this.say(fieldMessages);
    const value = this.format.field(field, this.followed);
    if (this.given === null) return html`<span>${say('follows', { value })}</span>`;
    return html`<span>${say('overridden', { value })}</span>
      <button class="follow" type="button" ?disabled=${this.disabled || this.formDisabled} @click=${this.follow}>
        ${say('followAgain')}
      </button>`;
  }

  private readonly follow = (): void => {
    this.take(null);
    this.control?.focus();
  };

  /** The issues a reader sees: others' at once, its own after an entry was complete. */
  private shownIssues(): readonly string[] {
    const field = this.shape;
    if (!field) return [];
    const shown = this.issues.length > 0 ? this.issues : this.touched ? this.found : [];
    return shown.map((one) => wordIssue(one, field, this.tongue));
  }

  /** Takes a value from outside: property, reset. Text (an attribute) is read as if it had been typed. */
  private accept(value: Value): void {
    const field = this.shape;
    this.given = value;
    this.found = [];
    if (field) this.text = entryText(field, value, this.writing);
    this.requestUpdate('value');
  }

  /** Says that an entry is complete. */
  private tell(): void {
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
    if (this.readable) this.emit<FieldChange>('sluice-field-change', { name: this.name, value: this.given });
  }

  private attributeValue(): Value {
    const written = this.getAttribute('value');
    const field = this.shape;
    if (written === null || !field) return null;
    const read = readEntry(field, written, { ...this.writing, locale: 'en' });
    return read.ok ? read.value : null;
  }

  /** Takes what is typed. */
  private write(text: string): void {
    const field = this.shape;
    if (!field) return;
    this.issues = [];
    this.text = text;
    const read = readEntry(field, text, this.writing);
    this.found = read.ok ? [] : read.issues;
    if (read.ok) this.given = read.value;
    this.validate();
    this.requestUpdate('value');
  }

  /** Takes what was picked from a list. */
  private take(value: Value): void {
    this.issues = [];
    this.accept(value);
    this.touched = true;
    this.validate();
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    this.tell();
  }

  private validate(): void {
    const field = this.shape;
    if (!field) return;
    const blank = this.given === null || this.given === '' || (Array.isArray(this.given) && this.given.length === 0);
    const missing = (this.required || field.required) && blank && !this.readOnly;
    if (this.readable) this.found = missing ? [issue('required', [field.name])] : [];
    const [first] = [...this.issues.filter((one) => one.severity === 'error'), ...this.found];
    const flags = first === undefined ? {} : first.code === 'required' ? { valueMissing: true } : { customError: true };
    this.association.setValidity(
      flags,
      first === undefined ? '' : wordIssue(first, field, this.writing.locale),
      this.control ?? undefined,
    );
    this.association.setFormValue(formValue(field, this.name, this.given), this.text);
  }
}
