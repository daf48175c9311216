import Papa from 'papaparse';
import { brokenRecords } from './broken.ts';
import type { Layout, Records } from './layout.ts';

/** A quoted cell longer than this was not meant: its quote is a stray character. */
export const LONGEST_CELL = 1_000_000;
const NONE: readonly number[] = [];

/** One way to write line ends, so that a file that mixes them reads as one. */
export function plainLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/**
 * Cuts delimited text with plain line ends into records of cells. While `last` is false the text may go on: an unfinished record
 * stays in `rest`, to stand before the next piece. A quote that is never closed spoils its own line only, not the rest of the file.
 */
export function recordsOf(text: string, layout: Layout, { last }: { readonly last: boolean }): Records {
  if (text === '') return { records: [], rest: '', unclosed: NONE, stray: NONE };
  if (layout.escape === undefined && layout.spaced !== true) {
    const { data, cursor, sound } = parse(text, layout, last);
    const rest = last ? '' : text.slice(cursor);
    if (sound && rest.length < LONGEST_CELL) return { records: data, rest, unclosed: NONE, stray: NONE };
  }
  return brokenRecords(text, layout, { last, longest: LONGEST_CELL });
}

interface Parsed {
  readonly data: readonly (readonly string[])[];
  /** Characters used up by complete records. */
  readonly cursor: number;
  /** Every quote stands where quotes belong. */
  readonly sound: boolean;
}

function parse(text: string, { delimiter, quote = '"' }: Layout, last: boolean): Parsed {
  const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: quote, escapeChar: quote });
  const { data, errors, meta } = parser.parse(text, 0, !last) as {
    readonly data: readonly (readonly string[])[];
    readonly errors: readonly unknown[];
    readonly meta: { readonly cursor: number };
  };
  return { data, cursor: meta.cursor, sound: errors.length === 0 };
}
