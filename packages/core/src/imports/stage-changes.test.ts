import { describe, expect, it } from 'vitest';
import { intake } from '../intake/index.ts';
import { bytes, counter, crmModel } from '../intake/testing.ts';
import { memorySource } from '../source/memory.ts';
import { applyImport, memoryImports, planImport, planUndo, applyUndo } from './index.ts';

const TODAY = '2025-02-05';
const CSV = `Deal,Old stage,New stage,Date
ACME,Prospect,Qualifié,01/02/2017
ACME,Qualifié,Gagné,01/03/2017
Élan,,Négociation,15/02/2017
`;

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
