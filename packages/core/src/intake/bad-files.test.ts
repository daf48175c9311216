import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamTable } from './stream.ts';
import { readTable, type Table } from './table.ts';
import { bytes, spoiled, take } from './testing.ts';

const codes = ({ issues }: Pick<Table, 'issues'>): readonly string[] => issues.map(({ code }) => code);
const utf16 = (text: string, little: boolean, mark: boolean): Uint8Array => {
  const whole = mark ? `\ufeff${text}` : text;
  return Uint8Array.from(
    [...whole].flatMap((one) => {
      const unit = one.charCodeAt(0);
      return little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255];
    }),
  );
};
const raw = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...bytes(part)] : part)));
const HEAD = 'client,amount,stage,due on\n';
const GOOD = `${HEAD}Nord,12,won,2025-01-03\nSud,13,won,2025-01-04\nEst,14,won,2025-01-05\n`;

describe('files that are not as they should be', () => {
  const cases: readonly (readonly [name: string, file: Uint8Array, codes: readonly string[], rows: number])[] = [
    ['nothing', raw(), ['empty_file'], 0],
    ['a header only', bytes(HEAD), ['header_only'], 0],
    ['a mark only', bytes('\ufeff'), ['empty_file'], 0],
    ['two marks', bytes(`\ufeff\ufeff${GOOD}`), [], 3],
    ['UTF-16 LE with a mark', utf16(GOOD, true, true), [], 3],
    ['UTF-16 BE with a mark', utf16(GOOD, false, true), [], 3],
    ['UTF-16 LE without', utf16(GOOD, true, false), [], 3],
    ['UTF-16 BE without', utf16(GOOD, false, false), [], 3],
    ['a lone surrogate', utf16(GOOD.replace('Sud', '\ud800x'), true, true), [], 3],
    ['Windows-1252', raw(HEAD, 'Soci', [0xe9], 't', [0xe9], ',12,gagn', [0xe9], ',\n'), ['guessed_encoding'], 1],
    ['Mac Roman', raw(HEAD, 'Soci', [0x8e], 't', [0x8e], ',12,gagn', [0x8e], ',\n'), ['guessed_encoding'], 1],
    ['UTF-8 encoded twice', bytes(`${HEAD}SociÃ©tÃ©,12,gagnÃ©,\n`), ['repaired_encoding'], 1],
    ['one bad byte in much UTF-8', raw('é'.repeat(30), '\n', 'a', [0xff], 'b\n'), ['unreadable_text'], 1],
    ['NUL bytes', bytes(GOOD.replace('Nord', 'No\0rd')), ['nul_removed'], 3],
    ['CR for line ends', bytes(GOOD.replaceAll('\n', '\r')), [], 3],
    [
      'line ends of three sorts',
      bytes(GOOD.replace('\n', '\r\n').replace('won,2025-01-04\n', 'won,2025-01-04\r')),
      [],
      3,
    ],
    ['a line separator in a cell', bytes(GOOD.replace('Sud', 'Su\u2028d')), [], 3],
    ['a quote never closed at the beginning', bytes(GOOD.replace('Nord', '"Nord')), ['unclosed_quote'], 3],
    ['a quote in an unquoted cell', bytes(GOOD.replace('Sud', 'Su"d')), [], 3],
    ['a chain of quotes', bytes(GOOD.replace('Sud', '""""""""')), [], 3],
    ['a stray delimiter', bytes(GOOD.replace('Sud', 'Sud,')), ['long_row'], 3],
    ['short and long rows', bytes(`${GOOD}Ouest\nNord,1,won,2025-01-01,more\n`), ['short_row', 'long_row'], 5],
    ['the same name twice', bytes('client,client,stage\nA,B,won\n'), ['duplicate_header'], 1],
    [
      'names that differ by spaces only',
      bytes('client,client\u00a0, client\u200b,stage\nA,B,C,won\n'),
      ['duplicate_header', 'duplicate_header'],
      1,
    ],
    ['gzip', raw([0x1f, 0x8b, 8, 0], 'abc'), ['not_a_table'], 0],
    ['a zip archive', raw('PK', [3, 4], 'abc'), ['not_a_table'], 0],
    ['a web page', bytes('<html><body>x</body></html>'), ['not_a_table'], 0],
    ['a PDF', bytes('%PDF-1.7 x'), ['not_a_table'], 0],
  ];
  it.each(cases)('%s', async (_, file, expected, rows) => {
    const table = readTable(file);
    expect(codes(table)).toEqual(expected);
    expect(table.rows).toHaveLength(rows);
    let streamed = 0;
    for await (const batch of streamTable(one(file))) streamed += batch.rows.length;
    expect(streamed).toBe(rows);
  });

  async function* one(file: Uint8Array): AsyncGenerator<Uint8Array> {
    yield file;
  }

  it.each([
    [
      'ten thousand columns',
      `${Array.from({ length: 10_000 }, (_, at) => `c${at}`).join(',')}\n${'1,'.repeat(9999)}1\n`,
      1,
    ],
    ['half a million blank lines', `a,b\n${'\n'.repeat(500_000)}1,2\n`, 1],
    ['a cell of two million characters', `a,b\n"${'x'.repeat(2_000_000)}",2\n3,4\n`, 2],
    [
      'a quote never closed after two million characters',
      `a,b\n${'xxxx,yyyy\n'.repeat(200_000)}"open,1\n3,4\n`,
      200_002,
    ],
  ])('%s', (_, text, rows) => {
    expect(readTable(bytes(text)).rows).toHaveLength(rows);
  });
});

