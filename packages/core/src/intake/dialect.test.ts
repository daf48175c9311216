import { describe, expect, it } from 'vitest';
import { bytes } from './testing.ts';
import { streamTable, type TableBatch } from './stream.ts';
import { readTable, type Table } from './table.ts';

const read = (text: string): Table => readTable(bytes(text));
const codes = ({ issues }: Pick<Table, 'issues'>): readonly string[] => issues.map(({ code }) => code);
const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

/** Six orders of an invented shop, as cells. */
const ORDERS = [
  ['date', 'shop', 'article', 'price', 'mail'],
  ['2025-01-03', 'Nord', 'Blue lamp', '12.50', 'a@nord.test'],
  ['2025-01-04', 'Sud', 'Red chair, folding', '40.00', 'b@sud.test'],
  ['2025-01-05', 'Est', 'Table 30" wide', '99.90', 'c@est.test'],
  ['2025-01-06', 'Ouest', "Men's boots", '75.00', 'd@ouest.test'],
  ['2025-01-07', 'Nord', 'Rug', '30.00', 'e@nord.test'],
  ['2025-01-08', 'Sud', 'Shelf', '55.25', 'f@sud.test'],
];
const [HEADER = [], ...ROWS] = ORDERS;

/** The orders in a dialect. */
function written(delimiter: string, quote: string, doubled: string, always = false): string {
  const cell = (text: string): string =>
    always || text.includes(delimiter) || text.includes(quote) || text.includes('"')
      ? `${quote}${text.replaceAll(quote, doubled)}${quote}`
      : text;
  return lines(...ORDERS.map((row) => row.map(cell).join(delimiter)));
}

async function streamed(text: string, size: number): Promise<TableBatch[]> {
  const whole = bytes(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < whole.length; at += size) yield whole.slice(at, at + size);
  }
  const all: TableBatch[] = [];
  for await (const batch of streamTable(pieces())) all.push(batch);
  return all;
}

describe('dialects', () => {
  const dialects: readonly (readonly [string, string])[] = [',', ';', '\t', '|'].flatMap((delimiter) => [
    [`${JSON.stringify(delimiter)}, quotes doubled`, written(delimiter, '"', '""')] as const,
    [`${JSON.stringify(delimiter)}, every cell quoted`, written(delimiter, '"', '""', true)] as const,
    [`${JSON.stringify(delimiter)}, backslashes before quotes`, written(delimiter, '"', '\\"')] as const,
    [`${JSON.stringify(delimiter)}, single quotes`, written(delimiter, "'", "''", true)] as const,
    [`${JSON.stringify(delimiter)} after sep=`, `sep=${delimiter}\n${written(delimiter, '"', '""')}`] as const,
  ]);
  it.each([...dialects, ['spaces, cells quoted', written(' ', '"', '""')] as const])('reads %s', async (_, text) => {
    const table = read(text);
    expect(table.header).toEqual(HEADER);
    expect(table.rows).toEqual(ROWS);
    expect(codes(table)).toEqual([]);
    const pieces = await streamed(text, 37);
    expect(pieces.flatMap(({ rows }) => rows)).toEqual(ROWS);
  });

  it('drops the space after every delimiter, also before a quote', () => {
    const table = read('name, city, note\nAcme, Paris, "one, two"\nBeta, Lyon, \nGamma, Nice, "three, four"\n');
    expect(table.header).toEqual(['name', 'city', 'note']);
    expect(table.rows).toEqual([
      ['Acme', 'Paris', 'one, two'],
      ['Beta', 'Lyon', ''],
      ['Gamma', 'Nice', 'three, four'],
    ]);
  });

  it('keeps a space that only some cells begin with', () => {
    expect(read('name,city\nAcme, Paris\nBeta,Lyon\nGamma,Nice\n').rows[0]).toEqual(['Acme', ' Paris']);
  });

  it('keeps backslashes of paths and apostrophes of names', () => {
    expect(read(lines('name,folder', '"O\'Hara","C:\\data\\"', '"\'t Hart","D:\\x\\"')).rows).toEqual([
      ["O'Hara", 'C:\\data\\'],
      ["'t Hart", 'D:\\x\\'],
    ]);
  });

  it.each([
    ['names', 'client\nAcme\nBeta, the second\nGamma\n', ['client'], ['Acme', 'Beta, the second', 'Gamma']],
    [
      'first and last names',
      'full name\nAnna Berg\nBo Lind\nCy Falk\n',
      ['full name'],
      ['Anna Berg', 'Bo Lind', 'Cy Falk'],
    ],
  ])('reads one column of %s', (_, text, header, cells) => {
    const table = read(text);
    expect(table.header).toEqual(header);
    expect(table.rows).toEqual(cells.map((cell) => [cell]));
    expect(codes(table)).toEqual([]);
  });

  it('takes no notice of a delimiter after the last cell', () => {
    const table = read('a;b;\n1;2;\n3;4;\n');
    expect(table.header).toEqual(['a', 'b']);
    expect(codes(table)).toEqual([]);
  });
});

