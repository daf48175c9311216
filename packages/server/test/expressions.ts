import type { Expr, Primitive, Type, Value } from '@sluice/core';
import fc from 'fast-check';

/** A stored column of the example. */
export interface Stored {
  readonly links: readonly string[];
  readonly name: string;
  readonly type: Type;
}

export type ExampleRow = Readonly<Record<string, Value>>;

type Unit = Type['unit'];

const ID = '01890a5d-ac96-774b-bcce-b302099a805';
const IDS = [`${ID}7`, `${ID}8`] as const;
const STAGES = ['lead', 'offer', 'won', 'lost'] as const;
const SAFE = Number.MAX_SAFE_INTEGER;

/** Texts that are hard to compare: accents, ligatures, sigmas, quotes, patterns, letters beyond 16 bits. */
export const TEXTS = [
  '',
  'a',
  'won',
  'Été',
  'ETE',
  'e\u0301te',
  'ΟΔΟΣ',
  'οδος',
  'İstanbul',
  'istanbul',
  'ﬁn',
  "l'eau",
  'x y',
  '東京',
  'Łódź',
  '%_',
  '\\',
  '"q"',
  '𝐀𐐀',
] as const;

const stored = (name: string, unit: Unit, links: readonly string[] = []): Stored => ({
  links,
  name,
  type: unit === 'money' ? { unit, currency: 'EUR' } : { unit },
});

/** The stored columns of the example: every unit, most of them twice, one behind a link. */
export const COLUMNS: readonly Stored[] = [
  stored('amount', 'money'),
  stored('cost', 'money'),
  stored('chance', 'percent'),
  stored('rate', 'percent'),
  stored('seats', 'number'),
  stored('size', 'number'),
  stored('dueOn', 'date'),
  stored('closedOn', 'date'),
  stored('seenAt', 'instant'),
  stored('metAt', 'instant'),
  stored('hot', 'flag'),
  stored('stage', 'text'),
  stored('client', 'text'),
  stored('labels', 'tags'),
  stored('owner', 'link'),
  stored('peers', 'links'),
  stored('sector', 'text', ['account']),
];

/** How a column of the example is called in a row: `account.sector`. */
export const written = ({ links, name }: { readonly links: readonly string[]; readonly name: string }): string =>
  [...links, name].join('.');

/** Values of a unit as a store may hold them, edges included. */
function filled(unit: Unit, name = ''): fc.Arbitrary<Value> {
  switch (unit) {
    case 'money':
      return fc.oneof(
        fc.integer({ min: -300, max: 300 }),
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.constantFrom(0, 1, -1, 5, 15, 100_055, SAFE, -SAFE, SAFE - 1, 2 ** 52 + 1),
      );
    case 'percent':
      return fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(0, 1, 3000, 5000, 10_000, 3333));
    case 'number':
      return fc.oneof(
        fc.integer({ min: -20, max: 20 }),
        fc.integer({ min: -2000, max: 2000 }).map((n) => n / 100),
        fc.double({ min: -1e15, max: 1e15, noNaN: true }).map((n) => n + 0),
        fc.constantFrom(0, 0.5, -2.5, 0.1, 0.2, 0.3, 1e15, -1e15, 1e-7, 1e-99, 1e-101, 2 ** 0.5),
      );
    case 'date':
      return fc.oneof(
        fc.integer({ min: 0, max: 1500 }).map((day) => new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10)),
        fc.constantFrom('2025-02-05', '2024-02-29', '2025-03-31', '0001-01-01', '9999-12-31', '1969-12-31'),
      );
    case 'instant':
      return fc.oneof(
        fc.integer({ min: 1.6e12, max: 1.8e12 }).map((at) => new Date(at).toISOString()),
        fc.constantFrom(
          '2025-02-05T22:59:59.999Z',
          '2025-02-05T23:00:00.000Z',
          '2025-03-30T01:00:00.000Z',
          '1901-06-01T23:55:00.000Z',
          '9999-12-31T23:30:00.000Z',
        ),
      );
    case 'flag':
      return fc.boolean();
    case 'link':
      return fc.constantFrom(...IDS);
    case 'links':
      return fc.subarray([...IDS]);
    case 'tags':
      return fc.uniqueArray(fc.constantFrom(...TEXTS.filter((text) => text !== '')), { maxLength: 3 });
    default:
      return name === 'stage' ? fc.constantFrom(...STAGES, 'gone') : fc.constantFrom(...TEXTS);
  }
}

