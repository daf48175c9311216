import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Coerced, coerceRows } from './coerce-rows.ts';
import { type Decisions, decideColumns } from './decide-columns.ts';
import { mapColumns } from './map-columns.ts';
import { readTable } from './table.ts';
import { bytes, crmModel, entityOf } from './testing.ts';

const model = crmModel();
const today = '2025-02-05';

function read(
  text: string,
  entityName = 'deal',
  values: Record<string, Record<string, string>> = {},
): Coerced & { readonly decisions: Decisions } {
  const entity = entityOf(model, entityName);
  const table = readTable(bytes(text));
  const mapping = mapColumns(table, entity);
  const decisions = decideColumns(table, mapping, entity, { today });
  return { ...coerceRows(table, decisions, entity, { zone: 'Europe/Paris', today, values }), decisions };
}
const column = (name: string, { drafts }: Coerced): readonly unknown[] => drafts.map((draft) => draft.values[name]);
const deals = (header: string, ...cells: readonly string[]): Coerced & { readonly decisions: Decisions } =>
  read(
    `client;stage;${header}\n${cells.map((cell, at) => `Client ${at};won;"${cell.replaceAll('"', '""')}"\n`).join('')}`,
  );
const codes = ({ decisions }: { readonly decisions: Decisions }): readonly string[] =>
  decisions.issues.map(({ code }) => code);

