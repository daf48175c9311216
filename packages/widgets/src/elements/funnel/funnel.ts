import type { Answer, DimensionColumn, Funnel } from '@sluice/core';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { measureFor } from '../../charts/measure-text.ts';
import { connectors, layoutRows, type RowInput } from '../../charts/rows.ts';
import { WidthController } from '../../charts/width.ts';
import { Inquiry } from '../../controllers/inquiry.ts';
import { narrowed } from '../../controllers/narrowed.ts';
import { Part } from '../../controllers/part.ts';
import { QueryController } from '../../controllers/query.ts';
import { SluiceElement } from '../../element.ts';
import { funnelMessages } from '../../locales/messages/chart.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { funnelWords } from '../../locales/messages/funnel.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import type { ExplainedFigure } from '../explanation/figures.ts';
import { drawRow } from '../bars/draw.ts';
import { FILLER, type Mark, MarksElement } from '../bars/marks.ts';
import { type Figure, figureAt, figureText, numberOf } from '../kpi/figure.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import type { CohortAsked, CohortWords } from './cohort.ts';
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
 * stage filters the app by it, a second one takes it back. In its other reading, how many of the deals that were created came at least
 * so far, beside the first: what leads from one to the other adds up.
 *
 * @tag sluice-funnel
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart pictures - the menu that takes the chart away as a picture
 * @csspart switch - the two readings to choose from
 * @csspart mark - each stage
 * @csspart reconciliation - both readings side by side
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

  /** `snapshot`: who stands in each stage; `cohort`: who of those created came at least so far. */
  @property() reading: 'snapshot' | 'cohort' = 'snapshot';
  /** The first day of creation of the cohort, `YYYY-MM-DD`; all when left out. */
  @property({ attribute: 'created-from' }) createdFrom = '';
  /** The last day of creation of the cohort. */
  @property({ attribute: 'created-to' }) createdTo = '';

  private readonly width = new WidthController(this);
  private readonly data = new QueryController(
    this,
    () => (this.dimension === '' ? null : this.question({ by: [this.dimension], measures: this.columns })),
    { except: () => this.dimension },
  );

  /** What tells the other reading: loaded when it is first wanted. */
  private readonly cohort = new Part(this, () => import('./cohort.ts'));
  private readonly inquiry = new Inquiry<CohortAsked, Funnel>(
    {
      session: () => this.session,
      tongue: () => this.tongue,
      question: (session) => {
        const entity = this.entity || session.entity;
        if (this.reading !== 'cohort' || !this.cohort.content || entity === '') return null;
        const where = this.where.trim();
        const { createdFrom: from, createdTo: to } = this;
        const asked = {
          entity,
          ...(where === '' ? {} : { where }),
          ...(from === '' ? {} : { from }),
          ...(to === '' ? {} : { to }),
        };
        return narrowed<CohortAsked>(asked, session, this.dimension);
      },
      changed: () => this.requestUpdate(),
      homeless: () => customElements.get('sluice-app') !== undefined,
    },
    async (source, asked) => (await this.cohort.want())?.cohortIn(source, asked) ?? { ok: false, issues: [] },
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

  protected override get ownDimension(): string {
    return this.dimension;
  }

  protected override explainable(): readonly ExplainedFigure[] {
    const { content } = this.cohort;
    const { answer: funnel } = this.inquiry;
    if (this.reading === 'cohort' && content && funnel)
      return content.cohortFigures(funnel, content.cohortWords(this.format, this.fieldAt(this.dimension)));
    const { answer } = this.data;
    if (!answer) return [];
    const { columns } = this;
    return columns.flatMap((measure) =>
      this.figuresOf(answer, measure).map((figure) =>
        columns.length === 1 ? figure : { ...figure, name: `${this.measureName(measure)} · ${figure.name}` },
      ),
    );
  }

  protected override willUpdate(changed: Parameters<MarksElement['willUpdate']>[0]): void {
    super.willUpdate(changed);
    if (this.reading === 'cohort') void this.cohort.want();
    this.inquiry.look();
  }

  protected override updated(): void {
    if (this.reading === 'cohort') {
      this.stand(this.inquiry, this.inquiry.answer?.cohort === 0);
      return;
    }
    this.stand(this.data, this.data.answer !== null && this.shown(this.data.answer).every(({ value }) => value === 0));
  }

  protected override render() {
    if (this.reading === 'cohort') return this.renderCohort();
    const { answer, problem, loading } = this.data;
    const shown = answer ? this.shown(answer) : [];
    const filled = shown.some(({ value }) => value !== 0);
    const heading = this.label || this.say(funnelMessages)('title');
    return html`<figure class="card" part="base" aria-busy=${loading ? 'true' : 'false'}>
      <figcaption>
        <div class="head">
          <h3 class="title" part="title">${heading}</h3>
          ${this.renderSwitch()} ${filled ? this.renderTools(heading) : nothing}
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

  /** The two readings, where deals say when they were created. */
  private renderSwitch(): TemplateResult | typeof nothing {
    if (!this.subject?.parts.created || !this.subject.stage || this.by !== '' || !this.session?.source?.reckon)
      return nothing;
    const say = this.say(funnelWords);
    const button = (reading: SluiceFunnel['reading'], word: string): TemplateResult =>
      html`<button class="chip" type="button" aria-pressed=${this.reading === reading ? 'true' : 'false'} @click=${() => (this.reading = reading)}>
        ${word}
      </button>`;
    return html`<div class="switch" part="switch" role="group" aria-label=${say('readings')}>
      ${button('snapshot', say('now'))} ${button('cohort', say('cohort'))}
    </div>`;
  }

  private renderCohort(): TemplateResult {
    const { content } = this.cohort;
    const { answer, loading } = this.inquiry;
    const problem = this.cohort.problem ?? this.inquiry.problem;
    const heading = this.label || this.say(funnelMessages)('title');
    const words = content?.cohortWords(this.format, this.fieldAt(this.dimension));
    const filled = answer !== null && answer.cohort > 0 && content && words;
    return html`<figure class="card" part="base" aria-busy=${loading ? 'true' : 'false'}>
      <figcaption>
        <div class="head">
          <h3 class="title" part="title">${heading}</h3>
          ${this.renderSwitch()} ${filled ? this.renderTools(heading) : nothing}
        </div>
        ${filled ? html`<p class="caption">${content.cohortSentence(answer, words)}</p>` : nothing}
      </figcaption>
      ${problem ? this.renderProblem(problem, () => (this.cohort.problem ? void this.cohort.want() : this.inquiry.retry())) : nothing}
      ${filled ? html`${this.renderReached(answer, words)} ${content.renderReconciliation(answer, words)}` : nothing}
      ${
        filled || problem
          ? nothing
          : answer
            ? this.renderNothing(this.say(funnelMessages)('none'))
            : this.renderLoading()
      }
    </figure>`;
  }

  private renderReached({ steps, cohort }: Funnel, { stage, number, percent }: CohortWords): TemplateResult {
    const inputs = steps.map(
      ({ stage: key, reached, step }): RowInput => ({
        label: stage(key),
        value: reached,
        text: number(reached),
        note: percent(cohort === 0 ? null : reached / cohort),
        ...(step.value === null ? {} : { side: `↓ ${percent(step.value)}` }),
      }),
    );
    const reached = this.say(funnelWords)('reached');
    const marks = inputs.map(
      ({ label, text, note = '' }): Mark => ({
        name: label,
        spoken: `${label}: ${reached} ${text}, ${note}`,
        choice: null,
      }),
    );
    return this.renderStages(inputs, marks);
  }

  private renderChart(answer: Answer, shown: readonly Shown[]): TemplateResult {
    const inputs = shown.map(
      ({ mark, value, count, amount, share }): RowInput => ({
        label: mark.name,
        value,
        text: figureText(this.format, count, 'short'),
        ...(share === null ? {} : { note: this.format.percentFromRatio(share, 0) }),
        ...(amount ? { side: figureText(this.format, amount, 'short') } : {}),
      }),
    );
    const marks = shown.map(({ mark }) => mark);
    return html`${this.renderStages(inputs, marks)} ${this.renderFigures(answer.dimensions[0], shown)}`;
  }

  private renderStages(inputs: readonly RowInput[], marks: readonly Mark[]): TemplateResult {
    const { rtl } = this;
    const layout = layoutRows(inputs, {
      width: Math.max(120, (this.width.value || 400) - FRAME),
      rowHeight: ROW,
      barHeight: BAR,
      measure: measureFor(this, 14, 600),
      measureSmall: measureFor(this, 12),
      rtl,
    });
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
    </svg>`;
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
