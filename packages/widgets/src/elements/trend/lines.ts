import type { Box } from '../../charts/rows.ts';
import { place, px, type Span, spanOf, ticks } from '../../charts/scale.ts';

/** What lines are laid out in. */
export interface LinesOptions {
  readonly width: number;
  readonly height: number;
  readonly tickText: (value: number) => string;
  readonly measure: (text: string) => number;
  readonly rtl?: boolean;
}

export interface LinesLayout {
  /** SVG path data of each line; a gap where a value is unknown. */
  readonly paths: readonly string[];
  /** The points of the first line, null where it is unknown. */
  readonly points: readonly ({ readonly x: number; readonly y: number } | null)[];
  /** The whole height over a step, for pointing. */
  readonly bands: readonly Box[];
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  readonly axis: { readonly textX: number; readonly from: number; readonly to: number };
}

const TOP = 8;
const FOOT = 22;

/** Lays out lines of equal length over one common scale that holds zero. */
export const layoutLines = (
  lines: readonly (readonly (number | null)[])[],
  { width, height, tickText, measure, rtl = false }: LinesOptions,
): LinesLayout => {
  const marks = ticks(spanOf(lines.flat()), 4);
  const span: Span = { from: marks[0] ?? 0, to: marks.at(-1) ?? 1 };
  const room = Math.min(width * 0.3, marks.reduce((most, mark) => Math.max(most, measure(tickText(mark))), 0) + 8);
  const count = lines[0]?.length ?? 0;
  const band = count === 0 ? 0 : (width - room) / count;
  const x = (at: number): number => {
    const along = room + (at + 0.5) * band;
    return px(rtl ? width - along : along);
  };
  const y = (value: number): number => px(height - FOOT - place(value, span, height - FOOT - TOP));
  const path = (values: readonly (number | null)[]): string => {
    let on = false;
    return values
      .map((value, at) => {
        const word = value === null ? '' : `${on ? 'L' : 'M'}${x(at)} ${y(value)}`;
        on = value !== null;
        return word;
      })
      .join('');
  };
  return {
    paths: lines.map(path),
    points: (lines[0] ?? []).map((value, at) => (value === null ? null : { x: x(at), y: y(value) })),
    bands: Array.from({ length: count }, (_, at) => ({
      x: px(x(at) - band / 2),
      y: 0,
      width: px(band),
      height: height - FOOT,
    })),
    ticks: marks.map((mark) => ({ y: y(mark), text: tickText(mark) })),
    axis: { textX: rtl ? width : 0, from: px(rtl ? 0 : room), to: px(rtl ? width - room : width) },
  };
};
