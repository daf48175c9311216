import { compute, standOn } from './columns.ts';
import { Kept, narrowed, patchOf } from './kept.ts';
import { tame } from './number.ts';
import { type Part, whole } from './part.ts';
import { meanOfWhole, percentile, sumsFor } from './statistics.ts';
import type { Expr, Moment, Type } from './tree.ts';
import type { ColumnTable, Groups, Vector } from './vector.ts';
import { type AggregateCall, aggregatesOf } from './walk.ts';
import { patchedSums, type QuickSums, quickSums } from './whole-sums.ts';

/**
 * One value per group of a figure (an expression checked with aggregates), over the rows of a table or over those of `rows` (ascending):
 * the same values as `aggregate` gives for the rows of the group. Groups without rows have the value of nothing. A table that keeps
 * the vectors of its expressions gets every aggregate made once for the same rows, groups and values.
 */
export function aggregateColumns(
  expr: Expr,
  table: ColumnTable,
  groups: Groups,
  moment: Moment,
  rows: Uint32Array = Uint32Array.from({ length: table.length }, (_, row) => row),
): Vector {
  const stand = standOn(table, moment, undefined);
  const vector = table.vector ?? ((part: Expr): Vector => whole(compute(part, stand), table.length));
  const known = new Map<Expr, Part>();
  for (const call of aggregatesOf(expr))
    known.set(call, { kind: 'numbers', values: tally(call, groups, rows, (part) => vector(part, moment)), step: 1 });
  const none = (): never => {
    throw new Error('a figure reads columns in its aggregates only');
  };
  return whole(compute(expr, { length: groups.count, column: none, moment, known }), groups.count);
}

interface Tallied {
  readonly values: Vector;
  readonly result: Float64Array;
  readonly quick?: QuickSums;
}

const tallies = new Kept<WeakMap<AggregateCall, Tallied>>();
const counts = new Kept<Float64Array>();

function tally(call: AggregateCall, groups: Groups, all: Uint32Array, vector: (expr: Expr) => Vector): Float64Array {
  const { name, args } = call;
  const [x, flag] = name === 'count' ? [undefined, args[0]] : args;
  const rows = flag === undefined ? all : narrowed(all, vector(flag));
  if (x === undefined || name === 'count') return countRows(groups, rows);
  const values = vector(x);
  const known = tallies.of(rows, groups, () => new WeakMap());
  const before = known.get(call);
  if (before?.values === values) return before.result;
  const made = tallied(name, values, groups, rows, x.type.unit, before);
  known.set(call, made);
  return made.result;
}

function tallied(
  name: Exclude<AggregateCall['name'], 'count'>,
  values: Vector,
  groups: Groups,
  rows: Uint32Array,
  unit: Type['unit'],
  before: Tallied | undefined,
): Tallied {
  if (name === 'countDistinct') return { values, result: distinct(values, groups, rows) };
  if (values.kind !== 'numbers') throw new Error(`a column of ${unit} came as ${values.kind}, not as numbers`);
  switch (name) {
    case 'sum':
    case 'avg': {
      const patch = patchOf(values);
      const quick =
        (before?.quick !== undefined && patch?.from === before.values
          ? patchedSums(before.quick, values.values, patch, rows, groups.of)
          : null) ?? quickSums(values.values, rows, groups.of, groups.count);
      if (quick === null) return { values, result: summed(name, values.values, groups, rows, unit) };
      return { values, quick, result: name === 'sum' ? quick.sums : means(quick, unit) };
    }
    case 'min':
    case 'max':
      return { values, result: extreme(name, values.values, groups, rows) };
    case 'median':
    case 'p90':
      return { values, result: percentiles(name, values.values, groups, rows, unit) };
  }
}

/** How many of the rows are in each group; counted once for the same rows and groups. */
export function countRows(groups: Groups, rows: Uint32Array): Float64Array {
  return counts.of(rows, groups, () => counted(groups, rows));
}

