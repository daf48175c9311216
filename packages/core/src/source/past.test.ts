import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import { resolveModel } from '../model/index.ts';
import type { Query } from '../query/query.ts';
import { newId, type Rec } from '../records/index.ts';
import { addDays } from '../time.ts';
import { type MemorySource, memorySource } from './memory.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint has issues');
const model = resolved.value;
const zone = 'Europe/Paris';
/** Two days before the clocks change. */
const FIRST = '2025-03-28';

const sourceFrom = (clock: { today: string }, records: Readonly<Record<string, readonly Rec[]>> = {}): MemorySource => {
  let count = 0;
  return memorySource({
    model,
    records,
    moment: () => ({ today: clock.today, zone }),
    now: () => `${clock.today}T09:00:00.000Z`,
    id: () => newId(Date.parse(`${clock.today}T09:00:00Z`), () => [0, count >> 8, (count += 1)]),
  });
};

const stage = fc.constantFrom('prospect', 'followUp', 'qualified', 'won', 'lost');
const act = fc.record({
  days: fc.integer({ min: 0, max: 2 }),
  kind: fc.constantFrom('company', 'deal', 'deal', 'edit', 'edit', 'edit', 'relabel', 'drop'),
  which: fc.nat(7),
  account: fc.nat(3),
  patch: fc.record(
    {
      stage,
      amount: fc.option(fc.integer({ min: 0, max: 500_000 }), { nil: null }),
      probability: fc.option(fc.constantFrom(1000, 5500), { nil: null }),
      dueOn: fc.option(fc.constantFrom('2025-03-29', '2025-04-10'), { nil: null }),
    },
    { requiredKeys: [] },
  ),
});

const QUERIES: readonly Query[] = [
  {
    entity: 'deal',
    by: ['account.sector'],
    measures: ['weighted.open', 'amount.won', 'winRate', 'deal.median', 'overdue', 'count'],
  },
  { entity: 'deal', by: ['stage', { field: 'dueOn', granularity: 'month' }], measures: ['amount.open', 'count'] },
  { entity: 'deal', where: "account.sector = 'SaaS'", measures: ['weighted.all', 'cycle', 'velocity'] },
];

/** Everything the source says of its deals on a day, of the day it is when none is named. */
const said = async (source: MemorySource, asOf?: string) => {
  const day = asOf === undefined ? {} : { asOf };
  const page = await source.list({ entity: 'deal', sort: ['account.name', '-amount'], limit: 100, ...day });
  const answers = await Promise.all(QUERIES.map((query) => source.measure({ ...query, ...day })));
  const explained = await source.explain({ ...(QUERIES[0] as Query), ...day }, 'weighted.open');
  return { page, answers, explained };
};
/** Who said an override again with the same value is not told by the journal: see `asOf`. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'overrides' ? {} : inner)));

describe('a source in memory, asked about a past day', () => {
  it('says what it said that day: lists, titles of links, figures by linked dimensions, explanations', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
        const clock = { today: FIRST };
        const source = sourceFrom(clock);
        const was = new Map<string, unknown>();
        for (const { days, kind, which, account, patch } of acts) {
          for (let day = 0; day < days; day += 1) {
            was.set(clock.today, plain(await said(source)));
            clock.today = addDays(clock.today, 1);
          }
          const companies = await source.list({ entity: 'company' });
          const deals = await source.list({ entity: 'deal' });
          if (!companies.ok || !deals.ok) throw new Error('no list');
          const company = companies.value.items[account];
          const deal = deals.value.items[which];
          const link = { account: company?.id ?? null };
          if (kind === 'company') await source.create('company', { name: `C${was.size}`, sector: 'SaaS' });
          else if (kind === 'deal')
            await source.create('deal', { client: `D${which}`, stage: 'prospect', ...patch, ...link });
          else if (kind === 'relabel' && company)
            await source.change(
              'company',
              company.id,
              { name: `N${which}`, sector: which > 3 ? 'Retail' : null },
              company,
            );
          else if (kind === 'drop' && deal) await source.remove('deal', deal.id, deal);
          else if (kind === 'edit' && deal) await source.change('deal', deal.id, { ...patch, ...link }, deal);
        }
        for (const [day, then] of was) expect(plain(await said(source, day))).toEqual(then);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a day that is still to come, and what is no day, without an answer', async () => {
    const source = sourceFrom({ today: FIRST });
    const codes = async (asOf: string): Promise<unknown> => {
      const answer = await source.measure({ entity: 'deal', measures: ['count'], asOf });
      return answer.ok ? null : answer.issues.map(({ code }) => code);
    };
    expect(await codes('2025-03-29')).toEqual(['after_today']);
    expect(await codes('2025-02-30')).toEqual(['not_date']);
    expect(await codes(FIRST)).toBe(null);
  });

  it('reads the dates of records that came from a file: there since they were created, open until they were closed', async () => {
    const values = { client: 'ACME', amount: 100_000, stage: 'won', createdOn: '2017-01-10', closedOn: '2017-03-01' };
    const record: Rec = {
      id: '018f2f6e-0000-7000-8000-000000000001',
      version: 1,
      createdAt: '2025-03-01T00:00:00.000Z',
      updatedAt: '2025-03-01T00:00:00.000Z',
      overrides: {},
      values,
    };
    const source = sourceFrom({ today: FIRST }, { deal: [record] });
    const figures = async (asOf: string) => {
      const answer = await source.measure({ entity: 'deal', measures: ['count', 'amount.open', 'amount.won'], asOf });
      return answer.ok ? answer.value.measures.map(({ values: [value] }) => value) : answer.issues;
    };
    expect(await figures('2017-01-09')).toEqual([0, 0, 0]);
    expect(await figures('2017-01-10')).toEqual([1, 100_000, 0]);
    expect(await figures('2017-02-28')).toEqual([1, 100_000, 0]);
    expect(await figures('2017-03-01')).toEqual([1, 0, 100_000]);
    expect((await source.get('deal', record.id, { asOf: '2017-02-28' }))?.values).toMatchObject({
      stage: 'prospect',
      closedOn: null,
      probability: 1000,
    });
  });
});
