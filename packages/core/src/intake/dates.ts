import { dateFromDays, dateInZone, daysFromDate, instantFromLocal, instantFromText, isDate } from '../time.ts';
import { fold } from '../text.ts';
import { monthOf, skippable } from './months.ts';

/** Which of two numbers is the day: 31/12/2025 or 12/31/2025. */
export type DateOrder = 'dayFirst' | 'monthFirst';

/** What a reader of dates must know beside the text. */
export interface DateContext {
  readonly order: DateOrder;
  /** IANA zone of the tenant: a written instant falls on its local day. */
  readonly zone: string;
  /** `YYYY-MM-DD`: decides the century of two-digit years. */
  readonly today: string;
}

/** A date as somebody wrote it, before the order of day and month is known. */
export type WrittenDate =
  | { readonly kind: 'instant'; readonly instant: string }
  | { readonly kind: 'date'; readonly date: string; readonly time: string | null }
  | {
      readonly kind: 'numbers';
      readonly a: number;
      readonly b: number;
      readonly year: string;
      readonly mark: string;
      readonly time: string | null;
    }
  | {
      readonly kind: 'named';
      readonly day: number;
      readonly month: number;
      readonly year: string;
      readonly time: string | null;
    };

/** What a written date tells about the order of its column. */
export type OrderEvidence = DateOrder | 'either' | 'none';

/** No date is longer; a note must not be searched for one. */
const LONGEST = 80;
const TIME =
  /[\sT,]+(?:(?:at|à|в|ב)\s*)?(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(am|pm|a\.m\.|p\.m\.)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * Takes a date apart: ISO, `31/12/2025`, `31.12.25`, named months in fr en ru he, Excel serial days, Unix times, all with an optional time.
 * Null when it is none. Whether the day exists is only known once the order is.
 */
export function writtenDate(text: string): WrittenDate | null {
  if (isDate(text)) return { kind: 'date', date: text, time: null };
  if (text.length > LONGEST) return null;
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (isDate(plain)) return { kind: 'date', date: plain, time: null };
  if (/^\d+(?:[.,]\d+)?$/.test(plain)) return bareNumber(plain.replace(',', '.'));
  const clock = TIME.exec(plain);
  const time = clock === null ? null : clockTime(clock);
  if (clock !== null && time === null) return null;
  const day = clock === null ? plain : plain.slice(0, clock.index);
  const zone = clock?.[6]?.toUpperCase();
  const written = writtenDay(day, time);
  if (written === null || zone === undefined) return written;
  if (written.kind !== 'date' || time === null) return null;
  const offset = zone === 'UTC' || zone === 'GMT' ? 'Z' : zone;
  const instant = instantFromText(`${written.date}T${time}${offset}`);
  return instant === null ? null : { kind: 'instant', instant };
}

/** What a written date tells: only two different numbers up to 12 leave both orders open. */
export function orderEvidence(written: WrittenDate): OrderEvidence {
  if (written.kind !== 'numbers' || written.a === written.b) return 'none';
  if (written.a > 12) return written.b > 12 ? 'none' : 'dayFirst';
  return written.b > 12 ? 'monthFirst' : 'either';
}

/** The 'YYYY-MM-DD' day of a written date; null when there is no such day in this order. */
export function dayOfWritten(written: WrittenDate, context: DateContext): string | null {
  switch (written.kind) {
    case 'instant':
      return dateInZone(written.instant, context.zone);
    case 'date':
      return written.date;
    case 'named':
      return calendarDay(fullYear(written.year, context.today), written.month, written.day);
    case 'numbers': {
      const [day, month] = context.order === 'dayFirst' ? [written.a, written.b] : [written.b, written.a];
      return calendarDay(fullYear(written.year, context.today), month, day);
    }
  }
}

/** The instant of a written date, at its time in the context's zone (midnight when it names none); null as for `dayOfWritten`. */
export function instantOfWritten(written: WrittenDate, context: DateContext): string | null {
  if (written.kind === 'instant') return written.instant;
  const day = dayOfWritten(written, context);
  return day === null ? null : instantFromLocal(day, written.time ?? '00:00:00', context.zone);
}

function writtenDay(text: string, time: string | null): WrittenDate | null {
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (iso !== null) {
    const date = calendarDay(Number(iso[1]), Number(iso[3]), Number(iso[4]));
    return date === null ? null : { kind: 'date', date, time };
  }
  const numbers = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})\.?$/.exec(text);
  if (numbers !== null) {
    const [, a = '', mark = '', b = '', year = ''] = numbers;
    return { kind: 'numbers', a: Number(a), b: Number(b), year, mark, time };
  }
  return namedDay(text, time);
}

