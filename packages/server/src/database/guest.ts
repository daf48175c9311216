import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Connection } from './connection.ts';
import { postmasterOf } from './postmaster.ts';

const textOf = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined);

/**
 * The way into the embedded database that another process of ours runs on a folder; null when none runs there. For short commands
 * beside a server: whoever may read the folder may enter.
 */
export const embeddedIn = (folder: string): Connection | null => {
  const home = resolve(folder);
  const data = textOf(join(home, 'database-folder')) ?? join(home, 'postgres');
  const postmaster = postmasterOf(data);
  if (!postmaster) return null;
  const { socketFolder, port } = postmaster;
  const who = { user: 'sluice', database: 'sluice' };
  if (socketFolder !== '') return { host: socketFolder, path: join(socketFolder, `.s.PGSQL.${port}`), ...who };
  const password = textOf(join(home, 'password'));
  return { host: '127.0.0.1', port, ...who, ...(password === undefined ? {} : { password }) };
};
