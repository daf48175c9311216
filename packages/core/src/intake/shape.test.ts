import { describe, expect, it } from 'vitest';
import { readTable, type Table } from './table.ts';
import { bytes } from './testing.ts';

const read = (text: string): Table => readTable(bytes(text));
const codes = ({ issues }: Table): readonly string[] => issues.map(({ code }) => code);
const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

const HEADER = 'day,shop,article,price,mail';
const ROWS = [
  '2025-01-03,Nord,Blue lamp,12.50,a@nord.test',
  '2025-01-04,Sud,Red chair,40.00,b@sud.test',
  '2025-01-05,Est,Round table,99.90,c@est.test',
  '2025-01-06,Ouest,Boots,75.00,d@ouest.test',
  '2025-01-07,Nord,Rug,30.00,e@nord.test',
  '2025-01-08,Sud,Tall shelf,55.25,f@sud.test',
];
const CELLS = ROWS.map((row) => row.split(','));

describe('what stands above the rows', () => {
  it('is a header where quarters stand above figures, and data where codes stand above codes', () => {
    expect(read(lines('shop,Q1,Q2,c3', 'Nord,12,13,1', 'Sud,14,15,2')).header).toEqual(['shop', 'Q1', 'Q2', 'c3']);
    expect(codes(read(lines('Nord,A1,12', 'Sud,A2,13', 'Est,A3,14')))).toEqual(['no_header']);
  });

  it.each([
    ['titles', lines('Orders of January', 'printed 2025-02-01', '', HEADER, ...ROWS), 5],
    ['titles as wide as the table', lines('Orders,,,,', ',,,,', HEADER, ...ROWS), 4],
    ['a sep= line and a title', lines('sep=,', 'Orders', HEADER, ...ROWS), 4],
    ['blank lines', lines('', '', HEADER, ...ROWS), 4],
    ['a mark at the beginning', `\ufeff${lines(HEADER, ...ROWS)}`, 2],
  ])('passes over %s', (_, text, line) => {
    const table = read(text);
    expect(table.header).toEqual(HEADER.split(','));
    expect(table.rows).toEqual(CELLS);
    expect(table.lines[0]).toBe(line);
    expect(codes(table)).toEqual([]);
  });

  it.each([
    ['groups above names', 'When,,What,Money,Who', 'When day', 'Money price'],
    ['names twice', HEADER, 'day day', 'price price'],
    ['units below names', null, 'day yyyy-mm-dd', 'price EUR'],
  ])('makes one name of %s', (_, above, first, fourth) => {
    const names = above === null ? [HEADER, 'yyyy-mm-dd,name,name,EUR,address'] : [above, HEADER];
    const table = read(lines(...names, ...ROWS));
    expect([table.header[0], table.header[3]]).toEqual([first, fourth]);
    expect(table.rows).toEqual(CELLS);
  });

  it('takes no first row for names because one of its cells is odd', () => {
    const table = read(lines(HEADER, 'unknown,Nord,Blue lamp,n/a,a@nord.test', ...ROWS));
    expect(table.header).toEqual(HEADER.split(','));
    expect(table.rows).toHaveLength(7);
  });

  it('leaves out a blank name too many, and gives a name to a column without', () => {
    expect(read(lines(`,${HEADER}`, ...ROWS)).header).toEqual(HEADER.split(','));
    const narrow = read(lines('day,shop,article,price', ...ROWS));
    expect(narrow.header).toEqual(['day', 'shop', 'article', 'price', 'Column 5']);
    expect(narrow.rows).toEqual(CELLS);
    expect(narrow.issues).toMatchObject([{ code: 'narrow_header', received: '4', expected: '5' }]);
  });

  it('reads a header that has another delimiter than its rows', () => {
    const table = read(lines(HEADER.replaceAll(',', ';'), ...ROWS));
    expect(table.header).toEqual(HEADER.split(','));
    expect(table.rows).toEqual(CELLS);
  });
});

