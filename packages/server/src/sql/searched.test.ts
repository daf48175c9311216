import { randomUUID } from 'node:crypto';
import { type Blueprint, type Model, type Overlay, planList, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { asTenant } from '../database/as-tenant.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { sqlSource } from '../records/source.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { compileList } from './list.ts';
import { FEW, fewest, sought } from './searched.ts';

const modelOf = (blueprint: Blueprint, overlays: readonly Overlay[] = []): Model => {
  const resolved = resolveModel(blueprint, { overlays });
  if (!resolved.ok) throw new Error(resolved.issues.map(({ message }) => message).join(' '));
  return resolved.value;
};
const added = { kind: 'text', label: 'Vineyard' } as const;
const WHOLE = modelOf(crm, [{ entities: { company: { fields: { vineyard: added } } } }]);
/** What somebody has who does not see the notes of companies. */
const SEEN = modelOf(
  {
    ...crm,
    entities: crm.entities.map((entity) => {
      if (entity.name !== 'company') return entity;
      const { notes: _, ...fields } = entity.fields as Record<string, never>;
      return { ...entity, fields, views: { table: ['name'] } };
    }),
  },
  [{ entities: { company: { fields: { vineyard: added } } } }],
);
const MOMENT = { today: '2025-02-05', zone: 'UTC' };
const ACME: string = randomUUID();
const GLOBEX: string = randomUUID();

let database: TestDatabase;
let pool: Pool;
const sourceOf = (model: Model = WHOLE, tenant = ACME) =>
  sqlSource({
    pool,
    model,
    whole: WHOLE,
    tenant,
    actor: 'test',
    moment: () => MOMENT,
    now: () => '2025-02-05T12:00:00.000Z',
    id: randomUUID,
  });
const names = async (entity: string, search: string, model?: Model, tenant?: string) => {
  const page = await sourceOf(model, tenant).list({ entity, search, sort: ['id'] });
  if (!page.ok) throw new Error('the question is right');
  const title = entity === 'deal' ? 'client' : 'name';
  const said = page.value.items.map(({ values }) => (typeof values[title] === 'string' ? values[title] : ''));
  return said.toSorted((a, b) => (a < b ? -1 : 1));
};
const make = async (entity: string, values: Record<string, never>, tenant?: string): Promise<string> => {
  const made = await sourceOf(WHOLE, tenant).create(entity, values);
  if (!made.ok) throw new Error(JSON.stringify(made.issues));
  return made.record.id;
};

beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 3 });
  await migrate(pool, schemaOf(modelOf(crm)));
  for (const [tenant, rows] of [
    [ACME, 3000],
    [GLOBEX, 3000],
  ] as const)
    await asTenant(pool, { tenant, actor: 'test' }, (tx) =>
      tx.unsafe(
        `insert into company (tenant_id, id, name, sector, notes)
         select $1::uuid, gen_random_uuid(), 'Maison ' || md5(n::text || $1::text), 'Vin', repeat('Élevé en fût. ', 5) from generate_series(1, $2::int) n`,
        [tenant, rows] as never[],
      ),
    );
  await database.admin.unsafe('vacuum analyze sluice.company');
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

describe('a search', () => {
  it('finds a word in texts, tags, what a tenant added and titles behind links, and nothing that only comes near in how it is kept', async () => {
    const say = (values: object) => values as Record<string, never>;
    const azur = await make('company', say({ name: 'Œnothèque Azürkeller', tags: ['Naïf', 'a "b" c'] }));
    await make('company', say({ name: 'Plain', vineyard: 'Clos “Zéphyr”\n"Quote" 100%_sûr' }));
    await make('company', say({ name: 'Noted', notes: 'Rencontré à Xanthi' }));
    await make('company', say({ name: 'Child', parent: azur }));
    await make('deal', say({ client: 'Linked', account: azur, stage: 'prospect' }));
    await make('company', say({ name: 'Xanthi of another' }), GLOBEX);
    expect(await names('company', 'azurkeller')).toEqual(['Child', 'Œnothèque Azürkeller']);
    expect(await names('deal', 'AZUR')).toEqual(['Linked']);
    expect(await names('company', 'Naïf')).toEqual(['Œnothèque Azürkeller']);
    // a tag is found as it is written: what is kept to be searched is folded and would have it
    expect(await names('company', 'naif')).toEqual([]);
    expect(await names('company', 'zephyr')).toEqual(['Plain']);
    // the name of the field is kept beside its value and is nothing that was said
    expect(await names('company', 'vineyard')).toEqual([]);
    expect(await names('company', '"quote"')).toEqual(['Plain']);
    expect(await names('company', '100%_sur')).toEqual(['Plain']);
    expect(await names('company', '100__sur')).toEqual([]);
    expect(await names('company', 'xanthi rencontre')).toEqual(['Noted']);
    expect(await names('company', 'xanthi', WHOLE, GLOBEX)).toEqual(['Xanthi of another']);
  });

  it('finds nothing in a field that somebody does not see', async () => {
    expect(await names('company', 'xanthi')).toEqual(['Noted']);
    expect(await names('company', 'xanthi', SEEN)).toEqual([]);
    expect(await names('company', 'zephyr', SEEN)).toEqual(['Plain']);
    expect(await names('company', 'fut', SEEN)).toEqual([]);
  });

  it('counts, measures and pages the same records whether few or many have the word', async () => {
    const source = sourceOf();
    const measured = await source.measure({ entity: 'company', measures: ['count'], search: 'maison' });
    expect(measured.ok && [measured.value.selected, measured.value.population]).toEqual([3000, 3004]);
    const page = await source.list({ entity: 'company', search: 'maison fut', limit: 10 });
    expect(page.ok && [page.value.total, page.value.items.length]).toEqual([3000, 10]);
  });
});