/** Random rows of the example; blanks now and then. */
export function rowsArbitrary(count: number): fc.Arbitrary<readonly ExampleRow[]> {
  const cells = COLUMNS.map(
    (column) => [written(column), fc.option(filled(column.type.unit, column.name), { freq: 5 })] as const,
  );
  return fc.array(fc.record(Object.fromEntries(cells)), { minLength: count, maxLength: count });
}

type Grow = (unit: Unit) => fc.Arbitrary<Expr>;

const typeOf = (unit: Unit): Type => (unit === 'money' ? { unit, currency: 'EUR' } : { unit });
/** A constant. */
export const constant = (unit: Unit, value: Value): Expr => ({ op: 'value', type: typeOf(unit), value });
/** A call of a primitive. */
export const call = (
  name: Primitive,
  unit: Unit,
  args: readonly Expr[],
  more: { num?: number; den?: number } = {},
): Expr => ({
  op: 'call',
  type: typeOf(unit),
  name,
  args,
  ...more,
});

/** A call of one of these primitives on values of these units. */
function calls(
  names: readonly Primitive[],
  unit: Unit,
  takes: readonly Unit[],
  grow: Grow,
  more: fc.Arbitrary<{ num?: number; den?: number }> = fc.constant({}),
): fc.Arbitrary<Expr> {
  return fc
    .tuple(fc.constantFrom(...names), fc.tuple(...takes.map(grow)), more)
    .map(([name, args, said]) => call(name, unit, args, said));
}

const ORDERED: readonly Unit[] = ['number', 'money', 'percent', 'date', 'instant'];
const COMPARED: readonly Unit[] = [...ORDERED, 'text', 'link', 'flag'];
const UNITS: readonly Unit[] = [...COMPARED, 'tags', 'links'];

const STAGE: Expr = { op: 'column', type: { unit: 'text' }, links: [], name: 'stage' };

function leaves(unit: Unit): fc.Arbitrary<Expr> {
  const columns = COLUMNS.filter((column) => column.type.unit === unit).map(
    (column): Expr => ({ op: 'column', ...column }),
  );
  const constants = fc.option(filled(unit), { freq: 10 }).map((value) => constant(unit, value));
  const table = fc.array(fc.option(filled(unit)), { minLength: 3, maxLength: 3 }).map(
    (values): Expr => ({
      op: 'lookup',
      type: typeOf(unit),
      of: STAGE,
      table: values.map((value, at) => [STAGES[at] ?? '', value] as const),
    }),
  );
  return fc.oneof(
    ...(columns.length === 0 ? [] : [{ arbitrary: fc.constantFrom(...columns), weight: 4 }]),
    { arbitrary: constants, weight: 1 },
    ...(unit === 'tags' || unit === 'links' ? [] : [{ arbitrary: table, weight: 1 }]),
    ...(unit === 'date' ? [{ arbitrary: fc.constant(call('today', 'date', [])), weight: 1 }] : []),
  );
}

const fraction = fc.record({
  num: fc.oneof(fc.integer({ min: -1000, max: 100_000 }), fc.constantFrom(1, 3, SAFE)),
  den: fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(1, 100, 10_000, 3, 7, SAFE)),
});
const basis = fc.constantFrom({ den: 10_000 }, { den: 10_000 }, { den: 3 }, { den: 97 });

function exact(unit: 'money' | 'percent', grow: Grow): readonly fc.Arbitrary<Expr>[] {
  return [
    calls(['add', 'sub'], unit, [unit, unit], grow),
    calls(['neg', 'abs'], unit, [unit], grow),
    calls(['scale'], unit, [unit], grow, fraction),
    calls(['share', 'unshare'], unit, [unit, 'percent'], grow, basis),
    calls(['times', 'per'], unit, [unit, 'number'], grow),
  ];
}

function compound(unit: Unit, grow: Grow): readonly fc.Arbitrary<Expr>[] {
  const general = [
    calls(['if'], unit, ['flag', unit, unit], grow),
    calls(['coalesce'], unit, [unit, unit], grow),
    calls(['coalesce'], unit, [unit, unit, unit], grow),
  ];
  const number: Unit = 'number';
  switch (unit) {
    case 'number':
      return [
        ...general,
        calls(['add', 'sub', 'multiply', 'divide'], number, [number, number], grow),
        calls(['multiply', 'divide'], number, [number, number], grow),
        calls(['neg', 'abs'], number, [number], grow),
        calls(['divide'], number, ['money', 'money'], grow),
        calls(['divide'], number, ['percent', 'percent'], grow),
        calls(['diffDays'], number, ['date', 'date'], grow),
        calls(['year', 'quarter', 'month'], number, ['date'], grow),
      ];
    case 'money':
    case 'percent':
      return [...general, ...exact(unit, grow)];
    case 'date': {
      const days = fc.integer({ min: -800, max: 800 }).map((count) => constant(number, count));
      return [
        ...general,
        calls(['dateOf'], unit, ['instant'], grow),
        calls(['addDays'], unit, ['date', number], grow),
        fc.tuple(grow('date'), days).map((args) => call('addDays', unit, args)),
      ];
    }
    case 'text':
      return [...general, calls(['lower'], unit, ['text'], grow)];
    case 'flag':
      return [...general, ...conditions(grow)];
    default:
      return general;
  }
}

