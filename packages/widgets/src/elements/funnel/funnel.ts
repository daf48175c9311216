import type { Answer, DimensionColumn } from '@sluice/core';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { measureFor } from '../../charts/measure-text.ts';
import { connectors, layoutRows, type RowInput } from '../../charts/rows.ts';
import { WidthController } from '../../charts/width.ts';
import { QueryController } from '../../controllers/query.ts';
import { SluiceElement } from '../../element.ts';
import { funnelMessages } from '../../locales/messages/chart.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { funnelWords } from '../../locales/messages/funnel.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { drawRow } from '../bars/draw.ts';
import { FILLER, type Mark, MarksElement } from '../bars/marks.ts';
import { type Figure, figureAt, figureText, numberOf } from '../kpi/figure.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { funnelStyles } from './funnel.styles.ts';
import { stageRows } from './stages.ts';

const ROW = 44;
const BAR = 22;
/** Padding and border of the card, both sides. */
const FRAME = 34;

/** A stage as it is shown. */
interface Shown {
  readonly mark: Mark;
  readonly value: number;
  readonly count: Figure;
  readonly amount: Figure | null;
  readonly share: number | null;
}

/**
 * The stages of a pipeline in their order as horizontal bars: how many records stand in each, their amount, their share. A click on a
 * stage filters the app by it, a second one takes it back.
 *
 * @tag sluice-funnel
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart pictures - the menu that takes the chart away as a picture
 * @csspart mark - each stage
 * @csspart empty - what stands there without records
 * @csspart error - what stands there when there is no data
 */
export class SluiceFunnel extends MarksElement {
  static override styles = [SluiceElement.styles, controlStyles, skeletonStyles, figureStyles, funnelStyles];

  /** The field of the stages; the entity's stage when left out. */
  @property() by = '';
  /** What the bars are long by. */
  @property() measure = 'stage.count';
  /** A second figure under each first one; `none` for no second. */
  @property() amount = 'stage.amount';

  private readonly width = new WidthController(this);
  private readonly data = new QueryController(
    this,
    () => (this.dimension === '' ? null : this.question({ by: [this.dimension], measures: this.columns })),
    { except: () => this.dimension },
  );

  private get dimension(): string {
    return this.by || (this.subject?.stage?.name ?? '');
  }

  /** The measures as asked; those of the pipeline only where the entity has them. */
  private get columns(): readonly string[] {
    const { measure, amount } = this;
    const first = measure === 'stage.count' && !this.metric(measure) ? 'count()' : measure;
    const second = amount === 'none' || (amount === 'stage.amount' && !this.metric(amount)) ? '' : amount;
    return [first, second].filter((word) => word !== '');
  }

  protected override updated(): void {
    this.stand(this.data, this.data.answer !== null && this.shown(this.data.answer).every(({ value }) => value === 0));
  }

  protected override render() {
    const { answer, problem, loading } = this.data;
    const shown = answer ? this.shown(answer) : [];
    const filled = shown.some(({ value }) => value !== 0);
    const heading = this.label || this.say(funnelMessages)('title');
    return html`<figure class="card" part="base" aria-busy=${loading ? 'true' : 'false'}>
      <figcaption>
        <div class="head">
          <h3 class="title" part="title">${heading}</h3>
          ${filled ? this.renderPictures(heading) : nothing}
        </div>
        ${
          filled
            ? html`<p class="caption">${this.sentence(shown)}</p>`
            : loading && !answer
              ? html`<p class="caption"><span class="skeleton" aria-hidden="true">${FILLER}</span><span class="spoken" role="status">${this.say(figureMessages)('loading')}</span></p>`
              : nothing
        }
      </figcaption>
      ${problem ? this.renderProblem(problem, () => this.data.retry()) : nothing}
      ${filled && answer ? this.renderChart(answer, shown) : nothing}
      ${
        filled || problem
          ? nothing
          : loading && !answer
            ? this.renderLoading()
            : this.renderNothing(this.say(answer ? funnelMessages : funnelWords)('none'))
      }
    </figure>`;
  }

