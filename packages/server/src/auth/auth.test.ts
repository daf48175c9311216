import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECRET, said } from '../../test/http.ts';
import { keyFor } from './keys.ts';
import { openTestPeople, PASSWORD, serverOver } from './testing.ts';

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool);
  await server.letIn('anna@acme.example', 'editor');
  await server.letIn('boss@acme.example', 'owner');
  await server.letIn('both@example.com', 'editor');
  const { link } = await server.people.invite({
    email: 'both@example.com',
    tenant: 'globex',
    role: 'viewer',
    by: 'test',
  });
  await server.people.accept({ token: server.linked(link), password: PASSWORD, from: 'both' });
});
afterAll(() => opened.close());

const status = async (answer: Promise<Response>) => (await answer).status;

describe('signing in', () => {
  it('gives a short token that says nothing of the role, and a refresh token of which the database has no copy', async () => {
    const { send, login } = server;
    const answer = await login('ANNA@acme.example ');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBe(null);
    const body = await said(answer);
    expect(body).toMatchObject({
      expiresIn: 900,
      tenant: 'acme',
      role: 'sales',
      person: { email: 'anna@acme.example' },
    });
    const claims = JSON.parse(Buffer.from(String(body.token).split('.')[1] ?? '', 'base64url').toString());
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub', 'tenant']);
    expect(claims.exp - claims.iat).toBe(900);
    const me = await said(await send('GET', '/auth/me', undefined, { Authorization: `Bearer ${body.token}` }));
    expect(me).toMatchObject({ tenant: 'acme', role: 'sales', actor: 'anna@acme.example', ownRecords: false });
    const rows = JSON.stringify(await opened.database.admin`select * from sluice_system.login_session`);
    for (const part of String(body.refresh).split('.').slice(1)) expect(rows).not.toContain(part);
  });

  it('gives pages cookies that no page can read, and asks that a page of ours wants them', async () => {
    const { login, send, OWN } = server;
    expect(await status(login('anna@acme.example', { cookies: true }, { Origin: 'https://evil.example' }))).toBe(403);
    const answer = await login('anna@acme.example', { cookies: true }, OWN);
    const cookies = answer.headers.getSetCookie();
    const refresh = cookies.find((one) => one.startsWith('__Host-sluice_refresh=')) ?? '';
    expect(refresh).toMatch(/; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect((await said(answer)).refresh).toBe(undefined);
    const Cookie = cookies.map((one) => one.split(';')[0]).join('; ');
    expect(await status(send('GET', '/model', undefined, { Cookie }))).toBe(200);
    // without a page of ours the cookie does nothing, and the session goes on
    expect(await status(send('POST', '/auth/refresh', undefined, { Cookie }))).toBe(403);
    expect(await status(send('POST', '/auth/refresh', undefined, { Cookie, Origin: 'null' }))).toBe(403);
    const alone = { Cookie: refresh.split(';')[0] ?? '' };
    expect(await status(send('POST', '/auth/refresh', undefined, alone))).toBe(403);
    expect(await status(send('POST', '/auth/logout', undefined, { ...alone, Origin: 'https://evil.example' }))).toBe(
      403,
    );
    // a proxy that passes on a Host of its own does not make our page a stranger
    const again = await send('POST', '/auth/refresh', undefined, { Cookie, ...OWN, Host: '127.0.0.1:8787' });
    expect(again.status).toBe(200);
    const token = /sluice_refresh=([^;]+)/.exec(again.headers.get('set-cookie') ?? '')?.[1] ?? '';
    // one that a neighbour below the same domain could have set is not looked at
    expect(await status(send('POST', '/auth/refresh', undefined, { Cookie: `sluice_refresh=${token}`, ...OWN }))).toBe(
      401,
    );
    // what belongs into a cookie is not taken from a body
    expect(await status(server.refresh(token))).toBe(401);
    expect(
      await status(send('POST', '/auth/refresh', undefined, { Cookie: `__Host-sluice_refresh=${token}`, ...OWN })),
    ).toBe(200);
  });

  it('answers alike to an unknown address, a wrong password, another tenant and somebody without a password', async () => {
    const { login, people } = server;
    await people.invite({ email: 'invited@acme.example', tenant: 'acme', role: 'viewer', by: 'test' });
    const network = { 'X-Test-Network': 'alike' };
    const answers = await Promise.all([
      login('nobody@acme.example', {}, network),
      login('anna@acme.example', { password: 'not her password at all' }, network),
      login('anna@acme.example', { tenant: 'globex' }, { 'X-Test-Network': 'alike too' }),
      login('anna@acme.example', { tenant: 'nowhere' }, { 'X-Test-Network': 'alike too' }),
      login('invited@acme.example', {}, network),
      login('no address', {}, network),
      login('anna@acme.example', { password: `${PASSWORD}${'x'.repeat(4000)}` }, network),
    ]);
    const bodies = await Promise.all(answers.map(async (one) => ({ ...(await said(one)), requestId: '' })));
    expect(answers.map((one) => one.status)).toEqual(answers.map(() => 401));
    expect(new Set(bodies.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('asks those who belong to several tenants which one, and keeps tokens of one out of the other', async () => {
    const { login, signedIn, send } = server;
    const asked = await login('both@example.com');
    expect([asked.status, (await said(asked)).code]).toEqual([422, 'tenant_needed']);
    const { bearer } = await signedIn('both@example.com', { tenant: 'globex' });
    expect(await said(await send('GET', '/auth/me', undefined, bearer))).toMatchObject({
      tenant: 'globex',
      role: 'viewer',
    });
    expect(await status(send('POST', '/deals', { client: 'A', stage: 'prospect' }, bearer))).toBe(403);
  });

  it('refuses bodies that it does not know, in words', async () => {
    const { send } = server;
    const surplus = await send('POST', '/auth/login', { email: 'a@b.example', password: 'x', role: 'owner' });
    expect([surplus.status, (await said(surplus)).code]).toEqual([400, 'unknown_field']);
    expect(await status(send('POST', '/auth/login', { email: 'a@b.example' }))).toBe(422);
    expect(await status(send('POST', '/auth/login', []))).toBe(400);
    expect(await status(send('GET', '/auth/login'))).toBe(405);
  });
});

describe('an access token', () => {
  it('is refused when anything about it is not ours: algorithm, type, issuer, audience, key, time, purpose', async () => {
    const { signedIn, send, people, keeper, now } = server;
    const { token, refresh } = await signedIn('anna@acme.example');
    const [head = '', body = '', mark = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const key = keyFor(SECRET, 'access');
    const made = (change: object, header: object = {}, withKey: Uint8Array = key) =>
      new SignJWT({ ...claims, ...change })
        .setProtectedHeader({ alg: 'HS256', typ: 'sluice-access+jwt', ...header })
        .sign(withKey);
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const seconds = Math.floor(now() / 1000);
    const wrong: Readonly<Record<string, string>> = {
      none: `${part({ alg: 'none', typ: 'sluice-access+jwt' })}.${body}.`,
      'none, signed': `${part({ alg: 'none', typ: 'sluice-access+jwt' })}.${body}.${mark}`,
      tampered: `${head}.${part({ ...claims, tenant: 'globex' })}.${mark}`,
      'empty mark': `${head}.${body}.`,
      HS512: await made({}, { alg: 'HS512' }, new Uint8Array([...key, ...key])),
      'wrong typ': await made({}, { typ: 'JWT' }),
      'typ of a widget': await made({}, { typ: 'sluice-embed+jwt' }),
      'wrong issuer': await made({ iss: 'Sluice' }),
      'no issuer': await made({ iss: undefined }),
      'wrong audience': await made({ aud: 'sluice-widget' }),
      'several audiences': await made({ aud: ['sluice-api', 'other'] }),
      'no audience': await made({ aud: undefined }),
      expired: await made({ exp: seconds - 60 }),
      'no end': await made({ exp: undefined }),
      'end as text': await made({ exp: String(seconds + 60) }),
      'old, with an end far away': await made({ iat: seconds - 3600, exp: seconds + 10_000_000 }),
      'from the future': await made({ iat: seconds + 3600, exp: seconds + 4000 }),
      'not before': await made({ nbf: seconds + 3600 }),
      'raw secret': await made({}, {}, SECRET),
      'key of widgets': await made({}, {}, keyFor(SECRET, 'embed')),
      'another tenant': await made({ tenant: 'globex' }),
      'another person': await made({ sub: randomUUID() }),
      'another session': await made({ sid: randomUUID() }),
      'no session': await made({ sid: undefined }),
      'a session that is SQL': await made({ sid: "' or true --" }),
      crit: `${part({ alg: 'HS256', typ: 'sluice-access+jwt', crit: ['x'], x: 1 })}.${body}.${mark}`,
      refresh,
      'sign-in key': await keeper.sign('key', { tenant: 'acme', role: 'owner', actor: 'x' }),
      widget: await people.access.signEmbed({ id: randomUUID(), tenant: 'acme' }, 60),
    };
    const seen = new Set<string>();
    for (const [name, one] of Object.entries(wrong)) {
      const answer = await send('GET', '/model', undefined, { Authorization: `Bearer ${one}` });
      expect([name, answer.status]).toEqual([name, 401]);
      seen.add(JSON.stringify({ ...(await said(answer)), requestId: '' }));
    }
    expect(seen.size).toBe(1);
    // the way they are made is right: unchanged, it is taken
    expect(await status(send('GET', '/model', undefined, { Authorization: `Bearer ${await made({})}` }))).toBe(200);
    for (const header of [`Basic ${token}`, `Bearer ${token}, Bearer ${token}`, token])
      expect(await status(send('GET', '/model', undefined, { Authorization: header }))).toBe(401);
    expect(await status(send('GET', `/model?token=${token}&access_token=${token}`))).toBe(401);
  });

  it('ends after a quarter of an hour', async () => {
    const own = serverOver(opened.pool);
    const { bearer, refresh } = await own.signedIn('anna@acme.example');
    own.wait(14 * 60_000);
    expect(await status(own.send('GET', '/model', undefined, bearer))).toBe(200);
    own.wait(70_000);
    expect(await status(own.send('GET', '/model', undefined, bearer))).toBe(401);
    expect(await status(own.refresh(refresh))).toBe(200);
  });
});

describe('what was granted and is taken back', () => {
  it('stops with the next request: signed out, session ended, other role, shown out of the tenant or the server', async () => {
    const { letIn, signedIn, send, people } = server;
    await letIn('temp@acme.example', 'editor');
    const model = (bearer: Readonly<Record<string, string>>) => status(send('GET', '/model', undefined, bearer));
    const draft = { client: 'A', stage: 'prospect' };

    const one = await signedIn('temp@acme.example');
    const two = await signedIn('temp@acme.example');
    expect(await status(send('POST', '/auth/logout', { refresh: one.refresh }))).toBe(204);
    expect([await model(one.bearer), await model(two.bearer)]).toEqual([401, 200]);
    expect(await status(server.refresh(one.refresh))).toBe(401);

    const three = await signedIn('temp@acme.example');
    const { items } = await said(await send('GET', '/auth/sessions', undefined, three.bearer));
    const others = items.filter((item: { current: boolean }) => !item.current);
    expect([items.length, others.length]).toEqual([2, 1]);
    expect(await status(send('DELETE', `/auth/sessions/${others[0].id}`, undefined, three.bearer))).toBe(204);
    expect([await model(two.bearer), await model(three.bearer)]).toEqual([401, 200]);
    // a session of somebody else is not there
    const anna = await signedIn('anna@acme.example');
    expect(await status(send('DELETE', `/auth/sessions/${items[0].id}`, undefined, anna.bearer))).toBe(404);
    expect(await status(send('DELETE', '/auth/sessions/1', undefined, anna.bearer))).toBe(404);

    expect(await status(send('POST', '/deals', draft, three.bearer))).toBe(201);
    await opened.database.admin`update sluice_system.membership set role = 'viewer'
      where person_id = (select id from sluice_system.person where email = 'temp@acme.example')`;
    expect(await status(send('POST', '/deals', draft, three.bearer))).toBe(403);

    expect(await people.revoke('temp@acme.example', 'acme')).toBe(true);
    expect([await model(three.bearer), await status(server.refresh(three.refresh))]).toEqual([401, 401]);
    await letIn('temp@acme.example', 'viewer');
    expect([await model(three.bearer), await status(server.refresh(three.refresh))]).toEqual([401, 401]);
    const four = await signedIn('temp@acme.example');
    expect(await people.revoke('temp@acme.example')).toBe(true);
    expect(await model(four.bearer)).toBe(401);
    expect(await status(server.login('temp@acme.example', {}, { 'X-Test-Network': 'x' }))).toBe(401);
  });
});

describe('a refresh token', () => {
  it('is good once; asked again soon, it gives the same successor, later it ends the whole session and no other', async () => {
    const own = serverOver(opened.pool);
    const { refresh: first, bearer } = await own.signedIn('anna@acme.example');
    const other = await own.signedIn('anna@acme.example');
    const second = (await said(await own.refresh(first))).refresh;
    expect(second).not.toBe(first);
    expect((await said(await own.refresh(first))).refresh).toBe(second);
    // over a restart too: nothing of it is kept in memory
    const restarted = serverOver(opened.pool);
    expect((await said(await restarted.refresh(first))).refresh).toBe(second);
    const third = (await said(await own.refresh(second))).refresh;
    expect(await status(own.send('GET', '/model', undefined, bearer))).toBe(200);
    own.wait(31_000);
    const reused = await own.refresh(second);
    expect([reused.status, (await said(reused)).code]).toEqual([401, 'signed_out']);
    expect(await status(own.refresh(third))).toBe(401);
    expect(await status(own.send('GET', '/model', undefined, bearer))).toBe(401);
    expect(await status(own.refresh(other.refresh))).toBe(200);
  });

  it('that was guessed ends nothing', async () => {
    const { signedIn, refresh } = server;
    const { refresh: token } = await signedIn('anna@acme.example');
    const [session = ''] = token.split('.');
    for (const guess of [`${session}.${'a'.repeat(43)}.${'b'.repeat(43)}`, session, '', `${token}x`, 'x'.repeat(300)])
      expect(await status(refresh(guess))).toBe(401);
    expect(await status(refresh(token))).toBe(200);
  });

  it('gives 50 who ask at once one and the same successor, on two servers, and one live session is left', async () => {
    const other = serverOver(opened.pool);
    const { refresh: token } = await server.signedIn('anna@acme.example');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? server : other).refresh(token)),
    );
    expect(new Set(answers.map((one) => one.status))).toEqual(new Set([200]));
    const successors = new Set(await Promise.all(answers.map(async (one) => (await said(one)).refresh)));
    expect(successors.size).toBe(1);
    const [successor = ''] = [...successors] as string[];
    expect(await status(server.refresh(successor))).toBe(200);
  });

  it('ends after a week without use, and after a month in any case', async () => {
    const own = serverOver(opened.pool);
    const { refresh: unused } = await own.signedIn('anna@acme.example');
    let { refresh: used } = await own.signedIn('anna@acme.example');
    for (let day = 0; day < 25; day += 5) {
      own.wait(5 * 86_400_000);
      const answer = await own.refresh(used);
      expect([day, answer.status]).toEqual([day, 200]);
      used = (await said(answer)).refresh;
      if (day === 5) expect(await status(own.refresh(unused))).toBe(401);
    }
    own.wait(5 * 86_400_000 + 3_600_000);
    expect(await status(own.refresh(used))).toBe(401);
  });
});
