import { describe, expect, it } from 'vitest';
import { intake } from '../intake/index.ts';
import { bytes, counter, crmModel } from '../intake/testing.ts';
import type { Value } from '../kinds/index.ts';
import { memorySource } from '../source/memory.ts';
import { applyImport, memoryImports, planImport, planUndo, applyUndo } from './index.ts';

const TODAY = '2025-02-05';
const CSV = `Deal,Old stage,New stage,Date
ACME,Prospect,Qualifié,01/02/2017
ACME,Qualifié,Gagné,01/03/2017
Élan,,Négociation,15/02/2017
`;

const deals = async (given: readonly Readonly<Record<string, Value>>[]) => {
  const model = crmModel();
  const id = counter();
  const moment = { today: TODAY, zone: 'Europe/Paris' };
  const at = `${TODAY}T09:00:00.000Z`;
  const source = memorySource({ model, moment: () => moment, now: () => at, id, cause: 'import:deals' });
  for (const deal of given) await source.create('deal', deal);
  const there = await source.list({ entity: 'deal' });
  const existing = {
    deal: there.ok
      ? there.value.items.map((one) => ({ id: one.id, title: one.values['client'] as string, keys: [] }))
      : [],
  };
  const port = memoryImports(source);
  const context = { tenant: 'local', actor: 'anna', at, moment };
  const planned = async (csv: string, cause: string) => {
    const taken = intake(bytes(csv), { model, entity: 'stageChange', today: TODAY, id, existing });
    return planImport(taken, { model, existing: port, context: { ...context, cause } });
  };
  return { model, source, port, context, planned, existing };
};
const changes = async ({ source }: Awaited<ReturnType<typeof deals>>) => {
  const page = await source.list({ entity: 'stageChange', sort: ['on', 'stage'] });
  return page.ok ? page.value.items.map(({ values: { on, from, stage } }) => [on, from ?? null, stage]) : page.issues;
};

describe('a file of stage changes read again', () => {
  it('brings nothing new: every row is there already', async () => {
    const kept = await deals([
      { client: 'ACME', stage: 'won', createdOn: '2017-01-10', closedOn: '2017-03-01' },
      { client: 'Élan', stage: 'negotiation', createdOn: '2017-01-20' },
    ]);
    const first = await applyImport(await kept.planned(CSV, 'import:1'), kept.port, { model: kept.model });
    expect(first.plan.counts).toMatchObject({ create: 3, unchanged: 0 });
    const before = await changes(kept);
    const again = await applyImport(await kept.planned(CSV, 'import:2'), kept.port, { model: kept.model });
    expect(again.plan.counts).toEqual({ rows: 3, create: 0, update: 0, unchanged: 3, reject: 0 });
    expect(again.plan.rows.map(({ rule }) => rule)).toEqual(
      Array.from({ length: 3 }, () => ({ by: 'key', field: 'deal, from, stage, on' })),
    );
    expect(await changes(kept)).toEqual(before);
    // a longer file of the same system brings what is new
    const more = `${CSV}Élan,Négociation,Gagné,20/03/2017\n`;
    const third = await applyImport(await kept.planned(more, 'import:3'), kept.port, { model: kept.model });
    expect(third.plan.counts).toMatchObject({ create: 1, unchanged: 3 });
  });

  it('takes a row that stands twice in it for one change, and two moves of one day for two', async () => {
    const kept = await deals([{ client: 'ACME', stage: 'qualified', createdOn: '2017-01-10' }]);
    const csv = `Deal,Old stage,New stage,Date
ACME,Prospect,Qualifié,01/02/2017
ACME,Prospect,Qualifié,01/02/2017
ACME,Négociation,Qualifié,01/02/2017
`;
    const done = await applyImport(await kept.planned(csv, 'import:1'), kept.port, { model: kept.model });
    expect(done.plan.rows.map(({ fate, rule }) => [fate, rule.by])).toEqual([
      ['create', 'new'],
      ['unchanged', 'duplicate'],
      ['create', 'new'],
    ]);
    expect(await changes(kept)).toHaveLength(2);
  });

  it('refuses a deal that several are called, and says what would tell them apart', async () => {
    const kept = await deals([
      { client: 'ACME', stage: 'qualified', createdOn: '2017-01-10' },
      { client: 'ACME', stage: 'prospect', createdOn: '2017-02-10' },
    ]);
    const plan = await kept.planned('Deal,New stage,Date\nACME,Qualifié,01/02/2017\n', 'import:1');
    expect(plan.counts).toMatchObject({ create: 0, reject: 1 });
    expect(plan.rows[0]?.issues).toMatchObject([
      {
        code: 'ambiguous_record',
        severity: 'error',
        received: 'ACME',
        remedy: expect.stringContaining('identifier of the one') as string,
      },
    ]);
    expect(plan.writes).toEqual([]);
    const [first] = kept.existing.deal;
    const said = await kept.planned(`Deal,New stage,Date\n${first?.id},Qualifié,01/02/2017\n`, 'import:1');
    expect(said.counts).toMatchObject({ create: 1, reject: 0 });
  });
});

