export { type AgedDeal, type AgedStage, type Ages, type AgeSpan, AGE_SPANS, agesOf } from './ageing.ts';
export { type ActContext, planAction, saidAt } from './act.ts';
export {
  type ConversionChoice,
  type ConversionChoices,
  type ConversionContext,
  type ConversionMatch,
  type ConversionPlan,
  type Converted,
  madeOf,
  matchesOf,
  planConversion,
} from './convert.ts';
export {
  boundsOf,
  lastYearsDate,
  lastYearsPeriod,
  type Period,
  periodOf,
  previousPeriod,
} from './calendar.ts';
export {
  type Cohort,
  type CohortOptions,
  type Cohorts,
  cohortWinRates,
  type Cycle,
  cycleOf,
} from './cohort.ts';
export { amountOf, dayOf, type Facts, factsOf, unpricedOf } from './facts.ts';
export {
  type Funnel,
  type FunnelDeal,
  type FunnelNow,
  funnelOf,
  funnelStages,
  type FunnelStep,
  furthestOf,
  type SnapshotStep,
} from './funnel.ts';
export { COLD_AFTER, type Idle, idleDays, idleOf, type Touches, touchesOf } from './idle.ts';
export { beforeImport, isImport, type OwnDates, ownDatesOf } from './imported.ts';
export { intervalsOf, stageHistories, type StageHistory, type StageInterval } from './intervals.ts';
export type { Known, Reason } from './known.ts';
export type { HistorySources, ListedMove, Move } from './moves.ts';
export {
  type Compared,
  comparePeriods,
  type Dated,
  figureOf,
  type PeriodFigure,
  type PeriodFigures,
  type PeriodOptions,
} from './period.ts';
export { asOf, type ReplayOptions } from './replay.ts';
export { fateOf, type Slippage, type SlippageFate, slippageOf } from './slippage.ts';
export { move, nextStage, openStages, stageOf } from './stage.ts';
export { listedFor, movesIn, type MovesListed } from './past-moves.ts';
export { type Spread, spreadOf } from './statistics.ts';
export { type StageTimes, type TimeInStage, timeInStages, timesInStage } from './time-in-stage.ts';
export {
  type Lever,
  type Levers,
  LEVERS,
  sensitivitiesOf,
  type Sensitivity,
  type Velocity,
  VELOCITY_DAYS,
  velocityAt,
  velocityOf,
} from './velocity.ts';
