import type { Moment } from '../expr/tree.ts';
import type { Entity } from '../model/index.ts';
import type { Change, Rec } from '../records/index.ts';
import { dateInZone } from '../time.ts';
import { factsOf } from './facts.ts';
import { COLD_AFTER, type Idle, idleOf, touchesOf } from './idle.ts';
import { isImport } from './imported.ts';
import type { StageHistory } from './intervals.ts';
import { openStages } from './stage.ts';

/** How long nobody touched a deal, in spans of days: up to 7, 30 and 90, more; `unknown` where nobody can say. */
export const AGE_SPANS = ['week', 'month', 'quarter', 'longer', 'unknown'] as const;
export type AgeSpan = (typeof AGE_SPANS)[number];

/** An open deal and how long nobody touched it. */
export interface AgedDeal extends Idle {
  readonly id: string;
  readonly stage: string | null;
}

/** The open deals of a stage. */
export interface AgedStage {
  readonly stage: string;
  readonly spans: Readonly<Record<AgeSpan, number>>;
  readonly cold: number;
  readonly count: number;
}

/** Open deals by stage and idle time. */
export interface Ages {
  readonly open: number;
  readonly cold: number;
  /** The open stages of the pipeline in their order. */
  readonly stages: readonly AgedStage[];
  /** The open deals, the longest untouched first; those of which nobody knows last. */
  readonly deals: readonly AgedDeal[];
}

/** What tells of some records: their stays in stages and their entries in the journal. */
export interface AgeSources {
  readonly histories: ReadonlyMap<string, StageHistory>;
  readonly changes: readonly Change[];
}

const spanOf = (days: number | null): AgeSpan => {
  if (days === null) return 'unknown';
  if (days <= 7) return 'week';
  if (days <= 30) return 'month';
  return days <= 90 ? 'quarter' : 'longer';
};

/** A record that came from elsewhere later than it was created there: its making is nobody's touch. */
const isArrival = (record: Rec, created: string | null, zone: string): boolean =>
  record.updatedAt === record.createdAt && created !== null && created < dateInZone(record.createdAt, zone);

/**
 * How long nobody touched the open deals among some records, in whole days of the zone: since the later of the last touch (an entry of the
 * journal, else the last writing of the record; an import that made it is none) and the entry into the stage. `limit`: the days after
 * which a deal is cold where its stage has no limit of its own. Source: domain.md, idle.
 */
export const agesOf = (
  entity: Entity,
  records: readonly Rec[],
  { histories, changes }: AgeSources,
  moment: Moment,
  limit = COLD_AFTER,
): Ages => {
  const touches = touchesOf(entity, changes, ({ before, cause }) => before !== null || !isImport(cause));
  const told = new Set(changes.map(({ id }) => id));
  const deals = records.flatMap((record): readonly AgedDeal[] => {
    const { id, stage, outcome, created } = factsOf(entity, record, moment.zone);
    const history = histories.get(id);
    if (outcome !== 'open' || !history) return [];
    const known = told.has(id) || isArrival(record, created, moment.zone);
    const touched = touches.get(id)?.last ?? (known ? null : record.updatedAt);
    return [{ id, stage, ...idleOf(entity, history, touched, moment, limit) }];
  });
  const stages = openStages(entity).map(({ key }): AgedStage => {
    const here = deals.filter(({ stage }) => stage === key);
    const spans = { week: 0, month: 0, quarter: 0, longer: 0, unknown: 0 };
    for (const { days } of here) spans[spanOf(days.value)] += 1;
    return { stage: key, spans, cold: here.filter(({ cold }) => cold).length, count: here.length };
  });
  return {
    open: deals.length,
    cold: deals.filter(({ cold }) => cold).length,
    stages,
    deals: deals.toSorted((a, b) => (b.days.value ?? -1) - (a.days.value ?? -1) || (a.id < b.id ? -1 : 1)),
  };
};
