import {
  diffDays,
  type Entity,
  dateInZone,
  type Format,
  isId,
  labelIn,
  type Model,
  type Source,
  UNKNOWN,
  type Value,
} from '@sluice/core';
import { html, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Inquiry } from '../../controllers/inquiry.ts';
import { SluiceElement } from '../../element.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { timelineMessages } from '../../locales/messages/timeline.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { ago } from '../data/ago.ts';
import { LinkedRecords } from '../record/linked.ts';
import type { Values } from '../record/merge.ts';
import { type Day, daysOf, type Entry, type Line } from './entries.ts';
import { type Journal, journalIn } from './journal.ts';
import { timelineStyles } from './timeline.styles.ts';

/** Which journal is asked for. */
interface Asked {
  readonly entity: string;
  readonly id: string;
}

const DOT = svg`<circle cx="6.5" cy="6.5" r="4.5"></circle>`;

/**
 * What happened to one record, by day, the newest first: who, when, and what changed, in the words of the model: fields by their name,
 * values as people write them, moves between stages as such, values set by hand and given back to their rule.
 *
 * @tag sluice-timeline
 * @csspart base - everything
 * @csspart title - the heading
 * @csspart day - the entries of a day
 * @csspart entry - one change
 * @csspart empty - what stands there without a history
 * @csspart error - what stands there when there is no data
 */
export class SluiceTimeline extends SluiceElement {
  static override styles = [SluiceElement.styles, controlStyles, skeletonStyles, timelineStyles];

  /** The entity; that of the app when left out. */
  @property() entity = '';
  /** Which record. */
  @property({ attribute: 'record-id', reflect: true }) recordId = '';
  /** Changes shown before the reader asks for more. */
  @property({ type: Number }) limit = 50;
  /** What the element is called. */
  @property() label = '';

  @state() private extra = 0;

  private readonly linked = new LinkedRecords(() => this.requestUpdate());
  private source: Source | null = null;
  private learned: Journal | null = null;
  private readonly inquiry = new Inquiry<Asked, Journal>(
    {
      session: () => this.session,
      tongue: () => this.tongue,
      question: () => (this.about && this.recordId !== '' ? { entity: this.about.name, id: this.recordId } : null),
      changed: () => this.requestUpdate(),
      homeless: () => customElements.get('sluice-app') !== undefined,
    },
    async (source, { entity, id }) => ({ ok: true, value: await journalIn(source, entity, id), issues: [] }),
  );

