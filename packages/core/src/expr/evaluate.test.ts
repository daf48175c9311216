import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregate, check, evaluate, parse } from './index.ts';
import { readerOf, type Row, SCOPE } from './testing.ts';

const moment = { today: '2025-02-05', zone: 'Europe/Paris' };

const compiled = (text: string, aggregates = false) => {
  const syntax = parse(text);
  const expr = syntax.ok ? check(syntax.value, SCOPE, { aggregates }) : syntax;
  if (!expr.ok) throw new Error(`${text}: ${expr.issues.map((one) => one.message).join(' ')}`);
  return expr.value;
};
const value = (text: string, row: Row = {}) => evaluate(compiled(text), readerOf(row), moment);
const figure = (text: string, rows: readonly Row[]) => aggregate(compiled(text, true), rows.map(readerOf), moment);

const SAFE = Number.MAX_SAFE_INTEGER;

describe('one row', () => {
  it('weights 1000.55 at 30 % as 300.17, half a cent away from zero', () => {
    expect(value('amount * chance', { amount: 100_055, chance: 3000 })).toBe(30_017);
    expect(value('amount * chance', { amount: -100_055, chance: 3000 })).toBe(-30_017);
    expect(value('amount * 0.3', { amount: 100_055 })).toBe(30_017);
  });

  it.each<[string, Row, unknown]>([
    ['amount / chance', { amount: 30_000, chance: 3000 }, 100_000],
    ['amount / chance', { amount: 30_000, chance: 0 }, null],
    ['amount / 3', { amount: 100 }, 33],
    ['amount / seats', { amount: 100, seats: 3 }, 33],
    ['amount / seats', { amount: 100, seats: 0 }, null],
    ['amount * size', { amount: 5, size: 0.5 }, 3],
    ['amount * size', { amount: -5, size: 0.5 }, -3],
    ['amount / cost', { amount: 1, cost: 3 }, 1 / 3],
    ['amount / cost', { amount: 1, cost: 0 }, null],
    ['chance * rate', { chance: 5000, rate: 3333 }, 1667],
    ['chance * 0.5 + 10', { chance: 3001 }, 2501],
    ['amount + cost', { amount: SAFE, cost: 1 }, null],
    ['amount + cost', { amount: SAFE, cost: 0 }, SAFE],
    ['amount * 3 / 3', { amount: SAFE }, null],
    ['amount * 0.999999999999999', { amount: SAFE }, 9_007_199_254_740_982],
    ['-amount', { amount: 0 }, 0],
    ['seats * size', { seats: 1e15, size: 1e15 }, 1e30],
    ['size / seats / seats', { size: 1, seats: 0.1 }, 100],
    ['size + seats', { size: 0.1, seats: 0.2 }, 0.1 + 0.2],
    ['seats / size', { seats: 0, size: -3 }, 0],
  ])('%s of %j is %j', (text, row, result) => {
    expect(value(text, row)).toBe(result);
  });

  it('multiplies numbers until they are unknown, never infinite', () => {
    const power = Array.from({ length: 7 }, () => 'size').join(' * ');
    expect(value(power, { size: 1e14 })).toBe([1, 2, 3, 4, 5, 6].reduce((product) => product * 1e14, 1e14));
    expect(value(`${power} * size`, { size: 1e14 })).toBe(null);
    expect(value(`1 / (${power}) / size`, { size: 1e14 })).toBe(0);
  });

  it.each<[string, unknown]>([
    ['dueOn + 28', '2025-02-28'],
    ['dueOn - 31', '2024-12-31'],
    ['closedOn - dueOn', 28],
    ['diffDays(closedOn, dueOn)', -28],
    ['dueOn + size', null],
    ["'9999-12-31' > dueOn", true],
    ["addDays('9999-12-31', 1)", null],
    ['dueOn < today()', true],
    ['year(dueOn) * 100 + month(dueOn)', 202_501],
    ['quarter(closedOn)', 1],
    ['dateOf(seenAt)', '2025-02-06'],
    ['dateOf(seenAt) = today()', false],
  ])('%s is %j', (text, result) => {
    expect(
      value(text, { dueOn: '2025-01-31', closedOn: '2025-02-28', size: 0.5, seenAt: '2025-02-05T23:00:00.000Z' }),
    ).toBe(result);
  });

  it('keeps three values: unknown only where it matters', () => {
    const truths = [
      'hot',
      'not hot',
      'hot and true',
      'hot and false',
      'hot or true',
      'hot or false',
      'hot = hot',
      'if(hot, 1, 2)',
      'hot is empty',
    ];
    expect(truths.map((text) => value(text, { hot: null }))).toEqual([
      null,
      null,
      null,
      false,
      true,
      null,
      null,
      2,
      true,
    ]);
  });

  it.each<[string, Row, unknown]>([
    ['amount > 3', { amount: null }, null],
    ['not amount > 3', { amount: null }, null],
    ['amount in (1, 2)', { amount: null }, null],
    ['amount in (1, 2)', { amount: 200 }, true],
    ['amount is empty or amount = 0', { amount: null }, true],
    ['client is empty', { client: '' }, true],
    ["client = ''", { client: '' }, true],
    ['labels is empty', { labels: [] }, true],
    ["has(labels, 'vip')", { labels: ['VIP', 'vip'] }, true],
    ["has(labels, 'vip')", { labels: null }, false],
    ['coalesce(amount, cost, 0)', {}, 0],
    ['coalesce(amount, cost, 0)', { cost: 3 }, 3],
    ['stage.probability', { stage: 'offer' }, 3350],
    ['stage.probability', { stage: 'gone' }, null],
    ["stage.outcome = 'open'", { stage: 'lead' }, true],
    ['account.sector', { 'account.sector': 'health' }, 'health'],
    ["contains(client, 'ÉTÉ')", { client: "L'ete" }, true],
    ["startsWith(client, 'éte')", { client: 'E\u0301tendue' }, true],
    ["contains(client, 'οδος')", { client: 'ΟΔΟΣ ΑΒ' }, true],
    ["contains(client, 'fi')", { client: 'ﬁn' }, true],
    ["contains(client, '')", { client: '' }, true],
    ["contains(client, 'a')", {}, null],
    ['lower(client)', { client: 'İΣΑΣ' }, 'iσασ'],
    ["client = 'é'", { client: 'e\u0301' }, false],
  ])('%s of %j is %j', (text, row, result) => {
    expect(value(text, row)).toBe(result);
  });

  it('takes what a store should not hold as unknown', () => {
    expect(value('amount + 1', { amount: '12' })).toBe(null);
    expect(value('size * 2', { size: Number.NaN })).toBe(null);
    expect(value('dueOn + 1', { dueOn: '2025-02-30' })).toBe(null);
    expect(value('not hot', { hot: 'yes' })).toBe(null);
  });

  it('is exact to the minor unit against whole-number arithmetic', () => {
    const half = (num: bigint, den: bigint) => {
      const size = (2n * (num < 0n ? -num : num) + (den < 0n ? -den : den)) / (2n * (den < 0n ? -den : den));
      const result = num < 0n !== den < 0n ? -size : size;
      return result <= BigInt(SAFE) && result >= -BigInt(SAFE) ? Number(result) : null;
    };
    const whole = fc.oneof(
      fc.maxSafeInteger(),
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.integer({ min: -20_000, max: 20_000 }),
    );
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: -1e6, max: 1e6 }), (amount, cost, chance) => {
        const row = { amount, cost, chance };
        expect(value('amount * chance', row)).toBe(half(BigInt(amount) * BigInt(chance), 10_000n));
        expect(value('amount / chance', row)).toBe(
          chance === 0 ? null : half(BigInt(amount) * 10_000n, BigInt(chance)),
        );
        expect(value('amount * 12.345', row)).toBe(half(BigInt(amount) * 12_345n, 1000n));
        expect(value('amount / 1.2', row)).toBe(half(BigInt(amount) * 10n, 12n));
        expect(value('amount - cost', row)).toBe(half(BigInt(amount) - BigInt(cost), 1n));
      }),
      { numRuns: 5000 },
    );
  }, 120_000);
});

