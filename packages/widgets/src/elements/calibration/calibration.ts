import { type Calibration, type Grades, type Interval, type StageRate, UNKNOWN } from '@sluice/core';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { px } from '../../charts/scale.ts';
import { WidthController } from '../../charts/width.ts';
import { DealsController } from '../../controllers/deals.ts';
import { SluiceElement } from '../../element.ts';
import { calibrationMessages } from '../../locales/messages/calibration.ts';
import { problemOf } from '../../problem.ts';
import { type Asking, askingAt } from '../../sources/answered.ts';
import { schemeOf } from '../../sources/open-source.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { type ExplainedFigure, toldFigure } from '../explanation/figures.ts';
import { FRAME, ReadingElement } from '../forecast/reading.ts';
import { readingStyles } from '../forecast/reading.styles.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { hostOf } from '../login/host.ts';
import { adoptProbability } from './adopt.ts';
import { calibrationStyles } from './calibration.styles.ts';
import { gradesIn } from './grades.ts';

/** What `sluice-probability-adopt` says: which stage is offered which probability, in basis points. */
export interface ProbabilityAdoptDetail {
  readonly entity: string;
  readonly stage: string;
  readonly probability: number;
}

const ENOUGH = 10;
const MOST = 300;
const PAD = 38;

/**
 * Whether the probabilities of the stages hold: what was said against what was won, the Brier score, and for each stage the observed
 * close rate with its interval, the configured one, and an offer to adopt another.
 * Adopted, a probability becomes a setting of the tenant, where a server keeps its settings and the reader may change them.
 *
 * @tag sluice-calibration
 * @fires {CustomEvent<ProbabilityAdoptDetail>} sluice-probability-adopt - somebody wants a stage to have another probability; prevented, the element leaves it to the page
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart mark - each point of the curve
 * @csspart readout - what the point that is pointed at stands for
 * @csspart stages - the stages
 * @csspart note - what became of an offer that was taken
 * @csspart empty - what stands there without closed deals
 * @csspart error - what stands there when there is no data
 */
