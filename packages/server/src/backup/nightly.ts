import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from '../database/lease.ts';
import { writeCopy } from './write.ts';

const NAME = /^sluice-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z\.copy$/;

/** The name of the copy of an instant: in order of time when they are in order of letters. */
export const copyName = (at: number): string =>
  `sluice-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z.copy`;

/** Makes a copy in a folder, and lets go of the oldest ones: those that are more than are kept. Other files are left alone. */
export const nightlyCopy =
  ({
    pool,
    version,
    now,
    folder,
    keep,
  }: {
    readonly pool: Pool;
    readonly version: string;
    readonly now: () => number;
    readonly folder: string;
    readonly keep: number;
  }) =>
  async (): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeCopy(pool, join(folder, copyName(now())), { version, now });
    const copies = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
    for (const name of copies.slice(0, Math.max(0, copies.length - keep)))
      await rm(join(folder, name), { force: true });
  };
