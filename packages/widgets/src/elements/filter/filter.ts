import { type Cell, type Condition, type Entity, type Field, type Query, UNKNOWN } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { Part } from '../../controllers/part.ts';
import { QueryController } from '../../controllers/query.ts';
import { SluiceElement } from '../../element.ts';
import { filterMessages } from '../../locales/messages/filter.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import type { Bounds, Unread } from './bounds.ts';
import type { Choice } from './choices.ts';
import { filterStyles } from './filter.styles.ts';
import type * as Panel from './panel.ts';
import { placePopover } from './place.ts';
import { TitlesController } from './titles.ts';
import { clausesOf, fieldAt, pathLabel, valueText, type Wording } from './words.ts';

const CHEVRON = html`<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2.5 4.5L6 8l3.5-3.5" /></svg>`;
const COUNT = 'count()';

/**
 * One filter of the app: a button that opens what its field may be limited to. A list of values with how many records have each (the
 * filter itself left out), from and to for dates, least and most for numbers.
 *
 * @element sluice-filter
 * @csspart base - the button
 * @csspart panel - what it opens
 * @csspart option - one value
 * @csspart error - why there are no values
 */
export class SluiceFilter extends SluiceElement {
  static override styles: CSSResultGroup = [SluiceElement.styles, controlStyles, skeletonStyles, filterStyles];

  /** The field it limits, or a path through links (`account.sector`). */
  @property() field = '';
  /** What the button says; the field's own label when left out. */
  @property() label = '';
  /** Whether several values may be chosen. */
  @property({ type: Boolean }) multiple = false;

  @query('.opener') private readonly opener!: HTMLButtonElement | null;
  @query('.panel') private readonly panel!: HTMLElement | null;
  @query('#find') private readonly find!: HTMLInputElement | null;
  @query('#values') private readonly values!: HTMLElement | null;
  @state() private open = false;
  @state() private words = '';
  @state() private active = -1;
  /** Whether the keyboard, not the pointer, chose the active value. */
  @state() private keys = false;
  @state() private unread: Unread = {};
  /** Whether it was opened and the keyboard is not inside yet. */
  @state() private arriving = false;

