import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { SignedIn } from '../../controllers/signed-in.ts';
import { SluiceElement } from '../../element.ts';
import { accountMessages, loginMessages } from '../../locales/messages/login.ts';
import { problemOf } from '../../problem.ts';
import { type Account, type Grant, openAccount } from '../../sources/account.ts';
import type { Answered, Declined } from '../../sources/answered.ts';
import { isObject } from '../../sources/failure.ts';
import { controlStyles } from '../../styles/controls.ts';
import { type Hosting, hostOf } from './host.ts';
import { loginStyles } from './login.styles.ts';

/** What `sluice-login-done` and `sluice-login-end` say: who it is, and where. */
export interface LoginDetail {
  readonly person: { readonly email: string; readonly name: string };
  readonly tenant: string;
  readonly role: string;
}

/** What the form is for. `ask`: for a link to set a new password. */
type Purpose = 'signIn' | 'invite' | 'reset' | 'ask';

/** A tenant to choose from. */
interface TenantChoice {
  readonly name: string;
  readonly label: string;
}

const tenantsIn = (body: unknown): readonly TenantChoice[] => {
  const listed = isObject(body) ? body['tenants'] : null;
  if (!Array.isArray(listed)) return [];
  return listed.filter(isObject).flatMap(({ name, label }) => {
    if (typeof name !== 'string') return [];
    return [{ name, label: typeof label === 'string' && label !== '' ? label : name }];
  });
};

const detailOf = ({ person, tenant, role }: Grant): LoginDetail => ({ person, tenant, role });
const isKnown = (code: string): code is keyof typeof accountMessages => Object.hasOwn(accountMessages, code);

/**
 * The way in: signs in by e-mail and password, takes invitations and sets new passwords from their links. Inside an app (or with `app="#id"`)
 * it lets that app speak for whoever signed in, and keeps the sign-in alive while the page is open. Tokens never leave the page's memory;
 * on pages of the server itself they are cookies that no script can read.
 *
 * @tag sluice-login
 * @fires {CustomEvent<LoginDetail>} sluice-login-done - somebody signed in
 * @fires {CustomEvent<LoginDetail>} sluice-login-end - whoever was signed in is not any more
 * @csspart base - the card
 * @csspart input - each field
 * @csspart button - the main button
 * @csspart note - what came of it
 */
export class SluiceLogin extends SluiceElement {
  static override styles = [SluiceElement.styles, controlStyles, loginStyles];

  /** The server, `https://…/api/v1`; that of its app when left out. */
  @property() source = '';
  /** What the card is called. */
  @property() label = '';
  /** What speaks to the server, for pages that have a way of their own; over `source` when left out. */
  @property({ attribute: false }) account: Account | null = null;
  /** Takes what stands behind the # of an invitation's or a new password's link, and out of the address. One element of a page at most. */
  @property({ type: Boolean, attribute: 'link-in-url' }) linkInUrl = false;

