import { type Condition, type Entity, type ListQuery, type Rec, UNKNOWN } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ListController } from '../../controllers/list.ts';
import { SluiceElement } from '../../element.ts';
import { deadlinesMessages } from '../../locales/messages/deadlines.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { agendaStyles } from '../../styles/agenda.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { FigureElement } from '../kpi/figure.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { deadlinesStyles } from './deadlines.styles.ts';
import { daysLeft, type DueGroup, dueSpans, horizonOf } from './due.ts';

/** What `sluice-record-open` says: which record somebody wants to see. */
export interface RecordOpenDetail {
  readonly entity: string;
  readonly id: string;
}

const GROUPS: readonly DueGroup[] = ['overdue', 'week', 'later'];
const LATE = html`<svg viewBox="0 0 12 12" aria-hidden="true">
  <path d="M6 1.5 11 10.5H1zM6 5v2.2M6 9v.1"></path>
</svg>`;

/**
 * Open records by the day they are due: those that are late with the days they are late by, those of this week, those of the days
 * after. A click on one asks the page to open it.
 *
 * @tag sluice-deadlines
 * @fires {CustomEvent<RecordOpenDetail>} sluice-record-open - somebody wants to see a record; prevented, the app does not open it
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart group - late, this week, later
 * @csspart item - each record
 * @csspart late - by how many days a record is late
 * @csspart empty - what stands there when nothing is due
 * @csspart error - what stands there when there is no data
 */
