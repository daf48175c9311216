import { type Answer, GRANULARITIES, type Granularity, lastYearsPeriod, periodOf, truncate } from '@sluice/core';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { measureFor } from '../../charts/measure-text.ts';
import { WidthController } from '../../charts/width.ts';
import { QueryController } from '../../controllers/query.ts';
import { SluiceElement } from '../../element.ts';
import { barsMessages } from '../../locales/messages/chart.ts';
import { trendMessages } from '../../locales/messages/leaderboard.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { choiceOf, conditionsOf } from '../bars/choose.ts';
import type { ExplainedFigure } from '../explanation/figures.ts';
import { FRAME, ReadingElement } from '../forecast/reading.ts';
import { readingStyles } from '../forecast/reading.styles.ts';
import { figureAt, figureText, periodKey } from '../kpi/figure.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { addsUp, stepsOf } from '../sparkline/steps.ts';
import { type Comparison, isRunning, type TrendStep, trendSteps } from './compared.ts';
import { layoutLines } from './lines.ts';
import { trendStyles } from './trend.styles.ts';

const HEIGHT = 220;

/**
 * A measure over time as a line, on request beside the periods before or the same ones a year earlier. The arrow keys and the pointer
 * read its points.
 *
 * @tag sluice-trend
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart mark - each point
 * @csspart readout - what the point that is pointed at stands for
 * @csspart empty - what stands there without records
 * @csspart error - what stands there when there is no data
 */
