import { type Condition, type Granularity, periodOf, type Query, UNKNOWN } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ComparedController } from '../../controllers/compared.ts';
import { QueryController } from '../../controllers/query.ts';
import { SluiceElement } from '../../element.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { kpiMessages } from '../../locales/messages/kpi.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { stageRows } from '../funnel/stages.ts';
import { type Figure, FigureElement, figureAt, type FigureLook, figureText } from './figure.ts';
import { figureStyles } from './figure.styles.ts';
import { INFO } from './info.ts';
import { kpiStyles } from './kpi.styles.ts';

/** What `sluice-kpi-explain` says: which figure somebody wants explained. */
export interface KpiExplainDetail {
  readonly measure: string;
  readonly query: Query;
}

/**
 * One figure on a card: its name in words, the value shortened (the exact one in its title), on request a second figure beside it and a
 * line of its months. A click on a figure shows how it came about.
 *
 * @tag sluice-kpi
 * @fires {CustomEvent<KpiExplainDetail>} sluice-kpi-explain - somebody wants a figure explained; prevented, the explanation stays closed
 * @csspart base - the card
 * @csspart name - what the figure is called
 * @csspart value - the figure
 * @csspart beside - the second figure
 * @csspart delta - the figure against that of another period
 * @csspart groups - the figure by groups, for a measure that has some
 * @csspart error - what stands there when there is no data
 * @cssprop --sluice-sparkline-height - how high the line is
 */
export class SluiceKpi extends FigureElement {
  static override styles = [SluiceElement.styles, controlStyles, skeletonStyles, figureStyles, kpiStyles];

  /** The id of a metric (`weighted.open`) or an aggregate (`sum(amount)`). */
  @property() measure = '';
  /** A second measure, small beside the first. */
  @property() beside = '';
  /** The dimension of a small list under the figure; that of the metric when left out, `none` for no list. */
  @property() by = '';
  /** A period (`month`): the figure by it, as a small line. */
  @property() trend = '';
  /**
   * With what it is compared: `previous`, as many days of the period before, or `last-year`, up to the same date. A figure that counts what
   * happened (won, created) is then that of the running period.
   */
  @property() compare: '' | 'previous' | 'last-year' = '';
  /** The period that is compared, with `compare`. */
  @property() granularity: Granularity = 'month';
  /** `short` (`115,3 k€`) or `full` (`115 270 €`). */
  @property({ attribute: 'format' }) look: FigureLook = 'short';
  /** Whether it is the figure that counts most. */
  @property({ type: Boolean, reflect: true }) large = false;

  @state() private explained = '';
  private readonly data = new QueryController(this, () => this.asked);
  private readonly groups = new QueryController(this, () => {
    const by = this.grouping;
    return by === '' ? null : this.question({ by: [by], measures: [this.measure] });
  });

  private readonly compared = new ComparedController(this, () => {
    const query = this.compare === '' ? null : this.question({ measures: [this.measure] });
    const compare = this.compare === 'last-year' ? 'lastYear' : 'previous';
    return query && { query, by: { granularity: this.granularity, compare } };
  });

  private get asked(): Query | null {
    const { session, dated } = this;
    const measures = [this.measure, this.beside].filter((word) => word !== '');
    if (dated === undefined || !session) return this.question({ measures });
    const { from } = periodOf(session.today, this.granularity);
    const filters: readonly Condition[] = [
      { field: dated, op: 'gte', values: [from] },
      { field: dated, op: 'lte', values: [session.today] },
    ];
    return this.question({ measures, filters });
  }

  /** The day by which records are of the period that is compared: of a figure that counts what happened. */
  private get dated(): string | undefined {
    return this.compare === '' ? undefined : this.metric(this.measure)?.dated;
  }

  private get grouping(): string {
    return this.by === 'none' ? '' : this.by || (this.metric(this.measure)?.by ?? '');
  }

  protected override updated(): void {
    this.stand(this.data, this.data.answer?.measures[0]?.values[0] === null);
  }

  protected override render() {
    const { answer, problem, loading } = this.data;
    return html`<div class="card" part="base" aria-busy=${loading ? 'true' : 'false'}>
        ${problem && !answer ? html`<span class="name" part="name">${this.name}</span>` : nothing}
        ${
          answer
            ? this.renderFigures(
                answer.measures.map((column) => figureAt(column, 0)),
                answer.selected > 0,
              )
            : nothing
        }
        ${problem ? this.renderProblem(problem, () => this.data.retry()) : nothing}
        ${answer || problem ? nothing : loading ? this.renderLoading() : this.renderNothing()}
        ${this.renderUnexplained()}
      </div>
      ${this.explaining.content ? this.renderExplanation() : nothing}`;
  }

