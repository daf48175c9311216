import type { Expr } from '../expr/index.ts';
import { type Checked, bad, good, issue } from '../issue.ts';
import type { Entity, Field, Model } from '../model/index.ts';
import { similar } from '../text.ts';

/** A name of a query, looked up: its expression and, where it is one, the field at the end of the path. */
export interface Place {
  readonly expr: Expr;
  readonly field?: Field;
  readonly entity: Entity;
}

/** The field at the end of a path through links. */
const fieldAt = (
  model: Model,
  entity: Entity,
  path: readonly string[],
): { field: Field; entity: Entity } | undefined => {
  let at: Entity | undefined = entity;
  for (const link of path.slice(0, -1)) at = model.find(at?.field(link)?.to ?? '');
  const field = at?.field(path.at(-1) ?? '');
  return at && field ? { field, entity: at } : undefined;
};

/** What a name that nobody knows was probably meant to be. */
export const nearest = (
  word: string,
  names: readonly string[],
): { readonly expected: string; readonly remedy?: string } => {
  const [near] = names
    .map((name) => ({ name, alike: similar(word, name) }))
    .filter(({ alike }) => alike >= 0.5)
    .sort((a, b) => b.alike - a.alike);
  const expected = names.slice(0, 40).join(', ');
  return near ? { expected, remedy: `Did you mean ${near.name}?` } : { expected, remedy: `Write one of ${expected}.` };
};

/** Looks a name or a path up: `amount`, `account.sector`, `stage.outcome`, `createdAt`. */
export const lookUp = (
  model: Model,
  entity: Entity,
  name: string,
  at: readonly (string | number)[],
): Checked<Place> => {
  const path = name.split('.');
  const expr = entity.scope.resolve(path);
  if (!expr)
    return bad([issue('no_such_field', [...at, name], { received: name, ...nearest(name, entity.scope.names()) })]);
  const found = fieldAt(model, entity, path);
  return good(found ? { expr, ...found } : { expr, entity });
};
