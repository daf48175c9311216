import { headerRows } from './header-rows.ts';
import type { Layout, Records } from './layout.ts';
import { respelled } from './mend.ts';
import { recordsOf } from './records.ts';
import { typeOf } from './value-class.ts';

/** How a delimited text is laid out. */
export interface Dialect extends Layout {
  /** Records before the header: a `sep=` line, titles, blank lines. */
  readonly skip: number;
  /** Records that name the columns; 0 when the first is already data. */
  readonly headers: number;
}

export const DELIMITERS: readonly string[] = [',', ';', '\t', '|'];
const PREVIEW = 100;

/**
 * Finds delimiter, quotes, preamble and header in the first lines of a text with plain line ends. The delimiter is the one under which
 * most records have as many cells as the header and no cell holds another delimiter; a `sep=;` line, as spreadsheets write it, decides.
 * Single quotes, backslashes before quotes and spaces after delimiters are looked for only where the text shows them, and taken where
 * more records come out alike. `complete` says that the sample is the whole file.
 */
export function sniffDialect(sample: string, { complete = true }: { readonly complete?: boolean } = {}): Dialect {
  const said = /^\ufeff?"?sep=(.)"?[^\n]*(?:\n|$)/i.exec(sample);
  const first = said === null ? 0 : 1;
  const body = said === null ? sample : sample.slice(said[0].length);
  const layout = bestLayout(body, said?.[1] ?? null, complete);
  const width = layout.width ?? commonWidth(preview(body, layout, complete).filter(filled));
  const sized = { ...layout, width };
  const records = preview(body, sized, complete);
  const titles = preamble(records, width);
  const headers = headerRows(records.slice(titles).filter(filled));
  // a header may be written with another delimiter than its rows
  const above = headers === 0 && titles > 0 ? respelled(records[titles - 1] ?? [], sized) : null;
  if (above?.cells.length === width && above.cells.every((name) => name.trim() !== '' && typeOf(name) === null))
    return { ...sized, skip: first + titles - 1, headers: 1 };
  return { ...sized, skip: first + titles, headers };
}

/** A layout with what speaks for it. */
interface Rated {
  readonly layout: Layout;
  readonly score: number;
  /** Records whose quotes do not stand as they should. */
  readonly odd: number;
}

function bestLayout(body: string, said: string | null, complete: boolean): Layout {
  const rate = (layout: Layout): Rated => {
    const { records, odd } = previewed(body, layout, complete);
    const rows = records.filter(filled);
    return { layout, score: layoutScore(rows) * (1 - (0.9 * odd) / Math.max(rows.length, odd, 1)), odd };
  };
  const delimiters = said === null ? DELIMITERS : [said];
  let best = firstOf(delimiters.map((delimiter) => rate({ delimiter })));
  if (SINGLE.test(body)) {
    const single = firstOf(delimiters.map((delimiter) => rate({ delimiter, quote: "'" })));
    if (single.score >= best.score && enclosed(body, single.layout)) best = single;
  }
  const { delimiter, quote = '"' } = best.layout;
  if (body.includes(`\\${quote}`)) {
    const escaped = rate({ ...best.layout, escape: '\\' });
    if (escaped.odd < best.odd && escaped.score >= best.score) best = escaped;
  }
  if (body.includes(`${delimiter} `) && delimiter !== ' ') {
    const spaced = rate({ ...best.layout, spaced: true });
    const loose = spaces(previewed(body, best.layout, complete).records);
    if (loose && spaced.score >= best.score) best = spaced;
  }
  if (said === null && quotedBetweenSpaces(body)) {
    const header = preview(body, { delimiter: ' ' }, complete).find(filled) ?? [];
    if (header.length >= 4) return { delimiter: ' ', width: header.length };
  }
  if (best.score === 0 && said === null) {
    const words = rate({ delimiter: ' ' });
    if (words.score > 0 && regular(preview(body, words.layout, complete).filter(filled))) best = words;
  }
  if (best.score === 0 && said === null)
    return { delimiter: ',', ...(best.layout.quote === "'" ? { quote: "'" } : {}) };
  return best.layout;
}

/** Whether most lines have quoted cells between spaces, and none between other delimiters: only then are spaces in texts no matter. */
function quotedBetweenSpaces(body: string): boolean {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  const quoted = lines.filter((line) => /(?:^| )"[^"]+"(?: |$)/.test(line)).length;
  return quoted > 2 && quoted * 2 > lines.length && !/[,;\t|]"[^"]|"[,;\t|]/.test(body);
}

const SINGLE = /(?:^|[,;\t|])'[^\n]*'(?:[,;\t|]|$)/m;

function firstOf(rated: readonly Rated[]): Rated {
  const [first = { layout: { delimiter: ',' }, score: 0, odd: 0 }] = rated;
  return rated.reduce((best, one) => (one.score > best.score ? one : best), first);
}

/** Whether single quotes enclose cells, at least two of them, and double quotes none. */
function enclosed(body: string, { delimiter }: Layout): boolean {
  const mark = `\\u{${(delimiter.codePointAt(0) ?? 0).toString(16)}}`;
  const opened = new RegExp(`(?:^|${mark})"`, 'mu');
  const whole = new RegExp(`(?<=^|${mark})'(?:[^'\n]|'')*'(?=${mark}|$)`, 'gmu');
  return !opened.test(body) && (body.match(whole)?.length ?? 0) > 1;
}

/** Whether nearly every cell but the first of its record begins with a space. */
function spaces(records: readonly (readonly string[])[]): boolean {
  const cells = records.flatMap((record) => record.slice(1)).filter((cell) => cell.trim() !== '');
  return cells.length > 2 && cells.filter((cell) => cell.startsWith(' ')).length >= cells.length * 0.95;
}

/** Spaces part the words of any text: they are delimiters only where all records have the same number of cells, and at least four. */
function regular(records: readonly (readonly string[])[]): boolean {
  const width = commonWidth(records);
  return (
    width >= 4 && records.length > 2 && records.filter(({ length }) => length === width).length >= records.length * 0.9
  );
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
function preamble(records: readonly (readonly string[])[], width: number): number {
  const wide = records.findIndex(
    (record) => record.filter((cell) => cell.trim() !== '').length * 2 > width || (width === 1 && filled(record)),
  );
  return wide < 0 ? Math.max(0, records.findIndex(filled)) : wide;
}

/** How many cells most records have; the wider layout when two are as common. */
export function commonWidth(records: readonly (readonly string[])[]): number {
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

function preview(text: string, layout: Layout, complete: boolean): readonly (readonly string[])[] {
  return previewed(text, layout, complete).records;
}

/** The first records; of a sample that was cut, only those that are whole. */
function previewed(
  text: string,
  layout: Layout,
  complete: boolean,
): { readonly records: readonly (readonly string[])[]; readonly odd: number } {
  const found = recordsOf(text, layout, { last: complete });
  const { records, unclosed, stray }: Records =
    found.records.length > 0 || complete ? found : recordsOf(text, layout, { last: true });
  return { records: records.slice(0, PREVIEW), odd: unclosed.length + stray.length };
}

/** Whether a record has a cell that is not blank. */
export function filled(record: readonly string[]): boolean {
  return record.some((cell) => cell.trim() !== '');
}
