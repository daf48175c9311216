import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { CompactEncrypt, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyFor } from '../../src/auth/keys.ts';
import { openTestPeople, PASSWORD, serverOver } from '../../src/auth/testing.ts';
import { SECRET, said } from '../http.ts';

// What has been tried on servers like this one, as one table beside the tests of each room (src/auth/*.test.ts).

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool);
  await server.letIn('anna@acme.example', 'editor');
  await server.letIn('boss@acme.example', 'owner');
});
afterAll(() => opened.close());

const OWNER = { tenant: 'acme', role: 'owner', actor: 'x' } as const;
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const read = (token: string): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Readonly<Record<string, unknown>>;

/** Signs any text as the server would sign its own. */
const marked = (key: Uint8Array, head: unknown, body: string): string => {
  const text = `${part(head)}.${body}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
};

/** Spoilt copies of a token that is good; `key`: what it was signed with, so that nothing but the spoilt part is wrong. */
const spoilt = async (token: string, key: Uint8Array, typ: string): Promise<Readonly<Record<string, string>>> => {
  const [head = '', body = '', mark = ''] = token.split('.');
  const claims = read(token);
  const seconds = Math.floor(server.now() / 1000);
  const right = { alg: 'HS256', typ };
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = Buffer.from(rsa.publicKey.export({ type: 'spki', format: 'pem' }) as string);
  const withClaims = (change: object): string => marked(key, right, part({ ...claims, ...change }));
  const twice = Buffer.from(JSON.stringify(claims).replace('{', '{"tenant":"globex",')).toString('base64url');
  return {
    'alg None': `${part({ alg: 'None', typ })}.${body}.`,
    'alg nOnE': `${part({ alg: 'nOnE', typ })}.${body}.${mark}`,
    'no alg': `${part({ typ })}.${body}.${mark}`,
    'HS256 with a public key': marked(pem, right, body),
    RS256: await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', typ }).sign(rsa.privateKey),
    ES256: await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', typ }).sign(ec.privateKey),
    'ES256, all zero': `${part({ alg: 'ES256', typ })}.${body}.${Buffer.alloc(64).toString('base64url')}`,
    'HS256, all zero': `${head}.${body}.${Buffer.alloc(32).toString('base64url')}`,
    'cut short': token.slice(0, -1),
    'two parts': `${head}.${body}`,
    'four parts': `${token}.${mark}`,
    padded: `${head}=.${body}.${mark}`,
    'in the other alphabet': `${head}.${body}.${Buffer.from(mark, 'base64url').toString('base64')}+/`,
    encrypted: await new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ })
      .encrypt(key.length === 32 ? key : randomBytes(32)),
    crit: marked(key, { ...right, crit: ['exp'], exp: 1 }, body),
    'b64 false': marked(key, { ...right, b64: false, crit: ['b64'] }, body),
    'a header of 100 KB': marked(key, { ...right, x: 'a'.repeat(100_000) }, body),
    'a token in a token': marked(key, { ...right, cty: 'JWT' }, Buffer.from(token).toString('base64url')),
    'claims twice, of another tenant first': `${head}.${twice}.${mark}`,
    'a key of their own': marked(randomBytes(32), { ...right, jwk: { kty: 'oct', k: 'AAAA' } }, body),
    'a key from the network': marked(
      randomBytes(32),
      { ...right, jku: 'http://127.0.0.1:9/keys', x5u: 'http://127.0.0.1:9' },
      body,
    ),
    'kid that is a path': marked(Buffer.alloc(0), { ...right, kid: '../../../../dev/null' }, body),
    'kid that is SQL': marked(Buffer.from('x'), { ...right, kid: "x' union select 'x" }, body),
    'issuer in capitals': withClaims({ iss: 'SLUICE' }),
    'issuer as a list': withClaims({ iss: [claims['iss']] }),
    'audience in capitals': withClaims({ aud: String(claims['aud']).toUpperCase() }),
    'end in milliseconds, begun long ago': withClaims({ exp: server.now() + 1000, iat: seconds - 86_400 }),
    'end below zero': withClaims({ exp: -1 }),
    'end after a hundred years, begun long ago': withClaims({
      exp: seconds + 3_153_600_000,
      iat: seconds - 86_400 * 30,
    }),
    'begun tomorrow': withClaims({ iat: seconds + 86_400, exp: seconds + 90_000 }),
    'not before tomorrow': withClaims({ nbf: seconds + 86_400 }),
    'over for a minute': withClaims({ exp: seconds - 61 }),
    'tenant as a list': withClaims({ tenant: ['acme', 'globex'] }),
    'no number': withClaims({ jti: undefined }),
  };
};

const ask = async (Authorization: string, more: Readonly<Record<string, string>> = {}) =>
  server.send('GET', '/deals', undefined, { Authorization, ...more });

describe('a token (G10)', () => {
  it('of any sort is refused with the same words whatever is wrong with it, and nobody is asked for keys', async () => {
    const { token: access, refresh } = await server.signedIn('anna@acme.example');
    const plain = (await server.token({ role: 'owner' })).Authorization.slice('Bearer '.length);
    const minted = await said(
      await server.send(
        'POST',
        '/auth/embed',
        { origin: 'https://shop.example.com' },
        await server.token({ role: 'owner' }),
      ),
    );
    const embed = String(minted.token);
    const page = { Origin: 'https://shop.example.com' };
    const sorts = [
      { token: access, key: keyFor(SECRET, 'access'), typ: 'sluice-access+jwt', more: {} },
      { token: plain, key: SECRET, typ: 'sluice-token+jwt', more: {} },
      { token: embed, key: keyFor(SECRET, 'embed'), typ: 'sluice-embed+jwt', more: page },
    ];
    const seen = new Set<string>();
    for (const { token, key, typ, more } of sorts) {
      // the copies are made as the server makes them: unspoilt, one is taken
      expect([
        typ,
        (await ask(`Bearer ${marked(key, { alg: 'HS256', typ }, part(read(token)))}`, more)).status,
      ]).toEqual([typ, 200]);
      for (const [name, one] of Object.entries(await spoilt(token, key, typ))) {
        const answer = await ask(`Bearer ${one}`, more);
        expect([typ, name, answer.status]).toEqual([typ, name, 401]);
        if (more !== page) seen.add(JSON.stringify({ ...(await said(answer)), requestId: '' }));
      }
      // one sort under the name of another, signed with the key of each
      for (const other of sorts)
        if (other.typ !== typ)
          for (const signed of [key, other.key])
            expect([
              typ,
              other.typ,
              (await ask(`Bearer ${marked(signed, { alg: 'HS256', typ: other.typ }, part(read(token)))}`, more)).status,
            ]).toEqual([typ, other.typ, 401]);
    }
    for (const wrong of [refresh, await server.keeper.sign('key', OWNER), await server.keeper.sign('session', OWNER)])
      expect((await ask(`Bearer ${wrong}`)).status).toBe(401);
    expect(seen.size).toBe(1);
  });

  it('is taken in whatever case the word before it is written, and from nowhere else than its header', async () => {
    const { token } = await server.signedIn('anna@acme.example');
    for (const word of ['Bearer', 'bearer', 'BEARER']) expect((await ask(`${word} ${token}`)).status).toBe(200);
    for (const wrong of [
      `Basic ${token}`,
      `Token ${token}`,
      `JWT ${token}`,
      token,
      `Bearer ${token} x`,
      `Bearer  `,
      `Bearer ${token},Bearer ${token}`,
    ])
      expect((await ask(wrong)).status).toBe(401);
    const status = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
      (await server.send('GET', path, undefined, headers)).status;
    expect(await status(`/deals?access_token=${token}`)).toBe(401);
    expect(await status('/deals', { Cookie: `token=${token}; access_token=${token}` })).toBe(401);
    expect(await status('/deals', { 'X-Access-Token': token, 'X-Forwarded-User': 'anna@acme.example' })).toBe(401);
    // a header that is not valid is not made up for by a cookie that is
    expect(await status('/deals', { Cookie: `__Host-sluice_session=${token}` })).toBe(200);
    expect(await status('/deals', { Cookie: `__Host-sluice_session=${token}`, Authorization: 'Bearer x.y.z' })).toBe(
      401,
    );
  });

  it('is forgiven a few seconds and no more', async () => {
    const { token } = await server.signedIn('anna@acme.example');
    const key = keyFor(SECRET, 'access');
    const at = Math.floor(server.now() / 1000);
    const ended = (seconds: number) =>
      marked(key, { alg: 'HS256', typ: 'sluice-access+jwt' }, part({ ...read(token), exp: at - seconds }));
    expect((await ask(`Bearer ${ended(-30)}`)).status).toBe(200);
    expect((await ask(`Bearer ${ended(60)}`)).status).toBe(401);
  });
});

describe('signing in (G10)', () => {
  it('begins a session of its own each time, and leaves what was brought along as it is', async () => {
    const first = await server.signedIn('anna@acme.example');
    const again = await server.login(
      'anna@acme.example',
      {},
      {
        ...first.bearer,
        Cookie: '__Host-sluice_session=fixed; __Host-sluice_refresh=fixed',
        'X-Test-Network': 'fixed',
      },
    );
    const body = await said(again);
    expect(again.status).toBe(200);
    expect(read(String(body.token))['sid']).not.toBe(read(first.token)['sid']);
    expect(JSON.stringify([...again.headers])).not.toContain('fixed');
    expect((await ask(`Bearer ${first.token}`)).status).toBe(200);
  });

  it('is not done by a form or by text that a page of another site could send', async () => {
    const { app } = server;
    const body = JSON.stringify({ email: 'anna@acme.example', password: PASSWORD });
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain; application/json',
    ]) {
      const answer = await app.request('https://crm.example.com/api/v1/auth/login', {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });
      expect([type, answer.status, answer.headers.getSetCookie()]).toEqual([type, 415, []]);
    }
    for (const Origin of [
      'null',
      'https://evil.example',
      'https://crm.example.com.evil.example',
      'http://crm.example.com:8080',
    ]) {
      const answer = await server.login(
        'anna@acme.example',
        { cookies: true },
        { Origin, Host: 'crm.example.com', 'X-Test-Network': 'csrf' },
      );
      expect([Origin, answer.status, answer.headers.getSetCookie()]).toEqual([Origin, 403, []]);
    }
  });

  it('counts tries over a restart, before a password is looked at, and another’s tries are not forgiven by one’s own success', async () => {
    await server.letIn('eve@acme.example', 'viewer');
    const network = { 'X-Test-Network': 'guesser' };
    const guess = (one: typeof server) => one.login('anna@acme.example', { password: 'a wrong guess of it' }, network);
    for (let at = 0; at < 5; at++) expect((await guess(server)).status).toBe(401);
    // whoever guesses signs in to an account of their own in between: nothing is forgotten of the other
    expect((await server.login('eve@acme.example', {}, network)).status).toBe(200);
    const restarted = serverOver(opened.pool);
    const answer = await restarted.login('anna@acme.example', {}, network);
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true]);
    // the same account however it is written
    for (const email of ['ANNA@acme.example', ' anna@ACME.example ', 'Anna@Acme.Example'])
      expect((await restarted.login(email, {}, network)).status).toBe(429);
    // addresses that the sender makes up are not looked at, and from elsewhere the owner comes in
    expect(
      (await restarted.login('anna@acme.example', {}, { ...network, 'X-Forwarded-For': '198.51.100.7' })).status,
    ).toBe(429);
    expect((await restarted.login('anna@acme.example', {}, { 'X-Test-Network': 'elsewhere' })).status).toBe(200);
  });

  it('takes names and passwords of any writing without a fault, and tells none apart', async () => {
    const words = [
      '\0',
      `${PASSWORD}\0`,
      '\ud800',
      'é'.normalize('NFD'),
      '𝕡'.repeat(100),
      "' or 1=1 --",
      'x'.repeat(4000),
    ];
    const answers = await Promise.all(
      words.flatMap((word, at) => [
        server.login('anna@acme.example', { password: word }, { 'X-Test-Network': `odd ${at}` }),
        server.login(`${word.slice(0, 60)}@acme.example`, {}, { 'X-Test-Network': `odd ${at}` }),
      ]),
    );
    for (const answer of answers) expect([401, 422]).toContain(answer.status);
  });

  it('by what every system is delivered with is refused: nobody has a password that nobody chose', async () => {
    const known = [
      ['admin', 'admin'],
      ['admin@example.com', 'admin123'],
      ['demo', 'demo'],
      ['demo@demo.example', 'demo'],
      ['owner', 'owner'],
      ['root', ''],
      ['boss@acme.example', 'password'],
    ];
    for (const [at, [email = '', password = '']] of known.entries()) {
      const answer = await server.login(email, { password }, { 'X-Test-Network': `default ${at}` });
      expect([email, [401, 422].includes(answer.status)]).toEqual([email, true]);
    }
    const rows = await opened.database
      .admin`select count(*)::int as people from sluice_system.person where password_hash is not null and email not like '%@acme.example'`;
    expect(rows[0]?.['people']).toBe(0);
  });
});

describe('a refresh token (G10)', () => {
  it('of somebody whose role changes goes on with the new role, and of somebody shown out ends', async () => {
    await server.letIn('tom@acme.example', 'editor');
    const { refresh } = await server.signedIn('tom@acme.example');
    await opened.database.admin`update sluice_system.membership set role = 'viewer'
      where person_id = (select id from sluice_system.person where email = 'tom@acme.example')`;
    const next = await said(await server.refresh(refresh));
    expect(next.role).toBe('viewer');
    await opened.database.admin`update sluice_system.person set disabled_at = now() where email = 'tom@acme.example'`;
    // though the session itself goes on
    expect((await ask(`Bearer ${next.token}`)).status).toBe(401);
    const refused = await server.refresh(String(next.refresh));
    expect([refused.status, (await said(refused)).code]).toEqual([401, 'signed_out']);
  });

  it('is nowhere in the database, nor are links and passwords', async () => {
    const { refresh, token } = await server.signedIn('anna@acme.example');
    const { link } = await server.people.invite({
      email: 'guest@acme.example',
      tenant: 'acme',
      role: 'viewer',
      by: 'test',
    });
    await server.people.requestReset('anna@acme.example', 'test');
    const [waiting] = await server.people.outbox();
    const secrets = [
      ...refresh.split('.').slice(1),
      token,
      server.linked(link),
      waiting ? server.linked(waiting.link) : 'none',
      PASSWORD,
    ];
    const tables = await opened.database.admin`
      select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname like 'sluice%'`;
    for (const { name } of tables) {
      const rows = JSON.stringify(await opened.database.admin.unsafe(`select t::text from ${String(name)} t`));
      const hex = (secret: string): string => Buffer.from(secret).toString('hex');
      // bytes are shown in hexadecimal
      for (const secret of [...secrets, refresh])
        expect([String(name), rows.includes(secret) || rows.includes(hex(secret))]).toEqual([String(name), false]);
    }
    const lines = server.lines.join('');
    for (const secret of secrets) expect(lines.includes(secret)).toBe(false);
  });
});
