import { Agent, request } from 'node:http';

/** An answer of one of several servers. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What a test sends. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Sends requests to several servers in turn, as a load balancer does: over connections that are kept, only to those whose `/readyz` said
 * ok when it was last asked, and never twice.
 */
export interface Balancer {
  /** A server, by a name that stays over its restarts; null: it is gone. */
  readonly set: (name: string, origin: string | null) => void;
  /** A server that is ready. Throws when there is none. */
  readonly pick: () => string;
  /** Asks one that is ready. */
  readonly ask: (path: string, asked?: Asked) => Promise<Answer>;
  readonly close: () => void;
}

/** `every`: milliseconds between two looks at who is ready. */
export const openBalancer = (every = 100): Balancer => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  // looks from time to time must not keep a connection alive
  const looking = new Agent({ keepAlive: false });
  const servers = new Map<string, { readonly origin: string; ready: boolean }>();
  let turn = 0;

  const send = (origin: string, path: string, asked: Asked, by: Agent): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method = 'GET', headers = {}, body = '' } = asked;
      const sent = request(`${origin}${path}`, { method, headers, agent: by }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
      });
      sent.on('error', reject);
      sent.end(body);
    });

  const look = async (): Promise<void> => {
    for (const server of servers.values()) {
      const { status } = await send(server.origin, '/readyz', {}, looking).catch(() => ({ status: 0 }));
      server.ready = status === 200;
    }
  };
  const timer = setInterval(() => void look(), every);

  const pick = (): string => {
    const ready = [...servers.values()].filter((one) => one.ready);
    const chosen = ready[turn++ % Math.max(1, ready.length)];
    if (!chosen) throw new Error('No server is ready.');
    return chosen.origin;
  };
  return {
    pick,
    set: (name, origin) => {
      if (origin === null) servers.delete(name);
      else servers.set(name, { origin, ready: true });
    },
    ask: (path, asked = {}) => send(pick(), path, asked, agent),
    close: () => {
      clearInterval(timer);
      agent.destroy();
    },
  };
};
