import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { openTestPeople, serverOver } from '../auth/testing.ts';

type Headers = Readonly<Record<string, string>>;

const ALL = ['read', 'create', 'change', 'remove', 'import', 'export'];
const RIGHTS = {
  tenant: [],
  entities: { '*': ALL, company: ['read'], user: ['read'], investor: [] },
  fields: { deal: { amount: 'none', priority: 'read' }, contact: { email: 'none' } },
};

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
let admin: Headers;
let rep: Headers;
let deal: { id: string; amount: number };

const get = (path: string, who: Headers) => server.send('GET', path, undefined, who);
const put = (path: string, json: unknown, who: Headers = admin, version?: number) =>
  server.send('PUT', path, json, { ...who, ...(version === undefined ? {} : { 'If-Match': `"${version}"` }) });
const version = async (): Promise<number> => Number((await said(await get('/roles', admin))).version);
const told = async (answer: Promise<Response> | Response) => {
  const one = await answer;
  return [one.status, (await said(one)).code];
};
/** Everything that is kept, but for what says who asked. */
const everything = async (): Promise<string> => {
  const [row] = await opened.database.admin`
    select (select md5(string_agg(d::text, '' order by d.id)) from sluice.deal d) as deals,
      (select count(*) from sluice.journal) as journal, (select count(*) from sluice.import) as imports,
      (select md5(string_agg(t::text, '' order by t.id)) from sluice_system.tenant t) as tenants`;
  return JSON.stringify(row);
};

beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool);
  admin = await server.token();
  rep = await server.token({ role: 'rep', actor: 'rep' });
  const made = await put('/roles/rep', { label: 'Rep', rights: RIGHTS }, admin, await version());
  if (made.status !== 200) throw new Error(await made.text());
  const company = await said(await server.send('POST', '/companies', { name: 'Acme SA', sector: 'wine' }, admin));
  deal = await said(
    await server.send(
      'POST',
      '/deals',
      { client: 'Durand', amount: 4242, stage: 'qualified', priority: 'high', account: company.id },
      admin,
    ),
  );
});
afterAll(() => opened.close());

describe('figures that take a history, two days or quotas', () => {
  const figure = (json: object, who: Headers) => server.send('POST', '/figures', { entity: 'deal', ...json }, who);

  it('are reckoned for whoever sees what they are made of, and without what is hidden from the others', async () => {
    for (const name of ['coverage', 'waterfall', 'velocity', 'idle'])
      expect([name, (await figure({ figure: name }, admin)).status]).toEqual([name, 200]);
    const asked = { figure: 'contributions', measure: 'amount.open' };
    expect(await said(await figure(asked, admin))).toMatchObject({ result: { value: 4242 } });
    const hidden = await figure(asked, rep);
    expect([hidden.status, (await hidden.text()).includes('4242')]).toEqual([400, false]);
    expect(await (await figure({ figure: 'waterfall' }, rep)).text()).not.toContain('4242');
  });
});

