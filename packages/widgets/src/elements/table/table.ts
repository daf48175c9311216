import { type Entity, type Field, type ListQuery, labelIn, type Rec, type Value } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { coloursOf } from '../../charts/colours.ts';
import { ListController } from '../../controllers/list.ts';
import { SluiceElement } from '../../element.ts';
import { tableMessages } from '../../locales/messages/table.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { countedIn } from './cell.ts';
import { type Column, columnsOf, namesIn, type Sort, sortIn, valueIn } from './columns.ts';
import { nextSpot, type Spot } from './grid-keys.ts';
import { leastWidth, orderAfter, sortWord } from './order.ts';
import { tableStyles } from './table.styles.ts';
import { body, headings, nobody, orderChoice, type View } from './view.ts';
import { type RowWindow, scrollTo, TALLEST, windowAt, type Windowing } from './window.ts';

/** What `sluice-record-open` says: which record somebody wants to see. */
export interface RecordOpenDetail {
  readonly entity: string;
  readonly id: string;
}

/** Rows kept ready above and below what is seen. */
const OVERSCAN = 8;
/** Cards that the box of a narrow table shows at once. */
const CARDS = 4;

/**
 * The records of an entity as a grid: as many as there are, of which only those that are seen stand in the document. Headings sort,
 * arrow keys move, Enter or a press opens a record; below 480 px of its own width the rows become cards.
 *
 * @element sluice-table
 * @fires {CustomEvent<RecordOpenDetail>} sluice-record-open - somebody wants to see a record; cancelable
 * @slot empty - the next step, when there are no records at all
 * @csspart base - everything
 * @csspart caption - the line above: how many records, and their order on cards
 * @csspart scroller - the box that scrolls
 * @csspart header - the row of headings
 * @csspart row - one record
 * @csspart cell - one value
 * @csspart empty - what stands where records would
 * @csspart error - why there are none
 * @cssprop --sluice-table-height - height of the box that scrolls; by default that of `page-size` rows
 * @cssprop --sluice-row-height - height of a row
 */
export class SluiceTable extends SluiceElement {
  static override styles: CSSResultGroup = [SluiceElement.styles, controlStyles, skeletonStyles, tableStyles];

  /** Which records; those that the filters of the app speak of when left out. */
  @property() entity = '';
  /** The fields to show, by name, separated by spaces; the entity's own view when left out. */
  @property() columns = '';
  /** A condition in the small language, besides the filters of the app. */
  @property() where = '';
  /** The order: a field, `-` in front for the largest first. */
  @property() sort = '';
  /** Rows that the box shows at once; the others scroll inside it. */
  @property({ type: Number, attribute: 'page-size' }) pageSize = 12;

  @query('.scroller') private readonly scroller!: HTMLElement | null;
  @query('.rows') private readonly rowsBox!: HTMLElement | null;
  @query('.head') private readonly head!: HTMLElement | null;
  @state() private spot: Spot = { row: 0, column: 0 };
  @state() private rowHeight = 40;
  @state() private viewHeight = 480;
  @state() private scrolled = 0;
  @state() private cards = false;

