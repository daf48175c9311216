import { type Source, SourceError } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { fixtureSource } from '../fixtures.ts';
import { type OpenOptions, openSource, schemeOf } from './open-source.ts';
import { serverOver, TEST_BASE } from './testing.ts';

const moment = () => ({ today: '2025-02-05', zone: 'Europe/Paris' });
const now = () => '2025-02-05T09:00:00.000Z';
const base = 'https://page.example/shop/';
const CSV = [
  'client;statut;montant;secteur;société;date_echeance',
  'EcoGreen;Gagné;1 000,55;Énergie;EcoGreen SA;15/03/2025',
  'Isavigne;Prospect;250;Retail;ECOGREEN SA;31/03/2025',
  'Sans étape;???;10;Retail;;',
].join('\n');

interface Opening extends Partial<OpenOptions> {
  readonly files?: Readonly<Record<string, () => Response>>;
}
const open = (word: string, { files = {}, ...more }: Opening = {}) => {
  const asked: string[] = [];
  const fetching: typeof fetch = async (input) => {
    const { url } = new Request(input);
    asked.push(url);
    const answer = files[url];
    if (!answer) throw new TypeError('fetch failed');
    return answer();
  };
  return { asked, opened: openSource(word, { moment, now, base, fetch: fetching, ...more }) };
};
const file =
  (text: string | Uint8Array<ArrayBuffer>, type: string, status = 200) =>
  () =>
    new Response(text, { status, headers: { 'content-type': type } });
const deals = async (source: Source) => {
  const page = await source.list({ entity: 'deal', sort: ['client'] });
  if (!page.ok) throw new Error(page.issues[0]?.message);
  return page.value;
};
const failure = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof SourceError) return `${thrown.code}: ${thrown.remedy === '' ? 'no remedy' : 'remedy'}`;
    throw thrown;
  }
  return 'opened';
};

describe('where a word leads', () => {
  it.each([
    ['', 'inline'],
    ['  ', 'inline'],
    ['deals.csv', 'file'],
    ['../data/deals.json?v=2', 'file'],
    ['https://crm.example/api/v1', 'remote'],
    ['https://crm.example/api/v1/', 'remote'],
    ['/api/v1', 'remote'],
    ['https://crm.example/api/v1/export.csv', 'file'],
    ['data:text/csv,a,b', 'data'],
    ['idb:my-crm', 'kept'],
  ])('%j is %s', (word, scheme) => {
    expect(schemeOf(word)).toBe(scheme);
  });
});

describe('a file as a source', () => {
  it('is read with its dialect, its stages and its links by title', async () => {
    const { opened, asked } = open('deals.csv', { files: { [`${base}deals.csv`]: file(CSV, 'text/csv') } });
    const source = await opened;
    expect(asked).toEqual([`${base}deals.csv`]);
    const { items, total, titles } = await deals(source);
    expect(total).toBe(2);
    expect(items[0]?.values).toMatchObject({ client: 'EcoGreen', stage: 'won', amount: 100_055, dueOn: '2025-03-15' });
    expect(items[1]?.values).toMatchObject({ client: 'Isavigne', stage: 'prospect', amount: 25_000 });
    // two spellings of one company
    expect(items[0]?.values['account']).toBe(items[1]?.values['account']);
    expect(Object.values(titles)).toEqual(['EcoGreen SA']);
  });

  it('says which rows it left out', async () => {
    const { opened } = open('deals.csv', { files: { [`${base}deals.csv`]: file(CSV, 'text/csv') } });
    const issues = (await opened).freshness().issues;
    expect(issues[0]).toMatchObject({ code: 'rows_left_out', severity: 'warning', params: { count: 1, rows: 3 } });
  });

  it('takes a column for the field that the page says', async () => {
    const text = 'Kunde,Phase,Wert\nACME,won,12.50\n';
    const map = { Kunde: 'client', Phase: 'stage', Wert: 'amount' };
    const { opened } = open('deals.csv', { map, files: { [`${base}deals.csv`]: file(text, 'text/csv') } });
    expect((await deals(await opened)).items[0]?.values).toMatchObject({ client: 'ACME', stage: 'won', amount: 1250 });
  });

  it('of another entity is what the page says', async () => {
    const text = 'name,sector\nIsavigne,Retail\n';
    const files = { [`${base}list.csv`]: file(text, 'text/csv') };
    const source = await open('list.csv', { dataset: 'companies', files }).opened;
    const page = await source.list({ entity: 'company' });
    expect(page.ok && page.value.items.map((one) => one.values['name'])).toEqual(['Isavigne']);
  });

  it('can be edited, and the figures follow', async () => {
    const source = await open('deals.csv', { files: { [`${base}deals.csv`]: file(CSV, 'text/csv') } }).opened;
    await source.create('deal', { client: 'ACME', stage: 'won', amount: 100 });
    const answer = await source.measure({ entity: 'deal', measures: ['sum(amount)'] });
    expect(answer.ok && answer.value.measures[0]?.values).toEqual([125_155]);
  });

  it.each([
    ['nothing there', 'missing.csv', undefined, 'offline: remedy'],
    ['404', 'deals.csv', file('no', 'text/plain', 404), 'not_found: remedy'],
    ['401', 'deals.csv', file('no', 'text/plain', 401), 'unauthorized: remedy'],
    ['a sign-in page', 'deals', file('\n<!doctype html><p>Hi', 'text/html; charset=utf-8'), 'not_rows: remedy'],
    ['an empty file', 'deals.csv', file('', 'text/csv'), 'empty_file: remedy'],
    ['broken JSON', 'deals.json', file('[{', 'application/json'), 'not_rows: remedy'],
    ['JSON without rows', 'deals.json', file('{"a": 1}', 'application/json'), 'not_rows: remedy'],
    ['a column of nothing known', 'deals.csv', file('x,y\n1,2\n', 'text/csv'), 'nothing_mapped: remedy'],
  ])('%s is a failure that says what to do', async (_, word, answer, expected) => {
    const files = answer ? { [`${base}${word}`]: answer } : {};
    expect(await failure(open(word, { files }).opened)).toBe(expected);
  });

  it('never comes from a script', async () => {
    expect(await failure(open('javascript:alert(1)').opened)).toBe('not_found: remedy');
  });
});