describe('quotes that do not stand as they should', () => {
  const table = (line: string, at = 3): Table => {
    const rows = ROWS.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
    return read(lines(HEADER.join(','), ...rows.map((row, place) => (place === at ? line : row))));
  };
  it.each([
    [
      'opens the first cell',
      '"2025-01-06,Ouest,Boots,75.00,d@ouest.test',
      ['"2025-01-06', 'Ouest', 'Boots'],
      'unclosed_quote',
    ],
    [
      'opens a cell before a quoted one',
      '2025-01-06,"Ouest,"Boots, high",75.00,d@x.test',
      ['2025-01-06', '"Ouest', 'Boots, high'],
      'unclosed_quote',
    ],
    [
      'opens the last cell',
      '2025-01-06,Ouest,Boots,75.00,"d@x.test',
      ['2025-01-06', 'Ouest', 'Boots'],
      'unclosed_quote',
    ],
    [
      'is twice there',
      '2025-01-06,Ouest,""Boots, high",75.00,d@x.test',
      ['2025-01-06', 'Ouest', '"Boots, high'],
      'stray_quote',
    ],
    [
      'is not doubled',
      '2025-01-06,Ouest,"Boots, 8" high",75.00,d@x.test',
      ['2025-01-06', 'Ouest', 'Boots, 8" high'],
      'stray_quote',
    ],
    [
      'is not doubled at the end',
      '2025-01-06,Ouest,"Boots, 8"",75.00,d@x.test',
      ['2025-01-06', 'Ouest', 'Boots, 8"'],
      'stray_quote',
    ],
  ])('loses nothing where one %s', async (_, line, start, code) => {
    const found = table(line);
    expect(found.rows[3]?.slice(0, 3)).toEqual(start);
    expect(found.rows[3]).toHaveLength(5);
    expect(found.rows.filter((__, at) => at !== 3)).toEqual(ROWS.filter((__, at) => at !== 3));
    expect(found.issues).toMatchObject([{ code, severity: 'warning', path: ['rows', 5], params: { count: 1 } }]);
  });

  it('keeps line ends in a quoted cell that also holds a stray quote', () => {
    const found = table('2025-01-06,Ouest,"Boots, 8" high\nand wide",75.00,d@x.test');
    expect(found.rows[3]).toEqual(['2025-01-06', 'Ouest', 'Boots, 8" high\nand wide', '75.00', 'd@x.test']);
  });

  it('reads a header with a stray quote', () => {
    const text = lines('"a,b,c', '1,2,"x, y"', '3,4,z', '5,6,z');
    expect(read(text).header).toEqual(['"a', 'b', 'c']);
    expect(read(text).rows).toHaveLength(3);
  });

  it('does not take for ever over a line full of quotes', () => {
    const odd = `${'"x",y"",'.repeat(3000)}\n${'"'.repeat(20_001)},1\n`;
    const found = read(`a,b,c\n1,2,3\n4,5,6\n7,8,9\n${odd}0,0,0\n`);
    expect(found.header).toEqual(['a', 'b', 'c']);
    expect(found.rows.at(-1)).toEqual(['0', '0', '0']);
    expect(found.rows).toHaveLength(6);
  });
});
