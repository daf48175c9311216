import { describe, expect, it } from 'vitest';
import { cumulative, density, quantile } from './normal.ts';

describe('the normal distribution', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [1.96, 0.9750021048517795],
    [-1.96, 0.024997895148220435],
    [3, 0.9986501019683699],
    [-6, 9.865876450376946e-10],
    [-10, 7.619853024160527e-24],
    [8, 0.9999999999999993],
    [-40, 0],
    [40, 1],
  ])('lies below %d with probability %d', (z, p) => {
    expect(cumulative(z)).toBeCloseTo(p, 14);
    if (p > 0) expect(cumulative(z) / p).toBeCloseTo(1, 10);
  });

  it.each([
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0.1, -1.2815515655446004],
    [0.975, 1.959963984540054],
    [0.001, -3.090232306167813],
    [1e-12, -7.034483825301132],
  ])('has its quantile of %d at %d', (p, z) => {
    expect(quantile(p)).toBeCloseTo(z, 11);
  });

  it('is its own inverse, and has no quantile at certainty', () => {
    for (let p = 0.0005; p < 1; p += 0.0005) expect(cumulative(quantile(p))).toBeCloseTo(p, 13);
    expect([quantile(0), quantile(1)]).toEqual([-Infinity, Infinity]);
    expect(density(0)).toBeCloseTo(0.3989422804014327, 15);
  });
});
