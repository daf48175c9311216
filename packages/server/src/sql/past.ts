import { type Entity, listedFor, type Model, openStages, ownDatesOf } from '@sluice/core';
import { columnFields } from '../schema/plan.ts';
import { columnOf } from '../schema/names.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { join, name, param, type PgType, raw, type Sql, sql } from './fragment.ts';
import { tableName } from './table.ts';

/** A past day: its last instant is before `limit`. */
export interface Past {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** IANA zone. */
  readonly zone: string;
  /** The first instant after the day, ISO. */
  readonly limit: string;
}

/** A value that a journal entry tells, as its column keeps it. */
const told = (values: Sql, key: Sql, type: string): Sql => {
  if (type === 'jsonb') return sql`(${values} -> ${key})`;
  if (type === 'text[]' || type === 'uuid[]')
    return sql`(case when jsonb_typeof(${values} -> ${key}) = 'array' then array(select jsonb_array_elements_text(${values} -> ${key}))::${raw(type)} end)`;
  return sql`(${values} ->> ${key})::${raw(type)}`;
};

/** The local day that a date or an instant of a journal entry is. */
const dayIn = (entity: Entity, field: string, values: Sql, zone: string): Sql => {
  const text = sql`(${values} ->> ${param(field, 'text')})`;
  if (entity.field(field)?.unit !== 'instant') return sql`${text}::date`;
  return sql`(${text}::timestamptz at time zone ${param(zone, 'text')})::date`;
};

/** The stage that imported stage changes tell for the end of a day, null where there are none; and the first day they tell of. */
const listedMoves = (
  model: Model,
  entity: Entity,
  entry: string,
  day: Sql,
): { readonly stage: Sql; readonly since: Sql } => {
  const listed = listedFor(model, entity);
  const column = (field: string): Sql => {
    const found = listed?.entity.field(field);
    return found && !found.custom ? name('move', columnOf(found)) : raw('null::text');
  };
  if (!listed) return { stage: raw('null::text'), since: raw('null::date') };
  const on = column(listed.on);
  const of = sql`from ${tableName(listed.entity)} as "move" where "move".${raw(OWN_ROW)} and ${column(listed.of)} = "one"."record_id" and ${column(listed.to)} is not null and ${on} is not null`;
  const left = listed.from === undefined ? raw('null::text') : column(listed.from);
  return {
    stage: sql`coalesce((select ${column(listed.to)} ${of} and ${on} <= ${day} order by ${on} desc, "move"."id" desc limit 1),
      (select coalesce(${left}, ${param(entry, 'text')}) ${of} order by ${on}, "move"."id" limit 1))`,
    since: sql`(select min(${on}) ${of})`,
  };
};

/** Imported records that were not there yet, as their own dates and their imported stage changes tell: the words of core's `beforeImport`. */
const imported = (model: Model, entity: Entity, { day, zone }: Past): Sql => {
  const dates = ownDatesOf(entity);
  const came = sql`"one"."place" = 1 and "one"."before" is null and "one"."cause" ~ '^import([: ]|$)'
      and not exists (select from "later" as "end" where "end"."record_id" = "one"."record_id" and "end"."after" is null)`;
  if (!dates)
    return sql` union all
    select "one"."record_id", true, "one"."version", "one"."at", "one"."after" from "later" as "one" where ${came}`;
  const { stage, created, closed, entry } = dates;
  const after = raw('"one"."after"');
  const on = param(day, 'date');
  const open = param(
    openStages(entity).map(({ key }) => key),
    'text[]',
  );
  const moves = listedMoves(model, entity, entry, on);
  const later = closed === undefined ? raw('true') : sql`coalesce(${dayIn(entity, closed, after, zone)} > ${on}, true)`;
  const own = sql`"one"."after" ->> ${param(stage, 'text')}`;
  const guessed = sql`case when ${own} = any(${param(dates.closing, 'text[]')}) and ${later} then ${param(entry, 'text')} end`;
  const unclosed =
    closed === undefined
      ? raw("'{}'::jsonb")
      : sql`case when "told"."stage" = any(${open}) then jsonb_build_object(${param(closed, 'text')}, null::text) else '{}'::jsonb end`;
  return sql` union all
    select "one"."record_id", true, "one"."version", "one"."at",
      case when "told"."stage" is null then "one"."after"
        else "one"."after" || jsonb_build_object(${param(stage, 'text')}, "told"."stage") || ${unclosed} end
    from "later" as "one" cross join lateral (select coalesce(${moves.stage}, ${guessed}) as "stage") as "told"
    where ${came} and coalesce(${dayIn(entity, created, after, zone)}, ${moves.since}) <= ${on}`;
};

