import { fold } from '../text.ts';

/** How well a record fits what is searched: its title is that, begins with it, has each word at the beginning of a word, has it, has it elsewhere, or nearly. */
export const RANKS = ['equal', 'begins', 'words', 'title', 'record', 'near'] as const;
export type Rank = (typeof RANKS)[number];

/** The words of a search, folded. */
export const searchWords = (text: string): readonly string[] =>
  fold(text)
    .split(' ')
    .filter((word) => word !== '');

/** How the title of a record fits a search that the record satisfies. */
export const rankOf = (text: string, title: string): Rank => {
  const phrase = searchWords(text).join(' ');
  const folded = fold(title);
  if (folded === phrase) return 'equal';
  if (folded.startsWith(phrase)) return 'begins';
  const words = phrase.split(' ');
  if (!words.every((word) => folded.includes(word))) return 'record';
  const starts = folded.split(/[^\p{L}\p{N}]+/u);
  return words.every((word) => starts.some((start) => start.startsWith(word))) ? 'words' : 'title';
};

const trigrams = (word: string): ReadonlySet<string> => {
  const padded = `  ${word} `;
  const found = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at++) found.add(padded.slice(at, at + 3));
  return found;
};

const alike = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let both = 0;
  for (const one of a) if (b.has(one)) both += 1;
  return both / (a.size + b.size - both);
};

/** From this share of common trigrams on two words are taken for the same one, mistyped. */
export const NEAR = 0.3;

/**
 * How near titles come to a search, from 0 to 1: of each searched word the best of the title's words, by the share of common trigrams (as
 * PostgreSQL's pg_trgm has it), and the least of these. The words of the search are taken apart once.
 */
export const nearness = (text: string): ((title: string) => number) => {
  const wanted = searchWords(text).map(trigrams);
  return (title) => {
    if (wanted.length === 0) return 0;
    const words = fold(title)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== '')
      .map(trigrams);
    return Math.min(...wanted.map((one) => Math.max(0, ...words.map((word) => alike(one, word)))));
  };
};

/** A part of a text: what a search found is `hit`. The parts together are the text. */
export interface MarkedPart {
  readonly text: string;
  readonly hit: boolean;
}

/** A text in parts: those that the words of a search stand in are hits, whatever the case and the accents. */
export const marked = (text: string, search: string): readonly MarkedPart[] => {
  const letters = Array.from(text);
  const plain: string[] = [];
  // which letter each folded letter came from: folding may take marks away and write a ligature as two letters
  const from: number[] = [];
  letters.forEach((letter, at) => {
    const folded = /^\s+$/u.test(letter) ? ' ' : fold(letter);
    for (const one of folded) {
      plain.push(one);
      from.push(at);
    }
  });
  const line = plain.join('');
  const hit = letters.map(() => false);
  for (const word of searchWords(search))
    for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + word.length)) {
      const begin = Array.from(line.slice(0, at)).length;
      const first = from[begin] ?? 0;
      const last = from[begin + Array.from(word).length - 1] ?? first;
      for (let letter = first; letter <= last; letter++) hit[letter] = true;
    }
  const parts: { text: string; hit: boolean }[] = [];
  letters.forEach((letter, at) => {
    const last = parts.at(-1);
    // a mark stays with the letter that it stands on
    const same = last && (last.hit === hit[at] || fold(letter) === '' || /^\p{M}$/u.test(letter));
    if (same && !/^\s$/u.test(letter)) last.text += letter;
    else if (last && last.hit === hit[at]) last.text += letter;
    else parts.push({ text: letter, hit: hit[at] === true });
  });
  return parts;
};
