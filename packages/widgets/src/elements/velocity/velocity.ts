import {
  type Lever,
  type Levers,
  sensitivitiesOf,
  UNKNOWN,
  type Velocity,
  VELOCITY_DAYS,
  velocityAt,
} from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { DealsController } from '../../controllers/deals.ts';
import { SluiceElement } from '../../element.ts';
import { velocityMessages } from '../../locales/messages/velocity.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { type ExplainedFigure, toldFigure } from '../explanation/figures.ts';
import { ReadingElement } from '../forecast/reading.ts';
import { readingStyles } from '../forecast/reading.styles.ts';
import { figureText } from '../kpi/figure.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { velocityStyles } from './velocity.styles.ts';

interface Answer {
  readonly velocity: Velocity;
  readonly read: number;
  readonly total: number;
}

/**
 * Money a day: open deals × mean won amount × win rate ÷ cycle, with what a better value of each of the four levers would bring.
 *
 * @tag sluice-velocity
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart value - the velocity
 * @csspart levers - the four levers
 * @csspart bound - what stands there when not all deals were read
 * @csspart empty - what stands there when it cannot be said
 * @csspart error - what stands there when there is no data
 */
export class SluiceVelocity extends ReadingElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    readingStyles,
    velocityStyles,
  ];

  /** The days it looks back on. */
  @property({ type: Number }) days = VELOCITY_DAYS;
  /** By how many per cent each lever gets better. */
  @property({ type: Number }) better = 10;

  private readonly data: DealsController<number, Answer> = new DealsController(this, {
    ask: () => this.selection(),
    wish: () => this.window,
    compute: ({ rows, total, moment }, days) => ({
      velocity: velocityAt(rows, moment, days),
      read: rows.length,
      total,
    }),
  });

  private get window(): number {
    return Math.min(Math.max(Math.trunc(this.days) || VELOCITY_DAYS, 1), 3660);
  }
  /** The share by which a lever gets better, 0–1. */
  private get share(): number {
    return Math.min(Math.max(Number.isFinite(this.better) ? this.better : 10, 1), 99) / 100;
  }

  /** The velocity and its levers, each by the words of its metric over the days that are looked back on. */
  protected override explainable(): readonly ExplainedFigure[] {
    const say = this.say(velocityMessages);
    const { answer } = this.data;
    const { amount, created, closed } = this.subject?.parts ?? {};
    const stage = this.subject?.stage?.name;
    if (!answer || !amount || !created || !closed || !stage) return [];
    const { from, to, perDay, levers, currency, won, lost } = answer.velocity;
    const lately = [
      { field: closed, op: 'gte', values: [from] },
      { field: closed, op: 'lte', values: [to] },
    ] as const;
    const whole =
      this.window === VELOCITY_DAYS
        ? this.figureOf(say('title'), 'velocity')
        : [
            toldFigure({
              name: say('title'),
              value: perDay.value,
              unit: 'moneyPerDay',
              currency: currency ?? this.session?.currency ?? null,
              definition: this.sentence(answer.velocity) ?? '',
              formula: `${say('opportunities')} × ${say('amount')} × ${say('winRate')} ÷ ${say('cycle')}`,
              population: answer.total,
              leftOut: [
                {
                  reason: 'not_meant',
                  condition: `${closed} < ${from}`,
                  count: answer.total - won - lost - (levers.value?.opportunities ?? 0),
                },
              ],
              ...(perDay.value === null ? { why: this.whyUnknown(perDay.reason) } : {}),
            }),
          ];
    return [
      ...whole,
      ...this.figureOf(say('opportunities'), 'count.open'),
      ...this.figureOf(say('amount'), `sum(${amount}, ${stage}.won) / count(${stage}.won)`, lately),
      ...this.figureOf(say('winRate'), 'winRate', lately),
      ...this.figureOf(say('cycle'), 'cycle', lately),
    ];
  }

  protected override updated(): void {
    this.stand(this.data, this.data.answer?.velocity.levers.value === null);
  }

  protected override render() {
    const say = this.say(velocityMessages);
    return this.renderCard({
      heading: this.label || say('title'),
      data: this.data,
      sentence: ({ velocity }) => this.sentence(velocity),
      body: (answer) => this.renderVelocity(answer),
      none: (answer) =>
        answer && answer.velocity.levers.reason !== 'no_won_deals'
          ? this.whyUnknown(answer.velocity.levers.reason)
          : say('none', { days: this.window }),
    });
  }

  private perDay(value: number | null, currency: string | null, look: 'short' | 'full' = 'short'): string {
    const code = currency ?? this.session?.currency;
    return figureText(
      this.format,
      { value, unit: 'moneyPerDay', ...(code === undefined ? {} : { currency: code }) },
      look,
    );
  }

  private sentence({ levers: { value }, perDay, currency }: Velocity): string | null {
    if (value === null) return null;
    return this.say(velocityMessages)('sentence', {
      perDay: this.perDay(perDay.value, currency, 'full'),
      count: value.opportunities,
      amount: this.money(value.amount, currency),
      rate: this.format.percentFromRatio(value.winRate, 0),
      cycle: this.format.days(Math.round(value.cycle * 10) / 10),
    });
  }

  private renderVelocity({ velocity, read, total }: Answer): TemplateResult {
    const say = this.say(velocityMessages);
    const { levers, perDay, currency, from, to, won, lost, unpriced, untimed } = velocity;
    const notes = [
      say('window', { from: this.format.date(from), to: this.format.date(to), won, lost }),
      ...(unpriced > 0 ? [say('unpriced', { count: unpriced })] : []),
      ...(untimed > 0 ? [say('untimed', { count: untimed })] : []),
      ...(perDay.value === null ? [this.whyUnknown(perDay.reason)] : []),
    ];
    return html`<p class="headline" part="value" title=${this.perDay(perDay.value, currency, 'full')}>
        ${this.perDay(perDay.value, currency)}
      </p>
      ${levers.value === null ? nothing : this.renderLevers(levers.value, currency)}
      <p class="note">${notes.join(' ')}</p>
      ${this.renderBound(read, total)}`;
  }

  private renderLevers(levers: Levers, currency: string | null): TemplateResult {
    const say = this.say(velocityMessages);
    const found = sensitivitiesOf(levers, this.share);
    const most = Math.max(...found.map(({ change }) => change.value ?? 0));
    const signed = new Intl.NumberFormat(this.format.locale, {
      style: 'percent',
      signDisplay: 'exceptZero',
      maximumFractionDigits: 1,
    });
    return html`<div class="scroll" part="levers" tabindex="0" role="group" aria-label=${say('title')}><table>
      <thead>
        <tr>
          <th scope="col">${say('lever')}</th>
          <th scope="col">${say('now')}</th>
          <th scope="col">${say('better', { share: this.format.percentFromRatio(this.share, 0) })}</th>
          <th scope="col">${say('gives')}</th>
          <th scope="col">${say('change')}</th>
        </tr>
      </thead>
      <tbody>
        ${found.map(
          ({ lever, to, velocity, change }) =>
            html`<tr class=${change.value !== null && change.value > 0 && change.value === most ? 'best' : ''}>
              <th scope="row">${say(lever)}</th>
              <td>${this.leverText(lever, levers[lever], currency)}</td>
              <td>${this.leverText(lever, to, currency)}</td>
              <td>${this.perDay(velocity.value, currency)}</td>
              <td title=${change.value === null ? this.whyUnknown(change.reason) : ''}>
                ${change.value === null ? UNKNOWN : signed.format(change.value)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  private leverText(lever: Lever, value: number, currency: string | null): string {
    switch (lever) {
      case 'opportunities':
        return this.format.number(value, 1);
      case 'amount':
        return this.money(value, currency);
      case 'winRate':
        return this.format.percentFromRatio(value, 1);
      case 'cycle':
        return this.format.days(Math.round(value * 10) / 10);
    }
  }
}
