import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { MODEL, NOON, said, testApp } from '../../test/http.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { openTenants } from '../tenants/tenants.ts';
import { originFrom, originsIn } from './origins.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 4 });
  await migrate(pool, schemaOf(MODEL));
  const tenants = openTenants({ pool, blueprint: crm, now: () => NOON });
  for (const name of ['acme', 'globex'])
    await tenants.create({ name, label: name, zone: 'Europe/Paris', currency: 'EUR' });
  await originsIn(pool).change('acme', () => ['https://app.acme.example']);
  await originsIn(pool).change('globex', () => ['https://globex.example']);
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

const ACME = 'https://app.acme.example';
const GLOBEX = 'https://globex.example';
const ready = async () => {
  const test = testApp({ ...openTenants({ pool, blueprint: crm, now: () => NOON }), origins: originsIn(pool) });
  const who = await test.bearer();
  const get = (origin: string, headers: Readonly<Record<string, string>> = who, path = 'deals') =>
    test.app.request(`/api/v1/${path}`, { headers: { ...headers, Origin: origin } });
  const preflight = (
    origin: string,
    more: Readonly<Record<string, string>> = { 'Access-Control-Request-Method': 'PATCH' },
  ) => test.app.request('/api/v1/deals/1', { method: 'OPTIONS', headers: { Origin: origin, ...more } });
  return { ...test, who, get, preflight };
};
const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin');
const varies = ({ headers }: Response) => /\borigin\b/i.test(headers.get('vary') ?? '');

describe('an origin', () => {
  it('is what browsers say, of sites that can be trusted', () => {
    expect(originFrom('https://App.Example.com')).toBe('https://app.example.com');
    expect(originFrom('https://app.example.com:443/')).toBe('https://app.example.com');
    expect(originFrom('http://localhost:3000')).toBe('http://localhost:3000');
    for (const wrong of [
      '*',
      'null',
      'https://*',
      'https://*.example.com',
      'http://example.com',
      'https://a.example/path',
      'https://a.example?q',
      'https://a.example/?',
      'https://me@a.example',
      'file:///etc',
      'example.com',
      `https://${'a'.repeat(300)}.example`,
    ])
      expect([wrong, originFrom(wrong)]).toEqual([wrong, null]);
  });
});

describe('a preflight', () => {
  it('is answered for listed origins only, and never with credentials', async () => {
    const { preflight } = await ready();
    const answer = await preflight(ACME);
    expect([answer.status, allowed(answer), varies(answer)]).toEqual([204, ACME, true]);
    expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(answer.headers.get('access-control-allow-headers')).toMatch(/Authorization.*Idempotency-Key.*If-Match/);
    expect(answer.headers.get('access-control-allow-credentials')).toBe(null);
    for (const other of [
      'https://evil.example',
      'null',
      '*',
      'https://app.acme.example.evil.example',
      'https://app.acme.example:444',
      'http://app.acme.example',
      'https://APP.acme.example',
      'https://acme.example',
    ]) {
      const refused = await preflight(other);
      expect([other, refused.status, allowed(refused)]).toEqual([other, 405, null]);
    }
    expect((await preflight(ACME, {})).status).toBe(405);
  });
});

describe('an answer', () => {
  it('may be read by pages of the own tenant’s origins, and by no others', async () => {
    const { get, bearer } = await ready();
    const own = await get(ACME);
    expect([own.status, allowed(own), varies(own)]).toEqual([200, ACME, true]);
    expect(own.headers.get('access-control-expose-headers')).toContain('RateLimit-Remaining');
    expect(own.headers.get('access-control-allow-credentials')).toBe(null);
    const globex = await bearer({ tenant: 'globex' });
    for (const answer of [
      await get(GLOBEX),
      await get('https://evil.example'),
      await get('null'),
      await get(ACME, globex),
    ])
      expect([answer.status, allowed(answer), varies(answer)]).toEqual([200, null, true]);
  });

  it('to nobody in particular tells listed pages why it is refused', async () => {
    const { get } = await ready();
    const refused = await get(ACME, {});
    expect([refused.status, allowed(refused)]).toEqual([401, ACME]);
    expect(allowed(await get('https://evil.example', {}))).toBe(null);
  });

  it('to a cookie is for our own pages', async () => {
    const { get, cookie } = await ready();
    expect(allowed(await get(ACME, await cookie()))).toBe(null);
  });

  it('varies with the origin also where none is sent', async () => {
    const { app, who } = await ready();
    const answer = await app.request('/api/v1/deals', { headers: who });
    expect([varies(answer), allowed(answer)]).toEqual([true, null]);
  });
});

describe('the list of a tenant', () => {
  it('is read and replaced by its owners, and effective at once', async () => {
    const { app, send, bearer, preflight } = await ready();
    const owner = await bearer({ tenant: 'globex', role: 'owner' });
    const put = (origins: unknown, headers = owner) => send('PUT', '/api/v1/origins', { origins }, headers);
    expect((await put(['https://new.example'], await bearer({ tenant: 'globex' }))).status).toBe(403);
    for (const wrong of [['*'], [1], 'x', ['https://a.example/b'], Array.from({ length: 101 }, () => GLOBEX)])
      expect([400, 422]).toContain((await put(wrong)).status);
    expect(await said(await put([GLOBEX, 'https://New.example', 'https://new.example']))).toEqual({
      origins: [GLOBEX, 'https://new.example'],
    });
    expect((await preflight('https://new.example')).status).toBe(204);
    expect(await said(await app.request('/api/v1/origins', { headers: owner }))).toEqual({
      origins: [GLOBEX, 'https://new.example'],
    });
    await put([GLOBEX]);
    expect((await preflight('https://new.example')).status).toBe(405);
    expect(await originsIn(pool).of('acme')).toEqual([ACME]);
    expect(await originsIn(pool).of('nobody')).toBe(null);
  });
});
