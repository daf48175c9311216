import type { Condition, Entity } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { SluiceElement } from '../../element.ts';
import { filterMessages } from '../../locales/messages/filter.ts';
import { filterBarMessages } from '../../locales/messages/filter-bar.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { TitlesController } from '../filter/titles.ts';
import { clausesOf, clauseText, type Wording } from '../filter/words.ts';
import { namesIn } from '../table/columns.ts';
import { filterBarStyles } from './filter-bar.styles.ts';

/** One thing that limits what is shown, and how it is taken back. */
interface Chip {
  readonly key: string;
  readonly text: string;
  readonly remove: () => void;
}

const CROSS = html`<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2.5 2.5l7 7M9.5 2.5l-7 7" /></svg>`;
/** So many filters when the entity names none. */
const FEW = 4;

/**
 * The filters of the app in a row, with its search; under them what limits the page now, as chips that a press or Delete takes back
 * and as a sentence for screen readers.
 *
 * @element sluice-filter-bar
 * @slot - more controls, after the filters
 * @csspart base - everything
 * @csspart filters - the row of filters and search
 * @csspart chips - what limits the page now
 * @csspart chip - one of them
 * @csspart reset - the button that takes all back
 * @csspart error - why there is nothing to filter
 * @cssprop --sluice-filter-bar-offset - how far from the top of the page it stays, where it is sticky
 */
export class SluiceFilterBar extends SluiceElement {
  static override styles: CSSResultGroup = [SluiceElement.styles, controlStyles, skeletonStyles, filterBarStyles];

  /** The fields to filter by, separated by spaces; those of the entity's own view when left out. */
  @property() fields = '';
  /** Whether it stays at the top while the page is scrolled. */
  @property({ type: Boolean, reflect: true }) sticky = false;

  @query('.chips') private readonly chipList!: HTMLElement | null;
  private readonly titles = new TitlesController(this);
  /** The place of a chip that was taken back: the next one there takes the focus. */
  private removed: number | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { session } = this;
    const model = session?.model ?? null;
    this.titles.look(session?.source ?? null, { model, entity: session?.mainEntity }, session?.filters ?? []);
    this.setState(session?.problem && !model ? 'error' : model ? 'ready' : 'loading');
  }

  private namesOf(entity: Entity): readonly string[] {
    const asked = namesIn(this.fields);
    if (asked.length > 0) return asked;
    if (entity.views.filters.length > 0) return entity.views.filters;
    return entity.fields
      .filter(({ dimension }) => dimension)
      .slice(0, FEW)
      .map(({ name }) => name);
  }

  private get chips(): readonly Chip[] {
    const { session } = this;
    const entity = session?.mainEntity;
    if (!session?.model || !entity) return [];
    const say = this.say(filterBarMessages);
    const wording: Wording = {
      model: session.model,
      entity,
      locale: this.tongue,
      format: this.format,
      say: this.say(filterMessages),
      titleOf: (field, value) => session.shownAs(field, value) ?? this.titles.of(String(value)),
    };
    const without = (gone: readonly Condition[]) => () =>
      session.setFilters(session.filters.filter((one) => !gone.includes(one)));
    const clauses = clausesOf(session.filters, wording).map((clause): Chip => {
      const ops = clause.conditions.map(({ op }) => op).join('+');
      return {
        key: `${clause.field} ${ops}`,
        text: clauseText(clause, wording),
        remove: without(clause.conditions),
      };
    });
    const { search: words } = session;
    return words === ''
      ? clauses
      : [...clauses, { key: '?', text: say('search', { words }), remove: () => session.setSearch('') }];
  }

  protected override render(): TemplateResult {
    const { session, chips, app, locale } = this;
    const say = this.say(filterBarMessages);
    const entity = session?.mainEntity;
    if (session?.problem && !session.model)
      return html`<div class="base" part="base">${this.renderProblem(session.problem, () => void session.retry())}</div>`;
    return html`<div class="base" part="base">
      <div class="offered" part="filters" role="group" aria-label=${say('filters')} aria-busy=${entity ? 'false' : 'true'}>
        ${
          entity
            ? repeat(
                this.namesOf(entity),
                (name) => name,
                (name) =>
                  html`<sluice-filter multiple field=${name} app=${app || nothing} locale=${locale || nothing}></sluice-filter>`,
              )
            : [1, 2, 3, 4].map(() => html`<span class="chip waiting skeleton"></span>`)
        }
        <slot></slot>
        <sluice-search app=${app || nothing} locale=${locale || nothing}></sluice-search>
      </div>
      ${
        chips.length === 0
          ? nothing
          : html`<ul class="chips" part="chips" role="list" aria-label=${say('active')}>
              ${repeat(
                chips,
                ({ key }) => key,
                (chip, at) => this.chipOf(chip, at),
              )}
              <li>
                <button class="button quiet" part="reset" type="button" @click=${this.onReset}>${say('reset')}</button>
              </li>
            </ul>`
      }
      <p class="spoken" role="status">
        ${
          entity
            ? chips.length === 0
              ? say('all')
              : say('only', { conditions: chips.map(({ text }) => text).join('; ') })
            : ''
        }
      </p>
    </div>`;
  }

  private chipOf(chip: Chip, at: number): TemplateResult {
    const say = this.say(filterBarMessages);
    const remove = (): void => {
      this.removed = at;
      chip.remove();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Delete' && event.key !== 'Backspace') return;
      event.preventDefault();
      remove();
    };
    return html`<li>
      <button
        class="chip active"
        part="chip"
        type="button"
        title=${chip.text}
        aria-label=${say('remove', { name: chip.text })}
        @click=${remove}
        @keydown=${onKey}
      >
        <span>${chip.text}</span>${CROSS}
      </button>
    </li>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (this.removed === null) return;
    const chips = this.chipList?.querySelectorAll<HTMLElement>('.chip');
    const next = chips?.[Math.min(this.removed, chips.length - 1)];
    this.removed = null;
    if (next) next.focus();
    else this.focusFirst();
  }

  private readonly onReset = (): void => {
    this.session?.clear();
    this.focusFirst();
  };

  /** The chip or button that had the focus is gone: the keyboard goes on at the first filter. */
  private focusFirst(): void {
    const first = this.renderRoot.querySelector('sluice-filter');
    first?.shadowRoot?.querySelector<HTMLElement>('.opener')?.focus();
  }
}
