import { once } from 'node:events';
import { connect } from 'node:net';
import { crm } from '@sluice/core/blueprints';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { MODEL, NOON, said, testApp } from '../../test/http.ts';
import { ADDRESS, serverOver } from '../auth/testing.ts';
import { listen, type Listening } from '../cli/listen.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { type Feed, type FeedOptions, openFeed } from '../feed/feed.ts';
import { STREAM_TIMES } from '../feed/stream.ts';
import { readEvents } from '../feed/testing.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { openTenants } from '../tenants/tenants.ts';

let database: TestDatabase;
let pool: Pool;
let feed: Feed;
let server: Listening | undefined;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 6 });
  await migrate(pool, schemaOf(MODEL));
  const tenants = openTenants({ pool, blueprint: crm, now: () => NOON });
  for (const name of ['acme', 'globex'])
    await tenants.create({ name, label: name, zone: 'Europe/Paris', currency: 'EUR' });
});
afterEach(async () => {
  await feed.close();
  await server?.stop(500);
  server = undefined;
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

const ready = async (options: Partial<FeedOptions> = {}) => {
  feed = openFeed({ pool, connection: database.connection, ...options });
  const test = testApp({ ...openTenants({ pool, blueprint: crm, now: () => NOON }), feed });
  const who = await test.bearer();
  const follow = async (headers: Readonly<Record<string, string>> = who, search = '') =>
    test.app.request(`/api/v1/events${search}`, { headers });
  const reader = async (headers?: Readonly<Record<string, string>>, search?: string) => {
    const { body } = await follow(headers, search);
    if (!body) throw new Error('there is no body');
    return readEvents(body);
  };
  const make = async (client: string, headers = who): Promise<{ id: string }> =>
    said(await test.send('POST', '/api/v1/deals', { client, stage: 'prospect' }, headers));
  return { ...test, who, follow, reader, make };
};

describe('GET /api/v1/events', () => {
  it('is a stream that nobody keeps or collects', async () => {
    const { app, who, follow } = await ready();
    const { status, headers, body } = await follow();
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      'no-store, no-transform',
    ]);
    expect(headers.get('content-encoding')).toBe(null);
    await body?.cancel();
    const head = await app.request('/api/v1/events', { method: 'HEAD', headers: who });
    expect([head.status, head.headers.get('content-type'), feed.streams()]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      0,
    ]);
  });

  it('goes on after Last-Event-ID, or after the address', async () => {
    const { reader, make, who } = await ready();
    const before = await reader();
    await before.next();
    const [a, b] = [await make('A'), await make('B')];
    const [first] = await before.changes(1);
    await before.cancel();
    expect(first?.data['id']).toBe(a.id);
    const id = first?.id ?? '';
    for (const again of [await reader({ ...who, 'Last-Event-ID': id }), await reader(who, `?after=${id}`)]) {
      expect((await again.changes(1))[0]?.data['id']).toBe(b.id);
      await again.cancel();
    }
  });

  it('refuses strangers, places that are none, and more than so many', async () => {
    const { follow, who, bearer } = await ready({ most: { reader: 1, tenant: 2 } });
    expect((await follow({})).status).toBe(401);
    for (const after of ['1', 'a-b', '1-1-1', '-1-2', `${2n ** 64n}-1`, '1-9999999999999999999', '١-١']) {
      const answer = await follow(who, `?after=${encodeURIComponent(after)}`);
      expect([after, answer.status, (await said(answer)).code]).toEqual([after, 400, 'bad_cursor']);
    }
    const first = await follow();
    const second = await follow();
    expect([second.status, second.headers.get('retry-after'), (await said(second)).code]).toEqual([
      429,
      '30',
      'too_many_streams',
    ]);
    const other = await follow(await bearer({ actor: 'berta' }));
    expect(other.status).toBe(200);
    await Promise.all([first.body?.cancel(), other.body?.cancel()]);
    expect(feed.streams()).toBe(0);
  });

  it('shows a tenant its own changes only', async () => {
    const { reader, make, bearer } = await ready();
    const globex = await bearer({ tenant: 'globex' });
    const mine = await reader();
    await mine.next();
    await make('Foreign', globex);
    const { id } = await make('Own');
    expect((await mine.changes(1)).map(({ data }) => data['id'])).toEqual([id]);
    await mine.cancel();
  });

  it('ends with the token that opened it', async () => {
    const { reader, wait } = await ready({ times: { check: 50 } });
    const stream = await reader();
    await stream.next();
    const coming = stream.next();
    wait(2 * 3_600_000);
    expect(await coming).toMatchObject({ event: 'bye', data: { reason: 'signed_out' } });
    expect(await stream.next()).toBe(null);
  });

  it('ends with its session, which is looked at every second, with nothing sent after it', async () => {
    feed = openFeed({ pool, connection: database.connection });
    const people = serverOver(pool, { feed, feedFor: openTenants({ pool, blueprint: crm, now: Date.now }).feedFor });
    await people.letIn('mia@acme.example', 'editor');
    await people.letIn('own@acme.example', 'editor', { ownRecords: true });
    const { bearer } = await people.signedIn('mia@acme.example');
    const follow = (headers: Readonly<Record<string, string>>) =>
      people.app.request(`${ADDRESS}/api/v1/events`, { headers });
    const { status, body } = await follow(bearer);
    if (!body) throw new Error(`there is no body, but ${status}`);
    const stream = readEvents(body);
    await stream.next();
    const { items } = await said(await people.send('GET', '/auth/sessions', undefined, bearer));
    const coming = stream.next();
    const gone = await people.send('DELETE', `/auth/sessions/${items[0].id}`, undefined, bearer);
    expect(gone.status).toBeLessThan(300);
    expect(await coming).toMatchObject({ event: 'bye', data: { reason: 'signed_out' } });
    expect([STREAM_TIMES.check, await stream.next()]).toEqual([1000, null]);
    expect((await follow(bearer)).status).toBe(401);
    // what filters by record has no stream, which does not
    expect((await follow((await people.signedIn('own@acme.example')).bearer)).status).toBe(403);
  });

  it('does not hold up a stop of the server', async () => {
    const { app, who } = await ready();
    server = await listen((request, env) => app.fetch(request, env), { host: '127.0.0.1', port: 0 });
    const answer = await fetch(`http://127.0.0.1:${server.port}/api/v1/events`, { headers: who });
    if (!answer.body) throw new Error('there is no body');
    const stream = readEvents(answer.body);
    await stream.next();
    const coming = stream.next();
    await feed.close();
    // what were still under way would have an hour to end
    await server.stop(3_600_000);
    server = undefined;
    expect(await coming).toMatchObject({ event: 'bye', data: { reason: 'stopping' } });
  });

  it('drops a socket that is not read, and keeps little of what it was to get', async () => {
    const { app, who } = await ready({ times: { check: 50, patience: 300, grace: 300, beat: 20 } });
    server = await listen((request, env) => app.fetch(request, env), { host: '127.0.0.1', port: 0 });
    await database.admin`
      insert into sluice.journal (tenant_id, at, actor, cause, entity, record_id, version, after)
      select id, now(), repeat('x', 1000), 'test', 'deal', gen_random_uuid(), 1, '{"client": "A"}'
      from sluice_system.tenant, generate_series(1, 40000) where name = 'acme'`;
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `GET /api/v1/events?after=0-0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${who.Authorization}\r\n\r\n`,
    );
    await once(socket, 'readable');
    expect(feed.streams()).toBe(1);
    await expect.poll(() => feed.streams(), { timeout: 15_000 }).toBe(0);
    const closed = once(socket, 'close');
    socket.resume();
    await closed;
  });
});
