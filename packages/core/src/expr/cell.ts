import type { Value } from '../kinds/index.ts';
import { dateFromDays, daysFromDate, isDate } from '../time.ts';
import type { Type } from './tree.ts';

/** A value in memory as the number that arithmetic works on: a date its day number, an instant its epoch milliseconds; NaN for null. */
export function toNumber(value: Value, unit: Type['unit']): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : Number.NaN;
  if (typeof value !== 'string') return Number.NaN;
  if (unit === 'date') return isDate(value) ? daysFromDate(value) : Number.NaN;
  return unit === 'instant' ? Date.parse(value) : Number.NaN;
}

/** The inverse of `toNumber`. */
export function fromNumber(number: number, unit: Type['unit']): number | string | null {
  if (Number.isNaN(number)) return null;
  if (unit === 'date') return dateFromDays(number);
  return unit === 'instant' ? new Date(number).toISOString() : number + 0;
}
