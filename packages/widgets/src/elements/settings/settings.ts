import { type Entity, type Issue, labelIn, type Model, type Overlay, resolveModel } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { settingsMessages } from '../../locales/messages/settings.ts';
import type { Asking, Declined } from '../../sources/answered.ts';
import {
  type Affected,
  keepOrganisation,
  keepOverlay,
  previewOf,
  type Settings,
  settingsFrom,
} from '../../sources/settings.ts';
import { DeskElement } from '../login/desk-element.ts';
import { hostOf } from '../login/host.ts';
import { renderFieldForm, renderRuleForm, renderStageForm } from './forms.ts';
import { type Drawing, renderFields, renderRules, renderStages } from './parts.ts';
import { settingsStyles } from './settings.styles.ts';

/** What a model is made of, while it is edited: itself, or the last one that held together with what is wrong since. */
interface Standing {
  readonly overlay: Overlay;
  readonly issues: readonly Issue[];
}

/**
 * What an organisation changes of the product without code: labels, fields, choices, stages with their chances, and rules. What is edited
 * is checked as it is typed; nothing holds before it is saved, and then it holds at once for everybody.
 *
 * @tag sluice-settings
 * @fires {CustomEvent<{ version: number }>} sluice-settings-saved - the settings are kept
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart field - each field
 * @csspart stage - each stage
 * @csspart rule - each rule
 * @csspart note - what was just done, or why it was not
 * @csspart error - what stands there when the settings cannot be had
 */
export class SluiceSettings extends DeskElement {
  static override styles: CSSResultGroup = [DeskElement.styles, settingsStyles];

  @state() private settings: Settings | null = null;
  @state() private draft: Standing = { overlay: {}, issues: [] };
  @state() private model: Model | null = null;
  @state() private entity = '';
  @state() private kind = 'text';
  @state() private affected: readonly Affected[] = [];

  protected override async load(ask: Asking): Promise<void> {
    const answer = await settingsFrom(ask);
    if (this.settled(answer)) this.take(answer.value);
  }

  protected override worded(declined: Declined): string {
    return declined.code === 'changed_meanwhile'
      ? this.say(settingsMessages)('changedMeanwhile')
      : super.worded(declined);
  }

  private take(settings: Settings): void {
    this.settings = settings;
    this.affected = [];
    this.edit(settings.overlay);
  }

  /** An overlay in place of the one that is edited; one that does not hold together is kept with what is wrong, the model stays. */
  private readonly edit = (overlay: Overlay): void => {
    if (!this.settings) return;
    const model = resolveModel(this.settings.blueprint, { overlays: [overlay] });
    if (model.ok) this.model = model.value;
    this.draft = { overlay, issues: model.ok ? [] : model.issues };
    this.affected = [];
  };

  private get changed(): boolean {
    return this.settings !== null && JSON.stringify(this.draft.overlay) !== JSON.stringify(this.settings.overlay);
  }

  protected override render(): TemplateResult {
    const say = this.say(settingsMessages);
    return html`<section class="card" part="base" aria-labelledby="title" aria-busy=${this.busy ? 'true' : 'false'}>
      <h3 part="title" id="title">${this.label || say('title')}</h3>
      ${this.problem ? this.renderProblem(this.problem, this.again) : this.renderSettings()}
      <p class=${this.note?.bad ? 'note bad' : 'note'} part="note" role="status">${this.note?.text ?? ''}</p>
    </section>`;
  }

  private renderSettings(): TemplateResult {
    const { settings, model } = this;
    const say = this.say(settingsMessages);
    if (!settings || !model)
      return html`<div aria-hidden="true">
        ${[0, 1, 2, 3].map(() => html`<div class="skeleton line"></div>`)}
      </div>`;
    const entity = model.find(this.entity) ?? model.entities[0];
    return html`${this.renderOrganisation(settings)}
      <label class="line"
        ><span>${say('entity')}</span
        ><select
          class="input"
          @change=${(event: Event) => event.target instanceof HTMLSelectElement && ((this.entity = event.target.value))}
        >
          ${model.entities.map(
            (one) =>
              html`<option value=${one.name} ?selected=${one === entity}>${labelIn(one.plural, this.tongue)}</option>`,
          )}
        </select></label
      >
      ${entity ? this.renderEntity(entity, model, settings) : nothing} ${this.renderFoot()}`;
  }