function counted({ of, count }: Groups, rows: Uint32Array): Float64Array {
  const out = new Float64Array(count);
  if (count === 1) out[0] = rows.length;
  else for (let i = 0; i < rows.length; i++) (out[of[rows[i] as number] as number] as number)++;
  return out;
}

function means({ sums, counts: how }: QuickSums, unit: Type['unit']): Float64Array {
  const exact = unit === 'money' || unit === 'percent';
  return sums.map((sum, group) => {
    const count = how[group] as number;
    if (count === 0) return Number.NaN;
    return exact ? meanOfWhole(sum, count) : tame(sum / count);
  });
}

function summed(
  name: 'sum' | 'avg',
  values: Float64Array,
  { of, count }: Groups,
  rows: Uint32Array,
  unit: Type['unit'],
): Float64Array {
  const sums = sumsFor(unit, count);
  const found = new Float64Array(count);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    const group = of[row] as number;
    (found[group] as number)++;
    sums.add(group, value);
  }
  const out = new Float64Array(count);
  for (let group = 0; group < count; group++)
    out[group] = name === 'sum' ? sums.sum(group) : sums.mean(group, found[group] as number);
  return out;
}

function extreme(name: 'min' | 'max', values: Float64Array, { of, count }: Groups, rows: Uint32Array): Float64Array {
  const out = new Float64Array(count).fill(Number.NaN);
  const sign = name === 'min' ? 1 : -1;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    const group = of[row] as number;
    const known = out[group] as number;
    if (Number.isNaN(known) || sign * value < sign * known) out[group] = value;
  }
  return out;
}

function percentiles(
  name: 'median' | 'p90',
  values: Float64Array,
  groups: Groups,
  rows: Uint32Array,
  unit: Type['unit'],
): Float64Array {
  const { offsets, sorted } = byGroup(values, groups, rows);
  const out = new Float64Array(groups.count);
  for (let group = 0; group < groups.count; group++) {
    out[group] = percentile(sorted.subarray(offsets[group], offsets[group + 1]), name, unit);
  }
  return out;
}

function distinct(vector: Vector, groups: Groups, rows: Uint32Array): Float64Array {
  const { offsets, sorted } = byGroup(asNumbers(vector), groups, rows);
  const out = new Float64Array(groups.count);
  for (let group = 0; group < groups.count; group++) {
    const end = offsets[group + 1] as number;
    let last = Number.NaN;
    let found = 0;
    for (let at = offsets[group] as number; at < end; at++) {
      const value = sorted[at] as number;
      if (value === last) continue;
      found++;
      last = value;
    }
    out[group] = found;
  }
  return out;
}

/** Something that tells values apart, NaN for null. */
function asNumbers(vector: Vector): Float64Array {
  if (vector.kind === 'numbers') return vector.values;
  const from = vector.kind === 'flags' ? vector.values : vector.codes;
  const blank = vector.kind === 'flags' ? 2 : 0;
  const out = new Float64Array(from.length);
  for (let i = 0; i < out.length; i++) out[i] = from[i] === blank ? Number.NaN : (from[i] as number);
  return out;
}

/** The values of the rows, without nulls, group after group, sorted within each. */
function byGroup(
  values: Float64Array,
  { of, count }: Groups,
  rows: Uint32Array,
): { readonly offsets: Uint32Array; readonly sorted: Float64Array } {
  const offsets = new Uint32Array(count + 1);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (!Number.isNaN(values[row])) (offsets[(of[row] as number) + 1] as number)++;
  }
  for (let group = 0; group < count; group++) (offsets[group + 1] as number) += offsets[group] as number;
  const sorted = new Float64Array(offsets[count] as number);
  const next = offsets.slice(0, count);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    const group = of[row] as number;
    sorted[next[group] as number] = value;
    (next[group] as number)++;
  }
  for (let group = 0; group < count; group++) sorted.subarray(offsets[group], offsets[group + 1]).sort();
  return { offsets, sorted };
}
