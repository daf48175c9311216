import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../expr/evaluate.ts';
import { crmModel, entityOf } from '../intake/testing.ts';
import type { Value } from '../kinds/index.ts';
import { addDays, dateFromDays, diffDays } from '../time.ts';
import { AS_IT_IS, compose, type ScenarioLever, type Scenario } from './lever.ts';
import { forecast, forecastAfter } from './outlook.ts';
import { scenarioFromAddress, scenarioToAddress } from './scenario-address.ts';
import { compileWheres, readScenario, writeScenario } from './scenario-wire.ts';
import { applyScenario, type ScenarioContext, weigh } from './scenario.ts';
import { type ScenarioColumns, scenarioColumns, type ScenarioDeal } from './scenario-columns.ts';

const today = '2025-02-05';
const deal = (id: string, amount: number, probability: number, rest: Partial<ScenarioDeal> = {}): ScenarioDeal => ({
  id,
  stage: 'qualified',
  amount,
  probability,
  outcome: 'open',
  ...rest,
});
const deals: readonly ScenarioDeal[] = [
  deal('a', 100_055, 3000),
  deal('b', 200_000, 7000, { stage: 'negotiation', created: '2025-01-01', expected: '2025-04-11' }),
  deal('c', 50_000, 5000, { overridden: true }),
  deal('w', 80_000, 10_000, { stage: 'won', outcome: 'won' }),
  deal('l', 70_000, 0, { stage: 'lost', outcome: 'lost' }),
];
/** Columns as deals, by their ids. */
const dealsIn = ({
  length,
  id,
  amount,
  probability,
  stage,
  stages,
  overridden,
  created,
  expected,
}: ScenarioColumns) => {
  const number = (value: number | undefined): number | null =>
    value === undefined || Number.isNaN(value) ? null : value;
  const date = (value: number | undefined) => (number(value) === null ? null : dateFromDays(value as number));
  return Array.from({ length }, (_, row) => ({
    id: id[row] as string,
    stage: stages[(stage[row] ?? 0) - 1] ?? null,
    amount: number(amount[row]),
    probability: number(probability[row]),
    outcome: 'open' as const,
    overridden: overridden[row] === 1,
    created: date(created[row]),
    expected: date(expected[row]),
  })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
};
/** The open deals after a scenario, and how many deals each lever touched; null where the pipeline passes 2^53. */
const applied = (list: readonly ScenarioDeal[], given: Scenario, around: ScenarioContext = { today }) => {
  const { value } = applyScenario(scenarioColumns(list), given, around);
  return value && { deals: dealsIn(value.columns), touched: value.levers.map(({ touched }) => touched) };
};
const after = (...levers: readonly ScenarioLever[]) => {
  const found = applied(deals, { levers });
  if (!found) throw new Error('no answer');
  return found;
};

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const lever: fc.Arbitrary<ScenarioLever> = fc.oneof(
  fc.record({ kind: fc.constant('amount' as const), factor: fc.integer({ min: 0, max: 30_000 }) }),
  fc.record({
    kind: fc.constant('amount' as const),
    where: fc.constantFrom('even', 'odd'),
    factor: fc.integer({ min: 0, max: 30_000 }),
  }),
  fc.record({
    kind: fc.constant('probability' as const),
    stage: fc.constantFrom('qualified', 'negotiation', 'none'),
    points: fc.integer({ min: -10_000, max: 10_000 }),
  }),
  fc.record({ kind: fc.constant('cycle' as const), factor: fc.integer({ min: 0, max: 30_000 }) }),
  fc.record({ kind: fc.constant('drop' as const), id: fc.constantFrom('d0', 'd1', 'd2', 'added:1', 'nobody') }),
  fc.record({
    kind: fc.constant('add' as const),
    count: fc.integer({ min: 1, max: 3 }),
    amount: fc.integer({ min: 0, max: 1e12 }),
    probability: fc.integer({ min: 0, max: 10_000 }),
  }),
);
const scenario: fc.Arbitrary<Scenario> = fc.array(lever, { maxLength: 6 }).map((levers) => ({ levers }));
const day = fc.option(fc.integer({ min: -400, max: 400 }).map((days) => addDays(today, days)));
const someDeals = fc
  .array(
    fc.record({
      stage: fc.constantFrom('qualified', 'negotiation'),
      amount: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 0, max: 1e11 }) },
        { weight: 1, arbitrary: fc.constantFrom(null, 1e13) },
      ),
      probability: fc.option(fc.integer({ min: 0, max: 10_000 }), { freq: 9 }),
      outcome: fc.constantFrom('open' as const, 'open' as const, 'won' as const, 'lost' as const),
      overridden: fc.boolean(),
      created: day,
      expected: day,
    }),
    { maxLength: 12 },
  )
  .map((list) => list.map((one, i): ScenarioDeal => ({ id: `d${i}`, ...one })));
