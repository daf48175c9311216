const sorted = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b);

/** The value below which this share of the values lies, from 0 to 1. */
export const percentile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(Math.floor(values.length * share), values.length - 1)] ?? 0;

/** The median. */
export const middle = (values: readonly number[]): number => percentile(values, 0.5);

/** How far two distributions are apart at most: the statistic of Kolmogorov and Smirnov, from 0 to 1. */
export const distance = (one: readonly number[], other: readonly number[]): number => {
  const [a, b] = [sorted(one), sorted(other)];
  let [i, j, most] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    if ((a[i] ?? 0) <= (b[j] ?? 0)) i += 1;
    else j += 1;
    most = Math.max(most, Math.abs(i / a.length - j / b.length));
  }
  return most;
};

/** Whether two samples of these sizes at this distance may be of one distribution (p > 0.01). */
export const within = (gap: number, one: number, other: number): boolean =>
  gap < 1.628 * Math.sqrt((one + other) / (one * other));

/** How steeply a line rises that lies closest to these points (least squares): y for each x. */
export const slope = (points: readonly (readonly [x: number, y: number])[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [x, y] = [mean(points.map(([one]) => one)), mean(points.map(([, one]) => one))];
  const over = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  const under = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return under === 0 ? 0 : over / under;
};
