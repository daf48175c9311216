import { describe, expect, it } from 'vitest';
import { sheetName, sheetText } from './export-sheet.ts';
import { bytes } from './testing.ts';
import { membersOf, storedZip, unzip } from './unzip.ts';
import { isWorkbook, readWorkbook, type SheetReader } from './workbook.ts';

declare const process: {
  getBuiltinModule(name: 'node:zlib'): { deflateRawSync(content: Uint8Array): Uint8Array };
};

/** An archive whose members are packed, and which says that they are no larger than that. */
const packed = (files: Readonly<Record<string, Uint8Array>>): Uint8Array => {
  const { deflateRawSync } = process.getBuiltinModule('node:zlib');
  const bytesOf = storedZip(
    new Map(Object.entries(files).map(([path, one]) => [path, new Uint8Array(deflateRawSync(one))])),
  );
  for (let at = 0; at + 4 < bytesOf.length; at++) {
    const [p, k, a, b] = bytesOf.subarray(at, at + 4);
    if (p === 0x50 && k === 0x4b && a === 3 && b === 4) bytesOf[at + 8] = 8;
    if (p === 0x50 && k === 0x4b && a === 1 && b === 2) bytesOf[at + 10] = 8;
  }
  return bytesOf;
};

const RELATIONS = `<Relationships>${[1, 2, 3]
  .map(
    (at) =>
      `<Relationship Id="rId${at}" Type="worksheet" Target="${at === 2 ? '/xl/' : ''}worksheets/sheet${at}.xml"/>`,
  )
  .join('')}</Relationships>`;
const workbook = (names: readonly string[]): string =>
  `<workbook><sheets>${names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`;
const STYLES =
  '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0%"/><numFmt formatCode="0 &quot;%&quot;" numFmtId="171"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>';
const sheet = (cells: string): string => `<worksheet><sheetData><row r="1">${cells}</row></sheetData></worksheet>`;
const archive = (files: Readonly<Record<string, string>>): Uint8Array =>
  storedZip(new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)])));
const book = (names: readonly string[], ...sheets: readonly string[]): Uint8Array =>
  archive({
    'xl/workbook.xml': workbook(names),
    'xl/_rels/workbook.xml.rels': RELATIONS,
    'xl/styles.xml': STYLES,
    ...Object.fromEntries(sheets.map((cells, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheet(cells)])),
  });
/** Gives the part of the sheet that it is asked for, as the only cell. */
const asText: SheetReader = async (zip, number) => {
  const all = new Uint8Array(zip);
  const files = await unzip(all, membersOf(all) ?? [], { wanted: () => true, most: 1e9 });
  if (typeof files === 'string') throw new Error(files);
  const text = String.fromCharCode(...(files.get(`xl/worksheets/sheet${number}.xml`) ?? []));
  return [
    ['sheet', 'cells'],
    [number, text],
    [files.size, 'parts'],
  ];
};
const CELL = '<c r="A1"><v>1</v></c>';
const codes = async (file: Uint8Array, wanted?: string): Promise<readonly string[]> =>
  (await readWorkbook(file, asText, wanted === undefined ? {} : { sheet: wanted })).issues.map(({ code }) => code);