describe('cells that are not as they should be', () => {
  const deal = (cells: Readonly<Record<string, string>>): ReturnType<typeof take> => {
    const all = { client: 'Nord', stage: 'won', ...cells };
    const quoted = Object.values(all).map((cell) => `"${cell.replaceAll('"', '""')}"`);
    return take(`${Object.keys(all).join(',')}\n${quoted.join(',')}\n`);
  };

  it.each([
    ['amount', '1\u00a0234,56', 1234_56],
    ['amount', '1\u202f234,56', 1234_56],
    ['amount', '1,234.56', 1234_56],
    ['amount', '1e3', 1000_00],
    ['amount', '€12', 12_00],
    ['amount', '٣', 'not_money'],
    ['amount', '12%', 'not_money'],
    ['amount', '0x10', 'not_money'],
    ['amount', 'Infinity', 'not_money'],
    ['amount', 'NaN', null],
    ['amount', '9'.repeat(40), 'not_money'],
    ['amount', '(12)', 'negative_amount'],
    ['amount', '-12', 'negative_amount'],
    ['due on', '31/02/2025', 'not_date'],
    ['due on', '2025-02-29', 'not_date'],
    ['due on', '45000', '2023-03-15'],
    ['due on', '01/02/25', '2025-02-01'],
    ['stage', ' GAGNÉ ', 'won'],
    ['stage', 'nowhere', 'not_an_option'],
  ])('%s %j gives %s', (field, text, expected) => {
    const taken = deal({ [field]: text });
    const key = field === 'due on' ? 'dueOn' : field;
    if (typeof expected === 'string' && /^not_|_amount$/.test(expected)) {
      expect(taken.records).toEqual([]);
      expect(taken.rejected).toMatchObject([{ row: 2, column: field, value: text, issue: { code: expected } }]);
      expect(taken.rejected[0]?.issue.remedy ?? taken.rejected[0]?.issue.expected).toBeDefined();
    } else expect(taken.records[0]?.values[key]).toEqual(expected);
  });

  it.each(['=1+1', '+1', '-x', '@sum', '\tx', '\rx', '＝1', '＋1', '－1', '＠x', "'=1"])('keeps %j as text', (text) => {
    const taken = deal({ notes: text });
    expect(taken.rejected).toEqual([]);
    expect(taken.records[0]?.values['notes'] ?? '').not.toBe('');
  });

  it('writes to no property of an object, no tenant and no identifier of another system', () => {
    const before = Object.keys(Object.prototype);
    const taken = take('tenant_id,id,__proto__,constructor,version,client,stage\nother,17,polluted,x,9,Nord,won\n');
    expect(taken.mapping.unmatched).toEqual(['tenant_id', 'id', '__proto__', 'constructor', 'version']);
    const [record] = taken.records;
    expect(record?.id).not.toBe('17');
    expect(JSON.stringify(record)).not.toMatch(/polluted|other/);
    expect(Object.keys(Object.prototype)).toEqual(before);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('files that were spoiled', () => {
  const base = [
    GOOD,
    'sep=;\r\nclient;montant;statut;échéance\r\n"Nord; Est";1 234,56 €;gagné;03/01/2025\r\nSud;7,5;perdu;14/01/2025\r\n',
    'Export\n\nclient\tamount\tstage\nNord\t12\twon\n"a ""b"" c"\t1\tlost\nTotal\t13\t\n',
    "'client','amount','stage'\n'O''Hara','12','won'\n'x, y','3','lost'\n",
    'Клиент,Сумма,Этап\nРомашка,"1 200,00",выиграна\n',
  ];
  const pieces = ['"', "'", ',', ';', '\n', '\r', '\0', '\ufeff', '\\', '""', '\u2028', ' ', '\t', 'sep=', '|'];

  it('are read, or refused with a reason: every row is a record or is rejected', () => {
    fc.assert(
      fc.property(spoiled(base, pieces), (file) => {
        const taken = take(file);
        const refused = taken.issues.some(({ severity }) => severity === 'error');
        expect(taken.records.length + taken.rejected.length).toBe(refused ? 0 : taken.rows);
        for (const row of readTable(file).rows) expect(row).toHaveLength(taken.file.header.length);
      }),
      { numRuns: 300 },
    );
  });
});