  private readonly list = new ListController(this, () => this.ask(), { page: 200 });
  private readonly watcher = new ResizeObserver(() => this.measure());
  private window: RowWindow = { from: 0, to: 0, offset: 0, height: 0 };
  private asked = '';
  private tallest = 0;
  private warned = '';
  /** Whether the keyboard is in the grid, so that it stays there when its row scrolls away. */
  private holding = false;
  private rendering = false;
  /** Whether the next rendering takes the focus to the spot. */
  private moved = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watcher.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher.disconnect();
    this.holding = false;
  }

  protected override sessionChanged(): void {
    this.tallest = 0;
  }

  private get shape(): Entity | undefined {
    return this.entity === '' ? this.session?.mainEntity : this.session?.model?.named(this.entity);
  }

  private get laid(): readonly Column[] {
    const entity = this.shape;
    if (!entity) return [];
    const { columns, unknown } = columnsOf(entity, namesIn(this.columns));
    if (unknown.length > 0 && unknown.join() !== this.warned) {
      this.warned = unknown.join();
      console.warn(`<${this.localName}>: ${entity.name} has no field called ${unknown.join(', ')}.`);
    }
    return columns;
  }

  private get view(): View {
    const { format, spot, laid: columns, tongue: locale } = this;
    return { say: this.say(tableMessages), locale, format, columns, order: sortIn(this.sort), spot };
  }

  /** Rows that the box shows at once. */
  private get atOnce(): number {
    const asked = this.pageSize >= 1 ? Math.floor(this.pageSize) : 12;
    return this.cards ? Math.min(asked, CARDS) : asked;
  }

  private get windowing(): Windowing {
    const { rowHeight, viewHeight } = this;
    return { rows: this.list.total, rowHeight, viewHeight, overscan: OVERSCAN };
  }

  /** Whether filters of the app limit the records. */
  private get narrowed(): boolean {
    const shared = this.session?.selectionFor(this.shape?.name ?? '');
    return shared !== undefined && (shared.filters.length > 0 || shared.search !== '');
  }

  private ask(): ListQuery | null {
    const entity = this.shape;
    if (!entity) return null;
    const order = sortIn(this.sort);
    const where = this.where.trim();
    return {
      entity: entity.name,
      ...(where === '' ? {} : { where }),
      ...(order && entity.scope.resolve(order.field.split('.')) ? { sort: [sortWord(order)] } : {}),
    };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.rendering = true;
    const { list } = this;
    const asked = JSON.stringify(list.query);
    if (asked !== this.asked) {
      // other records: the list begins at its first again
      this.scrolled = 0;
      this.asked = asked;
      if (this.scroller) this.scroller.scrollTop = 0;
    }
    this.tallest = Math.max(this.tallest, list.total);
    if (list.ready)
      this.setState(list.problem ? 'stale' : list.total === 0 ? 'empty' : list.loading ? 'loading' : 'ready');
    else this.setState(list.problem ? 'error' : 'loading');
    const { rowHeight, atOnce } = this;
    this.window = list.ready
      ? windowAt(this.scrolled, this.windowing)
      : { from: 0, to: atOnce, offset: 0, height: atOnce * rowHeight };
    const { row, column } = this.spot;
    const last = Math.max(0, this.laid.length - 1);
    if ((list.ready && row >= list.total) || column > last)
      this.spot = { row: list.ready ? Math.min(row, list.total - 1) : row, column: Math.min(column, last) };
  }

  protected override render(): TemplateResult {
    const { list, spot, window, view } = this;
    const entity = this.shape;
    const { columns } = view;
    const stands = spot.row < 0 ? !this.cards : spot.row >= window.from && spot.row < window.to;
    return html`<div part="base">
      <div class="caption" part="caption">
        <p class="total" id="total">${this.totalOf(entity)}</p>
        ${orderChoice(view, (order) => this.order(order))}
      </div>
      ${list.problem ? this.renderProblem(list.problem, () => this.list.retry()) : nothing}
      <div
        class="scroller"
        part="scroller"
        role="grid"
        ?hidden=${list.problem !== null && !list.ready}
        aria-labelledby="total"
        aria-readonly="true"
        aria-rowcount=${list.ready ? list.total + 1 : -1}
        aria-colcount=${columns.length}
        aria-busy=${list.loading ? 'true' : 'false'}
        tabindex=${stands && columns.length > 0 ? -1 : 0}
        @scroll=${this.onScroll}
        @keydown=${this.onKey}
        @focusin=${this.onFocus}
        @focusout=${this.onBlur}
      >
        ${headings(view, (field, column) => this.press(field, column))}
        ${
          list.ready && list.total === 0
            ? nobody(view, {
                narrowed: this.narrowed,
                limited: this.where.trim() !== '',
                clear: () => this.session?.clear(),
              })
            : this.renderRows(entity, view)
        }
      </div>
    </div>`;
  }

  private totalOf(entity: Entity | undefined): string {
    if (!entity) return this.say(tableMessages)('loading');
    return this.list.ready ? countedIn(this.format, entity, this.list.total) : labelIn(entity.plural, this.tongue);
  }

  private renderRows(entity: Entity | undefined, view: View): TemplateResult {
    const { from, to } = this.window;
    const { session, list, format } = this;
    const colours = coloursOf(session ?? this);
    const records = list.ready ? list.rows(from, to) : Array.from({ length: to - from }, () => undefined);
    const model = session?.model;
    const valueOf = (record: Rec, field: Field): Value =>
      entity && model && session
        ? valueIn(record, field, { model, entity, moment: session.moment })
        : (record.values[field.name] ?? null);
    return body(
      view,
      { entity, from, records, context: { format, titles: list.titles, colours }, valueOf },
      this.onPress,
    );
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.rendering = false;
    const { scroller, head, list, rowHeight } = this;
    if (!scroller) return;
    const columns = this.laid;
    const headHeight = head?.offsetHeight ?? 0;
    const rows = list.ready ? Math.min(this.atOnce, Math.max(this.tallest, list.total, 1)) : this.atOnce;
    // two pixels of borders; a box for three rows holds a sentence about there being none
    const box = headHeight + Math.max(rows, this.cards ? 1 : 4) * rowHeight + 2;
    for (const [name, value] of [
      ['--_tracks', columns.map(({ track }) => track).join(' ') || 'minmax(0, 1fr)'],
      ['--_least', `${leastWidth(columns)}px`],
      ['--_lines', String(Math.max(1, columns.length))],
      ['--_box', `${box}px`],
      ['--_tall', `${this.window.height}px`],
      ['--_offset', `${this.window.offset}px`],
    ] as const)
      scroller.style.setProperty(name, value);
    this.measure();
    if (this.moved) {
      this.moved = false;
      this.cellAt(this.spot)?.focus({ preventScroll: this.spot.row >= 0 });
    } else if (this.holding && !scroller.matches(':focus-within')) {
      scroller.focus({ preventScroll: true });
    }
  }

  private cellAt({ row, column }: Spot): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-spot="${row},${column}"]`);
  }

  /** Learns from the page how high rows and box are, and whether rows are cards. */
  private measure(): void {
    const { scroller, rowsBox, head } = this;
    if (!scroller || scroller.clientHeight === 0) return;
    const count = rowsBox?.childElementCount ?? 0;
    if (rowsBox && count > 0) {
      const height = rowsBox.offsetHeight / count;
      if (height > 0 && Math.abs(height - this.rowHeight) > 0.01) this.rowHeight = height;
    }
    const headHeight = head?.offsetHeight ?? 0;
    this.cards = headHeight === 0;
    this.viewHeight = Math.max(1, scroller.clientHeight - headHeight);
  }

  private press(field: Field, column: number): void {
    this.spot = { row: -1, column };
    this.order(orderAfter(field, sortIn(this.sort)));
  }

  private order(order: Sort | null): void {
    this.sort = order ? sortWord(order) : '';
  }

  private open(place: number): void {
    const entity = this.shape;
    const record = this.list.row(place);
    if (!entity || !record) return;
    this.emit<RecordOpenDetail>('sluice-record-open', { entity: entity.name, id: record.id }, { cancelable: true });
  }

  private readonly onScroll = (): void => {
    const { scroller, window } = this;
    if (!scroller) return;
    const next = windowAt(scroller.scrollTop, this.windowing);
    const still = next.from === window.from && next.to === window.to && next.height < TALLEST;
    if (!still) this.scrolled = scroller.scrollTop;
  };

  private readonly onPress = (event: MouseEvent): void => {
    // whoever marks a text with the mouse does not want to leave
    if (document.getSelection()?.type === 'Range' || !(event.target instanceof Element)) return;
    const place = event.target.closest<HTMLElement>('[data-row]')?.dataset['row'];
    if (place !== undefined) this.open(Number(place));
  };

  private readonly onFocus = (event: FocusEvent): void => {
    this.holding = true;
    const at = event.target instanceof HTMLElement ? event.target.dataset['spot'] : undefined;
    const [row, column] = at?.split(',').map(Number) ?? [];
    if (row !== undefined && column !== undefined && (row !== this.spot.row || column !== this.spot.column))
      this.spot = { row, column };
  };

  private readonly onBlur = (event: FocusEvent): void => {
    // a row that leaves the document takes the focus with it: nobody went away
    const inside = event.relatedTarget instanceof Node && this.scroller?.contains(event.relatedTarget) === true;
    if (!this.rendering) this.holding = inside;
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { spot, scroller, list } = this;
    if (event.defaultPrevented || event.altKey || !scroller) return;
    if (event.key === 'Enter' && spot.row >= 0) {
      event.preventDefault();
      this.open(spot.row);
      return;
    }
    const next = nextSpot(event.key, event.ctrlKey || event.metaKey, spot, {
      rows: list.total,
      columns: this.laid.length,
      page: Math.max(1, Math.floor(this.viewHeight / this.rowHeight) - 1),
      rtl: this.rtl,
    });
    if (!next) return;
    event.preventDefault();
    const to = this.cards && next.row < 0 ? { ...next, row: 0 } : next;
    if (to.row >= 0) {
      scroller.scrollTop = scrollTo(to.row, scroller.scrollTop, this.windowing);
      this.scrolled = scroller.scrollTop;
    }
    this.spot = to;
    this.moved = true;
    this.requestUpdate();
  };
}