describe('JSON as a source', () => {
  const rows = [
    { client: 'ACME', stage: 'won', amount: 1000.55, probability: null, tags: ['vip', 'été'], account: 'Isavigne' },
    { client: 'Élan', stage: 'prospect', amount: 1.234e3, dueOn: '2025-03-01' },
  ];

  it('is a list of rows in the page', async () => {
    const source = await open('', { inline: JSON.stringify(rows) }).opened;
    const { items } = await deals(source);
    expect(items.map((one) => one.values['amount'])).toEqual([100_055, 123_400]);
    expect(items[0]?.values['tags']).toEqual(['vip', 'été']);
  });

  it('is lists by entity, which link to each other', async () => {
    const inline = JSON.stringify({ companies: [{ name: 'Isavigne', sector: 'Retail' }], deals: rows });
    const source = await open('', { inline }).opened;
    const { items, titles } = await deals(source);
    expect(titles[(items[0]?.values['account'] ?? '') as string]).toBe('Isavigne');
    const companies = await source.list({ entity: 'company' });
    expect(companies.ok && companies.value.items.map((one) => one.values['sector'])).toEqual(['Retail']);
  });

  it('is what an API answers', async () => {
    const server = serverOver(fixtureSource({ deals: 5 }));
    const page = await (await server(`${TEST_BASE}/deals?limit=3&sort=client`)).text();
    const files = { [`${base}page.json`]: file(page, 'application/json') };
    const { items } = await deals(await open('page.json', { files }).opened);
    expect(items).toHaveLength(3);
    const original = await deals(fixtureSource({ deals: 5 }));
    const amountOf = (id: string) => original.items.find((one) => one.id === id)?.values['amount'];
    expect(items.map((one) => one.values['amount'])).toEqual(items.map((one) => amountOf(one.id)));
  });

  it('stands in a data: address, plain or in base64', async () => {
    const json = JSON.stringify(rows);
    const bytes = new TextEncoder().encode(json);
    const base64 = btoa(String.fromCharCode(...bytes));
    for (const word of [`data:application/json,${encodeURIComponent(json)}`, `data:application/json;base64,${base64}`])
      expect((await deals(await open(word).opened)).total).toBe(2);
    expect(await failure(open('data:application/json;base64,%%%').opened)).toBe('not_rows: remedy');
  });

  it('left out is a failure that says what to do', async () => {
    expect(await failure(open('').opened)).toBe('no_source: remedy');
  });
});

describe('a server as a source', () => {
  it('is asked below its base', async () => {
    const source = await openSource(TEST_BASE, { moment, now, base, fetch: serverOver(fixtureSource({ deals: 3 })) });
    expect((await deals(source)).total).toBe(3);
  });
});
