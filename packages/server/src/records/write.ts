import { type Change, type Entity, issue, type Issue, type Rec } from '@sluice/core';
import { sqlState } from '../database/errors.ts';
import type { Tx } from '../database/fence.ts';
import { CHANNEL } from '../feed/channel.ts';
import { columnOf, objectName, quote, tableOf } from '../schema/names.ts';
import { keyName, uniqueName } from '../schema/plan.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { type Cell, cellsOf, extraOf } from './row.ts';

const tableText = (entity: Entity): string => `"sluice".${quote(tableOf(entity))}`;

/** Adds the rows of new records, in one statement. The tenant is the transaction's: no caller names it. */
export const insertRecords = async (tx: Tx, entity: Entity, records: readonly Rec[]): Promise<void> => {
  const rows = records.map((record) => [{ column: 'id', type: 'uuid', value: record.id }, ...cellsOf(entity, record)]);
  const [first] = rows;
  if (!first) return;
  const names = ['tenant_id', ...first.map((cell) => cell.column)].map(quote).join(', ');
  const width = first.length;
  const values = rows.map((row, at) => {
    const cells = row.map((cell, place) => `$${at * width + place + 1}::${cell.type}`);
    return `(current_setting('app.tenant_id')::uuid, ${cells.join(', ')})`;
  });
  await tx.unsafe(
    `insert into ${tableText(entity)} (${names}) values ${values.join(', ')}`,
    rows.flatMap((row) => row.map((cell) => cell.value)) as never[],
  );
};

/** Writes the next version of a record over the one before; the caller holds its row. */
export const updateRecord = async (tx: Tx, entity: Entity, record: Rec): Promise<void> => {
  const cells = cellsOf(entity, record);
  const valueOf = (cell: Cell, at: number): string => {
    const value = `$${at + 2}::${cell.type}`;
    return cell.column === 'extra' ? extraOf(entity, '"extra"', value) : value;
  };
  const sets = cells.map((cell, at) => `${quote(cell.column)} = ${valueOf(cell, at)}`).join(', ');
  await tx.unsafe(`update ${tableText(entity)} set ${sets} where ${OWN_ROW} and "id" = $1::uuid`, [
    record.id,
    ...cells.map((cell) => cell.value),
  ] as never[]);
};

/** Takes a row away; the caller holds it. */
export const deleteRecord = async (tx: Tx, entity: Entity, id: string): Promise<void> => {
  await tx.unsafe(`delete from ${tableText(entity)} where ${OWN_ROW} and "id" = $1::uuid`, [id]);
};

/** Adds the entries that go with writes, in the transaction of the writes. Values in memory units, changed fields only. */
export const insertChanges = async (tx: Tx, changes: readonly Change[]): Promise<void> => {
  if (changes.length === 0) return;
  const entries = changes.map(({ at, actor, cause, entity, id, version, before, after }) => ({
    at,
    actor,
    cause,
    entity,
    record_id: id,
    version,
    before,
    after,
  }));
  // the tenant's name on the channel wakes whoever follows the journal, once the transaction is committed
  await tx.unsafe(
    `with "added" as (insert into "sluice"."journal" ("tenant_id", "at", "actor", "cause", "entity", "record_id", "version", "before", "after")
     select current_setting('app.tenant_id')::uuid, "at", "actor", "cause", "entity", "record_id", "version", "before", "after"
     from rows from (jsonb_to_recordset($1::text::jsonb) as
       ("at" timestamptz, "actor" text, "cause" text, "entity" text, "record_id" uuid, "version" integer, "before" jsonb, "after" jsonb))
       with ordinality as "entry" ("at", "actor", "cause", "entity", "record_id", "version", "before", "after", "place")
     order by "place" returning "seq")
     select pg_notify('${CHANNEL}', current_setting('app.tenant_id')) from (select from "added" limit 1) as "one"`,
    [JSON.stringify(entries)],
  );
};

const constraintOf = (error: unknown): string =>
  error instanceof Error && 'constraint_name' in error ? String(error.constraint_name) : '';

/** What the database refused, as an issue of the field: a value that is taken, a record that is gone. Null for anything else. */
export const violation = (error: unknown, entity: Entity, record: Rec): Issue | null => {
  const state = sqlState(error);
  const constraint = constraintOf(error);
  const table = tableOf(entity);
  if (state === '23505') {
    if (constraint === `${table}_pkey`) return issue('not_unique', ['id'], { received: record.id });
    if (constraint === keyName(table)) {
      const said = entity.key.map((name) => record.values[name] ?? null);
      return issue('not_unique', [entity.key[0] ?? 'id'], {
        received: said.map((one) => JSON.stringify(one)).join(', '),
      });
    }
    const field = entity.stored.find((one) => uniqueName(table, columnOf(one)) === constraint);
    return field ? issue('not_unique', [field.name], { received: JSON.stringify(record.values[field.name]) }) : null;
  }
  if (state === '23503') {
    const field = entity.stored.find((one) => objectName(table, columnOf(one), 'fkey') === constraint);
    return field
      ? issue('not_linked', [field.name], {
          received: JSON.stringify(record.values[field.name]),
          remedy: 'Choose a record that exists, or leave it empty.',
        })
      : issue('still_linked', ['id'], { received: 'Some', params: { entity: entity.name } });
  }
  return null;
};
