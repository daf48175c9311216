import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { isOutdated, narrow, openPasswords, refusalOfPassword, TooBusy } from './passwords.ts';
import { networkOf } from './network.ts';
import { ADDRESS, openTestPeople, PASSWORD, serverOver } from './testing.ts';

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool);
  await server.letIn('anna@acme.example', 'editor');
  await server.letIn('boss@acme.example', 'owner');
});
afterAll(() => opened.close());

const status = async (answer: Promise<Response>) => (await answer).status;
const wrong = { password: 'this is not the right one' };

describe('a password', () => {
  it('has twelve letters, and is none of those that are tried first', () => {
    const no = [
      'short',
      'elevenchars',
      'password1234',
      'P@ssw0rd2024!!',
      'qwertyuiop123',
      '123456789012',
      'aaaaaaaaaaaa',
      'abcabcabcabc',
      'iloveyou2024!',
      'motdepasse2025',
      'Administrateur1',
      'annaacme2025',
      'letmeinletmein',
      '202420242024',
      'abcdefghijklmnop',
      'x'.repeat(1025),
    ];
    for (const one of no) expect([one, refusalOfPassword(one, ['anna', 'acme']) === null]).toEqual([one, false]);
    for (const one of [
      PASSWORD,
      'kürbis-laterne-fähre',
      'Vq8!zK2@mPw5',
      'пятница зелёный носорог',
      'y'.repeat(4) + PASSWORD,
    ])
      expect([one, refusalOfPassword(one, ['anna', 'acme'])]).toEqual([one, null]);
  });

  it('is kept as argon2id, is the same however its letters are composed, and every byte of it counts', async () => {
    const passwords = openPasswords();
    const kept = await passwords.hash('café-crème-brûlée');
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(isOutdated(kept)).toBe(false);
    expect(await passwords.check(kept, 'café-crème-brûlée'.normalize('NFD'))).toBe(true);
    expect(await passwords.check(kept, 'cafe-creme-brulee')).toBe(false);
    const long = 'a'.repeat(72);
    expect(await passwords.check(await passwords.hash(`${long}1`), `${long}2`)).toBe(false);
    expect(await passwords.check(await passwords.hash(`x\0${long}`), 'x')).toBe(false);
    expect(await passwords.check(null, 'nobody has this password')).toBe(false);
    expect(await passwords.check('not a hash', 'anything at all')).toBe(false);
  });

  it('is hashed anew with the next sign-in when the parameters have changed', async () => {
    const { hash } = await import('@node-rs/argon2');
    const weak = await hash(PASSWORD, { memoryCost: 4096, timeCost: 1, parallelism: 1 });
    await server.letIn('old@acme.example', 'viewer');
    await opened.database
      .admin`update sluice_system.person set password_hash = ${weak} where email = 'old@acme.example'`;
    await server.signedIn('old@acme.example');
    const [row] = await opened.database
      .admin`select password_hash as hash from sluice_system.person where email = 'old@acme.example'`;
    expect(isOutdated(String(row?.['hash']))).toBe(false);
    await server.signedIn('old@acme.example');
  });

  it('is never hashed by more than a few at once: further ones wait, and too many are sent away with a time to come back', async () => {
    const inTurn = narrow(2, 3);
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
    };
    const done = await Promise.allSettled(Array.from({ length: 10 }, () => inTurn(work)));
    expect(most).toBe(2);
    expect(done.filter((one) => one.status === 'fulfilled')).toHaveLength(5);
    expect(done.every((one) => one.status === 'fulfilled' || one.reason instanceof TooBusy)).toBe(true);
    await Promise.all([inTurn(work), inTurn(work)]);
    expect(most).toBe(2);

    // who would be sent away is known beforehand, so that nothing else is done for them
    const narrower = narrow(1, 0);
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = narrower(() => promise);
    expect(narrower.full()).toBe(true);
    resolve();
    await first;
    expect(narrower.full()).toBe(false);

    const flooded = serverOver(opened.pool, { waiting: 1 });
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        flooded.login(`flood${at}@acme.example`, {}, { 'X-Test-Network': `f${at}` }),
      ),
    );
    const busy = answers.filter((one) => one.status === 503);
    expect(busy.length).toBeGreaterThan(5);
    expect(busy[0]?.headers.get('retry-after')).toBe('3');
    expect(answers.filter((one) => one.status !== 503).every((one) => one.status === 401)).toBe(true);
  });
});

