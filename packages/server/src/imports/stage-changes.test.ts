import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { MODEL, openOffice } from './testing.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 4 });
  await migrate(pool, schemaOf(MODEL));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

const FILE = `Deal,Old stage,New stage,Date
ACME,Prospect,Qualifié,01/02/2017
ACME,Qualifié,Gagné,01/03/2017
Globex,,Négociation,15/02/2017
`;
const WISH = { entity: 'stageChange', links: 'match' } as const;

it('a file of stage changes that is imported again brings nothing new, and a longer one its new rows', async () => {
  const office = openOffice(pool);
  await office.make('deal', { client: 'ACME', stage: 'won' });
  await office.make('deal', { client: 'Globex', stage: 'negotiation' });
  expect((await office.import(FILE, WISH)).counts).toMatchObject({ create: 3, unchanged: 0, reject: 0 });
  const [before, entries] = [await office.mark(), await office.entries()];
  const again = await office.import(FILE, WISH);
  expect(again.counts).toEqual({ rows: 3, create: 0, update: 0, unchanged: 3, reject: 0 });
  expect(again.rows.map(({ rule }) => rule)).toEqual(Array.from({ length: 3 }, () => 'by key deal, from, stage, on'));
  expect([await office.mark(), await office.entries()]).toEqual([before, entries]);
  const more = await office.import(`${FILE}Globex,Négociation,Perdu,20/03/2017\n`, WISH);
  expect(more.counts).toMatchObject({ create: 1, unchanged: 3 });
  expect(await office.records('stageChange')).toHaveLength(4);
});

it('a deal that several are called is refused with the remedy, and found by its identifier', async () => {
  const office = openOffice(pool);
  const one = await office.make('deal', { client: 'ACME', stage: 'won' });
  await office.make('deal', { client: 'acme', stage: 'prospect' });
  const before = await office.mark();
  const plan = await office.plan('Deal,New stage,Date\nACME,Qualifié,01/02/2017\n', WISH);
  expect(plan.counts).toMatchObject({ create: 0, reject: 1 });
  expect(plan.rows[0]?.issues).toMatchObject([
    { code: 'ambiguous_record', remedy: 'Give the identifier of the one that is meant, or leave the row out.' },
  ]);
  expect(await office.mark()).toBe(before);
  const said = await office.import(`Deal,New stage,Date\n${one.id},Qualifié,01/02/2017\n`, WISH);
  expect(said.counts).toMatchObject({ create: 1, reject: 0 });
});
