import { civil, FIRST_DAY, LAST_DAY } from '../time.ts';

/** A day so many days later; NaN for null, for a number that is not whole, and outside the years 0001–9999. */
export function addDays(day: number, days: number): number {
  const later = day + days;
  return Number.isInteger(later) && later >= FIRST_DAY && later <= LAST_DAY ? later : Number.NaN;
}

/** The year, the quarter (1–4) or the month (1–12) of a day number; NaN for null. */
export function calendarPart(name: 'year' | 'quarter' | 'month', day: number): number {
  if (Number.isNaN(day)) return Number.NaN;
  const { year, month } = civil(day);
  if (name === 'year') return year;
  return name === 'month' ? month : Math.ceil(month / 3);
}
