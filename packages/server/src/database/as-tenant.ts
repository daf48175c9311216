import { sqlState } from './errors.ts';
import type { Tx } from './fence.ts';
import type { Pool, PoolSettings } from './lease.ts';
import type { Opening } from './transaction.ts';

/** The role every tenant's transaction takes: it owns nothing, bypasses nothing, cannot log in. */
export const APP_ROLE = 'sluice_app';
/** The schema of the tenants' tables. */
export const SCHEMA = 'sluice';
/** The schema of the server's own tables: the app role may not even look into it. */
export const SYSTEM_SCHEMA = 'sluice_system';

/** Who does something, on whose behalf. All of it comes from a verified token, never from a request's content. */
export interface TenantContext {
  /** UUID */
  readonly tenant: string;
  /** Whom the journal names. */
  readonly actor: string;
  /** The person's role (`viewer`, `sales`, …), for policies that look at it. */
  readonly role?: string;
  /** What led to it, for the journal: a request id, an import, a job. */
  readonly cause?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A text as SQL. */
function literal(text: string): string {
  if (text.includes('\0')) throw new TypeError('A text for the database may not hold NUL.');
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

type Patience = Pick<PoolSettings, 'statementTimeout' | 'lockTimeout' | 'idleTimeout' | 'silence'>;

function openingOf(
  patience: Patience,
  begin: string,
  readOnly: boolean,
  words: Readonly<Record<string, string>>,
): Opening {
  const { statementTimeout, lockTimeout, idleTimeout, silence } = patience;
  const all = {
    ...words,
    statement_timeout: String(statementTimeout),
    lock_timeout: String(lockTimeout),
    idle_in_transaction_session_timeout: String(idleTimeout),
  };
  // local to the transaction, always: what a session keeps would meet the next tenant
  const settings = Object.entries(all).map(([name, value]) => `set_config(${literal(name)}, ${literal(value)}, true)`);
  return { text: `${begin}; select ${settings.join(', ')}`, readOnly, silence };
}

/**
 * The only way to tenants' data: one transaction under the app role with the tenant set, so that row-level security shows this
 * tenant's rows and no other. Reads see one moment (repeatable read) and are refused to write. Begin and settings are
 * one round trip. `work` must not keep the transaction: it is fenced when `work` has ended. Dates come as `YYYY-MM-DD`, instants as
 * ISO strings, `bigint` and `numeric` as strings. Throws what `Pool.transaction` throws.
 */
export async function asTenant<T>(
  pool: Pool,
  context: TenantContext & { readonly readOnly?: boolean },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { tenant, actor, role = '', cause = '', readOnly = false } = context;
  if (!UUID.test(tenant)) throw new TypeError('A tenant is named by a UUID in lower case.');
  const begin = readOnly
    ? 'begin isolation level repeatable read, read only'
    : 'begin isolation level read committed, read write';
  const opening = openingOf(pool.settings, begin, readOnly, {
    search_path: `pg_catalog, ${SCHEMA}, pg_temp`,
    'app.tenant_id': tenant,
    'app.actor': actor,
    'app.role': role,
    'app.cause': cause,
    role: APP_ROLE,
  });
  return again(pool, () => pool.transaction(opening, work));
}

/**
 * A transaction of the server itself: migrations, tenants, sign-in. It has no tenant; tables with row-level security show it
 * nothing, unless it is given one (`tenant`, to set up a new one). `patience` and `lockWait` (milliseconds): how long a statement may take
 * and wait for others, when that is longer than for a request.
 */
export async function asOwner<T>(
  pool: Pool,
  options: {
    readonly readOnly?: boolean;
    readonly tenant?: string;
    readonly patience?: number;
    readonly lockWait?: number;
    /** All statements see one moment; nothing is written. */
    readonly snapshot?: boolean;
  },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { tenant, patience, lockWait, snapshot = false, readOnly = snapshot } = options;
  if (tenant !== undefined && !UUID.test(tenant)) throw new TypeError('A tenant is named by a UUID in lower case.');
  const settings: Patience = {
    ...pool.settings,
    ...(patience === undefined ? {} : { statementTimeout: patience, silence: patience + 5000 }),
    ...(lockWait === undefined ? {} : { lockTimeout: lockWait }),
  };
  const begin = snapshot
    ? 'begin isolation level repeatable read, read only'
    : `begin read ${readOnly ? 'only' : 'write'}`;
  const opening = openingOf(settings, begin, readOnly, {
    search_path: `pg_catalog, ${SYSTEM_SCHEMA}, ${SCHEMA}, pg_temp`,
    ...(tenant === undefined ? {} : { 'app.tenant_id': tenant }),
  });
  return again(pool, () => pool.transaction(opening, work));
}

/**
 * Again, when a statement prepared before a migration no longer fits its table: nothing was written, and each refusal has made its
 * connection forget the statement.
 */
async function again<T>(pool: Pool, run: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!isStale(error) || attempt >= pool.settings.size) throw error;
    }
  }
}

function isStale(error: unknown): boolean {
  return sqlState(error) === '0A000' && error instanceof Error && error.message.includes('cached plan');
}
