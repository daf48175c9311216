import { resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { asTenant } from '../database/as-tenant.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { lintDatabase } from './lint.ts';
import { compare, migrate, planText, schemaOf } from './migrate.ts';
import { everything, modelOf } from '../../test/entities.ts';

const A = '00000000-0000-7000-8000-00000000000a';
const B = '00000000-0000-7000-8000-00000000000b';
const ID = '00000000-0000-7000-8000-000000000001';
const of = (tenant: string) => ({ tenant, actor: 'test' });

let database: TestDatabase;
let pool: Pool;

beforeEach(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 4 });
});
afterEach(async () => {
  await pool.close();
  await database.drop();
});

const model = resolveModel(crm);
if (!model.ok) throw new Error(JSON.stringify(model.issues));
const full = schemaOf(model.value);
const withField = (name: string, def: (typeof everything)['fields'][string]) =>
  schemaOf(modelOf({ ...everything, fields: { ...everything.fields, [name]: def } }));
const small = schemaOf(modelOf(everything));

const columns = async (table: string) => {
  const rows =
    await database.admin`select column_name as name from information_schema.columns where table_schema = 'sluice' and table_name = ${table}`;
  return rows.map((row) => String(row['name']));
};

describe('a database that is migrated', () => {
  it('has nothing left to do and nothing the lint finds', async () => {
    const { applied, held } = await migrate(pool, full);
    expect(applied.length).toBeGreaterThan(30);
    expect(held).toEqual([]);
    expect(await compare(pool, full)).toEqual({ steps: [], held: [] });
    expect(await lintDatabase(pool, full)).toEqual([]);
    expect((await migrate(pool, full)).applied).toEqual([]);
    expect(await database.admin`select count(*)::int as n from sluice_system.applied_plan`).toEqual([{ n: 1 }]);
  });

  it('is what the printed plan makes of an empty one', async () => {
    const difference = await compare(pool, full);
    const text = planText(difference);
    await database.admin.unsafe(`set role sluice_tester;\n${text}\nreset role`);
    expect(await compare(pool, full)).toEqual({ steps: [], held: [] });
    expect(planText({ steps: [], held: [] })).toContain('Nothing to do');
  });

  it('gets one column for a new field, and no more', async () => {
    await migrate(pool, small);
    const { applied } = await migrate(pool, withField('vintage', { kind: 'number' }));
    expect(applied.map((step) => step.sql)).toEqual([
      'alter table "sluice"."tasting_note" add column "vintage" double precision',
    ]);
    expect(await columns('tasting_note')).toContain('vintage');
  });

  it('keeps the column of a field that is gone, says so, and drops it only on demand', async () => {
    await migrate(pool, withField('vintage', { kind: 'number' }));
    const { applied, held } = await migrate(pool, small);
    expect(applied).toEqual([]);
    expect(held.map((step) => step.sql)).toEqual(['alter table "sluice"."tasting_note" drop column "vintage"']);
    expect(planText({ steps: [], held })).toContain('-- alter table "sluice"."tasting_note" drop column "vintage";');
    expect(await columns('tasting_note')).toContain('vintage');
    await migrate(pool, small, { destructive: true });
    expect(await columns('tasting_note')).not.toContain('vintage');
    expect(await compare(pool, small)).toEqual({ steps: [], held: [] });
  });

  it('keeps the type of a column until told otherwise, and its values then', async () => {
    await migrate(pool, withField('vintage', { kind: 'text' }));
    await asTenant(
      pool,
      of(A),
      (tx) => tx`insert into tasting_note (tenant_id, id, title, vintage) values (${A}, ${ID}, 'x', '2019')`,
    );
    const wanted = withField('vintage', { kind: 'number' });
    expect((await migrate(pool, wanted)).held.map((step) => step.what)).toEqual([
      'column tasting_note.vintage is text and should be double precision',
    ]);
    await migrate(pool, wanted, { destructive: true });
    expect(await asTenant(pool, of(A), (tx) => tx`select vintage from tasting_note`)).toEqual([{ vintage: 2019 }]);
  });

  it('lets old rows be when a field becomes required or unique, and loosens by itself', async () => {
    await migrate(pool, withField('vintage', { kind: 'text' }));
    const add = (id: string, vintage: string | null) =>
      asTenant(
        pool,
        of(A),
        (tx) => tx`insert into tasting_note (tenant_id, id, title, vintage) values (${A}, ${id}, ${id}, ${vintage})`,
      );
    await add(ID, null);
    await migrate(pool, withField('vintage', { kind: 'text', required: true, unique: true }));
    await expect(add(ID.replace(/1$/, '2'), null)).rejects.toMatchObject({ code: '23514' });
    await add(ID.replace(/1$/, '3'), '2019');
    await expect(add(ID.replace(/1$/, '4'), '2019')).rejects.toMatchObject({ code: '23505' });
    await migrate(pool, withField('vintage', { kind: 'text' }));
    await add(ID.replace(/1$/, '5'), null);
    await add(ID.replace(/1$/, '6'), '2019');
  });

  it('drops the table of an entity that is gone only on demand, with what links to it', async () => {
    const winery = { name: 'winery', label: 'Winery', title: 'name', fields: { name: { kind: 'text' } } } as const;
    await migrate(
      pool,
      schemaOf(
        modelOf({ ...everything, fields: { ...everything.fields, winery: { kind: 'link', to: 'winery' } } }, winery),
      ),
    );
    expect((await migrate(pool, small)).held).toHaveLength(2);
    await migrate(pool, small, { destructive: true });
    expect(await columns('winery')).toEqual([]);
    expect(await compare(pool, small)).toEqual({ steps: [], held: [] });
  });

  it('mends what somebody changed by hand', async () => {
    await migrate(pool, small);
    await database.admin.unsafe(`
      alter table sluice.tasting_note no force row level security;
      drop policy tenant_select on sluice.tasting_note;
      create policy tenant_select on sluice.tasting_note for select using (true);
      grant truncate on sluice.tasting_note to sluice_app;
      grant update on sluice.journal to sluice_app;
      drop index sluice.tasting_note_price_idx;
      alter table sluice.tasting_note drop constraint tasting_note_previous_id_fkey;
      alter table sluice.tasting_note disable trigger keep_identity;
      drop trigger keep_identity on sluice.tasting_note`);
    expect((await migrate(pool, small)).applied).toHaveLength(9);
    expect(await compare(pool, small)).toEqual({ steps: [], held: [] });
  });

  it('has a view where one is given, made anew when its definition changes, gone when it is not wanted', async () => {
    const viewed = (definition: string) => schemaOf(modelOf(everything), { view: () => definition });
    const first = viewed('select "tenant_id", "id", "title", "price" / 100.0 as "price" from "sluice"."tasting_note"');
    await migrate(pool, first);
    expect(await compare(pool, first)).toEqual({ steps: [], held: [] });
    for (const tenant of [A, B]) {
      await asTenant(
        pool,
        of(tenant),
        (tx) => tx`insert into tasting_note (tenant_id, id, title, price) values (${tenant}, ${ID}, 'x', 1050)`,
      );
    }
    expect(await asTenant(pool, of(A), (tx) => tx`select price::text from tasting_note_view`)).toEqual([
      { price: '10.5000000000000000' },
    ]);
    await migrate(pool, viewed('select "tenant_id", "id" from "sluice"."tasting_note"'));
    expect(await columns('tasting_note_view')).toEqual(['tenant_id', 'id']);
    await migrate(pool, small);
    expect(await columns('tasting_note_view')).toEqual([]);
  });
});

