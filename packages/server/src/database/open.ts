import { type Connection, connectionFrom } from './connection.ts';
import { startEmbedded } from './embedded.ts';
import { type LeaseWatch, openPool, type Pool, type PoolOptions } from './lease.ts';

/** A database to work on, and the way to leave it as it was found. */
export interface OpenDatabase {
  readonly pool: Pool;
  /** Where it is: for whoever needs a connection outside the pool. */
  readonly connection: Connection;
  /** `18.4` of the embedded one; null of a database that somebody else runs. */
  readonly embedded: string | null;
  readonly close: () => Promise<void>;
}

/** Opens the database that `address` names, or the embedded one in `folder` when there is none. Throws `DatabaseError` with a remedy. */
export async function openDatabase(options: {
  readonly address: string | undefined;
  readonly folder: string;
  /** The way past PgBouncer to the same database. */
  readonly direct?: string | undefined;
  readonly pool?: PoolOptions;
  /** Hears of every lease of a connection. */
  readonly watch?: LeaseWatch | undefined;
}): Promise<OpenDatabase> {
  const { address, folder, watch } = options;
  if (address !== undefined && address !== '') {
    const connection = connectionFrom(address);
    const pool = openPool(connection, options.pool, watch);
    const direct = options.direct === undefined ? connection : connectionFrom(options.direct);
    return { pool, connection: direct, embedded: null, close: () => pool.close() };
  }
  const embedded = await startEmbedded(folder);
  const pool = openPool(embedded.connection, options.pool, watch);
  const close = async () => {
    await pool.close();
    await embedded.stop();
  };
  return { pool, connection: embedded.connection, embedded: embedded.version, close };
}
