import { place, px, type Span, spanOf } from './scale.ts';
import { fitText, type Measure } from './text-fit.ts';

/** One horizontal bar with its words. Values in any one unit; null is unknown and has no bar. */
export interface RowInput {
  readonly label: string;
  readonly value: number | null;
  /** A part of the value that is drawn darker inside the bar. */
  readonly part?: number | null;
  /** The value in words, at the end of the row. */
  readonly text: string;
  /** Small print under the label. */
  readonly note?: string;
  /** Small print under the value. */
  readonly side?: string;
}

export interface RowsOptions {
  /** Room there is, in pixels. */
  readonly width: number;
  readonly rowHeight: number;
  readonly barHeight: number;
  readonly measure: Measure;
  /** Smaller letters of notes. */
  readonly measureSmall?: Measure;
  /** Right to left: everything mirrored. */
  readonly rtl?: boolean;
}

/** A rectangle in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the parts of a row stand, in pixels. Text anchors are logical: `labelX` anchors at start, `valueX` at end. */
export interface RowLayout {
  readonly top: number;
  readonly middle: number;
  readonly label: string;
  readonly note: string;
  readonly labelX: number;
  readonly valueX: number;
  readonly track: Box;
  readonly bar: Box | null;
  readonly part: Box | null;
}

export interface RowsLayout {
  readonly width: number;
  readonly height: number;
  readonly span: Span;
  readonly rows: readonly RowLayout[];
  /** The line from which bars start; drawn only where some value is negative. */
  readonly zero: number;
}

const GAP = 12;

/**
 * Lays out horizontal bars: labels first, values last, bars on one common scale in between. The label column is as wide as the longest
 * label but leaves at least two fifths of the room to the bars; longer labels end in an ellipsis.
 */
export function layoutRows(inputs: readonly RowInput[], options: RowsOptions): RowsLayout {
  const { width, rowHeight, barHeight, measure, measureSmall = measure, rtl = false } = options;
  const widest = (texts: readonly string[], of: Measure) => texts.reduce((most, text) => Math.max(most, of(text)), 0);
  const valueRoom = Math.max(
    widest(
      inputs.map((row) => row.text),
      measure,
    ),
    widest(
      inputs.map((row) => row.side ?? ''),
      measureSmall,
    ),
  );
  const wanted = Math.max(
    widest(
      inputs.map((row) => row.label),
      measure,
    ),
    widest(
      inputs.map((row) => row.note ?? ''),
      measureSmall,
    ),
  );
  const free = Math.max(0, width - valueRoom - 2 * GAP);
  const labelRoom = Math.min(wanted, free * 0.6, Math.max(width * 0.36, 88));
  const start = labelRoom + GAP;
  const length = Math.max(0, width - start - valueRoom - GAP);
  const span = spanOf(inputs.flatMap((row) => [row.value, row.part ?? null]));
  const zero = start + place(0, span, length);
  const mirror = (box: Box): Box => (rtl ? { ...box, x: px(width - box.x - box.width) } : box);
  const boxOf = (value: number, y: number): Box => {
    const end = start + place(value, span, length);
    // a value that is there is seen, however small it is
    const size = value === 0 ? 0 : Math.max(2, Math.abs(end - zero));
    return mirror({ x: px(value < 0 ? zero - size : zero), y: px(y), width: px(size), height: barHeight });
  };
  const rows = inputs.map((row, at): RowLayout => {
    const top = at * rowHeight;
    const y = top + (rowHeight - barHeight) / 2;
    const known = row.value !== null && Number.isFinite(row.value);
    return {
      top,
      middle: px(top + rowHeight / 2),
      label: fitText(row.label, labelRoom, measure),
      note: fitText(row.note ?? '', labelRoom, measureSmall),
      labelX: rtl ? width : 0,
      valueX: rtl ? 0 : width,
      track: mirror({ x: px(start), y: px(y), width: px(length), height: barHeight }),
      bar: known ? boxOf(row.value ?? 0, y) : null,
      part: known && typeof row.part === 'number' ? boxOf(row.part, y) : null,
    };
  });
  return { width, height: inputs.length * rowHeight, span, rows, zero: px(rtl ? width - zero : zero) };
}

/** The soft shapes between the bars of a funnel: from the end of each bar to the end of the next, as SVG polygon points. */
export function connectors({ rows }: RowsLayout, rtl = false): readonly string[] {
  return rows.slice(1).flatMap((row, at) => {
    const above = rows[at]?.bar;
    const below = row.bar;
    if (!above || !below) return [];
    const base = rtl ? above.x + above.width : above.x;
    const end = (box: Box) => (rtl ? box.x : box.x + box.width);
    const top = above.y + above.height;
    return [`${base},${top} ${px(end(above))},${top} ${px(end(below))},${below.y} ${base},${below.y}`];
  });
}