describe('amounts are read by their whole column', () => {
  it.each([
    [
      ['1 234,56 €', '1.234', '12'],
      [123_456, 123_400, 1200],
    ],
    [
      ['1,234.56', '1,234', '12.5'],
      [123_456, 123_400, 1250],
    ],
    [
      ['€1.234', '€2.500'],
      [123_400, 250_000],
    ],
    [
      ['1,234', '2,500'],
      [123_400, 250_000],
    ],
    [
      ['15k€', '1,5 M€'],
      [1_500_000, 150_000_000],
    ],
    [
      ['1200', '850'],
      [120_000, 85_000],
    ],
    [
      ['1E+05', '12.5'],
      [10_000_000, 1250],
    ],
  ])('reads %j', (cells, minor) => {
    const result = deals('amount', ...cells);
    expect(column('amount', result)).toEqual(minor);
    expect(result.rejected).toEqual([]);
  });

  it('says when nothing decides between thousands and decimals', () => {
    const result = deals('amount', '1.234', '2.500');
    expect(result.decisions.issues).toMatchObject([
      { code: 'ambiguous_numbers', severity: 'warning', expected: 'a decimal comma', params: { count: 2 } },
    ]);
    expect(codes(deals('amount', '1.234', '2,5'))).toEqual([]);
  });

  it('lets a sure column decide for an unsure one of the same file', () => {
    const result = read('client,stage,amount,probability\nAcme,won,"1,234","30,5"\n');
    expect(column('amount', result)).toEqual([123]);
    expect(result.warnings).toMatchObject([{ code: 'too_precise', received: '1,234' }]);
  });

  it('rejects the cell that contradicts its column, with row, column, value and remedy', () => {
    const result = deals('amount', '12.50', '1,234.00', '12,5');
    expect(result.rejected).toMatchObject([
      {
        row: 4,
        column: 'amount',
        value: '12,5',
        issue: {
          code: 'not_money',
          severity: 'error',
          path: ['rows', 4, 'amount'],
          remedy: 'Write the amount as 1234.56.',
        },
      },
    ]);
    expect(result.drafts).toHaveLength(2);
  });

  it.each(['abc', '12 apples', '30 %', '9'.repeat(20)])('rejects the unreadable amount %j', (cell) => {
    expect(deals('amount', '10', cell).rejected.map(({ issue }) => issue.code)).toEqual(['not_money']);
  });

  it('rejects a negative amount, however it is written', () => {
    expect(deals('amount', '-12', '(12)', '12-', '−3').rejected.map(({ issue }) => issue.code)).toEqual(
      Array(4).fill('negative_amount'),
    );
  });

  it('keeps a blank amount as unknown and a zero as zero, and warns of both in one line', () => {
    const result = deals('amount', '', 'n/a', '-', '0', '0,00 €', '5');
    expect(column('amount', result)).toEqual([null, null, null, 0, 0, 500]);
    expect(result.rejected).toEqual([]);
    expect(result.warnings).toMatchObject([
      { code: 'unpriced', severity: 'warning', path: ['rows', 2, 'amount'], params: { count: 5 } },
    ]);
    expect(result.cells.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6]);
  });

  it('rounds surplus decimals half away from zero, and says so', () => {
    const result = deals('amount', '12.345', '0.005', '7.10');
    expect(column('amount', result)).toEqual([1235, 1, 710]);
    expect(result.warnings).toMatchObject([{ code: 'too_precise', params: { count: 2 } }]);
  });

  it('warns once when a whole column is in another currency, and rejects it among others', () => {
    const dollars = deals('amount', '$12', '$13');
    expect(dollars.rejected).toEqual([]);
    expect(dollars.warnings).toMatchObject([
      { code: 'other_currency', path: ['columns', 'amount'], received: '$', expected: 'EUR' },
    ]);
    const mixed = deals('amount', '$12', '13 €');
    expect(mixed.rejected.map(({ value, issue }) => [value, issue.code])).toEqual([['$12', 'other_currency']]);
  });

  it('reads any column of amounts written in one style back to the cent', () => {
    const style = fc.constantFrom<readonly [string, string]>(
      ['fr', ';'],
      ['en', ';'],
      ['de', ';'],
      ['ru', ';'],
      ['he', ';'],
      ['de-CH', ';'],
    );
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e12 }), { minLength: 1, maxLength: 20 }),
        style,
        fc.boolean(),
        (minors, [locale], signed) => {
          const format = new Intl.NumberFormat(locale, {
            minimumFractionDigits: 2,
            ...(signed ? { style: 'currency', currency: 'EUR' } : {}),
          });
          const result = deals('amount', ...minors.map((minor) => format.format(minor / 100)));
          expect(column('amount', result)).toEqual(minors);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('dates are read by their whole column', () => {
  it('takes the order from the one cell that leaves no choice', () => {
    expect(column('dueOn', deals('due date', '03/04/2017', '31/12/2017'))).toEqual(['2017-04-03', '2017-12-31']);
    expect(column('dueOn', deals('due date', '03/04/2017', '12/31/2017'))).toEqual(['2017-03-04', '2017-12-31']);
  });

  it('lets another date column of the file decide', () => {
    const result = read('client,stage,due date,created\nAcme,won,03/04/2017,12/31/2016\n');
    expect(column('dueOn', result)).toEqual(['2017-03-04']);
    expect(codes(result)).toEqual([]);
  });

  it('reads a column nothing decides day first, and says so', () => {
    const result = deals('due date', '03/04/2017', '05/06/2017');
    expect(column('dueOn', result)).toEqual(['2017-04-03', '2017-06-05']);
    expect(result.decisions.issues).toMatchObject([
      { code: 'ambiguous_dates', severity: 'warning', expected: 'day first', params: { count: 2 } },
    ]);
  });

  it('sees in a file with commas that a log is kept in order', () => {
    const days = ['01/02/2017', '01/05/2017', '01/09/2017', '02/03/2017', '02/08/2017', '03/01/2017', '03/11/2017'];
    const result = read(`client,stage,due date\n${days.map((day) => `Acme,won,${day}\n`).join('')}`);
    expect(column('dueOn', result).at(-1)).toBe('2017-03-11');
  });

  it('rejects the minority where cells contradict each other', () => {
    const result = deals('due date', '31/12/2017', '30/11/2017', '12/31/2017');
    expect(codes(result)).toEqual(['mixed_dates']);
    expect(result.rejected.map(({ row, issue }) => [row, issue.code])).toEqual([[4, 'not_date']]);
  });

  it('reads spreadsheet days, named months and instants in one column', () => {
    const result = deals('due date', '45688', '5 février 2025', 'Feb 6, 2025', '2025-01-31T23:30:00Z', '20250207');
    expect(column('dueOn', result)).toEqual(['2025-01-31', '2025-02-05', '2025-02-06', '2025-02-01', '2025-02-07']);
  });

  it('keeps a blank date, and rejects one that does not exist', () => {
    const result = deals('due date', '', 'N/A', '0000-00-00', '2025-02-30', 'soon');
    expect(column('dueOn', result)).toEqual([null, null, null]);
    expect(result.rejected.map(({ value, issue }) => [value, issue.code])).toEqual([
      ['2025-02-30', 'not_date'],
      ['soon', 'not_date'],
    ]);
  });
});

describe('words, shares and lists', () => {
  it('finds stages by key, label and alias in any spelling', () => {
    const words = [
      'Prospect',
      'QUALIFIÉ',
      'negociation',
      'Négociation ',
      'gagné - en cours',
      'à relancer',
      'A RELANCER',
      'Closed-Won',
      'closed lost',
      'Переговоры',
      'אבוד',
    ];
    const result = read(`client;statut\n${words.map((word) => `Acme;${word}\n`).join('')}`);
    expect(column('stage', result)).toEqual([
      'prospect',
      'qualified',
      'negotiation',
      'negotiation',
      'won',
      'followUp',
      'followUp',
      'won',
      'lost',
      'negotiation',
      'lost',
    ]);
  });

  it('rejects an unknown stage and offers the nearest', () => {
    const result = read('client;statut\nAcme;négociaton\nBeta;zzz\n');
    expect(result.rejected).toMatchObject([
      {
        row: 2,
        column: 'statut',
        value: 'négociaton',
        issue: { code: 'not_an_option', remedy: expect.stringContaining('negotiation') },
      },
      { row: 3, value: 'zzz', issue: { code: 'not_an_option', remedy: expect.stringContaining('Prospect') } },
    ]);
  });

  it('takes the words of the file where somebody explained them', () => {
    const result = read('client;statut\nAcme;en pause\n', 'deal', { stage: { 'En Pause': 'followUp' } });
    expect(column('stage', result)).toEqual(['followUp']);
  });

  it('leaves an optional word it does not know blank, with a warning, and keeps the row', () => {
    const result = deals('priorité', 'haute', 'sometimes');
    expect(column('priority', result)).toEqual(['high', null]);
    expect(result.warnings).toMatchObject([{ code: 'not_an_option', severity: 'warning', received: 'sometimes' }]);
  });

  it.each([
    [
      ['30', '12.5 %', '100'],
      [3000, 1250, 10_000],
    ],
    [
      ['0,3', '0,125', '1'],
      [3000, 1250, 10_000],
    ],
    [
      ['0', '1'],
      [0, 100],
    ],
    [
      ['0.5 %', '1 %'],
      [50, 100],
    ],
  ])('reads the shares %j as basis points', (cells, basisPoints) => {
    const result = deals('probabilité', ...cells);
    expect(column('probability', result)).toEqual(basisPoints);
    expect(result.rejected).toEqual([]);
  });

  it('rejects a share above 100 %', () => {
    expect(deals('probabilité', '30', '130').rejected.map(({ issue }) => issue.code)).toEqual(['too_large']);
  });

  it.each([
    [
      ['SaaS|B2B', 'Santé|E-commerce, vente'],
      [
        ['SaaS', 'B2B'],
        ['Santé', 'E-commerce, vente'],
      ],
    ],
    [
      ['SaaS, B2B', 'Sport'],
      [['SaaS', 'B2B'], ['Sport']],
    ],
    [
      ['a; b;a', ''],
      [['a', 'b'], null],
    ],
  ])('splits the tags %j', (cells, tags) => {
    expect(column('tags', deals('tags', ...cells))).toEqual(tags);
  });

  it('reads yes and no in four languages', () => {
    const words = ['yes', 'Non', 'да', 'לא', '1', 'FALSE', ''];
    const result = read(`name,active\n${words.map((word, at) => `U${at},${word}\n`).join('')}`, 'user');
    expect(column('active', result)).toEqual([true, false, true, false, true, false, null]);
  });

  it('leaves an e-mail address that is none blank, with a warning', () => {
    const result = read('name,email\nAnn,ann@example.com\nBob,bob(at)example\n', 'contact');
    expect(column('email', result)).toEqual(['ann@example.com', null]);
    expect(result.warnings).toMatchObject([{ code: 'not_email', severity: 'warning', params: { count: 1 } }]);
  });
});

describe('fields without a column', () => {
  it('take the first filled of their fallback: the first tag is the sector, the account names the deal', () => {
    const result = read('account,opportunity_id,stage,tags\nEcoGreen,A1,won,Énergie|B2B\n,A2,won,\n');
    expect(column('client', result)).toEqual(['EcoGreen', 'A2']);
    expect(column('sector', result)).toEqual(['Énergie', undefined]);
    expect(result.drafts.map(({ names }) => names['account'])).toContainEqual(['EcoGreen']);
  });

  it('leave a mapped blank as it is, unless the field is required', () => {
    const result = read('client,account,stage,sector,tags\n,EcoGreen,won,,Énergie\n');
    expect(column('client', result)).toEqual(['EcoGreen']);
    expect(column('sector', result)).toEqual([null]);
  });
});

describe('every row', () => {
  it('is a draft or is rejected, never both, never neither', () => {
    const cell = fc.constantFrom(
      '',
      '12',
      '-3',
      '1.5',
      '1,5',
      'x',
      '31/12/2025',
      '12/31/2025',
      '03/04/2025',
      'won',
      'gagné',
      'n/a',
      '$5',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 15 }), (rows) => {
        const text = `client;stage;amount;due date\n${rows.map((row) => `x${row.join(';')}\n`).join('')}`;
        const { drafts, rejected } = read(text);
        expect([...drafts.map(({ line }) => line), ...rejected.map(({ row }) => row)].sort((a, b) => a - b)).toEqual(
          rows.map((_, at) => at + 2),
        );
        for (const one of rejected) expect(one.issues.every(({ severity }) => severity === 'error')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('names everything that is wrong with it, the first in front', () => {
    const result = read('client;stage;amount;due date\nAcme;zzz;-5;soon\n');
    expect(result.rejected).toHaveLength(1);
    expect(result.rejected[0]?.issues.map(({ code }) => code)).toEqual([
      'not_an_option',
      'negative_amount',
      'not_date',
    ]);
    expect(result.rejected[0]).toMatchObject({ row: 2, column: 'stage', value: 'zzz' });
  });
});
