import { type Label, labelTexts } from '../kinds/index.ts';
import { fold, similar, words } from '../text.ts';

/** A closed list of words a cell may hold, in any spelling. */
export interface Vocabulary {
  /** The key a text means, or null. */
  keyOf(text: string): string | null;
  /** The key whose spelling is closest to a text that means none; null when nothing is close. */
  nearest(text: string): string | null;
}

/** No option is so long that it pays to compare it. */
const LONGEST = 80;

interface Word {
  readonly key: string;
  readonly label?: Label;
  readonly aliases?: readonly string[];
}

/** Options or stages by key, labels in every language and aliases; accents, case, punctuation and spaces do not matter. */
export function vocabulary(options: readonly Word[], extra: ReadonlyMap<string, string> = new Map()): Vocabulary {
  const exact = new Map<string, string>();
  const loose = new Map<string, string>();
  const learn = (text: string, key: string): void => {
    const folded = fold(text);
    if (!exact.has(folded)) exact.set(folded, key);
    const joined = words(text).join('');
    if (joined !== '' && !loose.has(joined)) loose.set(joined, key);
  };
  for (const [text, key] of extra) learn(text, key);
  for (const { key } of options) learn(key, key);
  for (const { key, label } of options)
    for (const text of label === undefined ? [] : labelTexts(label)) learn(text, key);
  for (const { key, aliases } of options) for (const text of aliases ?? []) learn(text, key);
  return {
    keyOf: (text) => exact.get(fold(text)) ?? loose.get(words(text).join('')) ?? null,
    nearest: (text) => {
      if (text.length > LONGEST) return null;
      let best: { readonly key: string; readonly likeness: number } | null = null;
      for (const [word, key] of exact) {
        const likeness = similar(word, text);
        if (likeness >= 0.7 && likeness > (best?.likeness ?? 0)) best = { key, likeness };
      }
      return best?.key ?? null;
    },
  };
}

const YES = new Set('true t yes y yeah oui o vrai да д истина есть כן נכון אמת 1 on x ✓ ✔ ☑ ✅'.split(' ').map(fold));
const NO = new Set('false f no n nope non faux нет н ложь לא שקר 0 off ✗ ✘ ☐ ❌'.split(' ').map(fold));

/** Yes or no in fr en ru he, as a word, a number or a mark; null when it is neither. */
export function flagOf(text: string): boolean | null {
  const folded = fold(text);
  return YES.has(folded) ? true : NO.has(folded) ? false : null;
}

const BLANK = new Set('- -- --- – — n/a na n.a. nan null none nil ? #n/a #na н/д нд 0000-00-00'.split(' ').map(fold));

/** Whether a cell of a kind other than text says "unknown": empty, or one of the words and dashes that stand for it. */
export function blank(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || (trimmed.length <= 10 && BLANK.has(fold(trimmed)));
}
