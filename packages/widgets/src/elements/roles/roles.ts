import { ENTITY_ACTIONS, labelIn, type Model, TENANT_ACTIONS } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { live } from 'lit/directives/live.js';
import { actionMessages, rolesMessages, rolesRefusals } from '../../locales/messages/roles.ts';
import type { Asking, Declined } from '../../sources/answered.ts';
import {
  type FieldAccess,
  keepRole,
  removeRole,
  type Rights,
  type Role,
  type Roles,
  rolesOf,
} from '../../sources/roles.ts';
import { DeskElement } from '../login/desk-element.ts';
import { actionsOn, OTHERS, withAction, withField, roleNameFrom, withOwnRules, withTenantAction } from './edit.ts';
import { rolesStyles } from './roles.styles.ts';

const isAboutRoles = (code: string): code is keyof typeof rolesRefusals => Object.hasOwn(rolesRefusals, code);
const isAction = (word: string): word is keyof typeof actionMessages => Object.hasOwn(actionMessages, word);
const NONE: Rights = { tenant: [], entities: { [OTHERS]: ['read'] }, fields: {}, ownRecords: false };

/**
 * What each role of an organisation may do: with records of every kind, with single fields, in the organisation itself. Roles can be
 * added; what is saved holds at once for everybody who has the role. The entities are those of the app around it.
 *
 * @tag sluice-roles
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart table - what may be done to records
 * @csspart note - what was just done, or why it was not
 * @csspart error - what stands there when the roles cannot be had
 */
export class SluiceRoles extends DeskElement {
  static override styles: CSSResultGroup = [DeskElement.styles, rolesStyles];

  @state() private roles: Roles | null = null;
  @state() private chosen = '';
  @state() private draft: Rights | null = null;
  /** The entity whose fields are looked at. */
  @state() private fieldsOf = '';

  protected override async load(ask: Asking): Promise<void> {
    const answer = await rolesOf(ask);
    if (this.settled(answer)) this.roles = answer.value;
  }

  protected override worded(declined: Declined): string {
    return isAboutRoles(declined.code) ? this.say(rolesRefusals)(declined.code) : super.worded(declined);
  }

  private get current(): Role | undefined {
    const items = this.roles?.items ?? [];
    return items.find(({ name }) => name === this.chosen) ?? items.find(({ fixed }) => !fixed) ?? items[0];
  }

  protected override render(): TemplateResult {
    const say = this.say(rolesMessages);
    return html`<section class="card" part="base" aria-labelledby="title" aria-busy=${this.busy ? 'true' : 'false'}>
      <h3 part="title" id="title">${this.label || say('title')}</h3>
      ${this.problem ? this.renderProblem(this.problem, this.again) : this.renderRoles()}
      <p class=${this.note?.bad ? 'note bad' : 'note'} part="note" role="status">${this.note?.text ?? ''}</p>
    </section>`;
  }

  private renderRoles(): TemplateResult {
    const { roles, current: role } = this;
    const say = this.say(rolesMessages);
    if (!roles || !role)
      return html`<div aria-hidden="true">${[0, 1, 2].map(() => html`<div class="skeleton line"></div>`)}</div>`;
    const choose = (event: Event): void => {
      if (!(event.target instanceof HTMLSelectElement)) return;
      this.chosen = event.target.value;
      this.draft = null;
    };
    return html`<div class="line">
        <label
          >${say('role')}<select class="input" @change=${choose}>
            ${roles.items.map(
              ({ name, label }) => html`<option value=${name} ?selected=${name === role.name}>${label}</option>`,
            )}
          </select></label
        >
        <p class="check muted">${say('members', { count: role.members })}</p>
      </div>
      ${role.fixed ? html`<p class="muted">${say('fixed')}</p>` : this.renderRights(role)} ${this.renderAdd(roles)}`;
  }

  private renderRights(role: Role): TemplateResult {
    const say = this.say(rolesMessages);
    const rights = this.draft ?? role.rights;
    const { model } = this.session ?? {};
    return html`<fieldset ?disabled=${this.busy}>
        ${this.renderTable(rights, model)}
        <label class="check"
          ><input
            type="checkbox"
            .checked=${live(rights.ownRecords)}
            @change=${() => (this.draft = { ...rights, ownRecords: !rights.ownRecords })}
          />${say('own')}</label
        >
        <div class="checks" role="group" aria-label=${say('organisation')}>
          ${TENANT_ACTIONS.map(
            (action) =>
              html`<label class="check"
                ><input
                  type="checkbox"
                  .checked=${live(rights.tenant.includes(action))}
                  @change=${() => (this.draft = withTenantAction(rights, action))}
                />${this.actionName(action)}</label
              >`,
          )}
        </div>
        ${model ? this.renderFields(rights, model) : nothing}
      </fieldset>
      <div class="line">
        <button class="button primary" type="button" ?disabled=${this.busy || !this.draft} @click=${this.save}>
          ${say('save')}
        </button>
        <button class="button" type="button" ?disabled=${this.busy || !this.draft} @click=${() => (this.draft = null)}>
          ${say('discard')}
        </button>
        <button class="button quiet" type="button" ?disabled=${this.busy} @click=${this.takeAway}>
          ${say(role.builtIn ? 'reset' : 'remove')}
        </button>
      </div>`;
  }

