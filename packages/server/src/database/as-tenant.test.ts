import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { asOwner, asTenant } from './as-tenant.ts';
import type { Tx } from './fence.ts';
import { openPool, type Pool } from './lease.ts';

const A = '00000000-0000-7000-8000-00000000000a';
const B = '00000000-0000-7000-8000-00000000000b';
const of = (tenant: string) => ({ tenant, actor: 'test' });

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 3 });
  await asOwner(pool, {}, async (tx) => {
    await tx.unsafe(`
      create schema sluice;
      grant usage on schema sluice to sluice_app;
      create table sluice.note (tenant_id uuid not null, id int, body text, primary key (tenant_id, id));
      alter table sluice.note enable row level security;
      alter table sluice.note force row level security;
      create policy own on sluice.note using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
      grant select, insert, update, delete on sluice.note to sluice_app;
      create table sluice.kinds (d date, t timestamptz, b bigint, n numeric, j jsonb, w text[], u uuid[], f double precision);
      grant select, insert on sluice.kinds to sluice_app`);
  });
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

describe('a transaction of a tenant', () => {
  it('runs under the app role, which owns and bypasses nothing', async () => {
    const [who] = await asTenant(
      pool,
      { ...of(A), role: 'sales', cause: 'request 7', readOnly: true },
      (tx) => tx`
      select current_user as role, rolsuper, rolbypassrls, current_setting('app.actor') as actor, current_setting('app.role') as said,
        current_setting('app.cause') as cause, row_security_active('sluice.note') as walled
      from pg_roles where rolname = current_user`,
    );
    expect(who).toEqual({
      role: 'sluice_app',
      rolsuper: false,
      rolbypassrls: false,
      actor: 'test',
      said: 'sales',
      cause: 'request 7',
      walled: true,
    });
  });

  it("shows a tenant its own rows and refuses to write another's", async () => {
    await asTenant(pool, of(A), (tx) => tx`insert into sluice.note values (${A}, 1, 'of A')`);
    await asTenant(pool, of(B), (tx) => tx`insert into sluice.note values (${B}, 1, 'of B')`);
    expect(await asTenant(pool, { ...of(A), readOnly: true }, (tx) => tx`select body from sluice.note`)).toEqual([
      { body: 'of A' },
    ]);
    await expect(
      asTenant(pool, of(A), (tx) => tx`insert into sluice.note values (${B}, 2, 'planted')`),
    ).rejects.toMatchObject({ code: '42501' });
    expect(await asTenant(pool, of(B), (tx) => tx`select count(*)::int as n from sluice.note`)).toEqual([{ n: 1 }]);
  });

  it('leaves nothing of its settings on the connection', async () => {
    const one = openPool(database.connection, { size: 1 });
    await asTenant(one, of(A), (tx) => tx`select 1`);
    const [after] = await asOwner(
      one,
      {},
      (tx) => tx`
      select current_setting('app.tenant_id', true) as tenant, current_user as role, (select count(*)::int from sluice.note) as rows`,
    );
    expect(after).toEqual({ tenant: '', role: 'sluice_tester', rows: 0 });
    await one.close();
  });

  it('refuses to write when it is read-only', async () => {
    const write = asTenant(
      pool,
      { ...of(A), readOnly: true },
      (tx) => tx`insert into sluice.note values (${A}, 99, 'no')`,
    );
    await expect(write).rejects.toMatchObject({ code: '25006' });
  });

  it('undoes everything when the work fails', async () => {
    const work = asTenant(pool, of(A), async (tx) => {
      await tx`insert into sluice.note values (${A}, 50, 'half')`;
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await asTenant(pool, of(A), (tx) => tx`select from sluice.note where id = 50`)).toHaveLength(0);
  });

  it('tells when a swallowed failure has undone the transaction', async () => {
    const work = asTenant(pool, of(A), async (tx) => {
      await tx`insert into sluice.note values (${A}, 51, 'lost')`;
      await tx`select 1 / 0`.catch(() => undefined);
      return 'done';
    });
    await expect(work).rejects.toMatchObject({ code: 'rolled_back', cause: { code: '22012' } });
  });

  it('keeps the rest when a part fails alone', async () => {
    await asTenant(pool, of(A), async (tx) => {
      await tx`insert into sluice.note values (${A}, 60, 'stays')`;
      await expect(
        tx.savepoint((part) => part`insert into sluice.note values (${A}, 60, 'twice')`),
      ).rejects.toMatchObject({ code: '23505' });
      await tx.savepoint((part) => part`insert into sluice.note values (${A}, 61, 'stays too')`);
    });
    expect(
      await asTenant(pool, of(A), (tx) => tx`select id from sluice.note where id in (60, 61) order by id`),
    ).toEqual([{ id: 60 }, { id: 61 }]);
  });

  it('is fenced after its end, whether a statement was written before or after it', async () => {
    let kept: Tx | undefined;
    let early: PromiseLike<unknown> | undefined;
    await asTenant(pool, of(A), async (tx) => {
      kept = tx;
      early = Object.assign([], { 0: tx`select 1` })[0];
    });
    if (!kept || !early) throw new Error('the work did not run');
    await expect(kept`select 1`).rejects.toMatchObject({ code: 'fenced' });
    await expect(kept.unsafe('select 1')).rejects.toMatchObject({ code: 'fenced' });
    await expect(early).rejects.toMatchObject({ code: 'fenced' });
  });

  it.each(["o'hara", 'back\\slash', "\\'; drop table sluice.note; --", 'é\n"'])(
    'takes %j as the name of an actor and nothing else',
    async (actor) => {
      const [said] = await asTenant(
        pool,
        { tenant: A, actor },
        (tx) => tx`select current_setting('app.actor') as actor`,
      );
      expect(said).toEqual({ actor });
    },
  );

  it.each(['', 'a', "'; --", A.toUpperCase(), `{${A}}`])('refuses %j as a tenant', async (tenant) => {
    await expect(asTenant(pool, of(tenant), (tx) => tx`select 1`)).rejects.toThrow('UUID');
  });

  it('gives dates as they are written, instants in UTC, large numbers as text', async () => {
    const row = {
      d: '2025-02-05',
      t: '2025-02-05T23:30:00.123Z',
      b: '9007199254740993',
      n: '0.10',
      j: { a: [1, null] },
      w: ['a,b', '"', ''],
      u: [A, B],
      f: 0.1,
    };
    const [back] = await asTenant(pool, of(A), async (tx) => {
      await tx`insert into sluice.kinds values (${row.d}, ${row.t}, ${row.b}, ${row.n}, ${tx.json(row.j)}, ${row.w}, ${row.u}, ${row.f})`;
      return tx`select d, t, b, n, j, w, u, f from sluice.kinds`;
    });
    expect(back).toEqual(row);
  });

  it('works behind PgBouncer, which keeps no prepared statements', async () => {
    const pooled = openPool({ ...database.connection, pooled: true }, { size: 2 });
    const read = () =>
      asTenant(pooled, { ...of(A), readOnly: true }, (tx) => tx`select body from sluice.note where id = ${1}`);
    await Promise.all([read(), read(), read()]);
    expect(await read()).toEqual([{ body: 'of A' }]);
    const [prepared] = await asOwner(pooled, {}, (tx) => tx`select count(*)::int as n from pg_prepared_statements`);
    expect(prepared).toEqual({ n: 0 });
    await pooled.close();
  });

  it('survives a column added to a table it has prepared statements for', async () => {
    const read = () =>
      asTenant(pool, { ...of(A), readOnly: true }, (tx) => tx`select * from sluice.note where id = ${1}`);
    await Promise.all([read(), read(), read()]);
    await asOwner(pool, {}, (tx) => tx`alter table sluice.note add column extra text`);
    const rows = await Promise.all([read(), read(), read()]);
    expect(rows.map(([row]) => row)).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ body: 'of A', extra: null })),
    );
  });
});
