import type { Entity, Expr, Field, Model, Moment, Type } from '@sluice/core';
import { SCHEMA } from '../database/as-tenant.ts';
import { columnOf, tableOf } from '../schema/names.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { SEARCHED } from '../schema/searched.ts';
import { join, name, NOTHING, type PgType, raw, type Sql, sql } from './fragment.ts';

/** How a value of a unit is carried inside a statement: amounts and percentages as whole numbers, a date as a date. */
export const CARRIED: Readonly<Record<Type['unit'], PgType>> = {
  text: 'text',
  number: 'double precision',
  money: 'bigint',
  percent: 'bigint',
  date: 'date',
  instant: 'timestamptz',
  flag: 'boolean',
  tags: 'text[]',
  link: 'uuid',
  links: 'uuid[]',
  json: 'jsonb',
  null: 'text',
};

/** Where an expression stands: what a column is called there, and what the question knows of time. */
export interface Place {
  /** A stored column of the row or of the record that the links lead to, carried as its unit says; a blank list is null. */
  readonly column: (column: Extract<Expr, { op: 'column' }>) => Sql;
  readonly moment: Moment;
  /** Parts that were computed before: the aggregates of a figure. */
  readonly known?: ReadonlyMap<Expr, Sql>;
}

/** An entity's table in a statement: the place for its expressions, and the joins they turned out to need. */
export interface OpenTable extends Place {
  /** `"t"."id"` */
  readonly id: Sql;
  /** `from "sluice"."deal" as "t" left join …`: ask when every expression has been compiled. */
  readonly from: () => Sql;
  /** The row is the tenant's: said beside row-level security, so that indexes that begin with the tenant serve. */
  readonly own: Sql;
  /** What is searched of the row, or of the record that the links lead to. */
  readonly searched: (links: readonly string[]) => Sql;
}

const SYSTEM: Readonly<Record<string, string>> = { id: 'id', createdAt: 'created_at', updatedAt: 'updated_at' };
const ROOT = 't';

const PLAIN_NAME = /^[a-z][A-Za-z0-9]{0,62}$/;

/**
 * A value of the tenants' own column (`all`), of the type that its unit is carried as; anything of another shape is null. The field is named in the
 * words of the statement and nothing depends on a setting, so that an index on the same words serves.
 */
export function customValue(all: Sql, field: Field, unit: Type['unit']): Sql {
  if (!PLAIN_NAME.test(field.name)) throw new Error(`${field.name} is no name of an added field`);
  const key = sql`'${raw(field.name)}'`;
  const text = sql`(${all} ->> ${key})`;
  const shaped = (shape: string, value: Sql): Sql =>
    sql`(case when jsonb_typeof(${all} -> ${key}) = '${raw(shape)}' then ${value} end)`;
  switch (unit) {
    case 'number':
      return shaped('number', sql`${text}::double precision`);
    case 'money':
    case 'percent':
      return shaped('number', sql`round(${text}::numeric)::bigint`);
    case 'flag':
      return shaped('boolean', sql`${text}::boolean`);
    case 'date':
      return shaped(
        'string',
        sql`make_date(left(${text}, 4)::integer, substr(${text}, 6, 2)::integer, substr(${text}, 9, 2)::integer)`,
      );
    case 'instant':
      return shaped('string', sql`${text}::timestamptz`);
    case 'link':
      return shaped('string', sql`${text}::uuid`);
    case 'tags':
    case 'links': {
      const words = sql`array(select jsonb_array_elements_text(${shaped('array', sql`${all} -> ${key}`)}))`;
      return unit === 'tags' ? words : sql`${words}::uuid[]`;
    }
    case 'json':
      return sql`(${all} -> ${key})`;
    case 'text':
    case 'null':
      return text;
  }
}

