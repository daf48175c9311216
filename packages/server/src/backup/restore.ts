import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { asOwner } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { BackupError } from './faults.ts';
import { readCopy } from './read.ts';
import { RESTORED } from './restored.ts';
import {
  beTenant,
  columnsSql,
  type KeptTable,
  keptTables,
  plainValues,
  tableSql,
  tenantIds,
  TOKENS_SINCE,
} from './tables.ts';
import { type CopiedTable, type CopyEnd, figuresOf, PATIENCE } from './write.ts';

/** Whose rows keep a database from being empty. */
const FIRST = ['tenant', 'person'] as const;

const checkEmpty = async (tx: Tx): Promise<void> => {
  for (const name of FIRST) {
    const rows = await tx.unsafe(`select from "sluice_system"."${name}" limit 1`);
    if (rows.length > 0)
      throw new BackupError(
        'not_empty',
        'There is something in this database already.',
        'Restore into a new SLUICE_DATA folder, or an empty database; nothing was changed.',
      );
  }
};

/** Where the rows of the table at hand go. */
interface Stage {
  readonly table: KeptTable;
  readonly columns: readonly string[];
  readonly stream: Writable;
}

const fits = (table: KeptTable | undefined, name: string, columns: readonly string[]): KeptTable => {
  const odd = columns.find((column) => !table?.columns.includes(column));
  if (table && odd === undefined) return table;
  throw new BackupError(
    'newer',
    `The copy has ${odd === undefined ? `a table ${name}` : `a column ${name}.${odd}`} that this version does not know.`,
    'Restore it with the version that made it, or a later one; nothing was changed.',
  );
};

/** Moves what was staged to its table, tenant by tenant where the table shows its rows to nobody else. Gives how many rows. */
const settle = async (tx: Tx, { table, columns }: Stage): Promise<number> => {
  const list = columnsSql(columns);
  const into = `insert into ${tableSql(table.name)} (${list}) overriding system value select ${list} from pg_temp.stage`;
  let rows = 0;
  if (!table.tenants) rows = (await tx.unsafe(into)).count;
  else
    for (const tenant of await tenantIds(tx)) {
      await beTenant(tx, tenant);
      rows += (await tx.unsafe(`${into} where "tenant_id" = (select current_setting('app.tenant_id')::uuid)`)).count;
    }
  if (table.numbered !== null)
    // numbers go on behind the last one: none is given twice
    await tx.unsafe(
      `select setval(pg_get_serial_sequence($1, $2), greatest(max("${table.numbered}"), 1)) from pg_temp.stage`,
      [table.name, table.numbered],
    );
  await tx.unsafe('drop table pg_temp.stage');
  return rows;
};

/** Whether two lists of figures tell of the same data. */
export const sameData = (one: readonly CopiedTable[], other: readonly CopiedTable[]): readonly string[] => {
  const known = new Map(other.map((figures) => [figures.table, figures]));
  return one
    .filter(({ table, rows, sha256 }) => known.get(table)?.rows !== rows || known.get(table)?.sha256 !== sha256)
    .map(({ table }) => table);
};

/**
 * What a restored database must not do: nobody who was signed in then is signed in now, nothing that waited to leave leaves, no webhook is told
 * of the past, until an operator says that it goes on.
 */
const calm = async (tx: Tx, now: () => number): Promise<void> => {
  await tx`update sluice_system.login_session set revoked_at = now(), revoked_why = 'restored' where revoked_at is null`;
  await tx`update sluice_system.embed_token set revoked_at = now() where revoked_at is null`;
  await tx`delete from sluice_system.sign_in_key`;
  await tx`delete from sluice_system.single_use_link`;
  await tx`delete from sluice_system.sign_in_outbox`;
  for (const tenant of await tenantIds(tx)) {
    await beTenant(tx, tenant);
    await tx`update sluice.outbox set state = case state when 'queued' then 'held' else 'unknown' end, reason = 'restored', changed_at = now()
      where state in ('queued', 'sending') and tenant_id = ${tenant}`;
    await tx`update sluice.webhook_delivery set state = 'held', reason = 'restored' where state = 'queued' and tenant_id = ${tenant}`;
    await tx`update sluice.webhook set cursor_xid = pg_current_xact_id(),
      cursor_seq = (select coalesce(max(seq), 0) from sluice.journal where tenant_id = ${tenant}) where tenant_id = ${tenant}`;
  }
  const said = (value: unknown): string => JSON.stringify(value);
  await tx`insert into sluice_system.sluice_meta (name, value) values
    (${RESTORED}, ${said({ at: new Date(now()).toISOString() })}::text::json),
    (${TOKENS_SINCE}, ${said(Math.floor(now() / 1000))}::text::json)`;
};

