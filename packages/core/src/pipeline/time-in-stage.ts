import type { Entity } from '../model/index.ts';
import type { StageHistory, StageInterval } from './intervals.ts';
import { openStages } from './stage.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** How long a record was in one stage, in whole days of the zone the history was made in. */
export interface TimeInStage {
  readonly stage: string;
  /** The last stay: up to today while it lasts. */
  readonly latest: number;
  /** All stays together. */
  readonly cumulative: number;
  /** The stay that lasts; null when the record is elsewhere, closed or removed. */
  readonly current: number | null;
  /** How often it came there. */
  readonly visits: number;
}

/** The days that a stage took its records. */
export interface StageTimes {
  readonly stage: string;
  readonly latest: Spread;
  readonly cumulative: Spread;
  /** Over the records that stand there now. */
  readonly current: Spread;
  /** Records counted that have not left the stage (they stand there, or were removed there): their days are too few so far. */
  readonly lasting: number;
  /** Records left out because a stay there is a guess (imported without history). */
  readonly assumed: number;
}

const timeIn = (stage: string, stays: readonly StageInterval[], removed: boolean): TimeInStage | null => {
  const last = stays.at(-1);
  if (!last) return null;
  return {
    stage,
    latest: last.days,
    cumulative: stays.reduce((sum, { days }) => sum + days, 0),
    current: last.exited === null && !removed ? last.days : null,
    visits: stays.length,
  };
};

/**
 * How long a record was in each stage it has been in, in the order it first came there. Σ cumulative = its age, stays that are a guess
 * included. Source: domain.md, timeInStage.
 */
export const timeInStages = ({ intervals, removed }: StageHistory): readonly TimeInStage[] =>
  [...Map.groupBy(intervals, ({ stage }) => stage)].flatMap(([stage, stays]) => timeIn(stage, stays, removed) ?? []);

/**
 * Mean, median and P90 of the days in each open stage of the pipeline, in its order, in whole days. `finished` leaves out the records
 * whose stay there lasts, whose days are too few so far. A stage nobody has been in has null with the reason `no_rows`.
 * Source: domain.md, timeInStage (`latest`, `cumulative`, `current`).
 */
export const timesInStage = (
  entity: Entity,
  histories: Iterable<StageHistory>,
  { finished = false }: { readonly finished?: boolean } = {},
): readonly StageTimes[] => {
  const rows = [...histories];
  return openStages(entity).map(({ key }) => {
    const latest: number[] = [];
    const cumulative: number[] = [];
    const current: number[] = [];
    let lasting = 0;
    let assumed = 0;
    for (const { intervals, removed } of rows) {
      const stays = intervals.filter(({ stage }) => stage === key);
      const time = timeIn(key, stays, removed);
      if (!time) continue;
      if (stays.some((stay) => stay.assumed)) {
        assumed += 1;
        continue;
      }
      if (time.current !== null) current.push(time.current);
      if (stays.at(-1)?.exited === null) {
        if (finished) continue;
        lasting += 1;
      }
      latest.push(time.latest);
      cumulative.push(time.cumulative);
    }
    return {
      stage: key,
      latest: spreadOf(latest, 'no_rows'),
      cumulative: spreadOf(cumulative, 'no_rows'),
      current: spreadOf(current, 'no_rows'),
      lasting,
      assumed,
    };
  });
};
