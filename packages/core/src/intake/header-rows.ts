import { headerKey } from '../text.ts';
import { typeOf } from './value-class.ts';
import { blank } from './vocabulary.ts';

type Row = readonly string[];

/** Names in more rows than this are no names. */
const MOST = 3;
/** Rows of data without which nothing is said about a second row of names. */
const LEAST = 3;
const LETTER = /\p{L}/u;

/** How many of the first rows name the columns: none when the first is already data, one as a rule, up to three. */
export function headerRows(rows: readonly Row[]): number {
  if (!looksLikeHeader(rows)) return 0;
  let count = 1;
  while (count < MOST && namesAgain(rows, count)) count++;
  return count;
}

/** Data in the first row is of the same type as what stands below it; names are not. */
function looksLikeHeader([names, ...rows]: readonly Row[]): boolean {
  if (names === undefined || rows.length === 0) return true;
  return !names.some((name, column) => {
    const type = typeOf(name);
    if (type === null || (type === 'number' && /^(19|20)\d\d$/.test(name.trim()))) return false;
    const below = rows.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '');
    // Q1 is a name above 12, and a number among others above Q2
    const letter = LETTER.test(name);
    const same = below.filter((cell) => typeOf(cell) === type && LETTER.test(cell) === letter);
    return below.length > 0 && same.length >= below.length * 0.8;
  });
}

/**
 * Whether the row after `count` rows of names holds names too: no number, date or address in it, a word in at least two columns that hold
 * such below, and none that stands for a missing value; or it repeats the first row. Below names that are whole already, a row with gaps
 * is a record with gaps.
 */
function namesAgain(rows: readonly Row[], count: number): boolean {
  const [first = []] = rows;
  const row = rows[count];
  const data = rows.slice(count + 1);
  if (row === undefined || data.length < 1) return false;
  const named = row.filter((cell) => cell.trim() !== '').length;
  if (named > 1 && repeats(row, first)) return true;
  if (data.length < LEAST || named * 2 <= first.length || row.some((cell) => cell.length > 60)) return false;
  const whole = first.every((cell) => cell.trim() !== '') && new Set(first.map(headerKey)).size === first.length;
  if (whole && row.some((cell) => cell.trim() === '')) return false;
  let words = 0;
  for (const [column, cell] of row.entries()) {
    const type = columnType(data, column);
    if (cell.trim() === '') continue;
    if (typeOf(cell) !== null) return false;
    if (type === null) continue;
    if (blank(cell) || !/^[^\d]*[\p{L}\p{Sc}][^\d]*$/u.test(cell)) return false;
    words++;
  }
  return words > 1;
}

/** Whether a row has the names of the header, case and accents aside. */
export function repeats(row: Row, header: Row): boolean {
  return (
    row.length === header.length && row.every((cell, column) => headerKey(cell) === headerKey(header[column] ?? ''))
  );
}

function columnType(rows: readonly Row[], column: number): string | null {
  const below = rows.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '');
  const [first] = below;
  const type = first === undefined ? null : typeOf(first);
  if (type === null || below.length * 2 < rows.length) return null;
  return below.filter((cell) => typeOf(cell) === type).length >= below.length * 0.9 ? type : null;
}