/** A stored column of the row behind an alias. */
function stored(alias: string, entity: Entity, column: string, unit: Type['unit']): Sql {
  const system = Object.hasOwn(SYSTEM, column) ? SYSTEM[column] : undefined;
  // milliseconds everywhere, so that a point in time on the wire is the one in the table
  if (system !== undefined)
    return unit === 'instant' ? sql`date_trunc('milliseconds', ${name(alias, system)})` : name(alias, system);
  const field = entity.field(column);
  if (!field) throw new Error(`${entity.name} has no stored field ${column}`);
  const value = field.custom ? customValue(name(alias, 'extra'), field, unit) : name(alias, columnOf(field));
  switch (unit) {
    case 'percent':
      return field.custom ? value : sql`${value}::bigint`;
    case 'tags':
      return sql`nullif(${value}, '{}'::text[])`;
    case 'links':
      return sql`nullif(${value}, '{}'::uuid[])`;
    case 'json':
      return sql`nullif(${value}, 'null'::jsonb)`;
    default:
      return value;
  }
}

/** The tenant's rows behind an alias, in the words of the policies: `"t"."tenant_id" = (select …)`, evaluated once per statement. */
export function ownRows(alias: string): Sql {
  return sql`${name(alias)}.${raw(OWN_ROW)}`;
}

/** `"sluice"."deal"` */
export function tableName(entity: Entity): Sql {
  return name(SCHEMA, tableOf(entity));
}

/** The condition on the rows behind an alias that somebody sees some of; null: all of them. */
export type Visible = (alias: string, entity: Entity) => Sql | null;

/** What somebody sees who does not see all: of the records that are asked for, and of those that links lead to. */
export interface Sight {
  readonly rows: Visible;
  readonly links: Visible;
}

/** The rows behind an alias that are the tenant's and that somebody sees. */
export function seenRows(alias: string, entity: Entity, visible: Visible | undefined): Sql {
  const seen = visible?.(alias, entity) ?? null;
  return seen === null ? ownRows(alias) : sql`${ownRows(alias)} and ${seen}`;
}

/**
 * Opens an entity's table under the alias `t`. Each path through links is joined once, on tenant and record, whoever asks for it first.
 * `rowsOf` gives other rows than those of the tables, with the same columns: those of a past day.
 */
export function openTable(
  model: Model,
  entity: Entity,
  moment: Moment,
  sight?: Sight,
  rowsOf: (entity: Entity) => Sql = tableName,
): OpenTable {
  const joined = new Map<string, { readonly alias: string; readonly entity: Entity }>();
  const joins: Sql[] = [];

  const reach = (links: readonly string[]): { readonly alias: string; readonly entity: Entity } => {
    const last = links.at(-1);
    if (last === undefined) return { alias: ROOT, entity };
    const path = links.join('.');
    const known = joined.get(path);
    if (known) return known;
    const from = reach(links.slice(0, -1));
    const target = model.find(from.entity.field(last)?.to ?? '');
    if (!target) throw new Error(`${from.entity.name}.${last} leads nowhere`);
    const alias = `j${joined.size + 1}`;
    const there = { alias, entity: target };
    joined.set(path, there);
    const link = stored(from.alias, from.entity, last, 'link');
    const seen = sight?.links(alias, target) ?? null;
    joins.push(
      sql` left join ${rowsOf(target)} as ${name(alias)} on ${name(alias, 'tenant_id')} = ${name(from.alias, 'tenant_id')} and ${name(alias, 'id')} = ${link}${seen === null ? NOTHING : sql` and ${seen}`}`,
    );
    return there;
  };

  return {
    moment,
    id: name(ROOT, 'id'),
    own: seenRows(ROOT, entity, sight?.rows),
    column: ({ links, name: column, type }) => {
      const { alias, entity: there } = reach(links);
      return stored(alias, there, column, type.unit);
    },
    searched: (links) => name(reach(links).alias, SEARCHED),
    from: () => sql`from ${rowsOf(entity)} as ${name(ROOT)}${joins.length === 0 ? NOTHING : join(joins, '')}`,
  };
}
