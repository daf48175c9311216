import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

/** What answers a request. */
export type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

/** How patient the server is with whoever is at the other end, in milliseconds. */
export interface ListenTimes {
  /** Until the headers of a request are there. */
  readonly headers: number;
  /** Until all of a request is there, a large file included. */
  readonly request: number;
  /** How long a connection may stand without a byte in either direction, unless the server itself is thinking. */
  readonly silence: number;
  /**
   * How long a connection waits for its next request: longer than reverse proxies keep theirs (nginx and most load balancers 60 s), so that it
   * is they who close, and none sends a request into a connection that ends.
   */
  readonly idle: number;
  /** How often all of this is looked at. */
  readonly look: number;
}

const TIMES: ListenTimes = { headers: 15_000, request: 300_000, silence: 60_000, idle: 75_000, look: 2000 };

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** From now on every answer ends its connection: whoever asks again connects anew, elsewhere perhaps. */
  readonly leave: () => void;
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
export const listen = async (
  fetch: Fetch,
  { host, port, times: patience = {} }: { host: string; port: number; times?: Partial<ListenTimes> },
): Promise<Listening> => {
  const times = { ...TIMES, ...patience };
  const server = createAdaptorServer({
    fetch,
    serverOptions: {
      headersTimeout: times.headers,
      requestTimeout: times.request,
      keepAliveTimeout: times.idle,
      connectionsCheckingInterval: times.look,
      maxHeaderSize: 16_384,
    },
  }) as Server;
  const running = new Map<Socket, ServerResponse>();
  let leaving = false;
  server.prependListener('request', ({ socket }, answer) => {
    running.set(socket, answer);
    if (leaving) answer.shouldKeepAlive = false;
    answer.once('close', () => {
      if (running.get(socket) === answer) running.delete(socket);
    });
  });
  // nobody reads the answer, or nobody writes the request: but the server may take its time to think
  server.setTimeout(times.silence, (socket) => {
    const answer = running.get(socket);
    if (!answer || answer.headersSent || !answer.req.complete) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(worded(error, host, port)));
    server.listen({ host, port, exclusive: true }, resolve);
  });
  const address = server.address();
  const leave = (): void => {
    leaving = true;
    for (const answer of running.values()) if (!answer.headersSent) answer.shouldKeepAlive = false;
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    leave,
    stop: async (patience = 10_000) => {
      leave();
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
