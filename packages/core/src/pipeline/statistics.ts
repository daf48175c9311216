import { summarize } from '../expr/statistics.ts';
import { type Known, known, type Reason, unknown } from './known.ts';

/** Mean, median and 90th percentile of a number of days. */
export interface Spread {
  /** How many values there are. */
  readonly count: number;
  readonly mean: Known;
  readonly median: Known;
  readonly p90: Known;
}

/**
 * What the small language's `avg`, `median` and `p90` say of the same values (percentiles interpolated as `percentile_cont`, type 7); null
 * with the reason where there are none.
 */
export const spreadOf = (values: readonly number[], reason: Reason): Spread => {
  const said = (name: 'avg' | 'median' | 'p90'): Known => {
    const value = summarize(name, values, 'number');
    return Number.isNaN(value) ? unknown(values.length === 0 ? reason : 'too_large') : known(value);
  };
  return { count: values.length, mean: said('avg'), median: said('median'), p90: said('p90') };
};
