import { UNKNOWN } from '@sluice/core';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { measureFor } from '../../charts/measure-text.ts';
import { WidthController } from '../../charts/width.ts';
import { DealsController } from '../../controllers/deals.ts';
import { SluiceElement } from '../../element.ts';
import { forecastMessages } from '../../locales/messages/forecast.ts';
import { intelligenceMessages } from '../../locales/messages/intelligence.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { forecastStyles } from './forecast.styles.ts';
import { outlookFigures } from './explained.ts';
import { layoutFan } from './fan.ts';
import { layoutHistogram } from './histogram.ts';
import { type OutlookAnswer, outlookOf, type OutlookWish } from './outlook.ts';
import type { ExplainedFigure } from '../explanation/figures.ts';
import { FRAME, ReadingElement } from './reading.ts';
import { readingStyles } from './reading.styles.ts';
import { renderCategories, renderEffects, type Tables } from './tables.ts';

const HEIGHT = 200;

/**
 * What the open deals will come to: the distribution of the total with its P10, P50 and P90, the chance of a quota, the forecast
 * categories, and the deals whose loss would cost most. How it was reckoned is said under it.
 *
 * @tag sluice-forecast
 * @fires {CustomEvent<RecordOpenDetail>} sluice-record-open - somebody wants to see a deal; prevented, the app does not open it
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart figures - P10, P50, P90, the mean and the chance
 * @csspart switch - the two pictures to choose from
 * @csspart mark - each bar of the distribution, each month of the fan
 * @csspart readout - what the bar that is pointed at stands for
 * @csspart method - how it was reckoned
 * @csspart categories - the forecast categories
 * @csspart effects - what single deals do
 * @csspart bound - what stands there when not all deals were read
 * @csspart empty - what stands there without open deals
 * @csspart error - what stands there when there is no data
 */