/**
 * Restores a copy into a database that is migrated and empty: all of it, or nothing. The file is read twice, the first time only to see that it
 * is whole; what was written is read back and compared before it counts. The server that starts on it afterwards lets nothing out until
 * `resume`. Throws `BackupError`.
 */
export const restoreCopy = async (
  pool: Pool,
  file: string,
  { now }: { readonly now: () => number },
): Promise<CopyEnd> => {
  const end = await readCopy(file);
  await asOwner(pool, { patience: PATIENCE }, async (tx) => {
    await checkEmpty(tx);
    await plainValues(tx);
    await tx`set constraints all deferred`;
    await tx`delete from sluice_system.sluice_meta`;
    const tables = new Map((await keptTables(tx)).map((table) => [table.name, table]));
    let stage: Stage | null = null;
    let failed: unknown;
    await readCopy(file, {
      table: async ({ table: name, columns }) => {
        const table = fits(tables.get(name), name, columns);
        const list = columnsSql(columns);
        await tx.unsafe(`create temporary table stage on commit drop as select ${list} from ${tableSql(name)} limit 0`);
        const stream = await tx.unsafe(`copy pg_temp.stage (${list}) from stdin`).writable();
        stream.on('error', (error) => {
          failed ??= error;
        });
        stage = { table, columns, stream };
      },
      rows: async (part) => {
        if (failed !== undefined) throw failed;
        if (stage && !stage.stream.write(part)) await once(stage.stream, 'drain');
      },
      tableEnd: async ({ table, rows }) => {
        if (!stage) return;
        stage.stream.end();
        await finished(stage.stream);
        const settled = await settle(tx, stage);
        stage = null;
        if (settled !== rows)
          throw new BackupError(
            'damaged',
            `The copy is damaged: ${rows - settled} rows of ${table} belong to nobody.`,
            'Take another copy; nothing was changed.',
          );
      },
    });
    await tx`set constraints all immediate`;
    const [odd] = sameData(end.tables, await figuresOf(tx));
    if (odd !== undefined)
      throw new BackupError(
        'different',
        `${odd} is not what the copy says once it is restored.`,
        'Nothing was changed; tell us.',
      );
    await calm(tx, now);
  });
  return end;
};

/** Compares a copy with what a database holds; gives the tables that differ. Changes nothing. */
export const compareCopy = async (pool: Pool, file: string): Promise<readonly string[]> => {
  const { tables } = await readCopy(file);
  const figures = await asOwner(pool, { snapshot: true, patience: PATIENCE }, figuresOf);
  return [...new Set([...sameData(tables, figures), ...sameData(figures, tables)])];
};

/** Lets a restored server go on; false when it was not restored. What was held stays held, until somebody looks at it. */
export const resume = async (pool: Pool): Promise<boolean> => {
  const gone = await asOwner(
    pool,
    {},
    (tx) => tx`delete from sluice_system.sluice_meta where name = ${RESTORED} returning name`,
  );
  return gone.length > 0;
};

/** Since when tokens are good, in seconds since 1970: those of before the data was restored are not. */
export const tokensSince = async (pool: Pool): Promise<number> => {
  const [row] = await asOwner(
    pool,
    { readOnly: true },
    (tx) => tx`select value::text as value from sluice_system.sluice_meta where name = ${TOKENS_SINCE}`,
  );
  return row ? Number(row['value']) : 0;
};
