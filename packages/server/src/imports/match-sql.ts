import type { Field } from '@sluice/core';
import { columnOf, quote } from '../schema/names.ts';

/** The code points that a pattern matches, as ranges of a bracket expression of PostgreSQL. */
const ranges = (pattern: RegExp): string => {
  const escaped = (code: number): string =>
    code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  const found: string[] = [];
  let start = -1;
  for (let code = 1; code <= 0x1_0000; code++) {
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    const inside = code <= 0xffff && !surrogate && pattern.test(String.fromCodePoint(code));
    if (inside && start < 0) start = code;
    if (inside || start < 0) continue;
    found.push(start === code - 1 ? escaped(start) : `${escaped(start)}-${escaped(code - 1)}`);
    start = -1;
  }
  return found.join('');
};

/** Marks, invisible characters and spaces: what two spellings of one text may differ in. */
const PASSED_OVER = `[${ranges(/[\p{M}\p{Cf}\p{Z}\s]/u)}]`;

/**
 * A text as SQL, such that texts which are equal for the core's `fold` are equal here; a few others are too, and the plan looks again.
 * Texts of plain letters, nearly all, take the short way.
 */
export const folded = (text: string): string => `case when octet_length(${text}) = char_length(${text})
  then lower(translate(${text}, E' \\t\\n\\r\\f\\x0b', ''))
  else regexp_replace(replace(replace(replace(translate(
    lower(translate(normalize(${text}, NFKD), 'Σς’ʼ‘', E'σσ\\'\\'\\'')),
    'øłđς', 'oldσ'), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), '${PASSED_OVER}', '', 'g') end`;

/** The column of a stored field, or its place among the fields that the tenant added, as text. */
export const textOfField = (field: Field): string =>
  field.custom ? `("t"."extra" ->> '${field.name.replaceAll("'", "''")}')` : `"t".${quote(columnOf(field))}::text`;

/** The condition that a field is one of the texts of `$1` (a list), at least as wide as the core's `matchText`. */
export const matches = (field: Field): string => {
  const column = textOfField(field);
  if (field.kind === 'email')
    return `lower(btrim(${column})) in (select lower(btrim("v")) from unnest($1::text[]) as "v")`;
  if (field.unique) return `${column} = any($1::text[])`;
  return `(${folded(column)}) in (select ${folded('"v"')} from unnest($1::text[]) as "v")`;
};
