import { type Condition, type Known, type QuotaFigure, type QuotaFigures, UNKNOWN } from '@sluice/core';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { Inquiry } from '../../controllers/inquiry.ts';
import { narrowed } from '../../controllers/narrowed.ts';
import { SluiceElement } from '../../element.ts';
import { coverageMessages } from '../../locales/messages/coverage.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { type ExplainedFigure, toldFigure } from '../explanation/figures.ts';
import { ReadingElement } from '../forecast/reading.ts';
import { readingStyles } from '../forecast/reading.styles.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { coverageStyles } from './coverage.styles.ts';

/** What is asked: which records, and the words of the question. */
interface Asked {
  readonly entity: string;
  readonly granularity: 'month' | 'quarter' | 'year';
  readonly by?: string;
}

const GRANULARITIES = ['month', 'quarter', 'year'] as const;

/**
 * How far a period is with its quotas: what is won of them, and how often what is open covers what is still to be won; as a whole, and by
 * owner or sector. Quotas are records of the entity `quota`.
 *
 * @tag sluice-coverage
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart track - what is won of the whole quota
 * @csspart table - the quotas with their figures
 * @csspart reasons - why some of the figures are unknown
 * @csspart empty - what stands there without a quota
 * @csspart error - what stands there when there is no data
 */
