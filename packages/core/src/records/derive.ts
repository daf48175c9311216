import { evaluate, type Reader } from '../expr/evaluate.ts';
import type { Moment } from '../expr/tree.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity, Model } from '../model/index.ts';
import type { Rec } from './record.ts';

/** Finds a linked record; undefined when there is none. */
export type Follow = (entity: string, id: string) => Rec | undefined;

const stored = (record: Rec, name: string): Value => {
  if (name === 'id') return record.id;
  if (name === 'createdAt') return record.createdAt;
  if (name === 'updatedAt') return record.updatedAt;
  return record.values[name] ?? null;
};

/** How an expression reads a record and the records it links to. */
export const readerOf = (model: Model, entity: Entity, record: Rec, follow: Follow): Reader => {
  return (links, name) => {
    let at: Rec | undefined = record;
    let where: Entity | undefined = entity;
    for (const link of links) {
      const id: Value = at === undefined ? null : (at.values[link] ?? null);
      const to: string | undefined = where?.field(link)?.to;
      if (typeof id !== 'string' || to === undefined) return null;
      at = follow(to, id);
      where = model.find(to);
    }
    return at === undefined ? null : stored(at, name);
  };
};

/** A record as people see it: every field by name, following fields filled in, derived fields computed. Values in memory units. */
export const derive = (
  model: Model,
  entity: Entity,
  record: Rec,
  { moment, follow }: { readonly moment: Moment; readonly follow: Follow },
): Readonly<Record<string, Value>> => {
  const reader = readerOf(model, entity, record, follow);
  const values: Record<string, Value> = {};
  for (const field of entity.fields) {
    if (field.formula) values[field.name] = evaluate(field.formula, reader, moment);
    else
      values[field.name] =
        record.values[field.name] ?? (field.follows ? evaluate(field.follows, reader, moment) : null);
  }
  return values;
};

/** A record as a source hands it out: the kept one, its values completed by `derive`. Never written back; writes take patches. */
export const present = (
  model: Model,
  entity: Entity,
  record: Rec,
  context: { readonly moment: Moment; readonly follow: Follow },
): Rec => ({ ...record, values: derive(model, entity, record, context) });
