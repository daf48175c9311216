import { describe, expect, it } from 'vitest';
import { looksLikePhone } from './by-values.ts';
import { mapColumns, type Mapping } from './map-columns.ts';
import { readTable } from './table.ts';
import { newTargets } from './targets.ts';
import { crmModel, entityOf, sharedFile, take } from './testing.ts';

const model = crmModel();
const map = (
  entity: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  remembered: Record<string, string> = {},
): Mapping => mapColumns({ header, rows }, entityOf(model, entity), { remembered });
const found = ({ columns }: Mapping): readonly (readonly [string, string, string])[] =>
  columns.map(({ header, field, reason }) => [header, field, reason]);

const PEOPLE = [
  ['Ann Berg', 'ann@nord.test', '+33 6 12 34 56 78', '75001'],
  ['Bo Lind', 'bo@sud.test', '+33 6 98 76 54 32', '69002'],
  ['Cy Falk', '', '(415) 293-3313 x12', '13003'],
];

describe('columns by their values', () => {
  it('finds addresses and telephone numbers under headings that say nothing, with confidence, reason and samples', () => {
    const mapping = map('contact', ['Full name', 'F2', 'F3', 'F4'], PEOPLE);
    expect(mapping.columns).toEqual([
      {
        column: 0,
        header: 'Full name',
        field: 'name',
        confidence: 0.95,
        reason: 'alias',
        samples: ['Ann Berg', 'Bo Lind', 'Cy Falk'],
      },
      {
        column: 1,
        header: 'F2',
        field: 'email',
        confidence: 0.8,
        reason: 'values',
        samples: ['ann@nord.test', 'bo@sud.test'],
      },
      {
        column: 2,
        header: 'F3',
        field: 'phone',
        confidence: 0.65,
        reason: 'values',
        samples: ['+33 6 12 34 56 78', '+33 6 98 76 54 32', '(415) 293-3313 x12'],
      },
    ]);
    expect(mapping.unmatched).toEqual(['F4']);
  });

  it('finds web addresses, stages and options by their words', () => {
    expect(
      found(
        map(
          'company',
          ['Name', 'W'],
          [
            ['Nord', 'https://nord.test'],
            ['Sud', 'www.sud.test/a'],
          ],
        ),
      ),
    ).toContainEqual(['W', 'website', 'values']);
    const deals = map(
      'deal',
      ['Client', 'Où en est-on'],
      [
        ['Nord', 'gagné'],
        ['Sud', 'Perdu'],
        ['Est', 'gagné'],
      ],
    );
    expect(found(deals)).toContainEqual(['Où en est-on', 'stage', 'values']);
    expect(deals.issues).toEqual([]);
  });

  it('takes dates only where one date field is open, and one column has them', () => {
    const rows = [['Nord', 'won', '2025-01-03', '2025-01-04', '2025-01-05', '2025-02-06']];
    const header = ['client', 'stage', 'created on', 'start on', 'due on', 'D'];
    expect(found(map('deal', header, rows))).toContainEqual(['D', 'closedOn', 'values']);
    expect(
      map('deal', ['client', 'stage', 'created on', 'D'], [['Nord', 'won', '2025-01-03', '2025-01-04']]).unmatched,
    ).toEqual(['D']);
    expect(map('deal', [...header.slice(0, 5), 'Last modified'], rows).unmatched).toEqual(['Last modified']);
  });

  it('asks where two columns would do', () => {
    const mapping = map('contact', ['Full name', 'A', 'B'], [['Ann', 'a@x.test', 'b@x.test']]);
    expect(mapping.unmatched).toEqual(['A', 'B']);
  });

  it('is not misled by figures, codes and notes', () => {
    const rows = [
      ['Ann', '12345678', 'see https://x.test', 'CONT-03a4142c-1888'],
      ['Bo', '23456789', 'mail to b@x.test', 'CONT-13a4142c-1888'],
    ];
    expect(map('contact', ['Full name', 'N', 'T', 'C'], rows).unmatched).toEqual(['N', 'T', 'C']);
  });

  it.each([
    ['+33 6 12 34 56 78', true],
    ['06.12.34.56.78', true],
    ['(415) 293-3313', true],
    ['1-365-756-9410 x4781', true],
    ['0612345678', true],
    ['12345678', false],
    ['2025-01-31', false],
    ['31/12/2025', false],
    ['873607.15', false],
    ['1 234 567,89', false],
    ['12-34', false],
    ['COMP-5880f9ce-fd33', false],
  ])('sees whether %s is a telephone number: %s', (text, is) => {
    expect(looksLikePhone(text)).toBe(is);
  });
});

describe('several columns of addresses', () => {
  it('stand in for each other where the first is blank', () => {
    const file = `first name,last name,email_work,email_home,phone_work,phone_home
Ann,Berg,,ann@home.test,+33 1 02 03 04 05,+33 6 02 03 04 05
Bo,Lind,bo@work.test,bo@home.test,,+33 6 12 13 14 15
Cy,Falk,,,,
`;
    const taken = take(file, { entity: 'contact' });
    expect(taken.mapping.unmatched).toEqual([]);
    expect(taken.records.map(({ values }) => [values['email'], values['phone']])).toEqual([
      ['ann@home.test', '+33 1 02 03 04 05'],
      ['bo@work.test', '+33 6 12 13 14 15'],
      [null, null],
    ]);
  });
});

