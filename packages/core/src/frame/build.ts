import type { Value } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import type { Override, Rec } from '../records/index.ts';
import { answersOn } from './answers.ts';
import { newEdits, upTo } from './edits.ts';
import type { Frame, FrameOptions } from './frame.ts';
import { type Ids, idsOf, repeated, rowsById } from './ids.ts';
import { instantStore, type Saved, type Store, storeOf, wholeStore } from './store.ts';

/** What a frame is made of, whether it is built from records or restored. */
export interface Content {
  readonly ids: Ids;
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

/** A frame over columns that exist. */
export const frameOn = (entity: Entity, content: Content, { related }: FrameOptions = {}): Frame => {
  const { ids } = content;
  let index: Map<string, number> | undefined;
  /** The rows by id: made when somebody asks for a record by its id. */
  const rows = (): Map<string, number> => {
    if (index) return index;
    index = new Map();
    for (let row = 0; row < ids.length; row++) index.set(ids.at(row) as string, row);
    return index;
  };
  const overrides = new Map(content.overrides);
  const { stores } = content;
  const edits = newEdits();
  let ordered: { readonly shape: number; readonly rows: Uint32Array } | undefined;

  const write = (row: number, record: Rec): void => {
    stores.get('version')?.set(row, record.version);
    stores.get('createdAt')?.set(row, record.createdAt);
    stores.get('updatedAt')?.set(row, record.updatedAt);
    for (const field of entity.stored) stores.get(field.name)?.set(row, record.values[field.name] ?? null);
    if (hasAny(record.overrides)) overrides.set(record.id, record.overrides);
    else overrides.delete(record.id);
  };

  const instantAt = (name: string, row: number): string => {
    const value = stores.get(name)?.get(row);
    return typeof value === 'string' ? value : '';
  };

  const frame: Frame = {
    entity,
    get revision() {
      return edits.revision;
    },
    get length() {
      return ids.length;
    },
    column: (links, name) => answers.column(links, name),
    follow: (link) => answers.follow(link),
    vector: (expr, moment) => answers.vector(expr, moment),
    select: (expr, moment) => answers.select(expr, moment),
    rowOf: (id) => rows().get(id) ?? -1,
    idAt: (row) => ids.at(row) ?? '',
    record: (row) => {
      const id = ids.at(row);
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
      if (ordered?.shape !== edits.shape) ordered = { shape: edits.shape, rows: rowsById(ids, upTo(ids.length)) };
      return ordered.rows;
    },
    insert: (record) => {
      if (rows().has(record.id)) throw new Error(`${entity.name} ${record.id} is there already`);
      const row = ids.push(record.id);
      rows().set(record.id, row);
      write(row, record);
      edits.reshaped();
    },
    replace: (record) => {
      const row = rows().get(record.id);
      if (row === undefined) throw new Error(`there is no ${entity.name} ${record.id}`);
      write(row, record);
      edits.replaced(row);
    },
    remove: (id) => {
      const row = rows().get(id);
      if (row === undefined) return false;
      const last = ids.length - 1;
      const moved = ids.at(last) ?? id;
      for (const store of stores.values()) {
        store.set(row, store.get(last));
        store.set(last, null);
      }
      if (row !== last) ids.set(row, moved);
      rows().set(moved, row);
      ids.pop();
      rows().delete(id);
      overrides.delete(id);
      edits.reshaped();
      return true;
    },
  };
  const answers = answersOn({ frame, entity, ids, stores, edits, related });
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

/** Builds a frame from records (stored values in memory units). Throws when two of them have the same id. */
export const buildFrame = (entity: Entity, records: Iterable<Rec>, options: FrameOptions = {}): Frame => {
  const all = Array.isArray(records) ? (records as readonly Rec[]) : [...records];
  const stores = storesOf(entity);
  const overrides = new Map<string, Readonly<Record<string, Override>>>();
  const ids = all.map(({ id }) => id);
  // Column by column: each loop writes into one.
  const fill = (name: string, read: (record: Rec) => Value): void => {
    const store = stores.get(name);
    for (let row = 0; row < all.length; row++) store?.set(row, read(all[row] as Rec));
  };
  fill('version', ({ version }) => version);
  fill('createdAt', ({ createdAt }) => createdAt);
  fill('updatedAt', ({ updatedAt }) => updatedAt);
  for (const { name } of entity.stored) fill(name, ({ values }) => values[name] ?? null);
  for (const { id, overrides: own } of all) if (hasAny(own)) overrides.set(id, own);
  const twice = repeated(ids);
  if (twice !== undefined) throw new Error(`${entity.name} ${twice} is there already`);
  return frameOn(entity, { ids: idsOf(ids), stores, overrides }, options);
};

const hasAny = (entries: Readonly<Record<string, unknown>>): boolean => {
  for (const _ in entries) return true;
  return false;
};