describe('a file of stage changes', () => {
  it('is imported as the history of the deals it names, and taken back', async () => {
    const model = crmModel();
    const id = counter();
    const moment = { today: TODAY, zone: 'Europe/Paris' };
    const at = `${TODAY}T09:00:00.000Z`;
    const source = memorySource({ model, moment: () => moment, now: () => at, id, cause: 'import:deals' });
    await source.create('deal', { client: 'ACME', stage: 'won', createdOn: '2017-01-10', closedOn: '2017-03-01' });
    await source.create('deal', { client: 'Élan', stage: 'negotiation', createdOn: '2017-01-20' });
    const stages = async (asOf: string) => {
      const page = await source.list({ entity: 'deal', asOf, sort: ['client'] });
      return page.ok ? page.value.items.map(({ values: { client, stage } }) => [client, stage]) : page.issues;
    };
    // by their own dates: a guess
    expect(await stages('2017-02-10')).toEqual([
      ['ACME', 'prospect'],
      ['Élan', 'negotiation'],
    ]);
    const there = await source.list({ entity: 'deal' });
    const existing = {
      deal: there.ok
        ? there.value.items.map((one) => ({ id: one.id, title: one.values['client'] as string, keys: [] }))
        : [],
    };
    const taken = intake(bytes(CSV), { model, entity: 'stageChange', today: TODAY, id, existing });
    expect(taken.mapping.unmatched).toEqual([]);
    const port = memoryImports(source);
    const context = { tenant: 'local', actor: 'anna', at, moment, cause: 'import:moves' };
    const plan = await planImport(taken, { model, existing: port, context });
    expect(plan.rows.flatMap(({ issues, rule }) => (issues.length > 0 ? [{ rule, issues }] : []))).toEqual([]);
    const done = await applyImport(plan, port, { model });
    expect(done.plan.counts).toMatchObject({ create: 3, reject: 0 });
    expect(await stages('2017-02-10')).toEqual([
      ['ACME', 'qualified'],
      ['Élan', 'prospect'],
    ]);
    expect(await stages('2017-02-20')).toEqual([
      ['ACME', 'qualified'],
      ['Élan', 'negotiation'],
    ]);
    const times = await source.reckon?.({ figure: 'timeInStage', entity: 'deal' });
    const told = times?.ok && times.value.figure === 'timeInStage' ? times.value.result : [];
    expect(told.find(({ stage }) => stage === 'qualified')?.latest.mean.value).toBe(28);
    const undo = await planUndo(await port.changes(plan.cause), port, {
      model,
      context: { ...context, cause: 'undo' },
    });
    await applyUndo(undo, port);
    expect(await stages('2017-02-10')).toEqual([
      ['ACME', 'prospect'],
      ['Élan', 'negotiation'],
    ]);
  });
});
