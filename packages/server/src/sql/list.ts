import {
  bad,
  type Cell,
  type Checked,
  good,
  isDate,
  isId,
  isInstant,
  issue,
  type ListKey,
  type ListPlan,
  type Type,
} from '@sluice/core';
import { compileExpr, constant, outward } from './expr.ts';
import { digits, join, name, NOTHING, param, raw, render, type Sql, sql, type Statement } from './fragment.ts';
import { type Context, rowsAt, whereOf } from './query.ts';
import { openTable, type Place } from './table.ts';
import { plain } from './text.ts';

/** A page of a list as statements under `asTenant`. */
export interface ListStatements {
  /**
   * The records of the page in order, and one more when there is a next page: `id`, `k0` … (the values of the keys, for the cursor)
   * and the columns that were asked for.
   */
  readonly page: Statement;
  /** One row: `total`, how many records the selection lets in. */
  readonly total: Statement;
}

/** One comparison of an order; a key of texts is two, folded and to the letter. Nulls stand last whichever the direction. */
interface Step {
  readonly value: Sql;
  readonly descending: boolean;
  /** Where the page before ended, when that is asked; `null` for a blank. */
  readonly after: Sql | null;
}

function fits(cell: Cell, unit: Type['unit']): boolean {
  switch (unit) {
    case 'number':
      return typeof cell === 'number';
    case 'money':
    case 'percent':
      return Number.isSafeInteger(cell);
    case 'flag':
      return typeof cell === 'boolean';
    case 'date':
      return isDate(cell);
    case 'instant':
      return isInstant(cell);
    case 'link':
      return isId(cell);
    default:
      return typeof cell === 'string';
  }
}

function stepsOf({ expr, descending, order }: ListKey, cell: Cell, place: Place): readonly Step[] {
  const value = compileExpr(expr, place);
  const { unit } = expr.type;
  const bound = cell === null ? null : constant(cell, unit);
  if (unit !== 'text') return [{ value, descending, after: bound }];
  if (order.kind === 'options') {
    // unknown words stand behind the known ones, whatever they are
    const { keys } = order;
    const behind = digits(keys.length + 1);
    const at = cell === null ? null : keys.indexOf(String(cell));
    return [
      {
        value: sql`(case when ${value} is not null then coalesce(array_position(${param(keys, 'text[]')}, ${value}), ${behind}) end)`,
        descending,
        after: at === null ? null : at < 0 ? behind : digits(at + 1),
      },
    ];
  }
  const letters: Step = { value: sql`(${value} collate "C")`, descending, after: bound };
  if (order.kind === 'value') return [letters];
  return [{ value: sql`(${plain(value)} collate "C")`, descending, after: bound && plain(bound) }, letters];
}

/** Stands behind the place where the page before ended. */
function behind([step, ...others]: readonly Step[], rest: Sql): Sql {
  if (step === undefined) return rest;
  const { value, descending, after } = step;
  if (after === null) return sql`(${value} is null and ${behind(others, rest)})`;
  return sql`(${value} ${raw(descending ? '<' : '>')} ${after} or ${value} is null or (${value} = ${after} and ${behind(others, rest)}))`;
}

/**
 * A page of a list and how many records there are in all. `columns` are added to each row of the page: SQL over `"t"`, the table of the
 * entity. Reports `not_a_cursor` for an `after` that does not fit the keys.
 */
export function compileList(
  plan: ListPlan,
  context: Context & { readonly columns?: readonly Sql[] },
): Checked<ListStatements> {
  const { entity, keys, limit, offset, after } = plan;
  const { model, moment, sight, past, columns = [] } = context;
  const last = after?.[keys.length] ?? null;
  const broken =
    after !== null &&
    (after.length !== keys.length + 1 ||
      !isId(last) ||
      keys.some(({ expr }, at) => (after[at] ?? null) !== null && !fits(after[at] ?? null, expr.type.unit)));
  if (broken) return bad([issue('not_a_cursor', ['cursor'], { remedy: 'Begin again without a cursor.' })]);

  const table = openTable(model, entity, moment, sight, rowsAt(model, past));
  const steps = keys.flatMap((key, at) => stepsOf(key, after?.[at] ?? null, table));
  const selected = whereOf(plan, table, context);
  const where =
    after === null ? selected : sql`${selected} and ${behind(steps, sql`${table.id} > ${param(last, 'uuid')}`)}`;
  const shown = [
    sql`${table.id}::text as "id"`,
    ...keys.map(({ expr }, at) => sql`${outward(compileExpr(expr, table), expr.type.unit)} as ${name(`k${at}`)}`),
    ...columns,
  ];
  const order = [
    ...steps.map(({ value, descending }) => sql`${value}${descending ? raw(' desc') : NOTHING} nulls last`),
    table.id,
  ];
  const page = sql`select ${join(shown, ', ')} ${table.from()} where ${where} order by ${join(order, ', ')} limit ${param(limit + 1, 'bigint')} offset ${param(offset, 'bigint')}`;

  const counted = openTable(model, entity, moment, sight, rowsAt(model, past));
  const all = whereOf(plan, counted, context);
  const total = sql`select count(*)::double precision as "total" ${counted.from()} where ${all}`;
  return good({ page: render(page), total: render(total) });
}
