import { AGE_SPANS, type AgedStage, COLD_AFTER, UNKNOWN } from '@sluice/core';
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { measureFor } from '../../charts/measure-text.ts';
import { type Box, layoutRows, type RowInput } from '../../charts/rows.ts';
import { px } from '../../charts/scale.ts';
import { WidthController } from '../../charts/width.ts';
import { DealsController } from '../../controllers/deals.ts';
import { SluiceElement } from '../../element.ts';
import { ageingMessages } from '../../locales/messages/ageing.ts';
import { intelligenceMessages } from '../../locales/messages/intelligence.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import type { Mark } from '../bars/marks.ts';
import { type ExplainedFigure, toldFigure } from '../explanation/figures.ts';
import { FRAME, ReadingElement } from '../forecast/reading.ts';
import { readingStyles } from '../forecast/reading.styles.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { ageingStyles } from './ageing.styles.ts';
import { type Ageing, ageingOf } from './ages.ts';

const ROW = 44;
const BAR = 20;

/**
 * Open deals by stage and by how long nobody touched them; those idle for longer than their stage allows are cold. A click on a stage
 * filters the app by it; a click on a cold deal asks the page to open it.
 *
 * @tag sluice-ageing
 * @fires {CustomEvent<RecordOpenDetail>} sluice-record-open - somebody wants to see a deal; prevented, the app does not open it
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart mark - each stage
 * @csspart coldest - the cold deals
 * @csspart empty - what stands there without open deals
 * @csspart error - what stands there when there is no data
 */