describe('a migration', () => {
  it('is done once when two servers start together', async () => {
    const other = openPool(database.connection, { size: 1 });
    const both = await Promise.all([migrate(pool, full), migrate(other, full), migrate(pool, full)]);
    expect(both.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
    expect(await database.admin`select count(*)::int as n from sluice_system.applied_plan`).toEqual([{ n: 1 }]);
    await other.close();
  });

  it('that fails leaves the schema as it was, and says which step was refused', async () => {
    await migrate(pool, withField('vintage', { kind: 'text' }));
    const add = (id: string) =>
      asTenant(
        pool,
        of(A),
        (tx) => tx`insert into tasting_note (tenant_id, id, title, vintage) values (${A}, ${id}, ${id}, '2019')`,
      );
    await add(ID);
    await add(ID.replace(/1$/, '2'));
    const fields = { ...everything.fields, added: { kind: 'text' }, vintage: { kind: 'text', unique: true } } as const;
    const refused = migrate(pool, schemaOf(modelOf({ ...everything, fields })));
    await expect(refused).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('tasting_note_vintage_key'),
    });
    expect(await columns('tasting_note')).not.toContain('added');
    expect(await database.admin`select count(*)::int as n from sluice_system.applied_plan`).toEqual([{ n: 1 }]);
  });

  it('that would leave a hole is undone', async () => {
    await migrate(pool, small);
    await database.admin.unsafe('create table sluice.stray (body text); grant select on sluice.stray to sluice_app');
    await expect(migrate(pool, withField('vintage', { kind: 'text' }))).rejects.toMatchObject({
      code: 'unsafe_schema',
    });
    expect(await columns('tasting_note')).not.toContain('vintage');
  });

  it('says what it lacks when it may not make what it needs', async () => {
    await database.admin.unsafe(
      `revoke create on database ${database.name} from public; alter database ${database.name} owner to current_user`,
    );
    await expect(migrate(pool, small)).rejects.toMatchObject({
      code: 'migration_failed',
      remedy: expect.stringContaining('own the database'),
    });
  });
});

