/** How a value of PostgreSQL is read and written: what the driver calls a type. */
export interface WireType {
  readonly to: number;
  readonly from: readonly number[];
  readonly serialize: (value: unknown) => string;
  readonly parse: (text: string) => unknown;
}

const same = (text: string): string => text;
const iso = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));
const json = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** `2025-02-05 23:30:00.123+00` as `2025-02-05T23:30:00.123Z`; `infinity` stays a word. */
function instant(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}

/** An array of PostgreSQL in its text form (`{a,"b,c",NULL}`), its elements read by `parse`. */
export function readArray(text: string, parse: (text: string) => unknown): readonly unknown[] {
  const items: unknown[] = [];
  const element = /"((?:[^"\\]|\\.)*)"|([^,{}]+)/gs;
  for (const [, quoted, bare] of text.slice(text.indexOf('{') + 1).matchAll(element)) {
    if (quoted !== undefined) items.push(parse(quoted.replace(/\\(.)/gs, '$1')));
    else items.push(bare === 'NULL' ? null : parse(bare ?? ''));
  }
  return items;
}

/** A list as PostgreSQL reads it. */
export function writeArray(value: unknown, serialize: (value: unknown) => string): string {
  if (!Array.isArray(value)) return String(value);
  const items = value.map((item: unknown) =>
    item === null ? 'NULL' : `"${serialize(item).replace(/["\\]/g, '\\$&')}"`,
  );
  return `{${items.join(',')}}`;
}

function scalar(
  oid: number,
  parse: (text: string) => unknown,
  serialize: (value: unknown) => string = String,
): WireType {
  return { to: oid, from: [oid], serialize, parse };
}

function list(oid: number, parse: (text: string) => unknown, serialize: (value: unknown) => string = String): WireType {
  return scalar(
    oid,
    (text) => readArray(text, parse),
    (value) => writeArray(value, serialize),
  );
}

const yes = (text: string) => text === 't';

/**
 * The types the driver would read otherwise, or not at all: dates stay `YYYY-MM-DD`, instants become ISO strings in UTC, one-dimensional arrays
 * become lists. `bigint` and `numeric` are strings without our doing. Stated here because the driver's own way of learning the array types, a query
 * after connecting, rejects a promise that nobody can catch when the connection dies meanwhile.
 */
export const WIRE_TYPES = {
  date: scalar(1082, same, iso),
  timestamp: scalar(1114, same, iso),
  timestamptz: scalar(1184, instant, iso),
  booleans: list(1000, yes, (value) => (value === true ? 't' : 'f')),
  names: list(1003, same),
  smallints: list(1005, Number),
  integers: list(1007, Number),
  texts: list(1009, same),
  varchars: list(1015, same),
  bigints: list(1016, same),
  reals: list(1021, Number),
  doubles: list(1022, Number),
  oids: list(1028, Number),
  dates: list(1182, same, iso),
  timestamptzs: list(1185, instant, iso),
  numerics: list(1231, same),
  uuids: list(2951, same),
  jsonbs: list(3807, JSON.parse, json),
} as const satisfies Readonly<Record<string, WireType>>;
