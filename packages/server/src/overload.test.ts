import { connect, type Socket } from 'node:net';
import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../test/database.ts';
import { MODEL, NOON, said, testApp } from '../test/http.ts';
import { type Fetch, listen, type Listening } from './cli/listen.ts';
import { asOwner } from './database/as-tenant.ts';
import { type Lease, openPool, type Pool } from './database/lease.ts';
import { probeOf } from './observe/probe.ts';
import { migrate, schemaOf } from './schema/migrate.ts';
import { openTenants } from './tenants/tenants.ts';

let database: TestDatabase;
let pool: Pool;
let server: Listening;
let origin: string;
let who: Readonly<Record<string, string>>;
/** What became of every wish for a connection, and how many requests have reached the application. */
const leases: Lease[] = [];
let arrived = 0;
/** The pool that the server's health is asked of. */
let probed: Pool;
const probes = { running: 0, most: 0 };
const probe = async (): Promise<boolean> => {
  probes.running += 1;
  probes.most = Math.max(probes.most, probes.running);
  try {
    return await probeOf(probed)();
  } finally {
    probes.running -= 1;
  }
};

beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 4, queue: 100 }, (lease) => leases.push(lease));
  probed = pool;
  await migrate(pool, schemaOf(MODEL));
  const tenants = openTenants({ pool, blueprint: crm, now: () => NOON });
  await tenants.create({ name: 'acme', label: 'Acme', zone: 'Europe/Paris', currency: 'EUR' });
  const { app, bearer } = testApp({ ...tenants, probe, rates: null });
  const fetching: Fetch = (request, env) => {
    arrived += 1;
    return app.fetch(request, env);
  };
  server = await listen(fetching, { host: '127.0.0.1', port: 0 });
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

const answered = async (path: string, method = 'GET', body?: unknown, more: Readonly<Record<string, string>> = {}) => {
  const answer = await ask(path, method, body, more);
  return { status: answer.status, text: await answer.text(), retry: answer.headers.get('retry-after') };
};
/** The pool has nothing to do: whoever is still served waits for something else than the database. */
const atRest = () =>
  expect.poll(() => pool.state(), { interval: 5, timeout: 15_000 }).toMatchObject({ busy: 0, waiting: 0 });

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
      answered(path, 'PATCH', { client: 'Changed' }, { 'If-Match': `"${made.version}"` }),
    );
    const reads = Array.from({ length: 100 }, () => answered('/api/v1/deals?limit=5'));
    await expect.poll(() => pool.state().busy, { interval: 5, timeout: 15_000 }).toBe(4);
    const live = await answered('/livez');
    // the record is held until every one of them has its answer
    const answers = await Promise.all([...writes, ...reads]);
    free();
    await held;

    expect(live.status).toBe(200);
    for (const { status, text, retry } of answers) {
      if (status === 200) continue;
      expect([status, retry, JSON.parse(text)]).toEqual([503, '2', expect.objectContaining({ code: 'overloaded' })]);
    }
    expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(100);
    await atRest();
    // it was always a connection or the lock that was waited for, never a statement until it is stopped
    const reasons = new Set(leases.flatMap(({ error }) => (error instanceof Error ? [error.message] : [])));
    expect([...reasons].filter((reason) => /took too long|takes no more/.test(reason))).toEqual([]);

    const after = await said(await ask(path));
    expect([after.client, after.version]).toEqual(['Clinique Azur', made.version]);
    const changed = await answered(path, 'PATCH', { client: 'Changed' }, { 'If-Match': `"${made.version}"` });
    expect([changed.status, (await answered('/readyz')).text]).toEqual([200, 'ok']);
  });

  it('is not ready while others wait long for a connection, and takes none to say so', async () => {
    let free: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      free = resolve;
    });
    // of endless patience, so that it is looked at while somebody still waits
    const full = openPool(database.connection, { size: 1, wait: 3_600_000 });
    probed = full;
    const busy = asOwner(full, { readOnly: true }, () => until);
    const waits = asOwner(full, { readOnly: true }, (tx) => tx`select 1 as one`);
    await expect.poll(() => full.state().longest, { interval: 20, timeout: 15_000 }).toBeGreaterThan(400);
    const ready = await answered('/readyz');
    expect([ready.status, ready.text, ready.retry]).toEqual([
      503,
      'overloaded: all connections to the database are busy',
      '2',
    ]);
    expect([(await answered('/livez')).status, full.state()]).toMatchObject([200, { busy: 1, waiting: 1 }]);
    free();
    await busy;
    expect(await waits).toEqual([{ one: 1 }]);
    expect((await answered('/readyz')).status).toBe(200);
    probed = pool;
    await full.close();
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
    ];
    const unread = head('GET /api/v1/deals/export?format=json', '');
    const made = await said(await ask('/api/v1/deals', 'POST', { client: 'Long', stage: 'prospect' }));
    await repeat(String(made.id), 5000);
    const before = arrived;
    let ended = 0;
    const sockets: Socket[] = [];
    // no more at once than there are connections: none is refused because the others are many
    for (let at = 0; at < 100; at += 1) {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.on('close', () => (ended += 1));
      socket.pause();
      socket.write((at % 10 === 9 ? unread : requests[at % requests.length]) ?? '');
      sockets.push(socket);
      if (sockets.length % 4 > 0) continue;
      await expect.poll(() => arrived - before, { interval: 5, timeout: 15_000 }).toBe(sockets.length);
      await atRest();
    }
    for (let round = 0; round < 20; round += 1) {
      for (const [at, socket] of sockets.entries()) if (at % 10 !== 9) socket.write(' ');
      // served over the same connections as they were: what they needed before, they have had
      expect((await answered('/api/v1/deals?limit=1')).status).toBe(200);
      await atRest();
      const idle = await database.admin`select query from pg_stat_activity
        where datname = ${database.name} and application_name like 'sluice%' and state like 'idle in transaction%'`;
      expect([...idle]).toEqual([]);
    }
    expect(ended).toBe(0);
    for (const socket of sockets) socket.destroy();
  }, 60_000);
  /** A record so many times more, each with a note of 2 000 characters. */
  const repeat = async (id: string, times: number): Promise<void> => {
    const columns = await database.admin`select column_name as name from information_schema.columns
      where table_schema = 'sluice' and table_name = 'deal' and is_generated = 'NEVER' and column_name not in ('id', 'notes')`;
    const names = columns.map((row) => `"${String(row['name'])}"`).join(', ');
    await database.admin.unsafe(
      `insert into sluice.deal (id, notes, ${names})
       select gen_random_uuid(), repeat('x', 2000), ${names} from sluice.deal, generate_series(1, $2::int) where id = $1::uuid`,
      [id, times],
    );
  };

  it('asks it once, however many want to know how it is', async () => {
    probes.most = 0;
    const health = await Promise.all(Array.from({ length: 300 }, () => answered('/readyz')));
    expect(health.map(({ status }) => status)).toEqual(health.map(() => 200));
    expect(probes.most).toBe(1);
  });
});
