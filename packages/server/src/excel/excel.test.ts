import { readFileSync } from 'node:fs';
import { intake, newId, type Rec, resolveModel, sheetWriter, type Value } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableOf } from './excel.ts';
import { bytesOf } from './testing.ts';
import { workbookOf } from './workbook.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint is wrong');
const model = resolved.value;
const found = model.find('deal');
if (!found) throw new Error('no deal');
const deal = found;
let made = 0;
const id = (): string => newId(1_738_713_600_000, () => [0, 0, (made += 1)]);

const FIELDS = ['client', 'stage', 'amount', 'probability', 'sector', 'dueOn', 'tags', 'notes', 'reference'];
const bookOf = async (rows: readonly Readonly<Record<string, Value>>[], language?: string): Promise<Uint8Array> => {
  const writer = sheetWriter(deal, { fields: FIELDS, ...(language === undefined ? {} : { language }) });
  writer.add(rows.map((values, at) => ({ id: `0194d368-aaaa-7000-8000-${String(at).padStart(12, '0')}`, values })));
  return bytesOf(workbookOf(writer.done().map((sheet) => ({ ...sheet, rows: [sheet.rows] }))));
};
const readBack = async (file: Uint8Array, sheet?: string) => {
  const table = await tableOf(file, { name: 'deals.xlsx', ...(sheet === undefined ? {} : { sheet }) });
  return { table, read: intake(table, { model, entity: 'deal', today: '2025-02-05', id }) };
};
const kept = ({ values }: Pick<Rec, 'values'>): readonly unknown[] => FIELDS.map((name) => values[name] ?? null);

const text = fc
  .string({ unit: fc.constantFrom(...'abÉé€ "\'=+-@,;|:\n\tשл5._x0041😀<&>'), maxLength: 14 })
  .map((one) => one.normalize('NFC').trim());
const line = text.map((one) => one.replace(/\s+/g, ' ')).filter((one) => one !== '');
const blankOr = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(one, { nil: null });
const row = fc.record({
  client: line,
  stage: fc.constantFrom('prospect', 'followUp', 'qualified', 'negotiation'),
  amount: blankOr(fc.integer({ min: 0, max: 1e15 })),
  probability: blankOr(fc.integer({ min: 0, max: 10_000 })),
  sector: blankOr(line),
  dueOn: blankOr(fc.constantFrom('1899-12-30', '1900-02-28', '1900-03-01', '2025-02-05', '2100-12-31')),
  tags: blankOr(
    fc.uniqueArray(
      line.filter((one) => !one.includes('|')),
      { minLength: 1, maxLength: 3 },
    ),
  ),
  notes: blankOr(text.filter((one) => one !== '')),
  reference: blankOr(line),
});

describe('an Excel workbook', () => {
  it('has real types, formats, a frozen heading and a sheet of definitions', async () => {
    const file = await bookOf(
      [{ client: '=1+1', stage: 'negotiation', amount: 123_456, probability: 1250, dueOn: '2025-02-05', notes: '-5' }],
      'fr',
    );
    const { table, read } = await readBack(file);
    expect(table.header.slice(0, 5)).toEqual(['id', 'Client', 'Étape', 'Montant', 'Probabilité']);
    expect(table.rows[0]?.slice(1, 7)).toEqual(['=1+1', 'Négociation', '1234.56', '12.5%', '', '2025-02-05']);
    expect(table.issues).toEqual([]);
    expect(read.records.map(kept)).toEqual([
      ['=1+1', 'negotiation', 123_456, 1250, null, '2025-02-05', null, '-5', null],
    ]);
    const definitions = await tableOf(file, { sheet: 'Définitions' });
    expect(definitions.header).toEqual(['Champ', 'Libellé', 'Unité', 'Formule']);
    expect(definitions.rows.find(([name]) => name === 'amount')).toEqual(['amount', 'Montant', 'EUR', '']);
    const writer = sheetWriter(deal, { fields: ['weighted'] });
    expect(writer.done()[1].rows[1]?.map((cell) => cell?.value)).toEqual([
      'weighted',
      'Weighted',
      'EUR',
      expect.stringContaining('amount × '),
    ]);
  });

  it('gives the same records again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(undefined, 'fr', 'he'),
        async (rows, language) => {
          const { read } = await readBack(await bookOf(rows, language));
          expect(read.rejected).toEqual([]);
          expect(read.mapping.unmatched).toEqual([]);
          expect(read.records.map(kept)).toEqual(rows.map((values) => kept({ values })));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses what it cannot read, and never throws', async () => {
    const file = await bookOf([{ client: 'Éclair', stage: 'won' }]);
    for (let length = 4; length < file.length; length += 97) {
      const { issues } = await tableOf(file.slice(0, length));
      expect(issues.some(({ severity }) => severity === 'error')).toBe(true);
    }
    const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect((await tableOf(old)).issues[0]?.remedy).toBe('Open it in a spreadsheet and save it as .xlsx or CSV.');
    expect((await tableOf(new Uint8Array(readFileSync(import.meta.filename)))).issues.length).toBeGreaterThan(0);
  });
});
