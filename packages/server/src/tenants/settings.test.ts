import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { openTestPeople, serverOver } from '../auth/testing.ts';

type Headers = Readonly<Record<string, string>>;

const FIELDS = {
  colour: {
    kind: 'choice',
    label: { en: 'Colour', fr: 'Couleur' },
    dimension: true,
    indexed: true,
    options: [{ key: 'red' }, { key: 'white', label: 'White' }],
  },
  margin: { kind: 'percent', label: 'Margin', indexed: true },
  fee: { kind: 'money', currency: 'EUR', label: 'Fee', indexed: true },
  signedOn: { kind: 'date', label: 'Signed on', indexed: true },
  bottles: { kind: 'number', label: 'Bottles' },
  urgent: { kind: 'flag', label: 'Urgent' },
  vineyard: { kind: 'text', label: 'Vineyard', indexed: true },
  callAt: { kind: 'instant', label: 'Call at' },
  grapes: { kind: 'tags', label: 'Grapes' },
  partner: { kind: 'link', to: 'company', label: 'Partner' },
  profit: { kind: 'money', currency: 'EUR', label: 'Profit', formula: 'amount * margin' },
};
const OVERLAY = {
  entities: {
    deal: {
      label: { en: 'Order' },
      fields: FIELDS,
      pipelines: {
        sales: {
          stages: [
            { key: 'demo', probability: 55, label: 'Demo' },
            { key: 'qualified', probability: 44 },
          ],
          order: ['prospect', 'demo'],
        },
      },
      gates: { thin: { severity: 'warning', fails: 'margin < 10', message: 'Thin margin' } },
      metrics: { 'fee.open': { label: 'Open fees', formula: 'sum(fee)', where: 'stage.open', unit: 'money' } },
      views: { table: ['client', 'colour', 'amount', 'margin'] },
    },
  },
};
const VALUES = {
  colour: 'white',
  margin: 12.5,
  fee: 1000.55,
  signedOn: '2025-03-04',
  bottles: 12,
  urgent: true,
  vineyard: 'Château Éclair',
  callAt: '2025-03-04T09:30:00.000Z',
  grapes: ['merlot', 'malbec'],
};

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
let admin: Headers;
let other: Headers;
const ids: Record<string, string> = {};

const get = (path: string, who: Headers = admin) => server.send('GET', path, undefined, who);
const body = async (answer: Promise<Response> | Response) => said(await answer);
const version = async (who: Headers = admin): Promise<number> => Number((await body(get('/settings', who))).version);
const put = async (overlay: unknown, who: Headers = admin) =>
  server.send('PUT', '/settings', { overlay }, { ...who, 'If-Match': `"${await version(who)}"` });
const clients = async (query: string): Promise<readonly string[]> => {
  const page = await body(get(`/deals?${query}`));
  return page.items?.map((one: { client: string }) => one.client) ?? [page.code];
};

beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool);
  admin = await server.token();
  other = await server.token({ tenant: 'globex' });
  ids['company'] = (await body(server.send('POST', '/companies', { name: 'Cave SA' }, admin))).id;
  ids['plain'] = (
    await body(server.send('POST', '/deals', { client: 'Plain', amount: 100, stage: 'qualified' }, admin))
  ).id;
});
afterAll(() => opened.close());

