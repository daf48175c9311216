import type { Field } from '../model/index.ts';
import { daysFromDate } from '../time.ts';
import { type DateOrder, dayOfWritten, orderEvidence, writtenDate } from './dates.ts';
import { evidenceOf, markAt, numeral } from './numerals.ts';
import { blank } from './vocabulary.ts';

/** What the cells of one column have shown so far. */
export interface Evidence {
  dot: number;
  comma: number;
  /** Cells such as 1.234 and 1,234, that could be either. */
  eitherDot: number;
  eitherComma: number;
  percent: number;
  largest: number;
  fraction: boolean;
  readonly currencies: Set<string>;
  dayFirst: number;
  monthFirst: number;
  eitherOrder: number;
  dots: number;
  /** How often the column goes up and down when read day first, and month first. */
  readonly trend: Record<DateOrder, { last: number; ups: number; downs: number }>;
  bars: number;
  semicolons: number;
  commas: number;
  lines: number;
}

/** Nothing seen yet. */
export function newEvidence(): Evidence {
  const still = () => ({ last: Number.NaN, ups: 0, downs: 0 });
  return {
    dot: 0,
    comma: 0,
    eitherDot: 0,
    eitherComma: 0,
    percent: 0,
    largest: 0,
    fraction: false,
    currencies: new Set(),
    dayFirst: 0,
    monthFirst: 0,
    eitherOrder: 0,
    dots: 0,
    trend: { dayFirst: still(), monthFirst: still() },
    bars: 0,
    semicolons: 0,
    commas: 0,
    lines: 0,
  };
}

/** Adds what one cell shows; cells of kinds that need no decision show nothing. */
export function look(text: string, field: Field, seen: Evidence, today: string): void {
  if (field.kind === 'money' || field.kind === 'number' || field.kind === 'percent') lookAtNumber(text, seen);
  else if (field.kind === 'date' || field.kind === 'instant') lookAtDate(text, seen, today);
  else if (field.kind === 'tags' || field.many === true) {
    if (text.includes('|')) seen.bars++;
    if (text.includes(';')) seen.semicolons++;
    if (text.includes(',')) seen.commas++;
    if (text.includes('\n')) seen.lines++;
  }
}

function lookAtNumber(text: string, seen: Evidence): void {
  if (PLAIN_INTEGER.test(text)) {
    seen.largest = Math.max(seen.largest, Number(text));
    return;
  }
  const mark = markAt(text);
  const decimals = mark === null ? 0 : text.length - mark - 1;
  // One or two digits after a mark are no thousands: such a cell leaves nothing open.
  if (mark !== null && (decimals === 1 || decimals === 2)) {
    if (text[mark] === '.') seen.dot++;
    else seen.comma++;
    const size = Number(text[mark] === '.' ? text : text.replace(',', '.'));
    if (!(size <= seen.largest)) seen.largest = size;
    if (size > 0 && size < 1) seen.fraction = true;
    return;
  }
  if (blank(text)) return;
  const found = numeral(text);
  if (found === null) return;
  const evidence = evidenceOf(found);
  if (evidence === '.') seen.dot++;
  else if (evidence === ',') seen.comma++;
  else if (evidence === 'either') {
    if (found.digits.includes('.')) seen.eitherDot++;
    else seen.eitherComma++;
  }
  if (found.percent) seen.percent++;
  if (found.currency !== null) seen.currencies.add(found.currency);
  const size = Number(found.digits.replace(',', '.'));
  if (!(size <= seen.largest)) seen.largest = Number.isNaN(size) ? Number.POSITIVE_INFINITY : size;
  if (size > 0 && size < 1) seen.fraction = true;
}

function lookAtDate(text: string, seen: Evidence, today: string): void {
  if (ISO_DATE.test(text) || blank(text)) return;
  const written = writtenDate(text);
  if (written?.kind !== 'numbers') return;
  const evidence = orderEvidence(written);
  if (evidence === 'dayFirst') seen.dayFirst++;
  else if (evidence === 'monthFirst') seen.monthFirst++;
  else if (evidence === 'either') seen.eitherOrder++;
  if (written.mark === '.') seen.dots++;
  for (const order of ['dayFirst', 'monthFirst'] as const) {
    const day = dayOfWritten(written, { order, today, zone: 'UTC' });
    const trend = seen.trend[order];
    const at = day === null ? Number.NaN : daysFromDate(day);
    if (at > trend.last) trend.ups++;
    else if (at < trend.last) trend.downs++;
    trend.last = at;
  }
}

const PLAIN_INTEGER = /^\d{1,15}$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The order some cell leaves no doubt about; the majority where cells disagree. */
export function orderSeen({ dayFirst, monthFirst }: Evidence): DateOrder | null {
  return dayFirst > monthFirst ? 'dayFirst' : monthFirst > dayFirst ? 'monthFirst' : null;
}

/** A log is kept in order: the reading under which a longer column only goes one way, when the other does not. */
export function trendOf({ trend }: Evidence): DateOrder | null {
  const straight = (order: DateOrder): boolean =>
    Math.min(trend[order].ups, trend[order].downs) === 0 && trend[order].ups + trend[order].downs >= 5;
  if (straight('dayFirst') === straight('monthFirst')) return null;
  return straight('dayFirst') ? 'dayFirst' : 'monthFirst';
}

/** What stands between the words of a list column. */
export function separatorOf({ bars, semicolons, lines }: Evidence): string {
  return bars > 0 ? '|' : semicolons > 0 ? ';' : lines > 0 ? '\n' : ',';
}
