import { type Entity, type Rec, memorySource } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { MODEL, NOON, servedMemory } from '../../test/http.ts';
import { demoRecords } from './demo.ts';
import { loadDemo } from './load.ts';
import type { DemoDraft } from './make.ts';

const TODAY = '2025-02-05';

const recordOf = (entity: Entity, { id, values }: DemoDraft): Rec => ({
  id,
  version: 1,
  createdAt: new Date(NOON).toISOString(),
  updatedAt: new Date(NOON).toISOString(),
  overrides: {},
  values: Object.fromEntries(entity.stored.map((field) => [field.name, values[field.name] ?? null])),
});

describe('the demo', () => {
  it('is the same for the same day and has as many records as it says', () => {
    const demo = demoRecords(TODAY);
    expect(demoRecords(TODAY)).toEqual(demo);
    const counts = Object.fromEntries(Object.entries(demo).map(([entity, drafts]) => [entity, drafts.length]));
    expect(counts).toEqual({
      user: 6,
      company: 60,
      contact: 120,
      deal: 400,
      stageChange: 716,
      marketingEvent: 6,
      quota: 6,
      task: 8,
      investor: 14,
      investorContact: 13,
      interaction: 41,
      kpi: 36,
      monthlyKpi: 6,
      lead: 12,
      opportunity: 18,
      activity: 48,
    });
    const ids = Object.values(demo).flatMap((drafts) => drafts.map((draft) => draft.id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('looks like two years of work: every stage, due dates around today, some blanks', () => {
    const { deal } = demoRecords(TODAY);
    const of = (name: string) => deal.map(({ values }) => values[name] ?? null);
    const stages = MODEL.find('deal')?.stage?.options.map((option) => option.key) ?? [];
    for (const stage of stages) expect(of('stage').filter((one) => one === stage).length).toBeGreaterThan(5);
    for (const name of ['amount', 'sector', 'owner', 'account', 'product'])
      expect(of(name).filter((one) => one === null).length).toBeGreaterThan(3);
    const created = of('createdOn').map(String).sort();
    expect(created[0]).toMatch(/^2023-/);
    expect(created.at(-1) ?? '').toBe('2025-02-05');
    const due = deal.filter(({ values }) => values['closedOn'] === undefined).map(({ values }) => values['dueOn']);
    expect(due.filter((one) => typeof one === 'string' && one < TODAY).length).toBeGreaterThan(8);
    expect(due.filter((one) => typeof one === 'string' && one > TODAY).length).toBeGreaterThan(40);
    expect(of('closedOn').filter((one) => typeof one === 'string' && one > TODAY)).toEqual([]);
  });

  it('tells the way of every deal: from its creation to the stage it stands in, no step after today or its closing', () => {
    const { deal, stageChange } = demoRecords(TODAY);
    const steps = Map.groupBy(stageChange, ({ values }) => values['deal']);
    for (const { id, values } of deal) {
      const way = steps.get(id) ?? [];
      expect(way.at(-1)?.values['stage'] ?? 'prospect').toBe(values['stage']);
      expect(way[0]?.values['from'] ?? 'prospect').toBe('prospect');
      const days = [values['createdOn'], ...way.map((one) => one.values['on']), values['closedOn'] ?? TODAY].map(
        String,
      );
      expect(days).toEqual(days.toSorted());
    }
  });

  it('shows a round and an agency: every stage of both, months one after the other whatever the day, nothing said after today', () => {
    for (const today of [TODAY, '2025-03-01', '2024-12-31', '2024-02-29']) {
      const { investor, kpi, monthlyKpi, opportunity, interaction } = demoRecords(today);
      const months = monthlyKpi.map(({ values }) => values['month']);
      expect([months.length, new Set(months).size, months[0]]).toEqual([6, 6, `${today.slice(0, 7)}-01`]);
      const keys = kpi.map(({ values: { investor: of, year, month } }) => JSON.stringify([of, year, month]));
      expect(new Set(keys).size).toBe(keys.length);
      expect(interaction.every(({ values: { heldOn } }) => typeof heldOn === 'string' && heldOn <= today)).toBe(true);
      for (const [name, drafts] of [
        ['investor', investor],
        ['opportunity', opportunity],
      ] as const) {
        const there = new Set(drafts.map(({ values }) => values['stage']));
        expect(MODEL.find(name)?.stage?.options.filter(({ key }) => !there.has(key))).toEqual([]);
      }
    }
  });

  it('is taken by a source as it is, once', async () => {
    const { served } = servedMemory(3);
    const tenants = { sourceFor: async () => served, tenancyOf: async () => null };
    expect(await loadDemo(tenants, TODAY)).toBe(true);
    expect(await loadDemo(tenants, TODAY)).toBe(false);
    const listed = await served.list({ entity: 'deal', limit: 1 });
    expect(listed.ok && listed.value.total).toBe(400);
  });

  it('has figures', async () => {
    const demo = demoRecords(TODAY);
    const source = memorySource({
      model: MODEL,
      records: Object.fromEntries(
        MODEL.entities.map((entity) => [
          entity.name,
          (demo[entity.name as keyof typeof demo] ?? []).map((draft) => recordOf(entity, draft)),
        ]),
      ),
      moment: () => ({ today: TODAY, zone: 'Europe/Paris' }),
      now: () => new Date(NOON).toISOString(),
      id: () => '018f2f6e-0000-7000-8000-0000000000ff',
    });
    const answer = await source.measure({ entity: 'deal', measures: ['count()', 'sum(amount)'] });
    expect(answer.ok && answer.value.measures[0]?.values).toEqual([400]);
    expect(answer.ok && Number(answer.value.measures[1]?.values[0])).toBeGreaterThan(100_000_000);
  });
});
