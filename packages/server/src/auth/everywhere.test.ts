import { SignJWT, decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECRET, said } from '../../test/http.ts';
import { keyFor } from './keys.ts';
import { openTestPeople, PASSWORD, serverOver } from './testing.ts';

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool);
  for (const [email, role] of [
    ['anna@acme.example', 'viewer'],
    ['boss@acme.example', 'admin'],
  ] as const)
    await server.letIn(email, role);
});
afterAll(() => opened.close());

type Headers = Readonly<Record<string, string>>;
const status = async (answer: Promise<Response>) => (await answer).status;
const get = (path: string, who: Headers) => server.send('GET', path, undefined, who);

describe('signing out everywhere', () => {
  it('ends every session of a person with the next request, here too, and nobody else’s', async () => {
    const boss = await server.signedIn('boss@acme.example');
    const sessions = [await server.signedIn('anna@acme.example'), await server.signedIn('anna@acme.example')];
    const [here] = sessions;
    const done = await server.send('DELETE', '/auth/sessions', undefined, here?.bearer);
    expect([done.status, done.headers.getSetCookie().every((one) => one.includes('Max-Age=0'))]).toEqual([204, true]);
    for (const { bearer, refresh } of sessions)
      expect([await status(get('/model', bearer)), await status(server.refresh(refresh))]).toEqual([401, 401]);
    expect(await status(get('/model', boss.bearer))).toBe(200);
    expect(await status(server.send('DELETE', '/auth/sessions', undefined, here?.bearer))).toBe(401);
    // a token of the terminal is no person
    expect(await status(server.send('DELETE', '/auth/sessions', undefined, await server.token()))).toBe(409);
  });

  it('is not asked for by a page of another site', async () => {
    const cookies = await server.login(
      'anna@acme.example',
      { cookies: true },
      { ...server.OWN, 'X-Test-Network': 'o' },
    );
    const Cookie = cookies.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const asked = await server.send('DELETE', '/auth/sessions', undefined, { Cookie, Origin: 'https://evil.example' });
    expect([asked.status, await status(get('/model', { Cookie }))]).toEqual([403, 200]);
  });
});

describe('what a tenant learns of the sessions of its people', () => {
  it('is when they were here last, and that a refresh token came a second time', async () => {
    const own = serverOver(opened.pool);
    const boss = (await own.signedIn('boss@acme.example')).bearer;
    const seen = async (): Promise<string> => {
      const { items } = await said(await own.send('GET', '/people', undefined, boss));
      return String(items.find((one: { email: string }) => one.email === 'anna@acme.example').lastSeen);
    };
    const { refresh } = await own.signedIn('anna@acme.example');
    const first = await seen();
    own.wait(60_000);
    expect(await status(own.refresh(refresh))).toBe(200);
    const later = await seen();
    expect(Date.parse(later) - Date.parse(first)).toBeGreaterThanOrEqual(60_000);
    own.wait(31_000);
    expect(await status(own.refresh(refresh))).toBe(401);
    const journal = await said(await own.send('GET', '/journal?entity=tenant.people&limit=1', undefined, boss));
    expect(journal.items[0]).toMatchObject({
      actor: 'anna@acme.example',
      cause: 'a refresh token was used twice',
      after: { email: 'anna@acme.example' },
    });
    expect(JSON.stringify(journal)).not.toContain(refresh.split('.')[1]);
  });
});

describe('a token', () => {
  it('says who somebody is and not what they may do: what is added to it does nothing', async () => {
    const { token } = await server.signedIn('anna@acme.example');
    const more = { ...decodeJwt(token), role: 'admin', scope: '*', rights: { tenant: ['people'] }, ownRecords: false };
    const signed = await new SignJWT(more)
      .setProtectedHeader({ alg: 'HS256', typ: 'sluice-access+jwt' })
      .sign(keyFor(SECRET, 'access'));
    const who = { Authorization: `Bearer ${signed}` };
    expect((await said(await get('/auth/me', who))).role).toBe('viewer');
    expect(await status(get('/people', who))).toBe(403);
    expect(await status(server.send('POST', '/deals', { client: 'A', stage: 'prospect' }, who))).toBe(403);
  });
});

describe('a password', () => {
  it('is set by its owner alone: no operation takes one for somebody else', async () => {
    const document = await said(await get('/openapi.json', await server.token()));
    const takes = Object.entries(document.paths as object).flatMap(([path, item]) =>
      Object.entries(item as object).flatMap(([method, { requestBody }]) => {
        const named = JSON.stringify(requestBody ?? '').replace(/#\/components\/schemas\/(\w+)/g, (_, name: string) =>
          JSON.stringify(document.components.schemas[name]),
        );
        return /\bpassword\b/.test(named) ? [`${method} ${path}`] : [];
      }),
    );
    expect(takes).toEqual(['post /auth/login', 'post /auth/accept', 'post /auth/reset']);
    const boss = (await server.signedIn('boss@acme.example')).bearer;
    const { items } = await said(await get('/people', boss));
    const { id } = items.find((one: { email: string }) => one.email === 'anna@acme.example');
    const set = await server.send('PATCH', `/people/${id}`, { password: 'another otter climbs it' }, boss);
    expect([set.status, (await said(set)).code]).toEqual([400, 'unknown_field']);
    expect((await server.login('anna@acme.example', {}, { 'X-Test-Network': 'still' })).status).toBe(200);
  });

  it('may be as long as a sentence', async () => {
    const long = `${PASSWORD}, and then it rests in the shade of the oldest plum tree; `.repeat(6);
    const { link } = await server.people.invite({
      email: 'long@acme.example',
      tenant: 'acme',
      role: 'viewer',
      by: 'x',
    });
    await server.people.accept({ token: server.linked(link), password: long, from: 'long' });
    expect((await server.login('long@acme.example', { password: long })).status).toBe(200);
    expect((await server.login('long@acme.example', { password: long.slice(0, -1) })).status).toBe(401);
  });
});
