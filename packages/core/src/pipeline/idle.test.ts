import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../time.ts';
import { idleDays, idleOf, touchesOf } from './idle.ts';
import { stageHistories } from './intervals.ts';
import { book, deal, record } from './testing.ts';

const moment = { today: '2025-04-30', zone: 'Europe/Paris' };

describe('an idle deal', () => {
  it.each([
    ['the last touch when it is later', '2025-04-20', '2025-04-01', 10],
    ['the entry into the stage when that is later', '2025-04-01', '2025-04-20', 10],
    ['the local day of an instant: 22:30 UTC is tomorrow in Paris', '2025-04-19T22:30:00.000Z', null, 10],
    ['the entry where nobody has touched it', null, '2025-04-29', 1],
    ['today', '2025-04-30T08:00:00.000Z', '2025-04-01', 0],
  ])('is idle since %s', (_what, touched, entered, days) => {
    expect(idleDays(touched, entered, moment)).toEqual({ value: days, reason: null });
  });

  it('counts days of the calendar over a change of clocks and a skipped midnight', () => {
    const spring = { today: '2025-03-31', zone: 'Europe/Paris' };
    expect(idleDays('2025-03-29T22:59:00.000Z', null, spring).value).toBe(2);
    const brazil = { today: '2018-11-04', zone: 'America/Sao_Paulo' };
    expect(idleDays('2018-11-04T02:59:00.000Z', null, brazil).value).toBe(1);
    expect(idleDays('2018-11-04T03:00:00.000Z', null, brazil).value).toBe(0);
  });

  it('is unknown where nothing is known, and where it was touched after today', () => {
    expect(idleDays(null, null, moment)).toEqual({ value: null, reason: 'no_touch' });
    expect(idleDays('2025-05-01', null, moment)).toEqual({ value: null, reason: 'after_today' });
  });
});

describe('a cold deal', () => {
  const cold = (stage: string, entered: string, touched: string | null = null) => {
    const records = [record('a', { stage, createdOn: entered, closedOn: entered })];
    const history = stageHistories(deal, { records }, moment).get('a');
    if (!history) throw new Error('no history');
    return idleOf(deal, history, touched, moment, 20);
  };

  it('is idle for more days than its stage allows, or than the limit where the stage has none', () => {
    expect(cold('qualified', '2025-04-20')).toEqual({ days: { value: 10, reason: null }, limit: 10, cold: false });
    expect(cold('qualified', '2025-04-19')).toMatchObject({ days: { value: 11 }, limit: 10, cold: true });
    expect(cold('prospect', '2025-04-10')).toMatchObject({ days: { value: 20 }, limit: 20, cold: false });
    expect(cold('prospect', '2025-04-09')).toMatchObject({ days: { value: 21 }, limit: 20, cold: true });
  });

  it('warms up when it is touched', () => {
    expect(cold('prospect', '2025-01-01', '2025-04-29')).toMatchObject({ days: { value: 1 }, cold: false });
  });

  it('is open: a closed one is not idle', () => {
    expect(cold('won', '2025-01-01')).toMatchObject({ days: { value: null, reason: 'closed' }, cold: false });
  });

  it('gets colder every day until it is touched, by exactly one day', () => {
    const since = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(since, since, (touched, entered) => {
        const days = (today: string) =>
          idleDays(addDays('2024-01-01', touched), addDays('2024-01-01', entered), { today, zone: 'UTC' }).value;
        expect(days('2026-01-02')).toBe((days('2026-01-01') ?? 0) + 1);
        expect(days('2026-01-01')).toBe(731 - Math.max(touched, entered));
      }),
    );
  });
});

describe('the touches of a deal', () => {
  const one = book();
  one.make('a', '2025-03-01T10:00:00.000Z', { stage: 'prospect' }, 'import');
  one.edit('a', '2025-03-05T10:00:00.000Z', { amount: 100 });
  one.edit('a', '2025-03-09T10:00:00.000Z', { amount: 200 }, 'import');

  it('are its first and last entries in the journal, or those that count', () => {
    expect(touchesOf(deal, one.journal).get('a')).toEqual({
      first: '2025-03-01T10:00:00.000Z',
      last: '2025-03-09T10:00:00.000Z',
    });
    expect(touchesOf(deal, one.journal, ({ actor }) => actor !== 'import').get('a')?.last).toBe(
      '2025-03-05T10:00:00.000Z',
    );
  });
});
