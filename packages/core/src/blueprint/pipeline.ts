import type { Label } from '../kinds/label.ts';

/** What became of a deal; separate from stage and probability: a 0 % stage is not thereby lost. */
export type Outcome = 'open' | 'won' | 'lost';

/** Forecast categories, from the least to the most certain; `omitted` counts in no cumulative figure. */
export const CATEGORIES = ['pipeline', 'bestCase', 'commit', 'closed', 'omitted'] as const;
export type ForecastCategory = (typeof CATEGORIES)[number];

/** One step of a pipeline. Order in the array is meaning. */
export interface Stage {
  readonly key: string;
  readonly label?: Label;
  /** Other spellings an import accepts for it. */
  readonly aliases?: readonly string[];
  /** Default chance to be won, in percent with up to two decimals. */
  readonly probability: number;
  /** Absent: the deal is open. */
  readonly outcome?: 'won' | 'lost';
  readonly forecast?: ForecastCategory;
  /** After so many days without a touch a deal in this stage is cold. */
  readonly rotAfter?: number;
}

/** An ordered list of stages. */
export interface Pipeline {
  readonly label?: Label;
  readonly stages: readonly Stage[];
  /**
   * Whether a changed default probability reaches the open deals already in the stage (`live`, the default)
   * or only those that enter it from now on (`atEntry`).
   */
  readonly follow?: 'live' | 'atEntry';
}
