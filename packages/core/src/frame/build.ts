import { YES } from '../expr/flag.ts';
import { gatherOrNull } from '../expr/gather.ts';
import {
  type CodeVector,
  evaluateColumns,
  type Expr,
  type Moment,
  type Reference,
  references,
  type Vector,
} from '../expr/index.ts';
import type { Entity } from '../model/index.ts';
import type { Override, Rec } from '../records/index.ts';
import type { Frame, FrameOptions } from './frame.ts';
import { instantStore, type Saved, type Store, storeOf, wholeStore } from './store.ts';
import { compareText } from './text-order.ts';

/** What a frame is made of, whether it is built from records or restored. */
export interface Content {
  readonly ids: readonly string[];
  readonly stores: ReadonlyMap<string, Store>;
  readonly overrides: ReadonlyMap<string, Readonly<Record<string, Override>>>;
}

export const SYSTEM_STORES = ['version', 'createdAt', 'updatedAt'] as const;

/** The columns of an entity, empty or as a snapshot kept them. */
export const storesOf = (entity: Entity, saved?: (name: string) => Saved | undefined): Map<string, Store> =>
  new Map<string, Store>([
    ['version', wholeStore(saved?.('version'))],
    ['createdAt', instantStore(saved?.('createdAt'))],
    ['updatedAt', instantStore(saved?.('updatedAt'))],
    ...entity.stored.map((field) => [field.name, storeOf(field, saved?.(field.name))] as const),
  ]);

interface Kept<T> {
  readonly stamp: string;
  readonly value: T;
}

const EVERY_LINK = '*';