  private readonly counts = new QueryController(this, () => this.ask(), { except: () => this.field });
  private readonly titles = new TitlesController(this);
  /** What it opens. */
  private readonly inner = new Part<typeof Panel>(this, () => import('./panel.ts'));
  private offered: readonly Choice[] = [];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.open = false;
    this.follow(false);
  }

  private get entity(): Entity | undefined {
    return this.session?.mainEntity;
  }

  private get shape(): Field | null {
    const { session, entity } = this;
    return session?.model && entity ? (fieldAt(session.model, entity, this.field)?.field ?? null) : null;
  }

  /** The conditions on its field. */
  private get own(): readonly Condition[] {
    return this.session?.filters.filter(({ field }) => field === this.field) ?? [];
  }

  private get chosen(): readonly Cell[] {
    return this.own.find(({ op }) => op === 'in')?.values ?? [];
  }

  private get kind(): 'values' | 'dates' | 'numbers' {
    const unit = this.shape?.unit;
    if (unit === 'date' || unit === 'instant') return 'dates';
    return unit === 'money' || unit === 'number' || unit === 'percent' ? 'numbers' : 'values';
  }

  private get wording(): Wording | null {
    const { session, entity } = this;
    if (!session?.model || !entity) return null;
    return {
      model: session.model,
      entity,
      locale: this.tongue,
      format: this.format,
      say: this.say(filterMessages),
      titleOf: (field, value) => session.shownAs(field, value) ?? this.titles.of(String(value)),
    };
  }

  private ask(): Query | null {
    const { entity, shape } = this;
    if (!this.open || !entity || !shape || this.kind !== 'values') return null;
    const ordered = shape.options.length > 0;
    return {
      entity: entity.name,
      by: [this.field],
      measures: [COUNT],
      ...(ordered ? {} : { sort: [`-${COUNT}`], top: 1000 }),
    };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { session, entity, own } = this;
    this.titles.look(session?.source ?? null, { model: session?.model ?? null, entity }, own);
    this.setState(session?.problem ? 'error' : session?.model ? 'ready' : 'loading');
  }

  protected override render(): TemplateResult | typeof nothing {
    const say = this.say(filterMessages);
    const { wording, shape, open, own } = this;
    if (!wording)
      return html`<span class="chip skeleton" part="base"><span class="spoken">${say('loading')}</span></span>`;
    if (!shape) return html`<p class="line" part="error" role="alert">${say('noField', { name: this.field })}</p>`;
    const label = this.label || pathLabel(this.field, wording);
    const summary = this.summaryOf(wording);
    return html`<button
        class=${own.length > 0 ? 'chip opener active' : 'chip opener'}
        part="base"
        type="button"
        popovertarget="panel"
        aria-haspopup="dialog"
        aria-expanded=${open ? 'true' : 'false'}
      >
        <span class="name">${summary === '' ? label : say('condition', { field: label, value: summary })}</span>${CHEVRON}
      </button>
      <div
        class="panel"
        id="panel"
        part="panel"
        popover="auto"
        role="dialog"
        aria-label=${label}
        @beforetoggle=${this.onBeforeToggle}
        @toggle=${this.onToggle}
      >
        ${open ? this.contentOf(shape, label, wording) : nothing}
        ${
          open && own.length > 0
            ? html`<button class="button quiet" type="button" @click=${this.onClear}>${say('clear')}</button>`
            : nothing
        }
      </div>`;
  }

  /** What it limits to, in short: one value or range in words, of several how many. */
  private summaryOf(wording: Wording): string {
    const { chosen, own } = this;
    if (chosen.length > 1) return this.format.number(chosen.length);
    const clauses = clausesOf(own, wording);
    return clauses.length > 1 ? this.format.number(clauses.length) : (clauses[0]?.text ?? '');
  }

  private contentOf(field: Field, label: string, wording: Wording): TemplateResult {
    const { session, entity, kind, inner } = this;
    const { content: parts } = inner;
    if (inner.problem) return this.renderProblem(inner.problem, () => void inner.want());
    if (!parts) return this.renderLoading(wording);
    if (kind === 'values' || !session || !entity) return this.valuesOf(parts, field, label, wording);
    const bounds: Bounds = {
      field,
      path: this.field,
      entity,
      filters: session.filters,
      today: session.today,
      locale: this.tongue,
      currency: session.currency,
      say: wording.say,
      set: (filters) => session.setFilters(filters),
    };
    return kind === 'dates'
      ? parts.dateBounds(bounds)
      : parts.numberBounds(bounds, this.unread, (unread) => {
          this.unread = unread;
        });
  }

  private renderLoading({ say }: Wording): TemplateResult {
    return html`<div class="skeletons" aria-busy="true">
      <span class="spoken">${say('loading')}</span>
      ${[1, 2, 3, 4, 5].map(() => html`<span class="skeleton line"></span>`)}
    </div>`;
  }

  private valuesOf(parts: typeof Panel, field: Field, label: string, wording: Wording): TemplateResult {
    const { say } = wording;
    const { counts, chosen } = this;
    if (counts.problem && !counts.answer) return this.renderProblem(counts.problem, () => counts.retry());
    const textOf = (value: Cell, title?: string): string =>
      value !== null && title !== undefined && title !== '' ? title : valueText(this.field, value, wording);
    const all = parts.choicesOf(field, counts.answer, chosen, textOf);
    if (!counts.answer && field.options.length === 0) return this.renderLoading(wording);
    const { shown, more } = parts.found(all, this.words);
    this.offered = shown;
    const { session, multiple, active, keys, words, onFind, onKey } = this;
    return parts.valueList({
      say,
      label,
      shown,
      more,
      finding: all.length > parts.FINDING,
      any: all.length > 0,
      words,
      active,
      keys,
      multiple,
      busy: counts.loading,
      countText: (count) => (count === null ? UNKNOWN : this.format.number(count)),
      isChosen: (value) => session?.isChosen(this.field, value) ?? false,
      choose: (choice) => this.choose(choice),
      onFind,
      onKey,
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (!this.open) return;
    this.place();
    this.arrive();
    this.renderRoot.querySelector('.keys .active')?.scrollIntoView({ block: 'nearest' });
  }

  /** Takes the keyboard to where a choice is made, as soon as that is there. */
  private arrive(): void {
    const { panel } = this;
    if (!this.arriving || !panel?.matches(':popover-open')) return;
    const target = this.find ?? this.values ?? panel.querySelector<HTMLElement>('input, button');
    if (!target) return;
    this.arriving = false;
    target.focus({ preventScroll: true });
  }

  private choose({ value, text }: Choice): void {
    const { session } = this;
    if (!session) return;
    const on = session.isChosen(this.field, value);
    // single choice: what was chosen before goes, and the choice is made
    const before = this.multiple ? [] : this.chosen.filter((one) => one !== value);
    if (before.length > 0 && !on)
      session.setFilters(session.filters.filter(({ field, op }) => field !== this.field || op !== 'in'));
    session.toggle(this.field, value, text);
    if (!this.multiple) this.panel?.hidePopover();
  }

  private readonly onClear = (): void => {
    const { session, entity, shape } = this;
    const { content: parts } = this.inner;
    this.unread = {};
    if (!session || !entity || !shape) return;
    // a quick range goes with what it set beside the date
    const ranges = (this.kind === 'dates' && parts?.quickRanges(shape, entity, session.today)) || [];
    const held = ranges.find((range) => parts?.isRange(range, session.filters));
    if (held && parts) session.setFilters(parts.afterPress(held, ranges, session.filters));
    else session.clearField(this.field);
    this.opener?.focus();
    this.panel?.hidePopover();
  };

  private readonly onFind = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.words = event.target.value;
    this.active = this.words.trim() === '' ? -1 : 0;
    this.keys = this.active >= 0;
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { offered, active } = this;
    const last = offered.length - 1;
    const typing = event.target === this.find;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = (place: number): void => {
      event.preventDefault();
      this.keys = true;
      this.active = Math.max(0, Math.min(last, place));
    };
    if (event.key === 'ArrowDown') to(active + 1);
    else if (event.key === 'ArrowUp') to(active - 1);
    else if (event.key === 'Home' && !typing) to(0);
    else if (event.key === 'End' && !typing) to(last);
    else if (event.key === 'Enter' || (event.key === ' ' && !typing)) {
      event.preventDefault();
      const choice = offered[active];
      if (choice) this.choose(choice);
    } else if (event.key.length === 1 && !typing) {
      // letters go to the box where there is one, else to the next value that begins with them
      if (this.find) this.find.focus();
      else {
        const begins = (one: Choice): boolean => one.text.toLowerCase().startsWith(event.key.toLowerCase());
        const next = offered.findIndex((one, at) => at > active && begins(one));
        const place = next >= 0 ? next : offered.findIndex(begins);
        if (place >= 0) to(place);
      }
    }
  };

  private readonly onBeforeToggle = (event: ToggleEvent): void => {
    if (event.newState !== 'open') return;
    void this.inner.want();
    this.words = '';
    this.active = -1;
    this.keys = false;
    this.unread = {};
    this.open = true;
  };

  private readonly onToggle = (event: ToggleEvent): void => {
    this.open = event.newState === 'open';
    this.follow(this.open);
    this.arriving = this.open;
  };

  /** Keeps the panel at its button while the page moves under it. */
  private follow(open: boolean): void {
    if (open) {
      window.addEventListener('scroll', this.place, { capture: true, passive: true });
      window.addEventListener('resize', this.place);
    } else {
      window.removeEventListener('scroll', this.place, { capture: true });
      window.removeEventListener('resize', this.place);
    }
  }

  private readonly place = (): void => {
    const { panel, opener } = this;
    if (panel?.matches(':popover-open') && opener) placePopover(panel, opener, this.rtl);
  };
}
