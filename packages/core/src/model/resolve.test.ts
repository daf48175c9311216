import { describe, expect, it } from 'vitest';
import type { Blueprint, EntityDef, Overlay } from '../blueprint/index.ts';
import { crm, deals } from '../blueprints/index.ts';
import { resolveModel } from './index.ts';

const entity = (fields: EntityDef['fields'], more: Partial<EntityDef> = {}): Blueprint => ({
  name: 'test',
  entities: [{ name: 'thing', label: 'Thing', title: Object.keys(fields)[0] ?? 'a', fields, ...more }],
});
const codes = (blueprint: Blueprint, overlay?: Overlay) => {
  const model = resolveModel(blueprint, overlay ? { overlays: [overlay] } : {});
  return model.ok ? [] : model.issues.map((one) => `${one.code} ${one.path.join('.')}`);
};

describe('the model', () => {
  it('resolves every blueprint there is', () => {
    const model = resolveModel(crm);
    expect(model.ok && model.value.entities.map((one) => one.path)).toEqual([
      'deals',
      'companies',
      'contacts',
      'users',
      'marketing-events',
      'investors',
      'investor-contacts',
      'interactions',
      'kpis',
      'monthly-kpis',
      'opportunities',
      'leads',
      'tasks',
      'activities',
      'quotas',
      'scenarios',
      'saved-reports',
      'stage-changes',
      'sales',
      'customers',
      'wines',
    ]);
  });

  it('knows an entity by its name, its address and its labels in any language', () => {
    const model = resolveModel(crm);
    for (const word of ['deal', 'deals', 'Affaire', 'AFFAIRES', 'сделки'])
      expect(model.ok && model.value.named(word)?.name).toBe('deal');
  });

  it('holds bounds in memory units: at least 0.50 is 50 cents, at most 12.5 % is 1 250 basis points', () => {
    const model = resolveModel(
      entity({
        price: { kind: 'money', currency: 'EUR', min: 0.5 },
        rate: { kind: 'percent', max: 12.5 },
        yen: { kind: 'money', currency: 'JPY', min: 100 },
      }),
    );
    const thing = model.ok ? model.value.find('thing') : undefined;
    expect([thing?.field('price')?.min, thing?.field('rate')?.max, thing?.field('yen')?.min]).toEqual([50, 1250, 100]);
  });

  it('says which links lead to an entity', () => {
    const model = resolveModel(crm);
    const deal = model.ok ? model.value.find('deal') : undefined;
    expect(deal?.inverse).toEqual([
      { entity: 'marketingEvent', field: 'deals', many: true },
      { entity: 'stageChange', field: 'deal', many: false },
    ]);
  });

  it('marks the fields that a tenant added', () => {
    const overlay = { entities: { deal: { fields: { vintage: { kind: 'number' } } } } } as const;
    const model = resolveModel(deals, { overlays: [overlay] });
    const deal = model.ok ? model.value.find('deal') : undefined;
    expect([deal?.field('vintage')?.custom, deal?.field('amount')?.custom]).toEqual([true, false]);
  });

  it('reads derived fields of linked records, and no deeper than four steps', () => {
    const model = resolveModel(crm);
    const scope = model.ok ? model.value.find('deal')?.scope : undefined;
    expect(scope?.resolve(['account', 'parent', 'sector'])).toMatchObject({
      op: 'column',
      links: ['account', 'parent'],
      name: 'sector',
    });
    expect(scope?.resolve(['account', 'parent', 'parent', 'parent', 'sector'])).toBeUndefined();
  });

  it.each([
    ['an unknown kind', entity({ a: { kind: 'txt' } as never }), 'no_such_kind entities.thing.fields.a.kind'],
    ['a link to nothing', entity({ a: { kind: 'link', to: 'ghost' } }), 'no_such_entity entities.thing.fields.a.to'],
    [
      'a currency that does not exist',
      entity({ a: { kind: 'money', currency: 'EURO' } }),
      'not_currency entities.thing.fields.a.currency',
    ],
    [
      'a formula of another unit',
      entity({ a: { kind: 'text', formula: '1 + 1' } }),
      'wrong_unit entities.thing.fields.a.formula',
    ],
    [
      'a view of a missing field',
      entity({ a: { kind: 'text' } }, { views: { table: ['b'] } }),
      'no_such_field entities.thing.views.table',
    ],
    [
      'a gate that is no yes or no',
      entity({ a: { kind: 'number' } }, { gates: { g: { severity: 'error', fails: 'a + 1', message: 'x' } } }),
      'wrong_unit entities.thing.gates.g.fails',
    ],
    [
      'a pipeline that is not there',
      entity({ a: { kind: 'stage', pipeline: 'p' } }),
      'no_such_pipeline entities.thing.fields.a.pipeline',
    ],
    [
      'a forecast category that is no choice',
      entity({ a: { kind: 'text' } }, { parts: { category: 'a' } }),
      'wrong_unit entities.thing.parts.category',
    ],
    [
      'an option that is no forecast category',
      entity({ a: { kind: 'choice', options: [{ key: 'commit' }, { key: 'maybe' }] } }, { parts: { category: 'a' } }),
      'not_an_option entities.thing.parts.category',
    ],
    [
      'a forecast category in a field that is not there',
      entity({ a: { kind: 'text' } }, { parts: { category: 'b' } }),
      'no_such_field entities.thing.parts.category',
    ],
  ])('refuses %s', (_what, blueprint, expected) => {
    expect(codes(blueprint)).toContain(expected);
  });

  it('says a circle of formulas with its way around', () => {
    const model = resolveModel(
      entity({ t: { kind: 'text' }, a: { kind: 'number', formula: 'b' }, b: { kind: 'number', formula: 'a' } }),
    );
    expect(model.ok ? [] : model.issues.find((one) => one.code === 'refers_to_itself')?.received).toBe(
      'thing.a → thing.b → thing.a',
    );
  });

  it('refuses an overlay of an entity that is not there', () => {
    expect(codes(deals, { entities: { invoice: {} } })).toEqual(['no_such_entity entities.invoice']);
  });
});
