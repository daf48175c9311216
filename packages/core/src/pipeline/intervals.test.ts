import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../kinds/index.ts';
import { addDays, diffDays } from '../time.ts';
import { intervalsOf, type StageHistory, stageHistories } from './intervals.ts';
import type { HistorySources, ListedMove } from './moves.ts';
import { asOf } from './replay.ts';
import { book, deal, events, model, play, record } from './testing.ts';

const moment = { today: '2025-04-30', zone: 'Europe/Paris' };
const of = (sources: HistorySources, id = 'a'): StageHistory => {
  const history = stageHistories(deal, sources, moment).get(id);
  if (!history) throw new Error(`no history of ${id}`);
  return history;
};
const stays = (history: StageHistory) =>
  history.intervals.map(
    ({ stage, entered, exited, days, assumed }) => `${stage} ${entered} ${exited ?? '…'} ${days}${assumed ? ' ?' : ''}`,
  );
const kept = (values: Readonly<Record<string, Value>>) => of({ records: [record('a', values)] });

describe('the stages of a deal, from the journal', () => {
  it('are stays in whole days of the zone, re-entries kept; their days add up to its age', () => {
    const one = book();
    one.make('a', '2025-03-01T09:00:00.000Z', { stage: 'prospect' });
    one.edit('a', '2025-03-11T09:00:00.000Z', { stage: 'negotiation' });
    one.edit('a', '2025-03-15T09:00:00.000Z', { amount: 500 });
    one.edit('a', '2025-03-31T22:30:00.000Z', { stage: 'prospect' });
    one.edit('a', '2025-04-10T09:00:00.000Z', { stage: 'won' });
    const history = of({ changes: one.journal });
    expect(stays(history)).toEqual([
      'prospect 2025-03-01 2025-03-11 10',
      'negotiation 2025-03-11 2025-04-01 21',
      'prospect 2025-04-01 2025-04-10 9',
      'won 2025-04-10 … 20',
    ]);
    expect(history).toMatchObject({ age: 60, removed: false, reason: null });
  });

  it('end when it is removed', () => {
    const one = book();
    one.make('a', '2025-04-01T09:00:00.000Z', { stage: 'prospect' });
    one.drop('a', '2025-04-11T09:00:00.000Z');
    expect(of({ changes: one.journal })).toMatchObject({ age: 10, removed: true, intervals: [{ days: 10 }] });
  });

  it('begin on the day it was created where the journal begins later: an import', () => {
    const one = book();
    one.make('a', '2025-04-01T09:00:00.000Z', { stage: 'prospect', createdOn: '2025-03-01' });
    one.make('b', '2025-04-01T09:00:00.000Z', { stage: 'qualified', createdOn: '2025-03-01' });
    one.make('c', '2025-04-01T09:00:00.000Z', { stage: 'lost', createdOn: '2025-03-01', closedOn: '2025-03-20' });
    for (const id of ['a', 'b', 'c']) one.edit(id, '2025-04-11T09:00:00.000Z', { stage: 'negotiation' });
    expect(stays(of({ changes: one.journal }, 'a'))[0]).toBe('prospect 2025-03-01 2025-04-11 41');
    expect(stays(of({ changes: one.journal }, 'b'))[0]).toBe('qualified 2025-03-01 2025-04-11 41 ?');
    expect(stays(of({ changes: one.journal }, 'c'))).toEqual([
      'prospect 2025-03-01 2025-03-20 19 ?',
      'lost 2025-03-20 2025-04-11 22',
      'negotiation 2025-04-11 … 19',
    ]);
  });

  it('are read from what changed where the journal began after the record', () => {
    const one = book();
    one.make('a', '2025-03-01T09:00:00.000Z', { stage: 'qualified', createdOn: '2025-02-01' });
    one.edit('a', '2025-04-01T09:00:00.000Z', { stage: 'won' });
    const sources = { changes: one.journal.slice(1), records: one.stored() };
    expect(stays(of(sources))).toEqual(['qualified 2025-02-01 2025-04-01 59 ?', 'won 2025-04-01 … 29']);
  });
});

