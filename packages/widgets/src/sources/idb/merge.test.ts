import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureModel } from '../../fixtures.ts';
import { keptForm, mergeFields } from './merge.ts';

const values = fc.dictionary(fc.constantFrom('amount', 'sector', 'client', 'tags'), fc.constantFrom(null, 1, 2, 'a'));

describe('an edit that comes late', () => {
  it.each([
    ['in another field is free', { amount: 7 }, { amount: 1 }, { amount: 1, sector: 'b' }, { amount: 7 }, []],
    ['in the same field is held', { amount: 7 }, { amount: 1 }, { amount: 300 }, {}, ['amount']],
    ['that says the same is neither', { amount: 7 }, { amount: 1 }, { amount: 7 }, {}, []],
    ['of a list that others left is free', { tags: ['b'] }, { tags: ['a'] }, { tags: ['a'] }, { tags: ['b'] }, []],
    ['of a blank that is still blank is free', { amount: 7 }, { amount: null }, {}, { amount: 7 }, []],
  ])('%s', (_, asked, before, stored, free, held) => {
    expect(mergeFields({ asked, before }, stored)).toEqual({ free, held });
  });

  it('never writes over what somebody else wrote, and forgets nothing of what was asked', () => {
    fc.assert(
      fc.property(values, values, values, (asked, before, stored) => {
        const { free, held } = mergeFields({ asked, before }, stored);
        for (const name of Object.keys(free)) expect(stored[name] ?? null).toEqual(before[name] ?? null);
        const said = Object.keys(asked).filter((name) => (asked[name] ?? null) !== (stored[name] ?? null));
        expect([...Object.keys(free), ...held].sort((a, b) => (a < b ? -1 : 1))).toEqual(
          said.sort((a, b) => (a < b ? -1 : 1)),
        );
      }),
    );
  });
});

describe('a record as it is kept', () => {
  it('has no derived fields, and a following one only where somebody set it', () => {
    const deal = fixtureModel().find('deal');
    if (!deal) throw new Error('There are no deals.');
    const at = '2025-02-05T09:00:00.000Z';
    const record = { id: '1', version: 1, createdAt: at, updatedAt: at, overrides: {} };
    const shown = { ...record, values: { client: 'A', amount: 100, probability: 3000, weighted: 30 } };
    const kept = keptForm(deal, shown).values;
    expect([kept['amount'], kept['probability'], 'weighted' in kept]).toEqual([100, null, false]);
    const set = { ...shown, overrides: { probability: { by: 'anna', at } } };
    expect(keptForm(deal, set).values['probability']).toBe(3000);
  });
});
