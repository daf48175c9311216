import { type Flag, NO, UNKNOWN, YES } from './flag.ts';
import { room } from './flag-kernels.ts';
import type { Flags, Numbers } from './kernels.ts';
import { plain } from './plain.ts';
import type { Dictionary } from './vector.ts';

/** Texts of `n` rows (step 1), or one text for all rows (step 0). */
export interface Codes {
  readonly codes: Uint32Array;
  readonly dictionary: Dictionary;
  readonly step: 0 | 1;
}

/** Lists of `n` rows (step 1), or one list for all rows (step 0). */
export interface Lists {
  readonly offsets: Uint32Array;
  readonly codes: Uint32Array;
  readonly dictionary: Dictionary;
  readonly step: 0 | 1;
}

/** A dictionary that grows: gives every distinct text a code. */
export class Texts implements Dictionary {
  readonly #texts: string[] = [];
  readonly #codes = new Map<string, number>();

  get length(): number {
    return this.#texts.length;
  }

  readonly get = (code: number): string => this.#texts[code] ?? '';

  /** The code of a text, plus 1. */
  intern(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.push(text);
    this.#codes.set(text, code);
    return code;
  }
}

/** One text, or null, for all rows. */
export function constantCodes(text: string | null): Codes {
  const texts = new Texts();
  return { codes: Uint32Array.of(text === null ? 0 : texts.intern(text)), dictionary: texts, step: 0 };
}

const ASK = 3;

/** Asks a question of every text, once per distinct text that occurs; `ofNull` is the answer for null. */
export function flagsByText(source: Codes, ofNull: Flag, ask: (text: string) => Flag, n: number): Flags {
  const { dictionary } = source;
  return flagsByCode(source, ofNull, (code) => ask(dictionary.get(code)), n);
}

function flagsByCode({ codes, dictionary, step }: Codes, ofNull: Flag, ask: (code: number) => Flag, n: number): Flags {
  const result = room(n, { step });
  const { values: out } = result;
  const answers = new Uint8Array(dictionary.length + 1).fill(ASK);
  answers[0] = ofNull;
  if (step === 1 && dictionary.length <= n / 4) {
    // Few texts: asking about all of them leaves a loop without a question in it.
    for (let code = 1; code < answers.length; code++) answers[code] = ask(code - 1);
    for (let i = 0; i < out.length; i++) out[i] = answers[codes[i] as number] as number;
    return result;
  }
  for (let i = 0; i < out.length; i++) {
    const code = codes[i * step] as number;
    let answer = answers[code] as number;
    if (answer === ASK) {
      answer = ask(code - 1);
      answers[code] = answer;
    }
    out[i] = answer;
  }
  return result;
}

/** Looks a number up for every text, once per distinct text that occurs; null gives null. */
export function numbersByText({ codes, dictionary, step }: Codes, look: (text: string) => number, n: number): Numbers {
  const values = new Float64Array(step === 1 ? n : 1);
  const found = new Float64Array(dictionary.length + 1);
  const asked = new Uint8Array(dictionary.length + 1);
  found[0] = Number.NaN;
  asked[0] = 1;
  if (step === 1 && dictionary.length <= n / 4) {
    for (let code = 1; code < found.length; code++) found[code] = look(dictionary.get(code - 1));
    for (let i = 0; i < values.length; i++) values[i] = found[codes[i] as number] as number;
    return { values, step };
  }
  for (let i = 0; i < values.length; i++) {
    const code = codes[i * step] as number;
    if (asked[code] === 0) {
      found[code] = look(dictionary.get(code - 1));
      asked[code] = 1;
    }
    values[i] = found[code] as number;
  }
  return { values, step };
}

/** Turns every text into another, once per distinct text that occurs; null stays null. */
export function textsByText(source: Codes, turn: (text: string) => string | null, n: number): Codes {
  const texts = new Texts();
  const next = numbersByText(
    source,
    (text) => {
      const turned = turn(text);
      return turned === null ? 0 : texts.intern(turned);
    },
    n,
  );
  // NaN, the null of numbers, becomes 0, the null of codes.
  return { codes: Uint32Array.from(next.values), dictionary: texts, step: source.step };
}

