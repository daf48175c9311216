import { isDatabaseError, sqlState } from '../database/errors.ts';
import type { LeaseWatch, Pool } from '../database/lease.ts';
import type { Metrics } from './metrics.ts';

/** An error of a transaction in few words: one of ours by its code, one of PostgreSQL by its class; anything else is not the database's. */
const kindOf = (error: unknown): string | null => {
  if (isDatabaseError(error)) return error.code;
  const state = sqlState(error);
  return state === undefined ? null : `sql_${state.slice(0, 2)}`;
};

/** Hears of every lease of a connection. */
export const watchLeases = (metrics: Metrics): LeaseWatch => {
  const waited = metrics.durations('sluice_pool_wait_seconds', 'How long transactions waited for a connection.');
  const held = metrics.durations('sluice_pool_lease_seconds', 'How long transactions held their connection.');
  const failed = metrics.counter(
    'sluice_database_errors_total',
    'Transactions that failed, by the kind of error: a code of the server, or sql_ and the class of the SQLSTATE.',
    ['kind'],
  );
  return (lease) => {
    waited(lease.waited / 1000);
    if (lease.held !== null) held(lease.held / 1000);
    const kind = lease.error === undefined ? null : kindOf(lease.error);
    if (kind !== null) failed({ kind });
  };
};

/** Tells what a pool does at the moment. */
export const watchPool = (metrics: Metrics, pool: Pool): void => {
  metrics.figure(
    'sluice_pool_connections',
    'Connections to the database: leased to a transaction, or open and free.',
    () => {
      const { busy, idle } = pool.state();
      return [
        [{ state: 'busy' }, busy],
        [{ state: 'idle' }, idle],
      ];
    },
    ['state'],
  );
  metrics.figure('sluice_pool_size', 'Connections that may be leased at the same time.', () => pool.settings.size);
  metrics.figure('sluice_pool_waiting', 'Transactions that wait for a connection.', () => pool.state().waiting);
};
