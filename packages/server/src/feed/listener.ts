import { type Client, type Connection, openClient } from '../database/connection.ts';
import { CHANNEL } from './channel.ts';

/** Hears, on a connection of its own, whose data was written. It only wakes up: what it misses is found by looking. */
export interface Listener {
  /** Starts anew: what should have been heard was not. */
  readonly renew: () => void;
  readonly close: () => Promise<void>;
}

export interface ListenerOptions {
  readonly connection: Connection;
  readonly hear: (tenant: string) => void;
  /** It listens, again perhaps: something may have been missed. */
  readonly ready: () => void;
}

/** Listens; behind PgBouncer in transaction mode, where nothing is heard, it does nothing. */
export const openListener = ({ connection, hear, ready }: ListenerOptions): Listener => {
  let client: Client | null = null;
  let closed = false;
  const quit = async (old: Client | null): Promise<void> => {
    await old?.end({ timeout: 0 }).catch(() => undefined);
  };
  const begin = (): void => {
    if (closed || connection.pooled === true) return;
    const mine = openClient(connection, { name: 'sluice listen' });
    client = mine;
    mine
      .listen(
        CHANNEL,
        (tenant) => hear(tenant),
        () => ready(),
      )
      .catch(() => undefined);
  };
  begin();
  return {
    renew: () => {
      void quit(client);
      begin();
    },
    close: async () => {
      closed = true;
      await quit(client);
    },
  };
};