describe('what was mapped the last time', () => {
  const header = ['Chose', 'Étage', 'Valeur'];
  const rows = [['Nord', 'won', '12']];

  it('comes before names and after what is asked now, however the heading is spelled', () => {
    expect(found(map('deal', header, rows, { CHOSE: 'client', etage: 'stage', Valeur: '-' }))).toEqual([
      ['Chose', 'client', 'remembered'],
      ['Étage', 'stage', 'remembered'],
    ]);
    const asked = mapColumns({ header, rows }, entityOf(model, 'deal'), {
      map: { Chose: 'notes' },
      remembered: { Chose: 'client' },
    });
    expect(asked.columns[0]).toMatchObject({ field: 'notes', reason: 'asked' });
  });

  it('is passed over where it no longer fits', () => {
    const remembered = { Chose: 'amount', Étage: 'no such field', __proto__: 'client', Nope: 'notes' };
    expect(found(map('deal', header, rows, remembered)).map(([name]) => name)).toEqual(['Étage', 'Valeur']);
  });

  it('is an argument of an intake', () => {
    const taken = take('Chose,Phase\nNord,won\n', { remembered: { Chose: 'client' } });
    expect(taken.records[0]?.values['client']).toBe('Nord');
    expect(taken.mapping.columns[0]).toMatchObject({ reason: 'remembered', confidence: 0.99 });
  });
});

describe('links named by a key of the other record', () => {
  it('are found by e-mail address and by web domain', () => {
    const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
    const taken = take(
      'Deal Name,Deal Stage,Associated Company Domain,Associated Contact Email\nBig one,Closed Won,nord.test,ann@nord.test\n',
      {
        with: {
          company: encode('Company Name,Website\nNord,https://www.nord.test/home\n'),
          contact: encode('Full name,Email\nAnn Berg,Ann@Nord.test\n'),
        },
      },
    );
    expect(taken.issues).toEqual([]);
    const [company] = taken.related.get('company') ?? [];
    const [contact] = taken.related.get('contact') ?? [];
    expect(taken.records[0]?.values).toMatchObject({ account: company?.id, contact: contact?.id });
  });
});

describe('the reference exports', () => {
  const companies = sharedFile('crm_csv/hubspot_dummy/hubspot_companies.csv');
  const contacts = sharedFile('crm_csv/hubspot_dummy/hubspot_contacts.csv');
  const deals = sharedFile('crm_csv/hubspot_dummy/hubspot_deals.csv');
  it.skipIf(companies === null || contacts === null || deals === null)(
    'of one program: companies, contacts and deals, linked, with no correction',
    () => {
      const taken = take(deals ?? '', {
        with: { company: companies ?? new Uint8Array(), contact: contacts ?? new Uint8Array() },
      });
      expect([taken.rows, taken.records.length, taken.rejected.length]).toEqual([500, 500, 0]);
      for (const field of ['account', 'contact'])
        expect(taken.records.filter(({ values }) => (values[field] ?? null) !== null).length).toBeGreaterThan(450);
    },
  );

  const people = sharedFile('crm_csv/atomic_crm/contacts.csv');
  it.skipIf(people === null)('of another: three addresses and telephone numbers a row, lists of tags', () => {
    const taken = take(people ?? '', { entity: 'contact', links: 'create' });
    expect([taken.rows, taken.records.length]).toEqual([500, 500]);
    for (const field of ['email', 'phone'])
      expect(taken.records.filter(({ values }) => (values[field] ?? null) !== null)).toHaveLength(500);
    expect(taken.records.some(({ values }) => Array.isArray(values['tags']) && values['tags'].length > 1)).toBe(true);
  });

  const clients = sharedFile('crm_csv/isavigne/clients.csv');
  it.skipIf(clients === null)('of a third: its clients', () => {
    const taken = take(clients ?? '', { entity: 'contact' });
    expect([taken.records.length, taken.rejected.length]).toEqual([3, 0]);
  });

  const accounts = sharedFile('maven/accounts.csv');
  it.skipIf(accounts === null)('with a misspelt sector, which stays as it is', () => {
    const taken = take(accounts ?? '', { entity: 'company' });
    expect(taken.records.some(({ values }) => values['sector'] === 'technolgy')).toBe(true);
    expect(taken.rejected).toEqual([]);
  });
});

describe('names that nearly match', () => {
  const products = sharedFile('maven/products.csv');
  const pipeline = sharedFile('maven/sales_pipeline.csv');
  it.skipIf(products === null || pipeline === null)(
    'are offered: of all products of the deals one is spelled otherwise',
    () => {
      const column = (file: Uint8Array | null, name: string): readonly string[] => {
        const { header, rows } = readTable(file ?? new Uint8Array());
        return [...new Set(rows.map((row) => row[header.indexOf(name)] ?? ''))];
      };
      const register = newTargets();
      for (const [at, title] of column(products, 'product').entries()) register.add({ id: String(at), title });
      const unknown = column(pipeline, 'product').filter((name) => register.idOf(name) === null);
      expect(unknown).toEqual(['GTXPro']);
      expect(register.near('GTXPro')[0]?.title).toBe('GTX Pro');
    },
  );
});

declare const TextEncoder: new () => { encode(text: string): Uint8Array };
