import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { readTable } from './table.ts';
import { bytes } from './testing.ts';

/** Well-formed files: names of letters, then rows of any cells, quoted where they must be, or everywhere. */
const file = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n'),
    always: fc.boolean(),
    last: fc.boolean(),
    width: fc.integer({ min: 2, max: 6 }),
  })
  .chain((dialect) => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'abé1 .,;|\t"\n'), maxLength: 8 }),
      fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replace(/[\0\r\ufeff\ufffd]/g, '')),
      fc.integer().map(String),
      fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
        .map((date) => date.toISOString().slice(0, 10)),
    );
    const row = fc.array(cell, { minLength: dialect.width, maxLength: dialect.width });
    return fc.record({
      dialect: fc.constant(dialect),
      rows: fc.array(row, { minLength: 1, maxLength: 20 }),
    });
  });

function written(
  rows: readonly (readonly string[])[],
  { delimiter, end, always, last }: { delimiter: string; end: string; always: boolean; last: boolean },
): string {
  const cell = (text: string): string =>
    always || text.includes(delimiter) || /["\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map(cell).join(delimiter)).join(end) + (last ? end : '');
}

describe('well-formed files', () => {
  it('are read as PapaParse and csv-parse read them, though nobody names the delimiter', () => {
    fc.assert(
      fc.property(file, ({ dialect, rows }) => {
        const header = ['name', 'city', 'note', 'sector', 'owner', 'remark'].slice(0, dialect.width);
        // words in every column above three rows of others may be a second row of names: nobody can know
        const [first = []] = rows;
        fc.pre(rows.length < 4 || !first.every((cell) => /^[^\d]*[\p{L}\p{Sc}][^\d]*$/u.test(cell)));
        const text = written([header, ...rows], dialect);
        const filled = (row: readonly string[]): boolean => row.some((cell) => cell.trim() !== '');
        const papa = Papa.parse<readonly string[]>(text, { delimiter: dialect.delimiter, newline: dialect.end }).data;
        const other: readonly (readonly string[])[] = parse(text, {
          delimiter: dialect.delimiter,
          record_delimiter: dialect.end,
          relax_column_count: true,
        });
        const table = readTable(bytes(text));
        expect([table.header, ...table.rows]).toEqual(papa.filter(filled));
        expect([table.header, ...table.rows]).toEqual(other.filter(filled));
      }),
      { numRuns: 500 },
    );
  });
});
