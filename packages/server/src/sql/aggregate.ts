import { type Aggregate, type Expr, isAggregate } from '@sluice/core';
import { join, NOTHING, param, raw, type Sql, sql } from './fragment.ts';
import { quotient, rounded, tame, whole } from './number.ts';

/** A call of an aggregate. */
export type AggregateCall = Extract<Expr, { op: 'call' }> & { readonly name: Aggregate };

/** An aggregate in two steps: what the rows of a group are gathered into, and the figure made of that. */
export interface Gathered {
  /** Aggregates of SQL, for the select list that groups. */
  readonly columns: readonly Sql[];
  /** The figure, from the names of those columns, of the type its unit is carried as. */
  readonly value: (columns: readonly Sql[]) => Sql;
}

/** The aggregates in a figure, each once. */
export function aggregatesIn(expr: Expr): readonly AggregateCall[] {
  const found = new Set<AggregateCall>();
  const visit = (at: Expr): void => {
    if (isAggregate(at)) found.add(at);
    else if (at.op === 'call') at.args.forEach(visit);
    else if (at.op === 'lookup') visit(at.of);
  };
  visit(expr);
  return [...found];
}

/** `filter (where …)`: the rows for which all of these are true. */
export function filtered(flags: readonly Sql[]): Sql {
  return flags.length === 0 ? NOTHING : sql` filter (where ${join(flags, ' and ')})`;
}

const ZERO = raw('0::double precision');

/**
 * An aggregate with the semantics of the core. `row` gives the value of an expression of one row, `only` the flags that must be true
 * beside the aggregate's own.
 */
export function gather(call: AggregateCall, row: (expr: Expr) => Sql, only: readonly Sql[]): Gathered {
  const { name, args } = call;
  const [about, flag] = name === 'count' ? [undefined, args[0]] : args;
  const filter = filtered(flag === undefined ? only : [...only, row(flag)]);
  const single = (column: Sql, value = (one: Sql): Sql => one): Gathered => ({
    columns: [column],
    value: ([one = column]) => value(one),
  });
  if (name === 'count') return single(sql`(count(*)${filter})::double precision`);
  if (about === undefined) throw new Error(`${name} lacks an argument`);
  const x = row(about);
  const exact = about.type.unit === 'money' || about.type.unit === 'percent';
  const sum = exact ? sql`sum(${x})${filter}` : sql`(sum((${x})::text::numeric)${filter})::double precision`;
  switch (name) {
    case 'countDistinct':
      return single(sql`(count(distinct ${x})${filter})::double precision`);
    case 'sum':
      return single(sum, (total) =>
        exact ? sql`${whole(sql`coalesce(${total}, 0)`)}::bigint` : tame(sql`coalesce(${total}, ${ZERO})`),
      );
    case 'avg':
      return {
        columns: [sum, sql`count(${x})${filter}`],
        value: ([total = sum, count = sum]) =>
          exact
            ? quotient(total, sql`nullif(${count}, 0)`)
            : tame(sql`(${tame(total)} / nullif(${count}, 0)::double precision)`),
      };
    case 'median':
    case 'p90': {
      const at = param(name === 'median' ? 0.5 : 0.9, 'double precision');
      const between = sql`percentile_cont(${at}) within group (order by (${x})::double precision)${filter}`;
      return single(between, exact ? rounded : tame);
    }
    case 'min':
    case 'max':
      return single(sql`${raw(name)}(${x})${filter}`);
  }
}
