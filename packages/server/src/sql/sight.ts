import { type Checked, type Entity, type Expr, type ListQuery, type Model, type Moment, planList } from '@sluice/core';
import { bad, issue, queryFromAddress } from '@sluice/core';
import { compileExpr } from './expr.ts';
import { name, raw, type Sql, sql } from './fragment.ts';
import { openTable, type Sight, type Visible } from './table.ts';

/** Which rows of an entity somebody sees: those for which an expression is true, all (null), or none. */
type Rows = Expr | null | 'none';

/** Rows behind an alias that satisfy a condition, whatever it needs to join. */
const visibleBy =
  (model: Model, moment: () => Moment, rowsOf: (entity: Entity) => Rows): Visible =>
  (alias, seen): Sql | null => {
    // whose records somebody sees is said of all fields, also of those that they do not
    const entity = model.find(seen.name) ?? seen;
    const rows = rowsOf(entity);
    if (rows === null) return null;
    if (rows === 'none') return raw('false');
    const table = openTable(model, entity, moment());
    const where = compileExpr(rows, table);
    return sql`${name(alias, 'id')} in (select ${table.id} ${table.from()} where ${table.own} and ${where})`;
  };

const remembering = (rowsOf: (entity: Entity) => Rows): ((entity: Entity) => Rows) => {
  const known = new Map<string, Rows>();
  return (entity) => {
    const found = known.get(entity.name);
    if (found !== undefined) return found;
    const rows = rowsOf(entity);
    known.set(entity.name, rows);
    return rows;
  };
};

const whereOf = (query: ListQuery, model: Model): Rows => {
  const planned = planList(query, model);
  return planned.ok ? planned.value.where : 'none';
};

/** Whose records somebody sees: those that name `id` in the link `field`. Without an id: none. */
export interface Only {
  readonly field: string;
  readonly id: string | null;
}

/**
 * The sight of somebody who sees their own records only. An entity with the link: the records that name them. What the link leads to: their
 * own record. Any other entity: no record of its own accord; of theirs, what a record of theirs links to is seen through it.
 */
export const ownSight = (model: Model, moment: () => Moment, { field, id }: Only): Sight => {
  const has = (entity: Entity): boolean => entity.field(field)?.unit === 'link' && entity.field(field)?.custom !== true;
  const owners = new Set(model.entities.flatMap((entity) => (has(entity) ? [entity.field(field)?.to ?? ''] : [])));
  const rowsOf = remembering((entity): Rows => {
    const by = has(entity) ? field : owners.has(entity.name) ? 'id' : null;
    if (by === null || id === null) return 'none';
    return whereOf({ entity: entity.name, filters: [{ field: by, op: 'in', values: [id] }] }, model) ?? 'none';
  });
  const rows = visibleBy(model, moment, rowsOf);
  return {
    rows,
    links: (alias, seen) => {
      const entity = model.find(seen.name) ?? seen;
      return entity.field(field) || owners.has(entity.name) ? rows(alias, entity) : null;
    },
  };
};

/** What a filter in the form of addresses asks of an entity; a page, an order or a limit is no filter. */
export const filterIn = (filters: string, entity: string): Checked<ListQuery> => {
  const parameters = new URLSearchParams(filters);
  const wrong = ['sort', 'limit', 'offset', 'cursor', 'asOf'].find((word) => parameters.has(word));
  if (wrong !== undefined)
    return bad([
      issue('not_a_query', [wrong], { received: wrong, remedy: 'A filter says which records, nothing else.' }),
    ]);
  return queryFromAddress(parameters, entity);
};

/** The sight of a widget: the rows that a filter lets in, of the entities that it fits; nothing else, not through links either. */
export const filteredSight = (model: Model, moment: () => Moment, filters: string): Sight => {
  const rowsOf = remembering((entity): Rows => {
    const query = filterIn(filters, entity.name);
    return query.ok ? whereOf(query.value, model) : 'none';
  });
  const rows = visibleBy(model, moment, rowsOf);
  return { rows, links: rows };
};
