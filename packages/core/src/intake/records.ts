import Papa from 'papaparse';

/** Records of delimited text, and what is left of a text that may go on. */
export interface Records {
  readonly records: readonly (readonly string[])[];
  /** The beginning of a record that is not complete yet. */
  readonly rest: string;
  /** Positions in `records` of lines whose quote was never closed; their quotes were taken for ordinary characters. */
  readonly unclosed: readonly number[];
}

/** A quoted cell longer than this was not meant: its quote is a stray character. */
const LONGEST_CELL = 1_000_000;
const NO_QUOTE = '\u0000';

/** One way to write line ends, so that a file that mixes them reads as one. */
export function plainLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/**
 * Cuts delimited text with plain line ends into records of cells. While `last` is false the text may go on: an unfinished record
 * stays in `rest`, to stand before the next piece. A quote that is never closed spoils its own line only, not the rest of the file.
 */
export function recordsOf(text: string, delimiter: string, { last }: { readonly last: boolean }): Records {
  const records: (readonly string[])[] = [];
  const unclosed: number[] = [];
  let rest = text;
  while (rest !== '') {
    const whole = last ? parse(rest, delimiter, { keepLast: true }) : null;
    if (whole !== null && !whole.unclosed) {
      append(records, whole.data);
      return { records, rest: '', unclosed };
    }
    const { data, cursor } = parse(rest, delimiter, { keepLast: false });
    append(records, data);
    rest = rest.slice(cursor);
    if (!last && rest.length < LONGEST_CELL) break;
    const end = rest.indexOf('\n');
    if (end < 0 && !last) break;
    const line = end < 0 ? rest : rest.slice(0, end);
    unclosed.push(records.length);
    append(records, parse(line, delimiter, { keepLast: true, quote: NO_QUOTE }).data);
    rest = end < 0 ? '' : rest.slice(end + 1);
  }
  return { records, rest, unclosed };
}

interface Parsed {
  readonly data: readonly (readonly string[])[];
  /** Characters used up by complete records. */
  readonly cursor: number;
  readonly unclosed: boolean;
}

function parse(
  text: string,
  delimiter: string,
  { keepLast, quote = '"' }: { readonly keepLast: boolean; readonly quote?: string },
): Parsed {
  const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: quote, escapeChar: quote });
  const { data, errors, meta } = parser.parse(text, 0, !keepLast) as {
    readonly data: readonly (readonly string[])[];
    readonly errors: readonly { readonly code: string }[];
    readonly meta: { readonly cursor: number };
  };
  return { data, cursor: meta.cursor, unclosed: errors.some(({ code }) => code === 'MissingQuotes') };
}

function append(into: (readonly string[])[], more: readonly (readonly string[])[]): void {
  for (const record of more) into.push(record);
}
