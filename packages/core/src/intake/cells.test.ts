import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableOfCells } from './cells.ts';
import { jsonCell } from './json-cell.ts';
import { numberText } from './number-text.ts';
import { entityOf, crmModel } from './testing.ts';

const day = (text: string): Date => new Date(`${text}Z`);

describe('a table of cells', () => {
  it('writes numbers as plain decimals, days as ISO dates, and keeps the number of each row', () => {
    const table = tableOfCells([
      ['Client', 'Montant', 'Échéance', 'Actif'],
      ['Éclair', 1234.5, day('2025-02-05T00:00:00'), true],
      [],
      ['Ösei', 0.1 + 0.2, day('2025-02-05T14:30:00'), false],
    ]);
    expect(table.header).toEqual(['Client', 'Montant', 'Échéance', 'Actif']);
    expect(table.rows).toEqual([
      ['Éclair', '1234.5', '2025-02-05', 'true'],
      ['Ösei', '0.3', '2025-02-05T14:30:00', 'false'],
    ]);
    expect(table.lines).toEqual([2, 4]);
    expect(table.issues).toEqual([]);
  });

  it('finds the header below titles, beside blank columns, and leaves totals out', () => {
    const table = tableOfCells([
      [null, 'Pipeline 2025'],
      [],
      [null, 'Client', 'Montant', 'Étape'],
      [null, 'Novéa', 1000, 'Prospect'],
      [null, 'Brumes', 2000, 'Gagné'],
      [null, 'Halte', 2500, 'Gagné'],
      [null, 'Orme', 100, 'Prospect'],
      [null, 'Saule', 50, 'Prospect'],
      [null, 'Total', 5650, null],
    ]);
    expect(table.header).toEqual(['Client', 'Montant', 'Étape']);
    expect([table.rows.length, table.lines]).toEqual([5, [4, 5, 6, 7, 8]]);
    expect(table.issues.map(({ code }) => code)).toEqual(['total_row']);
  });

  it('says that a sheet is empty', () => {
    expect(tableOfCells([[], [null, '']]).issues.map(({ code, severity }) => [code, severity])).toEqual([
      ['empty_file', 'error'],
    ]);
    expect(tableOfCells([['Client', 'Montant']]).issues.map(({ code }) => code)).toEqual(['header_only']);
  });

  it('reads no number as another', () => {
    expect([1.234, -1.234, 1234.567, 1e-7, 1.5e21, 12_345_678_901_234_568].map(numberText)).toEqual([
      '1.2340',
      '-1.2340',
      '1234.567',
      '0.0000001',
      '1500000000000000000000',
      '12345678901234568',
    ]);
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
        const text = numberText(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-13);
      }),
    );
  });

  it('takes JSON values for what they are', () => {
    const deal = entityOf(crmModel(), 'deal');
    const cell = (name: string, value: unknown): string => jsonCell(value, deal.field(name));
    expect([
      cell('client', "'=1"),
      cell('client', '=1+1'),
      cell('probability', 0.5),
      cell('probability', 100),
      cell('amount', 1.234),
      cell('tags', ['a, b', 'c']),
      cell('tags', []),
      cell('notes', null),
      cell('nobody', { a: 1 }),
    ]).toEqual(["''=1", '=1+1', '0.5%', '100%', '1.2340', 'a, b|c|', '', '', '{"a":1}']);
  });
});
