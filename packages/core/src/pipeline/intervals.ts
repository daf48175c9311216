import type { Moment } from '../expr/tree.ts';
import { localDay } from '../expr/zone.ts';
import type { Entity } from '../model/index.ts';
import { dateFromDays, daysFromDate, isDate } from '../time.ts';
import type { Reason } from './known.ts';
import { type HistorySources, type Move, movesOf } from './moves.ts';

/** A stay in a stage, [entered, exited): days `YYYY-MM-DD` in the zone. Several stays in one stage stay several. */
export interface StageInterval {
  readonly stage: string;
  readonly entered: string;
  /** Null: the record stands there. */
  readonly exited: string | null;
  /** Whole days of the zone, counted to today (or to the removal) where it has not ended. */
  readonly days: number;
  /** The stage or its first day is a guess: the record was there before anybody kept its history. */
  readonly assumed: boolean;
}

/** The stages a record has been in, in order; Σ days of its intervals = age. */
export interface StageHistory {
  readonly id: string;
  readonly intervals: readonly StageInterval[];
  /** Whole days from the first entry to today, or to the day the record was removed. */
  readonly age: number | null;
  readonly removed: boolean;
  /** Why there are no intervals: `no_stage`, `no_created_date`, `no_closed_date`, `closed_before_created`, `after_today`. */
  readonly reason: Reason | null;
}

const dayNumber = (at: string, zone: string): number =>
  isDate(at) ? daysFromDate(at) : localDay(Date.parse(at), zone);

/**
 * The stays that follow from moves, in whole days of the zone up to `until` (`YYYY-MM-DD`): what lies after it is not there yet. A move to
 * the stage a record stands in is none; one that is dated before the move it follows counts as made on the same day.
 */
export const intervalsOf = (moves: readonly Move[], until: string, zone: string): readonly StageInterval[] => {
  const end = daysFromDate(until);
  const stays: { stage: string; from: number; assumed: boolean }[] = [];
  for (const { stage, at, assumed } of moves) {
    const last = stays.at(-1);
    const from = Math.max(dayNumber(at, zone), last?.from ?? Number.NEGATIVE_INFINITY);
    if (Number.isNaN(from) || from > end) continue;
    if (last?.stage !== stage) stays.push({ stage, from, assumed });
  }
  return stays.map(({ stage, from, assumed }, at) => {
    const next = stays[at + 1]?.from ?? null;
    const exited = next === null ? null : dateFromDays(next);
    return { stage, entered: dateFromDays(from), exited, days: (next ?? end) - from, assumed };
  });
};

/**
 * The stage history of every record that the sources tell of: journal entries, an imported list of stage changes, or the created and
 * closed days of a record that has neither. A record whose journal begins after the day it was created (an import) has its first stay
 * from that day on. Source: domain.md, timeInStage (stored intervals [entered, exited), Σ intervals = age); issue 5, history.
 */
export const stageHistories = (
  entity: Entity,
  sources: HistorySources,
  moment: Moment,
): ReadonlyMap<string, StageHistory> => {
  const histories = new Map<string, StageHistory>();
  for (const [id, told] of movesOf(entity, sources, moment)) {
    const removed = told.removed !== null && dayNumber(told.removed, moment.zone) <= daysFromDate(moment.today);
    const until = removed ? dateFromDays(dayNumber(told.removed ?? moment.today, moment.zone)) : moment.today;
    const intervals = told.reason === null ? intervalsOf(told.moves, until, moment.zone) : [];
    const [first] = intervals;
    const age = first ? daysFromDate(until) - daysFromDate(first.entered) : null;
    const reason = first ? null : (told.reason ?? (told.moves.length > 0 ? 'after_today' : 'no_stage'));
    histories.set(id, { id, intervals, age, removed, reason });
  }
  return histories;
};
