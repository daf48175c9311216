import { type Expr, isAggregate, type Type, type Value } from '@sluice/core';
import { digits, join, param, type PgType, raw, type Sql, sql } from './fragment.ts';
import { day, later, quotient, quotientBy, rounded, tame, whole } from './number.ts';
import { CARRIED, type Place } from './table.ts';
import { lowered, plain } from './text.ts';

type Call = Extract<Expr, { op: 'call' }>;
type Unit = Type['unit'];

const DOUBLE = raw('double precision');

/**
 * An expression of one row as SQL, of the type its unit is carried as (`CARRIED`), with the semantics of the core's `Primitive`: the
 * same value as `evaluate` gives. Aggregates are looked up in `place.known`; one that is not there throws.
 */
export function compileExpr(expr: Expr, place: Place): Sql {
  return compile(expr, expr.type.unit, place);
}

/** A constant of a unit, bound. */
export function constant(value: Value, unit: Unit): Sql {
  const type = CARRIED[unit];
  const list = unit === 'tags' || unit === 'links';
  if (value === null || (list && Array.isArray(value) && value.length === 0)) return nothing(unit);
  if (typeof value === 'boolean' && unit === 'flag') return raw(value ? 'true' : 'false');
  return param(unit === 'json' ? JSON.stringify(value) : storable(value), type);
}

/** A value as the driver gives it back in the core's memory units: numbers, `YYYY-MM-DD`, ISO instants, ids as text. */
export function outward(value: Sql, unit: Unit): Sql {
  switch (unit) {
    case 'number':
      return value;
    case 'money':
    case 'percent':
      return sql`(${value})::double precision`;
    case 'date':
      return sql`to_char(${value}, 'YYYY-MM-DD')`;
    case 'instant':
      return sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    case 'link':
      return sql`(${value})::text`;
    case 'links':
      return sql`(${value})::text[]`;
    default:
      return value;
  }
}

// PostgreSQL has no NUL and no half surrogate pairs, and no stored text has: a letter that nobody stores stands for them
function storable(value: Value): Value {
  if (typeof value === 'string') return value.replaceAll('\0', '\uffff').toWellFormed();
  return Array.isArray(value) ? value.map(storable) : value;
}

function nothing(unit: Unit): Sql {
  return sql`null::${raw(CARRIED[unit])}`;
}

function compile(expr: Expr, unit: Unit, place: Place): Sql {
  if (expr.type.unit === 'null') return nothing(unit);
  switch (expr.op) {
    case 'value':
      return constant(expr.value, unit);
    case 'column':
      return place.column(expr);
    case 'lookup': {
      if (expr.table.length === 0) return nothing(unit);
      const cases = expr.table.map(([key, value]) => sql` when ${constant(key, 'text')} then ${constant(value, unit)}`);
      return sql`(case ${compile(expr.of, 'text', place)}${join(cases, '')} end)`;
    }
    case 'call':
      return place.known?.get(expr) ?? call(expr, unit, place);
  }
}

function call(expr: Call, unit: Unit, place: Place): Sql {
  const { name, args } = expr;
  const arg = (index: number): Sql => {
    const found = args[index];
    if (found === undefined) throw new Error(`${name} lacks an argument`);
    return compile(found, found.type.unit, place);
  };
  const all = (): readonly Sql[] => args.map((one) => compile(one, one.type.unit, place));
  switch (name) {
    case 'and':
    case 'or':
      return sql`(${join(all(), ` ${name} `)})`;
    case 'not':
      return sql`(not ${arg(0)})`;
    case 'eq':
      return sql`(${arg(0)} = ${arg(1)})`;
    case 'ne':
      return sql`(${arg(0)} <> ${arg(1)})`;
    case 'lt':
      return sql`(${arg(0)} < ${arg(1)})`;
    case 'lte':
      return sql`(${arg(0)} <= ${arg(1)})`;
    case 'gt':
      return sql`(${arg(0)} > ${arg(1)})`;
    case 'gte':
      return sql`(${arg(0)} >= ${arg(1)})`;
    case 'in':
      return oneOf(arg(0), args);
    case 'if':
      return sql`(case when ${arg(0)} then ${branch(args[1], unit, place)} else ${branch(args[2], unit, place)} end)`;
    case 'coalesce':
      return sql`coalesce(${join(
        args.map((one) => compile(one, unit, place)),
        ', ',
      )})`;
    case 'empty':
      return blank(args[0], arg(0), '=', 'is null');
    case 'filled':
      return blank(args[0], arg(0), '<>', 'is not null');
    case 'today':
      return param(place.moment.today, 'date');
    case 'dateOf':
      return day(sql`(${arg(0)} at time zone ${param(place.moment.zone, 'text')})::date`);
    case 'addDays':
      return later(arg(0), arg(1));
    case 'diffDays':
      return sql`(${arg(1)} - ${arg(0)})::double precision`;
    case 'year':
    case 'quarter':
    case 'month':
      return sql`date_part('${raw(name)}', ${arg(0)})`;
    case 'lower':
      return lowered(arg(0));
    case 'contains':
      return sql`(position(${plain(arg(1))} in ${plain(arg(0))}) > 0)`;
    case 'startsWith':
      return sql`starts_with(${plain(arg(0))}, ${plain(arg(1))})`;
    case 'has':
      return sql`coalesce(${arg(1)} = any(${arg(0)}), false)`;
    default:
      if (isAggregate(expr)) throw new Error(`${name} is a figure of many rows, not a value of one`);
      return unit === 'number' ? ofNumbers(expr, place) : ofWholes(expr, place);
  }
}

