import { addDays, diffDays, truncate } from '@sluice/core';

/** Where a date stands seen from today. */
export type DueGroup = 'overdue' | 'week' | 'later';

/** The days that each group of deadlines spans, both ends included, 'YYYY-MM-DD'. Groups never overlap. */
export interface DueSpans {
  readonly overdue: { readonly before: string };
  readonly week: { readonly from: string; readonly to: string };
  /** Null where the horizon ends with the week. */
  readonly later: { readonly from: string; readonly to: string } | null;
}

/** How many days lie ahead when the attribute does not say. */
export const HORIZON = 30;

/** The spans of the deadlines: before today, from today to Sunday, from Monday to `horizon` days from today. */
export function dueSpans(today: string, horizon = HORIZON): DueSpans {
  const end = addDays(today, Math.max(0, horizon));
  const sunday = addDays(truncate(today, 'week'), 6);
  const weekEnd = sunday < end ? sunday : end;
  return {
    overdue: { before: today },
    week: { from: today, to: weekEnd },
    later: weekEnd < end ? { from: addDays(weekEnd, 1), to: end } : null,
  };
}

/** Reads a horizon attribute: `30`, `30d`, `6w`. Anything else is the usual one. */
export function horizonOf(text: string | null): number {
  const match = /^\s*(\d{1,4})\s*([dw]?)\s*$/.exec(text ?? '');
  return match ? Number(match[1]) * (match[2] === 'w' ? 7 : 1) : HORIZON;
}

/** Days from today to a date: negative when it has passed. */
export function daysLeft(date: string, today: string): number {
  return diffDays(today, date);
}
