import { isCurrency } from '../money.ts';
import { fold } from '../text.ts';

/** The character before the decimals. */
export type DecimalMark = '.' | ',';

/** A number as somebody wrote it, taken apart but not yet understood: `1.234` may still be a thousand or a unit. */
export interface Numeral {
  readonly negative: boolean;
  /** Digits with their decimal and thousands marks; grouping spaces and apostrophes are gone. */
  readonly digits: string;
  /** Spaces or apostrophes grouped the thousands, so that a mark can only be the decimal one. */
  readonly spaced: boolean;
  readonly percent: boolean;
  /** Zeros that a word adds: 3 for `k`, 6 for `M`. */
  readonly power: number;
  /** ISO 4217, when a sign or a code names one currency; `$` for the dollars it may be. */
  readonly currency: string | null;
}

/** What one numeral tells of its column: the mark it must have, that either would do, that it has none, or that it is no number. */
export type Evidence = DecimalMark | 'either' | 'none' | 'broken';

/** Takes a number apart: sign, parentheses (negative), currency, percent, multiples. Null when it is not one number. */
export function numeral(text: string): Numeral | null {
  if (PLAIN_INTEGER.test(text)) {
    return { negative: false, digits: text, spaced: false, percent: false, power: 0, currency: null };
  }
  if (markAt(text) !== null) {
    return { negative: false, digits: text, spaced: false, percent: false, power: 0, currency: null };
  }
  if (text.length > LONGEST) return null;
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[−–—]/g, '-')
    .trim();
  const power = /^([-+]?\d+(?:[.,]\d+)?)e([-+]?\d{1,3})$/i.exec(plain);
  if (power !== null) return exponential(power[1] ?? '', Number(power[2]));
  const match = /^([^\d.,]*)((?:\d[\d\s.,'’]*)?\d|[.,]\d+)([.,]?[^\d]*)$/.exec(plain);
  if (match === null) return null;
  const [, before = '', body = '', after = ''] = match;
  const left = affix(before);
  const right = affix(after);
  if (
    left === null ||
    right === null ||
    (left.currency !== null && right.currency !== null && left.currency !== right.currency)
  )
    return null;
  const grouped = /[\s'’]/.test(body);
  if (grouped && !/^\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?$/.test(body)) return null;
  return {
    negative: left.negative || right.negative || (left.opens && right.closes),
    digits: body.replace(/[\s'’]/g, ''),
    spaced: grouped,
    percent: left.percent || right.percent,
    power: left.power + right.power,
    currency: left.currency ?? right.currency,
  };
}

/** No number is longer; a note must not be searched for one. */
const LONGEST = 80;
const PLAIN_INTEGER = /^\d{1,15}$/;

/** The longest text whose digits a double holds exactly, mark included. */
const EXACT = 16;

/**
 * Where the only mark stands in a text of ASCII digits and one `.` or `,` between two of them; the length of the text when it has none; null
 * for any other text. Most cells of most files are such, and need nothing of what follows.
 */
export function markAt(text: string): number | null {
  const { length } = text;
  if (length === 0 || length > EXACT) return null;
  let mark = length;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 48 && unit <= 57) continue;
    if ((unit !== 46 && unit !== 44) || mark < length || at === 0 || at === length - 1) return null;
    mark = at;
  }
  // Sixteen digits without a mark may be more than a double holds.
  return mark === length && length === EXACT ? null : mark;
}

/**
 * The whole number of units of 10^−digits that such a text says when its mark is a decimal one, exactly; null when it is another text, has
 * more decimals or passes 10^15.
 */
export function plainUnits(text: string, mark: DecimalMark, digits: number): number | null {
  const at = markAt(text);
  if (at === null || (at < text.length && text[at] !== mark)) return null;
  const missing = digits - Math.max(text.length - at - 1, 0);
  if (missing < 0 || at + digits > 15) return null;
  let units = 0;
  for (let place = 0; place < text.length; place++) if (place !== at) units = units * 10 + text.charCodeAt(place) - 48;
  for (let place = 0; place < missing; place++) units *= 10;
  return units;
}

/** What a numeral tells about the decimal mark of its column. */
export function evidenceOf({ digits, spaced }: Numeral): Evidence {
  const dot = digits.lastIndexOf('.');
  const comma = digits.lastIndexOf(',');
  if (dot < 0 && comma < 0) return 'none';
  if (dot >= 0 && comma >= 0) {
    const mark = dot > comma ? '.' : ',';
    return plainDigits(digits, mark) === null ? 'broken' : mark;
  }
  const mark = dot >= 0 ? '.' : ',';
  const other = dot >= 0 ? ',' : '.';
  const asDecimal = plainDigits(digits, mark) !== null;
  const asGroup = !spaced && plainDigits(digits, other) !== null;
  if (asDecimal && asGroup) return 'either';
  return asDecimal ? mark : asGroup ? other : 'broken';
}

/** The plain decimal (`-1234.56`) of a numeral in a column with this decimal mark; null when its marks do not fit. */
export function plainDecimal({ digits, negative, power }: Numeral, mark: DecimalMark): string | null {
  const plain = plainDigits(digits, mark);
  if (plain === null) return null;
  return `${negative && /[1-9]/.test(plain) ? '-' : ''}${plain}${power === 0 ? '' : `e${power}`}`;
}

/** Digits without thousands marks and with a dot; null when the thousands are not groups of three (or two, as in India). */
function plainDigits(digits: string, mark: DecimalMark): string | null {
  const group = mark === '.' ? ',' : '.';
  const at = digits.indexOf(mark);
  if (at > 0 && at < digits.length - 1 && digits.indexOf(mark, at + 1) < 0 && !digits.includes(group))
    return withDot(digits, at);
  const [whole = '', fraction, ...more] = digits.split(mark);
  if (more.length > 0 || fraction?.includes(group)) return null;
  if (whole.includes(group)) {
    const groups = whole.split(group);
    const [first = ''] = groups;
    const thousands = groups.slice(1).every((one) => one.length === 3) && /^[1-9]\d{0,2}$/.test(first);
    const lakhs =
      groups.length > 2 &&
      groups.at(-1)?.length === 3 &&
      groups.slice(1, -1).every((one) => one.length === 2) &&
      /^[1-9]\d?$/.test(first);
    if (!thousands && !lakhs) return null;
  }
  const units = whole.replaceAll(group, '');
  return `${units === '' ? '0' : units}${fraction === undefined || fraction === '' ? '' : `.${fraction}`}`;
}

function withDot(digits: string, at: number): string {
  return digits[at] === '.' ? digits : `${digits.slice(0, at)}.${digits.slice(at + 1)}`;
}

interface Affix {
  readonly negative: boolean;
  readonly opens: boolean;
  readonly closes: boolean;
  readonly percent: boolean;
  readonly power: number;
  readonly currency: string | null;
}

const NOTHING: Affix = { negative: false, opens: false, closes: false, percent: false, power: 0, currency: null };

/** What stands before or after the digits; null when it is a word that means nothing here. */
function affix(text: string): Affix | null {
  if (text.trim() === '') return NOTHING;
  const percent = text.includes('%');
  const word = fold(text.replace(/[-+()%\s]/g, '')).replace(/[."'״]/g, '');
  const found = word === '' ? { power: 0, currency: null } : meaning(word);
  if (found === null) return null;
  return { ...found, percent, negative: text.includes('-'), opens: text.includes('('), closes: text.includes(')') };
}

function meaning(word: string): { readonly power: number; readonly currency: string | null } | null {
  const currency = currencyOf(word);
  if (currency !== null) return { power: 0, currency };
  const multiple = /^(k|m|mio|mln|md|mrd|bn|тыс|млн|млрд)(.*)$/.exec(word);
  if (multiple === null) return null;
  const [, name = '', rest = ''] = multiple;
  const power = POWERS.get(name) ?? 0;
  if (rest === '') return { power, currency: null };
  const after = currencyOf(rest);
  return after === null ? null : { power, currency: after };
}

function currencyOf(word: string): string | null {
  const sign = SIGNS.get(word);
  if (sign !== undefined) return sign;
  const code = word.toUpperCase();
  return isCurrency(code) ? code : null;
}

const POWERS: ReadonlyMap<string, number> = new Map([
  ...['k', 'тыс'].map((word) => [word, 3] as const),
  ...['m', 'mio', 'mln', 'млн'].map((word) => [word, 6] as const),
  ...['md', 'mrd', 'bn', 'млрд'].map((word) => [word, 9] as const),
]);

/** Folded signs and words of currencies. Of the signs that several currencies share only `$` and `¥` are common. */
const SIGNS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '€': 'EUR',
    euro: 'EUR',
    euros: 'EUR',
    евро: 'EUR',
    אירו: 'EUR',
    $: '$',
    us$: 'USD',
    $us: 'USD',
    dollar: '$',
    dollars: '$',
    c$: 'CAD',
    a$: 'AUD',
    '£': 'GBP',
    '¥': 'JPY',
    '₽': 'RUB',
    р: 'RUB',
    руб: 'RUB',
    рублей: 'RUB',
    рубля: 'RUB',
    '₪': 'ILS',
    nis: 'ILS',
    שח: 'ILS',
    '₴': 'UAH',
    '₹': 'INR',
    zł: 'PLN',
    zl: 'PLN',
    fr: 'CHF',
    fcfa: 'XOF',
    cfa: 'XOF',
    dt: 'TND',
  }),
);

/** Whether a currency read from a cell may be the one meant: `$` may be any dollar. */
export function sameCurrency(read: string, meant: string): boolean {
  return (
    read === meant ||
    (read === '$' && /^(USD|CAD|AUD|NZD|SGD|HKD|MXN|TWD|ARS|CLP|COP)$/.test(meant)) ||
    (read === 'JPY' && meant === 'CNY')
  );
}

/** `1.5E+05`, as spreadsheets shorten large numbers: its mark can only be the decimal one. */
function exponential(digits: string, power: number): Numeral {
  const plain = digits.replace(/^[-+]/, '');
  return { negative: digits.startsWith('-'), digits: plain, spaced: true, percent: false, power, currency: null };
}
