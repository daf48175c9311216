import type { Entity, Model } from '../model/index.ts';
import type { Rec } from '../records/index.ts';
import { dayOf } from './facts.ts';
import type { ListedMove } from './moves.ts';

/** The entity that lists stage changes of another from before they were kept, and the fields that tell them. */
export interface MovesListed {
  readonly entity: Entity;
  /** The link to the record that moved. */
  readonly of: string;
  readonly from: string | undefined;
  readonly to: string;
  readonly on: string;
}

/** Where a model keeps the stage changes that were imported for an entity; null when it keeps none. */
export const listedFor = (model: Model, entity: Entity): MovesListed | null => {
  for (const one of model.entities) {
    const { moved, movedFrom, movedTo, movedOn } = one.parts;
    if (moved === undefined || movedTo === undefined || movedOn === undefined) continue;
    if (one.field(moved)?.to === entity.name)
      return { entity: one, of: moved, from: movedFrom, to: movedTo, on: movedOn };
  }
  return null;
};

/** Records of such an entity as moves; those that lack the record, the stage or the day tell nothing. Of one day the later made is the later. */
export const movesIn = (
  { of, from, to, on }: MovesListed,
  records: Iterable<Rec>,
  zone: string,
): readonly ListedMove[] =>
  [...records]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap(({ values }): readonly ListedMove[] => {
      const [id, stage, day] = [values[of], values[to], dayOf(values[on], zone)];
      const left = from === undefined ? null : values[from];
      if (typeof id !== 'string' || typeof stage !== 'string' || day === null) return [];
      return [{ id, stage, at: day, ...(typeof left === 'string' ? { from: left } : {}) }];
    });
