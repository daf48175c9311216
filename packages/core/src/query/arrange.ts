import { compareFolded, compareText } from '../frame/index.ts';
import type { Expr } from '../expr/index.ts';
import { addDays, type Granularity, truncate } from '../time.ts';
import { allOf, anyOf, constant, flagCall } from './conditions.ts';
import type { Plan, PlannedDimension, PlannedMeasure } from './plan-types.ts';
import type { Answer, Cell } from './query.ts';

/** One group as a runtime found it: keys by dimension, values by measure, and how many rows each measure was made of. */
export interface Group {
  readonly keys: readonly Cell[];
  /** By dimension: the title of the linked record; null where there is none. */
  readonly titles: readonly (string | null)[];
  readonly values: readonly Cell[];
  readonly rows: readonly number[];
  /** By measure: amounts of several currencies that cannot be added. */
  readonly mixed?: readonly boolean[];
}

/** What a runtime found for a plan, in any order. */
export interface Found {
  readonly groups: readonly Group[];
  /** By measure: the currency of the rows, for measures without a fixed one. */
  readonly currencies?: readonly (string | undefined)[];
  readonly selected: number;
  readonly population: number;
}

const place = (keys: readonly string[], key: Cell): number => {
  const at = typeof key === 'string' ? keys.indexOf(key) : -1;
  return at < 0 ? keys.length : at;
};

const compareCells = (a: Cell, b: Cell): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareText(String(a), String(b));
};

/** Two groups by one dimension, ascending; nulls are equal here. */
const compareKeys = (dimension: PlannedDimension, at: number, a: Group, b: Group): number => {
  const x = a.keys[at] ?? null;
  const y = b.keys[at] ?? null;
  const { order } = dimension;
  if (order.kind === 'options') return place(order.keys, x) - place(order.keys, y) || compareCells(x, y);
  if (order.kind === 'value') return compareCells(x, y);
  return compareFolded(a.titles[at] ?? String(x), b.titles[at] ?? String(y)) || compareCells(x, y);
};

const nullsLast = (x: Cell, y: Cell, compare: () => number): number => {
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  return compare();
};

const comparison = ({ dimensions, order }: Plan) => {
  const natural = dimensions.map((_, index) => ({ of: 'dimension' as const, index, descending: false }));
  const keys = [...order, ...natural];
  return (a: Group, b: Group): number => {
    for (const { of, index, descending } of keys) {
      const x = (of === 'dimension' ? a.keys[index] : a.values[index]) ?? null;
      const y = (of === 'dimension' ? b.keys[index] : b.values[index]) ?? null;
      const dimension = dimensions[index];
      const difference = nullsLast(x, y, () => {
        const ascending = of === 'dimension' && dimension ? compareKeys(dimension, index, a, b) : compareCells(x, y);
        return descending ? -ascending : ascending;
      });
      if (difference !== 0) return difference;
    }
    return 0;
  };
};

/** Why a measure has no value, as far as its formula and the number of its rows tell. */
const reasonOf = ({ formula }: PlannedMeasure, rows: number, mixed: boolean): string => {
  if (mixed) return 'mixed_currencies';
  if (rows === 0) return 'no_rows';
  return formula.op === 'call' && (formula.name === 'divide' || formula.name === 'per')
    ? 'zero_denominator'
    : 'no_values';
};

/** Orders groups and lays them out as the columns of an answer. */
const laidOut = (plan: Plan, groups: readonly Group[], found: Found): Answer => ({
  entity: plan.entity.name,
  dimensions: plan.dimensions.map(({ name, unit, title, granularity }, at) => ({
    name,
    unit,
    values: groups.map((group) => group.keys[at] ?? null),
    ...(title ? { labels: groups.map((group) => group.titles[at] ?? '') } : {}),
    ...(granularity === undefined ? {} : { granularity }),
  })),
  measures: plan.measures.map((measure, at) => {
    const { currencyAt } = measure;
    const own = currencyAt === undefined ? [] : groups.map(({ keys }) => keys[currencyAt] ?? null);
    const currencies = own.map((one) => (typeof one === 'string' ? one : null));
    const [only, ...more] = new Set(currencies);
    const currency =
      measure.currency ?? found.currencies?.[at] ?? (more.length === 0 ? (only ?? undefined) : undefined);
    const values = groups.map((group) => group.values[at] ?? null);
    const reasons = groups.map((group) =>
      (group.values[at] ?? null) === null ? reasonOf(measure, group.rows[at] ?? 0, group.mixed?.[at] ?? false) : null,
    );
    return {
      name: measure.name,
      unit: measure.unit,
      ...(currency === undefined ? {} : { currency }),
      ...(more.length > 0 ? { currencies } : {}),
      values,
      ...(reasons.some((reason) => reason !== null) ? { reasons } : {}),
    };
  }),
  length: groups.length,
  selected: found.selected,
  population: found.population,
  ...(plan.rates ? { rates: plan.rates } : {}),
});

