import { describe, expect, it } from 'vitest';
import { said, testApp } from '../test/http.ts';

const UNKNOWN = '018f2f6e-0000-7000-8000-0000000000ff';

describe('who is asked', () => {
  it('everyone may ask how the server is, nobody else learns anything', async () => {
    const { app } = testApp();
    const health = await app.request('/api/v1/health');
    expect(health.status).toBe(200);
    expect(await said(health)).toEqual({ status: 'ok', database: 'ok', version: '0.0.0' });
    for (const path of ['/api/v1/model', '/api/v1/deals', '/api/v1/nonsense', `/api/v1/deals/${UNKNOWN}`]) {
      const answer = await app.request(path);
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="sluice"');
    }
  });

  it('says when the database is away', async () => {
    const { app } = testApp({ probe: async () => Promise.reject(new Error('gone')) });
    expect(await said(await app.request('/api/v1/health'))).toMatchObject({ status: 'degraded', database: 'away' });
    expect((await app.request('/readyz')).status).toBe(503);
    expect((await app.request('/livez')).status).toBe(200);
  });

  it('refuses every token that is not exactly ours', async () => {
    const { app, keeper, as, wait } = testApp();
    const ask = async (authorization: string) =>
      (await app.request('/api/v1/model', { headers: { Authorization: authorization } })).status;
    const token = await keeper.sign('token', as());
    expect(await ask(`Bearer ${token}`)).toBe(200);
    const [head = '', body = '', mark = ''] = token.split('.');
    const none = Buffer.from('{"alg":"none","typ":"sluice-token+jwt"}').toString('base64url');
    const owner = Buffer.from(Buffer.from(body, 'base64url').toString().replace('"editor"', '"owner"')).toString(
      'base64url',
    );
    const wrong = [
      `Basic ${token}`,
      `Bearer ${token}, Bearer ${token}`,
      `Bearer ${none}.${body}.`,
      `Bearer ${head}.${owner}.${mark}`,
      `Bearer ${head}.${body}.`,
      `Bearer ${await keeper.sign('key', as())}`,
      `Bearer ${await keeper.sign('session', as())}`,
      `Bearer ${await keeper.sign('token', as({ tenant: 'nobody' }))}`,
      `Bearer ${'a'.repeat(5000)}.b.c`,
    ];
    for (const one of wrong) expect([one.slice(0, 40), await ask(one)]).toEqual([one.slice(0, 40), 401]);
    expect((await app.request(`/api/v1/model?token=${token}`)).status).toBe(401);
    wait(3_606_000);
    expect(await ask(`Bearer ${token}`)).toBe(401);
  });

  it('lets a viewer read and not write', async () => {
    const { app, bearer, send } = testApp();
    const viewer = await bearer({ role: 'viewer' });
    const model = await said(await app.request('/api/v1/model', { headers: viewer }));
    expect(model).toMatchObject({ role: 'viewer', writable: false, today: '2025-02-05', tenant: { name: 'acme' } });
    const refused = await send('POST', '/api/v1/deals', { client: 'ACME', stage: 'prospect' }, viewer);
    expect(refused.status).toBe(403);
    expect((await said(refused)).code).toBe('read_only');
    const figures = { entity: 'deal', measures: ['count()'] };
    expect((await send('POST', '/api/v1/query', figures, viewer)).status).toBe(200);
  });

  it('takes writes with a cookie from its own pages only', async () => {
    const { cookie, send } = testApp();
    const session = await cookie();
    const draft = { client: 'ACME', stage: 'prospect' };
    const post = async (headers: Readonly<Record<string, string>>) =>
      (await send('POST', '/api/v1/deals', draft, { ...session, ...headers })).status;
    expect(await post({})).toBe(403);
    expect(await post({ Origin: 'https://evil.example' })).toBe(403);
    expect(await post({ Origin: 'null' })).toBe(403);
    expect(await post({ 'Sec-Fetch-Site': 'cross-site', Origin: 'http://localhost' })).toBe(403);
    expect(await post({ 'Sec-Fetch-Site': 'same-site' })).toBe(403);
    expect(await post({ 'Sec-Fetch-Site': 'same-origin' })).toBe(201);
    expect(await post({ Origin: 'http://localhost' })).toBe(201);
  });

  it('answers to its own names only', async () => {
    const { app } = testApp();
    const ask = async (host: string) => (await app.request('/api/v1/health', { headers: { Host: host } })).status;
    expect(await ask('localhost:8787')).toBe(200);
    expect(await ask('127.0.0.1:8787')).toBe(200);
    expect(await ask('[::1]:8787')).toBe(200);
    expect(await ask('rebind.evil.example:8787')).toBe(421);
    expect(await ask('localhost.evil.example')).toBe(421);
    const behind = testApp({ url: 'https://crm.example.com' });
    const named = await behind.app.request('/api/v1/health', { headers: { Host: 'crm.example.com' } });
    expect(named.status).toBe(200);
  });
});

