/** What went wrong between the server and its database. `code` is stable, `remedy` a sentence for whoever can do something about it. */
export class DatabaseError extends Error {
  readonly code: DatabaseCode;
  readonly remedy: string;
  constructor(code: DatabaseCode, message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DatabaseError';
    this.code = code;
    this.remedy = remedy;
  }
}

/**
 * - `unavailable`: the database is away; nothing was written. Ask again.
 * - `overloaded`: all connections are busy and the queue is full or too slow; nothing was written. Ask again later.
 * - `unknown_outcome`: the connection was lost while committing: written or not, only a look can tell.
 * - `rolled_back`: a statement failed and the caller carried on, so that the commit undid everything.
 * - `storage_full`: the database's disk is full; nothing was written.
 * - `not_ready`: the database answers and is not set up for this server.
 * - `migration_failed`, `unsafe_schema`, `bad_model`: the schema was not changed.
 * - `fenced`: a transaction was used after its end: a programmer's error.
 * - `already_running`, `no_binaries`, `wrong_version`, `start_failed`: the embedded database could not be started.
 * - `bad_url`: the address of the database cannot be read.
 */
export type DatabaseCode =
  | 'unavailable'
  | 'overloaded'
  | 'unknown_outcome'
  | 'rolled_back'
  | 'storage_full'
  | 'not_ready'
  | 'migration_failed'
  | 'unsafe_schema'
  | 'bad_model'
  | 'fenced'
  | 'already_running'
  | 'no_binaries'
  | 'wrong_version'
  | 'start_failed'
  | 'bad_url';

/** Nothing was written: the caller may ask again, the transaction as a whole. */
export function unavailable(cause?: unknown): DatabaseError {
  return new DatabaseError(
    'unavailable',
    'The database is not available.',
    'Try again in a few seconds; nothing was written.',
    cause,
  );
}

/** More work than connections. */
export function overloaded(message: string, cause?: unknown): DatabaseError {
  return new DatabaseError('overloaded', message, 'Try again in a few seconds; nothing was written.', cause);
}

/** The commit was sent and its acknowledgement never came. */
export function unknownOutcome(cause?: unknown): DatabaseError {
  return new DatabaseError(
    'unknown_outcome',
    'The connection to the database was lost while the change was being saved.',
    'Look whether the change is there before you repeat it, or repeat it with the same Idempotency-Key.',
    cause,
  );
}

/** Whether an error is one of ours with this code. */
export function isDatabaseError(error: unknown, code?: DatabaseCode): error is DatabaseError {
  return error instanceof DatabaseError && (code === undefined || error.code === code);
}

/** SQLSTATE of an error of PostgreSQL; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'PostgresError' || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const GONE = /^(08|57P0[1-5]|25P0[34]|58|XX00[12])/;
const LOST = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'EACCES',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOTCONN',
]);

/** Whether an error says that the connection is gone or never came to be (as opposed to a statement that was refused). */
export function isConnectionLoss(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return GONE.test(state) || state === '53300';
  if (!(error instanceof Error) || !('code' in error)) return false;
  return typeof error.code === 'string' && LOST.has(error.code);
}

/**
 * An error of a transaction as the rest of the server speaks of it: what the database's state, load or disk is to blame for
 * becomes a `DatabaseError`; a refused statement (a broken constraint, say) stays what it is.
 */
export function worded(error: unknown): unknown {
  if (error instanceof DatabaseError) return error;
  const state = sqlState(error);
  if (state === '53300') return overloaded('The database takes no more connections.', error);
  if (state === '57014') return overloaded('The database took too long to answer.', error);
  if (state === '55P03') return overloaded('Another change holds what this one needs.', error);
  if (state === '53100') {
    return new DatabaseError(
      'storage_full',
      "The database's disk is full.",
      'Free some space; the server goes on by itself.',
      error,
    );
  }
  return isConnectionLoss(error) ? unavailable(error) : error;
}
