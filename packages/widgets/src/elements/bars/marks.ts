import type { Answer, Cell, Condition, DimensionColumn } from '@sluice/core';
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Box } from '../../charts/rows.ts';
import { Part } from '../../controllers/part.ts';
import { chartMessages } from '../../locales/messages/chart.ts';
import { explanationMessages } from '../../locales/messages/explanation.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { kpiMessages } from '../../locales/messages/kpi.ts';
import type { ExplainedFigure } from '../explanation/figures.ts';
import { FigureElement } from '../kpi/figure.ts';
import { INFO } from '../kpi/info.ts';
import { type Choice, choiceOf, choose, conditionsOf, isChosen } from './choose.ts';

/** As long as a sentence, for its skeleton. */
export const FILLER = '\u2007'.repeat(28);

/** A mark of a chart: what it is called, what is said of it, and what a click filters by (null: nothing). */
export interface Mark {
  readonly name: string;
  readonly spoken: string;
  readonly choice: Choice | null;
}

/** How far a key moves among the marks; null for keys that do not. */
const stepOf = (key: string, rtl: boolean): number | null => {
  if (key === 'ArrowDown' || key === (rtl ? 'ArrowLeft' : 'ArrowRight')) return 1;
  if (key === 'ArrowUp' || key === (rtl ? 'ArrowRight' : 'ArrowLeft')) return -1;
  if (key === 'Home') return Number.NEGATIVE_INFINITY;
  return key === 'End' ? Number.POSITIVE_INFINITY : null;
};

/** A chart whose marks filter the app: pointed at, clicked, or walked with the arrow keys as one stop of the tab key. */
export abstract class MarksElement extends FigureElement {
  @state() private active = 0;
  @state() private pictureCopied = false;
  /** What makes a picture of the chart. */
  private readonly camera = new Part(this, () => import('../../charts/picture.ts'));
  @state() private explained: readonly ExplainedFigure[] | null = null;

  /** The figures of the element, the one that stands for all of them first. */
  protected abstract explainable(): readonly ExplainedFigure[];

  /** The dimension whose filters do not limit the element. */
  protected get ownDimension(): string {
    return '';
  }

  /** What a mark filters by; null where the filters of the app are about another entity. */
  protected choice(dimension: DimensionColumn, key: Cell): Choice | null {
    const { session, subject } = this;
    if (!session || session.entity !== subject?.name) return null;
    return choiceOf(dimension, key, this.fieldAt(dimension.name));
  }

  /** Whether a mark is among the chosen ones. */
  protected chosen({ choice }: Mark): boolean {
    return choice !== null && this.session !== undefined && isChosen(this.session, choice);
  }

  /** The marks of a chart; `draw` gives the shape of each, `box` the room in which it is pointed at. */
  protected renderMarks(
    marks: readonly Mark[],
    draw: (at: number) => SVGTemplateResult,
    box: (at: number) => Box,
  ): readonly SVGTemplateResult[] {
    const stops = marks.flatMap(({ choice }, at) => (choice ? [at] : []));
    const stop = stops.includes(this.active) ? this.active : stops[0];
    return marks.map((mark, at) => {
      const { x, y, width, height } = box(at);
      const hit = svg`<rect class="hit" x=${x} y=${y} width=${width} height=${height} rx="4"></rect>`;
      const drawing = svg`<g class="drawing" aria-hidden="true">${draw(at)}</g>`;
      if (!mark.choice)
        return svg`<g><g class="mark" part="mark" role="img" aria-label=${mark.spoken}>${hit}</g>${drawing}</g>`;
      // what is drawn stands beside the button, not in it: the button is called by the whole sentence, the drawing is shortened
      return svg`<g role="none"><title>${this.hint(mark, marks)}</title><g
        class="mark"
        part="mark"
        role="button"
        data-at=${at}
        tabindex=${at === stop ? '0' : '-1'}
        aria-pressed=${this.chosen(mark) ? 'true' : 'false'}
        aria-label=${mark.spoken}
        @click=${() => this.pick(mark, at)}
        @keydown=${(event: KeyboardEvent) => this.move(event, mark, at, stops)}
      >${hit}</g>${drawing}</g>`;
    });
  }

  /** A figure of the element's rows as the source explains it. */
  protected figureOf(name: string, measure: string, filters: readonly Condition[] = []): readonly ExplainedFigure[] {
    const query = this.question({ measures: [measure], ...(filters.length === 0 ? {} : { filters }) });
    return query ? [{ name, query, measure }] : [];
  }

  /** The figure of all groups of an answer, then that of each: kept to it by the filter that a click on it sets. */
  protected figuresOf(
    { dimensions: [dimension] }: Pick<Answer, 'dimensions'>,
    measure: string,
    filters: readonly Condition[] = [],
  ): readonly ExplainedFigure[] {
    const whole = this.figureOf(this.say(explanationMessages)('all'), measure, filters);
    if (!dimension) return whole;
    const field = this.fieldAt(dimension.name);
    const groups = dimension.values.flatMap((key, row) => {
      if (key === 'other' && row === dimension.values.length - 1) return [];
      const choice = choiceOf(dimension, key, field);
      return choice ? this.figureOf(this.keyName(dimension, row), measure, [...filters, ...conditionsOf(choice)]) : [];
    });
    return [...whole, ...groups];
  }

