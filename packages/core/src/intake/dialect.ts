import { recordsOf } from './records.ts';

/** How a delimited text is laid out. */
export interface Dialect {
  readonly delimiter: string;
  /** Records before the header: a `sep=` line, titles, blank lines. */
  readonly skip: number;
  /** False: the first record is already data. */
  readonly header: boolean;
}

export const DELIMITERS: readonly string[] = [',', ';', '\t', '|'];
const PREVIEW = 100;

/**
 * Finds delimiter, preamble and header in the first lines of a text with plain line ends. The delimiter is the one under which most
 * records have as many cells as the header and no cell holds another delimiter; a `sep=;` line, as spreadsheets write it, decides.
 * `complete` says that the sample is the whole file.
 */
export function sniffDialect(sample: string, { complete = true }: { readonly complete?: boolean } = {}): Dialect {
  const said = /^\ufeff?"?sep=(.)"?[^\n]*(?:\n|$)/i.exec(sample);
  const first = said === null ? 0 : 1;
  const body = said === null ? sample : sample.slice(said[0].length);
  const delimiter = said?.[1] ?? bestDelimiter(body, complete);
  const records = preview(body, delimiter, complete);
  const titles = preamble(records);
  return { delimiter, skip: first + titles, header: looksLikeHeader(records.slice(titles).filter(filled)) };
}

function bestDelimiter(sample: string, complete: boolean): string {
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const score = layoutScore(preview(sample, delimiter, complete).filter(filled));
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Zero for a single column; grows with the share of records as wide as the commonest, with that width, and with clean cells. */
function layoutScore(records: readonly (readonly string[])[]): number {
  const width = commonWidth(records);
  if (width < 2) return 0;
  const alike = records.filter((record) => record.length === width);
  const header = records.find((record) => record.filter((cell) => cell.trim() !== '').length * 2 > width);
  const cells = alike.flat();
  const clean = cells.filter((cell) => !/[;\t|]/.test(cell)).length;
  const sameAsHeader = header?.length === width ? 1 : 0.3;
  return (alike.length / records.length) * sameAsHeader * Math.log2(width + 1) * (0.5 + clean / (2 * cells.length));
}

/** How many records stand before the header: lines much narrower than the table. */
function preamble(records: readonly (readonly string[])[]): number {
  const width = commonWidth(records.filter(filled));
  const wide = records.findIndex(
    (record) => record.filter((cell) => cell.trim() !== '').length * 2 > width || (width === 1 && filled(record)),
  );
  return wide < 0 ? Math.max(0, records.findIndex(filled)) : wide;
}

function commonWidth(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  let width = 0;
  let most = 0;
  for (const [length, count] of counts) {
    // a wider layout is worth a few records that miss it
    if (count > most || (count === most && length > width)) {
      width = length;
      most = count;
    }
  }
  return width;
}

/** Data in the first record is of the same type as what stands below it; names are not. */
function looksLikeHeader([names, ...rows]: readonly (readonly string[])[]): boolean {
  if (names === undefined || rows.length === 0) return true;
  return !names.some((name, column) => {
    const type = dataType(name);
    if (type === null || (type === 'number' && /^(19|20)\d\d$/.test(name.trim()))) return false;
    const below = rows.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '');
    return below.length > 0 && below.filter((cell) => dataType(cell) === type).length >= below.length * 0.8;
  });
}

function dataType(cell: string): 'number' | 'date' | 'email' | null {
  const text = cell.trim();
  if (text.length > 80) return null;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return 'email';
  if (/^\d{4}-\d{1,2}-\d{1,2}|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$/.test(text)) return 'date';
  return /^[-+(]?\D{0,2}\d[\d\s\u00a0\u202f.,']*\D{0,2}$/.test(text) && !/\p{L}{2}/u.test(text) ? 'number' : null;
}

/** The first records; of a sample that was cut, only those that are whole. */
function preview(text: string, delimiter: string, complete: boolean): readonly (readonly string[])[] {
  const { records } = recordsOf(text, delimiter, { last: complete });
  return (records.length > 0 || complete ? records : recordsOf(text, delimiter, { last: true }).records).slice(
    0,
    PREVIEW,
  );
}

function filled(record: readonly string[]): boolean {
  return record.some((cell) => cell.trim() !== '');
}
