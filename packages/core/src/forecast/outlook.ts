import {
  type ChanceColumns,
  type Chances,
  type Figured,
  known,
  type LeftOut,
  readChances,
  unknown,
} from './chances.ts';
import { atLeastByCumulants, type Cumulants, cumulantsOf, quantileByCumulants, trusted } from './cumulants.ts';
import { atLeast, distributionOf, quantileOf } from './distribution.ts';
import { trialAtLeast, trialQuantile, trialsOf } from './montecarlo.ts';
import { chancesOf, type ScenarioColumns } from './scenario-columns.ts';

/** The forecast in a few figures, with the way they were reckoned. Money in minor units, probabilities as ratios 0–1. */
export interface Forecast {
  /** `cumulants` is the instant answer; `trials` only where the deals are too many for the exact one and one of them dominates. */
  readonly method: 'cumulants' | 'rational' | 'grid' | 'binned' | 'trials';
  readonly mean: number;
  readonly deviation: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** P(total ≥ quota); null without a quota. */
  readonly atLeast: number | null;
  /** How far P10, P50 and P90 may be off by binning, in minor units; 0 for exact ones, null where the method states no bound. */
  readonly errorBound: number | null;
  readonly deals: number;
  readonly leftOut: readonly LeftOut[];
}

/** Above so many deals the exact distribution is not asked. */
const MANY = 5000;

const common = ({ mean, deviation, deals, leftOut }: Cumulants) => ({ mean, deviation, deals, leftOut });

/** How a forecast is asked for: a quota in minor units; `exact` wants the distribution where it can be reckoned. */
export interface ForecastOptions {
  readonly quota?: number;
  readonly exact?: boolean;
  readonly seed?: number;
}

/** The forecast of deals that were read. */
const forecastOf = (read: Figured<Chances>, { quota, exact = false, seed = 1 }: ForecastOptions): Figured<Forecast> => {
  if (quota !== undefined && !(quota > 0)) return unknown('no_quota');
  if (read.value === null) return read;
  const found = cumulantsOf(read.value);
  const few = found.uncertain <= MANY;
  if (trusted(found) && !(exact && few)) {
    const [p10, p50, p90] = levels((level) => quantileByCumulants(found, level));
    const chance = quota === undefined ? null : atLeastByCumulants(found, quota);
    return known({ method: 'cumulants', ...common(found), p10, p50, p90, atLeast: chance, errorBound: null });
  }
  if (few) {
    const d = distributionOf(read.value);
    const [p10, p50, p90] = levels((level) => quantileOf(d, level));
    const chance = quota === undefined ? null : atLeast(d, quota).chance;
    return known({ method: d.method, ...common(found), p10, p50, p90, atLeast: chance, errorBound: d.errorBound });
  }
  const trials = trialsOf(read.value, { seed });
  const [p10, p50, p90] = levels((level) => trialQuantile(trials, level));
  const chance = quota === undefined ? null : trialAtLeast(trials, quota);
  return known({ method: 'trials', ...common(found), p10, p50, p90, atLeast: chance, errorBound: null });
};

/**
 * The forecast of a selection by the fastest way that can be trusted: exact cumulants with Cornish–Fisher, with few deals or a dominating
 * one the exact distribution (`exact` asks for it always), with more than 5 000 deals of which one dominates the hybrid Monte Carlo.
 * Amounts and quota in minor units, probabilities in basis points. Unknown with the reasons of `readChances` and with `no_quota` for a
 * quota that is not above 0. Source: performance.md, "Monte-Carlo".
 */
export const forecast = (columns: ChanceColumns, options: ForecastOptions = {}): Figured<Forecast> =>
  forecastOf(readChances(columns), options);

/** The same of the open deals of a what-if, as they are or after a scenario. */
export const forecastAfter = (columns: ScenarioColumns, options: ForecastOptions = {}): Figured<Forecast> =>
  forecastOf(chancesOf(columns), options);

const levels = (quantile: (basisPoints: number) => number): readonly [number, number, number] => [
  quantile(1000),
  quantile(5000),
  quantile(9000),
];
