import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import type { Value } from '../kinds/index.ts';
import { DEFINITIONS } from '../metrics/definitions.ts';
import { metricsOf } from '../metrics/index.ts';
import { resolveModel } from '../model/index.ts';
import type { Condition } from '../query/index.ts';
import { newId } from '../records/index.ts';
import { type MemorySource, memorySource } from './memory.ts';
import { readReckonQuery, type Reckoning, type ReckonQuery } from './reckon.ts';
import { decodeReckoned, encodeReckoned } from './reckon-wire.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint has issues');
const model = resolved.value;
const deal = model.find('deal');
if (!deal) throw new Error('no deals');

const bookOn = (today: string) => {
  const clock = { today };
  let count = 0;
  const source = memorySource({
    model,
    moment: () => ({ today: clock.today, zone: 'Europe/Paris' }),
    now: () => `${clock.today}T09:00:00.000Z`,
    id: () => newId(Date.parse(`${clock.today}T09:00:00Z`), () => [0, count >> 8, (count += 1)]),
  });
  const make = async (entity: string, draft: Readonly<Record<string, Value>>) => {
    const written = await source.create(entity, draft);
    if (!written.ok) throw new Error(written.issues.map(({ message }) => message).join(' '));
    return written.record;
  };
  return { source, clock, make };
};
const ask = async <F extends Reckoning>(source: MemorySource, query: ReckonQuery & { readonly figure: F }) => {
  const answer = await source.reckon?.(query);
  if (!answer?.ok) throw new Error(answer?.issues.map(({ message }) => message).join(' '));
  // n-th parts of amounts have more decimals than the wire keeps
  if (query.figure !== 'contributions')
    expect(decodeReckoned(JSON.parse(JSON.stringify(encodeReckoned(answer.value))))).toEqual({
      ok: true,
      value: JSON.parse(JSON.stringify(answer.value)),
      issues: [],
    });
  return answer.value as Extract<typeof answer.value, { readonly figure: F }>;
};

describe('a quota', () => {
  it('is covered by what is open, against all of it and against what is still to be won', async () => {
    const { source, make } = bookOn('2025-02-05');
    const anna = await make('user', { name: 'Anna', email: 'anna@example.org' });
    const boris = await make('user', { name: 'Boris', email: 'boris@example.org' });
    const of = (owner: string | null, amount: number, fromOn = '2025-01-01', toOn = '2025-03-31') =>
      make('quota', { name: 'Q1', fromOn, toOn, amount, owner });
    await of(anna.id, 1_000_000);
    await of(boris.id, 0);
    await of(null, 300_000, '2025-01-01', '2025-01-31');
    await of(null, 100_000, '2025-02-01', '2025-02-28');
    await of(anna.id, 9_000_000, '2025-04-01', '2025-06-30');
    const sell = (owner: string | null, amount: number, stage: string, closedOn: string | null = null) =>
      make('deal', { client: 'C', owner, amount, stage, closedOn });
    await sell(anna.id, 250_000, 'won', '2025-01-15');
    await sell(anna.id, 700_000, 'won', '2024-12-31');
    await sell(anna.id, 500_000, 'qualified');
    await sell(boris.id, 100_000, 'prospect');
    const { result } = await ask(source, { figure: 'coverage', entity: 'deal', by: 'owner' });
    expect(result.period).toEqual({ from: '2025-01-01', to: '2025-03-31' });
    const told = (label: string) => result.groups.find((one) => one.label === label);
    expect(told('Anna')).toMatchObject({
      quota: 1_000_000,
      won: 250_000,
      open: 500_000,
      weighted: 150_000,
      attainment: { value: 0.25 },
      ofQuota: { value: 0.5 },
      ofRemaining: { value: 500_000 / 750_000 },
      weightedOfRemaining: { value: 0.2 },
    });
    // a quota of zero covers nothing and is reached by nothing: null with its reason, never infinity
    expect(told('Boris')).toMatchObject({
      quota: 0,
      attainment: { value: null, reason: 'zero_quota' },
      ofQuota: { value: null, reason: 'zero_quota' },
      ofRemaining: { value: null, reason: 'zero_quota' },
    });
    expect(result.groups.find(({ key }) => key === null)).toMatchObject({ quota: 400_000 });
    expect(result.total).toMatchObject({ quota: 1_400_000, won: 250_000 });
    expect((await ask(source, { figure: 'coverage', entity: 'deal', granularity: 'year' })).result.total).toMatchObject(
      {
        quota: 10_400_000,
      },
    );
    const none = await ask(source, { figure: 'coverage', entity: 'deal', granularity: 'week' });
    expect(none.result.total.attainment).toEqual({ value: null, reason: 'no_quota' });
  });
});

