import type { Value } from '../kinds/index.ts';
import { daysFromDate } from '../time.ts';
import { addDays, calendarPart } from './calendar.ts';
import { fromNumber, toNumber } from './cell.ts';
import { compareNumbers, conjunction, disjunction, type Flag, flagOf, NO, negation, UNKNOWN, YES } from './flag.ts';
import { divide, multiply, perNumber, scaleWhole, tame, timesNumber, whole } from './number.ts';
import { lowered, plain } from './plain.ts';
import type { Expr, Moment } from './tree.ts';
import { localDay } from './zone.ts';

/** Gives the stored value of a column of the row (no links) or of the record the links lead to; null where there is none. */
export type Reader = (links: readonly string[], name: string) => Value;

/** What the parts of an expression are read from: a row, or the aggregates that were computed before. */
export interface Ground {
  readonly read: Reader;
  readonly moment: Moment;
  readonly known?: ReadonlyMap<Expr, number>;
}

type Call = Extract<Expr, { op: 'call' }>;

/** The value of an expression for one row: null where something needed is unknown. Aggregates are for `aggregate`. */
export function evaluate(expr: Expr, read: Reader, moment: Moment): Value {
  return valueOf(expr, { read, moment });
}

/** The value of an expression on any ground. */
export function valueOf(expr: Expr, ground: Ground): Value {
  const { unit } = expr.type;
  switch (unit) {
    case 'number':
    case 'money':
    case 'percent':
    case 'date':
    case 'instant':
      return fromNumber(numberOf(expr, ground), unit);
    case 'flag': {
      const flag = flagIn(expr, ground);
      return flag === UNKNOWN ? null : flag === YES;
    }
    case 'text':
    case 'link':
      return textOf(expr, ground);
    case 'tags':
    case 'links': {
      const list = listOf(expr, ground);
      return list.length === 0 ? null : list;
    }
    default:
      return anyOf(expr, ground);
  }
}

/** A number, amount, percentage, date (days) or instant (milliseconds); NaN is null. */
export function numberOf(expr: Expr, ground: Ground): number {
  if (expr.op !== 'call') return toNumber(storedOf(expr, ground), expr.type.unit);
  const known = ground.known?.get(expr);
  if (known !== undefined) return known;
  const { args, type, num = 1, den = 1 } = expr;
  const a = () => numberOf(argument(expr, 0), ground);
  const b = () => numberOf(argument(expr, 1), ground);
  const hold = type.unit === 'number' ? tame : whole;
  switch (expr.name) {
    case 'add':
      return hold(a() + b());
    case 'sub':
      return hold(a() - b());
    case 'neg':
      return hold(-a());
    case 'abs':
      return hold(Math.abs(a()));
    case 'scale':
      return scaleWhole(a(), num, den);
    case 'share':
      return scaleWhole(a(), b(), den);
    case 'unshare':
      return scaleWhole(a(), den, b());
    case 'times':
      return timesNumber(a(), b());
    case 'per':
      return perNumber(a(), b());
    case 'multiply':
      return multiply(a(), b());
    case 'divide':
      return divide(a(), b());
    case 'if':
      return numberOf(argument(expr, flagIn(argument(expr, 0), ground) === YES ? 1 : 2), ground);
    case 'coalesce':
      for (const arg of args) {
        const value = numberOf(arg, ground);
        if (!Number.isNaN(value)) return value;
      }
      return Number.NaN;
    case 'today':
      return daysFromDate(ground.moment.today);
    case 'dateOf':
      return localDay(a(), ground.moment.zone);
    case 'addDays':
      return addDays(a(), b());
    case 'diffDays':
      return b() - a();
    case 'year':
    case 'quarter':
    case 'month':
      return calendarPart(expr.name, a());
    default:
      return misplaced(expr);
  }
}