/** A frame over columns that exist. */
export const frameOn = (entity: Entity, content: Content, { related }: FrameOptions = {}): Frame => {
  const ids: string[] = [...content.ids];
  const rows = new Map<string, number>(ids.map((id, row) => [id, row]));
  const overrides = new Map(content.overrides);
  const { stores } = content;
  let revision = 0;

  const columns = new Map<string, Kept<Vector>>();
  const follows = new Map<string, Kept<Int32Array>>();
  const vectors = new WeakMap<Expr, Kept<Vector>>();
  const selections = new WeakMap<Expr, Kept<Uint32Array>>();
  const read = new WeakMap<Expr, readonly Reference[]>();
  let ordered: Kept<Uint32Array> | undefined;
  let everyRow: Kept<Uint32Array> | undefined;

  const target = (link: string): Frame | undefined => related?.(entity.field(link)?.to ?? '');

  /** The revisions of this frame and of those that links lead through: what a kept answer depends on. */
  const stampOf = (paths: readonly (readonly string[])[]): string => {
    let stamp = String(revision);
    for (const links of paths) {
      let at: Frame | undefined = frame;
      for (const link of links) {
        at = related?.(at?.entity.field(link)?.to ?? '');
        stamp += `,${at?.revision ?? EVERY_LINK}`;
      }
    }
    return stamp;
  };

  const kept = <T>(known: Kept<T> | undefined, stamp: string, make: () => T): Kept<T> =>
    known?.stamp === stamp ? known : { stamp, value: make() };

  const idVector = (): CodeVector => ({
    kind: 'codes',
    codes: Uint32Array.from(ids, (_, row) => row + 1),
    dictionary: { length: ids.length, get: (code) => ids[code] ?? '' },
  });

  const own = (name: string): Vector => {
    const known = columns.get(name);
    const now = kept(known, String(revision), () => {
      if (name === 'id') return idVector();
      const store = stores.get(name);
      if (!store) throw new Error(`${entity.name} keeps no column ${name}`);
      return store.vector(ids.length);
    });
    columns.set(name, now);
    return now.value;
  };

  const follow = (link: string): Int32Array => {
    const to = target(link);
    const now = kept(follows.get(link), `${revision},${to?.revision ?? EVERY_LINK}`, () => {
      const out = new Int32Array(ids.length).fill(-1);
      const vector = own(link);
      if (vector.kind !== 'codes' || !to) return out;
      const found = new Int32Array(vector.dictionary.length + 1).fill(-1);
      for (let code = 1; code < found.length; code++) found[code] = to.rowOf(vector.dictionary.get(code - 1));
      for (let row = 0; row < out.length; row++) out[row] = found[vector.codes[row] as number] as number;
      return out;
    });
    follows.set(link, now);
    return now.value;
  };

  const column = (links: readonly string[], name: string): Vector => {
    const [link, ...others] = links;
    if (link === undefined) return own(name);
    const to = target(link);
    const key = [...links, name].join('.');
    const now = kept(columns.get(key), stampOf([links]), () => {
      const there = to?.column(others, name);
      return there ? gatherOrNull(there, follow(link)) : nothing(ids.length);
    });
    columns.set(key, now);
    return now.value;
  };

  const readBy = (expr: Expr): readonly Reference[] => {
    const known = read.get(expr) ?? references(expr);
    read.set(expr, known);
    return known;
  };
  const stampFor = (expr: Expr, { today, zone }: Moment): string =>
    `${stampOf(readBy(expr).map(({ links }) => links))} ${today} ${zone}`;

  const write = (row: number, record: Rec): void => {
    stores.get('version')?.set(row, record.version);
    stores.get('createdAt')?.set(row, record.createdAt);
    stores.get('updatedAt')?.set(row, record.updatedAt);
    for (const field of entity.stored) stores.get(field.name)?.set(row, record.values[field.name] ?? null);
    if (Object.keys(record.overrides).length > 0) overrides.set(record.id, record.overrides);
    else overrides.delete(record.id);
    revision += 1;
  };

  const instantAt = (name: string, row: number): string => {
    const value = stores.get(name)?.get(row);
    return typeof value === 'string' ? value : '';
  };

  const frame: Frame = {
    entity,
    get revision() {
      return revision;
    },
    get length() {
      return ids.length;
    },
    column,
    follow,
    rowOf: (id) => rows.get(id) ?? -1,
    idAt: (row) => ids[row] ?? '',
    record: (row) => {
      const id = ids[row];
      if (id === undefined) throw new RangeError(`no row ${row} of ${ids.length}`);
      return {
        id,
        version: Number(stores.get('version')?.get(row) ?? 0),
        createdAt: instantAt('createdAt', row),
        updatedAt: instantAt('updatedAt', row),
        overrides: overrides.get(id) ?? {},
        values: Object.fromEntries(
          entity.stored.map((field) => [field.name, stores.get(field.name)?.get(row) ?? null]),
        ),
      };
    },
    byId: () => {
      ordered = kept(ordered, String(revision), () =>
        Uint32Array.from(ids, (_, row) => row).sort((a, b) => compareText(ids[a] ?? '', ids[b] ?? '')),
      );
      return ordered.value;
    },
    insert: (record) => {
      if (rows.has(record.id)) throw new Error(`${entity.name} ${record.id} is there already`);
      const row = ids.push(record.id) - 1;
      rows.set(record.id, row);
      write(row, record);
    },
    replace: (record) => {
      const row = rows.get(record.id);
      if (row === undefined) throw new Error(`there is no ${entity.name} ${record.id}`);
      write(row, record);
    },
    remove: (id) => {
      const row = rows.get(id);
      if (row === undefined) return false;
      const last = ids.length - 1;
      const moved = ids[last] ?? id;
      for (const store of stores.values()) {
        store.set(row, store.get(last));
        store.set(last, null);
      }
      ids[row] = moved;
      rows.set(moved, row);
      ids.pop();
      rows.delete(id);
      overrides.delete(id);
      revision += 1;
      return true;
    },
    vector: (expr, moment) => {
      const now = kept(vectors.get(expr), stampFor(expr, moment), () => evaluateColumns(expr, frame, moment));
      vectors.set(expr, now);
      return now.value;
    },
    select: (expr, moment) => {
      if (expr === null) {
        everyRow = kept(everyRow, String(ids.length), () => Uint32Array.from(ids, (_, row) => row));
        return everyRow.value;
      }
      const now = kept(selections.get(expr), stampFor(expr, moment), () => {
        const flags = frame.vector(expr, moment);
        if (flags.kind !== 'flags') throw new Error('a condition is a flag');
        return chosenRows(flags.values);
      });
      selections.set(expr, now);
      return now.value;
    },
  };
  contents.set(frame, () => ({ ids, stores, overrides }));
  return frame;
};

const contents = new WeakMap<Frame, () => Content>();

/** What a frame keeps, for a snapshot of it. */
export const contentOf = (frame: Frame): Content => {
  const content = contents.get(frame);
  if (!content) throw new Error('not a frame of ours');
  return content();
};

/** The rows whose flag is yes. */
const chosenRows = (flags: Uint8Array): Uint32Array => {
  const chosen = new Uint32Array(flags.length);
  let count = 0;
  for (let row = 0; row < flags.length; row++) {
    chosen[count] = row;
    count += flags[row] === YES ? 1 : 0;
  }
  return chosen.slice(0, count);
};

/** A column behind a link that leads to no frame: null in every row, in the shape of a text. */
const nothing = (length: number): Vector => ({
  kind: 'codes',
  codes: new Uint32Array(length),
  dictionary: { length: 0, get: () => '' },
});

/** Builds a frame from records (stored values in memory units). Throws when two of them have the same id. */
export const buildFrame = (entity: Entity, records: Iterable<Rec>, options: FrameOptions = {}): Frame => {
  const frame = frameOn(entity, { ids: [], stores: storesOf(entity), overrides: new Map() }, options);
  for (const record of records) frame.insert(record);
  return frame;
};
