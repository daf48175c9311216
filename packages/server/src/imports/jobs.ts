import { setTimeout as sleep } from 'node:timers/promises';
import { asTenant, type TenantContext } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { wholeOf } from './large/large-desk.ts';
import { opened } from './large/opened.ts';
import type { Accepted, AcceptOptions, ImportRefusal, PlanOptions, WholeDesk } from './outcomes.ts';
import * as rows from './job-rows.ts';
import * as store from './store.ts';
import type { ImportJob, WireImport } from './wire.ts';
import type { ImportWish } from './wish.ts';

/** So often a job says that it goes on. */
const BEAT = 500;
const LOOK = 100;
/** So long a cancellation waits for the job to have ended. */
const PATIENCE = 30_000;

/** What became of a cancellation: the import as it is then. */
export type Cancelled =
  | { readonly ok: true; readonly import: WireImport }
  | Extract<ImportRefusal, { readonly why: 'missing' | 'accepted' }>;

/** Imports that are accepted while nobody waits. */
export interface Jobs {
  /** Keeps a file, begins to plan it, and answers at once; `get` says how far it is. A small file is planned before the answer. */
  readonly beginPlan: (chunks: AsyncIterable<Uint8Array>, wish: ImportWish) => Promise<WireImport>;
  /** Begins to accept, and answers at once; `get` says how far it is. One that is under way already is not begun again. */
  readonly begin: (id: string, options?: Pick<AcceptOptions, 'digest'>) => Promise<Accepted>;
  /** Stops a plan or an acceptance that was begun, here or on another server, and answers when it has ended: nothing of it is left. */
  readonly cancel: (id: string) => Promise<Cancelled>;
}

const WHY: Readonly<Record<ImportRefusal['why'], string>> = {
  missing: 'not_found',
  planning: 'being_planned',
  unusable: 'not_usable',
  expired: 'plan_expired',
  changed: 'plan_changed',
  not_accepted: 'not_accepted',
  accepted: 'already_accepted',
};

const faultOf = (error: unknown): Pick<ImportJob, 'code' | 'detail'> => {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal';
  const known = error instanceof Error && 'remedy' in error;
  return { code, detail: known ? error.message : 'Something went wrong in the server; nothing was written.' };
};

/** Those that run in this process: they need not look into the database to be stopped. */
const here = new Map<string, AbortController>();

/** Adds to a desk what goes on while nobody waits. Its progress is in the row of the import, for every server to see. */
export const jobsOf = (desk: WholeDesk, pool: Pool, who: TenantContext): Jobs => {
  const noting = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asTenant(pool, who, work);

  /** Does work while nobody waits; it answers why it was refused. */
  const run = async (id: string, work: (how: PlanOptions) => Promise<ImportRefusal['why'] | null>): Promise<void> => {
    const controller = new AbortController();
    here.set(id, controller);
    const at = { done: 0, of: 0 };
    let telling: Promise<void> = Promise.resolve();
    let busy = false;
    const tell = async (): Promise<void> => {
      try {
        if (await noting((tx) => rows.beat(tx, id, at.done, at.of))) controller.abort();
      } catch {
        // the next one tells it
      }
      busy = false;
    };
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      telling = tell();
    }, BEAT);
    let job: ImportJob | null = null;
    try {
      const why = await work({ signal: controller.signal, progress: (progress) => Object.assign(at, progress) });
      if (why !== null) job = { state: 'failed', ...at, code: WHY[why] };
    } catch (error) {
      job = controller.signal.aborted ? { state: 'stopped', ...at } : { state: 'failed', ...at, ...faultOf(error) };
    }
    clearInterval(timer);
    await telling;
    here.delete(id);
    const last = job;
    if (last) await noting((tx) => rows.end(tx, id, last));
  };

  return {
    beginPlan: async (chunks, wish) => {
      const { stream, small } = await opened(chunks);
      if (small) return desk.plan(await wholeOf(stream), wish);
      const file = await desk.receive(stream);
      await desk.expect(file, wish);
      await noting((tx) => rows.begin(tx, file.id));
      run(file.id, async (how) => {
        await desk.planReceived(file, wish, how);
        return null;
      }).catch(() => undefined);
      const now = await desk.get(file.id);
      if (!now) throw new Error('an import that was just begun is not there');
      return now;
    },
    begin: async (id, options = {}) => {
      const kept = await asTenant(pool, { ...who, readOnly: true }, (tx) => store.find(tx, id));
      if (!kept) return { ok: false, why: 'missing' };
      if (kept.status === 'failed') return { ok: false, why: 'unusable', import: store.wireImport(kept) };
      // who is away is told by the row: a failure to say so leaves the job to go stale
      if (kept.status === 'planned' && (await noting((tx) => rows.begin(tx, id))))
        run(id, async (how) => {
          const accepted = await desk.accept(id, { ...options, ...how });
          return accepted.ok ? null : accepted.why;
        }).catch(() => undefined);
      const now = await desk.get(id);
      return now ? { ok: true, import: now } : { ok: false, why: 'missing' };
    },
    cancel: async (id) => {
      here.get(id)?.abort();
      await noting((tx) => rows.stop(tx, id));
      for (const until = Date.now() + PATIENCE; ; await sleep(LOOK)) {
        const now = await desk.get(id);
        if (!now) return { ok: false, why: 'missing' };
        if (now.status === 'accepted' || now.status === 'undone') return { ok: false, why: 'accepted', import: now };
        const going = now.job?.state === 'running' || now.job?.state === 'stopping';
        if (!going || Date.now() > until) return { ok: true, import: now };
      }
    },
  };
};
