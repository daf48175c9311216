import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keeperOf } from '../../src/auth/token.ts';
import { sameData } from '../../src/backup/restore.ts';
import { figuresOf } from '../../src/backup/write.ts';
import { asOwner, asTenant } from '../../src/database/as-tenant.ts';
import type { Connection } from '../../src/database/connection.ts';
import { openPool } from '../../src/database/lease.ts';
import { openJobs } from '../../src/jobs/jobs.ts';
import { keepOutbound } from '../../src/mail/gate.ts';
import { post } from '../../src/mail/outbox.ts';
import { join as joinTenant, openSink, type Sink } from '../../src/mail/testing.ts';
import { openReceiver, type Receiver } from '../../src/webhooks/testing.ts';
import { createDatabase, type TestDatabase } from '../database.ts';
import { said, SECRET } from '../http.ts';
import { environmentOf, type ServerProcess, startServer } from '../server-process.ts';
import { atLeast, atMost, none, note, plainly } from './report.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const PASSWORD = 'vintage otter climbs ladder';
const ANNA = 'anna@example.com';
/** What keeps people out and mails in: changed on purpose, once all of it was read back and compared. */
const CALMED = ['login_session', 'embed_token', 'sign_in_key', 'single_use_link', 'sign_in_outbox', 'sluice_meta'];
const HELD = ['outbox', 'webhook', 'webhook_delivery'];

let folder: string;
let old: TestDatabase;
let fresh: TestDatabase;
let sink: Sink;
let receiver: Receiver;
const servers: ServerProcess[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-drill-'));
  [old, fresh] = [await createDatabase(), await createDatabase()];
  [sink, receiver] = [await openSink(), await openReceiver()];
});
afterAll(async () => {
  for (const server of servers) await server.kill();
  for (const one of [sink, receiver]) await one.close();
  for (const one of [old, fresh]) await one.drop();
  rmSync(folder, { recursive: true, force: true });
});

const start = async (connection: Connection): Promise<ServerProcess> => {
  const server = await startServer(connection, {
    env: {
      SLUICE_MAIL: 'send',
      SMTP_URL: sink.url,
      SLUICE_MAIL_FROM: 'crm@example.com',
      SLUICE_WEBHOOKS: 'send',
      SLUICE_WEBHOOKS_ALLOW: receiver.origin,
    },
  });
  servers.push(server);
  return server;
};
/** A command as an operator types it. */
const sluice = (connection: Connection, ...words: readonly string[]): string =>
  execFileSync(process.execPath, ['--conditions=sluice-src', CLI, ...words], {
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      ...environmentOf(connection),
      SLUICE_DATA: join(folder, 'data'),
      SLUICE_SECRET: new TextDecoder().decode(SECRET),
    },
  });
const json = (value: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});
const figures = async (connection: Connection) => {
  const pool = openPool(connection, { size: 1 });
  const found = await asOwner(pool, { snapshot: true }, figuresOf);
  await pool.close();
  return found;
};
/** How many jobs ended that did nothing because the data was restored. */
const skipped = async (): Promise<number> => {
  const [row] = await fresh.admin`select count(*)::int as n from sluice_jobs.job
    where state = 'completed' and output->>'skipped' = 'restored'`;
  return Number(row?.['n']);
};

/** Puts a mail into the outbox, to be sent, beside whatever server there is. */
const writeMail = async (connection: Connection, occasion: string): Promise<void> => {
  const pool = openPool(connection, { size: 2 });
  const jobs = await openJobs({ pool, connection });
  const [row] = await asOwner(pool, {}, (tx) => tx`select id from sluice_system.tenant where name = 'demo'`);
  const tenant = String(row?.['id']);
  const draft = { occasion, action: 'cold', recipient: ANNA, subject: occasion, body: 'Hello' } as const;
  await asTenant(pool, { tenant, actor: 'test' }, (tx) =>
    post(tx, { enqueue: jobs.enqueue, sends: true }, tenant, draft, true),
  );
  await jobs.close(0);
  await pool.close();
};

