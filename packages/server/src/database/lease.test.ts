import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDatabase, elsewhere, type TestDatabase } from '../../test/database.ts';
import { relay } from '../../test/relay.ts';
import { asOwner, asTenant } from './as-tenant.ts';
import type { Tx } from './fence.ts';
import { openPool, patiently, type Pool, type PoolOptions } from './lease.ts';

const A = '00000000-0000-7000-8000-00000000000a';
const B = '00000000-0000-7000-8000-00000000000b';
const of = (tenant: string) => ({ tenant, actor: 'test' });

let database: TestDatabase;
const pools: Pool[] = [];
const open = (options: PoolOptions = {}, connection = database.connection): Pool => {
  const pool = openPool(connection, options);
  pools.push(pool);
  return pool;
};

beforeAll(async () => {
  database = await createDatabase();
  const pool = open();
  await asOwner(pool, {}, async (tx) => {
    await tx.unsafe(`
      create schema sluice;
      grant usage on schema sluice to sluice_app;
      create table sluice.note (tenant_id uuid not null, id int generated always as identity, body text);
      alter table sluice.note enable row level security;
      alter table sluice.note force row level security;
      create policy own on sluice.note using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
      grant select, insert, update, delete on sluice.note to sluice_app`);
  });
  for (const tenant of [A, B])
    await asTenant(pool, of(tenant), (tx) => tx`insert into note (tenant_id, body) values (${tenant}, ${tenant})`);
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close(2000)));
  await database.drop();
});

const kill = async (pid: unknown) => {
  await database.admin`select pg_terminate_backend(${Number(pid)}, 5000)`;
};

describe('when the backend of a transaction is killed', () => {
  // the driver's own pool, in these trials: A reads rows of B in 51 of 60
  it('no statement of one tenant ever runs in the transaction of another (60 trials)', async () => {
    const pool = open({ size: 1 });
    const count = { carriedOn: 0, foreign: 0, refused: 0, lostWrites: 0 };
    for (let trial = 0; trial < 60; trial++) {
      let over = (): void => undefined;
      const end = new Promise<void>((resolve) => {
        over = resolve;
      });
      const a = asTenant(pool, of(A), async (tx) => {
        const [me] = await tx`select pg_backend_pid() as pid`;
        await kill(me?.['pid']);
        // A knows nothing of it and carries on, while B works on a connection of the same pool
        await pause(4 + 2 * (trial % 15));
        const rows = await tx`select tenant_id from note`.catch(() => []);
        count.carriedOn++;
        count.foreign += rows.filter((row) => row['tenant_id'] !== A).length;
        over();
      });
      const body = `trial ${trial}`;
      const b = asTenant(pool, of(B), async (tx) => {
        await tx`insert into note (tenant_id, body) values (${B}, ${body})`;
        for (let n = 0; n < 8; n++) {
          await pause(4);
          await tx`select 1`;
        }
      });
      const [ofA, ofB] = await Promise.allSettled([a, b]);
      await end;
      if (ofA.status === 'rejected' && ofA.reason.code === 'unavailable') count.refused++;
      const stored = await asTenant(pool, of(B), (tx) => tx`select from note where body = ${body}`);
      if (ofB.status !== 'fulfilled' || stored.length !== 1) count.lostWrites++;
    }
    expect(count).toEqual({ carriedOn: 60, foreign: 0, refused: 60, lostWrites: 0 });
  });

  it('every acknowledged write is there and the pool goes on, under random kills', async () => {
    const pool = open({ size: 4 });
    const killer = new AbortController();
    const killing = (async () => {
      while (!killer.signal.aborted) {
        await database.admin`
          select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database.name} and usename = 'sluice_tester' order by random() limit 1`;
        await pause(3);
      }
    })();
    const acknowledged: string[] = [];
    const codes = new Set<string>();
    const work = async (worker: number) => {
      for (let n = 0; n < 60; n++) {
        const tenant = n % 2 === 0 ? A : B;
        const body = `w${worker}-${n}`;
        try {
          const rows = await asTenant(pool, of(tenant), async (tx) => {
            await tx`insert into note (tenant_id, body) values (${tenant}, ${body})`;
            return tx`select distinct tenant_id from note`;
          });
          expect(rows).toEqual([{ tenant_id: tenant }]);
          acknowledged.push(body);
        } catch (error) {
          codes.add(error instanceof Error && 'code' in error ? String(error.code) : String(error));
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, worker) => work(worker)));
    killer.abort();
    await killing;
    const stored = await database.admin`select body from sluice.note where body = any(${acknowledged})`;
    expect(stored).toHaveLength(acknowledged.length);
    expect(acknowledged.length).toBeGreaterThan(50);
    expect([...codes].filter((code) => !['unavailable', 'unknown_outcome'].includes(code))).toEqual([]);
    expect(pool.state()).toMatchObject({ busy: 0, waiting: 0 });
  });

  it('a transaction whose statements still wait to be sent is refused as a whole', async () => {
    const pool = open({ size: 1 });
    const work = asTenant(pool, of(A), async (tx) => {
      const [me] = await tx`select pg_backend_pid() as pid`;
      const many = Array.from(
        { length: 300 },
        (_, n) => tx`insert into note (tenant_id, body) values (${A}, ${`burst ${n}`})`,
      );
      await Promise.all([kill(me?.['pid']), tx`select pg_sleep(1)`, ...many]);
    });
    await expect(work).rejects.toMatchObject({ code: 'unavailable' });
    expect(await asTenant(pool, of(A), (tx) => tx`select from note where body like 'burst %'`)).toHaveLength(0);
  });

  it('a connection that died unused is replaced without anybody noticing', async () => {
    const pool = open({ size: 2 });
    const [me] = await asTenant(pool, of(A), (tx) => tx`select pg_backend_pid() as pid`);
    await kill(me?.['pid']);
    expect(await asTenant(pool, of(A), (tx) => tx`select 1 as one`)).toEqual([{ one: 1 }]);
  });
});

