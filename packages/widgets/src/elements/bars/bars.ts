import type { Answer, DimensionColumn } from '@sluice/core';
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { coloursOf } from '../../charts/colours.ts';
import { layoutColumns } from '../../charts/columns.ts';
import { measureFor } from '../../charts/measure-text.ts';
import { layoutRows, type RowInput } from '../../charts/rows.ts';
import { WidthController } from '../../charts/width.ts';
import { QueryController } from '../../controllers/query.ts';
import { SluiceElement } from '../../element.ts';
import { barsWords } from '../../locales/messages/bars.ts';
import { barsMessages } from '../../locales/messages/chart.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { type Figure, figureAt, figureText, numberOf, periodKey, wordsOf } from '../kpi/figure.ts';
import type { ExplainedFigure } from '../explanation/figures.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { addsUp, stepsOf } from '../sparkline/steps.ts';
import { barsStyles } from './bars.styles.ts';
import { drawColumn, drawRow } from './draw.ts';
import { FILLER, type Mark, MarksElement } from './marks.ts';

const HEIGHT = 220;
/** Padding and border of the card, both sides. */
const FRAME = 34;
/** A column is at least so wide. */
const BAND = 22;

/** A bar as it is shown. */
interface Shown {
  readonly mark: Mark;
  readonly figure: Figure;
  /** The slot of its colour. */
  readonly colour: number;
}

/**
 * A measure by the values of a field, as horizontal bars; by a period, as columns. A click on a bar filters the app by it, a second one
 * takes it back. With `switch` the reader chooses between two measures.
 *
 * @tag sluice-bars
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart pictures - the menu that takes the chart away as a picture
 * @csspart switch - the choice between two measures
 * @csspart mark - each bar
 * @csspart empty - what stands there without records
 * @csspart error - what stands there when there is no data
 */
export class SluiceBars extends MarksElement {
  static override styles = [SluiceElement.styles, controlStyles, skeletonStyles, figureStyles, barsStyles];

  /** The field, path (`client.sector`) or date with its period (`closedOn:quarter`) to group by. */
  @property() by = '';
  /** The id of a metric (`amount.open`) or an aggregate (`sum(amount)`). */
  @property() measure = 'count';
  /** A second measure to switch to. */
  @property({ attribute: 'switch' }) alternative = '';
  /** What to sort by, `-` in front for descending: the dimension or a measure; the largest first when left out, `natural` for the field's own order. */
  @property() sort = '';
  /** How many bars. */
  @property({ type: Number }) top = 8;
  /** Whether the groups beyond `top` are summed up in one more bar. */
  @property({ type: Boolean }) other = false;

  @state() private switched = false;

  private readonly width = new WidthController(this);
  private readonly data = new QueryController(
    this,
    () => {
      const by = this.dimension;
      if (by === '') return null;
      const measures = [...new Set([this.shownMeasure, this.measure, this.alternative])].filter((word) => word !== '');
      if (by.includes(':')) return this.question({ by: [by], measures });
      const sort = this.sort === 'natural' ? [] : this.sort ? wordsOf(this.sort) : [`-${this.shownMeasure}`];
      return this.question({ by: [by], measures, sort, top: this.most, other: this.other });
    },
    { except: () => this.dimension },
  );

  private get shownMeasure(): string {
    return this.switched && this.alternative ? this.alternative : this.measure;
  }

  /** How many bars, whatever the attribute says. */
  private get most(): number {
    return Math.min(Math.max(Math.trunc(this.top) || 8, 1), 1000);
  }

  /** The dimension to ask for: dates are grouped by month unless told otherwise. */
  private get dimension(): string {
    const { by } = this;
    const unit = by.includes(':') ? undefined : this.fieldAt(by)?.unit;
    return unit === 'date' || unit === 'instant' ? `${by}:month` : by;
  }

  protected override get ownDimension(): string {
    return this.dimension;
  }

  protected override explainable(): readonly ExplainedFigure[] {
    const { answer } = this.data;
    return answer ? this.figuresOf(answer, this.shownMeasure) : [];
  }

  protected override updated(): void {
    this.stand(this.data, this.data.answer !== null && this.shown(this.data.answer).length === 0);
  }