describe('a role with fields that it may not read', () => {
  it('gets no answer with them, nor with what is computed from them', async () => {
    const list = await said(await get('/deals', rep));
    expect([list.total, list.items[0].client, 'amount' in list.items[0], 'weighted' in list.items[0]]).toEqual([
      1,
      'Durand',
      false,
      false,
    ]);
    const one = await said(await get(`/deals/${deal.id}`, rep));
    expect([one.client, 'amount' in one, one.priority]).toEqual(['Durand', false, 'high']);
    for (const path of [`/deals/${deal.id}/journal`, '/deals/export?format=csv', '/deals/export?format=json', '/model'])
      expect([path, (await (await get(path, rep)).text()).includes('4242')]).toEqual([path, false]);
    const model = await said(await get('/model', rep));
    const about = model.blueprint.entities.find((entity: { name: string }) => entity.name === 'deal');
    expect([about.fields.amount, about.fields.weighted, about.fields.priority.readOnly]).toEqual([
      undefined,
      undefined,
      true,
    ]);
    const openapi = await said(await get('/openapi.json', rep));
    expect([
      openapi.components.schemas.Deal.properties.amount,
      openapi.components.schemas.DealDraft.properties.priority,
    ]).toEqual([undefined, undefined]);
  });

  const NO = [400, 'field_not_allowed'];
  it.each([
    '/deals?amount=4242',
    '/deals?amount[gte]=1',
    '/deals?sort=-amount',
    '/deals?where=amount%20%3E%201',
    '/deals?where=weighted%20%3E%201',
    '/contacts?email[contains]=a',
    '/deals/export?columns=client,amount',
    '/deals/export?amount=4242',
    '/deals/export?sort=amount',
  ])('is refused GET %s before anything is asked', async (path) => {
    expect(await told(get(path, rep))).toEqual(NO);
    expect((await get(path, admin)).status).toBe(200);
  });

  it('is refused to group, measure or explain by them', async () => {
    const queries = [
      { entity: 'deal', measures: ['sum(amount)'] },
      { entity: 'deal', measures: ['amount.open'] },
      { entity: 'deal', measures: ['max(weighted)'] },
      { entity: 'deal', by: ['amount'], measures: ['count()'] },
      { entity: 'deal', measures: ['count()'], where: 'amount > 1' },
      { entity: 'deal', measures: ['count()'], filters: [{ field: 'amount', op: 'gte', values: [1] }] },
      { entity: 'contact', by: ['email'], measures: ['count()'] },
    ];
    for (const query of queries) {
      expect([query, await told(server.send('POST', '/query', query, rep))]).toEqual([query, NO]);
      expect([query, (await server.send('POST', '/query', query, admin)).status]).toEqual([query, 200]);
    }
    const ask = { query: { entity: 'deal', measures: ['sum(amount)'] }, measure: 'sum(amount)' };
    expect(await told(server.send('POST', '/explain', ask, rep))).toEqual(NO);
    expect(await told(server.send('POST', '/query', { entity: 'investor', measures: ['count()'] }, rep))).toEqual([
      400,
      'bad_query',
    ]);
  });

  it('finds nothing by words that stand in them', async () => {
    await server.send('POST', '/contacts', { name: 'Marie', email: 'marie@hidden.example' }, admin);
    expect((await said(await get('/contacts?q=hidden.example', admin))).total).toBe(1);
    expect((await said(await get('/contacts?q=hidden.example', rep))).total).toBe(0);
  });

  it('cannot write what it may not, whatever the way, and nothing is changed', async () => {
    const before = await everything();
    const edit = { ...rep, 'If-Match': '"1"' };
    for (const values of [{ amount: 1 }, { priority: 'low' }, { client: 'X', amount: null }, { priority: null }]) {
      expect([values, await told(server.send('PATCH', `/deals/${deal.id}`, values, edit))]).toEqual([values, NO]);
      expect([
        values,
        await told(server.send('PUT', `/deals/${deal.id}`, { client: 'X', stage: 'won', ...values }, edit)),
      ]).toEqual([values, NO]);
      expect([
        values,
        await told(server.send('POST', '/deals', { client: 'X', stage: 'won', ...values }, rep)),
      ]).toEqual([values, NO]);
      const operations = [{ op: 'change', id: deal.id, version: 1, values }];
      expect([values, await told(server.send('POST', '/deals/bulk', { operations }, rep))]).toEqual([values, NO]);
    }
    const csv = { ...rep, 'Content-Type': 'text/csv' };
    const file = (address: string) =>
      server.app.request(`https://crm.example.com/api/v1/imports?entity=deal&${address}`, {
        method: 'POST',
        headers: csv,
        body: 'Client;Montant\nDurand;7',
      });
    for (const address of ['map[Montant]=amount', 'map[Montant]=priority', 'column[amount]=fill', 'clear=amount'])
      expect([address, await told(file(address))]).toEqual([address, NO]);
    for (const [method, path] of [
      ['POST', '/companies'],
      ['POST', '/companies/bulk'],
    ] as const) {
      const body = path.endsWith('bulk') ? { operations: [{ op: 'create', values: { name: 'X' } }] } : { name: 'X' };
      expect([path, (await server.send(method, path, body, rep)).status]).toEqual([path, 403]);
    }
    expect(await everything()).toBe(before);
  });

  it('edits the rest, and leaves alone what it does not see', async () => {
    const answer = await server.send(
      'PUT',
      `/deals/${deal.id}`,
      { client: 'Durand et fils', stage: 'qualified' },
      { ...rep, 'If-Match': '"1"' },
    );
    const body = await said(answer);
    expect([answer.status, body.client, 'amount' in body]).toEqual([200, 'Durand et fils', false]);
    const whole = await said(await get(`/deals/${deal.id}`, admin));
    expect([whole.amount, whole.priority, whole.client]).toEqual([4242, 'high', 'Durand et fils']);
    const stale = await server.send('PATCH', `/deals/${deal.id}`, { client: 'Y' }, { ...rep, 'If-Match': '"1"' });
    expect([stale.status, JSON.stringify(await said(stale)).includes('4242')]).toEqual([412, false]);
  });

  it('takes no column of a file for them, and sees no import of others', async () => {
    const csv = 'Client;Montant;Étape\nNouveau;99;prospect\n';
    const send = (who: Headers) =>
      server.app.request('https://crm.example.com/api/v1/imports?entity=deal', {
        method: 'POST',
        headers: { ...who, 'Content-Type': 'text/csv' },
        body: csv,
      });
    const all = await said(await send(admin));
    expect(all.mapping.columns.map((one: { field: string }) => one.field)).toContain('amount');
    const own = await said(await send(rep));
    expect(own.mapping.columns.map((one: { field: string }) => one.field)).toEqual(['client', 'stage']);
    const accepted = await server.send('POST', `/imports/${own.id}/accept`, undefined, rep);
    expect(accepted.status).toBe(200);
    const listed = await said(await get('/deals?client=Nouveau', admin));
    expect([listed.total, listed.items[0].amount]).toEqual([1, null]);
    expect(await told(get(`/imports/${all.id}`, rep))).toEqual([404, 'not_found']);
    expect((await said(await get('/imports', rep))).items.map((one: { id: string }) => one.id)).toEqual([own.id]);
    expect((await server.send('POST', `/imports/${own.id}/undo`, undefined, rep)).status).toBe(200);
  });

  it('answers the same, byte for byte, whatever stands in them', async () => {
    const asked = async (): Promise<string> => {
      const paths = [
        '/deals',
        '/deals?sort=client&q=dur',
        `/deals/${deal.id}`,
        '/deals/export?format=json',
        '/deals?amount=1',
      ];
      const texts = await Promise.all(paths.map(async (path) => (await get(path, rep)).text()));
      const figures = await server.send(
        'POST',
        '/query',
        { entity: 'deal', by: ['client'], measures: ['count()'] },
        rep,
      );
      return [...texts, await figures.text()].join('\n').replaceAll(/"requestId":"[^"]*"/g, '');
    };
    const before = await asked();
    await opened.database.admin`update sluice.deal set amount = 999999 where id = ${deal.id}`;
    expect(await asked()).toBe(before);
  });
});

