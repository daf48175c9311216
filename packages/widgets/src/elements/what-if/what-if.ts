import { AS_IT_IS, periodOf, type Scenario, type ScenarioLever, scenarioToAddress, UNKNOWN } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { DealsController } from '../../controllers/deals.ts';
import { SluiceElement } from '../../element.ts';
import { intelligenceMessages } from '../../locales/messages/intelligence.ts';
import { whatIfMessages } from '../../locales/messages/what-if.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { type ExplainedFigure, toldFigure } from '../explanation/figures.ts';
import { ReadingElement } from '../forecast/reading.ts';
import { readingStyles } from '../forecast/reading.styles.ts';
import { figureStyles } from '../kpi/figure.styles.ts';
import { type Controls, renderControls } from './controls.ts';
import { addressWithScenarios, readScenarioWord, type ScenarioPlace, scenariosIn } from './levers.ts';
import { type WhatIfAnswer, type WhatIfFigures, whatIfOf, type WhatIfWish } from './reckon.ts';
import { SavedScenarios } from './saved.ts';
import { whatIfStyles } from './what-if.styles.ts';

/** What `sluice-scenario-change` says: the scenario as one word for an address (blank: as it is), and its name. */
export interface ScenarioChangeDetail {
  readonly scenario: string;
  readonly name: string;
}

/**
 * What would become of the pipeline: levers on amounts, on the probability of a stage, on the cycle, deals left out or added; the
 * weighted pipeline, the middle of the forecast and the chance of a quota before and after, and what each lever does of it.
 *
 * @tag sluice-what-if
 * @fires {CustomEvent<ScenarioChangeDetail>} sluice-scenario-change - a lever was moved
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart levers - the levers
 * @csspart saved - the scenarios that are kept by name
 * @csspart figures - before and after
 * @csspart attribution - what each lever does
 * @csspart bound - what stands there when not all deals were read
 * @csspart empty - what stands there without open deals
 * @csspart error - what stands there when there is no data
 */
export class SluiceWhatIf extends ReadingElement {
  static override styles = [
    SluiceElement.styles,
    controlStyles,
    skeletonStyles,
    figureStyles,
    readingStyles,
    whatIfStyles,
  ];

  /** What is to be reached, in major units: `250000`. */
  @property() quota = '';
  /** The scenario, as one word: `a11000_p500.negotiation`. */
  @property() scenario = '';
  /** What it is called. */
  @property({ attribute: 'scenario-name' }) scenarioName = '';
  /** A second scenario to stand beside it. */
  @property() beside = '';
  /** What the second one is called. */
  @property({ attribute: 'beside-name' }) besideName = '';
  /** The last day of "due by", `YYYY-MM-DD`; the end of this quarter when left out. */
  @property() until = '';
  /** Whether the scenarios stand in the address of the page. */
  @property({ type: Boolean, attribute: 'scenario-in-url' }) inUrl = false;

  /** Whether the link was copied; the link itself where the browser did not allow it. */
  @state() private copied: true | string | null = null;

  private readonly data: DealsController<WhatIfWish, WhatIfAnswer> = new DealsController(this, {
    ask: () => this.selection(),
    wish: () => ({
      scenario: this.current,
      beside: this.beside === '' ? null : readScenarioWord(this.beside),
      quota: this.aim,
      until: this.horizon,
    }),
    compute: whatIfOf,
  });

  private readonly saved = new SavedScenarios(() => ({
    session: this.session,
    tongue: this.tongue,
    about: this.subject?.name ?? '',
    word: this.scenario,
    name: this.scenarioName,
    changed: () => this.requestUpdate(),
    open: ({ word, name }) => {
      Object.assign(this, { scenario: word, scenarioName: name });
      this.tell();
    },
  }));

  constructor() {
    super();
    this.addController(this.saved);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('popstate', this.readAddress);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('popstate', this.readAddress);
  }

  protected override firstUpdated(): void {
    this.readAddress();
  }

  private get current(): Scenario {
    return readScenarioWord(this.scenario) ?? AS_IT_IS;
  }
  private get aim(): number | null {
    const quota = this.minor(this.quota, null);
    return quota !== null && quota > 0 ? quota : null;
  }
  private get horizon(): string {
    return this.until || periodOf(this.session?.today ?? '2000-01-01', 'quarter').to;
  }

  /** The weighted pipeline by its metric, and that of the scenario as what there is and what each lever adds. */
  protected override explainable(): readonly ExplainedFigure[] {
    const { answer } = this.data;
    if (!answer) return [];
    const say = this.say(whatIfMessages);
    const levers = answer.levers.map(({ lever, weighted }, at) => ({
      id: String(at),
      title: this.leverName(lever, answer),
      contribution: weighted,
    }));
    return [
      toldFigure({
        name: `${say('weighted')} · ${this.scenarioName || say('scenario')}`,
        value: answer.after.weighted,
        unit: 'money',
        currency: answer.currency ?? this.session?.currency ?? null,
        definition: this.sentence(answer) ?? '',
        formula: [say('now'), ...levers.map(({ title }) => title)].join(' + '),
        population: answer.total,
        parts: [{ id: '', title: say('now'), contribution: answer.now.weighted ?? 0 }, ...levers],
        ...(answer.reason === null ? {} : { why: this.whyUnknown(answer.reason) }),
      }),
      ...this.figureOf(`${say('weighted')} · ${say('now')}`, 'weighted.open'),
    ];
  }

