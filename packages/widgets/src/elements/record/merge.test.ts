import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, mergeEdits, patchOf, sameValue, type Values } from './merge.ts';

const base = { client: 'EcoGreen', amount: 100_000, stage: 'prospect', tags: ['SaaS'] };

describe('two people edit one deal', () => {
  it('keeps both edits where they touch different fields', () => {
    const merge = mergeEdits(base, { ...base, amount: 120_000 }, { ...base, stage: 'qualified' });
    expect(merge).toEqual({ mine: { amount: 120_000 }, theirs: ['stage'], clashes: [] });
  });

  it('shows both amounts where both changed it', () => {
    const merge = mergeEdits(base, { ...base, amount: 120_000 }, { ...base, amount: 90_000 });
    expect(merge.clashes).toEqual([{ field: 'amount', base: 100_000, mine: 120_000, theirs: 90_000 }]);
    expect(decide(merge, { amount: 'mine' })).toEqual({ amount: 120_000 });
    expect(decide(merge, { amount: 'theirs' })).toEqual({});
  });

  it('is no clash where both wrote the same', () => {
    const both = { ...base, tags: ['SaaS', 'B2B'] };
    expect(mergeEdits(base, both, { ...both, tags: [...both.tags] })).toEqual({ mine: {}, theirs: [], clashes: [] });
  });

  it('treats an emptied field as an edit', () => {
    expect(patchOf(base, { ...base, amount: null })).toEqual({ amount: null });
  });

  it('loses nothing: every field ends as one of the two wrote it, and as the only one who changed it', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom('a', 'b'),
      fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
    );
    const values: fc.Arbitrary<Values> = fc.record({ a: value, b: value, c: value });
    const choice = fc.constantFrom('mine' as const, 'theirs' as const);
    fc.assert(
      fc.property(
        values,
        values,
        values,
        fc.record({ a: choice, b: choice, c: choice }),
        (start, mine, stored, choices) => {
          const merge = mergeEdits(start, mine, stored);
          const result: Values = { ...stored, ...decide(merge, choices) };
          for (const field of ['a', 'b', 'c'] as const) {
            const [was, one, other, end] = [start, mine, stored, result].map((side) => side[field] ?? null) as [
              null,
              null,
              null,
              null,
            ];
            const chosen = choices[field] === 'mine' ? one : other;
            const expected = sameValue(was, other) ? one : sameValue(was, one) ? other : chosen;
            expect(end).toEqual(sameValue(one, other) ? other : expected);
          }
        },
      ),
    );
  });
});
