import { describe, expect, it } from 'vitest';
import { planSpoiled } from './testing.ts';

describe('two thousand good files that were spoiled', () => {
  it('are planned, written and taken back, or refused with a reason: nothing is lost on the way', async () => {
    expect(await planSpoiled({ runs: 2000 })).toBeGreaterThan(1000);
  }, 600_000);
});
