import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { languageAround } from '../../locales/around.ts';
import { dialogMessages } from '../../locales/messages/dialog.ts';
import { sayIn } from '../../locales/words.ts';
import { dialogStyles } from './dialog.styles.ts';

/** The element that has the focus, however deep in shadow roots. */
function focused(root: Document | ShadowRoot): HTMLElement | null {
  const { activeElement } = root;
  const inner = activeElement?.shadowRoot ? focused(activeElement.shadowRoot) : null;
  return inner ?? (activeElement instanceof HTMLElement ? activeElement : null);
}

/**
 * A window over the page: the browser's own modal dialog, so that focus stays inside and goes back to where it came from, Escape
 * closes and the page behind is inert. A click beside it does not close it: nobody loses an entry by a slip of the hand.
 *
 * @element sluice-dialog
 * @slot - what the dialog is about
 * @slot footer - its buttons
 * @fires sluice-dialog-close - it was closed, by whatever way; does not bubble, so that a dialog inside another never closes the outer one
 * @csspart base - the dialog
 * @csspart header - the row of the heading
 * @csspart body - what scrolls between heading and buttons
 * @csspart footer - the row of the buttons
 * @cssprop --sluice-dialog-width - its width where the page has room
 */
export class SluiceDialog extends LitElement {
  static override styles = dialogStyles;

  /** What it is called. */
  @property() heading = '';
  /** Whether it stands open. */
  @property({ type: Boolean, reflect: true }) open = false;
  /** The language of its own words; the closest `lang` when left out. */
  @property() locale = '';

  @query('dialog') private readonly frame!: HTMLDialogElement | null;
  @state() private footed = false;
  @state() private scrolls = false;
  private opener: HTMLElement | null = null;
  /** What is longer than the window can be scrolled by keyboard. */
  private readonly sizes = new ResizeObserver(() => {
    const body = this.renderRoot.querySelector('.body');
    this.scrolls = body !== null && body.scrollHeight > body.clientHeight;
  });

  /** Opens it. */
  show(): void {
    this.open = true;
  }

  /** Closes it. */
  hide(): void {
    this.open = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.frame?.close();
    this.giveFocusBack();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open')) return;
    const dialog = this.frame;
    if (!dialog || dialog.open === this.open) return;
    if (this.open) {
      this.opener = focused(document);
      dialog.showModal();
      for (const box of dialog.querySelectorAll('.body, .body > div')) this.sizes.observe(box);
    } else {
      this.sizes.disconnect();
      dialog.close();
    }
  }

  protected override render() {
    const say = sayIn(dialogMessages, this.locale || languageAround(this));
    return html`<dialog part="base" aria-labelledby="heading" closedby="closerequest" @close=${this.closed}>
      <header part="header">
        <h2 id="heading">${this.heading}</h2>
        <button class="close" type="button" aria-label=${say('close')} @click=${() => this.hide()}>
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3l10 10M13 3L3 13" /></svg>
        </button>
      </header>
      <div class="body" part="body" tabindex=${this.scrolls ? '0' : nothing}><div><slot></slot></div></div>
      <footer part="footer" ?hidden=${!this.footed}><slot name="footer" @slotchange=${this.footChanged}></slot></footer>
    </dialog>`;
  }

  private readonly footChanged = (event: Event): void => {
    this.footed = event.target instanceof HTMLSlotElement && event.target.assignedElements().length > 0;
  };

  /** The browser gives the focus back as long as the dialog stands in the page; here for one that was taken out. */
  private giveFocusBack(): void {
    if (this.opener?.isConnected && document.activeElement === document.body) this.opener.focus();
    this.opener = null;
  }

  private readonly closed = (): void => {
    this.open = false;
    this.giveFocusBack();
    this.dispatchEvent(new Event('sluice-dialog-close'));
  };
}