describe('a workbook', () => {
  it('gives the first sheet with data, says so, or the one that is named', async () => {
    const file = book(['Vide', 'Ventes &amp; co', 'Été'], '', CELL, CELL);
    const first = await readWorkbook(file, asText);
    expect(first.rows[0]?.[0]).toBe('2');
    expect(first.rows[1]?.[0]).toBe('4');
    expect(first.issues[0]?.message).toBe('The workbook has 3 sheets; Ventes & co was read, not Vide, Été.');
    const named = await readWorkbook(file, asText, { sheet: 'ete' });
    expect([named.rows[0]?.[0], named.issues]).toEqual(['3', []]);
    expect(await codes(file, 'nope')).toEqual(['no_such_sheet']);
  });

  it('writes shares with their sign, and tells of errors and of formulas without a value', async () => {
    const file = book(
      ['A'],
      '<c r="A1" s="1"><v>0.07</v></c><c r="B1" s="2"><f>1/8</f><v>0.125</v></c><c r="C1" s="3"><v>0.5</v></c><c r="D1" t="e"><v>#REF!</v></c><c r="E1"><f>A1</f></c><c r="F1" s="1" t="s"><v>0</v></c>',
    );
    const { rows, issues } = await readWorkbook(file, asText);
    expect(rows[0]?.[1]).toContain('<c r="A1" t="str"><v>7%</v></c><c r="B1" t="str"><v>12.5%</v></c><c r="C1" s="3">');
    expect(rows[0]?.[1]).toContain('<c r="F1" s="1" t="s"><v>0</v></c>');
    expect(issues.map(({ message, path }) => [message, path])).toEqual([
      ['1 cells hold errors such as #REF!; they are blank here.', ['rows', 1]],
      ['1 formulas have no value; they are blank here.', ['rows', 1]],
    ]);
  });

  it('refuses what is no .xlsx file, with what to do about it', async () => {
    const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    const files: readonly Uint8Array[] = [
      old,
      archive({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
      archive({ 'xl/workbook.bin': '' }),
      archive({ 'readme.txt': '' }),
    ];
    expect(files.map(isWorkbook)).toEqual([true, true, true, true]);
    const found = await Promise.all(files.map(async (file) => (await readWorkbook(file, asText)).issues[0]));
    expect(found.map((one) => [one?.code, one?.received])).toEqual([
      ['not_a_table', 'an old or a protected Excel workbook'],
      ['not_a_table', 'an OpenDocument file (.ods)'],
      ['not_a_table', 'a binary Excel workbook (.xlsb)'],
      ['not_a_table', 'a zip archive'],
    ]);
    expect(new Set(found.map((one) => one?.remedy))).toEqual(
      new Set(['Open it in a spreadsheet and save it as .xlsx or CSV.']),
    );
  });

  it('is not asked for a table of millions by a few bytes', async () => {
    expect(await codes(book(['A'], `${CELL}<c r="XFD1048576"><v>1</v></c>`))).toEqual(['too_large_a_file']);
  });

  it('may be cut off anywhere: nothing is thrown', async () => {
    const whole = book(['A', 'B'], CELL, CELL);
    for (let length = 4; length < whole.length; length += 7)
      expect((await readWorkbook(whole.slice(0, length), asText)).issues[0]?.code).toBe('broken_workbook');
    for (let at = 0; at < whole.length; at += 3) {
      const bent = whole.slice();
      bent[at] = (bent[at] ?? 0) ^ 0xff;
      await readWorkbook(bent, asText);
    }
  });
});

describe('an archive', () => {
  it('gives no more than is allowed', async () => {
    const file = archive({ a: 'x'.repeat(1000), b: 'y'.repeat(1000) });
    const members = membersOf(file) ?? [];
    expect(await unzip(file, members, { wanted: () => true, most: 1999 })).toBe('too_large');
    const files = await unzip(file, members, { wanted: (name) => name === 'b', most: 1000 });
    expect(typeof files === 'string' ? files : [...files.keys()]).toEqual(['b']);
    expect(membersOf(bytes('PK\u0003\u0004 and nothing else'))).toBe(null);
  });

  it('is unpacked as far as is allowed, whatever it says of its size', async () => {
    const file = packed({ small: bytes('Éclair'.repeat(100)), bomb: new Uint8Array(30_000_000) });
    const members = membersOf(file) ?? [];
    expect(file.length).toBeLessThan(100_000);
    expect(await unzip(file, members, { wanted: () => true, most: 1_000_000 })).toBe('too_large');
    const files = await unzip(file, members, { wanted: (name) => name === 'small', most: 1_000_000 });
    expect(typeof files === 'string' ? files : files.get('small')).toEqual(bytes('Éclair'.repeat(100)));
    const [first] = members;
    const bent = file.slice();
    bent.fill(0xff, (first?.at ?? 0) + 40, (first?.at ?? 0) + 60);
    expect(await unzip(bent, membersOf(bent) ?? [], { wanted: (name) => name === 'small', most: 1_000_000 })).toBe(
      'broken',
    );
  });
});

describe('a workbook that is written', () => {
  it('has sheets that every spreadsheet can name', () => {
    expect([
      sheetName("'Deals: won/lost [2025]?'", 'deal'),
      sheetName('', ''),
      sheetName('History', 'x'),
      sheetName('Definitions', 'x', 'definitions'),
      sheetName('é'.repeat(40), 'x').length,
    ]).toEqual(['Deals won lost 2025', 'Sheet', 'History 1', 'Definitions (2)', 31]);
  });

  it('escapes what looks like an escape', () => {
    expect(sheetText('a_x0041_\r\u0001b')).toBe('a_x005F_x0041__x000D__x0001_b');
  });
});
