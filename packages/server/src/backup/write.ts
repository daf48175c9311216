import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { asOwner } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { BackupError } from './faults.ts';
import { beTenant, copyOut, type KeptTable, keptTables, plainValues, tenantIds } from './tables.ts';

/** What a copy holds of a table. */
export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
  /** Of the rows as they are written. */
  readonly sha256: string;
}

/** The first line of a copy. */
export interface CopyHead {
  readonly sluice: 'copy';
  readonly format: 1;
  /** Of the server that made it. */
  readonly version: string;
  readonly at: string;
}

/** The last line of a copy: without it the file is not whole. */
export interface CopyEnd {
  readonly end: true;
  readonly tables: readonly CopiedTable[];
}

/** The line behind the rows of a table, as PostgreSQL's own copies have it: no row looks like it. */
export const END_OF_TABLE = '\\.\n';

/** As long as it takes. */
export const PATIENCE = 6 * 60 * 60_000;

/** The rows of a table as text, tenant by tenant. */
export async function* rowsOf(tx: Tx, table: KeptTable, tenants: readonly string[]): AsyncGenerator<Buffer> {
  const places = table.tenants ? tenants : [null];
  for (const tenant of places) {
    if (tenant !== null) await beTenant(tx, tenant);
    const rows = await tx.unsafe(copyOut(table)).readable();
    yield* rows;
    // the driver stops its connection when we are slow and forgets to go on where the end had come by then: asking for more starts it again
    // oxlint-disable-next-line no-underscore-dangle
    rows._read(0);
  }
}

const NEWLINE = 10;
const newlines = (part: Buffer): number => {
  let count = 0;
  for (let at = part.indexOf(NEWLINE); at >= 0; at = part.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
};

/** Counts rows and hashes them as they go by. */
export const tally = (): { readonly add: (part: Buffer) => void; readonly end: (table: string) => CopiedTable } => {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add: (part) => {
      hash.update(part);
      rows += newlines(part);
    },
    end: (table) => ({ table, rows, sha256: hash.digest('hex') }),
  };
};

/** What the database holds, table by table: a copy that holds the same has the same figures. */
export const figuresOf = async (tx: Tx): Promise<readonly CopiedTable[]> => {
  await plainValues(tx);
  const tenants = await tenantIds(tx);
  const figures: CopiedTable[] = [];
  for (const table of await keptTables(tx)) {
    const count = tally();
    for await (const part of rowsOf(tx, table, tenants)) count.add(part);
    figures.push(count.end(table.name));
  }
  return figures;
};

/** The whole of a copy as it is written, before it is packed. */
async function* content(tx: Tx, head: CopyHead, done: (end: CopyEnd) => void): AsyncGenerator<Buffer> {
  const line = (json: unknown): Buffer => Buffer.from(`${JSON.stringify(json)}\n`);
  yield line(head);
  await plainValues(tx);
  const tenants = await tenantIds(tx);
  const tables: CopiedTable[] = [];
  for (const table of await keptTables(tx)) {
    yield line({ table: table.name, columns: table.columns });
    const count = tally();
    for await (const part of rowsOf(tx, table, tenants)) {
      count.add(part);
      yield part;
    }
    yield Buffer.from(END_OF_TABLE);
    tables.push(count.end(table.name));
  }
  const end: CopyEnd = { end: true, tables };
  done(end);
  yield line(end);
}

/**
 * Writes everything the server keeps to one packed file: all tables as of one moment, while others go on writing. Jobs are not among them, as
 * nothing of the past is to be done again. The file is there when it is whole, and not before. Throws `unwritten`.
 */
export const writeCopy = async (
  pool: Pool,
  file: string,
  { version, now }: { readonly version: string; readonly now: () => number },
): Promise<CopyEnd> => {
  const part = `${file}.part`;
  let end: CopyEnd | undefined;
  try {
    const out = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true });
    await once(out, 'open');
    const head: CopyHead = { sluice: 'copy', format: 1, version, at: new Date(now()).toISOString() };
    await asOwner(pool, { snapshot: true, patience: PATIENCE }, (tx) =>
      pipeline(Readable.from(content(tx, head, (told) => void (end = told))), createGzip({ level: 6 }), out),
    );
    await rename(part, file);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) {
      await rm(part, { force: true });
      throw error;
    }
    const taken = 'code' in error && error.code === 'EEXIST';
    if (!taken) await rm(part, { force: true });
    throw new BackupError(
      'unwritten',
      `The copy cannot be written to ${file}: ${error.message}.`,
      taken
        ? `Another copy is being written there; if none is, remove ${part}.`
        : 'Name a file in a folder that can be written.',
      error,
    );
  }
  if (!end) throw new Error('a copy that was written has no end');
  return end;
};
