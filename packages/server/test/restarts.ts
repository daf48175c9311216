import { setTimeout as pause } from 'node:timers/promises';
import { keeperOf } from '../src/auth/token.ts';
import type { Connection } from '../src/database/connection.ts';
import { type Balancer, openBalancer } from './balancer.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** What came of restarting servers while they are used. */
export interface Restarted {
  readonly requests: number;
  /** What went wrong, in words; empty when nothing did. */
  readonly failures: readonly string[];
  /** Records whose creation was acknowledged. */
  readonly written: readonly string[];
  /** Of these, the ones that the change feed told. */
  readonly heard: number;
  /** How the servers that were told to stop ended. */
  readonly exits: readonly (number | null)[];
  /** How long each took from being told to its end, in milliseconds. */
  readonly stops: readonly number[];
  /** The streams that were sent away and came back. */
  readonly farewells: number;
}

const SECRET = 'a secret of the tests, forty characters.';
const bearer = async (): Promise<string> => {
  const keeper = keeperOf(new TextEncoder().encode(SECRET), () => Date.now());
  return `Bearer ${await keeper.sign('token', { tenant: 'demo', role: 'owner', actor: 'tester' })}`;
};

/** Follows the change feed through whoever is ready, from where it was, until it is aborted; `ready` when it follows. */
const follow = async (
  balancer: Balancer,
  { token, heard, signal, ready }: { token: string; heard: Set<string>; signal: AbortSignal; ready: () => void },
): Promise<number> => {
  let last: string | undefined;
  let farewells = 0;
  while (!signal.aborted) {
    try {
      const answer = await fetch(`${balancer.pick()}/api/v1/events`, {
        headers: { Authorization: token, ...(last === undefined ? {} : { 'Last-Event-ID': last }) },
        signal,
      });
      if (!answer.ok || !answer.body) throw new Error(`the feed answered ${answer.status}`);
      let text = '';
      for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
        text += part;
        const messages = text.split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) {
          last = /^id: (.+)$/m.exec(message)?.[1] ?? last;
          const data = /^data: (.+)$/m.exec(message)?.[1];
          if (message.includes('event: ready')) ready();
          if (message.includes('event: bye')) farewells += 1;
          else if (message.includes('event: change') && data !== undefined) heard.add(data);
        }
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
  return farewells;
};

/** Fewer than a server has connections: whatever it is told to do, there is one for each. */
const CLIENTS = 4;

/** Two servers over one database, used by clients and a reader of the feed, restarted in turn so many times. */
export const restartUnderLoad = async (connection: Connection, times: number): Promise<Restarted> => {
  const token = await bearer();
  const balancer = openBalancer();
  const start = (): Promise<ServerProcess> => startServer(connection, { env: { SLUICE_DRAIN: '1' } });
  const originOf = (server: ServerProcess): string => new URL(server.base).origin;
  const servers = new Map<string, ServerProcess>();
  for (const name of ['one', 'two']) {
    const server = await start();
    servers.set(name, server);
    balancer.set(name, originOf(server));
  }

  const failures: string[] = [];
  const written: string[] = [];
  const heard = new Set<string>();
  const exits: (number | null)[] = [];
  const stops: number[] = [];
  const controller = new AbortController();
  let requests = 0;
  let going = true;
  const client = async (name: number): Promise<void> => {
    for (let turn = 0; going; turn += 1) {
      const writes = turn % 3 === 0;
      const body = JSON.stringify({ client: `Client ${name}.${turn}`, stage: 'prospect' });
      const headers = { Authorization: token, 'Content-Type': 'application/json' };
      try {
        const { status, text } = await balancer.ask(
          writes ? '/api/v1/deals' : '/api/v1/deals?limit=5',
          writes ? { method: 'POST', headers, body } : { headers },
        );
        if (status !== (writes ? 201 : 200)) failures.push(`${status} ${text.slice(0, 200)}`);
        else if (writes) written.push(String((JSON.parse(text) as { readonly id?: unknown }).id));
      } catch (error) {
        failures.push(error instanceof Error ? `${error.name} ${error.message}` : String(error));
      }
      requests += 1;
    }
  };
  // who is restarted first has a reader already
  const first = Promise.withResolvers<void>();
  const following = follow(balancer, { token, heard, signal: controller.signal, ready: first.resolve });
  await Promise.race([first.promise, following]);
  const clients = Array.from({ length: CLIENTS }, (_, name) => client(name));
  for (let time = 0; time < times; time += 1) {
    const name = time % 2 === 0 ? 'one' : 'two';
    const old = servers.get(name);
    const from = performance.now();
    await old?.stop();
    stops.push(performance.now() - from);
    exits.push(old?.child.exitCode ?? null);
    const next = await start();
    servers.set(name, next);
    balancer.set(name, originOf(next));
  }
  going = false;
  await Promise.all(clients);
  const told = (): number => written.filter((id) => [...heard].some((data) => data.includes(id))).length;
  for (let waited = 0; told() < written.length && waited < 5000; waited += 200) await pause(200);
  controller.abort();
  const farewells = await following;
  balancer.close();
  for (const server of servers.values()) await server.stop();
  return { requests, failures, written, heard: told(), exits, stops, farewells };
};
