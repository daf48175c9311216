import {
  type Answer,
  answerOf,
  type Blueprint,
  type Cell,
  type Entity,
  type ListPlan,
  type ListQuery,
  memorySource,
  registry,
  plan as planOf,
  planList,
  type Query,
  type Rec,
  resolveModel,
  type Value,
  withRest,
} from '@sluice/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { asTenant } from '../database/as-tenant.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { columnOf, quote, tableOf } from '../schema/names.ts';
import type { Statement } from './fragment.ts';
import { compileList } from './list.ts';
import { compileQuery, readFound } from './query.ts';

const A = '00000000-0000-7000-8000-00000000000a';
const B = '00000000-0000-7000-8000-00000000000b';
const moment = { today: '2025-02-05', zone: 'Europe/Paris' };

const blueprint: Blueprint = {
  name: 'test',
  entities: [
    {
      name: 'deal',
      label: 'Deal',
      title: 'name',
      pipelines: {
        sales: {
          stages: [
            { key: 'lead', probability: 10 },
            { key: 'offer', probability: 33.5 },
            { key: 'won', probability: 100, outcome: 'won' },
            { key: 'lost', probability: 0, outcome: 'lost' },
          ],
        },
      },
      metrics: {
        hotEarly: { label: 'Hot and early', formula: 'count(hot) + countDistinct(name, not hot)', where: 'stage.open' },
        earlyHalf: { label: 'Early median', formula: 'median(amount, hot)', where: "dueOn > '2025-01-01'" },
      },
      fields: {
        name: { kind: 'text', required: true },
        amount: { kind: 'money', currency: 'EUR' },
        foreign: { kind: 'money', currency: { field: 'currency' } },
        currency: { kind: 'text' },
        seats: { kind: 'number' },
        dueOn: { kind: 'date' },
        seenAt: { kind: 'instant' },
        hot: { kind: 'flag' },
        stage: { kind: 'stage', pipeline: 'sales' },
        labels: { kind: 'tags' },
        account: { kind: 'link', to: 'company' },
        probability: { kind: 'percent', follows: 'stage.probability' },
        weighted: { kind: 'money', currency: 'EUR', formula: 'amount * probability' },
      },
    },
    {
      name: 'company',
      label: 'Company',
      title: 'name',
      fields: {
        name: { kind: 'text', required: true },
        sector: { kind: 'text' },
        parent: { kind: 'link', to: 'company' },
      },
    },
  ],
};
const resolved = resolveModel(blueprint, {
  overlays: [
    {
      entities: {
        deal: {
          fields: {
            budget: { kind: 'money', currency: 'EUR' },
            grade: { kind: 'choice', options: [{ key: 'b' }, { key: 'a' }] },
            wishes: { kind: 'tags' },
            visitedOn: { kind: 'date' },
            factor: { kind: 'number' },
            agency: { kind: 'link', to: 'company' },
          },
        },
      },
    },
  ],
});
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const model = resolved.value;

const id = (kind: number, n: number) => `00000000-000${kind}-7000-8000-${String(n).padStart(12, '0')}`;
const rec = (key: string, values: Readonly<Record<string, Value>>): Rec => {
  const at = `2025-01-0${(Number(key.at(-1)) % 9) + 1}T10:00:00.123Z`;
  return { id: key, version: 1, createdAt: at, updatedAt: at, overrides: {}, values };
};
const of = <T>(list: readonly T[], n: number): T | null => list[n % (list.length + 1)] ?? null;