export class SluiceTrend extends ReadingElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    readingStyles,
    trendStyles,
  ];

  /** The id of a metric (`amount.won`) or an aggregate (`sum(amount)`). */
  @property() measure = 'count()';
  /** A date and a period: `closedOn:month`. The month of creation when left out. */
  @property() by = '';
  /** `previous` or `last-year`: the line it is compared with. */
  @property() compare: Comparison = '';
  /** How many periods. */
  @property({ type: Number }) periods = 12;

  private readonly width = new WidthController(this);
  private readonly data = new QueryController(this, () => {
    const by = this.dimension;
    return by === '' ? null : this.question({ by: [by], measures: [this.measure] });
  });

  private get dimension(): string {
    const by = this.by || (this.subject?.parts.created ?? '');
    return by === '' || by.includes(':') ? by : `${by}:month`;
  }

  /** The periods that are shown, the latest first, each followed by the one it is compared with. */
  protected override explainable(): readonly ExplainedFigure[] {
    const { answer } = this.data;
    const [dimension] = answer?.dimensions ?? [];
    if (!answer || !dimension) return [];
    const field = this.fieldAt(dimension.name);
    const granularity = this.granularity(answer);
    const figureOf = (first: string | undefined): readonly ExplainedFigure[] => {
      const choice = first === undefined ? null : choiceOf(dimension, first, field);
      return choice && first ? this.figureOf(this.dated(answer, first), this.measure, conditionsOf(choice)) : [];
    };
    const steps = this.steps(answer);
    return steps.toReversed().flatMap(({ first, before }) => {
      const other = this.compare === 'last-year' ? lastYearsPeriod(periodOf(first, granularity), granularity) : null;
      return [...figureOf(first), ...(before === null ? [] : figureOf(other?.from))];
    });
  }

  protected override updated(): void {
    const { answer } = this.data;
    this.stand(this.data, answer !== null && this.steps(answer).length === 0);
  }

  protected override render() {
    const measure = this.measureName(this.measure);
    const granularity = GRANULARITIES.find((one) => one === this.dimension.split(':')[1]);
    const by = granularity === undefined ? '' : this.say(trendMessages)(granularity);
    return this.renderCard({
      heading: this.label || (by === '' ? measure : this.say(barsMessages)('title', { measure, by })),
      data: this.data,
      picture: true,
      sentence: (answer) => this.sentence(answer, measure),
      body: (answer) => this.renderTrend(answer, measure),
      none: () => this.say(trendMessages)('none'),
    });
  }

  /** Whether periods of the measure add up. */
  private get adds(): boolean {
    return addsUp(this.metric(this.measure)?.formula ?? this.measure);
  }

  private granularity(answer: Answer): Granularity {
    return answer.dimensions[0]?.granularity ?? 'month';
  }

  private steps(answer: Answer): readonly TrendStep[] {
    const missing = this.adds ? 0 : null;
    const steps = trendSteps(stepsOf(answer, missing), {
      granularity: this.granularity(answer),
      count: Math.min(Math.max(Math.trunc(this.periods) || 12, 2), 120),
      compare: this.compare,
      today: this.session?.today ?? '9999-12-31',
      missing,
    });
    return steps.some(({ value }) => value !== null) ? steps : [];
  }

  private text(answer: Answer, value: number | null, look: 'short' | 'full' = 'short'): string {
    return figureText(this.format, { ...figureAt(answer.measures[0], -1), value }, look);
  }

  private dated(answer: Answer, first: string): string {
    return this.format.period(periodKey(first, this.granularity(answer)));
  }

  private sentence(answer: Answer, measure: string): string | null {
    const steps = this.steps(answer);
    const known = steps.filter(({ value }) => value !== null);
    const [first] = known;
    const last = known.at(-1);
    if (!first || !last) return null;
    const say = this.say(trendMessages);
    const sentence = say('sentence', {
      measure,
      from: this.dated(answer, first.first),
      to: this.dated(answer, last.first),
      first: this.text(answer, first.value),
      last: this.text(answer, last.value),
    });
    const against = this.against(answer, steps);
    return against === '' ? sentence : `${sentence} ${against}`;
  }

  /** Whole periods that have both values, together: only where they add up. */
  private against(answer: Answer, steps: readonly TrendStep[]): string {
    if (this.compare === '' || !this.adds) return '';
    const running = truncate(this.session?.today ?? '9999-12-31', this.granularity(answer));
    const both = steps.filter(({ first, value, before }) => first < running && value !== null && before !== null);
    const total = both.reduce((sum, { value }) => sum + (value ?? 0), 0);
    const before = both.reduce((sum, step) => sum + (step.before ?? 0), 0);
    if (before === 0) return '';
    const say = this.say(trendMessages);
    const signed = new Intl.NumberFormat(this.format.locale, {
      style: 'percent',
      signDisplay: 'exceptZero',
      maximumFractionDigits: 0,
    });
    return say('against', {
      total: this.text(answer, total),
      before: this.text(answer, before),
      compare: say(this.compare === 'previous' ? 'inPrevious' : 'inLastYear'),
      change: signed.format((total - before) / Math.abs(before)),
    });
  }

  private renderTrend(answer: Answer, measure: string): TemplateResult {
    const say = this.say(trendMessages);
    const steps = this.steps(answer);
    const width = Math.max(120, (this.width.value || 400) - FRAME);
    const { rtl } = this;
    const measured = measureFor(this, 12);
    const comparing = this.compare !== '' && steps.some(({ before }) => before !== null);
    const name = say(this.compare === 'previous' ? 'previous' : 'lastYear');
    const layout = layoutLines(
      [steps.map(({ value }) => value), ...(comparing ? [steps.map(({ before }) => before)] : [])],
      { width, height: HEIGHT, tickText: (value) => this.text(answer, value), measure: measured, rtl },
    );
    const today = this.session?.today ?? '9999-12-31';
    const periods = steps.map(({ first }) => {
      const period = this.dated(answer, first);
      return isRunning(first, this.granularity(answer), today) ? say('running', { period }) : period;
    });
    const spoken = steps.map(({ value, before }, at) => {
      const period = periods[at] ?? '';
      const words = { period, value: this.text(answer, value, 'full') };
      return comparing
        ? say('pointAgainst', { ...words, name, before: this.text(answer, before, 'full') })
        : say('point', words);
    });
    const band = layout.bands[0]?.width ?? 1;
    const labels = steps.map(({ first }) => this.dated(answer, first));
    const widest = labels.reduce((most, label) => Math.max(most, measured(label)), 0) + 10;
    const every = Math.max(1, Math.ceil(widest / Math.max(band, 1)));
    return html`<svg
        class="chart"
        role="group"
        aria-label=${this.label || measure}
        width=${width}
        height=${HEIGHT}
        viewBox="0 0 ${width} ${HEIGHT}"
      >
        <g aria-hidden="true">
          ${layout.ticks.map(
            ({ y, text }) => svg`<line class="axis" x1=${layout.axis.from} x2=${layout.axis.to} y1=${y} y2=${y}></line>
              <text class="small" x=${layout.axis.textX} y=${y + 4}>${text}</text>`,
          )}
          ${comparing ? svg`<path class="line before" d=${layout.paths[1] ?? ''}></path>` : nothing}
          <path class="line" d=${layout.paths[0] ?? ''}></path>
        </g>
        ${this.renderReadable(
          spoken,
          (at) => {
            const point = layout.points[at];
            const box = layout.bands[at];
            const labelled = (steps.length - 1 - at) % every === 0;
            const half = measured(labels[at] ?? '') / 2;
            const x = Math.min(Math.max((box?.x ?? 0) + band / 2, half), width - half);
            const running = isRunning(steps[at]?.first ?? today, this.granularity(answer), today);
            return svg`${point ? svg`<circle class="dot ${running ? 'running' : ''}" cx=${point.x} cy=${point.y} r="3.5"></circle>` : nothing}
              ${labelled ? svg`<text class="small middle" x=${x} y=${HEIGHT - 5}>${labels[at]}</text>` : nothing}`;
          },
          (at) => layout.bands[at] ?? { x: 0, y: 0, width: 0, height: 0 },
        )}
      </svg>
      ${
        comparing
          ? html`<ul class="keys" aria-hidden="true">
              <li><svg viewBox="0 0 24 8"><path class="line" d="M1 4H23"></path></svg>${measure}</li>
              <li><svg viewBox="0 0 24 8"><path class="line before" d="M1 4H23"></path></svg>${name}</li>
            </ul>`
          : nothing
      }
      ${this.renderReadout(spoken)}
      ${this.renderTable(
        [say('period'), measure, ...(comparing ? [name] : [])],
        steps.map(({ value, before }, at) => [
          periods[at] ?? '',
          this.text(answer, value, 'full'),
          ...(comparing ? [this.text(answer, before, 'full')] : []),
        ]),
      )}`;
  }
}
