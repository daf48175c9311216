import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, elsewhere, type TestDatabase } from '../../test/database.ts';
import { MODEL } from '../../test/http.ts';
import { atLeast, none, note } from '../../test/proofs/report.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { RULES } from './lint-rules.ts';
import { checkLogin, checkServing, lintDatabase } from './lint.ts';
import { migrate, schemaOf } from './migrate.ts';
import { everything, modelOf } from '../../test/entities.ts';

let database: TestDatabase;
let pool: Pool;
const schema = schemaOf(modelOf(everything));

beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 2 });
  await migrate(pool, schema);
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

const wall = `alter table sluice.stray enable row level security; alter table sluice.stray force row level security;
  create trigger keep_identity before update on sluice.stray for each row execute function sluice.keep_identity();
  create policy tenant_select on sluice.stray using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`;
const stray = `create table sluice.stray (tenant_id uuid not null, id uuid, primary key (tenant_id, id)); ${wall}`;
const own = `tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)`;

/** What is planted, and how it is taken away. */
const faults: readonly (readonly [code: string, what: string, plant: string, mend: string])[] = [
  [
    'L1',
    'a table without row-level security',
    'alter table sluice.tasting_note disable row level security',
    'alter table sluice.tasting_note enable row level security',
  ],
  [
    'L1',
    'row-level security the owner escapes',
    'alter table sluice.tasting_note no force row level security',
    'alter table sluice.tasting_note force row level security',
  ],
  [
    'L1',
    'a command without a policy',
    'grant update on sluice.journal to sluice_app',
    'revoke update on sluice.journal from sluice_app',
  ],
  [
    'L2',
    'a policy that lets everything through',
    'create policy all_rows on sluice.tasting_note for select using (true)',
    'drop policy all_rows on sluice.tasting_note',
  ],
  [
    'L2',
    'a policy with a way round',
    `create policy way_round on sluice.tasting_note for select using (${own} or title = 'public')`,
    'drop policy way_round on sluice.tasting_note',
  ],
  [
    'L2',
    'a policy that does not check what is written',
    `create policy unchecked on sluice.tasting_note for update using (${own})`,
    'drop policy unchecked on sluice.tasting_note',
  ],
  [
    'L2',
    'a policy that checks another column',
    `create policy other on sluice.tasting_note for select using (id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))`,
    'drop policy other on sluice.tasting_note',
  ],
  [
    'L3',
    'a table whose tenant may be empty',
    `${stray} alter table sluice.stray drop constraint stray_pkey; alter table sluice.stray alter tenant_id drop not null`,
    'drop table sluice.stray',
  ],
  [
    'L3',
    'a table whose rows can be moved',
    'alter table sluice.tasting_note disable trigger keep_identity',
    'alter table sluice.tasting_note enable trigger keep_identity',
  ],
  [
    'L4',
    'a key over all tenants',
    'create unique index global on sluice.tasting_note (email)',
    'drop index sluice.global',
  ],
  [
    'L5',
    'a link that can reach another tenant',
    `${stray} create unique index on sluice.stray (id); alter table sluice.tasting_note add column stray uuid references sluice.stray (id)`,
    'alter table sluice.tasting_note drop column stray; drop table sluice.stray',
  ],
  [
    'L6',
    'a view with the rights of its owner',
    'create view sluice.peek as select title from sluice.tasting_note',
    'drop view sluice.peek',
  ],
  [
    'L6',
    'a stored view',
    'create materialized view sluice.frozen as select title from sluice.tasting_note; grant select on sluice.frozen to sluice_app',
    'drop materialized view sluice.frozen',
  ],
  [
    'L7',
    'a function with the rights of its owner',
    'create function sluice.peek() returns bigint language sql security definer as $$ select count(*) from sluice.tasting_note $$',
    'drop function sluice.peek()',
  ],
  [
    'L8',
    'a right to truncate',
    'grant truncate on sluice.tasting_note to sluice_app',
    'revoke truncate on sluice.tasting_note from sluice_app',
  ],
  [
    'L8',
    'a right to make tables',
    'grant create on schema sluice to sluice_app',
    'revoke create on schema sluice from sluice_app',
  ],
  [
    'L8',
    'a look into the server’s own tables',
    'grant usage on schema sluice_system to sluice_app',
    'revoke usage on schema sluice_system from sluice_app',
  ],
  [
    'L8',
    'a table that belongs to the app role',
    `${stray} alter table sluice.stray owner to sluice_app`,
    'drop table sluice.stray',
  ],
  [
    'L8',
    'a way to the files of the machine',
    'grant execute on function pg_read_file(text) to sluice_app',
    'revoke execute on function pg_read_file(text) from sluice_app',
  ],
  [
    'L9',
    'a child that can be asked directly',
    'create schema cold; create table cold.note () inherits (sluice.tasting_note); grant usage on schema cold to sluice_app; grant select on cold.note to sluice_app',
    'drop schema cold cascade',
  ],
  [
    'L10',
    'a table in another schema',
    'create table public.elsewhere (body text); grant select on public.elsewhere to sluice_app',
    'drop table public.elsewhere',
  ],
  [
    'L10',
    'a table that is missing',
    'alter table sluice.idempotency rename to gone',
    'alter table sluice.gone rename to idempotency',
  ],
];

