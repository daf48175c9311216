import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Session } from '../../controllers/session.ts';
import { SluiceElement } from '../../element.ts';
import { searchMessages } from '../../locales/messages/search.ts';
import { controlStyles } from '../../styles/controls.ts';
import { searchStyles } from './search.styles.ts';

/** After so long without another letter the words are searched, in milliseconds. */
const PAUSE = 150;

/**
 * The search of the app: what is typed limits every element to the records that have these words.
 *
 * @element sluice-search
 * @csspart base - the box
 * @csspart input - where words are typed
 * @csspart clear - the button that takes them back
 */
export class SluiceSearch extends SluiceElement {
  static override styles: CSSResultGroup = [SluiceElement.styles, controlStyles, searchStyles];

  /** What the box says while it is blank, and how it is called. */
  @property() placeholder = '';

  @query('input') private readonly input!: HTMLInputElement | null;
  /** What is typed and not searched yet. */
  @state() private typed: string | null = null;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private searched = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.pause);
    this.typed = null;
  }

  override focus(options?: FocusOptions): void {
    this.input?.focus(options);
  }

  protected override sessionChanged(session: Session | undefined): void {
    clearTimeout(this.pause);
    this.typed = null;
    this.searched = session?.search ?? '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { session } = this;
    const now = session?.search ?? '';
    // somebody else searched, or let all filters go: that counts, not what was typed before
    if (now !== this.searched) {
      this.searched = now;
      if (now !== this.typed?.trim()) {
        clearTimeout(this.pause);
        this.typed = null;
      }
    }
    this.setState(session?.problem ? 'error' : session?.model ? 'ready' : 'loading');
  }

  protected override render(): TemplateResult {
    const say = this.say(searchMessages);
    const words = this.typed ?? this.session?.search ?? '';
    const name = this.placeholder || say('search');
    return html`<div class="box" part="base" role="search">
      <svg class="glass" viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.5" /><path d="M10.5 10.5L14 14" /></svg>
      <input
        class="input"
        part="input"
        type="search"
        autocomplete="off"
        enterkeyhint="search"
        aria-label=${name}
        placeholder=${name}
        .value=${live(words)}
        @input=${this.onInput}
        @change=${this.now}
        @blur=${this.now}
        @keydown=${this.onKey}
      />
      ${
        words === ''
          ? nothing
          : html`<button class="icon-button" part="clear" type="button" aria-label=${say('clear')} @click=${this.clear}>
              <svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2 2l8 8M10 2l-8 8" /></svg>
            </button>`
      }
    </div>`;
  }

  private readonly onInput = (event: Event): void => {
    // while a word is still being composed (Chinese, Japanese) it is no word yet
    if (!(event.target instanceof HTMLInputElement) || (event instanceof InputEvent && event.isComposing)) return;
    this.typed = event.target.value;
    clearTimeout(this.pause);
    this.pause = setTimeout(this.now, PAUSE);
  };

  private readonly now = (): void => {
    clearTimeout(this.pause);
    if (this.typed === null || !this.session) return;
    const words = this.typed;
    if (!this.input?.matches(':focus')) this.typed = null;
    this.session.setSearch(words);
  };

  private readonly clear = (): void => {
    clearTimeout(this.pause);
    this.typed = null;
    this.session?.setSearch('');
    this.focus();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter') this.now();
    else if (event.key === 'Escape' && (this.typed ?? this.session?.search ?? '') !== '') {
      // only the words go; a dialog around the box stays
      event.preventDefault();
      event.stopPropagation();
      this.clear();
    }
  };
}
