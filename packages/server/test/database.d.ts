import { type Client, type Connection } from '../src/database/connection.ts';
/** A database of one test file. */
export interface TestDatabase {
  readonly name: string;
  /** The server's way in: owner of the database, no superuser. */
  readonly connection: Connection;
  /** The superuser's way in, to plant faults and kill backends. */
  readonly superuser: Connection;
  /** A client of the superuser in this database. */
  readonly admin: Client;
  /** Drops it. */
  readonly drop: () => Promise<void>;
}
/** The same place, another database or role. */
export declare function elsewhere(
  connection: Connection,
  change: {
    readonly database?: string;
    readonly user?: string;
    readonly password?: string;
  },
): Connection;
/** Makes an empty database from the template, for the calling test file alone. */
export declare function createDatabase(): Promise<TestDatabase>;