describe('the index of a search', () => {
  const planned = (search: string) => {
    const plan = planList({ entity: 'company', search, limit: 5 }, WHOLE);
    if (!plan.ok) throw new Error('the question is right');
    return plan.value;
  };
  const asking = <T>(work: Parameters<typeof asTenant<T>>[2]) =>
    asTenant(pool, { tenant: ACME, actor: 'test', readOnly: true }, work);

  it('is used below row-level security, by the tenant and the part of a word at once', async ({ skip }) => {
    const [version] = await database.admin`select current_setting('server_version_num')::int >= 160000 as can`;
    if (version?.['can'] !== true) skip('PostgreSQL 15 looks through what is searched instead');
    const plan = await asking(async (tx) => {
      await tx.unsafe(`set local role sluice_search`);
      await tx.unsafe(`select set_config('app.search', '%xanthi%', true)`);
      return tx.unsafe(
        `explain (analyze, costs off, timing off) select id from sluice.company
         where tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)`,
      );
    });
    const text = plan.map((row) => String(row['QUERY PLAN'])).join('\n');
    expect(text).toMatch(/Bitmap Index Scan on company_searched_idx/);
    expect(text).toMatch(/Index Cond: \(\(tenant_id = .*\) AND \(searched ~~ .*\)\)/);
    expect(text).toMatch(/Bitmap Index Scan on company_searched_idx \(actual rows=[12](\.00)? loops=1\)/);
  });

  it('is asked for the word that the fewest records have, and left alone where all have many', async () => {
    const rare = async (search: string): Promise<string | null> => {
      const asked = sought(planned(search).where, { model: WHOLE, entity: planned(search).entity });
      if (!asked) return null;
      const [row] = await asking((tx) => tx.unsafe(asked.count.text, asked.count.params as never[]));
      return fewest(asked.texts, row);
    };
    expect(await rare('maison xanthi')).toBe('xanthi');
    expect(await rare('maison fut')).toBeNull();
    expect(await rare('zz')).toBeNull();
    expect(FEW).toBeLessThan(3000);
  });

  it('leads to the records by their identity', async () => {
    const listed = compileList(planned('xanthi'), { model: WHOLE, moment: MOMENT, rare: 'xanthi' });
    if (!listed.ok) throw new Error('the question is right');
    for (const { text, params } of [listed.value.page, listed.value.total]) {
      const plan = await asking((tx) => tx.unsafe(`explain (costs off) ${text}`, params as never[]));
      const lines = plan.map((row) => String(row['QUERY PLAN'])).join('\n');
      expect(lines).toContain("found('company'");
    }
  });

  it('tells identities of the tenant, of tables that are searched, and leaves who asks who they are', async () => {
    const [row] = await asking(
      (tx) =>
        tx`select (select count(*)::int from "sluice"."found"('company', '%xanthi%', null)) as ids, current_user::text as who`,
    );
    expect([row?.['ids'], row?.['who']]).toEqual([1, 'sluice_app']);
    for (const table of ['journal', 'company" --', 'pg_class'])
      await expect(
        asking((tx) => tx.unsafe(`select "sluice"."found"($1, '%', null)`, [table] as never[])),
      ).rejects.toThrow(/does not exist|permission denied/);
    const nobody = { tenant: randomUUID(), actor: 'test', readOnly: true };
    expect(await asTenant(pool, nobody, (tx) => tx`select "sluice"."found"('company', '%', null)`)).toEqual([]);
  });
});
