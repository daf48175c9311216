import { type Rec, resolveModel } from '@sluice/core';
import { deals } from '@sluice/core/blueprints';
import { describe, expect, it } from 'vitest';
import { askedOf, draftOf, entriesOf, freshEntries, onTheWire, previewOf } from './draft.ts';

const checked = resolveModel(deals);
if (!checked.ok) throw new Error('the blueprint of the deals does not resolve');
const model = checked.value;
const deal = model.find('deal');
const user = model.find('user');
if (!deal || !user) throw new Error('no deals');

const around = { moment: { today: '2025-02-05', zone: 'Europe/Paris' }, follow: () => undefined };
const clock = { today: '2025-02-05', now: '2025-02-05T08:00:00.000Z' };
const stored: Rec = {
  id: '0194d000-0000-7000-8000-000000000001',
  version: 3,
  createdAt: '2025-01-01T00:00:00.000Z',
  updatedAt: '2025-01-02T00:00:00.000Z',
  overrides: {},
  values: { client: 'EcoGreen', amount: 1_200_000, stage: 'qualified', probability: 3000, weighted: 360_000 },
};

describe('the entries of a form', () => {
  it('leave a probability that follows its stage blank, so that it goes on following', () => {
    expect(entriesOf(deal, stored)['probability']).toBeNull();
    const overridden = { ...stored, overrides: { probability: { by: 'ana', at: clock.now } } };
    expect(entriesOf(deal, overridden)['probability']).toBe(3000);
  });

  it('have no place for what is computed', () => {
    expect(Object.keys(entriesOf(deal, stored))).not.toContain('weighted');
  });

  it('begin with defaults, and with what the page gives', () => {
    expect(freshEntries(user, {}, clock)).toMatchObject({ active: true, name: null });
    expect(freshEntries(deal, { stage: 'prospect' }, clock)).toMatchObject({ stage: 'prospect', amount: null });
  });

  it('are written where they say something, and blank only where somebody emptied them', () => {
    const fresh = freshEntries(user, {}, clock);
    expect(draftOf(fresh, { ...fresh, name: 'Ana' })).toEqual({ name: 'Ana', active: true });
    expect(draftOf(fresh, { ...fresh, name: 'Ana', active: null })).toEqual({ name: 'Ana', active: null });
  });

  it('ask for an emptied text as a blank, and for nothing where nothing changed', () => {
    const base = entriesOf(deal, stored);
    expect(askedOf(base, { ...base, sector: '' })).toEqual({});
    expect(askedOf(base, { ...base, client: '' })).toEqual({ client: null });
  });

  it('show at once what a later stage means: 70 % of 12 000 € is 8 400 €, and an owner is missing', () => {
    const entries = { ...entriesOf(deal, stored), stage: 'negotiation' };
    const { values, findings } = previewOf(model, deal, { record: stored, entries }, around);
    expect(values).toMatchObject({ probability: 7000, weighted: 840_000 });
    expect(findings.map((finding) => finding.code)).toEqual(['unowned']);
  });

  it('go to the page as on the wire: 12000 and 30', () => {
    expect(onTheWire(deal, { amount: 1_200_000, probability: 3000, owner: null })).toEqual({
      amount: 12_000,
      probability: 30,
      owner: null,
    });
  });
});
