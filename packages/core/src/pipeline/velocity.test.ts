import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildFrame } from '../frame/index.ts';
import type { Value } from '../kinds/index.ts';
import { registry } from '../metrics/index.ts';
import { plan, run } from '../query/index.ts';
import type { Rec } from '../records/index.ts';
import { addDays } from '../time.ts';
import { factsOf } from './facts.ts';
import { deal, model, record } from './testing.ts';
import { LEVERS, sensitivitiesOf, velocityAt, velocityOf } from './velocity.ts';

const moment = { today: '2025-06-30', zone: 'Europe/Paris' };
const rows = (records: readonly Rec[]) => records.map((one) => factsOf(deal, one, moment.zone));
const many = (count: number, prefix: string, values: Readonly<Record<string, Value>>): readonly Rec[] =>
  Array.from({ length: count }, (_, at) => record(`${prefix}${at}`, values));
const WORKED = { opportunities: 40, amount: 2_500_000, winRate: 0.25, cycle: 90 };

describe('velocity', () => {
  it('is (40 × 25 000 × 0.25) ÷ 90 = 2 777.78 a day', () => {
    expect(velocityOf(WORKED)).toEqual({ value: 277_778, reason: null });
  });

  it('gives + 25 % for a cycle 20 % shorter, + 20 % for the other levers', () => {
    const all = sensitivitiesOf(WORKED, 0.2);
    expect(all.map(({ lever }) => lever)).toEqual(LEVERS);
    for (const { lever, change } of all) expect(change.value).toBeCloseTo(lever === 'cycle' ? 0.25 : 0.2, 12);
    expect(all[3]).toMatchObject({ to: 72, velocity: { value: 347_222 } });
    expect(all[0]).toMatchObject({ to: 48, velocity: { value: 333_333 } });
  });

  it('wins no more than all: a win rate of 90 % cannot be 20 % better', () => {
    const [, , winRate] = sensitivitiesOf({ ...WORKED, winRate: 0.9 }, 0.2);
    expect(winRate).toMatchObject({ to: 1 });
    expect(winRate?.change.value).toBeCloseTo(1 / 9, 12);
  });

  it.each([
    ['a cycle of no days', { ...WORKED, cycle: 0 }, 'zero_cycle'],
    ['a cycle that is no number', { ...WORKED, cycle: Number.NaN }, 'zero_cycle'],
    ['amounts beyond counting', { ...WORKED, amount: 1e16, opportunities: 1e6 }, 'too_large'],
  ])('is unknown for %s', (_what, levers, reason) => {
    expect(velocityOf(levers)).toEqual({ value: null, reason });
    expect(sensitivitiesOf(levers, 0.2)[0]?.change.value).toBeNull();
  });

  it('of no open deal is 0, and no lever changes that by a share', () => {
    expect(velocityOf({ ...WORKED, opportunities: 0 }).value).toBe(0);
    expect(sensitivitiesOf({ ...WORKED, opportunities: 0 }, 0.2)[3]?.change).toEqual({
      value: null,
      reason: 'zero_base',
    });
  });
});

describe('the velocity of a table', () => {
  const won = { stage: 'won', amount: 2_500_000, createdOn: '2025-02-01', closedOn: '2025-05-02' };
  const worked = [
    ...many(40, 'open', { stage: 'qualified', amount: 1 }),
    ...many(1, 'won', won),
    ...many(3, 'lost', { stage: 'lost', createdOn: '2025-04-01', closedOn: '2025-06-30' }),
    ...many(7, 'old', { ...won, amount: 900, closedOn: '2025-04-01' }),
  ];

  it('looks back on 90 days: 40 open, 1 won of 4 closed, 25 000 in 90 days', () => {
    expect(velocityAt(rows(worked), moment)).toEqual({
      perDay: { value: 277_778, reason: null },
      levers: { value: WORKED, reason: null },
      currency: 'EUR',
      from: '2025-04-02',
      to: '2025-06-30',
      won: 1,
      lost: 3,
      unpriced: 0,
      untimed: 0,
    });
    expect(velocityAt(rows(worked), moment, 91)).toMatchObject({ won: 8, from: '2025-04-01' });
  });

  it.each([
    ['no won deals', many(2, 'l', { stage: 'lost', closedOn: '2025-06-01' }), 'no_won_deals'],
    ['no deals', [], 'no_won_deals'],
    ['all won before they were created', many(1, 'w', { ...won, createdOn: '2025-05-03' }), 'closed_before_created'],
    ['all created nobody knows when', many(1, 'w', { ...won, createdOn: null }), 'no_created_date'],
    ['all won on the day they were made', many(1, 'w', { ...won, createdOn: '2025-05-02' }), 'zero_cycle'],
  ])('is unknown for %s', (_what, records, reason) => {
    expect(velocityAt(rows(records), moment).perDay).toEqual({ value: null, reason });
  });

  it('adds no amounts in several currencies', () => {
    const facts = rows(many(2, 'w', won)).map((one, at) => ({ ...one, currency: at === 0 ? 'EUR' : 'USD' }));
    expect(velocityAt(facts, moment).perDay).toEqual({ value: null, reason: 'mixed_currencies' });
  });

  it('is the metric `velocity` to the minor unit, and its levers multiply to it', () => {
    const day = fc.option(
      fc.integer({ min: -200, max: 20 }).map((days) => addDays(moment.today, days)),
      { nil: null, freq: 9 },
    );
    const any = fc.record({
      stage: fc.constantFrom('prospect', 'qualified', 'won', 'won', 'lost'),
      amount: fc.option(fc.integer({ min: 0, max: 10_000_000 }), { nil: null, freq: 5 }),
      createdOn: day,
      closedOn: day,
    });
    const planned = plan({ entity: 'deal', measures: ['velocity'] }, model, registry);
    if (!planned.ok) throw new Error('no plan');
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (list) => {
        const records = list.map((values, at) => record(String(at), values));
        const frame = buildFrame(deal, records);
        const metric = run(planned.value, { frame: () => frame }, moment).measures[0]?.values[0];
        const { perDay, levers } = velocityAt(rows(records), moment);
        expect(perDay.value).toBe(metric);
        if (perDay.value !== null && levers.value !== null)
          expect(Math.abs((velocityOf(levers.value).value ?? Number.NaN) - perDay.value)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });
});
