import { issue, type Issue } from '../issue.ts';
import { type Dialect, sniffDialect } from './dialect.ts';
import { lastFilled } from './headings.ts';
import { numberText } from './number-text.ts';
import { shapeRows } from './shape.ts';
import { REMEDY, type Table, withoutZeros } from './table.ts';

/** A cell of a spreadsheet: a text, a number, a yes or no, a day or point in time (by its UTC clock), or nothing. */
export type SheetCell = string | number | boolean | Date | null | undefined;

/** What is known about a sheet beside its cells. */
export interface CellsOptions {
  /** Shown in the report. */
  readonly name?: string;
  /** What was found while the cells were read. */
  readonly issues?: readonly Issue[];
}

/** Rows that tell where the table of a sheet begins. */
const PREVIEW = 120;

/**
 * Makes the rows of a spreadsheet into the table that the same rows as a text file would be: titles above the header, repeated headers,
 * totals and notes are told from rows; dates are written as ISO texts, numbers as plain decimals. Every row keeps its number in the sheet.
 */
export function tableOfCells(rows: readonly (readonly SheetCell[])[], options: CellsOptions = {}): Table {
  const { name = '', issues: before = [] } = options;
  const head = { name, encoding: 'utf-8', repaired: false, delimiter: '' };
  const texts = compact(rows.map((row) => row.map(cellText)));
  const width = texts.reduce((most, row) => Math.max(most, row.length), 0);
  if (width === 0) {
    const issues = [...before, issue('empty_file', [], { remedy: REMEDY.empty })];
    return { ...head, header: [], rows: [], lines: [], issues };
  }
  const dialect = layoutOf(texts, width);
  const shaper = shapeRows(dialect, texts.slice(0, dialect.skip + PREVIEW));
  const own = shaper.header.length;
  // every row has the width of the sheet: what is blank behind the last name is no cell
  const sized = texts.map((row) => (row.length > own && lastFilled(row) < own ? row.slice(0, own) : padded(row, own)));
  const shaped = shaper.add(sized);
  const issues = [...before, ...shaper.issues()];
  if (shaped.length === 0) issues.push(issue('header_only', [], { severity: 'warning', remedy: REMEDY.empty }));
  return {
    ...head,
    header: shaper.header,
    rows: shaped.map(({ cells }) => cells),
    lines: shaped.map(({ line }) => line),
    issues,
  };
}

/** The text of a cell, as a person would write it where nothing can be misread. */
export function cellText(cell: SheetCell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return withoutZeros(cell);
  if (typeof cell === 'number') return numberText(cell);
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  return dateText(cell);
}

/** `2025-02-05` for a day, `2025-02-05T14:30:00` for a time of it, `14:30:00` for a time alone. */
function dateText(date: Date): string {
  const rounded = new Date(Math.round(date.getTime() / 1000) * 1000);
  if (Number.isNaN(rounded.getTime())) return '';
  const text = rounded.toISOString();
  const [day = '', time = ''] = text.slice(0, 19).split('T');
  if (rounded.getUTCFullYear() < 1900) return time;
  return time === '00:00:00' ? day : `${day}T${time}`;
}

/** Stands between cells in the text that only the layout is found in; no cell holds it there. */
const SEPARATOR = '\t';

/** Where the header stands and how many rows it has: found as in a text, in which no cell can be taken for two. */
function layoutOf(texts: readonly (readonly string[])[], width: number): Dialect {
  const lines = texts.slice(0, PREVIEW).map((row) =>
    padded(row, width)
      .map((cell) => cell.replace(/["'\\\t\n\r,;|]/g, ' ').trim())
      .join(SEPARATOR),
  );
  const { skip, headers } = sniffDialect([`sep=${SEPARATOR}`, ...lines, ''].join('\n'), { complete: true });
  return { delimiter: SEPARATOR, skip: Math.max(0, skip - 1), headers, width };
}

/** Rows without the columns that are blank throughout. */
function compact(texts: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const counts: number[] = [];
  for (const row of texts)
    for (let at = 0; at < row.length; at++) if ((row[at] ?? '').trim() !== '') counts[at] = (counts[at] ?? 0) + 1;
  const kept = [...counts.keys()].filter((at) => (counts[at] ?? 0) > 0);
  if (kept.length === counts.length && texts.every((row) => row.length <= counts.length)) return texts;
  return texts.map((row) => kept.map((at) => row[at] ?? ''));
}

function padded(row: readonly string[], width: number): readonly string[] {
  return row.length >= width ? row : [...row, ...Array<string>(width - row.length).fill('')];
}