describe('what a tenant adds at run time', () => {
  it('is shown before it is put in force, with what its rules would catch', async () => {
    const first = await body(server.send('POST', '/settings/preview', { overlay: OVERLAY }, admin));
    expect([first.ok, first.issues, first.affected]).toEqual([
      true,
      [],
      [{ entity: 'deal', gate: 'thin', severity: 'warning', records: 0 }],
    ]);
    expect(first.changes.map((one: { path: string[]; kind: string }) => `${one.kind} ${one.path.join('.')}`)).toContain(
      'added entities.deal.fields.margin',
    );
    const gates = { small: { severity: 'warning', fails: 'amount < 1000', message: 'Small' } };
    const second = await body(
      server.send('POST', '/settings/preview', { overlay: { entities: { deal: { gates } } } }, admin),
    );
    expect(second.affected).toEqual([{ entity: 'deal', gate: 'small', severity: 'warning', records: 1 }]);
    expect(await version()).toBe(1);
  });

  it('is in force with the next request, and counted', async () => {
    const answer = await put(OVERLAY);
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"']);
    const about = await body(get('/model'));
    expect(about.overlays).toEqual([OVERLAY]);
    const made = await server.send(
      'POST',
      '/deals',
      { client: 'Rich', amount: 2000, stage: 'demo', partner: ids['company'], ...VALUES },
      admin,
    );
    const rich = await said(made);
    expect([made.status, rich]).toMatchObject([
      201,
      { ...VALUES, partner: ids['company'], probability: 55, profit: 250, stage: 'demo' },
    ]);
    ids['rich'] = rich.id;
    const thin = await server.send(
      'POST',
      '/deals',
      { client: 'Thin', amount: 10, stage: 'prospect', colour: 'red', margin: 5, fee: 7 },
      admin,
    );
    expect([thin.status, thin.headers.get('sluice-warnings')]).toEqual([201, 'gate_thin']);
    expect((await body(get(`/deals/${ids['plain']}`))).probability).toBe(44);
  });

  it.each<[string, readonly string[]]>([
    ['colour=white', ['Rich']],
    ['colour[not]=white&sort=client', ['Plain', 'Thin']],
    ['margin[gte]=12.5', ['Rich']],
    ['fee[gt]=7', ['Rich']],
    ['fee=1000.55', ['Rich']],
    ['signedOn[gte]=2025-01-01', ['Rich']],
    ['signedOn=2025-03-04', ['Rich']],
    ['bottles[lt]=20', ['Rich']],
    ['urgent=true', ['Rich']],
    ['vineyard[contains]=eclair', ['Rich']],
    ['q=eclair', ['Rich']],
    ['grapes=merlot', ['Rich']],
    ['callAt[gte]=2025-03-04T00:00:00Z', ['Rich']],
    ['fee[empty]=', ['Plain']],
    ['partner.name[contains]=cave', ['Rich']],
    ['where=margin%20%3C%2010', ['Thin']],
    ['where=profit%20%3E%20100', ['Rich']],
    ['sort=-fee', ['Rich', 'Thin', 'Plain']],
    ['sort=margin', ['Thin', 'Rich', 'Plain']],
    ['sort=-signedOn,client', ['Rich', 'Plain', 'Thin']],
    ['sort=colour,client', ['Thin', 'Rich', 'Plain']],
    ['sort=partner,client', ['Rich', 'Plain', 'Thin']],
  ])('is filtered, searched and sorted like any other: %s', async (query, expected) => {
    expect(await clients(query)).toEqual(expected);
  });

  it('goes on from page to page in the order of an added field', async () => {
    const found: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await body(
        get(`/deals?sort=fee&limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`),
      );
      found.push(...page.items.map((one: { client: string }) => one.client));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(found).toEqual(['Thin', 'Rich', 'Plain']);
  });

  it('is grouped, measured and explained', async () => {
    const by = await body(
      server.send(
        'POST',
        '/query',
        { entity: 'deal', by: ['colour'], measures: ['sum(fee)', 'avg(margin)', 'fee.open'], sort: ['colour'] },
        admin,
      ),
    );
    expect([by.dimensions[0].values, by.measures.map((one: { values: unknown[] }) => one.values)]).toEqual([
      ['red', 'white', null],
      [
        [7, 1000.55, 0],
        [5, 12.5, null],
        [7, 1000.55, 0],
      ],
    ]);
    const month = await body(
      server.send(
        'POST',
        '/query',
        { entity: 'deal', by: [{ field: 'signedOn', granularity: 'month' }], measures: ['count()'] },
        admin,
      ),
    );
    expect(month.dimensions[0].values).toContain('2025-03-01');
    const partner = await body(
      server.send('POST', '/query', { entity: 'deal', by: ['partner'], measures: ['sum(profit)'] }, admin),
    );
    expect(partner.dimensions[0].labels).toContain('Cave SA');
    const why = await body(
      server.send(
        'POST',
        '/explain',
        { query: { entity: 'deal', measures: ['sum(fee)'] }, measure: 'sum(fee)' },
        admin,
      ),
    );
    expect([why.value, why.included, why.population]).toEqual([1007.55, 2, 3]);
  });

  it('is told in the journal and the document of the API', async () => {
    const edited = await server.send(
      'PATCH',
      `/deals/${ids['rich']}`,
      { fee: 2000, grapes: null },
      { ...admin, 'If-Match': '"1"' },
    );
    expect([edited.status, (await said(edited)).margin]).toEqual([200, 12.5]);
    const journal = await body(get(`/deals/${ids['rich']}/journal`));
    expect([journal.items[0].before, journal.items[0].after]).toEqual([
      { fee: 1000.55, grapes: ['merlot', 'malbec'] },
      { fee: 2000, grapes: null },
    ]);
    const document = await body(get('/openapi.json'));
    expect(document.components.schemas.Deal.properties.colour.enum).toEqual(['red', 'white', null]);
    expect(document.paths['/deals'].get.parameters.map((one: { name?: string }) => one.name)).toContain('vineyard');
    const others = await body(get('/openapi.json', other));
    expect(others.components.schemas.Deal.properties.colour).toBeUndefined();
  });

  it('is exported and read back without a change', async () => {
    for (const format of ['csv', 'json', 'xlsx']) {
      const file = await (await get(`/deals/export?format=${format}`)).arrayBuffer();
      const type =
        {
          csv: 'text/csv',
          json: 'application/json',
          xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        }[format] ?? '';
      const answer = await server.app.request('https://crm.example.com/api/v1/imports?entity=deal', {
        method: 'POST',
        headers: { ...admin, 'Content-Type': type },
        body: file,
      });
      const plan = await said(answer);
      expect([format, answer.status, plan.counts, plan.issues]).toEqual([
        format,
        201,
        { rows: 3, create: 0, update: 0, unchanged: 3, reject: 0 },
        [],
      ]);
    }
  });

  it('is imported by its label in any language, and taken back exactly', async () => {
    const csv =
      'id;Client;Étape;Couleur;Margin;Fee;Signed on;Grapes;Partner\n' +
      `${ids['plain']};Plain;qualified;White;33,5 %;12,50;05/03/2025;syrah|malbec;Cave SA\n`;
    const answer = await server.app.request('https://crm.example.com/api/v1/imports?entity=deal', {
      method: 'POST',
      headers: { ...admin, 'Content-Type': 'text/csv' },
      body: csv,
    });
    const plan = await said(answer);
    expect(plan.rejected).toEqual([]);
    expect([plan.counts, plan.mapping.columns.map((one: { field: string }) => one.field)]).toEqual([
      { rows: 1, create: 0, update: 1, unchanged: 0, reject: 0 },
      ['id', 'client', 'stage', 'colour', 'margin', 'fee', 'signedOn', 'grapes', 'partner'],
    ]);
    expect((await server.send('POST', `/imports/${plan.id}/accept`, undefined, admin)).status).toBe(200);
    expect(await body(get(`/deals/${ids['plain']}`))).toMatchObject({
      colour: 'white',
      margin: 33.5,
      fee: 12.5,
      signedOn: '2025-03-05',
      grapes: ['syrah', 'malbec'],
      partner: ids['company'],
    });
    expect((await server.send('POST', `/imports/${plan.id}/undo`, undefined, admin)).status).toBe(200);
    expect(await body(get(`/deals/${ids['plain']}`))).toMatchObject({
      colour: null,
      margin: null,
      fee: null,
      signedOn: null,
      grapes: null,
      partner: null,
    });
  });

  it('keeps a record from being removed to which an added link leads', async () => {
    const company = await get(`/companies/${ids['company']}`);
    const gone = await server.send('DELETE', `/companies/${ids['company']}`, undefined, {
      ...admin,
      'If-Match': company.headers.get('etag') ?? '',
    });
    expect([gone.status, (await said(gone)).code]).toEqual([409, 'still_linked']);
    const nowhere = await server.send(
      'POST',
      '/deals',
      { client: 'X', stage: 'won', partner: '018f2f6e-0000-7000-8000-0000000000ff' },
      admin,
    );
    expect([nowhere.status, (await said(nowhere)).issues[0].code]).toEqual([422, 'not_linked']);
  });

  it('is one tenant’s own: another has none of it', async () => {
    expect((await body(get('/model', other))).overlays).toEqual([]);
    expect(await version(other)).toBe(1);
    expect((await body(get('/deals?colour=white', other))).code).toBe('bad_query');
    expect((await server.send('POST', '/deals', { client: 'X', stage: 'won', colour: 'red' }, other)).status).toBe(400);
    expect((await server.send('POST', '/deals', { client: 'X', stage: 'demo' }, other)).status).toBe(422);
    const mine = await server.send('POST', '/deals', { client: 'Mine', stage: 'qualified', amount: 5 }, other);
    expect([mine.status, (await said(mine)).probability]).toEqual([201, 30]);
  });
});

