import { describe, expect, it } from 'vitest';
import type { Overlay } from '../blueprint/index.ts';
import { crm } from '../blueprints/index.ts';
import { covers, readRights, resolveModel, type Rights, seenBy } from './index.ts';

const all: Rights = { tenant: [], entities: { '*': ['read', 'create', 'change', 'remove', 'import', 'export'] } };
const overlay: Overlay = {
  entities: {
    deal: {
      fields: {
        margin: { kind: 'percent', label: 'Margin' },
        profit: { kind: 'money', currency: 'EUR', formula: 'amount * margin' },
      },
      gates: { thin: { severity: 'warning', fails: 'margin < 5', message: 'Thin' } },
      metrics: { 'profit.open': { label: 'Profit', formula: 'sum(profit)', where: 'stage.open', unit: 'money' } },
      views: { table: ['client', 'amount', 'margin', 'profit'] },
    },
  },
};
const seen = (rights: Partial<Rights>, overlays: readonly Overlay[] = [overlay]) => {
  const made = seenBy(crm, overlays, { ...all, ...rights });
  if (!made.ok) throw new Error(JSON.stringify(made.issues));
  return made.value;
};
const deal = (rights: Partial<Rights>) => {
  const entity = seen(rights).model.find('deal');
  if (!entity) throw new Error('no deal');
  return entity;
};
const whole = (() => {
  const model = resolveModel(crm, { overlays: [overlay] });
  if (!model.ok) throw new Error('the overlay is right');
  return model.value;
})();

describe('what a role sees', () => {
  it('is everything when nothing is kept back', () => {
    const made = seen({});
    expect(made.blueprint).toBe(crm);
    expect(made.model.find('deal')?.fields.length).toBe(whole.find('deal')?.fields.length);
  });

  it('loses a field with whatever is computed from it, and the names of both in every list', () => {
    const entity = deal({ fields: { deal: { margin: 'none' } } });
    expect(entity.field('margin')).toBeUndefined();
    expect(entity.field('profit')).toBeUndefined();
    expect(entity.gates.some(({ code }) => code === 'thin')).toBe(false);
    expect(entity.metrics.some(({ id }) => id === 'profit.open')).toBe(false);
    expect(entity.views.table).toEqual(['client', 'amount']);
    expect(entity.scope.resolve(['margin'])).toBeUndefined();
  });

  it('loses a value that follows what is hidden: the stage would tell itself by its probability', () => {
    const entity = deal({ fields: { deal: { stage: 'none' } } });
    for (const name of ['stage', 'probability', 'weighted'])
      expect([name, entity.field(name)]).toEqual([name, undefined]);
    expect(entity.stage).toBeUndefined();
    expect(entity.parts.stage).toBeUndefined();
    expect(entity.views.board).toBeUndefined();
  });

  it('does not reach a hidden field through a link from another entity', () => {
    const entity = deal({ fields: { company: { sector: 'none' } } });
    expect(entity.scope.resolve(['account', 'name'])).toBeDefined();
    expect(entity.scope.resolve(['account', 'sector'])).toBeUndefined();
  });

  it('loses an entity that it may not read, with the links to it', () => {
    const { model } = seen({ entities: { ...all.entities, company: [] } });
    expect(model.find('company')).toBeUndefined();
    expect(model.find('deal')?.field('account')).toBeUndefined();
    expect(model.find('contact')?.fields.some(({ to }) => to === 'company')).toBe(false);
  });

  it('loses an entity whose records could not be named any more', () => {
    const { model } = seen({ entities: { ...all.entities, investor: [] } });
    expect([model.find('investor'), model.find('kpi'), model.find('deal')?.name]).toEqual([
      undefined,
      undefined,
      'deal',
    ]);
  });

  it('knows the fields that it may read and not write', () => {
    const entity = deal({ fields: { deal: { amount: 'read', margin: 'read' } } });
    expect([entity.field('amount')?.readOnly, entity.field('margin')?.readOnly]).toEqual([true, true]);
    expect(entity.field('client')?.readOnly).toBeUndefined();
    expect(entity.field('margin')?.custom).toBe(true);
  });

  it('gives plain JSON from which a page resolves the same model', () => {
    const { blueprint, overlays } = seen({ fields: { deal: { amount: 'none', owner: 'read' } } });
    const sent = JSON.parse(JSON.stringify({ blueprint, overlays })) as typeof overlays & {
      blueprint: typeof crm;
      overlays: Overlay[];
    };
    const model = resolveModel(sent.blueprint, { overlays: sent.overlays });
    expect(model.ok && model.value.find('deal')?.field('amount')).toBe(undefined);
    expect(model.ok && model.value.find('deal')?.field('owner')?.readOnly).toBe(true);
    expect(JSON.stringify(sent)).not.toContain('montant_brut');
  });

  it('keeps the model whole whichever single field of any entity is hidden', () => {
    for (const entity of whole.entities)
      for (const field of entity.fields) {
        const made = seenBy(crm, [overlay], { ...all, fields: { [entity.name]: { [field.name]: 'none' } } });
        const left = made.ok ? made.value.model.find(entity.name) : null;
        const named = field.name !== entity.title.name && left !== undefined;
        expect([entity.name, field.name, made.ok, left?.field(field.name)]).toEqual([
          entity.name,
          field.name,
          true,
          undefined,
        ]);
        if (field.name === entity.title.name) expect([entity.name, named]).toEqual([entity.name, false]);
      }
  });
});

describe('what somebody says a role may do', () => {
  const codes = (json: unknown) => {
    const read = readRights(json, whole);
    return read.ok ? [] : read.issues.map(({ code }) => code);
  };

  it('is read against the model, every mistake named', () => {
    expect(codes({ tenant: ['people'], entities: { '*': ['read'] }, fields: { deal: { margin: 'none' } } })).toEqual(
      [],
    );
    expect(codes([])).toEqual(['not_rights']);
    expect(codes({ entities: { '*': ['read', 'fly'] } })).toEqual(['no_such_right']);
    expect(codes({ entities: { ghost: ['read'] } })).toEqual(['no_such_entity']);
    expect(codes({ entities: { deal: ['change'] } })).toEqual(['read_needed']);
    expect(codes({ entities: {}, fields: { deal: { ghost: 'none' } } })).toEqual(['no_such_field']);
    expect(codes({ entities: {}, fields: { deal: { client: 'none' } } })).toEqual(['title_hidden']);
    expect(codes({ entities: {}, fields: { deal: { constructor: 'none' } } })).toEqual(['no_such_field']);
    expect(codes({ entities: {}, tenant: ['everything'] })).toEqual(['no_such_right']);
    expect(codes({ entities: {}, ownRecords: 'yes' })).toEqual(['not_flag']);
    expect(codes({ entities: {}, admin: true })).toEqual(['no_such_field']);
  });

  it('covers another role when it may do all of that and more', () => {
    const sales: Rights = { tenant: [], entities: { '*': ['read', 'change'] }, fields: { deal: { margin: 'none' } } };
    expect(covers(all, sales, whole)).toBe(true);
    expect(covers(sales, all, whole)).toBe(false);
    expect(covers(sales, { ...sales, fields: {} }, whole)).toBe(false);
    expect(covers(sales, { ...sales, fields: { deal: { margin: 'none', amount: 'read' } } }, whole)).toBe(true);
    expect(covers(sales, { ...sales, tenant: ['people'] }, whole)).toBe(false);
    expect(covers({ ...sales, ownRecords: true }, sales, whole)).toBe(false);
    expect(covers({ ...all, entities: { ...all.entities, deal: ['read'] } }, sales, whole)).toBe(false);
  });
});
