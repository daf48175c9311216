import { type Issue, issue } from '../issue.ts';
import { asidesOf } from './asides.ts';
import { type Dialect, filled } from './dialect.ts';
import { headingsOf, lastFilled } from './headings.ts';
import { profileOf, realigned } from './mend.ts';

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

const PREVIEW = 100;

/** How often something was found, and where first. */
interface Tally {
  count: number;
  line: number;
  cells: number;
}

/**
 * Takes the header from the first records and gives every later record its width. Blank records are left out; one that was written with
 * another delimiter, or whose cells plainly stand under the wrong columns, is mended; other short ones are filled up, surplus cells
 * dropped. Repeated headers, totals and notes are left out, and so is a second table. All is reported once, with its number.
 */
export function shapeRows(dialect: Dialect, first: readonly (readonly string[])[]): Shaper {
  const start = dialect.skip + dialect.headers;
  const data = first.slice(start, start + PREVIEW);
  const { names, raw, issues } = headingsOf(dialect, first.slice(dialect.skip, start), data);
  const width = names.length;
  const sized = { ...dialect, width };
  const profile = profileOf(data.filter(filled), width);
  const asides = asidesOf(raw, width, profile);
  const tally = (): Tally => ({ count: 0, line: 0, cells: 0 });
  const found = { short: tally(), long: tally(), mended: tally(), total: tally(), header: tally() };
  const table = tally();
  /** Rows that are notes if no row of data follows them. */
  const held: Row[] = [];
  let line = 0;
  let apart = false;

  const note = (kind: keyof typeof found, at: number, cells: number): void => {
    const one = found[kind];
    if (one.count++ === 0) Object.assign(one, { line: at, cells });
  };

  const fitted = (record: readonly string[], at: number): Row => {
    if (record.length === width) return { cells: record, line: at };
    const used = lastFilled(record) + 1;
    // a table of one column has no delimiter: what looks like one belongs to the text
    if (width === 1) return { cells: [record.slice(0, used).join(dialect.delimiter)], line: at };
    const mended = profile === null ? null : realigned(record, sized, profile);
    if (mended !== null) {
      note('mended', at, record.length);
      return { cells: mended, line: at };
    }
    if (record.length < width) {
      note('short', at, record.length);
      return { cells: [...record, ...Array<string>(width - record.length).fill('')], line: at };
    }
    if (used > width) note('long', at, used);
    return { cells: record.slice(0, width), line: at };
  };

  const add = (records: readonly (readonly string[])[]): Row[] => {
    const rows: Row[] = [];
    for (const record of records) {
      line++;
      if (line <= start) continue;
      if (!filled(record)) {
        apart = true;
        continue;
      }
      if (table.count > 0) {
        table.count++;
        continue;
      }
      const aside = asides.of(record, apart);
      apart = false;
      if (aside === null) {
        if (held.length > 0) for (const one of held.splice(0)) rows.push(fitted(one.cells, one.line));
        rows.push(record.length === width ? { cells: record, line } : fitted(record, line));
      } else if (aside === 'table') Object.assign(table, { count: 1, line });
      else if (aside === 'note') held.push({ cells: record, line });
      else note(aside, line, record.length);
    }
    return rows;
  };

  const tallied = (code: string, { count, line: at, cells }: Tally, params = {}): readonly Issue[] =>
    count === 0
      ? []
      : [
          issue(code, ['rows', at], {
            severity: 'warning',
            expected: String(width),
            received: String(cells),
            params: { count, ...params },
          }),
        ];

  return {
    header: names,
    add,
    issues: () => [
      ...issues,
      ...tallied('short_row', found.short),
      ...tallied('long_row', found.long),
      ...tallied('mended_row', found.mended),
      ...tallied('repeated_header', found.header),
      ...tallied('total_row', found.total),
      ...tallied('note_row', { count: held.length, line: held[0]?.line ?? 0, cells: 1 }),
      ...tallied('second_table', table, { row: table.line }),
    ],
  };
}
