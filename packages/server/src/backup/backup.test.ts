import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { MODEL } from '../../test/http.ts';
import { keeperOf } from '../auth/token.ts';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { loadDemo } from '../demo/load.ts';
import { entriesIn } from '../feed/entries.ts';
import { openTestJobs } from '../jobs/testing.ts';
import { keepOutbound } from '../mail/gate.ts';
import { listOutbox, post } from '../mail/outbox.ts';
import { sendMail } from '../mail/send.ts';
import { join as joinTenant, openSink } from '../mail/testing.ts';
import { smtpTransport } from '../mail/transport.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { openTenants } from '../tenants/tenants.ts';
import * as webhooks from '../webhooks/store.ts';
import { tellTenant } from '../webhooks/tell.ts';
import { copyName, nightlyCopy } from './nightly.ts';
import { readCopy } from './read.ts';
import { compareCopy, restoreCopy, resume, sameData, tokensSince } from './restore.ts';
import { type CopyEnd, figuresOf, writeCopy } from './write.ts';

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let folder: string;
let file: string;
let end: CopyEnd;
const made: { readonly database: TestDatabase; readonly pool: Pool }[] = [];
const session = { tenant: 'acme', role: 'owner', actor: 'boss', via: 'token' } as const;
const TEXT = 'tab\t, quote " \', back\\slash, \\., \\N, line\nbreak, пробел, שלום, 😀, {"a":1}';

/** A database that is migrated and empty. */
const empty = async (): Promise<Pool> => {
  const database = await createDatabase();
  const pool = openPool(database.connection, { size: 4 });
  await migrate(pool, schemaOf(MODEL));
  made.push({ database, pool });
  return pool;
};
const figures = (pool: Pool) => asOwner(pool, { snapshot: true }, figuresOf);
const who = () => ({ tenant: ground.idOf('acme'), actor: 'test' });

