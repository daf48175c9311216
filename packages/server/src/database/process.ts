import { readFileSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnSync } from 'node:child_process';

/** The account PostgreSQL runs under: the server's own, or `nobody` when the server is root (PostgreSQL refuses root). */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const NOBODY = 65534;

/** For root: the owner of the data when there is some, else `nobody`. For anybody else nothing to switch to. */
export function accountToRunAs(data?: string): Account {
  if (process.getuid?.() !== 0) return {};
  const owner = data === undefined ? undefined : statSync(data, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : { uid: NOBODY, gid: NOBODY };
}

/** What a child of the launcher sees of the environment: no secret of the server's. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return {
    LC_ALL: 'C',
    TZ: 'UTC',
    HOME: '/',
    ...(PATH === undefined ? {} : { PATH }),
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    ...(TEMP === undefined ? {} : { TEMP }),
  };
}

function statOf(pid: number): { readonly state: string; readonly started: string } | undefined {
  try {
    // the name, in brackets, may itself hold spaces and brackets
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\)\s+/s, '')
      .split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** Whether a process runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  if (process.platform === 'linux') {
    const stat = statOf(pid);
    return stat !== undefined && stat.state !== 'Z' && stat.state !== 'X';
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Tells a process from a later one that got the same number; empty where the system does not say. */
export function startOf(pid: number): string {
  return process.platform === 'linux' ? (statOf(pid)?.started ?? '') : '';
}

/** The words a process was started with, in one line; empty when unknown. */
export function commandOf(pid: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  if (process.platform === 'win32') return '';
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** Waits until a process is gone; false when it is still there after `milliseconds`. */
export async function waitForEnd(pid: number, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (isAlive(pid)) {
    if (performance.now() > end) return false;
    await pause(20);
  }
  return true;
}
