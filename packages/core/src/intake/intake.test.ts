import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derive } from '../records/index.ts';
import { share } from '../money.ts';
import type { Intake } from './outcome.ts';
import { bytes, crmModel, entityOf, sharedFile, take } from './testing.ts';

const codes = (result: Intake): readonly string[] => result.issues.map(({ code }) => code);
const values = (result: Intake, field: string): readonly unknown[] =>
  result.records.map((record) => record.values[field]);
const total = (result: Intake): number =>
  result.records.reduce((sum, record) => sum + Number(record.values['amount'] ?? 0), 0);

describe('links', () => {
  const DEALS = 'client,stage,account\nA,won,EcoGreen\nB,won,ecogreen\nC,won,Eco Green\nD,won,\nE,won,Nobody Inc\n';
  const COMPANIES = bytes('name,sector\nEcoGreen,Environnement\nTechStart,SaaS\n');

  it('find companies of a companion file by their folded title; a near miss is offered, not merged', () => {
    const result = take(DEALS, { with: { company: COMPANIES } });
    const [eco] = result.companions[0]?.records ?? [];
    expect(values(result, 'account')).toEqual([eco?.id, eco?.id, null, null, null]);
    expect(result.offers).toMatchObject([
      { field: 'account', name: 'Eco Green', candidates: [{ id: eco?.id, title: 'EcoGreen', likeness: 1 }] },
    ]);
    expect(result.issues).toMatchObject([
      { code: 'not_linked', severity: 'warning', params: { count: 2 }, remedy: 'Did you mean "EcoGreen"?' },
    ]);
    expect(result.created).toEqual([]);
    expect(result.related.get('company')).toHaveLength(2);
  });

  it('are created on request, once for each name', () => {
    const result = take(DEALS, { with: { companies: COMPANIES }, links: 'create' });
    expect(result.created.map(({ title }) => title)).toEqual(['Eco Green', 'Nobody Inc']);
    expect(result.related.get('company')?.map((one) => one.values['name'])).toEqual([
      'EcoGreen',
      'TechStart',
      'Eco Green',
      'Nobody Inc',
    ]);
    expect(new Set(values(result, 'account')).size).toBe(4);
    expect(result.offers).toHaveLength(1);
    expect(codes(result)).toEqual([]);
  });

  it('find records that exist already, by title or e-mail address', () => {
    const result = take('client,stage,owner\nA,won,marie laurent\nB,won,MARIE@example.com\nC,won,Paul\n', {
      existing: {
        user: [{ id: '0194d368-1000-7000-8000-000000000009', title: 'Marie Laurent', keys: ['marie@example.com'] }],
      },
    });
    expect(values(result, 'owner')).toEqual([
      '0194d368-1000-7000-8000-000000000009',
      '0194d368-1000-7000-8000-000000000009',
      null,
    ]);
    expect(codes(result)).toEqual(['not_linked']);
  });

  it('lead to rows of the same file, later ones too', () => {
    const result = take('name,subsidiary_of\nSub,Mother\nMother,\n', { entity: 'company' });
    expect(result.records[0]?.values['parent']).toBe(result.records[1]?.id);
    expect(result.rejected).toEqual([]);
  });

  it('never lead to a row that was rejected', () => {
    const result = take('client,stage,account\nA,won,Small\n', {
      with: { company: bytes('name,employees\nSmall,many\n') },
    });
    expect(result.companions[0]?.rejected).toMatchObject([
      { row: 2, column: 'employees', issue: { code: 'not_number' } },
    ]);
    expect(values(result, 'account')).toEqual([null]);
  });

  it('name the deal even where they lead nowhere', () => {
    const result = take('account,stage\nEcoGreen,won\n');
    expect(values(result, 'client')).toEqual(['EcoGreen']);
    expect(values(result, 'account')).toEqual([null]);
  });
});

describe('records', () => {
  it('have every field, an identifier and the instant they were taken in', () => {
    const result = take('client,stage,amount\nAcme,négociation,"1 000,55"\n', { at: '2025-02-05T09:30:00.000Z' });
    expect(result.records).toMatchObject([
      {
        version: 1,
        createdAt: '2025-02-05T09:30:00.000Z',
        overrides: {},
        values: { client: 'Acme', stage: 'negotiation', amount: 100_055, probability: null, sector: null },
      },
    ]);
    expect(result.records[0]?.id).toMatch(/^0194d368-/);
  });

  it('keep the identifier their file gives them', () => {
    const id = '0194d368-aaaa-7000-8000-00010000000d';
    expect(take(`id,client,stage\n${id.toUpperCase()},Acme,won\n`).records.map((one) => one.id)).toEqual([id]);
  });

  it('keep a probability that differs from its stage as an override, and one that agrees as following', () => {
    const result = take('client,stage,probability\nA,prospect,25\nB,prospect,10\n');
    expect(values(result, 'probability')).toEqual([2500, null]);
    expect(result.records.map((one) => Object.keys(one.overrides))).toEqual([['probability'], []]);
  });

  it('are rejected where a required cell is blank', () => {
    const result = take('client,stage\nAcme,won\n,won\nBeta,\n');
    expect(result.records).toHaveLength(1);
    expect(result.rejected).toMatchObject([
      { row: 3, column: 'client', value: '', issue: { code: 'required', remedy: 'Fill in the cell.' } },
      { row: 4, column: 'stage', issue: { code: 'required' } },
    ]);
  });
});

