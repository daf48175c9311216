import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registry } from '../metrics/registry.ts';
import { resolveModel } from '../model/index.ts';
import { memorySource } from '../source/memory.ts';
import type { Blueprint } from '../blueprint/index.ts';
import type { Rec } from '../records/index.ts';
import { decodeAnswer, encodeAnswer, plan, type Query, readQuery } from './index.ts';

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
            { key: 'open', probability: 30 },
            { key: 'won', probability: 100, outcome: 'won' },
            { key: 'lost', probability: 0, outcome: 'lost' },
          ],
        },
      },
      fields: {
        name: { kind: 'text', required: true },
        amount: { kind: 'money', currency: { field: 'currency' } },
        currency: { kind: 'text' },
        stage: { kind: 'stage', pipeline: 'sales' },
        probability: { kind: 'percent', follows: 'stage.probability' },
        closedOn: { kind: 'date' },
      },
      parts: { amount: 'amount', stage: 'stage', probability: 'probability', closed: 'closedOn' },
    },
  ],
};
const resolved = resolveModel(blueprint);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const model = resolved.value;

type Row = readonly [amount: number | null, currency: string | null, stage: string];
const rec = ([amount, currency, stage]: Row, at: number): Rec => ({
  id: `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`,
  version: 1,
  createdAt: '2025-01-01T10:00:00.000Z',
  updatedAt: '2025-01-01T10:00:00.000Z',
  overrides: {},
  values: { name: `d${at}`, amount, currency, stage, probability: null, closedOn: null },
});
const ask = async (rows: readonly Row[], query: Omit<Query, 'entity'>) => {
  const source = memorySource({
    model,
    records: { deal: rows.map(rec) },
    moment: () => ({ today: '2025-02-05', zone: 'Europe/Paris' }),
    now: () => '2025-02-05T10:00:00.000Z',
    id: () => '00000000-0000-7000-8000-0000000000ff',
  });
  const answer = await source.measure({ entity: 'deal', ...query });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value;
};
const EUR_AND_USD: readonly Row[] = [
  [100_055, 'EUR', 'open'],
  [100_055, 'USD', 'open'],
  [5000, 'USD', 'won'],
];