/** The first day of the period after the one that begins on this day. */
const following = (day: string, granularity: Granularity): string => {
  const longest = { day: 1, week: 7, month: 31, quarter: 92, year: 366 }[granularity];
  return truncate(addDays(day, longest), granularity);
};

/** The rows of one group of a dimension: what a click on its mark filters by. */
export const keyCondition = ({ expr, granularity }: PlannedDimension, key: Cell): Expr => {
  if (key === null) return flagCall('empty', expr);
  const is = (name: 'eq' | 'gte' | 'lt', value: Cell) => flagCall(name, expr, constant(expr.type, value));
  if (granularity === undefined || granularity === 'day' || typeof key !== 'string') return is('eq', key);
  // The calendar ends with the year 9999.
  if (key >= '9999') return is('gte', key);
  return flagCall('and', is('gte', key), is('lt', following(key, granularity)));
};

/** The plan of what is left over when only some groups are shown: one group without dimensions. */
const restOf = (plan: Plan, shown: readonly Group[]): Plan => {
  const held = shown.map(({ keys }) =>
    allOf(plan.dimensions.map((dimension, at) => keyCondition(dimension, keys[at] ?? null))),
  );
  const any = anyOf(held.filter((one) => one !== null));
  const none = any && flagCall('not', flagCall('coalesce', any, constant({ unit: 'flag' }, false)));
  // what is left may be of several currencies, even where the groups were of one each
  const measures = plan.measures.map((measure): PlannedMeasure => ({ ...measure, currencyAt: undefined }));
  return { ...plan, measures, where: allOf([plan.where, none]), dimensions: [], order: [], top: null, other: false };
};

/** The key of the group that sums up the others. */
export const OTHER = 'other';

/**
 * Makes the answer of a plan from what a runtime finds: groups in their order, the first `top` of them, the rest as one group `other`.
 * `find` may be asked twice: a rest is a question of its own, because averages and ratios cannot be added up.
 */
export const answerOf = (plan: Plan, found: Found): { readonly answer: Answer; readonly rest: Plan | null } => {
  const ordered = [...found.groups].sort(comparison(plan));
  const shown = plan.top === null ? ordered : ordered.slice(0, plan.top);
  const rest = plan.other && shown.length < ordered.length && plan.dimensions.length > 0;
  return { answer: laidOut(plan, shown, found), rest: rest ? restOf(plan, shown) : null };
};

/** An answer with the group `other` at its end. */
export const withRest = (answer: Answer, rest: Answer): Answer => ({
  ...answer,
  dimensions: answer.dimensions.map((dimension, at) => ({
    ...dimension,
    values: [...dimension.values, at === 0 ? OTHER : null],
    ...(dimension.labels ? { labels: [...dimension.labels, at === 0 ? OTHER : ''] } : {}),
  })),
  measures: answer.measures.map((measure, at) => {
    const other = rest.measures[at];
    const reasons = [...(measure.reasons ?? measure.values.map(() => null)), other?.reasons?.[0] ?? null];
    const currencies = [
      ...(measure.currencies ?? measure.values.map(() => measure.currency ?? null)),
      other?.currency ?? null,
    ];
    const { currency: _, currencies: __, ...bare } = measure;
    const alike = currencies.every((one) => one === currencies[0] || one === null);
    return {
      ...(alike ? measure : { ...bare, currencies }),
      values: [...measure.values, other?.values[0] ?? null],
      ...(reasons.some((reason) => reason !== null) ? { reasons } : {}),
    };
  }),
  length: answer.length + 1,
});
