import {
  type Commit,
  type Entity,
  type Freshness,
  type Issue,
  issue,
  type Moment,
  type Rec,
  SourceError,
  type Value,
  type Written,
} from '@sluice/core';
import { openRemote, type RemoteSource } from '../remote.ts';
import type { RemoteOptions } from '../remote-types.ts';
import { type Kept, openKept } from './kept.ts';
import { keptForm } from './merge.ts';
import { BY_FIELD, sender } from './send.ts';
import { rememberingModel } from './server-model.ts';
import type { OutboxWork, Waiting } from './store.ts';

type Values = Readonly<Record<string, Value>>;

/** What opening a server's records for times without it takes. */
export interface OfflineOptions extends RemoteOptions {
  readonly moment: () => Moment;
}

/** A source behind a server, with a copy of its records in the browser: it is read, and written to, while the server is away. */
export interface OfflineSource extends RemoteSource {
  /** What the server has not heard of yet, or has refused, in order. */
  readonly waiting: () => Promise<readonly Waiting[]>;
  /** Sends what waits and reads what the server has; both happen by themselves too. */
  readonly sync: () => Promise<void>;
  /** Lets go of a write that the server refused. */
  readonly drop: (key: string) => Promise<void>;
  readonly eraseAll: () => Promise<void>;
  readonly close: () => void;
}

/** Failures that pass by themselves. */
const AWAY: ReadonlySet<string> = new Set(['offline', 'unavailable']);
/** Milliseconds before a server that was away is asked again. */
const PATIENCE = 15_000;
/** The cause of what was read from the server. */
const SYNC = 'sync';
/** Records of the server at a time. */
const PAGE = 500;

/** A server that was not asked. */
const NOTHING = { ok: false as const, issues: [] };

const syncEntry = (entity: string, record: Rec | null, was: Rec | null, at: string): Commit => ({
  record,
  change: {
    tenant: 'server',
    at,
    actor: 'server',
    cause: SYNC,
    entity,
    id: (record ?? was)?.id ?? '',
    version: record?.version ?? (was?.version ?? 0) + 1,
    before: was ? {} : null,
    after: record ? {} : null,
  },
});

/**
 * Opens the records of a server so that they are there while it is away: writes are kept and shown at once, and sent as soon as it
 * answers, each once. Fields that nobody else touched are merged; where somebody did, both values are kept and said. Throws
 * `SourceError`.
 */
