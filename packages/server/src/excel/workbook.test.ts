import { crc32, inflateRawSync } from 'node:zlib';
import type { SheetOut, SheetValue } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { tableOf } from './excel.ts';
import type { SheetFlow } from './sheet.ts';
import { bytesOf } from './testing.ts';
import { workbookOf } from './workbook.ts';

type Rows = SheetOut['rows'];
const HEADS = ['id', 'client', 'amount', 'chance', 'due', 'won', 'notes', 'count'];
const heading: Rows = [HEADS.map((value) => ({ value, bold: true }))];
const sheet = (rows: SheetFlow['rows'], parts: Partial<SheetFlow> = {}): SheetFlow => ({
  name: 'Deals',
  widths: HEADS.map((_, at) => 10 + at),
  rightToLeft: false,
  ...parts,
  rows,
});
const dayOf = (at: number): Date => new Date(Date.UTC(2025, 0, 1 + (at % 900)));

/** An invented row, and what a reader sees of it. */
const rowOf = (at: number): { readonly cells: readonly (SheetValue | null)[]; readonly seen: readonly string[] } => {
  const client = at % 7 === 0 ? `=1+${at}` : `Éclats & <Fils> "${at}" שלום`;
  const notes = at % 3 === 0 ? null : ` two  spaces\nand a line ${at} `;
  const due = dayOf(at);
  return {
    cells: [
      { value: `id-${at}` },
      { value: client },
      at % 5 === 0 ? null : { value: (at * 100 + 1) / 100, format: '#,##0.00 [$€]' },
      { value: (at % 101) / 100, format: '0%' },
      { value: due, format: 'yyyy-mm-dd' },
      { value: at % 2 === 0 },
      notes === null ? null : { value: notes },
      { value: -at },
    ],
    seen: [
      `id-${at}`,
      client,
      at % 5 === 0 ? '' : String((at * 100 + 1) / 100),
      `${at % 101}%`,
      due.toISOString().slice(0, 10),
      String(at % 2 === 0),
      notes ?? '',
      String(-at),
    ],
  };
};

/** Rows in groups, and how many groups have been asked for. */
const inGroups = (count: number, size: number) => {
  const told = { asked: 0, stopped: false };
  const rows = async function* (): AsyncGenerator<Rows, void, undefined> {
    try {
      yield heading;
      for (let from = 1; from <= count; from += size) {
        told.asked++;
        yield Array.from({ length: Math.min(size, count + 1 - from) }, (_, at) => rowOf(from + at).cells);
      }
    } finally {
      told.stopped = true;
    }
  };
  return { told, rows };
};

/** The files of an archive as its directory tells of them, and what is said of each before and after its content. */
const membersOf = (bytes: Buffer) => {
  const end = bytes.length - 22;
  expect(bytes.readUInt32LE(end)).toBe(0x06_05_4b_50);
  let entry = bytes.readUInt32LE(end + 16);
  return Array.from({ length: bytes.readUInt16LE(end + 10) }, () => {
    expect(bytes.readUInt32LE(entry)).toBe(0x02_01_4b_50);
    const [sum = 0, packed = 0, whole = 0] = [16, 20, 24].map((place) => bytes.readUInt32LE(entry + place));
    const at = bytes.readUInt32LE(entry + 42);
    const name = bytes.toString('utf8', entry + 46, entry + 46 + bytes.readUInt16LE(entry + 28));
    entry += 46 + Buffer.byteLength(name);
    const start = at + 30 + Buffer.byteLength(name);
    const content = inflateRawSync(bytes.subarray(start, start + packed));
    const before = [bytes.readUInt32LE(at), bytes.toString('utf8', at + 30, start)];
    const after = [0, 4, 8, 12].map((place) => bytes.readUInt32LE(start + packed + place));
    return { name, sum, packed, whole, content, before, after };
  });
};

const partsOf = (bytes: Uint8Array): Readonly<Record<string, string>> =>
  Object.fromEntries(membersOf(Buffer.from(bytes)).map(({ name, content }) => [name, content.toString()]));

