import { randomUUID } from 'node:crypto';
import { newId, type Rec, type Source } from '@sluice/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asTenant } from '../database/as-tenant.ts';
import { deal, done, expectPast, FIRST, open, pool, prepare } from '../../test/past.ts';
import { insertChanges, insertRecords } from './write.ts';

beforeAll(prepare);
afterAll(done);

describe('the records of a past day in PostgreSQL', () => {
  it('are those that were stored that day, with the links and the figures of that day, on any history', async () => {
    expect(await expectPast(1, 11)).toBeGreaterThan(3);
  }, 60_000);

  it('are told as the file dates them where they came by an import', async () => {
    const clock = { today: FIRST, hour: 8 };
    const tenant = randomUUID();
    const source = open(clock, tenant);
    const at = `${FIRST}T08:00:00.000Z`;
    const dated = (n: number, values: Readonly<Record<string, string | number | null>>): Rec => ({
      id: newId(Date.parse(at), () => [1, 1, n]),
      version: 1,
      createdAt: at,
      updatedAt: at,
      overrides: {},
      values: Object.fromEntries(deal.stored.map(({ name }) => [name, values[name] ?? null])),
    });
    const records = [
      dated(1, { client: 'Won', amount: 100_000, stage: 'won', createdOn: '2017-01-10', closedOn: '2017-03-01' }),
      dated(2, { client: 'Open', amount: 50_000, stage: 'qualified', createdOn: '2017-02-01' }),
      dated(3, { client: 'Undated', amount: 1, stage: 'qualified' }),
      dated(4, { client: 'Never', amount: 7, stage: 'lost', createdOn: '2017-02-15' }),
    ];
    await asTenant(pool, { tenant, actor: 'anna', cause: 'import:1' }, async (tx) => {
      await insertRecords(tx, deal, records);
      await insertChanges(
        tx,
        records.map(({ id, version, values }) => ({
          tenant,
          at,
          actor: 'anna',
          cause: 'import:1',
          entity: 'deal',
          id,
          version,
          before: null,
          after: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
        })),
      );
    });
    clock.hour = 9;
    const figures = async (asOf: string) => {
      const measures = ['count', 'amount.open', 'amount.won', 'weighted.open'];
      const answer = await source.measure({ entity: 'deal', measures, asOf });
      return answer.ok ? answer.value.measures.map(({ values: [value] }) => value) : answer.issues;
    };
    const days = {
      '2017-01-09': [0, 0, 0, 0],
      '2017-01-10': [1, 100_000, 0, 10_000],
      '2017-02-20': [3, 150_007, 0, 25_001],
      '2017-03-01': [3, 50_007, 100_000, 15_001],
    };
    for (const [day, expected] of Object.entries(days)) expect([day, await figures(day)]).toEqual([day, expected]);
    // stage changes of another system tell more: Won stood in qualified, Open came from followUp, Undated is there since its first
    const [won, open2, undated] = records.map(({ id }) => id);
    for (const [id, from, stage, on] of [
      [won, null, 'qualified', '2017-02-01'],
      [won, null, 'won', '2017-03-01'],
      [open2, 'followUp', 'qualified', '2017-02-25'],
      [undated, null, 'negotiation', '2017-02-18'],
    ] as const)
      expect(await source.create('stageChange', { deal: id ?? null, from, stage, on })).toMatchObject({ ok: true });
    const stagesOn = async (asOf: string) => {
      const page = await source.list({ entity: 'deal', asOf, sort: ['client'] });
      return page.ok
        ? page.value.items.map(({ values }) => `${values['client'] as string} ${values['stage'] as string}`)
        : [];
    };
    const counted = async (asOf: string) => {
      const answer = await source.measure({ entity: 'deal', by: ['stage'], measures: ['count'], asOf });
      const [by] = answer.ok ? answer.value.dimensions : [];
      return (by?.values ?? []).map(
        (stage, at) => `${String(stage)} ${String(answer.ok && answer.value.measures[0]?.values[at])}`,
      );
    };
    expect(await stagesOn('2017-01-31')).toEqual(['Won prospect']);
    expect(await stagesOn('2017-02-20')).toEqual([
      'Never prospect',
      'Open followUp',
      'Undated negotiation',
      'Won qualified',
    ]);
    expect(await counted('2017-02-20')).toEqual(['prospect 1', 'followUp 1', 'qualified 1', 'negotiation 1']);
    expect(await stagesOn('2017-03-01')).toEqual([
      'Never prospect',
      'Open qualified',
      'Undated negotiation',
      'Won won',
    ]);
    expect((await source.get('deal', won ?? '', { asOf: '2017-02-20' }))?.values['closedOn']).toBe(null);
    const moves = await source.list({ entity: 'stageChange' });
    for (const move of moves.ok ? moves.value.items : []) await source.remove('stageChange', move.id, move);
    // one that is taken out again tells of no day before its import
    const [first] = records;
    if (first) await source.remove('deal', first.id, first);
    expect(await figures('2017-02-20')).toEqual([2, 50_007, 0, 15_001]);
  });

  it('are no other tenant’s, and are refused for a day that is still to come', async () => {
    const clock = { today: FIRST, hour: 8 };
    const [a, b] = [open(clock), open(clock)];
    const written = await a.create('deal', { client: 'ACME', amount: 100, stage: 'prospect' });
    clock.today = '2025-04-01';
    if (written.ok) await a.remove('deal', written.record.id, written.record);
    const count = async (source: Source, asOf: string) => {
      const answer = await source.measure({ entity: 'deal', measures: ['count'], asOf });
      return answer.ok ? answer.value.measures[0]?.values[0] : answer.issues.map(({ code }) => code);
    };
    expect([await count(a, FIRST), await count(b, FIRST)]).toEqual([1, 0]);
    expect(await count(a, '2025-04-02')).toEqual(['after_today']);
    expect(await a.explain({ entity: 'deal', measures: ['count'], asOf: 'x' }, 'count')).toMatchObject({ ok: false });
  });
});
