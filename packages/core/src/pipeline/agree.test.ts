import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildFrame } from '../frame/index.ts';
import { desk } from '../imports/testing.ts';
import { crmModel } from '../intake/testing.ts';
import { registry } from '../metrics/index.ts';
import { plan, type Query, run } from '../query/index.ts';
import { addDays } from '../time.ts';
import { cohortWinRates, cycleOf } from './cohort.ts';
import { factsOf } from './facts.ts';
import { funnelOf } from './funnel.ts';
import { asOf } from './replay.ts';
import { deal, model, record } from './testing.ts';

const moment = { today: '2025-06-30', zone: 'Europe/Paris' };
const day = fc.option(
  fc.integer({ min: -400, max: 0 }).map((days) => addDays(moment.today, days)),
  { nil: null, freq: 9 },
);
const deals = fc.array(
  fc.record({
    stage: fc.constantFrom('prospect', 'qualified', 'won', 'lost'),
    amount: fc.option(fc.integer({ min: 0, max: 10_000_000 }), { nil: null, freq: 5 }),
    createdOn: day,
    closedOn: day,
  }),
  { maxLength: 40 },
);
type Deals = typeof deals extends fc.Arbitrary<infer T> ? T : never;

const both = (list: Deals) => {
  const records = list.map((values, at) => record(String(at), values));
  const frame = buildFrame(deal, records);
  return {
    facts: records.map((one) => factsOf(deal, one, moment.zone)),
    ask: (query: Omit<Query, 'entity'>) => {
      const planned = plan({ entity: 'deal', ...query }, model, registry);
      if (!planned.ok) throw new Error(JSON.stringify(planned.issues));
      return run(planned.value, { frame: () => frame }, moment);
    },
  };
};

describe('a figure that needs no history is the metric of its name', () => {
  it('cycle, its median and its P90, of deals that say when they were closed', () => {
    fc.assert(
      fc.property(deals, (list) => {
        const { facts, ask } = both(list);
        const { mean, median, p90 } = cycleOf(facts);
        const said = ask({ measures: ['cycle', 'cycle.median', 'cycle.p90'] }).measures.map(({ values }) => values[0]);
        expect([mean.value, median.value, p90.value]).toEqual(said);
      }),
      { numRuns: 300 },
    );
  });

  it('winRate.cohort by the month of creation', () => {
    fc.assert(
      fc.property(deals, (list) => {
        const { facts, ask } = both(list);
        const by = [{ field: 'createdOn', granularity: 'month' as const }];
        const { dimensions, measures } = ask({ by, measures: ['winRate.cohort'] });
        const said = (dimensions[0]?.values ?? []).map((key, at) => [key, measures[0]?.values[at]]);
        const { cohorts } = cohortWinRates(facts, { granularity: 'month' }, moment);
        expect(cohorts.map(({ from, rate }) => [from, rate.value])).toEqual(said.filter(([key]) => key !== null));
      }),
      { numRuns: 300 },
    );
  });

  it('stage.count and stage.amount, in the snapshot funnel', () => {
    fc.assert(
      fc.property(deals, (list) => {
        const { facts, ask } = both(list);
        const { dimensions, measures } = ask({ by: ['stage'], measures: ['stage.count', 'stage.amount'] });
        const said = (dimensions[0]?.values ?? []).map((key, at) => [key, ...measures.map((one) => one.values[at])]);
        const { snapshot } = funnelOf(deal, [], facts);
        const stood = snapshot.filter(({ count }) => count > 0);
        expect(stood.map(({ stage, count, amount }) => [stage, count, amount.value])).toEqual(
          // An answer keeps a row for a stage that only closed deals are in.
          said.filter(([, count]) => count !== 0),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('the replay of imports', () => {
  it('has the records as they are kept, overrides included, after an import, an edit, another import and its undo', async () => {
    const one = desk();
    await one.import('client,reference,stage,amount,probability\nACME,A-1,qualified,100,55%\nNord,A-2,prospect,200,', {
      cause: 'a',
    });
    const [first] = one.stored('deal');
    if (!first) throw new Error('nothing was imported');
    await one.edit('deal', first.id, { amount: 12_345 });
    const now = () => asOf(one.source.journal(), '2025-02-06', { model: crmModel(), zone: moment.zone })['deal'];
    expect(now()).toEqual(one.stored('deal'));
    await one.import('reference,client,stage,probability\nA-1,ACME,negotiation,60%\nA-3,Sud,won,', { cause: 'b' });
    expect(now()).toEqual(one.stored('deal'));
    await one.undo('b');
    expect(now()).toEqual(one.stored('deal'));
    expect(now()).toHaveLength(2);
  });
});