export class SluiceAgeing extends ReadingElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    readingStyles,
    ageingStyles,
  ];

  /** Days without a touch after which a deal is cold where its stage has no limit of its own. */
  @property({ type: Number, attribute: 'cold-after' }) coldAfter = COLD_AFTER;

  private readonly width = new WidthController(this);
  private readonly data: DealsController<number, Ageing> = new DealsController(this, {
    ask: () => this.selection(),
    wish: () => Math.max(0, Number.isFinite(this.coldAfter) ? this.coldAfter : COLD_AFTER),
    compute: ageingOf,
    except: () => this.subject?.stage?.name ?? '',
  });

  protected override get ownDimension(): string {
    return this.subject?.stage?.name ?? '';
  }

  protected override explainable(): readonly ExplainedFigure[] {
    const { answer } = this.data;
    const stage = this.subject?.stage;
    if (!answer || !stage) return [];
    const say = this.say(ageingMessages);
    const { open, cold, deals, stages } = answer;
    const named = deals.filter((deal) => deal.cold);
    const told = toldFigure({
      name: say('cold'),
      value: cold,
      unit: 'count',
      currency: null,
      definition: say('sentence', { count: cold, open }),
      formula: 'count()',
      population: open,
      leftOut: [{ reason: 'not_meant', condition: `${say('idle')} ≤ ${say('limit')}`, count: open - cold }],
      ...(named.length === cold
        ? { parts: named.map(({ id }) => ({ id, title: answer.titles[id] ?? '', contribution: 1 })) }
        : {}),
    });
    return [
      told,
      ...this.figureOf(this.measureName('count.open'), 'count.open'),
      ...stages.flatMap(({ stage: key }) =>
        this.figureOf(this.stageName(key), 'count.open', [{ field: stage.name, op: 'in', values: [key] }]),
      ),
    ];
  }

  protected override updated(): void {
    this.stand(this.data, this.data.answer?.open === 0);
  }

  protected override render() {
    const say = this.say(ageingMessages);
    return this.renderCard({
      heading: this.label || say('title'),
      data: this.data,
      picture: true,
      sentence: ({ open, cold }) => (open === 0 ? null : say('sentence', { count: cold, open })),
      body: (answer) => this.renderAges(answer),
      none: () => say('none'),
    });
  }

  private stageName(key: string): string {
    const stage = this.subject?.stage;
    return stage ? this.format.field(stage, key) : key;
  }

  private renderAges(answer: Ageing): TemplateResult {
    const say = this.say(ageingMessages);
    const used = AGE_SPANS.filter((span) => answer.stages.some(({ spans }) => spans[span] > 0));
    return html`${this.renderChart(answer.stages)}
      <ul class="keys" aria-hidden="true">
        ${used.map((span) => html`<li><span class="key ${span}"></span>${say(span)}</li>`)}
      </ul>
      ${this.renderTable(
        [say('stage'), ...used.map((span) => say(span)), say('cold')],
        answer.stages.map(({ stage, spans, cold }) => [
          this.stageName(stage),
          ...used.map((span) => this.format.number(spans[span])),
          this.format.number(cold),
        ]),
      )}
      ${answer.coldest.length > 0 ? this.renderColdest(answer) : nothing}
      <p class="note">${say('fromJournal')}</p>`;
  }

  private renderChart(stages: readonly AgedStage[]): TemplateResult {
    const say = this.say(ageingMessages);
    const { rtl } = this;
    const field = this.subject?.stage;
    const marks = stages.map(({ stage, spans, cold, count }): Mark => {
      const name = this.stageName(stage);
      const parts = AGE_SPANS.filter((span) => spans[span] > 0).map(
        (span) => `${say(span)} ${this.format.number(spans[span])}`,
      );
      const said = [this.format.number(count), ...parts, ...(cold > 0 ? [say('coldShort', { count: cold })] : [])];
      const choice = field ? this.choice({ name: field.name, unit: field.unit, values: [] }, stage) : null;
      return { name, spoken: `${name}: ${said.join(', ')}`, choice };
    });
    const inputs = stages.map(
      ({ count, cold }, at): RowInput => ({
        label: marks[at]?.name ?? '',
        value: count,
        text: this.format.number(count),
        side: cold > 0 ? `❄ ${say('coldShort', { count: cold })}` : '',
      }),
    );
    const layout = layoutRows(inputs, {
      width: Math.max(120, (this.width.value || 400) - FRAME),
      rowHeight: ROW,
      barHeight: BAR,
      measure: measureFor(this, 14, 600),
      measureSmall: measureFor(this, 12, 600),
      rtl,
    });
    const choosing = marks.some((mark) => this.chosen(mark));
    const draw = (at: number): SVGTemplateResult => {
      const row = layout.rows[at];
      const stage = stages[at];
      const input = inputs[at];
      if (!row || !stage || !input) return svg``;
      const { middle, bar, label, labelX, valueX } = row;
      return svg`<text class="name" x=${labelX} y=${middle + 5}>${label}</text>
        ${bar && stage.count > 0 ? segments(bar, stage, rtl) : nothing}
        <text class="end" x=${valueX} y=${input.side ? middle - 4 : middle + 5}>${input.text}</text>
        ${input.side ? svg`<text class="small cold end" x=${valueX} y=${middle + 12}>${input.side}</text>` : nothing}`;
    };
    return html`<svg
      class="chart ${choosing ? 'choosing' : ''}"
      role="group"
      aria-label=${this.label || say('title')}
      width=${layout.width}
      height=${layout.height}
      viewBox="0 0 ${layout.width} ${layout.height}"
    >
      ${this.renderMarks(marks, draw, (at) => ({ x: -6, y: at * ROW + 1, width: layout.width + 12, height: ROW - 2 }))}
    </svg>`;
  }

  private renderColdest({ coldest }: Ageing): TemplateResult {
    const say = this.say(ageingMessages);
    return html`<h4>${say('coldest')}</h4>
      <div class="scroll" part="coldest" tabindex="0" role="group" aria-label=${say('coldest')}><table>
        <thead>
          <tr>
            <th scope="col">${this.say(intelligenceMessages)('deal')}</th>
            <th scope="col" class="stage">${say('stage')}</th>
            <th scope="col">${say('idle')}</th>
            <th scope="col">${say('limit')}</th>
          </tr>
        </thead>
        <tbody>
          ${coldest.map(
            ({ id, title, stage, days, limit }) =>
              html`<tr>
                <th scope="row">
                  <button class="link" type="button" @click=${() => this.openRecord(id)}>${title || UNKNOWN}</button>
                </th>
                <td class="stage">${stage === null ? UNKNOWN : this.stageName(stage)}</td>
                <td class="days">${days.value === null ? UNKNOWN : this.format.days(days.value)}</td>
                <td>${this.format.days(limit)}</td>
              </tr>`,
          )}
        </tbody>
      </table></div>`;
  }
}

/** The spans of a stage side by side, within its bar. */
const segments = (bar: Box, { spans, count }: AgedStage, rtl: boolean): readonly SVGTemplateResult[] => {
  let before = 0;
  return AGE_SPANS.flatMap((span) => {
    const width = (spans[span] / count) * bar.width;
    if (width === 0) return [];
    const x = rtl ? bar.x + bar.width - before - width : bar.x + before;
    before += width;
    return [svg`<rect class="bar ${span}" x=${px(x)} y=${bar.y} width=${px(width)} height=${bar.height}></rect>`];
  });
};
