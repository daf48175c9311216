import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';

/** What answers a request. */
export type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no new requests, lets those that run end (for `patience` milliseconds), then closes everything. */
  readonly stop: (patience?: number) => Promise<void>;
}

/** The address cannot be listened on. `remedy` is a sentence for the operator. */
export class ListenError extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string, cause: unknown) {
    super(message, { cause });
    this.name = 'ListenError';
    this.remedy = remedy;
  }
}

const worded = (error: NodeJS.ErrnoException, host: string, port: number): Error => {
  if (error.code === 'EADDRINUSE')
    return new ListenError(
      `Port ${port} is already used, perhaps by a Sluice that runs already.`,
      `Open http://localhost:${port}, stop what uses the port, or choose another one with PORT=${port + 1}.`,
      error,
    );
  if (error.code === 'EACCES')
    return new ListenError(
      `Port ${port} is not open to this account.`,
      'Choose one above 1023, for example PORT=8787.',
      error,
    );
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new ListenError(`${host} is not an address of this machine.`, 'Set HOST to 127.0.0.1 or to 0.0.0.0.', error);
  return error;
};

/** Listens for requests. Throws `ListenError`. */
export const listen = async (fetch: Fetch, { host, port }: { host: string; port: number }): Promise<Listening> => {
  const server = createAdaptorServer({
    fetch,
    serverOptions: { requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 5000, maxHeaderSize: 16_384 },
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(worded(error, host, port)));
    server.listen({ host, port, exclusive: true }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: async (patience = 10_000) => {
      const ended = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), patience);
      await ended;
      clearTimeout(timer);
    },
  };
};
