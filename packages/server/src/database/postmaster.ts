import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, isAlive } from './process.ts';

/** What `postmaster.pid` in a data directory says of the server that runs on it. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Empty when it listens on no socket. */
  readonly socketFolder: string;
  readonly ready: boolean;
}

/** The PostgreSQL that runs on a data directory; undefined when none does, whatever a stale file says. */
export function postmasterOf(data: string): Postmaster | undefined {
  const lines = linesOf(join(data, 'postmaster.pid'));
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  const command = commandOf(pid);
  // another process, even another PostgreSQL, may have got the number of a dead postmaster
  if (command !== '' && !command.includes(data)) return undefined;
  return {
    pid,
    port: Number(lines[3] ?? 0),
    socketFolder: lines[4]?.trim() ?? '',
    ready: lines[7]?.trim() === 'ready',
  };
}

/** The major version of the cluster in a data directory; undefined when there is none. */
export function clusterVersion(data: string): number | undefined {
  const major = Number(linesOf(join(data, 'PG_VERSION'))[0]);
  return Number.isInteger(major) && major > 0 ? major : undefined;
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