  protected override render() {
    const { answer, problem, loading } = this.data;
    const shown = answer ? this.shown(answer) : [];
    const waiting = loading && !answer;
    return html`<figure class="card" part="base" aria-busy=${loading ? 'true' : 'false'}>
      <figcaption>
        <div class="head">
          <h3 class="title" part="title">${this.heading}</h3>
          ${this.alternative ? this.renderSwitch() : nothing}
          ${shown.length > 0 ? this.renderTools(this.heading) : nothing}
        </div>
        ${
          shown.length > 0
            ? html`<p class="caption">${this.sentence(shown)}</p>`
            : waiting
              ? html`<p class="caption"><span class="skeleton" aria-hidden="true">${FILLER}</span><span class="spoken" role="status">${this.say(figureMessages)('loading')}</span></p>`
              : nothing
        }
      </figcaption>
      ${problem ? this.renderProblem(problem, () => this.data.retry()) : nothing}
      ${answer && shown.length > 0 ? this.renderAnswer(answer, shown) : nothing}
      ${
        shown.length > 0 || problem
          ? nothing
          : waiting
            ? this.renderLoading()
            : this.renderNothing(
                this.by === ''
                  ? this.say(barsWords)('nothing')
                  : this.say(barsWords)('none', { by: this.dimensionName(this.by) }),
              )
      }
    </figure>`;
  }

  private get heading(): string {
    if (this.label) return this.label;
    const measure = this.measureName(this.shownMeasure);
    return this.by === '' ? measure : this.say(barsMessages)('title', { measure, by: this.dimensionName(this.by) });
  }

  private renderSwitch(): TemplateResult {
    const button = (measure: string, on: boolean): TemplateResult =>
      html`<button class="chip" type="button" aria-pressed=${on ? 'true' : 'false'} @click=${() => this.turnTo(measure)}>
        ${this.measureName(measure)}
      </button>`;
    return html`<div class="switch" part="switch" role="group" aria-label=${this.say(barsMessages)('measure')}>
      ${button(this.measure, !this.switched)} ${button(this.alternative, this.switched)}
    </div>`;
  }

  private turnTo(measure: string): void {
    this.switched = measure === this.alternative;
  }

  /** Bars of groups that the measure speaks of; periods are complete from the first to the last. */
  private shown(answer: Answer): readonly Shown[] {
    const [dimension] = answer.dimensions;
    const measures = answer.measures;
    // a switch under way: the answer may still be sorted by the other measure, its columns have both
    const column = measures.find(({ name }) => name === this.shownMeasure) ?? measures[0];
    if (!dimension || !column) return [];
    if (dimension.granularity !== undefined) return this.periods(answer, dimension, measures.indexOf(column));
    const last = dimension.values.length - 1;
    const options = this.fieldAt(dimension.name)?.options.map(({ key }) => key);
    return dimension.values.flatMap((key, row) => {
      const figure = figureAt(column, row);
      if (figure.value === null && figure.reason === 'no_rows') return [];
      const rest = this.other && row === last && key === 'other' && last >= this.most;
      const name = rest ? this.say(figureMessages)('others') : this.keyName(dimension, row);
      const spoken = `${name}: ${figureText(this.format, figure, 'full')}`;
      const colours = this.session ? coloursOf(this.session) : null;
      const colour = rest ? 0 : (colours?.slot(dimension.name, key === null ? null : String(key), options) ?? 1);
      return [{ mark: { name, spoken, choice: rest ? null : this.choice(dimension, key) }, figure, colour }];
    });
  }

  private periods(answer: Answer, dimension: DimensionColumn, at: number): readonly Shown[] {
    const column = answer.measures[at];
    const granularity = dimension.granularity ?? 'month';
    const most = Math.max(6, Math.floor(((this.width.value || 400) - FRAME - 60) / BAND));
    const missing = addsUp(this.metric(this.shownMeasure)?.formula ?? this.shownMeasure) ? 0 : null;
    return stepsOf(answer, missing, at)
      .slice(-most)
      .map(({ first, value }) => {
        const figure: Figure = { ...figureAt(column, -1), value };
        const name = this.format.period(periodKey(first, granularity));
        const spoken = `${name}: ${figureText(this.format, figure, 'full')}`;
        return { mark: { name, spoken, choice: this.choice(dimension, first) }, figure, colour: 1 };
      });
  }

  private sentence(shown: readonly Shown[]): string {
    const known = shown.filter(({ figure, colour }) => figure.value !== null && colour !== 0);
    const most = (known.length > 0 ? known : shown).reduce((best, one) =>
      (numberOf(one.figure.value) ?? 0) > (numberOf(best.figure.value) ?? 0) ? one : best,
    );
    return this.say(barsMessages)('summary', {
      measure: this.measureName(this.shownMeasure),
      by: this.dimensionName(this.by),
      first: most.mark.name,
      value: figureText(this.format, most.figure, 'short'),
      count: shown.length,
    });
  }

