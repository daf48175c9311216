import { matchText } from '@sluice/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { asTenant } from '../database/as-tenant.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { type Lookups, lookupsIn } from './lookups.ts';
import { MODEL, type Office, openOffice } from './testing.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 2 });
  await migrate(pool, schemaOf(MODEL));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

/** `kept` 0: nothing fits into memory, every question is a search of the table. */
const ask = <T>({ tenant }: Office, kept: number, work: (lookups: Lookups) => Promise<T>): Promise<T> =>
  asTenant(pool, { tenant, actor: 'test', readOnly: true }, (tx) =>
    work(lookupsIn(tx, { model: MODEL, tenant, moment: { today: '2025-02-05', zone: 'UTC' }, kept })),
  );

const NAMES = [
  'Crème & Fils',
  'ŒUVRES de Noël',
  'ΟΔΥΣΣΕΥΣ',
  'Straße 12',
  'İstanbul',
  'GTX  Pro',
  'שָׁלוֹם',
  'Ångström',
  'L’Oréal',
  'Soft\u00adware',
  'ﬁnance',
  '株式会社',
  'Łódź',
  'Đakovo',
];

describe('looking up', () => {
  it('finds a text in every spelling that the core takes for the same, kept in memory or not', async () => {
    const office = openOffice(pool);
    for (const name of NAMES) await office.make('company', { name });
    const title = MODEL.find('company')?.title;
    if (!title) throw new Error('no title');
    for (const kept of [1000, 0])
      await ask(office, kept, async ({ byValues }) => {
        for (const name of NAMES) {
          const spellings = [name, name.toUpperCase(), name.toLowerCase(), name.normalize('NFD'), ` ${name} `];
          for (const spelling of spellings) {
            const text = matchText(title, spelling) ?? '';
            if (text !== matchText(title, name)) continue;
            const found = await byValues('company', 'name', [text]);
            const same = found.filter(({ values }) => matchText(title, values['name'] ?? null) === text);
            expect([kept, spelling, same.map(({ values }) => values['name'])]).toEqual([kept, spelling, [name]]);
          }
        }
        expect(await byValues('company', 'name', ['nobody', ''])).toEqual([]);
        expect(await byValues('company', 'nothing', ['x'])).toEqual([]);
      });
  });

  it('finds addresses in any case', async () => {
    const office = openOffice(pool);
    await office.make('contact', { name: 'Anna', email: 'Anna.Lee@Example.com' });
    for (const kept of [1000, 0])
      await ask(office, kept, async ({ byValues }) => {
        const found = await byValues('contact', 'email', ['anna.lee@example.com']);
        expect(found.map(({ values }) => values['name'])).toEqual(['Anna']);
      });
  });

  it('offers what is nearly so called, best first', async () => {
    const office = openOffice(pool);
    for (const name of ['GTX Pro', 'Isavigne', 'Isavignes']) await office.make('company', { name });
    const near = await ask(office, 1000, async ({ titlesNear }) =>
      titlesNear?.('company', ['GTXPro', 'Isavigne', 'Xyz']),
    );
    const titles = [...(near ?? [])].map(([title, found]) => [title, found.map((one) => one.title)]);
    expect(titles).toEqual([
      ['GTXPro', ['GTX Pro']],
      ['Isavigne', ['Isavignes']],
      ['Xyz', []],
    ]);
    const none = await ask(office, 0, async ({ titlesNear }) => titlesNear?.('company', ['GTXPro']));
    expect(none?.size).toBe(0);
  });

  it('gives what links may lead to: all, or what is named where there are too many', async () => {
    const office = openOffice(pool);
    const made = [];
    for (const name of ['Nord', 'Sud', 'Est']) made.push(await office.make('company', { name }));
    const company = MODEL.find('company');
    if (!company) throw new Error('no company');
    const titles = (kept: number, names: readonly string[]) =>
      ask(office, kept, async ({ targets }) => (await targets(company, names)).map(({ title }) => title));
    expect(await titles(1000, [])).toEqual(['Nord', 'Sud', 'Est']);
    expect(await titles(2, ['NORD', made[2]?.id ?? '', 'nobody'])).toEqual(['Nord', 'Est']);
  });

  it('knows who links to a record', async () => {
    const office = openOffice(pool);
    const company = await office.make('company', { name: 'Nord' });
    const deal = await office.make('deal', { client: 'ACME', stage: 'prospect', account: company.id });
    const links = await ask(office, 1000, ({ linksTo }) => linksTo('company', [company.id, deal.id]));
    expect(links).toEqual([{ to: company.id, entity: 'deal', id: deal.id, field: 'account' }]);
    expect(await ask(openOffice(pool), 1000, ({ linksTo }) => linksTo('company', [company.id]))).toEqual([]);
  });
});
