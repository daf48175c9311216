import { daysFromDate } from '../time.ts';
import { toNumber } from './cell.ts';
import {
  constantCodes,
  equalTexts,
  flagsByText,
  foundTexts,
  numbersByText,
  Texts,
  textsByText,
} from './code-kernels.ts';
import { flagOf, NO, UNKNOWN, YES } from './flag.ts';
import { amongNumbers, blankFlags, blankNumbers, combined, compared, negated } from './flag-kernels.ts';
import { gather } from './gather.ts';
import { binary, calendarParts, type Flags, localDays, type Numbers, scaled, shared, signed } from './kernels.ts';
import { blankLists, holding } from './list-kernels.ts';
import { choose, fill, type Part, type PartOf, whole } from './part.ts';
import { lowered } from './plain.ts';
import type { Expr, Moment } from './tree.ts';
import type { ColumnTable, Vector } from './vector.ts';

/** Where the columns come from while an expression is computed. */
export interface Stand {
  /** How many rows the result has. */
  readonly length: number;
  readonly column: (links: readonly string[], name: string) => Vector;
  readonly moment: Moment;
  /** What was computed already: shared parts, and the aggregates of a figure. */
  readonly known: Map<Expr, Part>;
}

type Call = Extract<Expr, { op: 'call' }>;

/**
 * The values of an expression for the rows of a table, or for those of `rows` in their order: loops over typed arrays, the same
 * values as `evaluate` gives row by row.
 */
export function evaluateColumns(expr: Expr, table: ColumnTable, moment: Moment, rows?: Uint32Array): Vector {
  return whole(compute(expr, standOn(table, moment, rows)), rows?.length ?? table.length);
}

/** A stand on a table or on some of its rows. */
export function standOn(table: ColumnTable, moment: Moment, rows: Uint32Array | undefined): Stand {
  return {
    length: rows?.length ?? table.length,
    column: (links, name) => (rows ? gather(table.column(links, name), rows) : table.column(links, name)),
    moment,
    known: new Map(),
  };
}

/** Computes a part once. */
export function compute(expr: Expr, stand: Stand): Part {
  const known = stand.known.get(expr);
  if (known !== undefined) return known;
  const part =
    expr.op === 'value'
      ? constant(expr)
      : expr.op === 'column'
        ? column(expr, stand)
        : expr.op === 'lookup'
          ? lookup(expr, stand)
          : called(expr, stand);
  stand.known.set(expr, part);
  return part;
}

/** The numbers of a part. */
export function numbers(expr: Expr | undefined, stand: Stand): PartOf<'numbers'> {
  return take(expr, 'numbers', stand);
}

/** The flags of a part. */
export function flags(expr: Expr | undefined, stand: Stand): PartOf<'flags'> {
  return take(expr, 'flags', stand);
}

function take<K extends Part['kind']>(expr: Expr | undefined, kind: K, stand: Stand): PartOf<K> {
  if (expr === undefined) throw new Error('an argument is missing');
  const part = compute(expr, stand);
  if (part.kind !== kind) throw new Error(`a column of ${expr.type.unit} came as ${part.kind}, not as ${kind}`);
  return part as PartOf<K>;
}

function constant({ type: { unit }, value }: Extract<Expr, { op: 'value' }>): Part {
  switch (unit) {
    case 'flag':
      return { kind: 'flags', values: Uint8Array.of(flagOf(value)), step: 0 };
    case 'text':
    case 'link':
    case 'json':
    case 'null':
      return { kind: 'codes', ...constantCodes(typeof value === 'string' ? value : null) };
    case 'tags':
    case 'links':
      return {
        kind: 'lists',
        offsets: Uint32Array.of(0, 0),
        codes: new Uint32Array(0),
        dictionary: new Texts(),
        step: 0,
      };
    default:
      return { kind: 'numbers', values: Float64Array.of(toNumber(value, unit)), step: 0 };
  }
}

function column({ links, name }: Extract<Expr, { op: 'column' }>, stand: Stand): Part {
  return { ...stand.column(links, name), step: 1 };
}

function lookup({ type: { unit }, of, table }: Extract<Expr, { op: 'lookup' }>, stand: Stand): Part {
  const key = take(of, 'codes', stand);
  const found = new Map(table);
  const n = stand.length;
  if (unit === 'flag') return { kind: 'flags', ...flagsByText(key, UNKNOWN, (text) => flagOf(found.get(text)), n) };
  if (unit !== 'text' && unit !== 'link')
    return { kind: 'numbers', ...numbersByText(key, (text) => toNumber(found.get(text) ?? null, unit), n) };
  const turn = (text: string) => {
    const value = found.get(text);
    return typeof value === 'string' ? value : null;
  };
  return { kind: 'codes', ...textsByText(key, turn, n) };
}

