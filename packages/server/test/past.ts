import { randomUUID } from 'node:crypto';
import { addDays, asOf, memorySource, newId, type Query, RECKONINGS, resolveModel, type Source } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import fc from 'fast-check';
import { expect } from 'vitest';
import { createDatabase, type TestDatabase } from './database.ts';
import { asTenant } from '../src/database/as-tenant.ts';
import { openPool, type Pool } from '../src/database/lease.ts';
import { migrate, schemaOf } from '../src/schema/migrate.ts';
import { changeOf } from '../src/records/change.ts';
import { sqlSource } from '../src/records/source.ts';

const resolved = resolveModel(crm, {
  overlays: [{ entities: { deal: { fields: { budget: { kind: 'money', currency: 'EUR' } } } } }],
});
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
export const model = resolved.value;
const found = model.find('deal');
if (!found) throw new Error('no deals');
export const deal = found;

let database: TestDatabase;
/** The database of the test file. */
export let pool: Pool;
/** Makes the database, before all tests of a file. */
export const prepare = async (): Promise<void> => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 4 });
  await migrate(pool, schemaOf(model));
};
/** Drops it. */
export const done = async (): Promise<void> => {
  await pool.close();
  await database.drop();
};

const ZONE = 'Europe/Paris';
/** Two days before the clocks change. */
export const FIRST = '2025-03-28';
let made = 0;
/** The data of one tenant, on the day and at the hour of a clock. */
export const open = (clock: { today: string; hour: number }, tenant: string = randomUUID()) => {
  const now = () => `${clock.today}T${String(clock.hour).padStart(2, '0')}:00:00.000Z`;
  return sqlSource({
    pool,
    model,
    tenant,
    actor: 'anna',
    moment: () => ({ today: clock.today, zone: ZONE }),
    now,
    id: () => newId(Date.parse(now()), () => [made >>> 16, made >>> 8, (made += 1)]),
    cause: 'test',
  });
};

const act = fc.record({
  days: fc.constantFrom(0, 0, 0, 1, 2),
  kind: fc.constantFrom('company', 'deal', 'deal', 'edit', 'edit', 'edit', 'relabel', 'drop', 'again'),
  which: fc.nat(7),
  account: fc.nat(3),
  patch: fc.record(
    {
      stage: fc.constantFrom('prospect', 'followUp', 'qualified', 'won', 'lost'),
      amount: fc.option(fc.integer({ min: 0, max: 500_000 }), { nil: null }),
      budget: fc.option(fc.integer({ min: 0, max: 9_000 }), { nil: null }),
      probability: fc.option(fc.constantFrom(1000, 5500), { nil: null }),
      dueOn: fc.option(fc.constantFrom('2025-03-29', '2025-04-10'), { nil: null }),
      tags: fc.option(fc.constantFrom(['a'], ['a', 'é,"']), { nil: null }),
      notes: fc.option(fc.constantFrom('', 'x'), { nil: null }),
    },
    { requiredKeys: [] },
  ),
});

const QUERIES: readonly Query[] = [
  {
    entity: 'deal',
    by: ['account.sector'],
    measures: ['weighted.open', 'amount.won', 'winRate', 'deal.median', 'overdue', 'count', 'sum(budget)'],
  },
  { entity: 'deal', by: ['stage', { field: 'dueOn', granularity: 'month' }], measures: ['amount.open', 'count'] },
  { entity: 'deal', where: "account.sector = 'SaaS' or budget > 40", measures: ['weighted.all', 'cycle', 'velocity'] },
  { entity: 'deal', by: [{ field: 'createdAt', granularity: 'day' }], measures: ['count'] },
];