  private renderEntity(entity: Entity, model: Model, { tenant }: Settings): TemplateResult {
    const say = this.say(settingsMessages);
    const drawing: Drawing = {
      entity,
      overlay: this.draft.overlay,
      language: this.tongue,
      say,
      edit: this.edit,
    };
    const pipeline = entity.stage?.pipeline;
    return html`<section aria-labelledby="fields">
        <h4 id="fields">${say('fields')}</h4>
        ${renderFields(drawing)}
        ${renderFieldForm({
          ...drawing,
          model,
          kind: this.kind,
          choose: (kind) => (this.kind = kind),
          currency: tenant.currency,
        })}
      </section>
      ${
        pipeline
          ? html`<section aria-labelledby="stages">
              <h4 id="stages">${say('stages')}</h4>
              ${renderStages(pipeline, drawing)} ${renderStageForm(pipeline, drawing)}
            </section>`
          : nothing
      }
      <section aria-labelledby="rules">
        <h4 id="rules">${say('rules')}</h4>
        ${renderRules(drawing)} ${renderRuleForm(drawing)}
      </section>`;
  }

  private renderOrganisation({ tenant }: Settings): TemplateResult {
    const say = this.say(settingsMessages);
    const entry = (name: 'label' | 'zone' | 'currency', word: 'name' | 'zone' | 'currency'): TemplateResult =>
      html`<label>${say(word)}<input class="input" name=${name} maxlength="80" required .value=${tenant[name]} /></label>`;
    return html`<form aria-label=${say('organisation')} @submit=${this.saveOrganisation}>
      <div class="line">
        ${entry('label', 'name')} ${entry('zone', 'zone')} ${entry('currency', 'currency')}
        <button class="button" type="submit" ?disabled=${this.busy}>${say('save')}</button>
      </div>
    </form>`;
  }

  private renderFoot(): TemplateResult | typeof nothing {
    const say = this.say(settingsMessages);
    if (!this.changed) return nothing;
    const { issues } = this.draft;
    return html`<div class="foot">
      ${
        issues.length > 0
          ? html`<ul class="issues grow" role="alert">
              ${issues.map(({ message, remedy }) => html`<li>${message} ${remedy ?? ''}</li>`)}
            </ul>`
          : html`<p class="grow">
              ${this.affected.length === 0 ? say('unsaved') : this.affected.map((one) => html`<span>${this.caught(one)} </span>`)}
            </p>`
      }
      <button class="button" type="button" ?disabled=${this.busy} @click=${() => this.settings && this.take(this.settings)}>
        ${say('discard')}
      </button>
      <button class="button primary" type="button" ?disabled=${this.busy || issues.length > 0} @click=${this.save}>
        ${say(this.affected.length > 0 ? 'saveAnyway' : 'save')}
      </button>
    </div>`;
  }

  private caught({ entity, gate, records }: Affected): string {
    const rule = this.model?.find(entity)?.gates.find(({ code }) => code === gate);
    const name = rule ? labelIn(rule.message, this.tongue) : gate;
    return this.say(settingsMessages)('affected', { count: records, rule: name });
  }

  /** Asks first what it would do: a rule that catches records which are there already is shown before it holds. */
  private readonly save = (): Promise<void> =>
    this.during(async (ask) => {
      const { settings, draft } = this;
      if (!settings) return;
      if (this.affected.length === 0) {
        const preview = await previewOf(ask, draft.overlay);
        if (!this.settled(preview)) return;
        const { ok, issues, affected } = preview.value;
        if (!ok) {
          this.draft = { ...draft, issues };
          return;
        }
        this.affected = affected.filter(({ records }) => records > 0);
        if (this.affected.length > 0) return;
      }
      const answer = await keepOverlay(ask, draft.overlay, settings.version);
      if (this.settled(answer)) this.kept(answer.value);
      else if (!answer.ok && answer.issues.length > 0) this.draft = { ...draft, issues: answer.issues };
    });

  private readonly saveOrganisation = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { settings } = this;
    const entry = event.target instanceof HTMLFormElement ? new FormData(event.target) : new FormData();
    const said = (name: string): string => {
      const value = entry.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    await this.during(async (ask) => {
      if (!settings) return;
      const change = { label: said('label'), zone: said('zone'), currency: said('currency').toUpperCase() };
      const answer = await keepOrganisation(ask, change, settings.version);
      if (!this.settled(answer)) return;
      const { overlay } = this.draft;
      this.kept(answer.value);
      this.edit(overlay);
    });
  };

  private kept(settings: Settings): void {
    this.take(settings);
    this.note = { text: this.say(settingsMessages)('saved'), bad: false };
    this.emit('sluice-settings-saved', { version: settings.version });
    // everything around shows the new words
    void hostOf(this, this.app)?.reload();
  }
}
