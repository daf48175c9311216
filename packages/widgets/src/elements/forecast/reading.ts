import { exponent, type ListQuery, minorFromDecimal, UNKNOWN } from '@sluice/core';
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Box } from '../../charts/rows.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { intelligenceMessages } from '../../locales/messages/intelligence.ts';
import type { Problem } from '../../problem.ts';
import { FILLER, MarksElement } from '../bars/marks.ts';
import type { RecordOpenDetail } from '../deadlines/deadlines.ts';
import { figureText } from '../kpi/figure.ts';

/** Padding and border of a card, both sides. */
export const FRAME = 34;

/** What a card is made of: its data, and how an answer is said and shown. */
export interface Card<T> {
  readonly heading: string;
  readonly data: {
    readonly answer: T | null;
    readonly problem: Problem | null;
    readonly loading: boolean;
    retry(): void;
  };
  /** The sentence of an answer; null where there is nothing to show. */
  readonly sentence: (answer: T) => string | null;
  readonly body: (answer: T) => TemplateResult;
  /** What stands there without anything to show. */
  readonly none: (answer: T | null) => string;
  /** Whether the card has a chart that can be taken away as a picture. */
  readonly picture?: boolean;
}

/** How far a key moves; null for keys that do not. */
const stepOf = (key: string, rtl: boolean): number | null => {
  if (key === (rtl ? 'ArrowLeft' : 'ArrowRight') || key === 'ArrowDown') return 1;
  if (key === (rtl ? 'ArrowRight' : 'ArrowLeft') || key === 'ArrowUp') return -1;
  if (key === 'Home') return Number.NEGATIVE_INFINITY;
  return key === 'End' ? Number.POSITIVE_INFINITY : null;
};

/** A card whose marks are read rather than chosen: pointed at, or walked with the arrow keys, each says what it stands for. */
export abstract class ReadingElement extends MarksElement {
  @state() private pointed: number | null = null;
  @state() private stop = 0;

  /** The card with its heading, sentence and states. */
  protected renderCard<T>({ heading, data, sentence, body, none, picture = false }: Card<T>): TemplateResult {
    const { answer, problem, loading } = data;
    const said = answer === null ? null : sentence(answer);
    const waiting = loading && answer === null;
    return html`<figure class="card" part="base" aria-busy=${loading ? 'true' : 'false'}>
      <figcaption>
        <div class="head"><h3 class="title" part="title">${heading}</h3>${said === null ? nothing : this.renderTools(heading, picture)}</div>
        ${
          said !== null
            ? html`<p class="caption">${said}</p>`
            : waiting
              ? html`<p class="caption"><span class="skeleton" aria-hidden="true">${FILLER}</span><span class="spoken" role="status">${this.say(figureMessages)('loading')}</span></p>`
              : nothing
        }
      </figcaption>
      ${problem ? this.renderProblem(problem, () => data.retry()) : nothing}
      ${answer !== null && said !== null ? body(answer) : nothing}
      ${waiting ? html`<div class="skeleton body" aria-hidden="true"></div>` : nothing}
      ${said === null && !problem && !waiting ? this.renderNothing(none(answer)) : nothing}
    </figure>`;
  }

  /** Marks that are read; `draw` gives the shape of each, `box` the room in which it is pointed at. */
  protected renderReadable(
    spoken: readonly string[],
    draw: (at: number) => SVGTemplateResult,
    box: (at: number) => Box,
  ): readonly SVGTemplateResult[] {
    const stop = Math.min(this.stop, spoken.length - 1);
    return spoken.map((words, at) => {
      const { x, y, width, height } = box(at);
      return svg`<g role="none"><g
        class="mark"
        part="mark"
        role="img"
        data-read=${at}
        tabindex=${at === stop ? '0' : '-1'}
        aria-label=${words}
        @pointerenter=${() => this.point(at)}
        @pointerleave=${() => this.point(null)}
        @focus=${() => this.point(at)}
        @blur=${() => this.point(null)}
        @keydown=${(event: KeyboardEvent) => this.walk(event, at, spoken.length)}
      ><rect class="hit" x=${x} y=${y} width=${width} height=${height} rx="3"></rect></g><g class="drawing" aria-hidden="true">${draw(at)}</g></g>`;
    });
  }

  /** The line under a chart that says what is pointed at. */
  protected renderReadout(spoken: readonly string[], otherwise = ''): TemplateResult {
    return html`<p class="readout" part="readout" aria-hidden="true">
      ${this.pointed === null ? otherwise : (spoken[this.pointed] ?? otherwise)}
    </p>`;
  }

  /** Which records of the element's entity to read; null while nobody can be asked. */
  protected selection(): ListQuery | null {
    const entity = this.entity || this.session?.entity || '';
    const where = this.where.trim();
    return entity === '' ? null : { entity, ...(where === '' ? {} : { where }) };
  }

  /** Money in words; `full` to the cent. */
  protected money(value: number | null, currency: string | null, look: 'short' | 'full' = 'short'): string {
    const code = currency ?? this.session?.currency;
    return figureText(this.format, { value, unit: 'money', ...(code === undefined ? {} : { currency: code }) }, look);
  }

  /** A change of money, with its sign. */
  protected signed(value: number | null, currency: string | null, look: 'short' | 'full' = 'short'): string {
    if (value === null) return UNKNOWN;
    const text = this.money(Math.abs(value), currency, look);
    return value === 0 ? text : `${value > 0 ? '+' : '−'}\u2060${text}`;
  }

  /** An attribute in major units as minor ones: null without one or where it is no number. */
  protected minor(text: string, currency: string | null): number | null {
    if (text.trim() === '') return null;
    return minorFromDecimal(text, exponent(currency ?? this.session?.currency ?? ''))?.minor ?? null;
  }

  /** Why a forecast is unknown, in a sentence. */
  protected whyUnknown(reason: string | null): string {
    const key = `reason_${reason ?? ''}`;
    return key in intelligenceMessages
      ? this.say(intelligenceMessages)(key as keyof typeof intelligenceMessages)
      : this.reasonText(reason);
  }

  /** Says that not all deals were read. */
  protected renderBound(read: number, total: number): TemplateResult | typeof nothing {
    return total > read
      ? html`<p class="note" part="bound">${this.say(intelligenceMessages)('bounded', { read, total })}</p>`
      : nothing;
  }

  /** Asks the page to open a record. */
  protected openRecord(id: string): void {
    const entity = this.subject?.name;
    if (entity !== undefined) this.emit<RecordOpenDetail>('sluice-record-open', { entity, id }, { cancelable: true });
  }

  private point(at: number | null): void {
    this.pointed = at;
  }

  private walk(event: KeyboardEvent, at: number, count: number): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = stepOf(event.key, this.rtl);
    if (step === null) return;
    event.preventDefault();
    this.stop = Math.min(Math.max(at + step, 0), count - 1);
    this.renderRoot.querySelector<SVGElement>(`[data-read="${this.stop}"]`)?.focus();
  }
}