const companies = ['Été', 'eau', 'Zoo', 'ete', 'École'].map((name, n) =>
  rec(id(2, n), {
    name,
    sector: of(['Énergie', 'Sport', 'energie'], n),
    parent: n === 0 ? null : id(2, n - 1),
  }),
);
const companyIds = companies.map((one) => one.id);
const NAMES = ['Zèbre', 'zebre', 'Ami', 'ami', 'Éole', '東京', '𝐀', 'ﬁn'];
const deals = Array.from({ length: 90 }, (_, n) =>
  rec(id(1, n), {
    name: NAMES[n % NAMES.length] ?? '',
    amount: of([100_055, 1, -300, 9_007_199_254_740_991, 2500], n * 7),
    foreign: of([100, 200, 100_055, -3, 9_007_199_254_740_991], n * 5),
    currency: of(['EUR', 'USD', 'JPY', 'TND'], n * 3),
    seats: of([0.1, 0.2, 0.3, 2, 1e-7], n * 5),
    dueOn: of(['2025-02-05', '2025-02-28', '2024-12-30', '0001-01-01', '9999-12-31', '2025-03-31'], n * 3),
    seenAt: of(['2025-02-05T23:30:00.000Z', '2025-03-30T00:59:59.999Z'], n),
    hot: of([true, false], n * 2),
    stage: of(['lead', 'offer', 'won', 'lost', 'gone'], n * 5),
    labels: of([['vip'], ['vip', 'éco'], []], n),
    account: of(companyIds, n * 4),
    probability: n % 11 === 0 ? 5000 : null,
    budget: of([5000, 0, 12_345], n),
    grade: of(['a', 'b'], n),
    wishes: of([['x'], ['x', 'y']], n * 3),
    visitedOn: of(['2025-01-31', '2024-02-29'], n),
    factor: of([0.5, 1e-7, 3], n * 2),
    agency: of(companyIds, n),
  }),
);

function entityOf(name: string): Entity {
  const entity = model.find(name);
  if (!entity) throw new Error(name);
  return entity;
}

const memory = memorySource({
  model,
  records: { deal: deals, company: companies },
  moment: () => moment,
  now: () => '2025-02-05T10:00:00.000Z',
  id: () => id(9, 1),
});

let database: TestDatabase;
let pool: Pool;

async function fill(tenant: string, records: Readonly<Record<string, readonly Rec[]>>): Promise<void> {
  await asTenant(pool, { tenant, actor: 'test' }, async (tx) => {
    for (const [name, list] of Object.entries(records)) {
      const entity = entityOf(name);
      for (const one of list) {
        const kept = entity.stored.filter((field) => !field.custom);
        const extra = entity.stored
          .filter((field) => field.custom)
          .map((field) => [field.name, one.values[field.name] ?? null]);
        const columns = ['tenant_id', 'id', 'created_at', 'updated_at', 'extra', ...kept.map(columnOf)];
        const values = [
          tenant,
          one.id,
          one.createdAt,
          one.updatedAt,
          Object.fromEntries(extra),
          ...kept.map((field) => one.values[field.name] ?? null),
        ];
        const places = columns.map((_, at) => `$${at + 1}`).join(', ');
        await tx.unsafe(
          `insert into sluice.${quote(tableOf(entity))} (${columns.map(quote).join(', ')}) values (${places})`,
          values as never[],
        );
      }
    }
  });
}

beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 2 });
  await migrate(pool, schemaOf(model));
  await fill(A, { company: companies, deal: deals });
  await fill(B, { company: companies.slice(0, 1), deal: [rec(id(1, 500), { name: 'theirs', amount: 777 })] });
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

/** Under settings of a session that must not matter. */
const ask = (statement: Statement, tenant = A) =>
  asTenant(pool, { tenant, actor: 'test', readOnly: true }, async (tx) => {
    await tx.unsafe("set local timezone to 'America/Sao_Paulo'; set local datestyle to 'German'");
    return tx.unsafe(statement.text, [...statement.params] as never[]);
  });

async function measured(query: Query): Promise<Answer> {
  const planned = planOf(query, model, registry);
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues));
  const plan = planned.value;
  const { answer, rest } = answerOf(plan, readFound(plan, await ask(compileQuery(plan, { model, moment }))));
  if (!rest) return answer;
  return withRest(answer, answerOf(rest, readFound(rest, await ask(compileQuery(rest, { model, moment })))).answer);
}