describe('the walls that were built', () => {
  it('keep rows apart in every table of tenants, and links within a tenant', async () => {
    await migrate(pool, small);
    await asTenant(
      pool,
      of(A),
      (tx) => tx`insert into tasting_note (tenant_id, id, title) values (${A}, ${ID}, 'same')`,
    );
    const other = ID.replace(/1$/, '2');
    await expect(
      asTenant(
        pool,
        of(B),
        (tx) =>
          tx`insert into tasting_note (tenant_id, id, title, previous_id) values (${B}, ${other}, 'theft', ${ID})`,
      ),
    ).rejects.toMatchObject({ code: '23503' });
    // the same identity and the same unique title, in another tenant
    await asTenant(
      pool,
      of(B),
      (tx) => tx`insert into tasting_note (tenant_id, id, title) values (${B}, ${ID}, 'same')`,
    );
    expect(await asTenant(pool, of(B), (tx) => tx`update tasting_note set body = 'b' returning tenant_id`)).toEqual([
      { tenant_id: B },
    ]);
    expect(await asTenant(pool, of(A), (tx) => tx`select body from tasting_note`)).toEqual([{ body: null }]);
    expect(
      await asTenant(pool, of(A), (tx) => tx`delete from tasting_note where tenant_id = ${B} returning id`),
    ).toEqual([]);
  });

  it('let nobody move a row to another tenant or give it another identity', async () => {
    await migrate(pool, small);
    await asTenant(pool, of(A), (tx) => tx`insert into tasting_note (tenant_id, id, title) values (${A}, ${ID}, 'x')`);
    for (const change of [`tenant_id = '${B}'`, `id = '${B}'`]) {
      await expect(asTenant(pool, of(A), (tx) => tx.unsafe(`update tasting_note set ${change}`))).rejects.toMatchObject(
        { code: '42501' },
      );
      await expect(database.admin.unsafe(`update sluice.tasting_note set ${change}`)).rejects.toMatchObject({
        code: '42501',
      });
    }
  });

  it('let the journal grow and never change', async () => {
    await migrate(pool, small);
    await asTenant(
      pool,
      of(A),
      (tx) => tx`
      insert into journal (tenant_id, at, actor, cause, entity, record_id, version, before, after)
      values (${A}, now(), 'test', 'test', 'tastingNote', ${ID}, 1, null, ${tx.json({ title: 'x' })})`,
    );
    const [entry] = await asTenant(pool, of(A), (tx) => tx`select seq, xid::text as xid, after from journal`);
    expect(entry).toMatchObject({ seq: '1', after: { title: 'x' } });
    for (const text of [`update journal set actor = 'nobody'`, 'delete from journal', 'truncate journal']) {
      await expect(asTenant(pool, of(A), (tx) => tx.unsafe(text))).rejects.toMatchObject({ code: '42501' });
    }
    await expect(asTenant(pool, of(A), (tx) => tx`select from sluice_system.tenant`)).rejects.toMatchObject({
      code: '42501',
    });
  });
});
