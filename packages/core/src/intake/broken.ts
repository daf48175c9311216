import { bestLine, unescaped } from './best-line.ts';
import type { Layout, Records } from './layout.ts';

/** One record as the letter of the layout has it, and where the next begins. */
interface Reading {
  readonly cells: readonly string[];
  readonly next: number;
  /** `open`: the text ends inside a quoted cell; `cut`: it ends before the record does; `broken`: a quote stands where none can. */
  readonly state: 'sound' | 'open' | 'cut' | 'broken';
}

/**
 * Cuts text into records where quotes can not be taken by the letter: backslashes before quotes, spaces after delimiters, quotes that
 * open and never close, quotes inside quoted cells. A record that is sound by the letter is taken so; of any other the readings of its
 * line are compared, and the one with as many cells as most records have and the fewest odd quotes is taken.
 */
export function brokenRecords(
  text: string,
  layout: Layout,
  { last, longest }: { readonly last: boolean; readonly longest: number },
): Records {
  const records: (readonly string[])[] = [];
  const unclosed: number[] = [];
  const stray: number[] = [];
  const { width = 0 } = layout;
  let at = 0;
  while (at < text.length) {
    const found = recordAt(text, at, layout, false);
    const waits = !last && text.length - at < longest;
    if (waits && (found.state === 'open' || found.state === 'cut')) break;
    const end = lineEnd(text, at);
    const several = found.next > end + 1;
    if (
      (found.state === 'sound' || found.state === 'cut') &&
      (!several || width === 0 || found.cells.length === width)
    ) {
      records.push(found.cells);
      at = found.next;
      continue;
    }
    const line = text.slice(at, end);
    const best = bestLine(line, layout);
    if (best.cells.length !== width || width === 0) {
      const sound = found.state === 'sound' || found.state === 'cut';
      const lenient = sound ? found : recordAt(text, at, layout, true);
      if (waits && (lenient.state === 'open' || lenient.state === 'cut')) break;
      if (lenient.state !== 'open' && (sound || lenient.cells.length === width)) {
        if (!sound) stray.push(records.length);
        records.push(lenient.cells);
        at = lenient.next;
        continue;
      }
    }
    if (best.opened) unclosed.push(records.length);
    else if (best.stray) stray.push(records.length);
    records.push(best.cells);
    at = end + 1;
  }
  return { records, rest: text.slice(at), unclosed, stray };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Reads one record by the letter; `lenient` takes quotes that stand wrong inside quoted cells for ordinary characters. */
function recordAt(text: string, from: number, layout: Layout, lenient: boolean): Reading {
  const { delimiter, quote = '"', escape = quote, spaced = false } = layout;
  const cells: string[] = [];
  let at = from;
  for (;;) {
    if (spaced) while (text[at] === ' ') at++;
    if (text[at] !== quote) {
      const end = plainEnd(text, at, delimiter);
      cells.push(text.slice(at, end));
      at = end;
    } else {
      const { close, state } = closing(text, at + 1, layout, lenient);
      if (state !== 'sound') return { cells, next: text.length, state };
      cells.push(unescaped(text.slice(at + 1, close), quote, escape));
      at = close + 1;
      while (text[at] === ' ' && delimiter !== ' ') at++;
    }
    if (at >= text.length) return { cells, next: text.length, state: 'cut' };
    if (text[at] === '\n') return { cells, next: at + 1, state: 'sound' };
    at += delimiter.length;
  }
}

function plainEnd(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at++) if (text[at] === '\n' || text[at] === delimiter) return at;
  return text.length;
}

/** The quote that ends a quoted cell whose text begins at `from`. */
function closing(
  text: string,
  from: number,
  { delimiter, quote = '"', escape = quote }: Layout,
  lenient: boolean,
): { readonly close: number; readonly state: Reading['state'] } {
  for (let at = from; at < text.length; at++) {
    const here = text[at];
    if (escape !== quote && here === escape) {
      at++;
      continue;
    }
    if (here !== quote) continue;
    if (escape === quote && text[at + 1] === quote) {
      at++;
      continue;
    }
    let after = at + 1;
    while (text[after] === ' ' && delimiter !== ' ') after++;
    if (after >= text.length || text[after] === '\n' || text[after] === delimiter) return { close: at, state: 'sound' };
    if (!lenient) return { close: at, state: 'broken' };
  }
  return { close: text.length, state: 'open' };
}
