import { ContextConsumer, ContextRoot } from '@lit/context';
import { createFormat, type Format } from '@sluice/core';
import { type CSSResultGroup, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { sessionContext } from './context.ts';
import type { Session } from './controllers/session.ts';
import { breath } from './controllers/turns.ts';
import { isRightToLeft, languageAround } from './locales/around.ts';
import { languageArriving } from './locales/languages.ts';
import { problemMessages } from './locales/messages/problem.ts';
import { type Messages, type Say, sayIn } from './locales/words.ts';
import type { Problem } from './problem.ts';
import { baseStyles } from './styles/base.ts';
import { VERSION } from './version.ts';

export { type Problem, problemOf } from './problem.ts';

/** How an element stands, for style sheets of the page: `sluice-kpi:state(empty)`. */
export type ElementState = 'loading' | 'empty' | 'error' | 'ready' | 'stale' | 'offline';

/** An element that has a session to give: the app. */
interface Hosting extends Element {
  readonly session: Session;
}

const isHosting = (element: Element | null): element is Hosting =>
  element !== null && 'session' in element && element.session instanceof EventTarget;

let rooted = false;
/** Elements may be upgraded before the app around them: their questions for a session wait at the root until one answers. */
const root = (): void => {
  if (rooted) return;
  rooted = true;
  new ContextRoot().attach(document.documentElement);
};

/**
 * What every element that shows data stands on: the session of its app, its language and its states. The session is that of the app
 * around it, or of the one that `app` points to; the element renders again whenever the session changes.
 */
export abstract class SluiceElement extends LitElement {
  /** The version of the package. */
  static readonly version: string = VERSION;
  static override styles: CSSResultGroup = baseStyles;

  /** `#id` of an app that does not contain the element. */
  @property() app = '';
  /** The language the element speaks; that of its app when left out, else the closest `lang`. */
  @property() locale = '';

  readonly #internals: ElementInternals = this.attachInternals();
  #state: ElementState | null = null;
  readonly #consumer: ContextConsumer<typeof sessionContext, this>;
  #pointed: Session | undefined;
  #heard: Session | undefined;
  #unsubscribe: (() => void) | null = null;
  #formats: { readonly key: string; readonly format: Format } | null = null;

  constructor() {
    super();
    this.#consumer = new ContextConsumer(this, {
      context: sessionContext,
      subscribe: true,
      callback: () => this.#hear(),
    });
  }

  /** The session of an element, for its controllers. */
  static sessionOf(element: SluiceElement): Session | undefined {
    return element.session;
  }

  /** The language of an element, for its controllers. */
  static tongueOf(element: SluiceElement): string {
    return element.tongue;
  }

  override connectedCallback(): void {
    root();
    super.connectedCallback();
    this.#point();
    this.#hear();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#heard = undefined;
    this.#consumer.value = undefined;
    this.#pointed = undefined;
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after);
    if (name !== 'app' || before === after || !this.isConnected) return;
    this.#point();
    this.#hear();
  }

  /** Nothing is shown in another language than the reader's while that is on its way, and the page stays at hand while many render. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    const wait = languageArriving(this.tongue) ?? breath();
    return wait ? wait.then(() => super.scheduleUpdate()) : super.scheduleUpdate();
  }

  /** The session of the element's app; undefined outside of any. */
  protected get session(): Session | undefined {
    return this.app ? this.#pointed : this.#consumer.value;
  }

  /** The language to speak. */
  protected get tongue(): string {
    return this.locale || this.session?.locale || languageAround(this);
  }

  /** Whether the element is written from right to left. */
  protected get rtl(): boolean {
    return isRightToLeft(this);
  }

  /** Writes values for the reader. */
  protected get format(): Format {
    const { tongue: locale, session } = this;
    const currency = session?.currency;
    const zone = session?.timezone;
    const key = `${locale} ${currency ?? ''} ${zone ?? ''}`;
    if (this.#formats?.key !== key) this.#formats = { key, format: createFormat({ locale, currency, zone }) };
    return this.#formats.format;
  }

  /** The sentences of a catalogue in the reader's language. */
  protected say<M extends Messages>(messages: M): Say<M> {
    return sayIn(messages, this.tongue);
  }

  /** Says how the element stands, as a custom state; one at a time. */
  protected setState(state: ElementState): void {
    if (state === this.#state) return;
    if (this.#state) this.#internals.states.delete(this.#state);
    this.#internals.states.add(state);
    this.#state = state;
  }

  /** What to show in place of data that cannot be had. */
  protected renderProblem(problem: Problem, retry?: () => void): TemplateResult {
    const say = this.say(problemMessages);
    return html`<div class="problem" part="error" role="alert">
      <div>
        <p>${problem.message}</p>
        ${problem.remedy ? html`<p>${problem.remedy}</p>` : nothing}
      </div>
      ${retry ? html`<button class="button" type="button" @click=${retry}>${say('retry')}</button>` : nothing}
    </div>`;
  }

  /** Tells the page something, `T` being the type of the event's detail; false when the page prevented what comes next. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  protected emit<T>(name: string, detail: T, { cancelable = false }: { cancelable?: boolean } = {}): boolean {
    return this.dispatchEvent(new CustomEvent<T>(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** Called when the element comes to stand in another app than before. */
  protected sessionChanged(_session: Session | undefined): void {}

  #point(): void {
    this.#pointed = undefined;
    if (!this.app) return;
    const root = this.getRootNode();
    const id = this.app.replace(/^#/, '');
    const found = (root instanceof ShadowRoot ? root.getElementById(id) : null) ?? document.getElementById(id);
    if (isHosting(found)) this.#pointed = found.session;
    else if (found) this.#await(found);
    else console.warn(`<${this.localName} app="${this.app}">: there is no element with that id.`);
  }

  /** The app is on the page but its tag is not defined yet. */
  #await(found: Element): void {
    const upgraded = async (): Promise<void> => {
      await customElements.whenDefined(found.localName);
      if (!this.isConnected || !isHosting(found)) return;
      this.#pointed = found.session;
      this.#hear();
    };
    void upgraded();
  }

  #hear(): void {
    const session = this.session;
    if (session === this.#heard) return;
    this.#unsubscribe?.();
    this.#heard = session;
    this.#unsubscribe =
      session?.subscribe(() => {
        this.#note();
        this.requestUpdate();
      }) ?? null;
    this.sessionChanged(session);
    this.#note();
    this.requestUpdate();
  }

  /** Whether everything is said of a past day, for style sheets: `sluice-kpi:state(past)`. */
  #note(): void {
    if (this.session?.asOf) this.#internals.states.add('past');
    else this.#internals.states.delete('past');
  }
}