beforeAll(async () => {
  ground = await openTestJobs();
  folder = mkdtempSync(join(tmpdir(), 'sluice-copies-'));
  file = join(folder, 'one.copy');
  const { pool, jobs } = ground;
  const tenants = openTenants({ pool, blueprint: crm, now: Date.now });
  await loadDemo(
    { ...tenants, sourceFor: (one, cause) => tenants.sourceFor({ ...one, tenant: 'acme' }, cause) },
    '2025-02-05',
  );
  const source = await tenants.sourceFor({ ...session, tenant: 'globex' }, 'test');
  await source?.create('company', { name: 'Odd', notes: TEXT });
  const person = await joinTenant(pool, ground.idOf('acme'), 'anna@example.com');
  await asOwner(pool, {}, async (tx) => {
    await tx`insert into sluice_system.login_session (id, person_id, tenant_id, client, created_at, used_at, expires_at, digest)
      values (${randomUUID()}, ${person}, ${ground.idOf('acme')}, 'api', now(), now(), now() + interval '1 day', '\\x00ff5c2e')`;
    await tx`insert into sluice_system.single_use_link (digest, purpose, person_id, created_by, created_at, expires_at)
      values ('\\x01', 'reset', ${person}, 'test', now(), now() + interval '1 day')`;
  });
  await asTenant(pool, who(), async (tx) => {
    await keepOutbound(tx, { mail: true, actions: ['cold'], webhooks: true, language: 'en' });
    const url = 'https://hooks.example.com/';
    await webhooks.make(tx, {
      id: randomUUID(),
      url,
      label: '',
      entities: [],
      enabled: true,
      secret: new Uint8Array(9),
      by: { owner: 'boss', person: null, role: 'admin' },
    });
    const draft = {
      occasion: 'one',
      action: 'cold',
      recipient: 'anna@example.com',
      subject: 'To follow up',
      body: TEXT,
    } as const;
    await post(tx, { enqueue: jobs.enqueue, sends: true }, who().tenant, draft, true);
  });
  const acme = await tenants.sourceFor(session, 'test');
  await acme?.create('company', { name: 'Told' });
  await tellTenant({ pool, enqueue: jobs.enqueue, tells: true, viewOf: async () => (event) => event }, who().tenant);
  await acme?.create('company', { name: 'Not told yet' });
  end = await writeCopy(pool, file, { version: '0.0.0', now: Date.now });
}, 60_000);
afterAll(async () => {
  for (const { database, pool } of made) {
    await pool.close();
    await database.drop();
  }
  await ground.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a copy', () => {
  it('holds every row of every table, as it says itself', async () => {
    expect(sameData(end.tables, await figures(ground.pool))).toEqual([]);
    expect(await compareCopy(ground.pool, file)).toEqual([]);
    const rows = Object.fromEntries(end.tables.map(({ table, rows: count }) => [table, count]));
    expect(rows['sluice.deal']).toBeGreaterThan(10);
    expect(rows).toMatchObject({
      'sluice_system.tenant': 2,
      'sluice_system.person': 1,
      'sluice.outbox': 1,
      'sluice.webhook': 1,
    });
    expect(end.tables.some(({ table }) => table.startsWith('sluice_jobs'))).toBe(false);
  });

  it('is as of one moment: what others write meanwhile is in it with all its parts or not at all', async () => {
    const { pool } = ground;
    const tenants = openTenants({ pool, blueprint: crm, now: Date.now });
    const source = await tenants.sourceFor(session, 'test');
    let writing = true;
    const busy = (async () => {
      for (let at = 0; writing; at++) await source?.create('company', { name: `Meanwhile ${at}` });
    })();
    const other = join(folder, 'moment.copy');
    const { tables } = await writeCopy(pool, other, { version: '0.0.0', now: Date.now });
    writing = false;
    await busy;
    const target = await empty();
    await restoreCopy(target, other, { now: Date.now });
    const [row] = await asTenant(target, { ...who(), readOnly: true }, (tx) =>
      tx.unsafe(
        `select (select count(*)::int from "sluice"."company" c where not exists (
            select from "sluice"."journal" j where j."record_id" = c."id" and j."entity" = 'company')) as "companies",
          (select count(*)::int from "sluice"."journal" j where j."entity" = 'company' and j."after" is not null and not exists (
            select from "sluice"."company" c where c."id" = j."record_id")) as "entries"`,
      ),
    );
    expect(row).toEqual({ companies: 0, entries: 0 });
    expect(tables.length).toBe(end.tables.length);
  });

  it('is not there until it is whole, and is nobody else’s to read', async () => {
    const nowhere = writeCopy(ground.pool, join(folder, 'missing', 'one.copy'), { version: '0.0.0', now: Date.now });
    await expect(nowhere).rejects.toMatchObject({ code: 'unwritten' });
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('a copy that is restored', () => {
  it('is the same data to the last byte, in every table but those that keep people out', async () => {
    const pool = await empty();
    const told = await restoreCopy(pool, file, { now: Date.now });
    expect(told).toEqual(end);
    // what signs people in, and what wants to leave, is not as it was
    expect(sameData(end.tables, await figures(pool))).toEqual([
      'sluice_system.login_session',
      'sluice_system.single_use_link',
      'sluice.outbox',
      'sluice.webhook',
      'sluice.webhook_delivery',
    ]);
    const [company] = await asTenant(pool, { tenant: ground.idOf('globex'), actor: 'test', readOnly: true }, (tx) =>
      tx.unsafe(`select "notes" from "sluice"."company" where "name" = 'Odd'`),
    );
    expect(company?.['notes']).toBe(TEXT);
  });

  it('goes on numbering where it was, and its feed goes on after everything that is old', async () => {
    const pool = await empty();
    await restoreCopy(pool, file, { now: Date.now });
    const tenants = openTenants({ pool, blueprint: crm, now: Date.now });
    const { tenant } = who();
    const old = await entriesIn(pool).after(tenant, { xid: 0n, seq: 0n }, 10_000);
    const written = await (await tenants.sourceFor(session, 'test'))?.create('company', { name: 'After' });
    expect(written?.ok).toBe(true);
    const last = old.entries.at(-1)?.cursor ?? { xid: 0n, seq: 0n };
    const fresh = await entriesIn(pool).after(tenant, last, 10);
    expect([old.held, fresh.entries.length, fresh.entries[0]?.event.op]).toEqual([false, 1, 'create']);
    expect(fresh.entries[0]?.cursor.seq).toBeGreaterThan(last.seq);
    const journal = end.tables.find(({ table }) => table === 'sluice.journal');
    const both = await entriesIn(pool).after(ground.idOf('globex'), { xid: 0n, seq: 0n }, 10_000);
    expect(old.entries.length + both.entries.length).toBe(journal?.rows);
  });

  it('lets nothing out and nobody in: no mail, no webhook, no session; held until somebody looks at it', async () => {
    const sink = await openSink();
    const pool = await empty();
    const connection = made.at(-1)?.database.connection;
    if (!connection) throw new Error('no database');
    const before = Math.floor(Date.now() / 1000);
    await restoreCopy(pool, file, { now: Date.now });
    expect(await tokensSince(pool)).toBeGreaterThanOrEqual(before);
    const { openJobs } = await import('../jobs/jobs.ts');
    const jobs = await openJobs({ pool, connection });
    const transport = smtpTransport(sink.url, 'crm@example.com');
    const handlers = { mail: sendMail({ pool, sends: true }, transport) };
    expect(
      await tellTenant(
        { pool, enqueue: jobs.enqueue, tells: true, viewOf: async () => (event) => event },
        who().tenant,
      ),
    ).toEqual({
      told: 0,
      waiting: false,
    });
    // even what somebody makes now is not done before an operator says so
    const [mail] = await listOutbox(pool, who(), { limit: 10 });
    await asTenant(pool, who(), async (tx) => {
      await tx.unsafe(`update "sluice"."outbox" set "state" = 'queued'`);
      await jobs.enqueue(tx, 'mail', { tenant: who().tenant, subject: mail?.id ?? '' });
    });
    await jobs.drain(handlers);
    expect([mail?.state, mail?.reason, sink.connections()]).toEqual(['held', 'restored', 0]);
    const open = await asOwner(pool, { readOnly: true }, (tx) =>
      tx.unsafe(
        `select from sluice_system.login_session where revoked_at is null union all select from sluice_system.single_use_link`,
      ),
    );
    expect(open).toHaveLength(0);
    const deliveries = await asTenant(pool, who(), (tx) =>
      tx.unsafe(`select "state", "reason" from "sluice"."webhook_delivery"`),
    );
    expect(deliveries.map(({ state, reason }) => [state, reason])).toEqual([['held', 'restored']]);

    expect(await resume(pool)).toBe(true);
    expect(await resume(pool)).toBe(false);
    await asTenant(pool, who(), (tx) => jobs.enqueue(tx, 'mail', { tenant: who().tenant, subject: mail?.id ?? '' }));
    await jobs.drain(handlers);
    expect(sink.mails).toHaveLength(1);
    transport.close();
    await jobs.close(0);
    await sink.close();
  });

  it('takes no token of before, and those that are made from then on', async () => {
    let now = Date.parse('2025-02-05T12:00:00Z');
    const clock = (): number => now;
    const secret = new Uint8Array(40).fill(5);
    const identity = { tenant: 'acme', role: 'admin', actor: 'boss' };
    const before = keeperOf(secret, clock);
    const old = [await before.sign('token', identity), await before.sign('session', identity)] as const;
    expect(await before.read('token', old[0])).toMatchObject(identity);
    now += 60_000;
    const pool = await empty();
    await restoreCopy(pool, file, { now: clock });
    const keeper = keeperOf(secret, clock, await tokensSince(pool));
    expect([await keeper.read('token', old[0]), await keeper.read('session', old[1])]).toEqual([null, null]);
    expect(await keeper.read('token', await keeper.sign('token', identity))).toMatchObject(identity);
  });

  it('is refused where there is something already, and that is left as it is', async () => {
    const before = await figures(ground.pool);
    await expect(restoreCopy(ground.pool, file, { now: Date.now })).rejects.toMatchObject({ code: 'not_empty' });
    expect(sameData(before, await figures(ground.pool))).toEqual([]);
  });
});

describe('a damaged copy', () => {
  const spoilt = (name: string, change: (bytes: Buffer) => Buffer): string => {
    const path = join(folder, `${name}.copy`);
    writeFileSync(path, change(readFileSync(file)));
    return path;
  };
  const unpacked = (change: (text: string) => string) => (bytes: Buffer) =>
    gzipSync(
      change(gunzipSync(bytes).toString('latin1')) === ''
        ? ''
        : Buffer.from(change(gunzipSync(bytes).toString('latin1')), 'latin1'),
    );

  it.each([
    ['is cut', (bytes: Buffer) => bytes.subarray(0, bytes.byteLength - 100), 'damaged'],
    ['is cut in half', (bytes: Buffer) => bytes.subarray(0, bytes.byteLength >> 1), 'damaged'],
    [
      'has a byte that is another',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === 5000 ? byte ^ 1 : byte))),
      'damaged',
    ],
    ['has another value', unpacked((text) => text.replace('Odd', 'Even')), 'damaged'],
    ['has a row less', unpacked((text) => text.replace(/\n[^\n]*\tOdd\t[^\n]*/, '')), 'damaged'],
    ['has no end', unpacked((text) => text.replace(/\{"end":true[^\n]*\n$/, '')), 'damaged'],
    ['has a table less', unpacked((text) => text.replace(/\{"table":"sluice\.webhook",[^]*?\n\\\.\n/, '')), 'damaged'],
    ['is of a later format', unpacked((text) => text.replace('"format":1', '"format":2')), 'newer'],
    ['is something else', () => Buffer.from('client,amount\nBouygues,1\n'), 'not_a_copy'],
    ['is something else that is packed', () => gzipSync('client,amount\nBouygues,1\n'), 'not_a_copy'],
    ['is empty', () => Buffer.alloc(0), 'not_a_copy'],
  ] as const)('that %s is refused, and nothing is written', async (what, change, code) => {
    const path = spoilt(what.replaceAll(' ', '-'), change);
    expect(readFileSync(path).equals(readFileSync(file))).toBe(false);
    const pool = made[0]?.pool ?? ground.pool;
    const before = await figures(pool);
    await expect(readCopy(path)).rejects.toMatchObject({ code });
    await expect(restoreCopy(pool, path, { now: Date.now })).rejects.toMatchObject({ code });
    expect(sameData(before, await figures(pool))).toEqual([]);
  });

  it('that has a table or a column nobody knows is refused, and nothing is written', async () => {
    const pool = await empty();
    const path = spoilt('later', (bytes) => bytes);
    // the target is older than the copy
    await asOwner(pool, {}, (tx) => tx.unsafe('alter table sluice.company drop column founded cascade'));
    await expect(restoreCopy(pool, path, { now: Date.now })).rejects.toMatchObject({
      code: 'newer',
      message: 'The copy has a column sluice.company.founded that this version does not know.',
    });
    expect((await figures(pool)).filter(({ rows }) => rows > 0)).toEqual([]);
  });
});

describe('nightly copies', () => {
  it('are kept as many as wanted, the latest, and other files are left alone', async () => {
    const nights = join(folder, 'nights');
    let now = Date.parse('2025-02-01T02:15:00Z');
    const night = nightlyCopy({ pool: ground.pool, version: '0.0.0', now: () => now, folder: nights, keep: 2 });
    await night();
    writeFileSync(join(nights, 'notes.txt'), 'mine');
    for (let at = 0; at < 3; at++) {
      now += 86_400_000;
      await night();
    }
    expect(readdirSync(nights).sort()).toEqual([
      'notes.txt',
      'sluice-2025-02-03T02-15-00Z.copy',
      'sluice-2025-02-04T02-15-00Z.copy',
    ]);
    expect(await compareCopy(ground.pool, join(nights, copyName(now)))).toEqual([]);
  });
});
