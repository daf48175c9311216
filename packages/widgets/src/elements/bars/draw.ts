import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { ColumnLayout } from '../../charts/columns.ts';
import { px } from '../../charts/scale.ts';
import type { RowInput, RowLayout } from '../../charts/rows.ts';

/** One row of horizontal bars: label and note, bar, value and side figure. */
export function drawRow(row: RowLayout | undefined, input: RowInput | undefined, colour = ''): SVGTemplateResult {
  if (!row || !input) return svg``;
  const { middle, bar, label, note, labelX, valueX } = row;
  const upper = note || input.side ? middle - 4 : middle + 5;
  return svg`<text class="name" x=${labelX} y=${note ? upper : middle + 5}>${label}</text>
    ${note ? svg`<text class="small" x=${labelX} y=${middle + 12}>${note}</text>` : nothing}
    ${bar ? svg`<rect class="bar ${colour}" x=${bar.x} y=${bar.y} width=${bar.width} height=${bar.height} rx="3"></rect>` : nothing}
    <text class="end" x=${valueX} y=${input.side ? middle - 4 : middle + 5}>${input.text}</text>
    ${input.side ? svg`<text class="small end" x=${valueX} y=${middle + 12}>${input.side}</text>` : nothing}`;
}

/** The label under a column: it may be wider than its column, and stays within the room of the chart. */
interface ColumnLabel {
  readonly text: string;
  readonly y: number;
  readonly half: number;
  readonly room: number;
}

/** One column: bar, value over it, and the label under it where there is room for one. */
export function drawColumn(column: ColumnLayout | undefined, label: ColumnLabel): SVGTemplateResult {
  if (!column) return svg``;
  const { bar, x, text, textY } = column;
  const at = px(Math.min(Math.max(x, label.half), label.room - label.half));
  return svg`${bar ? svg`<rect class="bar" x=${bar.x} y=${bar.y} width=${bar.width} height=${bar.height} rx="2"></rect>` : nothing}
    ${text ? svg`<text class="small middle" x=${x} y=${textY}>${text}</text>` : nothing}
    ${label.text ? svg`<text class="small middle" x=${at} y=${label.y}>${label.text}</text>` : nothing}`;
}
