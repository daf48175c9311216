import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import type { Value } from '../kinds/index.ts';
import { resolveModel } from '../model/index.ts';
import { newId } from '../records/index.ts';
import { memorySource } from '../source/memory.ts';
import { addDays } from '../time.ts';
import { compareFigure, spansOf } from './compared.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint has issues');
const model = resolved.value;
const deal = model.find('deal');
if (!deal) throw new Error('no deals');

const book = (today: string, zone = 'Europe/Paris') => {
  const clock = { today };
  let count = 0;
  const source = memorySource({
    model,
    moment: () => ({ today: clock.today, zone }),
    now: () => `${clock.today}T12:00:00.000Z`,
    id: () => newId(Date.parse(`${clock.today}T12:00:00Z`), () => [0, 0, (count += 1)]),
  });
  const on = async (day: string, draft: Readonly<Record<string, Value>>) => {
    clock.today = day;
    const made = await source.create('deal', { client: 'C', stage: 'prospect', ...draft });
    if (!made.ok) throw new Error(made.issues.map(({ message }) => message).join(' '));
    return made.record;
  };
  const compared = async (
    measure: string,
    compare: 'previous' | 'lastYear',
    granularity: 'month' | 'quarter' = 'month',
  ) => {
    clock.today = today;
    const query = { entity: 'deal', measures: [measure] };
    const found = await compareFigure(query, { granularity, compare }, deal, { today, zone }, source.measure);
    if (!found.ok) throw new Error('no figure');
    return found.value;
  };
  return { source, on, compared };
};

describe('the running period beside another', () => {
  it('is as many days of the period before, or up to the same date of the year before', () => {
    const spans = (
      today: string,
      granularity: 'day' | 'week' | 'month' | 'quarter' | 'year',
      compare: 'previous' | 'lastYear',
    ) => spansOf(today, { granularity, compare })?.before;
    expect(spans('2025-02-05', 'month', 'previous')).toEqual({ from: '2025-01-01', to: '2025-01-05' });
    expect(spans('2025-03-31', 'month', 'previous')).toEqual({ from: '2025-02-01', to: '2025-02-28' });
    expect(spans('2025-03-30', 'month', 'previous')).toEqual({ from: '2025-02-01', to: '2025-02-28' });
    expect(spans('2025-02-28', 'month', 'previous')).toEqual({ from: '2025-01-01', to: '2025-01-31' });
    expect(spans('2024-02-29', 'month', 'lastYear')).toEqual({ from: '2023-02-01', to: '2023-02-28' });
    expect(spans('2024-02-10', 'quarter', 'lastYear')).toEqual({ from: '2023-01-01', to: '2023-02-10' });
    expect(spans('2025-02-05', 'week', 'lastYear')).toEqual({ from: '2024-02-05', to: '2024-02-07' });
    expect(spans('2020-12-30', 'week', 'lastYear')).toBe(undefined);
    expect(spans('2024-02-29', 'day', 'lastYear')).toBe(undefined);
  });

  it('never overlaps the other, and never is longer in the running period than in the other unless that is over', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('1990-01-01', days));
    const granularity = fc.constantFrom('day', 'week', 'month', 'quarter', 'year');
    const compare = fc.constantFrom('previous', 'lastYear');
    fc.assert(
      fc.property(day, granularity, compare, (today, by, other) => {
        const spans = spansOf(today, { granularity: by, compare: other });
        if (!spans) return;
        expect(spans.before.from <= spans.before.to && spans.before.to < spans.now.from).toBe(true);
        expect(spans.now.to).toBe(today);
      }),
    );
  });
});

describe('a figure beside that of another period', () => {
  it('counts what happened by the day it happened: won in January against won in December', async () => {
    const { on, compared } = book('2025-01-20');
    await on('2024-11-01', { amount: 100_000, stage: 'won', closedOn: '2024-12-05', createdOn: '2024-11-01' });
    await on('2024-11-01', { amount: 900_000, stage: 'won', closedOn: '2024-12-28', createdOn: '2024-11-01' });
    await on('2024-11-01', { amount: 150_000, stage: 'won', closedOn: '2025-01-15', createdOn: '2024-11-01' });
    expect(await compared('amount.won', 'previous')).toMatchObject({
      unit: 'money',
      currency: 'EUR',
      now: 150_000,
      before: 100_000,
      change: { value: 50_000 },
      ratio: { value: 0.5 },
      spans: { before: { from: '2024-12-01', to: '2024-12-20' } },
    });
    expect(await compared('cycle', 'previous')).toMatchObject({ now: 75, before: 34 });
    expect(await compared('winRate', 'lastYear')).toMatchObject({
      now: 1,
      before: null,
      change: { value: null, reason: 'no_rows' },
    });
  });

  it('tells how things stood: the open pipeline of today against that of the same day of the month before', async () => {
    const { source, on, compared } = book('2025-03-31');
    const early = await on('2025-02-10', { amount: 200_000 });
    await on('2025-03-15', { amount: 300_000 });
    await source.change('deal', early.id, { amount: 250_000 }, early);
    expect(await compared('amount.open', 'previous')).toMatchObject({
      now: 550_000,
      before: 200_000,
      ratio: { value: 1.75 },
    });
    expect(await compared('amount.open', 'lastYear')).toMatchObject({ before: null, reasons: { before: 'no_rows' } });
  });

  it('from nothing has no ratio, and says why', async () => {
    const { on, compared } = book('2025-01-20');
    await on('2024-12-01', { amount: 100_000, stage: 'won', closedOn: '2025-01-15' });
    expect(await compared('amount.won', 'previous')).toMatchObject({
      before: 0,
      change: { value: 100_000 },
      ratio: { value: null, reason: 'zero_base' },
    });
  });

  it('ends its days with the zone: a deal of 22:30 UTC on 29 March is of the 29th in Paris, of the 30th a day later', async () => {
    let at = '2025-03-29T22:30:00.000Z';
    let today = '2025-03-29';
    let count = 0;
    const zone = 'Europe/Paris';
    const source = memorySource({
      model,
      moment: () => ({ today, zone }),
      now: () => at,
      id: () => newId(Date.parse(at), () => [0, 0, (count += 1)]),
    });
    await source.create('deal', { client: 'A', stage: 'prospect', amount: 100 });
    at = '2025-03-30T22:30:00.000Z';
    today = '2025-03-31';
    await source.create('deal', { client: 'B', stage: 'prospect', amount: 10 });
    const by = { granularity: 'day', compare: 'previous' } as const;
    const query = { entity: 'deal', measures: ['amount.open'] };
    expect(await compareFigure(query, by, deal, { today, zone }, source.measure)).toMatchObject({
      value: { now: 110, before: 100 },
    });
  });
});
