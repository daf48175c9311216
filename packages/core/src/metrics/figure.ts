import { aggregate } from '../expr/aggregate.ts';
import { evaluate, type Reader } from '../expr/evaluate.ts';
import type { Expr, Moment } from '../expr/tree.ts';
import type { Value } from '../kinds/index.ts';
import type { MetricSpec } from '../query/metric-spec.ts';

/** One group of a figure: the value of the dimension and of the measure, both in memory units. */
export interface FigureGroup {
  readonly key: Value;
  readonly value: Value;
}

const admitted = (spec: MetricSpec, rows: Iterable<Reader>, moment: Moment): readonly Reader[] => {
  const { where } = spec;
  return where === null ? [...rows] : [...rows].filter((row) => evaluate(where, row, moment) === true);
};

/** A metric over rows, without a frame or a database: money in minor units, ratios 0–1; null where it has no value. */
export const figure = (spec: MetricSpec, rows: Iterable<Reader>, moment: Moment): Value =>
  aggregate(spec.formula, admitted(spec, rows, moment), moment);

/** A metric over rows by a dimension, in the order the keys are met; blank is a group of its own. */
export const figureBy = (
  spec: MetricSpec,
  by: Expr,
  rows: Iterable<Reader>,
  moment: Moment,
): readonly FigureGroup[] => {
  const groups = new Map<Value, Reader[]>();
  for (const row of admitted(spec, rows, moment)) {
    const key = evaluate(by, row, moment);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups].map(([key, group]) => ({ key, value: aggregate(spec.formula, group, moment) }));
};
