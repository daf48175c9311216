import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Granularity, GRANULARITIES } from '../time.ts';
import { boundsOf, lastYearsPeriod, periodOf, previousPeriod } from './calendar.ts';
import { known, ratio } from './known.ts';
import { comparePeriods, type Dated, figureOf, type PeriodOptions } from './period.ts';

const paris = { today: '2025-05-10', zone: 'Europe/Paris' };
const sum = figureOf('sum', 'money');
const dated = (days: Readonly<Record<string, number>>): readonly Dated<number>[] =>
  Object.entries(days).map(([on, value]) => ({ on, value }));
const run = (days: Readonly<Record<string, number>>, options: PeriodOptions, moment = paris) =>
  comparePeriods(dated(days), sum, options, moment).periods;

describe('a figure by month', () => {
  const months = run(
    {
      '2024-04-20': 50,
      '2024-05-10': 80,
      '2024-05-11': 1000,
      '2025-03-31': 200,
      '2025-04-10': 100,
      '2025-04-11': 900,
      '2025-05-01': 150,
    },
    { granularity: 'month', from: '2025-04-01' },
  );

  it('is compared with the month before and with the same month last year', () => {
    expect(months[0]).toEqual({
      key: '2025-04',
      from: '2025-04-01',
      to: '2025-04-30',
      value: known(1000),
      partial: false,
      previous: { key: '2025-03', value: known(200), soFar: known(200), change: known(800), ratio: known(4) },
      lastYear: { key: '2024-04', value: known(50), soFar: known(50), change: known(950), ratio: known(19) },
    });
  });

  it('that is not over is marked and compared with as many days: ten days of May with ten of April', () => {
    expect(months[1]).toEqual({
      key: '2025-05',
      from: '2025-05-01',
      to: '2025-05-31',
      value: known(150),
      partial: true,
      previous: { key: '2025-04', value: known(1000), soFar: known(100), change: known(50), ratio: known(0.5) },
      lastYear: { key: '2024-05', value: known(1080), soFar: known(80), change: known(70), ratio: known(0.875) },
    });
    expect(months).toHaveLength(2);
  });

  it('of a month nothing happened in is 0, and before anything was kept it is unknown', () => {
    const list = run({ '2025-02-10': 10, '2025-04-10': 30 }, { granularity: 'month' });
    expect(list.map(({ value }) => value.value)).toEqual([10, 0, 30, 0]);
    expect(list[0]?.previous).toMatchObject({ key: '2025-01', value: { value: null, reason: 'no_rows' } });
    expect(list[2]?.previous).toMatchObject({ change: { value: 30 }, ratio: { value: null, reason: 'zero_base' } });
    const kept = run({ '2025-02-10': 10 }, { granularity: 'month', since: '2024-01-01' });
    expect(kept[0]?.previous).toMatchObject({ value: { value: 0 }, change: { value: 10 } });
  });
});

describe('an instant', () => {
  const at = (on: string, zone: string, today: string, granularity: Granularity = 'month') =>
    comparePeriods([{ on, value: 1 }], sum, { granularity }, { today, zone }).periods[0]?.key;

  it.each([
    ['2025-03-30T21:59:59.000Z', 'Europe/Paris', '2025-03-30'],
    ['2025-03-30T22:00:00.000Z', 'Europe/Paris', '2025-03-31'],
    ['2025-10-26T22:59:59.000Z', 'Europe/Paris', '2025-10-26'],
    ['2025-10-26T23:00:00.000Z', 'Europe/Paris', '2025-10-27'],
    ['2018-11-04T02:59:59.000Z', 'America/Sao_Paulo', '2018-11-03'],
    ['2018-11-04T03:00:00.000Z', 'America/Sao_Paulo', '2018-11-04'],
    ['2011-12-30T10:00:00.000Z', 'Pacific/Apia', '2011-12-31'],
  ])('%s in %s is of %s', (on, zone, day) => {
    expect(at(on, zone, '2025-12-31', 'day')).toBe(day);
  });

  it('is of the local month, quarter and year', () => {
    const eve = '2024-12-31T23:30:00.000Z';
    expect(at(eve, 'Europe/Paris', '2025-01-01')).toBe('2025-01');
    expect(at(eve, 'UTC', '2025-01-01')).toBe('2024-12');
    expect(at(eve, 'Europe/Paris', '2025-01-01', 'quarter')).toBe('2025-Q1');
    expect(at(eve, 'America/New_York', '2025-01-01', 'year')).toBe('2024');
  });

  it('that nobody can read, or that lies ahead, is counted aside', () => {
    const rows = [null, 'soon', '2025-05-11', '2025-05-10'].map((on) => ({ on, value: 1 }));
    expect(comparePeriods(rows, sum, { granularity: 'month' }, paris)).toMatchObject({
      undated: 2,
      ahead: 1,
      periods: [{ value: { value: 1 } }],
    });
    expect(comparePeriods([], sum, { granularity: 'month' }, paris)).toEqual({ periods: [], undated: 0, ahead: 0 });
  });
});

