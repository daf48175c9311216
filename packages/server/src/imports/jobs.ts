import { setTimeout as sleep } from 'node:timers/promises';
import { asTenant, type TenantContext } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { OWN_ROW } from '../schema/schema.ts';
import type { Accepted, AcceptOptions, ImportRefusal, PlainDesk } from './desk.ts';
import * as store from './store.ts';
import type { ImportJob, WireImport } from './wire.ts';

/** So often a job says that it goes on; after `STALE` seconds of silence its server is taken to be gone. */
const BEAT = 500;
const STALE = 15;
const LOOK = 100;
/** So long a cancellation waits for the job to have ended. */
const PATIENCE = 30_000;

/** What became of a cancellation: the import as it is then. */
export type Cancelled =
  | { readonly ok: true; readonly import: WireImport }
  | Extract<ImportRefusal, { readonly why: 'missing' | 'accepted' }>;

/** Imports that are accepted while nobody waits. */
export interface Jobs {
  /** Begins to accept, and answers at once; `get` says how far it is. One that is under way already is not begun again. */
  readonly begin: (id: string, options?: Pick<AcceptOptions, 'digest'>) => Promise<Accepted>;
  /** Stops an acceptance that `begin` began, here or on another server, and answers when it has ended: nothing of it is left. */
  readonly cancel: (id: string) => Promise<Cancelled>;
}

const running = (age: string): string =>
  `"job" ->> 'state' = 'running' and ("job" ->> 'beat')::timestamptz > clock_timestamp() - make_interval(secs => ${age})`;

/** The job of an import as it is shown. A server that is gone says nothing: then the job is `interrupted`, and nothing of it is left. */
export const JOB_COLUMN = `case when "job" is null then null when "job" ->> 'state' <> 'running' then "job"::text
  else ("job"::jsonb || jsonb_build_object('state', case when not (${running(String(STALE))}) then 'interrupted'
    when "job" ->> 'stop' = '1' then 'stopping' else 'running' end))::text end as "job"`;

const THE_IMPORT = `${OWN_ROW} and "id" = $1::uuid and "status" = 'planned'`;

const begin = async (tx: Tx, id: string): Promise<boolean> => {
  const rows = await tx.unsafe(
    `update "sluice"."import"
     set "job" = json_build_object('state', 'running', 'done', 0, 'of', 0, 'beat', clock_timestamp())
     where ${THE_IMPORT} and ("job" is null or not (${running(String(STALE))})) returning "id"`,
    [id],
  );
  return rows.length === 1;
};

/** Says that a job goes on; answers whether somebody wants it to stop. */
const beat = async (tx: Tx, id: string, done: number, of: number): Promise<boolean> => {
  const [row] = await tx.unsafe(
    `update "sluice"."import" set "job" = json_build_object('state', 'running', 'done', $2::integer, 'of', $3::integer,
       'beat', clock_timestamp(), 'stop', coalesce("job" ->> 'stop', '0'))
     where ${THE_IMPORT} and "job" ->> 'state' = 'running' returning "job" ->> 'stop' as "stop"`,
    [id, done, of],
  );
  return row?.['stop'] === '1';
};

const stop = async (tx: Tx, id: string): Promise<void> => {
  await tx.unsafe(
    `update "sluice"."import" set "job" = ("job"::jsonb || '{"stop": "1"}')::json
     where ${THE_IMPORT} and "job" ->> 'state' = 'running'`,
    [id],
  );
};

const end = async (tx: Tx, id: string, job: ImportJob): Promise<void> => {
  await tx.unsafe(`update "sluice"."import" set "job" = $2::text::json where ${THE_IMPORT}`, [id, JSON.stringify(job)]);
};

const WHY: Readonly<Record<ImportRefusal['why'], string>> = {
  missing: 'not_found',
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
export const jobsOf = (desk: Pick<PlainDesk, 'accept' | 'get'>, pool: Pool, who: TenantContext): Jobs => {
  const noting = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asTenant(pool, who, work);

  const run = async (id: string, options: Pick<AcceptOptions, 'digest'>): Promise<void> => {
    const controller = new AbortController();
    here.set(id, controller);
    const at = { done: 0, of: 0 };
    let telling: Promise<void> = Promise.resolve();
    let busy = false;
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      telling = noting((tx) => beat(tx, id, at.done, at.of))
        .then((wanted) => {
          if (wanted) controller.abort();
        })
        .catch(() => undefined)
        .finally(() => {
          busy = false;
        });
    }, BEAT);
    let job: ImportJob | null = null;
    try {
      const accepted = await desk.accept(id, {
        ...options,
        signal: controller.signal,
        progress: (progress) => Object.assign(at, progress),
      });
      if (!accepted.ok) job = { state: 'failed', ...at, code: WHY[accepted.why] };
    } catch (error) {
      job = controller.signal.aborted ? { state: 'stopped', ...at } : { state: 'failed', ...at, ...faultOf(error) };
    }
    clearInterval(timer);
    await telling;
    here.delete(id);
    const last = job;
    if (last) await noting((tx) => end(tx, id, last));
  };

  return {
    begin: async (id, options = {}) => {
      const kept = await asTenant(pool, { ...who, readOnly: true }, (tx) => store.find(tx, id));
      if (!kept) return { ok: false, why: 'missing' };
      if (kept.status === 'failed') return { ok: false, why: 'unusable', import: store.wireImport(kept) };
      // who is away is told by the row: a failure to say so leaves the job to go stale
      if (kept.status === 'planned' && (await noting((tx) => begin(tx, id)))) run(id, options).catch(() => undefined);
      const now = await desk.get(id);
      return now ? { ok: true, import: now } : { ok: false, why: 'missing' };
    },
    cancel: async (id) => {
      here.get(id)?.abort();
      await noting((tx) => stop(tx, id));
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