  private renderExplanation(): TemplateResult {
    return html`<sluice-explanation
      .app=${this.app}
      .locale=${this.locale}
      .query=${this.asked}
      .measure=${this.explained}
      .heading=${this.explained === this.measure ? this.name : this.measureName(this.explained)}
      ?open=${this.explained !== ''}
      @sluice-explanation-close=${this.explanationClosed}
    ></sluice-explanation>`;
  }

  private get name(): string {
    return this.label || this.measureName(this.measure);
  }

  private renderFigures([figure, beside]: readonly Figure[], some: boolean): TemplateResult {
    if (!figure) return this.renderNothing();
    const say = this.say(kpiMessages);
    const exact = figureText(this.format, figure, 'full');
    const shown = figureText(this.format, figure, this.look);
    return html`<button
        class="figure"
        type="button"
        aria-haspopup="dialog"
        title=${shown === exact ? say('explain') : exact}
        aria-description=${say('explain')}
        @click=${() => this.explain(this.measure)}
      >
        <span class="name" part="name"><span>${this.name}</span>${INFO}</span>
        <span class="value" part="value">${this.renderValue(shown, exact)}</span>
        ${figure.value === null ? html`<span class="reason">${this.reasonText(figure.reason)}</span>` : nothing}
      </button>
      ${this.compare === '' ? nothing : this.renderDelta()} ${beside ? this.renderBeside(beside) : nothing} ${this.renderGroups()}
      ${
        this.lined && some
          ? html`<sluice-sparkline
              change
              .app=${this.app}
              .locale=${this.locale}
              .entity=${this.entity}
              .where=${this.where}
              .measure=${this.measure}
              .label=${this.name}
              .by=${this.trendBy}
            ></sluice-sparkline>`
          : nothing
      }`;
  }

  /** A list of groups takes the place of the line. */
  private get lined(): boolean {
    return this.trend !== '' && this.grouping === '';
  }

  private get trendBy(): string {
    const created = this.subject?.parts.created;
    return created === undefined ? '' : `${created}:${this.trend}`;
  }

  private renderDelta(): TemplateResult | typeof nothing {
    const { answer } = this.compared;
    return answer ? answer.render(answer.figure, this.format, this.dated !== undefined) : nothing;
  }

  private renderBeside(figure: Figure): TemplateResult {
    const name = this.measureName(this.beside);
    const exact = figureText(this.format, figure, 'full');
    return html`<button
      class="beside"
      part="beside"
      type="button"
      aria-haspopup="dialog"
      title=${figure.value === null ? this.reasonText(figure.reason) : exact}
      aria-description=${this.say(kpiMessages)('explain')}
      @click=${() => this.explain(this.beside)}
    >
      <span class="muted">${name}</span> <strong>${this.renderValue(figureText(this.format, figure, this.look), exact)}</strong>
    </button>`;
  }

  /** The figure as seen, and the exact one as heard. */
  private renderValue(shown: string, exact: string): TemplateResult {
    if (shown === exact) return html`${shown}`;
    return html`<span aria-hidden="true">${shown}</span><span class="spoken">${exact}</span>`;
  }

  private renderGroups(): TemplateResult | typeof nothing {
    const { answer } = this.groups;
    const [dimension] = answer?.dimensions ?? [];
    if (!answer || !dimension) return nothing;
    const field = this.fieldAt(dimension.name);
    return html`<ul class="groups" part="groups">
      ${stageRows(answer, field).map(({ key, row }) => {
        const name =
          row === null ? this.format.field(field ?? { unit: dimension.unit }, key) : this.keyName(dimension, row);
        const figure = row === null ? null : figureAt(answer.measures[0], row);
        return html`<li>
          <span>${name}</span>
          <span class="number">${figure ? figureText(this.format, figure, 'short') : this.format.number(0)}</span>
        </li>`;
      })}
    </ul>`;
  }

  private renderLoading(): TemplateResult {
    const lines = this.grouping === '' ? (this.beside ? 1 : 0) : 4;
    return html`<span class="name" part="name">${
      this.session?.model ? this.name : this.label || html`<span class="skeleton line">${UNKNOWN}</span>`
    }</span>
      <span class="skeleton value"></span>
      ${lines > 0 ? html`<div class="groups">${Array.from({ length: lines }, () => html`<span class="skeleton line"></span>`)}</div>` : nothing}
      ${this.lined ? html`<div class="skeleton trend"></div>` : nothing}
      <span class="spoken" role="status">${this.say(figureMessages)('loading')}</span>`;
  }

  private renderNothing(): TemplateResult {
    return html`<p class="nothing" part="empty">${this.say(kpiMessages)('empty')}</p>`;
  }

  private explain(measure: string): void {
    const query = this.asked;
    if (!query) return;
    const detail: KpiExplainDetail = { measure, query: this.data.query ?? query };
    if (!this.emit('sluice-kpi-explain', detail, { cancelable: true })) return;
    this.explained = measure;
    void this.explaining.want();
  }

  private readonly explanationClosed = (): void => {
    this.explained = '';
  };
}