const matches = (where: string, id: string): boolean =>
  !id.startsWith('added') && (Number(id.slice(1)) % 2 === 0) === (where === 'even');
const context = { today, matches };

describe('a scenario applied', () => {
  it('raises open amounts by a tenth, rounded per deal: 1000.55 becomes 1100.61', () => {
    const { deals: found, touched } = after({ kind: 'amount', factor: 11_000 });
    expect(found.map(({ amount }) => amount)).toEqual([110_061, 220_000, 55_000]);
    expect(touched).toEqual([3]);
  });

  it('adds 5 points to a stage, overridden deals left alone, never above 100 %', () => {
    expect(after({ kind: 'probability', stage: 'qualified', points: 500 }).deals.map((one) => one.probability)).toEqual(
      [3500, 7000, 5000],
    );
    expect(after({ kind: 'probability', stage: 'negotiation', points: 9000 }).deals[1]?.probability).toBe(10_000);
  });

  it('shortens 100 days of cycle to 80, but never into the past', () => {
    expect(after({ kind: 'cycle', factor: 8000 }).deals[1]?.expected).toBe('2025-03-22');
    expect(after({ kind: 'cycle', factor: 1000 }).deals[1]?.expected).toBe(today);
  });

  it('drops a deal and adds three, under ids of their own', () => {
    const { deals: found, touched } = after(
      { kind: 'drop', id: 'b' },
      { kind: 'add', count: 3, amount: 1000, probability: 5000 },
      { kind: 'drop', id: 'added:2' },
      { kind: 'drop', id: 'w' },
    );
    expect(found.map(({ id }) => id)).toEqual(['a', 'added:1', 'added:3', 'c']);
    expect(touched).toEqual([1, 3, 1, 0]);
    const again = applied(found, { levers: [{ kind: 'add', count: 2, amount: 1, probability: 1 }] });
    expect(again?.deals.map(({ id }) => id)).toEqual(['a', 'added:1', 'added:3', 'added:4', 'added:5', 'c']);
  });

  it('asks a condition of the small language of each deal', () => {
    const entity = entityOf(crmModel(), 'deal');
    const given: Scenario = { levers: [{ kind: 'amount', where: "client = 'Acme'", factor: 20_000 }] };
    const wheres = compileWheres(given, entity);
    const clients: Readonly<Record<string, Value>> = { a: 'Acme', b: 'Beta' };
    const found = applied(deals, given, {
      today,
      matches: (where, id) =>
        wheres.ok &&
        evaluate(wheres.value.get(where)!, (_, name) => (name === 'client' ? (clients[id] ?? null) : null), {
          today,
          zone: 'UTC',
        }) === true,
    });
    expect(found?.deals.map(({ amount }) => amount)).toEqual([200_110, 200_000, 50_000]);
    const wrong: Scenario = {
      levers: [
        { kind: 'amount', where: 'nothing > 1', factor: 1 },
        { kind: 'amount', where: 'amount', factor: 1 },
      ],
    };
    expect(compileWheres(wrong, entity).issues.map(({ path }) => path.slice(0, 3))).toEqual([
      ['levers', 0, 'where'],
      ['levers', 1, 'where'],
    ]);
  });

  it('equals recomputing every deal', () => {
    const round = (a: number, factor: number): number => Number((BigInt(a) * BigInt(factor) * 2n + 10_000n) / 20_000n);
    const alone = (one: ScenarioDeal, levers: readonly ScenarioLever[]): ScenarioDeal | null => {
      let { amount, probability, expected = null } = one;
      for (const pulled of levers) {
        if (one.outcome !== 'open') break;
        if (pulled.kind === 'drop' && pulled.id === one.id) return null;
        if (
          pulled.kind === 'amount' &&
          amount !== null &&
          (pulled.where === undefined || matches(pulled.where, one.id))
        )
          amount = round(amount, pulled.factor);
        if (pulled.kind === 'probability' && pulled.stage === one.stage && !one.overridden && probability !== null)
          probability = Math.min(10_000, Math.max(0, probability + pulled.points));
        if (pulled.kind === 'cycle' && one.created && expected && expected >= today && expected >= one.created) {
          const next = addDays(one.created, round(diffDays(one.created, expected), pulled.factor));
          expected = next < today ? today : next;
        }
      }
      return { ...one, amount, probability, expected };
    };
    fc.assert(
      fc.property(someDeals, scenario, (list, given) => {
        const columns = scenarioColumns(list);
        const given0 = JSON.stringify(dealsIn(columns));
        const { value, reason } = applyScenario(columns, given, context);
        // what was given can be asked again
        expect(JSON.stringify(dealsIn(columns))).toBe(given0);
        if (value === null) {
          expect(['no_rows', 'too_large']).toContain(reason);
          return;
        }
        const found = dealsIn(value.columns);
        const open = list.filter(({ outcome }) => outcome === 'open');
        expect(found.filter(({ id }) => !id.startsWith('added'))).toEqual(
          open.flatMap((one) => alone(one, given.levers) ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        );
        // and its forecast is that of the deals as they now are
        const quota = 50_000;
        const amount = found.map((one) => one.amount);
        const probability = found.map((one) => one.probability);
        const again = forecast({ amount, probability }, { quota });
        const outlook = forecastAfter(value.columns, { quota });
        expect(outlook.reason).toBe(again.reason);
        expect({ ...outlook.value, deviation: 0 }).toEqual({ ...again.value, deviation: 0 });
      }),
      { numRuns: 3000 },
    );
  });

  it('composes: one scenario after the other is both together', () => {
    fc.assert(
      fc.property(someDeals, scenario, scenario, (list, first, second) => {
        const one = applied(list, first, context);
        const two = one && applied(one.deals, second, context);
        const both = applied(list, compose(first, second), context);
        if (two && both) expect(both.deals).toEqual(two.deals);
        else expect([one, two, both]).toContain(null);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what each lever adds', () => {
  it('is 195.01 for a tenth more amount and 110.06 for 10 points more, in this order', () => {
    const levers: readonly ScenarioLever[] = [
      { kind: 'amount', factor: 11_000 },
      { kind: 'probability', stage: 'qualified', points: 1000 },
    ];
    const { value } = applyScenario(scenarioColumns(deals), { levers }, { today, until: '2025-06-30' });
    expect(value?.before).toEqual({ weighted: 30_017 + 140_000 + 25_000, due: 140_000 });
    expect(value?.before.weighted).toBe(195_017);
    expect(value?.levers.map(({ weighted, due }) => [weighted, due])).toEqual([
      [33_018 + 154_000 + 27_500 - 195_017, 14_000],
      [44_024 - 33_018, 0],
    ]);
    expect(value?.after).toEqual({ weighted: 44_024 + 154_000 + 27_500, due: 154_000 });
  });

  it('sums to the whole change, to the cent', () => {
    const until = addDays(today, 30);
    fc.assert(
      fc.property(someDeals, scenario, (list, given) => {
        const { value, reason } = applyScenario(scenarioColumns(list), given, { ...context, until });
        if (value === null) {
          expect(['no_rows', 'too_large']).toContain(reason);
          return;
        }
        const { before, after: then, levers } = value;
        expect(before.weighted + levers.reduce((sum, { weighted }) => sum + weighted, 0)).toBe(then.weighted);
        expect((before.due ?? 0) + levers.reduce((sum, { due }) => sum + (due ?? 0), 0)).toBe(then.due);
        expect(weigh(scenarioColumns(dealsIn(value.columns)), until)).toEqual(then);
      }),
      { numRuns: 2000 },
    );
  });

  it('is unknown for nothing and for what passes 2^53', () => {
    expect(applyScenario(scenarioColumns([]), AS_IT_IS, { today })).toEqual({ value: null, reason: 'no_rows' });
    const large: Scenario = { levers: [{ kind: 'amount', factor: 10_000_000 }] };
    const one = scenarioColumns([deal('a', 1e15, 9000)]);
    expect(applyScenario(one, large, { today })).toEqual({ value: null, reason: 'too_large' });
  });
});

describe('a scenario written down', () => {
  const json = {
    levers: [
      { kind: 'amount', where: "sector = 'SaaS'", factor: 1.1 },
      { kind: 'probability', stage: 'négociation.2', points: 5 },
      { kind: 'cycle', factor: 0.8 },
      { kind: 'drop', id: '0198-aa_b' },
      { kind: 'add', count: 5, amount: 1000.55, probability: 30 },
    ],
  };

  it('reads factors, points and decimals as whole numbers, and writes them back', () => {
    const read = readScenario(json, 'EUR');
    expect(read).toEqual({
      ok: true,
      issues: [],
      value: {
        levers: [
          { kind: 'amount', where: "sector = 'SaaS'", factor: 11_000 },
          { kind: 'probability', stage: 'négociation.2', points: 500 },
          { kind: 'cycle', factor: 8000 },
          { kind: 'drop', id: '0198-aa_b' },
          { kind: 'add', count: 5, amount: 100_055, probability: 3000 },
        ],
      },
    });
    expect(read.ok && writeScenario(read.value, 'EUR')).toEqual(json);
    expect(read.ok && scenarioToAddress(read.value)).toBe(
      'a11000.sector*20*3D*20*27SaaS*27_p500.n*C3*A9gociation*2E2_c8000_d0198-aa*5Fb_n5.100055.3000',
    );
  });

  it('survives JSON and addresses, whatever its words', () => {
    const any: fc.Arbitrary<ScenarioLever> = fc.oneof(
      lever,
      fc.record({ kind: fc.constant('drop' as const), id: word }),
      fc.record({
        kind: fc.constant('probability' as const),
        stage: word,
        points: fc.integer({ min: -10_000, max: 10_000 }),
      }),
      fc.record({
        kind: fc.constant('amount' as const),
        where: fc.constantFrom("a = '*_.~!()%é\u{1F4A7}'", 'x > 1 and not y'),
        factor: fc.integer({ min: 0, max: 10_000_000 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), fc.constantFrom('EUR', 'JPY', 'TND'), (levers, currency) => {
        const address = scenarioToAddress({ levers });
        expect(new URLSearchParams({ if: address }).toString()).toBe(`if=${address}`);
        expect(scenarioFromAddress(address)).toEqual({ ok: true, value: { levers }, issues: [] });
        const wire: unknown = JSON.parse(JSON.stringify(writeScenario({ levers }, currency)));
        expect(readScenario(wire, currency)).toEqual({ ok: true, value: { levers }, issues: [] });
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['not_a_scenario', null],
    ['not_a_scenario', { levers: [{ kind: 'magic' }] }],
    ['not_a_scenario', { levers: [], more: 1 }],
    ['not_a_scenario', { levers: [{ kind: 'cycle', factor: 1, where: 'x' }] }],
    ['not_a_scenario', { levers: Array.from({ length: 51 }, () => ({ kind: 'cycle', factor: 1 })) }],
    ['not_a_scenario', { levers: [{ kind: 'cycle', factor: Number.NaN }] }],
    ['too_small', { levers: [{ kind: 'amount', factor: -1 }] }],
    ['too_large', { levers: [{ kind: 'probability', stage: 'x', points: 101 }] }],
    ['too_precise', { levers: [{ kind: 'cycle', factor: 0.123_45 }] }],
    ['too_precise', { levers: [{ kind: 'add', count: 1, amount: 1.001, probability: 1 }] }],
    ['not_number', { levers: [{ kind: 'add', count: 1, amount: 'much', probability: 1 }] }],
    ['too_precise', { levers: [{ kind: 'add', count: 1.5, amount: 1, probability: 1 }] }],
    ['too_large', { levers: [{ kind: 'add', count: 1e9, amount: 1, probability: 1 }] }],
  ])('refuses with %s: %j', (code, given) => {
    const read = readScenario(given, 'EUR');
    expect(read.ok).toBe(false);
    expect(read.issues[0]?.code).toBe(code);
  });

  it('refuses a condition that cannot be parsed, with the path to it', () => {
    const read = readScenario({ levers: [{ kind: 'amount', where: 'a = (', factor: 1 }] }, 'EUR');
    expect(read.ok).toBe(false);
    expect(read.issues[0]?.path.slice(0, 3)).toEqual(['levers', 0, 'where']);
  });

  it.each([
    'x1',
    'a',
    'a1.2.3',
    'a01',
    'a1.',
    'p5',
    'p5.',
    'p5.a_b',
    'd',
    'd*ZZ',
    'd*FF',
    'n1.2',
    'n1.2.3.4',
    'c1.5',
    'c-1',
    'n0.1.1',
    '_',
  ])('refuses the address %s', (address) => {
    expect(scenarioFromAddress(address).ok).toBe(false);
  });

  it('takes no word for no levers', () => {
    expect(scenarioFromAddress('')).toEqual({ ok: true, value: { levers: [] }, issues: [] });
    expect(scenarioFromAddress(Array.from({ length: 51 }, () => 'c1').join('_')).ok).toBe(false);
  });
});
