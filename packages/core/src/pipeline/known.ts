/**
 * Why a figure of the pipeline has no value. Codes, not sentences: who shows the figure words them.
 *
 * no_rows                nothing to speak of
 * no_won_deals, no_closed_deals, no_expected_deals   nothing in the denominator
 * no_stage               a blank stage, or one that the pipeline does not have
 * no_created_date, no_closed_date   a day that the figure needs is blank
 * closed_before_created  the span would be negative
 * closed                 the figure speaks of open records only
 * after_today            it has not happened yet
 * no_touch               nobody has touched the record, as far as is known
 * zero_cycle             deals won on the day they were made: nothing can be divided by that
 * zero_base              a change from nothing has no ratio
 * no_such_period         the period to compare with is not in the calendar (29 February, week 53)
 * no_quota               nobody set a quota
 * zero_quota             a quota of zero: nothing can be divided by that
 * quota_reached          nothing remains to be won
 * no_amounts             no amount is known
 * mixed_currencies       amounts in several currencies are not added
 * too_large              beyond what a whole number can hold exactly
 */
export type Reason =
  | 'no_rows'
  | 'no_won_deals'
  | 'no_closed_deals'
  | 'no_expected_deals'
  | 'no_stage'
  | 'no_created_date'
  | 'no_closed_date'
  | 'closed_before_created'
  | 'closed'
  | 'after_today'
  | 'no_touch'
  | 'zero_cycle'
  | 'zero_base'
  | 'no_such_period'
  | 'no_quota'
  | 'zero_quota'
  | 'quota_reached'
  | 'no_amounts'
  | 'mixed_currencies'
  | 'too_large';

/** A value, or null with the reason: never NaN, never a 0 that stands for "unknown". */
export type Known<T = number> =
  | { readonly value: T; readonly reason: null }
  | { readonly value: null; readonly reason: Reason };

/** A value that is known. */
export const known = <T>(value: T): Known<T> => ({ value, reason: null });

/** A value that is not known, and why. */
export const unknown = (reason: Reason): Known<never> => ({ value: null, reason });

/** `a ÷ b` as a double; the reason stands for it where b is 0 or the quotient is no number. */
export const ratio = (a: number, b: number, reason: Reason): Known => {
  const value = a / b;
  return b === 0 || !Number.isFinite(value) ? unknown(reason) : known(value + 0);
};