const METRICS = registry.ids(entityOf('deal'));
const QUERIES: readonly Query[] = [
  { entity: 'deal', measures: METRICS },
  { entity: 'deal', by: ['account', 'stage'], measures: METRICS },
  { entity: 'deal', measures: ['count()', 'sum(amount)', 'avg(amount)', 'sum(seats)', 'median(seats)', 'p90(factor)'] },
  { entity: 'deal', by: ['stage'], measures: ['sum(weighted)', 'count(hot)', 'sum(weighted) / count()'] },
  { entity: 'deal', by: ['account'], measures: ['count()', 'min(dueOn)', 'max(dueOn)'] },
  { entity: 'deal', by: ['account.parent', 'stage.outcome'], measures: ['count()', 'countDistinct(name)'] },
  { entity: 'deal', by: ['account.parent.sector', 'hot'], measures: ['count()'] },
  ...(['day', 'week', 'month', 'quarter', 'year'] as const).map((granularity) => ({
    entity: 'deal',
    by: [{ field: 'dueOn', granularity }],
    measures: ['count()'],
  })),
  { entity: 'deal', by: ['seenAt:month', 'grade'], measures: ['sum(budget)', 'avg(factor)'] },
  { entity: 'deal', by: ['agency'], measures: ["count(has(wishes, 'y'))", 'max(visitedOn)'] },
  { entity: 'deal', by: ['createdAt:day'], measures: ['count()'] },
  { entity: 'deal', by: ['name'], measures: ['sum(foreign)'], where: "currency = 'EUR'" },
  { entity: 'deal', by: ['stage'], measures: ['sum(foreign)', 'avg(foreign)'] },
  { entity: 'deal', by: ['name'], measures: ['count()', 'avg(seats)'], sort: ['-count()'], top: 3, other: true },
  { entity: 'deal', by: ['stage'], measures: ['count()'], where: "name = 'nobody'" },
  { entity: 'deal', measures: ['count()', 'sum(amount)', 'min(amount)'], where: "name = 'nobody'" },
  { entity: 'deal', by: ['account'], measures: ['count()'], search: 'ETE vip' },
  {
    entity: 'deal',
    by: ['budget', 'factor'],
    measures: ['count()'],
    filters: [{ field: 'account.sector', op: 'contains', values: ['ENER'] }],
  },
  {
    entity: 'deal',
    by: ['stage'],
    measures: ['count()'],
    filters: [
      { field: 'labels', op: 'not', values: ['vip'] },
      { field: 'dueOn', op: 'gte', values: ['2024-12-30'] },
    ],
  },
  { entity: 'deal', by: ['stage'], measures: ['count()'], where: 'amount > 20 or dueOn < today() - 30 and not hot' },
];

describe('a query in PostgreSQL', () => {
  it.each(QUERIES.map((query) => [JSON.stringify(query).slice(15, 150), query] as const))(
    '%s answers as frames do',
    async (_, query) => {
      const expected = await memory.measure(query);
      if (!expected.ok) throw new Error(JSON.stringify(expected.issues));
      expect(await measured(query)).toEqual(expected.value);
    },
  );

  it('adds amounts of several currencies by rates, or by currency, as frames do: random rates, dimensions and figures', async () => {
    const rate = fc.oneof(
      fc.constantFrom('1', '0.9217', 1.0937, '0.006134', '0.000000000001', '123456789'),
      fc.integer({ min: 1, max: 9_999_999 }).map((digits) => (digits / 10 ** 5).toFixed(5)),
    );
    const rates = fc.record({
      to: fc.constantFrom('EUR', 'JPY', 'TND'),
      rates: fc.dictionary(fc.constantFrom('USD', 'JPY', 'TND', 'EUR', 'GBP'), rate, { maxKeys: 5 }),
    });
    const asked: fc.Arbitrary<Query> = fc.record(
      {
        entity: fc.constant('deal'),
        by: fc.subarray(['currency', 'stage', 'account.sector', 'dueOn:year'], { maxLength: 2 }),
        measures: fc.subarray(
          [
            'sum(foreign)',
            'avg(foreign)',
            'median(foreign)',
            'sum(foreign * probability)',
            'sum(foreign, stage.won) / sum(foreign)',
            'max(foreign)',
            'count(foreign > 1)',
            'sum(amount)',
          ],
          { minLength: 1 },
        ),
        rates,
        where: fc.constantFrom("currency = 'USD'", "currency != 'EUR'", 'hot'),
        sort: fc.constantFrom(['-count()'], []),
        top: fc.integer({ min: 1, max: 3 }),
        other: fc.boolean(),
      },
      { requiredKeys: ['entity', 'by', 'measures'] },
    );
    let some = 0;
    for (const query of fc.sample(asked, { numRuns: 150, seed: 5 })) {
      const { sort, ...rest } = query;
      const one =
        sort === undefined || sort.length === 0 ? rest : { ...rest, sort, measures: [...rest.measures, 'count()'] };
      const expected = await memory.measure(one);
      if (!expected.ok) throw new Error(JSON.stringify(expected.issues));
      expect({ one, answer: await measured(one) }).toEqual({ one, answer: expected.value });
      for (const { values } of expected.value.measures) some += values.filter((value) => value !== null).length;
    }
    expect(some).toBeGreaterThan(500);
  }, 60_000);

  it('counts the records of its own tenant only', async () => {
    const planned = planOf({ entity: 'deal', measures: ['count()', 'sum(amount)'] }, model, registry);
    if (!planned.ok) throw new Error('plan');
    const found = readFound(planned.value, await ask(compileQuery(planned.value, { model, moment }), B));
    expect(found).toMatchObject({ population: 1, selected: 1, groups: [{ values: [1, 777] }] });
  });
});

