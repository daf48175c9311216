import { Agent, request } from 'node:http';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keeperOf } from '../../src/auth/token.ts';
import { createDatabase, type TestDatabase } from '../database.ts';
import { SECRET } from '../http.ts';
import { type ServerProcess, startServer } from '../server-process.ts';
import { atLeast, atMost, none, note, ofTheMachine, plainly } from './report.ts';
import { percentile, slope } from './statistics.ts';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 5);
const CLIENTS = 8;
/** Between two looks at the server, in seconds. */
const EVERY = 10;

let database: TestDatabase;
let server: ServerProcess;
beforeAll(async () => {
  database = await createDatabase();
  const preload = join(import.meta.dirname, 'collected.ts');
  server = await startServer(database.connection, { flags: ['--expose-gc', `--import=${preload}`] });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** What a server holds after it has collected its garbage. */
interface Look {
  readonly minute: number;
  readonly heap: number;
  readonly resources: number;
  readonly files: number;
  readonly connections: number;
}

const looking = async (minute: number): Promise<Look> => {
  const said = (): readonly string[] => server.printed().match(/^collected .+\}$/gm) ?? [];
  const before = said().length;
  server.child.kill('SIGUSR2');
  while (said().length === before) await pause(10);
  const { heap, resources } = JSON.parse((said().at(-1) ?? '').slice('collected '.length)) as Pick<
    Look,
    'heap' | 'resources'
  >;
  const [row] = await database.admin`select count(*)::int as n from pg_stat_activity where datname = ${database.name}`;
  const files = readdirSync(`/proc/${server.child.pid}/fd`).length;
  return { minute, heap: heap / 1e6, resources, files, connections: Number(row?.['n']) };
};

const most = (looks: readonly Look[], what: 'resources' | 'files' | 'connections'): number =>
  Math.max(...looks.map((look) => look[what]));

describe('minutes at full speed', () => {
  it.runIf(process.platform === 'linux')(
    'leave memory, files and connections where they were, and answers as quick (G20)',
    async () => {
      const keeper = keeperOf(SECRET, Date.now);
      const token = await keeper.sign('token', { tenant: 'demo', role: 'owner', actor: 'tester' });
      const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
      const headers = { Authorization: `Bearer ${token}` };
      const ask = (path: string): Promise<number> =>
        new Promise((resolve, reject) => {
          const sent = request(`${server.base}${path}`, { agent, headers }, (answer) => {
            answer.resume();
            answer.on('end', () => resolve(answer.statusCode ?? 0));
          });
          sent.on('error', reject);
          sent.end();
        });
      const listed = await server.ask('/deals?limit=1');
      const { items } = (await listed.json()) as { readonly items: readonly { readonly id: string }[] };
      const paths = ['/deals?limit=20&sort=-amount', `/deals/${items[0]?.id ?? ''}`, '/companies?limit=20', '/auth/me'];
      const start = performance.now();
      const minutes = (): number => (performance.now() - start) / 60_000;
      let faults = 0;
      let busy = 0;
      /** The times of answers, by the minute. */
      const times: number[][] = Array.from({ length: Math.ceil(MINUTES) + 1 }, () => []);
      const client = async (one: number): Promise<void> => {
        for (let turn = one; minutes() < MINUTES; turn++) {
          const at = performance.now();
          const status = await ask(paths[turn % paths.length] ?? '/deals');
          if (status === 503) busy += 1;
          else if (status !== 200) faults += 1;
          times[Math.floor(minutes())]?.push(performance.now() - at);
        }
      };
      const looks: Look[] = [];
      const looker = async (): Promise<void> => {
        for (let next = 0; next < MINUTES * 60; next += EVERY) {
          await pause(Math.max(0, next * 1000 - (performance.now() - start)));
          looks.push(await looking(minutes()));
        }
      };
      await Promise.all([looker(), ...Array.from({ length: CLIENTS }, (_, one) => client(one))]);
      agent.destroy();
      const warm = Math.min(2, MINUTES / 2);
      const [early, late] = [looks.filter(({ minute }) => minute <= warm), looks.filter(({ minute }) => minute > warm)];
      const grows = slope(late.map(({ minute, heap }) => [minute, heap]));
      const p99 = times.slice(0, MINUTES).map((one) => percentile(one, 0.99));
      const [second = 0, last = 0] = [p99[Math.min(1, p99.length - 1)], p99.at(-1)];
      const sent = times.reduce((sum, one) => sum + one.length, 0);
      const missed = note('G20', `soak over sockets, ${MINUTES} min`, [
        ofTheMachine(atLeast('requests', sent, 150_000)),
        none('answered with neither 200 nor 503', faults),
        plainly('told to come back', busy),
        ofTheMachine(atMost('heap after collecting grows, MB a minute', Number(grows.toFixed(2)), 0.5)),
        plainly('heap, MB', Math.round(late.at(-1)?.heap ?? 0)),
        atMost('connections of PostgreSQL more than before', most(late, 'connections') - most(early, 'connections'), 0),
        atMost('open files more than before', most(late, 'files') - most(early, 'files'), 2),
        atMost('handles more than before', most(late, 'resources') - most(early, 'resources'), 2),
        ofTheMachine(atMost('p99 drifts, %', Math.round(((last - second) / second) * 100), 20)),
        plainly('p99, ms', Math.round(last)),
      ]);
      expect(missed).toEqual([]);
    },
  );
});
