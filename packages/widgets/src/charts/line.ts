import { place, px, type Span } from './scale.ts';

export interface LineOptions {
  readonly width: number;
  readonly height: number;
  /** Room around the line so that its stroke and last point are not cut. */
  readonly inset?: number;
  readonly rtl?: boolean;
}

export interface LineLayout {
  /** SVG path data; a gap where a value is unknown. '' where nothing is known. */
  readonly path: string;
  /** The area under each unbroken run, as path data. */
  readonly area: string;
  /** The last known point. */
  readonly last: { readonly x: number; readonly y: number; readonly at: number } | null;
  readonly span: Span;
}

/** Lays out a small line of values over equal steps. The scale starts at zero unless `from` values lie below it. */
export function layoutLine(values: readonly (number | null)[], options: LineOptions): LineLayout {
  const { width, height, inset = 2, rtl = false } = options;
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const from = Math.min(0, ...known);
  const to = Math.max(0, ...known);
  const span: Span = from === to ? { from, to: from + 1 } : { from, to };
  const step = values.length > 1 ? (width - 2 * inset) / (values.length - 1) : 0;
  const x = (at: number) => {
    const along = values.length > 1 ? inset + at * step : width / 2;
    return px(rtl ? width - along : along);
  };
  const y = (value: number) => px(height - inset - place(value, span, height - 2 * inset));
  const floor = y(Math.max(0, span.from));
  let path = '';
  let area = '';
  let runStart: number | null = null;
  let last: LineLayout['last'] = null;
  const close = () => {
    if (runStart !== null && last) area += `L${last.x} ${floor}L${runStart} ${floor}Z`;
    runStart = null;
  };
  values.forEach((value, at) => {
    if (value === null || !Number.isFinite(value)) {
      close();
      return;
    }
    const point = { x: x(at), y: y(value), at };
    const word = `${runStart === null ? 'M' : 'L'}${point.x} ${point.y}`;
    path += word;
    area += word;
    runStart ??= point.x;
    last = point;
  });
  close();
  return { path, area, last, span };
}
