const ROOT_TAU = Math.sqrt(2 * Math.PI);

/** The density of the standard normal distribution. */
export const density = (z: number): number => Math.exp((-z * z) / 2) / ROOT_TAU;

/**
 * P(Z ≤ z) of the standard normal distribution, to about 15 digits: Marsaglia's series ("Evaluating the normal distribution", Journal of
 * Statistical Software 11(4), 2004), in the tails Laplace's continued fraction.
 */
export const cumulative = (z: number): number => {
  const size = Math.abs(z);
  if (size > 38) return z < 0 ? 0 : 1;
  if (size > 5) {
    let fraction = size;
    for (let k = 60; k > 0; k--) fraction = size + k / fraction;
    const tail = density(size) / fraction;
    return z < 0 ? tail : 1 - tail;
  }
  let sum = z;
  let term = z;
  for (let k = 3; sum + term !== sum; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + sum * density(z);
};

// Acklam's rational approximation (2003), relative error below 1.15e-9, before one step of Halley's method brings it to double precision.
const A = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
] as const;
const B = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1,
] as const;
const C = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
] as const;
const D = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1] as const;

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

const approximate = (p: number): number => {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(C, q) / polynomial(D, q);
  }
  const q = p - 0.5;
  return (q * polynomial(A, q * q)) / polynomial(B, q * q);
};

/** The z below which a standard normal lies with probability p (a ratio); ±Infinity at 0 and 1. */
export const quantile = (p: number): number => {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -quantile(1 - p);
  const z = approximate(p);
  const error = (cumulative(z) - p) / density(z);
  return z - error / (1 + (z * error) / 2);
};
