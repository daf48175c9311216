import { decodeValues, type Entity, type Field, type Json, labelIn } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { auditMessages } from '../../locales/messages/audit.ts';
import type { Asking } from '../../sources/answered.ts';
import { type AuditEntry, auditFrom, type AuditQuery } from '../../sources/audit.ts';
import { DeskElement } from '../login/desk-element.ts';
import { auditStyles } from './audit.styles.ts';

const OWN = ['tenant.people', 'tenant.roles', 'tenant.settings'] as const;
const isOwn = (entity: string): entity is (typeof OWN)[number] => OWN.some((one) => one === entity);

/**
 * What was done in an organisation, the latest first: who changed which record or setting, when, and from what to what. Can be
 * narrowed to one kind of record, one person and a span of days.
 *
 * @tag sluice-audit
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart entry - each thing that was done
 * @csspart empty - what stands there when nothing fits
 * @csspart error - what stands there when the journal cannot be had
 */
export class SluiceAudit extends DeskElement {
  static override styles: CSSResultGroup = [DeskElement.styles, auditStyles];

  @state() private entries: readonly AuditEntry[] = [];
  @state() private next: string | null = null;
  private query: AuditQuery = {};

  protected override async load(ask: Asking): Promise<void> {
    const answer = await auditFrom(ask, this.query);
    if (!this.settled(answer)) return;
    this.entries = answer.value.items;
    this.next = answer.value.next;
  }

  protected override render(): TemplateResult {
    const say = this.say(auditMessages);
    return html`<section class="card" part="base" aria-labelledby="title" aria-busy=${this.busy ? 'true' : 'false'}>
      <h3 part="title" id="title">${this.label || say('title')}</h3>
      ${this.problem ? this.renderProblem(this.problem, this.again) : html`${this.renderFilter()}${this.renderEntries()}`}
      <p role="status">${this.note?.text ?? ''}</p>
    </section>`;
  }

  private renderFilter(): TemplateResult {
    const say = this.say(auditMessages);
    const entities = this.session?.model?.entities ?? [];
    return html`<form class="line" @submit=${this.narrow}>
      <label
        >${say('what')}<select class="input" name="entity">
          <option value="">${say('all')}</option>
          ${entities.map(({ name, plural }) => html`<option value=${name}>${labelIn(plural, this.tongue)}</option>`)}
          ${OWN.map((name) => html`<option value=${name}>${say(name)}</option>`)}
        </select></label
      >
      <label>${say('who')}<input class="input" name="actor" dir="ltr" maxlength="254" autocomplete="off" /></label>
      <label>${say('from')}<input class="input" name="from" type="date" /></label>
      <label>${say('to')}<input class="input" name="to" type="date" /></label>
      <button class="button" type="submit" ?disabled=${this.busy}>${say('show')}</button>
    </form>`;
  }

  private renderEntries(): TemplateResult {
    const say = this.say(auditMessages);
    if (!this.loaded)
      return html`<div aria-hidden="true">${[0, 1, 2].map(() => html`<div class="skeleton line"></div>`)}</div>`;
    if (this.entries.length === 0) return html`<p class="muted" part="empty">${say('none')}</p>`;
    return html`<ol>
        ${this.entries.map((entry) => this.renderEntry(entry))}
      </ol>
      ${
        this.next === null
          ? nothing
          : html`<button class="button quiet" type="button" ?disabled=${this.busy} @click=${this.more}>${say('more')}</button>`
      }`;
  }

  private renderEntry({ at, actor, cause, entity: name, before, after }: AuditEntry): TemplateResult {
    const say = this.say(auditMessages);
    const entity = this.session?.model?.find(name);
    const what = before === null ? 'created' : after === null ? 'removed' : 'changed';
    const kind = entity ? labelIn(entity.label, this.tongue) : isOwn(name) ? say(name) : name;
    const title = entity && (this.text(entity, entity.title, after) || this.text(entity, entity.title, before));
    const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
    return html`<li part="entry">
      <p>
        <span class="name">${kind}</span>${title ? html`<bdi>${title}</bdi>` : nothing}<span>${say(what)}</span>
      </p>
      <p class="muted">
        <time datetime=${at}>${this.format.instant(at)}</time><bdi>${actor}</bdi><bdi>${cause}</bdi>
      </p>
      ${
        fields.length === 0
          ? nothing
          : html`<details ?open=${what === 'changed' && fields.length <= 3}>
              <summary>${say('values', { count: fields.length })}</summary>
              <dl>
                ${fields.map((field) => this.renderChange(entity, field, before, after))}
              </dl>
            </details>`
      }
    </li>`;
  }

  private renderChange(
    entity: Entity | undefined,
    name: string,
    before: AuditEntry['before'],
    after: AuditEntry['after'],
  ): TemplateResult {
    const field = entity?.field(name);
    const text = (values: AuditEntry['before']): string => this.text(entity, field ?? name, values) || '—';
    const [from, to] = [text(before), text(after)];
    const shown =
      before === null || after === null
        ? html`<bdi>${before === null ? to : from}</bdi>`
        : html`<span class="spoken">${this.say(auditMessages)('spoken', { from, to })}</span
            ><span aria-hidden="true"><bdi>${from}</bdi> ${this.rtl ? '←' : '→'} <bdi>${to}</bdi></span>`;
    return html`<dt>${field ? labelIn(field.label, this.tongue) : name}</dt>
      <dd>${shown}</dd>`;
  }

  /** A value as people write it; what the model does not know (a setting, a field that is gone) as it was written down. */
  private text(entity: Entity | undefined, field: Field | string, values: AuditEntry['before']): string {
    const name = typeof field === 'string' ? field : field.name;
    const value: Json | undefined = values?.[name];
    if (value === undefined || value === null) return '';
    if (entity && typeof field !== 'string' && field.unit !== 'link') {
      const read = decodeValues(entity, { [name]: value });
      if (read.ok) return this.format.field(field, read.value[name] ?? null);
    }
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  private readonly narrow = (event: SubmitEvent): void => {
    event.preventDefault();
    const entry = event.target instanceof HTMLFormElement ? new FormData(event.target) : new FormData();
    const said = (name: string): string => {
      const value = entry.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    this.query = { entity: said('entity'), actor: said('actor'), from: said('from'), to: said('to') };
    void this.during((ask) => this.load(ask));
  };

  private readonly more = (): Promise<void> =>
    this.during(async (ask) => {
      if (this.next === null) return;
      const answer = await auditFrom(ask, { ...this.query, cursor: this.next });
      if (!this.settled(answer)) return;
      this.entries = [...this.entries, ...answer.value.items];
      this.next = answer.value.next;
    });
}