describe('somebody who guesses', () => {
  it('waits longer and longer for one account from one network; the owner comes in from another, and from a known browser', async () => {
    const own = serverOver(opened.pool);
    await own.letIn('victim@acme.example', 'editor');
    const known = await own.login('victim@acme.example', { cookies: true }, { ...own.OWN, 'X-Test-Network': 'home' });
    const device = /__Host-sluice_device=[^;]+/.exec(known.headers.getSetCookie().join('\n'))?.[0] ?? '';
    const attacker = { 'X-Test-Network': 'attacker' };
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () => own.login('Victim@ACME.example', wrong, attacker)),
    );
    // at once or one after the other: five, and then nobody is even asked
    expect(guesses.map((one) => one.status).sort((a, b) => a - b)).toEqual([
      ...Array(5).fill(401),
      ...Array(7).fill(429),
    ]);
    const refused = guesses.find((one) => one.status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await status(own.login('victim@acme.example', {}, attacker))).toBe(429);
    expect(await status(own.login('victim@acme.example', {}, { 'X-Test-Network': 'elsewhere' }))).toBe(200);
    expect(await status(own.login('victim@acme.example', {}, { ...attacker, Cookie: device }))).toBe(200);
    // the mark of somebody else's browser opens nothing
    await own.letIn('other@acme.example', 'editor');
    for (let at = 0; at < 5; at++) await own.login('other@acme.example', wrong, attacker);
    expect(await status(own.login('other@acme.example', {}, { ...attacker, Cookie: device }))).toBe(429);
    // it is remembered over a restart, and forgotten in time
    expect(await status(serverOver(opened.pool).login('other@acme.example', {}, attacker))).toBe(429);
    own.wait(3000);
    expect(await status(own.login('other@acme.example', wrong, attacker))).toBe(401);
    own.wait(3000);
    expect(await status(own.login('other@acme.example', {}, attacker))).toBe(429);
    own.wait(2000);
    expect(await status(own.login('other@acme.example', {}, attacker))).toBe(200);
  });

  it('one password over many accounts is stopped by network, without a word on which exist', async () => {
    const own = serverOver(opened.pool);
    const statuses: number[] = [];
    for (let at = 0; at < 55; at++)
      statuses.push(await status(own.login(`spray${at}@acme.example`, wrong, { 'X-Test-Network': 'sprayer' })));
    expect([statuses.filter((one) => one === 401).length, statuses.at(-1)]).toEqual([50, 429]);
    const last = await Promise.all(
      ['anna@acme.example', 'spray99@acme.example'].map((email) =>
        own.login(email, {}, { 'X-Test-Network': 'sprayer' }),
      ),
    );
    expect(last.map((one) => one.status)).toEqual([429, 429]);
    expect(await status(own.login('anna@acme.example', {}, { 'X-Test-Network': 'office' }))).toBe(200);
  });

  it('has one network for a whole IPv6 neighbourhood', () => {
    expect(networkOf('2001:db8:1:2:a:b:c:d')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:0db8:1:2::1')).toBe(networkOf('2001:db8:1:2:ffff::9'));
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('nonsense')).toBe('unknown');
  });
});