function flagIn(expr: Expr, ground: Ground): Flag {
  if (expr.op !== 'call') return flagOf(storedOf(expr, ground));
  const { args } = expr;
  switch (expr.name) {
    case 'and':
      return args.reduce<Flag>((all, arg) => (all === NO ? NO : conjunction(all, flagIn(arg, ground))), YES);
    case 'or':
      return args.reduce<Flag>((any, arg) => (any === YES ? YES : disjunction(any, flagIn(arg, ground))), NO);
    case 'not':
      return negation(flagIn(argument(expr, 0), ground));
    case 'eq':
      return equality(expr, ground);
    case 'ne':
      return negation(equality(expr, ground));
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return compareNumbers(expr.name, numberOf(argument(expr, 0), ground), numberOf(argument(expr, 1), ground));
    case 'in': {
      const value = valueOf(argument(expr, 0), ground);
      return value === null
        ? UNKNOWN
        : args.slice(1).some((arg) => arg.op === 'value' && arg.value === value)
          ? YES
          : NO;
    }
    case 'empty':
      return isEmpty(argument(expr, 0), ground) ? YES : NO;
    case 'filled':
      return isEmpty(argument(expr, 0), ground) ? NO : YES;
    case 'if':
      return flagIn(argument(expr, flagIn(argument(expr, 0), ground) === YES ? 1 : 2), ground);
    case 'coalesce':
      return args.reduce<Flag>((first, arg) => (first === UNKNOWN ? flagIn(arg, ground) : first), UNKNOWN);
    case 'contains':
    case 'startsWith': {
      const text = textOf(argument(expr, 0), ground);
      const part = textOf(argument(expr, 1), ground);
      if (text === null || part === null) return UNKNOWN;
      const found = expr.name === 'contains' ? plain(text).includes(plain(part)) : plain(text).startsWith(plain(part));
      return found ? YES : NO;
    }
    case 'has': {
      const word = textOf(argument(expr, 1), ground);
      return word !== null && listOf(argument(expr, 0), ground).includes(word) ? YES : NO;
    }
    default:
      return misplaced(expr);
  }
}

/** A text or the id of a link. */
export function textOf(expr: Expr, ground: Ground): string | null {
  if (expr.op !== 'call') {
    const value = storedOf(expr, ground);
    return typeof value === 'string' ? value : null;
  }
  switch (expr.name) {
    case 'if':
      return textOf(argument(expr, flagIn(argument(expr, 0), ground) === YES ? 1 : 2), ground);
    case 'coalesce':
      return expr.args.reduce<string | null>((first, arg) => first ?? textOf(arg, ground), null);
    case 'lower': {
      const text = textOf(argument(expr, 0), ground);
      return text === null ? null : lowered(text);
    }
    default:
      return misplaced(expr);
  }
}

function listOf(expr: Expr, ground: Ground): readonly string[] {
  const value = expr.op === 'call' ? anyOf(expr, ground) : storedOf(expr, ground);
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

/** Values that are only passed on: lists and JSON. */
function anyOf(expr: Expr, ground: Ground): Value {
  if (expr.op !== 'call') return storedOf(expr, ground);
  if (expr.name === 'if') return valueOf(argument(expr, flagIn(argument(expr, 0), ground) === YES ? 1 : 2), ground);
  if (expr.name === 'coalesce') return expr.args.reduce<Value>((first, arg) => first ?? valueOf(arg, ground), null);
  return misplaced(expr);
}

function storedOf(expr: Exclude<Expr, { op: 'call' }>, ground: Ground): Value {
  if (expr.op === 'value') return expr.value;
  if (expr.op === 'column') return ground.read(expr.links, expr.name);
  const key = textOf(expr.of, ground);
  return key === null ? null : (expr.table.find(([word]) => word === key)?.[1] ?? null);
}

function equality(expr: Call, ground: Ground): Flag {
  const left = valueOf(argument(expr, 0), ground);
  const right = valueOf(argument(expr, 1), ground);
  if (left === null || right === null) return UNKNOWN;
  return left === right ? YES : NO;
}

function isEmpty(expr: Expr, ground: Ground): boolean {
  const value = valueOf(expr, ground);
  return value === null || (value === '' && expr.type.unit === 'text');
}

function argument(expr: Call, index: number): Expr {
  const arg = expr.args[index];
  if (arg === undefined) throw new Error(`${expr.name} lacks an argument`);
  return arg;
}

function misplaced(expr: Call): never {
  throw new Error(`${expr.name} does not give a ${expr.type.unit} of one row`);
}
