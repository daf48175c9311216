import { ContextProvider } from '@lit/context';
import { type Blueprint, dateInZone, type Source } from '@sluice/core';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { sessionContext } from '../../context.ts';
import { mainEntityOf, Session } from '../../controllers/session.ts';
import { languageAround } from '../../locales/around.ts';
import { openSource } from '../../sources/open-source.ts';
import type { About } from '../../sources/remote.ts';
import { VERSION } from '../../version.ts';
import { columnsMap } from './columns-map.ts';
import { addressWith, dayIn, selectionIn } from './filters-address.ts';
import type * as Past from './past.ts';

/** Languages written from right to left. */
const RIGHT_TO_LEFT = /^(ar|dv|fa|he|iw|ps|sd|ug|ur|yi)\b/i;

/** Properties that say where the data is. */
const OPENING = ['source', 'rows', 'map', 'blueprint', 'headers', 'offline'] as const;

const aboutOf = (source: Source): About | null => ('about' in source ? (source.about as About) : null);

/**
 * What the elements inside share: where the data is, the language, the day, and which rows are looked at. It shows nothing itself.
 *
 * @tag sluice-app
 * @slot - the page, with elements anywhere in it
 * @csspart past - what stands above the page when it speaks of a past day
 * @fires sluice-source-ready - the data is there; detail: `{ source }`
 * @fires sluice-source-error - the data cannot be had; detail: `{ problem }`
 */
export class SluiceApp extends LitElement {
  /** The version of the package. */
  static readonly version: string = VERSION;
  static override styles = css`
    :host {
      display: block;
    }
    :host([hidden]) {
      display: none;
    }
    :host([theme='light']) {
      color-scheme: light;
    }
    :host([theme='dark']) {
      color-scheme: dark;
    }
    :host([theme='auto']) {
      color-scheme: light dark;
    }
    .past {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0.5em 1em;
      margin-block-end: 1rem;
      padding: 0.5em 0.75em;
      border: 1px solid currentcolor;
      border-radius: var(--sluice-radius, 8px);
      font: 0.875rem / 1.5 var(--sluice-font, system-ui, sans-serif);
    }
    .past button {
      min-height: 28px;
      padding: 0 0.75em;
      border: 1px solid currentcolor;
      border-radius: calc(var(--sluice-radius, 8px) - 2px);
      background: none;
      color: inherit;
      font: inherit;
      cursor: pointer;
    }
  `;

  /**
   * Where the data is: `deals.csv`, `deals.json`, `data:…`, `idb:my-crm` for records that stay in the browser, or a server
   * `https://…/api/v1`. Left out: JSON in a child `<script type="application/json">`, else whatever `session.use(…)` is given.
   */
  @property() source = '';
  /** Whether a copy of a server's records stays in the browser, to be read and written to while the server is away. */
  @property({ type: Boolean }) offline = false;
  /** The entity of the rows of a file: `deals`, `companies`, … */
  @property({ attribute: 'dataset' }) rows = '';
  /** The entity whose fields the filters name; deals where there are any. */
  @property() entity = '';
  /** The language of all elements; the closest `lang` when left out. */
  @property() locale = '';
  /** IANA zone; the server's, else the reader's own when left out. */
  @property() timezone = '';
  /** `YYYY-MM-DD`, for a page that shows another day than today. */
  @property() today = '';
  /** `YYYY-MM-DD`, for a page that shows everything as it stood at the end of a past day; nothing can be changed there. */
  @property({ attribute: 'as-of' }) asOf = '';
  /** ISO 4217, for amounts that name none. */
  @property() currency = '';
  /** `light`, `dark`, or `auto` for what the reader's system has; that of the page when left out. */
  @property({ reflect: true }) theme: '' | 'light' | 'dark' | 'auto' = '';
  /** Whether the filters stand in the address of the page, so that it can be shared and comes back. One app of a page at most. */
  @property({ type: Boolean, attribute: 'filters-in-url' }) filtersInUrl = false;
  /** Which column of a file is which field, where the names do not tell: `Montant HT=amount; Statut=stage`. */
  @property({ converter: { fromAttribute: columnsMap } }) map: Readonly<Record<string, string>> = {};
  /** What the records of a file are; the whole CRM when left out. */
  @property({ attribute: false }) blueprint: Blueprint | null = null;
  /** Added to requests to a server: `() => ({ Authorization: 'Bearer …' })`. */
  @property({ attribute: false }) headers: (() => Readonly<Record<string, string>>) | null = null;

  /** What the elements share. */
  readonly session = new Session();

  readonly #provider = new ContextProvider(this, { context: sessionContext, initialValue: this.session });
  readonly #languages = new MutationObserver(() => this.#configure());
  @state() private past: typeof Past | null = null;
  #about: About | null = null;
  #opening: object | null = null;
  #announced: unknown = null;
  #ownLang = false;
  #ownDir = false;