const LISTS: readonly ListQuery[] = [
  { entity: 'deal' },
  { entity: 'deal', sort: ['name'] },
  { entity: 'deal', sort: ['-name', 'amount'] },
  { entity: 'deal', sort: ['-stage', '-dueOn'] },
  { entity: 'deal', sort: ['stage', 'seats'], where: 'hot is empty or hot' },
  { entity: 'deal', sort: ['account', '-account.sector', 'createdAt'] },
  { entity: 'deal', sort: ['-seenAt', 'hot'], filters: [{ field: 'stage', op: 'in', values: ['lead', null, 'won'] }] },
  { entity: 'deal', sort: ['grade', '-budget', 'visitedOn', 'factor', 'agency'] },
  { entity: 'deal', sort: ['stage.outcome', '-weighted', 'probability'] },
  { entity: 'company', sort: ['-parent.parent', 'sector'] },
];

describe('a list in PostgreSQL', () => {
  it.each(LISTS.map((query) => [JSON.stringify(query).slice(10, 150), query] as const))(
    '%s pages as frames do',
    async (_, query) => {
      const all: string[] = [];
      let after: readonly Cell[] | null = null;
      let total = 0;
      for (let pages = 0; pages < 50; pages++) {
        const planned = planList({ ...query, limit: 7 }, model);
        if (!planned.ok) throw new Error(JSON.stringify(planned.issues));
        const plan: ListPlan = { ...planned.value, after };
        const statements = compileList(plan, { model, moment });
        if (!statements.ok) throw new Error(JSON.stringify(statements.issues));
        const rows = await ask(statements.value.page);
        const [counted] = await ask(statements.value.total);
        total = Number(counted?.['total']);
        const page = rows.slice(0, 7);
        all.push(...page.map((row) => String(row['id'])));
        const last = page.at(-1);
        if (rows.length < 8 || !last) break;
        after = [...plan.keys.map((_, at) => last[`k${at}`] as Cell), String(last['id'])];
      }
      const expected = await memory.list({ ...query, limit: 1000 });
      if (!expected.ok) throw new Error(JSON.stringify(expected.issues));
      expect(all).toEqual(expected.value.items.map((item) => item.id));
      expect(total).toBe(expected.value.total);
    },
  );

  it('begins where it is told, with columns of the caller', async () => {
    const planned = planList({ entity: 'deal', sort: ['name'], limit: 5, offset: 10 }, model);
    if (!planned.ok) throw new Error('plan');
    const statements = compileList(planned.value, { model, moment, columns: [{ pieces: ['"t"."version"'] }] });
    if (!statements.ok) throw new Error('statements');
    const rows = await ask(statements.value.page);
    const expected = await memory.list({ entity: 'deal', sort: ['name'], limit: 6, offset: 10 });
    expect(rows.map((row) => [row['id'], row['version']])).toEqual(
      expected.ok ? expected.value.items.map((item) => [item.id, 1]) : [],
    );
  });

  it('refuses a cursor that does not fit', () => {
    const planned = planList({ entity: 'deal', sort: ['amount'] }, model);
    if (!planned.ok) throw new Error('plan');
    for (const after of [['many', id(1, 1)], [5, 'x'], [5]])
      expect(compileList({ ...planned.value, after }, { model, moment })).toMatchObject({
        ok: false,
        issues: [{ code: 'not_a_cursor' }],
      });
  });
});
