import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import type { ImportDesk } from './desk.ts';
import { MODEL, openOffice } from './testing.ts';
import type { WireImport } from './wire.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 6 });
  await migrate(pool, schemaOf(MODEL));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

const file = (rows: number): string =>
  `client,account,amount,stage\n${Array.from({ length: rows }, (_, at) => `Client ${at},Company ${at % 7},${at + 1},prospect\n`).join('')}`;

/** Looks until an import is as somebody waits for. */
const until = async (desk: ImportDesk, id: string, fits: (one: WireImport) => boolean): Promise<WireImport> => {
  for (let look = 0; look < 400; look++) {
    const found = await desk.get(id);
    if (found && fits(found)) return found;
    await sleep(25);
  }
  throw new Error(`It never came to that: ${JSON.stringify(await desk.get(id)).slice(0, 300)}`);
};
const ended = ({ status, job }: WireImport): boolean =>
  status !== 'planned' || (job && job.state !== 'running') === true;

it('an acceptance that nobody waits for is done once, and tells how far it is', async () => {
  const office = openOffice(pool);
  const plan = await office.plan(file(3000));
  const begun = await office.desk.begin(plan.id);
  expect(begun).toMatchObject({ ok: true, import: { status: 'planned', job: { state: 'running' } } });
  expect(await office.desk.begin(plan.id)).toMatchObject({ ok: true });
  const done = await until(office.desk, plan.id, ended);
  expect(done).toMatchObject({ status: 'accepted', counts: plan.counts });
  expect(done.job).toBeUndefined();
  expect(await office.records('deal')).toHaveLength(3000);
  expect(await office.entries()).toBe(3007);
  expect(await office.desk.begin(plan.id)).toMatchObject({ ok: true, import: { status: 'accepted' } });
  expect(await office.desk.cancel(plan.id)).toMatchObject({ ok: false, why: 'accepted' });
});

it('one that is stopped leaves nothing, and can be accepted later', async () => {
  const office = openOffice(pool);
  const mark = await office.mark();
  const plan = await office.plan(file(3000));
  await office.desk.begin(plan.id);
  // asked of another desk, as of another server
  const other = openOffice(pool, { tenant: office.tenant });
  const stopped = await other.desk.cancel(plan.id);
  expect(stopped).toMatchObject({ ok: true, import: { status: 'planned', job: { state: 'stopped' } } });
  expect([await office.mark(), await office.entries()]).toEqual([mark, 0]);
  expect(await office.desk.accept(plan.id)).toMatchObject({ ok: true, import: { status: 'accepted' } });
  expect(await office.records('deal')).toHaveLength(3000);
});

it('one that fails says why; one whose server is gone is interrupted, and begun again', async () => {
  const office = openOffice(pool);
  const deal = await office.make('deal', { client: 'Client 0', amount: 100, stage: 'prospect' });
  const plan = await office.plan(file(2));
  await office.source.change('deal', deal.id, { amount: 300 }, { version: 1 });
  await office.desk.begin(plan.id);
  const refused = await until(office.desk, plan.id, ended);
  expect(refused).toMatchObject({ status: 'planned', job: { state: 'failed', code: 'plan_changed' } });
  await database.admin.unsafe(
    `update sluice.import set job = '{"state":"running","done":1,"of":2,"beat":"2020-01-01T00:00:00Z"}' where id = $1`,
    [plan.id],
  );
  expect(await office.desk.get(plan.id)).toMatchObject({ status: 'planned', job: { state: 'interrupted', done: 1 } });
  await office.desk.begin(plan.id);
  expect(await until(office.desk, plan.id, ended)).toMatchObject({ status: 'accepted' });
  expect(await office.desk.begin('018f2f6e-0000-7000-8000-0000000000ff')).toEqual({ ok: false, why: 'missing' });
  expect(await office.desk.cancel('018f2f6e-0000-7000-8000-0000000000ff')).toEqual({ ok: false, why: 'missing' });
});
