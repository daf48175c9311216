import { type Expr, type Reader, references } from '../expr/index.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import { type Rec, readerOf } from '../records/index.ts';
import type { Source } from './source.ts';

/** How expressions read a record that a source gave: what they ask of linked records is fetched first. */
export const readerAround = async (
  source: Pick<Source, 'model' | 'get'>,
  entity: Entity,
  record: Rec,
  expressions: readonly (Expr | null)[],
): Promise<Reader> => {
  const { model } = source;
  const known = new Map<string, Rec>();
  for (const expr of expressions) {
    if (!expr) continue;
    for (const { links } of references(expr)) {
      let at: Rec | undefined = record;
      let where: Entity | undefined = entity;
      for (const link of links) {
        const to: string | undefined = where?.field(link)?.to;
        const id: Value = at?.values[link] ?? null;
        if (to === undefined || typeof id !== 'string') break;
        const key: string = `${to} ${id}`;
        const found: Rec | null = known.get(key) ?? (await source.get(to, id));
        if (found) known.set(key, found);
        at = found ?? undefined;
        where = model.find(to);
      }
    }
  }
  return readerOf(model, entity, record, (name, id) => known.get(`${name} ${id}`));
};
