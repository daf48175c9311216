import postgres from 'postgres';
import { DatabaseError } from './errors.ts';
import { WIRE_TYPES } from './wire.ts';

/** Where a database is and how to enter: what the driver takes. */
export interface Connection {
  readonly host?: string;
  readonly port?: number;
  /** The file of a Unix socket. */
  readonly path?: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  /** An address as in `DATABASE_URL`; the fields above take precedence. */
  readonly url?: string;
  /** Behind PgBouncer in transaction mode: no prepared statements, no LISTEN. */
  readonly pooled?: boolean;
}

/**
 * Reads an address of PostgreSQL (`postgres://user:password@host:5432/database?sslmode=require`). `pgbouncer=1` in it says that
 * PgBouncer answers there in transaction mode. Throws `bad_url`; the message never repeats the address, which holds a password.
 */
export function connectionFrom(address: string): Connection {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw badUrl();
  }
  if (!/^postgres(ql)?:$/.test(url.protocol)) throw badUrl();
  const pooled = /^(1|true)$/.test(url.searchParams.get('pgbouncer') ?? '');
  url.searchParams.delete('pgbouncer');
  return { url: url.href, ...(pooled ? { pooled } : {}) };
}

const badUrl = () =>
  new DatabaseError(
    'bad_url',
    'DATABASE_URL is not the address of a PostgreSQL database.',
    'Write it as postgres://user:password@host:5432/database, with special characters of the password percent-encoded.',
  );

/** A client of the driver with our types. Of one connection at most: see `lease.ts`. */
export type Client = postgres.Sql<Record<string, never>>;

/**
 * Opens a driver client of one connection; nothing is sent before the first statement. `onclose` is called when its connection
 * ends, whoever ended it. Only the pool and one-off tools call this.
 */
export function openClient(
  connection: Connection,
  options: {
    readonly name?: string;
    readonly connectTimeout?: number;
    readonly onclose?: () => void;
    /** How values are read and written, when not as everywhere else. */
    readonly types?: object;
  } = {},
): Client {
  const { url, pooled, ...place } = connection;
  const { name = 'sluice', connectTimeout = 5, onclose, types = WIRE_TYPES } = options;
  const all = {
    ...place,
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: connectTimeout,
    prepare: pooled !== true,
    connection: { application_name: name },
    onnotice: () => undefined,
    ...(onclose ? { onclose } : {}),
    fetch_types: false,
    types,
  };
  // the driver's types name custom types after their parsers; ours only replace built-in ones
  return url === undefined ? postgres(all as object) : postgres(url, all as object);
}
