import { analyse } from 'chardet';
import { canDecode, decoder, decodeStrictly } from './decoder.ts';
import { likelyLatin, likelyScript } from './letters.ts';

/** How the bytes of a file become text, and why we think so. */
export interface Encoding {
  /** A name the platform's decoder knows: utf-8, utf-16le, windows-1252, … */
  readonly name: string;
  readonly reason: 'mark' | 'zeros' | 'valid' | 'mostly' | 'guessed';
}

const SAMPLE = 256 * 1024;

/**
 * Finds the encoding of a file from its first bytes: a byte order mark, the high bytes of UTF-16, valid UTF-8 (the only encoding that
 * is hardly ever valid by chance), else a guess: chardet's statistics, and above them the letters of the languages we read.
 * `complete` says that the sample is the whole file, so that it may not end in the middle of a character.
 */
export function sniffEncoding(bytes: Uint8Array, { complete = true }: { readonly complete?: boolean } = {}): Encoding {
  const marked = byteOrderMark(bytes);
  if (marked !== null) return { name: marked, reason: 'mark' };
  const zeros = utf16(bytes.subarray(0, 4096));
  if (zeros !== null) return { name: zeros, reason: 'zeros' };
  const invalid = invalidUtf8(complete ? bytes : wholeCharacters(bytes));
  if (invalid.bad === 0) return { name: 'utf-8', reason: 'valid' };
  if (invalid.good > invalid.bad * 20) return { name: 'utf-8', reason: 'mostly' };
  return { name: guess(bytes.subarray(0, SAMPLE)), reason: 'guessed' };
}

/** Finds the encoding of a file whose bytes come in pieces, by all of them: as `sniffEncoding` finds that of a whole file. */
export async function encodingOf(pieces: AsyncIterable<Uint8Array>): Promise<Encoding> {
  let sample = new Uint8Array();
  const text = decoder('utf-8');
  const strict = decoder('utf-8', { fatal: true });
  let sound = true;
  let good = 0;
  let bad = 0;
  const look = (piece?: Uint8Array): void => {
    const more = { stream: piece !== undefined };
    if (sound)
      try {
        strict.decode(piece, more);
      } catch {
        sound = false;
      }
    const decoded = text.decode(piece, more);
    if (!/[^\u0000-\u007f]/.test(decoded)) return;
    for (const character of decoded) {
      if (character === '\ufffd') bad++;
      else if (character > '\u007f') good++;
    }
  };
  for await (const piece of pieces) {
    if (sample.length < SAMPLE) {
      const longer = new Uint8Array(Math.min(SAMPLE, sample.length + piece.length));
      longer.set(sample);
      longer.set(piece.subarray(0, longer.length - sample.length), sample.length);
      sample = longer;
    }
    const marked = sample.length >= 4096 ? (byteOrderMark(sample) ?? utf16(sample.subarray(0, 4096))) : null;
    if (marked !== null) break;
    look(piece);
  }
  const opening = byteOrderMark(sample) === null && utf16(sample.subarray(0, 4096)) === null ? null : sample;
  if (opening !== null) return sniffEncoding(opening);
  look();
  if (sound) return { name: 'utf-8', reason: 'valid' };
  if (good > bad * 20) return { name: 'utf-8', reason: 'mostly' };
  return { name: guess(sample), reason: 'guessed' };
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** High bytes of the letters, figures and signs of Europe and Israel. */
const HIGH: ReadonlySet<number> = new Set([0x00, 0x01, 0x03, 0x04, 0x05, 0x20, 0x21]);

/** UTF-16 without a mark: every second byte is one of few, and zero in delimiters and line ends. */
function utf16(sample: Uint8Array): string | null {
  const pairs = Math.floor(sample.length / 2);
  if (pairs < 2) return null;
  const zero = [0, 0];
  const high = [0, 0];
  for (let at = 0; at < pairs * 2; at++) {
    const byte = sample[at] ?? 0;
    const side = at % 2;
    if (byte === 0) zero[side] = (zero[side] ?? 0) + 1;
    if (HIGH.has(byte)) high[side] = (high[side] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zero;
  const [highEven = 0, highOdd = 0] = high;
  if (odd > pairs * 0.05 && even < pairs * 0.02 && highOdd > pairs * 0.95 && highEven < pairs * 0.5) return 'utf-16le';
  if (even > pairs * 0.05 && odd < pairs * 0.02 && highEven > pairs * 0.95 && highOdd < pairs * 0.5) return 'utf-16be';
  return null;
}

/** A sample cut at a character of UTF-8, where it may have been cut inside one. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
    if (byte < 0x80) break;
  }
  return bytes;
}

/** How many characters beyond ASCII are well-formed UTF-8, and how many bytes are not. */
function invalidUtf8(bytes: Uint8Array): { readonly good: number; readonly bad: number } {
  if (decodeStrictly(bytes, 'utf-8') !== null) return { good: 1, bad: 0 };
  let good = 0;
  let bad = 0;
  for (const character of decoder('utf-8').decode(bytes)) {
    if (character === '\ufffd') bad++;
    else if (character > '\u007f') good++;
  }
  return { good, bad };
}

/** Statistics mean nothing on a handful of bytes: where the letters of a script we know fit, they decide, and chardet where not. */
function guess(sample: Uint8Array): string {
  const likely = analyse(sample)
    .map(({ name, confidence }) => ({ name: STANDARD.get(name) ?? name.toLowerCase(), confidence }))
    .filter(({ name }) => canDecode(name));
  if (standTogether(sample)) {
    const script = likelyScript(sample);
    if (script.score >= 1.2) return script.name;
    const other = likely.find(({ name, confidence }) => NON_LATIN.has(name) && confidence >= 10);
    return other?.name ?? script.name;
  }
  const latin = likelyLatin(sample);
  if (latin.sure) return latin.name;
  const [first] = likely;
  return first !== undefined && EASTERN.has(first.name) && first.confidence >= 60 ? first.name : latin.name;
}

/** Whether most bytes above ASCII stand in runs of three and more: whole words are written in them. */
function standTogether(sample: Uint8Array): boolean {
  let together = 0;
  let alone = 0;
  let run = 0;
  for (let at = 0; at <= sample.length; at++) {
    if ((sample[at] ?? 0) >= 0x80) {
      run++;
      continue;
    }
    if (run >= 3) together += run;
    else alone += run;
    run = 0;
  }
  return together > alone;
}

/** The names Windows programs mean: their code page is the wider one. */
const STANDARD: ReadonlyMap<string, string> = new Map([
  ['ISO-8859-1', 'windows-1252'],
  ['ISO-8859-8', 'windows-1255'],
  ['ISO-8859-9', 'windows-1254'],
  ['GB18030', 'gb18030'],
]);
const NON_LATIN: ReadonlySet<string> = new Set(
  'windows-1251 koi8-r iso-8859-5 windows-1255 iso-8859-7 iso-8859-6 windows-1256 windows-874 shift_jis big5 euc-jp euc-kr gb18030'.split(
    ' ',
  ),
);
const EASTERN: ReadonlySet<string> = new Set('iso-8859-2 windows-1250 windows-1254 windows-1257'.split(' '));
