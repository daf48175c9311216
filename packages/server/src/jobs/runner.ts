import type { PgBoss } from 'pg-boss';
import type { Pool } from '../database/lease.ts';
import { suspendedTenants, whyNot } from './alive.ts';
import { JobFault, reasonOf } from './faults.ts';
import { KIND_NAMES, type KindName, KINDS, type Payload, readPayload } from './kinds.ts';

/** One job, as it is done. */
export interface Task {
  /** UUID */
  readonly id: string;
  readonly payload: Payload;
  /** Whether it was begun before: whoever began it did not say what became of it, or failed. */
  readonly again: boolean;
  /** How long ago it was made, in milliseconds: what waited while its tenant was suspended is of another day. */
  readonly age: number;
  /** It will not be tried again when it fails this time. */
  readonly last: boolean;
  /** Its time is up, or the server stops. */
  readonly signal: AbortSignal;
}

/** Does the jobs of each kind; what it throws is kept as the reason, and the job is tried again. Kinds without one wait. */
export type Handlers = { readonly [K in KindName]?: (task: Task) => Promise<void> };

/** A job as it was taken. */
interface Taken {
  readonly id: string;
  readonly data: unknown;
  readonly createdOn: Date;
  readonly retryCount: number;
  readonly retryLimit: number;
}

/** Does jobs while it runs. */
export interface Runner {
  /** There may be something to do. */
  readonly wake: (kind?: KindName) => void;
  /** Does what is ready until nothing is; gives how many jobs were taken. */
  readonly drain: () => Promise<number>;
  readonly close: (patience: number) => Promise<void>;
}

export interface RunnerOptions {
  readonly boss: PgBoss;
  readonly pool: Pool;
  readonly handlers: Handlers;
  readonly note: (error: unknown, job?: { readonly id: string; readonly kind: KindName }) => void;
}

/**
 * Takes jobs as places are free: those of one kind beside each other, at most so many of one tenant, so that a tenant with ten thousand
 * waiting holds up nobody else. Those of a suspended tenant stay where they are. A job that throws is tried again later; the last time it is dead, with its reason.
 */
export const openRunner = ({ boss, pool, handlers, note }: RunnerOptions): Runner => {
  const kinds = KIND_NAMES.filter((kind) => handlers[kind]);
  const running = new Map<KindName, Set<Promise<void>>>(kinds.map((kind) => [kind, new Set()]));
  const taking = new Map<KindName, Promise<void>>();
  const again = new Set<KindName>();
  const stopping = new AbortController();
  const suspended = suspendedTenants(pool);
  let closed = false;
  let taken = 0;

  const run = async (kind: KindName, job: Taken): Promise<void> => {
    const handler = handlers[kind];
    const time = AbortSignal.timeout(KINDS[kind].patience * 1000);
    const signal = AbortSignal.any([time, stopping.signal]);
    try {
      const payload = readPayload(job.data);
      if (!payload || !handler) throw new JobFault('unreadable', 'What it is about cannot be read.');
      const skipped = await whyNot(pool, kind, payload);
      if (skipped === null) {
        const late = new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(new JobFault('too_slow', 'It took too long.')), { once: true });
        });
        late.catch(() => undefined);
        const [again, last] = [job.retryCount > 0, job.retryCount >= job.retryLimit];
        const age = Math.max(0, Date.now() - job.createdOn.getTime());
        await Promise.race([handler({ id: job.id, payload, again, age, last, signal }), late]);
      }
      await boss.complete(kind, job.id, skipped === null ? null : { skipped });
    } catch (error) {
      const reason = reasonOf(error);
      if (reason.code === 'internal') note(error, { id: job.id, kind });
      // when even that cannot be said, its time runs out and it is taken again
      await boss.fail(kind, job.id, { ...reason }).catch((gone: unknown) => note(gone, { id: job.id, kind }));
    }
  };

  const take = async (kind: KindName): Promise<void> => {
    const { slots, each } = KINDS[kind];
    const busy = running.get(kind);
    if (!busy) return;
    do {
      again.delete(kind);
      const free = slots - busy.size;
      if (free <= 0 || closed) return;
      // one at a time: what is taken is counted among the tenant's before the next is
      const options = { batchSize: 1, includeMetadata: true, groupConcurrency: each } as const;
      const ignoreGroups = [...(await suspended())];
      const [job] = await boss.fetch(kind, { ...options, ignoreGroups });
      if (!job) continue;
      taken += 1;
      again.add(kind);
      const work: Promise<void> = run(kind, job).finally(() => {
        busy.delete(work);
        wake(kind);
      });
      busy.add(work);
    } while (again.has(kind));
  };

  const wake = (only?: KindName): void => {
    for (const kind of only === undefined ? kinds : [only]) {
      again.add(kind);
      if (closed || taking.has(kind)) continue;
      const work = take(kind)
        .catch((error: unknown) => note(error))
        .finally(() => taking.delete(kind));
      taking.set(kind, work);
    }
  };

  const pending = (): readonly Promise<void>[] => [
    ...taking.values(),
    ...[...running.values()].flatMap((set) => [...set]),
  ];

  return {
    wake,
    drain: async () => {
      wake();
      for (let all = pending(); all.length > 0; all = pending()) await Promise.all(all);
      return taken;
    },
    close: async (patience) => {
      closed = true;
      const all = Promise.all(pending());
      if (patience > 0) await Promise.race([all, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
      stopping.abort();
      await all;
    },
  };
};
