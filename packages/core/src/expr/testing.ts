import fc from 'fast-check';
import type { Value } from '../kinds/index.ts';
import { toNumber } from './cell.ts';
import { check } from './check.ts';
import { Texts } from './code-kernels.ts';
import type { Reader } from './evaluate.ts';
import { flagOf } from './flag.ts';
import { parse } from './parse.ts';
import type { Expr, Scope, Type } from './tree.ts';
import type { ColumnTable, Vector } from './vector.ts';

/** A name that expressions may speak of, as it is written (`amount`, `account.sector`, `stage.probability`). */
export interface Word {
  readonly name: string;
  readonly type: Type;
}

/** A stored column of the example. */
export interface Stored {
  readonly links: readonly string[];
  readonly name: string;
  readonly type: Type;
}

/** A row by column: `amount`, `account.sector`. */
export type Row = Readonly<Record<string, Value>>;

const EUR: Type = { unit: 'money', currency: 'EUR' };
const JPY: Type = { unit: 'money', currency: 'JPY' };
const STAGES = ['lead', 'offer', 'won', 'lost'] as const;
const IDS = ['01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96-774b-bcce-b302099a8058'] as const;

const stored = (name: string, type: Type, links: readonly string[] = []): Stored => ({ links, name, type });

/** The stored columns of the example entity: every unit, one in another currency, one behind a link. */
export const COLUMNS: readonly Stored[] = [
  stored('amount', EUR),
  stored('cost', EUR),
  stored('yen', JPY),
  stored('chance', { unit: 'percent' }),
  stored('rate', { unit: 'percent' }),
  stored('seats', { unit: 'number' }),
  stored('size', { unit: 'number' }),
  stored('dueOn', { unit: 'date' }),
  stored('closedOn', { unit: 'date' }),
  stored('seenAt', { unit: 'instant' }),
  stored('hot', { unit: 'flag' }),
  stored('stage', { unit: 'text' }),
  stored('client', { unit: 'text' }),
  stored('labels', { unit: 'tags' }),
  stored('owner', { unit: 'link' }),
  stored('sector', { unit: 'text' }, ['account']),
];

const stage: Expr = { op: 'column', type: { unit: 'text' }, links: [], name: 'stage' };
const lookup = (type: Type, of: (key: string, order: number) => Value): Expr => ({
  op: 'lookup', type, of: stage, table: STAGES.map((key, order) => [key, of(key, order)] as const),
});
const PARTS: Readonly<Record<string, Expr>> = {
  'stage.probability': lookup({ unit: 'percent' }, (_, order) => [1000, 3350, 10_000, 0][order] ?? null),
  'stage.order': lookup({ unit: 'number' }, (_, order) => order),
  'stage.open': lookup({ unit: 'flag' }, (_, order) => order < 2),
  'stage.won': lookup({ unit: 'flag' }, (key) => key === 'won'),
  'stage.outcome': lookup({ unit: 'text' }, (key, order) => (order < 2 ? 'open' : key)),
};

const written = ({ links, name }: Stored) => [...links, name].join('.');

/** The example's scope: its columns and the parts of its stages. */
export const SCOPE: Scope = {
  entity: 'example',
  names: () => COLUMNS.map(written),
  resolve: (path) => {
    const name = path.join('.');
    const column = COLUMNS.find((one) => written(one) === name);
    return column ? { op: 'column', ...column } : Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  },
};

/** Everything the example may speak of. */
export const WORDS: readonly Word[] = [
  ...COLUMNS.map((column) => ({ name: written(column), type: column.type })),
  ...Object.entries(PARTS).map(([name, { type }]) => ({ name, type })),
];

const SAFE = Number.MAX_SAFE_INTEGER;
const TEXTS = ['', 'a', 'won', 'Été', 'ETE', 'e\u0301te', 'ΟΔΟΣ', 'οδος', 'İstanbul', 'istanbul', 'ﬁn', "l'eau", 'x y', '東京', 'Łódź', '%_', '\\'];

/** Values of a type as a store may hold them, edges included; null now and then. */
export function valueArbitrary({ unit }: Type, column = ''): fc.Arbitrary<Value> {
  return fc.option(filledArbitrary(unit, column), { freq: 5, nil: null });
}

