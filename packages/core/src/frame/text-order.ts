import { plainTexts } from '../expr/code-kernels.ts';
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

/** Below the surrogates, units and code points are in the same order: the comparison of the language will do, and is ten times faster. */
const HIGH = /[\ud800-\uffff]/;

/** Whether a text compares with others of the kind by code points as it does by `<`. */
export const isLow = (text: string): boolean => !HIGH.test(text);

/** By code: the place of its text among all texts of a dictionary. */
export const ranksOf = (dictionary: Dictionary, folded: boolean): Uint32Array => {
  const plainOf = plainTexts(dictionary);
  let low = true;
  const texts = Array.from({ length: dictionary.length }, (_, code) => {
    const text = dictionary.get(code);
    const key = folded ? plainOf(code) : text;
    low &&= isLow(text) && isLow(key);
    return { code, text, key };
  });
  if (low) texts.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.text < b.text ? -1 : 1));
  else texts.sort((a, b) => compareText(a.key, b.key) || compareText(a.text, b.text));
  const ranks = new Uint32Array(dictionary.length);
  for (const [rank, { code }] of texts.entries()) ranks[code] = rank;
  return ranks;
};
