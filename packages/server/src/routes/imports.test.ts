import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { said, testApp } from '../../test/http.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { MODEL, type Office, openOffice } from '../imports/testing.ts';
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

const FILE = 'Client;Montant;Étape\nACME;1 200,50 €;Prospect\nGlobex;abc;Prospect\n';
const ADDRESS = `/api/v1/imports?entity=deal&name=deals.csv&${new URLSearchParams({ 'map[Montant]': 'amount', 'map[Client]': 'client', 'map[Étape]': 'stage' }).toString()}`;

/** An application over two tenants of a database. */
const open = async () => {
  const offices = new Map<string, Office>([
    ['acme', openOffice(pool, { tenant: randomUUID() })],
    ['globex', openOffice(pool, { tenant: randomUUID() })],
  ]);
  const test = testApp({
    importsFor: async ({ tenant }) => offices.get(tenant)?.desk ?? null,
    sourceFor: async ({ tenant }) => offices.get(tenant)?.source ?? null,
  });
  const who = await test.bearer();
  const post = (path: string, body?: string, headers: Readonly<Record<string, string>> = {}, as = who) =>
    test.app.request(path, { method: 'POST', headers: { ...as, ...headers }, ...(body === undefined ? {} : { body }) });
  const get = (path: string, as: Readonly<Record<string, string>> = who) => test.app.request(path, { headers: as });
  const plan = (body = FILE, address = ADDRESS) => post(address, body, { 'Content-Type': 'text/csv' });
  return { ...test, offices, who, post, get, plan };
};