export class SluiceForecast extends ReadingElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    readingStyles,
    forecastStyles,
  ];

  /** What is to be reached, in major units: `250000`. */
  @property() quota = '';
  /** Whether won deals of the selection count as certain. */
  @property({ type: Boolean }) won = false;
  /** What is drawn: the `distribution` of the total, or the `fan` of what comes in by the end of each month. */
  @property() view: 'distribution' | 'fan' = 'distribution';

  private readonly width = new WidthController(this);
  private readonly data: DealsController<OutlookWish, OutlookAnswer> = new DealsController(this, {
    ask: () => this.selection(),
    wish: () => ({ quota: this.minor(this.quota, null), won: this.won }),
    compute: outlookOf,
  });

  /** The mean and the range with the deals that lie behind them, the chance of a quota, and the amount of each category. */
  protected override explainable(): readonly ExplainedFigure[] {
    const { answer } = this.data;
    if (!answer) return [];
    const { stage, parts } = this.subject ?? {};
    return outlookFigures(answer, {
      say: this.say(forecastMessages),
      why: this.say(intelligenceMessages),
      money: (value, look) => this.money(value, answer.currency, look),
      currency: this.session?.currency,
      method: this.method(answer),
      stage,
      category: parts?.category,
      mean: (name) => this.figureOf(name, this.won ? 'weighted.all' : 'weighted.open'),
      amountIn: (name, condition) => {
        const query = this.question({ measures: ['amount.all'] });
        if (!query) return [];
        const where = query.where === undefined ? condition : `(${query.where}) and (${condition})`;
        return [{ name, query: { ...query, where }, measure: 'amount.all' }];
      },
    });
  }

  protected override updated(): void {
    this.stand(this.data, this.data.answer?.figures.value === null);
  }

  protected override render() {
    return this.renderCard({
      heading: this.label || this.say(forecastMessages)('title'),
      data: this.data,
      picture: true,
      sentence: (answer) => this.sentence(answer),
      body: (answer) => this.renderOutlook(answer),
      none: (answer) =>
        answer?.figures.reason && answer.figures.reason !== 'no_rows'
          ? this.whyUnknown(answer.figures.reason)
          : this.say(forecastMessages)('none'),
    });
  }

  private sentence({ figures: { value }, quota, currency }: OutlookAnswer): string | null {
    if (value === null) return null;
    const say = this.say(forecastMessages);
    const range = say('sentence', {
      low: this.money(value.p10, currency),
      middle: this.money(value.p50, currency),
      high: this.money(value.p90, currency),
    });
    if (quota === null) return range;
    const reach = say('reach', { quota: this.money(quota, currency), chance: this.chance(value.atLeast) });
    return `${range} ${reach}`;
  }

  /** A chance without more digits than it has meaning. */
  private chance(ratio: number | null): string {
    if (ratio === null) return UNKNOWN;
    return this.format.percentFromRatio(ratio, ratio > 0 && ratio < 0.1 ? 1 : 0);
  }

  private renderOutlook(answer: OutlookAnswer): TemplateResult {
    const tables: Tables = {
      say: this.say(forecastMessages),
      dealWord: this.say(intelligenceMessages)('deal'),
      money: (value, look) => this.money(value, answer.currency, look),
      chance: (ratio) => this.chance(ratio),
      why: (reason) => this.whyUnknown(reason),
      open: (id) => this.openRecord(id),
    };
    return html`${this.renderFigures(answer)} ${this.renderSwitch(answer)}
      ${this.view === 'fan' ? this.renderFan(answer) : this.renderDistribution(answer)}
      <p class="note" part="method">${this.method(answer)}</p>
      ${this.renderBound(answer.read, answer.total)}
      <div class="sides">${renderCategories(answer, tables)} ${renderEffects(answer, tables)}</div>`;
  }

  private renderFigures({ figures: { value }, quota, badQuota, currency }: OutlookAnswer): TemplateResult {
    const say = this.say(forecastMessages);
    const item = (name: string, amount: number | null, main = false): TemplateResult =>
      html`<div class=${main ? 'main' : ''}>
        <dt>${name}</dt>
        <dd title=${this.money(amount, currency, 'full')}>${this.money(amount, currency)}</dd>
      </div>`;
    return html`<dl class="figures" part="figures">
        ${item(say('p50'), value?.p50 ?? null, true)} ${item(say('p10'), value?.p10 ?? null)}
        ${item(say('p90'), value?.p90 ?? null)} ${item(say('mean'), value?.mean ?? null)}
        ${
          quota === null
            ? nothing
            : html`<div class="reach">
                <dt>${say('chance', { quota: this.money(quota, currency) })}</dt>
                <dd>${this.chance(value?.atLeast ?? null)}</dd>
              </div>`
        }
      </dl>
      ${badQuota ? html`<p class="note">${this.whyUnknown('no_quota')}</p>` : nothing}`;
  }

  private renderSwitch({ fan }: OutlookAnswer): TemplateResult | typeof nothing {
    if (fan.steps.length < 2) return nothing;
    const say = this.say(forecastMessages);
    const button = (view: SluiceForecast['view']): TemplateResult =>
      html`<button class="chip" type="button" aria-pressed=${this.view === view ? 'true' : 'false'} @click=${() => (this.view = view)}>
        ${say(view)}
      </button>`;
    return html`<div class="switch" part="switch" role="group" aria-label=${say('title')}>
      ${button('distribution')} ${button('fan')}
    </div>`;
  }

  private renderFan({ fan: { steps, undated }, currency }: OutlookAnswer): TemplateResult | typeof nothing {
    if (steps.length === 0) return nothing;
    const say = this.say(forecastMessages);
    const width = Math.max(120, (this.width.value || 400) - FRAME);
    const measure = measureFor(this, 12);
    const layout = layoutFan(steps, {
      width,
      height: HEIGHT,
      tickText: (value) => this.money(value, currency),
      measure,
      rtl: this.rtl,
    });
    const names = steps.map(({ until }) => this.format.period(until.slice(0, 7)));
    const spoken = steps.map(({ p10, p50, p90, deals }, at) =>
      say('fanPoint', {
        period: names[at] ?? '',
        low: this.money(p10, currency),
        middle: this.money(p50, currency),
        high: this.money(p90, currency),
        count: deals,
      }),
    );
    const band = layout.bands[0]?.width ?? 1;
    const every = Math.max(
      1,
      Math.ceil((names.reduce((most, name) => Math.max(most, measure(name)), 0) + 10) / Math.max(band, 1)),
    );
    return html`<svg
        class="chart"
        role="group"
        aria-label=${say('fan')}
        width=${width}
        height=${HEIGHT}
        viewBox="0 0 ${width} ${HEIGHT}"
      >
        <g aria-hidden="true">
          ${layout.ticks.map(
            ({ y, text }) => svg`<line class="axis" x1=${layout.axis.from} x2=${layout.axis.to} y1=${y} y2=${y}></line>
              <text class="small" x=${layout.axis.textX} y=${y + 4}>${text}</text>`,
          )}
          <path class="fan" d=${layout.band}></path>
          <path class="middle-line" d=${layout.paths[0] ?? ''}></path>
        </g>
        ${this.renderReadable(
          spoken,
          (at) => {
            const point = layout.points[at];
            return svg`${point ? svg`<circle class="dot" cx=${point.x} cy=${point.y} r="3.5"></circle>` : nothing}
              ${at % every === 0 ? svg`<text class="small middle" x=${(layout.bands[at]?.x ?? 0) + band / 2} y=${HEIGHT - 5}>${names[at]}</text>` : nothing}`;
          },
          (at) => layout.bands[at] ?? { x: 0, y: 0, width: 0, height: 0 },
        )}
      </svg>
      ${this.renderReadout(spoken, say('fanKey'))}
      ${this.renderTable(
        [say('month'), say('p10'), say('p50'), say('p90'), this.say(intelligenceMessages)('deals')],
        steps.map(({ p10, p50, p90, deals }, at) => [
          names[at] ?? '',
          ...[p10, p50, p90].map((value) => this.money(value, currency, 'full')),
          this.format.number(deals),
        ]),
      )}
      ${undated > 0 ? html`<p class="note">${say('undated', { count: undated })}</p>` : nothing}`;
  }

  private renderDistribution({ bars, quota, currency }: OutlookAnswer): TemplateResult | typeof nothing {
    if (bars.length === 0) return nothing;
    const say = this.say(forecastMessages);
    const width = Math.max(120, (this.width.value || 400) - FRAME);
    const { rtl } = this;
    const layout = layoutHistogram(bars, {
      width,
      height: HEIGHT,
      quota,
      tickText: (value) => this.money(value, currency),
      measure: measureFor(this, 12),
      rtl,
    });
    const spoken = bars.map(({ from, to, probability }) =>
      say('bin', {
        from: this.money(from, currency),
        to: this.money(to, currency),
        chance: this.format.percentFromRatio(probability, 1),
      }),
    );
    const aim = quota === null ? '' : say('quota', { quota: this.money(quota, currency) });
    const { quotaX } = layout;
    const beyond = quotaX !== null && quotaX > width / 2;
    return html`<svg
        class="chart"
        role="group"
        aria-label=${say('distribution')}
        width=${width}
        height=${HEIGHT}
        viewBox="0 0 ${width} ${HEIGHT}"
      >
        ${this.renderReadable(
          spoken,
          (at) => {
            const box = layout.bars[at];
            const short = quota !== null && (bars[at]?.to ?? 0) <= quota;
            return svg`<g class=${short ? 'short' : ''}><rect class="bar" x=${box?.x ?? 0} y=${box?.y ?? 0} width=${box?.width ?? 0} height=${box?.height ?? 0}></rect></g>`;
          },
          (at) => layout.bands[at] ?? { x: 0, y: 0, width: 0, height: 0 },
        )}
        <line class="axis" x1="0" x2=${width} y1=${layout.floor} y2=${layout.floor}></line>
        ${layout.ticks.map(({ x, text }) => svg`<text class="small middle" aria-hidden="true" x=${x} y=${HEIGHT - 6}>${text}</text>`)}
        ${
          quotaX === null
            ? nothing
            : svg`<g aria-hidden="true"><line class="quota" x1=${quotaX} x2=${quotaX} y1="4" y2=${layout.floor}></line>
              <text class=${beyond === rtl ? 'small' : 'small end'} x=${beyond ? quotaX - 6 : quotaX + 6} y="12">${aim}</text></g>`
        }
      </svg>
      ${this.renderReadout(spoken, aim)}
      ${this.renderTable(
        [say('range'), say('likelihood')],
        bars.map(({ from, to, probability }) => [
          `${this.money(from, currency, 'full')} – ${this.money(to, currency, 'full')}`,
          this.format.percentFromRatio(probability, 2),
        ]),
      )}`;
  }

  private method({ figures: { value }, currency, step }: OutlookAnswer): string {
    if (value === null) return '';
    const say = this.say(forecastMessages);
    const shared = this.say(intelligenceMessages);
    const { method, deals, errorBound, leftOut } = value;
    const said =
      method === 'binned'
        ? say('binned', {
            count: deals,
            step: this.money(step, currency, 'full'),
            bound: this.money(errorBound, currency, 'full'),
          })
        : say(method === 'rational' || method === 'grid' ? 'exact' : method, { count: deals });
    const missing = leftOut.map(({ reason, count }) => shared('leftOut', { count, reason: shared(reason) }));
    return [said, ...(this.won ? [say('withWon')] : []), ...missing].join(' ');
  }
}
