import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { said, testApp } from '../../test/http.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { MODEL, openOffice } from '../imports/testing.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 4 });
  await migrate(pool, schemaOf(MODEL));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

const open = async () => {
  const office = openOffice(pool, { tenant: randomUUID() });
  const test = testApp({ importsFor: async () => office.desk, sourceFor: async () => office.source });
  const who = await test.bearer();
  const post = (path: string, body: string | FormData | null = null, headers: Readonly<Record<string, string>> = {}) =>
    test.app.request(path, { method: 'POST', headers: { ...who, ...headers }, body });
  const plan = (options: Readonly<Record<string, string>>, body: string, headers = { 'Content-Type': 'text/csv' }) =>
    post(`/api/v1/imports?${new URLSearchParams({ entity: 'deal', ...options }).toString()}`, body, headers);
  const accept = async (id: string) => said(await post(`/api/v1/imports/${id}/accept`));
  const rows = async (entity: string) => (await office.records(entity)).map(({ values }) => values);
  return { office, post, plan, accept, rows };
};

const CSV = 'Client;Account;Stage;Sector\nA;Nord;En pause;Zut\nB;Sud;gagné;Retail\nC;Est;En pause;Zut\n';

it('answers about values: keys of options, ids of records, blanks; a stage left out rejects its row', async () => {
  const { office, plan, accept, rows } = await open();
  const nord = await office.make('company', { name: 'Atelier Nord' });
  const options = {
    'value[Stage][en  PAUSE]': 'followUp',
    'value[Account][nord]': nord.id,
    'value[Account][Sud]': '-',
    'value[Sector][Zut]': '',
  };
  const body = await said(await plan(options, CSV));
  expect(body.counts).toMatchObject({ create: 3, reject: 0 });
  expect((await accept(body.id)).status).toBe('accepted');
  expect((await rows('deal')).map((one) => [one['client'], one['account'], one['stage'], one['sector']])).toEqual([
    ['A', nord.id, 'followUp', null],
    ['B', null, 'won', 'Retail'],
    ['C', null, 'followUp', null],
  ]);
  expect(await rows('company')).toHaveLength(1);
  const out = await said(await plan({ 'value[Stage][En pause]': '-' }, CSV));
  expect(out.counts.reject).toBe(2);
});

it('creations for some links, or some names, only', async () => {
  const { plan, accept, rows } = await open();
  const one = await said(await plan({ 'value[Account][Nord]': '+', 'value[Stage][En pause]': 'won' }, CSV));
  expect(one.targets).toMatchObject([{ entity: 'company', create: 1, titles: ['Nord'] }]);
  expect(one.issues.filter((is: { code: string }) => is.code === 'not_linked')).toMatchObject([
    { params: { count: 2 } },
  ]);
  await accept(one.id);
  expect((await rows('company')).map(({ name }) => name)).toEqual(['Nord']);
  const all = await said(await plan({ 'create[account]': '1', 'value[Stage][En pause]': 'won' }, CSV));
  expect(all.targets).toMatchObject([{ create: 2 }]);
  const wrong = await plan({ 'create[amount]': '1' }, CSV);
  expect([wrong.status, (await said(wrong)).code]).toEqual([400, 'bad_query']);
});

it('a form: the file, those it links to, and everything that is said about it', async () => {
  const { office, post, accept, rows } = await open();
  const form = new FormData();
  form.set('file', new File(['Client;Account;Stage\nA;Nord;won\n'], 'affaires.csv', { type: 'text/csv' }));
  form.set('with.company', new File(['Name,City\nNord,Lille\nSud,Nice\n'], 'companies.csv'));
  form.set('entity', 'deal');
  form.set('map[Client]', 'client');
  const body = await said(await post('/api/v1/imports', form));
  expect(body).toMatchObject({ name: 'affaires.csv', counts: { rows: 1, create: 1 } });
  expect((await accept(body.id)).status).toBe('accepted');
  const [deal] = await rows('deal');
  const companies = await office.records('company');
  expect(new Set(companies.map(({ values }) => values['city']))).toEqual(new Set(['Lille', 'Nice']));
  expect(deal?.['account']).toBe(companies.find(({ values }) => values['name'] === 'Nord')?.id);
  const undone = await office.desk.undo(body.id);
  expect(undone).toMatchObject({ ok: true, undo: { counts: { remove: 3 } } });

  const codes = [];
  for (const names of [['with.company'], ['file', 'with.zut'], ['file', 'with.deal'], ['file', 'other']]) {
    const bad = new FormData();
    for (const name of names) bad.set(name, new File(['Name\nA\n'], 'x.csv'));
    bad.set('entity', 'deal');
    const answer = await post('/api/v1/imports', bad);
    codes.push([answer.status, (await said(answer)).code]);
  }
  expect(codes).toEqual(Array.from({ length: 4 }, () => [400, 'bad_form']));
  const broken = await post('/api/v1/imports?entity=deal', 'nothing', {
    'Content-Type': 'multipart/form-data; boundary=x',
  });
  expect([broken.status, (await said(broken)).code]).toEqual([400, 'bad_form']);
});

it('remembers what a tenant took a column for, once it was accepted', async () => {
  const { plan, accept } = await open();
  const map = { 'map[Chose]': 'client', 'map[Truc]': 'notes', 'map[Stage]': 'stage', 'map[Rest]': '-' };
  const file = 'Chose;Truc;Stage;Rest\nA;x;won;1\n';
  const fieldsOf = (body: { mapping: { columns: readonly { header: string; field: string; reason: string }[] } }) =>
    body.mapping.columns.map(({ header, field, reason }) => `${header} ${field} ${reason}`);
  const first = await said(await plan(map, file));
  const before = await plan({}, 'Chose;Truc;Stage\nB;x;won\n');
  expect(fieldsOf(await said(before)).join()).not.toContain('remembered');
  await accept(first.id);
  const second = await said(await plan({}, 'Chose;Truc;Stage;Rest\nB;y;won;1\n'));
  expect(fieldsOf(second)).toEqual(['Chose client remembered', 'Truc notes remembered', 'Stage stage remembered']);
  expect((await accept(second.id)).counts).toMatchObject({ create: 1 });
  const { plan: elsewhere } = await open();
  expect(fieldsOf(await said(await elsewhere({}, file))).join()).not.toContain('remembered');
});

it('names like __proto__ do nothing unwanted', async () => {
  const { plan } = await open();
  const answer = await plan(
    { 'map[__proto__]': 'client', 'value[__proto__][x]': 'y', 'value[Client][__proto__]': 'z' },
    '__proto__,client,stage\nx,__proto__,won\n',
  );
  expect(answer.status).toBeLessThan(500);
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
});
