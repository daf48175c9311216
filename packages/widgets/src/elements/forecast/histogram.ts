import type { Bar } from '@sluice/core';
import type { Box } from '../../charts/rows.ts';
import { place, px, type Span, ticks } from '../../charts/scale.ts';

/** What a histogram is laid out in; money in minor units. */
export interface HistogramOptions {
  readonly width: number;
  readonly height: number;
  readonly quota: number | null;
  readonly tickText: (value: number) => string;
  readonly measure: (text: string) => number;
  readonly rtl?: boolean;
}

export interface HistogramLayout {
  readonly bars: readonly Box[];
  /** The whole height over a bar, for pointing. */
  readonly bands: readonly Box[];
  readonly floor: number;
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
  /** Where the quota stands, and whether its bar lies within the totals that are drawn. */
  readonly quotaX: number | null;
}

const FOOT = 22;
const TOP = 18;

/** Lays out the bars of a distribution over their totals; the axis reaches as far as the quota. */
export const layoutHistogram = (
  bars: readonly Bar[],
  { width, height, quota, tickText, measure, rtl = false }: HistogramOptions,
): HistogramLayout => {
  const first = bars[0]?.from ?? 0;
  const last = bars.at(-1)?.to ?? 1;
  const span: Span = { from: Math.min(first, quota ?? first), to: Math.max(last, quota ?? last) };
  const most = Math.max(...bars.map(({ probability }) => probability), Number.MIN_VALUE);
  const floor = height - FOOT;
  const along = (value: number): number => place(value, span, width);
  const mirror = (x: number): number => px(rtl ? width - x : x);
  const box = (from: number, to: number, size: number): Box => {
    const left = rtl ? width - to : from;
    return { x: px(left), y: px(floor - size), width: px(Math.max(1, to - from - 1)), height: px(size) };
  };
  const marks = ticks(span, Math.max(2, Math.floor(width / 110))).filter(
    (mark) => mark >= span.from && mark <= span.to,
  );
  return {
    bars: bars.map(({ from, to, probability }) =>
      box(along(from), along(to), probability === 0 ? 0 : Math.max(1, (probability / most) * (floor - TOP))),
    ),
    bands: bars.map(({ from, to }) => ({ ...box(along(from), along(to), floor), y: 0 })),
    floor: px(floor),
    ticks: marks.map((mark) => {
      const text = tickText(mark);
      const half = measure(text) / 2;
      return { x: px(Math.min(Math.max(mirror(along(mark)), half), width - half)), text };
    }),
    quotaX: quota === null ? null : mirror(along(quota)),
  };
};
