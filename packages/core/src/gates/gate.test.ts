import { describe, expect, it } from 'vitest';
import { gatingRate, score } from './index.ts';

describe('the score of a gate', () => {
  it.each([
    [0, 0, 100, true],
    [0, 2, 80, true],
    [0, 3, 70, false],
    [1, 0, 60, false],
    [3, 0, -20, false],
  ])('%i errors and %i warnings make %i', (errors, warnings, points, pass) => {
    expect(score(errors, warnings)).toEqual({ score: points, pass });
  });

  it('has no rate over nothing', () => {
    expect(gatingRate([])).toBeNull();
  });

  it('counts two blocked of four as one half', () => {
    const verdict = (pass: boolean) => ({ findings: [], score: 0, pass });
    expect(gatingRate([verdict(true), verdict(false), verdict(false), verdict(true)])).toBe(0.5);
  });
});
