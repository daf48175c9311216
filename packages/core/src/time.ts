/** The lengths of time figures are grouped by. Weeks are ISO weeks (Monday first). */
export type Granularity = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The granularities, shortest first. */
export const GRANULARITIES: readonly Granularity[] = ['day', 'week', 'month', 'quarter', 'year'];

/** The first and last day a date can be, in days since 1970-01-01: 0001-01-01 and 9999-12-31. */
export const FIRST_DAY = -719_162;
export const LAST_DAY = 2_932_896;

/** A calendar date taken apart. `weekday` is 1 (Monday) to 7; `week` and `weekYear` are ISO 8601. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly quarter: number;
  readonly weekday: number;
  readonly week: number;
  readonly weekYear: number;
}

/** Days from 1970-01-01 to a 'YYYY-MM-DD' date of the Gregorian calendar. Throws RangeError when the text is no such date. */
export function daysFromDate(date: string): number {
  const days = dayNumber(date);
  if (days === null) throw new RangeError(`not a date: ${date}`);
  return days;
}

/** The 'YYYY-MM-DD' date that lies `days` after 1970-01-01. Throws RangeError outside FIRST_DAY…LAST_DAY. */
export function dateFromDays(days: number): string {
  const { year, month, day } = civil(days);
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

/** Whether the text is a real calendar date 'YYYY-MM-DD' between the years 0001 and 9999. */
export function isDate(text: string): boolean;
export function isDate(text: unknown): text is string;
export function isDate(text: unknown): text is string {
  return typeof text === 'string' && dayNumber(text) !== null;
}

/** The date `days` later (earlier when negative). Throws RangeError when it leaves the calendar. */
export function addDays(date: string, days: number): string {
  return dateFromDays(daysFromDate(date) + days);
}

/** Whole days from `a` to `b`: positive when b is later. */
export function diffDays(a: string, b: string): number {
  return daysFromDate(b) - daysFromDate(a);
}

/** The first day of the period a date lies in; a week starts on Monday. */
export function truncate(date: string, granularity: Granularity): string {
  return dateFromDays(truncateDays(daysFromDate(date), granularity));
}

/** `truncate` on day numbers, for columns of them. */
export function truncateDays(days: number, granularity: Granularity): number {
  if (granularity === 'day') return days;
  if (granularity === 'week') return days - (isoWeekday(days) - 1);
  const { year, month } = civil(days);
  if (granularity === 'year') return fromCivil(year, 1, 1);
  return fromCivil(year, granularity === 'quarter' ? month - ((month - 1) % 3) : month, 1);
}

/** The short key of the period a date lies in: `2025-02-05`, `2025-W06`, `2025-02`, `2025-Q1`, `2025`. Keys sort as their periods do. */
export function periodLabelKey(date: string, granularity: Granularity): string {
  const { year, month, quarter, week, weekYear } = parts(date);
  switch (granularity) {
    case 'day':
      return date;
    case 'week':
      return `${digits(weekYear, 4)}-W${digits(week, 2)}`;
    case 'month':
      return `${digits(year, 4)}-${digits(month, 2)}`;
    case 'quarter':
      return `${digits(year, 4)}-Q${quarter}`;
    case 'year':
      return digits(year, 4);
  }
}

/** Takes a date apart: year, month, day, quarter, ISO weekday, week and week year. */
export function parts(date: string): DateParts {
  const days = daysFromDate(date);
  const { year, month, day } = civil(days);
  const weekday = isoWeekday(days);
  // the ISO week belongs to the year of its Thursday
  const thursday = days - weekday + 4;
  const weekYear = yearOf(thursday);
  const week = Math.floor((thursday - fromCivil(weekYear, 1, 1)) / 7) + 1;
  return { year, month, day, quarter: Math.ceil(month / 3), weekday, week, weekYear };
}

/** Whether the text is a point in time in UTC: `2025-02-05T09:30:00Z`, fractions of a second allowed. */
export function isInstant(text: string): boolean;
export function isInstant(text: unknown): text is string;
export function isInstant(text: unknown): text is string {
  return typeof text === 'string' && text.endsWith('Z') && instantFromText(text) !== null;
}

/**
 * Reads an ISO 8601 instant with `Z` or an offset (`2025-02-05T10:30+01:00`) and answers its one canonical form,
 * UTC to the millisecond (`2025-02-05T09:30:00.000Z`), which sorts as time does. Null when it is not one.
 */
export function instantFromText(text: string): string | null {
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const [, date = '', hour = '', minute = '', second = '0', fraction = '', zone = ''] = match;
  const days = dayNumber(date);
  if (days === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const offset = offsetMinutes(zone);
  if (offset === null) return null;
  const millis = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const at = ((days * 24 + Number(hour)) * 60 + Number(minute) - offset) * 60_000 + Number(second) * 1000 + millis;
  const day = Math.floor(at / 86_400_000);
  if (day < FIRST_DAY || day > LAST_DAY) return null;
  return new Date(at).toISOString();
}

/** Whether the text names an IANA time zone (`Europe/Paris`, `UTC`). Bare offsets are refused: databases read their sign the other way. */
export function isZone(zone: string): boolean;
export function isZone(zone: unknown): zone is string;
export function isZone(zone: unknown): zone is string {
  if (typeof zone !== 'string' || !/^[A-Za-z]/.test(zone)) return false;
  try {
    dayFormatter(zone);
    return true;
  } catch {
    return false;
  }
}

/** The local calendar date of an instant in a time zone. Throws RangeError when either is not one. */
export function dateInZone(instant: string, zone: string): string {
  const canonical = instantFromText(instant);
  if (canonical === null) throw new RangeError(`not an instant: ${instant}`);
  if (zone === 'UTC') return canonical.slice(0, 10);
  let year = 0;
  let month = 0;
  let day = 0;
  for (const { type, value } of dayFormatter(zone).formatToParts(Date.parse(canonical))) {
    if (type === 'year') year = Number(value);
    else if (type === 'month') month = Number(value);
    else if (type === 'day') day = Number(value);
  }
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

/**
 * The instant a clock in a time zone showed a date and time (`HH:MM:SS`), as a canonical ISO instant. A time that a change of clocks skipped
 * is read with the offset before it, one that came twice as the first. Throws RangeError when one of them is not what it should be.
 */
export function instantFromLocal(date: string, time: string, zone: string): string {
  const wanted = Date.parse(`${date}T${time}Z`);
  if (!isDate(date) || !/^\d{2}:\d{2}:\d{2}(\.\d{1,3})?$/.test(time) || Number.isNaN(wanted))
    throw new RangeError(`not a local time: ${date} ${time}`);
  const early = wanted - offsetAt(wanted - 86_400_000, zone);
  if (early + offsetAt(early, zone) === wanted) return new Date(early).toISOString();
  const late = wanted - offsetAt(wanted + 86_400_000, zone);
  return new Date(late + offsetAt(late, zone) === wanted ? late : early).toISOString();
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const shown = new Map(
    clockFormatter(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
  const days = fromCivil(of('year'), of('month'), of('day'));
  const local = ((days * 24 + of('hour')) * 60 + of('minute')) * 60_000 + of('second') * 1000;
  return local - Math.floor(at / 1000) * 1000;
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)$/;
const formatters = new Map<string, Intl.DateTimeFormat>();
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockFormatter(zone: string): Intl.DateTimeFormat {
  let formatter = clocks.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn-hc-h23', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    clocks.set(zone, formatter);
  }
  return formatter;
}

function dayFormatter(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

function offsetMinutes(zone: string): number | null {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function dayNumber(text: string): number | null {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 7);
  const day = digitsAt(text, 8, 10);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return fromCivil(year, month, day);
}

/** The number written in ASCII digits between two positions, −1 when another character stands there. */
function digitsAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant, chrono-compatible low-level date algorithms). */
function fromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** Year, month (1–12) and day of a day number; the inverse of `fromCivil`. Throws RangeError outside FIRST_DAY…LAST_DAY. */
export function civil(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  if (!(Number.isInteger(days) && days >= FIRST_DAY && days <= LAST_DAY))
    throw new RangeError(`outside the calendar: day ${days}`);
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

function yearOf(days: number): number {
  return days > LAST_DAY ? 10_000 : civil(days).year;
}

function isoWeekday(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
