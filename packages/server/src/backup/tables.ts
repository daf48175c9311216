import { SCHEMA, SYSTEM_SCHEMA } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import { quote } from '../schema/names.ts';
import { RESTORED } from './restored.ts';

/** A table as a copy knows it. */
export interface KeptTable {
  /** `sluice.deal` */
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Its rows belong to tenants, and are shown to no one else. */
  readonly tenants: boolean;
  /** The column that the database numbers. */
  readonly numbered: string | null;
}

/** What describes the database itself, and is made anew with it. */
const OWN = new Set([`${SYSTEM_SCHEMA}.applied_plan`]);

/**
 * The tables there are, those of the server first. Numbers of transactions mean nothing in another database: rows get those of the transaction
 * that restores them.
 */
export const keptTables = async (tx: Tx): Promise<readonly KeptTable[]> => {
  const rows = await tx<
    { name: string; columns: string[]; key: string[]; tenants: boolean; numbered: string | null }[]
  >`
    select n.nspname || '.' || c.relname as name, n.nspname = ${SCHEMA} as tenants,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and a.atttypid <> 'xid8'::regtype and a.attgenerated = '' order by a.attname) as columns,
      array(select a.attname::text from pg_index x, unnest(x.indkey::int2[]) with ordinality k(num, at), pg_attribute a
        where x.indrelid = c.oid and x.indisprimary and a.attrelid = c.oid and a.attnum = k.num order by k.at) as key,
      (select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '') as numbered
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in (${SCHEMA}, ${SYSTEM_SCHEMA}) and c.relkind = 'r'
    order by n.nspname = ${SCHEMA}, 1`;
  return rows.filter(({ name }) => !OWN.has(name));
};

/** A table's name as SQL. */
export const tableSql = (name: string): string => name.split('.').map(quote).join('.');

/** Names of columns as SQL. */
export const columnsSql = (columns: readonly string[]): string => columns.map(quote).join(', ');

/** The order of rows in a copy: by their key, letter by letter, whatever the database's own order of letters is. */
const orderOf = ({ key }: KeptTable): string => key.map((column) => `${quote(column)}::text collate "C"`).join(', ');

/** The statement that writes a table out: of the tenant of the transaction, where its rows belong to tenants. */
export const copyOut = (table: KeptTable): string => {
  const own = table.tenants ? ` where "tenant_id" = (select current_setting('app.tenant_id')::uuid)` : '';
  // that the data was restored is of this database, not of the data
  const meta =
    table.name === `${SYSTEM_SCHEMA}.sluice_meta` ? ` where "name" not in ('${RESTORED}', '${TOKENS_SINCE}')` : '';
  return `copy (select ${columnsSql(table.columns)} from ${tableSql(table.name)}${own}${meta} order by ${orderOf(table)}) to stdout`;
};

/** The name under which the server notes since when tokens are good. */
export const TOKENS_SINCE = 'tokens_since';

/** Says how values are written, so that the same value is the same text everywhere; for the transaction. */
export const plainValues = async (tx: Tx): Promise<void> => {
  await tx`select set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
    set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true), set_config('IntervalStyle', 'postgres', true)`;
};

/** The tenants, in order. */
export const tenantIds = async (tx: Tx): Promise<readonly string[]> =>
  (await tx`select id::text as id from sluice_system.tenant order by id`).map(({ id }) => String(id));

/** Makes the transaction one of a tenant, for the tables that show their rows to nobody else. */
export const beTenant = async (tx: Tx, tenant: string): Promise<void> => {
  await tx`select set_config('app.tenant_id', ${tenant}, true)`;
};
