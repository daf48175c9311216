import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dateFromDays,
  dateInZone,
  daysFromDate,
  diffDays,
  FIRST_DAY,
  GRANULARITIES,
  instantFromLocal,
  instantFromText,
  isDate,
  isInstant,
  isZone,
  LAST_DAY,
  parts,
  periodLabelKey,
  truncate,
  truncateDays,
} from './time.ts';

const anyDay = fc.integer({ min: FIRST_DAY, max: LAST_DAY });
const anyDate = anyDay.map(dateFromDays);
const anyGranularity = fc.constantFrom(...GRANULARITIES);

describe('dates and day numbers', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['0001-01-01', FIRST_DAY],
    ['9999-12-31', LAST_DAY],
  ])('counts %s as day %d', (date, day) => {
    expect(daysFromDate(date)).toBe(day);
    expect(dateFromDays(day)).toBe(date);
  });

  it('agrees with the calendar of the language on every day', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const oracle = new Date(day * 86_400_000);
        expect(dateFromDays(day)).toBe(oracle.toISOString().slice(0, 10));
        expect(daysFromDate(dateFromDays(day))).toBe(day);
        expect(parts(dateFromDays(day))).toMatchObject({
          year: oracle.getUTCFullYear(),
          month: oracle.getUTCMonth() + 1,
          day: oracle.getUTCDate(),
          weekday: oracle.getUTCDay() === 0 ? 7 : oracle.getUTCDay(),
        });
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    '2025-02-29',
    '1900-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-04-31',
    '0000-01-01',
    '2025-1-01',
    '25-01-01',
    '2025-01-01 ',
    '２025-01-01',
    '',
    'today',
  ])('refuses %j', (text) => {
    expect(isDate(text)).toBe(false);
    expect(() => daysFromDate(text)).toThrow(RangeError);
  });

  it('accepts the leap days of 2000 and 2024', () => {
    expect(isDate('2000-02-29') && isDate('2024-02-29')).toBe(true);
    expect(isDate(20250101)).toBe(false);
  });

  it('adds and subtracts days across months, years and leap days', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2025-01-01', -1)).toBe('2024-12-31');
    expect(diffDays('2025-02-05', '2025-03-07')).toBe(30);
    expect(diffDays('2025-03-07', '2025-02-05')).toBe(-30);
  });

  it('leaves the calendar with a range error, not with a wrong date', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => dateFromDays(FIRST_DAY - 1)).toThrow(RangeError);
    expect(() => dateFromDays(0.5)).toThrow(RangeError);
  });
});

describe('periods', () => {
  it.each([
    ['2025-02-05', 'day', '2025-02-05', '2025-02-05'],
    ['2025-02-05', 'week', '2025-02-03', '2025-W06'],
    ['2024-12-30', 'week', '2024-12-30', '2025-W01'],
    ['2021-01-03', 'week', '2020-12-28', '2020-W53'],
    ['2025-02-05', 'month', '2025-02-01', '2025-02'],
    ['2025-02-05', 'quarter', '2025-01-01', '2025-Q1'],
    ['2025-12-31', 'quarter', '2025-10-01', '2025-Q4'],
    ['2025-02-05', 'year', '2025-01-01', '2025'],
    ['9999-12-31', 'week', '9999-12-27', '9999-W52'],
    ['0001-01-01', 'week', '0001-01-01', '0001-W01'],
  ] as const)('puts %s, by %s, into the period of %s, key %s', (date, granularity, first, key) => {
    expect(truncate(date, granularity)).toBe(first);
    expect(periodLabelKey(date, granularity)).toBe(key);
  });

  it('starts every period on a day of the same period, not after the date', () => {
    fc.assert(
      fc.property(anyDate, anyGranularity, (date, granularity) => {
        const first = truncate(date, granularity);
        expect(first <= date).toBe(true);
        expect(truncate(first, granularity)).toBe(first);
        expect(periodLabelKey(first, granularity)).toBe(periodLabelKey(date, granularity));
        expect(daysFromDate(first)).toBe(truncateDays(daysFromDate(date), granularity));
      }),
    );
  });

  it('names periods so that names sort as time does', () => {
    fc.assert(
      fc.property(anyDate, anyDate, anyGranularity, (a, b, granularity) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        expect(periodLabelKey(early, granularity) <= periodLabelKey(late, granularity)).toBe(true);
      }),
    );
  });

  it('counts seven days in every ISO week and 52 or 53 weeks in a year', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST_DAY, max: LAST_DAY - 13 }).map(dateFromDays), (date) => {
        const monday = truncate(date, 'week');
        expect(parts(monday).weekday).toBe(1);
        expect(parts(addDays(monday, 6)).week).toBe(parts(monday).week);
        const next = parts(addDays(monday, 7));
        expect(next.week === parts(monday).week + 1 || (next.week === 1 && parts(monday).week >= 52)).toBe(true);
      }),
    );
  });
});

