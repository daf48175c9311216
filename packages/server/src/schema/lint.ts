import { asOwner, asTenant } from '../database/as-tenant.ts';
import { DatabaseError } from '../database/errors.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { RULES } from './lint-rules.ts';
import type { Schema } from './schema.ts';

/** A fault of the schema through which a tenant could meet another, or an operator lose the proof that none can. */
export interface Finding {
  /** `L1` … `L11` */
  readonly code: string;
  readonly object: string;
  readonly message: string;
  readonly rule: string;
  readonly remedy: string;
}

/**
 * Looks for holes in the walls between tenants, by the catalogue and not by what the plan says. Changes nothing. A table the schema
 * wants and the database lacks is a finding too (L10).
 */
export async function lint(tx: Tx, wanted: Schema): Promise<readonly Finding[]> {
  const found = await Promise.all(
    RULES.map(async ({ code, rule, remedy, sql }) => {
      const rows = await tx.unsafe<{ object: string; message: string }[]>(sql);
      return rows.map(({ object, message }): Finding => ({ code, object, message, rule, remedy }));
    }),
  );
  return [...found.flat(), ...(await missing(tx, wanted))];
}

async function missing(tx: Tx, wanted: Schema): Promise<readonly Finding[]> {
  const rows = await tx<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p')`;
  const there = new Set(rows.map((row) => row.name));
  const rule = RULES.find((one) => one.code === 'L10')?.rule ?? '';
  return wanted.tables
    .map((table) => `${table.schema}.${table.name}`)
    .filter((name) => !there.has(name))
    .map(
      (object): Finding => ({ code: 'L10', object, message: 'does not exist', rule, remedy: 'Run "sluice migrate".' }),
    );
}

/** The lint on a pool's database, in a transaction of its own. Throws `not_ready` where there is no app role yet. */
export async function lintDatabase(pool: Pool, wanted: Schema): Promise<readonly Finding[]> {
  return asOwner(pool, { readOnly: true }, async (tx) => {
    const [role] = await tx`select from pg_roles where rolname = 'sluice_app'`;
    if (!role)
      throw new DatabaseError('not_ready', 'The database is not set up for this server.', 'Run "sluice migrate".');
    return lint(tx, wanted);
  });
}

/**
 * Who the server is to its database: one whom row-level security does not bind may not even begin. Throws `not_ready`.
 */
export async function checkLogin(pool: Pool): Promise<void> {
  const [powerful] = await asOwner(
    pool,
    { readOnly: true },
    (tx) => tx<{ name: string; rolsuper: boolean }[]>`
    select rolname as name, rolsuper from pg_roles where rolname = session_user and (rolsuper or rolbypassrls)`,
  );
  if (!powerful) return;
  throw new DatabaseError(
    'not_ready',
    `The role ${powerful.name} ${powerful.rolsuper ? 'is a superuser' : 'bypasses row-level security'}: nothing would keep tenants apart.`,
    "Give the server a role of its own: create role sluice login createrole password '…'; create database sluice owner sluice.",
  );
}

/**
 * The last look before serving: a tenant's transaction really is one. Throws `not_ready` when the app role could see more than the rows of its tenant.
 */
export async function checkServing(pool: Pool): Promise<void> {
  const nobody = { tenant: '00000000-0000-0000-0000-000000000000', actor: 'server', readOnly: true };
  const rows = await asTenant(
    pool,
    nobody,
    (tx) => tx<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'sluice' and c.relkind in ('r', 'p') and not row_security_active(c.oid)
    union all
    select rolname from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)`,
  );
  if (rows.length === 0) return;
  const message = `Row-level security does not hold for ${rows.map((row) => row.name).join(', ')}.`;
  throw new DatabaseError(
    'not_ready',
    message,
    'Run "sluice migrate", and let the app role be neither superuser nor BYPASSRLS.',
  );
}
