/** How wide a text is, in pixels. */
export type Measure = (text: string) => number;

/** A width for text in an unknown font: about half of the size for a Latin letter, all of it for an ideograph. */
export function roughMeasure(size: number): Measure {
  return (text) => {
    let width = 0;
    for (const char of text) {
      const code = char.codePointAt(0) ?? 0;
      width += code >= 0x2e80 ? size : /[ilj.,:;'!|\s]/.test(char) ? size * 0.3 : size * 0.56;
    }
    return width;
  };
}

/** The text as far as it fits in `width` pixels, with an ellipsis where something was left out; '' where not even that fits. */
export function fitText(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  const chars = [...text];
  let low = 0;
  let high = chars.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${chars.slice(0, middle).join('').trimEnd()}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${chars.slice(0, low).join('').trimEnd()}…`;
}
