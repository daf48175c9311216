import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isId } from '../kinds/index.ts';
import { idSequence } from './id.ts';

const word = fc.nat({ max: 0xffff_ffff });
const draws = fc.array(fc.tuple(word, word, word), { minLength: 2, maxLength: 300 });

describe('identifiers made one after the other', () => {
  it('ascend and are all different, whatever is drawn and even when the clock goes back', () => {
    fc.assert(
      fc.property(draws, fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_005 })), (words, clock) => {
        let draw = 0;
        let tick = 0;
        const next = idSequence(
          () => clock[tick++ % Math.max(1, clock.length)] ?? 1_700_000_000_000,
          () => words[draw++ % words.length] ?? [0, 0, 0],
        );
        const ids = Array.from({ length: words.length }, next);
        expect(ids.every(isId)).toBe(true);
        for (let at = 1; at < ids.length; at++) expect((ids[at - 1] ?? '') < (ids[at] ?? '')).toBe(true);
      }),
    );
  });

  it('carry the millisecond they were made at', () => {
    const next = idSequence(
      () => Date.parse('2025-02-05T09:00:00Z'),
      () => [0xffff, 0xffff_ffff, 7],
    );
    expect(Number.parseInt(next().replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse('2025-02-05T09:00:00Z'));
  });
});
