import { type Measure, roughMeasure } from './text-fit.ts';

let context: CanvasRenderingContext2D | null | undefined;
const known = new Map<string, Map<string, number>>();

/** Measures text in the font that an element inherits, at a size and weight of our own. Answers are remembered. */
export function measureFor(element: Element, size: number, weight = 400): Measure {
  context ??= document.createElement('canvas').getContext('2d');
  const paper = context;
  if (!paper) return roughMeasure(size);
  const font = `${weight} ${size}px ${getComputedStyle(element).fontFamily}`;
  const widths = known.get(font) ?? new Map<string, number>();
  known.set(font, widths);
  return (text) => {
    let width = widths.get(text);
    if (width === undefined) {
      paper.font = font;
      width = paper.measureText(text).width;
      if (widths.size > 2000) widths.clear();
      widths.set(text, width);
    }
    return width;
  };
}
