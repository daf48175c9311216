import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { openTestPeople, serverOver } from '../auth/testing.ts';
import { type Feed, openFeed } from '../feed/feed.ts';
import { readEvents } from '../feed/testing.ts';

type Headers = Readonly<Record<string, string>>;

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
let feed: Feed;
let admin: Headers;
let other: Headers;
let operator: Headers;

const get = (path: string, who: Headers) => server.send('GET', path, undefined, who);
const put = async (path: string, json: unknown) => {
  const { version } = await said(await get('/roles', admin));
  return server.send('PUT', path, json, { ...admin, 'If-Match': `"${version}"` });
};
const follow = async (who: Headers, after = '') => {
  const answer = await get(`/events${after === '' ? '' : `?after=${after}`}`, who);
  if (!answer.body || answer.status !== 200) throw new Error(`no stream: ${answer.status}`);
  const reader = readEvents(answer.body);
  expect((await reader.next())?.event).toBe('ready');
  return reader;
};
const make = async (client: string, amount: number, who: Headers = admin) =>
  said(await server.send('POST', '/deals', { client, amount, stage: 'prospect' }, who));

beforeAll(async () => {
  opened = await openTestPeople();
  feed = openFeed({ pool: opened.pool, connection: opened.connection, times: { check: 100 } });
  server = serverOver(opened.pool, { feed });
  admin = await server.token();
  other = await server.token({ tenant: 'globex' });
  operator = {
    Authorization: `Bearer ${await server.keeper.sign('operator', { tenant: 'all', role: 'admin', actor: 'ops' })}`,
  };
});
afterAll(async () => {
  await feed.close();
  await opened.close();
});

describe('whoever follows a tenant', () => {
  it('is told that settings changed, and comes back to the new model without losing an event', async () => {
    const mine = await follow(admin);
    const theirs = await follow(other);
    const overlay = { entities: { deal: { fields: { colour: { kind: 'text' } } } } };
    expect((await put('/settings', { overlay })).status).toBe(200);
    const told = await mine.next();
    expect([told?.event, told?.data]).toMatchObject([
      'settings',
      { what: 'settings', version: 2, actor: 'boss', fields: ['entities.deal.fields.colour'] },
    ]);
    expect(await mine.next()).toMatchObject({ event: 'bye', data: { reason: 'changed' } });
    const made = await said(
      await server.send('POST', '/deals', { client: 'A', stage: 'prospect', colour: 'red' }, admin),
    );
    const again = await follow(admin, mine.lastId());
    const [change] = await again.changes(1);
    expect([change?.data['id'], change?.data['fields']]).toMatchObject([made.id, expect.arrayContaining(['colour'])]);
    await again.cancel();
    // another tenant goes on, and hears of its own alone
    const own = await make('B', 1, other);
    expect((await theirs.changes(1))[0]?.data['id']).toBe(own.id);
    await theirs.cancel();
  });

  it('hears of no field and no record that their role does not read', async () => {
    const rights = { tenant: [], entities: { '*': [], deal: ['read'] }, fields: { deal: { amount: 'none' } } };
    expect((await put('/roles/rep', { rights })).status).toBe(200);
    const rep = await follow(await server.token({ role: 'rep' }));
    const deal = await make('Secret', 7);
    await server.send('POST', '/companies', { name: 'Hidden' }, admin);
    await server.send('PATCH', `/deals/${deal.id}`, { amount: 8 }, { ...admin, 'If-Match': '"1"' });
    await server.send('PATCH', `/deals/${deal.id}`, { client: 'Open' }, { ...admin, 'If-Match': '"2"' });
    const heard = await rep.changes(2);
    expect(
      heard.map(({ data }) => [data['entity'], data['version'], (data['fields'] as string[]).includes('amount')]),
    ).toEqual([
      ['deal', 1, false],
      ['deal', 3, false],
    ]);
    await rep.cancel();
  });

  it('is sent away when their role changes, and when the tenant is suspended', async () => {
    const rep = await server.token({ role: 'rep' });
    const reader = await follow(rep);
    expect((await put('/roles/rep', { rights: { tenant: [], entities: { deal: ['read'] } } })).status).toBe(200);
    expect((await reader.next())?.event).toBe('settings');
    expect(await reader.next()).toMatchObject({ event: 'bye', data: { reason: 'changed' } });
    const last = await follow(rep);
    const theirs = await follow(other);
    await server.send('POST', '/operator/tenants/acme/suspend', undefined, operator);
    const farewell: unknown[] = [];
    for (let event = await last.next(); event; event = await last.next())
      farewell.push(event.data['reason'] ?? event.event);
    expect(farewell.at(-1)).toBe('signed_out');
    expect((await get('/events', rep)).status).toBe(403);
    await server.send('POST', '/operator/tenants/acme/resume', undefined, operator);
    const own = await make('C', 1, other);
    expect((await theirs.changes(1))[0]?.data['id']).toBe(own.id);
    await theirs.cancel();
  });
});

describe('the journal of a tenant', () => {
  const page = async (query: string, who: Headers = admin) => said(await get(`/journal?${query}`, who));

  it('is read from page to page, by entity, by actor, by cause and by day', async () => {
    const all = await page('limit=500');
    const found: unknown[] = [];
    for (let cursor = ''; ; ) {
      const part = await page(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      found.push(...part.items);
      if (part.next === null) break;
      cursor = part.next;
    }
    expect(found).toEqual(all.items);
    expect(all.items.length).toBeGreaterThan(6);
    const deals = await page('entity=deal&entity=company&limit=500');
    expect(new Set(deals.items.map((one: { entity: string }) => one.entity))).toEqual(new Set(['deal', 'company']));
    expect((await page('actor=ops')).items.map((one: { entity: string }) => one.entity)).toEqual([
      'tenant.settings',
      'tenant.settings',
    ]);
    const [first] = deals.items;
    expect((await page(`cause=${encodeURIComponent(first.cause)}`)).items).toEqual([first]);
    expect((await page('to=2020-01-01')).items).toEqual([]);
    expect((await page('from=2020-01-01&limit=500')).items).toEqual(all.items);
    expect((await page('limit=500', other)).items.length).toBe(2);
  });

  it('holds nothing that the reader’s role does not read, and says what it cannot be asked', async () => {
    const rights = { tenant: ['audit'], entities: { '*': [], deal: ['read'] }, fields: { deal: { amount: 'none' } } };
    expect((await put('/roles/auditor', { rights })).status).toBe(200);
    const auditor = await server.token({ role: 'auditor' });
    const seen = await page('entity=deal&limit=500', auditor);
    const whole = await page('entity=deal&limit=500');
    expect(JSON.stringify(seen)).not.toContain('amount');
    expect(JSON.stringify(whole)).toContain('amount');
    // a change of the hidden field alone is no entry
    expect(seen.items.length).toBe(whole.items.length - 1);
    for (const [query, code] of [
      ['entity=company', 'bad_query'],
      ['entity=ghost', 'bad_query'],
      ['sort=at', 'bad_query'],
      ['from=yesterday', 'bad_query'],
      ['limit=0', 'bad_query'],
      ['cursor=x', 'bad_cursor'],
    ] as const) {
      const answer = await get(`/journal?${query}`, auditor);
      expect([query, answer.status, (await said(answer)).code]).toEqual([query, 400, code]);
    }
  });
});
