import { type Answer, truncate } from '@sluice/core';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { layoutLine } from '../../charts/line.ts';
import { WidthController } from '../../charts/width.ts';
import { QueryController } from '../../controllers/query.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { sparklineMessages } from '../../locales/messages/sparkline.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { controlStyles } from '../../styles/controls.ts';
import { SluiceElement } from '../../element.ts';
import { FigureElement, figureText, periodKey } from '../kpi/figure.ts';
import { sparklineStyles } from './sparkline.styles.ts';
import { addsUp, lastChange, type Step, stepsOf } from './steps.ts';

const HEIGHT = 32;

/**
 * A tiny line: a measure over time, without axes. What it shows is said in a sentence for those who do not see it.
 *
 * @tag sluice-sparkline
 * @csspart base - the line
 * @csspart change - the change of the last whole period
 * @csspart error - what stands there when there is no data
 * @cssprop --sluice-sparkline-height - how high it is
 */
export class SluiceSparkline extends FigureElement {
  static override styles = [SluiceElement.styles, controlStyles, skeletonStyles, sparklineStyles];

  /** The id of a metric (`weighted.open`) or an aggregate (`sum(amount)`). */
  @property() measure = 'count';
  /** A date and a period: `createdOn:month`. The month of creation when left out. */
  @property() by = '';

  /** Whether the change of the last whole period against the one before stands under the line. */
  @property({ type: Boolean }) change = false;

  private readonly width = new WidthController(this);
  private readonly data = new QueryController(this, () => {
    const by = this.dimension;
    return by === '' ? null : this.question({ by: [by], measures: [this.measure] });
  });

  private get dimension(): string {
    const created = this.subject?.parts.created;
    return this.by || (created === undefined ? '' : `${created}:month`);
  }

  protected override updated(): void {
    this.stand(this.data, this.data.answer?.length === 0);
  }

  protected override render() {
    const { answer, problem, loading } = this.data;
    if (problem && !answer) return this.renderProblem(problem, () => this.data.retry());
    if (!answer && loading)
      return html`<div class="skeleton"></div>
        <span class="spoken" role="status">${this.say(figureMessages)('loading')}</span>`;
    const steps = answer ? this.steps(answer) : [];
    if (!answer || steps.every(({ value }) => value === null))
      return html`<p class="muted" part="empty">${this.say(sparklineMessages)('none')}</p>`;
    return this.renderLine(answer, steps);
  }

  private steps(answer: Answer): readonly Step[] {
    return stepsOf(answer, addsUp(this.metric(this.measure)?.formula ?? this.measure) ? 0 : null);
  }

  private renderLine(answer: Answer, steps: readonly Step[]): TemplateResult {
    const width = this.width.value || 120;
    const values = steps.map(({ value }) => value);
    const { path, area, last } = layoutLine(values, { width, height: HEIGHT, inset: 3, rtl: this.rtl });
    return html`<svg
      part="base"
      role="img"
      aria-label=${this.sentence(answer, steps)}
      viewBox="0 0 ${width} ${HEIGHT}"
      preserveAspectRatio="none"
    >
      <path class="area" d=${area}></path>
      <path class="line" d=${path}></path>
      ${last ? svg`<circle class="last" cx=${last.x} cy=${last.y} r="2.5"></circle>` : nothing}
    </svg>
    ${this.change ? this.renderChange(answer, steps) : nothing}`;
  }

  private renderChange(answer: Answer, steps: readonly Step[]): TemplateResult | typeof nothing {
    const granularity = answer.dimensions[0]?.granularity ?? 'day';
    const found = lastChange(steps, truncate(this.session?.today ?? '9999-12-31', granularity), granularity);
    const unit = answer.measures[0]?.unit;
    if (!found || !unit) return nothing;
    const { period, before, from, to } = found;
    const say = this.say(sparklineMessages);
    // shares change by points: twenty from ten per cent is no doubling to people
    const share = unit === 'ratio' || unit === 'percent';
    const size = share
      ? (to - from) * (unit === 'ratio' ? 100 : 0.01)
      : from === 0
        ? null
        : (to - from) / Math.abs(from);
    if (size === null) return nothing;
    const signed = new Intl.NumberFormat(this.format.locale, {
      ...(share ? {} : { style: 'percent' }),
      signDisplay: 'exceptZero',
      maximumFractionDigits: share ? 1 : 0,
    }).format(size);
    const dated = (day: string): string => this.format.period(periodKey(day, granularity));
    return html`<p class="change" part="change">
      ${say('change', { period: dated(period), before: dated(before), change: share ? say('points', { change: signed }) : signed })}
    </p>`;
  }

  private sentence(answer: Answer, steps: readonly Step[]): string {
    const known = steps.flatMap(({ first, value }) => (value === null ? [] : [{ first, value }]));
    const [column] = answer.measures;
    const granularity = answer.dimensions[0]?.granularity ?? 'day';
    const first = known[0];
    const last = known.at(-1);
    if (!first || !last || !column) return '';
    const written = (value: number): string => figureText(this.format, { ...column, value }, 'short');
    const dated = (day: string): string => this.format.period(periodKey(day, granularity));
    const values = known.map(({ value }) => value);
    return this.say(sparklineMessages)('summary', {
      measure: this.label || this.measureName(this.measure),
      from: dated(first.first),
      to: dated(last.first),
      first: written(first.value),
      last: written(last.value),
      least: written(Math.min(...values)),
      most: written(Math.max(...values)),
    });
  }
}
