import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity, Field } from '../model/index.ts';
import { amountOf, dayOf, factsOf, unpricedOf } from './facts.ts';
import { deal, record } from './testing.ts';

const zone = 'Europe/Paris';

describe('the facts of a deal', () => {
  it('are what its parts say: amounts in minor units, days, the outcome of its stage', () => {
    const values = {
      stage: 'won',
      amount: 100_055,
      createdOn: '2025-01-10',
      closedOn: '2025-02-09',
      dueOn: '2025-02-01',
    };
    expect(factsOf(deal, record('a', values), zone)).toEqual({
      id: 'a',
      stage: 'won',
      outcome: 'won',
      amount: 100_055,
      currency: 'EUR',
      created: '2025-01-10',
      closed: '2025-02-09',
      expected: '2025-02-01',
    });
  });

  it('are null where they are blank or the pipeline has no such stage: unknown is not zero', () => {
    expect(factsOf(deal, record('a', { stage: 'gone' }), zone)).toMatchObject({
      stage: null,
      outcome: null,
      amount: null,
      created: null,
    });
  });

  it('begin when the record was written down where an entity has no created day of its own, by the day of the zone', () => {
    const { created: _, ...parts } = deal.parts;
    const plain: Entity = { ...deal, parts };
    const late = record('a', { stage: 'won' }, '2025-03-31T22:30:00.000Z');
    expect(factsOf(plain, late, zone).created).toBe('2025-04-01');
    expect(factsOf(plain, late, 'UTC').created).toBe('2025-03-31');
  });

  it('name the currency that the record names', () => {
    const free = (name: string): Field | undefined => {
      const field = deal.field(name);
      return field && name === 'amount' ? { ...field, type: { unit: 'money' }, currencyField: 'product' } : field;
    };
    const several: Entity = { ...deal, field: free };
    expect(factsOf(several, record('a', { stage: 'won', product: 'USD' }), zone).currency).toBe('USD');
  });

  it('read days and nothing else', () => {
    expect(dayOf('2025-02-30', zone)).toBeNull();
    expect(dayOf(20_250_201, zone)).toBeNull();
    expect(dayOf('2025-02-28T23:30:00.000Z', zone)).toBe('2025-03-01');
  });
});

describe('a sum of amounts', () => {
  const facts = (amount: number | null, currency = 'EUR') => ({
    ...factsOf(deal, record('a', { amount }), zone),
    currency,
  });

  it('is exact, and adds what is known', () => {
    expect(amountOf([facts(100_055), facts(null), facts(-55)])).toEqual({ value: 100_000, reason: null });
    expect(amountOf([])).toEqual({ value: 0, reason: null });
    expect(amountOf([facts(null)])).toEqual({ value: 0, reason: null });
    expect(unpricedOf([facts(null), facts(0), facts(1)])).toBe(1);
  });

  it.each([
    ['they are in two currencies', [facts(1), facts(2, 'USD')], 'mixed_currencies'],
    ['they pass 2^53 − 1', [facts(Number.MAX_SAFE_INTEGER), facts(1)], 'too_large'],
  ])('is unknown where %s', (_what, rows, reason) => {
    expect(amountOf(rows)).toEqual({ value: null, reason });
  });

  it('is the same in any order', () => {
    const amounts = fc.array(fc.integer({ min: -1e12, max: 1e12 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(amounts, (list) => {
        const rows = list.map((amount) => facts(amount));
        expect(amountOf(rows)).toEqual(amountOf(rows.toReversed()));
        expect(amountOf(rows).value).toBe(Number(list.reduce((sum, one) => sum + BigInt(one), 0n)));
      }),
    );
  });
});