  private shown(answer: Answer): readonly Shown[] {
    const [dimension] = answer.dimensions;
    const [counts, amounts] = answer.measures;
    if (!dimension) return [];
    const field = this.fieldAt(dimension.name);
    const rows = stageRows(answer, field);
    const valueAt = (row: number | null): number => (row === null ? 0 : (numberOf(counts?.values[row]) ?? 0));
    const total = rows.reduce((sum, { row }) => sum + valueAt(row), 0);
    return rows.map(({ key, row }) => {
      const value = valueAt(row);
      const name = row === null && field ? this.format.field(field, key) : this.keyName(dimension, row ?? 0);
      const count: Figure = { ...figureAt(counts, row ?? -1), value };
      const amount = amounts ? (row === null ? { ...figureAt(amounts, -1), value: 0 } : figureAt(amounts, row)) : null;
      const share = total > 0 ? value / total : null;
      const said = [
        figureText(this.format, count, 'full'),
        ...(amount ? [figureText(this.format, amount, 'full')] : []),
        ...(share === null ? [] : [this.format.percentFromRatio(share, 0)]),
      ];
      return {
        mark: { name, spoken: `${name}: ${said.join(', ')}`, choice: this.choice(dimension, key) },
        value,
        count,
        amount,
        share,
      };
    });
  }

  private sentence(shown: readonly Shown[]): string {
    const say = this.say(funnelMessages);
    const most = shown.reduce((best, one) => (one.value > best.value ? one : best));
    return say('summary', {
      stages: say('stages', { count: shown.length }),
      first: shown[0]?.mark.name ?? '',
      last: shown.at(-1)?.mark.name ?? '',
      most: most.mark.name,
      value: figureText(this.format, most.count, 'short'),
    });
  }

  private renderChart(answer: Answer, shown: readonly Shown[]): TemplateResult {
    const { rtl } = this;
    const inputs = shown.map(
      ({ mark, value, count, amount, share }): RowInput => ({
        label: mark.name,
        value,
        text: figureText(this.format, count, 'short'),
        ...(share === null ? {} : { note: this.format.percentFromRatio(share, 0) }),
        ...(amount ? { side: figureText(this.format, amount, 'short') } : {}),
      }),
    );
    const layout = layoutRows(inputs, {
      width: Math.max(120, (this.width.value || 400) - FRAME),
      rowHeight: ROW,
      barHeight: BAR,
      measure: measureFor(this, 14, 600),
      measureSmall: measureFor(this, 12),
      rtl,
    });
    const marks = shown.map(({ mark }) => mark);
    const choosing = marks.some((mark) => this.chosen(mark));
    return html`<svg
        class="chart ${choosing ? 'choosing' : ''}"
        role="group"
        aria-label=${this.label || this.say(funnelMessages)('title')}
        width=${layout.width}
        height=${layout.height}
        viewBox="0 0 ${layout.width} ${layout.height}"
      >
        ${connectors(layout, rtl).map((points) => svg`<polygon class="connector" points=${points}></polygon>`)}
        ${this.renderMarks(
          marks,
          (at) => drawRow(layout.rows[at], inputs[at]),
          (at) => ({ x: -6, y: at * ROW + 1, width: layout.width + 12, height: ROW - 2 }),
        )}
      </svg>
      ${this.renderFigures(answer.dimensions[0], shown)}`;
  }

  private renderFigures(dimension: DimensionColumn | undefined, shown: readonly Shown[]): TemplateResult {
    const [measure = '', amount] = this.columns;
    const heads = [
      this.dimensionName(dimension?.name ?? ''),
      this.measureName(measure),
      ...(amount === undefined ? [] : [this.measureName(amount)]),
      this.say(funnelWords)('share'),
    ];
    const rows = shown.map(({ mark, count, amount: sum, share }) => [
      mark.name,
      figureText(this.format, count, 'full'),
      ...(sum ? [figureText(this.format, sum, 'full')] : []),
      this.format.percentFromRatio(share, 0),
    ]);
    return this.renderTable(heads, rows);
  }

  private renderLoading(): TemplateResult {
    const stages =
      this.fieldAt(this.dimension)?.pipeline?.stages.filter(({ outcome }) => outcome === 'open').length ?? 4;
    return html`<div class="rows" aria-hidden="true">
      ${Array.from(
        { length: stages },
        () =>
          html`<div><span class="skeleton word"></span><span class="skeleton long"></span><span class="skeleton end"></span></div>`,
      )}
    </div>`;
  }
}
