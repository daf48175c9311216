import { compute, flags, numbers, type Stand, standOn } from './columns.ts';
import { type Part, whole } from './part.ts';
import { percentile, sumsFor } from './statistics.ts';
import type { Expr, Moment, Type } from './tree.ts';
import type { ColumnTable, Groups, Vector } from './vector.ts';
import { type AggregateCall, aggregatesOf } from './walk.ts';

/**
 * One value per group of a figure (an expression checked with aggregates), over the rows of a table or over those of `rows`: the same
 * values as `aggregate` gives for the rows of the group. Groups without rows have the value of nothing.
 */
export function aggregateColumns(
  expr: Expr,
  table: ColumnTable,
  groups: Groups,
  moment: Moment,
  rows?: Uint32Array,
): Vector {
  const stand = standOn(table, moment, rows);
  const { count } = groups;
  const of = rows ? groupsOf(groups, rows) : groups.of;
  const known = new Map<Expr, Part>();
  for (const call of aggregatesOf(expr))
    known.set(call, { kind: 'numbers', values: tally(call, { of, count }, stand), step: 1 });
  const none = (): never => {
    throw new Error('a figure reads columns in its aggregates only');
  };
  return whole(compute(expr, { length: count, column: none, moment, known }), count);
}

function groupsOf({ of }: Groups, rows: Uint32Array): Uint32Array {
  const out = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = of[rows[i] as number] as number;
  return out;
}

function tally(call: AggregateCall, groups: Groups, stand: Stand): Float64Array {
  const { name, args } = call;
  const [x, flag] = name === 'count' ? [undefined, args[0]] : args;
  const taken = takenRows(flag, stand);
  if (x === undefined) return counted(groups, taken);
  if (name === 'countDistinct') return distinct(compute(x, stand), groups, taken);
  const given = numbers(x, stand);
  const values = given.step === 1 ? given.values : new Float64Array(stand.length).fill(given.values[0] ?? Number.NaN);
  switch (name) {
    case 'sum':
    case 'avg':
      return summed(name, values, groups, taken, x.type.unit);
    case 'min':
    case 'max':
      return extreme(name, values, groups, taken);
    case 'median':
    case 'p90':
      return percentiles(name, values, groups, taken, x.type.unit);
    case 'count':
      return counted(groups, taken);
  }
}

/** 1 for the rows an aggregate takes. */
function takenRows(flag: Expr | undefined, stand: Stand): Uint8Array {
  if (flag === undefined) return new Uint8Array(stand.length).fill(1);
  const { values, step } = flags(flag, stand);
  return step === 1 ? values : new Uint8Array(stand.length).fill(values[0] ?? 0);
}

function counted({ of, count }: Groups, taken: Uint8Array): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < taken.length; i++) if (taken[i] === 1) (out[of[i] as number] as number)++;
  return out;
}

function summed(
  name: 'sum' | 'avg',
  values: Float64Array,
  { of, count }: Groups,
  taken: Uint8Array,
  unit: Type['unit'],
): Float64Array {
  const sums = sumsFor(unit, count);
  const counts = new Float64Array(count);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (taken[i] !== 1 || Number.isNaN(value)) continue;
    const group = of[i] as number;
    (counts[group] as number)++;
    sums.add(group, value);
  }
  const out = new Float64Array(count);
  for (let group = 0; group < count; group++)
    out[group] = name === 'sum' ? sums.sum(group) : sums.mean(group, counts[group] as number);
  return out;
}

function extreme(name: 'min' | 'max', values: Float64Array, { of, count }: Groups, taken: Uint8Array): Float64Array {
  const out = new Float64Array(count).fill(Number.NaN);
  const sign = name === 'min' ? 1 : -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (taken[i] !== 1 || Number.isNaN(value)) continue;
    const group = of[i] as number;
    const known = out[group] as number;
    if (Number.isNaN(known) || sign * value < sign * known) out[group] = value;
  }
  return out;
}

function percentiles(
  name: 'median' | 'p90',
  values: Float64Array,
  groups: Groups,
  taken: Uint8Array,
  unit: Type['unit'],
): Float64Array {
  const { offsets, sorted } = byGroup(values, groups, taken);
  const out = new Float64Array(groups.count);
  for (let group = 0; group < groups.count; group++) {
    out[group] = percentile(sorted.subarray(offsets[group], offsets[group + 1]), name, unit);
  }
  return out;
}

function distinct(part: Part, groups: Groups, taken: Uint8Array): Float64Array {
  const { offsets, sorted } = byGroup(asNumbers(part, taken.length), groups, taken);
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
function asNumbers(part: Part, n: number): Float64Array {
  const out = new Float64Array(n);
  const { step } = part;
  if (part.kind === 'numbers') for (let i = 0; i < n; i++) out[i] = part.values[i * step] as number;
  else if (part.kind === 'flags')
    for (let i = 0; i < n; i++) out[i] = part.values[i * step] === 2 ? Number.NaN : (part.values[i * step] as number);
  else for (let i = 0; i < n; i++) out[i] = part.codes[i * step] === 0 ? Number.NaN : (part.codes[i * step] as number);
  return out;
}

/** The values taken, without nulls, group after group, sorted within each. */
function byGroup(
  values: Float64Array,
  { of, count }: Groups,
  taken: Uint8Array,
): { readonly offsets: Uint32Array; readonly sorted: Float64Array } {
  const offsets = new Uint32Array(count + 1);
  for (let i = 0; i < values.length; i++) {
    if (taken[i] === 1 && !Number.isNaN(values[i])) (offsets[(of[i] as number) + 1] as number)++;
  }
  for (let group = 0; group < count; group++) (offsets[group + 1] as number) += offsets[group] as number;
  const sorted = new Float64Array(offsets[count] as number);
  const next = offsets.slice(0, count);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (taken[i] !== 1 || Number.isNaN(value)) continue;
    const group = of[i] as number;
    sorted[next[group] as number] = value;
    (next[group] as number)++;
  }
  for (let group = 0; group < count; group++) sorted.subarray(offsets[group], offsets[group + 1]).sort();
  return { offsets, sorted };
}