describe('a drill: a copy is restored elsewhere', () => {
  it('holds the same, lets nothing out and nobody in until somebody says that it goes on (G22)', async () => {
    const before = await start(old.connection);
    const invited = await said(await before.ask('/auth/invite', json({ email: 'boss@example.com', role: 'admin' })));
    const link = String(invited.link);
    const anonymous = (server: ServerProcess, path: string, value: unknown) =>
      fetch(`${server.base}${path}`, json(value));
    await anonymous(before, '/auth/accept', { token: link.slice(link.indexOf('=') + 1), password: PASSWORD });
    const signedIn = await said(
      await anonymous(before, '/auth/login', { email: 'boss@example.com', password: PASSWORD, cookies: false }),
    );
    const embed = await said(await before.ask('/auth/embed', json({ origin: 'https://shop.example.com' })));
    const plain = await keeperOf(SECRET, Date.now).sign('token', { tenant: 'demo', role: 'owner', actor: 'tester' });
    await before.ask('/webhooks', json({ url: `${receiver.origin}/hook`, label: 'drill' }));
    const { pool, tenant } = await (async () => {
      const opened = openPool(old.connection, { size: 1 });
      const [row] = await asOwner(opened, {}, (tx) => tx`select id from sluice_system.tenant where name = 'demo'`);
      return { pool: opened, tenant: String(row?.['id']) };
    })();
    await joinTenant(pool, tenant, ANNA);
    await asTenant(pool, { tenant, actor: 'test' }, (tx) =>
      keepOutbound(tx, { mail: true, actions: ['cold'], webhooks: true, language: 'en' }),
    );
    await pool.close();
    await before.ask('/companies', json({ name: 'Told before' }));
    await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(1);
    // what has not left yet when the copy is made: a mail, and a change of which nobody was told
    await before.ask('/companies', json({ name: 'Told late' }));
    await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(2);
    await before.stop();
    await writeMail(old.connection, 'Waiting');

    const file = join(folder, 'drill.copy');
    sluice(old.connection, 'backup', '--out', file, '--verify');
    sluice(fresh.connection, 'restore', file);
    const [there, here] = [await figures(old.connection), await figures(fresh.connection)];
    const changed = new Set([...CALMED.map((one) => `sluice_system.${one}`), ...HELD.map((one) => `sluice.${one}`)]);
    const differing = sameData(there, here).filter((table) => !changed.has(table));
    const rows = (all: typeof there): number => all.reduce((sum, one) => sum + one.rows, 0);

    const mails = sink.connections();
    const calls = receiver.connections();
    const after = await start(fresh.connection);
    const status = async (path: string, token: unknown, more: Readonly<Record<string, string>> = {}) =>
      (await fetch(`${after.base}${path}`, { headers: { Authorization: `Bearer ${String(token)}`, ...more } })).status;
    const doors = [
      await status('/deals', plain),
      await status('/deals', signedIn.token),
      await status('/deals', embed.token, { Origin: 'https://shop.example.com' }),
      (await anonymous(after, '/auth/refresh', { refresh: signedIn.refresh })).status,
      (await fetch(`${after.base}/deals`, { headers: { Cookie: `sluice_session=${String(signedIn.token)}` } })).status,
    ];
    // the server works, hears of what is written now, and lets none of it out
    expect((await after.ask('/companies', json({ name: 'Written after' }))).status).toBe(201);
    await writeMail(fresh.connection, 'After');
    await expect.poll(skipped, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
    const leaving = { mails: sink.connections() - mails, calls: receiver.connections() - calls };

    // that it is silent is no deafness: it goes on when it is told to
    sluice(fresh.connection, 'resume');
    await after.stop();
    const again = await start(fresh.connection);
    expect((await again.ask('/companies', json({ name: 'Written once it goes on' }))).status).toBe(201);
    await expect.poll(() => receiver.connections() - calls, { timeout: 30_000 }).toBeGreaterThan(0);

    const missed = note('G22', 'a drill with backup, restore and resume', [
      plainly('rows', rows(there)),
      atLeast('tables', there.length, 30),
      none('tables that differ', differing.length),
      atMost('tables that keep people out and mails in', changed.size, 9),
      atLeast('tokens of before that were tried', doors.length, 5),
      none('that were taken', doors.filter((one) => one !== 401).length),
      atLeast('jobs that were held back', await skipped(), 2),
      none('connections to mail servers', leaving.mails),
      none('connections to webhooks', leaving.calls),
    ]);
    expect(differing).toEqual([]);
    expect(doors).toEqual(doors.map(() => 401));
    expect(missed).toEqual([]);
  });
});
