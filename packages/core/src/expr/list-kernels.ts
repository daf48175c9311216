import { type Codes, type Lists, recoded, textOf } from './code-kernels.ts';
import { NO, YES } from './flag.ts';
import { room } from './flag-kernels.ts';
import type { Flags } from './kernels.ts';
import type { Dictionary } from './vector.ts';

/** Whether each list is empty, which is the same as null. */
export function blankLists({ offsets, step }: Lists, n: number): Flags {
  const result = room(n, { step });
  const { values: out } = result;
  for (let i = 0; i < out.length; i++) out[i] = offsets[i * step] === offsets[i * step + 1] ? YES : NO;
  return result;
}

/** Whether each list holds the word of its row; a null word is held by none. */
export function holding(lists: Lists, word: Codes, n: number): Flags {
  const result = room(n, lists, word);
  const { values: out } = result;
  const { offsets, step } = lists;
  const { codes, wanted } = word.step === 0 ? constantWord(lists, word) : rowWords(lists, word);
  for (let i = 0; i < out.length; i++) {
    const sought = wanted[i * word.step] as number;
    const end = offsets[i * step + 1] as number;
    let at = offsets[i * step] as number;
    while (at < end && codes[at] !== sought) at++;
    out[i] = sought !== 0 && at < end ? YES : NO;
  }
  return result;
}

/** The code of a constant word in the dictionary of the lists; 0 when it is not there. */
function constantWord(
  { codes, dictionary }: Lists,
  word: Codes,
): { readonly codes: Uint32Array; readonly wanted: Uint32Array } {
  const text = textOf(word);
  return { codes, wanted: Uint32Array.of(text === null ? 0 : codeOf(dictionary, text)) };
}

function codeOf(dictionary: Dictionary, text: string): number {
  for (let code = 0; code < dictionary.length; code++) if (dictionary.get(code) === text) return code + 1;
  return 0;
}

function rowWords(lists: Lists, word: Codes): { readonly codes: Uint32Array; readonly wanted: Uint32Array } {
  const [codes = lists.codes, wanted = word.codes] = recoded([lists, word]).codes;
  return { codes, wanted };
}

/** Takes for every row the list of the source that `pick` names. */
export function pickedLists(pick: Uint8Array, sources: readonly Lists[], n: number): Lists {
  const { codes: all, dictionary } = recoded(sources);
  const offsets = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) {
    const source = sources[pick[i] as number];
    const at = source ? i * source.step : 0;
    offsets[i + 1] =
      (offsets[i] as number) + (source ? (source.offsets[at + 1] as number) - (source.offsets[at] as number) : 0);
  }
  const codes = new Uint32Array(offsets[n] as number);
  for (let i = 0; i < n; i++) {
    const index = pick[i] as number;
    const source = sources[index];
    const from = all[index];
    if (!source || !from) continue;
    let to = offsets[i] as number;
    const end = source.offsets[i * source.step + 1] as number;
    for (let at = source.offsets[i * source.step] as number; at < end; at++) codes[to++] = from[at] as number;
  }
  return { offsets, codes, dictionary, step: 1 };
}
