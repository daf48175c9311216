import type { Entity, StageOf } from '../model/index.ts';
import { amountOf, type Facts, unpricedOf } from './facts.ts';
import type { StageHistory } from './intervals.ts';
import { type Known, ratio } from './known.ts';
import { openStages, stageOf } from './stage.ts';

/** A deal of the cohort: what it is now, and where it has been when that is known. */
export interface FunnelDeal {
  readonly facts: Facts;
  readonly history: StageHistory | null;
}

/** One step of the cohort funnel: a stage, and at the end "won". Deals, not money. */
export interface FunnelStep {
  readonly stage: string;
  /** Deals whose furthest stage is this one or a later one. */
  readonly reached: number;
  /** reached(next) ÷ reached(this), 0–1; null with `no_rows` where nobody came here, and on the last step. */
  readonly step: Known;
  /** Deals whose furthest stage this is: reached(this) − reached(next). */
  readonly stopped: number;
  /** Where those who reached this step are now; the six add up to `reached`. */
  readonly now: FunnelNow;
}

/** Where the deals that reached a step are now. */
export interface FunnelNow {
  /** Open, in this stage. */
  readonly here: number;
  /** Open, further on. */
  readonly beyond: number;
  /** Open, in an earlier stage: they came back. */
  readonly back: number;
  readonly won: number;
  readonly lost: number;
  /** In a stage that the pipeline does not have, or in none. */
  readonly elsewhere: number;
}

/** One step of the snapshot funnel: the open deals that stand in a stage (`stage.count`, `stage.amount`). */
export interface SnapshotStep {
  readonly stage: string;
  readonly count: number;
  /** Minor units, of those that have an amount. */
  readonly amount: Known;
  /** Those that have none. */
  readonly unpriced: number;
  /** Those of them that are of the cohort: `here` of its funnel. */
  readonly cohort: number;
  /** The others: count − cohort. */
  readonly others: number;
}

/** Both readings of a pipeline, and what leads from one to the other. */
export interface Funnel {
  readonly cohort: number;
  readonly steps: readonly FunnelStep[];
  readonly snapshot: readonly SnapshotStep[];
}

/** The steps of a funnel: the open stages in the order of the pipeline, then its (first) won stage. */
export const funnelStages = (entity: Entity): readonly StageOf[] => {
  const won = entity.stage?.pipeline?.stages.find(({ outcome }) => outcome === 'won');
  return won ? [...openStages(entity), won] : openStages(entity);
};

/**
 * The furthest step a deal has come to, 0-based: every deal has entered, so it is at least the first; a lost deal stopped where it had been
 * furthest, a won one is at the last step whatever it skipped, and one that came back keeps what it had reached.
 */
export const furthestOf = (entity: Entity, { facts, history }: FunnelDeal): number => {
  const stages = funnelStages(entity);
  const place = (key: string | null): number => {
    const stage = stageOf(entity, key);
    if (stage?.outcome === 'won') return stages.length - 1;
    return stages.findIndex((one) => one.key === stage?.key);
  };
  const been = (history?.intervals ?? []).map(({ stage }) => place(stage));
  return Math.max(0, place(facts.stage), ...been);
};

const EMPTY: FunnelNow = { here: 0, beyond: 0, back: 0, won: 0, lost: 0, elsewhere: 0 };

/**
 * The cohort funnel of some deals beside the snapshot of all, in steps of the pipeline. Skipped stages are credited and a re-entry counts
 * once, so `step` is at most 1 and Σ stopped = cohort. The reconciliation of each step: reached = here + beyond + back + won + lost (+
 * elsewhere), and of each open stage: count = here + others. `all` are the deals the snapshot is of; the cohort is part of them or not.
 * Source: domain.md, reached(s), step(s), stage.count, stage.amount.
 */
export const funnelOf = (entity: Entity, cohort: Iterable<FunnelDeal>, all: Iterable<Facts>): Funnel => {
  const stages = funnelStages(entity);
  const places = new Map(stages.map(({ key }, at) => [key, at]));
  const stopped = stages.map(() => 0);
  const now = stages.map(() => ({ ...EMPTY }));
  const ids = new Set<string>();
  for (const one of cohort) {
    const { id, stage, outcome } = one.facts;
    if (ids.has(id)) continue;
    ids.add(id);
    const furthest = furthestOf(entity, one);
    stopped[furthest] = (stopped[furthest] ?? 0) + 1;
    const stands = places.get(stage ?? '') ?? -1;
    for (const [at, here] of now.slice(0, furthest + 1).entries())
      here[outcome === 'open' ? whereabouts(stands, at) : (outcome ?? 'elsewhere')] += 1;
  }
  const reached = stages.map((_, at) => stopped.slice(at).reduce((sum, count) => sum + count, 0));
  const standing = Map.groupBy(all, ({ outcome, stage }) => (outcome === 'open' ? stage : null));
  return {
    cohort: ids.size,
    steps: stages.map(({ key }, at) => ({
      stage: key,
      reached: reached[at] ?? 0,
      step: ratio(reached[at + 1] ?? Number.NaN, reached[at] ?? 0, 'no_rows'),
      stopped: stopped[at] ?? 0,
      now: now[at] ?? EMPTY,
    })),
    snapshot: openStages(entity).map(({ key }) => {
      const rows = standing.get(key) ?? [];
      const ours = rows.filter(({ id }) => ids.has(id)).length;
      return {
        stage: key,
        count: rows.length,
        amount: amountOf(rows),
        unpriced: unpricedOf(rows),
        cohort: ours,
        others: rows.length - ours,
      };
    }),
  };
};

const whereabouts = (stands: number, step: number): 'here' | 'beyond' | 'back' =>
  stands === step ? 'here' : stands > step ? 'beyond' : 'back';