function filledArbitrary(unit: Type['unit'], column: string): fc.Arbitrary<Value> {
  switch (unit) {
    case 'money':
      return fc.oneof(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom(0, 1, -1, 5, 15, 100_055, SAFE, -SAFE, SAFE - 1, 2 ** 52 + 1));
    case 'percent':
      return fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(0, 1, 3000, 5000, 10_000, 3333));
    case 'number':
      return fc.oneof(
        fc.integer({ min: -20, max: 20 }),
        fc.integer({ min: -2000, max: 2000 }).map((n) => n / 100),
        fc.double({ min: -1e15, max: 1e15, noNaN: true }).map((n) => n + 0),
        fc.constantFrom(0, 0.5, -2.5, 0.1, 0.2, 0.3, 1e15, -1e15, 1e-7, 123_456_789.123_456, 2 ** 0.5),
      );
    case 'date':
      return fc.oneof(
        fc.integer({ min: 0, max: 1500 }).map((day) => new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10)),
        fc.constantFrom('2025-02-05', '2025-02-28', '2024-02-29', '2025-03-31', '0001-01-01', '9999-12-31', '1969-12-31', '1582-10-10'),
      );
    case 'instant':
      return fc.oneof(
        fc.integer({ min: 1.6e12, max: 1.8e12 }).map((at) => new Date(at).toISOString()),
        fc.constantFrom('2025-02-05T22:59:59.999Z', '2025-02-05T23:00:00.000Z', '2025-03-30T00:59:59.999Z', '2025-03-30T01:00:00.000Z', '1901-06-01T23:55:00.000Z', '2025-10-26T22:30:00.000Z'),
      );
    case 'flag':
      return fc.boolean();
    case 'link':
      return fc.constantFrom(...IDS);
    case 'tags':
      return fc.uniqueArray(fc.constantFrom(...TEXTS.filter((text) => text !== '')), { maxLength: 3 });
    default:
      return column === 'stage' ? fc.constantFrom(...STAGES, 'gone') : fc.constantFrom(...TEXTS);
  }
}

/** Random rows of the example. */
export function rowsArbitrary(columns: readonly Stored[] = COLUMNS, { minLength = 0, maxLength = 12 } = {}): fc.Arbitrary<readonly Row[]> {
  const row = fc.record(Object.fromEntries(columns.map((column) => [written(column), valueArbitrary(column.type, column.name)])));
  return fc.array(row, { minLength, maxLength });
}

/** Reads a row of the example. */
export function readerOf(row: Row): Reader {
  return (links, name) => row[[...links, name].join('.')] ?? null;
}

/** Rows of the example as columns. */
export function tableOf(rows: readonly Row[], columns: readonly Stored[] = COLUMNS): ColumnTable {
  const vectors = new Map(columns.map((column) => [written(column), vectorOf(rows.map((row) => row[written(column)] ?? null), column.type)]));
  return {
    length: rows.length,
    column: (links, name) => {
      const vector = vectors.get([...links, name].join('.'));
      if (vector === undefined) throw new Error(`no column ${name}`);
      return vector;
    },
  };
}

/** Values as a column. */
export function vectorOf(values: readonly Value[], { unit }: Type): Vector {
  const texts = new Texts();
  if (unit === 'flag') return { kind: 'flags', values: Uint8Array.from(values, flagOf) };
  if (unit === 'text' || unit === 'link') {
    return { kind: 'codes', codes: Uint32Array.from(values, (value) => (typeof value === 'string' ? texts.intern(value) : 0)), dictionary: texts };
  }
  if (unit !== 'tags' && unit !== 'links') return { kind: 'numbers', values: Float64Array.from(values, (value) => toNumber(value, unit)) };
  const lists = values.map((value) => (Array.isArray(value) ? value.map((word) => texts.intern(String(word))) : []));
  const offsets = new Uint32Array(values.length + 1);
  lists.forEach((list, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + list.length;
  });
  return { kind: 'lists', offsets, codes: Uint32Array.from(lists.flat()), dictionary: texts };
}

export interface ExpressionOptions {
  /** How deep calls nest. */
  readonly depth?: number;
  /** Figures of many rows instead of values of one. */
  readonly aggregates?: boolean;
  /** What may be spoken of, and what it means. */
  readonly words?: readonly Word[];
  readonly scope?: Scope;
  /** Texts that constants are taken from. */
  readonly texts?: readonly string[];
}

type Grow = (unit: string) => fc.Arbitrary<string>;