function called(expr: Call, stand: Stand): Part {
  if (expr.name === 'if' || expr.name === 'coalesce')
    return expr.name === 'if' ? chosenPart(expr, stand) : firstFilled(expr, stand);
  if (expr.type.unit === 'flag') return { kind: 'flags', ...flagCall(expr, stand) };
  if (expr.name === 'lower')
    return { kind: 'codes', ...textsByText(take(expr.args[0], 'codes', stand), lowered, stand.length) };
  return { kind: 'numbers', ...numberCall(expr, stand) };
}

function numberCall(expr: Call, stand: Stand): Numbers {
  const { name, args, type, num = 1, den = 1 } = expr;
  const [a, b] = args;
  const n = stand.length;
  const exact = type.unit !== 'number';
  switch (name) {
    case 'today':
      return { values: Float64Array.of(daysFromDate(stand.moment.today)), step: 0 };
    case 'neg':
    case 'abs':
      return signed(name, numbers(a, stand), exact, n);
    case 'scale':
      return scaled(numbers(a, stand), num, den, n);
    case 'share':
    case 'unshare':
      return shared(numbers(a, stand), numbers(b, stand), den, name, n);
    case 'dateOf':
      return localDays(numbers(a, stand), stand.moment.zone, n);
    case 'year':
    case 'quarter':
    case 'month':
      return calendarParts(name, numbers(a, stand), n);
    case 'add':
    case 'sub':
    case 'times':
    case 'per':
    case 'multiply':
    case 'divide':
    case 'addDays':
    case 'diffDays':
      return binary(name, numbers(a, stand), numbers(b, stand), exact, n);
    default:
      throw new Error(`${name} does not give a ${type.unit} of every row`);
  }
}

function flagCall(expr: Call, stand: Stand): Flags {
  const { name, args } = expr;
  const [a, b] = args;
  const n = stand.length;
  switch (name) {
    case 'and':
    case 'or': {
      const [first, ...others] = args;
      return others.reduce<Flags>((all, arg) => combined(name, all, flags(arg, stand), n), flags(first, stand));
    }
    case 'not':
      return negated(flags(a, stand), n);
    case 'eq':
      return equal(a, b, stand);
    case 'ne':
      return negated(equal(a, b, stand), n);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return compared(name, numbers(a, stand), numbers(b, stand), n);
    case 'in':
      return among(expr, stand);
    case 'empty':
      return blank(a, stand);
    case 'filled':
      return negated(blank(a, stand), n);
    case 'contains':
    case 'startsWith':
      return foundTexts(name, take(a, 'codes', stand), take(b, 'codes', stand), n);
    case 'has':
      return holding(take(a, 'lists', stand), take(b, 'codes', stand), n);
    default:
      throw new Error(`${name} does not give a flag of every row`);
  }
}

function equal(a: Expr | undefined, b: Expr | undefined, stand: Stand): Flags {
  const n = stand.length;
  const unit = a?.type.unit;
  if (unit === 'text' || unit === 'link') return equalTexts(take(a, 'codes', stand), take(b, 'codes', stand), n);
  if (unit === 'flag') return combined('eq', flags(a, stand), flags(b, stand), n);
  return compared('eq', numbers(a, stand), numbers(b, stand), n);
}

function among({ args: [a, ...constants] }: Call, stand: Stand): Flags {
  const n = stand.length;
  const values = constants.map((arg) => (arg.op === 'value' ? arg.value : null));
  const unit = a?.type.unit ?? 'null';
  if (unit === 'text' || unit === 'link') {
    const words = new Set(values);
    return flagsByText(take(a, 'codes', stand), UNKNOWN, (text) => (words.has(text) ? YES : NO), n);
  }
  if (unit === 'flag') {
    const given = flags(a, stand);
    return values
      .map((value): Flags => combined('eq', given, { values: Uint8Array.of(flagOf(value)), step: 0 }, n))
      .reduce((any, one) => combined('or', any, one, n));
  }
  return amongNumbers(numbers(a, stand), new Set(values.map((value) => toNumber(value, unit))), n);
}

function blank(expr: Expr | undefined, stand: Stand): Flags {
  if (expr === undefined) throw new Error('an argument is missing');
  const part = compute(expr, stand);
  const n = stand.length;
  switch (part.kind) {
    case 'numbers':
      return blankNumbers(part, n);
    case 'flags':
      return blankFlags(part, n);
    case 'codes':
      return flagsByText(part, YES, (text) => (text === '' && expr.type.unit === 'text' ? YES : NO), n);
    case 'lists':
      return blankLists(part, n);
  }
}

function chosenPart({ args: [condition, yes, no] }: Call, stand: Stand): Part {
  if (yes === undefined || no === undefined) throw new Error('an argument is missing');
  return choose(flags(condition, stand), compute(yes, stand), compute(no, stand), stand.length);
}

function firstFilled({ args }: Call, stand: Stand): Part {
  const parts = args.filter((arg) => arg.type.unit !== 'null').map((arg) => compute(arg, stand));
  return parts.reduce((first, next) => fill(first, next, stand.length));
}
