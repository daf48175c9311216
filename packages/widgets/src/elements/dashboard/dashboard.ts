import { type EntityAction, labelIn, metricsOf } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { SluiceElement } from '../../element.ts';
import { dashboardMessages } from '../../locales/messages/dashboard.ts';
import { baseStyles } from '../../styles/base.ts';
import { controlStyles } from '../../styles/controls.ts';
import type { SluiceApp } from '../app/app.ts';
import { dashboardStyles } from './dashboard.styles.ts';
import { FORECAST_KPIS, forecastParts } from './forecast-parts.ts';

/** The record that stands open over the dashboard: one that is there, or one that is being made. */
type Opened = { readonly entity: string; readonly id: string } | { readonly entity: string; readonly id: null };

const KPIS = ['weighted.open', 'deal.average', 'conversion+winRate', 'stage.count'];

/**
 * A pipeline at a glance: freshness, filters, the headline figures, the funnel beside the sectors, deadlines beside the people, and
 * the table of everything. What is clicked filters the rest; a deal opens over the page. Inside an app it shows the app's data; with
 * `source` it is an app of its own.
 *
 * @tag sluice-dashboard
 * @fires sluice-source-ready - the data is there; detail: `{ source }`
 * @fires sluice-source-error - the data cannot be had; detail: `{ problem }`
 * @csspart base - the page
 * @csspart header - the row of the title
 * @csspart import - the button that opens the importer
 */
export class SluiceDashboard extends SluiceElement {
  static override styles = [baseStyles, controlStyles, dashboardStyles];

  /** Where the data is, for a dashboard outside of an app: `deals.csv`, `deals.json`, `https://…/api/v1`. */
  @property() source = '';
  /** The entity of the rows of a file: `deals`, `companies`, … */
  @property({ attribute: 'dataset' }) rows = '';
  /**
   * What it shows; `deals` is the founder's dashboard, `forecast` what the open deals will come to, `board` the records by their stage,
   * `list` all of them, `tasks` what is to be done and a search of everything.
   */
  @property() preset = 'deals';
  /** What is to be reached, in major units, for the preset `forecast`: `250000`. */
  @property() quota = '';
  /** What it is called; the entity's name when left out. */
  @property() heading = '';
  /** IANA zone, for a dashboard outside of an app. */
  @property() timezone = '';
  /** `YYYY-MM-DD`, for a dashboard outside of an app that shows another day than today. */
  @property() today = '';
  /** `YYYY-MM-DD`, for a dashboard outside of an app that shows everything as it stood at the end of a past day. */
  @property({ attribute: 'as-of' }) asOf = '';
  /** ISO 4217, for a dashboard outside of an app. */
  @property() currency = '';
  /** `light`, `dark` or `auto`, for a dashboard outside of an app. */
  @property() theme: '' | 'light' | 'dark' | 'auto' = '';
  /** Whether the filters stand in the address of the page, for a dashboard outside of an app. */
  @property({ type: Boolean, attribute: 'filters-in-url' }) filtersInUrl = false;

  @state() private opened: Opened | null = null;
  @state() private importing = false;
  @state() private dropped: string | null = null;

  protected override render() {
    const { source } = this;
    const address = this.dropped ?? source;
    if (address === '' && this.session) return this.page();
    return html`<sluice-app
      .source=${address}
      .rows=${this.rows}
      .locale=${this.tongue}
      .timezone=${this.timezone}
      .today=${this.today}
      .asOf=${this.asOf}
      .currency=${this.currency}
      .theme=${this.theme}
      .filtersInUrl=${this.filtersInUrl}
      @sluice-source-ready=${this.changedInside}
    >
      ${this.page()}
    </sluice-app>`;
  }

