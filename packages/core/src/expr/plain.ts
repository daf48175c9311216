// Letter by letter, so that SQL can say the same: JavaScript's own lower case looks at the neighbours of Σ and makes two letters of İ.
const SIMPLE: Readonly<Record<string, string>> = { Σ: 'σ', İ: 'i' };

/**
 * Lower case by the simple mapping of Unicode, the same as PostgreSQL's own but for letters newer than its tables: `lower(translate(x, 'Σİ', 'σi'))` in SQL.
 */
export function lowered(text: string): string {
  return text.replace(/[Σİ]/g, (letter) => SIMPLE[letter] ?? letter).toLowerCase();
}

/**
 * What `contains` and `startsWith` compare: compatibility-decomposed, without the marks U+0300–U+036F, lower case, final sigma as sigma.
 * In SQL: `lower(translate(regexp_replace(normalize(x, NFKD), '[\u0300-\u036f]', '', 'g'), 'Σς', 'σσ'))`.
 */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[Σς]/g, 'σ')
    .toLowerCase();
}
