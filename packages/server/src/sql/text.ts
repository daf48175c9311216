import { type Sql, sql } from './fragment.ts';

/** Lower case by the simple mapping of Unicode, as the core has it. */
export function lowered(text: Sql): Sql {
  return sql`lower(translate(${text}, 'Σİ', 'σi'))`;
}

/**
 * What `contains`, `startsWith` and sorting compare: accents and case folded, as the core has it. A text of plain letters, by far the most
 * frequent, is spared what takes the time: it has nothing to fold but its case.
 */
export function plain(text: Sql): Sql {
  const folded = sql`lower(translate(regexp_replace(normalize(${text}, NFKD), '[\\u0300-\\u036f]', '', 'g'), 'Σς', 'σσ'))`;
  return sql`(case when octet_length(${text}) = char_length(${text}) then lower(${text}) else ${folded} end)`;
}
