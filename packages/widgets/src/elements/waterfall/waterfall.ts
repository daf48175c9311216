import { addDays, periodOf, UNKNOWN, type Waterfall, type WaterfallPart } from '@sluice/core';
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { measureFor } from '../../charts/measure-text.ts';
import { layoutRows } from '../../charts/rows.ts';
import { place, px, type Span } from '../../charts/scale.ts';
import { WidthController } from '../../charts/width.ts';
import { DealsController } from '../../controllers/deals.ts';
import { SluiceElement } from '../../element.ts';
import { intelligenceMessages } from '../../locales/messages/intelligence.ts';
import { waterfallMessages } from '../../locales/messages/waterfall.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { type ExplainedFigure, toldFigure } from '../explanation/figures.ts';
import { FRAME, ReadingElement } from '../forecast/reading.ts';
import { readingStyles } from '../forecast/reading.styles.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { balanceOf, type WaterfallAnswer, type WaterfallWish } from './balance.ts';
import { waterfallStyles } from './waterfall.styles.ts';

const ROW = 36;
const BAR = 18;
/** So many deals of a part are listed: the largest. */
const LISTED = 20;

/** A bar of the waterfall: from one balance to the next. */
interface Shown {
  readonly name: string;
  readonly part: WaterfallPart | null;
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly count: number;
}

/**
 * The open pipeline at the end of two days and everything that moved between: new, reopened, increased, decreased, won, lost, pushed
 * out. Opening and parts make the closing balance to the cent. Needs a source that keeps a journal.
 *
 * @tag sluice-waterfall
 * @fires {CustomEvent<RecordOpenDetail>} sluice-record-open - somebody wants to see a deal; prevented, the app does not open it
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart mark - each part
 * @csspart readout - what the part that is pointed at stands for
 * @csspart deals - the deals of each part
 * @csspart bound - what stands there when not all deals were read
 * @csspart empty - what stands there without a journal, or without deals
 * @csspart error - what stands there when there is no data
 */