describe('the page', () => {
  it('lets somebody in once with a key, and not a second time', async () => {
    const { app, keeper, as } = testApp();
    const key = await keeper.sign('key', as());
    expect((await app.request(`/?key=${key}`, { method: 'HEAD' })).status).toBe(401);
    const first = await app.request(`/?key=${key}`);
    expect(first.status).toBe(303);
    expect(first.headers.get('location')).toBe('/');
    const cookie = first.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^sluice_session=[\w.-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    const again = await app.request(`/?key=${key}`);
    expect(again.status).toBe(401);
    expect(await again.text()).toContain('npm exec sluice -- link');
    const session = { Cookie: cookie.split(';')[0] ?? '' };
    expect((await app.request(`/?key=${key}`, { headers: session })).status).toBe(303);
    expect((await app.request('/', { headers: session })).status).toBe(200);
    expect((await app.request('/api/v1/model', { headers: session })).status).toBe(200);
  });

  it('takes a key for 15 minutes and a session for 12 hours', async () => {
    const { app, keeper, as, cookie, wait } = testApp();
    const key = await keeper.sign('key', as());
    const session = await cookie();
    wait(15 * 60_000 + 6000);
    expect((await app.request(`/?key=${key}`)).status).toBe(401);
    expect((await app.request('/', { headers: session })).status).toBe(200);
    wait(12 * 3_600_000);
    expect((await app.request('/', { headers: session })).status).toBe(401);
  });

  it('loads nothing from elsewhere and has no script of its own', async () => {
    const { app, cookie } = testApp({ assets: import.meta.dirname });
    const page = await app.request('/', { headers: { ...(await cookie()), 'Accept-Language': 'he,en;q=0.5' } });
    const html = await page.text();
    expect(html).toContain('<html lang="he" dir="rtl">');
    expect(html).toContain('<sluice-app source="/api/v1"');
    expect(html).not.toMatch(/<script(?! type="module" src="\/)|<style|style=|https?:/);
    const policy = page.headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "worker-src 'self' blob:"])
      expect(policy.split('; ')).toContain(rule);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('has a page for every part of the CRM, each naming where it is', async () => {
    const { app, cookie } = testApp({ assets: import.meta.dirname });
    const headers = { ...(await cookie({ role: 'admin' })), 'Accept-Language': 'fr' };
    const at = async (path: string) => {
      const answer = await app.request(path, { headers });
      return { status: answer.status, html: await answer.text() };
    };
    expect((await at('/forecast')).html).toContain('<a href="/forecast" aria-current="page">Prévisions</a>');
    expect((await at('/board')).html).toContain('preset="board"');
    expect((await at('/tasks')).html).toContain('entity="task"');
    expect((await at('/tasks')).html).toContain('preset="tasks"');
    const settings = await at('/settings');
    expect(settings.html).toContain('<sluice-sessions>');
    expect(settings.html).toContain('<sluice-people>');
    const viewer = await app.request('/settings', { headers: await cookie({ role: 'viewer' }) });
    const seen = await viewer.text();
    expect(seen).toContain('<sluice-sessions>');
    expect(seen).not.toMatch(/sluice-(people|roles|settings|jobs|audit)/);
    const companies = await at('/records/companies');
    expect(companies.html).toContain('<title>Sociétés – Sluice</title>');
    expect(companies.html).toContain('entity="company"');
    expect((await at('/records/nothing')).status).toBe(404);
    expect((await app.request('/board')).status).toBe(401);
  });

  it('gives the elements out of one folder and nothing beside it', async () => {
    const { app } = testApp({ assets: `${import.meta.dirname}/../../core` });
    expect((await app.request('/assets/package.json')).status).toBe(200);
    for (const path of [
      '../server/package.json',
      '..%2fserver%2fpackage.json',
      '%2e%2e/server/package.json',
      'README.md',
    ])
      expect([path, (await app.request(`/assets/${path}`)).status]).toEqual([path, 404]);
  });

  it('shows the description of the API without another server', async () => {
    const { app } = testApp();
    const page = await app.request('/docs');
    expect(await page.text()).not.toMatch(/https?:|<script>/);
    for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'start.js'])
      expect([file, (await app.request(`/docs/${file}`)).status]).toEqual([file, 200]);
    expect((await app.request('/docs/package.json')).status).toBe(404);
  });
});

describe('a refusal', () => {
  it('is a problem with a request id, and never more than that', async () => {
    const boom = () => Promise.reject(new Error('secret inner words'));
    const { app, bearer, lines } = testApp({ sourceFor: boom });
    const answer = await app.request('/api/v1/deals', { headers: { ...(await bearer()), 'X-Request-Id': 'mine-1' } });
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-request-id')).toBe('mine-1');
    const text = await answer.text();
    expect(text).not.toContain('secret inner words');
    expect(JSON.parse(text)).toMatchObject({
      type: 'urn:sluice:problem:internal',
      title: 'A fault of the server',
      status: 500,
      code: 'internal',
      instance: '/api/v1/deals',
      requestId: 'mine-1',
    });
    expect(lines.some((line) => line.includes('secret inner words') && line.includes('mine-1'))).toBe(true);
  });

  it('is a problem for paths and methods that are not there', async () => {
    const { app, bearer, send } = testApp();
    const headers = await bearer();
    const nowhere = await app.request('/nowhere', { headers });
    expect([nowhere.status, (await said(nowhere)).code]).toEqual([404, 'not_found']);
    const allow = async (method: string, path: string) => {
      const answer = await send(method, path, {}, headers);
      expect([method, path, answer.status]).toEqual([method, path, 405]);
      return answer.headers.get('allow');
    };
    expect(await allow('DELETE', '/api/v1/deals')).toBe('GET, POST, HEAD');
    expect(await allow('POST', `/api/v1/deals/${UNKNOWN}`)).toBe('GET, PATCH, PUT, DELETE, HEAD');
    expect(await allow('PUT', '/api/v1/query')).toBe('POST');
    expect(await allow('POST', '/')).toBe('GET, HEAD');
  });

  it('keeps keys, tokens and bodies out of the log', async () => {
    const { app, bearer, keeper, as, lines, send } = testApp();
    const headers = await bearer();
    const key = await keeper.sign('key', as());
    await app.request(`/?key=${key}`);
    await send('POST', '/api/v1/deals', { client: 'Very private', stage: 'prospect' }, headers);
    const all = lines.join('');
    expect(lines.length).toBe(2);
    expect(all).toContain('"path":"/api/v1/deals"');
    for (const secret of [key, headers.Authorization.slice(7), 'Very private']) expect(all).not.toContain(secret);
  });
});
