import { type Client, type Connection, openClient } from './connection.ts';

/**
 * One connection and its fate. The driver would silently connect again and carry on with what was meant for the lost connection;
 * a line never does: once lost it is thrown away.
 */
export interface Line {
  readonly client: Client;
  /** `performance.now()` when it was made. */
  readonly since: number;
  readonly lost: () => boolean;
  /** Called once, when the connection ends; the last one set counts. */
  readonly whenLost: (listener: (() => void) | undefined) => void;
  /** Ends the connection without waiting for the other side. */
  readonly discard: () => void;
}

/** A line to a database; it connects with its first statement. */
export function openLine(
  connection: Connection,
  options: { readonly connectTimeout: number; readonly name: string; readonly types?: object },
): Line {
  let lost = false;
  let listener: (() => void) | undefined;
  const end = () => {
    if (lost) return;
    lost = true;
    listener?.();
    // also after a loss: the driver must not connect again
    client.end({ timeout: 0 }).catch(() => undefined);
  };
  const client = openClient(connection, { ...options, onclose: end });
  return {
    client,
    since: performance.now(),
    lost: () => lost,
    whenLost: (next) => {
      listener = next;
    },
    discard: end,
  };
}
