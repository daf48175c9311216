import { decodeStrictly, decoder } from './decoder.ts';

/** The one-byte encodings in which programs show UTF-8 by mistake: on Windows in the West and in Russia, on a Mac. */
const LENSES = ['windows-1252', 'macintosh', 'windows-1251'] as const;

/** A one-byte encoding through which text in UTF-8 was looked at, and written down as it seemed. */
export type Lens = (typeof LENSES)[number];

/** Text that was repaired, and in how many places; 0 when there was nothing to repair. */
export interface Repaired {
  readonly text: string;
  readonly count: number;
}

/** What the bytes above ASCII look like through a lens. */
interface Glass {
  readonly bytes: ReadonlyMap<string, number>;
  /** Characters that such bytes look like, in a row. */
  readonly run: RegExp;
  /** A character that no byte looks like. */
  readonly beyond: RegExp;
}

const glasses = new Map<Lens, Glass>();

function glassOf(lens: Lens): Glass {
  const known = glasses.get(lens);
  if (known !== undefined) return known;
  const decode = decoder(lens);
  const bytes = new Map<string, number>();
  for (let byte = 0x80; byte < 0x100; byte++) bytes.set(decode.decode(Uint8Array.of(byte)), byte);
  bytes.delete('\ufffd');
  // bytes that mean nothing in Windows-1252 stand for themselves in many programs
  if (lens === 'windows-1252')
    for (let byte = 0x80; byte < 0x100; byte++) {
      const self = String.fromCharCode(byte);
      if (!bytes.has(self)) bytes.set(self, byte);
    }
  const set = [...bytes.keys()].map((one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`).join('');
  const glass: Glass = {
    bytes,
    run: new RegExp(`[${set}]+`, 'gu'),
    beyond: new RegExp(`[^\\u{0}-\\u{7f}${set}]`, 'gu'),
  };
  glasses.set(lens, glass);
  return glass;
}

/**
 * The lens through which a text was encoded a second time (`gagnÃ©`, `gagn√©`), or null: most of its runs of characters beyond ASCII,
 * read back as bytes, are themselves UTF-8. Decided on a whole sample, because a single `É»` can be meant.
 */
export function doubleEncoding(sample: string): Lens | null {
  if (!/[^\u0000-\u007f]/.test(sample)) return null;
  return LENSES.find((lens) => seenThrough(sample, lens)) ?? null;
}

/** Whether a text was encoded as UTF-8 twice, see `doubleEncoding`. */
export function isDoubleEncoded(sample: string): boolean {
  return doubleEncoding(sample) !== null;
}

function seenThrough(sample: string, lens: Lens): boolean {
  const { run, beyond } = glassOf(lens);
  let broken = 0;
  let sound = sample.match(beyond)?.length ?? 0;
  for (const [found] of sample.matchAll(run)) {
    if (reread(found, lens) === null) sound++;
    else broken++;
  }
  return broken > 0 && broken >= sound;
}

/** Undoes the second encoding of a text for which `doubleEncoding` found a lens, up to three layers of it. */
export function repairDoubleEncoding(text: string, lens: Lens = 'windows-1252'): Repaired {
  const { run } = glassOf(lens);
  let repaired = text;
  let count = 0;
  for (let layer = 0; layer < 3; layer++) {
    let here = 0;
    // a repaired text is repaired again only where the marks of a second layer are left
    if (layer > 0 && !/[ÃÂ][\u0080-\u00bf]/.test(repaired)) break;
    const meantBy = (found: string): string => {
      const meant = reread(found, lens);
      if (meant === null) return found;
      here++;
      return meant;
    };
    repaired = repaired.replace(run, meantBy);
    // the second half of `à` is a no-break space, which many programs turn into a plain one, or swallow
    if (lens === 'windows-1252')
      repaired = repaired.replace(/Ã {1,2}/g, () => {
        here++;
        return 'à ';
      });
    if (here === 0) break;
    count += here;
  }
  return { text: repaired, count };
}

/** The text whose UTF-8 bytes a run of characters shows, or null when it is none. */
function reread(run: string, lens: Lens): string | null {
  if (run.length < 2) return null;
  const { bytes: known } = glassOf(lens);
  const bytes = new Uint8Array(run.length);
  for (let at = 0; at < run.length; at++) {
    const byte = known.get(run.charAt(at));
    if (byte === undefined) return null;
    bytes[at] = byte;
  }
  const meant = decodeStrictly(bytes, 'utf-8');
  if (meant === null || RARE.test(meant)) return null;
  // a lonely letter of another script is more likely two that were meant
  return meant.length === 1 && ALONE[lens].test(meant) ? null : meant;
}

/** Rare letters are more likely two common ones that were meant: `CAFÉ»` is not `CAFɻ`. */
const RARE = /[\u0180-\u036f\u0700-\u07ff]/;
const ARABIC = /[\u0530-\u058f\u0600-\u06ff]/;
const ALONE: Readonly<Record<Lens, RegExp>> = {
  'windows-1252': ARABIC,
  'windows-1251': ARABIC,
  macintosh: /[\u0370-\u06ff]/,
};