  constructor() {
    super();
    this.session.subscribe(() => {
      void this.#show();
      this.#announce();
      if (this.filtersInUrl) this.#writeAddress();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#provider.setValue(this.session);
    this.#languages.observe(document.documentElement, { attributeFilter: ['lang', 'dir'] });
    window.addEventListener('popstate', this.#readAddress);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#languages.disconnect();
    window.removeEventListener('popstate', this.#readAddress);
  }

  /** Reads the source again: the file may have changed. The former data stays until then. */
  async reload(): Promise<void> {
    await this.#open();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('locale')) this.#speak();
    this.#configure();
    if (OPENING.some((name) => changed.has(name))) void this.#open();
  }

  protected override render() {
    const { asOf, locale } = this.session;
    const above = asOf === '' ? undefined : this.past?.renderPast(asOf, locale, this.#return);
    return html`${above ?? nothing}<slot></slot>`;
  }

  #configure(): void {
    const { zone = '', currency = 'EUR', today = '' } = this.#about ?? {};
    const timezone = this.timezone || zone;
    // a server may stand on another day than the clock: a demonstration, or a tenant far away
    const clock = timezone === '' ? '' : dateInZone(new Date().toISOString(), timezone);
    this.session.configure({
      locale: this.locale || languageAround(this),
      timezone,
      today: this.today || (today === clock ? '' : today),
      asOf: this.asOf,
      currency: this.currency || currency,
      entity: this.entity,
    });
  }

  /** A language of its own makes the app a part of the page in that language, in its direction. */
  #speak(): void {
    const { locale } = this;
    if (locale !== '' && (this.#ownLang || !this.hasAttribute('lang'))) {
      this.lang = locale;
      this.#ownLang = true;
    } else if (this.#ownLang) this.removeAttribute('lang');
    if (locale !== '' && (this.#ownDir || !this.hasAttribute('dir'))) {
      this.dir = RIGHT_TO_LEFT.test(locale) ? 'rtl' : 'ltr';
      this.#ownDir = true;
    } else if (this.#ownDir) this.removeAttribute('dir');
  }

  async #open(): Promise<void> {
    const mine = {};
    this.#opening = mine;
    if (document.readyState === 'loading' && this.source === '') {
      // what stands inside is still being read
      await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
      if (this.#opening !== mine) return;
    }
    const inline = this.querySelector(':scope > script[type="application/json"]')?.textContent;
    if (this.source.trim() === '' && !inline) return;
    const { source: word, rows: dataset, map, blueprint, headers, offline } = this;
    await this.session.open(async () => {
      const source = await openSource(word, {
        moment: () => this.session.present,
        dataset,
        map,
        offline,
        ...(blueprint ? { blueprint } : {}),
        ...(headers ? { headers } : {}),
        ...(inline ? { inline } : {}),
      });
      if (this.#opening === mine) this.#prepare(source);
      return source;
    });
  }

  /** What must be known before the first question is asked: the server's day and zone, and the filters of the address. */
  #prepare(source: Source): void {
    this.#about = aboutOf(source);
    this.#configure();
    const entity = mainEntityOf(source.model, this.entity);
    if (this.filtersInUrl && entity) this.#select(selectionIn(location.href, entity));
    if (this.filtersInUrl) this.asOf = dayIn(location.href) || this.asOf;
  }

  /** What says that a page speaks of a past day is loaded when one does. */
  async #show(): Promise<void> {
    if (this.session.asOf !== '') this.past ??= await import('./past.ts');
    this.requestUpdate();
  }

  readonly #return = (): void => {
    this.asOf = '';
  };

  #select({ filters, search }: ReturnType<typeof selectionIn>): void {
    this.session.setFilters(filters);
    this.session.setSearch(search);
  }

  readonly #readAddress = (): void => {
    const { mainEntity } = this.session;
    if (!this.filtersInUrl || !mainEntity) return;
    this.#select(selectionIn(location.href, mainEntity));
    this.asOf = dayIn(location.href);
  };

  #writeAddress(): void {
    const { mainEntity, filters, search, status, asOf } = this.session;
    if (!this.isConnected || !mainEntity || status !== 'ready') return;
    const next = addressWith(location.href, { filters, search, asOf }, mainEntity);
    if (next !== location.href) history.replaceState(history.state, '', next);
  }

  #announce(): void {
    const { status, source, problem } = this.session;
    const news = status === 'ready' ? source : status === 'failed' ? problem : null;
    if (status === 'loading') this.#announced = null;
    if (news === null || news === this.#announced) return;
    // the words of a problem change with the language: that is no new problem
    const known = this.#announced !== null && status === 'failed';
    this.#announced = news;
    if (known) return;
    const [name, detail] =
      status === 'ready' ? ['sluice-source-ready', { source }] : ['sluice-source-error', { problem }];
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
