import type { Entity, Rec } from '@sluice/core';
import type { Tx } from '../database/fence.ts';
import { cellsOf } from '../records/row.ts';
import { quote, tableOf } from '../schema/names.ts';
import { OWN_ROW } from '../schema/schema.ts';

const tableText = (entity: Entity): string => `"sluice".${quote(tableOf(entity))}`;

interface Sheet {
  readonly names: readonly string[];
  /** `"r"."amount"`, and a cast where the value travels as text. */
  readonly values: readonly string[];
  /** `"r" ("id" uuid, "amount" bigint, …)` */
  readonly shape: string;
  readonly json: string;
}

/** Records of one entity as one value that a statement takes apart: as many rows as there are, and always the same statement. */
const sheetOf = (entity: Entity, records: readonly Rec[]): Sheet => {
  const rows = records.map((record) => cellsOf(entity, record));
  const columns = (rows[0] ?? []).map(({ column, type }) => ({ column, type: type.split('::') }));
  return {
    names: columns.map(({ column }) => column),
    values: columns.map(({ column, type }) => ['"r".' + quote(column), ...type.slice(1)].join('::')),
    shape: `"r" ("id" uuid, ${columns.map(({ column, type }) => `${quote(column)} ${type[0]}`).join(', ')})`,
    json: JSON.stringify(
      rows.map((row, at) => ({
        id: records[at]?.id,
        ...Object.fromEntries(row.map(({ column, value }) => [column, value])),
      })),
    ),
  };
};

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
  const sets = names.map((name, at) => `${quote(name)} = ${values[at]}`).join(', ');
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
