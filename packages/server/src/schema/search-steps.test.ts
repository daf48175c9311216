import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { everything, modelOf } from '../../test/entities.ts';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { inspect } from './actual.ts';
import { diff } from './diff.ts';
import { lintDatabase } from './lint.ts';
import { compare, migrate, schemaOf } from './migrate.ts';

const schema = schemaOf(modelOf(everything));
const withVintage = schemaOf(modelOf({ ...everything, fields: { ...everything.fields, vintage: { kind: 'text' } } }));
const TENANT: string = randomUUID();

let database: TestDatabase;
let pool: Pool;
let indexed: boolean;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 2 });
  await migrate(pool, schema);
  const [row] = await database.admin`select current_setting('server_version_num')::int >= 160000 as can`;
  indexed = row?.['can'] === true;
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

const found = async (like: string): Promise<number> =>
  (
    await asTenant(pool, { tenant: TENANT, actor: 'test', readOnly: true }, (tx) =>
      tx.unsafe(`select "sluice"."found"('tasting_note', $1, null) as id`, [like] as never[]),
    )
  ).length;

describe('what is searched', () => {
  it('follows the fields of the entity: a new one is searched from then on, in rows that are there already', async () => {
    await asTenant(
      pool,
      { tenant: TENANT, actor: 'test' },
      (tx) => tx`insert into tasting_note (tenant_id, id, title, body, aromas) values
        (${TENANT}, ${randomUUID()}, 'Pétrus', 'Deep', ${['Truffe']}), (${TENANT}, ${randomUUID()}, 'Other', null, ${[]})`,
    );
    expect([await found('%petrus%'), await found('%truffe%'), await found('%1982%')]).toEqual([1, 1, 0]);
    const { steps, held } = await compare(pool, withVintage);
    expect([steps.some(({ sql }) => sql.includes('drop column "searched" cascade')), held]).toEqual([true, []]);
    await migrate(pool, withVintage);
    await asTenant(
      pool,
      { tenant: TENANT, actor: 'test' },
      (tx) => tx`update tasting_note set vintage = '1982' where title = 'Pétrus'`,
    );
    expect([await found('%1982%'), await found('%petrus%')]).toEqual([1, 1]);
    expect(await compare(pool, withVintage)).toEqual({ steps: [], held: [] });
    // and back, with the column that it was made of
    await migrate(pool, schema, { destructive: true });
    expect([await found('%1982%'), await found('%petrus%')]).toEqual([0, 1]);
    expect(await compare(pool, schema)).toEqual({ steps: [], held: [] });
    expect(await lintDatabase(pool, schema)).toEqual([]);
  });

  it('is looked through without an index, and without anybody else’s rights, where there can be none', async () => {
    const actual = await asOwner(pool, { readOnly: true }, inspect);
    const without = { ...actual, search: { ...actual.search, possible: false } };
    const { steps } = diff(schema, without);
    expect(steps.some(({ sql }) => /security definer|sluice_search/.test(sql))).toBe(false);
    await asOwner(pool, {}, async (tx) => {
      for (const { sql } of steps) await tx.unsafe(sql);
    });
    expect([await found('%petrus%'), await found('%nobody%')]).toEqual([1, 0]);
    // as soon as there can be one, there is
    expect((await migrate(pool, schema)).applied.some(({ sql }) => sql.includes('security definer'))).toBe(indexed);
    expect(await compare(pool, schema)).toEqual({ steps: [], held: [] });
  });

  it.each([
    [
      'L7',
      'a search with the rights of the server',
      'alter function sluice.found(text, text, bigint) owner to sluice_tester',
      'alter function sluice.found(text, text, bigint) owner to sluice_search',
    ],
    [
      'L11',
      'a search that sees all rows of the tenant',
      'drop policy search on sluice.tasting_note',
      `create policy search on sluice.tasting_note as restrictive for select to sluice_search
       using (searched like (select current_setting('app.search', true)))`,
    ],
    [
      'L11',
      'a search that reads more than identities',
      'grant select (title) on sluice.tasting_note to sluice_search',
      'revoke select (title) on sluice.tasting_note from sluice_search',
    ],
    [
      'L11',
      'a search that may write',
      'grant delete on sluice.tasting_note to sluice_search',
      'revoke delete on sluice.tasting_note from sluice_search',
    ],
    [
      'L11',
      'a search that reaches the tables of the server',
      'grant usage on schema sluice_system to sluice_search',
      'revoke usage on schema sluice_system from sluice_search',
    ],
  ])('makes the lint say %s to %s', async (code, _, plant, mend) => {
    // without an index there is nobody else who searches
    if (!indexed) return expect((await lintDatabase(pool, schema)).length).toBe(0);
    await database.admin.unsafe(plant);
    const findings = await lintDatabase(pool, schema);
    await database.admin.unsafe(mend);
    expect(findings.map((one) => one.code)).toContain(code);
    expect(await lintDatabase(pool, schema)).toEqual([]);
  });
});
