import { scale } from '../money.ts';
import { type Figured, known, unknown } from './chances.ts';
import { quantile } from './normal.ts';

/** A forecast that was made and what came of it: one per closed deal, or per closed deal and stage that it passed. */
export interface Observation {
  /** Key of the stage in which the forecast was made; null when it is of no matter. */
  readonly stage: string | null;
  /** Basis points; null where none was said: counted for close rates, left out of the curve and the score. */
  readonly probability: number | null;
  readonly won: boolean;
}

/** A share with its confidence interval, ratios 0–1. */
export interface Interval {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * How a configured probability stands against what was observed: inside the interval, above it, below it, too few closed deals to say, or
 * none configured.
 */
export type Verdict = 'agrees' | 'tooHigh' | 'tooLow' | 'tooFew' | 'noProbability';

/** The observed close rate of a stage against its configured probability. */
export interface StageRate {
  readonly stage: string;
  /** Basis points; null for a stage without a probability. */
  readonly configured: number | null;
  readonly closed: number;
  readonly won: number;
  /** Null without closed deals. */
  readonly observed: Interval | null;
  readonly verdict: Verdict;
  /** The probability offered in place of the configured one, in basis points to the whole percent; null where there is nothing to offer. */
  readonly adopt: number | null;
}

/** One bin of the calibration curve: what was said, and what came. */
export interface CalibrationBin {
  /** Basis points: from `from` up to and without `to`, the last bin with 10 000. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly won: number;
  /** Mean probability said, a ratio 0–1. */
  readonly predicted: number;
  readonly observed: Interval;
}

/** How well probabilities were said. All ratios; lower scores are better. */
export interface Calibration {
  /** Bins that hold something, ascending. */
  readonly bins: readonly CalibrationBin[];
  /** Mean of (probability − outcome)²: 0 perfect, 0.25 for always 50 %. */
  readonly brier: number;
  /** Murphy's parts over the distinct probabilities: brier = reliability − resolution + uncertainty. */
  readonly reliability: number;
  readonly resolution: number;
  readonly uncertainty: number;
  /** 1 − brier ÷ uncertainty: above 0 the probabilities beat saying the base rate; null when all were won or all lost. */
  readonly skill: number | null;
  readonly count: number;
  readonly leftOut: number;
}

/** How calibration is judged: `confidence` as a ratio (default 0.95), `enough` closed deals before a verdict (default 10). */
export interface CalibrationOptions {
  readonly confidence?: number;
  readonly enough?: number;
}

/**
 * The Wilson score interval of `won` out of `count` (Wilson 1927, JASA 22): (p̂ + z²/2n ± z·√(p̂(1 − p̂)/n + z²/4n²)) ÷ (1 + z²/n).
 * Null for a count of 0.
 */
export const wilson = (
  won: number,
  count: number,
  { confidence = 0.95 }: { readonly confidence?: number } = {},
): Interval | null => {
  if (!(count > 0)) return null;
  const z = quantile(0.5 + Math.min(0.999_999, Math.max(0, confidence)) / 2);
  const rate = won / count;
  const square = (z * z) / count;
  const centre = rate + square / 2;
  const half = z * Math.sqrt((rate * (1 - rate)) / count + square / (4 * count));
  return {
    rate,
    low: won === 0 ? 0 : Math.max(0, (centre - half) / (1 + square)),
    high: won === count ? 1 : Math.min(1, (centre + half) / (1 + square)),
  };
};

const judge = (configured: number | null, observed: Interval | null, closed: number, enough: number): Verdict => {
  if (configured === null) return 'noProbability';
  if (observed === null || closed < enough) return 'tooFew';
  const said = configured / 10_000;
  if (said > observed.high) return 'tooHigh';
  return said < observed.low ? 'tooLow' : 'agrees';
};

/**
 * The observed close rate of each stage (won ÷ closed of the deals that passed it) with its Wilson interval, against the configured
 * probability in basis points, in the order of the stages. The observed rate is offered where the configured one lies outside the interval,
 * or where none is configured, once `enough` deals have closed.
 */
export const stageRates = (
  stages: readonly { readonly key: string; readonly probability: number | null }[],
  observations: readonly Observation[],
  { confidence = 0.95, enough = 10 }: CalibrationOptions = {},
): readonly StageRate[] => {
  const counts = new Map<string | null, { closed: number; won: number }>();
  for (const { stage, won } of observations) {
    const count = counts.get(stage) ?? { closed: 0, won: 0 };
    count.closed++;
    if (won) count.won++;
    counts.set(stage, count);
  }
  return stages.map(({ key, probability }): StageRate => {
    const { closed, won } = counts.get(key) ?? { closed: 0, won: 0 };
    const observed = wilson(won, closed, { confidence });
    const configured = probability !== null && Number.isFinite(probability) ? probability : null;
    const verdict = judge(configured, observed, closed, enough);
    const offered =
      verdict === 'tooHigh' || verdict === 'tooLow' || (configured === null && closed >= Math.max(1, enough));
    return {
      stage: key,
      configured,
      closed,
      won,
      observed,
      verdict,
      adopt: offered ? scale(won, 100, closed) * 100 : null,
    };
  });
};

interface Tally {
  count: number;
  won: number;
  /** Σ probability in basis points. */
  said: number;
}

const tally = (
  observations: readonly (Observation & { readonly probability: number })[],
  of: (probability: number) => number,
) => {
  const tallies = new Map<number, Tally>();
  for (const { probability, won } of observations) {
    const one = tallies.get(of(probability)) ?? { count: 0, won: 0, said: 0 };
    one.count++;
    one.said += probability;
    if (won) one.won++;
    tallies.set(of(probability), one);
  }
  return [...tallies].sort(([a], [b]) => a - b);
};

/**
 * How well probabilities were calibrated: the curve in `bins` equal bins (default 10) with Wilson intervals, the Brier score (Brier 1950,
 * Monthly Weather Review 78) and its parts (Murphy 1973). Probabilities in basis points, held within 0–10 000. Unknown with
 * `no_closed_deals`, and with `no_probability` when no observation has one.
 */
export const calibration = (
  observations: readonly Observation[],
  { bins = 10, confidence = 0.95 }: { readonly bins?: number; readonly confidence?: number } = {},
): Figured<Calibration> => {
  if (observations.length === 0) return unknown('no_closed_deals');
  const said = observations.flatMap((one) =>
    one.probability === null || Number.isNaN(one.probability)
      ? []
      : [{ ...one, probability: Math.min(10_000, Math.max(0, one.probability)) }],
  );
  const count = said.length;
  if (count === 0) return unknown('no_probability');
  const many = Math.max(1, Math.floor(bins));
  const edge = (bin: number): number => Math.ceil((bin * 10_000) / many);
  const inBin = (probability: number): number => Math.min(many - 1, Math.floor((probability * many) / 10_000));
  const base = said.filter(({ won }) => won).length / count;
  // Whole numbers until the division: the score does not depend on the order of the deals.
  const squares = said.reduce((sum, { probability, won }) => sum + (probability - (won ? 10_000 : 0)) ** 2, 0);
  const classes = tally(said, (probability) => probability);
  const part = (term: (one: Tally) => number): number =>
    classes.reduce((sum, [, one]) => sum + one.count * term(one) ** 2, 0) / count;
  const uncertainty = base * (1 - base);
  const brier = squares / (1e8 * count);
  return known({
    bins: tally(said, inBin).map(([bin, one]) => ({
      from: edge(bin),
      to: edge(bin + 1),
      count: one.count,
      won: one.won,
      predicted: one.said / one.count / 10_000,
      observed: wilson(one.won, one.count, { confidence }) as Interval,
    })),
    brier,
    reliability: part((one) => one.said / one.count / 10_000 - one.won / one.count),
    resolution: part((one) => one.won / one.count - base),
    uncertainty,
    skill: uncertainty > 0 ? 1 - brier / uncertainty : null,
    count,
    leftOut: observations.length - count,
  });
};
