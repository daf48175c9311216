/** A distribution on evenly spaced totals: cell `low + i` (a count of steps) has probability `mass[i]`. */
export interface Cells {
  readonly low: number;
  readonly mass: Float64Array;
}

/** How the amounts stand on a grid: amount i is `cells[i]` steps, and no total is off by more than `errorBound` minor units. */
export interface Grid {
  /** Minor units. */
  readonly step: number;
  readonly cells: Uint32Array;
  /** Minor units; 0 when every amount is a multiple of the step. At most step × amounts ÷ 2. */
  readonly errorBound: number;
}

// About how many multiplications a distribution may cost: some 20 ms (500 deals on 100 000 totals).
const WORK = 3 * 2 ** 23;
const MOST = 2 ** 19;
const LEAST = 1024;
// Tails lighter than this are dropped: with all cells together far below the rounding of doubles, and slow to multiply.
const NIL = 1e-24;

const divisor = (a: number, b: number): number => {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
};

/** The largest amount that divides all of them, in minor units; 0 for none. */
export const commonGrid = (amounts: Float64Array): number => {
  let common = 0;
  for (let i = 0; i < amounts.length && common !== 1; i++) common = divisor(amounts[i] as number, common);
  return common;
};

const bound = (amounts: Float64Array, step: number): number => {
  let over = 0;
  let under = 0;
  for (let i = 0; i < amounts.length; i++) {
    const amount = amounts[i] as number;
    const off = Math.round(amount / step) * step - amount;
    if (off > 0) over += off;
    else under -= off;
  }
  return Math.max(over, under);
};

const onGrid = (amounts: Float64Array, step: number): Grid => ({
  step,
  cells: Uint32Array.from(amounts, (amount) => Math.round(amount / step)),
  errorBound: bound(amounts, step),
});

/** Steps to try when the common grid is too fine: the finest that can be afforded, and the round numbers above it. */
const steps = (finest: number): readonly number[] => {
  const power = 10 ** Math.floor(Math.log10(finest));
  const round = [1, 2, 2.5, 5, 10, 20, 25, 50].map((digit) => digit * power);
  return [finest, ...round.filter((step) => step >= finest && step <= finest * 10 && Number.isInteger(step))];
};

/**
 * The grid for amounts (whole minor units above 0): their greatest common divisor when the totals on it are few enough to reckon with,
 * else the affordable step with the smallest error bound. A `step` may be prescribed.
 */
export const gridOf = (amounts: Float64Array, step?: number): Grid => {
  if (amounts.length === 0) return { step: 1, cells: new Uint32Array(0), errorBound: 0 };
  if (step !== undefined) return onGrid(amounts, step);
  const common = commonGrid(amounts);
  const span = amounts.reduce((sum, amount) => sum + amount, 0);
  const affordable = Math.min(MOST, Math.max(LEAST, Math.floor((2 * WORK) / amounts.length)));
  if (span / common <= affordable) return onGrid(amounts, common);
  const bounds = steps(Math.ceil(span / affordable)).map((one) => ({ one, off: bound(amounts, one) }));
  const { one } = bounds.reduce((best, next) => (next.off < best.off ? next : best));
  return onGrid(amounts, one);
};

/** The distribution of a sum of independent steps: `cells[i]` with a probability in basis points, else nothing. By convolution. */
export const convolve = (cells: Uint32Array, probability: Float64Array): Cells => {
  // Small amounts first: the totals stay few for longer.
  const order = Uint32Array.from(cells.keys()).sort((a, b) => (cells[a] as number) - (cells[b] as number));
  const mass = new Float64Array(cells.reduce((sum, cell) => sum + cell, 0) + 1);
  mass[0] = 1;
  let low = 0;
  let high = 0;
  for (let n = 0; n < order.length; n++) {
    const deal = order[n] as number;
    const step = cells[deal] as number;
    const p = (probability[deal] as number) / 10_000;
    if (step === 0) continue;
    mix(mass, low, high, step, p);
    high += step;
    while (low < high && (mass[low] as number) < NIL) mass[low++] = 0;
    while (high > low && (mass[high] as number) < NIL) mass[high--] = 0;
  }
  return { low, mass: mass.slice(low, high + 1) };
};

/** mass[k] ← (1 − p)·mass[k] + p·mass[k − step], from the top down so that each is read before it is written. */
const mix = (mass: Float64Array, low: number, high: number, step: number, p: number): void => {
  const q = 1 - p;
  for (let k = high + step; k >= low + step; k--) mass[k] = q * (mass[k] as number) + p * (mass[k - step] as number);
  for (let k = Math.min(low + step - 1, high); k >= low; k--) mass[k] = q * (mass[k] as number);
};
