import fc from 'fast-check';
import { check } from './check.ts';
import { IDS, SCOPE, TEXTS, type Word, WORDS } from './example/testing.ts';
import { parse } from './parse.ts';
import type { Scope, Type } from './tree.ts';

export {
  COLUMNS,
  readerOf,
  type Row,
  rowsArbitrary,
  SCOPE,
  type Stored,
  tableOf,
  TEXTS,
  valueArbitrary,
  vectorOf,
  type Word,
  WORDS,
} from './example/testing.ts';

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
export function expressionArbitrary({
  depth = 3,
  aggregates = false,
  words = WORDS,
  scope = SCOPE,
  texts = TEXTS,
}: ExpressionOptions = {}): fc.Arbitrary<string> {
  const made = new Map<string, fc.Arbitrary<string>>();
  const grow = (unit: string, left: number, figure: boolean): fc.Arbitrary<string> => {
    const key = `${unit} ${left} ${figure}`;
    const known = made.get(key);
    if (known) return known;
    const leaves = figure
      ? figures(unit, (inner) => grow(inner, Math.max(0, Math.min(left, 2) - 1), false))
      : [wordOf(unit, words, texts)];
    const calls = left === 0 ? [] : compound(unit, (inner) => grow(inner, left - 1, figure), texts);
    const all = fc.oneof(
      ...leaves.map((arbitrary) => ({ arbitrary, weight: 4 })),
      ...calls.map((arbitrary) => ({ arbitrary, weight: 1 })),
    );
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
  const each = (wanted: string, ...forms: readonly ((name: string) => string)[]) =>
    named(wanted).flatMap((name) => forms.map((form) => form(name)));
  const tag = quoted(texts.find((text) => text !== '') ?? 'a');
  // What only a column can be: points in time, lists, links, amounts in another currency.
  const questions = [
    ...each(
      'instant',
      (name) => `(${name} >= '2025-02-05T23:00:00Z')`,
      (name) => `(${name} is empty)`,
    ),
    ...each(
      'tags',
      (name) => `has(${name}, ${tag})`,
      (name) => `has(${name}, 'nowhere')`,
      (name) => `(${name} is not empty)`,
    ),
    ...each(
      'link',
      (name) => `(${name} = '${IDS[0]}')`,
      (name) => `(${name} in ('${IDS.join("', '")}'))`,
      (name) => `(${name} is empty)`,
    ),
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
  const only = fc.oneof(
    { arbitrary: fc.constant(''), weight: 1 },
    { arbitrary: row('flag').map((flag) => `, ${flag}`), weight: 1 },
  );
  const call = (names: readonly string[], x: fc.Arbitrary<string>) =>
    fc.tuple(fc.constantFrom(...names), x, only).map(([name, arg, flag]) => `${name}(${arg}${flag})`);
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
    fc
      .tuple(grow(unit), fc.constantFrom('+', '-'), fc.constantFrom('0', '1', '12.34', '1000'))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
  ];
  switch (unit) {
    case 'number':
      return [
        ...general,
        ...same,
        two('number', ['*', '/'], 'number'),
        two('money:EUR', ['/'], 'money:EUR'),
        two('percent', ['/'], 'percent'),
        two('date', ['-'], 'date'),
        one('year', 'date'),
        one('month', 'date'),
        one('quarter', 'date'),
        fc.tuple(grow('date'), grow('date')).map(([a, b]) => `diffDays(${a}, ${b})`),
      ];
    case 'money:EUR':
      return [
        ...general,
        ...same,
        ...byConstant,
        two(unit, ['*', '/'], 'percent'),
        two('percent', ['*'], unit),
        two(unit, ['*', '/'], 'number'),
        two('number', ['*'], unit),
      ];
    case 'percent':
      return [...general, ...same, ...byConstant, two(unit, ['*'], 'percent'), two(unit, ['*', '/'], 'number')];
    case 'date':
      return [
        ...general,
        fc
          .tuple(grow('date'), fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 400 }))
          .map(([a, sign, days]) => `(${a} ${sign} ${days})`),
        two('date', ['+', '-'], 'number'),
      ];
    case 'text':
      return [...general, one('lower', 'text')];
    default:
      return [...general, ...conditionsOf(two, grow, texts)];
  }
}

function conditionsOf(
  two: (left: string, signs: readonly string[], right: string) => fc.Arbitrary<string>,
  grow: Grow,
  texts: readonly string[],
): readonly fc.Arbitrary<string>[] {
  const compare = ['=', '!=', '<', '<=', '>', '>='];
  const text = fc.constantFrom(...texts.map(quoted));
  return [
    two('flag', ['and', 'or', '=', '!='], 'flag'),
    grow('flag').map((a) => `(not ${a})`),
    ...['number', 'money:EUR', 'percent', 'date'].map((unit) => two(unit, compare, unit)),
    two('text', ['=', '!='], 'text'),
    fc
      .tuple(grow('money:EUR'), fc.constantFrom(...compare), fc.constantFrom('0', '1', '0.05', '1000.55'))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc
      .tuple(grow('percent'), fc.constantFrom(...compare), fc.constantFrom('0', '30', '33.33', '100'))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc.tuple(grow('date'), fc.constantFrom(...compare)).map(([a, sign]) => `(${a} ${sign} '2025-02-05')`),
    fc.tuple(grow('number'), grow('number'), grow('number')).map(([a, b, c]) => `(${a} between ${b} and ${c})`),
    fc
      .tuple(grow('text'), fc.constantFrom('in', 'not in'), fc.array(text, { minLength: 1, maxLength: 4 }))
      .map(([a, word, list]) => `(${a} ${word} (${list.join(', ')}))`),
    grow('number').map((a) => `(${a} in (0, 1, 2.5, -2.5))`),
    fc
      .tuple(fc.constantFrom('contains', 'startsWith'), grow('text'), grow('text'))
      .map(([name, a, b]) => `${name}(${a}, ${b})`),
    ...['number', 'money:EUR', 'percent', 'date', 'text', 'flag'].map((unit) =>
      fc.tuple(grow(unit), fc.constantFrom('is empty', 'is not empty')).map(([a, is]) => `(${a} ${is})`),
    ),
  ];
}
