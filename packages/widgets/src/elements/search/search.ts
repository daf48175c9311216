import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { Part } from '../../controllers/part.ts';
import type { Session } from '../../controllers/session.ts';
import { SluiceElement } from '../../element.ts';
import { searchMessages } from '../../locales/messages/search.ts';
import { controlStyles } from '../../styles/controls.ts';
import type { RecordOpenDetail } from '../table/table.ts';
import { wordsOf } from '../kpi/figure.ts';
import type { FoundRecord, FoundRecords } from './found.ts';
import type * as Found from './found.ts';
import { searchStyles } from './search.styles.ts';

/** After so long without another letter the words are searched, in milliseconds. */
const PAUSE = 150;

/**
 * The search of the app: what is typed limits every element to the records that have these words. With `everywhere` it shows the records
 * of every entity that have them, and opens the one that is chosen.
 *
 * @element sluice-search
 * @fires {CustomEvent<RecordOpenDetail>} sluice-record-open - with `everywhere`: somebody wants to see a record; prevented, the app does not open it
 * @csspart base - the box
 * @csspart input - where words are typed
 * @csspart clear - the button that takes them back
 * @csspart results - with `everywhere`: what was found
 * @csspart group - the records of an entity
 * @csspart hit - each record
 */
export class SluiceSearch extends SluiceElement {
  static override styles: CSSResultGroup = [SluiceElement.styles, controlStyles, searchStyles];

  /** What the box says while it is blank, and how it is called. */
  @property() placeholder = '';

  /** Searches the records of every entity and shows them, in place of limiting the elements of the app. */
  @property({ type: Boolean }) everywhere = false;
  /** Only these entities, with `everywhere`. */
  @property() entities = '';
  /** The most records of each entity, with `everywhere`. */
  @property({ type: Number }) limit = 5;

  /** What looks for records of every entity and shows them. */
  private readonly finding = new Part<typeof Found>(this, () => import('./found.ts'));
  private found: FoundRecords | null = null;
  /** Whether what was found is shown. */
  @state() private open = false;

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
    this.forget();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { session } = this;
    const now = session?.search ?? '';
    // somebody else searched, or let all filters go: that counts, not what was typed before
    if (now !== this.searched && !this.everywhere) {
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
    const { everywhere, session } = this;
    const words = this.words;
    const name = this.placeholder || say(everywhere ? 'everywhere' : 'search');
    const shown = everywhere && this.open && session !== undefined;
    const active = this.found?.active ?? -1;
    return html`<div class="box" part="base" role="search" @focusout=${this.onLeave}>
      <svg class="glass" viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.5" /><path d="M10.5 10.5L14 14" /></svg>
      <input
        class="input"
        part="input"
        type="search"
        autocomplete="off"
        enterkeyhint="search"
        aria-label=${name}
        placeholder=${name}
        role=${everywhere ? 'combobox' : nothing}
        aria-expanded=${everywhere ? (shown ? 'true' : 'false') : nothing}
        aria-controls=${shown ? 'found' : nothing}
        aria-autocomplete=${everywhere ? 'list' : nothing}
        aria-activedescendant=${shown && active >= 0 ? `hit-${active}` : nothing}
        .value=${live(words)}
        @input=${this.onInput}
        @change=${this.onDone}
        @blur=${this.onDone}
        @keydown=${this.onKey}
      />
      ${
        words === ''
          ? nothing
          : html`<button class="icon-button" part="clear" type="button" aria-label=${say('clear')} @click=${this.clear}>
              <svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2 2l8 8M10 2l-8 8" /></svg>
            </button>`
      }
      ${shown ? this.renderFound(session) : nothing}
    </div>`;
  }

  private renderFound(session: Session): TemplateResult | typeof nothing {
    const { content, problem } = this.finding;
    if (problem) return html`<div class="found" part="results">${this.renderProblem(problem, this.now)}</div>`;
    return content && this.found
      ? content.renderFound(this.found, { session, tongue: this.tongue, open: this.show })
      : nothing;
  }

  private get words(): string {
    return this.typed ?? (this.everywhere ? '' : (this.session?.search ?? ''));
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (this.everywhere) this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
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
    if (this.everywhere) {
      if (words.trim() === '') this.forget();
      else void this.look(this.session, words);
      return;
    }
    if (!this.input?.matches(':focus')) this.typed = null;
    this.session.setSearch(words);
  };

  private async look(session: Session, words: string): Promise<void> {
    this.open = true;
    const part = await this.finding.want();
    // meanwhile something else may have been typed, or the reader may have left
    if (!part || this.typed !== words || this.session !== session || !this.isConnected) return;
    this.found ??= new part.FoundRecords(this);
    void this.found.ask(session, words, wordsOf(this.entities), this.limit);
  }

  private readonly onDone = (): void => {
    if (!this.everywhere) this.now();
  };

  private readonly clear = (): void => {
    clearTimeout(this.pause);
    this.typed = null;
    if (this.everywhere) this.forget();
    else this.session?.setSearch('');
    this.focus();
  };

  private forget(): void {
    this.found?.forget();
    this.open = false;
  }

  /** Asks the page to open a record that was found; what was found stays for the next time. */
  private readonly show = ({ entity, hit }: FoundRecord): void => {
    this.open = false;
    this.emit<RecordOpenDetail>('sluice-record-open', { entity, id: hit.id }, { cancelable: true });
  };

  private readonly onLeave = (event: FocusEvent): void => {
    if (!(event.relatedTarget instanceof Node) || !this.renderRoot.contains(event.relatedTarget)) this.open = false;
  };

  /** The keys of a list box below an input; whether it was one of them. */
  private onFoundKey({ key, ctrlKey }: KeyboardEvent): boolean {
    const { found } = this;
    if (!found) return false;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (this.open) found.move(key === 'ArrowDown' ? 'next' : 'previous');
      else this.open = found.records.length > 0;
      return true;
    }
    if (!this.open) return false;
    if (key === 'Home' && ctrlKey) found.move('first');
    else if (key === 'End' && ctrlKey) found.move('last');
    else if (key === 'Escape') this.open = false;
    else if (key === 'Enter' && found.records[found.active] && !found.searching)
      this.show(found.records[found.active] as FoundRecord);
    else return false;
    return true;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (this.everywhere && this.onFoundKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Enter') this.now();
    else if (event.key === 'Escape' && this.words !== '') {
      // only the words go; a dialog around the box stays
      event.preventDefault();
      event.stopPropagation();
      this.clear();
    }
  };
}
