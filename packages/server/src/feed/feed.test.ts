import { randomUUID } from 'node:crypto';
import { newId, type Rec, type Written } from '@sluice/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { MODEL } from '../../test/http.ts';
import { relay } from '../../test/relay.ts';
import { asTenant } from '../database/as-tenant.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { sqlSource } from '../records/source.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { isAfter, readCursor } from './cursor.ts';
import { type Feed, type FeedOptions, type Follow, openFeed } from './feed.ts';
import { readEvents, writeSlowly } from './testing.ts';
import { viewIn } from './view.ts';

let database: TestDatabase;
let pool: Pool;
const feeds: Feed[] = [];
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 8 });
  await migrate(pool, schemaOf(MODEL));
});
afterEach(async () => {
  await Promise.all(feeds.splice(0).map((feed) => feed.close()));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

let made = 0;
const sourceOf = (tenant: string, actor = 'anna') =>
  sqlSource({
    pool,
    model: MODEL,
    tenant,
    actor,
    moment: () => ({ today: '2025-02-05', zone: 'Europe/Paris' }),
    now: () => '2025-02-05T09:00:00.000Z',
    id: () => newId(Date.parse('2025-02-05T09:00:00Z'), () => [made >>> 16, made >>> 8, (made += 1)]),
    cause: 'test',
  });
const record = (written: Written): Rec => {
  if (!written.ok) throw new Error(written.issues.map((one) => one.message).join(' '));
  return written.record;
};
const open = (options: Partial<FeedOptions> = {}): Feed => {
  const feed = openFeed({ pool, connection: database.connection, ...options });
  feeds.push(feed);
  return feed;
};
const bodyOf = async (feed: Feed, tenant: string, more: Partial<Follow> = {}) => {
  const followed = await feed.follow({
    tenant,
    reader: 'r',
    after: null,
    view: viewIn(MODEL),
    still: async () => true,
    ...more,
  });
  if (!followed.ok) throw new Error(followed.why);
  return followed.body;
};
const follow = async (feed: Feed, tenant: string, more: Partial<Follow> = {}) =>
  readEvents(await bodyOf(feed, tenant, more));
/** A pool of the feed's own, and a wait until it has looked into the journal once more, from beginning to end, in vain or not. */
const lookingPool = (connection = database.connection) => {
  let looks = 0;
  const own = openPool(connection, { size: 2, connectTimeout: 1000 }, () => (looks += 1));
  const looked = async (): Promise<void> => {
    const from = looks;
    await expect.poll(() => looks, { timeout: 15_000 }).toBeGreaterThan(from + 1);
  };
  return { own, looked };
};
/** Every feed that was opened with a connection listens. */
const listening = () =>
  expect
    .poll(
      () => database.admin`select from pg_stat_activity
        where datname = ${database.name} and application_name = 'sluice listen' and state = 'idle' and query ilike 'listen %'`,
      { timeout: 15_000 },
    )
    .toHaveLength(1);
const deal = (client: string) => ({ client, stage: 'prospect' });

describe('the change feed', () => {
  it('tells what was made, changed and removed, and no value', async () => {
    const tenant = randomUUID();
    const source = sourceOf(tenant);
    const reader = await follow(open(), tenant);
    expect(await reader.next()).toMatchObject({ event: 'ready', data: {} });
    const { id } = record(await source.create('deal', deal('Secret')));
    record(await source.change('deal', id, { amount: 4200, client: 'Hidden' }, { version: 1 }));
    record(await source.remove('deal', id, { version: 2 }));
    const events = await reader.changes(3);
    expect(events.map(({ data }) => [data['op'], data['version'], data['entity'], data['id'], data['actor']])).toEqual([
      ['create', 1, 'deal', id, 'anna'],
      ['change', 2, 'deal', id, 'anna'],
      ['remove', expect.any(Number), 'deal', id, 'anna'],
    ]);
    expect(events[0]?.data['fields']).toContain('client');
    expect(events[1]?.data['fields']).toEqual(['amount', 'client']);
    expect(JSON.stringify(events)).not.toMatch(/Secret|Hidden|4200/);
    await reader.cancel();
  });

  it('is heard at once, and found by looking where nobody listens', async () => {
    const tenant = randomUUID();
    const source = sourceOf(tenant);
    const heard = await follow(open({ poll: 3_600_000 }), tenant);
    const looked = await follow(openDeaf(), tenant);
    await Promise.all([heard.next(), looked.next()]);
    await listening();
    await source.create('deal', deal('A'));
    // an hour before it would be looked for
    expect(await heard.changes(1)).toHaveLength(1);
    expect(await looked.changes(1)).toHaveLength(1);
    await Promise.all([heard.cancel(), looked.cancel()]);
  });
  const openDeaf = (): Feed => {
    const feed = openFeed({ pool, poll: 100 });
    feeds.push(feed);
    return feed;
  };

  it('loses nothing when two transactions commit in the other order', async () => {
    const tenant = randomUUID();
    const { own, looked } = lookingPool();
    const feed = open({ pool: own, poll: 20 });
    const reader = await follow(feed, tenant);
    const ready = await reader.next();
    const first = await writeSlowly(pool, tenant, 'first');
    const second = await writeSlowly(pool, tenant, 'second');
    await second.commit();
    const coming = reader.changes(2);
    await looked();
    expect(reader.lastId()).toBe(ready?.id);
    await first.commit();
    const events = await coming;
    const cursors = events.map(({ id }) => readCursor(id));
    expect(cursors[0] && cursors[1] && isAfter(cursors[1], cursors[0])).toBe(true);
    await reader.cancel();

    // whoever comes back from between the two gets exactly the other
    const again = await follow(feed, tenant, { after: cursors[0] ?? null });
    await again.next();
    expect((await again.changes(1)).map(({ id }) => id)).toEqual([events[1]?.id]);
    await again.cancel();
    await feed.close();
    await own.close();
  });

  it('goes on by itself when the transaction that it waited for is undone', async () => {
    const tenant = randomUUID();
    const { own, looked } = lookingPool();
    const feed = open({ pool: own, poll: 3_600_000 });
    const reader = await follow(feed, tenant);
    const ready = await reader.next();
    const [begun, stuck] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const other = asTenant(pool, { tenant: randomUUID(), actor: 'other' }, async (tx) => {
      await tx`select pg_current_xact_id()`;
      begun.resolve();
      await stuck.promise;
      throw new Error('undone');
    }).catch(() => undefined);
    await begun.promise;
    await sourceOf(tenant).create('deal', deal('B'));
    const coming = reader.changes(1);
    await looked();
    expect(reader.lastId()).toBe(ready?.id);
    stuck.resolve();
    await other;
    expect(await coming).toHaveLength(1);
    await reader.cancel();
    await feed.close();
    await own.close();
  });

  it('brings 1 000 writes by 4 writers once each and in order, over cuts', async () => {
    const tenant = randomUUID();
    const feed = open();
    const patient = await follow(feed, tenant);
    await patient.next();
    const expected = new Set<string>();
    const writing = Promise.all(
      ['a', 'b', 'c', 'd'].map(async (actor) => {
        const source = sourceOf(tenant, actor);
        for (let at = 0; at < 250; at++) expected.add(record(await source.create('deal', deal(`${actor}${at}`))).id);
      }),
    );
    const cut: string[] = [];
    let last = patient.lastId();
    let size = 1;
    while (cut.length < 1000) {
      const reader = await follow(feed, tenant, { reader: 'cut', after: readCursor(last) });
      await reader.next();
      size = (size * 7) % 97;
      const events = await reader.changes(Math.min(size, 1000 - cut.length));
      cut.push(...events.map(({ data }) => String(data['id'])));
      last = events.at(-1)?.id ?? last;
      await reader.cancel();
    }
    await writing;
    const events = await patient.changes(1000);
    const ids = events.map(({ data }) => String(data['id']));
    expect(new Set(ids)).toEqual(expected);
    expect(ids).toHaveLength(1000);
    expect(cut).toEqual(ids);
    const cursors = events.flatMap(({ id }) => readCursor(id) ?? []);
    expect(cursors.every((one, at) => at === 0 || isAfter(one, cursors[at - 1] ?? one))).toBe(true);
    await patient.cancel();
    expect(feed.streams()).toBe(0);
  });

  it('orders transactions by number, not by text', async () => {
    const tenant = randomUUID();
    for (const xid of ['100', '9', '99', '10'])
      await database.admin`
        insert into sluice.journal (tenant_id, xid, at, actor, cause, entity, record_id, version, after)
        values (${tenant}, ${xid}::text::xid8, now(), 'a', 'test', 'deal', ${randomUUID()}, 1, '{"client": "A"}')`;
    const reader = await follow(open(), tenant, { after: { xid: 0n, seq: 0n } });
    const events = await reader.changes(4);
    expect(events.map(({ id }) => id.split('-')[0])).toEqual(['9', '10', '99', '100']);
    await reader.cancel();
  });

  it('keeps tenants apart', async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    const feed = open();
    const reader = await follow(feed, mine);
    await reader.next();
    for (let at = 0; at < 20; at++) await sourceOf(other).create('deal', deal(`foreign ${at}`));
    const { id } = record(await sourceOf(mine).create('deal', deal('own')));
    expect((await reader.changes(1)).map(({ data }) => data['id'])).toEqual([id]);
    await reader.cancel();
    // from the very beginning too
    const all = await follow(feed, mine, { after: { xid: 0n, seq: 0n } });
    await all.next();
    expect((await all.changes(1)).map(({ data }) => data['id'])).toEqual([id]);
    await all.cancel();
  });

  it('shows only what the reader may see, and moves on over the rest', async () => {
    const tenant = randomUUID();
    const source = sourceOf(tenant);
    const view = viewIn(MODEL, { entity: (name) => name === 'deal', field: (_, name) => name !== 'amount' });
    const reader = await follow(open({ times: { beat: 50 } }), tenant, { view });
    await reader.next();
    const { id } = record(await source.create('deal', { ...deal('A'), amount: 1 }));
    await source.create('company', { name: 'Hidden' });
    await source.change('deal', id, { amount: 2 }, { version: 1 });
    await source.change('deal', id, { amount: 3, client: 'B' }, { version: 2 });
    const events = await reader.changes(2);
    expect(events.map(({ data }) => data['version'])).toEqual([1, 3]);
    expect(JSON.stringify(events)).not.toContain('amount');
    await source.create('company', { name: 'Hidden too' });
    const waiting = reader.next();
    const last = readCursor(events[1]?.id ?? '')?.xid ?? 0n;
    await expect.poll(() => (readCursor(reader.lastId())?.xid ?? 0n) > last, { timeout: 10_000 }).toBe(true);
    await reader.cancel();
    await waiting;
  });

  it('goes on where it was when the database was away', async () => {
    const wire = await relay(database.connection);
    const { own: weak, looked } = lookingPool(wire.connection);
    const tenant = randomUUID();
    const feed = open({ pool: weak, connection: wire.connection, poll: 20 });
    const reader = await follow(feed, tenant);
    await reader.next();
    await wire.cut();
    const { id } = record(await sourceOf(tenant).create('deal', deal('meanwhile')));
    await looked();
    await wire.mend();
    expect((await reader.changes(1)).map(({ data }) => data['id'])).toEqual([id]);
    await reader.cancel();
    await feed.close();
    await weak.close();
    await wire.close();
  });
});

describe('a stream', () => {
  it('is dropped when its reader does not read, which is told to come back', async () => {
    const tenant = randomUUID();
    const feed = open({ times: { check: 50, patience: 200, grace: 3_600_000 } });
    let checks = 0;
    const still = async () => (checks += 1) > 0;
    const reader = await follow(feed, tenant, { still });
    const ready = await reader.next();
    // it waits for more, which is no fault of its
    const coming = reader.next();
    await sourceOf(tenant).bulk(
      Array.from({ length: 300 }, (_, at) => ({ op: 'create', entity: 'deal', values: deal(`D${at}`) }) as const),
    );
    const first = await coming;
    // looked at every 50 ms: longer ago than it has patience for
    const from = checks;
    await expect.poll(() => checks, { timeout: 15_000 }).toBeGreaterThan(from + 5);
    let last: Awaited<ReturnType<typeof reader.next>> = first;
    let count = 0;
    let end: string[] = [];
    for (let read = first; read; read = await reader.next()) {
      if (read.event === 'bye') end = [read.event, String(read.data['reason'])];
      else {
        count += 1;
        last = read;
      }
    }
    expect(end).toEqual(['bye', 'slow']);
    expect(count).toBeLessThan(300);
    expect(feed.streams()).toBe(0);
    const again = await follow(feed, tenant, { after: readCursor(last?.id ?? ready?.id ?? '') });
    await again.next();
    expect(await again.changes(300 - count)).toHaveLength(300 - count);
    await again.cancel();
  });

  it('is cut when its reader does not even take the farewell', async () => {
    const feed = open({ times: { check: 20, patience: 100, grace: 100 } });
    const body = await bodyOf(feed, randomUUID());
    await expect.poll(() => feed.streams(), { timeout: 15_000 }).toBe(0);
    await expect(body.getReader().read()).rejects.toThrow('sent away');
  });

  it('ends when its reader is not let in any more', async () => {
    let may = true;
    const feed = open({ times: { check: 50 } });
    const reader = await follow(feed, randomUUID(), { still: async () => may });
    await reader.next();
    const waiting = reader.next();
    may = false;
    expect(await waiting).toMatchObject({ event: 'bye', data: { reason: 'signed_out' } });
    expect(await reader.next()).toBe(null);
    expect(feed.streams()).toBe(0);
  });

  it('ends when the server stops, and there are no new ones', async () => {
    const feed = open();
    const reader = await follow(feed, randomUUID());
    await reader.next();
    const waiting = reader.next();
    await feed.close();
    expect(await waiting).toMatchObject({ event: 'bye', data: { reason: 'stopping' } });
    await expect(bodyOf(feed, randomUUID())).rejects.toThrow('stopping');
  });

  it('is one of so many of a reader and of a tenant', async () => {
    const feed = open({ most: { reader: 2, tenant: 3 } });
    const tenant = randomUUID();
    const readers = [await follow(feed, tenant), await follow(feed, tenant)];
    await expect(bodyOf(feed, tenant)).rejects.toThrow('too_many');
    readers.push(await follow(feed, tenant, { reader: 's' }));
    await expect(bodyOf(feed, tenant, { reader: 't' })).rejects.toThrow('too_many');
    await follow(feed, randomUUID());
    await readers[0]?.cancel();
    await follow(feed, tenant, { reader: 't' });
  });

  it('begins anew for the place of another life of the database', async () => {
    const reader = await follow(open(), randomUUID(), { after: { xid: 10n ** 15n, seq: 1n } });
    expect(await reader.next()).toMatchObject({ event: 'reset' });
    await reader.cancel();
  });
});
