import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Connection, connectionFrom, openClient } from '../src/database/connection.ts';
import { startEmbedded } from '../src/database/embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser of the cluster that all database tests of this run share. */
    readonly cluster: Connection;
  }
}

const TEMPLATE = 'sluice_template';

let stop = async (): Promise<void> => undefined;

/**
 * One PostgreSQL for the whole run: an embedded one in a temporary folder, or the one that `TEST_DATABASE_URL` names (a superuser
 * of a PostgreSQL 15 or later that may be written to).
 */
export async function setup(project: TestProject): Promise<void> {
  const address = process.env['TEST_DATABASE_URL'];
  if (address) {
    const cluster = connectionFrom(address);
    await makeTemplate(cluster);
    project.provide('cluster', cluster);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  // PostgreSQL runs as nobody when the tests run as root
  chmodSync(folder, 0o755);
  const embedded = await startEmbedded(folder, { durable: false });
  const stopAtExit = () => process.kill(embedded.pid(), 'SIGQUIT');
  process.once('exit', stopAtExit);
  await makeTemplate(embedded.superuser);
  project.provide('cluster', embedded.superuser);
  stop = async () => {
    process.off('exit', stopAtExit);
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** After the run: the embedded one goes, its folder with it. */
export async function teardown(): Promise<void> {
  await stop();
}

/** The template of the test databases and the role that serves them: no superuser, like the embedded server's own. */
async function makeTemplate(cluster: Connection): Promise<void> {
  const client = openClient(cluster);
  try {
    await client.unsafe(`
      do $$ begin
        if not exists (select from pg_roles where rolname = 'sluice_tester') then
          create role sluice_tester login createrole password 'sluice_tester';
        end if;
        if not exists (select from pg_roles where rolname = 'sluice_app') then
          create role sluice_app nologin;
          grant sluice_app to sluice_tester with admin option;
        end if;
      end $$`);
    const [known] = await client`select from pg_database where datname = ${TEMPLATE}`;
    if (!known) await client.unsafe(`create database ${TEMPLATE} template template0 encoding 'UTF8'`);
  } finally {
    await client.end({ timeout: 1 });
  }
}
