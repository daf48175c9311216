import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { BackupError } from './faults.ts';
import { type CopiedTable, type CopyEnd, type CopyHead, tally } from './write.ts';

/** A table as it stands in a copy. */
export interface TableHead {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Who hears what stands in a copy, in its order. */
export interface CopyReader {
  readonly head?: (head: CopyHead) => Promise<void> | void;
  readonly table?: (table: TableHead) => Promise<void> | void;
  readonly rows?: (part: Buffer) => Promise<void> | void;
  readonly tableEnd?: (table: CopiedTable) => Promise<void> | void;
}

const damaged = (what: string, cause?: unknown): BackupError =>
  new BackupError('damaged', `The copy is damaged: ${what}.`, 'Take another copy; nothing was changed.', cause);

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null;
const NEWLINE = 10;
const [BACKSLASH, DOT] = [92, 46];

/**
 * Reads a copy from beginning to end, as a stream, and checks it as it goes: that it is whole, and that every table has the rows and the hash that its end says. Throws `not_a_copy`,
 * `newer` or `damaged`; what was heard before is then worth nothing.
 */
export const readCopy = async (file: string, reader: CopyReader = {}): Promise<CopyEnd> => {
  const tables: CopiedTable[] = [];
  let head: CopyHead | null = null;
  let end: CopyEnd | null = null;
  let current: TableHead | null = null;
  let count = tally();
  /** A line of which not all is there yet, or the beginning of one that may be the end of a table. */
  let rest: Buffer = Buffer.alloc(0);
  let within = false;

  const say = async (line: Buffer): Promise<void> => {
    let json: unknown;
    try {
      json = JSON.parse(line.toString('utf8'));
    } catch (error) {
      throw head ? damaged('a line cannot be read', error) : notACopy(error);
    }
    if (!isObject(json)) throw head ? damaged('a line says nothing') : notACopy();
    if (!head) {
      if (json['sluice'] !== 'copy') throw notACopy();
      if (json['format'] !== 1)
        throw new BackupError(
          'newer',
          'The copy was made by a later version.',
          'Restore it with that version, or a later one.',
        );
      head = json as unknown as CopyHead;
      await reader.head?.(head);
    } else if (json['end'] === true && Array.isArray(json['tables'])) {
      end = json as unknown as CopyEnd;
    } else if (typeof json['table'] === 'string' && Array.isArray(json['columns']) && !end) {
      current = { table: json['table'], columns: json['columns'].map(String) };
      count = tally();
      await reader.table?.(current);
    } else throw damaged('a line says nothing');
  };
  const close = async (): Promise<void> => {
    const figures = count.end(current?.table ?? '');
    tables.push(figures);
    current = null;
    await reader.tableEnd?.(figures);
  };
  const pass = async (part: Buffer): Promise<void> => {
    if (part.byteLength === 0) return;
    count.add(part);
    await reader.rows?.(part);
  };

  const take = async (part: Buffer): Promise<void> => {
    let data = rest.byteLength === 0 ? part : Buffer.concat([rest, part]);
    rest = Buffer.alloc(0);
    while (data.byteLength > 0) {
      if (!current) {
        const at = data.indexOf(NEWLINE);
        if (at < 0) {
          rest = data;
          return;
        }
        await say(data.subarray(0, at));
        data = data.subarray(at + 1);
        within = false;
        continue;
      }
      // rows: everything up to a line that is nothing but the mark of the end
      let from = 0;
      let over = -1;
      while (from < data.byteLength) {
        if (!within) {
          const left = data.byteLength - from;
          if (data[from] === BACKSLASH && (left < 2 || (data[from + 1] === DOT && left < 3))) break;
          if (data[from] === BACKSLASH && data[from + 1] === DOT && data[from + 2] === NEWLINE) {
            over = from;
            break;
          }
          within = true;
        }
        const at = data.indexOf(NEWLINE, from);
        if (at < 0) {
          from = data.byteLength;
          break;
        }
        within = false;
        from = at + 1;
      }
      await pass(data.subarray(0, from));
      if (over < 0) {
        rest = Buffer.from(data.subarray(from));
        return;
      }
      await close();
      data = data.subarray(over + 3);
    }
  };

  try {
    for await (const part of createReadStream(file).pipe(createGunzip())) await take(part as Buffer);
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw head ? damaged('it cannot be unpacked', error) : notACopy(error);
    throw error;
  }
  // assigned in functions: what the compiler believes of them here is from before
  const [first, last] = [head as CopyHead | null, end as CopyEnd | null];
  if (!first) throw notACopy();
  if (!last || rest.byteLength > 0) throw damaged('its end is missing');
  for (const [at, told] of last.tables.entries()) {
    const found = tables[at];
    if (found?.table !== told.table || found.rows !== told.rows || found.sha256 !== told.sha256)
      throw damaged(`${told.table} is not as it was written`);
  }
  if (tables.length !== last.tables.length) throw damaged('it has more tables than it says');
  return last;
};

const notACopy = (cause?: unknown): BackupError =>
  new BackupError('not_a_copy', 'This file is no copy that "sluice backup" made.', 'Name the file of a copy.', cause);