describe('the stages of a deal without history', () => {
  it('are the entry and the close: the stage between is a guess and says so', () => {
    expect(stays(kept({ stage: 'won', createdOn: '2025-01-10', closedOn: '2025-02-09' }))).toEqual([
      'prospect 2025-01-10 2025-02-09 30 ?',
      'won 2025-02-09 … 80',
    ]);
    expect(stays(kept({ stage: 'prospect', createdOn: '2025-04-20' }))).toEqual(['prospect 2025-04-20 … 10']);
    expect(stays(kept({ stage: 'negotiation', createdOn: '2025-04-20' }))).toEqual(['negotiation 2025-04-20 … 10 ?']);
  });

  it.each([
    [
      'closed before it was created',
      { stage: 'won', createdOn: '2025-02-01', closedOn: '2025-01-31' },
      'closed_before_created',
    ],
    ['closed nobody knows when', { stage: 'lost', createdOn: '2025-02-01' }, 'no_closed_date'],
    ['created nobody knows when', { stage: 'prospect' }, 'no_created_date'],
    ['won, created nobody knows when', { stage: 'won', closedOn: '2025-02-01' }, 'no_created_date'],
    ['created tomorrow', { stage: 'prospect', createdOn: '2025-05-01' }, 'after_today'],
    ['in no stage', { createdOn: '2025-02-01' }, 'no_stage'],
  ])('are unknown for one %s', (_what, values, reason) => {
    expect(kept(values)).toMatchObject({ intervals: [], age: null, reason });
  });

  it('closed on the day it was created it was in the first stage for no day', () => {
    const history = kept({ stage: 'won', createdOn: '2025-02-01', closedOn: '2025-02-01' });
    expect(history.intervals.map(({ days }) => days)).toEqual([0, 88]);
  });
});

describe('an imported list of stage changes', () => {
  const moves: readonly ListedMove[] = [
    { id: 'a', stage: 'negotiation', at: '2025-03-10' },
    { id: 'a', stage: 'qualified', at: '2025-02-01', from: 'followUp' },
    { id: 'b', stage: 'prospect', at: '2025-02-01' },
  ];

  it('is history in any order of its lines, from the created day on', () => {
    expect(stays(of({ moves }))).toEqual(['qualified 2025-02-01 2025-03-10 37', 'negotiation 2025-03-10 … 51']);
    const records = [record('a', { stage: 'negotiation', createdOn: '2025-01-12' })];
    expect(stays(of({ moves, records }))[0]).toBe('followUp 2025-01-12 2025-02-01 20');
  });

  it('is completed by the record and by the journal', () => {
    const records = [record('a', { stage: 'won', createdOn: '2025-02-01', closedOn: '2025-04-01' })];
    expect(stays(of({ moves, records })).at(-1)).toBe('won 2025-04-01 … 29 ?');
    const one = book();
    one.make('a', '2025-03-12T09:00:00.000Z', { stage: 'negotiation' });
    one.edit('a', '2025-03-20T09:00:00.000Z', { stage: 'lost' });
    expect(stays(of({ moves, changes: one.journal, records: one.stored() }))).toEqual([
      'qualified 2025-02-01 2025-03-10 37',
      'negotiation 2025-03-10 2025-03-20 10',
      'lost 2025-03-20 … 41',
    ]);
  });
});

describe('days of a stay', () => {
  it.each([
    ['spring: 23 hours are a day', 'Europe/Paris', '2025-03-29T23:00:00.000Z', '2025-03-30T22:00:00.000Z', 1],
    ['autumn: 25 hours are a day', 'Europe/Paris', '2025-10-25T22:00:00.000Z', '2025-10-26T23:00:00.000Z', 1],
    ['a skipped midnight', 'America/Sao_Paulo', '2018-11-04T02:59:00.000Z', '2018-11-04T03:00:00.000Z', 1],
    [
      'a day that a zone left out counts in the calendar',
      'Pacific/Apia',
      '2011-12-30T09:00:00.000Z',
      '2011-12-30T11:00:00.000Z',
      2,
    ],
  ])('are those of the calendar: %s', (_what, zone, from, to, days) => {
    const moves = [
      { stage: 'prospect', at: from, assumed: false },
      { stage: 'won', at: to, assumed: false },
    ];
    expect(intervalsOf(moves, '2025-12-31', zone)[0]?.days).toBe(days);
  });
});

describe('whatever happens to deals', () => {
  it('their stays follow one another, add up to their age and are where the replay of each day has them', () => {
    fc.assert(
      fc.property(events, (list) => {
        const one = book();
        play(one, list);
        const { zone } = moment;
        const today = '2025-06-30';
        const histories = stageHistories(deal, { changes: one.journal, records: one.stored() }, { today, zone });
        for (const { id, intervals, age, removed, reason } of histories.values()) {
          if (reason !== null) {
            expect(['closed_before_created']).toContain(reason);
            continue;
          }
          expect(intervals.reduce((sum, { days }) => sum + days, 0)).toBe(age);
          intervals.forEach((stay, at) => expect(stay.exited).toBe(intervals[at + 1]?.entered ?? null));
          if (!removed) expect(age).toBe(diffDays(intervals[0]?.entered ?? '', today));
          const made = one.journal.findLast((entry) => entry.id === id && entry.before === null)?.at ?? '';
          for (let day = made.slice(0, 10); day < '2025-05-01'; day = addDays(day, 3)) {
            const stood = asOf(one.journal, day, { model, zone })['deal']?.find((row) => row.id === id);
            if (!stood || stood.createdAt !== made) continue;
            expect(intervals.findLast(({ entered }) => entered <= day)?.stage).toBe(stood.values['stage']);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
