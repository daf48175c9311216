import { type Sql, sql } from './fragment.ts';

/** Lower case by the simple mapping of Unicode, as the core has it. */
export function lowered(text: Sql): Sql {
  return sql`lower(translate(${text}, 'Σİ', 'σi'))`;
}

/** What `contains`, `startsWith` and sorting compare: accents and case folded, as the core has it. */
export function plain(text: Sql): Sql {
  return sql`lower(translate(regexp_replace(normalize(${text}, NFKD), '[\\u0300-\\u036f]', '', 'g'), 'Σς', 'σσ'))`;
}
