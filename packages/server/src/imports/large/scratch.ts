import { DatabaseSync } from 'node:sqlite';

/** A row of a file that waits until all rows are there that may be the same record. */
export interface Waiting {
  readonly kin: number;
  readonly at: number;
  readonly row: string;
}

/** A write as it waits to be done: texts of JSON. */
export interface Staged {
  readonly entity: string;
  readonly id: string;
  readonly fresh: boolean;
  readonly version: number;
  /** Null: the record is taken out. */
  readonly row: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** What becomes of a record that is undone, and what its links that are put back lead to again. */
export interface Undone {
  readonly fate: string;
  readonly links: Readonly<Record<string, readonly string[]>>;
}

/** Kilobytes of a scratch that are in memory; the rest is in its file. */
const MEMORY = 6000;

/**
 * A place for what planning a large file has to look up again and cannot hold: a file of its own that has no name any more, so that
 * nothing is left of it however the process ends.
 */
export const openScratch = () => {
  // a database without a name is a file among the temporary ones that has none either
  const db = new DatabaseSync('');
  db.exec(`pragma journal_mode = off; pragma synchronous = off; pragma temp_store = file; pragma cache_size = -${MEMORY};
    create table tie (hash integer, at integer);
    create table pair (at integer, record text);
    create table taken (field integer, text text, line integer);
    create table twice (line integer, field integer, text text, first integer);
    create table waiting (kin integer, at integer, row text);
    create table write (part integer, entity text, id text, fresh integer, version integer, row text, before text, after text);
    create table undone (id text primary key, fate text, links text) without rowid;
    create table rejected (line integer, text text)`);
  db.exec('begin');
  let heading = '';
  const addTie = db.prepare('insert into tie values (?, ?)');
  const addPair = db.prepare('insert into pair select at, ? from tie where hash = ?');
  const addTaken = db.prepare('insert into taken values (?, ?, ?)');
  const addWaiting = db.prepare('insert into waiting values (?, ?, ?)');
  const addWrite = db.prepare('insert into write values (?, ?, ?, ?, ?, ?, ?, ?)');
  const addUndone = db.prepare('insert or replace into undone values (?, ?, ?)');
  const undoneOf = db.prepare('select fate, links from undone where id = ?');
  const addRejected = db.prepare('insert into rejected values (?, ?)');
  const pairsOf = db.prepare('select record from pair where at = ?');
  const twiceOf = db.prepare('select field, text, first from twice where line = ?');
  const each = <T>(text: string): Iterable<T> => db.prepare(text).iterate() as unknown as Iterable<T>;
  const some = (table: string): boolean => db.prepare(`select 1 from ${table} limit 1`).get() !== undefined;

  return {
    /** Row `at` is found by what this number stands for. */
    tie: (hash: number, at: number): void => void addTie.run(hash, at),
    /** A record that is found by it, too; after `tied`. */
    pair: (hash: number, record: string): void => void addPair.run(record, hash),
    /** The row of this line has a value that only one may have. */
    take: (field: number, text: string, line: number): void => void addTaken.run(field, text, line),
    /** All ties are there, and all values. */
    tied: (): void => {
      db.exec(`create index tie_hash on tie (hash, at);
        insert into twice select line, field, text, first from
          (select line, field, text, min(line) over (partition by field, text) as first from taken) where line > first;
        create index twice_line on twice (line)`);
    },
    /** All pairs are there. */
    paired: (): void => db.exec('create index pair_at on pair (at)'),
    /** Rows in the order of what they are found by. */
    ties: () => each<{ readonly hash: number; readonly at: number }>('select hash, at from tie order by hash, at'),
    pairs: () => each<{ readonly record: string; readonly at: number }>('select record, at from pair order by record'),
    hasPairs: (): boolean => some('pair'),
    hasTwice: (): boolean => some('twice'),
    /** Records that a row may be. */
    pairsOf: (at: number): readonly string[] => pairsOf.all(at).map((one) => String(one['record'])),
    /** Values of a line that an earlier one has. */
    twiceOf: (line: number) =>
      twiceOf.all(line) as unknown as readonly {
        readonly field: number;
        readonly text: string;
        readonly first: number;
      }[],
    wait: ({ kin, at, row }: Waiting): void => void addWaiting.run(kin, at, row),
    waiting: () => each<Waiting>('select kin, at, row from waiting order by kin, at'),
    /** `part`: what is written first has the lower one. */
    write: (part: number, { entity, id, fresh, version, row, before, after }: Staged): void =>
      void addWrite.run(part, entity, id, fresh ? 1 : 0, version, row, before, after),
    writes: () => each<Staged>('select entity, id, fresh, version, row, before, after from write order by part, rowid'),
    countWrites: (): number => Number(db.prepare('select count(*) as n from write').get()?.['n']),
    /** What becomes of a record that is undone; `links`: what its links that are put back lead to again. */
    undo: (key: string, fate: string, links: Readonly<Record<string, readonly string[]>>): void =>
      void addUndone.run(key, fate, JSON.stringify(links)),
    undone: (key: string): Undone | null => {
      const row = undoneOf.get(key);
      return row ? { fate: String(row['fate']), links: JSON.parse(String(row['links'])) as Undone['links'] } : null;
    },
    /** What stands above the rejected rows. */
    head: (text: string): void => void (heading = text),
    heading: (): string => heading,
    reject: (line: number, text: string): void => void addRejected.run(line, text),
    rejected: () => each<{ readonly text: string }>('select text from rejected order by line'),
    close: (): void => db.close(),
  };
};

export type Scratch = ReturnType<typeof openScratch>;
