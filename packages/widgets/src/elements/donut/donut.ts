import type { Answer } from '@sluice/core';
import { html, svg, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { coloursOf } from '../../charts/colours.ts';
import { QueryController } from '../../controllers/query.ts';
import { SluiceElement } from '../../element.ts';
import { barsMessages } from '../../locales/messages/chart.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { donutMessages, leaderboardMessages } from '../../locales/messages/leaderboard.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { type Choice, choose, isChosen } from '../bars/choose.ts';
import { ReadingElement } from '../forecast/reading.ts';
import { readingStyles } from '../forecast/reading.styles.ts';
import { figureAt, figureText, numberOf } from '../kpi/figure.ts';
import type { ExplainedFigure } from '../explanation/figures.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { addsUp } from '../sparkline/steps.ts';
import { donutStyles } from './donut.styles.ts';
import { ringPaths } from './ring.ts';

const SIZE = 176;
const PARTS = 6;

/** A part of the ring. */
interface Part {
  readonly name: string;
  readonly value: number;
  readonly share: number;
  readonly colour: number;
  readonly choice: Choice | null;
  readonly chosen: boolean;
}

/**
 * The parts of a whole as a ring: at most six, and the others as one. Only for measures that add up. A click on a part filters the app
 * by it, a second one takes it back.
 *
 * @tag sluice-donut
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart mark - each part, in the legend
 * @csspart empty - what stands there without records
 * @csspart error - what stands there when there is no data
 */
export class SluiceDonut extends ReadingElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    readingStyles,
    donutStyles,
  ];

  /** The field or path to group by. */
  @property() by = '';
  /** The id of a metric (`amount.open`) or an aggregate (`sum(amount)`). */
  @property() measure = 'count()';

  private readonly data = new QueryController(
    this,
    () =>
      this.by === '' || !this.adds
        ? null
        : this.question({
            by: [this.by],
            measures: [this.measure],
            sort: [`-${this.measure}`],
            top: PARTS,
            other: true,
          }),
    { except: () => this.by },
  );

  /** Whether groups of the measure add up to a whole. */
  private get adds(): boolean {
    return addsUp(this.metric(this.measure)?.formula ?? this.measure);
  }

  protected override get ownDimension(): string {
    return this.by;
  }

  protected override explainable(): readonly ExplainedFigure[] {
    const { answer } = this.data;
    return answer ? this.figuresOf(answer, this.measure) : [];
  }

  protected override updated(): void {
    const { answer } = this.data;
    this.stand(this.data, answer !== null && this.parts(answer) === null);
  }

  protected override render() {
    const say = this.say(donutMessages);
    const measure = this.measureName(this.measure);
    const by = this.by === '' ? '' : this.dimensionName(this.by);
    return this.renderCard({
      heading: this.label || (by === '' ? measure : this.say(barsMessages)('title', { measure, by })),
      data: this.data,
      picture: true,
      sentence: (answer) => this.sentence(answer),
      body: (answer) => this.renderRing(answer, measure, by),
      none: (answer) => {
        if (!this.adds) return say('noParts', { measure });
        return answer && answer.measures[0]?.values.some((value) => (numberOf(value) ?? 0) < 0)
          ? say('negative')
          : say('none', { by: by || '…' });
      },
    });
  }

  /** The parts, the largest first; null where they make no ring. */
  private parts(answer: Answer): readonly Part[] | null {
    const [dimension] = answer.dimensions;
    const values = answer.measures[0]?.values.map((value) => numberOf(value) ?? 0) ?? [];
    const sum = values.reduce((total, value) => total + value, 0);
    if (!dimension || sum <= 0 || values.some((value) => value < 0)) return null;
    const { session } = this;
    const order = this.fieldAt(dimension.name)?.options.map(({ key }) => key);
    const last = values.length - 1;
    return values.flatMap((value, row): readonly Part[] => {
      if (value === 0) return [];
      const key = dimension.values[row] ?? null;
      const rest = row === last && key === 'other' && last >= PARTS;
      const choice = rest ? null : this.choice(dimension, key);
      const slot = session ? coloursOf(session).slot(dimension.name, key === null ? null : String(key), order) : 1;
      return [
        {
          name: rest ? this.say(figureMessages)('others') : this.keyName(dimension, row),
          value,
          share: value / sum,
          colour: rest ? 0 : slot,
          choice,
          chosen: choice !== null && session !== undefined && isChosen(session, choice),
        },
      ];
    });
  }

  private text(answer: Answer, value: number, look: 'short' | 'full'): string {
    return figureText(this.format, { ...figureAt(answer.measures[0], -1), value }, look);
  }

  private sentence(answer: Answer): string | null {
    const parts = this.parts(answer);
    const [first] = parts ?? [];
    if (!parts || !first) return null;
    return this.say(donutMessages)('sentence', {
      first: first.name,
      share: this.format.percentFromRatio(first.share, 0),
      total: this.text(answer, this.total(parts), 'short'),
    });
  }

  private total(parts: readonly Part[]): number {
    return parts.reduce((sum, { value }) => sum + value, 0);
  }

  private renderRing(answer: Answer, measure: string, by: string): TemplateResult {
    const parts = this.parts(answer) ?? [];
    const ring = { centre: SIZE / 2, outer: SIZE / 2 - 2, inner: SIZE / 2 - 34 };
    const paths = ringPaths(
      parts.map(({ value }) => value),
      ring,
      this.rtl,
    );
    const choosing = parts.some(({ chosen }) => chosen);
    return html`<div class="body">
        <svg
          class="chart ${choosing ? 'choosing' : ''}"
          aria-hidden="true"
          width=${SIZE}
          height=${SIZE}
          viewBox="0 0 ${SIZE} ${SIZE}"
        >
          ${parts.map(
            (part, at) =>
              svg`<path class="part c${part.colour} ${part.choice ? '' : 'still'}" ?data-chosen=${part.chosen} d=${paths[at] ?? ''} @click=${() => this.turn(part)}><title>${part.name}</title></path>`,
          )}
          <text class="middle whole" x=${SIZE / 2} y=${SIZE / 2 + 6}>${this.text(answer, this.total(parts), 'short')}</text>
        </svg>
        <ul class="legend">
          ${parts.map((part) => this.renderPart(answer, part))}
        </ul>
      </div>
      ${this.renderTable(
        [by, measure, this.say(leaderboardMessages)('share')],
        parts.map(({ name, value, share }) => [
          name,
          this.text(answer, value, 'full'),
          this.format.percentFromRatio(share, 1),
        ]),
      )}`;
  }

  private renderPart(answer: Answer, part: Part): TemplateResult {
    const { name, value, share, colour, choice, chosen } = part;
    const say = this.say(leaderboardMessages);
    return html`<li ?data-chosen=${chosen}>
      <svg class="chart" viewBox="0 0 10 10" aria-hidden="true"><rect class="c${colour}" width="10" height="10" rx="2"></rect></svg>
      ${
        choice
          ? html`<button
              class="link"
              part="mark"
              type="button"
              aria-pressed=${chosen ? 'true' : 'false'}
              title=${chosen ? say('back') : say('filter', { name })}
              @click=${() => this.turn(part)}
            >${name}</button>`
          : html`<span>${name}</span>`
      }
      <span title=${this.text(answer, value, 'full')}>${this.text(answer, value, 'short')}</span>
      <span class="muted">${this.format.percentFromRatio(share, 0)}</span>
    </li>`;
  }

  private turn({ choice, name }: Part): void {
    if (choice && this.session) choose(this.session, choice, name);
  }
}