const said = async (source: Source, asOf?: string): Promise<unknown> => {
  const day = asOf === undefined ? {} : { asOf };
  const page = await source.list({ entity: 'deal', sort: ['account.name', '-budget', 'amount'], limit: 100, ...day });
  const answers = await Promise.all(QUERIES.map((query) => source.measure({ ...query, ...day })));
  const [first] = page.ok ? page.value.items : [];
  return plain({
    page,
    answers,
    one: first ? await source.get('deal', first.id, day) : null,
    explained: await source.explain({ ...(QUERIES[0] as Query), ...day }, 'weighted.open'),
  });
};
/** Who said an override again with the same value is not told by the journal; an empty list and none are the same blank. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'overrides' ? {} : inner)));

/** What takes a history comes to the same in PostgreSQL as in memory over the same journal. */
const expectSameFigures = async (source: Source, { today }: { readonly today: string }, tenant: string) => {
  const changes = await asTenant(pool, { tenant, actor: 'anna', cause: 'test', readOnly: true }, async (tx) =>
    (await tx.unsafe('select * from "sluice"."journal" order by "seq"')).map((row) =>
      changeOf(String(row['entity']), row, tenant),
    ),
  );
  const memory = memorySource({
    model,
    records: asOf(changes, today, { model, zone: ZONE }),
    changes: async () => changes,
    moment: () => ({ today, zone: ZONE }),
    now: () => `${today}T23:00:00.000Z`,
    id: () => '',
  });
  const inOrder = (answer: unknown): unknown =>
    JSON.parse(
      JSON.stringify(plain(answer), (key, value: unknown) =>
        (key === 'deals' || key === 'slipped') && Array.isArray(value)
          ? value.map((one) => JSON.stringify(one)).sort()
          : value,
      ),
    );
  for (const asOf of [undefined, addDays(FIRST, 2)])
    for (const figure of RECKONINGS) {
      const query = {
        figure,
        entity: 'deal',
        measure: 'weighted.open',
        granularity: 'week' as const,
        compare: 'previous' as const,
        ...(asOf === undefined ? {} : { asOf }),
        ...(figure === 'waterfall' ? { from: FIRST } : {}),
      };
      expect([figure, inOrder(await source.reckon?.(query))]).toEqual([figure, inOrder(await memory.reckon?.(query))]);
    }
};

/** Plays random histories, asks everything on every day, and asks it again about those days when they are past; says how many days it looked at. */
export const expectPast = async (numRuns: number, seed: number): Promise<number> => {
  let days = 0;
  for (const acts of fc.sample(fc.array(act, { minLength: 20, maxLength: 30 }), { numRuns, seed })) {
    const clock = { today: FIRST, hour: 8 };
    const tenant = randomUUID();
    const source = open(clock, tenant);
    const was = new Map<string, unknown>();
    const gone: string[] = [];
    for (const { days, kind, which, account, patch } of acts) {
      for (let day = 0; day < days; day += 1) {
        was.set(clock.today, await said(source));
        clock.today = addDays(clock.today, 1);
      }
      const companies = await source.list({ entity: 'company' });
      const deals = await source.list({ entity: 'deal' });
      if (!companies.ok || !deals.ok) throw new Error('no list');
      const company = companies.value.items[account];
      const one = deals.value.items[which];
      const values = { ...patch, account: company?.id ?? null };
      const back = gone.pop();
      if (kind === 'company') await source.create('company', { name: `C${was.size}`, sector: 'SaaS' });
      else if (kind === 'deal') await source.create('deal', { client: `D${which}`, stage: 'prospect', ...values });
      else if (kind === 'again' && back !== undefined)
        await source.bulk([{ op: 'create', entity: 'deal', id: back, values: { client: 'B', stage: 'prospect' } }]);
      else if (kind === 'relabel' && company)
        await source.change('company', company.id, { name: `N${which}`, sector: which > 3 ? 'B' : null }, company);
      else if (kind === 'drop' && one) {
        await source.remove('deal', one.id, one);
        gone.push(one.id);
      } else if (kind === 'edit' && one) await source.change('deal', one.id, values, one);
    }
    expect(was.size).toBeGreaterThan(3);
    for (const [day, then] of was) expect(await said(source, day)).toEqual(then);
    await expectSameFigures(source, clock, tenant);
    days += was.size;
  }
  return days;
};
