import type { PgBoss } from 'pg-boss';
import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { JOBS_CHANNEL } from './enqueue.ts';
import { readReason, type Reason } from './faults.ts';
import { isKind, type KindName, readPayload } from './kinds.ts';
import { JOBS_SCHEMA } from './tables.ts';

/** In which of its lives a job is. */
export const JOB_STATES = ['waiting', 'running', 'done', 'dead'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** A job as whoever runs the tenant sees it. */
export interface ListedJob {
  readonly id: string;
  readonly kind: KindName;
  readonly state: JobState;
  /** What it is about: a line of the outbox, a delivery. */
  readonly subject: string | null;
  /** Why it failed the last time. */
  readonly reason: Reason | null;
  /** How often it was begun. */
  readonly attempts: number;
  readonly createdAt: string;
  /** When it is tried next. */
  readonly nextAt: string | null;
  readonly endedAt: string | null;
}

/** A tenant's jobs, and what can be done about those that are dead. */
export interface DeadLetters {
  /** The latest first, at most `limit`. `tenant`: UUID. */
  readonly list: (tenant: string, state: JobState, limit: number) => Promise<readonly ListedJob[]>;
  /** Tries a dead job once more, now; false when the tenant has none of this id. */
  readonly retry: (tenant: string, id: string) => Promise<boolean>;
  /** Forgets a dead job; false when the tenant has none of this id. */
  readonly discard: (tenant: string, id: string) => Promise<boolean>;
}

const IN: Readonly<Record<JobState, readonly string[]>> = {
  waiting: ['created', 'retry'],
  running: ['active'],
  done: ['completed', 'cancelled'],
  dead: ['failed'],
};

/** The jobs of tenants: each sees its own by the tenant's id, which stands in the row and is set when the job is made. */
export const deadLetters = (boss: PgBoss, pool: Pool): DeadLetters => {
  const kindOf = (tenant: string, id: string): Promise<KindName | null> =>
    asOwner(pool, { readOnly: true }, async (tx) => {
      const [row] = await tx.unsafe(
        `select name from ${JOBS_SCHEMA}.job where group_id = $1 and id = $2 and state = 'failed'`,
        [tenant, id],
      );
      const name = String(row?.['name']);
      return isKind(name) ? name : null;
    });
  return {
    list: (tenant, state, limit) =>
      asOwner(pool, { readOnly: true }, async (tx) => {
        const rows = await tx.unsafe(
          `select id::text as id, name, data, output, retry_count, started_on, created_on, completed_on, start_after
           from ${JOBS_SCHEMA}.job where group_id = $1 and state::text = any ($2)
           order by coalesce(completed_on, created_on) desc, id limit $3`,
          [tenant, [...IN[state]], limit],
        );
        return rows.flatMap((row): ListedJob[] => {
          const kind = String(row['name']);
          if (!isKind(kind)) return [];
          const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
          const failed = row['output'] !== null && state !== 'done';
          return [
            {
              id: String(row['id']),
              kind,
              state,
              subject: readPayload(row['data'])?.subject ?? null,
              reason: failed ? readReason(row['output']) : null,
              attempts: row['started_on'] === null ? 0 : Number(row['retry_count']) + 1,
              createdAt: String(row['created_on']),
              nextAt: state === 'waiting' ? text(row['start_after']) : null,
              endedAt: text(row['completed_on']),
            },
          ];
        });
      }),
    retry: async (tenant, id) => {
      const kind = await kindOf(tenant, id);
      if (kind === null) return false;
      await boss.retry(kind, id);
      await asOwner(pool, {}, (tx) => tx`select pg_notify(${JOBS_CHANNEL}, ${kind})`);
      return true;
    },
    discard: async (tenant, id) => {
      const kind = await kindOf(tenant, id);
      if (kind === null) return false;
      await boss.deleteJob(kind, id);
      return true;
    },
  };
};
