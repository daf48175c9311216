import { type Client, type Connection, openClient } from '../database/connection.ts';
import { JOBS_CHANNEL } from './enqueue.ts';
import { isKind, type KindName } from './kinds.ts';

/** Hears of new jobs, and looks now and then for those it did not hear of. Gives the way to end it. */
export const hearJobs = ({
  connection,
  poll,
  hear,
}: {
  readonly connection: Connection;
  readonly poll: number;
  /** Of one kind, or of any. */
  readonly hear: (kind?: KindName) => void;
}): (() => Promise<void>) => {
  // behind PgBouncer in transaction mode nothing is heard
  const client: Client | null =
    connection.pooled === true ? null : openClient(connection, { name: 'sluice jobs listen' });
  client
    ?.listen(
      JOBS_CHANNEL,
      (kind) => (isKind(kind) ? hear(kind) : undefined),
      () => hear(),
    )
    .catch(() => undefined);
  const timer = setInterval(hear, poll);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await client?.end({ timeout: 0 }).catch(() => undefined);
  };
};
