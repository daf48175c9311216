import type { Moment } from '../expr/tree.ts';
import { bad, type Checked, good, issue } from '../issue.ts';
import { isDate } from '../time.ts';

/**
 * The day and the zone that a question about a past day is answered with: that day is its today. Null where the question is about now, which
 * the day it is today is too. Reports `not_date`, and `after_today`: nobody has written down what is still to come.
 */
export const pastMoment = (asOf: string | null, { today, zone }: Moment): Checked<Moment | null> => {
  if (asOf === null || asOf === today) return good(null);
  if (!isDate(asOf)) return bad([issue('not_date', ['asOf'], { received: asOf, remedy: 'Write it as 2017-09-30.' })]);
  const remedy = `Choose a day up to ${today}.`;
  if (asOf > today) return bad([issue('after_today', ['asOf'], { received: asOf, expected: today, remedy })]);
  return good({ today: asOf, zone });
};
