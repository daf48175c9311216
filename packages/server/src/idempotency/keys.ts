import { asOwner } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { OWN_ROW } from '../schema/schema.ts';
import type { Once } from './once.ts';

/** How long the outcome of a key is kept. */
export const KEPT_HOURS = 24;

/** A key as one person used it. */
export interface UsedKey {
  readonly actor: string;
  readonly key: string;
  /** What was asked with it; the same key for anything else is a mistake. */
  readonly fingerprint: string;
}

/** What became of a key, beside the outcome of the work itself. */
export interface KeyNews {
  /** The outcome is that of the first time. */
  readonly replayed: () => void;
  /** The key was used for another request. Throws. */
  readonly reused: () => never;
  /** The first request with the key has not ended. Throws. */
  readonly busy: () => never;
}

const FRESH = `"created_at" > now() - make_interval(hours => ${KEPT_HOURS})`;
const ROW = `${OWN_ROW} and "actor" = $1 and "key" = $2`;
const SWEPT = 50;

const SWEEP = `
  delete from "sluice"."idempotency" where ${OWN_ROW} and ("actor", "key") in (
    select "actor", "key" from "sluice"."idempotency" where ${OWN_ROW} and not ${FRESH}
    order by "created_at" limit $1::integer for update skip locked)
  returning true as "gone"`;

/**
 * Work that happens once per key, whatever becomes of its acknowledgement: the outcome is written in the transaction of the work, so that
 * there are both or neither. A lock that ends with the transaction keeps the second of two requests at the same time from waiting.
 */
export const onceWith = (used: () => UsedKey, news: KeyNews): Once => {
  const claim = async (tx: Tx, { actor, key }: UsedKey): Promise<Readonly<Record<string, unknown>> | undefined> => {
    const [lock] = await tx.unsafe(
      `select pg_try_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || $1, 0)) as "mine"`,
      [`sluice key ${JSON.stringify([actor, key])}`],
    );
    if (lock?.['mine'] !== true) return news.busy();
    // a statement of its own: it sees what the last holder of the lock has committed
    const [row] = await tx.unsafe(
      `select "fingerprint", "answer" #>> '{}' as "answer" from "sluice"."idempotency" where ${ROW} and ${FRESH}`,
      [actor, key],
    );
    return row;
  };
  return async <T>(tx: Tx, work: () => Promise<T>, kept: (done: T) => boolean = () => true): Promise<T> => {
    const mine = used();
    const { actor, key, fingerprint } = mine;
    const row = await claim(tx, mine);
    if (row) {
      if (row['fingerprint'] !== fingerprint) return news.reused();
      news.replayed();
      return JSON.parse(String(row['answer'])) as T;
    }
    const done = await work();
    if (!kept(done)) return done;
    await tx.unsafe(
      `insert into "sluice"."idempotency" ("tenant_id", "actor", "key", "fingerprint", "answer")
       values (current_setting('app.tenant_id')::uuid, $1, $2, $3, to_jsonb($4::text))
       on conflict ("tenant_id", "actor", "key") do update
         set "fingerprint" = excluded."fingerprint", "answer" = excluded."answer", "created_at" = now()`,
      [actor, key, fingerprint, JSON.stringify(done)],
    );
    await tx.unsafe(SWEEP, [SWEPT]);
    return done;
  };
};

const HOUR = 3_600_000;

/** Sweeps every hour until it is ended. A sweep that fails is made up for by the next. */
export const sweepEveryHour = (pool: Pool): (() => void) => {
  const timer = setInterval(() => void sweepKeys(pool).catch(() => undefined), HOUR);
  timer.unref();
  return () => clearInterval(timer);
};

/** Lets go of the outcomes of every tenant that are kept no longer. Gives how many. */
export const sweepKeys = async (pool: Pool): Promise<number> => {
  const tenants = await asOwner(pool, { readOnly: true }, (tx) => tx`select id from sluice_system.tenant`);
  let gone = 0;
  for (const { id } of tenants) {
    const swept = await asOwner(pool, { tenant: String(id) }, (tx) => tx.unsafe(SWEEP, [100_000]));
    gone += swept.length;
  }
  return gone;
};
