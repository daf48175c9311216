import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError } from './errors.ts';
import { isAlive, startOf } from './process.ts';

interface Holder {
  readonly pid: number;
  /** When the process started, in the system's words: the number alone may be used again. */
  readonly started: string;
  readonly port: number | null;
}

function holderOf(file: string): Holder | 'unreadable' | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return 'unreadable';
  }
  try {
    const { pid, started, port } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number') return 'unreadable';
    return { pid, started: started ?? '', port: typeof port === 'number' ? port : null };
  } catch {
    return 'unreadable';
  }
}

const holds = (holder: Holder): boolean =>
  isAlive(holder.pid) && (holder.started === '' || startOf(holder.pid) === holder.started);

function refusal(folder: string, holder: Holder): DatabaseError {
  const where = holder.port === null ? '' : `, port ${holder.port}`;
  return new DatabaseError(
    'already_running',
    `A Sluice server (process ${holder.pid}${where}) already uses the data in ${folder}.`,
    holder.port === null
      ? 'Stop it first, or set SLUICE_DATA to another folder.'
      : `Open http://localhost:${holder.port}, stop that server first, or set SLUICE_DATA to another folder.`,
  );
}

/**
 * Takes the data folder for this process: one server at a time. The lock of a server that is no longer alive is taken over.
 * `port` (of HTTP) is kept in the lock so that a second start can say where the first one answers.
 * Throws `already_running`. Returns the way to give the folder back.
 */
export function lockFolder(folder: string, port: number | undefined): () => void {
  const file = join(folder, 'server.lock');
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid), port: port ?? null });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      try {
        linkSync(draft, file);
        return () => {
          if (readFileOrNothing(file) === mine) rmSync(file, { force: true });
        };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      setAside(folder, file, draft);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new DatabaseError(
    'already_running',
    `The lock ${file} changes hands all the time.`,
    'Start one server at a time.',
  );
}

/** Moves a stale lock away; throws when it is held. Two may try at once: who moved a lock that is held puts it back. */
function setAside(folder: string, file: string, draft: string): void {
  const holder = holderOf(file);
  if (holder === undefined) return;
  if (holder !== 'unreadable' && holds(holder)) throw refusal(folder, holder);
  const aside = `${draft}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = holderOf(aside);
  if (moved !== undefined && moved !== 'unreadable' && holds(moved)) {
    try {
      linkSync(aside, file);
    } finally {
      rmSync(aside, { force: true });
    }
    throw refusal(folder, moved);
  }
  rmSync(aside, { force: true });
}

function readFileOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
