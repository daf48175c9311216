export type { Aggregate, Expr, Moment, Primitive, Scope, Syntax, Type } from './tree.ts';
export { AGGREGATES } from './tree.ts';
export { DEEPEST, parse } from './parse.ts';
export { print } from './print.ts';
export { check, type Permission } from './check.ts';
export { EXPRESSION_MESSAGES } from './faults.ts';
export { aggregatesOf, conditions, isAggregate, type Reference, references } from './walk.ts';
export { evaluate, type Reader } from './evaluate.ts';
export { aggregate } from './aggregate.ts';
export type {
  CodeVector,
  ColumnTable,
  Dictionary,
  FlagVector,
  Groups,
  ListVector,
  NumberVector,
  Vector,
} from './vector.ts';
export { lengthOf, valueAt } from './vector.ts';
export { evaluateColumns } from './columns.ts';
export { aggregateColumns } from './aggregate-columns.ts';
