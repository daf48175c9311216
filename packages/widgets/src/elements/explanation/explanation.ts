import { type Contributions, type Exclusion, type Explanation, labelIn, type Query } from '@sluice/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { Inquiry } from '../../controllers/inquiry.ts';
import { narrowed } from '../../controllers/narrowed.ts';
import { SluiceElement } from '../../element.ts';
import { explanationMessages } from '../../locales/messages/explanation.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { controlStyles } from '../../styles/controls.ts';
import { dialogStyles } from '../dialog/dialog.styles.ts';
import { figureText, whyNull } from '../kpi/figure-text.ts';
import { explanationStyles } from './explanation.styles.ts';
import type { ExplainedFigure } from './figures.ts';
import type * as MadeOf from './made-of.ts';

/** Which figure to explain. */
interface Asked {
  readonly query: Query;
  readonly measure: string;
}

/**
 * How a figure came about, in a window over the page: what it means, its formula, which records are counted, which are left out and
 * why. Counted and left out add up to all records. Part of the elements that show figures.
 *
 * @tag sluice-explanation
 * @fires sluice-explanation-close - it was closed, by whatever way; does not bubble
 * @csspart base - the dialog
 * @csspart choice - which figure, where an element has several
 * @csspart value - the exact figure
 * @csspart table - the records, counted and left out
 * @csspart deals - the records the figure is made of
 * @csspart take - the buttons that take the explanation away as a file
 * @cssprop --sluice-dialog-width - its width where the page has room
 */
export class SluiceExplanation extends SluiceElement {
  static override styles = [SluiceElement.styles, controlStyles, skeletonStyles, dialogStyles, explanationStyles];

  /** The question whose figure is explained, without the filters of the app. */
  @property({ attribute: false }) query: Query | null = null;
  /** The id of the metric, or an aggregate expression. */
  @property() measure = '';
  /** What the figure is called; the label of the measure when left out. */
  @property() heading = '';
  /** Dimension whose filters do not limit the figure. */
  @property() except = '';
  /** Several figures to choose from, in place of one by `query` and `measure`. */
  @property({ attribute: false }) figures: readonly ExplainedFigure[] = [];
  /** Whether it stands open. */
  @property({ type: Boolean, reflect: true }) open = false;

  /** The records the figure is made of, and what shows them: loaded once an explanation stands there. */
  @state() private made: { readonly of: Explanation; readonly deals: Contributions | null } | null = null;
  /** Which of the figures. */
  @state() private at = 0;
  private reading: Explanation | null = null;
  private below: typeof MadeOf | null = null;

  @query('dialog') private readonly frame!: HTMLDialogElement | null;

  private readonly inquiry = new Inquiry<Asked, Explanation>(
    {
      session: () => this.session,
      tongue: () => this.tongue,
      question: (session) => {
        const { figure } = this;
        if (!this.open || !figure || 'told' in figure) return null;
        const asked = narrowed(figure.query, session, this.except || undefined);
        return asked && { query: asked, measure: figure.measure };
      },
      changed: () => this.requestUpdate(),
      homeless: () => customElements.get('sluice-app') !== undefined,
    },
    (source, { query: asked, measure }) => source.explain(asked, measure),
  );

  /** The figure that is explained. */
  private get figure(): ExplainedFigure | null {
    const { query: asked, measure } = this;
    const [first] = this.figures;
    if (first) return this.figures[this.at] ?? first;
    return asked && measure !== '' ? { name: this.heading, query: asked, measure } : null;
  }

  private get answer(): Explanation | null {
    const { figure } = this;
    return figure && 'told' in figure ? figure.told : this.inquiry.answer;
  }

  /** Opens it. */
  show(): void {
    this.open = true;
  }