export class SluiceCoverage extends ReadingElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    readingStyles,
    coverageStyles,
  ];

  /** The period: `month`, `quarter` or `year`. */
  @property() granularity = 'quarter';
  /** The quotas of whom: a field that deals and quotas both have, `owner` or `sector`; left out: only the whole. */
  @property() by = '';

  private readonly inquiry = new Inquiry<Asked, QuotaFigures>(
    {
      session: () => this.session,
      tongue: () => this.tongue,
      question: (session) => {
        const query = narrowed(this.selection(), session);
        return query && { ...query, granularity: this.period, ...(this.by === '' ? {} : { by: this.by }) };
      },
      changed: () => this.requestUpdate(),
      homeless: () => customElements.get('sluice-app') !== undefined,
    },
    async (source, asked) => {
      const told = await source.reckon?.({ figure: 'coverage', ...asked });
      if (told && !told.ok) return told;
      return told?.value.figure === 'coverage'
        ? { ok: true, value: told.value.result, issues: [] }
        : { ok: false, issues: [] };
    },
  );

  private get period(): Asked['granularity'] {
    return GRANULARITIES.find((one) => one === this.granularity) ?? 'quarter';
  }

  protected override willUpdate(changed: Parameters<ReadingElement['willUpdate']>[0]): void {
    super.willUpdate(changed);
    this.inquiry.look();
  }

  /** How often what is open covers what is still to be won, and what that is made of; as a whole and by group. */
  protected override explainable(): readonly ExplainedFigure[] {
    const { answer } = this.inquiry;
    const closed = this.subject?.parts.closed;
    if (!answer || closed === undefined) return [];
    const say = this.say(coverageMessages);
    const { period, currency } = answer;
    const inPeriod: readonly Condition[] = [
      { field: closed, op: 'gte', values: [period.from] },
      { field: closed, op: 'lte', values: [period.to] },
    ];
    const figures = (figure: QuotaFigure, group: string, filters: readonly Condition[]): readonly ExplainedFigure[] => {
      const [quota, won, open] = [figure.quota, figure.won, figure.open].map((amount) =>
        this.money(amount, currency, 'full'),
      );
      const covered = toldFigure({
        name: `${say('coverage')}${group}`,
        value: figure.ofRemaining.value,
        unit: 'number',
        currency: null,
        definition: this.sentence(answer) ?? '',
        formula: `${open} ÷ (${quota} − ${won})`,
        population: 1,
        ...(figure.ofRemaining.value === null ? { why: this.whyUnknown(figure.ofRemaining.reason) } : {}),
      });
      return [
        covered,
        ...this.figureOf(`${say('won')}${group}`, 'amount.won', [...filters, ...inPeriod]),
        ...this.figureOf(`${say('open')}${group}`, 'amount.open', filters),
        ...this.figureOf(`${say('weighted')}${group}`, 'weighted.open', filters),
      ];
    };
    const groups = answer.groups.flatMap((one) =>
      figures(one, ` · ${one.label || UNKNOWN}`, [{ field: this.by, op: 'in', values: [one.key] }]),
    );
    return [...figures(answer.total, '', []), ...groups];
  }

  protected override updated(): void {
    const { answer, problem, loading } = this.inquiry;
    this.stand({ answer, problem, loading }, answer?.total.quota === null);
  }

  protected override render(): TemplateResult {
    const { inquiry } = this;
    return this.renderCard<QuotaFigures>({
      heading: this.label || this.say(coverageMessages)('title'),
      data: inquiry,
      sentence: (figures) => this.sentence(figures),
      body: (figures) => this.renderFigures(figures),
      none: (figures) => this.nothing(figures),
    });
  }

  private named({ from }: QuotaFigures['period']): string {
    const [year = '', month = '1'] = from.split('-');
    if (this.period === 'year') return this.format.period(year);
    if (this.period === 'month') return this.format.period(from.slice(0, 7));
    return this.format.period(`${year}-Q${Math.floor((Number(month) - 1) / 3) + 1}`);
  }

  private sentence({ total, period, currency }: QuotaFigures): string | null {
    if (total.quota === null || total.attainment.value === null) return null;
    const words = {
      quota: this.money(total.quota, currency),
      period: this.named(period),
      share: this.format.percentFromRatio(total.attainment.value, 0),
      cover: this.times(total.ofRemaining),
    };
    return this.say(coverageMessages)(total.ofRemaining.value === null ? 'reached' : 'sentence', words);
  }

  private nothing(figures: QuotaFigures | null): string {
    const say = this.say(coverageMessages);
    if (!figures) return say('unknown');
    const { quota, attainment } = figures.total;
    const why = quota === null ? 'none' : attainment.reason === 'mixed_currencies' ? 'several' : 'zero';
    return say(why, { period: this.named(figures.period) });
  }

  /** Why a row has figures that nobody can know, in a sentence; null where all are known. */
  private why({ attainment, ofRemaining }: QuotaFigure, who: string): string | null {
    const reason = attainment.reason ?? ofRemaining.reason;
    const key = `why_${reason}`;
    if (reason === null) return null;
    return key in coverageMessages
      ? this.say(coverageMessages)(key as 'why_no_quota', { who })
      : `${who}: ${this.whyUnknown(reason)}`;
  }

  private whose(figure: QuotaFigure): string {
    return figure.label ?? (figure.key === null ? this.say(coverageMessages)('whose_blank') : String(figure.key));
  }

  private times({ value }: Known): string {
    return value === null ? UNKNOWN : this.say(coverageMessages)('times', { count: this.format.number(value, 1) });
  }

  private renderFigures({ total, groups, currency }: QuotaFigures): TemplateResult {
    const say = this.say(coverageMessages);
    const share = Math.min(1, Math.max(0, total.attainment.value ?? 0));
    const row = (figure: QuotaFigure, name: string, whole: boolean): TemplateResult =>
      html`<tr class=${whole ? 'total' : ''}>
        <th scope="row"><bdi>${name}</bdi></th>
        <td class="number">${figure.quota === null ? UNKNOWN : this.money(figure.quota, currency)}</td>
        <td class="number">${this.money(figure.won, currency)}</td>
        <td class="number">${figure.attainment.value === null ? UNKNOWN : this.format.percentFromRatio(figure.attainment.value, 0)}</td>
        <td class="number">${this.money(figure.open, currency)}</td>
        <td class="number">${this.times(figure.ofRemaining)}</td>
        <td class="number">${this.times(figure.weightedOfRemaining)}</td>
      </tr>`;
    const reasons = [...groups.map((one) => this.why(one, this.whose(one))), this.why(total, say('all'))].filter(
      (reason) => reason !== null,
    );
    const heads = ['quota', 'won', 'attainment', 'open', 'coverage', 'weighted'] as const;
    return html`<div class="track" part="track" aria-hidden="true">
        <svg viewBox="0 0 100 10" preserveAspectRatio="none">
          ${svg`<rect x=${this.rtl ? 100 - share * 100 : 0} width=${share * 100} height="10"></rect>`}
        </svg>
      </div>
      <div class="scroll" tabindex="0" role="group" aria-label=${this.label || say('title')}>
        <table part="table">
          <thead>
            <tr>
              <th scope="col">${say('who')}</th>
              ${heads.map((word) => html`<th scope="col" class="number">${say(word)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${groups.map((one) => row(one, this.whose(one), false))}
            ${row(total, say('all'), true)}
          </tbody>
        </table>
      </div>
      ${
        reasons.length === 0
          ? nothing
          : html`<ul class="note reasons" part="reasons">
              ${reasons.map((reason) => html`<li><bdi>${reason}</bdi></li>`)}
            </ul>`
      }`;
  }
}
