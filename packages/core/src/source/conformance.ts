import type { Value } from '../kinds/index.ts';
import type { Rec } from '../records/index.ts';
import type { Runner } from './conformance-runner.ts';
import { togetherConformance } from './conformance-together.ts';
import type { Notice, Page, Source, Written } from './source.ts';

/** A fresh source without records over the blueprint `crm`, on 2025-02-05 in Europe/Paris. */
export interface Subject {
  readonly source: Source;
  readonly done?: () => Promise<void>;
}

export type { Runner };

type Values = Readonly<Record<string, Value>>;

const MISSING = '018f2f6e-0000-7000-8000-0000000000ff';

/** Twelve deals whose figures can be added up by hand. Amounts in cents. */
const DEALS: readonly Values[] = [
  { client: 'Atelier Nord', amount: 100_000, stage: 'prospect', sector: 'Santé', dueOn: '2025-01-20' },
  { client: 'Brasserie Élan', amount: 250_050, stage: 'qualified', sector: 'Retail', dueOn: '2025-02-05' },
  { client: 'Cordier', amount: 400_000, stage: 'prospect', sector: 'Santé', dueOn: '2025-03-01' },
  { client: 'Delorme', amount: 60_000, stage: 'won', sector: 'SaaS', closedOn: '2025-01-15' },
  { client: 'élan vital', amount: 90_000, stage: 'won', sector: 'Santé', closedOn: '2025-01-31' },
  { client: 'Fabre', amount: 80_000, stage: 'lost', sector: null, closedOn: '2025-02-01' },
  { client: 'Garnier, fils', amount: null, stage: 'prospect', sector: 'Retail', dueOn: '2025-02-20' },
  { client: 'Hérault', amount: 100_000, stage: 'qualified', sector: null, dueOn: null },
  { client: 'Imprimerie 10', amount: 33_333, stage: 'qualified', sector: 'SaaS', dueOn: '2025-12-31' },
  { client: 'Imprimerie 9', amount: 1, stage: 'prospect', sector: 'SaaS', dueOn: '2025-06-30' },
  { client: 'Jardins = 50 %', amount: 120_000, stage: 'prospect', sector: 'Retail', tags: ['vip', 'été'] },
  { client: "L'Oiseau", amount: 500_000, stage: 'lost', sector: 'Santé', closedOn: '2024-12-12' },
];

/**
 * What every source of records must do, whatever keeps them: the one suite that memory, HTTP and SQL sources run. `make` gives a fresh
 * source for every test.
 */