/** Several columns of codes in one dictionary, so that equal codes are equal texts. */
export function recoded(sources: readonly Pick<Codes, 'codes' | 'dictionary'>[]): {
  readonly codes: readonly Uint32Array[];
  readonly dictionary: Dictionary;
} {
  const [first] = sources;
  if (first && sources.every(({ dictionary }) => dictionary === first.dictionary)) {
    return { codes: sources.map(({ codes }) => codes), dictionary: first.dictionary };
  }
  const texts = new Texts();
  const codes = sources.map(({ codes, dictionary }) => {
    const out = new Uint32Array(codes.length);
    const known = new Uint32Array(dictionary.length + 1);
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i] as number;
      if (code === 0) continue;
      if (known[code] === 0) known[code] = texts.intern(dictionary.get(code - 1));
      out[i] = known[code] as number;
    }
    return out;
  });
  return { codes, dictionary: texts };
}

/** Whether two texts are equal in every row; unknown where one is null. */
export function equalTexts(a: Codes, b: Codes, n: number): Flags {
  if (a.step === 0 && b.step === 1) return equalTexts(b, a, n);
  if (b.step === 0) {
    const wanted = textOf(b);
    if (wanted === null) return { values: Uint8Array.of(UNKNOWN), step: 0 };
    return flagsByText(a, UNKNOWN, (text) => (text === wanted ? YES : NO), n);
  }
  const result = room(n, a, b);
  const { values: out } = result;
  const [x = a.codes, y = b.codes] = recoded([a, b]).codes;
  for (let i = 0; i < out.length; i++) {
    const p = x[i] as number;
    const q = y[i] as number;
    out[i] = p === 0 || q === 0 ? UNKNOWN : p === q ? YES : NO;
  }
  return result;
}

/** Whether the second text is in the first, or begins it, accents and case folded; unknown where one is null. */
export function foundTexts(name: 'contains' | 'startsWith', a: Codes, b: Codes, n: number): Flags {
  const holds =
    name === 'contains'
      ? (text: string, part: string) => text.includes(part)
      : (text: string, part: string) => text.startsWith(part);
  if (b.step === 0) {
    const wanted = textOf(b);
    if (wanted === null) return { values: Uint8Array.of(UNKNOWN), step: 0 };
    const part = plain(wanted);
    const folded = plainTexts(a.dictionary);
    return flagsByCode(a, UNKNOWN, (code) => (holds(folded(code), part) ? YES : NO), n);
  }
  const plainA = plainTexts(a.dictionary);
  const plainB = plainTexts(b.dictionary);
  const result = room(n, a, b);
  const { values: out } = result;
  for (let i = 0; i < out.length; i++) {
    const p = a.codes[i * a.step] as number;
    const q = b.codes[i * b.step] as number;
    out[i] = p === 0 || q === 0 ? UNKNOWN : holds(plainA(p - 1), plainB(q - 1)) ? YES : NO;
  }
  return result;
}

/** The one text of a constant. */
export function textOf({ codes, dictionary }: Codes): string | null {
  const code = codes[0] ?? 0;
  return code === 0 ? null : dictionary.get(code - 1);
}

const foldings = new WeakMap<Dictionary, (string | undefined)[]>();
/** Longer texts are folded each time: they would fill the memory with a second copy of themselves. */
const LONGEST_KEPT = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: every ASCII character is meant
const ASCII = /^[\x00-\x7f]*$/;

/** The plain texts of a dictionary by code; each short one is folded once, for searches and orders to come. */
export function plainTexts(dictionary: Dictionary): (code: number) => string {
  const folded = foldings.get(dictionary) ?? [];
  foldings.set(dictionary, folded);
  return (code) => {
    const known = folded[code];
    if (known !== undefined) return known;
    const text = dictionary.get(code);
    const made = ASCII.test(text) ? text.toLowerCase() : plain(text);
    if (text.length <= LONGEST_KEPT) folded[code] = made;
    return made;
  };
}
