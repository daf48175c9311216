import { decodeStrictly } from './decoder.ts';

/** What Windows-1252 shows for the bytes 0x80–0x9F; the five gaps stand for themselves. */
const LOW =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';
const BYTES: ReadonlyMap<string, number> = new Map([...LOW].map((character, at) => [character, 0x80 + at]));
const RUN = new RegExp(`[\\u0080-\\u00ff${LOW}]+`, 'g');
const BEYOND = new RegExp(`[^\\u0000-\\u00ff${LOW}]`, 'g');

/** Text that was repaired, and in how many places; 0 when there was nothing to repair. */
export interface Repaired {
  readonly text: string;
  readonly count: number;
}

/**
 * Whether a text was encoded as UTF-8 twice (`gagnÃ©`): most of its runs of accented characters, read back as Windows-1252 bytes, are
 * themselves UTF-8. Decided on a whole sample, because a single `É»` can be meant.
 */
export function isDoubleEncoded(sample: string): boolean {
  let broken = 0;
  let sound = sample.match(BEYOND)?.length ?? 0;
  for (const [run] of sample.matchAll(RUN)) {
    if (reread(run) === null) sound++;
    else broken++;
  }
  return broken > 0 && broken >= sound;
}

/** Undoes the second encoding of a text for which `isDoubleEncoded` holds, up to three layers of it. */
export function repairDoubleEncoding(text: string): Repaired {
  let repaired = text;
  let count = 0;
  for (let layer = 0; layer < 3; layer++) {
    let here = 0;
    // a repaired text is repaired again only where the marks of a second layer are left
    if (layer > 0 && !/[ÃÂ][\u0080-\u00bf]/.test(repaired)) break;
    const next = repaired
      .replace(RUN, (run) => {
        const meant = reread(run);
        if (meant === null) return run;
        here++;
        return meant;
      })
      // the second half of `à` is a no-break space, which many programs turn into a plain one, or swallow
      .replace(/Ã {1,2}/g, () => {
        here++;
        return 'à ';
      });
    if (here === 0) break;
    repaired = next;
    count += here;
  }
  return { text: repaired, count };
}

/** The text whose UTF-8 bytes a run of Windows-1252 characters shows, or null when it is none. */
function reread(run: string): string | null {
  if (run.length < 2) return null;
  const bytes = new Uint8Array(run.length);
  for (let at = 0; at < run.length; at++) {
    const character = run.charAt(at);
    bytes[at] = BYTES.get(character) ?? character.charCodeAt(0);
  }
  const meant = decodeStrictly(bytes, 'utf-8');
  // rare letters are more likely two that were meant: `CAFÉ»` is not `CAFɻ`
  return meant === null || /[\u0180-\u036f]/.test(meant) ? null : meant;
}
