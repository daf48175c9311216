import { describe, expect, it } from 'vitest';
import { deals } from '../blueprints/index.ts';
import type { Value } from '../kinds/index.ts';
import { type Entity, type Model, resolveModel } from '../model/index.ts';
import { change, create, derive, type Rec, remove, type WriteContext } from './index.ts';

const resolved = resolveModel(deals);
if (!resolved.ok) throw new Error(resolved.issues.map((one) => one.message).join(' '));
const model: Model = resolved.value;
const deal = model.find('deal') as Entity;

const COMPANY = '018f2f6e-0000-7000-8000-000000000001';
const ID = '018f2f6e-0000-7000-8000-00000000000a';
const context: WriteContext = {
  model,
  tenant: 'demo',
  actor: 'anna',
  cause: 'request 1',
  at: '2025-02-05T09:00:00.000Z',
  moment: { today: '2025-02-05', zone: 'Europe/Paris' },
  titleOf: (entity, id) => (entity === 'company' && id === COMPANY ? 'Isavigne' : null),
  follow: () => undefined,
};

const made = (draft: Readonly<Record<string, Value>>): Rec => {
  const write = create(deal, draft, ID, context);
  if (!write.ok) throw new Error(write.issues.map((one) => one.message).join(' '));
  return write.value.record;
};
const changed = (record: Rec, patch: Readonly<Record<string, Value>>): Rec => {
  const write = change(deal, record, patch, context);
  if (!write.ok || write.value === null) throw new Error('nothing changed');
  return write.value.record;
};
const shown = (record: Rec) => derive(model, deal, record, context);

describe('a deal that is made', () => {
  it('is worth its amount at the probability of its stage: 1000.55 at 30 % is 300.17', () => {
    const record = made({ client: 'ACME', amount: 100_055, stage: 'qualified' });
    expect(shown(record)).toMatchObject({ probability: 3000, weighted: 30_017 });
  });

  it('takes the name of its company, its reference or nothing, in that order', () => {
    expect(made({ account: COMPANY, stage: 'prospect' }).values['client']).toBe('Isavigne');
    expect(made({ reference: 'Z063OYW0', stage: 'prospect' }).values['client']).toBe('Z063OYW0');
    expect(create(deal, { stage: 'prospect' }, ID, context)).toMatchObject({
      ok: false,
      issues: [{ code: 'required' }],
    });
  });

  it('takes the first of its tags as sector unless it says it has none', () => {
    expect(made({ client: 'A', stage: 'won', tags: ['Santé', 'SaaS'] }).values['sector']).toBe('Santé');
    expect(made({ client: 'A', stage: 'won', tags: ['Santé'], sector: null }).values['sector']).toBeNull();
  });

  it.each([
    ['an unknown field', { client: 'A', stage: 'won', colour: 'red' }, 'no_such_field'],
    ['a derived field', { client: 'A', stage: 'won', weighted: 1 }, 'read_only'],
    ['a stage that is not in the pipeline', { client: 'A', stage: 'wonn' }, 'not_an_option'],
    ['a negative amount', { client: 'A', stage: 'won', amount: -1 }, 'too_small'],
    ['a company that does not exist', { client: 'A', stage: 'won', account: ID }, 'not_linked'],
    ['the tenant', { client: 'A', stage: 'won', tenant_id: 'b' }, 'no_such_field'],
  ])('is refused with %s', (_what, draft, code) => {
    expect(create(deal, draft as Readonly<Record<string, Value>>, ID, context)).toMatchObject({
      ok: false,
      issues: [{ code }],
    });
  });
});

describe('the probability of a deal', () => {
  it('follows the stage until somebody overrides it, and remembers who and when', () => {
    const record = changed(made({ client: 'A', amount: 100_00, stage: 'prospect' }), { probability: 5500 });
    expect(record.overrides).toEqual({ probability: { by: 'anna', at: '2025-02-05T09:00:00.000Z' } });
    expect(shown(record)).toMatchObject({ probability: 5500, weighted: 55_00 });
  });

  it('keeps an override through other edits and stage moves', () => {
    const record = changed(
      changed(made({ client: 'A', amount: 100_00, stage: 'prospect', probability: 5500 }), { client: 'B' }),
      { stage: 'negotiation' },
    );
    expect(shown(record)['probability']).toBe(5500);
  });

  it('follows again when it is cleared, and when the deal closes', () => {
    const overridden = made({ client: 'A', amount: 100_00, stage: 'prospect', probability: 5500 });
    expect(shown(changed(overridden, { probability: null }))['probability']).toBe(1000);
    const lost = changed(overridden, { stage: 'lost' });
    expect(lost.overrides).toEqual({});
    expect(shown(lost)).toMatchObject({ probability: 0, weighted: 0 });
  });
});

describe('a change', () => {
  const record = made({ client: 'A', amount: 100_00, stage: 'prospect' });

  it('is one version and one journal entry of the fields that changed', () => {
    const write = change(deal, record, { amount: 120_00 }, context);
    expect(write.ok && write.value?.record.version).toBe(2);
    expect(write.ok && write.value?.change).toMatchObject({
      version: 2,
      cause: 'request 1',
      before: { amount: 100_00 },
      after: { amount: 120_00 },
    });
  });

  it('to what already is changes nothing', () => {
    expect(change(deal, record, { amount: 100_00, client: 'A' }, context)).toEqual({
      ok: true,
      value: null,
      issues: [],
    });
  });

  it('that closes the deal notes the day; reopening takes it back', () => {
    const won = changed(record, { stage: 'won' });
    expect(won.values['closedOn']).toBe('2025-02-05');
    expect(changed(won, { stage: 'negotiation' }).values['closedOn']).toBeNull();
  });

  it('that breaks a rule leaves the record as it was', () => {
    const before = structuredClone(record);
    expect(change(deal, record, { client: null, amount: 5 }, context).ok).toBe(false);
    expect(record).toEqual(before);
  });

  it('that removes the deal keeps what it was in the journal', () => {
    expect(remove(deal, record, context)).toMatchObject({
      version: 2,
      before: { client: 'A', amount: 100_00, stage: 'prospect' },
      after: null,
    });
  });
});