  /** Files that were dropped are let go with the element. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.dropped) URL.revokeObjectURL(this.dropped);
  }

  private page(): TemplateResult {
    const session = this.session ?? this.ownSession;
    const entity = session?.mainEntity;
    const say = this.say(dashboardMessages);
    const title = this.heading || (entity ? labelIn(entity.plural, this.tongue) : '');
    const { source } = session ?? {};
    const may = (action: EntityAction): boolean =>
      entity !== undefined && source?.writable === true && (source.may?.(action, entity.name) ?? true);
    return html`<div class="page" part="base" @sluice-record-open=${this.open} @sluice-file-dropped=${this.read}>
      <header part="header">
        <div class="about">
          ${title === '' ? nothing : html`<h2>${title}</h2>`}
          <sluice-data .locale=${this.locale}></sluice-data>
        </div>
        <div class="actions">
          ${
            entity && may('create')
              ? html`<button class="button primary" type="button" @click=${() => this.make(entity.name)}>
                ${say('add', { entity: labelIn(entity.label, this.tongue) })}
              </button>`
              : nothing
          }
          ${
            entity && may('import')
              ? html`<button class="button" part="import" type="button" @click=${this.import}>${say('import')}</button>`
              : nothing
          }
          ${
            entity
              ? html`<sluice-exporter
                  format="csv xlsx json pdf"
                  report=${this.preset === 'forecast' ? 'board' : 'dashboard'}
                  quota=${this.quota}
                  .locale=${this.locale}
                ></sluice-exporter>`
              : nothing
          }
        </div>
      </header>
      ${this.parts()}
      ${this.panel()} ${this.importer()}
    </div>`;
  }

  /** What stands below the title, top to bottom. Parts that the entity has no fields for are left out. */
  private parts(): TemplateResult {
    const session = this.session ?? this.ownSession;
    const entity = session?.mainEntity;
    const { locale } = this;
    const known = entity ? new Set(metricsOf(entity).map(({ id }) => id)) : null;
    // before there is a model everything has its skeleton, so that nothing jumps
    const has = (id: string): boolean => known?.has(id) ?? true;
    const shows = (field: string): boolean => entity === undefined || entity.field(field) !== undefined;
    const foretelling = this.preset === 'forecast';
    const kpis = (foretelling ? FORECAST_KPIS : KPIS).filter((word) => word.split('+').every(has));
    const { amount, expected, owner, closed } = entity?.parts ?? {};
    const figures = html`<section aria-label=${this.say(dashboardMessages)('figures')}>
      <sluice-kpi-row measures=${kpis.join(' ')} trend="month" .locale=${locale}></sluice-kpi-row>
    </section>`;
    // a list is where records are worked on; elsewhere a press on a row shows what stands behind a figure
    const table = html`<sluice-table
      ?editable=${this.preset === 'list'}
      sort=${amount === undefined ? '' : `-${amount}`}
      .locale=${locale}
    ></sluice-table>`;
    if (this.preset === 'tasks')
      return html`<sluice-search everywhere .locale=${locale}></sluice-search>
        <sluice-tasks .locale=${locale}></sluice-tasks>`;
    if (this.preset === 'list' || this.preset === 'board')
      return html`<sluice-filter-bar sticky .locale=${locale}></sluice-filter-bar>
        ${this.preset === 'board' && entity?.stage ? html`<sluice-board .locale=${locale}></sluice-board>` : table}`;
    if (foretelling)
      return html`<sluice-filter-bar sticky .locale=${locale}></sluice-filter-bar>
        ${forecastParts({
          locale,
          quota: this.quota,
          inUrl: this.filtersInUrl,
          figures: kpis.length > 0 ? figures : nothing,
          owner,
          closed,
          quotas: session?.model?.find('quota') !== undefined,
        })}`;
    return html`<sluice-filter-bar sticky .locale=${locale}></sluice-filter-bar>
      ${kpis.length > 0 ? figures : nothing}
      <div class="halves">
        ${has('stage.count') ? html`<sluice-funnel .locale=${locale}></sluice-funnel>` : nothing}
        ${has('amount.open') && shows('sector') ? this.bars('sector', 'amount.open', 'deal.average', 5) : nothing}
      </div>
      <div class="halves">
        ${has('overdue') ? html`<sluice-deadlines limit="5" .locale=${locale}></sluice-deadlines>` : nothing}
        <div class="stack">
          ${has('weighted.open') && shows('owner') ? this.bars('owner', 'weighted.open', 'amount.won', 8) : nothing}
          ${has('weighted.open') && expected !== undefined ? this.months(expected) : nothing}
        </div>
      </div>
      ${table}`;
  }

