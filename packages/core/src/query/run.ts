import { countRows } from '../expr/aggregate-columns.ts';
import { aggregateColumns, type Moment, type Vector, valueAt } from '../expr/index.ts';
import { narrowed } from '../expr/kept.ts';
import { type Frame, type GroupedRows, groupRows } from '../frame/index.ts';
import { type Granularity, truncateDays } from '../time.ts';
import { answerOf, type Found, type Group, withRest } from './arrange.ts';
import type { Plan, PlannedMeasure } from './plan-types.ts';
import type { Answer, Cell } from './query.ts';

/** Where frames are found by the name of their entity. */
export interface Tables {
  readonly frame: (entity: string) => Frame | undefined;
}

const truncated = new WeakMap<Vector, Map<Granularity, Vector>>();

/** A column of days as the first days of their periods; the same column gives the same periods. */
const periods = (vector: Vector, granularity: Granularity | undefined): Vector => {
  if (vector.kind !== 'numbers' || granularity === undefined || granularity === 'day') return vector;
  const made = truncated.get(vector) ?? new Map<Granularity, Vector>();
  truncated.set(vector, made);
  const before = made.get(granularity);
  if (before) return before;
  const known = new Map<number, number>();
  const values = new Float64Array(vector.values.length);
  for (let i = 0; i < values.length; i++) {
    const day = vector.values[i] as number;
    let first = known.get(day);
    if (first === undefined) known.set(day, (first = Number.isNaN(day) ? day : truncateDays(day, granularity)));
    values[i] = first;
  }
  const after: Vector = { kind: 'numbers', values };
  made.set(granularity, after);
  return after;
};

interface Measured {
  readonly values: readonly Cell[];
  readonly rows: Float64Array;
  readonly mixed: Uint8Array | null;
  readonly currency?: string;
}

/** Which groups hold amounts of several currencies, and the one currency when there is only one in all. */
const currenciesOf = (vector: Vector, rows: Uint32Array, groups: GroupedRows) => {
  const mixed = new Uint8Array(groups.count);
  if (vector.kind !== 'codes') return { mixed, codes: new Set<number>() };
  const first = new Uint32Array(groups.count);
  const codes = new Set<number>();
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const code = vector.codes[row] as number;
    const group = groups.of[row] as number;
    if (code === 0) continue;
    codes.add(code);
    if (first[group] === 0) first[group] = code;
    else if (first[group] !== code) mixed[group] = 1;
  }
  return { mixed: codes.size > 1 ? mixed.fill(1) : mixed, codes };
};

const measured = (
  measure: PlannedMeasure,
  frame: Frame,
  groups: GroupedRows,
  selected: Uint32Array,
  moment: Moment,
): Measured => {
  const { where } = measure;
  const rows = where === null ? selected : narrowed(selected, frame.vector(where, moment));
  const vector = aggregateColumns(measure.formula, frame, groups, moment, rows);
  const { unit } = measure.formula.type;
  const named =
    measure.currencyOf && measure.currencyAt === undefined ? frame.vector(measure.currencyOf, moment) : null;
  const found = named ? currenciesOf(named, rows, groups) : null;
  const [only] = found?.codes ?? [];
  return {
    values: Array.from({ length: groups.count }, (_, group) =>
      found?.mixed[group] === 1 ? null : (valueAt(vector, group, unit) as Cell),
    ),
    rows: countRows(groups, rows),
    mixed: found?.mixed ?? null,
    ...(found?.codes.size === 1 && only !== undefined && named?.kind === 'codes'
      ? { currency: named.dictionary.get(only - 1) }
      : {}),
  };
};

/** More groups than this are only worth keeping for all rows when there are as many rows to ask about. */
const FEW_GROUPS = 1024;

/** The rows as groups: those of all rows, which outlive a change of filters, unless most of them would be empty. */
const grouped = (keys: readonly Vector[], selected: Uint32Array, frame: Frame, moment: Moment): GroupedRows => {
  const all = groupRows(keys, frame.select(null, moment), frame.length);
  return all.count <= Math.max(FEW_GROUPS, selected.length) ? all : groupRows(keys, selected, frame.length);
};

const find = (plan: Plan, frame: Frame, moment: Moment): Found => {
  const selected = frame.select(plan.where, moment);
  const keys = plan.dimensions.map(({ expr, granularity }) => periods(frame.vector(expr, moment), granularity));
  const titles = plan.dimensions.map(({ title }) => (title ? frame.vector(title, moment) : null));
  const groups = grouped(keys, selected, frame, moment);
  const counts = countRows(groups, selected);
  const measures = plan.measures.map((measure) => measured(measure, frame, groups, selected, moment));
  const found: Group[] = [];
  for (let group = 0; group < groups.count; group++) {
    if (counts[group] === 0 && keys.length > 0) continue;
    const row = groups.first[group] ?? 0;
    found.push({
      keys: keys.map((vector, at) => valueAt(vector, row, plan.dimensions[at]?.unit ?? 'text') as Cell),
      titles: titles.map((vector) => (vector ? (valueAt(vector, row, 'text') as string | null) : null)),
      values: measures.map(({ values }) => values[group] ?? null),
      rows: measures.map(({ rows }) => rows[group] ?? 0),
      mixed: measures.map(({ mixed }) => mixed?.[group] === 1),
    });
  }
  return {
    groups: found,
    currencies: measures.map(({ currency }) => currency),
    selected: selected.length,
    population: frame.length,
  };
};

const NOTHING: Found = { groups: [], selected: 0, population: 0 };

/** Answers a plan from frames. Without dimensions there is one group, whether or not there are rows. */
export const run = (plan: Plan, tables: Tables, moment: Moment): Answer => {
  const frame = tables.frame(plan.entity.name);
  if (!frame) return answerOf(plan, NOTHING).answer;
  const { answer, rest } = answerOf(plan, find(plan, frame, moment));
  return rest ? withRest(answer, run(rest, tables, moment)) : answer;
};