export class SluiceCalibration extends ReadingElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    readingStyles,
    calibrationStyles,
  ];

  /** So many closed deals before a stage is judged. */
  @property({ type: Number }) enough = ENOUGH;
  /** What speaks to the server, for pages that have a way of their own; that of the app when left out. */
  @property({ attribute: false }) asking: Asking | null = null;

  /** What was adopted last, and what it was before; or why it was not. */
  @state() private adopted: { readonly text: string; readonly stage: string; readonly before: number | null } | null =
    null;
  @state() private busy = false;

  private readonly width = new WidthController(this);
  private readonly data: DealsController<number, Grades> = new DealsController(this, {
    ask: () => this.selection(),
    wish: () => Math.max(1, Math.trunc(this.enough) || ENOUGH),
    compute: gradesIn,
  });

  /** The Brier score, and the close rate of each stage. */
  protected override explainable(): readonly ExplainedFigure[] {
    const { answer } = this.data;
    const { value } = answer?.curve ?? {};
    if (!answer || !value) return [];
    const say = this.say(calibrationMessages);
    const field = this.subject?.stage;
    const score = toldFigure({
      name: say('brier'),
      value: value.brier,
      unit: 'number',
      currency: null,
      definition: this.sentence(value),
      formula: 'Σ (p − o)² ÷ n',
      population: value.count + value.leftOut,
      leftOut: [{ reason: 'blank', condition: say('noProbability'), count: value.leftOut }],
    });
    const stages = answer.stages.map(({ stage, closed, won, observed }) =>
      toldFigure({
        name: `${say('observed')}: ${field ? this.format.field(field, stage) : stage}`,
        value: observed?.rate ?? null,
        unit: 'ratio',
        currency: null,
        definition: this.interval(observed),
        formula: `${won} ÷ ${closed}`,
        population: answer.closed,
        leftOut: [
          {
            reason: 'not_meant',
            condition: field ? this.format.field(field, stage) : stage,
            count: answer.closed - closed,
          },
        ],
        ...(observed === null ? { why: say('tooFew') } : {}),
      }),
    );
    return [score, ...stages];
  }

  protected override updated(): void {
    this.stand(this.data, this.data.answer?.curve.value === null);
  }

  protected override render() {
    const say = this.say(calibrationMessages);
    return this.renderCard({
      heading: this.label || say('title'),
      data: this.data,
      picture: true,
      sentence: ({ curve: { value } }) => (value === null ? null : this.sentence(value)),
      body: (answer) => (answer.curve.value === null ? html`` : this.renderGrades(answer, answer.curve.value)),
      none: () => say('none'),
    });
  }

  private share(ratio: number): string {
    return this.format.percentFromRatio(ratio, 0);
  }

  private sentence({ brier, skill, count }: Calibration): string {
    const say = this.say(calibrationMessages);
    const score = say('sentence', { brier: this.format.number(brier, 3), count });
    if (skill === null) return score;
    return `${score} ${skill > 0 ? say('skill', { share: this.share(skill) }) : say('unskilled')}`;
  }

  private renderGrades({ stages, assumed }: Grades, curve: Calibration): TemplateResult {
    const say = this.say(calibrationMessages);
    const spoken = curve.bins.map(({ predicted, observed, won, count }) =>
      say('point', {
        said: this.share(predicted),
        won,
        count,
        rate: this.share(observed.rate),
        low: this.share(observed.low),
        high: this.share(observed.high),
      }),
    );
    return html`<div class="sides"><div>${this.renderCurve(curve, spoken)} ${this.renderReadout(spoken)}
      ${this.renderTable(
        [say('said'), say('came'), say('between'), say('forecasts')],
        curve.bins.map(({ predicted, observed, count }) => [
          this.share(predicted),
          this.share(observed.rate),
          `${this.share(observed.low)}–${this.share(observed.high)}`,
          this.format.number(count),
        ]),
      )}
      </div><div>${this.renderStages(stages)} ${this.renderAdopted()}
      ${assumed > 0 ? html`<p class="note">${say('assumed', { count: assumed })}</p>` : nothing}</div></div>`;
  }

  private renderCurve({ bins }: Calibration, spoken: readonly string[]): TemplateResult {
    const say = this.say(calibrationMessages);
    const size = Math.min(MOST, Math.max(160, (this.width.value || 400) - FRAME));
    const { rtl } = this;
    const plot = size - 2 * PAD;
    const x = (ratio: number): number => px(rtl ? size - PAD - ratio * plot : PAD + ratio * plot);
    const y = (ratio: number): number => px(size - PAD - ratio * plot);
    const words = [0, 0.5, 1];
    return html`<svg
      class="chart"
      role="group"
      aria-label=${say('curve')}
      width=${size}
      height=${size}
      viewBox="0 0 ${size} ${size}"
    >
      <g aria-hidden="true">
        <rect class="frame" x=${PAD} y=${PAD} width=${plot} height=${plot}></rect>
        <line class="diagonal" x1=${x(0)} y1=${y(0)} x2=${x(1)} y2=${y(1)}></line>
        ${words.map(
          (ratio) => svg`<text class="small middle" x=${x(ratio)} y=${size - PAD + 16}>${this.share(ratio)}</text>
            <text class="small end" x=${rtl ? size - PAD + 4 : PAD - 4} y=${y(ratio) + 4}>${ratio === 0 ? '' : this.share(ratio)}</text>`,
        )}
      </g>
      ${this.renderReadable(
        spoken,
        (at) => {
          const bin = bins[at];
          if (!bin) return svg``;
          const { predicted, observed, count } = bin;
          return svg`<line class="whisker" x1=${x(predicted)} x2=${x(predicted)} y1=${y(observed.low)} y2=${y(observed.high)}></line>
            <circle class="dot" cx=${x(predicted)} cy=${y(observed.rate)} r=${count >= ENOUGH ? 6 : 4}></circle>`;
        },
        (at) => ({ x: x(bins[at]?.predicted ?? 0) - 10, y: PAD, width: 20, height: plot }),
      )}
    </svg>`;
  }

  private renderStages(stages: readonly StageRate[]): TemplateResult {
    const say = this.say(calibrationMessages);
    return html`<h4>${say('stages')}</h4>
      <div class="scroll" part="stages" tabindex="0" role="group" aria-label=${say('stages')}><table>
        <thead>
          <tr>
            <th scope="col">${say('stage')}</th>
            <th scope="col">${say('configured')}</th>
            <th scope="col">${say('observed')}</th>
            <th scope="col">${say('closed')}</th>
            <th scope="col" class="verdict">${say('verdict')}</th>
          </tr>
        </thead>
        <tbody>
          ${stages.map((rate) => this.renderStage(rate))}
        </tbody>
      </table></div>`;
  }

  private interval(observed: Interval | null): string {
    if (observed === null) return UNKNOWN;
    const { rate, low, high } = observed;
    return this.say(calibrationMessages)('range', {
      rate: this.share(rate),
      low: this.share(low),
      high: this.share(high),
    });
  }

  private renderStage({ stage, configured, observed, closed, verdict, adopt }: StageRate): TemplateResult {
    const say = this.say(calibrationMessages);
    const field = this.subject?.stage;
    return html`<tr>
      <th scope="row">${field ? this.format.field(field, stage) : stage}</th>
      <td>${this.format.percentFromBps(configured)}</td>
      <td>${this.interval(observed)}</td>
      <td>${this.format.number(closed)}</td>
      <td class="verdict ${verdict}">
        ${say(verdict)}
        ${
          adopt === null
            ? nothing
            : html`<button
                class="button"
                type="button"
                ?disabled=${this.busy}
                @click=${() => this.adopt(stage, adopt, configured)}
              >
                ${say('adopt', { share: this.format.percentFromBps(adopt) })}
              </button>`
        }
      </td>
    </tr>`;
  }

  private renderAdopted(): TemplateResult {
    const { adopted } = this;
    const before = adopted?.before ?? null;
    return html`<p class="told" part="note" role="status">
      ${adopted?.text ?? ''}
      ${
        adopted === null || before === null
          ? nothing
          : html`<button class="button" type="button" ?disabled=${this.busy} @click=${() => this.adopt(adopted.stage, before, null)}>
              ${this.say(calibrationMessages)('takeBack', { share: this.format.percentFromBps(before) })}
            </button>`
      }
    </p>`;
  }

  /** The server that keeps the settings; null where the records come from elsewhere. */
  private get server(): Asking | null {
    const host = hostOf(this, this.app);
    if (this.asking || !host || schemeOf(host.source) !== 'remote') return this.asking;
    return askingAt(new URL(host.source, document.baseURI).href, host.headers ? { headers: host.headers } : {});
  }

  /** `before`: what it was, so that it can be taken back. */
  private async adopt(stage: string, probability: number, before: number | null): Promise<void> {
    const entity = this.subject;
    const detail = { entity: entity?.name ?? '', stage, probability };
    const left = this.emit<ProbabilityAdoptDetail>('sluice-probability-adopt', detail, { cancelable: true });
    if (!left || !entity?.stage) return;
    const say = this.say(calibrationMessages);
    const { server } = this;
    const words = { stage: this.format.field(entity.stage, stage), share: this.format.percentFromBps(probability) };
    if (!server) {
      this.adopted = { text: say('nowhere'), stage, before: null };
      return;
    }
    this.busy = true;
    try {
      const answer = await adoptProbability(server, entity, stage, probability);
      this.adopted = answer.ok
        ? { text: say('adopted', words), stage, before }
        : { text: `${answer.detail} ${answer.remedy}`.trim(), stage, before: null };
      if (answer.ok) await hostOf(this, this.app)?.reload();
    } catch (failure) {
      const { message, remedy } = problemOf(failure, this.tongue);
      this.adopted = { text: `${message} ${remedy ?? ''}`.trim(), stage, before: null };
    }
    this.busy = false;
  }
}
