import { hasErrors, type Issue, issue } from '../issue.ts';
import { decoder } from './decoder.ts';
import { sniffDialect } from './dialect.ts';
import { type Encoding, sniffEncoding } from './encoding.ts';
import { doubleEncoding, repairDoubleEncoding } from './mojibake.ts';
import { plainLines, recordsOf } from './records.ts';
import { shapeRows } from './shape.ts';
import { binaryKind, otherText } from './signature.ts';

/** How a file was read: what a person may want to see before trusting the rest. */
export interface TableHead {
  readonly name: string;
  /** `utf-8`, `utf-16le`, `windows-1252`, … */
  readonly encoding: string;
  /** The text had been encoded twice, and was repaired. */
  readonly repaired: boolean;
  readonly delimiter: string;
  /** Column names, unique; `Column 3` where the file has none. */
  readonly header: readonly string[];
}

/** A file as a table of text. Rows are as wide as the header; blank rows are left out. With an error among the issues there are none. */
export interface Table extends TableHead {
  readonly rows: readonly (readonly string[])[];
  /** The place of each row in the file, as a spreadsheet counts: the header of a plain file is 1, its first row 2. */
  readonly lines: readonly number[];
  readonly issues: readonly Issue[];
  /** Of a workbook: the sheets that can be seen, and the one that was read. */
  readonly sheet?: { readonly names: readonly string[]; readonly read: string };
}

/** More than this does not fit into one string; such a file is streamed. */
const LARGEST = 400_000_000;
/** Characters the layout of a file is found on. */
export const SAMPLE = 64 * 1024;
/** Characters a second encoding is found on. */
export const MOJIBAKE_SAMPLE = SAMPLE * 8;

/**
 * Reads the bytes of a delimited text file: encoding, double encoding, delimiter, preamble, header, ragged rows, stray quotes.
 * Reports `empty_file`, `not_a_table`, `too_large_a_file` (errors); what was repaired or guessed (warnings).
 */
export function readTable(bytes: Uint8Array, { name = '' }: { readonly name?: string } = {}): Table {
  const refused = refuse(bytes);
  if (refused !== null) return unreadable(name, refused);
  const encoding = sniffEncoding(bytes);
  const decoded = decoder(encoding.name).decode(bytes);
  const other = otherText(decoded);
  if (other !== null) return unreadable(name, notATable(other));
  const lens = doubleEncoding(decoded.slice(0, MOJIBAKE_SAMPLE));
  const { text, count } = lens === null ? { text: decoded, count: 0 } : repairDoubleEncoding(decoded, lens);
  const clean = plainLines(withoutZeros(text));
  const dialect = sniffDialect(sampleOf(clean), { complete: clean.length <= SAMPLE });
  const { records, unclosed, stray } = recordsOf(clean, dialect, { last: true });
  const shaper = shapeRows(dialect, records);
  const rows = shaper.add(records);
  if (shaper.header.length === 0) return unreadable(name, issue('empty_file', [], { remedy: REMEDY.empty }));
  const issues = [
    ...encodingIssues(encoding, unreadableIn(encoding, decoded), count),
    ...(clean.length === text.length || !text.includes('\0')
      ? []
      : [nulIssue(text.length - withoutZeros(text).length)]),
    ...quoteIssues('unclosed_quote', unclosed),
    ...quoteIssues('stray_quote', stray),
    ...shaper.issues(),
  ];
  return {
    name,
    encoding: encoding.name,
    repaired: count > 0,
    delimiter: dialect.delimiter,
    header: shaper.header,
    rows: rows.map(({ cells }) => cells),
    lines: rows.map(({ line }) => line),
    issues:
      rows.length === 0 ? [...issues, issue('header_only', [], { severity: 'warning', remedy: REMEDY.empty })] : issues,
  };
}

/** Whether a table can be used: no error was found while reading it. */
export function readable(table: { readonly issues: readonly Issue[] }): boolean {
  return !hasErrors(table.issues);
}

export const REMEDY = {
  empty: 'Choose a file with a header row and at least one row below it.',
  text: 'Open it in a spreadsheet and save it as CSV (UTF-8).',
  encoding: 'Save the file as CSV (UTF-8) if words look wrong.',
  stream: 'Split the file, or import it on the server.',
};

/** The issue of bytes that cannot be a table, or null. */
export function refuse(bytes: Uint8Array): Issue | null {
  if (bytes.length === 0) return issue('empty_file', [], { remedy: REMEDY.empty });
  if (bytes.length > LARGEST) return issue('too_large_a_file', [], { expected: '400 MB', remedy: REMEDY.stream });
  const kind = binaryKind(bytes);
  return kind === null ? null : notATable(kind);
}

/** The issue of a file that is something else. */
export function notATable(kind: string): Issue {
  return issue('not_a_table', [], { expected: 'a table of text (CSV)', received: kind, remedy: REMEDY.text });
}

/** The first lines of a text, whole ones, for the layout to be found on. */
export function sampleOf(text: string): string {
  if (text.length <= SAMPLE) return text;
  const end = text.lastIndexOf('\n', SAMPLE);
  return text.slice(0, end > 0 ? end : SAMPLE);
}

/** A text without NUL characters, which no database keeps. */
export function withoutZeros(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

/** How many characters of a text could not be read. */
export function unreadableIn(encoding: Encoding, decoded: string): number {
  return encoding.reason === 'mostly' ? (decoded.match(/\ufffd/g)?.length ?? 0) : 0;
}

/** What reading the characters of a text has to tell. */
export function encodingIssues(encoding: Encoding, unreadable: number, repaired: number): readonly Issue[] {
  return [
    ...(encoding.reason === 'guessed'
      ? [issue('guessed_encoding', [], { severity: 'warning', received: encoding.name, remedy: REMEDY.encoding })]
      : []),
    ...(unreadable > 0
      ? [
          issue('unreadable_text', [], {
            severity: 'warning',
            expected: encoding.name,
            params: { count: unreadable },
            remedy: REMEDY.encoding,
          }),
        ]
      : []),
    ...(repaired > 0 ? [issue('repaired_encoding', [], { severity: 'warning', params: { count: repaired } })] : []),
  ];
}

/** What stray quotes have to tell; positions count records from 0. */
export function quoteIssues(code: 'unclosed_quote' | 'stray_quote', positions: readonly number[]): readonly Issue[] {
  const first = positions[0];
  if (first === undefined) return [];
  return [issue(code, ['rows', first + 1], { severity: 'warning', params: { count: positions.length } })];
}

/** The issue of NUL characters that were left out. */
export function nulIssue(count: number): Issue {
  return issue('nul_removed', [], { severity: 'warning', params: { count } });
}

function unreadable(name: string, why: Issue): Table {
  return { name, encoding: 'utf-8', repaired: false, delimiter: ',', header: [], rows: [], lines: [], issues: [why] };
}