describe('roles of a tenant', () => {
  it('are told with how many have them, to those who let people in', async () => {
    const roles = await said(await get('/roles', admin));
    expect(roles.items.map((one: { name: string; fixed: boolean }) => [one.name, one.fixed])).toEqual([
      ['admin', true],
      ['sales', false],
      ['viewer', false],
      ['rep', false],
    ]);
    expect((await get('/roles', rep)).status).toBe(403);
    expect((await get('/roles', await server.token({ tenant: 'globex' }))).status).toBe(200);
    const others = await said(await get('/roles', await server.token({ tenant: 'globex' })));
    expect(others.items.map((one: { name: string }) => one.name)).toEqual(['admin', 'sales', 'viewer']);
    expect((await get('/deals', await server.token({ tenant: 'globex', role: 'rep' }))).status).toBe(401);
  });

  it('are refused when they are wrong, and nothing is changed', async () => {
    const before = await everything();
    const at = await version();
    const role = (rights: object) => ({ rights: { ...RIGHTS, ...rights } });
    expect(await told(put('/roles/admin', role({}), admin, at))).toEqual([409, 'role_is_fixed']);
    expect(await told(put('/roles/owner', role({}), admin, at))).toEqual([422, 'bad_role_name']);
    expect(await told(put('/roles/x', role({ fields: { deal: { client: 'none' } } }), admin, at))).toEqual([
      422,
      'not_valid',
    ]);
    expect(await told(put('/roles/x', role({ entities: { ghost: ALL } }), admin, at))).toEqual([422, 'not_valid']);
    expect(await told(put('/roles/x', { ...role({}), admin: true }, admin, at))).toEqual([400, 'unknown_field']);
    expect(await told(put('/roles/x', role({}), admin, at - 1))).toEqual([412, 'changed_meanwhile']);
    expect(await told(put('/roles/x', role({}), admin))).toEqual([428, 'version_needed']);
    expect(await told(put('/roles/x', role({}), rep, at))).toEqual([403, 'not_allowed']);
    expect(await everything()).toBe(before);
  });

  it('give nobody more than they have, nor more than before', async () => {
    const rights = { tenant: ['people', 'roles'], entities: { '*': ['read', 'change'] } };
    await put('/roles/lead', { rights }, admin, await version());
    const lead = await server.token({ role: 'lead', actor: 'lead' });
    const at = await version();
    expect(await told(put('/roles/lead', { rights: RIGHTS }, lead, at))).toEqual([403, 'own_role']);
    expect(await told(put('/roles/other', { rights: { tenant: ['settings'], entities: {} } }, lead, at))).toEqual([
      403,
      'not_yours_to_give',
    ]);
    expect(await told(put('/roles/other', { rights: { tenant: [], entities: { '*': ALL } } }, lead, at))).toEqual([
      403,
      'not_yours_to_give',
    ]);
    expect(await told(put('/roles/rep', { rights: { tenant: [], entities: {} } }, lead, at))).toEqual([
      403,
      'not_yours_to_give',
    ]);
    expect((await put('/roles/other', { rights: { tenant: [], entities: { deal: ['read'] } } }, lead, at)).status).toBe(
      200,
    );
    expect(await told(server.send('POST', '/people', { email: 'x@acme.example', role: 'admin' }, lead))).toEqual([
      403,
      'not_yours_to_give',
    ]);
    expect((await server.send('POST', '/people', { email: 'x@acme.example', role: 'other' }, lead)).status).toBe(201);
    const inUse = await server.send('DELETE', '/roles/other', undefined, {
      ...admin,
      'If-Match': `"${await version()}"`,
    });
    expect(await told(inUse)).toEqual([409, 'role_in_use']);
  });

  it('are effective with the next request of whoever has them', async () => {
    expect((await said(await get(`/deals/${deal.id}`, rep))).amount).toBeUndefined();
    await put('/roles/rep', { rights: { tenant: [], entities: { '*': ['read'] } } }, admin, await version());
    expect((await said(await get(`/deals/${deal.id}`, rep))).amount).toBeDefined();
    expect(
      (await server.send('PATCH', `/deals/${deal.id}`, { client: 'Z' }, { ...rep, 'If-Match': '"2"' })).status,
    ).toBe(403);
    await put('/roles/rep', { rights: { tenant: [], entities: { company: ['read'] } } }, admin, await version());
    expect(await told(get('/deals', rep))).toEqual([404, 'not_found']);
    const gone = await server.send('DELETE', '/roles/rep', undefined, { ...admin, 'If-Match': `"${await version()}"` });
    expect(gone.status).toBe(204);
    expect((await get('/companies', rep)).status).toBe(401);
  });

  it('may see own records only', async () => {
    const rights = { tenant: ['audit'], entities: { '*': ALL }, ownRecords: true };
    await put('/roles/own', { rights }, admin, await version());
    await server.letIn('mia@acme.example', 'own');
    const mia = (await server.signedIn('mia@acme.example')).bearer;
    const user = await said(await server.send('POST', '/users', { name: 'Mia', email: 'mia@acme.example' }, admin));
    expect((await said(await get('/deals', mia))).total).toBe(0);
    await server.send('POST', '/deals', { client: 'Hers', stage: 'prospect', owner: user.id }, admin);
    expect((await said(await get('/deals', mia))).total).toBe(1);
    for (const path of ['/imports', '/journal', '/events'])
      expect([path, (await get(path, mia)).status]).toEqual([path, 403]);
  });
});