  private get about(): Entity | undefined {
    return this.entity === '' ? this.session?.mainEntity : this.session?.model?.named(this.entity);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('recordId') || changed.has('entity')) {
      this.extra = 0;
      this.inquiry.answer = null;
    }
    this.inquiry.look();
    const { about, session } = this;
    const source = session?.source ?? null;
    if (source !== this.source) {
      this.linked.clear();
      this.source = source;
    }
    const { answer } = this.inquiry;
    if (!about || !source || !answer || answer === this.learned) return;
    this.learned = answer;
    for (const { before, after, actor } of answer.changes ?? []) {
      for (const values of [before, after]) if (values) this.linked.learn({ source, entity: about }, values);
      const person = personIn(source.model, actor);
      if (person) this.linked.learn({ source, entity: person.entity }, person.values);
    }
  }

  protected override render(): TemplateResult {
    const { inquiry, session, about } = this;
    const say = this.say(timelineMessages);
    const sentence = this.nothingBecause();
    const { answer, problem, loading } = inquiry;
    const life = session?.source?.freshness().state;
    if (problem) this.setState('error');
    else if (sentence !== null) this.setState('empty');
    else if (!answer) this.setState('loading');
    else this.setState(life === 'offline' ? 'offline' : loading || life === 'stale' ? 'stale' : 'ready');
    return html`<section part="base" aria-labelledby="title" aria-busy=${loading ? 'true' : 'false'}>
      <h3 class="title" part="title" id="title">${this.label || say('title')}</h3>
      ${problem ? this.renderProblem(problem, () => this.inquiry.retry()) : nothing}
      ${
        sentence !== null
          ? html`<div class="nothing" part="empty"><p>${sentence}</p></div>`
          : answer?.changes && about && session
            ? this.renderDays(about, daysOf(about, answer.changes, session.timezone))
            : problem
              ? nothing
              : this.renderLoading()
      }
    </section>`;
  }

  /** Why there is nothing to show; null while there is, or may be. */
  private nothingBecause(): string | null {
    const say = this.say(timelineMessages);
    const { answer, loading } = this.inquiry;
    if (this.session?.model && !this.about) return say('noEntity', { name: this.entity });
    if (this.recordId === '' && this.session?.model) return say('nothingChosen');
    if (!answer || (loading && answer.changes?.length === 0)) return null;
    if (answer.changes === null) return say('noJournal');
    return answer.changes.length === 0 ? say('none') : null;
  }

  private renderDays(entity: Entity, days: readonly Day[]): TemplateResult {
    const total = days.reduce((sum, { entries }) => sum + entries.length, 0);
    let left = Math.max(1, Math.trunc(this.limit) || 50) + this.extra;
    const more = total - left;
    const shown = days.flatMap((one) => {
      const entries = one.entries.slice(0, left);
      left -= entries.length;
      return entries.length > 0 ? [{ ...one, entries }] : [];
    });
    return html`${shown.map(
      ({ day, entries }) =>
        html`<section class="day" part="day" aria-labelledby=${`day-${day}`}>
          <h4 id=${`day-${day}`}><time datetime=${day}>${this.dayName(day)}</time></h4>
          <ol>
            ${entries.map((entry) => this.renderEntry(entity, entry))}
          </ol>
        </section>`,
    )}
    ${
      more > 0
        ? html`<button class="button quiet more" type="button" @click=${() => this.showMore()}>
            ${this.say(timelineMessages)('more', { count: more })}
          </button>`
        : nothing
    }`;
  }

  private renderEntry(entity: Entity, entry: Entry): TemplateResult {
    const say = this.say(timelineMessages);
    const { what, at, actor, imported, lines } = entry;
    const moved = what === 'changed' && lines.some((line) => line.what === 'moved');
    const titles = this.titles(entity, entry);
    const name = titles[actor] ?? actor;
    const list = html`<ul class="lines">
      ${lines.map((line) => this.renderLine(line, titles))}
    </ul>`;
    return html`<li class="entry ${moved ? 'moved' : what}" part="entry">
      <svg class="dot" viewBox="0 0 13 13" aria-hidden="true">${DOT}</svg>
      <div class="who">
        ${what === 'changed' && lines.length > 0 ? nothing : html`<span class="what">${say(what)}</span>`}
        <span dir="auto">${say('by', { name })}</span>
        ${imported ? html`<span class="imported">${say('imported')}</span>` : nothing}
        <span class="when"
          >${this.since(at)} · <time datetime=${at}>${this.format.instant(at)}</time></span
        >
      </div>
      ${
        what === 'changed' || lines.length === 0
          ? list
          : html`<details>
              <summary>${say('values', { count: lines.length })}</summary>
              ${list}
            </details>`
      }
    </li>`;
  }

  private renderLine({ what, field, from, to }: Line, titles: Readonly<Record<string, string>>): TemplateResult {
    const say = this.say(timelineMessages);
    const text = (value: Value): string =>
      valueText(this.format, field, value, { titles, currency: this.currencyOf(field.currencyField) });
    const words = { field: labelIn(field.label, this.tongue), from: text(from), to: text(to) };
    if (what === 'fromTo')
      return html`<li dir="auto"
        ><span><span aria-hidden="true">${say('fromTo', words)}</span><span class="spoken">${say('spokenFromTo', words)}</span></span
      ></li>`;
    return html`<li class=${what === 'moved' ? 'moved-line' : ''} dir="auto">${say(what, words)}</li>`;
  }

  private renderLoading(): TemplateResult {
    return html`<div class="waiting">
      <ol aria-hidden="true">
        ${Array.from(
          { length: 3 },
          () => html`<li class="entry"><div class="skeleton line"></div><div class="skeleton line short"></div></li>`,
        )}
      </ol>
      <span class="spoken" role="status">${this.say(figureMessages)('loading')}</span>
    </div>`;
  }

  /** The titles of what an entry speaks of: linked records, and who wrote it. */
  private titles(entity: Entity, { lines, actor }: Entry): Readonly<Record<string, string>> {
    const { source } = this;
    if (!source) return {};
    const from = Object.fromEntries(lines.map((line) => [line.field.name, line.from]));
    const to = Object.fromEntries(lines.map((line) => [line.field.name, line.to]));
    const person = personIn(source.model, actor);
    return {
      ...this.linked.titles({ source, entity }, from),
      ...this.linked.titles({ source, entity }, to),
      ...(person ? this.linked.titles({ source, entity: person.entity }, person.values) : {}),
    };
  }

  private currencyOf(name: string | undefined): string | undefined {
    const value = name === undefined ? null : (this.inquiry.answer?.record?.values[name] ?? null);
    return typeof value === 'string' ? value : undefined;
  }

  private dayName(day: string): string {
    const days = this.session ? diffDays(this.session.today, day) : -2;
    const full = this.format.date(day, 'full');
    return days === 0 || days === -1 ? `${this.format.fromToday(days)} · ${full}` : full;
  }

  /** How long ago: by the clock for what happened today, else by the days of the app. */
  private since(at: string): string {
    const { session } = this;
    if (!session) return '';
    const now = Date.now();
    const days = diffDays(session.today, dateInZone(at, session.timezone));
    const live = dateInZone(new Date(now).toISOString(), session.timezone) === session.today;
    return (live && days === 0 ? ago(at, now, this.tongue) : null) ?? this.format.fromToday(days);
  }

  private showMore(): void {
    this.extra += Math.max(1, Math.trunc(this.limit) || 50);
  }
}

/** Who wrote an entry, where the journal names a record of a user: as the value of a field that links to one. */
const personIn = (model: Model, actor: string): { readonly entity: Entity; readonly values: Values } | null => {
  if (!isId(actor)) return null;
  for (const entity of model.entities) {
    const field = entity.fields.find(({ to, unit }) => to === 'user' && unit === 'link');
    if (field) return { entity, values: { [field.name]: actor } };
  }
  return null;
};

/** A value of a journal in words; a blank as "—". */
const valueText = (
  format: Format,
  field: Line['field'],
  value: Value,
  context: Parameters<Format['field']>[2],
): string => (value === null ? UNKNOWN : format.field(field, value, context));