export const openOffline = async (address: string, options: OfflineOptions): Promise<OfflineSource> => {
  const { now, moment } = options;
  const base = address.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const fetching = rememberingModel(`${base}/model`, options.fetch ?? ((input, init) => fetch(input, init)));
  const remote = await openRemote(base, { ...options, fetch: fetching });
  const { model } = remote;
  const kept: Kept = await openKept(`at ${base} ${remote.about.tenant.name}`, { model, moment, now });
  const send = sender(remote);

  let state: Freshness['state'] = 'stale';
  let refusals: readonly Waiting[] = [];
  const stored = (entity: string, id: string): Rec | null => {
    const frame = kept.frames.get(entity);
    const row = frame?.rowOf(id) ?? -1;
    return frame && row >= 0 ? frame.record(row) : null;
  };
  const stands = (next: Freshness['state']): void => {
    if (state === next) return;
    state = next;
    for (const { name } of model.entities) kept.announce(name, []);
  };
  const count = async (): Promise<void> => {
    refusals = (await kept.store.waiting()).filter(({ refused }) => refused !== null);
  };
  /** Shows what the server has of a record, unless something of it still waits. */
  const settle = (one: Waiting, record: Rec | null, also: OutboxWork): Promise<void> =>
    kept.keep(async () => {
      const others = (await kept.store.waiting()).some(
        ({ key, id, refused }) => key !== one.key && id === one.id && refused === null,
      );
      const was = stored(one.entity, one.id);
      return others || (!record && !was) ? [] : [syncEntry(one.entity, record, was, now())];
    }, also);

  /** Sends what waits, in order; what became of the write with the key `asked`, null while it waits. */
  const flush = async (asked?: string): Promise<Written | null> => {
    let result: Written | null = null;
    let last = 0;
    const next = async (): Promise<Waiting | undefined> =>
      (await kept.store.waiting()).find(({ seq = 0, refused }) => seq > last && refused === null);
    for (let one = await next(); one !== undefined; one = await next()) {
      const { seq = 0, id, key } = one;
      last = seq;
      const entity = model.find(one.entity);
      if (!entity) continue;
      const { written, record, exact } = await send(entity, one);
      stands('ready');
      await settle(one, record, async (outbox) => {
        if (written.ok || key === asked) await outbox.where(':id').equals(seq).delete();
        else await outbox.update(seq, { refused: { issues: written.issues, stored: record } });
        // what was edited after it was edited on what the server has now; if that is something else, by field alone
        const version = exact && record ? record.version : BY_FIELD;
        for (const later of await outbox.where(':id').above(seq).toArray())
          if (later.id === id) await outbox.update(later.seq ?? 0, { version });
      });
      if (key === asked) result = written;
    }
    await count();
    return result;
  };

  /** Reads all that the server has. */
  const pull = async (): Promise<void> => {
    for (const entity of model.entities) {
      const found = await allOf(remote, entity);
      await kept.keep(async () => {
        const busy = new Set((await kept.store.waiting()).filter(({ refused }) => !refused).map(({ id }) => id));
        const frame = kept.frames.get(entity.name);
        const here = Array.from({ length: frame?.length ?? 0 }, (_, row) => frame?.idAt(row) ?? '');
        const at = now();
        return [
          ...[...found.values()].flatMap((record) => {
            const was = stored(entity.name, record.id);
            const known = was?.version === record.version && was.updatedAt === record.updatedAt;
            const older = was !== null && was.version > record.version;
            return known || older || busy.has(record.id) ? [] : [syncEntry(entity.name, record, was, at)];
          }),
          ...here.flatMap((id) =>
            found.has(id) || busy.has(id) ? [] : [syncEntry(entity.name, null, stored(entity.name, id), at)],
          ),
        ];
      });
    }
  };

  let watched = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    sync().catch(() => undefined);
  };
  /** Tries again in a while, as long as somebody looks. */
  const wait = (): void => {
    clearTimeout(timer);
    if (watched > 0) timer = setTimeout(again, PATIENCE);
  };
  const rest = (): void => {
    clearTimeout(timer);
    window.removeEventListener('online', again);
  };

  /** One after the other, in all tabs. */
  const inLine = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request(`sluice at ${base}`, work);
  /** Runs work with the server; null when it does not answer: what waits goes on waiting. */
  const withServer = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      return await inLine(work);
    } catch (failure) {
      if (!(failure instanceof SourceError)) throw failure;
      stands(AWAY.has(failure.code) ? 'offline' : 'failed');
      wait();
      return null;
    }
  };
  const all = async (): Promise<void> => {
    await flush();
    await pull();
    stands('ready');
  };
  const sync = async (): Promise<void> => {
    await withServer(all);
  };
  const write = async (
    op: Waiting['op'],
    entity: string,
    asked: Values,
    version: number,
    ask: () => Promise<Written>,
  ): Promise<Written> => {
    const key = crypto.randomUUID();
    const written = await kept.writing(ask, ({ change }) => (outbox) => {
      const was = stored(entity, change.id)?.values ?? {};
      const before = Object.fromEntries(Object.keys(asked).map((name) => [name, was[name] ?? null]));
      return outbox.add({ key, op, entity, id: change.id, version, asked, before, at: now(), refused: null });
    });
    if (!written.ok) return written;
    return (await withServer(() => flush(key))) ?? written;
  };

  /** What only the server does: what waits is sent before, and the copy has what came of it when the answer is told. */
  const there = async <T>(work: () => Promise<T>): Promise<T> => {
    await withServer(() => flush());
    const done = await work();
    await sync();
    return done;
  };

  await count();
  const empty = [...kept.frames.values()].every(({ length }) => length === 0);
  if (empty) await inLine(all);
  else again();

  return {
    ...remote,
    // the past is the server's to tell: the copy has no journal of it
    list: (query) => (query.asOf === undefined ? kept.memory : remote).list(query),
    get: (entity, id, day) => (day?.asOf === undefined ? kept.memory : remote).get(entity, id, day),
    measure: (query) => (query.asOf === undefined ? kept.memory : remote).measure(query),
    explain: (query, measure) => (query.asOf === undefined ? kept.memory : remote).explain(query, measure),
    create: (entity, draft) => write('create', entity, draft, 0, () => kept.memory.create(entity, draft)),
    change: (entity, id, patch, { version }) =>
      write('change', entity, patch, version, () => kept.memory.change(entity, id, patch, { version })),
    remove: (entity, id, { version }) =>
      write('remove', entity, {}, version, () => kept.memory.remove(entity, id, { version })),
    convert: (request) => there(async () => (await remote.convert?.(request)) ?? NOTHING),
    unconvert: (request) => there(async () => (await remote.unconvert?.(request)) ?? NOTHING),
    journalOf: async (entity, id) => {
      try {
        return await remote.journalOf(entity, id);
      } catch {
        const changes = await kept.store.changesOfRecord(entity, id);
        return changes.filter(({ cause }) => cause !== SYNC).reverse();
      }
    },
    watch: (listener) => {
      const stop = kept.watch(listener);
      if (watched === 0) window.addEventListener('online', again);
      watched += 1;
      let watching = true;
      return () => {
        if (!watching) return;
        watching = false;
        stop();
        watched -= 1;
        if (watched === 0) rest();
      };
    },
    announce: again,
    freshness: () => ({ state, at: kept.standing().at, issues: refusals.map(saidOf) }),
    waiting: kept.store.waiting,
    sync,
    drop: async (key) => {
      await kept.keep(
        async () => [],
        (outbox) => outbox.filter((one) => one.key === key && one.refused !== null).delete(),
      );
      await count();
    },
    eraseAll: kept.erase,
    close: () => {
      rest();
      kept.close();
    },
  };
};

const saidOf = ({ entity, id, refused }: Waiting): Issue =>
  issue('changed_meanwhile', [entity, id], {
    severity: 'warning',
    message: `An edit made offline was not taken: ${refused?.issues[0]?.message ?? 'the server refused it.'}`,
    remedy: 'Look at both values and save again, or let the edit go.',
  });

const allOf = async (remote: RemoteSource, entity: Entity): Promise<ReadonlyMap<string, Rec>> => {
  const found = new Map<string, Rec>();
  let cursor: string | null = null;
  do {
    const query = { entity: entity.name, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
    const page: Awaited<ReturnType<RemoteSource['list']>> = await remote.list(query);
    if (!page.ok) throw new SourceError('unreadable', page.issues[0]?.message ?? '', 'Check the server.');
    for (const record of page.value.items) found.set(record.id, keptForm(entity, record));
    cursor = page.value.next;
  } while (cursor !== null);
  return found;
};