  protected override updated(): void {
    this.stand(this.data, this.data.answer?.reason === 'no_rows');
  }

  protected override render() {
    const say = this.say(whatIfMessages);
    return this.renderCard({
      heading: this.label || say('title'),
      data: this.data,
      sentence: (answer) => this.sentence(answer),
      body: (answer) => this.renderAnswer(answer),
      none: (answer) => (answer?.reason && answer.reason !== 'no_rows' ? this.whyUnknown(answer.reason) : say('none')),
    });
  }

  private sentence({ reason, now, after, currency, levers }: WhatIfAnswer): string | null {
    if (reason !== null) return null;
    const say = this.say(whatIfMessages);
    const before = this.money(now.weighted, currency);
    if (levers.length === 0) return say('asItIs', { value: before });
    const delta = (after.weighted ?? 0) - (now.weighted ?? 0);
    return say('sentence', {
      before,
      after: this.money(after.weighted, currency),
      delta: this.signed(delta, currency),
    });
  }

  private renderAnswer(answer: WhatIfAnswer): TemplateResult {
    const say = this.say(whatIfMessages);
    return html`${readScenarioWord(this.scenario) === null ? html`<p class="note" role="status">${say('unreadable')}</p>` : nothing}
      <div class="panes">
        <div class="controls" part="levers">${renderControls(this.controls(answer))}</div>
        <div class="results">
          ${this.renderFigures(answer)} ${answer.levers.length > 0 ? this.renderAttribution(answer) : nothing}
          ${this.renderBound(answer.read, answer.total)} ${this.renderActions()}
        </div>
      </div>`;
  }

  private controls(answer: WhatIfAnswer): Controls {
    return {
      answer,
      scenario: this.current,
      entity: this.subject,
      tongue: this.tongue,
      currency: answer.currency ?? this.session?.currency ?? '',
      say: this.say(whatIfMessages),
      money: (value) => this.money(value, answer.currency),
      set: (next) => this.take(next),
    };
  }

  private renderFigures({ now, beside, after, currency }: WhatIfAnswer): TemplateResult {
    const say = this.say(whatIfMessages);
    const quota = this.aim;
    const money = (value: number | null): TemplateResult =>
      html`<td title=${this.money(value, currency, 'full')}>${this.money(value, currency)}</td>`;
    const change = (from: number | null, to: number | null): TemplateResult => {
      const delta = from === null || to === null ? null : to - from;
      return html`<td class=${delta === null || delta === 0 ? '' : delta > 0 ? 'good' : 'bad'}>${this.signed(delta, currency)}</td>`;
    };
    const row = (name: string, of: (figures: WhatIfFigures) => number | null): TemplateResult =>
      html`<tr>
        <th scope="row">${name}</th>
        ${money(of(now))} ${beside ? money(of(beside)) : nothing} ${money(of(after))} ${change(of(now), of(after))}
      </tr>`;
    const percent = (ratio: number | null): TemplateResult =>
      html`<td>${ratio === null ? UNKNOWN : this.format.percentFromRatio(ratio, 0)}</td>`;
    const points = now.chance === null || after.chance === null ? null : (after.chance - now.chance) * 100;
    return html`<div class="scroll" part="figures" tabindex="0" role="group" aria-label=${say('title')}><table>
      <thead>
        <tr>
          <th scope="col">${say('figure')}</th>
          <th scope="col">${say('now')}</th>
          ${beside ? html`<th scope="col">${this.besideName || say('kept')}</th>` : nothing}
          <th scope="col">${this.scenarioName || say('scenario')}</th>
          <th scope="col">${say('change')}</th>
        </tr>
      </thead>
      <tbody>
        ${row(say('weighted'), ({ weighted }) => weighted)}
        ${row(say('dueBy', { date: this.format.date(this.horizon) }), ({ due }) => due)}
        ${row(say('middle'), ({ middle }) => middle)}
        ${
          quota === null
            ? nothing
            : html`<tr>
                <th scope="row">${say('chance', { quota: this.money(quota, currency) })}</th>
                ${percent(now.chance)} ${beside ? percent(beside.chance) : nothing} ${percent(after.chance)}
                <td class=${points === null || points === 0 ? '' : points > 0 ? 'good' : 'bad'}>${this.points(points)}</td>
              </tr>`
        }
      </tbody>
    </table></div>`;
  }

  private points(points: number | null): string {
    if (points === null) return UNKNOWN;
    const format = new Intl.NumberFormat(this.format.locale, { signDisplay: 'exceptZero', maximumFractionDigits: 0 });
    return `${format.format(points)} ${this.say(whatIfMessages)('points')}`;
  }

