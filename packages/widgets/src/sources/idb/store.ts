import type { Change, Commit, Issue, Rec, Value } from '@sluice/core';
import { Dexie, type Table } from 'dexie';
import { blockedError, keeping } from './store-error.ts';

/** A record at rest. */
interface KeptRecord {
  readonly entity: string;
  readonly id: string;
  /** The record as JSON, values in memory units. */
  readonly json: string;
}

/** Journal entries that were written together for one cause. */
interface KeptChanges {
  /** Given by the store; the number of the last one is the revision. */
  readonly seq?: number;
  readonly cause: string;
  readonly at: string;
  /** `deal 018f…`, of each change. */
  readonly keys: readonly string[];
  readonly count: number;
  /** The entries as JSON. */
  readonly json: string;
}

/** How the store stands. */
export interface Standing {
  /** Another one after everything was erased: revisions of two eras have nothing to do with each other. */
  readonly era: string;
  /** Grows with every write. */
  readonly revision: number;
  /** The name of the blueprint. */
  readonly model: string;
  /** The ISO instant of the last write; of the making, before there was one. */
  readonly at: string;
}

/** What one has of the store: of each entity, up to which revision. */
export interface Known {
  readonly era: string;
  readonly revisions: ReadonlyMap<string, number>;
}

/** What is new in a store. */
export interface News {
  readonly standing: Standing;
  /** All records of entities of which nothing was known. */
  readonly whole: ReadonlyMap<string, readonly Rec[]>;
  /** By entity and identifier, the records that changed; null: it is gone. */
  readonly changed: ReadonlyMap<string, ReadonlyMap<string, Rec | null>>;
}

/** An import, or whatever else has a cause of its own. */
export interface PastCause {
  readonly cause: string;
  readonly at: string;
  /** Journal entries. */
  readonly count: number;
}

/** A write that a server has not heard of yet, or has refused. */
export interface Waiting {
  /** Given by the store; they are sent in this order. */
  readonly seq?: number;
  /** The same however often it is sent. */
  readonly key: string;
  readonly op: 'create' | 'change' | 'remove';
  readonly entity: string;
  readonly id: string;
  /** The version that was edited; 0 for a creation. */
  readonly version: number;
  /** What was asked for, and what stood there before; memory units. */
  readonly asked: Readonly<Record<string, Value>>;
  readonly before: Readonly<Record<string, Value>>;
  readonly at: string;
  /** Why the server would not have it; null while it waits. */
  readonly refused: { readonly issues: readonly Issue[]; readonly stored: Rec | null } | null;
}
/** What waits for a server, in a transaction. */
export type Outbox = Table<Waiting, number>;
/** Work on what waits, done together with a write or not at all. */
export type OutboxWork = (outbox: Outbox) => PromiseLike<unknown>;

/** Records, their journal and how it all stands, in the browser's database. Everything throws `SourceError`. */
export interface Store {
  /** How it stands; made on the spot where nothing is. */
  readonly standing: () => Promise<Standing>;
  readonly read: (known: Known, entities: readonly string[]) => Promise<News>;
  /** Writes all of it, with the journal, or nothing. Null: the store has gone on since `before`, and nothing was written. */
  readonly commit: (before: Standing, writes: readonly Commit[], also?: OutboxWork) => Promise<Standing | null>;
  /** What waits for a server, in the order it was written. */
  readonly waiting: () => Promise<readonly Waiting[]>;
  readonly changesOfCause: (cause: string) => Promise<readonly Change[]>;
  readonly changesOfRecord: (entity: string, id: string) => Promise<readonly Change[]>;
  readonly changes: () => Promise<readonly Change[]>;
  /** The causes that begin so, the latest first. */
  readonly causes: (prefix: string) => Promise<readonly PastCause[]>;
  /** Erases records and journal and begins another era. */
  readonly erase: () => Promise<Standing>;
  /** Lets the connection go; whatever is asked next takes it up again. */
  readonly rest: () => void;
}

/** The name of the database behind a source's. */
export const storeName = (name: string): string => `sluice:${name}`;

type Meta = Standing & { readonly key: 'standing' };

class Database extends Dexie {
  declare readonly records: Table<KeptRecord, [string, string]>;
  declare readonly journal: Table<KeptChanges, number>;
  declare readonly meta: Table<Meta, string>;
  declare readonly outbox: Outbox;
  constructor(name: string) {
    // strict: what was said to be saved is on the disk
    super(storeName(name), { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ records: '[entity+id]', journal: '++seq, cause, *keys', meta: 'key', outbox: '++seq' });
  }
}

/** Journal entries kept as one: reading what happened to a record reads so many. */
const TOGETHER = 200;

const inChunks = (writes: readonly Commit[]): readonly KeptChanges[] => {
  const chunks: Change[][] = [];
  for (const { change } of writes) {
    const last = chunks.at(-1);
    if (last && last.length < TOGETHER && last[0]?.cause === change.cause) last.push(change);
    else chunks.push([change]);
  }
  return chunks.map((changes) => ({
    cause: changes[0]?.cause ?? '',
    at: changes.at(-1)?.at ?? '',
    keys: [...new Set(changes.map(({ entity, id }) => `${entity} ${id}`))],
    count: changes.length,
    json: JSON.stringify(changes),
  }));
};

const changesIn = (kept: readonly KeptChanges[]): readonly Change[] =>
  kept.flatMap(({ json }) => JSON.parse(json) as readonly Change[]);

const recordIn = ({ json }: KeptRecord): Rec => JSON.parse(json) as Rec;