describe('instants and zones', () => {
  it.each([
    ['2025-02-05T09:30:00Z', '2025-02-05T09:30:00.000Z'],
    ['2025-02-05T10:30+01:00', '2025-02-05T09:30:00.000Z'],
    ['2025-02-05T23:30:00.1234-0530', '2025-02-06T05:00:00.123Z'],
    ['1999-12-31T23:59:59.999999999Z', '1999-12-31T23:59:59.999Z'],
    ['0050-01-01T00:00:00Z', '0050-01-01T00:00:00.000Z'],
  ])('reads %s as %s', (text, canonical) => {
    expect(instantFromText(text)).toBe(canonical);
  });

  it.each([
    '2025-02-05',
    '2025-02-05T09:30',
    '2025-02-30T09:30:00Z',
    '2025-02-05T24:00:00Z',
    '2025-02-05T09:60:00Z',
    '0001-01-01T00:30+01:00',
    'now',
  ])('refuses %j as an instant', (text) => {
    expect(instantFromText(text)).toBeNull();
    expect(isInstant(text)).toBe(false);
  });

  it('keeps every instant of the platform as it is', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('0001-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
          noInvalidDate: true,
        }),
        (at) => {
          expect(instantFromText(at.toISOString())).toBe(at.toISOString());
          expect(isInstant(at.toISOString())).toBe(true);
          expect(dateInZone(at.toISOString(), 'UTC')).toBe(at.toISOString().slice(0, 10));
        },
      ),
    );
  });

  it.each([
    ['2025-01-01T23:30:00Z', 'Europe/Paris', '2025-01-02'],
    ['2025-01-01T22:59:59Z', 'Europe/Paris', '2025-01-01'],
    ['2025-07-01T22:00:00Z', 'Europe/Paris', '2025-07-02'],
    ['2025-01-02T04:59:00Z', 'America/New_York', '2025-01-01'],
    ['2024-12-31T21:00:00Z', 'Asia/Jerusalem', '2024-12-31'],
    ['2024-12-31T22:00:00Z', 'Asia/Jerusalem', '2025-01-01'],
    ['2024-12-30T10:00:00Z', 'Pacific/Kiritimati', '2024-12-31'],
  ])('finds that %s in %s is %s', (instant, zone, date) => {
    expect(dateInZone(instant, zone)).toBe(date);
  });

  it('never puts a local date more than a day from the UTC date', () => {
    const zones = fc.constantFrom('Europe/Paris', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kolkata', 'UTC');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-02T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }),
        zones,
        (at, zone) => {
          const instant = at.toISOString();
          expect(Math.abs(diffDays(instant.slice(0, 10), dateInZone(instant, zone)))).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('knows a zone from a word, and takes no bare offset', () => {
    expect(['Europe/Paris', 'UTC', 'Asia/Jerusalem'].every(isZone)).toBe(true);
    expect(['Mars/Olympus', '+02:00', '', 'Europe/Paris; drop', 7].some(isZone)).toBe(false);
    expect(() => dateInZone('yesterday', 'UTC')).toThrow(RangeError);
  });

  it.each([
    ['2025-02-05', '10:30:00', 'Europe/Paris', '2025-02-05T09:30:00.000Z'],
    ['2025-07-05', '10:30:00', 'Europe/Paris', '2025-07-05T08:30:00.000Z'],
    ['2025-01-01', '00:15:00', 'Asia/Kolkata', '2024-12-31T18:45:00.000Z'],
    ['2025-02-05', '23:59:59', 'UTC', '2025-02-05T23:59:59.000Z'],
    ['2025-03-30', '02:30:00', 'Europe/Paris', '2025-03-30T01:30:00.000Z'],
    ['2025-10-26', '02:30:00', 'Europe/Paris', '2025-10-26T00:30:00.000Z'],
  ])('finds that clocks showed %s %s in %s at %s', (date, time, zone, instant) => {
    expect(instantFromLocal(date, time, zone)).toBe(instant);
  });

  it('finds the local day of every local time again, but where clocks skipped it', () => {
    const zones = fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Jerusalem', 'Australia/Lord_Howe', 'UTC');
    const days = fc.integer({ min: daysFromDate('1975-01-01'), max: daysFromDate('2090-01-01') }).map(dateFromDays);
    fc.assert(
      fc.property(days, fc.integer({ min: 4, max: 23 }), zones, (date, hour, zone) => {
        const instant = instantFromLocal(date, `${String(hour).padStart(2, '0')}:20:00`, zone);
        expect(dateInZone(instant, zone)).toBe(date);
      }),
    );
  });
});