describe('what stands among the rows', () => {
  it.each([
    ['a total', 'Total,,,312.65,', 'total_row'],
    ['a total in words', 'Sous-total :,,,312.65,', 'total_row'],
    ['a Russian total', 'Итого,,,312.65,', 'total_row'],
    ['a Hebrew total', 'סה"כ,,,312.65,', 'total_row'],
    ['the header again', HEADER, 'repeated_header'],
    ['a note after a blank line', '\nprinted by the till', 'note_row'],
  ])('leaves out %s and says so', (_, line, code) => {
    const table = read(lines(HEADER, ...ROWS, line));
    expect(table.rows).toEqual(CELLS);
    expect(table.issues).toMatchObject([{ code, severity: 'warning', params: { count: 1 } }]);
  });

  it('goes on after the header of the next page', () => {
    expect(read(lines(HEADER, ...ROWS, HEADER, ...ROWS)).rows).toHaveLength(12);
  });

  it.each([
    ['fewer', 'day,shop,article'],
    ['more', `${HEADER},paid`],
  ])('stops at a second table with %s columns', (_, header) => {
    const table = read(lines(HEADER, ...ROWS, header, '2025-01-03,Nord,Lamp', '2025-01-04,Sud,Chair'));
    expect(table.rows).toEqual(CELLS);
    expect(table.issues).toMatchObject([{ code: 'second_table', path: ['rows', 8], params: { count: 3, row: 8 } }]);
  });

  it('keeps a company called Total, and a row that only names its shop', () => {
    const table = read(
      lines('shop,amount,stage', 'Nord,1,won', 'Total,20,won', 'Sud,3,lost', 'Est,4,won', 'Ouest,5,won', 'Total,7,'),
    );
    expect(table.rows.map(([shop]) => shop)).toEqual(['Nord', 'Total', 'Sud', 'Est', 'Ouest']);
    expect(codes(table)).toEqual(['total_row']);
    expect(read('shop,amount\nNord,1\nTotal,20\n').rows).toHaveLength(2);
  });
});

describe('rows with too many or too few cells', () => {
  it.each([
    [
      'a blank cell too many',
      '2025-01-09,,Nord,Blue lamp,12.50,g@nord.test',
      ['2025-01-09', 'Nord', 'Blue lamp', '12.50', 'g@nord.test'],
    ],
    ['a cell too few', '2025-01-09,Nord,12.50,g@nord.test', ['2025-01-09', 'Nord', '', '12.50', 'g@nord.test']],
    [
      'a text cut by a delimiter',
      '2025-01-09,Nord,Lamp, blue and round,12.50,g@nord.test',
      ['2025-01-09', 'Nord', 'Lamp, blue and round', '12.50', 'g@nord.test'],
    ],
    [
      'another delimiter',
      '2025-01-09;Nord;Blue lamp;12.50;g@nord.test',
      ['2025-01-09', 'Nord', 'Blue lamp', '12.50', 'g@nord.test'],
    ],
    [
      'spaces for delimiters',
      '2025-01-09 Nord Blue lamp 12.50 g@nord.test',
      ['2025-01-09', 'Nord', 'Blue lamp', '12.50', 'g@nord.test'],
    ],
  ])('puts cells under the columns they look like: %s', (_, line, cells) => {
    const table = read(lines(HEADER, ...ROWS, line));
    expect(table.rows.at(-1)).toEqual(cells);
    expect(table.issues).toMatchObject([{ code: 'mended_row', path: ['rows', 8], params: { count: 1 } }]);
  });

  it('fills up what is missing at the end and moves nothing where nothing tells', () => {
    const table = read(lines(HEADER, ...ROWS, '2025-01-09,Nord,Blue lamp', '2025-01-10,Nord,Lamp,3.00,x@y.test,more'));
    expect(table.rows.slice(-2)).toEqual([
      ['2025-01-09', 'Nord', 'Blue lamp', '', ''],
      ['2025-01-10', 'Nord', 'Lamp', '3.00', 'x@y.test'],
    ]);
    expect(codes(table)).toEqual(['short_row', 'long_row']);
  });

  it('reads line ends of all three sorts in one file', () => {
    const ends = ['\r\n', '\n', '\r'];
    expect(read([HEADER, ...ROWS].map((row, at) => row + (ends[at % 3] ?? '')).join('')).rows).toEqual(CELLS);
  });
});
