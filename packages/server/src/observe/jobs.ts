import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { KIND_NAMES } from '../jobs/kinds.ts';
import { JOBS_SCHEMA } from '../jobs/tables.ts';
import type { Metrics } from './metrics.ts';

/** In which way a job is not done yet, or never was. `failed`: it will be tried again; `held`: its tenant is suspended. */
const STATES = ['queued', 'failed', 'running', 'held', 'dead'] as const;

const WAITS = `j."state" < 'active' and t."id" is null`;

const ALL = `
  select j."name" as "kind", case when j."state" < 'active' and t."id" is not null then 'held' when j."state" = 'created' then 'queued'
      when j."state" = 'retry' then 'failed' when j."state" = 'active' then 'running' else 'dead' end as "is",
    count(*)::integer as "count",
    coalesce(max(extract(epoch from now() - j."start_after")) filter (where ${WAITS}), 0)::float8 as "oldest"
  from ${JOBS_SCHEMA}.job j
    left join sluice_system.tenant t on t."id"::text = j."group_id" and t."suspended_at" is not null
  where j."state" <= 'active' or j."state" = 'failed' group by 1, 2`;

/** What of one kind is in one state. */
interface Count {
  readonly kind: string;
  readonly state: string;
  readonly count: number;
  /** Since when the one that could have been done first waits, in seconds. */
  readonly oldest: number;
}

/** Tells the jobs of all tenants together: read when somebody looks, once for all figures. Every server tells the same ones. */
export const watchJobs = (metrics: Metrics, pool: Pool): void => {
  let reading: Promise<readonly Count[]> | null = null;
  const read = (): Promise<readonly Count[]> => {
    reading ??= asOwner(pool, { readOnly: true }, async (tx) =>
      (await tx.unsafe(ALL)).map((row) => ({
        kind: String(row['kind']),
        state: String(row['is']),
        count: Number(row['count']),
        oldest: Number(row['oldest']),
      })),
    ).finally(() => {
      reading = null;
    });
    return reading;
  };
  metrics.figure(
    'sluice_jobs',
    'Jobs by kind: queued, failed and tried again later, running, held while their tenant is suspended, or dead.',
    async () => {
      const found = await read();
      const of = (kind: string, state: string): number =>
        found.find((one) => one.kind === kind && one.state === state)?.count ?? 0;
      return KIND_NAMES.flatMap((kind) => STATES.map((state) => [{ kind, state }, of(kind, state)] as const));
    },
    ['kind', 'state'],
  );
  metrics.figure(
    'sluice_jobs_oldest_seconds',
    'How long the job waits that could have been done first; 0 when none waits.',
    async () => {
      const found = await read();
      const of = (kind: string): number =>
        Math.max(0, ...found.filter((one) => one.kind === kind).map(({ oldest }) => oldest));
      return KIND_NAMES.map((kind) => [{ kind }, of(kind)] as const);
    },
    ['kind'],
  );
};