  private renderAnswer(answer: Answer, shown: readonly Shown[]): TemplateResult {
    const dated = answer.dimensions[0]?.granularity !== undefined;
    const blank = answer.dimensions[0]?.values.indexOf(null) ?? -1;
    const counted =
      dated && blank >= 0 && answer.measures[0]?.unit === 'count' ? numberOf(answer.measures[0].values[blank]) : null;
    return html`${dated ? this.renderColumns(shown) : this.renderBars(shown)}
    ${counted ? html`<p class="left-out">${this.say(barsWords)('undated', { count: counted })}</p>` : nothing}
    ${this.renderTable(
      [this.dimensionName(this.by), this.measureName(this.shownMeasure)],
      shown.map(({ mark, figure }) => [mark.name, figureText(this.format, figure, 'full')]),
    )}`;
  }

  private renderBars(shown: readonly Shown[]): TemplateResult {
    const height = matchMedia('(pointer: coarse)').matches ? 44 : 36;
    const inputs = shown.map(
      ({ mark, figure }): RowInput => ({
        label: mark.name,
        value: numberOf(figure.value),
        text: figureText(this.format, figure, 'short'),
      }),
    );
    const layout = layoutRows(inputs, {
      width: this.room,
      rowHeight: height,
      barHeight: 18,
      measure: measureFor(this, 14, 600),
      rtl: this.rtl,
    });
    const marks = this.renderMarks(
      shown.map(({ mark }) => mark),
      (at) => drawRow(layout.rows[at], inputs[at], `c${shown[at]?.colour ?? 1}`),
      (at) => ({ x: -6, y: at * height + 1, width: layout.width + 12, height: height - 2 }),
    );
    return this.renderSvg(
      shown,
      layout.height,
      svg`${layout.span.from < 0 ? svg`<line class="axis" x1=${layout.zero} x2=${layout.zero} y1="0" y2=${layout.height}></line>` : nothing}${marks}`,
    );
  }

  private renderColumns(shown: readonly Shown[]): TemplateResult {
    const measure = measureFor(this, 12);
    const [first] = shown;
    const written = (value: number): string =>
      figureText(this.format, { ...(first?.figure ?? { unit: 'number' }), value }, 'short');
    const layout = layoutColumns(
      shown.map(({ mark, figure }) => ({
        label: mark.name,
        value: numberOf(figure.value),
        text: figureText(this.format, figure, 'short'),
      })),
      { width: this.room, height: HEIGHT, measure, tickText: written, rtl: this.rtl },
    );
    const band = layout.columns[0]?.band.width ?? BAND;
    const widest = shown.reduce((most, { mark }) => Math.max(most, measure(mark.name)), 0) + 8;
    // labels stand under every few columns, counted from the last
    const every = Math.max(1, Math.ceil(widest / Math.max(band, 1)));
    const labelled = (at: number): string =>
      (shown.length - 1 - at) % every === 0 ? (shown[at]?.mark.name ?? '') : '';
    const { axis, ticks, labelY } = layout;
    return this.renderSvg(
      shown,
      HEIGHT,
      svg`${ticks.map(
        ({ y, text }) => svg`<line class="axis" x1=${axis.from} x2=${axis.to} y1=${y} y2=${y}></line>
          <text class="small" x=${axis.textX} y=${y + 4}>${text}</text>`,
      )}${this.renderMarks(
        shown.map(({ mark }) => mark),
        (at) =>
          drawColumn(layout.columns[at], {
            text: labelled(at),
            y: labelY,
            half: measure(labelled(at)) / 2,
            room: this.room,
          }),
        (at) => layout.columns[at]?.band ?? { x: 0, y: 0, width: 0, height: 0 },
      )}`,
    );
  }

  private renderSvg(shown: readonly Shown[], height: number, content: SVGTemplateResult): TemplateResult {
    const choosing = shown.some(({ mark }) => this.chosen(mark));
    return html`<svg
      class="chart ${choosing ? 'choosing' : ''}"
      role="group"
      aria-label=${this.heading}
      width=${this.room}
      height=${height}
      viewBox="0 0 ${this.room} ${height}"
    >
      ${content}
    </svg>`;
  }

  private get room(): number {
    return Math.max(120, (this.width.value || 400) - FRAME);
  }

  private renderLoading(): TemplateResult {
    if (this.dimension.includes(':')) return html`<div class="skeleton columns" aria-hidden="true"></div>`;
    return html`<div class="rows" aria-hidden="true">
      ${Array.from(
        { length: Math.min(this.most, 12) + (this.other ? 1 : 0) },
        () => html`<div><span class="skeleton word"></span><span class="skeleton long"></span></div>`,
      )}
    </div>`;
  }
}