  private renderAttribution(answer: WhatIfAnswer): TemplateResult {
    const say = this.say(whatIfMessages);
    const { levers, currency, now, after } = answer;
    const delta = (to: number | null, from: number | null): number | null =>
      to === null || from === null ? null : to - from;
    return html`<h4>${say('attribution')}</h4>
      <div class="scroll" part="attribution" tabindex="0" role="group" aria-label=${say('attribution')}><table>
        <thead>
          <tr>
            <th scope="col">${say('lever')}</th>
            <th scope="col">${say('touched')}</th>
            <th scope="col">${say('weighted')}</th>
            <th scope="col">${say('dueBy', { date: this.format.date(this.horizon) })}</th>
          </tr>
        </thead>
        <tbody>
          ${levers.map(
            ({ lever, weighted, due, touched }) =>
              html`<tr>
                <th scope="row">${this.leverName(lever, answer)}</th>
                <td>${this.format.number(touched)}</td>
                <td>${this.signed(weighted, currency, 'full')}</td>
                <td>${this.signed(due, currency, 'full')}</td>
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${this.say(intelligenceMessages)('total')}</th>
            <td></td>
            <td>${this.signed(delta(after.weighted, now.weighted), currency, 'full')}</td>
            <td>${this.signed(delta(after.due, now.due), currency, 'full')}</td>
          </tr>
        </tfoot>
      </table></div>
      ${levers.length > 1 ? html`<p class="note">${say('inOrder')}</p>` : nothing}`;
  }

  private leverName(lever: ScenarioLever, { titles, currency }: WhatIfAnswer): string {
    const say = this.say(whatIfMessages);
    const factor = (bps: number): string => this.format.number(bps / 10_000, 4);
    switch (lever.kind) {
      case 'amount':
        return lever.where === undefined
          ? say('leverAmount', { factor: factor(lever.factor) })
          : say('leverAmountWhere', { factor: factor(lever.factor), where: lever.where });
      case 'probability': {
        const stage = this.subject?.stage;
        const sign = new Intl.NumberFormat(this.format.locale, { signDisplay: 'always' });
        return say('leverStage', {
          stage: stage ? this.format.field(stage, lever.stage) : lever.stage,
          points: sign.format(lever.points / 100),
        });
      }
      case 'cycle':
        return say('leverCycle', { factor: factor(lever.factor) });
      case 'drop':
        return say('leverDrop', { name: titles[lever.id] ?? lever.id });
      case 'add':
        return say('leverAdd', {
          count: lever.count,
          amount: this.money(lever.amount, currency),
          chance: this.format.percentFromBps(lever.probability),
        });
    }
  }

  private renderActions(): TemplateResult {
    const say = this.say(whatIfMessages);
    const { scenario, beside, copied } = this;
    return html`<div class="actions">
        <label class="stacked">${say('name')}
          <input class="input" maxlength="80" .value=${this.scenarioName} @change=${this.named} />
        </label>
        ${
          beside === ''
            ? html`<button class="button" type="button" ?disabled=${scenario === ''} @click=${this.keep}>${say('keep')}</button>`
            : html`<button class="button" type="button" @click=${this.letGo}>
                ${say('letGo', { name: this.besideName || say('kept') })}
              </button>`
        }
        ${this.inUrl ? html`<button class="button" type="button" @click=${this.copy}>${say('copy')}</button>` : nothing}
        <button class="button" type="button" ?disabled=${scenario === ''} @click=${() => this.take(AS_IT_IS)}>${say('reset')}</button>
      </div>
      ${this.saved.render()}
      <p class="note" role="status">
        ${copied === null ? nothing : copied === true ? say('copied') : html`${say('notCopied')} ${copied}`}
      </p>`;
  }

  private get place(): ScenarioPlace {
    const { scenario, scenarioName: name, beside, besideName } = this;
    return { scenario, name, beside, besideName };
  }

  private take(next: Scenario): void {
    this.scenario = scenarioToAddress(next);
    this.tell();
  }

  /** The address of the page follows, and the page hears of it. */
  private tell(): void {
    this.copied = null;
    if (this.inUrl) history.replaceState(history.state, '', addressWithScenarios(location.href, this.place));
    this.emit<ScenarioChangeDetail>('sluice-scenario-change', { scenario: this.scenario, name: this.scenarioName });
  }

  private readonly readAddress = (): void => {
    if (!this.inUrl) return;
    const { scenario, name, beside, besideName } = scenariosIn(location.href);
    Object.assign(this, { scenario, scenarioName: name, beside, besideName });
  };

  private readonly named = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.scenarioName = event.target.value.trim();
    this.tell();
  };

  /** The scenario steps aside, so that another can be made of it and compared. */
  private readonly keep = (): void => {
    this.beside = this.scenario;
    this.besideName = this.scenarioName;
    this.scenarioName = '';
    this.tell();
  };

  private readonly letGo = (): void => {
    this.beside = '';
    this.besideName = '';
    this.tell();
  };

  private readonly copy = async (): Promise<void> => {
    const link = addressWithScenarios(location.href, this.place);
    try {
      await navigator.clipboard.writeText(link);
      this.copied = true;
    } catch {
      this.copied = link;
    }
  };
}
