import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateFromDays, daysFromDate } from '../time.ts';
import { type DateOrder, dayOfWritten, instantOfWritten, orderEvidence, writtenDate } from './dates.ts';

const context = { zone: 'Europe/Paris', today: '2025-02-05' } as const;
const day = (text: string, order: DateOrder = 'dayFirst'): string | null => {
  const written = writtenDate(text);
  return written === null ? null : dayOfWritten(written, { ...context, order });
};

describe('dates as people write them', () => {
  it.each([
    ['2025-01-31', '2025-01-31'],
    ['2025/1/31', '2025-01-31'],
    ['2025.01.31', '2025-01-31'],
    ['20250131', '2025-01-31'],
    ['2025-01-31 14:05', '2025-01-31'],
    ['2025-01-31T14:05:06.789', '2025-01-31'],
    ['31/12/2025', '2025-12-31'],
    ['31-12-2025', '2025-12-31'],
    ['31.12.25', '2025-12-31'],
    ['1/2/2025 9:30 PM', '2025-02-01'],
    ['5 janv. 2025', '2025-01-05'],
    ['1er mars 2025', '2025-03-01'],
    ['mercredi 5 février 2025', '2025-02-05'],
    ['5 FÉVRIER 2025', '2025-02-05'],
    ['Feb 5, 2025', '2025-02-05'],
    ['February 5th, 2025', '2025-02-05'],
    ['5-Jan-25', '2025-01-05'],
    ['Wed, 5 Feb 2025', '2025-02-05'],
    ['2025 Feb 5', '2025-02-05'],
    ['5 февраля 2025 г.', '2025-02-05'],
    ['среда, 5 февраля 2025 г.', '2025-02-05'],
    ['15 мая 2025', '2025-05-15'],
    ['5 בפברואר 2025', '2025-02-05'],
    ['5 בפבר׳ 2025', '2025-02-05'],
    ['45688', '2025-01-31'],
    ['45688.75', '2025-01-31'],
    ['1738281600000', '2025-01-31'],
    ['1738364400', '2025-02-01'],
    ['2025-01-31T23:30:00Z', '2025-02-01'],
    ['2025-01-31T23:30:00+02:00', '2025-01-31'],
    ['2025-01-31 23:30:00 UTC', '2025-02-01'],
  ])('reads %s as %s', (text, date) => {
    expect(day(text)).toBe(date);
  });

  it.each([
    '',
    'soon',
    '31/02/2025',
    '2025-02-29',
    '32/01/2025',
    'mars 2025',
    '03/2025',
    '5 foo 2025',
    '12',
    '2025',
    '99999',
    '5 mars mars 2025',
    '1/2/3/2025',
    '2025-01-31T25:00',
    '10:30',
    '31/12/2025 10:70',
    '5 mars',
  ])('finds no day in %j', (text) => {
    expect(day(text)).toBeNull();
  });

  it('takes the order from the column, not from the cell', () => {
    expect(day('03/04/2017', 'dayFirst')).toBe('2017-04-03');
    expect(day('03/04/2017', 'monthFirst')).toBe('2017-03-04');
    expect(day('31/12/2017', 'monthFirst')).toBeNull();
  });

  it.each([
    ['03/04/2017', 'either'],
    ['13/04/2017', 'dayFirst'],
    ['04/13/2017', 'monthFirst'],
    ['04/04/2017', 'none'],
    ['2017-04-13', 'none'],
    ['5 mars 2017', 'none'],
    ['13/14/2017', 'none'],
  ])('lets %s speak for the order: %s', (text, evidence) => {
    const written = writtenDate(text);
    expect(written === null ? null : orderEvidence(written)).toBe(evidence);
  });

  it.each([
    ['1/1/25', '2025-01-01'],
    ['1/1/55', '2055-01-01'],
    ['1/1/56', '1956-01-01'],
    ['1/1/99', '1999-01-01'],
    ['5-Jan-68', '1968-01-05'],
  ])('puts the two-digit year of %s near today', (text, date) => {
    expect(day(text)).toBe(date);
  });

  it.each([
    ['2025-01-31 14:05', '2025-01-31T13:05:00.000Z'],
    ['31/01/2025', '2025-01-30T23:00:00.000Z'],
    ['31/01/2025 2:05:06 pm', '2025-01-31T13:05:06.000Z'],
    ['45688.75', '2025-01-31T17:00:00.000Z'],
    ['2024-08-13T18:04:34.666+00:00', '2024-08-13T18:04:34.666Z'],
    ['5 février 2025 à 14h30', '2025-02-05T13:30:00.000Z'],
  ])('reads the instant of %s in the zone of the tenant', (text, instant) => {
    const written = writtenDate(text);
    expect(written === null ? null : instantOfWritten(written, { ...context, order: 'dayFirst' })).toBe(instant);
  });

  it('reads back every day as every language and order writes it', () => {
    const days = fc.integer({ min: daysFromDate('1956-01-01'), max: daysFromDate('2055-12-31') });
    fc.assert(
      fc.property(days, (number) => {
        const date = dateFromDays(number);
        const at = Date.parse(date);
        for (const locale of ['fr', 'en', 'en-GB', 'ru', 'he']) {
          for (const dateStyle of ['full', 'long', 'medium'] as const) {
            expect(day(new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' }).format(at))).toBe(date);
          }
          const short = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'UTC' }).format(at);
          expect(day(short, locale === 'en' ? 'monthFirst' : 'dayFirst')).toBe(date);
        }
        expect(day(String(number + 25_569))).toBe(date);
      }),
      { numRuns: 200 },
    );
  });
});
