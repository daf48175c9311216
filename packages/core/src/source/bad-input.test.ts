import { describe, expect, it } from 'vitest';
import { crm, deals } from '../blueprints/index.ts';
import type { Blueprint, EntityDef } from '../blueprint/index.ts';
import type { Value } from '../kinds/index.ts';
import { metricsOf } from '../metrics/index.ts';
import { type Model, resolveModel } from '../model/index.ts';
import { newId } from '../records/index.ts';
import { type MemorySource, memorySource } from './memory.ts';
import { RECKONINGS } from './reckon.ts';

type Draft = Readonly<Record<string, Value>>;
const modelOf = (blueprint: Blueprint): Model => {
  const resolved = resolveModel(blueprint);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value;
};
const model = modelOf(crm);

const sourceOf = async (drafts: readonly Draft[], of: Model = model, zone = 'Europe/Paris', today = '2025-02-05') => {
  let count = 0;
  const source = memorySource({
    model: of,
    moment: () => ({ today, zone }),
    now: () => `${today}T12:00:00.000Z`,
    id: () => newId(Date.parse(`${today}T12:00:00Z`), () => [0, 0, (count += 1)]),
  });
  for (const draft of drafts) {
    const written = await source.create('deal', { client: 'C', stage: 'prospect', ...draft });
    if (!written.ok) throw new Error(written.issues.map(({ message }) => message).join(' '));
  }
  return source;
};

/** Every number in an answer, wherever it stands. */
const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
};

/** Asks a source for everything there is; each null has its reason, and no number is none. Gives the values of the metrics. */
const everything = async (source: MemorySource, asOf?: string) => {
  const day = asOf === undefined ? {} : { asOf };
  const entity = source.model.find('deal');
  if (!entity) throw new Error('no deals');
  const ids = metricsOf(entity).map(({ id }) => id);
  const answer = await source.measure({ entity: 'deal', measures: ids, ...day });
  if (!answer.ok) throw new Error('no answer');
  const told = new Map<string, readonly [value: unknown, reason: string | null]>();
  for (const { name, values, reasons } of answer.value.measures) {
    const value = values[0] ?? null;
    const reason = reasons?.[0] ?? null;
    expect([name, value === null, typeof reason === 'string']).toEqual([name, value === null, value === null]);
    told.set(name, [value, reason]);
  }
  const reckoned: Record<string, unknown> = {};
  for (const figure of RECKONINGS) {
    const asked = { figure, entity: 'deal', measure: 'weighted.open', ...day };
    const answered = await source.reckon?.(asked);
    if (figure === 'coverage' && !source.model.find('quota')) continue;
    expect([figure, answered?.ok]).toEqual([figure, true]);
    if (answered?.ok) reckoned[figure] = answered.value.result;
  }
  for (const number of numbersIn([...told.values(), reckoned])) expect(Number.isFinite(number)).toBe(true);
  return { told: (id: string) => told.get(id) ?? [undefined, null], reckoned };
};