describe('a period of the calendar', () => {
  it.each([
    ['2024-02-29', 'day', '2024-02-28', null],
    ['2025-03-01', 'day', '2025-02-28', '2024-03-01'],
    ['2025-02-05', 'week', '2025-01-27', '2024-02-05'],
    ['2021-01-03', 'week', '2020-12-21', null],
    ['2021-01-04', 'week', '2020-12-28', '2019-12-30'],
    ['2024-03-31', 'month', '2024-02-01', '2023-03-01'],
    ['2025-01-31', 'quarter', '2024-10-01', '2024-01-01'],
    ['2025-06-30', 'year', '2024-01-01', '2024-01-01'],
    ['0001-01-01', 'year', null, null],
  ] as const)('of %s (%s) has the one before on %s, last year on %s', (date, granularity, previous, lastYear) => {
    const period = periodOf(date, granularity);
    expect(previousPeriod(period, granularity)?.from ?? null).toBe(previous);
    expect(lastYearsPeriod(period, granularity)?.from ?? null).toBe(lastYear);
  });

  it('has 743 hours in a month of summer time, 24 in a day whose midnight is skipped less one, none in a day that was left out', () => {
    const hours = (date: string, granularity: Granularity, zone: string): number => {
      const { startsAt, endsAt } = boundsOf(periodOf(date, granularity), zone);
      return (Date.parse(endsAt) - Date.parse(startsAt)) / 3_600_000;
    };
    expect(hours('2025-03-15', 'month', 'Europe/Paris')).toBe(743);
    expect(hours('2025-10-15', 'month', 'Europe/Paris')).toBe(745);
    expect(hours('2018-11-04', 'day', 'America/Sao_Paulo')).toBe(23);
    expect(hours('2018-02-17', 'day', 'America/Sao_Paulo')).toBe(25);
    expect(hours('2011-12-30', 'day', 'Pacific/Apia')).toBe(0);
    expect(hours('2025-05-15', 'day', 'UTC')).toBe(24);
  });

  it('that the year before did not have is compared with nothing', () => {
    const [day] = run({ '2024-02-29': 5 }, { granularity: 'day', to: '2024-02-29', since: '2020-01-01' });
    expect(day?.lastYear).toEqual({
      key: null,
      value: { value: null, reason: 'no_such_period' },
      soFar: { value: null, reason: 'no_such_period' },
      change: { value: null, reason: 'no_such_period' },
      ratio: { value: null, reason: 'no_such_period' },
    });
  });

  it('on its last day is compared with the whole of the other: February with January', () => {
    const list = run({ '2025-01-31': 7, '2025-02-28': 9 }, { granularity: 'month' }, { ...paris, today: '2025-02-28' });
    expect(list[1]).toMatchObject({ partial: true, previous: { soFar: { value: 7 }, change: { value: 2 } } });
  });

  it('compares a year so far by date: 1 March of a leap year with 1 March', () => {
    const list = run(
      { '2023-03-01': 1, '2023-03-02': 10, '2024-03-01': 3 },
      { granularity: 'year', from: '2024-01-01' },
      { ...paris, today: '2024-03-01' },
    );
    expect(list[0]).toMatchObject({ previous: { soFar: { value: 1 } }, lastYear: { soFar: { value: 1 } } });
  });
});

describe('any figure of a period', () => {
  it('can be a rate: won of closed', () => {
    const rows = [true, false, true].map((value) => ({ on: '2025-05-02', value }));
    const rate = (list: readonly boolean[]) => ratio(list.filter(Boolean).length, list.length, 'no_closed_deals');
    const [may] = comparePeriods(rows, rate, { granularity: 'month', since: '2025-04-01' }, paris).periods;
    expect(may?.value.value).toBeCloseTo(2 / 3, 12);
    expect(may?.previous).toMatchObject({
      value: { reason: 'no_closed_deals' },
      change: { reason: 'no_closed_deals' },
    });
  });

  it('adds up to the whole, period after period without a gap, each once the previous of the next', () => {
    const day = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2023-01-01', days));
    const values = fc.array(fc.record({ on: day, value: fc.integer({ min: -1000, max: 1000 }) }), { maxLength: 40 });
    fc.assert(
      fc.property(values, day, fc.constantFrom(...GRANULARITIES), (rows, today, granularity) => {
        const moment = { today, zone: 'Europe/Paris' };
        const { periods, ahead } = comparePeriods(rows, sum, { granularity }, moment);
        const past = rows.filter(({ on }) => on <= today);
        expect(ahead).toBe(rows.length - past.length);
        expect(periods.reduce((total, { value }) => total + (value.value ?? 0), 0)).toBe(
          past.reduce((total, { value }) => total + value, 0),
        );
        periods.forEach(({ to, value, partial }, at) => {
          const next = periods[at + 1];
          expect(partial).toBe(next === undefined);
          if (!next) return;
          expect(next.from).toBe(addDays(to, 1));
          expect(next.previous.value).toEqual(value);
        });
      }),
      { numRuns: 500 },
    );
  });
});
