import { analyse } from 'chardet';
import { canDecode, decoder, decodeStrictly } from './decoder.ts';

/** How the bytes of a file become text, and why we think so. */
export interface Encoding {
  /** A name the platform's decoder knows: utf-8, utf-16le, windows-1252, … */
  readonly name: string;
  readonly reason: 'mark' | 'zeros' | 'valid' | 'mostly' | 'guessed';
}

const SAMPLE = 256 * 1024;

/**
 * Finds the encoding of a file from its first bytes: a byte order mark, the zero bytes of UTF-16, valid UTF-8 (the only encoding that
 * is hardly ever valid by chance), else a guess: the script by how the high bytes stand together, then letter statistics.
 * `complete` says that the sample is the whole file, so that it may not end in the middle of a character.
 */
export function sniffEncoding(bytes: Uint8Array, { complete = true }: { readonly complete?: boolean } = {}): Encoding {
  const marked = byteOrderMark(bytes);
  if (marked !== null) return { name: marked, reason: 'mark' };
  const zeros = utf16ByZeros(bytes.subarray(0, 4096));
  if (zeros !== null) return { name: zeros, reason: 'zeros' };
  const invalid = invalidUtf8(complete ? bytes : wholeCharacters(bytes));
  if (invalid.bad === 0) return { name: 'utf-8', reason: 'valid' };
  if (invalid.good > invalid.bad * 20) return { name: 'utf-8', reason: 'mostly' };
  return { name: guess(bytes.subarray(0, SAMPLE)), reason: 'guessed' };
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 without a mark: of Western text nearly every second byte is zero. */
function utf16ByZeros(sample: Uint8Array): string | null {
  const pairs = Math.floor(sample.length / 2);
  if (pairs < 2) return null;
  let even = 0;
  let odd = 0;
  for (let at = 0; at + 1 < sample.length; at += 2) {
    if (sample[at] === 0) even++;
    if (sample[at + 1] === 0) odd++;
  }
  if (odd > pairs * 0.4 && even < pairs * 0.1) return 'utf-16le';
  if (even > pairs * 0.4 && odd < pairs * 0.1) return 'utf-16be';
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

/** Statistics mean nothing on a handful of bytes: the shape of the words decides first. */
function guess(sample: Uint8Array): string {
  const { together, alone, low } = highBytes(sample);
  const likely = analyse(sample)
    .map(({ name, confidence }) => ({ name: STANDARD.get(name) ?? name.toLowerCase(), confidence }))
    .filter(({ name }) => canDecode(name));
  if (together > alone) {
    const script = likelyScript(sample);
    if (script.score >= 1.2) return script.name;
    const other = likely.find(({ name, confidence }) => NON_LATIN.has(name) && confidence >= 10);
    return other?.name ?? script.name;
  }
  // accented letters of Western Europe: what Excel for Mac writes lies where Windows has signs and gaps
  if (low > (together + alone) * 0.6 && decodeStrictly(sample, 'macintosh') !== null) return 'macintosh';
  const first = likely[0];
  return first !== undefined && EASTERN.has(first.name) && first.confidence >= 60 ? first.name : 'windows-1252';
}

/** How many bytes above ASCII stand in runs of three and more, how many alone, and how many lie where Windows-1252 has no letters. */
function highBytes(sample: Uint8Array): { readonly together: number; readonly alone: number; readonly low: number } {
  let together = 0;
  let alone = 0;
  let low = 0;
  let run = 0;
  for (let at = 0; at <= sample.length; at++) {
    const byte = sample[at] ?? 0;
    if (byte >= 0x80) {
      run++;
      if (byte < 0xa0 && byte !== 0x92 && byte !== 0x80 && byte !== 0x9c && byte !== 0x8c) low++;
      continue;
    }
    if (run >= 3) together += run;
    else alone += run;
    run = 0;
  }
  return { together, alone, low };
}

/**
 * The best of the one-byte encodings of Russian and Hebrew: the share of the bytes above ASCII that it makes letters of its script,
 * plus the share of the ten commonest letters of the language, less the capitals it puts inside words (KOI8-R read as
 * Windows-1251 swaps the case). 0 to 2; real text lies above 1.2.
 */
function likelyScript(sample: Uint8Array): { readonly name: string; readonly score: number } {
  let best = { name: 'windows-1251', score: 0 };
  for (const { name, letters, common } of SCRIPTS) {
    if (!canDecode(name)) continue;
    const text = decoder(name).decode(sample);
    const high = text.match(/[^\u0000-\u007f]/g)?.length ?? 0;
    const inside = text.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0;
    const found = text.match(letters)?.length ?? 0;
    const usual = text.match(common)?.length ?? 0;
    const score = high === 0 ? 0 : (found + usual - 4 * inside) / high;
    if (score > best.score) best = { name, score };
  }
  return best;
}

const CYRILLIC = { letters: /[а-яё№«»—]/giu, common: /[оеаинтсрвл]/giu };
const HEBREW = { letters: /[א-ת]/gu, common: /[יוהלאמרתבש]/gu };
const SCRIPTS = [
  { name: 'windows-1251', ...CYRILLIC },
  { name: 'koi8-r', ...CYRILLIC },
  { name: 'iso-8859-5', ...CYRILLIC },
  { name: 'ibm866', ...CYRILLIC },
  { name: 'windows-1255', ...HEBREW },
];

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
