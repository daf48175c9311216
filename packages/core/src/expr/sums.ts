import { scale } from '../money.ts';
import { tame, whole } from './number.ts';

const SAFE = Number.MAX_SAFE_INTEGER;

/** Sums of many groups, exact whatever the order of the rows. NaN is never added. */
export interface Sums {
  readonly add: (group: number, x: number) => void;
  /** The sum of a group, 0 of nothing; NaN when it is beyond what its unit can hold. */
  readonly sum: (group: number) => number;
  /** The mean of a group of so many; NaN of none. */
  readonly mean: (group: number, count: number) => number;
}

/** Sums of whole numbers (minor units, basis points). What no longer fits a double moves to a big integer. Means are rounded half away. */
export class WholeSums implements Sums {
  readonly #cells: Float64Array;
  readonly #spilled = new Map<number, bigint>();

  constructor(groups: number) {
    this.#cells = new Float64Array(groups);
  }

  add(group: number, x: number): void {
    const cell = this.#cells[group] as number;
    const next = cell + x;
    if (next <= SAFE && next >= -SAFE) {
      this.#cells[group] = next;
      return;
    }
    this.#spilled.set(group, (this.#spilled.get(group) ?? 0n) + BigInt(cell));
    this.#cells[group] = x;
  }

  sum(group: number): number {
    return whole(Number(this.#total(group)));
  }

  mean(group: number, count: number): number {
    if (count === 0) return Number.NaN;
    const total = this.#total(group);
    return whole(typeof total === 'number' ? scale(total, 1, count) : Number(roundedQuotient(total, BigInt(count))));
  }

  #total(group: number): number | bigint {
    const cell = (this.#cells[group] ?? 0) + 0;
    const spilled = this.#spilled.get(group);
    return spilled === undefined ? cell : spilled + BigInt(cell);
  }
}

interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const MICRO = 1e6;

/**
 * Sums of doubles as people read them: the exact sum of their shortest decimals (0.1 + 0.2 = 0.3), turned into a double once, as
 * `sum(x::text::numeric)::float8` does. Up to six decimals it counts in millionths; the rest are big decimals.
 */
export class DecimalSums implements Sums {
  readonly #millionths: Float64Array;
  readonly #spilled = new Map<number, Decimal>();

  constructor(groups: number) {
    this.#millionths = new Float64Array(groups);
  }

  add(group: number, x: number): void {
    const micro = Math.round(x * MICRO);
    // At most 15 digits: then this decimal is the shortest of the double it rounds to.
    if (micro / MICRO !== x || micro >= 1e15 || micro <= -1e15) {
      this.#spill(group, decimalOf(x));
      return;
    }
    const cell = this.#millionths[group] as number;
    const next = cell + micro;
    if (next <= SAFE && next >= -SAFE) {
      this.#millionths[group] = next;
      return;
    }
    this.#spill(group, { digits: BigInt(cell), scale: 6 });
    this.#millionths[group] = micro;
  }

  sum(group: number): number {
    const cell = (this.#millionths[group] ?? 0) + 0;
    const spilled = this.#spilled.get(group);
    if (spilled === undefined) return cell / MICRO;
    const { digits, scale } = plus(spilled, { digits: BigInt(cell), scale: 6 });
    return tame(Number(`${digits}e${-scale}`));
  }

  mean(group: number, count: number): number {
    return count === 0 ? Number.NaN : tame(this.sum(group) / count);
  }

  #spill(group: number, decimal: Decimal): void {
    const known = this.#spilled.get(group);
    this.#spilled.set(group, known === undefined ? decimal : plus(known, decimal));
  }
}

function plus(a: Decimal, b: Decimal): Decimal {
  if (a.scale < b.scale) return plus(b, a);
  return { digits: a.digits + b.digits * 10n ** BigInt(a.scale - b.scale), scale: a.scale };
}

/**
 * The shortest decimal that reads as this double, as databases write it: JavaScript also takes a decimal that lies exactly between two
 * doubles (only whole numbers beyond 2^53 can), others write one digit more.
 */
function decimalOf(x: number): Decimal {
  const shortest = read(String(x));
  if (Math.abs(x) <= SAFE || !isBetween(shortest, x)) return shortest;
  for (let precision = String(shortest.digits).replace(/^-|0+$/g, '').length + 1; precision < 17; precision++) {
    const longer = read(x.toPrecision(precision));
    if (!isBetween(longer, x)) return longer;
  }
  return read(x.toPrecision(17));
}

function read(text: string): Decimal {
  const [mantissa = '0', power = '0'] = text.split('e');
  const [before = '', after = ''] = mantissa.split('.');
  const scale = after.length - Number(power);
  const digits = BigInt(before + after);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Whether a decimal lies exactly in the middle of a large double and one of its neighbours. */
function isBetween({ digits, scale }: Decimal, x: number): boolean {
  const unit = 10n ** BigInt(scale);
  const other = 2n * digits - BigInt(x) * unit;
  if (other === BigInt(x) * unit || other % unit !== 0n) return false;
  const neighbour = Number(other / unit);
  return Number.isFinite(neighbour) && BigInt(neighbour) * unit === other;
}

function roundedQuotient(total: bigint, count: bigint): bigint {
  const size = total < 0n ? -total : total;
  const rounded = (2n * size + count) / (2n * count);
  return total < 0n ? -rounded : rounded;
}
