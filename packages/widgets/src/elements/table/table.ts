import { type Entity, type Field, type ListQuery, labelIn, type Rec, type Value } from '@sluice/core';
import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { coloursOf } from '../../charts/colours.ts';
import { ListController } from '../../controllers/list.ts';
import { type Problem, problemOf, SluiceElement } from '../../element.ts';
import { tableMessages } from '../../locales/messages/table.ts';
import { loaded } from '../../sources/failure.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import type { RecordSaved } from '../record/events.ts';
import { countedIn } from './cell.ts';
import { type Column, columnsOf, namesIn, type Sort, sortIn } from './columns.ts';
import type { Grid, TableEditing } from './editing.ts';
import { GridElement } from './grid-element.ts';
import { leastWidth, orderAfter, sortWord } from './order.ts';
import { tableStyles } from './table.styles.ts';
import { body, headings, nobody, orderChoice, type View } from './view.ts';

/** What `sluice-record-open` says: which record somebody wants to see. */
export interface RecordOpenDetail {
  readonly entity: string;
  readonly id: string;
}

/** Cards that the box of a narrow table shows at once. */
const CARDS = 4;

/**
 * The records of an entity as a grid: as many as there are, of which only those that are seen stand in the document. Headings sort,
 * arrow keys move, Enter or a press opens a record; below 480 px of its own width the rows become cards. Of an editable one, Enter, F2 or a
 * second press opens a cell: Enter takes the entry, Escape lets it go, Tab takes it and goes on, and each can be undone.
 *
 * @element sluice-table
 * @fires {CustomEvent<RecordOpenDetail>} sluice-record-open - somebody wants to see a record; cancelable
 * @fires {CustomEvent<RecordSaved>} sluice-record-saved - a cell was stored; `detail` is `{ entity, id, created, values }`, the values as on the wire
 * @slot empty - the next step, when there are no records at all
 * @csspart base - everything
 * @csspart caption - the line above: how many records, and their order on cards
 * @csspart scroller - the box that scrolls
 * @csspart header - the row of headings
 * @csspart row - one record
 * @csspart cell - one value
 * @csspart editor - the panel over the cell that is edited
 * @csspart said - what was just stored, or is not
 * @csspart empty - what stands where records would
 * @csspart error - why there are none
 * @cssprop --sluice-table-height - height of the box that scrolls; by default that of `page-size` rows
 * @cssprop --sluice-row-height - height of a row
 */
export class SluiceTable extends GridElement {
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

  /** Whether cells are edited in place, as far as the reader may: by Enter, F2 or a second press. */
  @property({ type: Boolean, reflect: true }) editable = false;

  @state() private editing: TableEditing | undefined;
  @state() private lack: Problem | null = null;
  private learning = false;

  private readonly list = new ListController(this, () => this.ask(), { page: 200 });
  private asked = '';
  private tallest = 0;
  private warned = '';
  protected override sessionChanged(): void {
    this.tallest = 0;
  }

  /** Loads, once, what makes the cells editable; `again`: it could not be had. */
  private learn(again = false): void {
    this.editing?.look();
    if (!this.editable || this.editing || (this.learning && !again)) return;
    this.learning = true;
    this.lack = null;
    const load = async (): Promise<void> => {
      try {
        const { TableEditing } = await loaded(import('./editing.ts'));
        this.editing = new TableEditing(this.grid());
      } catch (failure) {
        this.lack = problemOf(failure, this.tongue);
      }
    };
    void load();
  }

  private grid(): Grid {
    return {
      root: this.renderRoot,
      session: () => this.session,
      entity: () => this.shape,
      columns: () => this.laid,
      tongue: () => this.tongue,
      titles: () => this.list.titles,
      spot: () => this.spot,
      total: () => this.list.total,
      row: (place) => this.list.row(place),
      shown: () => this.window,
      cellAt: (spot) => this.cellAt(spot),
      go: (spot) => this.go(spot),
      open: (place) => this.open(place),
      stored: (detail) => void this.emit<RecordSaved>('sluice-record-saved', detail),
      changed: () => {
        this.requestUpdate();
        return this.updateComplete;
      },
    };
  }

  protected override get size(): { readonly rows: number; readonly columns: number } {
    return { rows: this.list.total, columns: this.laid.length };
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
    const editing = this.editable && this.editing?.active ? this.editing : undefined;
    return { say: this.say(tableMessages), locale, format, columns, order: sortIn(this.sort), spot, editing };
  }

  /** Rows that the box shows at once. */
  private get atOnce(): number {
    const asked = this.pageSize >= 1 ? Math.floor(this.pageSize) : 12;
    return this.cards ? Math.min(asked, CARDS) : asked;
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
    const { list } = this;
    this.learn();
    const asked = JSON.stringify(list.query);
    if (asked !== this.asked) {
      // other records: the list begins at its first again
      this.asked = asked;
      this.rewind();
    }
    this.tallest = Math.max(this.tallest, list.total);
    if (list.ready)
      this.setState(list.problem ? 'stale' : list.total === 0 ? 'empty' : list.loading ? 'loading' : 'ready');
    else this.setState(list.problem ? 'error' : 'loading');
    this.layRows(list.ready ? null : this.atOnce);
  }

  protected override render(): TemplateResult {
    const { list, view } = this;
    const entity = this.shape;
    const { columns, editing } = view;
    return html`<div part="base">
      <div class="caption" part="caption">
        <p class="total" id="total">${this.totalOf(entity)}</p>
        ${editing?.renderSaid() ?? nothing} ${orderChoice(view, (order) => this.order(order))}
      </div>
      ${this.lack ? this.renderProblem(this.lack, () => this.learn(true)) : nothing}
      ${list.problem ? this.renderProblem(list.problem, () => this.list.retry()) : nothing}
      <div
        class="scroller"
        part="scroller"
        role="grid"
        ?hidden=${list.problem !== null && !list.ready}
        aria-labelledby="total"
        aria-describedby=${editing ? 'keys' : nothing}
        aria-readonly=${editing ? 'false' : 'true'}
        aria-rowcount=${list.ready ? list.total + 1 : -1}
        aria-colcount=${columns.length}
        aria-busy=${list.loading ? 'true' : 'false'}
        tabindex=${this.standing && columns.length > 0 ? -1 : 0}
        @scroll=${this.onScroll}
        @keydown=${this.onKey}
        @mousedown=${editing?.aim}
        @dblclick=${editing?.press}
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
      ${editing?.renderPanel() ?? nothing}
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
    const records = list.ready
      ? list.rows(from, to).map((record) => record && (view.editing?.latest(record) ?? record))
      : Array.from({ length: to - from }, () => undefined);
    const valueOf = (record: Rec, field: Field): Value => record.values[field.name] ?? null;
    return body(
      view,
      { entity, from, records, context: { format, titles: list.titles, colours }, valueOf },
      view.editing?.press ?? this.onPress,
    );
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const { scroller, head, list, rowHeight } = this;
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
      scroller?.style.setProperty(name, value);
    this.rowsLaid();
    this.view.editing?.place();
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

  private readonly onPress = (event: MouseEvent): void => {
    // whoever marks a text with the mouse does not want to leave
    if (document.getSelection()?.type === 'Range' || !(event.target instanceof Element)) return;
    const place = event.target.closest<HTMLElement>('[data-row]')?.dataset['row'];
    if (place !== undefined) this.open(Number(place));
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey || this.view.editing?.key(event)) return;
    if (event.key === 'Enter' && this.spot.row >= 0) {
      event.preventDefault();
      this.open(this.spot.row);
    } else this.move(event);
  };
}
