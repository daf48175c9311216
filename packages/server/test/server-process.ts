import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { keeperOf } from '../src/auth/token.ts';
import type { Connection } from '../src/database/connection.ts';

const SECRET = 'a secret of the tests, forty characters.';
/** The sources; what was built of them when `SLUICE_CLI` says where that is. */
const BUILT = process.env['SLUICE_CLI'];
const PROGRAM = BUILT === undefined ? ['--conditions=sluice-src', join(import.meta.dirname, '../src/cli.ts')] : [BUILT];

/** A server in a process of its own, as an operator starts it. */
export interface ServerProcess {
  /** `http://127.0.0.1:41234/api/v1` */
  readonly base: string;
  readonly child: ChildProcess;
  /** Everything it has printed. */
  readonly printed: () => string;
  /** SIGKILL: it gets no chance to end anything in order. Ends when the process is gone. */
  readonly kill: () => Promise<void>;
  /** In order. */
  readonly stop: () => Promise<void>;
  /** A request of an owner of the tenant `demo`. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
}

/** A database as a process is told of it: an address, or what the driver reads from the environment for a socket. */
export const environmentOf = (connection: Connection): Readonly<Record<string, string>> => {
  if (connection.url !== undefined) return { DATABASE_URL: connection.url };
  const { path, host = '', port, user = '', password = '', database = '' } = connection;
  return {
    DATABASE_URL: `postgres:///${database}`,
    PGHOST: path === undefined ? host : dirname(path),
    PGPORT: path === undefined ? String(port ?? 5432) : basename(path).replace('.s.PGSQL.', ''),
    PGUSER: user,
    PGPASSWORD: password,
  };
};

/** Starts `sluice start` over a database and waits until it is ready. `flags` are Node's own. */
export const startServer = async (
  connection: Connection,
  {
    flags = [],
    env = {},
  }: { readonly flags?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<ServerProcess> => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-process-'));
  const child = spawn(process.execPath, [...flags, ...PROGRAM, 'start'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      ...environmentOf(connection),
      SLUICE_DATA: folder,
      SLUICE_SECRET: SECRET,
      PORT: '0',
      ...env,
    },
  });
  const gone = once(child, 'exit');
  const said: string[] = [];
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      printed += part.toString();
    });
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const link = /^Sluice is ready: (\S+)$/.exec(line)?.[1];
      if (link !== undefined) resolve(link);
    });
  });
  const link = await Promise.race([
    ready,
    gone.then(() => {
      throw new Error(`The server ended before it was ready. ${said.join(' ')}`);
    }),
  ]);
  const base = `${new URL(link).origin}/api/v1`;
  const keeper = keeperOf(new TextEncoder().encode(SECRET), () => Date.now());
  const token = await keeper.sign('token', { tenant: 'demo', role: 'owner', actor: 'tester' });
  const ended = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    base,
    child,
    printed: () => printed,
    kill: () => ended('SIGKILL'),
    stop: () => ended('SIGTERM'),
    ask: (path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('Authorization', `Bearer ${token}`);
      return fetch(`${base}${path}`, { ...init, headers });
    },
  };
};
