import { type Entity, isId, labelIn, type Rec, UNKNOWN } from '@sluice/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { ListController } from '../../controllers/list.ts';
import { SluiceElement } from '../../element.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { tasksMessages } from '../../locales/messages/tasks.ts';
import { problemOf } from '../../problem.ts';
import { agendaStyles } from '../../styles/agenda.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import type { RecordOpenDetail } from '../deadlines/deadlines.ts';
import { daysLeft } from '../deadlines/due.ts';
import { FigureElement } from '../kpi/figure.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { tasksStyles } from './tasks.styles.ts';
import {
  act,
  draftOf,
  personOf,
  TASK_GROUPS,
  type TaskGroup,
  type TaskParts,
  taskPartsOf,
  tasksOf,
  type TaskView,
} from './work.ts';

/** What `sluice-task-complete` says: which task somebody ticked off. */
export interface TaskCompleteDetail {
  readonly entity: string;
  readonly id: string;
}

/** The title of what a link leads to. */
const titleAt = (titles: Readonly<Record<string, string>>, id: unknown): string | undefined =>
  typeof id === 'string' ? titles[id] : undefined;

/**
 * What is to be done, the late first: one's own tasks or everybody's, also those about one record. Each is ticked off, and taken back, by
 * mouse and by keyboard; a new one takes a title and, if there is one, a day.
 *
 * @tag sluice-tasks
 * @fires {CustomEvent<RecordOpenDetail>} sluice-record-open - somebody wants to see a task; prevented, the app does not open it
 * @fires {CustomEvent<TaskCompleteDetail>} sluice-task-complete - somebody ticks a task off; prevented, it stays as it is
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart group - late, today, later, without a day
 * @csspart item - each task
 * @csspart late - by how many days a task is late
 * @csspart form - where a new task is written
 * @csspart empty - what stands there when there is nothing to do
 * @csspart error - what stands there when there is no data
 */