describe('an invitation', () => {
  it('is made by owners, points to the configured address, and is good once', async () => {
    const { send, signedIn, linked } = server;
    const guest = { email: 'New@acme.example', role: 'editor' };
    const editor = await signedIn('anna@acme.example');
    expect(await status(send('POST', '/auth/invite', guest))).toBe(401);
    expect(await status(send('POST', '/auth/invite', guest, editor.bearer))).toBe(403);
    const owner = await signedIn('boss@acme.example');
    const made = await send('POST', '/auth/invite', guest, {
      ...owner.bearer,
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
    });
    const { link } = await said(made);
    expect([made.status, link]).toEqual([
      201,
      expect.stringMatching(/^https:\/\/crm\.example\.com\/#invite=[\w-]{43}$/),
    ]);
    const accept = (password: string, token = linked(link)) =>
      send('POST', '/auth/accept', { token, password, name: 'Nora' });
    expect((await said(await accept('password1234'))).code).toBe('weak_password');
    expect((await said(await accept(PASSWORD, 'x'.repeat(43)))).code).toBe('link_spent');
    const answers = await Promise.all([accept(PASSWORD), accept(PASSWORD), accept(PASSWORD)]);
    expect(answers.map((one) => one.status).sort((a, b) => a - b)).toEqual([201, 409, 409]);
    expect(await status(accept(PASSWORD))).toBe(409);
    expect((await said(await server.login('new@acme.example'))).role).toBe('sales');
    const again = await send('POST', '/auth/invite', guest, owner.bearer);
    expect([again.status, (await said(again)).code]).toEqual([409, 'already_member']);
    expect(JSON.stringify(await opened.database.admin`select * from sluice_system.single_use_link`)).not.toContain(
      linked(link),
    );
  });

  it('ends with the next one to the same person, and after three days', async () => {
    const own = serverOver(opened.pool);
    const guest = { email: 'late@acme.example', tenant: 'acme', role: 'viewer', by: 'test' } as const;
    const first = await own.people.invite(guest);
    const second = await own.people.invite(guest);
    const accept = ({ link }: { link: string }) =>
      own.send('POST', '/auth/accept', { token: own.linked(link), password: PASSWORD });
    expect(await status(accept(first))).toBe(409);
    own.wait(3 * 86_400_000 + 1000);
    expect(await status(accept(second))).toBe(409);
  });

  it('to somebody who has an account takes their own password and leaves it as it is', async () => {
    const { link } = await server.people.invite({
      email: 'anna@acme.example',
      tenant: 'globex',
      role: 'viewer',
      by: 'test',
    });
    const accept = (password: string) => server.send('POST', '/auth/accept', { token: server.linked(link), password });
    expect(await status(accept('another password altogether'))).toBe(401);
    expect(await status(accept(PASSWORD))).toBe(201);
    await server.signedIn('anna@acme.example', { tenant: 'globex' });
    await server.signedIn('anna@acme.example', { tenant: 'acme' });
    await server.people.revoke('anna@acme.example', 'globex');
  });
});

describe('a new password', () => {
  it('is asked for with the same answer whether there is an account or not; the link waits for the operator, sealed', async () => {
    const { send, people, lines } = server;
    const ask = (email: string) =>
      send('POST', '/auth/reset-request', { email }, { 'X-Test-Network': `reset ${email}` });
    const answers = await Promise.all([ask('anna@acme.example'), ask('nobody@acme.example'), ask('nonsense')]);
    expect(new Set(answers.map((one) => one.status))).toEqual(new Set([202]));
    expect(new Set(await Promise.all(answers.map((one) => one.text()))).size).toBe(1);
    const waiting = await people.outbox();
    expect(waiting.map(({ recipient }) => recipient)).toEqual(['anna@acme.example']);
    expect(waiting[0]?.link).toMatch(new RegExp(`^${ADDRESS}/#reset=[\\w-]{43}$`));
    const token = server.linked(waiting[0]?.link ?? '');
    const rows = await opened.database
      .admin`select encode(sealed, 'escape') as sealed from sluice_system.sign_in_outbox`;
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(lines.join('\n')).not.toContain(token);
  });

  it('is set once with a link, ends every session, and the link of an earlier request does nothing', async () => {
    const own = serverOver(opened.pool);
    await own.letIn('reset@acme.example', 'editor');
    const before = await own.signedIn('reset@acme.example');
    const ask = async () => {
      await own.send('POST', '/auth/reset-request', { email: 'reset@acme.example' });
      const waiting = (await own.people.outbox()).filter((one) => one.recipient === 'reset@acme.example');
      expect(waiting).toHaveLength(1);
      return own.linked(waiting[0]?.link ?? '');
    };
    const first = await ask();
    const token = await ask();
    const password = 'a wholly different sentence';
    const reset = (one: string, said = password) => own.send('POST', '/auth/reset', { token: one, password: said });
    expect(await status(reset(first))).toBe(409);
    expect(await status(reset(token, 'too short'))).toBe(422);
    const answers = await Promise.all([reset(token), reset(token)]);
    expect(answers.map((one) => one.status).sort((a, b) => a - b)).toEqual([204, 409]);
    expect(await status(reset(token))).toBe(409);
    expect(await status(own.send('GET', '/model', undefined, before.bearer))).toBe(401);
    expect(await status(own.refresh(before.refresh))).toBe(401);
    expect(await status(own.login('reset@acme.example', {}, { 'X-Test-Network': 'r1' }))).toBe(401);
    expect(await status(own.login('reset@acme.example', { password }, { 'X-Test-Network': 'r2' }))).toBe(200);
    // an invitation is no reset and the reverse, and both end in time
    const late = await ask();
    expect(await status(own.send('POST', '/auth/accept', { token: late, password }))).toBe(409);
    own.wait(11 * 60_000);
    expect(await status(reset(late))).toBe(409);
  });

  it('is not asked for without end', async () => {
    const ask = () =>
      server.send('POST', '/auth/reset-request', { email: 'boss@acme.example' }, { 'X-Test-Network': 'many' });
    const statuses: number[] = [];
    for (let at = 0; at < 5; at++) statuses.push(await status(ask()));
    expect(statuses).toEqual([202, 202, 202, 429, 429]);
  });
});
