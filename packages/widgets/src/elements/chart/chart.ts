import { listed, UNKNOWN } from '@sluice/core';
import type { Chart } from 'chart.js';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { PALETTE } from '../../charts/colours.ts';
import { QueryController } from '../../controllers/query.ts';
import { SluiceElement } from '../../element.ts';
import { barsMessages } from '../../locales/messages/chart.ts';
import { pageChartMessages } from '../../locales/messages/page-chart.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { ReadingElement } from '../forecast/reading.ts';
import { readingStyles } from '../forecast/reading.styles.ts';
import { type Figure, figureAt, figureText, numberOf } from '../kpi/figure.ts';
import type { ExplainedFigure } from '../explanation/figures.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { chartStyles } from './chart.styles.ts';
import { CHART_TYPES, type ChartConfig, type ChartKind, readConfig, type Series } from './config.ts';
import { configurationOf, loadChart, type Paints } from './paint.ts';

/** What is drawn, whoever gave it. */
interface Drawn {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** The figure of each row of values, for its words. */
  readonly looks: readonly Pick<Figure, 'unit' | 'currency'>[];
}

/**
 * A chart of chart.js, which is loaded when the first one is shown: of a query (`by` and `measures`) or of data given with `config`.
 * A sentence and a table say the same.
 *
 * @tag sluice-chart
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart canvas - the picture
 * @csspart empty - what stands there without data
 * @csspart error - what stands there when there is no data
 * @cssprop --sluice-chart-height - how high the picture is
 */