describe('amounts of several currencies', () => {
  it('are not added: the figure is unknown, with the reason, and so is a share of them', async () => {
    const { measures } = await ask(EUR_AND_USD, { measures: ['weighted.open', 'winRate.value', 'count'] });
    expect(measures.map(({ values, reasons }) => [values[0], reasons?.[0] ?? null])).toEqual([
      [null, 'mixed_currencies'],
      [null, 'mixed_currencies'],
      [3, null],
    ]);
    const dollars = await ask(EUR_AND_USD, { measures: ['winRate.value'], where: "currency = 'USD'" });
    expect(dollars.measures[0]?.values).toEqual([1]);
  });

  it('are added by currency, each group in its own', async () => {
    const answer = await ask([...EUR_AND_USD, [1234, 'JPY', 'open']], {
      by: ['currency'],
      measures: ['amount.open', 'weighted.open'],
    });
    expect(answer.dimensions[0]?.values).toEqual(['EUR', 'JPY', 'USD']);
    expect(answer.measures).toMatchObject([
      { values: [100_055, 1234, 100_055], currencies: ['EUR', 'JPY', 'USD'] },
      { values: [30_017, 370, 30_017] },
    ]);
    // on the wire each has the decimals of its currency, and comes back to the minor unit
    const wire = encodeAnswer(answer, model);
    expect(wire.measures[0]?.values).toEqual([1000.55, 1234, 1000.55]);
    expect(decodeAnswer(JSON.parse(JSON.stringify(wire)), model)).toMatchObject({ ok: true, value: answer });
    // the rest of them are of several
    const first = await ask(EUR_AND_USD, { by: ['currency'], measures: ['amount.all'], top: 1, other: true });
    expect(first.measures[0]).toMatchObject({ values: [100_055, 105_055], currencies: ['EUR', 'USD'] });
  });

  it('are converted by rates, each once, half away from zero: 1000.55 USD at 0.9217 are 922.21 EUR', async () => {
    const rates = { to: 'EUR', on: '2025-01-31', rates: { USD: '0.9217' } };
    const answer = await ask(EUR_AND_USD, { measures: ['amount.open', 'weighted.open', 'sum(amount)'], rates });
    expect(answer).toMatchObject({ rates });
    expect(answer.measures.map(({ currency, values }) => [currency, values[0]])).toEqual([
      ['EUR', 100_055 + 92_221],
      // 922.21 × 30 % = 276.663
      ['EUR', 30_017 + 27_666],
      ['EUR', 100_055 + 92_221 + 4609],
    ]);
  });

  it('have the decimals of their currencies: 10 000 yen at 0.0061 are 61 euros, 1.234 dinars at 0.3 are 37 cents', async () => {
    const rates = { to: 'EUR', rates: { JPY: 0.0061, TND: '0.3' } };
    const one = async (row: Row) => (await ask([row], { measures: ['sum(amount)'], rates })).measures[0];
    expect(await one([10_000, 'JPY', 'open'])).toMatchObject({ values: [6100], currency: 'EUR' });
    expect(await one([1234, 'TND', 'open'])).toMatchObject({ values: [37], currency: 'EUR' });
  });

  it('stay unknown where one has no rate', async () => {
    const rates = { to: 'EUR', rates: { GBP: '1.17' } };
    expect((await ask(EUR_AND_USD, { measures: ['sum(amount)'], rates })).measures[0]).toMatchObject({
      values: [null],
      reasons: ['mixed_currencies'],
    });
  });

  it('come to what whole numbers give, deal by deal', async () => {
    const row = fc.tuple(
      fc.oneof(fc.constant(null), fc.integer({ min: -1e10, max: 1e10 })),
      fc.constantFrom('EUR', 'USD', 'JPY'),
      fc.constantFrom('open', 'won'),
    );
    const exactly = (amount: number, num: bigint, den: bigint): bigint => {
      const product = BigInt(amount) * num;
      const size = product < 0n ? -product : product;
      const whole = (2n * size + den) / (2n * den);
      return product < 0n ? -whole : whole;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 999_999 }),
        fc.integer({ min: 1, max: 999_999 }),
        async (rows, dollars, yen) => {
          const told = (digits: number): string => (digits / 10_000).toFixed(4);
          const rates = { to: 'EUR', rates: { USD: told(dollars), JPY: told(yen) } };
          const sum = rows.reduce((all, [amount, currency]) => {
            if (amount === null) return all;
            if (currency === 'EUR') return all + BigInt(amount);
            return all + exactly(amount, BigInt(currency === 'USD' ? dollars : yen * 100), 10_000n);
          }, 0n);
          const { measures } = await ask(rows, { measures: ['sum(amount)'], rates });
          expect(measures[0]?.values).toEqual([Number(sum)]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are refused by rates that are none', () => {
    const codes = (rates: unknown): readonly string[] => {
      const read = readQuery({ entity: 'deal', measures: ['count'], rates });
      const planned = read.ok ? plan(read.value, model, registry) : read;
      return planned.issues.map(({ code, path }) => `${code} ${path.join('.')}`);
    };
    expect(codes({ to: 'EUR', rates: { USD: 0 } })).toEqual(['not_a_rate rates.USD']);
    expect(codes({ to: 'EUR', rates: { USD: '-1' } })).toEqual(['not_a_rate rates.USD']);
    expect(codes({ to: 'EUR', rates: { USD: '0,92' } })).toEqual(['not_a_rate rates.USD']);
    expect(codes({ to: 'EURO', rates: { dollars: 1 } })).toEqual([
      'not_currency rates.EURO',
      'not_currency rates.dollars',
    ]);
    expect(codes({ to: 'EUR', on: 'today', rates: {} })).toEqual(['not_date rates.on']);
    expect(codes({ rates: {} })).toEqual([expect.stringContaining('not_a_query')]);
    expect(codes({ to: 'EUR', rates: { USD: '0.9217' } })).toEqual([]);
  });
});
