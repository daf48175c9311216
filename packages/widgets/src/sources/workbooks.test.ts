import { readWorkbook } from '@sluice/core';
import { crc32 } from 'node:zlib';
import { readSheet } from 'read-excel-file/universal';
import { describe, expect, it } from 'vitest';

// Workbooks as the programs of other people save them, made here part by part.

/** An archive of these members, not packed. */
const archive = (members: Readonly<Record<string, string>>): Uint8Array => {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(members)) {
    const [path, body] = [Buffer.from(name), Buffer.from(text)];
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc32(body), 14);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt32LE(body.length, 22);
    head.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(at, 42);
    parts.push(head, path, body);
    entries.push(entry, path);
    at += 30 + path.length + body.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(members).length, 8);
  end.writeUInt16LE(Object.keys(members).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, directory, end]));
};

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const RELATED = 'http://schemas.openxmlformats.org/package/2006/relationships';
const KIND = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet: its rows as XML, shared strings, and number formats by the style that has them (1, 2, …). */
const workbook = (
  rows: string,
  {
    strings = [],
    formats = [],
    from1904 = false,
    prefix = '',
  }: { strings?: string[]; formats?: string[]; from1904?: boolean; prefix?: string } = {},
): Uint8Array => {
  const styles = formats.map((format, at) => `<numFmt numFmtId="${164 + at}" formatCode="${format}"/>`).join('');
  const cells = ['<xf numFmtId="0"/>', ...formats.map((_, at) => `<xf numFmtId="${164 + at}" applyNumberFormat="1"/>`)];
  return archive({
    '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${RELATED}"><Relationship Id="rId1" Type="${KIND}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook ${MAIN} ${LINKS}><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets><sheet name="Ventes" sheetId="1" r:id="rId3"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${RELATED}"><Relationship Id="rId1" Type="${KIND}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${KIND}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${KIND}/worksheet" Target="${prefix}worksheets/sheet1.xml"/></Relationships>`,
    'xl/styles.xml': `${XML}<styleSheet ${MAIN}><numFmts count="${formats.length}">${styles}</numFmts><cellXfs count="${cells.length}">${cells.join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${XML}<sst ${MAIN} count="${strings.length}" uniqueCount="${strings.length}">${strings.map((one) => `<si>${one}</si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `${XML}<worksheet ${MAIN}><dimension ref="A1:C9"/><sheetData>${rows}</sheetData></worksheet>`,
  });
};
const read = (file: Uint8Array) => readWorkbook(file, (bytes, sheet, options) => readSheet(bytes, sheet, options));

const HEAD = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>';
const NAMES = ['<t>Client</t>', '<t>Montant</t>', '<t>Échéance</t>'];

describe('a workbook that another program saved', () => {
  it('has its texts in a table of their own, spaces kept and runs of letters joined', async () => {
    const strings = [
      ...NAMES,
      '<t xml:space="preserve">Nord &amp; Fils </t>',
      '<r><t>Su</t></r><r><rPr><b/></rPr><t>d</t></r>',
    ];
    const rows = `${HEAD}<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2"><v>12.5</v></c></row><row r="3"><c r="A3" t="s"><v>4</v></c></row>`;
    const { header, rows: found } = await read(workbook(rows, { strings }));
    expect(header).toEqual(['Client', 'Montant', 'Échéance']);
    expect(found.map(([name, amount]) => [name?.trim(), amount])).toEqual([
      ['Nord & Fils', '12.5'],
      ['Sud', ''],
    ]);
  });

  it('has its texts in the cells, as programs without a table of them write', async () => {
    const text = (at: string, words: string): string => `<c r="${at}" t="inlineStr"><is><t>${words}</t></is></c>`;
    const rows = `<row r="1">${text('A1', 'Client')}${text('B1', 'Étape')}</row><row r="2">${text('A2', 'Nord')}${text('B2', 'Gagné')}</row>`;
    expect((await read(workbook(rows))).rows).toEqual([['Nord', 'Gagné']]);
  });

  it('has days by their style, whatever the letters of the format', async () => {
    const formats = ['dd/mm/yyyy', '[$-40C]d mmmm yyyy;@', 'yyyy\\-mm\\-dd'];
    const day = (at: number): string =>
      `<row r="${at + 1}"><c r="A${at + 1}" t="s"><v>3</v></c><c r="B${at + 1}"><v>1</v></c><c r="C${at + 1}" s="${at}"><v>45731</v></c></row>`;
    const rows = `${HEAD}${day(1)}${day(2)}${day(3)}`;
    const found = await read(workbook(rows, { strings: [...NAMES, '<t>Nord</t>'], formats }));
    expect(found.rows.map((row) => row[2])).toEqual(['2025-03-15', '2025-03-15', '2025-03-15']);
  });

  it('counts its days from 1904 where it says so', async () => {
    const rows = `${HEAD}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>1</v></c><c r="C2" s="1"><v>44269</v></c></row>`;
    const found = await read(workbook(rows, { strings: NAMES, formats: ['dd/mm/yyyy'], from1904: true }));
    expect(found.rows[0]?.[2]).toBe('2025-03-15');
  });

  it('keeps the sign of shares, and the decimals that were typed', async () => {
    const rows = `${HEAD}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>1234.1</v></c><c r="C2" s="1"><v>0.3</v></c></row>`;
    const found = await read(workbook(rows, { strings: NAMES, formats: ['0%'] }));
    expect(found.rows[0]?.slice(1)).toEqual(['1234.1', '30%']);
  });

  it('names its parts from the root of the archive', async () => {
    const rows = `${HEAD}<row r="2"><c r="A2" t="s"><v>0</v></c></row>`;
    expect((await read(workbook(rows, { strings: NAMES, prefix: '/xl/' }))).rows).toHaveLength(1);
  });

  it('has cells without a place of their own', async () => {
    const rows =
      '<row><c t="str"><v>Client</v></c><c t="str"><v>Montant</v></c></row><row><c t="str"><v>Nord</v></c><c><v>3</v></c></row>';
    expect((await read(workbook(rows))).rows).toEqual([['Nord', '3']]);
  });
});