describe('the routes of imports', () => {
  it('plan, show, accept, answer again, show the undo, undo', async () => {
    const { offices, post, get, plan } = await open();
    const office = offices.get('acme');
    const before = await office?.mark();
    const planned = await plan();
    const body = await said(planned);
    expect([planned.status, planned.headers.get('location')]).toEqual([201, `/api/v1/imports/${body.id}`]);
    expect(body).toMatchObject({
      status: 'planned',
      name: 'deals.csv',
      counts: { rows: 2, create: 1, update: 0, unchanged: 0, reject: 1 },
      rows: [
        { line: 2, fate: 'create', rule: 'new' },
        { line: 3, fate: 'reject' },
      ],
    });
    expect(body.rows[0].cells).toContainEqual({ field: 'amount', old: null, new: 1200.5, collision: 'overwrite' });
    expect(await office?.mark()).toBe(before);
    const address = `/api/v1/imports/${body.id}`;
    expect(await said(await get(address))).toEqual(body);
    const file = await get(`${address}/rejected.csv`);
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await file.text()).toContain('Globex;abc;Prospect');
    expect((await get(`${address}/undo`)).status).toBe(409);

    const etag = planned.headers.get('etag') ?? '';
    const stale = await post(`${address}/accept`, undefined, { 'If-Match': '"abc"' });
    expect([stale.status, (await said(stale)).import.digest]).toEqual([409, body.digest]);
    const accepted = await post(`${address}/accept`, undefined, { 'If-Match': etag });
    const report = await said(accepted);
    expect([accepted.status, report.status, report.counts]).toEqual([200, 'accepted', body.counts]);
    expect(await said(await post(`${address}/accept`))).toEqual(report);
    const list = await said(await get('/api/v1/imports'));
    expect(list.items).toMatchObject([{ id: body.id, status: 'accepted', name: 'deals.csv', actor: 'anna' }]);

    const undo = await said(await get(`${address}/undo`));
    expect(undo).toMatchObject({ status: 'accepted', counts: { records: 1, remove: 1, conflict: 0 } });
    const none = await said(await get(`${address}/undo?rows=${randomUUID()}`));
    expect(none.counts.records).toBe(0);
    const undone = await post(`${address}/undo`);
    expect([undone.status, (await said(undone)).status]).toEqual([200, 'undone']);
    expect(await office?.mark()).toBe(before);
  });

  it('refuse with the plan as it is now when a record changed meanwhile', async () => {
    const { offices, post, plan } = await open();
    const office = offices.get('acme');
    const deal = await office?.make('deal', { client: 'ACME', amount: 100, stage: 'prospect' });
    const { id } = await said(await plan());
    await office?.source.change('deal', deal?.id ?? '', { amount: 300 }, { version: 1 });
    const refused = await post(`/api/v1/imports/${id}/accept`);
    const body = await said(refused);
    expect([refused.status, body.code, body.import.rows[0].cells[0]]).toMatchObject([
      409,
      'plan_changed',
      { field: 'amount', old: 3, new: 1200.5 },
    ]);
    const now = await post(`/api/v1/imports/${id}/accept`, undefined, { 'If-Match': `"${body.import.digest}"` });
    expect(now.status).toBe(200);
  });

  it('take rows as JSON, too', async () => {
    const { send, who } = await open();
    const rows = [
      { client: '=ACME', amount: 1200.5, stage: 'prospect', tags: ['a', 'b'] },
      { client: 'Globex, "Inc"', amount: null, stage: 'prospect', other: { deep: true } },
    ];
    const both = [rows, { rows }];
    for (const body of both) {
      const answer = await send('POST', '/api/v1/imports?entity=deal', body, who);
      const plan = await said(answer);
      expect([answer.status, plan.counts.create]).toEqual([201, 2]);
      expect(plan.rows.map((row: { title: string }) => row.title)).toEqual(['=ACME', 'Globex, "Inc"']);
      expect(plan.rows[0].cells).toContainEqual({ field: 'tags', old: null, new: ['a', 'b'], collision: 'overwrite' });
    }
    for (const body of ['x', { rows: [1] }, { rows, more: 1 }, [[1]]])
      expect((await send('POST', '/api/v1/imports?entity=deal', body, who)).status).toBe(400);
  });

  it('are for those who write, each for their own tenant', async () => {
    const { post, get, plan, bearer } = await open();
    const { id } = await said(await plan());
    const viewer = await bearer({ role: 'viewer' });
    const stranger = await bearer({ tenant: 'globex' });
    const type = { 'Content-Type': 'text/csv' };
    for (const [path, body] of [
      [ADDRESS, FILE],
      [`/api/v1/imports/${id}/accept`, undefined],
      [`/api/v1/imports/${id}/undo`, undefined],
    ] as const) {
      expect((await post(path, body, body === undefined ? {} : type, viewer)).status).toBe(403);
      expect((await post(path, body, body === undefined ? {} : type, { Authorization: '' })).status).toBe(401);
    }
    expect((await get(`/api/v1/imports/${id}`, viewer)).status).toBe(200);
    for (const path of ['', '/rejected.csv', '/undo'])
      expect((await get(`/api/v1/imports/${id}${path}`, stranger)).status).toBe(404);
    expect((await post(`/api/v1/imports/${id}/accept`, undefined, {}, stranger)).status).toBe(404);
    expect((await said(await get('/api/v1/imports', stranger))).items).toEqual([]);
  });

  it('say what is wrong with a request', async () => {
    const { post, get, plan } = await open();
    const type = { 'Content-Type': 'text/csv' };
    const bad = async (query: string) => {
      const answer = await post(`/api/v1/imports?${query}`, FILE, type);
      return [answer.status, (await said(answer)).issues[0].path[0]];
    };
    expect(await bad('')).toEqual([400, 'entity']);
    expect(await bad('entity=dragon')).toEqual([400, 'entity']);
    expect(await bad('entity=deal&links=guess')).toEqual([400, 'links']);
    expect(await bad('entity=deal&column[amount]=eat')).toEqual([400, 'column[amount]']);
    expect(await bad('entity=deal&colour=red')).toEqual([400, 'colour']);
    expect((await post(ADDRESS, FILE, { 'Content-Type': 'image/png' })).status).toBe(415);
    const large = await post(ADDRESS, FILE, { ...type, 'Content-Length': '2000000001' });
    expect([large.status, (await said(large)).code]).toEqual([413, 'too_large']);
    expect((await get('/api/v1/imports/17')).status).toBe(404);
    expect((await get(`/api/v1/imports/${randomUUID()}`)).status).toBe(404);
    const { id } = await said(await plan());
    for (const body of ['{"rows":["x"]}', '{"rows":1}', '[]', '{"all":true}'])
      expect((await post(`/api/v1/imports/${id}/undo`, body, { 'Content-Type': 'application/json' })).status).toBe(400);
  });

  it('plan a file that cannot be used as failed, with reasons, whatever it holds', async () => {
    const { post, plan } = await open();
    for (const [content, code] of [
      ['', 'empty_file'],
      ['%PDF-1.7 and so on', 'not_a_table'],
      ['tenant_id,__proto__,constructor\n1,2,3\n', 'nothing_mapped'],
    ] as const) {
      const answer = await plan(content, '/api/v1/imports?entity=deal');
      const body = await said(answer);
      expect([answer.status, body.status]).toEqual([201, 'failed']);
      expect(body.issues.map((one: { code: string }) => one.code)).toContain(code);
      const refused = await post(`/api/v1/imports/${body.id}/accept`);
      expect([refused.status, (await said(refused)).code]).toEqual([409, 'not_usable']);
    }
  });
});
