import type { Moment } from '../expr/tree.ts';
import type { Entity } from '../model/index.ts';
import type { Change } from '../records/index.ts';
import { diffDays } from '../time.ts';
import { dayOf } from './facts.ts';
import type { StageHistory } from './intervals.ts';
import { type Known, known, unknown } from './known.ts';
import { stageOf } from './stage.ts';

/** The days without a touch after which a deal is cold where its stage has no limit of its own. Source: domain.md, idle (system B). */
export const COLD_AFTER = 10;

/** The first and the last time somebody touched a record: ISO instants, or dates of an imported list. */
export interface Touches {
  readonly first: string;
  readonly last: string;
}

/**
 * The first and last touch of each record of an entity in the journal. `counts` says which entries are touches (all of them unless said):
 * an import or a job may be none. Other touches (calls, mails) come in as `touched` beside these.
 */
export const touchesOf = (
  entity: Entity,
  changes: Iterable<Change>,
  counts: (change: Change) => boolean = () => true,
): ReadonlyMap<string, Touches> => {
  const touches = new Map<string, Touches>();
  for (const change of changes) {
    if (change.entity !== entity.name || !counts(change)) continue;
    const { id, at } = change;
    const known = touches.get(id);
    if (!known) touches.set(id, { first: at, last: at });
    else touches.set(id, { first: at < known.first ? at : known.first, last: at > known.last ? at : known.last });
  }
  return touches;
};

/** How long nobody has touched an open deal. */
export interface Idle {
  /** Whole days of the zone. */
  readonly days: Known;
  /** Cold when the days are more than this. */
  readonly limit: number;
  readonly cold: boolean;
}

/**
 * Whole days of the zone since the later of the last touch and the entry into the stage; each is a local date or an ISO instant, null is
 * unknown. Null with `no_touch` when neither is known, with `after_today` when the later one is. Source: domain.md, idle.
 */
export const idleDays = (touched: string | null, entered: string | null, { today, zone }: Moment): Known => {
  const days = [dayOf(touched, zone), dayOf(entered, zone)].filter((day) => day !== null).sort();
  const last = days.at(-1);
  if (last === undefined) return unknown('no_touch');
  return last > today ? unknown('after_today') : known(diffDays(last, today));
};

/**
 * How long a deal has been idle, and whether it is cold: idle for more than the limit of its stage (`rotAfter`), or than `limit` where the
 * stage has none. A closed or removed deal is neither (`closed`). `touched` is its last touch, null when none is known.
 */
export const idleOf = (
  entity: Entity,
  { intervals, removed, reason }: StageHistory,
  touched: string | null,
  moment: Moment,
  limit = COLD_AFTER,
): Idle => {
  const stay = intervals.at(-1);
  const stage = stageOf(entity, stay?.stage);
  const most = stage?.rotAfter ?? limit;
  if (removed || (stage && stage.outcome !== 'open')) return { days: unknown('closed'), limit: most, cold: false };
  const entered = stay === undefined || reason !== null ? null : stay.entered;
  const days = idleDays(touched, entered, moment);
  return { days, limit: most, cold: days.value !== null && days.value > most };
};
