import { randomUUID } from 'node:crypto';
import { newId, type Rec, resolveModel, type Written } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { sourceConformance } from '@sluice/core/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { sqlSource } from './source.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const model = resolved.value;

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 4 });
  await migrate(pool, schemaOf(model));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

let made = 0;
/** The data of one tenant; a tenant of its own when none is named. */
const open = (tenant: string = randomUUID()) =>
  sqlSource({
    pool,
    model,
    tenant,
    actor: 'anna',
    moment: () => ({ today: '2025-02-05', zone: 'Europe/Paris' }),
    now: () => '2025-02-05T09:00:00.000Z',
    id: () => newId(Date.parse('2025-02-05T09:00:00Z'), () => [made >>> 16, made >>> 8, (made += 1)]),
    cause: 'test',
  });
const record = (written: Written): Rec => {
  if (!written.ok) throw new Error(written.issues.map((one) => one.message).join(' '));
  return written.record;
};
const codes = (written: Written) => (written.ok ? [] : written.issues.map((one) => one.code));

describe('the SQL source', () => {
  sourceConformance({ describe, it, expect }, async () => ({ source: open() }));
});

describe('a tenant', () => {
  it('sees nothing of another: not in lists, figures or explanations, not by id, not by link, not by unique value', async () => {
    const a = open();
    const b = open();
    const company = record(await a.create('company', { name: 'Isavigne' }));
    const deal = record(await a.create('deal', { client: 'ACME', amount: 1000, stage: 'prospect' }));
    expect(await b.get('deal', deal.id)).toBe(null);
    expect(codes(await b.change('deal', deal.id, { amount: 1 }, { version: 1 }))).toEqual(['no_such_record']);
    expect(codes(await b.remove('deal', deal.id, { version: 1 }))).toEqual(['no_such_record']);
    expect(codes(await b.create('deal', { client: 'B', stage: 'won', account: company.id }))).toEqual(['not_linked']);
    expect(await b.journalOf('deal', deal.id)).toEqual([]);
    const listed = await b.list({ entity: 'deal' });
    expect(listed.ok && listed.value.total).toBe(0);
    const figure = await b.measure({ entity: 'deal', measures: ['count()', 'sum(amount)'] });
    expect(figure.ok && [figure.value.population, ...figure.value.measures.map((one) => one.values[0])]).toEqual([
      0, 0, 0,
    ]);
    expect((await a.get('deal', deal.id))?.values['amount']).toBe(1000);
  });
});

describe('the journal', () => {
  it('has one entry for every write, in the transaction of the write, and none for what was refused', async () => {
    const source = open();
    const deal = record(await source.create('deal', { client: 'ACME', amount: 1000, stage: 'prospect' }));
    record(await source.change('deal', deal.id, { amount: 2000 }, { version: 1 }));
    await source.change('deal', deal.id, { amount: 3000 }, { version: 1 });
    await source.change('deal', deal.id, { amount: -1 }, { version: 2 });
    record(await source.change('deal', deal.id, { amount: 2000 }, { version: 2 }));
    record(await source.remove('deal', deal.id, { version: 2 }));
    const entries = await source.journalOf('deal', deal.id);
    expect(
      entries.map(({ actor, cause, version, before, after }) => ({ actor, cause, version, before, after })),
    ).toMatchObject([
      { actor: 'anna', cause: 'test', version: 3, before: { client: 'ACME', amount: 2000 }, after: null },
      { version: 2, before: { amount: 1000 }, after: { amount: 2000 } },
      { version: 1, before: null, after: { client: 'ACME', amount: 1000, stage: 'prospect' } },
    ]);
  });
});

describe('several writes at once', () => {
  it('are all done, or none of them', async () => {
    const source = open();
    const done = await source.bulk([
      { op: 'create', entity: 'deal', values: { client: 'A', stage: 'prospect' } },
      { op: 'create', entity: 'deal', values: { client: 'B', stage: 'won' } },
    ]);
    expect(done.ok && done.records.map((one) => one.values['client'])).toEqual(['A', 'B']);
    const refused = await source.bulk([
      { op: 'create', entity: 'deal', values: { client: 'C', stage: 'prospect' } },
      { op: 'create', entity: 'deal', values: { client: 'D', stage: 'nowhere' } },
    ]);
    expect(refused.ok ? null : [refused.at, refused.issues.map((one) => one.code)]).toEqual([1, ['not_an_option']]);
    const listed = await source.list({ entity: 'deal', sort: ['client'] });
    expect(listed.ok && listed.value.items.map((one) => one.values['client'])).toEqual(['A', 'B']);
  });
});

describe('edits at the same time', () => {
  it('of one version: exactly one is kept, the others are conflicts', async () => {
    const source = open();
    const deal = record(await source.create('deal', { client: 'ACME', amount: 0, stage: 'prospect' }));
    const results = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => source.change('deal', deal.id, { amount: n }, { version: 1 })),
    );
    expect(results.filter((one) => one.ok)).toHaveLength(1);
    expect(results.flatMap(codes)).toEqual(Array(5).fill('changed_meanwhile'));
    const stored = await source.get('deal', deal.id);
    const winner = results.find((one) => one.ok);
    expect(stored).toEqual(winner && record(winner));
    expect(await source.journalOf('deal', deal.id)).toHaveLength(2);
  });

  it('a company is removed or linked to, never both', async () => {
    const source = open();
    for (let round = 0; round < 5; round++) {
      const company = record(await source.create('company', { name: `Company ${round}` }));
      const [removed, linked] = await Promise.all([
        source.remove('company', company.id, { version: 1 }),
        source.create('deal', { client: 'A', stage: 'prospect', account: company.id }),
      ]);
      expect([removed.ok, linked.ok].filter(Boolean)).toHaveLength(1);
      expect(await source.get('company', company.id)).toEqual(removed.ok ? null : company);
    }
  });
});
