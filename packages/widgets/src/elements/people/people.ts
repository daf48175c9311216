import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { peopleMessages, peopleRefusals } from '../../locales/messages/people.ts';
import type { Asking, Declined } from '../../sources/answered.ts';
import {
  changeMember,
  type Invitation,
  invite,
  type Member,
  peopleFrom,
  removeMember,
  type RoleName,
  rolesFrom,
} from '../../sources/people.ts';
import { DeskElement } from '../login/desk-element.ts';
import { peopleStyles } from './people.styles.ts';

const isAboutPeople = (code: string): code is keyof typeof peopleRefusals => Object.hasOwn(peopleRefusals, code);
const nameOf = ({ name, email }: Member): string => name || email;

/**
 * Who belongs to the organisation: what each may do, who was invited, and the way to invite, lock out and remove. What is changed holds
 * at once, for sessions that are open too.
 *
 * @tag sluice-people
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart item - each person
 * @csspart invite - the form of an invitation
 * @csspart note - what was just done, or why it was not
 * @csspart error - what stands there when the list cannot be had
 */
export class SluicePeople extends DeskElement {
  static override styles: CSSResultGroup = [DeskElement.styles, peopleStyles];

  @state() private members: readonly Member[] = [];
  @state() private roles: readonly RoleName[] = [];
  @state() private invitation: Invitation | null = null;
  /** The person whose removal waits for a second click. */
  @state() private doubted = '';
  @query('form') private readonly form!: HTMLFormElement | null;

  protected override async load(ask: Asking): Promise<void> {
    const [people, roles] = await Promise.all([peopleFrom(ask), rolesFrom(ask)]);
    if (this.settled(people)) this.members = people.value;
    if (people.ok && this.settled(roles)) this.roles = roles.value;
  }

  protected override worded(declined: Declined): string {
    return isAboutPeople(declined.code) ? this.say(peopleRefusals)(declined.code) : super.worded(declined);
  }

  protected override render(): TemplateResult {
    const say = this.say(peopleMessages);
    return html`<section class="card" part="base" aria-labelledby="title" aria-busy=${this.busy ? 'true' : 'false'}>
      <h3 part="title" id="title">${this.label || say('title')}</h3>
      ${this.problem ? this.renderProblem(this.problem, this.again) : this.renderMembers()}
      ${this.loaded && !this.problem ? this.renderInvite() : nothing}
      <p class=${this.note?.bad ? 'note bad' : 'note'} part="note" role="status">${this.note?.text ?? ''}</p>
    </section>`;
  }

  private renderMembers(): TemplateResult {
    if (!this.loaded)
      return html`<ul aria-hidden="true">
        ${[0, 1, 2].map(() => html`<li><div class="skeleton line"></div><div class="skeleton line"></div></li>`)}
      </ul>`;
    if (this.members.length === 0) return html`<p class="muted">${this.say(peopleMessages)('nobody')}</p>`;
    return html`<ul>
      ${this.members.map((one) => this.renderMember(one))}
    </ul>`;
  }

  private renderMember(one: Member): TemplateResult {
    const say = this.say(peopleMessages);
    const name = nameOf(one);
    const when = (instant: string): string => this.format.instant(instant);
    const seen = one.invited
      ? say('until', { when: when(one.expires ?? '') })
      : one.lastSeen === null
        ? say('never')
        : say('seen', { when: when(one.lastSeen) });
    const still = this.busy || one.you || one.invited;
    return html`<li part="item">
      <div class="who">
        <bdi class="name">${name}</bdi>${one.you ? html`<span class="badge good">${say('you')}</span>` : nothing}
        ${one.invited ? html`<span class="badge">${say('invited')}</span>` : nothing}
        ${one.disabled ? html`<span class="badge warn">${say('disabled')}</span>` : nothing}
        <p class="muted">${one.name === '' ? nothing : html`<bdi>${one.email}</bdi> · `}${seen}</p>
      </div>
      <div class="doing">
        ${this.renderRole(one, name, still)}
        <label class="check"
          ><input
            type="checkbox"
            aria-label=${say('ownOf', { name })}
            .checked=${live(one.ownRecords)}
            ?disabled=${still}
            @change=${() => this.change(one, { ownRecords: !one.ownRecords })}
          />${say('own')}</label
        >
        ${
          one.invited || one.you
            ? nothing
            : this.renderAction(name, say(one.disabled ? 'enable' : 'disable'), () =>
                this.change(one, { disabled: !one.disabled }),
              )
        }
        ${
          one.you
            ? nothing
            : this.renderAction(name, say(this.doubted === one.id ? 'really' : 'remove'), () => this.takeOut(one))
        }
      </div>
    </li>`;
  }