describe('a history', () => {
  it('tells what slipped, how far deals came, how long they stood, what moved, and who is cold', async () => {
    const { source, clock, make } = bookOn('2025-01-02');
    const one = await make('deal', { client: 'A', amount: 100_000, stage: 'prospect', dueOn: '2025-02-10' });
    const two = await make('deal', { client: 'B', amount: 50_000, stage: 'prospect', dueOn: '2025-02-20' });
    clock.today = '2025-01-20';
    const moved = await source.change('deal', one.id, { stage: 'qualified', amount: 120_000 }, one);
    clock.today = '2025-02-15';
    await source.change('deal', two.id, { dueOn: '2025-04-01' }, two);
    if (moved.ok) await source.change('deal', one.id, { stage: 'won' }, moved.record);
    clock.today = '2025-03-01';
    const period = { from: '2025-02-01', to: '2025-02-28' };
    expect((await ask(source, { figure: 'slippage', entity: 'deal', ...period })).result).toMatchObject({
      rate: { value: 0.5 },
      expected: 2,
      slippedAmount: { value: 50_000 },
    });
    const { result: falls } = await ask(source, {
      figure: 'waterfall',
      entity: 'deal',
      from: '2025-01-10',
      to: '2025-03-01',
    });
    expect(falls.value).toMatchObject({ opening: 150_000, closing: 50_000 });
    expect(falls.value?.steps.filter(({ amount }) => amount !== 0).map(({ part, amount }) => [part, amount])).toEqual([
      ['increased', 20_000],
      ['won', -120_000],
    ]);
    const { result: funnel } = await ask(source, { figure: 'funnel', entity: 'deal' });
    expect(funnel.cohort).toBe(2);
    expect(funnel.steps.reduce((sum, { stopped }) => sum + stopped, 0)).toBe(2);
    const { result: times } = await ask(source, { figure: 'timeInStage', entity: 'deal' });
    expect(times.find(({ stage }) => stage === 'prospect')?.latest.count).toBe(2);
    expect(times.find(({ stage }) => stage === 'qualified')?.latest.mean).toEqual({ value: 26, reason: null });
    expect((await ask(source, { figure: 'idle', entity: 'deal' })).result).toMatchObject({
      open: 1,
      cold: 1,
      deals: [{ id: two.id, days: { value: 14 } }],
    });
    // as of a past day the same questions are those of the day
    expect((await ask(source, { figure: 'idle', entity: 'deal', asOf: '2025-01-25' })).result).toMatchObject({
      open: 2,
      deals: [{ days: { value: 23 } }, { days: { value: 5 } }],
    });
    expect((await ask(source, { figure: 'velocity', entity: 'deal', asOf: '2025-01-25' })).result.perDay).toEqual({
      value: null,
      reason: 'no_won_deals',
    });
    expect((await ask(source, { figure: 'cohorts', entity: 'deal' })).result.undated).toBe(2);
    expect((await ask(source, { figure: 'cycle', entity: 'deal' })).result.mean.value).toBe(null);
  });

  it('is refused where the question says no figure, no day, or no entity', async () => {
    const wrong = (json: object) => {
      const read = readReckonQuery(json);
      return read.ok ? [] : read.issues.map(({ code }) => code);
    };
    expect(wrong({ figure: 'magic', entity: 'deal' })).toEqual(['not_a_query']);
    expect(wrong({ figure: 'waterfall', entity: 'deal', from: '2025-02-30' })).toEqual(['not_date']);
    expect(wrong({ figure: 'waterfall', entity: 'deal', asOf: 'x' })).toEqual(['not_date']);
    expect(wrong({ figure: 'waterfall', entity: 'deal', sum: 1 })).toEqual(['not_a_query']);
    const { source } = bookOn('2025-01-02');
    expect(await source.reckon?.({ figure: 'cycle', entity: 'dragon' })).toMatchObject({ ok: false });
    expect(await source.reckon?.({ figure: 'coverage', entity: 'deal', by: 'tags' })).toMatchObject({ ok: false });
    expect(await source.reckon?.({ figure: 'compare', entity: 'deal' })).toMatchObject({ ok: false });
  });
});