  private bars(by: string, measure: string, other: string, top: number): TemplateResult {
    return html`<sluice-bars
      by=${by}
      measure=${measure}
      switch=${other}
      sort=${`-${measure}`}
      top=${top}
      other
      .locale=${this.locale}
    ></sluice-bars>`;
  }

  /** What is expected in each month, from the last one to a year ahead. */
  private months(expected: string): TemplateResult {
    return html`<sluice-bars
      by=${`${expected}:month`}
      measure="weighted.open"
      where=${`${expected} >= today() - 31 and ${expected} <= today() + 365`}
      .locale=${this.locale}
    ></sluice-bars>`;
  }

  /** The deal that stands open over the page. */
  private panel(): TemplateResult | typeof nothing {
    const { opened } = this;
    if (!opened) return nothing;
    const session = this.session ?? this.ownSession;
    const entity = session?.model?.find(opened.entity);
    const name = entity ? labelIn(entity.label, this.tongue) : '';
    const heading = opened.id === null ? this.say(dashboardMessages)('add', { entity: name }) : name;
    const mode = opened.id === null ? 'new' : session?.source?.writable ? 'edit' : 'view';
    return html`<sluice-dialog open .heading=${heading} .locale=${this.tongue} @sluice-dialog-close=${this.close}>
      <sluice-record
        entity=${opened.entity}
        record-id=${opened.id ?? ''}
        mode=${mode}
        .locale=${this.locale}
        @sluice-record-removed=${this.close}
        @sluice-record-cancel=${this.close}
        @sluice-record-saved=${this.saved}
      ></sluice-record>
    </sluice-dialog>`;
  }

  /** The importer over the page. */
  private importer(): TemplateResult | typeof nothing {
    if (!this.importing) return nothing;
    return html`<sluice-dialog
      class="wide"
      open
      .heading=${this.say(dashboardMessages)('import')}
      .locale=${this.tongue}
      @sluice-dialog-close=${this.close}
    >
      <sluice-importer .locale=${this.locale}></sluice-importer>
    </sluice-dialog>`;
  }

  /** The session of the app inside, for a dashboard outside of an app. */
  private get ownSession() {
    return this.renderRoot?.querySelector<SluiceApp>('sluice-app')?.session;
  }

  private readonly changedInside = (): void => this.requestUpdate();

  private make(entity: string): void {
    this.opened = { entity, id: null };
  }

  private readonly open = (event: CustomEvent<{ entity: string; id: string }>): void => {
    if (event.defaultPrevented) return;
    const { entity, id } = event.detail;
    this.opened = { entity, id };
  };

  private readonly import = (): void => {
    this.importing = true;
  };

  private readonly close = (): void => {
    this.opened = null;
    this.importing = false;
  };

  /** A new deal is done when it is saved; one that was edited stays open, so that the change can be undone. */
  private readonly saved = (): void => {
    if (this.opened?.id === null) this.opened = null;
  };

  /** A file dropped on the page takes the place of the source. It is read here and goes nowhere. */
  private readonly read = (event: CustomEvent<{ file: File }>): void => {
    if (event.defaultPrevented || this.session) return;
    if (this.dropped) URL.revokeObjectURL(this.dropped);
    this.dropped = URL.createObjectURL(event.detail.file);
  };
}
