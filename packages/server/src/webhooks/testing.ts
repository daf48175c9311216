import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

/** A request as a receiver got it. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver of webhooks that keeps what it is told. */
export interface Receiver {
  /** `http://127.0.0.1:41234` */
  readonly origin: string;
  readonly received: Received[];
  /** How many connections there were. */
  readonly connections: () => number;
  /** What it answers from now on; `never` answers nothing. */
  readonly answer: (status: number | 'never', options?: { readonly location?: string; readonly size?: number }) => void;
  readonly close: () => Promise<void>;
}

/** Starts a receiver on this machine. */
export const openReceiver = async (): Promise<Receiver> => {
  const received: Received[] = [];
  let connections = 0;
  let next: { status: number | 'never'; location?: string; size?: number } = { status: 204 };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      });
      const { status, location, size = 0 } = next;
      if (status === 'never') return;
      response.writeHead(status, location === undefined ? {} : { Location: location });
      response.end('x'.repeat(size));
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    connections: () => connections,
    answer: (status, options = {}) => {
      next = { status, ...options };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