/** `5 janv. 2025`, `Feb 5th, 2025`, `среда, 5 февраля 2025 г.`: one month, then day and year in the order they come. */
function namedDay(text: string, time: string | null): WrittenDate | null {
  const parts = fold(text)
    .split(/[^\p{L}\p{N}']+/u)
    .filter((part) => part !== '');
  let month: number | null = null;
  const numbers: string[] = [];
  for (const part of parts) {
    const number = /^(\d{1,4})(?:st|nd|rd|th|er|e|го|й)?$/.exec(part);
    const named = number === null ? monthOf(part) : null;
    if (number !== null) numbers.push(number[1] ?? '');
    else if (named !== null && month === null) month = named;
    else if (!skippable(part)) return null;
  }
  const [first = '', second = '', ...more] = numbers;
  if (month === null || more.length > 0 || second === '') return null;
  const [day, year] = first.length === 4 ? [second, first] : [first, second];
  if (day.length > 2 || (year.length !== 4 && year.length !== 2)) return null;
  return { kind: 'named', day: Number(day), month, year, time };
}

/** 20250131, days since 1899-12-30 (spreadsheets, 1954 to 2119), seconds or milliseconds since 1970. */
function bareNumber(text: string): WrittenDate | null {
  const value = Number(text);
  if (/^(19|20)\d{6}$/.test(text)) {
    const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
    return isDate(date) ? { kind: 'date', date, time: null } : null;
  }
  if (value >= 20_000 && value < 80_000) {
    const seconds = Math.min(Math.round((value % 1) * 86_400), 86_399);
    return {
      kind: 'date',
      date: dateFromDays(Math.floor(value) - SPREADSHEET_EPOCH),
      time: value % 1 === 0 ? null : clock(seconds),
    };
  }
  if (/^\d{10}$|^\d{13}$/.test(text)) {
    return { kind: 'instant', instant: new Date(text.length === 10 ? value * 1000 : value).toISOString() };
  }
  return null;
}

const SPREADSHEET_EPOCH = -daysFromDate('1899-12-30');

function clockTime(match: RegExpExecArray): string | null {
  const [, hours = '', minutes = '', seconds = '0', fraction = '', half = ''] = match;
  const noon = half.toLowerCase().startsWith('p') ? 12 : 0;
  const hour = half === '' ? Number(hours) : (Number(hours) % 12) + noon;
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59 || (half !== '' && Number(hours) > 12)) return null;
  const millis = fraction.slice(0, 3);
  return `${clock(hour * 3600 + Number(minutes) * 60 + Number(seconds))}${millis === '' ? '' : `.${millis}`}`;
}

function clock(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Two digits mean the year nearest to now that lies at most thirty years ahead. */
function fullYear(year: string, today: string): number {
  if (year.length === 4) return Number(year);
  const now = Number(today.slice(0, 4));
  const here = Math.floor(now / 100) * 100 + Number(year);
  return here > now + 30 ? here - 100 : here <= now - 70 ? here + 100 : here;
}

function calendarDay(year: number, month: number, day: number): string | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isDate(text) ? text : null;
}
