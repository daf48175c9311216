import type { Json } from '@sluice/core';
import fc from 'fast-check';
import type { Description, Schema } from './document.ts';
import { wordOf } from './least.ts';

/** Texts at the edges of what there is: empty, half a character, far too long, written backwards, the names that every object has. */
export const EDGES: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x',
  '\ufeff',
  '\u202eevil',
  '👩‍👩‍👧‍👦',
  'é'.normalize('NFD'),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'tenant_id',
  "'",
  "' or '1'='1",
  "UTC'||pg_sleep(5)||'",
  '"; drop table sluice.deal; --',
  '$1',
  '%',
  '_%',
  '\\',
  '${7*7}',
  '{{constructor.constructor("return 1")()}}',
  '=cmd|calc',
  '../../etc/passwd',
  '%2e%2e%2f',
  'null',
  'NaN',
  '1e400',
  '-0',
  '９９',
  '<img src=x onerror=alert(1)>',
  '\r\nSet-Cookie: a=b',
  'a'.repeat(65_536),
  '0000-00-00',
  '9999-12-31',
  '2025-02-29',
  '2021-11-21T00:00:00Z',
  '00000000-0000-0000-0000-000000000000',
];

const NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  1,
  0.1,
  0.30000000000000004,
  1e-7,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 53 + 2,
  1e21,
  1e308,
  5e-324,
];

/** Anything JSON can say that nobody asked for. */
export const hostile: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...EDGES) },
  { weight: 3, arbitrary: fc.constantFrom(...NUMBERS) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Json>(
      null,
      true,
      false,
      [],
      {},
      [[]],
      [null],
      { a: { b: [] } },
      { toString: 1, valueOf: 1 },
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: fc.constant<Json>(Array.from({ length: 2000 }, (_, at) => at)) },
);

const word = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,20}$/);
const text = (longest: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 5, arbitrary: word },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: Math.min(longest, 60) }) },
  );

/** What the generator knows beside the document: ids that are somebody's. */
export interface Known {
  readonly ids: readonly string[];
}

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((one) => one.toISOString());

/** Values that fit a schema of the document. */
export const fitting = (
  schema: Schema,
  { follow }: Pick<Description, 'follow'>,
  known: Known,
  depth = 0,
): fc.Arbitrary<Json> => {
  const one = follow(schema);
  const inner = (next: Schema): fc.Arbitrary<Json> => fitting(next, { follow }, known, depth + 1);
  const id = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known.ids) }, { weight: 1, arbitrary: fc.uuid() });
  if ('const' in one) return fc.constant(one['const'] ?? null);
  if (Array.isArray(one['enum'])) return fc.constantFrom(...(one['enum'] as readonly Json[]));
  for (const choice of ['oneOf', 'anyOf'])
    if (Array.isArray(one[choice])) return fc.oneof(...(one[choice] as readonly Schema[]).map(inner));
  const types = Array.isArray(one['type']) ? (one['type'] as readonly string[]) : [wordOf(one['type'])];
  const [type = '', ...others] = types.filter((name) => name !== 'null');
  const least = typeof one['minimum'] === 'number' ? one['minimum'] : -1000;
  const most = typeof one['maximum'] === 'number' ? one['maximum'] : Math.max(least, 0) + 100_000;
  const made = ((): fc.Arbitrary<Json> => {
    switch (type) {
      case 'object': {
        const properties = Object.entries((one['properties'] ?? {}) as Readonly<Record<string, Schema>>);
        const required = new Set((one['required'] ?? []) as readonly string[]);
        if (depth > 4) return fc.constant({});
        const requiredKeys = properties.filter(([name]) => required.has(name)).map(([name]) => name);
        const shape = Object.fromEntries(properties.map(([name, value]) => [name, inner(value)]));
        return fc.record(shape, { requiredKeys, noNullPrototype: true }) as fc.Arbitrary<Json>;
      }
      case 'array':
        return depth > 4 ? fc.constant([]) : fc.array(inner((one['items'] ?? {}) as Schema), { maxLength: 3 });
      case 'integer':
        return fc.integer({ min: Math.ceil(least), max: Math.floor(most) });
      case 'number':
        return fc.integer({ min: Math.ceil(least * 100), max: Math.floor(most * 100) }).map((cents) => cents / 100);
      case 'boolean':
        return fc.boolean();
      case 'string':
        switch (one['format']) {
          case 'uuid':
            return id;
          case 'date':
            return day.map((at) => at.slice(0, 10));
          case 'date-time':
            return day;
          case 'email':
            return fc.integer({ min: 0, max: 500 }).map((at) => `person${at}@example.com`);
          case 'uri':
            return word.map((name) => `https://${name.toLowerCase().replaceAll(' ', '')}.example.com`);
          default: {
            if (typeof one['pattern'] === 'string') return fc.stringMatching(new RegExp(one['pattern']));
            const longest = typeof one['maxLength'] === 'number' ? one['maxLength'] : 60;
            return fc.oneof({ weight: 6, arbitrary: text(longest) }, { weight: 1, arbitrary: id });
          }
        }
      default:
        return fc.oneof(word, fc.integer(), fc.boolean());
    }
  })();
  const wider = others.length > 0 ? fc.oneof(made, ...others.map((name) => inner({ ...one, type: name }))) : made;
  return types.includes('null')
    ? fc.oneof({ weight: 5, arbitrary: wider }, { weight: 1, arbitrary: fc.constant(null) })
    : wider;
};

const isObject = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value with one place of it spoilt: replaced, left out, or with something beside it that nobody knows. */
export const spoilt = (value: Json, at: number, by: Json, name: string): Json => {
  if (Array.isArray(value)) {
    if (value.length === 0) return [by];
    const place = at % value.length;
    return value.map((one, index) => (index === place ? spoilt(one, Math.floor(at / 7), by, name) : one)) as Json;
  }
  if (!isObject(value)) return by;
  const names = Object.keys(value);
  const place = at % (names.length + 2);
  const beside = Object.fromEntries([...Object.entries(value), [name, by]]);
  if (place >= names.length) return beside;
  const chosen = names[place] ?? '';
  if (at % 3 === 0) return Object.fromEntries(Object.entries(value).filter(([one]) => one !== chosen));
  return { ...value, [chosen]: spoilt(value[chosen] ?? null, Math.floor(at / 7), by, name) };
};

/** Names that have no business in a body or an address. */
export const strangeNames = fc.constantFrom(
  'tenant_id',
  'tenantId',
  '__proto__',
  'constructor',
  'role',
  'createdBy',
  'version',
  'id',
  't0.amount',
  '"amount"',
  'a'.repeat(300),
  '',
  'amount[gte][lte]',
  'account.owner.email',
  "amount'",
);
