import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Client, type Connection, openClient } from '../src/database/connection.ts';

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
export function elsewhere(
  connection: Connection,
  change: { readonly database?: string; readonly user?: string; readonly password?: string },
): Connection {
  const { url, ...place } = connection;
  if (url === undefined) return { ...place, ...change };
  const to = new URL(url);
  if (change.database !== undefined) to.pathname = `/${change.database}`;
  if (change.user !== undefined) to.username = change.user;
  if (change.password !== undefined) to.password = change.password;
  return { ...place, url: to.href };
}

/** Makes an empty database from the template, for the calling test file alone. */
export async function createDatabase(): Promise<TestDatabase> {
  const cluster = inject('cluster');
  const name = `sluice_test_${randomBytes(6).toString('hex')}`;
  const root = openClient(cluster);
  await root.unsafe(`create database ${name} template sluice_template owner sluice_tester`);
  const superuser = elsewhere(cluster, { database: name });
  const admin = openClient(superuser);
  return {
    name,
    connection: elsewhere(cluster, { database: name, user: 'sluice_tester', password: inject('tester') }),
    superuser,
    admin,
    drop: async () => {
      await admin.end({ timeout: 1 });
      await root.unsafe(`drop database if exists ${name} with (force)`);
      await root.end({ timeout: 1 });
    },
  };
}
