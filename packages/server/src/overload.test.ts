import { connect } from 'node:net';
import { crm } from '@sluice/core/blueprints';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../test/database.ts';
import { MODEL, NOON, said, testApp } from '../test/http.ts';
import { listen, type Listening } from './cli/listen.ts';
import { asOwner } from './database/as-tenant.ts';
import { openPool, type Pool } from './database/lease.ts';
import { probeOf } from './observe/probe.ts';
import { migrate, schemaOf } from './schema/migrate.ts';
import { openTenants } from './tenants/tenants.ts';

let database: TestDatabase;
let pool: Pool;
let server: Listening;
let origin: string;
let who: Readonly<Record<string, string>>;

beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 4, queue: 100 });
  await migrate(pool, schemaOf(MODEL));
  const tenants = openTenants({ pool, blueprint: crm, now: () => NOON });
  await tenants.create({ name: 'acme', label: 'Acme', zone: 'Europe/Paris', currency: 'EUR' });
  const { app, bearer } = testApp({ ...tenants, probe: probeOf(pool), rates: null });
  server = await listen((request, env) => app.fetch(request, env), { host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${server.port}`;
  who = await bearer();
});
afterAll(async () => {
  await server.stop(0);
  await pool.close();
  await database.drop();
});

const ask = (path: string, method = 'GET', body?: unknown, more: Readonly<Record<string, string>> = {}) =>
  fetch(`${origin}${path}`, {
    method,
    headers: { ...who, 'Content-Type': 'application/json', ...more },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const timed = async (path: string, method = 'GET', body?: unknown, more: Readonly<Record<string, string>> = {}) => {
  const from = performance.now();
  const answer = await ask(path, method, body, more);
  const text = await answer.text();
  return { status: answer.status, text, ms: performance.now() - from, retry: answer.headers.get('retry-after') };
};

describe('a server whose database is busy', () => {
  it('refuses soon what it cannot do, says so, lives meanwhile, and goes on afterwards', async () => {
    const made = await said(await ask('/api/v1/deals', 'POST', { client: 'Clinique Azur', stage: 'prospect' }));
    const path = `/api/v1/deals/${made.id}`;
    // somebody at a terminal holds the record
    let free: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      free = resolve;
    });
    let held: Promise<void> = Promise.resolve();
    await new Promise<void>((resolve) => {
      held = database.admin.begin(async (tx) => {
        await tx`select from sluice.deal where id = ${made.id} for update`;
        resolve();
        await until;
      });
    });
    const writes = Array.from({ length: 100 }, () =>
      timed(path, 'PATCH', { client: 'Changed' }, { 'If-Match': `"${made.version}"` }),
    );
    const reads = Array.from({ length: 100 }, () => timed('/api/v1/deals?limit=5'));
    await pause(100);
    const live = await timed('/livez');
    const answers = await Promise.all([...writes, ...reads]);
    free();
    await held;

    expect(live.status).toBe(200);
    for (const { status, text, retry } of answers) {
      if (status === 200) continue;
      expect([status, retry, JSON.parse(text)]).toEqual([503, '2', expect.objectContaining({ code: 'overloaded' })]);
    }
    expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(100);
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(6000);
    expect(pool.state()).toMatchObject({ busy: 0, waiting: 0 });

    const after = await said(await ask(path));
    expect([after.client, after.version]).toEqual(['Clinique Azur', made.version]);
    const changed = await timed(path, 'PATCH', { client: 'Changed' }, { 'If-Match': `"${made.version}"` });
    expect([changed.status, (await timed('/readyz')).text]).toEqual([200, 'ok']);
  });

  it('is not ready while others wait long for a connection, and takes none to say so', async () => {
    let free: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      free = resolve;
    });
    const busy = Array.from({ length: 4 }, () => asOwner(pool, { readOnly: true }, () => until));
    const waits = asOwner(pool, { readOnly: true }, () => Promise.resolve());
    waits.catch(() => undefined);
    while (pool.state().longest < 450) await pause(5);
    const ready = await timed('/readyz');
    expect([ready.status, ready.text, ready.retry]).toEqual([
      503,
      'overloaded: all connections to the database are busy',
      '2',
    ]);
    expect([(await timed('/livez')).status, pool.state().waiting]).toEqual([200, 1]);
    await expect(waits).rejects.toMatchObject({ code: 'overloaded' });
    free();
    await Promise.all(busy);
    expect((await timed('/readyz')).status).toBe(200);
  });

  it('opens no transaction while it waits for the bytes of 100 slow clients, or for those who do not read', async () => {
    const head = (line: string, more: string): string =>
      `${line} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${who['Authorization']}\r\n${more}\r\n`;
    const json = 'Content-Type: application/json\r\nContent-Length: 5000\r\n';
    const file = 'Content-Type: text/csv\r\nContent-Length: 5000\r\n';
    const requests = [
      head('POST /api/v1/deals', json),
      head('PATCH /api/v1/deals/0194d5fb-3e00-7684-8daf-6e937ac97b89', `If-Match: "1"\r\n${json}`),
      head('POST /api/v1/imports?entity=deal', file),
      head('GET /api/v1/deals/export?format=json', ''),
    ];
    const sockets = Array.from({ length: 100 }, (_, at) => {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.pause();
      socket.write(requests[at % requests.length] ?? '');
      return socket;
    });
    const states: number[] = [];
    for (let look = 0; look < 20; look += 1) {
      for (const socket of sockets) socket.write(' ');
      await pause(25);
      const [row] = await database.admin`select count(*)::int as count from pg_stat_activity
        where datname = current_database() and state like 'idle in transaction%' and state_change < now() - interval '400 ms'`;
      states.push(Number(row?.['count']));
    }
    expect(states).toEqual(states.map(() => 0));
    expect((await timed('/api/v1/deals?limit=1')).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });

  it('asks it once, however many want to know how it is', async () => {
    const before = pool.state();
    const health = Array.from({ length: 300 }, () => timed('/readyz'));
    let most = 0;
    const timer = setInterval(() => {
      most = Math.max(most, pool.state().busy + pool.state().waiting);
    }, 1);
    for (const { status } of await Promise.all(health)) expect(status).toBe(200);
    clearInterval(timer);
    expect(before.busy).toBe(0);
    expect(most).toBeLessThanOrEqual(1);
  });
});
