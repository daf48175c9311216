export type {
  Answer,
  Cell,
  Condition,
  Dimension,
  DimensionColumn,
  Exclusion,
  Explanation,
  ListQuery,
  MeasureColumn,
  MeasureUnit,
  Operator,
  Query,
  Rates,
  Selection,
} from './query.ts';
export { OPERATORS } from './query.ts';
export type { MetricSpec } from './metric-spec.ts';
export type {
  ListKey,
  ListPlan,
  NaturalOrder,
  Plan,
  PlannedDimension,
  PlannedMeasure,
  PlannedOrder,
} from './plan-types.ts';
export { pastMoment } from './as-of.ts';
export { dimensionOf, type Metrics, plan, planList } from './plan.ts';
export { answerOf, type Found, type Group, keyCondition, OTHER, withRest } from './arrange.ts';
export { run, type Tables } from './run.ts';
export { runList } from './list.ts';
export { decodeCursor, encodeCursor } from './cursor.ts';
export { addressOf, filtersFromAddress, filtersToAddress, queryFromAddress } from './address.ts';
export { listed, queryFromWords, type QueryWords } from './words.ts';
export { readListQuery, readQuery } from './schema.ts';
export { decodeAnswer, decodeExplanation, encodeAnswer, encodeExplanation } from './wire.ts';
export { type MarkedPart, marked, NEAR, nearness, type Rank, RANKS, rankOf, searchWords } from './search.ts';