describe('how long a request may wait', () => {
  afterEach(() => void vi.useRealTimers());

  it('is at most two seconds: 0.7 for its connections, and 0.4 for each of up to three steps to a lock', async () => {
    const pool = open();
    const { wait, lockTimeout } = pool.settings;
    expect([wait, lockTimeout, wait + 3 * lockTimeout <= 2000]).toEqual([700, 400, true]);
    const told = await asTenant(
      pool,
      of(A),
      (tx) => tx`select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement,
        current_setting('idle_in_transaction_session_timeout') as idle`,
    );
    expect(told).toEqual([{ lock: '400ms', statement: '10s', idle: '15s' }]);
  });

  it('is counted over all its transactions: what one has waited, the next cannot', async () => {
    const pool = open({ size: 1 });
    const hold = async () => {
      const [taken, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const over = asOwner(pool, { readOnly: true }, async () => {
        taken.resolve();
        await end.promise;
      });
      await taken.promise;
      return async () => {
        end.resolve();
        await over;
      };
    };
    const first = await hold();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const ends: string[] = [];
    const done = patiently(async () => {
      await asOwner(pool, { readOnly: true }, (tx) => tx`select 1`);
      ends.push('served');
      const second = await hold();
      const again = asOwner(pool, { readOnly: true }, (tx) => tx`select 1`).catch((error) => ends.push(error.code));
      vi.advanceTimersByTime(199);
      await Promise.resolve();
      expect([ends, pool.state().waiting]).toEqual([['served'], 1]);
      vi.advanceTimersByTime(1);
      await again;
      await second();
    });
    vi.advanceTimersByTime(500);
    expect(pool.state()).toMatchObject({ busy: 1, waiting: 1, longest: 500 });
    await first();
    await done;
    expect(ends).toEqual(['served', 'overloaded']);
  });
});

describe('when there is more work than connections', () => {
  it('a caller waits so long and no longer', async () => {
    const pool = open({ size: 1, wait: 60 });
    let finish = () => {};
    const busy = asTenant(pool, of(A), () => new Promise<void>((resolve) => (finish = resolve)));
    await expect(asTenant(pool, of(A), (tx) => tx`select 1`)).rejects.toMatchObject({ code: 'overloaded' });
    finish();
    await busy;
    expect(await asTenant(pool, of(A), (tx) => tx`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  it('one caller too many is refused at once, the others get their turn', async () => {
    const pool = open({ size: 2, queue: 3, wait: 5000 });
    const calls = Array.from({ length: 7 }, () => asTenant(pool, of(A), (tx) => tx`select 1`));
    const ends = await Promise.allSettled(calls);
    expect(ends.map((end) => (end.status === 'rejected' ? end.reason.code : 'done'))).toEqual([
      ...Array.from({ length: 5 }, () => 'done'),
      'overloaded',
      'overloaded',
    ]);
  });

  it.each([
    ['a statement that takes too long', { statementTimeout: 50 }, (tx: Tx) => tx`select pg_sleep(5)`, 'overloaded'],
    ['a transaction that does nothing', { idleTimeout: 50 }, () => new Promise<never>(() => undefined), 'unavailable'],
  ] as const)('%s is ended', async (_, options, work, code) => {
    const pool = open({ size: 1, ...options });
    await expect(asTenant<unknown>(pool, of(A), work)).rejects.toMatchObject({ code });
    expect(await asTenant(pool, of(A), (tx) => tx`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  it('a lock somebody else holds is not waited for forever', async () => {
    const pool = open({ size: 2, lockTimeout: 50 });
    const update = (tx: Tx) => tx`update note set body = 'locked' where body = ${A}`;
    await asTenant(pool, of(A), async (tx) => {
      await update(tx);
      await expect(asTenant(pool, of(A), update)).rejects.toMatchObject({ code: 'overloaded' });
      throw new Error('undo');
    }).catch(() => undefined);
  });
});

describe('when the database is away', () => {
  it('a transaction is refused, and served again as soon as it is back', async () => {
    const wire = await relay(database.connection);
    const pool = open({ size: 2 }, wire.connection);
    const ask = () => asTenant(pool, of(A), (tx) => tx`select 1 as one`);
    expect(await ask()).toEqual([{ one: 1 }]);
    await wire.cut();
    for (let n = 0; n < 5; n++) await expect(ask()).rejects.toMatchObject({ code: 'unavailable' });
    await wire.mend();
    expect(await ask()).toEqual([{ one: 1 }]);
    await wire.close();
  });

  it('a silent connection is given up', async () => {
    const wire = await relay(database.connection);
    const pool = open({ size: 1, silence: 100 }, wire.connection);
    const work = asTenant(pool, of(A), async (tx) => {
      await tx`select 1`;
      wire.silence(true);
      await tx`select 2`;
    });
    await expect(work).rejects.toMatchObject({ code: 'unavailable' });
    wire.silence(false);
    expect(await asTenant(pool, of(A), (tx) => tx`select 1 as one`)).toEqual([{ one: 1 }]);
    await wire.close();
  });

  it('a commit whose answer is lost is of unknown outcome; a read loses nothing', async () => {
    const wire = await relay(database.connection);
    const pool = open({ size: 1 }, wire.connection);
    const write = asTenant(pool, of(A), async (tx) => {
      await tx`insert into note (tenant_id, body) values (${A}, 'perhaps')`;
      wire.cutAfter('commit');
    });
    await expect(write).rejects.toMatchObject({ code: 'unknown_outcome' });
    expect(await database.admin`select body from sluice.note where body = 'perhaps'`).toHaveLength(1);
    const read = asTenant(pool, { ...of(A), readOnly: true }, async (tx) => {
      const rows = await tx`select 1 as one`;
      wire.cutAfter('commit');
      return rows;
    });
    expect(await read).toEqual([{ one: 1 }]);
    await wire.close();
  });
});

describe('the pool', () => {
  it('closes when its transactions have ended, and serves no more', async () => {
    const pool = open({ size: 2 });
    const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const work = asTenant(pool, of(A), async (tx) => {
      begun.resolve();
      await end.promise;
      return tx`select 1 as one`;
    });
    await begun.promise;
    const closing = pool.close();
    await expect(asTenant(pool, of(A), (tx) => tx`select 1`)).rejects.toMatchObject({ code: 'unavailable' });
    end.resolve();
    expect(await work).toEqual([{ one: 1 }]);
    await closing;
    expect(pool.state()).toMatchObject({ busy: 0, idle: 0 });
  });

  it('says what to do when the database was never set up', async () => {
    const bare = await createDatabase();
    const name = `sluice_stranger_${bare.name.slice(-6)}`;
    await bare.admin.unsafe(`create role ${name} login password 'stranger'`);
    const pool = open({}, elsewhere(bare.superuser, { user: name, password: 'stranger' }));
    await expect(asTenant(pool, of(A), (tx) => tx`select 1`)).rejects.toMatchObject({ code: 'not_ready' });
    await pool.close();
    await bare.admin.unsafe(`drop role ${name}`);
    await bare.drop();
  });

  it('goes back to using few connections', async () => {
    const pool = open({ size: 5 });
    for (let n = 0; n < 10; n++) await asTenant(pool, of(A), (tx) => tx`select 1`);
    expect(pool.state()).toEqual({ size: 5, busy: 0, idle: 1, waiting: 0, longest: 0 });
  });
});
