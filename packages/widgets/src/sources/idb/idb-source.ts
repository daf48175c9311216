import {
  bad,
  type Blueprint,
  type Change,
  type Frame,
  type Imports,
  type Model,
  type Moment,
  resolveModel,
  type Source,
  SourceError,
} from '@sluice/core';
import { exported } from './export.ts';
import { openKept } from './kept.ts';
import { type PastImport, type PastUndo, pastImports, undoImport } from './past-imports.ts';

/** What opening a store takes. */
export interface IdbOptions {
  /** What the records are; the whole CRM by default. */
  readonly blueprint?: Blueprint;
  /** The day and the zone it is; asked again for every figure. */
  readonly moment: () => Moment;
  /** The ISO instant it is. */
  readonly now: () => string;
}

/** A source whose records stay in the browser. Several tabs may have it open; each sees what the others write. */
export interface IdbSource extends Source {
  readonly bulk: NonNullable<Source['bulk']>;
  readonly frame: (entity: string) => Frame | undefined;
  /** Imports into it, and undo; the journal outlives the page. */
  readonly imports: () => Imports;
  /** What happened to a record, the latest first. */
  readonly journalOf: (entity: string, id: string) => Promise<readonly Change[]>;
  /** The imports that were made, the latest first. */
  readonly pastImports: () => Promise<readonly PastImport[]>;
  /** Takes an import back by its cause, as `pastImports` names it; what somebody edited since stays. */
  readonly undoImport: (cause: string) => Promise<PastUndo>;
  /**
   * Everything as one JSON file: lists of records by entity, as on the wire, and the journal beside them. `source="….json"` and the
   * importer read it.
   */
  readonly exportAll: () => Promise<Blob>;
  /** Erases every record with the journal, in all tabs. There is no way back: offer `exportAll` first. */
  readonly eraseAll: () => Promise<void>;
  /** Writes snapshots that are due at once, instead of when the browser has nothing to do. */
  readonly settle: () => Promise<void>;
  /** Lets go of the database. It does so by itself when nobody watches any more; whatever is asked next opens it again. */
  readonly close: () => void;
}

const modelOf = (blueprint: Blueprint): Model => {
  const model = resolveModel(blueprint);
  if (model.ok) return model.value;
  const [first] = model.issues;
  throw new SourceError('bad_blueprint', first?.message ?? 'The blueprint is wrong.', first?.remedy ?? '');
};

const blueprintOr = async (given: Blueprint | undefined): Promise<Blueprint> => {
  if (given) return given;
  const { crm } = await import('@sluice/core/blueprints');
  return crm;
};

/**
 * Opens the records that this browser keeps under a name (`idb:my-crm`), none at first. A write is on the disk before anybody sees it;
 * one that fails leaves nothing. Throws `SourceError`.
 */
export const openIdb = async (word: string, options: IdbOptions): Promise<IdbSource> => {
  const { moment, now } = options;
  const name = word.trim();
  if (name === '')
    throw new SourceError('no_source', 'The records have no name.', 'Give them one: source="idb:my-crm".');
  const model = modelOf(await blueprintOr(options.blueprint));
  const kept = await openKept(name, { model, moment, now });
  const { memory, frames, store, imports, standing, writing } = kept;
  return {
    model,
    writable: true,
    frame: (entity) => frames.get(entity),
    list: (query) => memory.list(query),
    get: (entity, id, day) => memory.get(entity, id, day),
    measure: (query) => memory.measure(query),
    explain: (query, measure) => memory.explain(query, measure),
    reckon: async (query) => (await memory.reckon?.(query)) ?? bad([]),
    create: (entity, draft) => writing(() => memory.create(entity, draft)),
    change: (entity, id, patch, version) => writing(() => memory.change(entity, id, patch, version)),
    remove: (entity, id, version) => writing(() => memory.remove(entity, id, version)),
    bulk: (operations, cause) => writing(() => memory.bulk(operations, cause)),
    watch: kept.watch,
    freshness: () => ({ state: 'ready', at: standing().at, issues: [] }),
    imports: () => imports,
    journalOf: async (entity, id) => [...(await store.changesOfRecord(entity, id))].reverse(),
    pastImports: () => pastImports(store),
    undoImport: (cause) => undoImport(cause, imports, { model, moment, now }),
    exportAll: () => kept.inTurn(async () => exported({ model, frames, moment, changes: await store.changes() })),
    eraseAll: kept.erase,
    settle: kept.settle,
    close: kept.close,
  };
};