/** The store of a name. `model` is the name of the blueprint of a new one. */
export const storeAt = (
  name: string,
  { model, now }: { readonly model: string; readonly now: () => string },
): Store => {
  const database = new Database(name);
  const { records, journal, meta, outbox } = database;
  const fresh = (): Meta => ({ key: 'standing', era: crypto.randomUUID(), revision: 0, model, at: now() });
  const plain = ({ era, revision, model: kept, at }: Meta): Standing => ({ era, revision, model: kept, at });

  const opened = async (): Promise<void> => {
    if (database.isOpen()) return;
    let stop = (): void => undefined;
    const blocked = new Promise<never>((_, reject) => {
      const hear = (): void => reject(blockedError());
      database.on('blocked', hear);
      stop = () => database.on('blocked').unsubscribe(hear);
    });
    try {
      await Promise.race([database.open(), blocked]);
    } finally {
      stop();
    }
  };
  const working = <T>(work: () => PromiseLike<T>): Promise<T> => keeping(opened().then(work));

  const standing = async (): Promise<Standing> => {
    const there = await meta.get('standing');
    if (there) return plain(there);
    return database.transaction('rw', meta, async () => {
      const meanwhile = await meta.get('standing');
      if (meanwhile) return plain(meanwhile);
      const made = fresh();
      await meta.put(made);
      return plain(made);
    });
  };

  /** Which records changed after the revisions that are known. */
  const touchedSince = async (revisions: ReadonlyMap<string, number>): Promise<Map<string, Set<string>>> => {
    const touched = new Map<string, Set<string>>();
    if (revisions.size === 0) return touched;
    const rows = await journal
      .where(':id')
      .above(Math.min(...revisions.values()))
      .toArray();
    for (const { seq = 0, keys } of rows)
      for (const key of keys) {
        const gap = key.indexOf(' ');
        const entity = key.slice(0, gap);
        if (seq <= (revisions.get(entity) ?? Number.POSITIVE_INFINITY)) continue;
        touched.set(entity, (touched.get(entity) ?? new Set()).add(key.slice(gap + 1)));
      }
    return touched;
  };

  return {
    standing: () => working(standing),
    read: (known, entities) =>
      working(() =>
        database.transaction('r', [records, journal, meta], async () => {
          const there = await meta.get('standing');
          const now = plain(there ?? fresh());
          const revisions = new Map(now.era === known.era ? known.revisions : []);
          const touched = await touchedSince(revisions);
          const whole = new Map<string, readonly Rec[]>();
          const changed = new Map<string, ReadonlyMap<string, Rec | null>>();
          for (const entity of entities) {
            if (!revisions.has(entity)) {
              const range = records.where('[entity+id]').between([entity, Dexie.minKey], [entity, Dexie.maxKey]);
              whole.set(entity, (await range.toArray()).map(recordIn));
              continue;
            }
            const ids = [...(touched.get(entity) ?? [])];
            const kept = ids.length === 0 ? [] : await records.bulkGet(ids.map((id): [string, string] => [entity, id]));
            const found = kept.map((one) => (one ? recordIn(one) : null));
            changed.set(entity, new Map(ids.map((id, at) => [id, found[at] ?? null])));
          }
          return { standing: now, whole, changed };
        }),
      ),
    commit: (before, writes, also) => {
      const last = new Map(
        writes.map(({ record, change: { entity, id } }) => [`${entity} ${id}`, { entity, id, record }]),
      );
      const all = [...last.values()];
      const kept = all.flatMap(({ entity, id, record }) =>
        record ? [{ entity, id, json: JSON.stringify(record) }] : [],
      );
      const gone = all.flatMap(({ entity, id, record }): [string, string][] => (record ? [] : [[entity, id]]));
      const entries = inChunks(writes);
      return working(() =>
        database.transaction('rw', [records, journal, meta, outbox], async () => {
          const there = await meta.get('standing');
          if (!there || there.era !== before.era || there.revision !== before.revision) return null;
          await also?.(outbox);
          if (entries.length === 0) return plain(there);
          const revision = await journal.bulkAdd(entries);
          if (kept.length > 0) await records.bulkPut(kept);
          if (gone.length > 0) await records.bulkDelete(gone);
          const next: Meta = { ...there, revision, at: writes.at(-1)?.change.at ?? there.at };
          await meta.put(next);
          return plain(next);
        }),
      );
    },
    waiting: () => working(() => outbox.orderBy(':id').toArray()),
    changesOfCause: (cause) => working(async () => changesIn(await journal.where('cause').equals(cause).sortBy('seq'))),
    changesOfRecord: (entity, id) =>
      working(async () => {
        const kept = await journal.where('keys').equals(`${entity} ${id}`).sortBy('seq');
        return changesIn(kept).filter((change) => change.entity === entity && change.id === id);
      }),
    changes: () => working(async () => changesIn(await journal.orderBy(':id').toArray())),
    causes: (prefix) =>
      working(async () => {
        const found = new Map<string, PastCause>();
        const kept = await journal.where('cause').startsWith(prefix).sortBy('seq');
        for (const { cause, at, count } of kept)
          found.set(cause, { cause, at, count: count + (found.get(cause)?.count ?? 0) });
        return [...found.values()].reverse();
      }),
    erase: () =>
      working(() =>
        database.transaction('rw', [records, journal, meta, outbox], async () => {
          const made = fresh();
          await Promise.all([records.clear(), journal.clear(), outbox.clear(), meta.put(made)]);
          return plain(made);
        }),
      ),
    rest: () => database.close({ disableAutoOpen: false }),
  };
};
