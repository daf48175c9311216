/** Letters that Unicode does not decompose although people write them both ways. */
const LIGATURES: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  '’': "'",
  ʼ: "'",
  '‘': "'",
};

/** French and English articles and prepositions that a heading may carry or leave out. */
const ARTICLES: ReadonlySet<string> = new Set(['de', 'du', 'des', 'le', 'la', 'les', 'l', 'd', 'the', 'of']);

/** Makes two spellings of the same words equal: no accents, lower case, one plain space between words. Idempotent. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase().replace(/\s+/g, ' ').trim();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[œæßøłđ’ʼ‘]/g, (letter) => LIGATURES[letter] ?? letter)
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .trim();
}

/** Splits an identifier or a heading into folded words: `dueOn`, `due_on`, `Due on` all give `['due', 'on']`. */
export function words(text: string): readonly string[] {
  return fold(splitCapitals(text))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The key two headings share when they mean the same: folded words without articles, joined (`Date d'échéance` → `dateecheance`). */
export function headerKey(text: string): string {
  const all = words(text);
  const kept = all.filter((word) => !ARTICLES.has(word));
  return (kept.length > 0 ? kept : all).join('');
}

/** How alike two texts are once folded: 1 − edit distance ÷ longer length, from 0 (nothing in common) to 1 (equal). */
export function similar(a: string, b: string): number {
  const left = fold(a);
  const right = fold(b);
  const longer = Math.max(left.length, right.length);
  return longer === 0 ? 1 : 1 - editDistance(left, right) / longer;
}

/** A readable label for an identifier: `dueOn` → `Due on`, `amount_won` → `Amount won`. */
export function titleCase(identifier: string): string {
  const text = splitCapitals(identifier)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')
    .toLowerCase();
  const first = text.slice(0, (text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
  return first.toUpperCase() + text.slice(first.length);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: every ASCII character is meant
const PLAIN = /^[\x00-\x7f]*$/;

function splitCapitals(text: string): string {
  return text.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
}

/** Levenshtein distance in UTF-16 units, two rows of memory. */
function editDistance(a: string, b: string): number {
  if (a === b) return 0;
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (above[column - 1] ?? 0) + (a.charCodeAt(row - 1) === b.charCodeAt(column - 1) ? 0 : 1);
      current.push(Math.min(change, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