export class SluiceTasks extends FigureElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    agendaStyles,
    tasksStyles,
  ];

  /** The entity of the tasks. */
  @property() override entity = 'task';
  /** Tasks of each group before the reader asks for more. */
  @property({ type: Number }) limit = 20;
  /** Whose tasks are "mine": an e-mail address; that of whoever signed in when left out. */
  @property() person = '';
  /** Only tasks about one record: a link of the task, with `record-id`. New tasks are about it too. */
  @property() about = '';
  /** The id of the record that the tasks are about. */
  @property({ attribute: 'record-id' }) recordId = '';
  /** Leaves out the line for a new task. */
  @property({ type: Boolean, attribute: 'no-add' }) noAdd = false;

  @state() private all = false;
  @state() private extra: Readonly<Partial<Record<TaskGroup, number>>> = {};
  /** Tasks on their way to be done. */
  @state() private busy: ReadonlySet<string> = new Set();
  @state() private done: { readonly id: string; readonly title: string } | null = null;
  @state() private fault = '';
  @state() private adding = false;
  /** Where the focus goes when the task that had it is gone: a place among the tasks. */
  private goal: number | null = null;

  @query('form input') private readonly titleInput!: HTMLInputElement | null;
  @query('form .day') private readonly dayInput!: HTMLInputElement | null;

  private readonly lists: Readonly<Record<TaskGroup, ListController>> = {
    overdue: new ListController(this, () => this.ask('overdue')),
    today: new ListController(this, () => this.ask('today')),
    later: new ListController(this, () => this.ask('later')),
    undated: new ListController(this, () => this.ask('undated')),
  };

  /** The e-mail address of whoever reads, blank where nobody knows. */
  private get self(): string {
    if (this.person) return this.person;
    const source = this.session?.source;
    const about: unknown = source && 'about' in source ? source.about : null;
    const actor = typeof about === 'object' && about !== null && 'actor' in about ? about.actor : '';
    return typeof actor === 'string' && actor.includes('@') ? actor : '';
  }

  private get parts(): TaskParts | null {
    return taskPartsOf(this.subject);
  }

  private get view(): TaskView {
    const { about: link, recordId: id } = this;
    const about = link !== '' && isId(id) ? { link, id } : null;
    const person = this.all ? '' : this.self;
    return { today: this.session?.today ?? '', person, about, where: this.where };
  }

  private ask(group: TaskGroup) {
    const { parts } = this;
    return this.session && parts ? tasksOf(parts, group, this.view) : null;
  }

  private get loading(): boolean {
    return TASK_GROUPS.some((group) => this.lists[group].loading && !this.lists[group].ready);
  }

  private get total(): number {
    return TASK_GROUPS.reduce((sum, group) => sum + this.lists[group].total, 0);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const problem = TASK_GROUPS.map((group) => this.lists[group].problem).find((one) => one !== null) ?? null;
    const answer = this.lists.overdue.ready ? true : null;
    this.stand({ answer, problem, loading: TASK_GROUPS.some((group) => this.lists[group].loading) }, this.total === 0);
    if (this.goal !== null && this.busy.size === 0 && !this.shadowRoot?.activeElement) {
      const checks = this.renderRoot.querySelectorAll<HTMLInputElement>('.check input');
      const next = checks[Math.min(this.goal, checks.length - 1)] ?? this.titleInput;
      next?.focus();
      this.goal = null;
    }
  }

  protected override render() {
    const say = this.say(tasksMessages);
    const { parts } = this;
    const problem = TASK_GROUPS.map((group) => this.lists[group].problem).find((one) => one !== null);
    return html`<section class="card" part="base" aria-labelledby="title" aria-busy=${this.loading ? 'true' : 'false'}>
      <div class="head">
        <h3 class="title" part="title" id="title">${this.label || say('title')}</h3>
        ${this.self !== '' && parts?.owner ? this.renderWhose() : nothing}
      </div>
      ${problem ? this.renderProblem(problem, this.retry) : nothing}
      ${parts && !this.noAdd && this.session?.source?.writable ? this.renderForm(parts) : nothing}
      <div role="status">
        ${
          this.done
            ? html`<p class="done">
                <span>${say('completed', { title: this.done.title })}</span>
                <button class="button quiet undo" type="button" @click=${this.undo}>${say('undo')}</button>
              </p>`
            : nothing
        }
      </div>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      ${this.renderContent(problem !== undefined)}
    </section>`;
  }

  private renderWhose(): TemplateResult {
    const say = this.say(tasksMessages);
    const chip = (all: boolean) =>
      html`<button
        class="chip"
        type="button"
        aria-pressed=${this.all === all ? 'true' : 'false'}
        @click=${() => {
          this.all = all;
          this.extra = {};
        }}
      >
        ${say(all ? 'everybodys' : 'mine')}
      </button>`;
    return html`<div class="whose" role="group" aria-label=${say('whose')}>${chip(false)}${chip(true)}</div>`;
  }

  private renderForm({ entity, due }: TaskParts): TemplateResult {
    const say = this.say(tasksMessages);
    return html`<form part="form" @submit=${this.add}>
      <input
        class="input"
        type="text"
        required
        autocomplete="off"
        maxlength=${entity.title.max ?? 255}
        aria-label=${say('newTask')}
        placeholder=${say('newTask')}
      />
      <input class="input day" type="date" aria-label=${labelIn(due.label, this.tongue) || say('due')} />
      <button class="button" type="submit" ?disabled=${this.adding}>${say('add')}</button>
    </form>`;
  }

  private renderContent(failed: boolean): TemplateResult | typeof nothing {
    const say = this.say(tasksMessages);
    const { parts } = this;
    if (this.loading || !this.session?.model) return failed ? nothing : this.renderLoading();
    if (!parts) return this.renderNothing(say('noTasks'));
    if (failed && !this.lists.overdue.ready) return nothing;
    if (this.total === 0) return this.renderNothing(say('nothing'));
    return html`${TASK_GROUPS.map((group) => this.renderGroup(group, parts))}`;
  }

  private renderNothing(sentence: string): TemplateResult {
    return html`<div class="nothing" part="empty"><p>${sentence}</p></div>`;
  }

  private renderGroup(group: TaskGroup, parts: TaskParts): TemplateResult | typeof nothing {
    const say = this.say(tasksMessages);
    const list = this.lists[group];
    const { total } = list;
    if (total === 0) return nothing;
    const limit = Math.max(1, Math.trunc(this.limit) || 20);
    const shown = Math.min(total, limit + (this.extra[group] ?? 0));
    return html`<section class=${group} part="group" aria-labelledby=${group}>
      <h4 id=${group}>${say(group)} <span class="total">${this.format.number(total)}</span></h4>
      <ul>
        ${list.rows(0, shown).map((record) => (record ? this.renderItem(record, parts, list.titles) : nothing))}
      </ul>
      ${
        total > shown
          ? html`<button
              class="button quiet more"
              type="button"
              @click=${() => {
                this.extra = { ...this.extra, [group]: shown };
              }}
            >
              ${say('more', { count: total - shown })}
            </button>`
          : nothing
      }
    </section>`;
  }

  private renderItem(
    { id, values }: Rec,
    { entity, due, owner }: TaskParts,
    titles: Readonly<Record<string, string>>,
  ): TemplateResult {
    const say = this.say(tasksMessages);
    const title = this.format.field(entity.title, values[entity.title.name], { titles }) || UNKNOWN;
    const day = values[due.name];
    const date = typeof day === 'string' ? day : null;
    const left = date === null || !this.session ? 0 : daysLeft(date, this.session.today);
    const said = [
      ...this.subjectsOf(entity, values, titles),
      ...(this.all && owner ? [titleAt(titles, values[owner.name])] : []),
    ];
    const about = said.filter((one) => one !== undefined && one !== '').join(' · ');
    return html`<li>
      <label class="check">
        <input
          type="checkbox"
          aria-label=${say('complete', { title })}
          .checked=${this.busy.has(id)}
          ?disabled=${this.busy.has(id) || this.session?.source?.writable !== true}
          @change=${(event: Event) => this.complete(event, id, title)}
        />
      </label>
      <button class="item" part="item" type="button" @click=${() => this.open(entity.name, id)}>
        <span class="name">${title}</span>
        ${about === '' ? nothing : html`<span class="about">${about}</span>`}
      </button>
      <span class="when">
        ${
          left < 0
            ? html`<span class="late" part="late">${say('late', { count: -left })}</span>`
            : date === null
              ? nothing
              : left === 0
                ? say('today')
                : this.format.date(date)
        }
      </span>
    </li>`;
  }

  /** The titles of what a task is about. */
  private subjectsOf(entity: Entity, values: Rec['values'], titles: Readonly<Record<string, string>>) {
    return entity.about.filter((link) => link !== this.about).map((link) => titleAt(titles, values[link]));
  }

  private renderLoading(): TemplateResult {
    return html`<div class="waiting">
      <ul aria-hidden="true">
        ${Array.from(
          { length: 5 },
          () => html`<li><div class="skeleton line"></div><div class="skeleton line short"></div></li>`,
        )}
      </ul>
      <span class="spoken" role="status">${this.say(figureMessages)('loading')}</span>
    </div>`;
  }

  private readonly complete = async (event: Event, id: string, title: string): Promise<void> => {
    const { parts } = this;
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || !parts) return;
    const detail = { entity: parts.entity.name, id };
    if (!this.emit<TaskCompleteDetail>('sluice-task-complete', detail, { cancelable: true })) {
      box.checked = false;
      return;
    }
    const checks = [...this.renderRoot.querySelectorAll('.check input')];
    const place = checks.indexOf(box);
    const focused = this.shadowRoot?.activeElement === box;
    if (!(await this.run(parts, 'complete', id))) {
      box.checked = false;
      return;
    }
    this.done = { id, title };
    this.goal = focused ? Math.max(0, place) : null;
  };

  private readonly undo = async (): Promise<void> => {
    const { parts, done } = this;
    if (!parts || !done) return;
    if (await this.run(parts, 'reopen', done.id)) this.done = null;
  };

  /** Does something to a task; says so when it was refused. */
  private async run(parts: TaskParts, word: 'complete' | 'reopen', id: string): Promise<boolean> {
    const { session } = this;
    const action = parts[word];
    if (!session?.source || !action) return false;
    this.busy = new Set([...this.busy, id]);
    this.fault = '';
    try {
      const { today, zone } = session.present;
      const written = await act(session.source, parts.entity, action, id, { today, zone, at: session.now });
      if (written?.ok === false) this.fault = problemOf(written.issues, this.tongue).message;
      return written?.ok === true;
    } catch (failure) {
      this.fault = problemOf(failure, this.tongue).message;
      return false;
    } finally {
      this.busy = new Set([...this.busy].filter((one) => one !== id));
    }
  }

  private readonly add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { parts, session, titleInput, dayInput } = this;
    const title = titleInput?.value.trim() ?? '';
    if (!parts || !session?.source || title === '' || this.adding) return;
    this.adding = true;
    this.fault = '';
    try {
      const owner = await personOf(session.source, parts.owner, this.self);
      const draft = draftOf(parts, {
        title,
        due: dayInput?.value ?? '',
        owner: owner?.id ?? null,
        about: this.view.about,
      });
      const written = await session.source.create(parts.entity.name, draft);
      if (!written.ok) this.fault = problemOf(written.issues, this.tongue).message;
      else {
        if (titleInput) titleInput.value = '';
        if (dayInput) dayInput.value = '';
        titleInput?.focus();
      }
    } catch (failure) {
      this.fault = problemOf(failure, this.tongue).message;
    } finally {
      this.adding = false;
    }
  };

  private open(entity: string, id: string): void {
    this.emit<RecordOpenDetail>('sluice-record-open', { entity, id }, { cancelable: true });
  }

  private readonly retry = (): void => {
    for (const group of TASK_GROUPS) if (this.lists[group].problem) this.lists[group].retry();
  };
}
