import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rec } from '../records/index.ts';
import { factsOf } from './facts.ts';
import { type Funnel, funnelOf } from './funnel.ts';
import { stageHistories } from './intervals.ts';
import { book, deal, events, play, record } from './testing.ts';

const moment = { today: '2025-06-30', zone: 'Europe/Paris' };
const at = (day: number): string => `2025-04-${String(day).padStart(2, '0')}T10:00:00.000Z`;
const facts = (rows: readonly Rec[]) => rows.map((row) => factsOf(deal, row, moment.zone));

const funnel = (one: ReturnType<typeof book>, more: readonly Rec[] = []): Funnel => {
  const histories = stageHistories(deal, { changes: one.journal, records: one.stored() }, moment);
  const cohort = facts(one.stored()).map((row) => ({ facts: row, history: histories.get(row.id) ?? null }));
  return funnelOf(deal, cohort, facts([...one.stored(), ...more]));
};

/** Ten deals: three stay, one comes back, one skips to won, one is won step by step, three are lost, one is reopened. */
const ten = () => {
  const one = book();
  const walk = (id: string, ...stages: readonly string[]): void =>
    stages.forEach((stage, step) => {
      if (step === 0) one.make(id, at(1), { stage, amount: 100_000 });
      else one.edit(id, at(1 + step), { stage });
    });
  walk('a', 'prospect');
  walk('b', 'prospect');
  walk('c', 'prospect', 'qualified');
  walk('d', 'prospect', 'negotiation', 'prospect');
  walk('e', 'prospect', 'won');
  walk('f', 'prospect', 'followUp', 'qualified', 'negotiation', 'won');
  walk('g', 'prospect', 'lost');
  walk('h', 'prospect', 'qualified', 'prospect', 'qualified', 'lost');
  walk('i', 'lost');
  walk('j', 'prospect', 'won', 'negotiation');
  return one;
};

describe('the cohort funnel', () => {
  const { cohort, steps } = funnel(ten());

  it('counts each deal up to its furthest stage: skips credited, re-entries once, the lost where they had been', () => {
    expect(cohort).toBe(10);
    expect(steps.map(({ stage, reached }) => [stage, reached])).toEqual([
      ['prospect', 10],
      ['followUp', 6],
      ['qualified', 6],
      ['negotiation', 4],
      ['won', 3],
    ]);
  });

  it('steps from 10 to 6 to 6 to 4 to 3', () => {
    expect(steps.map(({ step }) => step.value)).toEqual([0.6, 1, 4 / 6, 0.75, null]);
    expect(steps.map(({ stopped }) => stopped)).toEqual([4, 0, 2, 1, 3]);
  });

  it('says where those who came to a stage are now', () => {
    expect(steps[0]?.now).toEqual({ here: 3, beyond: 2, back: 0, won: 2, lost: 3, elsewhere: 0 });
    expect(steps[2]?.now).toEqual({ here: 1, beyond: 1, back: 1, won: 2, lost: 1, elsewhere: 0 });
    expect(steps[4]?.now).toEqual({ here: 0, beyond: 0, back: 1, won: 2, lost: 0, elsewhere: 0 });
  });
});

describe('the snapshot funnel beside it', () => {
  it('counts who stands in each stage, of the cohort and of others', () => {
    const { snapshot, steps } = funnel(ten(), [
      record('x', { stage: 'qualified', amount: 50_000 }),
      record('y', { stage: 'won' }),
    ]);
    expect(snapshot).toEqual([
      { stage: 'prospect', count: 3, amount: { value: 300_000, reason: null }, unpriced: 0, cohort: 3, others: 0 },
      { stage: 'followUp', count: 0, amount: { value: 0, reason: null }, unpriced: 0, cohort: 0, others: 0 },
      { stage: 'qualified', count: 2, amount: { value: 150_000, reason: null }, unpriced: 0, cohort: 1, others: 1 },
      { stage: 'negotiation', count: 1, amount: { value: 100_000, reason: null }, unpriced: 0, cohort: 1, others: 0 },
    ]);
    snapshot.forEach((one, place) => expect(one.cohort).toBe(steps[place]?.now.here));
  });

  it('counts the deals that its amount does not tell of', () => {
    const { snapshot } = funnel(book(), [record('x', { stage: 'qualified' })]);
    expect(snapshot[2]).toMatchObject({ count: 1, amount: { value: 0 }, unpriced: 1 });
  });
});

describe('a funnel of nobody', () => {
  it('has steps of 0 and no rates', () => {
    const { cohort, steps } = funnel(book());
    expect(cohort).toBe(0);
    expect(steps.every(({ reached, step }) => reached === 0 && step.reason === 'no_rows')).toBe(true);
  });
});

describe('any funnel', () => {
  it('has no step above 1, loses each deal exactly once, and each step is where its deals are', () => {
    fc.assert(
      fc.property(events, (list) => {
        const one = book();
        play(one, list);
        const { cohort, steps, snapshot } = funnel(one);
        expect(steps[0]?.reached).toBe(cohort);
        expect(steps.reduce((sum, { stopped }) => sum + stopped, 0)).toBe(cohort);
        for (const [place, { reached, step, stopped, now }] of steps.entries()) {
          expect(stopped).toBe(reached - (steps[place + 1]?.reached ?? 0));
          if (step.value !== null) expect(step.value).toBeLessThanOrEqual(1);
          expect(now.here + now.beyond + now.back + now.won + now.lost + now.elsewhere).toBe(reached);
        }
        snapshot.forEach((row, place) => {
          expect(row.cohort).toBe(steps[place]?.now.here);
          expect(row.cohort + row.others).toBe(row.count);
        });
      }),
      { numRuns: 500 },
    );
  });
});
