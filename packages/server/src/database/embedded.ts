import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findBinaries, packagedFolder } from './binaries.ts';
import { type Connection, openClient } from './connection.ts';
import { DatabaseError, isConnectionLoss } from './errors.ts';
import {
  type Cluster,
  createCluster,
  createSocketFolder,
  halt,
  launch,
  makeFolder,
  mayEnter,
  startFailed,
  type Transport,
} from './launch.ts';
import { lockFolder } from './lock.ts';
import { clusterVersion, type Postmaster, postmasterOf } from './postmaster.ts';
import { type Account, accountToRunAs, isAlive, waitForEnd } from './process.ts';

/** A running PostgreSQL of our own. */
export interface Embedded {
  /** For the server: role `sluice`, owner of database `sluice`, no superuser. */
  readonly connection: Connection;
  /** The superuser, for tests and repairs. */
  readonly superuser: Connection;
  /** `18.4` */
  readonly version: string;
  /** Whether it was found running, left over by a server that was killed. */
  readonly adopted: boolean;
  /** Where the data is: below the folder asked for, or elsewhere when the account of PostgreSQL may not enter that one. */
  readonly data: string;
  readonly pid: () => number;
  /** Stops PostgreSQL in order (everything written) and gives the folder back. May be called more than once. */
  readonly stop: () => Promise<void>;
}

export interface EmbeddedOptions {
  /** The HTTP port of this server, for the message that a second start on the same folder gets. */
  readonly port?: number;
  /** One line for the operator now and then. */
  readonly log?: (line: string) => void;
  readonly transport?: Transport;
  /** false: faster and not safe against a power cut; for tests. */
  readonly durable?: boolean;
  /** The `native` folder of the platform's package; null: use the distribution's programs only. */
  readonly packaged?: string | null;
  readonly distribution?: readonly string[];
  /** Where copies of the programs go when the account cannot reach them. */
  readonly copies?: string;
  /** Where data goes when the account cannot enter the folder asked for. */
  readonly elsewhere?: string;
}

const OWNER = 'sluice';

/**
 * Starts a real PostgreSQL on `folder`, or adopts the one that a killed server left running there. Works as root (PostgreSQL
 * then runs as `nobody`), under a folder only root may enter, and as a plain user. While it runs, it is started again
 * should it die. Throws `already_running`, `no_binaries`, `wrong_version` or `start_failed`, each with its remedy.
 */
export async function startEmbedded(folder: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  let unlock: (() => void) | undefined;
  try {
    makeFolder(resolve(folder), accountToRunAs());
    const home = realpathSync(folder);
    unlock = lockFolder(home, options.port);
    return await startIn(home, options, unlock);
  } catch (error) {
    unlock?.();
    // the file system's own refusals: no right, no space, read-only
    throw error instanceof Error && 'syscall' in error ? startFailed('data folder', error.message) : error;
  }
}

async function startIn(home: string, options: EmbeddedOptions, unlock: () => void): Promise<Embedded> {
  const {
    log = () => undefined,
    transport = process.platform === 'win32' ? 'tcp' : 'socket',
    durable = true,
  } = options;
  const account = accountToRunAs(join(home, 'postgres'));
  const data = placeOf(home, account, options, log);
  const binaries = findBinaries({
    account,
    major: clusterVersion(data),
    packaged: options.packaged === null ? undefined : (options.packaged ?? packagedFolder()),
    ...(options.distribution ? { distribution: options.distribution } : {}),
    ...(options.copies ? { copies: options.copies } : {}),
  });
  const password = transport === 'tcp' ? passwordIn(home) : undefined;
  const cluster: Cluster = { data, binaries, account, transport, log: join(home, 'postgres.log'), password, durable };

  const found = await adopt(cluster);
  if (!found) removeOldSocket(home);
  if (!found && clusterVersion(data) === undefined) {
    log(`Making a new database (PostgreSQL ${binaries.version}).`);
    createCluster(cluster);
  }
  const socketFolder = transport === 'tcp' ? '' : found ? found.socketFolder : createSocketFolder(account);
  writeFileSync(join(home, 'socket'), socketFolder);
  const running = new Running(cluster, socketFolder, found ?? (await launch(cluster, socketFolder)), log);
  try {
    await createOwner(running.connection('postgres'));
  } catch (error) {
    await running.stop();
    throw error;
  }
  running.watch();
  return {
    connection: running.connection(OWNER),
    superuser: running.connection('postgres'),
    version: binaries.version,
    adopted: found !== undefined,
    data,
    pid: () => running.postmaster.pid,
    stop: async () => {
      await running.stop();
      removeOldSocket(home);
      unlock();
    },
  };
}