export const sourceConformance = ({ describe, it, expect }: Runner, make: () => Promise<Subject>): void => {
  const using = (name: string, body: (source: Source) => Promise<void>): void =>
    it(name, async () => {
      const { source, done } = await make();
      try {
        await body(source);
      } finally {
        await done?.();
      }
    });
  const written = (result: Written): Rec => {
    if (!result.ok) throw new Error(result.issues.map((one) => one.message).join(' '));
    return result.record;
  };
  const page = async (source: Source, query: Omit<Parameters<Source['list']>[0], 'entity'> = {}): Promise<Page> => {
    const listed = await source.list({ entity: 'deal', ...query });
    if (!listed.ok) throw new Error(listed.issues.map((one) => one.message).join(' '));
    return listed.value;
  };
  const clients = async (source: Source, query: Omit<Parameters<Source['list']>[0], 'entity'>) =>
    (await page(source, query)).items.map((record) => record.values['client']);
  const figure = async (source: Source, query: Omit<Parameters<Source['measure']>[0], 'entity'>) => {
    const answer = await source.measure({ entity: 'deal', ...query });
    if (!answer.ok) throw new Error(answer.issues.map((one) => one.message).join(' '));
    return answer.value;
  };
  const filled = async (source: Source): Promise<readonly Rec[]> => {
    const records: Rec[] = [];
    for (const draft of DEALS) records.push(written(await source.create('deal', draft)));
    return records;
  };

  describe('a record', () => {
    using('is made, found again and read with what follows and what is computed', async (source) => {
      const made = written(await source.create('deal', { client: 'ACME', amount: 100_055, stage: 'qualified' }));
      expect(made.version).toBe(1);
      const read = await source.get('deal', made.id);
      expect(read).toEqual(made);
      expect(read?.values).toMatchObject({ client: 'ACME', amount: 100_055, probability: 3000, weighted: 30_017 });
      expect(await source.get('deal', MISSING)).toBe(null);
    });

    using('keeps every kind of value: text, money, date, tags, links, blanks', async (source) => {
      const company = written(await source.create('company', { name: 'Isavigne' }));
      const values = {
        client: 'Zoë “quotes” \\ ; , <b>',
        notes: 'Two\nlines',
        amount: 9_007_199_254_740_991,
        stage: 'negotiation',
        dueOn: '2024-02-29',
        tags: ['a,b', 'Santé', "l'été"],
        account: company.id,
        owner: null,
      };
      const made = written(await source.create('deal', values));
      expect((await source.get('deal', made.id))?.values).toMatchObject(values);
      expect((await page(source)).titles).toEqual({ [company.id]: 'Isavigne' });
    });

    using('is changed one version at a time', async (source) => {
      const made = written(await source.create('deal', { client: 'ACME', amount: 1000, stage: 'prospect' }));
      const next = written(await source.change('deal', made.id, { amount: 2000 }, { version: 1 }));
      expect(next.version).toBe(2);
      expect(next.values).toMatchObject({ amount: 2000, client: 'ACME' });
      const same = written(await source.change('deal', made.id, { amount: 2000 }, { version: 2 }));
      expect(same.version).toBe(2);
    });

    using('remembers who overrode a probability, and follows its stage again when that is cleared', async (source) => {
      const made = written(await source.create('deal', { client: 'ACME', amount: 10_000, stage: 'prospect' }));
      const over = written(await source.change('deal', made.id, { probability: 5500 }, { version: 1 }));
      expect(over.values).toMatchObject({ probability: 5500, weighted: 5500 });
      expect(Object.keys(over.overrides)).toEqual(['probability']);
      const again = written(await source.change('deal', made.id, { probability: null }, { version: 2 }));
      expect(again.values).toMatchObject({ probability: 1000, weighted: 1000 });
      expect(again.overrides).toEqual({});
    });

    using('edited by two people at once is a conflict with both values, and nothing is overwritten', async (source) => {
      const made = written(await source.create('deal', { client: 'ACME', amount: 1000, stage: 'prospect' }));
      written(await source.change('deal', made.id, { amount: 2000 }, { version: 1 }));
      const late = await source.change('deal', made.id, { amount: 3000 }, { version: 1 });
      expect(late.ok).toBe(false);
      expect(late.ok ? null : late.conflict?.stored.values['amount']).toBe(2000);
      expect(late.ok ? null : late.conflict?.asked['amount']).toBe(3000);
      expect((await source.get('deal', made.id))?.values['amount']).toBe(2000);
      expect((await source.remove('deal', made.id, { version: 1 })).ok).toBe(false);
      expect((await source.get('deal', made.id))?.version).toBe(2);
    });

    using('is removed; then it is nowhere', async (source) => {
      const made = written(await source.create('deal', { client: 'ACME', stage: 'prospect' }));
      written(await source.remove('deal', made.id, { version: 1 }));
      expect(await source.get('deal', made.id)).toBe(null);
      expect((await page(source)).total).toBe(0);
      const gone = await source.change('deal', made.id, { amount: 1 }, { version: 1 });
      expect(gone.ok ? null : gone.missing).toBe(true);
    });

    using('that others link to stays until they let go', async (source) => {
      const company = written(await source.create('company', { name: 'Isavigne' }));
      const deal = written(await source.create('deal', { client: 'A', stage: 'prospect', account: company.id }));
      const refused = await source.remove('company', company.id, { version: 1 });
      expect(refused.ok ? [] : refused.issues.map((one) => one.code)).toEqual(['still_linked']);
      expect((await source.get('company', company.id))?.values['name']).toBe('Isavigne');
      written(await source.change('deal', deal.id, { account: null }, { version: 1 }));
      written(await source.remove('company', company.id, { version: 1 }));
      expect(await source.get('company', company.id)).toBe(null);
    });
  });

  describe('what cannot be written', () => {
    const refusals: readonly (readonly [string, Values, string])[] = [
      ['an unknown field', { client: 'A', stage: 'won', colour: 'red' }, 'no_such_field'],
      ['a computed field', { client: 'A', stage: 'won', weighted: 1 }, 'read_only'],
      ['a stage that the pipeline lacks', { client: 'A', stage: 'wonn' }, 'not_an_option'],
      ['a negative amount', { client: 'A', stage: 'won', amount: -1 }, 'too_small'],
      ['a link to a record that does not exist', { client: 'A', stage: 'won', account: MISSING }, 'not_linked'],
      ['another tenant', { client: 'A', stage: 'won', tenant_id: 'b' }, 'no_such_field'],
      ['no client', { stage: 'won' }, 'required'],
    ];
    for (const [what, draft, code] of refusals)
      using(`${what} is refused by name and nothing is kept`, async (source) => {
        const refused = await source.create('deal', draft);
        expect(refused.ok ? [] : refused.issues.map((one) => one.code)).toEqual([code]);
        expect((await page(source)).total).toBe(0);
      });

    using('a refused edit changes nothing', async (source) => {
      const made = written(await source.create('deal', { client: 'ACME', amount: 1000, stage: 'prospect' }));
      const refused = await source.change('deal', made.id, { amount: 5, client: null }, { version: 1 });
      expect(refused.ok ? [] : refused.issues.map((one) => one.code)).toEqual(['required']);
      expect(await source.get('deal', made.id)).toEqual(made);
    });

    using('a deal moved far on without an owner is stopped by its gate, which says why', async (source) => {
      const made = written(await source.create('deal', { client: 'ACME', amount: 1000, stage: 'prospect' }));
      const refused = await source.change('deal', made.id, { stage: 'negotiation' }, { version: 1 });
      expect(refused.ok ? [] : refused.issues.map((one) => one.code)).toEqual(['gate_unowned']);
      expect((await source.get('deal', made.id))?.values['stage']).toBe('prospect');
    });

    using('an entity that does not exist is an issue', async (source) => {
      const refused = await source.create('dragon', {});
      expect(refused.ok ? [] : refused.issues.map((one) => one.code)).toEqual(['no_such_entity']);
    });
  });

  describe('a list', () => {
    using('by pages covers every record once, in order', async (source) => {
      await filled(source);
      const seen: unknown[] = [];
      let cursor: string | null = null;
      let pages = 0;
      do {
        const one: Page = await page(source, { sort: ['-amount'], limit: 5, ...(cursor === null ? {} : { cursor }) });
        seen.push(...one.items.map((record) => record.values['amount']));
        expect(one.total).toBe(DEALS.length);
        cursor = one.next;
        pages += 1;
      } while (cursor !== null && pages < 10);
      const amounts = DEALS.map((deal) => deal['amount'] as number | null).filter((amount) => amount !== null);
      expect(seen).toEqual([...amounts.sort((a, b) => b - a), null]);
      expect(pages).toBe(3);
    });

    using('sorts texts as people read them and stages in their order', async (source) => {
      await filled(source);
      expect(
        await clients(source, { sort: ['client'], filters: [{ field: 'client', op: 'contains', values: ['élan'] }] }),
      ).toEqual(['Brasserie Élan', 'élan vital']);
      const stages = (await page(source, { sort: ['stage', 'client'] })).items.map((record) => record.values['stage']);
      expect([...new Set(stages)]).toEqual(['prospect', 'qualified', 'won', 'lost']);
    });

    using('is filtered by values, ranges, blanks, words and expressions alike', async (source) => {
      await filled(source);
      const sort = ['client'];
      const filter = (
        field: string,
        op: 'in' | 'not' | 'gte' | 'lt' | 'empty',
        ...values: (string | number | null)[]
      ) => clients(source, { sort, filters: [{ field, op, values }] });
      expect(await filter('stage', 'in', 'won', 'lost')).toEqual(['Delorme', 'élan vital', 'Fabre', "L'Oiseau"]);
      expect(await filter('amount', 'gte', 4000)).toEqual(['Cordier', "L'Oiseau"]);
      expect(await filter('dueOn', 'lt', '2025-02-05')).toEqual(['Atelier Nord']);
      expect(await filter('sector', 'in', null, 'Retail')).toEqual([
        'Brasserie Élan',
        'Fabre',
        'Garnier, fils',
        'Hérault',
        'Jardins = 50 %',
      ]);
      expect(await filter('amount', 'empty')).toEqual(['Garnier, fils']);
      expect(await clients(source, { sort, search: 'ELAN' })).toEqual(['Brasserie Élan', 'élan vital']);
      expect(await clients(source, { sort, where: "stage.open and amount > 1000 and sector = 'Santé'" })).toEqual([
        'Cordier',
      ]);
    });

    using('answers a question it does not understand with what there is', async (source) => {
      const refused = await source.list({ entity: 'deal', filters: [{ field: 'colour', op: 'in', values: ['red'] }] });
      expect(refused.ok ? [] : refused.issues.map((one) => one.code)).toEqual(['no_such_field']);
      const broken = await source.list({ entity: 'deal', where: 'amount >' });
      expect(broken.ok).toBe(false);
    });
  });

  describe('a figure', () => {
    using('is what adding up by hand gives', async (source) => {
      await filled(source);
      const { measures, length, population } = await figure(source, {
        measures: ['count()', 'sum(amount)', 'weighted.open', 'conversion', 'winRate', 'amount.won', 'deal.average'],
      });
      expect({ length, population }).toEqual({ length: 1, population: 12 });
      expect(measures.map((column) => column.values[0])).toEqual([
        12,
        1_733_384,
        // 10 % of 1000.00, 4000.00, nothing, 0.01 and 1200.00; 30 % of 2500.50, 1000.00 and 333.33
        10_000 + 40_000 + 0 + 12_000 + 75_015 + 30_000 + 10_000,
        2 / 12,
        2 / 4,
        150_000,
        Math.round(1_733_384 / 11),
      ]);
    });

    using('by a dimension stands in the order of the pipeline, blanks last', async (source) => {
      await filled(source);
      const byStage = await figure(source, { by: ['stage'], measures: ['count()', 'sum(amount)'] });
      expect(byStage.dimensions[0]?.values).toEqual(['prospect', 'qualified', 'won', 'lost']);
      expect(byStage.measures.map((column) => column.values)).toEqual([
        [5, 3, 2, 2],
        [620_001, 383_383, 150_000, 580_000],
      ]);
      const bySector = await figure(source, { by: ['sector'], measures: ['count()'] });
      expect(bySector.dimensions[0]?.values).toEqual(['Retail', 'SaaS', 'Santé', null]);
      expect(bySector.measures[0]?.values).toEqual([3, 3, 4, 2]);
    });

    using('keeps the top and sums up the others', async (source) => {
      await filled(source);
      const top = await figure(source, {
        by: ['sector'],
        measures: ['sum(amount)'],
        sort: ['-sum(amount)'],
        top: 1,
        other: true,
      });
      expect(top.dimensions[0]?.values).toEqual(['Santé', 'other']);
      expect(top.measures[0]?.values).toEqual([1_090_000, 1_733_384 - 1_090_000]);
    });

    using('by month follows the calendar, and by a link the titles', async (source) => {
      await filled(source);
      const company = written(await source.create('company', { name: 'Isavigne', sector: 'Vin' }));
      written(
        await source.create('deal', {
          client: 'K',
          stage: 'won',
          amount: 7,
          account: company.id,
          closedOn: '2025-01-02',
        }),
      );
      const months = await figure(source, {
        by: [{ field: 'closedOn', granularity: 'month' }],
        measures: ['amount.won'],
      });
      expect(months.dimensions[0]?.values).toEqual(['2024-12-01', '2025-01-01', '2025-02-01', null]);
      const accounts = await figure(source, { by: ['account'], measures: ['count()'] });
      expect(accounts.dimensions[0]?.labels?.[0]).toBe('Isavigne');
      const sectors = await figure(source, { by: ['account.sector'], measures: ['count()'] });
      expect(sectors.dimensions[0]?.values).toEqual(['Vin', null]);
      expect(sectors.measures[0]?.values).toEqual([1, 12]);
    });

    using('over nothing is unknown, not zero, and says why', async (source) => {
      const { measures } = await figure(source, { measures: ['conversion', 'deal.average', 'count()'] });
      expect(measures.map((column) => column.values[0])).toEqual([null, null, 0]);
      expect(typeof measures[0]?.reasons?.[0]).toBe('string');
    });

    using('explains itself: every record is either in it or left out for a reason', async (source) => {
      await filled(source);
      const explained = await source.explain(
        {
          entity: 'deal',
          measures: ['deal.average.open'],
          filters: [{ field: 'sector', op: 'in', values: ['Retail'] }],
        },
        'deal.average.open',
      );
      if (!explained.ok) throw new Error(explained.issues.map((one) => one.message).join(' '));
      const { population, included, excluded, value } = explained.value;
      expect({ population, included, value }).toEqual({ population: 12, included: 2, value: 185_025 });
      expect(excluded.map(({ reason, count }) => [reason, count])).toEqual([
        ['filtered', 9],
        ['blank', 1],
      ]);
    });

    using('that nobody knows is an issue that names those there are', async (source) => {
      const refused = await source.measure({ entity: 'deal', measures: ['weighted.opne'] });
      expect(refused.ok).toBe(false);
    });
  });

  togetherConformance({ describe, it, expect }, using);

  describe('whoever watches', () => {
    using('hears of every write until they stop', async (source) => {
      const heard: Notice[] = [];
      const stop = source.watch((notice) => heard.push(notice));
      const made = written(await source.create('deal', { client: 'A', stage: 'prospect' }));
      expect(heard.some((notice) => notice.entity === 'deal')).toBe(true);
      stop();
      const before = heard.length;
      written(await source.change('deal', made.id, { amount: 1 }, { version: 1 }));
      expect(heard.length).toBe(before);
    });
  });
};
