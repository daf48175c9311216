import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { openClient } from '../src/database/connection.js';
/** The same place, another database or role. */
export function elsewhere(connection, change) {
  const { url, ...place } = connection;
  if (url === undefined) return { ...place, ...change };
  const to = new URL(url);
  if (change.database !== undefined) to.pathname = `/${change.database}`;
  if (change.user !== undefined) to.username = change.user;
  if (change.password !== undefined) to.password = change.password;
  return { ...place, url: to.href };
}
/** Makes an empty database from the template, for the calling test file alone. */
export async function createDatabase() {
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
