import type { Moment } from '../expr/index.ts';
import { buildFrame, type Frame } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { asOf } from '../pipeline/replay.ts';
import type { Change, Rec } from '../records/index.ts';
import { type Reading, readingOf } from './reading.ts';

/** The records of a frame as they are kept. */
export const recordsIn = (frame: Frame | undefined): readonly Rec[] =>
  frame ? Array.from({ length: frame.length }, (_, row) => frame.record(row)) : [];

/** Frames of the end of a past day, replayed from the journal: every record and every link as it stood. */
export const readPast = (
  model: Model,
  now: (entity: string) => Frame | undefined,
  changes: readonly Change[],
  moment: Moment,
): Reading => {
  const records = Object.fromEntries(model.entities.map(({ name }) => [name, recordsIn(now(name))]));
  const replayed = asOf(changes, moment.today, { model, zone: moment.zone, records });
  const frames = new Map<string, Frame>();
  const related = (name: string): Frame | undefined => frames.get(name);
  for (const entity of model.entities)
    frames.set(entity.name, buildFrame(entity, replayed[entity.name] ?? [], { related }));
  return readingOf(model, related, moment);
};
