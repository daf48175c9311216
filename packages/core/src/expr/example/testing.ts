import fc from 'fast-check';
import type { Value } from '../../kinds/index.ts';
import { toNumber } from '../cell.ts';
import { Texts } from '../code-kernels.ts';
import type { Reader } from '../evaluate.ts';
import { flagOf } from '../flag.ts';
import type { Expr, Scope, Type } from '../tree.ts';
import type { ColumnTable, Vector } from '../vector.ts';

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
/** The links of the example lead to one of these. */
export const IDS = ['01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96-774b-bcce-b302099a8058'] as const;

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
  op: 'lookup',
  type,
  of: stage,
  table: STAGES.map((key, order) => [key, of(key, order)] as const),
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
/** Texts that are hard to compare: accents, ligatures, sigmas, quotes, patterns. */
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
];

/** Values of a type as a store may hold them, edges included; null now and then. */
export function valueArbitrary({ unit }: Type, column = ''): fc.Arbitrary<Value> {
  return fc.option(filledArbitrary(unit, column), { freq: 5, nil: null });
}

function filledArbitrary(unit: Type['unit'], column: string): fc.Arbitrary<Value> {
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
        fc.constantFrom(0, 0.5, -2.5, 0.1, 0.2, 0.3, 1e15, -1e15, 1e-7, 123_456_789.123_456, 2 ** 0.5),
      );
    case 'date':
      return fc.oneof(
        fc.integer({ min: 0, max: 1500 }).map((day) => new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10)),
        fc.constantFrom(
          '2025-02-05',
          '2025-02-28',
          '2024-02-29',
          '2025-03-31',
          '0001-01-01',
          '9999-12-31',
          '1969-12-31',
          '1582-10-10',
        ),
      );
    case 'instant':
      return fc.oneof(
        fc.integer({ min: 1.6e12, max: 1.8e12 }).map((at) => new Date(at).toISOString()),
        fc.constantFrom(
          '2025-02-05T22:59:59.999Z',
          '2025-02-05T23:00:00.000Z',
          '2025-03-30T00:59:59.999Z',
          '2025-03-30T01:00:00.000Z',
          '1901-06-01T23:55:00.000Z',
          '2025-10-26T22:30:00.000Z',
        ),
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
export function rowsArbitrary(
  columns: readonly Stored[] = COLUMNS,
  { minLength = 0, maxLength = 12 } = {},
): fc.Arbitrary<readonly Row[]> {
  const row = fc.record(
    Object.fromEntries(columns.map((column) => [written(column), valueArbitrary(column.type, column.name)])),
  );
  return fc.array(row, { minLength, maxLength });
}

/** Reads a row of the example. */
export function readerOf(row: Row): Reader {
  return (links, name) => row[[...links, name].join('.')] ?? null;
}

/** Rows of the example as columns. */
export function tableOf(rows: readonly Row[], columns: readonly Stored[] = COLUMNS): ColumnTable {
  const vectors = new Map(
    columns.map((column) => [
      written(column),
      vectorOf(
        rows.map((row) => row[written(column)] ?? null),
        column.type,
      ),
    ]),
  );
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
    return {
      kind: 'codes',
      codes: Uint32Array.from(values, (value) => (typeof value === 'string' ? texts.intern(value) : 0)),
      dictionary: texts,
    };
  }
  if (unit !== 'tags' && unit !== 'links')
    return { kind: 'numbers', values: Float64Array.from(values, (value) => toNumber(value, unit)) };
  const lists = values.map((value) => (Array.isArray(value) ? value.map((word) => texts.intern(String(word))) : []));
  const offsets = new Uint32Array(values.length + 1);
  lists.forEach((list, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + list.length;
  });
  return { kind: 'lists', offsets, codes: Uint32Array.from(lists.flat()), dictionary: texts };
}