/** One PostgreSQL while it runs: how to enter it, watch over it and stop it. */
class Running {
  postmaster: Postmaster;
  readonly #cluster: Cluster;
  readonly #socketFolder: string;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #restart: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(cluster: Cluster, socketFolder: string, postmaster: Postmaster, log: (line: string) => void) {
    this.#cluster = cluster;
    this.#socketFolder = socketFolder;
    this.postmaster = postmaster;
    this.#log = log;
  }

  connection(user: string): Connection {
    return connectionTo(this.#cluster, this.postmaster, this.#socketFolder, user);
  }

  watch(): void {
    this.#timer = setInterval(() => {
      if (this.#restart || this.#stopping || isAlive(this.postmaster.pid)) return;
      this.#restart = this.#startAgain().finally(() => {
        this.#restart = undefined;
      });
    }, 500);
    this.#timer.unref();
  }

  async #startAgain(): Promise<void> {
    this.#log('The database has stopped; starting it again.');
    try {
      this.postmaster = await launch(this.#cluster, this.#socketFolder, 30_000, this.postmaster.port);
      this.#log('The database is back.');
    } catch (error) {
      this.#log(error instanceof Error ? error.message : String(error));
      await pause(2000, undefined, { ref: false });
    }
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  async #end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#restart;
    await halt(this.#cluster, this.postmaster.pid);
  }
}

function connectionTo(cluster: Cluster, postmaster: Postmaster, socketFolder: string, user: string): Connection {
  const who = { user, database: user, ...(cluster.password === undefined ? {} : { password: cluster.password }) };
  if (cluster.transport === 'tcp') return { host: '127.0.0.1', port: postmaster.port, ...who };
  return { host: socketFolder, path: join(socketFolder, `.s.PGSQL.${postmaster.port}`), ...who };
}

/** The PostgreSQL that a killed server left running, when it answers; one that does not is stopped. */
async function adopt(cluster: Cluster): Promise<Postmaster | undefined> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const found = postmasterOf(cluster.data);
    if (!found) return undefined;
    const client = openClient(connectionTo(cluster, found, found.socketFolder, 'postgres'), { connectTimeout: 3 });
    try {
      await client`select 1`;
      return found;
    } catch (error) {
      if (!isConnectionLoss(error)) throw error;
    } finally {
      await client.end({ timeout: 0 });
    }
    // on its way up or down; when it is neither, it is of no use
    if (attempt === 38) await halt(cluster, found.pid);
    await waitForEnd(found.pid, 250);
  }
  return undefined;
}

/** The role and the database of the server: no superuser, may make the role that tenants' transactions take. */
async function createOwner(superuser: Connection): Promise<void> {
  const client = openClient(superuser);
  try {
    const [known] = await client`
      select exists (select from pg_roles where rolname = ${OWNER}) as role, exists (select from pg_database where datname = ${OWNER}) as database`;
    const secret = superuser.password === undefined ? '' : ` password '${superuser.password}'`;
    if (!known?.['role']) await client.unsafe(`create role ${OWNER} login createrole${secret}`);
    if (!known?.['database']) await client.unsafe(`create database ${OWNER} owner ${OWNER}`);
  } catch (error) {
    throw new DatabaseError(
      'start_failed',
      'The embedded database started and does not answer.',
      'Look into postgres.log in the data folder.',
      error,
    );
  } finally {
    await client.end({ timeout: 1 });
  }
}

/**
 * Where the cluster lives: `postgres` below the folder; where PostgreSQL's account may not enter that, a folder of the system. The
 * choice is written down, so that the data is found again whatever becomes of the permissions.
 */
function placeOf(home: string, account: Account, options: EmbeddedOptions, log: (line: string) => void): string {
  const note = join(home, 'database-folder');
  if (existsSync(note)) return readFileSync(note, 'utf8').trim();
  const here = join(home, 'postgres');
  if (clusterVersion(here) !== undefined || mayEnter(home, account)) return here;
  const mark = createHash('sha256').update(home).digest('hex').slice(0, 8);
  const there = join(
    options.elsewhere ?? '/var/lib/sluice',
    `${basename(home).replace(/[^\w-]/g, '')}-${mark}`,
    'postgres',
  );
  makeFolder(dirname(there), account);
  writeFileSync(note, `${there}\n`);
  log(`The data is kept in ${there}: PostgreSQL does not run as root, and its account may not enter ${home}.`);
  return there;
}

function passwordIn(home: string): string {
  const file = join(home, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function removeOldSocket(home: string): void {
  const note = join(home, 'socket');
  const folder = existsSync(note) ? readFileSync(note, 'utf8').trim() : '';
  if (basename(folder).startsWith('sluice-socket-')) rmSync(folder, { recursive: true, force: true });
  rmSync(note, { force: true });
}
