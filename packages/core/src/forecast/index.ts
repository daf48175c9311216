export type { ChanceColumns, Figured, LeftOut, NumberColumn, ForecastReason } from './chances.ts';
export {
  type Calibration,
  type CalibrationBin,
  type CalibrationOptions,
  calibration,
  type Interval,
  type Observation,
  type StageRate,
  stageRates,
  type Verdict,
  wilson,
} from './calibration.ts';
export { type Grades, gradesOf } from './grades.ts';
export {
  type Categories,
  type CategoryColumns,
  categories,
  categoryOf,
  type CategoryTotal,
  ownCategory,
} from './categories.ts';
export { atLeastByCumulants, type Cumulants, cumulants, quantileByCumulants, trusted } from './cumulants.ts';
export {
  atLeast,
  type Bar,
  type Chance,
  type Distribution,
  distribution,
  histogram,
  quantileOf,
  quotaChance,
} from './distribution.ts';
export { type Effect, type Effects, effects, type Outlook } from './effect.ts';
export { AS_IT_IS, compose, type ScenarioLever, type Scenario } from './lever.ts';
export { simulate, trialAtLeast, type TrialOptions, trialQuantile, type Trials } from './montecarlo.ts';
export { type Forecast, forecast, forecastAfter } from './outlook.ts';
export { scenarioFromAddress, scenarioToAddress } from './scenario-address.ts';
export { compileWheres, readScenario, type WireLever, type WireScenario, writeScenario } from './scenario-wire.ts';
export { type Applied, applyScenario, type LeverDelta, type ScenarioContext, type Weighed, weigh } from './scenario.ts';
export { type ScenarioColumns, scenarioColumns, type ScenarioDeal } from './scenario-columns.ts';
export {
  type DealState,
  type DueWindow,
  type Movement,
  type Waterfall,
  waterfall,
  WATERFALL_PARTS,
  type WaterfallPart,
  type WaterfallStep,
} from './waterfall.ts';