  @state() private purpose: Purpose = 'signIn';
  @state() private note: { readonly text: string; readonly bad: boolean } | null = null;
  @state() private busy = false;
  @state() private tenants: readonly TenantChoice[] = [];
  @state() private shown = false;
  @state() private kept: SignedIn | null = null;
  @query('form') private readonly form!: HTMLFormElement | null;
  private token = '';
  private email = '';

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.linkInUrl) this.readLink();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.kept?.stop();
  }

  override focus(options?: FocusOptions): void {
    this.form?.querySelector('input')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.setState('ready');
  }

  private get host(): Hosting | null {
    return hostOf(this, this.app);
  }

  private get desk(): Account | null {
    if (this.account) return this.account;
    const address = this.source || (this.host?.source ?? '');
    return address === '' ? null : openAccount(address);
  }

  private readLink(): void {
    const [purpose, token = ''] = location.hash.slice(1).split('=');
    if ((purpose !== 'invite' && purpose !== 'reset') || token === '') return;
    this.purpose = purpose;
    this.token = token;
    history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  }

  protected override render(): TemplateResult {
    const say = this.say(loginMessages);
    const { kept, purpose } = this;
    const title = this.label || say(purpose === 'ask' ? 'reset' : purpose);
    return html`<section class="card" part="base" aria-labelledby="title">
      ${kept ? this.renderInside(kept.grant) : html`<h2 id="title">${title}</h2>${this.renderForm()}`}
      <p class=${this.note?.bad ? 'note bad' : 'note'} part="note" role="status">${this.note?.text ?? ''}</p>
    </section>`;
  }

  private renderInside({ person, tenant }: Grant): TemplateResult {
    const say = this.say(loginMessages);
    const name = person.name || person.email;
    return html`<p class="inside" id="title"><bdi>${say('signedIn', { name, tenant })}</bdi>
      <button class="button" part="button" type="button" ?disabled=${this.busy} @click=${this.leave}>${say('signOut')}</button></p>`;
  }

  private renderForm(): TemplateResult {
    const say = this.say(loginMessages);
    const { purpose } = this;
    const main = purpose === 'ask' ? say('askLink') : say(purpose);
    return html`<form @submit=${this.submit}>
      ${purpose === 'signIn' || purpose === 'ask' ? this.renderText('email', say('email'), 'username', 'email') : nothing}
      ${purpose === 'invite' ? this.renderText('name', say('name'), 'name', 'text') : nothing}
      ${purpose === 'ask' ? nothing : this.renderPassword(purpose)}
      ${purpose === 'signIn' && this.tenants.length > 0 ? this.renderTenants() : nothing}
      <div class="foot">
        <button class="button primary" part="button" type="submit" ?disabled=${this.busy}>${main}</button>
        <button class="button quiet" type="button" @click=${() => this.turn(purpose === 'signIn' ? 'ask' : 'signIn')}>
          ${say(purpose === 'signIn' ? 'forgot' : 'back')}
        </button>
      </div>
    </form>`;
  }

  private renderText(name: string, label: string, autocomplete: string, type: string): TemplateResult {
    return html`<label
      ><span>${label}</span
      ><input
        class="input"
        part="input"
        name=${name}
        type=${type}
        dir=${type === 'email' ? 'ltr' : 'auto'}
        autocomplete=${autocomplete}
        maxlength=${type === 'email' ? 254 : 100}
        ?required=${name !== 'name'}
        .value=${name === 'email' ? this.email : ''}
    /></label>`;
  }

  private renderTenants(): TemplateResult {
    return html`<label
      ><span>${this.say(loginMessages)('tenant')}</span
      ><select class="input" part="input" name="tenant">
        ${this.tenants.map(({ name, label }) => html`<option value=${name}>${label}</option>`)}
      </select></label
    >`;
  }

  private renderPassword(purpose: Purpose): TemplateResult {
    const say = this.say(loginMessages);
    const fresh = purpose !== 'signIn';
    return html`<label for="password"><span>${say(fresh ? 'newPassword' : 'password')}</span></label>
      <span class="password"
        ><input
          class="input"
          part="input"
          id="password"
          name="password"
          dir="ltr"
          type=${this.shown ? 'text' : 'password'}
          autocomplete=${fresh ? 'new-password' : 'current-password'}
          aria-describedby=${fresh ? 'long' : nothing}
          minlength=${fresh ? 12 : nothing}
          required />
        <button
          class="icon-button"
          type="button"
          aria-label=${say('show')}
          aria-pressed=${this.shown ? 'true' : 'false'}
          @click=${() => (this.shown = !this.shown)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z" /><circle cx="8" cy="8" r="2" /></svg></button
      ></span>
      ${fresh ? html`<p class="hint" id="long">${say('longEnough')}</p>` : nothing}`;
  }

  private turn(purpose: Purpose): void {
    this.purpose = purpose;
    this.note = null;
    this.token = purpose === 'signIn' || purpose === 'ask' ? '' : this.token;
    void this.updateComplete.then(() => this.focus());
  }

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { form } = this;
    if (!form || this.busy) return;
    const field = (name: string): string => {
      const value = new FormData(form).get(name);
      return typeof value === 'string' ? value : '';
    };
    const account = this.desk;
    const say = this.say(loginMessages);
    if (!account) {
      this.note = { text: `${say('noServer')} ${say('noServerRemedy')}`, bad: true };
      return;
    }
    this.email = field('email') || this.email;
    await this.during(async () => {
      if (this.purpose === 'signIn') {
        const tenant = field('tenant').trim();
        const form = { email: this.email, password: field('password'), ...(tenant === '' ? {} : { tenant }) };
        const answer = await account.signIn(form);
        if (this.settled(answer)) this.enter(account, answer.value);
      } else if (this.purpose === 'ask') {
        if (this.settled(await account.askForLink(this.email))) this.done(say('linkAsked'));
      } else if (this.purpose === 'reset') {
        if (this.settled(await account.setPassword(this.token, field('password')))) this.done(say('passwordSet'));
      } else {
        const answer = await account.accept(this.token, field('password'), field('name').trim());
        if (this.settled(answer)) {
          this.email = answer.value;
          this.done(say('accepted'));
        }
      }
    });
  };

  private readonly leave = (): Promise<void> =>
    this.during(async () => {
      const { kept } = this;
      if (!kept) return;
      await kept.end();
      this.over(kept.grant);
      this.note = null;
    });

  /** Does something that takes its time; what goes wrong on the way is told. */
  private async during(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.note = null;
    try {
      await work();
    } catch (failure) {
      const { message, remedy = '' } = problemOf(failure, this.tongue);
      this.note = { text: `${message} ${remedy}`.trim(), bad: true };
    }
    this.busy = false;
  }

  private settled<T>(answer: Answered<T>): answer is Exclude<Answered<T>, Declined> {
    if (answer.ok) return true;
    const { code, detail, remedy, body } = answer;
    if (code === 'tenant_needed') this.tenants = tenantsIn(body);
    const text = isKnown(code) ? this.say(accountMessages)(code) : `${detail} ${remedy}`.trim();
    this.note = { text, bad: true };
    return false;
  }

  private done(text: string): void {
    this.turn('signIn');
    this.note = { text, bad: false };
  }

  private enter(account: Account, grant: Grant): void {
    const kept = new SignedIn(account, grant, () => {
      this.over(kept.grant);
      this.note = { text: this.say(loginMessages)('ended'), bad: true };
    });
    this.kept = kept;
    this.tenants = [];
    const { host } = this;
    if (host) {
      if (grant.refresh !== undefined) host.headers = kept.headers;
      void host.reload();
    }
    this.emit<LoginDetail>('sluice-login-done', detailOf(grant));
  }

  private over(grant: Grant): void {
    this.kept?.stop();
    this.kept = null;
    const { host } = this;
    if (host) {
      if (grant.refresh !== undefined) host.headers = null;
      void host.reload();
    }
    this.emit<LoginDetail>('sluice-login-end', detailOf(grant));
  }
}