describe('an overlay that may not be', () => {
  it.each<[string, unknown, string]>([
    ['drops a field that was added', { entities: { deal: { ...OVERLAY.entities.deal, fields: {} } } }, 'overlay_drops'],
    [
      'changes the kind of an added field',
      { entities: { deal: { ...OVERLAY.entities.deal, fields: { ...FIELDS, margin: { kind: 'text' } } } } },
      'kind_is_fixed',
    ],
    [
      'drops a stage that was added',
      { entities: { deal: { ...OVERLAY.entities.deal, pipelines: {} } } },
      'overlay_drops',
    ],
    [
      'drops a field of the product',
      { entities: { deal: { ...OVERLAY.entities.deal, fields: { ...FIELDS, amount: null } } } },
      'not_an_overlay',
    ],
    [
      'loosens a rule of the product',
      { entities: { deal: { ...OVERLAY.entities.deal, gates: { unowned: null } } } },
      'overlay_loosens',
    ],
    [
      'has a formula that does not read',
      {
        entities: {
          deal: { ...OVERLAY.entities.deal, fields: { ...FIELDS, odd: { kind: 'number', formula: 'ghost + 1' } } },
        },
      },
      'unknown_name',
    ],
    [
      'names a view of nothing',
      { entities: { deal: { ...OVERLAY.entities.deal, views: { table: ['ghost'] } } } },
      'no_such_field',
    ],
    ['is of an entity there is not', { ...OVERLAY, entities: { ...OVERLAY.entities, ghost: {} } }, 'no_such_entity'],
  ])('is refused when it %s, and nothing is changed', async (_what, overlay, code) => {
    const before = await body(get('/settings'));
    const answer = await put(overlay);
    const problem = await said(answer);
    expect([answer.status, problem.code, problem.issues.map((one: { code: string }) => one.code)]).toEqual([
      422,
      'not_valid',
      expect.arrayContaining([code]),
    ]);
    expect(await body(get('/settings'))).toEqual(before);
    const preview = await body(server.send('POST', '/settings/preview', { overlay }, admin));
    expect([preview.ok, preview.issues.length > 0]).toEqual([false, true]);
  });

  it('is refused to those who may not, and on a version that is not the last', async () => {
    const sales = await server.token({ role: 'sales' });
    for (const [method, path] of [
      ['GET', '/settings'],
      ['PUT', '/settings'],
      ['PATCH', '/settings'],
      ['POST', '/settings/preview'],
    ] as const)
      expect([
        path,
        (
          await server.send(method, path, method === 'GET' ? undefined : { overlay: {} }, {
            ...sales,
            'If-Match': '"2"',
          })
        ).status,
      ]).toEqual([path, 403]);
    const stale = await server.send('PUT', '/settings', { overlay: OVERLAY }, { ...admin, 'If-Match': '"1"' });
    expect([stale.status, (await said(stale)).code]).toEqual([412, 'changed_meanwhile']);
    for (const bad of ['[]', '{"overlay":[]}', '{"overlay":5}', '{"overlays":{}}', '{}', 'x']) {
      const answer = await server.app.request('https://crm.example.com/api/v1/settings', {
        method: 'PUT',
        headers: { ...admin, 'If-Match': '"2"', 'Content-Type': 'application/json' },
        body: bad,
      });
      expect([bad, answer.status >= 400 && answer.status < 500]).toEqual([bad, true]);
    }
    expect(await version()).toBe(2);
  });

  it('is put in force once of ten at the same time', async () => {
    const at = await version();
    const wishes = Array.from({ length: 10 }, (_, n) => ({
      entities: { deal: { ...OVERLAY.entities.deal, label: `Order ${n}` } },
    }));
    const answers = await Promise.all(
      wishes.map((overlay) => server.send('PUT', '/settings', { overlay }, { ...admin, 'If-Match': `"${at}"` })),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 412),
    ]);
    expect(await version()).toBe(at + 1);
  });
});

