import type { Moment } from '../expr/index.ts';
import type { Frame } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import type { Change } from '../records/index.ts';
import type { Reading } from './reading.ts';

/** So many past days stay at hand: a figure is compared with one or two others. */
const KEPT = 4;

/**
 * Reads past days of a source in memory. What replays them is loaded when somebody first asks; days that were asked for lately stay at hand
 * until something is written (`revision` grows).
 */
export const pastOf = (
  model: Model,
  frame: (entity: string) => Frame | undefined,
  changes: () => Promise<readonly Change[]>,
  revision: () => number,
): ((moment: Moment) => Promise<Reading>) => {
  const kept = new Map<string, Promise<Reading>>();
  let of = -1;
  return (moment) => {
    if (of !== revision()) kept.clear();
    of = revision();
    const key = `${moment.today} ${moment.zone}`;
    const reading = async (): Promise<Reading> => {
      try {
        const [{ readPast }, journal] = await Promise.all([import('./past.ts'), changes()]);
        return readPast(model, frame, journal, moment);
      } catch (failure) {
        kept.delete(key);
        throw failure;
      }
    };
    const known = kept.get(key) ?? reading();
    kept.delete(key);
    kept.set(key, known);
    for (const old of [...kept.keys()].slice(0, -KEPT)) kept.delete(old);
    return known;
  };
};
