import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { copyName } from '../backup/nightly.ts';
import { readCopy } from '../backup/read.ts';
import { compareCopy, restoreCopy, resume } from '../backup/restore.ts';
import { type CopyEnd, writeCopy } from '../backup/write.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../database/open.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { poolFor } from './people.ts';
import { failed, failure, type Said, told } from './said.ts';
import { version } from './version.ts';

const OPTIONS = { out: { type: 'string' }, verify: { type: 'boolean', default: false } } as const;

type Parsed = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;

const parsed = (args: readonly string[]): Parsed | Said => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return failed(`${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`, 2);
  }
};

const counted = ({ tables }: CopyEnd): string => {
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  return `${rows.toLocaleString('en')} rows of ${tables.length} tables`;
};

const guarded = async (work: () => Promise<Said>): Promise<Said> => {
  try {
    return await work();
  } catch (error) {
    return failure(error);
  }
};

/** `sluice backup [--out FILE] [--verify]`: everything the server keeps, in one file; also while the server runs. */
export const backupCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  const read = parsed(args);
  if ('code' in read) return read;
  if (read.positionals.length > 0) return failed(`backup takes options only; write --out ${read.positionals[0]}.`, 2);
  const file = resolve(read.values.out ?? copyName(now()));
  if (existsSync(file)) return failed(`${file} is there already; name another file.`);
  return guarded(async () => {
    const { pool, close } = await poolFor(config);
    try {
      const end = await writeCopy(pool, file, { version: version(), now });
      const checked = read.values.verify ? ' It was read back and is whole.' : '';
      if (read.values.verify) await readCopy(file);
      return told(
        `${counted(end)} are in ${file}.${checked}\nKeep the secret of the server with it (SLUICE_SECRET, or "secret" in the data folder).\n`,
      );
    } finally {
      await close();
    }
  });
};

/**
 * `sluice restore FILE`: puts a copy into an empty database, all of it or nothing. `--verify` writes nothing: it says whether the file is
 * whole, and whether the database holds the same.
 */
export const restoreCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  const read = parsed(args);
  if ('code' in read) return read;
  const [name, ...more] = read.positionals;
  if (name === undefined || more.length > 0 || read.values.out !== undefined)
    return failed('Which copy? For example: sluice restore sluice-2025-02-05T02-15-00Z.copy', 2);
  const file = resolve(name);
  if (!existsSync(file)) return failed(`There is no file ${file}.`);
  return guarded(async () => {
    if (read.values.verify) {
      const end = await readCopy(file);
      const { pool, close } = await poolFor(config);
      try {
        const odd = await compareCopy(pool, file);
        const same = odd.length === 0 ? 'The database holds the same.' : `The database differs in ${odd.join(', ')}.`;
        return told(`The copy is whole: ${counted(end)}. ${same}\n`);
      } finally {
        await close();
      }
    }
    // before anything is made for it: a file that is damaged leaves no empty database behind
    await readCopy(file);
    const database = await openDatabase({ address: config.database, folder: config.data });
    try {
      const model = resolveModel(crm);
      // The blueprints are the product's own and tested: a fault here is ours.
      if (!model.ok) throw new Error(model.issues.map((one) => one.message).join(' '));
      await migrate(database.pool, schemaOf(model.value));
      const end = await restoreCopy(database.pool, file, { now });
      return told(
        `${counted(end)} are restored and were read back.\nNobody is signed in, and nothing leaves the server until you say "sluice resume".\n`,
      );
    } finally {
      await database.close();
    }
  });
};

/** `sluice resume`: a restored server lets mails and webhooks out again. */
export const resumeCommand = async (args: readonly string[], config: Config): Promise<Said> => {
  if (args.length > 0) return failed(`resume takes no options; ${args[0]} is one.`, 2);
  return guarded(async () => {
    const { pool, close } = await poolFor(config);
    try {
      return told(
        (await resume(pool))
          ? 'The server goes on. What waited to leave when the copy was made is held: look at the outbox.\n'
          : 'This data was not restored, or goes on already.\n',
      );
    } finally {
      await close();
    }
  });
};
