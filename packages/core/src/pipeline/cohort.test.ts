import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedFile, take } from '../intake/testing.ts';
import type { Value } from '../kinds/index.ts';
import { addDays, truncate } from '../time.ts';
import { cohortWinRates, cycleOf } from './cohort.ts';
import { type Facts, factsOf } from './facts.ts';
import { deal, record } from './testing.ts';

const moment = { today: '2025-06-30', zone: 'Europe/Paris' };
const facts = (list: readonly Readonly<Record<string, Value>>[]): readonly Facts[] =>
  list.map((values, at) => factsOf(deal, record(String(at), values), moment.zone));
const won = (createdOn: string | null, closedOn: string | null) => ({ stage: 'won', createdOn, closedOn });
const lost = (createdOn: string | null, closedOn: string | null) => ({ stage: 'lost', createdOn, closedOn });
const open = (createdOn: string | null) => ({ stage: 'qualified', createdOn });

describe('the win rate of cohorts', () => {
  const rows = facts([
    won('2025-01-10', '2025-02-09'),
    won('2025-03-31', '2025-06-29'),
    lost('2025-02-01', '2025-02-02'),
    open('2025-02-03'),
    won('2025-04-01', '2025-05-01'),
    open('2025-06-20'),
    open(null),
    won('2025-07-01', '2025-07-02'),
  ]);

  it('is the share won by now of what was created in each period', () => {
    expect(cohortWinRates(rows, { granularity: 'quarter' }, moment)).toMatchObject({
      undated: 2,
      cohorts: [
        {
          key: '2025-Q1',
          from: '2025-01-01',
          created: 4,
          won: 2,
          lost: 1,
          open: 1,
          rate: { value: 0.5 },
          maturing: false,
        },
        { key: '2025-Q2', from: '2025-04-01', created: 2, won: 1, lost: 0, open: 1, rate: { value: 0.5 } },
      ],
    });
  });

  it('within 30 days counts the 30th and not the 90th, and says which cohorts still ripen', () => {
    const { cohorts } = cohortWinRates(rows, { granularity: 'quarter', within: 30 }, moment);
    expect(cohorts.map(({ won: wins, rate, maturing }) => [wins, rate.value, maturing])).toEqual([
      [1, 0.25, false],
      [1, 0.5, true],
    ]);
    expect(cohortWinRates(rows, { granularity: 'quarter', within: 29 }, moment).cohorts[0]?.won).toBe(0);
  });

  it('leaves out and counts the won deals whose days cannot be told', () => {
    const odd = facts([won('2025-01-10', '2025-01-09'), won('2025-01-10', null), won('2025-01-10', '2025-01-10')]);
    const options = { granularity: 'year' as const, within: 30 };
    expect(cohortWinRates(odd, options, moment).cohorts).toMatchObject([
      { created: 1, won: 1, rate: { value: 1 }, excluded: { closedBeforeCreated: 1, noClosedDate: 1 } },
    ]);
    expect(cohortWinRates(odd.slice(0, 1), options, moment).cohorts[0]?.rate).toEqual({
      value: null,
      reason: 'closed_before_created',
    });
    expect(cohortWinRates(odd, { granularity: 'year' }, moment).cohorts[0]).toMatchObject({ won: 3, created: 3 });
  });

  it('is nothing of nobody, and 0 of deals all lost', () => {
    expect(cohortWinRates([], { granularity: 'month' }, moment)).toEqual({ cohorts: [], undated: 0 });
    const { cohorts } = cohortWinRates(facts([lost('2025-01-10', '2025-01-11')]), { granularity: 'month' }, moment);
    expect(cohorts[0]?.rate).toEqual({ value: 0, reason: null });
  });
});

const day = fc.option(
  fc.integer({ min: -500, max: 10 }).map((days) => addDays(moment.today, days)),
  { nil: null, freq: 9 },
);
const any = fc.array(fc.record({ stage: fc.constantFrom('prospect', 'won', 'lost'), createdOn: day, closedOn: day }), {
  maxLength: 40,
});

