import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { MODEL } from '../../test/http.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { compare, migrate, schemaOf } from './migrate.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 2 });
  await migrate(pool, schemaOf(MODEL));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

describe('a database of before roles were a tenant’s own', () => {
  it('has them by the names of now, once, and what a tenant called so later stays', async () => {
    const { admin } = database;
    await admin`alter table sluice_system.tenant drop column roles, drop column version, drop column suspended_at`;
    await admin`alter table sluice_system.membership drop column disabled_at`;
    await admin`insert into sluice_system.tenant (id, name, label) values ('018f2f6e-0000-7000-8000-000000000001', 'acme', 'Acme')`;
    for (const [at, role] of ['owner', 'editor', 'viewer'].entries()) {
      const id = `018f2f6e-0000-7000-8000-00000000001${at}`;
      await admin`insert into sluice_system.person (id, email) values (${id}, ${`${role}@acme.example`})`;
      await admin`insert into sluice_system.membership (person_id, tenant_id, role)
        values (${id}, '018f2f6e-0000-7000-8000-000000000001', ${role})`;
    }
    const planned = await compare(pool, schemaOf(MODEL));
    expect(planned.steps.map(({ what }) => what)).toContain('roles by the names they have now');
    await migrate(pool, schemaOf(MODEL));
    const roles = async () =>
      (await admin`select role from sluice_system.membership order by person_id`).map((row) => String(row['role']));
    expect(await roles()).toEqual(['admin', 'sales', 'viewer']);
    expect((await compare(pool, schemaOf(MODEL))).steps).toEqual([]);
  });
});
