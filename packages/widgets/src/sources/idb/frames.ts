import { buildFrame, type Commit, type Entity, type Frame, type Model, type Rec, restore } from '@sluice/core';
import type { Known, News, Standing, Store } from './store.ts';
import { type KeptFrame, shapeOf } from './snapshots.ts';

/** The records of a store in columns, with how the store stood when they were read. */
export interface Loaded {
  readonly frames: ReadonlyMap<string, Frame>;
  readonly standing: Standing;
  /** By entity: so many records are not in its snapshot as they are now. */
  readonly behind: ReadonlyMap<string, number>;
}

/** Puts a record in a frame, or takes it out. */
const put = (frame: Frame, id: string, record: Rec | null): void => {
  if (record === null) frame.remove(id);
  else if (frame.rowOf(id) < 0) frame.insert(record);
  else frame.replace(record);
};

/** Shows writes that are kept. */
export const show = (frames: ReadonlyMap<string, Frame>, writes: readonly Commit[]): void => {
  for (const { record, change } of writes) {
    const frame = frames.get(change.entity);
    if (frame) put(frame, change.id, record);
  }
};

/** Shows what is new in the store; gives the entities it is about, with the records where they are known. */
export const showNews = (
  frames: ReadonlyMap<string, Frame>,
  { whole, changed }: News,
): readonly { readonly entity: string; readonly ids: readonly string[] | null }[] => {
  for (const [entity, records] of whole) {
    const frame = frames.get(entity);
    if (!frame) continue;
    // the last first: taking out a row moves the last one into its place
    for (let row = frame.length - 1; row >= 0; row -= 1) frame.remove(frame.idAt(row));
    for (const record of records) frame.insert(record);
  }
  for (const [entity, records] of changed) {
    const frame = frames.get(entity);
    if (frame) for (const [id, record] of records) put(frame, id, record);
  }
  return [
    ...[...whole.keys()].map((entity) => ({ entity, ids: null })),
    ...[...changed]
      .filter(([, records]) => records.size > 0)
      .map(([entity, records]) => ({ entity, ids: [...records.keys()] })),
  ];
};

/** Reads a store into frames: what the snapshots have, and the records that changed since; without a snapshot, all records. */
export const load = async (model: Model, store: Store, kept: Promise<readonly KeptFrame[]>): Promise<Loaded> => {
  const frames = new Map<string, Frame>();
  const related = (entity: string): Frame | undefined => frames.get(entity);
  const options = { related };
  const [standing, snapshots] = await Promise.all([store.standing(), kept]);
  const restored = (entity: Entity): number | null => {
    const one = snapshots.find((snapshot) => snapshot.entity === entity.name);
    if (!one || one.era !== standing.era || one.revision > standing.revision || one.shape !== shapeOf(entity))
      return null;
    try {
      frames.set(entity.name, restore(entity, one.buffer, options));
      return one.revision;
    } catch {
      return null;
    }
  };
  const revisions = new Map<string, number>();
  for (const entity of model.entities) {
    const revision = restored(entity);
    if (revision !== null) revisions.set(entity.name, revision);
  }
  const known: Known = { era: standing.era, revisions };
  const news = await store.read(
    known,
    model.entities.map(({ name }) => name),
  );
  const behind = new Map<string, number>();
  for (const entity of model.entities) {
    const records = news.whole.get(entity.name);
    if (!records) continue;
    frames.set(entity.name, buildFrame(entity, records, options));
    behind.set(entity.name, records.length);
  }
  showNews(frames, { ...news, whole: new Map() });
  for (const [entity, records] of news.changed) behind.set(entity, records.size);
  return { frames, standing: news.standing, behind };
};
