import { type Issue, issue } from '../issue.ts';
import { commonWidth, type Dialect, filled } from './dialect.ts';
import { respelled } from './mend.ts';

type Row = readonly string[];

/** The names of the columns, and what they were made from. */
export interface Headings {
  /** Unique; `Column 3` where the file has none. */
  readonly names: readonly string[];
  /** The rows of names as they stand in the file, as wide as the table. */
  readonly raw: readonly Row[];
  readonly issues: readonly Issue[];
}

const LEAST = 3;
const MOST_ROWS = 0.8;

/**
 * Takes the names of the columns from the rows above the first data. Several rows of names make one (`Contact`, `E-mail` → `Contact
 * E-mail`); a blank name too many is left out; columns that nearly all rows have and the header lacks get a name of ours.
 */
export function headingsOf(dialect: Dialect, records: readonly Row[], data: readonly Row[]): Headings {
  const rows = data.filter(filled);
  if (dialect.headers === 0) {
    const width = Math.max(0, ...data.map((record) => record.length));
    const missing = issue('no_header', [], {
      severity: 'warning',
      remedy: 'Add a first row with the names of the columns.',
    });
    const { names, issues } = uniqueNames(Array<string>(width).fill(''));
    return { names, raw: [], issues: [...issues, missing] };
  }
  const common = commonWidth(rows);
  const alike =
    rows.length >= LEAST && rows.filter(({ length }) => length === common).length >= rows.length * MOST_ROWS;
  const raw = records.map((record) => withoutBlanks(inOwnCells(record, dialect), alike ? common : 0));
  const named = Math.max(0, ...raw.map((record) => lastFilled(record) + 1));
  const wider = alike && common > named && surplus(rows, named) >= rows.length * MOST_ROWS;
  const width = wider ? common : named;
  const found = uniqueNames(Array.from({ length: width }, (_, column) => joinedName(raw, column)));
  if (!wider || named === 0) return { names: found.names, raw, issues: found.issues };
  const narrow = issue('narrow_header', [], {
    severity: 'warning',
    expected: String(common),
    received: String(named),
    remedy: 'Check that every name stands above its own column.',
  });
  return { names: found.names, raw, issues: [...found.issues, narrow] };
}

/** A row of names that was written with another delimiter, cut there. */
function inOwnCells(record: Row, dialect: Dialect): Row {
  const other = record.length * 2 < (dialect.width ?? 0) ? respelled(record, dialect) : null;
  return other !== null && other.cells.length === dialect.width ? other.cells : record;
}

/** A header that is wider than the rows only by names left blank. */
function withoutBlanks(record: Row, width: number): Row {
  let over = width === 0 ? 0 : lastFilled(record) + 1 - width;
  if (over <= 0 || record.filter((cell) => cell.trim() === '').length < over) return record;
  return record.filter((cell) => {
    const left = cell.trim() === '' && over > 0;
    if (left) over--;
    return !left;
  });
}

/** How many rows have something beyond a width. */
function surplus(rows: readonly Row[], width: number): number {
  return rows.filter((row) => lastFilled(row) >= width).length;
}

function joinedName(rows: readonly Row[], column: number): string {
  return rows
    .map((row) => row[column] ?? '')
    .filter((cell) => cell.trim() !== '')
    .join(' ');
}

function uniqueNames(header: Row): { readonly names: Row; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const taken = new Set<string>();
  const names = header.map((cell, column) => {
    const name =
      cell
        .normalize('NFC')
        .replace(/[\u200b\u2060\ufeff]/g, '')
        .replace(/\s+/g, ' ')
        .trim() || `Column ${column + 1}`;
    let unique = name;
    for (let copy = 2; taken.has(unique); copy++) unique = `${name} (${copy})`;
    if (unique !== name)
      issues.push(issue('duplicate_header', ['columns', column], { severity: 'warning', received: name }));
    taken.add(unique);
    return unique;
  });
  return { names, issues };
}

/** The position of the last cell that is not blank, -1 for none. */
export function lastFilled(record: Row): number {
  return record.findLastIndex((cell) => cell.trim() !== '');
}
