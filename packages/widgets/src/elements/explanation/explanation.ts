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
import { figureText } from '../kpi/figure.ts';
import { explanationStyles } from './explanation.styles.ts';
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
  /** Whether it stands open. */
  @property({ type: Boolean, reflect: true }) open = false;

  /** The records the figure is made of, and what shows them: loaded once an explanation stands there. */
  @state() private made: { readonly of: Explanation; readonly deals: Contributions | null } | null = null;
  private reading: Explanation | null = null;
  private below: typeof MadeOf | null = null;

  @query('dialog') private readonly frame!: HTMLDialogElement | null;

  private readonly inquiry = new Inquiry<Asked, Explanation>(
    {
      session: () => this.session,
      tongue: () => this.tongue,
      question: (session) => {
        const asked = this.open && this.measure ? narrowed(this.query, session, this.except || undefined) : null;
        return asked === null ? null : { query: asked, measure: this.measure };
      },
      changed: () => this.requestUpdate(),
      homeless: () => customElements.get('sluice-app') !== undefined,
    },
    (source, { query: asked, measure }) => source.explain(asked, measure),
  );

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

  protected override willUpdate(): void {
    this.inquiry.look();
    const { answer, problem, loading } = this.inquiry;
    this.setState(problem ? 'error' : answer ? 'ready' : loading ? 'loading' : 'empty');
  }

  protected override updated(changed: PropertyValues<this>): void {
    void this.readMadeOf();
    if (!changed.has('open')) return;
    const dialog = this.frame;
    if (!dialog || dialog.open === this.open) return;
    if (this.open) dialog.showModal();
    else dialog.close();
  }

  protected override render() {
    const say = this.say(explanationMessages);
    const { answer } = this.inquiry;
    const heading = this.heading || (answer ? labelIn(answer.label, this.tongue) : this.measure);
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
    const { answer, problem } = this.inquiry;
    if (problem) return this.renderProblem(problem, () => this.inquiry.retry());
    if (!answer) return this.renderLoading();
    const say = this.say(explanationMessages);
    const { definition, formula, where, value, unit, currency } = answer;
    const exact = figureText(this.format, { value, unit, ...(currency === undefined ? {} : { currency }) }, 'full');
    return html`
      <p class="value" part="value">${exact}</p>
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

  /** Asks what the figure is made of, once for each answer; where nobody can say, the explanation can still be taken away. */
  private async readMadeOf(): Promise<void> {
    const { answer, asked } = this.inquiry;
    const source = this.session?.source;
    if (!this.open || !answer || !asked || !source || this.made?.of === answer || this.reading === answer) return;
    this.reading = answer;
    this.below ??= await import('./made-of.ts');
    let deals: Contributions | null = null;
    try {
      deals = await this.below.madeOf(source, asked.query, asked.measure);
    } catch {
      // the figure stands without them
    }
    if (this.inquiry.answer === answer) this.made = { of: answer, deals };
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