describe('many rows', () => {
  const rows: readonly Row[] = [
    { amount: 100, stage: 'won', dueOn: '2025-01-01', size: 0.1, client: 'a' },
    { amount: 250, stage: 'won', dueOn: '2025-03-01', size: 0.2, client: 'b' },
    { amount: null, stage: 'lead', dueOn: null, size: 0.3, client: 'a' },
    { amount: 400, stage: 'lost', dueOn: '2024-12-31', size: null, client: null },
  ];

  it.each<[string, unknown]>([
    ['count()', 4],
    ['count(stage.won)', 2],
    ['count(amount > 2)', 2],
    ['count(stage.won) / count()', 0.5],
    ['sum(amount)', 750],
    ['sum(amount, stage.won)', 350],
    ['avg(amount)', 250],
    ['avg(amount, stage.won)', 175],
    ['sum(amount) / count()', 188],
    ['median(amount)', 250],
    ['median(amount, stage.won)', 175],
    ['p90(amount)', 370],
    ['min(amount) + max(amount)', 500],
    ['min(dueOn)', '2024-12-31'],
    ['max(dueOn, stage.won) - min(dueOn)', 60],
    ['sum(size)', 0.6],
    ['avg(size)', 0.6 / 3],
    ['countDistinct(client)', 2],
    ['countDistinct(client, stage.won)', 2],
    ['sum(amount * 0.5)', 375],
    ['sum(1)', 4],
  ])('%s is %j', (text, result) => {
    expect(figure(text, rows)).toBe(result);
  });

  it('has nothing to say of no rows but that there are none', () => {
    const texts = [
      'count()',
      'countDistinct(client)',
      'sum(amount)',
      'avg(amount)',
      'median(amount)',
      'min(dueOn)',
      'count(hot) / count()',
    ];
    expect(texts.map((text) => figure(text, []))).toEqual([0, 0, 0, null, null, null, null]);
  });

  it('sums past 2^53 on the way, and says nothing when the end is beyond', () => {
    const large = [SAFE, SAFE, -SAFE, -SAFE, 7].map((amount): Row => ({ amount }));
    expect(figure('sum(amount)', large)).toBe(7);
    expect(figure('avg(amount)', large)).toBe(1);
    expect(figure('sum(amount)', large.slice(0, 2))).toBe(null);
    expect(figure('avg(amount)', large.slice(0, 2))).toBe(SAFE);
  });

  it('gives the velocity of the worked example: 2 777.78 a day', () => {
    // (40 open × 25 000 × 25 %) ÷ 90 days: 10 won at 25 000 and 30 lost, 90 days each.
    const closed = Array.from(
      { length: 40 },
      (_, index): Row => ({
        amount: 2_500_000,
        stage: index < 10 ? 'won' : 'lost',
        dueOn: '2024-10-01',
        closedOn: '2024-12-30',
      }),
    );
    const open = Array.from({ length: 40 }, (): Row => ({ stage: 'lead', amount: 1 }));
    const formula =
      'sum(amount, stage.won) * (count(stage.open) / (count(not stage.open) * avg(closedOn - dueOn, stage.won)))';
    expect(figure(formula, [...closed, ...open])).toBe(277_778);
  });
});
