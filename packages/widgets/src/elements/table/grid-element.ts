import { query, state } from 'lit/decorators.js';
import { SluiceElement } from '../../element.ts';
import { nextSpot, type Spot } from './grid-keys.ts';
import { type RowWindow, scrollTo, TALLEST, windowAt, type Windowing } from './window.ts';

/** Rows kept ready above and below what is seen. */
const OVERSCAN = 8;

/**
 * A grid of as many rows as there are, of which only those that are seen stand in the document: where it is scrolled to, which cell has
 * the keyboard, and whether its rows are cards. What stands in the cells is for others to say.
 */
export abstract class GridElement extends SluiceElement {
  @query('.scroller') protected readonly scroller!: HTMLElement | null;
  @query('.rows') protected readonly rowsBox!: HTMLElement | null;
  @query('.head') protected readonly head!: HTMLElement | null;
  @state() protected spot: Spot = { row: 0, column: 0 };
  @state() protected rowHeight = 40;
  @state() protected scrolled = 0;
  @state() protected cards = false;
  @state() private viewHeight = 480;

  protected window: RowWindow = { from: 0, to: 0, offset: 0, height: 0 };
  private readonly watcher = new ResizeObserver(() => this.measure());
  /** Whether the keyboard is in the grid, so that it stays there when its row scrolls away. */
  private holding = false;
  private rendering = false;
  /** Whether the next rendering takes the focus to the spot. */
  private moved = false;

  /** How many rows there are, and in how many columns. */
  protected abstract get size(): { readonly rows: number; readonly columns: number };

  override connectedCallback(): void {
    super.connectedCallback();
    this.watcher.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher.disconnect();
    this.holding = false;
  }

  /** Shows the first rows again. */
  protected rewind(): void {
    this.scrolled = 0;
    if (this.scroller) this.scroller.scrollTop = 0;
  }

  /** Before a rendering: which rows are to stand in the document; `waiting`: so many that are not there yet. */
  protected layRows(waiting: number | null): void {
    this.rendering = true;
    const { rows, columns } = this.size;
    this.window =
      waiting === null
        ? windowAt(this.scrolled, this.windowing)
        : { from: 0, to: waiting, offset: 0, height: waiting * this.rowHeight };
    const { row, column } = this.spot;
    const last = Math.max(0, columns - 1);
    const lost = waiting === null && row >= rows;
    if (lost || column > last) this.spot = { row: lost ? rows - 1 : row, column: Math.min(column, last) };
  }

  /** After it: what the page says of heights, and the keyboard where it belongs. */
  protected rowsLaid(): void {
    this.rendering = false;
    const { scroller } = this;
    if (!scroller) return;
    this.measure();
    if (this.moved) {
      this.moved = false;
      this.cellAt(this.spot)?.focus({ preventScroll: this.spot.row >= 0 });
    } else if (this.holding && !scroller.matches(':focus-within')) {
      scroller.focus({ preventScroll: true });
    }
  }

  /** Whether the cell that has the keyboard stands in the document. */
  protected get standing(): boolean {
    const { spot, window } = this;
    return spot.row < 0 ? !this.cards : spot.row >= window.from && spot.row < window.to;
  }

  private get windowing(): Windowing {
    const { rowHeight, viewHeight } = this;
    return { rows: this.size.rows, rowHeight, viewHeight, overscan: OVERSCAN };
  }

  protected cellAt({ row, column }: Spot): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-spot="${row},${column}"]`);
  }

  /** Takes the keyboard to a cell, and what is seen with it. */
  protected go(to: Spot): void {
    const { scroller } = this;
    if (scroller && to.row >= 0) {
      scroller.scrollTop = scrollTo(to.row, scroller.scrollTop, this.windowing);
      this.scrolled = scroller.scrollTop;
    }
    this.spot = to;
    this.moved = true;
    this.requestUpdate();
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

  protected readonly onScroll = (): void => {
    const { scroller, window } = this;
    if (!scroller) return;
    const next = windowAt(scroller.scrollTop, this.windowing);
    const still = next.from === window.from && next.to === window.to && next.height < TALLEST;
    if (!still) this.scrolled = scroller.scrollTop;
  };

  protected readonly onFocus = (event: FocusEvent): void => {
    this.holding = true;
    const at = event.target instanceof HTMLElement ? event.target.dataset['spot'] : undefined;
    const [row, column] = at?.split(',').map(Number) ?? [];
    if (row !== undefined && column !== undefined && (row !== this.spot.row || column !== this.spot.column))
      this.spot = { row, column };
  };

  protected readonly onBlur = (event: FocusEvent): void => {
    // a row that leaves the document takes the focus with it: nobody went away
    const inside = event.relatedTarget instanceof Node && this.scroller?.contains(event.relatedTarget) === true;
    if (!this.rendering) this.holding = inside;
  };

  /** Moves by the keys of a grid. */
  protected move(event: KeyboardEvent): void {
    const { rows, columns } = this.size;
    const page = Math.max(1, Math.floor(this.viewHeight / this.rowHeight) - 1);
    const next = nextSpot(event.key, event.ctrlKey || event.metaKey, this.spot, { rows, columns, page, rtl: this.rtl });
    if (!next) return;
    event.preventDefault();
    this.go(this.cards && next.row < 0 ? { ...next, row: 0 } : next);
  }
}