const stage = fc.constantFrom('prospect', 'followUp', 'qualified', 'negotiation', 'won', 'lost', null);
const date = fc.option(
  fc
    .integer({ min: 0, max: 200 })
    .map((n) => new Date(Date.UTC(2024, 8, 1) + n * 86_400_000).toISOString().slice(0, 10)),
  { nil: null },
);
const dealValues = fc.record({
  stage,
  amount: fc.option(fc.oneof(fc.integer({ min: 0, max: 900_000 }), fc.constant(1_000_000_000_000_000)), { nil: null }),
  probability: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: null }),
  sector: fc.option(fc.constantFrom('Retail', 'SaaS'), { nil: null }),
  createdOn: date,
  closedOn: date,
  dueOn: date,
});
const where = fc.constantFrom(
  '',
  'amount > 1000',
  "sector = 'SaaS'",
  'stage.open or amount is empty',
  'probability >= 20',
);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constant('stage'),
    op: fc.constantFrom('in' as const, 'not' as const),
    values: fc.subarray(['prospect', 'qualified', 'won', 'lost', null], { minLength: 1 }),
  }),
  fc.record({
    field: fc.constant('amount'),
    op: fc.constantFrom('gt' as const, 'lte' as const),
    values: fc.integer({ min: 0, max: 9000 }).map((amount) => [amount]),
  }),
  fc.record({
    field: fc.constantFrom('dueOn', 'closedOn'),
    op: fc.constantFrom('gte' as const, 'lt' as const),
    values: fc.constantFrom(['2024-12-01'], ['2025-02-05']),
  }),
  fc.record({
    field: fc.constantFrom('sector', 'amount', 'closedOn'),
    op: fc.constantFrom('empty' as const, 'filled' as const),
    values: fc.constant([]),
  }),
);
const filters = fc.array(condition, { maxLength: 2 });

describe('every metric of the registry, under random filters', () => {
  it('is the sum of what its deals bring to it, and counted and left out make all', async () => {
    const ids = metricsOf(deal).map(({ id }) => id);
    // all there are: a new one is in this test by being there
    expect(ids).toEqual(expect.arrayContaining(DEFINITIONS.map(({ id }) => id)));
    await fc.assert(
      fc.asyncProperty(fc.array(dealValues, { maxLength: 14 }), where, filters, async (rows, text, filtered) => {
        const at = '2024-09-01T00:00:00.000Z';
        const records = rows.map((values, n) => ({
          id: newId(Date.parse(at), () => [0, 0, n]),
          version: 1,
          createdAt: at,
          updatedAt: at,
          overrides: {},
          values: Object.fromEntries(
            deal.stored.map(({ name }): [string, Value] => [
              name,
              { client: `D${n}`, ...values }[name as 'client'] ?? null,
            ]),
          ),
        }));
        const moment = { today: '2025-02-05', zone: 'Europe/Paris' };
        const source = memorySource({
          model,
          records: { deal: records },
          moment: () => moment,
          now: () => at,
          id: () => '',
        });
        const query = { entity: 'deal', filters: filtered, ...(text === '' ? {} : { where: text }) };
        for (const measure of ids) {
          const explained = await source.explain({ ...query, measures: [measure] }, measure);
          if (!explained.ok) throw new Error(measure);
          const { value, included, excluded, population, nullReason } = explained.value;
          expect(included + excluded.reduce((sum, { count }) => sum + count, 0)).toBe(population);
          expect(Number.isNaN(value)).toBe(false);
          if (value === null) expect([measure, typeof nullReason]).toEqual([measure, 'string']);
          const { result } = await ask(source, { figure: 'contributions', ...query, measure });
          expect([measure, result.value]).toEqual([measure, value]);
          if (typeof value !== 'number') continue;
          const sum = result.deals.reduce((all, { contribution }) => all + contribution, 0);
          const near = Math.abs(sum - value) <= 1e-9 * Math.max(1, Math.abs(value));
          expect([measure, near, sum, value]).toEqual([measure, true, sum, value]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a source whose pages have no end', () => {
  it('is asked for the two deals that it says it has, once, and no more', async () => {
    const { source, make } = bookOn('2025-02-05');
    for (const client of ['Clinique Azur', 'Nova Fret']) await make('deal', { client, stage: 'qualified' });
    const asked: (string | undefined)[] = [];
    const endless: MemorySource = {
      ...source,
      list: async ({ cursor, ...query }) => {
        if (query.entity === 'deal') asked.push(cursor);
        if (asked.length > 5) throw new Error('asked for ever');
        const page = await source.list(query);
        return page.ok ? { ...page, value: { ...page.value, next: 'more' } } : page;
      },
    };
    const { result } = await ask(endless, { figure: 'idle', entity: 'deal' });
    expect(result.deals).toHaveLength(2);
    expect(asked).toEqual([undefined]);
  });
});