describe('a workbook that is written row by row', () => {
  it('gives 20 000 rows again, cell by cell', async () => {
    const { rows } = inGroups(20_000, 900);
    const table = await tableOf(await bytesOf(workbookOf([sheet(rows())])));
    expect([table.header, table.rows.length, table.issues]).toEqual([HEADS, 20_000, []]);
    // a reader takes blanks at the ends of a cell off
    const wrong = table.rows.flatMap((row, at) => {
      const seen = rowOf(at + 1).seen.map((one) => one.trim());
      return seen.every((one, column) => one === row[column]?.trim()) ? [] : [[at + 1, row, seen]];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the heading in sight, the widths, the direction, and what kind of value a cell has', async () => {
    const files = partsOf(
      await bytesOf(
        workbookOf([
          sheet([heading, [rowOf(8).cells]], { name: 'עסקאות & "Co"', rightToLeft: true }),
          sheet([[[{ value: 'Field', bold: true }]]], { name: 'Definitions', widths: [24] }),
        ]),
      ),
    );
    const first = files['xl/worksheets/sheet1.xml'] ?? '';
    expect(first).toContain('<sheetView tabSelected="1" rightToLeft="1" workbookViewId="0">');
    expect(first).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
    expect(first).toContain('<col min="8" max="8" width="17" customWidth="1"/></cols>');
    expect(first).toContain('<c r="A1" s="1" t="inlineStr"><is><t>id</t></is></c>');
    expect(first).toContain('<t>Éclats &amp; &lt;Fils&gt; "8" שלום</t>');
    expect(first).toContain('<c r="C2" s="2"><v>8.01</v></c><c r="D2" s="3"><v>0.08</v></c>');
    expect(first).toContain('<c r="E2" s="4"><v>45666</v></c><c r="F2" t="b"><v>1</v></c>');
    expect(first).toContain('<c r="G2" t="inlineStr"><is><t xml:space="preserve"> two  spaces\n');
    expect(files['xl/worksheets/sheet2.xml']).toContain('<sheetView workbookViewId="0">');
    expect(files['xl/workbook.xml']).toContain('<sheet name="עסקאות &amp; &quot;Co&quot;" sheetId="1" r:id="rId1"/>');
    const styles = files['xl/styles.xml'] ?? '';
    expect(styles).toContain(
      '<numFmt numFmtId="164" formatCode="#,##0.00 [$€]"/><numFmt numFmtId="165" formatCode="0%"/>',
    );
    expect(styles.match(/<cellXfs count="5">.*<\/cellXfs>/)?.[0].match(/<xf /g)?.length).toBe(5);
  });

  it('writes no letter that XML has no way to write, and columns past Z by their names', async () => {
    const wide = Array.from({ length: 703 }, (_, at) => ({ value: `c${at}` }));
    const bytes = await bytesOf(workbookOf([sheet([[wide], [[{ value: 'a\u0000b\uffffc\ud800d' }]]])]));
    const { 'xl/worksheets/sheet1.xml': xml = '' } = partsOf(bytes);
    expect(xml).toContain('<t>abc\ufffdd</t>');
    expect(['Z1', 'AA1', 'AZ1', 'ZZ1', 'AAA1'].map((place) => xml.includes(`<c r="${place}" `))).toEqual(
      Array(5).fill(true),
    );
  });

  it('is an archive whose sums and sizes are right before and after each file', async () => {
    const { rows } = inGroups(3000, 1000);
    const chunks = workbookOf([sheet(rows()), sheet([heading], { name: 'More' })]);
    const members = membersOf(Buffer.from(await bytesOf(chunks)));
    expect(members.map(({ name }) => name)).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/worksheets/sheet1.xml',
      'xl/worksheets/sheet2.xml',
      'xl/styles.xml',
    ]);
    for (const { name, sum, packed, whole, content, before, after } of members) {
      expect([sum, whole]).toEqual([crc32(content), content.length]);
      expect([before, after]).toEqual([
        [0x04_03_4b_50, name],
        [0x08_07_4b_50, sum, packed, whole],
      ]);
    }
  });

  it('asks for rows as it is read, and for none when nobody reads on', async () => {
    const { told, rows } = inGroups(100_000, 1000);
    const chunks = workbookOf([sheet(rows())]);
    let length = 0;
    while (length < 50_000) length += (await chunks.next()).value?.length ?? 50_000;
    expect(told.asked).toBeGreaterThan(0);
    expect(told.asked).toBeLessThan(30);
    await chunks.return();
    const { asked } = told;
    for (let turn = 0; turn < 50 && !told.stopped; turn++) await new Promise(setImmediate);
    expect([told.stopped, told.asked - asked <= 1]).toEqual([true, true]);
  });

  it('ends with the fault of its rows, not as a file that looks whole', async () => {
    const rows = async function* (): AsyncGenerator<Rows, void, undefined> {
      yield heading;
      throw new Error('the database is gone');
    };
    await expect(bytesOf(workbookOf([sheet(rows())]))).rejects.toThrow('the database is gone');
  });

  it('has no more rows than a sheet', async () => {
    const blank: Rows = Array.from({ length: 65_536 }, () => []);
    const rows = function* (more: Rows): Generator<Rows, void, undefined> {
      for (let time = 0; time < 16; time++) yield blank;
      yield more;
    };
    expect((await bytesOf(workbookOf([sheet(rows([]))]))).length).toBeGreaterThan(1000);
    await expect(bytesOf(workbookOf([sheet(rows([[]]))]))).rejects.toThrow('more rows than a sheet has');
  });
});
