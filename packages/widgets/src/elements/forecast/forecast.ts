import { type ForecastCategory, UNKNOWN } from '@sluice/core';
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
import { layoutHistogram } from './histogram.ts';
import { type OutlookAnswer, outlookOf, type OutlookWish } from './outlook.ts';
import { FRAME, ReadingElement } from './reading.ts';
import { readingStyles } from './reading.styles.ts';

const HEIGHT = 200;
const SHOWN: readonly Exclude<ForecastCategory, 'omitted'>[] = ['closed', 'commit', 'bestCase', 'pipeline'];

/**
 * What the open deals will come to: the distribution of the total with its P10, P50 and P90, the chance of a quota, the forecast
 * categories, and the deals whose loss would cost most. How it was reckoned is said under it.
 *
 * @tag sluice-forecast
 * @fires {CustomEvent<RecordOpenDetail>} sluice-record-open - somebody wants to see a deal; prevented, the app does not open it
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart figures - P10, P50, P90, the mean and the chance
 * @csspart mark - each bar of the distribution
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

  private readonly width = new WidthController(this);
  private readonly data: DealsController<OutlookWish, OutlookAnswer> = new DealsController(this, {
    ask: () => this.selection(),
    wish: () => ({ quota: this.minor(this.quota, null), won: this.won }),
    compute: outlookOf,
  });

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
    return html`${this.renderFigures(answer)} ${this.renderDistribution(answer)}
      <p class="note" part="method">${this.method(answer)}</p>
      ${this.renderBound(answer.read, answer.total)}
      <div class="sides">${this.renderCategories(answer)} ${this.renderEffects(answer)}</div>`;
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

  private renderCategories({ categories: { value, reason }, currency }: OutlookAnswer): TemplateResult {
    const say = this.say(forecastMessages);
    if (value === null) return html`<section><p class="note">${this.whyUnknown(reason)}</p></section>`;
    const { single, cumulative } = value;
    const heap = {
      closed: single.closed,
      commit: cumulative.commit,
      bestCase: cumulative.bestCase,
      pipeline: null,
    };
    return html`<section part="categories">
      <h4>${say('categories')}</h4>
      <div class="scroll" tabindex="0" role="group" aria-label=${say('categories')}><table>
        <thead>
          <tr>
            <th scope="col">${say('category')}</th>
            <th scope="col">${say('single')}</th>
            <th scope="col">${say('cumulative')}</th>
          </tr>
        </thead>
        <tbody>
          ${SHOWN.map(
            (name) =>
              html`<tr>
                <th scope="row">${say(name)}</th>
                <td title=${this.money(single[name].amount, currency, 'full')}>${this.money(single[name].amount, currency)}</td>
                <td>${heap[name] ? this.money(heap[name].amount, currency) : nothing}</td>
              </tr>`,
          )}
        </tbody>
          <tfoot>
            <tr>
              <th scope="row">${say('open')}</th>
              <td></td>
              <td>${this.money(cumulative.open.amount, currency)}</td>
            </tr>
          </tfoot>
      </table></div>
    </section>`;
  }

  private renderEffects({ effects, quota, currency }: OutlookAnswer): TemplateResult | typeof nothing {
    if (effects.length === 0) return nothing;
    const say = this.say(forecastMessages);
    const heads =
      quota === null
        ? ([say('middleLost'), say('middleWon')] as const)
        : ([say('chanceLost'), say('chanceWon')] as const);
    const told = ({ p50, atLeast }: { readonly p50: number; readonly atLeast: number | null }): string =>
      quota === null ? this.money(p50, currency) : this.chance(atLeast);
    return html`<section part="effects">
      <h4>${say('effects')}</h4>
      <div class="scroll" tabindex="0" role="group" aria-label=${say('effects')}><table>
        <thead>
          <tr>
            <th scope="col">${this.say(intelligenceMessages)('deal')}</th>
            <th scope="col">${say('ifLost')}</th>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${effects.map(
            ({ deal, cost, lost, won }) =>
              html`<tr>
                <th scope="row">
                  <button class="link" type="button" @click=${() => this.openRecord(deal.id)}>${deal.title || UNKNOWN}</button>
                </th>
                <td title=${this.money(cost, currency, 'full')}>${this.money(cost, currency)}</td>
                <td>${told(lost)}</td>
                <td>${told(won)}</td>
              </tr>`,
          )}
        </tbody>
      </table></div>
    </section>`;
  }
}
