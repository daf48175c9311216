import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stageHistories } from './intervals.ts';
import { book, deal, events, play, record } from './testing.ts';
import { timeInStages, timesInStage } from './time-in-stage.ts';

const moment = { today: '2025-04-30', zone: 'Europe/Paris' };
const at = (day: string): string => `${day}T10:00:00.000Z`;

describe('time in stage of a deal', () => {
  const one = book();
  one.make('a', at('2025-03-01'), { stage: 'prospect' });
  one.edit('a', at('2025-03-11'), { stage: 'qualified' });
  one.edit('a', at('2025-03-16'), { stage: 'prospect' });
  one.edit('a', at('2025-03-19'), { stage: 'qualified' });
  const history = stageHistories(deal, { changes: one.journal }, moment).get('a');

  it('is its last stay, all its stays, and the one that lasts', () => {
    expect(history && timeInStages(history)).toEqual([
      { stage: 'prospect', latest: 3, cumulative: 13, current: null, visits: 2 },
      { stage: 'qualified', latest: 42, cumulative: 47, current: 42, visits: 2 },
    ]);
  });
});

describe('time in stage of a pipeline', () => {
  const one = book();
  for (const [id, moved] of Object.entries({ a: '2025-03-03', b: '2025-03-05', c: '2025-03-09', d: '2025-03-17' })) {
    one.make(id, at('2025-03-01'), { stage: 'prospect' });
    one.edit(id, at(moved), { stage: 'qualified' });
  }
  one.make('e', at('2025-04-20'), { stage: 'prospect' });
  one.edit('d', at('2025-03-27'), { stage: 'won' });
  const records = [...one.stored(), record('f', { stage: 'won', createdOn: '2025-01-01', closedOn: '2025-03-01' })];
  const histories = [...stageHistories(deal, { changes: one.journal, records }, moment).values()];

  it('is the mean, median and P90 of its deals: 2, 4, 8, 16 and 10 days so far', () => {
    const [prospect] = timesInStage(deal, histories);
    expect(prospect).toMatchObject({
      stage: 'prospect',
      latest: {
        count: 5,
        mean: { value: 8 },
        median: { value: 8 },
        p90: { value: expect.closeTo(13.6, 12) as number },
      },
      current: { count: 1, mean: { value: 10 } },
      lasting: 1,
    });
  });

  it('leaves out the stays that last where only finished ones are asked for: 2, 4, 8, 16', () => {
    const [prospect] = timesInStage(deal, histories, { finished: true });
    expect(prospect).toMatchObject({
      latest: { count: 4, mean: { value: 7.5 }, median: { value: 6 } },
      current: { count: 1 },
      lasting: 0,
    });
  });

  it('counts the deals it leaves out: a deal imported closed was in the first stage as far as is guessed', () => {
    expect(timesInStage(deal, histories).map(({ stage, assumed }) => [stage, assumed])).toEqual([
      ['prospect', 1],
      ['followUp', 0],
      ['qualified', 0],
      ['negotiation', 0],
    ]);
  });

  it('is unknown for a stage nobody has been in', () => {
    const times = timesInStage(deal, histories).find(({ stage }) => stage === 'negotiation');
    expect(times?.latest).toEqual({
      count: 0,
      mean: { value: null, reason: 'no_rows' },
      median: { value: null, reason: 'no_rows' },
      p90: { value: null, reason: 'no_rows' },
    });
  });

  it('adds up to the age of each deal, and no stay is longer than all of them, whatever happens', () => {
    fc.assert(
      fc.property(events, (list) => {
        const any = book();
        play(any, list);
        for (const history of stageHistories(deal, { changes: any.journal }, moment).values()) {
          const times = timeInStages(history);
          if (history.age !== null) expect(times.reduce((sum, time) => sum + time.cumulative, 0)).toBe(history.age);
          for (const { latest, cumulative, current, visits } of times) {
            expect(latest).toBeLessThanOrEqual(cumulative);
            if (visits === 1) expect(latest).toBe(cumulative);
            if (current !== null) expect(current).toBe(latest);
          }
          expect(times.filter(({ current }) => current !== null).length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });
});