export class SluiceWaterfall extends ReadingElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    readingStyles,
    waterfallStyles,
  ];

  /** The day at whose end it opens, `YYYY-MM-DD`; the last day of the quarter before when left out. */
  @property() from = '';
  /** The day at whose end it closes; today when left out. */
  @property() to = '';
  /** With `due-to`: only deals expected from this day on. */
  @property({ attribute: 'due-from' }) dueFrom = '';
  /** The last day of those that deals are expected in. */
  @property({ attribute: 'due-to' }) dueTo = '';

  private readonly width = new WidthController(this);
  private readonly data: DealsController<WaterfallWish, WaterfallAnswer> = new DealsController(this, {
    ask: () => this.selection(),
    wish: () => ({
      ...this.span,
      window: this.dueFrom !== '' && this.dueTo !== '' ? { from: this.dueFrom, to: this.dueTo } : null,
    }),
    compute: balanceOf,
  });

  private get span(): { readonly from: string; readonly to: string } {
    const today = this.session?.today ?? '2000-01-01';
    return { from: this.from || addDays(periodOf(today, 'quarter').from, -1), to: this.to || today };
  }

  /** The balances by the metric of their day, and each part with the deals that moved. */
  protected override explainable(): readonly ExplainedFigure[] {
    const { answer } = this.data;
    const found = answer?.figures.value;
    if (!answer || !found) return [];
    const say = this.say(waterfallMessages);
    const { from, to } = this.span;
    const balance = (part: 'opening' | 'closing', asOf: string): readonly ExplainedFigure[] => {
      const query = this.question({
        measures: ['amount.open'],
        ...(asOf < (this.session?.today ?? '') ? { asOf } : {}),
      });
      return query && this.dueTo === '' ? [{ name: say(part), query, measure: 'amount.open' }] : [];
    };
    const parts = found.steps.map(({ part, amount, deals }) =>
      toldFigure({
        name: say(part),
        value: amount,
        unit: 'money',
        currency: found.currency ?? this.session?.currency ?? null,
        definition: this.sentence(found),
        formula: `${say('closing')} − ${say('opening')}: ${say(part)}`,
        population: answer.total,
        leftOut: [{ reason: 'not_meant', condition: say(part), count: answer.total - deals.length }],
        parts: deals.map(({ id, amount: contribution }) => ({ id, title: answer.titles[id] ?? '', contribution })),
      }),
    );
    return [...balance('opening', from), ...parts, ...balance('closing', to)];
  }

  protected override updated(): void {
    this.stand(this.data, this.data.answer?.figures.value === null);
  }

  protected override render() {
    const say = this.say(waterfallMessages);
    return this.renderCard({
      heading: this.label || say('title'),
      data: this.data,
      picture: true,
      sentence: ({ figures: { value } }) => (value === null ? null : this.sentence(value)),
      body: (answer) => (answer.figures.value === null ? html`` : this.renderBalance(answer, answer.figures.value)),
      none: (answer) => {
        if (answer?.missing) return say(answer.missing);
        const reason = answer?.figures.reason ?? null;
        return reason === null || reason === 'no_rows' ? say('none') : this.whyUnknown(reason);
      },
    });
  }

  private sentence({ opening, closing, steps, currency }: Waterfall): string {
    const say = this.say(waterfallMessages);
    const { from, to } = this.span;
    const days = { from: this.format.date(from), to: this.format.date(to) };
    const most = steps.reduce((best, step) => (Math.abs(step.amount) > Math.abs(best.amount) ? step : best));
    if (most.amount === 0) return say('still', { opening: this.money(opening, currency), ...days });
    return say('sentence', {
      opening: this.money(opening, currency),
      closing: this.money(closing, currency),
      ...days,
      change: this.signed(closing - opening, currency),
      part: say(most.part),
      amount: this.signed(most.amount, currency),
    });
  }

  private shown({ opening, closing, steps, deals }: Waterfall): readonly Shown[] {
    const say = this.say(waterfallMessages);
    let balance = opening;
    const parts = steps.flatMap(({ part, amount, deals: moved }): readonly Shown[] => {
      const from = balance;
      balance += amount;
      if (moved.length === 0) return [];
      return [{ name: say(part), part, from, to: balance, amount, count: moved.length }];
    });
    const total = (name: string, amount: number, count: number): Shown => ({
      name,
      part: null,
      from: 0,
      to: amount,
      amount,
      count,
    });
    return [total(say('opening'), opening, deals.opening), ...parts, total(say('closing'), closing, deals.closing)];
  }

  private text({ part, amount }: Shown, currency: string | null, look: 'short' | 'full'): string {
    return part === null ? this.money(amount, currency, look) : this.signed(amount, currency, look);
  }

  private renderBalance({ read, total, titles }: WaterfallAnswer, found: Waterfall): TemplateResult {
    const say = this.say(waterfallMessages);
    const { currency, blank } = found;
    const shown = this.shown(found);
    const spoken = shown.map(
      (one) => `${one.name}: ${this.text(one, currency, 'full')}, ${say('dealsOf', { count: one.count })}`,
    );
    const notes = [say('balance'), ...(blank > 0 ? [say('blank', { count: blank })] : [])];
    return html`${this.renderChart(shown, spoken, currency)} ${this.renderReadout(spoken)}
      ${this.renderTable(
        [say('part'), this.say(intelligenceMessages)('amount'), this.say(intelligenceMessages)('deals')],
        shown.map((one) => [one.name, this.text(one, currency, 'full'), this.format.number(one.count)]),
      )}
      <div part="deals">${this.renderDeals(found, titles)}</div>
      <p class="note">${notes.join(' ')}</p>
      ${this.renderBound(read, total)}`;
  }

  private renderChart(shown: readonly Shown[], spoken: readonly string[], currency: string | null): TemplateResult {
    const { rtl } = this;
    const inputs = shown.map((one) => ({ label: one.name, value: null, text: this.text(one, currency, 'short') }));
    const layout = layoutRows(inputs, {
      width: Math.max(120, (this.width.value || 400) - FRAME),
      rowHeight: ROW,
      barHeight: BAR,
      measure: measureFor(this, 14, 600),
      rtl,
    });
    const ends = shown.flatMap(({ from, to }) => [from, to]);
    const least = Math.min(0, ...ends);
    const span: Span = { from: least, to: Math.max(least + 1, ...ends) };
    const draw = (at: number): SVGTemplateResult => {
      const row = layout.rows[at];
      const one = shown[at];
      if (!row || !one) return svg``;
      const { track, middle, label, labelX, valueX } = row;
      const [low, high] = [Math.min(one.from, one.to), Math.max(one.from, one.to)];
      const start = place(low, span, track.width);
      const size = Math.max(high === low ? 1 : 2, place(high, span, track.width) - start);
      const x = rtl ? track.x + track.width - start - size : track.x + start;
      const end = place(one.to, span, track.width);
      const endX = px(rtl ? track.x + track.width - end : track.x + end);
      const kind = one.part === null ? 'balance' : one.part === 'won' ? 'won' : one.amount < 0 ? 'loss' : 'gain';
      return svg`<g class=${kind}>
        <text class="name" x=${labelX} y=${middle + 5}>${label}</text>
        <rect class="bar" x=${px(x)} y=${track.y} width=${px(size)} height=${track.height} rx="2"></rect>
        ${at < shown.length - 1 ? svg`<line class="link-line" x1=${endX} x2=${endX} y1=${track.y + track.height} y2=${track.y + ROW}></line>` : nothing}
        <text class="end" x=${valueX} y=${middle + 5}>${inputs[at]?.text ?? ''}</text>
      </g>`;
    };
    return html`<svg
      class="chart"
      role="group"
      aria-label=${this.label || this.say(waterfallMessages)('title')}
      width=${layout.width}
      height=${layout.height}
      viewBox="0 0 ${layout.width} ${layout.height}"
    >
      ${this.renderReadable(spoken, draw, (at) => ({ x: -6, y: at * ROW + 1, width: layout.width + 12, height: ROW - 2 }))}
    </svg>`;
  }

  private renderDeals(
    { steps, currency }: Waterfall,
    titles: Readonly<Record<string, string>>,
  ): readonly (TemplateResult | typeof nothing)[] {
    const say = this.say(waterfallMessages);
    return steps.map(({ part, amount, deals }) => {
      if (deals.length === 0) return nothing;
      const largest = deals.toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount)).slice(0, LISTED);
      return html`<details>
        <summary>${say(part)}: ${this.signed(amount, currency)} · ${say('dealsOf', { count: deals.length })}</summary>
        <ul>
          ${largest.map(({ id, amount: moved }) => {
            const title = titles[id];
            const name = title === undefined || title === '' ? UNKNOWN : title;
            return html`<li>
              ${
                title === undefined
                  ? html`<span>${name}</span>`
                  : html`<button class="link" type="button" @click=${() => this.openRecord(id)}>${name}</button>`
              }
              <span>${this.signed(moved, currency, 'full')}</span>
            </li>`;
          })}
        </ul>
      </details>`;
    });
  }
}
