import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { sessionsMessages } from '../../locales/messages/sessions.ts';
import { accountOver, type LoginSession } from '../../sources/account.ts';
import type { Asking } from '../../sources/answered.ts';
import { DeskElement } from '../login/desk-element.ts';
import { hostOf } from '../login/host.ts';
import { deviceOf } from './device.ts';
import { sessionsStyles } from './sessions.styles.ts';

/**
 * Where somebody is signed in, and the way to end it there: the device that is here, when each was last used, and all others at once.
 *
 * @tag sluice-sessions
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart item - each session
 * @csspart error - what stands there when the list cannot be had
 */
export class SluiceSessions extends DeskElement {
  static override styles: CSSResultGroup = [DeskElement.styles, sessionsStyles];

  @state() private items: readonly LoginSession[] = [];

  protected override async load(ask: Asking): Promise<void> {
    const answer = await accountOver(ask, true).sessions();
    // who came by a token or a link has no sessions: nothing is wrong with that
    if (!answer.ok && answer.code === 'not_a_person') this.items = [];
    else if (this.settled(answer)) this.items = answer.value;
  }

  protected override render(): TemplateResult {
    const say = this.say(sessionsMessages);
    const others = this.items.filter(({ current }) => !current);
    return html`<section class="card" part="base" aria-labelledby="title" aria-busy=${this.busy ? 'true' : 'false'}>
      <h3 part="title" id="title">${this.label || say('title')}</h3>
      ${this.problem ? this.renderProblem(this.problem, this.again) : this.renderItems()}
      ${
        others.length > 1
          ? html`<button class="button foot" type="button" ?disabled=${this.busy} @click=${() => this.end(others)}>
              ${say('endOthers')}
            </button>`
          : nothing
      }
      <p role="status">${this.note?.text ?? ''}</p>
    </section>`;
  }

  private renderItems(): TemplateResult {
    const { items } = this;
    if (!this.loaded)
      return html`<ul class="apart" aria-hidden="true">
        ${[0, 1].map(() => html`<li><div><div class="skeleton line"></div><div class="skeleton line"></div></div></li>`)}
      </ul>`;
    if (items.length === 0) return html`<p class="muted">${this.say(sessionsMessages)('nobody')}</p>`;
    return html`<ul class="apart">
      ${items.map((one) => this.renderItem(one))}
    </ul>`;
  }

  private renderItem(one: LoginSession): TemplateResult {
    const say = this.say(sessionsMessages);
    const device = this.deviceIn(one);
    const when = (instant: string): string => this.format.instant(instant);
    return html`<li part="item">
      <div>
        <bdi class="name">${device}</bdi>${one.current ? html`<span class="badge good">${say('current')}</span>` : nothing}
        <p class="muted">${say('used', { when: when(one.usedAt) })} · ${say('since', { when: when(one.createdAt) })}</p>
      </div>
      <button
        class="button"
        type="button"
        ?disabled=${this.busy}
        aria-label=${say('endOf', { device })}
        @click=${() => this.end([one])}
      >
        ${say('end')}
      </button>
    </li>`;
  }

  private deviceIn({ agent }: LoginSession): string {
    const say = this.say(sessionsMessages);
    const device = deviceOf(agent);
    if (device === null) return say('unknown');
    const { browser, system } = device;
    return browser === '' || system === '' ? browser + system : say('browser', { browser, system });
  }

  private async end(sessions: readonly LoginSession[]): Promise<void> {
    await this.during(async (ask) => {
      let count = 0;
      for (const { id } of sessions) {
        const answer = await accountOver(ask, true).endSession(id);
        // one that has gone by itself is what was wanted
        if (!answer.ok && answer.code !== 'not_found') {
          this.settled(answer);
          continue;
        }
        count += 1;
        this.items = this.items.filter((one) => one.id !== id);
      }
      if (count > 0) this.note = { text: this.say(sessionsMessages)('ended', { count }), bad: false };
      if (sessions.some(({ current }) => current)) void hostOf(this, this.app)?.reload();
    });
  }
}
