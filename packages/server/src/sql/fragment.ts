import { quote } from '../schema/names.ts';

type Scalar =
  | 'bigint'
  | 'boolean'
  | 'date'
  | 'double precision'
  | 'integer'
  | 'jsonb'
  | 'numeric'
  | 'text'
  | 'timestamptz'
  | 'uuid';
/** Types that a placeholder or a cast may name. */
export type PgType = Scalar | `${Scalar}[]`;

/** A value that travels beside the statement, never in it. */
export interface Bound {
  readonly value: unknown;
  readonly type: PgType;
}

/** A piece of SQL: text, bound values and other pieces in the order they are written. */
export interface Sql {
  readonly pieces: readonly (string | Bound | Sql)[];
}

/** A statement as the driver takes it: placeholders `$1::bigint` and their values. */
export interface Statement {
  readonly text: string;
  readonly params: readonly unknown[];
}

/**
 * A piece of SQL from a template: what stands in `${…}` is SQL, nothing else. Values come in by `param`, names by `name`, so that a text
 * from outside cannot become SQL.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly Sql[]): Sql {
  const pieces: (string | Sql)[] = [];
  strings.forEach((text, index) => {
    if (text !== '') pieces.push(text);
    const part = parts[index];
    if (part) pieces.push(part);
  });
  return { pieces };
}

/** A bound value, cast to its type so that PostgreSQL never guesses. */
export function param(value: unknown, type: PgType): Sql {
  return { pieces: [{ value, type }] };
}

/** An identifier, or several joined by dots: `"t"."due_on"`. */
export function name(...parts: readonly string[]): Sql {
  return { pieces: [parts.map(quote).join('.')] };
}

/** A whole number of ours as SQL; for offsets, places and powers that are part of the statement. */
export function digits(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`);
  return { pieces: [value < 0 ? `(${value})` : String(value)] };
}

/** Pieces one after the other, with a separator between them. */
export function join(parts: readonly Sql[], separator: string): Sql {
  return { pieces: parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])) };
}

/** Words of SQL of our own making: types, keywords, numbers with decimals. Never anything from outside. */
export function raw(words: string): Sql {
  return { pieces: [words] };
}

const sizes = new WeakMap<Sql, number>();

/** How long a piece is, in letters. */
export function sizeOf(fragment: Sql): number {
  const known = sizes.get(fragment);
  if (known !== undefined) return known;
  let size = 0;
  for (const piece of fragment.pieces)
    size += typeof piece === 'string' ? piece.length : 'pieces' in piece ? sizeOf(piece) : 4 + piece.type.length;
  sizes.set(fragment, size);
  return size;
}

const SMALL = 100;

/**
 * Uses a value several times though it is computed once: a small one is repeated, a larger one becomes the only row of a subquery
 * (`offset 0` keeps the planner from writing it out again), so that nested expressions do not double with every level.
 */
export function once(value: Sql, use: (value: Sql) => Sql): Sql {
  if (sizeOf(value) <= SMALL) return use(value);
  return sql`(select ${use(raw('"s"."v"'))} from (select ${value} as "v" offset 0) as "s")`;
}

/** No SQL at all. */
export const NOTHING: Sql = { pieces: [] };

/** The statement: placeholders are numbered in the order they are met, equal values of one type share a number. */
export function render(fragment: Sql): Statement {
  const texts: string[] = [];
  const params: unknown[] = [];
  const numbers = new Map<string, number>();
  const write = ({ pieces }: Sql): void => {
    for (const piece of pieces) {
      if (typeof piece === 'string') texts.push(piece);
      else if ('pieces' in piece) write(piece);
      else texts.push(`$${numberOf(piece)}::${piece.type}`);
    }
  };
  const numberOf = ({ value, type }: Bound): number => {
    const key = `${type} ${JSON.stringify(value)}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = params.push(value);
    numbers.set(key, number);
    return number;
  };
  write(fragment);
  return { text: texts.join(''), params };
}
