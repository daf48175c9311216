import { digits, once, raw, type Sql, sql } from './fragment.ts';

const LIMIT = raw('9007199254740992');
const TWENTY_DECIMALS = raw('1.00000000000000000000');

/**
 * A whole number (bigint or numeric) as every runtime holds it: null beyond ±(2^53 − 1). Names its argument once: `least` and
 * `greatest` pass nulls over, so that null, too, becomes the first number beyond.
 */
export function whole(x: Sql): Sql {
  return sql`nullif(nullif(greatest(least(${x}, ${LIMIT}), -${LIMIT}), ${LIMIT}), -${LIMIT})`;
}

/** A double as every runtime holds it: null beyond ±10^100, 0 nearer to 0 than 10^−100, never −0. */
export function tame(x: Sql): Sql {
  return once(
    x,
    (v) =>
      sql`(case when abs(${v}) < '1e-100'::double precision then 0::double precision when abs(${v}) <= '1e100'::double precision then ${v} end)`,
  );
}

/**
 * A double rounded to a whole number, half away from zero (`round` of a double goes to even). By its shortest decimal, which lies on the
 * same side of every half as the double itself.
 */
export function rounded(x: Sql): Sql {
  return sql`${whole(sql`round((${x})::text::numeric)`)}::bigint`;
}

/**
 * round(product ÷ by), half away from zero, exact: quotients of whole numbers below 2^53 that are no half are at least 5 · 10^−17 away
 * from one, and the division is told to give 20 decimals. `by` is not 0.
 */
export function quotient(product: Sql, by: Sql): Sql {
  return sql`${whole(sql`round(${product} * ${TWENTY_DECIMALS} / ${by})`)}::bigint`;
}

/** The same by a constant above 0; by a power of ten it is a multiplication. */
export function quotientBy(product: Sql, by: number): Sql {
  if (by === 1) return sql`${whole(product)}::bigint`;
  const power = Math.round(Math.log10(by));
  if (10 ** power !== by) return quotient(product, digits(by));
  return sql`${whole(sql`round(${product} * ${raw(`0.${'1'.padStart(power, '0')}`)})`)}::bigint`;
}

const FIRST = raw("'0001-12-31 BC'::date");
const LAST = raw("'10000-01-01'::date");

/** A date of the years 0001 to 9999; null otherwise. */
export function day(x: Sql): Sql {
  return sql`nullif(nullif(greatest(least(${x}, ${LAST}), ${FIRST}), ${LAST}), ${FIRST})`;
}

/** A date so many days (a double) later; null when that is no whole number or leaves the calendar. */
export function later(from: Sql, days: Sql): Sql {
  const epoch = raw("'1970-01-01'::date");
  return once(
    sql`((${from} - ${epoch})::double precision + ${days})`,
    (v) =>
      sql`(case when ${v} >= -719162 and ${v} <= 2932896 and ${v} = trunc(${v}) then ${epoch} + ${v}::integer end)`,
  );
}
