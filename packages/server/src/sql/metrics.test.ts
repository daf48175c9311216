import { randomUUID } from 'node:crypto';
import { type Condition, memorySource, metricsOf, newId, type Query, type Rec, type Value } from '@sluice/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { asTenant } from '../database/as-tenant.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { MODEL, openOffice } from '../imports/testing.ts';
import { insertRecords } from '../records/write.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';

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

const deal = MODEL.find('deal');
const company = MODEL.find('company');
if (!deal || !company) throw new Error('no deals');
const METRICS = metricsOf(deal).map(({ id }) => id);
const AT = '2025-02-05T12:00:00.000Z';

const day = fc.option(
  fc
    .integer({ min: 0, max: 420 })
    .map((n) => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)),
  { nil: null, freq: 4 },
);
const values = fc.record({
  stage: fc.constantFrom('prospect', 'followUp', 'qualified', 'negotiation', 'won', 'lost'),
  amount: fc.option(
    fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 0, max: 9_000_000 }) },
      { weight: 1, arbitrary: fc.constantFrom(0, 1_000_000_000_000_000) },
    ),
    { nil: null },
  ),
  probability: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: null }),
  sector: fc.option(fc.constantFrom('Retail', 'SaaS'), { nil: null }),
  account: fc.constantFrom(null, 0, 1),
  createdOn: day,
  closedOn: day,
  dueOn: day,
});
const filter: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constantFrom('stage'),
    op: fc.constantFrom('in' as const, 'not' as const),
    values: fc.subarray(['prospect', 'qualified', 'won', 'lost'], { minLength: 1 }),
  }),
  fc.record({
    field: fc.constantFrom('amount'),
    op: fc.constantFrom('gt' as const, 'lte' as const),
    values: fc.integer({ min: 0, max: 90_000 }).map((amount) => [amount]),
  }),
  fc.record({
    field: fc.constantFrom('sector', 'account', 'closedOn'),
    op: fc.constantFrom('empty' as const, 'filled' as const),
    values: fc.constant([]),
  }),
);
const query: fc.Arbitrary<Query> = fc.record({
  entity: fc.constant('deal'),
  measures: fc.constant(METRICS),
  by: fc.subarray(['stage', 'sector', 'account', 'account.sector', 'closedOn:quarter', 'createdOn:month'], {
    maxLength: 2,
  }),
  filters: fc.array(filter, { maxLength: 2 }),
});

it('every metric of the registry is the same in PostgreSQL and in frames, on random deals, dimensions and filters', async () => {
  let compared = 0;
  const asked = fc.tuple(fc.array(values, { maxLength: 40 }), fc.array(query, { minLength: 3, maxLength: 3 }));
  for (const [rows, queries] of fc.sample(asked, { numRuns: 60, seed: 17 })) {
    const office = openOffice(pool);
    const record = (held: Readonly<Record<string, Value>>): Rec => ({
      id: newId(Date.parse(AT), () => [0, 0, (compared += 1)]),
      version: 1,
      createdAt: AT,
      updatedAt: AT,
      overrides: {},
      values: held,
    });
    const companies = ['Nord', 'Sud'].map((name, at) =>
      record({
        ...Object.fromEntries(company.stored.map((field) => [field.name, null])),
        name,
        sector: at === 0 ? 'Retail' : null,
      }),
    );
    const deals = rows.map(({ account, ...held }, at) => {
      const blank = Object.fromEntries(deal.stored.map((field) => [field.name, null]));
      return record({
        ...blank,
        client: `D${at}`,
        ...held,
        account: account === null ? null : (companies[account]?.id ?? null),
      });
    });
    await asTenant(pool, { tenant: office.tenant, actor: 'anna', cause: randomUUID() }, async (tx) => {
      await insertRecords(tx, company, companies);
      await insertRecords(tx, deal, deals);
    });
    const memory = memorySource({
      model: MODEL,
      records: { deal: deals, company: companies },
      moment: () => ({ today: '2025-02-05', zone: 'Europe/Paris' }),
      now: () => AT,
      id: () => '',
    });
    for (const one of queries) {
      const [found, expected] = [await office.source.measure(one), await memory.measure(one)];
      if (!expected.ok) throw new Error(JSON.stringify(expected.issues));
      expect({ one, found }).toEqual({ one, found: expected });
    }
  }
}, 60_000);
