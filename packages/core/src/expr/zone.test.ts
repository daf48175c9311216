import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateInZone, daysFromDate } from '../time.ts';
import { localDay } from './zone.ts';

const ZONES = [
  'UTC',
  'Europe/Paris',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Asia/Jerusalem',
  'Africa/Monrovia',
  'Pacific/Kiritimati',
];

describe('local days', () => {
  it('are those of the calendar library, at every instant in every zone', () => {
    const at = fc.oneof(
      fc.integer({ min: -2.2e12, max: 2.2e12 }),
      fc.integer({ min: 1.26e12, max: 1.42e12 }),
      fc.integer({ min: -6e13, max: 2.5e14 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), at, (zone, instant) => {
        expect(localDay(instant, zone)).toBe(daysFromDate(dateInZone(new Date(instant).toISOString(), zone)));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['2025-02-05T22:59:59.999Z', 'Europe/Paris', '2025-02-05'],
    ['2025-02-05T23:00:00.000Z', 'Europe/Paris', '2025-02-06'],
    ['2011-12-30T09:59:59.000Z', 'Pacific/Apia', '2011-12-29'],
    ['2011-12-30T10:00:00.000Z', 'Pacific/Apia', '2011-12-31'],
    ['2010-11-07T02:30:30.000Z', 'America/St_Johns', '2010-11-07'],
    ['2010-11-07T02:31:00.000Z', 'America/St_Johns', '2010-11-06'],
  ])('%s in %s is %s', (instant, zone, day) => {
    expect(localDay(Date.parse(instant), zone)).toBe(daysFromDate(day));
  });

  it('are unknown for null and beyond the calendar', () => {
    expect(localDay(Number.NaN, 'Europe/Paris')).toBeNaN();
    expect(localDay(Date.parse('9999-12-31T23:30:00Z'), 'Europe/Paris')).toBeNaN();
    expect(localDay(Date.parse('0001-01-01T00:00:00Z'), 'America/St_Johns')).toBeNaN();
  });
});