describe('a tenant of its own', () => {
  it('says its name, zone and currency itself', async () => {
    const patch = async (json: object) =>
      server.send('PATCH', '/settings', json, { ...admin, 'If-Match': `"${await version()}"` });
    expect((await body(patch({ label: 'Acme & fils', zone: 'Asia/Almaty' }))).tenant).toMatchObject({
      name: 'acme',
      label: 'Acme & fils',
      zone: 'Asia/Almaty',
    });
    for (const wrong of [{ zone: 'Mars/Base' }, { currency: 'XXQ' }, { label: ' ' }])
      expect([wrong, (await patch(wrong)).status]).toEqual([wrong, 422]);
    expect((await patch({ name: 'globex' })).status).toBe(400);
    expect((await body(get('/model'))).tenant.label).toBe('Acme & fils');
  });
});

describe('a write on its way while a field is added', () => {
  it('leaves the values of that field alone', async () => {
    const tenant = await server.tenants.find('acme');
    if (!tenant) throw new Error('acme is there');
    const before = { tenant: 'acme', role: 'admin', actor: 'slow', via: 'token' } as const;
    const standing = await server.tenants.standingOf(before);
    // a request that came before the change knows nothing of it
    const late = await server.tenants.sourceFor({ ...before, ...(standing ? { standing } : {}) }, 'late');
    const fields = { ...FIELDS, score: { kind: 'number' } };
    const { version: _, overlay } = await body(get('/settings'));
    const entities = { ...overlay.entities, deal: { ...overlay.entities.deal, fields } };
    expect((await put({ entities })).status).toBe(200);
    const rich = await body(get(`/deals/${ids['rich']}`));
    const scored = await server.send(
      'PATCH',
      `/deals/${ids['rich']}`,
      { score: 7 },
      { ...admin, 'If-Match': `"${rich.version}"` },
    );
    expect(scored.status).toBe(200);
    const written = await late?.change('deal', ids['rich'] ?? '', { fee: 5 }, { version: rich.version + 1 });
    expect(written?.ok).toBe(true);
    expect(await body(get(`/deals/${ids['rich']}`))).toMatchObject({ score: 7, fee: 0.05, margin: 12.5 });
  });
});