function branch(expr: Expr | undefined, unit: Unit, place: Place): Sql {
  if (expr === undefined) throw new Error('if lacks an argument');
  return compile(expr, unit, place);
}

function blank(expr: Expr | undefined, value: Sql, compared: '=' | '<>', test: 'is null' | 'is not null'): Sql {
  if (expr?.type.unit === 'text') return sql`(coalesce(${value}, '') ${raw(compared)} '')`;
  return sql`(${value} ${raw(test)})`;
}

function oneOf(value: Sql, args: readonly Expr[]): Sql {
  const unit = args[0]?.type.unit ?? 'null';
  const words = args.slice(1).flatMap((one) => (one.op === 'value' && one.value !== null ? [one.value] : []));
  if (words.length === 0) return sql`(case when ${value} is not null then false end)`;
  // the driver takes a list of flags for a flag
  if (unit === 'flag')
    return sql`(${value} in (${join(
      words.map((word) => constant(word, unit)),
      ', ',
    )}))`;
  return sql`(${value} = any(${param(words.map(storable), `${CARRIED[unit]}[]` as PgType)}))`;
}

/** Whether a number needs no `tame`: what is computed is tame already, what is stored or said may be anything. */
function isTame(expr: Expr): boolean {
  if (expr.op === 'value') {
    const size = typeof expr.value === 'number' ? Math.abs(expr.value) : 0;
    return size === 0 || (size >= 1e-100 && size <= 1e100);
  }
  if (expr.op === 'column') return false;
  if (expr.op === 'lookup') return expr.table.every(([, value]) => isTame({ op: 'value', type: expr.type, value }));
  if (expr.name === 'if') return expr.args.slice(1).every(isTame);
  if (expr.name === 'coalesce') return expr.args.every(isTame);
  return expr.name !== 'min' && expr.name !== 'max';
}

/** An operand as a double that can be multiplied and divided without leaving the range of doubles. */
function double(expr: Expr | undefined, place: Place): Sql {
  if (expr === undefined) throw new Error('an operand is missing');
  const value = compile(expr, expr.type.unit, place);
  if (expr.type.unit !== 'number') return sql`${value}::${DOUBLE}`;
  return isTame(expr) ? value : tame(value);
}

function ofNumbers({ name, args: [a, b] }: Call, place: Place): Sql {
  const plainly = (expr: Expr | undefined): Sql => {
    if (expr === undefined) throw new Error(`${name} lacks an argument`);
    return compile(expr, 'number', place);
  };
  switch (name) {
    case 'add':
      return tame(sql`(${plainly(a)} + ${plainly(b)})`);
    case 'sub':
      return tame(sql`(${plainly(a)} - ${plainly(b)})`);
    case 'neg':
      // never −0
      return sql`(0::double precision - ${double(a, place)})`;
    case 'abs':
      return sql`abs(${double(a, place)})`;
    case 'multiply':
      return tame(sql`(${double(a, place)} * ${double(b, place)})`);
    case 'divide':
      return tame(sql`(${double(a, place)} / nullif(${double(b, place)}, 0))`);
    default:
      throw new Error(`${name} does not give a number`);
  }
}

function ofWholes({ name, args, num = 1, den = 1 }: Call, place: Place): Sql {
  const [first, second] = args;
  const of = (expr: Expr | undefined): Sql => {
    if (expr === undefined) throw new Error(`${name} lacks an argument`);
    return compile(expr, expr.type.unit, place);
  };
  switch (name) {
    case 'add':
      return whole(sql`(${of(first)} + ${of(second)})`);
    case 'sub':
      return whole(sql`(${of(first)} - ${of(second)})`);
    case 'neg':
      return sql`(- ${of(first)})`;
    case 'abs':
      return sql`abs(${of(first)})`;
    case 'scale':
      return quotientBy(sql`(${of(first)}::numeric * ${digits(num)})`, den);
    case 'share':
      return quotientBy(sql`(${of(first)}::numeric * ${of(second)})`, den);
    case 'unshare':
      return quotient(sql`(${of(first)}::numeric * ${digits(den)})`, sql`nullif(${of(second)}, 0)`);
    case 'times':
      return rounded(sql`${double(first, place)} * ${double(second, place)}`);
    case 'per':
      return rounded(sql`${double(first, place)} / nullif(${double(second, place)}, 0)`);
    default:
      throw new Error(`${name} does not give an amount or a percentage`);
  }
}