describe('a pipeline that lacks', () => {
  it('everything: every ratio is unknown with the reason that there is nothing', async () => {
    const { told, reckoned } = await everything(await sourceOf([]));
    expect(told('winRate')).toEqual([null, 'no_rows']);
    expect(told('deal.average')).toEqual([null, 'no_rows']);
    expect(told('amount.open')).toEqual([0, null]);
    expect(reckoned['velocity']).toMatchObject({ perDay: { value: null, reason: 'no_won_deals' } });
    expect(reckoned['waterfall']).toEqual({ value: null, reason: 'no_rows' });
  });

  it('won deals: no win rate, no cycle and no velocity, and open deals count on', async () => {
    const { told, reckoned } = await everything(await sourceOf([{ amount: 100_000 }, { amount: 50_000 }]));
    expect(told('winRate')).toEqual([null, 'zero_denominator']);
    expect(told('cycle')).toEqual([null, 'no_rows']);
    expect(told('velocity')[0]).toBe(null);
    expect(told('weighted.open')).toEqual([15_000, null]);
    expect(reckoned['cycle']).toMatchObject({ mean: { value: null, reason: 'no_won_deals' } });
    expect(reckoned['coverage']).toMatchObject({ total: { ofQuota: { value: null, reason: 'no_quota' } } });
  });

  it('more than one deal', async () => {
    const { told, reckoned } = await everything(
      await sourceOf([{ amount: 100_000, stage: 'won', createdOn: '2025-01-01', closedOn: '2025-01-31' }]),
    );
    expect([told('winRate')[0], told('cycle')[0], told('cycle.p90')[0], told('deal.median')[0]]).toEqual([
      1, 30, 30, 100_000,
    ]);
    // nothing is open: nothing flows
    expect(told('velocity')[0]).toBe(0);
    expect(reckoned['velocity']).toMatchObject({ perDay: { value: 0 } });
  });

  it('anything but lost deals: the win rate is 0, what needs a won deal is unknown', async () => {
    const lost = { amount: 100_000, stage: 'lost', createdOn: '2025-01-01', closedOn: '2025-01-31' };
    const { told, reckoned } = await everything(await sourceOf([lost, lost]));
    expect(told('winRate')).toEqual([0, null]);
    expect(told('deal.average.won')).toEqual([null, 'no_rows']);
    expect(reckoned['velocity']).toMatchObject({ levers: { value: null, reason: 'no_won_deals' } });
  });

  it('a probability in one of its stages is no pipeline: the model says which stage, and nothing breaks', () => {
    const entities = deals.entities.map((entity: EntityDef): EntityDef => {
      const sales = entity.pipelines?.['sales'];
      if (!sales) return entity;
      const stages = sales.stages.map((stage) =>
        stage.key === 'followUp' ? ({ key: 'followUp' } as unknown as typeof stage) : stage,
      );
      return { ...entity, pipelines: { sales: { ...sales, stages } } };
    });
    const resolved = resolveModel({ ...deals, entities });
    expect(resolved.ok).toBe(false);
    expect(resolved.issues).toMatchObject([
      { code: 'not_percent', path: expect.arrayContaining(['stages', 1, 'probability']) as unknown },
    ]);
  });

  it('a probability of a deal, since nobody knows its stage: it weighs as an unknown, not as nothing', async () => {
    const at = '2025-02-01T00:00:00.000Z';
    const stray = (n: number, stage: string | null) => ({
      id: newId(Date.parse(at), () => [0, 0, n]),
      version: 1,
      createdAt: at,
      updatedAt: at,
      overrides: {},
      values: { client: `D${n}`, amount: 100_000, stage },
    });
    const source = memorySource({
      model,
      records: { deal: [stray(1, 'qualified'), stray(2, null), stray(3, 'unheardOf')] },
      moment: () => ({ today: '2025-02-05', zone: 'Europe/Paris' }),
      now: () => at,
      id: () => '',
    });
    const { told } = await everything(source);
    expect([told('weighted.open')[0], told('weighted.all')[0], told('count')[0]]).toEqual([30_000, 30_000, 3]);
    const explained = await source.explain({ entity: 'deal', measures: ['weighted.all'] }, 'weighted.all');
    expect(explained.ok && explained.value.excluded.map(({ reason, count }) => [reason, count])).toEqual([
      ['blank', 2],
    ]);
  });
});

describe('a pipeline with', () => {
  it('amounts of 10¹³ is exact, and says when a sum is beyond what can be held', async () => {
    const huge = { amount: 1_000_000_000_000_000 };
    const few = await everything(await sourceOf([huge, huge, { amount: 1 }]));
    expect(few.told('amount.open')).toEqual([2_000_000_000_000_001, null]);
    const many = await everything(await sourceOf(Array.from({ length: 10 }, () => huge)));
    expect(many.told('amount.open')[0]).toBe(null);
    expect(many.reckoned['waterfall']).toEqual({ value: null, reason: 'too_large' });
  });

  it('a deal closed before it was created leaves it out of the cycle, and says so', async () => {
    const wrong = { amount: 100_000, stage: 'won', createdOn: '2025-01-31', closedOn: '2025-01-01' };
    const { told, reckoned } = await everything(await sourceOf([wrong]));
    expect(told('cycle')).toEqual([null, 'no_rows']);
    expect(reckoned['cycle']).toMatchObject({
      mean: { value: null, reason: 'closed_before_created' },
      closedBeforeCreated: 1,
    });
    const explained = await (await sourceOf([wrong])).explain({ entity: 'deal', measures: ['cycle'] }, 'cycle');
    expect(explained.ok && explained.value.excluded).toEqual([
      { reason: 'not_meant', condition: 'closedOn >= createdOn', count: 1 },
    ]);
  });

  it('a zone that skips midnight ends its day with the change of clocks', async () => {
    // 4 November 2018 began at 01:00 in São Paulo, that is at 03:00 UTC
    const zone = 'America/Sao_Paulo';
    let at = '2018-11-04T02:59:59.999Z';
    let count = 0;
    const source = memorySource({
      model,
      moment: () => ({ today: '2018-11-10', zone }),
      now: () => at,
      id: () => newId(Date.parse(at), () => [0, 0, (count += 1)]),
    });
    await source.create('deal', { client: 'Third', stage: 'prospect', amount: 100 });
    at = '2018-11-04T03:00:00.000Z';
    await source.create('deal', { client: 'Fourth', stage: 'prospect', amount: 10 });
    expect((await everything(source, '2018-11-03')).told('amount.open')[0]).toBe(100);
    expect((await everything(source, '2018-11-04')).told('amount.open')[0]).toBe(110);
  });
});
