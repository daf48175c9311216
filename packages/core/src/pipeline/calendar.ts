import {
  addDays,
  dateFromDays,
  daysFromDate,
  type Granularity,
  instantFromLocal,
  isDate,
  LAST_DAY,
  parts,
  truncate,
  truncateDays,
} from '../time.ts';

/** Days `YYYY-MM-DD`, both in it. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** From the first day of a period, a day that lies in the next one. */
const STRIDE: Readonly<Record<Granularity, number>> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };

/** The period of the calendar a date lies in; a week starts on Monday. The last one ends with 9999-12-31. */
export const periodOf = (date: string, granularity: Granularity): Period => {
  const from = truncateDays(daysFromDate(date), granularity);
  const beyond = from + STRIDE[granularity];
  const to = beyond > LAST_DAY ? LAST_DAY : truncateDays(beyond, granularity) - 1;
  return { from: dateFromDays(from), to: dateFromDays(to) };
};

/** The period before; null before the year 0001. */
export const previousPeriod = ({ from }: Period, granularity: Granularity): Period | null =>
  from === '0001-01-01' ? null : periodOf(addDays(from, -1), granularity);

const yearEarlier = (date: string): string => String(Number(date.slice(0, 4)) - 1).padStart(4, '0') + date.slice(4);

/** The same date a year earlier, 28 February for the 29th; null before the year 0001. */
export const lastYearsDate = (date: string): string | null => {
  const same = yearEarlier(date);
  if (isDate(same)) return same;
  return date.endsWith('-02-29') ? `${same.slice(0, 8)}28` : null;
};

/**
 * The same period of the year before: the same date, month or quarter, or the ISO week of the same number. Null where there is none:
 * 29 February, week 53, the year 0001.
 */
export const lastYearsPeriod = ({ from }: Period, granularity: Granularity): Period | null => {
  if (granularity !== 'week') {
    const same = yearEarlier(from);
    return isDate(same) ? periodOf(same, granularity) : null;
  }
  const { week, weekYear } = parts(from);
  const fourth = `${String(weekYear - 1).padStart(4, '0')}-01-04`;
  if (!isDate(fourth)) return null;
  // 4 January is always in week 1 (ISO 8601).
  const monday = addDays(truncate(fourth, 'week'), 7 * (week - 1));
  return parts(monday).weekYear === weekYear - 1 ? periodOf(monday, 'week') : null;
};

/**
 * The first instant of a period and the first one after it, in a zone: a month with a change of clocks is an hour shorter or longer, a day
 * whose midnight is skipped begins when the clocks have changed.
 */
export const boundsOf = (
  { from, to }: Period,
  zone: string,
): { readonly startsAt: string; readonly endsAt: string } => ({
  startsAt: instantFromLocal(from, '00:00:00', zone),
  endsAt: instantFromLocal(addDays(to, 1), '00:00:00', zone),
});