const UNITS = ['number', 'money:EUR', 'percent', 'date', 'flag', 'text'];
const keyOf = ({ unit, currency }: Type) => (unit === 'money' ? `money:${currency ?? ''}` : unit);
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Random well-typed expressions in the written language: every operator, function and (with `aggregates`) aggregate. */
export function expressionArbitrary({ depth = 3, aggregates = false, words = WORDS, scope = SCOPE, texts = TEXTS }: ExpressionOptions = {}): fc.Arbitrary<string> {
  const made = new Map<string, fc.Arbitrary<string>>();
  const grow = (unit: string, left: number, figure: boolean): fc.Arbitrary<string> => {
    const key = `${unit} ${left} ${figure}`;
    const known = made.get(key);
    if (known) return known;
    const leaves = figure ? figures(unit, (inner) => grow(inner, Math.max(0, Math.min(left, 2) - 1), false)) : [wordOf(unit, words, texts)];
    const calls = left === 0 ? [] : compound(unit, (inner) => grow(inner, left - 1, figure), texts);
    const all = fc.oneof(...leaves.map((arbitrary) => ({ arbitrary, weight: 4 })), ...calls.map((arbitrary) => ({ arbitrary, weight: 1 })));
    made.set(key, all);
    return all;
  };
  const units = aggregates ? ['number', 'money:EUR', 'percent', 'date', 'flag'] : UNITS;
  // A few constants cannot be folded: too many digits, ÷ 0 compared with something, half a day.
  return fc.oneof(...units.map((unit) => grow(unit, depth, aggregates))).filter((text) => {
    const syntax = parse(text);
    return syntax.ok && check(syntax.value, scope, { aggregates }).ok;
  });
}

function wordOf(unit: string, words: readonly Word[], texts: readonly string[]): fc.Arbitrary<string> {
  const named = (wanted: string) => words.filter(({ type }) => keyOf(type) === wanted).map(({ name }) => name);
  const each = (wanted: string, ...forms: readonly ((name: string) => string)[]) => named(wanted).flatMap((name) => forms.map((form) => form(name)));
  const tag = quoted(texts.find((text) => text !== '') ?? 'a');
  // What only a column can be: points in time, lists, links, amounts in another currency.
  const questions = [
    ...each('instant', (name) => `(${name} >= '2025-02-05T23:00:00Z')`, (name) => `(${name} is empty)`),
    ...each('tags', (name) => `has(${name}, ${tag})`, (name) => `has(${name}, 'nowhere')`, (name) => `(${name} is not empty)`),
    ...each('link', (name) => `(${name} = '${IDS[0]}')`, (name) => `(${name} in ('${IDS.join("', '")}'))`, (name) => `(${name} is empty)`),
    ...each('money:JPY', (name) => `(${name} * 0.5 > 1000)`),
  ];
  const constants: Readonly<Record<string, readonly string[]>> = {
    number: ['0', '1', '2.5', '0.1', '1000'],
    date: ['today()', "addDays('2024-02-29', 1)", ...each('instant', (name) => `dateOf(${name})`)],
    flag: ['true', 'false', ...questions],
    text: texts.map(quoted),
  };
  return fc.constantFrom(...named(unit), ...named(unit), ...(constants[unit] ?? []));
}

function figures(unit: string, row: Grow): readonly fc.Arbitrary<string>[] {
  const only = fc.oneof({ arbitrary: fc.constant(''), weight: 1 }, { arbitrary: row('flag').map((flag) => `, ${flag}`), weight: 1 });
  const call = (names: readonly string[], x: fc.Arbitrary<string>) => fc.tuple(fc.constantFrom(...names), x, only).map(([name, arg, flag]) => `${name}(${arg}${flag})`);
  switch (unit) {
    case 'number':
      return [
        fc.constant('count()'),
        row('flag').map((flag) => `count(${flag})`),
        call(['countDistinct'], fc.oneof(...UNITS.map((inner) => row(inner)))),
        call(['sum', 'avg', 'median', 'p90', 'min', 'max'], row('number')),
      ];
    case 'date':
      return [call(['min', 'max'], row('date')), fc.constant('today()')];
    case 'flag':
      return [fc.constantFrom('true', '(count() > 3)')];
    case 'text':
      return [fc.constant("'x'")];
    default:
      return [call(['sum', 'avg', 'median', 'p90', 'min', 'max'], row(unit))];
  }
}

