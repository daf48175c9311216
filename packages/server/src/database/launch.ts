import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Binaries, program } from './binaries.ts';
import { DatabaseError } from './errors.ts';
import { type Postmaster, postmasterOf } from './postmaster.ts';
import { type Account, isAlive, plainEnvironment, waitForEnd } from './process.ts';

/** A private Unix socket, or loopback TCP with a password where there are no such sockets (Windows). */
export type Transport = 'socket' | 'tcp';

/** What it takes to run PostgreSQL on one data directory. */
export interface Cluster {
  readonly data: string;
  readonly binaries: Binaries;
  readonly account: Account;
  readonly transport: Transport;
  /** PostgreSQL's own messages, appended. */
  readonly log: string;
  /** Needed for `tcp`: the superuser's password. */
  readonly password: string | undefined;
  /** false: no fsync, for tests. */
  readonly durable: boolean;
}

const OWNER_ONLY = 0o700;

/** Makes a folder that only the account may enter. */
function privateFolder(folder: string, account: Account): void {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY });
  own(folder, account);
  chmodSync(folder, OWNER_ONLY);
}

function own(path: string, { uid, gid }: Account): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/**
 * Makes a new cluster: UTF-8, the C.UTF-8 locale (the same order of text on every machine), superuser `postgres`. It is made
 * beside its place and moved there when complete, so that an interrupted start leaves nothing that looks like data.
 * Throws `start_failed`.
 */
export function createCluster(cluster: Cluster): void {
  const draft = `${cluster.data}.new`;
  rmSync(draft, { recursive: true, force: true });
  privateFolder(draft, cluster.account);
  const { major } = cluster.binaries;
  const locale = process.platform === 'linux' ? '--locale=C.UTF-8' : '--locale=C';
  const provider = major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
  const secret = `${cluster.data}.secret`;
  if (cluster.password !== undefined) {
    writeFileSync(secret, `${cluster.password}\n`, { mode: 0o600 });
    own(secret, cluster.account);
  }
  const entrance = cluster.password === undefined ? ['-A', 'trust'] : ['-A', 'scram-sha-256', `--pwfile=${secret}`];
  const made = spawnSync(
    program(cluster.binaries, 'initdb'),
    ['-D', draft, '-U', 'postgres', '-E', 'UTF8', locale, ...provider, ...entrance, '--no-sync', '--no-instructions'],
    { ...cluster.account, cwd: '/', env: plainEnvironment(), encoding: 'utf8' },
  );
  rmSync(secret, { force: true });
  if (made.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw startFailed('initdb', `${made.error?.message ?? ''}\n${made.stderr ?? ''}`.trim());
  }
  renameSync(draft, cluster.data);
}

/** A new private folder for the socket; short, because a socket's path may not be longer than about 100 bytes. */
export function createSocketFolder(account: Account): string {
  const root = tmpdir().length > 60 && existsSync('/tmp') ? '/tmp' : tmpdir();
  const folder = mkdtempSync(join(root, 'sluice-socket-'));
  own(folder, account);
  chmodSync(folder, OWNER_ONLY);
  return folder;
}

function settings(cluster: Cluster, socketFolder: string, port: number): readonly string[] {
  const words = {
    listen_addresses: cluster.transport === 'tcp' ? '127.0.0.1' : '',
    unix_socket_directories: cluster.transport === 'tcp' ? '' : socketFolder,
    port: String(port),
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    // what people write must not land in a log file
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_statement: 'none',
    ...(cluster.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(words).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

const LARGEST_LOG = 5_000_000;

function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > LARGEST_LOG) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/**
 * Starts PostgreSQL on an existing cluster, in a session of its own (Ctrl-C in a terminal does not reach it), and waits until it
 * takes connections. `samePort`: for one that is started again. Children of a postmaster that was killed may linger for a second: starting is then tried again.
 * Throws `start_failed` with the last lines of its log.
 */
export async function launch(
  cluster: Cluster,
  socketFolder: string,
  wait = 30_000,
  samePort?: number,
): Promise<Postmaster> {
  const end = performance.now() + wait;
  for (;;) {
    const port = cluster.transport === 'tcp' ? (samePort ?? (await freePort())) : 5432;
    const log = openLog(cluster.log);
    const from = statSync(cluster.log).size;
    const child = spawn(
      program(cluster.binaries, 'postgres'),
      ['-D', cluster.data, ...settings(cluster, socketFolder, port)],
      {
        ...cluster.account,
        cwd: '/',
        env: plainEnvironment(),
        detached: process.platform !== 'win32',
        windowsHide: true,
        stdio: ['ignore', log, log],
      },
    );
    let failure: Error | undefined;
    let exited = false;
    child.once('error', (error) => {
      failure = error;
    });
    child.once('exit', () => {
      exited = true;
    });
    child.unref();
    closeSync(log);
    while (failure === undefined && !exited) {
      const found = postmasterOf(cluster.data);
      if (found?.ready && found.pid === child.pid) return found;
      if (performance.now() > end) break;
      await pause(10);
    }
    const said = readFileSync(cluster.log, 'utf8').slice(from).trim();
    const lingering =
      /lock file ".*" already exists|shared memory block .* is still in use|address already in use/i.test(said);
    if (!lingering || performance.now() > end) {
      if (!exited && child.pid !== undefined) await halt(cluster, child.pid, 2000);
      throw startFailed('postgres', failure?.message ?? said);
    }
    await pause(250);
  }
}

/**
 * Stops a postmaster: a fast shutdown (clients are disconnected, everything is written), an immediate one when that takes longer
 * than `patience` milliseconds.
 */
export async function halt(
  cluster: Pick<Cluster, 'binaries' | 'data' | 'account'>,
  pid: number,
  patience = 20_000,
): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync(program(cluster.binaries, 'pg_ctl'), ['stop', '-D', cluster.data, '-m', 'fast', '-w'], {
      env: plainEnvironment(),
      windowsHide: true,
    });
    return;
  }
  for (const [signal, milliseconds] of [
    ['SIGINT', patience],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ] as const) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitForEnd(pid, milliseconds)) return;
  }
}

/** Whether the account may enter a folder: asked of the system, not worked out from modes. */
export function mayEnter(folder: string, account: Account): boolean {
  if (account.uid === undefined) return true;
  return (
    spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/', env: plainEnvironment() })
      .status === 0
  );
}

/** Makes a folder with those above it; what is made anew may be passed through by the account. */
export function makeFolder(folder: string, account: Account): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined || account.uid === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) chmodSync(made, 0o755);
}

/** Something of the machine stood in the way. */
export function startFailed(what: string, said: string): DatabaseError {
  const lines = said.split('\n').slice(-8).join('\n');
  return new DatabaseError(
    'start_failed',
    `The embedded database could not be started (${what}).${lines === '' ? '' : `\n${lines}`}`,
    'Look whether the disk is full and the data folder writable, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
