import type { Entity } from '@sluice/core';
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';

/** The records of an entity as they were at a revision, in one piece. */
export interface KeptFrame {
  readonly entity: string;
  readonly era: string;
  readonly revision: number;
  /** What the columns were; see `shapeOf`. */
  readonly shape: string;
  readonly buffer: ArrayBuffer;
}

interface Schema extends DBSchema {
  frames: { key: string; value: KeptFrame };
}

/**
 * Snapshots of frames: what makes opening fast, and nothing more. Whatever goes wrong with them is passed over, because the records
 * themselves are in the store.
 */
export interface Snapshots {
  readonly all: () => Promise<readonly KeptFrame[]>;
  /** False: it could not be kept. */
  readonly keep: (frame: KeptFrame) => Promise<boolean>;
  readonly erase: () => Promise<void>;
  /** Lets the connection go; whatever is asked next takes it up again. */
  readonly rest: () => void;
}

const nameOf = (name: string): string => `sluice-snapshots:${name}`;

/** The columns of an entity in words: a snapshot of other columns is not restored. */
export const shapeOf = (entity: Entity): string =>
  JSON.stringify(entity.stored.map((field) => [field.name, field.kind, field.rules.column(field)]));

/** The snapshots of a store's name. */
export const snapshotsAt = (name: string): Snapshots => {
  let connection: Promise<IDBPDatabase<Schema>> | null = null;
  const rest = (): void => {
    void connection?.then(
      (database) => database.close(),
      () => undefined,
    );
    connection = null;
  };
  const open = (): Promise<IDBPDatabase<Schema>> =>
    (connection ??= openDB<Schema>(nameOf(name), 1, {
      upgrade: (database) => {
        database.createObjectStore('frames', { keyPath: 'entity' });
      },
      // another window wants to change it, or the browser took it away
      blocking: rest,
      terminated: rest,
    }));
  return {
    all: async () => {
      try {
        return await (await open()).getAll('frames');
      } catch {
        rest();
        return [];
      }
    },
    keep: async (frame) => {
      try {
        await (await open()).put('frames', frame);
        return true;
      } catch {
        rest();
        return false;
      }
    },
    erase: async () => {
      try {
        await (await open()).clear('frames');
      } catch {
        rest();
        await deleteDB(nameOf(name)).catch(() => undefined);
      }
    },
    rest,
  };
};
