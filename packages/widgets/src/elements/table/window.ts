/** Browsers lay out boxes up to some 2²⁴ pixels high; a taller list is scrolled at a scale. */
export const TALLEST = 15_000_000;

/** What a windowed list knows of itself: how many rows of which height, the height of the view, rows kept ready beyond it. */
export interface Windowing {
  readonly rows: number;
  readonly rowHeight: number;
  readonly viewHeight: number;
  readonly overscan: number;
}

/** Which rows stand in the document and where. */
export interface RowWindow {
  /** First row and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Where row `from` begins, in pixels from the top of the scrolled box. */
  readonly offset: number;
  /** Height of the scrolled box. */
  readonly height: number;
}

/** The height of the box that is scrolled: all rows, or as much as a browser can lay out. */
export function scrollHeight({ rows, rowHeight }: Windowing): number {
  return Math.min(rows * rowHeight, TALLEST);
}

/** How far the rows have moved when the box is scrolled to `scrollTop`, in pixels of the full list. */
function travelled(scrollTop: number, windowing: Windowing): number {
  const full = windowing.rows * windowing.rowHeight;
  const box = scrollHeight(windowing);
  const reach = Math.max(1, box - windowing.viewHeight);
  const top = Math.min(Math.max(0, scrollTop), Math.max(0, box - windowing.viewHeight));
  return full === box ? top : (top / reach) * (full - windowing.viewHeight);
}

/** The rows to keep in the document when the list is scrolled to `scrollTop`. */
export function windowAt(scrollTop: number, windowing: Windowing): RowWindow {
  const { rows, rowHeight, viewHeight, overscan } = windowing;
  const height = scrollHeight(windowing);
  if (rows === 0 || rowHeight <= 0) return { from: 0, to: 0, offset: 0, height };
  const top = Math.min(Math.max(0, scrollTop), Math.max(0, height - viewHeight));
  const moved = travelled(scrollTop, windowing);
  const from = Math.max(0, Math.floor(moved / rowHeight) - overscan);
  const to = Math.min(rows, Math.ceil((moved + viewHeight) / rowHeight) + overscan);
  // exactly where the row would stand, relative to what is seen
  return { from, to, offset: Math.round(top + from * rowHeight - moved), height };
}

/** Where to scroll so that a row is wholly seen; the present place when it is already. */
export function scrollTo(row: number, scrollTop: number, windowing: Windowing): number {
  const { rows, rowHeight, viewHeight } = windowing;
  const full = rows * rowHeight;
  const box = scrollHeight(windowing);
  const moved = travelled(scrollTop, windowing);
  const start = Math.min(Math.max(0, row), Math.max(0, rows - 1)) * rowHeight;
  const wanted =
    start < moved ? start : start + rowHeight > moved + viewHeight ? start + rowHeight - viewHeight : moved;
  if (wanted === moved) return scrollTop;
  if (full === box) return wanted;
  return (wanted / Math.max(1, full - viewHeight)) * (box - viewHeight);
}
