import {
  type Commit,
  type Frame,
  type Imports,
  type MemorySource,
  memorySource,
  type Model,
  type Moment,
  type Notice,
  SourceError,
} from '@sluice/core';
import { pageId } from '../../worker/page-id.ts';
import { trying } from './decided.ts';
import { load, show, showNews } from './frames.ts';
import { storeImports } from './imports.ts';
import { keeper } from './keeper.ts';
import { snapshotsAt } from './snapshots.ts';
import { type OutboxWork, type Standing, type Store, storeAt } from './store.ts';
import { tabsOf } from './tabs.ts';

/** What opening kept records takes. */
export interface KeptOptions {
  readonly model: Model;
  readonly moment: () => Moment;
  readonly now: () => string;
}

/** Records that the browser keeps, with everything that reads and writes them: what sources are made of. */
export interface Kept {
  readonly model: Model;
  readonly store: Store;
  readonly frames: ReadonlyMap<string, Frame>;
  /** Reads; what is written to it is decided and not done, when `writing` asks. */
  readonly memory: MemorySource;
  readonly imports: Imports;
  readonly standing: () => Standing;
  /** One after the other: a write is decided on what the one before it left. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Lets writes be decided, keeps them together and shows them; `also` is done together with them, of one alone. */
  readonly writing: <W>(ask: () => Promise<W>, also?: (write: Commit) => OutboxWork) => Promise<W>;
  /** Keeps decided writes. `decide` is asked again, with nothing else going on, each time another tab was faster. */
  readonly keep: (decide: () => Promise<readonly Commit[]>, also?: OutboxWork) => Promise<void>;
  readonly announce: (entity: string, ids: readonly string[] | null) => void;
  readonly watch: (listener: (notice: Notice) => void) => () => void;
  readonly erase: () => Promise<void>;
  /** Writes snapshots that are due. */
  readonly settle: () => Promise<void>;
  /** Lets the database go once what is under way is done. */
  readonly close: () => void;
}

/** How often a write is decided again because another tab was faster. */
const TRIES = 50;
/** Above so many records, a notice names none of them. */
const NAMED = 100;

/** Asks the browser, once in the life of a store, not to throw it away when room gets scarce. */
const stay = (): void => {
  navigator.storage?.persist?.().catch(() => undefined);
};

const otherModel = (name: string, kept: string, asked: string): SourceError =>
  new SourceError(
    'other_model',
    `"${name}" holds the records of "${kept}", not of "${asked}".`,
    'Open it under another name, or with the blueprint it was made with.',
  );

/** Opens the records that the browser keeps under a name. Throws `SourceError`. */
export const openKept = async (name: string, { model, moment, now }: KeptOptions): Promise<Kept> => {
  const snapshots = snapshotsAt(name);
  const kept = snapshots.all();
  const store = storeAt(name, { model: model.name, now });
  const letGo = (): void => {
    store.rest();
    snapshots.rest();
  };
  const {
    frames,
    behind,
    standing: opened,
  } = await load(model, store, kept).catch((failure: unknown) => {
    letGo();
    throw failure;
  });
  if (opened.model !== model.name) {
    letGo();
    throw otherModel(name, opened.model, model.name);
  }

  let standing: Standing = opened;
  const trial = trying();
  const memory = memorySource({
    model,
    frames: () => Object.fromEntries([...frames].map(([entity, own]) => [entity, trial.over(own)])),
    moment,
    now,
    id: pageId,
    changes: () => store.changes(),
  });
  const keep = keeper({ frames, snapshots, behind, standing: () => standing });

  const listeners = new Set<(notice: Notice) => void>();
  const announce = (entity: string, ids: readonly string[] | null): void => {
    const notice: Notice = ids && ids.length <= NAMED ? { entity, ids } : { entity };
    for (const listener of listeners) listener(notice);
  };

  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: a write is decided on what the one before it left. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };

  /** No snapshot may outlive what was erased. */
  const forget = async (): Promise<void> => {
    await keep.forget();
    await snapshots.erase();
  };
  if ((await kept).some((one) => one.era !== opened.era)) await forget();

  /** Reads what other tabs wrote; whether there was anything. */
  const catchUp = async (): Promise<boolean> => {
    const there = await store.standing();
    if (there.era === standing.era && there.revision === standing.revision) return false;
    const names = model.entities.map((one) => one.name);
    const { era, revision } = standing;
    const news = await store.read({ era, revisions: new Map(names.map((one) => [one, revision])) }, names);
    standing = news.standing;
    for (const { entity, ids } of showNews(frames, news)) announce(entity, ids);
    if (news.standing.era !== era) await forget();
    return true;
  };
  const heard = (): void => {
    inTurn(catchUp).catch(() => undefined);
  };
  const tabs = tabsOf(name, heard);
  tabs.listen();

  /** Keeps writes and shows them; false: another tab was faster, and nothing was written. */
  const commit = async (writes: readonly Commit[], also?: OutboxWork): Promise<boolean> => {
    const next = await store.commit(standing, writes, also);
    if (!next) return false;
    if (writes.length === 0) return true;
    if (standing.revision === 0) stay();
    standing = next;
    show(frames, writes);
    tabs.tell();
    const written = new Map<string, string[]>();
    for (const { change } of writes) {
      const ids = written.get(change.entity);
      if (ids) ids.push(change.id);
      else written.set(change.entity, [change.id]);
    }
    for (const [entity, ids] of written) {
      keep.changed(entity, ids.length);
      announce(entity, ids);
    }
    return true;
  };

  const busy = (): SourceError =>
    new SourceError('unavailable', 'Other windows are writing without a pause.', 'Try again in a moment.');

  const writing: Kept['writing'] = (ask, also) =>
    inTurn(async () => {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const { written, writes } = await trial.decide(memory, ask);
        const [first] = writes;
        // what is refused, or changes nothing, may be so because this tab is behind
        if (first ? await commit(writes, also?.(first)) : !(await catchUp())) return written;
        if (first) await catchUp();
      }
      throw busy();
    });

  const keepAll: Kept['keep'] = (decide, also) =>
    inTurn(async () => {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        await catchUp();
        if (await commit(await decide(), also)) return;
      }
      throw busy();
    });

  const imports = storeImports({
    memory,
    changes: store.changesOfCause,
    latest: () => inTurn(catchUp),
    standing: () => standing,
    commit: (writes, checked) =>
      keepAll(async () => {
        await checked();
        return writes;
      }),
  });

  /** What is under way is done first; `wanted` is asked then. */
  const rest = (wanted: () => boolean): void => {
    tabs.rest();
    keep.rest();
    inTurn(async () => {
      if (wanted()) letGo();
      else tabs.listen();
    }).catch(() => undefined);
  };

  return {
    model,
    store,
    frames,
    memory,
    imports,
    standing: () => standing,
    inTurn,
    writing,
    keep: keepAll,
    announce,
    watch: (listener) => {
      if (listeners.size === 0) {
        tabs.listen();
        heard();
      }
      listeners.add(listener);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) rest(() => listeners.size === 0);
      };
    },
    erase: () =>
      inTurn(async () => {
        standing = await store.erase();
        const nothing = new Map(model.entities.map((one) => [one.name, []]));
        const gone = showNews(frames, { standing, whole: nothing, changed: new Map() });
        tabs.tell();
        for (const { entity } of gone) announce(entity, null);
        await forget();
      }),
    settle: () => inTurn(keep.settle),
    close: () => rest(() => true),
  };
};
