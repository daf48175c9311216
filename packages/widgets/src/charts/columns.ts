import type { Box } from './rows.ts';
import { place, px, type Span, spanOf, ticks } from './scale.ts';
import { fitText, type Measure } from './text-fit.ts';

export interface ColumnInput {
  readonly label: string;
  readonly value: number | null;
  /** The value in words, above the column where it fits. */
  readonly text: string;
}

export interface ColumnsOptions {
  readonly width: number;
  readonly height: number;
  readonly measure: Measure;
  /** The words of a value of the axis. */
  readonly tickText: (value: number) => string;
  readonly rtl?: boolean;
}

export interface ColumnLayout {
  readonly bar: Box | null;
  /** The whole band of the column, for pointing. */
  readonly band: Box;
  /** Centre of label and value; both anchor in the middle. */
  readonly x: number;
  readonly label: string;
  /** '' where the value does not fit over its column. */
  readonly text: string;
  readonly textY: number;
}

export interface ColumnsLayout {
  readonly width: number;
  readonly height: number;
  readonly span: Span;
  readonly columns: readonly ColumnLayout[];
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  /** Where the words of the axis anchor (at start), and where its lines begin and end. */
  readonly axis: { readonly textX: number; readonly from: number; readonly to: number };
  readonly labelY: number;
}

const LINE = 18;

/** Lays out vertical columns over a light axis of round values; labels under, values over the columns where they fit. */
export function layoutColumns(inputs: readonly ColumnInput[], options: ColumnsOptions): ColumnsLayout {
  const { width, height, measure, tickText, rtl = false } = options;
  const known = spanOf(inputs.map((input) => input.value));
  const marks = ticks(known, 4);
  const span: Span = { from: Math.min(known.from, marks[0] ?? 0), to: Math.max(known.to, marks.at(-1) ?? 1) };
  const axisRoom = Math.min(width * 0.3, marks.reduce((most, mark) => Math.max(most, measure(tickText(mark))), 0) + 8);
  const plot = { from: axisRoom, to: width, top: LINE, bottom: height - LINE - 4 };
  const band = inputs.length === 0 ? 0 : (plot.to - plot.from) / inputs.length;
  const y = (value: number) => plot.bottom - place(value, span, plot.bottom - plot.top);
  const mirror = (box: Box): Box => (rtl ? { ...box, x: px(width - box.x - box.width) } : box);
  const zero = y(0);
  const columns = inputs.map(({ label, value, text }, at): ColumnLayout => {
    const left = plot.from + at * band;
    const thick = Math.min(48, Math.max(2, band * 0.64));
    const end = value === null ? zero : y(value);
    const size = value === null || value === 0 ? 0 : Math.max(2, Math.abs(end - zero));
    const top = (value ?? 0) < 0 ? zero : zero - size;
    const middle = left + band / 2;
    return {
      bar:
        value === null ? null : mirror({ x: px(middle - thick / 2), y: px(top), width: px(thick), height: px(size) }),
      band: mirror({ x: px(left), y: 0, width: px(band), height }),
      x: px(rtl ? width - middle : middle),
      label: fitText(label, band - 4, measure),
      text: measure(text) <= band - 2 ? text : '',
      textY: px((value ?? 0) < 0 ? top + size + LINE - 4 : top - 5),
    };
  });
  return {
    width,
    height,
    span,
    columns,
    ticks: marks.map((mark) => ({ y: px(y(mark)), text: tickText(mark) })),
    axis: { textX: rtl ? width : 0, from: px(rtl ? 0 : plot.from), to: px(rtl ? width - plot.from : width) },
    labelY: height - 5,
  };
}
