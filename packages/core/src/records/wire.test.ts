import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import { resolveModel } from '../model/index.ts';
import { present, type Rec } from './index.ts';
import { decodeRecord, encodeRecord } from './wire.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('The blueprint is broken.');
const model = resolved.value;
const deal = model.find('deal');
if (!deal) throw new Error('There is no deal.');
const kept: Rec = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  version: 3,
  createdAt: '2025-01-02T10:00:00.000Z',
  updatedAt: '2025-02-03T11:30:00.000Z',
  overrides: {},
  values: { client: 'Novalis', amount: 100055, stage: 'qualified', dueOn: '2025-03-01', tags: ['a', 'b'] },
};
const shown = present(model, deal, kept, {
  moment: { today: '2025-02-05', zone: 'UTC' },
  follow: () => undefined,
});

describe('a record on the wire', () => {
  it('shows 1000.55 EUR at the 30 % of its stage, weighted 300.17', () => {
    expect(encodeRecord(deal, shown)).toMatchObject({
      id: kept.id,
      version: 3,
      client: 'Novalis',
      amount: 1000.55,
      probability: 30,
      weighted: 300.17,
      dueOn: '2025-03-01',
      tags: ['a', 'b'],
      owner: null,
      overrides: {},
    });
  });

  it('comes back as it went, through JSON', () => {
    const json: unknown = JSON.parse(JSON.stringify(encodeRecord(deal, shown)));
    expect(decodeRecord(deal, json)).toEqual({ ok: true, value: shown, issues: [] });
  });

  it('may say more than a reader knows, and never less than its system columns', () => {
    const wire = encodeRecord(deal, shown);
    expect(decodeRecord(deal, { ...wire, colour: 'blue' }).ok).toBe(true);
    expect(decodeRecord(deal, { ...wire, version: 0 }).issues[0]?.code).toBe('not_number');
    expect(decodeRecord(deal, { ...wire, id: '../x' }).issues[0]?.code).toBe('not_id');
    expect(decodeRecord(deal, { ...wire, amount: 'much' }).issues[0]?.code).toBe('not_money');
    expect(decodeRecord(deal, null).issues[0]?.code).toBe('not_an_object');
  });
});