describe('the lint', () => {
  it('finds nothing in what the plan makes', async () => {
    expect(await lintDatabase(pool, schema)).toEqual([]);
  });

  it.each(faults)('%s finds %s', async (code, _, plant, mend) => {
    await database.admin.unsafe(plant);
    const findings = await lintDatabase(pool, schema);
    await database.admin.unsafe(mend);
    expect(findings.map((one) => one.code)).toContain(code);
    expect(findings.every((one) => one.remedy !== '' && one.object !== '')).toBe(true);
    expect(await lintDatabase(pool, schema)).toEqual([]);
  });
});

describe('the last look before serving', () => {
  it('refuses whoever row-level security does not bind, and finds nothing in the product itself (G23)', async () => {
    const other = await createDatabase();
    const owner = openPool(other.connection, { size: 2 });
    const product = schemaOf(MODEL);
    await migrate(owner, product);
    const findings = await lintDatabase(owner, product);
    const superuser = openPool(other.superuser, { size: 1 });
    const role = `bypasses_${other.name}`;
    await other.admin.unsafe(`create role ${role} login bypassrls password 'x'; grant sluice_app to ${role}`);
    const bypassing = openPool(elsewhere(other.superuser, { user: role, password: 'x' }), { size: 1 });
    const refusals = await Promise.all(
      [superuser, bypassing].map((one) =>
        checkLogin(one).then(
          () => null,
          (error: unknown) => (error instanceof Error ? error.message : ''),
        ),
      ),
    );
    for (const one of [superuser, bypassing, owner]) await one.close();
    await other.admin.unsafe(`drop role ${role}`);
    await other.drop();
    const missed = note('G23', 'the lint over the product, and who may not serve it', [
      atLeast('rules', new Set(RULES.map(({ code }) => code)).size, 10),
      atLeast('tables', product.tables.length, 30),
      none('findings', findings.length),
      atLeast('planted faults it finds', faults.length, 20),
      none('superusers and bypassers who may serve', refusals.filter((one) => one === null).length),
    ]);
    expect(findings).toEqual([]);
    expect(refusals).toEqual([expect.stringContaining('is a superuser'), expect.stringContaining('bypasses')]);
    expect(missed).toEqual([]);
  });

  it('passes a database that was migrated', async () => {
    await expect(checkServing(pool)).resolves.toBeUndefined();
  });

  it('refuses one whose walls are down', async () => {
    await database.admin.unsafe('alter table sluice.tasting_note disable row level security');
    await expect(checkServing(pool)).rejects.toMatchObject({
      code: 'not_ready',
      message: expect.stringContaining('tasting_note'),
    });
    await database.admin.unsafe('alter table sluice.tasting_note enable row level security');
  });
});
