import { AGGREGATES, type Aggregate, type Expr } from './tree.ts';

/** A stored column that an expression reads: of the row (no links) or of the record that the links lead to. */
export interface Reference {
  readonly links: readonly string[];
  readonly name: string;
}

/** The stored columns an expression reads, each once, in the order they are met. */
export function references(expr: Expr): readonly Reference[] {
  const found = new Map<string, Reference>();
  const seen = new Set<Expr>();
  const visit = (at: Expr): void => {
    if (seen.has(at)) return;
    seen.add(at);
    if (at.op === 'column') {
      const key = [...at.links, at.name].join('.');
      if (!found.has(key)) found.set(key, { links: at.links, name: at.name });
    } else if (at.op === 'lookup') visit(at.of);
    else if (at.op === 'call') at.args.forEach(visit);
  };
  visit(expr);
  return [...found.values()];
}

/** The conditions that must all hold: the parts of a top-level `and`, or the expression itself. */
export function conditions(expr: Expr): readonly Expr[] {
  return expr.op === 'call' && expr.name === 'and' ? expr.args.flatMap(conditions) : [expr];
}

/** A call of an aggregate. */
export type AggregateCall = Extract<Expr, { op: 'call' }> & { readonly name: Aggregate };

const NAMES: ReadonlySet<string> = new Set(AGGREGATES);

/** Whether a part of an expression is an aggregate: one value for many rows. */
export function isAggregate(expr: Expr): expr is AggregateCall {
  return expr.op === 'call' && NAMES.has(expr.name);
}

/** The aggregates in an expression, each once. */
export function aggregatesOf(expr: Expr): readonly AggregateCall[] {
  const found = new Set<AggregateCall>();
  const visit = (at: Expr): void => {
    if (isAggregate(at)) found.add(at);
    else if (at.op === 'call') at.args.forEach(visit);
    else if (at.op === 'lookup') visit(at.of);
  };
  visit(expr);
  return [...found];
}

const sizes = new WeakMap<Expr, number>();

/** How many parts an expression has once every derived field is written out. */
export function sizeOf(expr: Expr): number {
  const known = sizes.get(expr);
  if (known !== undefined) return known;
  let size = 1;
  if (expr.op === 'lookup') size += sizeOf(expr.of);
  else if (expr.op === 'call') for (const arg of expr.args) size += sizeOf(arg);
  sizes.set(expr, size);
  return size;
}
