import { type Answer, GRANULARITIES, type Query } from '@sluice/core';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { QueryController } from '../../controllers/query.ts';
import { SluiceElement } from '../../element.ts';
import { barsMessages } from '../../locales/messages/chart.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { leaderboardMessages } from '../../locales/messages/leaderboard.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { type Choice, choose, isChosen } from '../bars/choose.ts';
import { ReadingElement } from '../forecast/reading.ts';
import { readingStyles } from '../forecast/reading.styles.ts';
import { figureAt, figureText } from '../kpi/figure.ts';
import type { ExplainedFigure } from '../explanation/figures.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { addsUp } from '../sparkline/steps.ts';
import { leaderboardStyles } from './leaderboard.styles.ts';
import { type Place, placesOf, type Spans, spansOf, within } from './places.ts';

/**
 * A ranking: a measure by the values of a field, the largest first, with a bar, its share of the whole and, with a period, the change
 * against the period before. A click on a name filters the app by it, a second one takes it back.
 *
 * @tag sluice-leaderboard
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart table - the ranking
 * @csspart mark - each name
 * @csspart empty - what stands there without records
 * @csspart error - what stands there when there is no data
 */
export class SluiceLeaderboard extends ReadingElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    readingStyles,
    leaderboardStyles,
  ];

  /** The field or path to rank by; the owner of a record when left out. */
  @property() by = '';
  /** The id of a metric (`amount.won`) or an aggregate (`sum(amount)`). */
  @property() measure = 'amount.won';
  /** How many places. */
  @property({ type: Number }) top = 10;
  /** `month`, `quarter`, `year`: only the running one, with the change against the one before up to the same day. */
  @property() period = '';
  /** The date that the period is about; the day of closing when left out. */
  @property() date = '';

  private readonly data = new QueryController(this, () => this.ranked(this.spans?.now ?? null), {
    except: () => this.dimension,
  });
  private readonly earlier = new QueryController(
    this,
    () => (this.spans ? this.ranked(this.spans.before, 1000) : null),
    { except: () => this.dimension },
  );

  private get dimension(): string {
    return this.by || (this.subject?.parts.owner ?? '');
  }
  private get day(): string {
    return this.date || (this.subject?.parts.closed ?? '');
  }
  private get most(): number {
    return Math.min(Math.max(Math.trunc(this.top) || 10, 1), 1000);
  }
  private get spans(): Spans | null {
    const granularity = GRANULARITIES.find((one) => one === this.period);
    const { session } = this;
    return granularity === undefined || !session || this.day === '' ? null : spansOf(session.today, granularity);
  }
  /** Whether groups of the measure add up to a whole. */
  private get adds(): boolean {
    return addsUp(this.metric(this.measure)?.formula ?? this.measure);
  }

  private ranked(span: Spans['now'] | null, top = this.most): Query | null {
    if (this.dimension === '') return null;
    return this.question({
      by: [this.dimension],
      measures: [this.measure],
      sort: [`-${this.measure}`],
      top,
      other: true,
      ...(span ? { filters: within(this.day, span) } : {}),
    });
  }

  private places(answer: Answer): readonly Place[] {
    return placesOf(answer, { before: this.spans ? this.earlier.answer : null, adds: this.adds, top: this.most });
  }

  protected override get ownDimension(): string {
    return this.dimension;
  }

  protected override explainable(): readonly ExplainedFigure[] {
    const { answer } = this.data;
    const { spans } = this;
    return answer ? this.figuresOf(answer, this.measure, spans ? within(this.day, spans.now) : []) : [];
  }

  protected override updated(): void {
    const { answer } = this.data;
    this.stand(this.data, answer !== null && this.places(answer).length === 0);
  }

  protected override render() {
    const measure = this.measureName(this.measure);
    const by = this.dimension === '' ? '' : this.dimensionName(this.dimension);
    return this.renderCard({
      heading: this.label || (by === '' ? measure : this.say(barsMessages)('title', { measure, by })),
      data: this.data,
      sentence: (answer) => this.sentence(answer, measure, by),
      body: (answer) => this.renderPlaces(answer, measure, by),
      none: () => this.say(leaderboardMessages)('none', { by: by || '…' }),
    });
  }

  private name(answer: Answer, { row, rest }: Place): string {
    const [dimension] = answer.dimensions;
    return rest || !dimension ? this.say(figureMessages)('others') : this.keyName(dimension, row);
  }

  private text(answer: Answer, value: number | null, look: 'short' | 'full' = 'short'): string {
    return figureText(this.format, { ...figureAt(answer.measures[0], -1), value }, look);
  }

  private sentence(answer: Answer, measure: string, by: string): string | null {
    const places = this.places(answer);
    const first = places.find(({ rest, rank }) => !rest && rank !== null) ?? places[0];
    if (!first) return null;
    const say = this.say(leaderboardMessages);
    const named = places.filter(({ rest }) => !rest).length;
    const sentence = say('sentence', {
      first: this.name(answer, first),
      value: this.text(answer, first.value),
      measure,
      by,
      count: named,
    });
    const { spans } = this;
    if (!spans) return sentence;
    return say('period', {
      sentence,
      from: this.format.date(spans.now.from),
      to: this.format.date(spans.now.to),
      before: this.format.date(spans.before.from),
      until: this.format.date(spans.before.to),
    });
  }

  private renderPlaces(answer: Answer, measure: string, by: string): TemplateResult {
    const say = this.say(leaderboardMessages);
    const places = this.places(answer);
    const most = Math.max(...places.map(({ value }) => value ?? 0), 0);
    const compared = this.spans !== null;
    return html`<table class="plain" part="table">
      <thead>
        <tr>
          <th scope="col">${by}</th>
          <td class="bar"></td>
          <th scope="col">${measure}</th>
          ${this.adds ? html`<th scope="col" class="share">${say('share')}</th>` : nothing}
          ${compared ? html`<th scope="col">${say('change')}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${places.map((place) => this.renderPlace(answer, place, most, compared))}
      </tbody>
    </table>`;
  }

  private renderPlace(answer: Answer, place: Place, most: number, compared: boolean): TemplateResult {
    const { value, share, rank, rest } = place;
    const name = this.name(answer, place);
    const choice = this.choiceAt(answer, place);
    const chosen = choice !== null && this.session !== undefined && isChosen(this.session, choice);
    const width = most > 0 && value !== null ? Math.max(0, (value / most) * 100) : 0;
    return html`<tr class=${rest ? 'rest' : ''} ?data-chosen=${chosen}>
      <th scope="row">
        ${rank === null ? nothing : html`<span class="rank">${this.format.number(rank)}.</span>`} ${this.renderName(name, choice, chosen)}
      </th>
      <td class="bar ${this.rtl ? 'rtl' : ''}" aria-hidden="true">
        <svg viewBox="0 0 100 14" preserveAspectRatio="none">${svg`<rect width=${width} height="14"></rect>`}</svg>
      </td>
      <td title=${this.text(answer, value, 'full')}>${this.text(answer, value)}</td>
      ${this.adds ? html`<td class="share">${this.format.percentFromRatio(share, 0)}</td>` : nothing}
      ${compared ? this.renderChange(answer, place) : nothing}
    </tr>`;
  }

  private choiceAt(answer: Answer, { row, rest }: Place): Choice | null {
    const [dimension] = answer.dimensions;
    return rest || !dimension ? null : this.choice(dimension, dimension.values[row] ?? null);
  }

  private renderName(name: string, choice: Choice | null, chosen: boolean): TemplateResult {
    if (!choice) return html`${name}`;
    const say = this.say(leaderboardMessages);
    return html`<button
      class="link"
      part="mark"
      type="button"
      aria-pressed=${chosen ? 'true' : 'false'}
      title=${chosen ? say('back') : say('filter', { name })}
      @click=${() => this.session && choose(this.session, choice, name)}
    >${name}</button>`;
  }

  private renderChange(answer: Answer, { value, before }: Place): TemplateResult {
    if (value === null || before === null) return html`<td></td>`;
    const delta = value - before;
    const size = this.text(answer, Math.abs(delta));
    const words = delta === 0 ? size : `${delta > 0 ? '+' : '−'}\u2060${size}`;
    return html`<td class=${delta === 0 ? '' : delta > 0 ? 'good' : 'bad'}>${words}</td>`;
  }
}
