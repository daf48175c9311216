import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError } from '../database/errors.ts';
import type { Tx } from '../database/fence.ts';

const ENOUGH = 25_000;
const PAUSE = 100;

/** One after the other, per key: those that wait hold no connection. */
export const openTurns = () => {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    last.set(key, settled);
    try {
      return await mine;
    } finally {
      if (last.get(key) === settled) last.delete(key);
    }
  };
};

/** Imports and undos of one tenant follow each other. */
export const tenantTurns = openTurns();

/**
 * Waits until no other server imports for this tenant, and lets the transaction think longer between its statements than a request may.
 * Throws `overloaded` when the others take too long.
 */
export const alone = async (tx: Tx, tenant: string): Promise<void> => {
  await patient(tx);
  const until = Date.now() + ENOUGH;
  for (;;) {
    const [row] = await tx.unsafe(`select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as "mine"`, [
      `sluice import ${tenant}`,
    ]);
    if (row?.['mine'] === true) return;
    if (Date.now() > until)
      throw new DatabaseError(
        'overloaded',
        'Another import is being written.',
        'Try again when it has ended; nothing was written.',
      );
    await sleep(PAUSE);
  }
};

/** Lets a transaction think between its statements: a large file takes a while to be planned. */
export const patient = async (tx: Tx): Promise<void> => {
  await tx.unsafe(`select set_config('idle_in_transaction_session_timeout', '600000', true)`);
};