  private renderTable(rights: Rights, model: Model | null | undefined): TemplateResult {
    const say = this.say(rolesMessages);
    const row = (entity: string, name: string): TemplateResult => {
      const own = entity === OTHERS || rights.entities[entity] !== undefined;
      return html`<tr class=${own ? '' : 'same'}>
        <th scope="row">${name}</th>
        <td>
          ${
            entity === OTHERS
              ? nothing
              : html`<input
                  type="checkbox"
                  aria-label=${say('namedOf', { name })}
                  .checked=${live(own)}
                  @change=${() => (this.draft = withOwnRules(rights, entity))}
                />`
          }
        </td>
        ${ENTITY_ACTIONS.map(
          (action) =>
            html`<td>
              <input
                type="checkbox"
                aria-label=${say('cell', { action: this.actionName(action), name })}
                .checked=${live(actionsOn(rights, entity).includes(action))}
                ?disabled=${!own}
                @change=${() => (this.draft = withAction(rights, entity, action))}
              />
            </td>`,
        )}
      </tr>`;
    };
    return html`<div class="wide" tabindex="0" role="group" aria-label=${say('records')}>
      <table part="table">
        <thead>
          <tr>
            <th scope="col">${say('records')}</th>
            <th scope="col">${say('named')}</th>
            ${ENTITY_ACTIONS.map((action) => html`<th scope="col">${this.actionName(action)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${row(OTHERS, say('others'))} ${model?.entities.map(({ name, plural }) => row(name, labelIn(plural, this.tongue)))}
        </tbody>
      </table>
    </div>`;
  }

  /** What may be done with the fields of one entity, which is chosen; how many others keep back stands beside their names. */
  private renderFields(rights: Rights, model: Model): TemplateResult | typeof nothing {
    const say = this.say(rolesMessages);
    const entity = model.entities.find(({ name }) => name === this.fieldsOf) ?? model.entities[0];
    if (!entity) return nothing;
    const keptBack = (name: string): number => Object.keys(rights.fields[name] ?? {}).length;
    const choose = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement) this.fieldsOf = event.target.value;
    };
    const accessTo = (field: string): FieldAccess | 'write' => rights.fields[entity.name]?.[field] ?? 'write';
    const change = (field: string, event: Event): void => {
      if (event.target instanceof HTMLSelectElement)
        this.draft = withField(rights, entity.name, field, event.target.value as FieldAccess | 'write');
    };
    return html`<details>
      <summary>${say('fields', { name: labelIn(entity.plural, this.tongue) })}</summary>
      <div class="line">
        <label
          >${say('records')}<select class="input" @change=${choose}>
            ${model.entities.map(({ name, plural }) => {
              const count = keptBack(name);
              return html`<option value=${name} ?selected=${name === entity.name}>
                ${labelIn(plural, this.tongue)}${count > 0 ? ` (${count})` : ''}
              </option>`;
            })}
          </select></label
        >
      </div>
      ${keyed(
        entity.name,
        html`<ul>
        ${entity.fields.map(
          ({ name, label }) =>
            html`<li>
              <label
                >${labelIn(label, this.tongue)}<select class="input" @change=${(event: Event) => change(name, event)}>
                  ${(['write', 'read', 'none'] as const).map(
                    (access) =>
                      html`<option value=${access} ?selected=${accessTo(name) === access}>${say(access)}</option>`,
                  )}
                </select></label
              >
            </li>`,
        )}
      </ul>`,
      )}
    </details>`;
  }

  private renderAdd({ items }: Roles): TemplateResult {
    const say = this.say(rolesMessages);
    const add = (event: SubmitEvent): void => {
      event.preventDefault();
      const form = event.target instanceof HTMLFormElement ? event.target : null;
      const label = form ? new FormData(form).get('label') : null;
      if (typeof label !== 'string' || label.trim() === '') return;
      const name = roleNameFrom(label, new Set(items.map((role) => role.name)));
      form?.reset();
      void this.keep({ name, label: label.trim(), rights: NONE });
    };
    return html`<form class="line" @submit=${add}>
      <label>${say('name')}<input class="input" name="label" maxlength="60" required /></label>
      <button class="button" type="submit" ?disabled=${this.busy}>${say('add')}</button>
    </form>`;
  }

  private actionName(action: string): string {
    return isAction(action) ? this.say(actionMessages)(action) : action;
  }

  private readonly save = (): Promise<void> => {
    const { current: role, draft } = this;
    return role && draft ? this.keep({ name: role.name, label: role.label, rights: draft }) : Promise.resolve();
  };

  private keep(role: Pick<Role, 'name' | 'label' | 'rights'>): Promise<void> {
    return this.during(async (ask) => {
      if (!this.roles) return;
      const answer = await keepRole(ask, role, this.roles.version);
      if (this.settled(answer)) {
        this.chosen = role.name;
        this.draft = null;
      } else if (!answer.ok && answer.code !== 'changed_meanwhile') return;
      const { note } = this;
      await this.load(ask);
      this.note = note ?? { text: this.say(rolesMessages)('saved'), bad: false };
    });
  }

  private readonly takeAway = (): Promise<void> =>
    this.during(async (ask) => {
      const { current: role, roles } = this;
      if (!role || !roles) return;
      const answer = await removeRole(ask, role.name, roles.version);
      if (!this.settled(answer)) return;
      this.draft = null;
      await this.load(ask);
      this.note = { text: this.say(rolesMessages)(role.builtIn ? 'saved' : 'removed'), bad: false };
    });
}