describe('any cohorts', () => {
  it('hold each deal once, and win no less with more days', () => {
    const granularity = fc.constantFrom(
      'day' as const,
      'week' as const,
      'month' as const,
      'quarter' as const,
      'year' as const,
    );
    fc.assert(
      fc.property(any, granularity, fc.nat(200), (list, by, within) => {
        const rows = facts(list);
        const now = cohortWinRates(rows, { granularity: by }, moment);
        expect(now.cohorts.reduce((sum, { created }) => sum + created, now.undated)).toBe(rows.length);
        for (const { created, won: wins, lost: losses, open: still, from } of now.cohorts) {
          expect(wins + losses + still).toBe(created);
          expect(truncate(from, by)).toBe(from);
        }
        const short = cohortWinRates(rows, { granularity: by, within }, moment).cohorts;
        const long = cohortWinRates(rows, { granularity: by, within: within + 30 }, moment).cohorts;
        short.forEach((one, at) => expect(one.won).toBeLessThanOrEqual(long[at]?.won ?? -1));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the cycle', () => {
  const rows = facts([
    won('2025-01-01', '2025-01-11'),
    won('2025-01-01', '2025-01-21'),
    won('2025-01-01', '2025-03-02'),
    won('2025-01-02', '2025-01-01'),
    won(null, '2025-01-05'),
    lost('2025-01-01', '2025-01-03'),
    open('2025-01-01'),
  ]);

  it('is the mean, median and P90 of 10, 20 and 60 days, the negative span left out and counted', () => {
    expect(cycleOf(rows)).toEqual({
      count: 3,
      mean: { value: 30, reason: null },
      median: { value: 20, reason: null },
      p90: { value: 52, reason: null },
      closedBeforeCreated: 1,
      noCreatedDate: 1,
    });
  });

  it('is of a period by the day of closing, first and last day included', () => {
    const period = { from: '2025-01-11', to: '2025-01-21' };
    expect(cycleOf(rows, { period })).toMatchObject({ count: 2, mean: { value: 15 }, closedBeforeCreated: 0 });
    expect(cycleOf(rows, { outcome: 'lost' })).toMatchObject({ count: 1, mean: { value: 2 } });
    expect(cycleOf(rows, { outcome: 'closed' })).toMatchObject({ count: 4, mean: { value: 23 } });
  });

  it.each([
    ['no won deals', [lost('2025-01-01', '2025-01-03')], 'no_won_deals'],
    ['none closed after its creation', [won('2025-01-02', '2025-01-01')], 'closed_before_created'],
    ['none created anybody knows when', [won(null, '2025-01-01')], 'no_created_date'],
  ])('is unknown with %s', (_what, list, reason) => {
    const { mean, median, p90 } = cycleOf(facts(list));
    for (const figure of [mean, median, p90]) expect(figure).toEqual({ value: null, reason });
  });

  it('of one deal is its own days', () => {
    expect(cycleOf(facts([won('2025-03-29', '2025-04-01')]))).toMatchObject({
      mean: { value: 3 },
      median: { value: 3 },
      p90: { value: 3 },
    });
  });

  const maven = sharedFile('maven/sales_pipeline.csv');
  it.skipIf(maven === null)('of the Maven file: closed 47.9854 / 45, won 51.7820 / 57, lost 41.4792 / 14', () => {
    const file = take(maven ?? '', { today: '2017-12-31' });
    const all = file.records.map((one) => factsOf(deal, one, 'UTC'));
    const said = (outcome: 'won' | 'lost' | 'closed') => {
      const { mean, median } = cycleOf(all, { outcome });
      return [Number(mean.value?.toFixed(4)), median.value];
    };
    expect(said('closed')).toEqual([47.9854, 45]);
    expect(said('won')).toEqual([51.782, 57]);
    expect(said('lost')).toEqual([41.4792, 14]);
  });
});
