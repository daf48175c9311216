import { randomBytes } from 'node:crypto';
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
    /** The password of the role that serves test databases; a new one for every run. */
    readonly tester: string;
    /** `PostgreSQL 18.4` */
    readonly engine: string;
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
    const made = await makeTemplate(cluster, project);
    project.provide('cluster', cluster);
    // nothing of ours stays behind on a server of somebody else
    stop = () => clear(cluster, made);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  // PostgreSQL runs as nobody when the tests run as root
  chmodSync(folder, 0o755);
  const embedded = await startEmbedded(folder, { durable: false });
  const stopAtExit = () => process.kill(embedded.pid(), 'SIGQUIT');
  process.once('exit', stopAtExit);
  await makeTemplate(embedded.superuser, project);
  project.provide('cluster', embedded.superuser);
  stop = async () => {
    process.off('exit', stopAtExit);
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** After the run: the embedded one goes, its folder with it; from another one, what was made there. */
export async function teardown(): Promise<void> {
  await stop();
}

/** What a run adds to a cluster. */
interface Made {
  readonly roles: readonly string[];
  readonly template: boolean;
}

/** The template of the test databases and the role that serves them: no superuser, like the embedded server's own. */
async function makeTemplate(cluster: Connection, project: TestProject): Promise<Made> {
  const client = openClient(cluster);
  const tester = randomBytes(18).toString('base64url');
  try {
    const [self] = await client`select rolsuper, current_setting('server_version_num')::int as version,
        split_part(current_setting('server_version'), ' ', 1) as known
      from pg_roles where rolname = current_user`;
    if (self?.['rolsuper'] !== true || Number(self['version']) < 150_000)
      throw new Error(
        'The tests need a superuser of a PostgreSQL 15 or later: DATABASE_URL=postgres://postgres:…@host/postgres',
      );
    const known =
      await client`select rolname from pg_roles where rolname in ('sluice_tester', 'sluice_app', 'sluice_search')`;
    const there = new Set(known.map((row) => String(row['rolname'])));
    await client.unsafe(`
      do $$ begin
        if not exists (select from pg_roles where rolname = 'sluice_tester') then
          create role sluice_tester login createrole;
        end if;
        if not exists (select from pg_roles where rolname = 'sluice_app') then
          create role sluice_app nologin;
          grant sluice_app to sluice_tester with admin option;
        end if;
        if current_setting('server_version_num')::int >= 160000 and not exists (select from pg_roles where rolname = 'sluice_search') then
          create role sluice_search nologin;
          execute 'grant sluice_search to sluice_tester with admin true, inherit false, set true';
        end if;
      end $$`);
    await client.unsafe(`alter role sluice_tester password '${tester}'`);
    project.provide('tester', tester);
    project.provide('engine', `PostgreSQL ${String(self['known'])}`);
    const [template] = await client`select from pg_database where datname = ${TEMPLATE}`;
    if (!template) await client.unsafe(`create database ${TEMPLATE} template template0 encoding 'UTF8'`);
    return {
      roles: ['sluice_tester', 'sluice_app', 'sluice_search'].filter((role) => !there.has(role)),
      template: !template,
    };
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** Takes away what a run has made. What another run still uses stays for that one to take away. */
async function clear(cluster: Connection, { roles, template }: Made): Promise<void> {
  const client = openClient(cluster);
  const statements = [
    ...(template ? [`drop database if exists ${TEMPLATE}`] : []),
    ...roles.map((role) => `drop role if exists ${role}`),
  ];
  for (const statement of statements) await client.unsafe(statement).catch(() => undefined);
  await client.end({ timeout: 1 });
}
