import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamTable, type TableBatch } from './stream.ts';
import { readable, readTable, type Table } from './table.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): Table => readTable(bytes(text));
const codes = (table: { readonly issues: readonly { readonly code: string }[] }): readonly string[] =>
  table.issues.map(({ code }) => code);

async function* pieces(whole: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield whole.slice(at, at + size);
}

/** The batches of a stream, put together again. */
async function streamed(
  whole: Uint8Array,
  size: number,
  sample = 1 << 18,
): Promise<Omit<Table, 'issues'> & { readonly issues: readonly string[] }> {
  const batches: TableBatch[] = [];
  for await (const batch of streamTable(pieces(whole, size), { sample })) batches.push(batch);
  const [first] = batches;
  if (first === undefined) throw new Error('a stream always gives a batch');
  return {
    name: first.name,
    encoding: first.encoding,
    repaired: first.repaired,
    delimiter: first.delimiter,
    header: first.header,
    rows: batches.flatMap(({ rows }) => rows),
    lines: batches.flatMap(({ lines }) => lines),
    issues: batches.flatMap(codes),
  };
}

describe('the layout of a file', () => {
  it.each([
    ['client,amount\nAcme,12\n', ','],
    ['client;amount\nAcme;1 234,56\nBeta;7,5\n', ';'],
    ['client\tamount\nAcme, Inc\t12\n', '\t'],
    ['client|amount\nAcme|12\n', '|'],
    ['client,tags\nAcme,SaaS|B2B\nBeta,Sport|Fitness\n', ','],
    ['client;city\nAcme;Paris, France\nBeta;Lyon, France\nGamma;Nice, France\n', ';'],
    ['a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n1,5;2,5;3,5\n', ';'],
    ['client\nAcme\nBeta\n', ','],
    ['sep=;\nclient;amount\nAcme;12\n', ';'],
    ['sep=|\r\nclient,x|amount\r\nAcme|12\r\n', '|'],
    ['"a;b","c;d"\n"1;2","3;4"\n', ','],
  ])('finds the delimiter of %j', (text, delimiter) => {
    expect(read(text).delimiter).toBe(delimiter);
  });

  it('reads quoted cells with delimiters, quotes and line ends of every sort', () => {
    const table = read('client,note\r\n"Acme, Inc","said ""yes""\r\non Monday"\rBeta,\n');
    expect(table.rows).toEqual([
      ['Acme, Inc', 'said "yes"\non Monday'],
      ['Beta', ''],
    ]);
    expect(table.lines).toEqual([2, 3]);
  });

  it('skips titles above the header and blank rows, and still says where a row stands in the file', () => {
    const table = read('Export du 05/02/2025\n\nclient;montant;statut\nAcme;12;gagné\n;;\nBeta;7;perdu\n');
    expect(table.header).toEqual(['client', 'montant', 'statut']);
    expect(table.rows).toEqual([
      ['Acme', '12', 'gagné'],
      ['Beta', '7', 'perdu'],
    ]);
    expect(table.lines).toEqual([4, 6]);
  });

  it('sees that the first row is already data', () => {
    const table = read('Acme,2025-01-31,1200\nBeta,2025-02-28,850\n');
    expect(table.header).toEqual(['Column 1', 'Column 2', 'Column 3']);
    expect(table.rows).toHaveLength(2);
    expect(codes(table)).toEqual(['no_header']);
  });

  it('takes years for column names', () => {
    expect(read('client,2023,2024\nAcme,12,13\n').header).toEqual(['client', '2023', '2024']);
  });

  it('gives every column a name of its own', () => {
    const table = read('name,name,,name (2),name\na,b,c,d,e\n');
    expect(table.header).toEqual(['name', 'name (2)', 'Column 3', 'name (2) (2)', 'name (3)']);
    expect(codes(table)).toEqual(['duplicate_header', 'duplicate_header', 'duplicate_header']);
  });

  it('keeps a column named like a property of every object', () => {
    const table = read('__proto__,constructor\npolluted,1\n');
    expect(table.header).toEqual(['__proto__', 'constructor']);
    expect(table.rows).toEqual([['polluted', '1']]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('fills short rows, drops surplus cells, and says how many there were', () => {
    const table = read('a,b,c\n1\n1,2,3,4\n1,2,3,,\n1,2\n');
    expect(table.rows).toEqual([
      ['1', '', ''],
      ['1', '2', '3'],
      ['1', '2', '3'],
      ['1', '2', ''],
    ]);
    expect(table.issues).toMatchObject([
      { code: 'short_row', path: ['rows', 2], received: '1', expected: '3', params: { count: 2 } },
      { code: 'long_row', path: ['rows', 3], received: '4', params: { count: 1 } },
    ]);
  });

  it('loses no row to a quote that is never closed', () => {
    const table = read('client,city\nAcme,Paris\n"Beta,Lyon\nGamma,Nice\n');
    expect(table.rows).toEqual([
      ['Acme', 'Paris'],
      ['"Beta', 'Lyon'],
      ['Gamma', 'Nice'],
    ]);
    expect(table.issues).toMatchObject([{ code: 'unclosed_quote', path: ['rows', 3] }]);
  });

  it('leaves out NUL characters and says so', () => {
    const table = read('client,amount\nAc\0me,12\n');
    expect(table.rows).toEqual([['Acme', '12']]);
    expect(codes(table)).toEqual(['nul_removed']);
  });

  it('repairs a file that was encoded twice and says so', () => {
    const table = read('client;statut\r\nAcme;gagnÃ© - en cours\r\nBeta;Ã\u00a0 relancer\r\n');
    expect(table.rows.map((row) => row[1])).toEqual(['gagné - en cours', 'à relancer']);
    expect(table.repaired).toBe(true);
    expect(table.issues).toMatchObject([{ code: 'repaired_encoding', severity: 'warning', params: { count: 2 } }]);
  });
});

describe('what is not a table', () => {
  it.each([
    ['an empty file', '', 'empty_file'],
    ['blank lines only', '\n \n\r\n', 'empty_file'],
    ['a byte order mark only', '\ufeff', 'empty_file'],
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj', 'not_a_table'],
    ['an Excel workbook', 'PK\u0003\u0004\u0014\0\u0006\0xl/workbook.xml', 'not_a_table'],
    ['a web page', '<!DOCTYPE html>\n<html><body><table>', 'not_a_table'],
    ['JSON', '[{"client": "Acme"}]', 'not_a_table'],
    ['XML', '<?xml version="1.0"?><deals/>', 'not_a_table'],
  ])('answers %s with an error and a remedy', async (_, text, code) => {
    const table = read(text);
    expect(table.issues).toMatchObject([{ code, severity: 'error' }]);
    expect(table.issues[0]?.remedy).toMatch(/\.$/);
    expect(table.rows).toEqual([]);
    expect(readable(table)).toBe(false);
    expect((await streamed(bytes(text), 5)).issues).toEqual([code]);
  });

  it('answers random bytes with an error', () => {
    const noise = Uint8Array.from({ length: 4000 }, (_, at) => (at * 7919 + 13 * at * at) % 251);
    expect(readTable(noise).issues.map(({ code }) => code)).toContain('not_a_table');
  });

  it('warns that a header has no rows', async () => {
    const table = read('client,amount\n');
    expect(table.header).toEqual(['client', 'amount']);
    expect(table.issues).toMatchObject([{ code: 'header_only', severity: 'warning' }]);
    expect((await streamed(bytes('client,amount\n'), 3)).issues).toEqual(['header_only']);
  });
});

describe('streaming', () => {
  const cell = fc.string({ unit: fc.constantFrom(...'abc éè"\n\r,;|\té1.'), maxLength: 8 });
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  it('gives what reading at once gives, wherever the pieces are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        async (cells, end, size) => {
          const whole = bytes(
            [['client', 'city', 'note'], ...cells].map((row) => row.map(quoted).join(',')).join(end) + end,
          );
          const { issues, ...table } = readTable(whole);
          // what a note is depends on the rows of the sample
          fc.pre(issues.every(({ code }) => code !== 'note_row'));
          expect(await streamed(whole, size, 64)).toEqual({ ...table, issues: issues.map(({ code }) => code) });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('reads back every cell of a file written by the book', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 }), (cells) => {
        const table = read([['client', 'city', 'note'], ...cells].map((row) => row.map(quoted).join(',')).join('\n'));
        const plain = cells.map((row) => row.map((text) => text.replace(/\r\n?/g, '\n')));
        expect(table.rows).toEqual(plain.filter((row) => row.some((text) => text.trim() !== '')));
      }),
      { numRuns: 300 },
    );
  });

  it('reads a file larger than its sample in pieces, double encoding repaired throughout', async () => {
    const line = 'Société nÃ©gociation,gagnÃ©,12\n';
    const whole = bytes(`client,statut,montant\n${line.replace('Société', 'SociÃ©tÃ©').repeat(20_000)}`);
    const table = await streamed(whole, 65_537);
    expect(table.rows).toHaveLength(20_000);
    expect(new Set(table.rows.map((row) => row.join('|')))).toEqual(new Set(['Société négociation|gagné|12']));
    expect(table.lines.at(-1)).toBe(20_001);
    expect(table.issues).toEqual(['repaired_encoding']);
  });

  it('stops reading its source when nobody wants more', async () => {
    let given = 0;
    let closed = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        yield bytes('client,amount\n');
        for (;;) {
          given++;
          yield bytes('Acme,12\n'.repeat(10_000));
        }
      } finally {
        closed = true;
      }
    }
    let rows = 0;
    for await (const batch of streamTable(source())) {
      rows += batch.rows.length;
      if (rows > 100_000) break;
    }
    expect(given).toBeLessThan(20);
    expect(closed).toBe(true);
  });
});