/**
 * The rows of an entity's table as they stood at the end of a past day, with the columns of the table, to stand in a `from`. Records that
 * nobody has written to since are read as they are; the others get back what the entries since then changed, the oldest last: those
 * removed since come back, those made since are not there. The same answer as core's `asOf`. Overrides are not told: who needs them
 * replays the entries of the record.
 */
export const pastTable = (model: Model, entity: Entity, past: Past): Sql => {
  const table = tableName(entity);
  const limit = param(past.limit, 'timestamptz');
  const of = param(entity.name, 'text');
  const values = raw('"was"."values"');
  const fields = columnFields(entity);
  const columns = ['tenant_id', 'id', 'version', 'created_at', 'updated_at', 'overrides', 'extra'];
  const untouched = [...columns, ...fields.map(columnOf)].map((column) => name('now', column));
  const entries = sql`"sluice"."journal" where ${raw(OWN_ROW)} and "entity" = ${of}`;
  const before = (one: Sql): Sql =>
    sql`(select ${one} from ${entries} and "record_id" = "was"."record_id" and "at" < ${limit}`;
  const made = sql`coalesce("now"."created_at", "was"."at", ${before(raw('max("at")'))} and "before" is null), '0001-01-01T00:00:00Z'::timestamptz)`;
  const restored = [
    raw("(select current_setting('app.tenant_id')::uuid)"),
    raw('"was"."record_id"'),
    raw('"was"."version"'),
    made,
    sql`coalesce("was"."at", ${before(raw('max("at")'))}), ${made})`,
    raw("'{}'::jsonb"),
    sql`coalesce("now"."extra", '{}'::jsonb) || ${values}`,
    ...fields.map((field) => {
      const key = param(field.name, 'text');
      const type = field.rules.store(field) as PgType;
      return sql`case when jsonb_exists(${values}, ${key}) then ${told(values, key, type)} else ${name('now', columnOf(field))} end`;
    }),
  ];
  return sql`(with "later" as materialized (
      select "record_id", "at", "seq", "version", "cause", "before", "after",
        row_number() over "of" as "place", count(*) filter (where "before" is null) over "of" as "makings"
      from ${entries} and "at" >= ${limit}
      window "of" as (partition by "record_id" order by "seq")
    ), "was" as materialized (
      select "one"."record_id", bool_or("one"."after" is null) as "gone", min("one"."version") - 1 as "version",
        null::timestamptz as "at",
        coalesce(jsonb_object_agg("cell"."key", "cell"."value" order by "one"."seq" desc) filter (where "cell"."key" is not null), '{}'::jsonb) as "values"
      from "later" as "one" left join lateral jsonb_each("one"."before") as "cell" on true
      where "one"."makings" = 0 group by "one"."record_id"${imported(model, entity, past)}
    )
    select ${join(untouched, ', ')} from ${table} as "now"
      where "now".${raw(OWN_ROW)} and "now"."created_at" < ${limit}
        and not exists (select from "later" where "later"."record_id" = "now"."id")
    union all
    select ${join(restored, ', ')} from "was" left join ${table} as "now"
      on "now".${raw(OWN_ROW)} and "now"."id" = "was"."record_id" and not "was"."gone"
  )`;
};