describe('bad input', () => {
  it.each([
    ['an empty file', '', 'empty_file'],
    ['a PDF', '%PDF-1.7', 'not_a_table'],
    ['a file of something else', 'foo,bar\n1,2\n', 'nothing_mapped'],
    ['a file without stages', 'client,amount\nAcme,12\n', 'unmapped_required'],
  ])('answers %s with one error, a remedy and no records', (_, text, code) => {
    const result = take(text);
    expect(codes(result)).toEqual([code]);
    expect(result.issues[0]).toMatchObject({ severity: 'error', remedy: expect.stringMatching(/\.$/) });
    expect(result.records).toEqual([]);
    expect(result.rejected).toEqual([]);
  });

  it('answers an unknown entity, column or field with what there is', () => {
    expect(take('client,stage\nA,won\n', { entity: 'spaceship' }).issues).toMatchObject([
      { code: 'no_such_entity', remedy: expect.stringContaining('company') },
    ]);
    expect(codes(take('client,stage\nA,won\n', { map: { client: 'nope' } }))).toEqual(['no_such_field']);
    expect(codes(take('client,stage\nA,won\n', { map: { nope: 'client' } }))).toEqual(['no_such_column']);
  });

  it('takes nothing in when a companion file cannot be read', () => {
    const result = take('client,stage,account\nA,won,EcoGreen\n', { with: { company: bytes('%PDF-1.7') } });
    expect(result.records).toEqual([]);
    expect(result.issues).toMatchObject([{ code: 'not_a_table', severity: 'error', path: ['with', 'company'] }]);
  });

  it('warns of a header without rows', () => {
    expect(take('client,stage\n').issues).toMatchObject([{ code: 'header_only', severity: 'warning' }]);
  });

  it('survives any bytes whatever, and accounts for every row', () => {
    const words = fc.array(
      fc.constantFrom(
        'client',
        'stage',
        'amount',
        ',',
        ';',
        '\n',
        '"',
        'won',
        '12',
        '-3',
        'é',
        'Ã©',
        '\0',
        '\ufffd',
        ' ',
        '__proto__',
        '31/12/2025',
      ),
      { maxLength: 40 },
    );
    const files = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      words.map((all) => bytes(`client,stage,amount\n${all.join('')}`)),
    );
    fc.assert(
      fc.property(files, (file) => {
        const result = take(file, { links: 'create' });
        const failed = result.issues.some(({ severity }) => severity === 'error');
        expect(result.records.length + result.rejected.length).toBe(failed ? 0 : result.rows);
        expect(result.issues.every(({ message }) => message !== '')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('does not lose itself in a cell of a megabyte', () => {
    const long = '1,'.repeat(500_000);
    const result = take(
      `client;stage;amount;due date;notes\nAcme;${'wo'.repeat(300_000)};"${long}";${'1/'.repeat(300_000)};x\nBeta;won;1;;y\n`,
    );
    expect(result.records).toHaveLength(1);
    expect(result.rejected.map(({ issues }) => issues.map(({ code }) => code))).toEqual([
      ['not_an_option', 'not_money', 'not_date'],
    ]);
    expect(result.rejected[0]?.value.length).toBeLessThanOrEqual(200);
  });

  it('survives a file of every trap at once', () => {
    const result = take(
      '__proto__,client,stage,stage,amount\n"x,Acme,won,lost,12\npolluted,"Be\0ta",gagnÃ©,,1e3\nshort\n',
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(result.records.length + result.rejected.length).toBe(result.rows);
  });
});

const demo = sharedFile('crm_csv/deals_demo/crm_prospects_demo.utf8-comma.csv');
describe.skipIf(demo === null)('the demo deals (needs ../shared/data)', () => {
  const result = take(demo ?? bytes(''), { links: 'create' });

  it('are 25 deals worth 353 600.00, without a word of mapping and without an issue', () => {
    expect(result.records).toHaveLength(25);
    expect(result.rejected).toEqual([]);
    expect(codes(result)).toEqual([]);
    expect(total(result)).toBe(35_360_000);
    expect(result.mapping.columns).toHaveLength(10);
    expect(result.mapping.unmatched).toEqual([]);
  });

  it('have their stages, sectors from the first tag, owners and blank dates', () => {
    const count = (stage: string): number => values(result, 'stage').filter((one) => one === stage).length;
    expect(['prospect', 'qualified', 'negotiation', 'won', 'followUp'].map(count)).toEqual([7, 6, 5, 4, 3]);
    expect(values(result, 'sector').slice(0, 3)).toEqual(['SaaS', 'Environnement', 'Sport']);
    expect(result.created.map(({ entity, title }) => [entity, title])).toEqual([
      ['user', 'Alexandre Dubois'],
      ['user', 'Marie Laurent'],
    ]);
    expect(values(result, 'dueOn').filter((date) => date === null)).toHaveLength(4);
    expect(values(result, 'startOn').filter((date) => date === null)).toHaveLength(12);
  });

  it('weigh 166 770.00 together and 115 270.00 while open', () => {
    const model = crmModel();
    const deal = entityOf(model, 'deal');
    const rows = result.records.map((record) =>
      derive(model, deal, record, { moment: { today: '2025-02-05', zone: 'UTC' }, follow: () => undefined }),
    );
    const weighted = rows.map((row) => share(Number(row['amount']), Number(row['probability'])));
    const sum = (keep: (at: number) => boolean): number =>
      weighted.reduce((all, one, at) => all + (keep(at) ? one : 0), 0);
    expect(sum(() => true)).toBe(16_677_000);
    expect(sum((at) => rows[at]?.['stage'] !== 'won')).toBe(11_527_000);
    expect(rows.map((row) => row['weighted'])).toEqual(weighted);
  });

  it('are the same records when saved by other programs', () => {
    const text = new TextDecoder().decode(demo ?? bytes(''));
    const semicolons = text.replace(/"([^"]*)"|,/g, (whole) => (whole === ',' ? ';' : whole)).replaceAll('\n', '\r\n');
    const twice = new TextDecoder('windows-1252').decode(bytes(semicolons));
    const table = new Map(
      Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte]),
    );
    const windows = Uint8Array.from([...semicolons], (letter) => table.get(letter) ?? 63);
    const utf16 = Uint8Array.from([
      255,
      254,
      ...[...`sep=;\r\n${semicolons}`].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
    ]);
    for (const [file, encoding, repaired] of [
      [bytes(twice), 'utf-8', true],
      [windows, 'windows-1252', false],
      [utf16, 'utf-16le', false],
    ] as const) {
      const again = take(file, { links: 'create' });
      expect([again.file.encoding, again.file.repaired, again.file.delimiter]).toEqual([encoding, repaired, ';']);
      expect(again.records).toEqual(result.records);
      expect(again.rejected).toEqual([]);
    }
  });
});

const pipeline = sharedFile('maven/sales_pipeline.csv');
const accounts = sharedFile('maven/accounts.csv');
describe.skipIf(pipeline === null || accounts === null)('8 800 hardware deals (needs ../shared/data)', () => {
  const result = take(pipeline ?? bytes(''), {
    links: 'create',
    with: { company: accounts ?? bytes('') },
    today: '2018-01-01',
  });

  it('are all taken in, blank accounts and amounts kept', () => {
    expect([result.rows, result.records.length, result.rejected.length]).toEqual([8800, 8800, 0]);
    expect(values(result, 'account').filter((one) => one === null)).toHaveLength(1425);
    expect(values(result, 'amount').filter((one) => one === null)).toHaveLength(2089);
    expect(values(result, 'amount').filter((one) => one === 0)).toHaveLength(2473);
    expect(result.issues).toMatchObject([{ code: 'unpriced', severity: 'warning', params: { count: 2089 + 2473 } }]);
    expect(total(result)).toBe(1_000_553_400);
  });

  it('won 4 238, lost 2 473, 2 089 still open', () => {
    const stages = values(result, 'stage');
    const count = (stage: string): number => stages.filter((one) => one === stage).length;
    expect(['won', 'lost', 'qualified', 'prospect'].map(count)).toEqual([4238, 2473, 1589, 500]);
  });

  it('link to their 85 accounts and these to theirs, and are named by account or number', () => {
    expect(result.companions[0]?.records).toHaveLength(85);
    expect(result.created.map(({ entity }) => entity)).toEqual(Array(30).fill('user'));
    expect(result.companions[0]?.records.filter((one) => one.values['parent'] !== null)).toHaveLength(15);
    expect(result.records[0]?.values['client']).toBe('Cancity');
    const blank = result.records.find((one) => one.values['account'] === null);
    expect(blank?.values['client']).toBe(blank?.values['reference']);
  });
});

declare const TextDecoder: new (label?: string) => { decode(bytes: Uint8Array): string };
