import type { Field, Model } from '@sluice/core';
import { type Client, type Connection, openClient } from '../database/connection.ts';
import { SCHEMA } from '../database/as-tenant.ts';
import { name, render } from '../sql/fragment.ts';
import { customValue } from '../sql/table.ts';
import { columnOf, objectName, quote, tableOf } from './names.ts';

/** An index on a field that a tenant added: on what its values are in statements. */
export interface CustomIndex {
  readonly name: string;
  readonly table: string;
  readonly sql: string;
}

/**
 * What has one order, in every language. Row-level security lets a condition use an index only where its functions cannot tell of rows that are
 * not seen, and none that reads JSON is said not to; an order needs no condition. One value among all is found by what is searched
 * (`sql/searched.ts`).
 */
const ORDERED = new Set(['number', 'money', 'percent', 'date']);

const wants = (field: Field): boolean =>
  field.custom && field.formula === undefined && ORDERED.has(field.unit) && field.indexed;

/**
 * The indexes for the fields that a tenant added, pure: for numbers, amounts, percentages and dates that are said to be indexed. They give a
 * page in the order of the field without sorting all the tenant has.
 */
export const customIndexes = (model: Model): readonly CustomIndex[] =>
  model.entities.flatMap((entity) =>
    entity.stored.filter(wants).map((field): CustomIndex => {
      const table = tableOf(entity);
      const index = objectName(table, 'extra', columnOf(field), field.unit, 'idx');
      const { text } = render(customValue(name('extra'), field, field.unit));
      const on = `${quote(SCHEMA)}.${quote(table)}`;
      return {
        name: index,
        table,
        sql: `create index concurrently if not exists ${quote(index)} on ${on} using btree ("tenant_id", (${text}), "id")`,
      };
    }),
  );

const standing = async (client: Client, index: string): Promise<'there' | 'broken' | 'missing'> => {
  const [row] = await client.unsafe(
    `select x.indisvalid as valid from pg_index x join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace
     where n.nspname = $1 and i.relname = $2`,
    [SCHEMA, index],
  );
  if (!row) return 'missing';
  return row['valid'] === true ? 'there' : 'broken';
};

/** One at a time: two that are made at once wait for each other. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Makes the indexes that a model wants and the database lacks, while everybody goes on reading and writing. One that was broken off is made
 * anew. Gives the names of those that were made.
 */
export const bringIndexes = (connection: Connection, model: Model): Promise<readonly string[]> => {
  const run = async (): Promise<readonly string[]> => {
    const wanted = customIndexes(model);
    if (wanted.length === 0) return [];
    const client = openClient(connection, { name: 'sluice indexes' });
    const made: string[] = [];
    try {
      for (const index of wanted) {
        const is = await standing(client, index.name);
        if (is === 'there') continue;
        if (is === 'broken')
          await client.unsafe(`drop index concurrently if exists ${quote(SCHEMA)}.${quote(index.name)}`);
        await client.unsafe(index.sql);
        made.push(index.name);
      }
      return made;
    } finally {
      await client.end({ timeout: 1 });
    }
  };
  const turn = last.catch(() => undefined).then(run);
  last = turn.catch(() => undefined);
  return turn;
};
