import type {
  Cell,
  Entity,
  Expr,
  Found,
  Group,
  Model,
  Moment,
  Plan,
  PlannedDimension,
  PlannedMeasure,
} from '@sluice/core';
import { aggregatesIn, filtered, gather } from './aggregate.ts';
import { compileExpr, outward } from './expr.ts';
import { join, name, NOTHING, raw, render, type Sql, sql, type Statement } from './fragment.ts';
import { type Past, pastTable } from './past.ts';
import { searchedWhere } from './searched.ts';
import { openTable, type OpenTable, type Place, seenRows, type Sight, tableName } from './table.ts';

/** What a statement is compiled for. */
export interface Context {
  readonly model: Model;
  readonly moment: Moment;
  /** Of somebody who does not see all records. */
  readonly sight?: Sight | undefined;
  /** The day it speaks of; now when left out. What somebody sees is what they see now. */
  readonly past?: Past | undefined;
  /** Where `model` is what somebody sees: all that there is. */
  readonly whole?: Model | undefined;
  /** What few records have, of what a search looks for: found by the index. */
  readonly rare?: string | null;
}

/** Where a statement finds the rows of an entity. */
export const rowsAt =
  (model: Model, past: Past | undefined) =>
  (entity: Entity): Sql =>
    past ? pastTable(model, entity, past) : tableName(entity);

/** A select list that grows: equal expressions are one column. */
interface Columns {
  /** The column's name, from outside: `"r"."c3"`. */
  readonly take: (value: Sql) => Sql;
  readonly list: () => Sql;
}

function columnsOf(alias: string): Columns {
  const known = new Map<string, Sql>();
  const list: Sql[] = [];
  return {
    take: (value) => {
      const key = JSON.stringify(render(value));
      const column = known.get(key) ?? name(alias, `c${known.size}`);
      if (!known.has(key)) list.push(sql`${value} as ${name(`c${known.size}`)}`);
      known.set(key, column);
      return column;
    },
    list: () => (list.length === 0 ? raw('1 as "c"') : join(list, ', ')),
  };
}

/** The value that rows are gathered by: for dates the first day of the period. */
function keyOf({ expr, granularity }: PlannedDimension, table: Place): Sql {
  const value = compileExpr(expr, table);
  if (granularity === undefined || granularity === 'day') return value;
  return sql`date_trunc('${raw(granularity)}', ${value}::timestamp)::date`;
}

/**
 * The question of a plan as one statement under `asTenant`: a row per group, in no order. `readFound` reads what it gives. Each value
 * of a row is computed once (the inner query is kept apart by `offset 0`), gathered, and made into figures.
 */
export function compileQuery(plan: Plan, context: Context): Statement {
  const { model, moment, sight, past } = context;
  const rowsOf = rowsAt(model, past);
  const table = openTable(model, plan.entity, moment, sight, rowsOf);
  const rows = columnsOf('r');
  const groups = columnsOf('g');
  const row = (expr: Expr): Sql => rows.take(compileExpr(expr, table));
  const answer: Sql[] = [];
  const say = (value: Sql, as: string): void => {
    answer.push(sql`${value} as ${name(as)}`);
  };

  const by = plan.dimensions.map((dimension, at) => {
    const key = rows.take(keyOf(dimension, table));
    say(outward(groups.take(key), dimension.expr.type.unit), `k${at}`);
    if (dimension.title) say(groups.take(sql`min(${row(dimension.title)} collate "C")`), `t${at}`);
    return key;
  });
  plan.measures.forEach((measure, at) => {
    const only = measure.where === null ? [] : [row(measure.where)];
    say(figure(measure, { row, only, take: groups.take, moment }), `m${at}`);
    say(sql`${groups.take(sql`count(*)${filtered(only)}`)}::double precision`, `n${at}`);
    if (measure.currencyOf && measure.currencyAt === undefined) {
      const currency = row(measure.currencyOf);
      const ends = ['min', 'max'].map((end) => groups.take(sql`${raw(end)}(${currency} collate "C")${filtered(only)}`));
      const [first = NOTHING, last = NOTHING] = ends;
      say(sql`min(${first}) over ()`, `f${at}`);
      say(sql`max(${last}) over ()`, `l${at}`);
    }
  });
  say(sql`coalesce(sum("g"."rows") over (), 0)::double precision`, 'selected');
  say(sql`"p"."population"::double precision`, 'population');
  say(raw('"g"."rows" is not null'), 'there');

  const where = whereOf(plan, table, context);
  const inner = sql`select ${rows.list()} ${table.from()} where ${where} offset 0`;
  const gathered = sql`select ${groups.list()}, count(*) as "rows" from (${inner}) as "r"${
    by.length === 0 ? NOTHING : sql` group by ${join(by, ', ')}`
  }`;
  const population = sql`select count(*) as "population" from ${rowsOf(plan.entity)} as "t" where ${seenRows('t', plan.entity, sight?.rows)}`;
  // the population is told even when there is no group
  return render(sql`select ${join(answer, ', ')} from (${population}) as "p" left join (${gathered}) as "g" on true`);
}

function figure(
  { formula }: PlannedMeasure,
  ground: {
    readonly row: (expr: Expr) => Sql;
    readonly only: readonly Sql[];
    readonly take: (value: Sql) => Sql;
    readonly moment: Moment;
  },
): Sql {
  const { row, only, take, moment } = ground;
  const known = new Map<Expr, Sql>();
  for (const call of aggregatesIn(formula)) {
    const { columns, value } = gather(call, row, only);
    known.set(call, value(columns.map(take)));
  }
  const column = (): never => {
    throw new Error('a figure reads columns in its aggregates only');
  };
  return outward(compileExpr(formula, { column, moment, known }), formula.type.unit);
}

type Row = Readonly<Record<string, unknown>>;

const cell = (value: unknown): Cell =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

/** Reads the rows that the statement of `compileQuery` gave: what `answerOf` makes an answer of. */
export function readFound(plan: Plan, rows: readonly Row[]): Found {
  const [first] = rows;
  const currencies = plan.measures.map((_, at) => [cell(first?.[`f${at}`]), cell(first?.[`l${at}`])] as const);
  const mixed = currencies.map(([low, high]) => low !== high);
  const groups = rows
    .filter((row) => row['there'] === true)
    .map(
      (row): Group => ({
        keys: plan.dimensions.map((_, at) => cell(row[`k${at}`])),
        titles: plan.dimensions.map((_, at) => {
          const title = cell(row[`t${at}`]);
          return typeof title === 'string' ? title : null;
        }),
        values: plan.measures.map((_, at) => (mixed[at] === true ? null : cell(row[`m${at}`]))),
        rows: plan.measures.map((_, at) => Number(row[`n${at}`] ?? 0)),
        mixed,
      }),
    );
  return {
    groups,
    currencies: currencies.map(([low, high]) => (low === high && typeof low === 'string' ? low : undefined)),
    selected: Number(first?.['selected'] ?? 0),
    population: Number(first?.['population'] ?? 0),
  };
}

/** The condition of a page or a question beside the tenant's: rows for which it is true. */
export function whereOf(
  { where, entity }: Pick<Plan, 'where' | 'entity'>,
  table: OpenTable,
  { model, past, whole = model, rare = null }: Context,
): Sql {
  if (where === null) return table.own;
  const compile = (expr: Expr): Sql => compileExpr(expr, table);
  // what a past day had is not kept to be searched
  const said = past ? compile(where) : searchedWhere(where, { model, entity, table, whole, compile }, rare);
  return sql`${table.own} and ${said}`;
}
