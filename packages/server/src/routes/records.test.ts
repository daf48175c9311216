import { describe, expect, it } from 'vitest';
import { said, testApp } from '../../test/http.ts';

const UNKNOWN = '018f2f6e-0000-7000-8000-0000000000ff';
const DEAL = { client: 'ACME', amount: 1000.55, stage: 'qualified', probability: 30 };

const ready = async () => {
  const test = testApp();
  const headers = await test.bearer();
  const post = (json: unknown, path = 'deals', more = {}) =>
    test.send('POST', `/api/v1/${path}`, json, { ...headers, ...more });
  const made = async (json: unknown = DEAL): Promise<{ id: string; version: number }> => said(await post(json));
  const read = async (id: string) => said(await test.app.request(`/api/v1/deals/${id}`, { headers }));
  return { ...test, headers, post, made, read };
};

describe('a record', () => {
  it('is made, with its address and version, and read again', async () => {
    const { app, headers, post } = await ready();
    const answer = await post(DEAL);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toMatch(/^(W\/)?"1"$/);
    const record = await said(answer);
    expect(record).toMatchObject({ ...DEAL, version: 1, weighted: 300.17, overrides: {} });
    expect(answer.headers.get('location')).toBe(`/api/v1/deals/${record.id}`);
    const read = await app.request(`/api/v1/deals/${record.id}`, { headers });
    expect(read.headers.get('etag')).toBe('"1"');
    expect(await said(read)).toEqual(record);
  });

  it('takes an id that it brings, once', async () => {
    const { post } = await ready();
    const answer = await post({ ...DEAL, id: UNKNOWN.toUpperCase() });
    expect(answer.status).toBe(201);
    expect((await said(answer)).id).toBe(UNKNOWN);
    const wrong = await post({ ...DEAL, id: '12' });
    expect([wrong.status, (await said(wrong)).issues[0].code]).toEqual([422, 'not_id']);
  });

  it('is changed by whoever says which version they saw', async () => {
    const { made, read, send, headers } = await ready();
    const { id } = await made();
    const path = `/api/v1/deals/${id}`;
    const blind = await send('PATCH', path, { amount: 1 }, headers);
    expect([blind.status, (await said(blind)).code]).toEqual([428, 'version_needed']);
    const vague = await send('PATCH', path, { amount: 1 }, { ...headers, 'If-Match': '*' });
    expect(vague.status).toBe(400);
    const done = await send('PATCH', path, { amount: 2000 }, { ...headers, 'If-Match': '"1"' });
    expect([done.status, done.headers.get('etag')]).toEqual([200, '"2"']);
    const late = await send('PATCH', path, { amount: 3000 }, { ...headers, 'If-Match': 'W/"1"' });
    expect(late.status).toBe(412);
    const problem = await said(late);
    expect(problem.code).toBe('changed_meanwhile');
    expect(problem.conflict.stored).toMatchObject({ id, version: 2, amount: 2000 });
    expect(problem.conflict.asked).toEqual({ amount: 3000 });
    expect(await read(id)).toMatchObject({ version: 2, amount: 2000, client: 'ACME' });
  });

  it('is replaced as a whole: what is not named becomes blank', async () => {
    const { made, send, headers } = await ready();
    const { id } = await made({ ...DEAL, sector: 'Santé', probability: 55 });
    const match = { ...headers, 'If-Match': '"1"' };
    const bare = await send('PUT', `/api/v1/deals/${id}`, { amount: 5 }, match);
    expect([bare.status, (await said(bare)).issues[0].path]).toEqual([422, ['client']]);
    const whole = await send('PUT', `/api/v1/deals/${id}`, { client: 'New', stage: 'prospect' }, match);
    expect(await said(whole)).toMatchObject({
      client: 'New',
      amount: null,
      sector: null,
      probability: 10,
      version: 2,
    });
  });

  it('is removed once, keeps its journal, and not while others link to it', async () => {
    const { app, made, post, send, headers } = await ready();
    const company = await said(await post({ name: 'Isavigne' }, 'companies'));
    const { id } = await made({ ...DEAL, account: company.id });
    const match = { ...headers, 'If-Match': '"1"' };
    const linked = await app.request(`/api/v1/companies/${company.id}`, { method: 'DELETE', headers: match });
    expect([linked.status, (await said(linked)).code]).toEqual([409, 'still_linked']);
    expect((await app.request(`/api/v1/deals/${id}`, { method: 'DELETE', headers })).status).toBe(428);
    expect((await app.request(`/api/v1/deals/${id}`, { method: 'DELETE', headers: match })).status).toBe(204);
    expect((await send('PATCH', `/api/v1/deals/${id}`, { amount: 1 }, match)).status).toBe(404);
    const journal = await said(await app.request(`/api/v1/deals/${id}/journal`, { headers }));
    expect(journal.items.map((one: { version: number }) => one.version)).toEqual([2, 1]);
    expect(journal.items[1]).toMatchObject({ before: null, after: { client: 'ACME', amount: 1000.55 } });
    expect(journal.items[0]).toMatchObject({ after: null, before: { amount: 1000.55 } });
  });

  it('of another tenant is as unknown as one that never was', async () => {
    const { app, made, bearer, send } = await ready();
    const { id } = await made();
    const other = await bearer({ tenant: 'globex' });
    const without = async (answer: Response) => {
      const { requestId: _, instance: __, ...rest } = await said(answer);
      return { status: answer.status, ...rest };
    };
    const unknown = await without(await app.request(`/api/v1/deals/${UNKNOWN}`, { headers: other }));
    expect(unknown.status).toBe(404);
    for (const path of [`deals/${id}`, `deals/${id}/journal`, 'deals/not-an-id', 'nothing', `nothing/${id}`])
      expect(await without(await app.request(`/api/v1/${path}`, { headers: other }))).toEqual(unknown);
    const match = { ...other, 'If-Match': '"1"' };
    expect(await without(await send('PATCH', `/api/v1/deals/${id}`, { amount: 1 }, match))).toEqual(unknown);
    const removal = await app.request(`/api/v1/deals/${id}`, { method: 'DELETE', headers: match });
    expect(await without(removal)).toEqual(unknown);
  });

  it('is refused when it names what is not there, or what cannot be', async () => {
    const { post, tenants } = await ready();
    const codes = async (json: unknown) => {
      const answer = await post(json);
      const { code, issues } = await said(answer);
      return [answer.status, code, ...(issues ?? []).map((one: { code: string }) => one.code)];
    };
    expect(await codes({ ...DEAL, tenant_id: UNKNOWN })).toEqual([400, 'unknown_field', 'no_such_field']);
    expect(await codes('{"client":"A","stage":"prospect","__proto__":{"x":1}}')).toEqual([
      400,
      'unknown_field',
      'no_such_field',
    ]);
    expect(await codes({ ...DEAL, version: 7 })).toEqual([400, 'unknown_field', 'no_such_field']);
    expect(await codes({ ...DEAL, weighted: 7 })).toEqual([422, 'not_valid', 'read_only']);
    expect(await codes({ ...DEAL, amount: 1.005, stage: 'x' })).toEqual([
      422,
      'not_valid',
      'too_precise',
      'not_an_option',
    ]);
    expect(await codes([])).toEqual([400, 'bad_request', 'not_an_object']);
    expect(await codes('{"client":')).toEqual([400, 'bad_json']);
    expect(await codes('')).toEqual([400, 'bad_json']);
    expect(await codes({ ...DEAL, notes: 'x'.repeat(1_000_001) })).toEqual([413, 'too_large']);
    const form = await post('client=A', 'deals', { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect([form.status, (await said(form)).code]).toEqual([415, 'not_json']);
    const listed = await tenants.get('acme')?.served.list({ entity: 'deal' });
    expect(listed?.ok && listed.value.total).toBe(0);
  });
});

describe('a list', () => {
  it('is filtered, sorted and paged by its address', async () => {
    const { app, headers, made, post } = await ready();
    const company = await said(await post({ name: 'Isavigne' }, 'companies'));
    await made({ client: 'A', amount: 10, stage: 'prospect', account: company.id });
    await made({ client: 'B', amount: 30, stage: 'won' });
    await made({ client: 'C', amount: 20, stage: 'prospect' });
    const list = async (query: string) => said(await app.request(`/api/v1/deals${query}`, { headers }));
    const names = async (query: string) => (await list(query)).items.map((one: { client: string }) => one.client);
    expect(await names('?sort=-amount')).toEqual(['B', 'C', 'A']);
    expect(await names('?stage=prospect&sort=client')).toEqual(['A', 'C']);
    expect(await names('?amount[gte]=20&sort=amount')).toEqual(['C', 'B']);
    const first = await list('?sort=client&limit=2');
    expect(first).toMatchObject({ total: 3, titles: { [company.id]: 'Isavigne' } });
    expect(await names(`?sort=client&limit=2&cursor=${encodeURIComponent(first.next)}`)).toEqual(['C']);
    const wrong = await app.request('/api/v1/deals?salary[gte]=1', { headers });
    expect([wrong.status, (await said(wrong)).code]).toEqual([400, 'bad_query']);
  });
});

describe('many writes at once', () => {
  it('are told one by one', async () => {
    const { made, post } = await ready();
    const { id } = await made();
    const answer = await post(
      {
        operations: [
          { op: 'create', values: { client: 'B', stage: 'won' } },
          { op: 'change', id, version: 1, values: { amount: 7 } },
          { op: 'remove', id, version: 2 },
        ],
      },
      'deals/bulk',
    );
    expect(answer.status).toBe(200);
    const { items } = await said(answer);
    expect(items.map((one: { op: string }) => one.op)).toEqual(['create', 'change', 'remove']);
    expect(items[1].record).toMatchObject({ id, amount: 7, version: 2 });
  });

  it('say which of them is wrong', async () => {
    const { post } = await ready();
    const codes = async (operations: unknown) => {
      const answer = await post({ operations }, 'deals/bulk');
      const { issues } = await said(answer);
      return [answer.status, issues[0].code, issues[0].path.join('.')];
    };
    const good = { op: 'create', values: { client: 'B', stage: 'won' } };
    expect(await codes([good, { op: 'create', values: { client: 'B', stage: 'x' } }])).toEqual([
      422,
      'not_an_option',
      'operations.1.stage',
    ]);
    expect(await codes([{ op: 'drop' }])).toEqual([400, 'no_such_operation', 'operations.0.op']);
    expect(await codes([{ op: 'remove', id: UNKNOWN }])).toEqual([400, 'not_number', 'operations.0.version']);
    expect(await codes([{ ...good, entity: 'user' }])).toEqual([400, 'no_such_field', 'operations.0.entity']);
    expect(await codes(Array.from({ length: 1001 }, () => good))).toEqual([422, 'too_many', 'operations']);
    const stale = await post({ operations: [{ op: 'remove', id: UNKNOWN, version: 1 }] }, 'deals/bulk');
    expect(stale.status).toBe(404);
  });
});

describe('a figure', () => {
  it('is answered in major units and explained', async () => {
    const { made, post } = await ready();
    await made({ client: 'A', amount: 1000.55, stage: 'prospect' });
    await made({ client: 'B', amount: null, stage: 'prospect' });
    const query = { entity: 'deal', by: ['stage'], measures: ['sum(amount)'] };
    const answer = await said(await post(query, 'query'));
    expect(answer).toMatchObject({
      population: 2,
      dimensions: [{ values: ['prospect'] }],
      measures: [{ values: [1000.55] }],
    });
    const explained = await post(
      { query: { entity: 'deal', measures: ['sum(amount)'] }, measure: 'sum(amount)' },
      'explain',
    );
    expect(await said(explained)).toMatchObject({ value: 1000.55, included: 1, population: 2 });
  });

  it('that cannot be answered says why', async () => {
    const { post } = await ready();
    for (const [path, body] of [
      ['query', {}],
      ['query', { entity: 'deal', measures: ['sum(salary)'] }],
      ['query', { entity: 'nothing', measures: ['count()'] }],
      ['explain', { query: { entity: 'deal', measures: ['count()'] } }],
    ] as const) {
      const answer = await post(body, path);
      const { code, issues } = await said(answer);
      expect([path, answer.status, code, issues.length > 0]).toEqual([path, 400, 'bad_query', true]);
    }
  });
});
