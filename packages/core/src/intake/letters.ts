import { canDecode, decoder } from './decoder.ts';

/** A one-byte encoding and how well it explains a sample. */
export interface Likely {
  readonly name: string;
  readonly score: number;
}

/**
 * The best of the one-byte encodings of Russian, Greek and Hebrew: the share of the bytes above ASCII that it makes letters of its
 * script, plus the share of the ten commonest letters of the language, less the capitals it puts inside words, or makes words of (KOI8-R
 * read as Windows-1251 swaps the case). 0 to 2; real text lies above 1.2.
 */
export function likelyScript(sample: Uint8Array): Likely {
  let best = { name: 'windows-1251', score: 0 };
  for (const [name, script] of SCRIPTS) {
    if (!canDecode(name)) continue;
    const score = scoreOf(decoder(name).decode(sample), script);
    if (score > best.score) best = { name, score };
  }
  return best;
}

function scoreOf(text: string, { letters, common, accents, misplaced }: Script): number {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const high = count(/[^\u0000-\u007f]/g);
  if (high === 0) return 0;
  const found = count(letters);
  const inside = count(/\p{Ll}\p{Lu}/gu);
  const loud = count(/(?<=\p{Lu})\p{Lu}(?<=[^\u0000-\u007f])/gu);
  // Greek in small letters has accents; Hebrew read as Greek has none
  const bare = accents !== undefined && !accents.test(text) && /[^\P{Ll}a-z]/u.test(text);
  // five Hebrew letters have a form for the end of words: where all stand right, chance has no part in it
  const wrong = misplaced === undefined ? 0 : count(misplaced);
  const placed = misplaced !== undefined && wrong === 0 && found > 5 ? 0.5 : (-2 * wrong) / high;
  return (found + count(common) - 4 * inside - 0.3 * loud) / high - (bare ? 0.6 : 0) + placed;
}

interface Script {
  readonly letters: RegExp;
  readonly common: RegExp;
  /** What words in small letters have. */
  readonly accents?: RegExp;
  /** Letters where no word has them. */
  readonly misplaced?: RegExp;
}

const CYRILLIC: Script = { letters: /[а-яё№«»—]/giu, common: /[оеаинтсрвл]/giu };
const GREEK: Script = { letters: /[α-ωά-ώϊϋΐΰ«»€–’]/giu, common: /[αάοόιίεέτσςνηήρπ]/giu, accents: /[άέήίόύώ]/u };
const HEBREW: Script = {
  letters: /[\u05d0-\u05ea]/gu,
  common: /[יוהלאמרתבש]/gu,
  misplaced: /[ךםןףץ](?=[\u05d0-\u05ea])|[כמנפצ](?![\u05d0-\u05ea"'׳״])/gu,
};
const SCRIPTS: readonly (readonly [name: string, script: Script])[] = [
  ['windows-1251', CYRILLIC],
  ['koi8-r', CYRILLIC],
  ['iso-8859-5', CYRILLIC],
  ['ibm866', CYRILLIC],
  ['windows-1253', GREEK],
  ['iso-8859-7', GREEK],
  ['windows-1255', HEBREW],
];

/** Letters that French, Spanish, German, Italian and Portuguese put between others, and signs of commerce. */
const USUAL = /[éèêëàâäáãçùûüúôöóõòîïíìœæñåøßÉÈÀÇÊÎÔÄÖÜÁÓÑ€£°’“”«»…]/gu;
/** A dash that stands at a word without a space. */
const DASHED = /\p{L}[–—]/gu;
/** What stands inside a word without being a letter, unless it is an apostrophe or a dot. */
const INSIDE = /\p{Ll}[^\p{L}\u0000-\u007f’‑·]\p{Ll}/gu;
/** A capital between small letters, or after one at the end of a word: `gagnŽ`. */
const CAPITAL = /\p{Ll}[\u0080-\uffff](?<=\p{Lu})/gu;

/** Windows-1252 or Mac Roman: the one under which more of the bytes above ASCII are what Western languages write there. */
export function likelyLatin(sample: Uint8Array): Likely & { readonly sure: boolean } {
  const [windows, mac] = ['windows-1252', 'macintosh'].map((name) => {
    const text = decoder(name).decode(sample);
    const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what no text holds
    const controls = count(/[\u0080-\u009f]/g);
    const odd = count(INSIDE) + count(CAPITAL) + count(DASHED) + 2 * controls;
    return { name, score: (count(USUAL) - odd) / Math.max(1, count(/[^\u0000-\u007f]/g)) };
  });
  if (windows === undefined || mac === undefined || windows.score >= mac.score)
    return { name: 'windows-1252', score: windows?.score ?? 0, sure: false };
  return { ...mac, sure: true };
}
