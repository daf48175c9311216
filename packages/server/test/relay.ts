import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Connection } from '../src/database/connection.ts';

/** A wire to a database that a test can cut. */
export interface Relay {
  /** The database through the wire. */
  readonly connection: Connection;
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
  /** Nothing gets through any more, in either direction, and nobody is told. */
  readonly silence: (on: boolean) => void;
  /** Delivers what holds this text to the database and cuts the wire before its answer. */
  readonly cutAfter: (text: string) => void;
  /** How many connections were made over it. */
  readonly calls: () => number;
  readonly close: () => Promise<void>;
}

/** A TCP relay in front of a database. */
export async function relay(connection: Connection): Promise<Relay> {
  const target = connection.url === undefined ? connection : partsOf(connection.url);
  const sockets = new Set<Socket>();
  let silent = false;
  let word: string | undefined;

  let calls = 0;

  const carry = (client: Socket): void => {
    calls += 1;
    const upstream = target.path === undefined ? connect(target.port ?? 5432, target.host) : connect(target.path);
    let deaf = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        if (!deaf) upstream.destroy();
      });
    }
    client.on('data', (bytes) => {
      if (silent) return;
      upstream.write(bytes);
      if (word !== undefined && bytes.includes(word)) {
        word = undefined;
        deaf = true;
        // the database answers, which proves that it has done it; only then is the caller cut off
        upstream.once('data', () => {
          client.destroy();
          upstream.destroy();
        });
      }
    });
    upstream.on('data', (bytes) => {
      if (!silent && !deaf) client.write(bytes);
    });
  };

  const listen = async (port: number): Promise<Server> => {
    const server = createServer(carry).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const cut = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const { user, password, database } = target;
  return {
    connection: {
      host: '127.0.0.1',
      port,
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { password }),
      ...(database === undefined ? {} : { database }),
      ...(connection.pooled === true ? { pooled: true } : {}),
    },
    cut,
    mend: async () => {
      server = await listen(port);
    },
    silence: (on) => {
      silent = on;
    },
    cutAfter: (text) => {
      word = text;
    },
    calls: () => calls,
    close: cut,
  };
}

function partsOf(address: string): Connection {
  const url = new URL(address);
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
  };
}
