import { type Issue, issue } from '../issue.ts';
import type { Dialect } from './dialect.ts';

/** One row of a table: as many cells as the header has, and where it stands in the file (the first record is 1). */
export interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Makes records into rows, piece by piece. */
export interface Shaper {
  readonly header: readonly string[];
  /** The rows of the next records of the file; call it with all of them, in order. */
  add(records: readonly (readonly string[])[]): Row[];
  /** What the header and the rows so far have to tell. */
  issues(): readonly Issue[];
}

/**
 * Takes the header from the first records and gives every later record its width: blank records are left out, short ones filled up,
 * surplus cells dropped (both reported, once, with their number). Column names become unique; a column without a name is `Column 3`.
 */
export function shapeRows(dialect: Dialect, first: readonly (readonly string[])[]): Shaper {
  const top = dialect.header ? (first[dialect.skip] ?? []) : [];
  const width = dialect.header
    ? lastFilled(top) + 1
    : Math.max(0, ...first.slice(dialect.skip, dialect.skip + 100).map((record) => record.length));
  const { names, issues } = uniqueNames(Array.from({ length: width }, (_, column) => top[column] ?? ''));
  if (!dialect.header) {
    issues.push(
      issue('no_header', [], { severity: 'warning', remedy: 'Add a first row with the names of the columns.' }),
    );
  }
  let line = 0;
  const start = dialect.skip + (dialect.header ? 1 : 0);
  const ragged = { short: 0, shortAt: 0, shortBy: 0, long: 0, longAt: 0, longBy: 0 };

  const add = (records: readonly (readonly string[])[]): Row[] => {
    const rows: Row[] = [];
    for (const record of records) {
      line++;
      if (line <= start || record.every((cell) => cell.trim() === '')) continue;
      if (record.length === width) rows.push({ cells: record, line });
      else if (record.length < width) {
        if (ragged.short++ === 0) Object.assign(ragged, { shortAt: line, shortBy: record.length });
        rows.push({ cells: [...record, ...Array<string>(width - record.length).fill('')], line });
      } else {
        const used = lastFilled(record) + 1;
        if (used > width && ragged.long++ === 0) Object.assign(ragged, { longAt: line, longBy: used });
        rows.push({ cells: record.slice(0, width), line });
      }
    }
    return rows;
  };

  const raggedIssue = (code: 'short_row' | 'long_row', count: number, at: number, cells: number): readonly Issue[] =>
    count === 0
      ? []
      : [
          issue(code, ['rows', at], {
            severity: 'warning',
            expected: String(width),
            received: String(cells),
            params: { count },
          }),
        ];

  return {
    header: names,
    add,
    issues: () => [
      ...issues,
      ...raggedIssue('short_row', ragged.short, ragged.shortAt, ragged.shortBy),
      ...raggedIssue('long_row', ragged.long, ragged.longAt, ragged.longBy),
    ],
  };
}

function uniqueNames(header: readonly string[]): { readonly names: readonly string[]; readonly issues: Issue[] } {
  const issues: Issue[] = [];
  const taken = new Set<string>();
  const names = header.map((cell, column) => {
    const name =
      cell
        .replace(/^\ufeff/, '')
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

function lastFilled(record: readonly string[]): number {
  return record.findLastIndex((cell) => cell.trim() !== '');
}