function compound(unit: string, grow: Grow, texts: readonly string[]): readonly fc.Arbitrary<string>[] {
  const two = (left: string, signs: readonly string[], right: string) =>
    fc.tuple(grow(left), fc.constantFrom(...signs), grow(right)).map(([a, sign, b]) => `(${a} ${sign} ${b})`);
  const one = (name: string, x: string) => grow(x).map((a) => `${name}(${a})`);
  const constant = fc.constantFrom('0', '1', '0.3', '2.5', '100', '1000.55', '-7', '33.33');
  const general = [
    fc.tuple(grow('flag'), grow(unit), grow(unit)).map(([flag, a, b]) => `if(${flag}, ${a}, ${b})`),
    fc.tuple(grow(unit), grow(unit)).map(([a, b]) => `coalesce(${a}, ${b})`),
  ];
  const same = [two(unit, ['+', '-'], unit), grow(unit).map((a) => `(-${a})`), one('abs', unit)];
  const byConstant = [
    fc.tuple(grow(unit), fc.constantFrom('*', '/'), constant).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc.tuple(grow(unit), fc.constantFrom('+', '-'), fc.constantFrom('0', '1', '12.34', '1000')).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
  ];
  switch (unit) {
    case 'number':
      return [
        ...general, ...same, two('number', ['*', '/'], 'number'), two('money:EUR', ['/'], 'money:EUR'), two('percent', ['/'], 'percent'),
        two('date', ['-'], 'date'), one('year', 'date'), one('month', 'date'), one('quarter', 'date'),
        fc.tuple(grow('date'), grow('date')).map(([a, b]) => `diffDays(${a}, ${b})`),
      ];
    case 'money:EUR':
      return [...general, ...same, ...byConstant, two(unit, ['*', '/'], 'percent'), two('percent', ['*'], unit), two(unit, ['*', '/'], 'number'), two('number', ['*'], unit)];
    case 'percent':
      return [...general, ...same, ...byConstant, two(unit, ['*'], 'percent'), two(unit, ['*', '/'], 'number')];
    case 'date':
      return [
        ...general,
        fc.tuple(grow('date'), fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 400 })).map(([a, sign, days]) => `(${a} ${sign} ${days})`),
        two('date', ['+', '-'], 'number'),
      ];
    case 'text':
      return [...general, one('lower', 'text')];
    default:
      return [...general, ...conditionsOf(two, grow, texts)];
  }
}

function conditionsOf(two: (left: string, signs: readonly string[], right: string) => fc.Arbitrary<string>, grow: Grow, texts: readonly string[]): readonly fc.Arbitrary<string>[] {
  const compare = ['=', '!=', '<', '<=', '>', '>='];
  const text = fc.constantFrom(...texts.map(quoted));
  return [
    two('flag', ['and', 'or', '=', '!='], 'flag'),
    grow('flag').map((a) => `(not ${a})`),
    ...['number', 'money:EUR', 'percent', 'date'].map((unit) => two(unit, compare, unit)),
    two('text', ['=', '!='], 'text'),
    fc.tuple(grow('money:EUR'), fc.constantFrom(...compare), fc.constantFrom('0', '1', '0.05', '1000.55')).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc.tuple(grow('percent'), fc.constantFrom(...compare), fc.constantFrom('0', '30', '33.33', '100')).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc.tuple(grow('date'), fc.constantFrom(...compare)).map(([a, sign]) => `(${a} ${sign} '2025-02-05')`),
    fc.tuple(grow('number'), grow('number'), grow('number')).map(([a, b, c]) => `(${a} between ${b} and ${c})`),
    fc.tuple(grow('text'), fc.constantFrom('in', 'not in'), fc.array(text, { minLength: 1, maxLength: 4 })).map(([a, word, list]) => `(${a} ${word} (${list.join(', ')}))`),
    grow('number').map((a) => `(${a} in (0, 1, 2.5, -2.5))`),
    fc.tuple(fc.constantFrom('contains', 'startsWith'), grow('text'), grow('text')).map(([name, a, b]) => `${name}(${a}, ${b})`),
    ...['number', 'money:EUR', 'percent', 'date', 'text', 'flag'].map((unit) => fc.tuple(grow(unit), fc.constantFrom('is empty', 'is not empty')).map(([a, is]) => `(${a} ${is})`)),
  ];
}