  private renderRole(one: Member, name: string, still: boolean): TemplateResult {
    const known = this.roles.some((role) => role.name === one.role);
    const roles = known ? this.roles : [...this.roles, { name: one.role, label: one.role }];
    return html`<select
      class="input"
      aria-label=${this.say(peopleMessages)('roleOf', { name })}
      ?disabled=${still}
      .value=${live(one.role)}
      @change=${(event: Event) =>
        event.target instanceof HTMLSelectElement && this.change(one, { role: event.target.value })}
    >
      ${roles.map((role) => html`<option value=${role.name} ?selected=${role.name === one.role}>${role.label}</option>`)}
    </select>`;
  }

  private renderAction(name: string, action: string, work: () => Promise<void>): TemplateResult {
    const label = this.say(peopleMessages)('actionOf', { action, name });
    return html`<button class="button" type="button" aria-label=${label} ?disabled=${this.busy} @click=${work}>
      ${action}
    </button>`;
  }

  private renderInvite(): TemplateResult {
    const say = this.say(peopleMessages);
    const { invitation } = this;
    return html`<form class="line" part="invite" @submit=${this.invite}>
        <label class="grow"
          >${say('email')}<input class="input" name="email" type="email" dir="ltr" maxlength="254" autocomplete="off" required
        /></label>
        <label
          >${say('role')}<select class="input" name="role">
            ${this.roles.map((role) => html`<option value=${role.name} ?selected=${role.name === 'sales'}>${role.label}</option>`)}
          </select></label
        >
        <label class="check"><input type="checkbox" name="ownRecords" />${say('own')}</label>
        <button class="button primary" type="submit" ?disabled=${this.busy}>${say('invite')}</button>
      </form>
      ${
        invitation
          ? html`<p id="pass">${say('link', { when: this.format.instant(invitation.expires) })}</p>
              <div class="link">
                <input class="input" dir="ltr" readonly aria-labelledby="pass" .value=${invitation.link} />
                <button class="button" type="button" @click=${this.copy}>${say('copy')}</button>
              </div>`
          : nothing
      }`;
  }

  private readonly invite = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!this.form) return;
    const entry = new FormData(this.form);
    const textOf = (name: string): string => {
      const value = entry.get(name);
      return typeof value === 'string' ? value : '';
    };
    this.invitation = null;
    await this.during(async (ask) => {
      const wish = { email: textOf('email').trim(), role: textOf('role'), ownRecords: entry.has('ownRecords') };
      const answer = await invite(ask, wish);
      if (!this.settled(answer)) return;
      this.form?.reset();
      this.invitation = answer.value;
      await this.load(ask);
    });
  };

  private async change(one: Member, change: Partial<Pick<Member, 'role' | 'ownRecords' | 'disabled'>>): Promise<void> {
    this.doubted = '';
    await this.during(async (ask) => {
      const answer = await changeMember(ask, one.id, change);
      if (!this.settled(answer)) return;
      this.members = this.members.map((member) => (member.id === one.id ? { ...member, ...change } : member));
      this.note = { text: this.say(peopleMessages)('changed', { name: nameOf(one) }), bad: false };
    });
    // what was refused stands as it was
    this.requestUpdate();
  }

  private async takeOut(one: Member): Promise<void> {
    if (this.doubted !== one.id) {
      this.doubted = one.id;
      return;
    }
    this.doubted = '';
    await this.during(async (ask) => {
      const answer = await removeMember(ask, one.id);
      if (!this.settled(answer)) return;
      this.members = this.members.filter(({ id }) => id !== one.id);
      this.note = { text: this.say(peopleMessages)('removed', { name: nameOf(one) }), bad: false };
    });
  }

  private readonly copy = async (): Promise<void> => {
    if (!this.invitation) return;
    await navigator.clipboard.writeText(this.invitation.link);
    this.note = { text: this.say(peopleMessages)('copied'), bad: false };
  };
}
