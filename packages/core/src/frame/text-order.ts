import { plain } from '../expr/plain.ts';
import type { Dictionary } from '../expr/index.ts';

const SURROGATE = 0xd800;
const ABOVE = 0xe000;

/** A UTF-16 unit in the order of code points: surrogates stand for the characters above all others. */
const place = (unit: number): number => {
  if (unit < SURROGATE) return unit;
  return unit >= ABOVE ? unit - 0x800 : unit + 0x2000;
};

/** Two texts by code points, as bytes of UTF-8 compare (`COLLATE "C"` in PostgreSQL). */
export const compareText = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return place(x) - place(y);
  }
  return a.length - b.length;
};

/** Texts in the order of a list for people: case and accents aside, then to the letter. The same in every runtime. */
export const compareFolded = (a: string, b: string): number => compareText(plain(a), plain(b)) || compareText(a, b);

/** By code: the place of its text among all texts of a dictionary. */
export const ranksOf = (dictionary: Dictionary, folded: boolean): Uint32Array => {
  const texts = Array.from({ length: dictionary.length }, (_, code) => {
    const text = dictionary.get(code);
    return { code, text, key: folded ? plain(text) : text };
  });
  texts.sort((a, b) => compareText(a.key, b.key) || compareText(a.text, b.text));
  const ranks = new Uint32Array(dictionary.length);
  texts.forEach(({ code }, rank) => {
    ranks[code] = rank;
  });
  return ranks;
};