  /** Closes it. */
  hide(): void {
    this.open = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.frame?.close();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('open') && this.open) this.at = 0;
    this.inquiry.look();
    const { problem, loading } = this.inquiry;
    const { answer } = this;
    this.setState(problem ? 'error' : answer ? 'ready' : loading ? 'loading' : 'empty');
  }

  protected override updated(changed: PropertyValues<this>): void {
    void this.readMadeOf();
    if (!changed.has('open')) return;
    const dialog = this.frame;
    // loaded late, it may be gone from the page
    if (!dialog || !this.isConnected || dialog.open === this.open) return;
    if (this.open) dialog.showModal();
    else dialog.close();
  }

  protected override render() {
    const say = this.say(explanationMessages);
    const { answer } = this;
    const heading = this.heading || this.figure?.name || (answer ? labelIn(answer.label, this.tongue) : this.measure);
    return html`<dialog part="base" aria-labelledby="heading" closedby="any" @close=${this.closed}>
      <header part="header">
        <h2 id="heading">${heading}</h2>
        <button class="close" type="button" aria-label=${say('close')} @click=${() => this.hide()}>
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3l10 10M13 3L3 13" /></svg>
        </button>
      </header>
      <div class="body" aria-busy=${this.inquiry.loading ? 'true' : 'false'}>${this.open ? this.renderBody() : nothing}</div>
    </dialog>`;
  }

  private renderBody(): TemplateResult {
    const { answer } = this;
    const { problem } = this.inquiry;
    if (problem) return this.renderProblem(problem, () => this.inquiry.retry());
    if (!answer) return html`${this.renderChoice()} ${this.renderLoading()}`;
    const say = this.say(explanationMessages);
    const { definition, formula, where, value, unit, currency } = answer;
    const exact = figureText(this.format, { value, unit, ...(currency === undefined ? {} : { currency }) }, 'full');
    const { figure } = this;
    const why = figure && 'told' in figure ? figure.why : answer.nullReason && whyNull(answer.nullReason, this.tongue);
    return html`
      ${this.renderChoice()}
      <p class="value" part="value">${exact}</p>
      ${value === null && why ? html`<p class="muted">${why}</p>` : nothing}
      ${definition ? html`<p>${labelIn(definition, this.tongue)}</p>` : nothing}
      <dl>
        <dt>${say('formula')}</dt>
        <dd><code dir="ltr">${formula}</code></dd>
        ${
          where === undefined
            ? nothing
            : html`<dt>${say('where')}</dt>
              <dd><code dir="ltr">${where}</code></dd>`
        }
      </dl>
      ${this.renderRows(answer)}
      ${this.made?.of === answer ? this.below?.renderMadeOf(answer, this.made.deals, this.tongue) : nothing}
    `;
  }

  /** The figures to choose from, where there are several. */
  private renderChoice(): TemplateResult | typeof nothing {
    if (this.figures.length < 2) return nothing;
    return html`<label class="choice"
      ><span>${this.say(explanationMessages)('figure')}</span
      ><select class="input" part="choice" @change=${this.turn}>
        ${this.figures.map(({ name }, at) => html`<option value=${at} ?selected=${at === this.at}>${name}</option>`)}
      </select></label
    >`;
  }

  private readonly turn = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) this.at = event.target.selectedIndex;
  };

  /** Asks what the figure is made of, once for each answer; where nobody can say, the explanation can still be taken away. */
  private async readMadeOf(): Promise<void> {
    const { answer, figure } = this;
    const { asked } = this.inquiry;
    const source = this.session?.source;
    if (!this.open || !answer || !source || this.made?.of === answer || this.reading === answer) return;
    this.reading = answer;
    this.below ??= await import('./made-of.ts');
    let deals: Contributions | null = figure && 'told' in figure ? figure.deals : null;
    try {
      if (asked) deals = await this.below.madeOf(source, asked.query, asked.measure);
    } catch {
      // the figure stands without them
    }
    if (this.answer === answer) this.made = { of: answer, deals };
  }

  private renderRows({ population, included, excluded }: Explanation): TemplateResult {
    const say = this.say(explanationMessages);
    const number = (count: number): string => this.format.number(count);
    return html`<table part="table">
      <caption>
        ${say('balance', {
          included: number(included),
          excluded: number(population - included),
          population: number(population),
        })}
      </caption>
      <tbody>
        <tr class="included">
          <th scope="row">${say('included')}</th>
          <td class="number">${number(included)}</td>
        </tr>
        ${excluded.map((one) => this.renderExclusion(one))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">${say('population')}</th>
          <td class="number">${number(population)}</td>
        </tr>
      </tfoot>
    </table>`;
  }

  private renderExclusion({ reason, condition, count }: Exclusion): TemplateResult {
    return html`<tr>
      <th scope="row">${this.say(explanationMessages)(reason)}<code dir="ltr">${condition}</code></th>
      <td class="number">${this.format.number(count)}</td>
    </tr>`;
  }

  private renderLoading(): TemplateResult {
    return html`<div class="skeleton big"></div>
      <div>
        <div class="skeleton line"></div>
        <div class="skeleton line short"></div>
      </div>
      <div>
        <div class="skeleton line"></div>
        <div class="skeleton line"></div>
        <div class="skeleton line"></div>
      </div>
      <span class="spoken" role="status">${this.say(explanationMessages)('loading')}</span>`;
  }

  private readonly closed = (): void => {
    this.open = false;
    this.dispatchEvent(new Event('sluice-explanation-close'));
  };
}