export class SluiceDeadlines extends FigureElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    agendaStyles,
    deadlinesStyles,
  ];

  /** Records of each group before the reader asks for more. */
  @property({ type: Number }) limit = 20;
  /** How far ahead to look: `30`, `30d`, `6w`. */
  @property() horizon = '';

  @state() private extra: Readonly<Record<DueGroup, number>> = { overdue: 0, week: 0, later: 0 };

  private readonly lists: Readonly<Record<DueGroup, ListController>> = {
    overdue: new ListController(this, () => this.ask('overdue')),
    week: new ListController(this, () => this.ask('week')),
    later: new ListController(this, () => this.ask('later')),
  };

  private get days(): number {
    return horizonOf(this.horizon || null);
  }

  /** The records of a group, those due first in front; null where the entity knows no due date, or the horizon ends before. */
  private ask(group: DueGroup): ListQuery | null {
    const { session, subject } = this;
    const due = subject?.parts.expected;
    if (!session || !subject || due === undefined) return null;
    const spans = dueSpans(session.today, this.days);
    const filters: Condition[] = [];
    if (group === 'overdue') filters.push({ field: due, op: 'lt', values: [spans.overdue.before] });
    else {
      const span = spans[group];
      if (span === null) return null;
      filters.push({ field: due, op: 'gte', values: [span.from] }, { field: due, op: 'lte', values: [span.to] });
    }
    const where = [this.where.trim(), subject.stage ? `${subject.stage.name}.open` : ''].filter((part) => part !== '');
    return {
      entity: subject.name,
      filters,
      ...(where.length === 0 ? {} : { where: where.length === 1 ? where.join('') : `(${where[0]}) and ${where[1]}` }),
      sort: [due],
    };
  }

  private get loading(): boolean {
    return GROUPS.some((group) => this.lists[group].loading && !this.lists[group].ready);
  }

  private get total(): number {
    return GROUPS.reduce((sum, group) => sum + this.lists[group].total, 0);
  }

  protected override updated(): void {
    const problem = GROUPS.map((group) => this.lists[group].problem).find((one) => one !== null) ?? null;
    const answer = this.lists.overdue.ready ? true : null;
    this.stand({ answer, problem, loading: GROUPS.some((group) => this.lists[group].loading) }, this.total === 0);
  }

  protected override render() {
    const say = this.say(deadlinesMessages);
    const { subject } = this;
    const problem = GROUPS.map((group) => this.lists[group].problem).find((one) => one !== null);
    return html`<section class="card" part="base" aria-labelledby="title" aria-busy=${this.loading ? 'true' : 'false'}>
      <div class="head"><h3 class="title" part="title" id="title">${this.label || say('title')}</h3></div>
      ${problem ? this.renderProblem(problem, this.retry) : nothing} ${this.renderContent(subject, problem !== undefined)}
    </section>`;
  }

  private renderContent(subject: Entity | undefined, failed: boolean): TemplateResult | typeof nothing {
    const say = this.say(deadlinesMessages);
    if (this.loading) return this.renderLoading();
    if (failed && !this.lists.overdue.ready) return nothing;
    if (!subject || subject.parts.expected === undefined) return this.renderNothing(say('noDate'));
    if (this.total === 0) return this.renderNothing(say('nothing', { days: this.days }));
    return html`${GROUPS.map((group) => this.renderGroup(group, subject))}`;
  }

  private renderNothing(sentence: string): TemplateResult {
    return html`<div class="nothing" part="empty"><p>${sentence}</p></div>`;
  }

  private renderGroup(group: DueGroup, subject: Entity): TemplateResult | typeof nothing {
    const say = this.say(deadlinesMessages);
    const list = this.lists[group];
    const { total } = list;
    if (total === 0)
      return group === 'overdue' ? html`<section part="group"><p class="clear">${say('clear')}</p></section>` : nothing;
    const limit = Math.max(1, Math.trunc(this.limit) || 20);
    const shown = Math.min(total, limit + this.extra[group]);
    return html`<section class=${group} part="group" aria-labelledby=${group}>
      <h4 id=${group}>
        ${say(group, { days: this.days })} <span class="total">${this.format.number(total)}</span>
      </h4>
      <ul>
        ${list.rows(0, shown).map((record) => (record ? this.renderItem(record, subject, list.titles) : nothing))}
      </ul>
      ${
        total > limit
          ? html`<button class="button quiet more" type="button" @click=${() => this.turn(group, shown < total ? shown : 0)}>
              ${shown < total ? say('more', { count: total - shown }) : say('fewer')}
            </button>`
          : nothing
      }
    </section>`;
  }

  private renderItem({ id, values }: Rec, subject: Entity, titles: Readonly<Record<string, string>>): TemplateResult {
    const { parts, stage, title } = subject;
    const due = values[parts.expected ?? ''];
    const date = typeof due === 'string' ? due : null;
    const left = date === null || !this.session ? 0 : daysLeft(date, this.session.today);
    const amount = subject.field(parts.amount ?? '');
    const named = amount?.currencyField === undefined ? null : values[amount.currencyField];
    const currency = typeof named === 'string' ? named : undefined;
    return html`<li>
      <button class="item" part="item" type="button" @click=${() => this.open(subject.name, id)}>
        <span class="name">${this.format.field(title, values[title.name], { titles }) || UNKNOWN}</span>
        <span class="when">
          ${
            left < 0
              ? html`<span class="late" part="late">${LATE}${this.say(deadlinesMessages)('late', { count: -left })}</span>`
              : this.format.fromToday(left)
          }
        </span>
        <span class="stage">
          ${[
            ...(stage ? [this.format.field(stage, values[stage.name])] : []),
            ...(amount ? [this.format.field(amount, values[amount.name], { currency, cents: false })] : []),
          ].join(' · ')}
        </span>
        <span class="date">${this.format.date(date)}</span>
      </button>
    </li>`;
  }

  private renderLoading(): TemplateResult {
    return html`<div class="waiting">
      <div class="skeleton line head-line"></div>
      <ul aria-hidden="true">
        ${Array.from(
          { length: 5 },
          () => html`<li><div class="skeleton line"></div><div class="skeleton line short"></div></li>`,
        )}
      </ul>
      <span class="spoken" role="status">${this.say(figureMessages)('loading')}</span>
    </div>`;
  }

  private turn(group: DueGroup, extra: number): void {
    this.extra = { ...this.extra, [group]: extra };
  }

  private open(entity: string, id: string): void {
    this.emit<RecordOpenDetail>('sluice-record-open', { entity, id }, { cancelable: true });
  }

  private readonly retry = (): void => {
    for (const group of GROUPS) if (this.lists[group].problem) this.lists[group].retry();
  };
}
