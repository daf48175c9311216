import type { Entity, Rec } from '@sluice/core';
import type { Tx } from '../database/fence.ts';
import { cellsOf, extraOf } from '../records/row.ts';
import { quote, tableOf } from '../schema/names.ts';
import { OWN_ROW } from '../schema/schema.ts';

const tableText = (entity: Entity): string => `"sluice".${quote(tableOf(entity))}`;

/** How records of an entity travel as JSON and become rows. */
export interface Shape {
  readonly names: readonly string[];
  /** `"r"."amount"`, and a cast where the value travels as text. */
  readonly values: readonly string[];
  /** `"r" ("amount" bigint, …)` */
  readonly shape: string;
}

const BLANK: Rec = { id: '', version: 1, createdAt: '', updatedAt: '', values: {}, overrides: {} };

/** The columns of an entity's records, as a statement takes them from JSON; `more` stands before them. */
export const shapeOf = (entity: Entity, more = ''): Shape => {
  const columns = cellsOf(entity, BLANK).map(({ column, type }) => ({ column, type: type.split('::') }));
  return {
    names: columns.map(({ column }) => column),
    values: columns.map(({ column, type }) => ['"r".' + quote(column), ...type.slice(1)].join('::')),
    shape: `"r" (${more}${columns.map(({ column, type }) => `${quote(column)} ${type[0]}`).join(', ')})`,
  };
};

/** A record as such JSON, blanks left out. */
export const rowOf = (entity: Entity, record: Rec): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    cellsOf(entity, record).flatMap(({ column, value }) => (value === null ? [] : [[column, value] as const])),
  );

/** Records of one entity as one value that a statement takes apart: as many rows as there are, and always the same statement. */
const sheetOf = (entity: Entity, records: readonly Rec[]): Shape & { readonly json: string } => ({
  ...shapeOf(entity, '"id" uuid, '),
  json: JSON.stringify(records.map((record) => ({ id: record.id, ...rowOf(entity, record) }))),
});

/**
 * Adds new records in one statement; gives the ids of those that were added. One whose id, or whose value that only one may have, is
 * there already is left out.
 */
export const insertMany = async (tx: Tx, entity: Entity, records: readonly Rec[]): Promise<ReadonlySet<string>> => {
  if (records.length === 0) return new Set();
  const { names, values, shape, json } = sheetOf(entity, records);
  const rows = await tx.unsafe(
    `insert into ${tableText(entity)} ("tenant_id", "id", ${names.map(quote).join(', ')})
     select current_setting('app.tenant_id')::uuid, "r"."id", ${values.join(', ')}
     from jsonb_to_recordset($1::text::jsonb) as ${shape} on conflict do nothing returning "id"`,
    [json],
  );
  return new Set(rows.map((row) => String(row['id'])));
};

/** Writes the next versions of records in one statement; the caller holds their rows. */
export const updateMany = async (tx: Tx, entity: Entity, records: readonly Rec[]): Promise<void> => {
  if (records.length === 0) return;
  const { names, values, shape, json } = sheetOf(entity, records);
  const sets = names
    .map((name, at) => {
      const value = values[at] ?? '';
      return `${quote(name)} = ${name === 'extra' ? extraOf(entity, '"t"."extra"', value) : value}`;
    })
    .join(', ');
  await tx.unsafe(
    `update ${tableText(entity)} as "t" set ${sets} from jsonb_to_recordset($1::text::jsonb) as ${shape}
     where "t".${OWN_ROW} and "t"."id" = "r"."id"`,
    [json],
  );
};

/** Takes rows away in one statement; the caller holds them. */
export const deleteMany = async (tx: Tx, entity: Entity, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx.unsafe(`delete from ${tableText(entity)} where ${OWN_ROW} and "id" = any($1::uuid[])`, [ids]);
};
