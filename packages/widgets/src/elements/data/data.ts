import { type Entity, type Freshness, labelIn, type Query } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { QueryController } from '../../controllers/query.ts';
import { SluiceElement } from '../../element.ts';
import { issueWordsArriving } from '../../locales/issue-words.ts';
import { dataMessages } from '../../locales/messages/data.ts';
import { baseStyles } from '../../styles/base.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { ago } from './ago.ts';
import { dataStyles } from './data.styles.ts';
import { isTable, renderDropZone } from './drop-zone.ts';
import { bySeverity, foundOf } from './finding.ts';

/** What `sluice-file-dropped` says. */
export interface FileDropped {
  readonly file: File;
}

/** So many findings stand there before the rest is asked for. */
const FIRST = 5;
const HALF_A_MINUTE = 30_000;
const DAY = 86_400_000;

const isCounted = (name: string): name is 'deal' | 'company' | 'contact' => /^(deal|company|contact)$/.test(name);
const isTroubled = (state: Freshness['state']): state is 'stale' | 'offline' | 'failed' =>
  state === 'stale' || state === 'offline' || state === 'failed';

/**
 * Where the data stands: how many records, how fresh, what was doubtful when it was read. Without data it is the place to drop a file.
 *
 * @element sluice-data
 * @slot empty - what stands there while there are no records; a place to drop a CSV file when left out
 * @fires {CustomEvent<FileDropped>} sluice-file-dropped - a file was dropped or chosen; `detail` is `{ file }`; cancelable
 * @csspart base - the whole
 * @csspart line - the line about count and freshness
 * @csspart badge - that the data is not current, and why
 * @csspart issues - what was found on reading
 * @csspart drop - the place to drop a file
 * @csspart error - what went wrong
 */
export class SluiceData extends SluiceElement {
  static override styles: CSSResultGroup = [baseStyles, controlStyles, skeletonStyles, dataStyles];

  /** The entity whose records are counted; that of the app when left out. */
  @property() entity = '';

  @state() private all = false;
  @state() private over = false;
  @state() private refused = '';
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly count = new QueryController(this, (): Query | null => {
    const { about } = this;
    return about ? { entity: about.name, measures: ['count()'] } : null;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), HALF_A_MINUTE);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private get about(): Entity | undefined {
    return this.entity === '' ? this.session?.mainEntity : this.session?.model?.named(this.entity);
  }

  /** How the data stands: the source says, unless another could not be opened in its place. */
  private get freshness(): Freshness | null {
    const { session } = this;
    const known = session?.source?.freshness() ?? null;
    return known && session?.status === 'failed' ? { ...known, state: 'failed' } : known;
  }

  protected override render(): TemplateResult {
    const { session, freshness, count } = this;
    const empty = session !== undefined && (session.status === 'idle' || count.answer?.population === 0);
    const trouble = freshness && isTroubled(freshness.state) ? freshness.state : null;
    const problem = trouble ? null : count.problem;
    const waiting = !empty && !problem && count.answer === null;
    this.setState(
      problem || trouble === 'failed' ? 'error' : (trouble ?? (waiting ? 'loading' : empty ? 'empty' : 'ready')),
    );
    return html`<div class="data" part="base" aria-busy=${waiting ? 'true' : 'false'}>
      ${problem ? this.renderProblem(problem, () => count.retry()) : nothing} ${this.renderLine(freshness, waiting)}
      ${trouble ? this.renderTrouble(trouble) : nothing}
      ${empty ? html`<slot name="empty">${this.renderDrop()}</slot>` : nothing} ${this.renderIssues()}
    </div>`;
  }

  /** `8 800 deals, updated 2 min ago`; of a part: `312 of 8 800 deals`. */
  private renderLine(freshness: Freshness | null, waiting: boolean): TemplateResult | typeof nothing {
    const say = this.say(dataMessages);
    const { answer } = this.count;
    if (waiting)
      return html`<p class="fresh" part="line">
        <span class="skeleton line waiting"></span><span class="spoken" role="status">${say('reading')}</span>
      </p>`;
    if (!answer || answer.population === 0) return nothing;
    const { selected, population } = answer;
    const all = this.counted(population);
    const counted = selected === population ? all : say('of', { selected: this.format.number(selected), all });
    return html`<p class="fresh" part="line"><span>${counted}${this.renderTime(freshness)}</span></p>`;
  }

  private renderTime(freshness: Freshness | null): TemplateResult | typeof nothing {
    const at = freshness?.at ?? null;
    if (at === null) return nothing;
    const say = this.say(dataMessages);
    const exact = this.format.instant(at);
    const now = Date.now();
    const when = now - Date.parse(at) > 2 * DAY ? exact : (ago(at, now, this.tongue) ?? say('now'));
    return html`, <time datetime=${at} title=${exact}>${say('updated', { when })}</time>`;
  }

  private counted(count: number): string {
    const { about, format } = this;
    if (about && isCounted(about.name)) return format.count(count, about.name);
    const noun = about ? labelIn(count === 1 ? about.label : about.plural, this.tongue) : '';
    return `${format.number(count)} ${noun.toLocaleLowerCase(this.tongue)}`.trim();
  }

  private renderTrouble(state: 'stale' | 'offline' | 'failed'): TemplateResult {
    const say = this.say(dataMessages);
    const problem = state === 'failed' ? this.session?.problem : null;
    const remedy = problem ? `${problem.message} ${problem.remedy ?? ''}`.trim() : say(`${state}Remedy`);
    return html`<div class="fresh" role="status">
      <span class="badge ${state}" part="badge">${say(state)}</span>
      <span class="remedy">${remedy}</span>
      ${
        state === 'stale'
          ? nothing
          : html`<button class="button" type="button" @click=${this.again}>${say('retry')}</button>`
      }
    </div>`;
  }

  private renderIssues(): TemplateResult | typeof nothing {
    const issues = bySeverity(this.session?.issues ?? []);
    if (issues.length === 0) return nothing;
    void issueWordsArriving()?.then(() => this.requestUpdate());
    const say = this.say(dataMessages);
    const shown = this.all ? issues : issues.slice(0, FIRST);
    const rest = issues.length - shown.length;
    return html`<details part="issues">
      <summary>${say('found', { count: issues.length })}</summary>
      <ol>
        ${shown.map((issue) => {
          const { severity, message, place, remedy } = foundOf(issue, this.tongue, say);
          return html`<li class=${severity} tabindex="-1">
            <p><strong>${say(severity)}</strong> ${message}</p>
            ${place === '' ? nothing : html`<p class="muted">${place}</p>`}
            ${remedy === '' ? nothing : html`<p class="muted">${remedy}</p>`}
          </li>`;
        })}
      </ol>
      ${
        rest > 0
          ? html`<button class="button quiet" type="button" @click=${() => void this.showAll()}>${say('more', { count: rest })}</button>`
          : nothing
      }
    </details>`;
  }

  private renderDrop(): TemplateResult {
    return renderDropZone({
      say: this.say(dataMessages),
      over: this.over,
      refused: this.refused,
      onover: (over) => {
        this.over = over;
      },
      onfile: (file) => {
        this.refused = isTable(file) ? '' : file.name;
        if (this.refused === '') this.emit<FileDropped>('sluice-file-dropped', { file }, { cancelable: true });
      },
    });
  }

  private readonly again = (): void => {
    if (this.session?.status === 'failed') void this.session.retry();
    else this.count.retry();
  };

  private readonly showAll = async (): Promise<void> => {
    this.all = true;
    await this.updateComplete;
    this.renderRoot.querySelectorAll('li').item(FIRST).focus();
  };
}