  /** What stands at the end of a heading: how the figures came about, and the chart as a picture where there is one. */
  protected renderTools(heading: string, picture = true): TemplateResult {
    const words = this.say(kpiMessages)('explain');
    return html`<div class="tools">
      <button
        class="explain"
        part="explain"
        type="button"
        aria-haspopup="dialog"
        aria-label=${`${words}: ${heading}`}
        title=${words}
        @click=${this.explain}
      >
        ${INFO}
      </button>
      ${picture ? this.renderPictures(heading) : nothing}
      ${this.explaining.content ? this.renderExplanation(heading) : this.renderUnexplained()}
    </div>`;
  }

  private renderExplanation(heading: string): TemplateResult {
    return html`<sluice-explanation
      .app=${this.app}
      .locale=${this.locale}
      .figures=${this.explained ?? []}
      .except=${this.ownDimension}
      .heading=${heading}
      ?open=${this.explained !== null}
      @sluice-explanation-close=${this.explanationClosed}
    ></sluice-explanation>`;
  }

  private readonly explain = (): void => {
    this.explained = this.explainable();
    void this.explaining.want();
  };

  private readonly explanationClosed = (): void => {
    this.explained = null;
  };

  /** Takes the chart away as a picture: for slides as PNG, for drawing on as SVG. */
  private renderPictures(title: string): TemplateResult {
    const say = this.say(chartMessages);
    return html`<details class="pictures" part="pictures" @toggle=${this.forgetPicture}>
      <summary aria-label=${say('menu')} title=${say('menu')}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 8h.01M8 8h.01M12.5 8h.01"></path></svg>
      </summary>
      <div>
        <button class="button quiet" type="button" @click=${() => this.takePicture(title, 'png')}>${say('copyPicture')}</button>
        <button class="button quiet" type="button" @click=${() => this.takePicture(title, 'svg')}>${say('saveSvg')}</button>
        <p class="told" role="status">${this.camera.problem?.message ?? (this.pictureCopied ? say('copied') : '')}</p>
      </div>
    </details>`;
  }

  private readonly forgetPicture = (): void => {
    this.pictureCopied = false;
  };

  /** A PNG goes to the clipboard where the page may write there, else it is saved; an SVG is saved. */
  private async takePicture(title: string, kind: 'png' | 'svg'): Promise<void> {
    const chart = this.renderRoot.querySelector<SVGSVGElement>('svg.chart');
    const camera = await this.camera.want();
    if (!chart || !camera) return;
    const { fileName, rasterize, saveBlob, standalone } = camera;
    const text = standalone(chart, {
      background: getComputedStyle(this).getPropertyValue('--_bg').trim() || 'white',
      title,
    });
    if (kind === 'svg') saveBlob(new Blob([text], { type: 'image/svg+xml' }), fileName(title, 'svg'));
    else {
      const png = await rasterize(text);
      try {
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
        this.pictureCopied = true;
      } catch {
        saveBlob(png, fileName(title, 'png'));
      }
    }
  }

  /** What stands in place of the marks when there are none, with the way back where filters are the reason. */
  protected renderNothing(sentence: string): TemplateResult {
    const { session } = this;
    const filtered = session !== undefined && (session.filters.length > 0 || session.search !== '');
    return html`<div class="nothing" part="empty">
      <p>${sentence}</p>
      ${
        filtered
          ? html`<button class="button" type="button" @click=${() => session.clear()}>${this.say(figureMessages)('clear')}</button>`
          : nothing
      }
    </div>`;
  }

  /** The figures as a table, for those who do not see the chart. */
  protected renderTable(heads: readonly string[], rows: readonly (readonly string[])[]): TemplateResult {
    return html`<div class="spoken"><table>
      <caption>${this.say(chartMessages)('dataTable')}</caption>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, ...cells]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  private hint(mark: Mark, marks: readonly Mark[]): string {
    const say = this.say(chartMessages);
    const chosen = marks.filter((one) => this.chosen(one));
    const { name } = mark;
    if (chosen.includes(mark)) return chosen.length === 1 ? say('showAll') : say('dropFromFilter', { name });
    return chosen.length > 0 && !mark.choice?.days ? say('addToFilter', { name }) : say('showOnly', { name });
  }

  private pick({ choice, name }: Mark, at: number): void {
    this.active = at;
    if (choice && this.session) choose(this.session, choice, name);
  }

  private move(event: KeyboardEvent, mark: Mark, at: number, stops: readonly number[]): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.pick(mark, at);
      return;
    }
    const step = stepOf(event.key, this.rtl);
    if (step === null) return;
    event.preventDefault();
    const place = Math.min(Math.max(stops.indexOf(at) + step, 0), stops.length - 1);
    this.active = stops[place] ?? at;
    this.renderRoot.querySelector<SVGElement>(`[data-at="${this.active}"]`)?.focus();
  }
}