function conditions(grow: Grow): readonly fc.Arbitrary<Expr>[] {
  const among = (unit: Unit) =>
    fc
      .tuple(grow(unit), fc.array(filled(unit), { minLength: 1, maxLength: 4 }))
      .map(([x, words]) => call('in', 'flag', [x, ...words.map((word) => constant(unit, word))]));
  return [
    calls(['and', 'or', 'eq', 'ne'], 'flag', ['flag', 'flag'], grow),
    calls(['and', 'or'], 'flag', ['flag', 'flag', 'flag'], grow),
    calls(['not'], 'flag', ['flag'], grow),
    ...ORDERED.map((unit) => calls(['eq', 'ne', 'lt', 'lte', 'gt', 'gte'], 'flag', [unit, unit], grow)),
    ...(['text', 'link'] as const).map((unit) => calls(['eq', 'ne'], 'flag', [unit, unit], grow)),
    ...COMPARED.map(among),
    ...UNITS.map((unit) => calls(['empty', 'filled'], 'flag', [unit], grow)),
    calls(['contains', 'startsWith'], 'flag', ['text', 'text'], grow),
    calls(['has'], 'flag', ['tags', 'text'], grow),
    calls(['has'], 'flag', ['links', 'link'], grow),
  ];
}

/** Random typed expressions of one row: every primitive, constants its exact arithmetic is hard on. */
export function expressionArbitrary(depth = 3): fc.Arbitrary<Expr> {
  const grow = growing();
  return fc.oneof(...UNITS.map((unit) => grow(unit, depth)));
}

/** Random figures of many rows: every aggregate, with and without its flag, and arithmetic on them. */
export function figureArbitrary(): fc.Arbitrary<Expr> {
  const grow = growing();
  const row = (unit: Unit) => grow(unit, 1);
  const only = fc.oneof(
    fc.constant([]),
    row('flag').map((flag) => [flag]),
  );
  const of = (names: readonly Primitive[], about: Unit, unit: Unit = about): fc.Arbitrary<Expr> =>
    fc.tuple(fc.constantFrom(...names), row(about), only).map(([name, x, flag]) => call(name, unit, [x, ...flag]));
  const count = only.map((flag) => call('count', 'number', flag));
  const sums: readonly Primitive[] = ['sum', 'avg', 'median', 'p90', 'min', 'max'];
  const number = fc.oneof(count, of(sums, 'number'), ...COMPARED.map((unit) => of(['countDistinct'], unit, 'number')));
  const money = of(sums, 'money');
  const percent = of(sums, 'percent');
  const two = (names: readonly Primitive[], unit: Unit, a: fc.Arbitrary<Expr>, b: fc.Arbitrary<Expr>) =>
    fc
      .tuple(fc.constantFrom(...names), a, b)
      .map(([name, ...args]) => call(name, unit, args, name === 'share' ? { den: 10_000 } : {}));
  return fc.oneof(
    number,
    money,
    percent,
    of(['min', 'max'], 'date'),
    of(['min', 'max'], 'instant'),
    two(['add', 'sub', 'multiply', 'divide'], 'number', number, number),
    two(['divide'], 'number', money, money),
    two(['times', 'per'], 'money', money, number),
    two(['share'], 'money', money, percent),
    two(['coalesce', 'add'], 'money', money, money),
  );
}

function growing(): (unit: Unit, left: number) => fc.Arbitrary<Expr> {
  const made = new Map<string, fc.Arbitrary<Expr>>();
  const grow = (unit: Unit, left: number): fc.Arbitrary<Expr> => {
    const key = `${unit} ${left}`;
    const known = made.get(key);
    if (known) return known;
    const all =
      left === 0
        ? leaves(unit)
        : fc.oneof(
            { arbitrary: leaves(unit), weight: 1 },
            ...compound(unit, (inner) => grow(inner, left - 1)).map((arbitrary) => ({ arbitrary, weight: 1 })),
          );
    made.set(key, all);
    return all;
  };
  return grow;
}
