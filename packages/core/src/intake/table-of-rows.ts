import { issue } from '../issue.ts';
import { doubleEncoding, repairDoubleEncoding } from './mojibake.ts';
import type { Table } from './table.ts';

/** Enough text to tell whether all of it was encoded twice. */
const SAMPLE = 512 * 1024;

const issuesOf = (columns: number, rows: number): Table['issues'] => {
  const remedy = 'Give at least one row with values.';
  if (columns === 0) return [issue('empty_file', [], { remedy })];
  return rows === 0 ? [issue('header_only', [], { severity: 'warning', remedy })] : [];
};

/**
 * A table of rows that came apart already, as those of JSON do: nothing about separators, quotes or headers has to be found out. Cells
 * without meaning (NUL) are cleaned and blank rows left out, as in files. Line 2 is the first row.
 */
export const tableOfRows = (
  header: readonly string[],
  cells: readonly (readonly string[])[],
  { name = '' }: { readonly name?: string } = {},
): Table => {
  const rows: (readonly string[])[] = [];
  const lines: number[] = [];
  for (const [at, row] of cells.entries()) {
    if (row.every((cell) => cell.trim() === '')) continue;
    rows.push(row.map((cell) => (cell.includes('\0') ? cell.replaceAll('\0', '') : cell)));
    lines.push(at + 2);
  }
  return {
    name,
    encoding: 'utf-8',
    repaired: false,
    delimiter: '',
    header: header.map((one, at) => (one.trim() === '' ? `Column ${at + 1}` : one)),
    rows,
    lines,
    issues: issuesOf(header.length, rows.length),
  };
};

/** A text of JSON, repaired where it had been encoded twice. */
export const repairedText = (text: string): { readonly text: string; readonly count: number } => {
  const lens = doubleEncoding(text.slice(0, SAMPLE));
  return lens === null ? { text, count: 0 } : repairDoubleEncoding(text, lens);
};
