import { brokenRecords } from './broken.ts';
import type { Layout } from './layout.ts';
import { classOf, type ValueClass } from './value-class.ts';

type Row = readonly string[];

/** Delimiters a single row of a file may have instead of its own. */
const OTHERS: readonly string[] = [';', '\t', '|', ',', ' '];
/** Wider rows are not laid out anew: it takes the square of the width. */
const WIDEST = 64;
const LEAST = 5;

/**
 * The cells of a row that was written with another delimiter than its file: it has too few cells, and as many as it should, or more,
 * when it is cut elsewhere. Null when that does not explain it.
 */
export function respelled(
  row: Row,
  { delimiter, quote, width = 0 }: Layout,
): { readonly cells: Row; readonly delimiter: string } | null {
  if (row.length >= width || width < 3) return null;
  const text = row.join(delimiter);
  if (text.includes('\n')) return null;
  for (const other of OTHERS) {
    if (other === delimiter || occurrences(text, other) < width - 1) continue;
    const layout: Layout = { delimiter: other, width, ...(quote === undefined ? {} : { quote }) };
    const [cells = []] = brokenRecords(text, layout, { last: true, longest: text.length + 1 }).records;
    if (cells.length >= width) return { cells, delimiter: other };
  }
  return null;
}

function occurrences(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++;
  return count;
}

/** What the cells of each column look like. */
export interface Profile {
  /** How odd a cell of this class would be in a column, 0 for the usual. */
  odd(cell: string, column: number): number;
  /** The share of cells of a column that are not blank. */
  filled(column: number): number;
}

/** The profile of a table from its first regular rows, or null when they are too few to tell. */
export function profileOf(rows: readonly Row[], width: number): Profile | null {
  const regular = rows.filter((row) => row.length === width).slice(0, 100);
  if (regular.length < LEAST) return null;
  const columns = Array.from({ length: width }, (_, column) => {
    const counts = new Map<ValueClass, number>();
    for (const row of regular) {
      const found = classOf(row[column] ?? '');
      counts.set(found, (counts.get(found) ?? 0) + 1);
    }
    return counts;
  });
  const most = columns.map((counts) => Math.max(...counts.values()));
  return {
    odd: (cell, column) => Math.log(((most[column] ?? 1) + 0.2) / ((columns[column]?.get(classOf(cell)) ?? 0) + 0.2)),
    filled: (column) => 1 - (columns[column]?.get('blank') ?? 0) / regular.length,
  };
}

/** Oddity of a blank cell put in or left out between others, of two cells that were one, and of a filled cell that is lost. */
const MOVED = 1;
const JOINED = 2.5;
const LOST = 4;
/** A row is only laid out anew when that is so much less odd than filling it up, or cutting it, at the end. */
const WORTH = 3;

interface Step {
  readonly cost: number;
  readonly from: number;
  readonly cell: string | null;
}

/**
 * The cells of a row with too many or too few cells, each under a column it looks like: a blank cell too many is left out, one too few
 * put in, a text cut by a delimiter in it put together, a row written with another delimiter cut anew. Null when the row as it
 * stands, filled up or cut at the end, is as likely.
 */
export function realigned(row: Row, layout: Layout, profile: Profile): Row | null {
  const { width = 0, delimiter } = layout;
  if (width > WIDEST || row.length > WIDEST) return null;
  let plain = 0;
  for (let column = 0; column < width; column++) plain += profile.odd(row[column] ?? '', column);
  for (const cell of row.slice(width)) if (cell.trim() !== '') plain += LOST;
  const other = respelled(row, layout);
  const ways = [cheapest(row, width, delimiter, profile)];
  if (other !== null) ways.push(cheapest(other.cells, width, other.delimiter, profile));
  let best: Laid | null = null;
  for (const way of ways) if (way !== null && way.cost < (best?.cost ?? plain - WORTH)) best = way;
  return best?.cells ?? null;
}

interface Laid {
  readonly cost: number;
  readonly cells: Row;
}

/** Words parted by spaces are one text more often than not; more of them than this are not put together. */
const WORD_JOINED = 0.4;
const WORDS = 12;

/** The cheapest way to lay the cells of a row under the columns: a table of places, cells used by columns filled. */
function cheapest(row: Row, width: number, delimiter: string, profile: Profile): Laid | null {
  const [joins, price] = delimiter === ' ' ? [WORDS, WORD_JOINED] : [1, JOINED];
  if (row.length > width * 4 || Math.abs(row.length - width) > Math.max(3, joins)) return null;
  const size = row.length + 1;
  const steps: (Step | undefined)[] = Array<Step | undefined>(size * (width + 1));
  steps[0] = { cost: 0, from: -1, cell: null };
  const reach = (place: number, step: Step): void => {
    const known = steps[place];
    if (known === undefined || step.cost < known.cost) steps[place] = step;
  };
  for (let column = 0; column <= width; column++) {
    for (let used = 0; used < size; used++) {
      const here = column * size + used;
      const cost = steps[here]?.cost;
      if (cost === undefined) continue;
      const cell = row[used];
      if (cell?.trim() === '') reach(here + 1, { cost: cost + MOVED, from: here, cell: null });
      if (column === width) continue;
      const below = here + size;
      reach(below, { cost: cost + MOVED + profile.odd('', column), from: here, cell: '' });
      if (cell === undefined) continue;
      reach(below + 1, { cost: cost + profile.odd(cell, column), from: here, cell });
      let text = cell;
      for (let more = 1; more <= joins && used + more < row.length; more++) {
        const next = row[used + more] ?? '';
        if (text.trim() === '' || next.trim() === '') break;
        text = `${text}${delimiter}${next}`;
        reach(below + more + 1, { cost: cost + price * more + profile.odd(text, column), from: here, cell: text });
      }
    }
  }
  const end = steps[width * size + row.length];
  if (end === undefined) return null;
  const cells: string[] = [];
  for (let at: Step | undefined = end; at !== undefined && at.from >= 0; at = steps[at.from]) {
    if (at.cell !== null) cells.push(at.cell);
  }
  return { cost: end.cost, cells: cells.reverse() };
}