export class SluiceChart extends ReadingElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    readingStyles,
    chartStyles,
  ];

  /** `bar`, `line`, `pie`, `doughnut`, `radar`, `polarArea`. */
  @property() type = 'bar';
  /** The field, path or date with its period to group by. */
  @property() by = '';
  /** Measures, separated by spaces: `amount.open amount.won`. */
  @property() measures = 'count()';
  /** How many groups at most. */
  @property({ type: Number }) top = 20;
  /** JSON: `options` of chart.js, and `data` (`labels`, `datasets`) for a chart that asks no source. */
  @property() config: unknown = '';

  @state() private failed = false;

  #chart: Chart | null = null;
  /** What was painted last: nothing is painted twice. */
  #painted = '';

  private readonly query = new QueryController(
    this,
    () => {
      if (this.by === '' || this.settings?.data) return null;
      const measures = listed(this.measures);
      if (this.by.includes(':')) return this.question({ by: [this.by], measures });
      const top = Math.min(Math.max(Math.trunc(this.top) || 20, 1), 200);
      return this.question({ by: [this.by], measures, top });
    },
    { except: () => this.by },
  );

  /** What was given as `config`; null where that cannot be read. */
  private get settings(): ChartConfig | null {
    return readConfig(this.config);
  }
  private get kind(): ChartKind | undefined {
    return CHART_TYPES.find((one) => one === this.type);
  }

  /** What is drawn; null while nothing is known. */
  private get drawn(): Drawn | null {
    const given = this.settings?.data;
    if (given)
      return { labels: given.labels, series: given.datasets, looks: given.datasets.map(() => ({ unit: 'number' })) };
    const { answer } = this.query;
    const [dimension] = answer?.dimensions ?? [];
    if (!answer || !dimension) return null;
    return {
      labels: dimension.values.map((_, row) => this.keyName(dimension, row)),
      series: answer.measures.map(({ name, values }) => ({
        label: this.measureName(name),
        data: values.map((value) => numberOf(value)),
      })),
      looks: answer.measures.map((column) => figureAt(column, -1)),
    };
  }

  private get own(): boolean {
    return this.settings?.data !== undefined;
  }

  private get usable(): boolean {
    return this.kind !== undefined && this.settings !== null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drop();
  }

  protected override get ownDimension(): string {
    return this.by;
  }

  protected override explainable(): readonly ExplainedFigure[] {
    const { answer } = this.query;
    if (!answer || this.own) return [];
    return answer.measures.flatMap(({ name }) => {
      const figures = this.figuresOf(answer, name);
      return answer.measures.length === 1
        ? figures
        : figures.map((figure) => ({ ...figure, name: `${this.measureName(name)} · ${figure.name}` }));
    });
  }

  protected override updated(): void {
    const { drawn } = this;
    const empty = !this.usable || !drawn || drawn.series.every(({ data }) => data.every((value) => value === null));
    if (this.own) this.setState(empty ? 'empty' : 'ready');
    else this.stand(this.query, empty);
    void this.paint();
  }

  protected override render() {
    const say = this.say(pageChartMessages);
    const { drawn, own, query } = this;
    const data = {
      answer: this.usable ? drawn : null,
      problem: own || !this.usable ? null : query.problem,
      loading: this.usable && !own && query.loading,
      retry: () => query.retry(),
    };
    return this.renderCard<Drawn>({
      heading: this.heading,
      data,
      sentence: (shown) => this.sentence(shown),
      body: (shown) => this.renderPicture(shown),
      none: () => {
        if (this.settings === null) return say('badConfig');
        return this.kind ? say('none') : say('badType', { type: this.type, types: CHART_TYPES.join(', ') });
      },
    });
  }

  private get heading(): string {
    if (this.label) return this.label;
    if (this.own || this.by === '') return this.say(pageChartMessages)('title');
    const measure = listed(this.measures)
      .map((id) => this.measureName(id))
      .join(', ');
    return this.say(barsMessages)('title', { measure, by: this.dimensionName(this.by) });
  }

  private text({ looks }: Drawn, value: number | null, series: number, look: 'short' | 'full' = 'short'): string {
    return value === null
      ? UNKNOWN
      : figureText(this.format, { ...(looks[series] ?? { unit: 'number' }), value }, look);
  }

  private sentence(drawn: Drawn): string | null {
    const say = this.say(pageChartMessages);
    const sentences = drawn.series.flatMap(({ label, data }, at): readonly string[] => {
      const known = data.flatMap((value, place) => (value === null ? [] : [{ value, place }]));
      const [first] = known;
      if (!first) return [];
      const least = known.reduce((best, one) => (one.value < best.value ? one : best), first);
      const most = known.reduce((best, one) => (one.value > best.value ? one : best), first);
      return [
        say('sentence', {
          name: label || this.heading,
          least: this.text(drawn, least.value, at),
          leastAt: drawn.labels[least.place] ?? '',
          most: this.text(drawn, most.value, at),
          mostAt: drawn.labels[most.place] ?? '',
          count: known.length,
        }),
      ];
    });
    return sentences.length === 0 ? null : sentences.join(' ');
  }

  private renderPicture(drawn: Drawn): TemplateResult {
    const probes = ['text', 'grid', 'ground', ...Array.from({ length: PALETTE }, (_, at) => `p${at + 1}`)];
    return html`<div class="canvas" part="canvas">
        <canvas role="img" aria-label=${this.heading}></canvas>
      </div>
      <div class="probe" aria-hidden="true">${probes.map((name) => html`<i class=${name}></i>`)}</div>
      ${this.failed ? html`<p class="note" role="status">${this.say(pageChartMessages)('notLoaded')}</p>` : nothing}
      ${this.renderTable(
        [this.by === '' ? '' : this.dimensionName(this.by), ...drawn.series.map(({ label }) => label)],
        drawn.labels.map((label, row) => [
          label,
          ...drawn.series.map(({ data }, at) => this.text(drawn, data[row] ?? null, at, 'full')),
        ]),
      )}`;
  }

  private paints(): Paints {
    const colour = (name: string): string => {
      const probe = this.renderRoot.querySelector(`.probe .${name}`);
      return probe ? getComputedStyle(probe).color : '';
    };
    return {
      text: colour('text'),
      grid: colour('grid'),
      ground: colour('ground'),
      series: Array.from({ length: PALETTE }, (_, at) => colour(`p${at + 1}`)),
    };
  }

  /** Paints what is shown, once chart.js is there; the same picture is not painted again. */
  private async paint(): Promise<void> {
    const { drawn, kind, settings } = this;
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas || !drawn || !kind || !settings) {
      this.#drop();
      return;
    }
    const paints = this.paints();
    const options = settings.options ?? {};
    const key = JSON.stringify([kind, drawn, options, paints, this.rtl, this.tongue]);
    if (key === this.#painted && this.#chart?.canvas === canvas) return;
    this.#painted = key;
    try {
      const Painter = await loadChart();
      if (key !== this.#painted || !this.isConnected) return;
      this.#chart?.destroy();
      this.#chart = new Painter(
        canvas,
        configurationOf({
          type: kind,
          labels: drawn.labels,
          series: drawn.series,
          options,
          paints,
          font: getComputedStyle(this).fontFamily,
          rtl: this.rtl,
          still: matchMedia('(prefers-reduced-motion: reduce)').matches,
          text: (value, series) => this.text(drawn, value, series),
        }),
      );
      this.failed = false;
    } catch (failure) {
      console.error('The chart cannot be drawn.', failure);
      this.#painted = '';
      this.failed = true;
    }
  }

  #drop(): void {
    this.#chart?.destroy();
    this.#chart = null;
    this.#painted = '';
  }
}
