import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keeperOf } from '../../src/auth/token.ts';
import { asOwner, asTenant } from '../../src/database/as-tenant.ts';
import { chanceOf } from '../../src/demo/chance.ts';
import { JOBS_CHANNEL } from '../../src/jobs/enqueue.ts';
import { openTestJobs } from '../../src/jobs/testing.ts';
import { keepOutbound, NOTHING } from '../../src/mail/gate.ts';
import { SECRET } from '../http.ts';
import { type ServerProcess, startServer } from '../server-process.ts';
import { atLeast, none, note, plainly } from './report.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_007);
const TENANTS = ['one', 'two', 'three', 'four', 'five'];
const EVENTS = 500;
/** How often each event has to be told until its receiver says that it has it. */
const TIMES = 5;

/**
 * A receiver as they are: it does what it is told when it has not been told under this id, and then its answer is lost, late, or a fault,
 * until the fifth time.
 */
const openReceiver = async (seed: number, secretOf: (path: string) => string) => {
  const chance = chanceOf(seed);
  const arrivals = new Map<string, number>();
  const bodies = new Map<string, string>();
  /** What was done, by what happened: `company 0190… 1`. */
  const effects = new Map<string, number>();
  const faults: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      const id = String(request.headers['webhook-id']);
      try {
        new Webhook(secretOf(request.url ?? '')).verify(body, request.headers as Record<string, string>);
      } catch {
        faults.push(`${id} is not signed`);
      }
      if ((bodies.get(id) ?? body) !== body) faults.push(`${id} says something else than before`);
      const times = (arrivals.get(id) ?? 0) + 1;
      arrivals.set(id, times);
      if (times === 1) {
        bodies.set(id, body);
        const { data } = JSON.parse(body) as { readonly data: Readonly<Record<string, unknown>> };
        const what = `${String(data['entity'])} ${String(data['id'])} ${String(data['version'])}`;
        effects.set(what, (effects.get(what) ?? 0) + 1);
      }
      const way = chance.between(0, 3);
      if (times < TIMES && way === 0) response.destroy();
      else if (times < TIMES && way === 1) setTimeout(() => response.writeHead(503).end(), chance.between(1, 30));
      else response.writeHead(times < TIMES ? 500 : 204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    arrivals,
    effects,
    faults,
    told: () => [...arrivals.values()].reduce((sum, one) => sum + one, 0),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let server: ServerProcess;
const secrets = new Map<string, string>();
beforeAll(async () => {
  ground = await openTestJobs(TENANTS);
  receiver = await openReceiver(SEED, (path) => secrets.get(path.slice(1)) ?? '');
});
afterAll(async () => {
  await server.stop();
  await receiver.close();
  await ground.close();
});

const start = (): Promise<ServerProcess> =>
  startServer(ground.connection, { env: { SLUICE_WEBHOOKS: 'send', SLUICE_WEBHOOKS_ALLOW: receiver.origin } });
const post = async (tenant: string, path: string, json: unknown): Promise<Readonly<Record<string, unknown>>> => {
  const token = await keeperOf(SECRET, Date.now).sign('token', { tenant, role: 'owner', actor: 'tester' });
  const answer = await fetch(`${server.base}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(json),
  });
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Readonly<Record<string, unknown>>;
};
/** What waits for its next try may be tried now: its turn is drawn, so that nothing comes in the order in which it happened. */
const shuffle = async (): Promise<void> => {
  await asOwner(ground.pool, {}, (tx) =>
    tx.unsafe(
      `update sluice_jobs.job set start_after = now(), created_on = now() - random() * interval '1 hour' where state = 'retry'`,
    ),
  );
  await ground.database.admin.notify(JOBS_CHANNEL, 'webhook');
};
/** As if the time of every job at work had run out: whoever had it is gone. */
const expire = async (): Promise<void> => {
  await asOwner(ground.pool, {}, (tx) =>
    tx.unsafe(`update sluice_jobs.job set started_on = now() - interval '1 day' where state = 'active'`),
  );
  await asOwner(ground.pool, {}, (tx) =>
    tx.unsafe('update sluice_jobs.queue set monitor_on = null, monitor_claim_on = null'),
  );
  await ground.jobs.supervise();
};

describe('500 changes that are told five times each', () => {
  it('shuffled, beside each other, by a server that is killed halfway: each has its effect once (G17)', async () => {
    server = await start();
    for (const tenant of TENANTS) {
      await asTenant(ground.pool, { tenant: ground.idOf(tenant), actor: 'test' }, (tx) =>
        keepOutbound(tx, { ...NOTHING, webhooks: true }),
      );
      const made = await post(tenant, '/webhooks', { url: `${receiver.origin}/${tenant}`, label: tenant });
      secrets.set(tenant, String(made['secret']));
    }
    const expected: string[] = [];
    const each = EVENTS / TENANTS.length;
    await Promise.all(
      TENANTS.map(async (tenant) => {
        for (let at = 0; at < each; at++) {
          const { id } = await post(tenant, '/companies', { name: `Company ${at} of ${tenant}` });
          expected.push(`company ${String(id)} 1`);
        }
      }),
    );
    let kills = 0;
    for (let told = 0, done = 0; done < EVENTS; ) {
      await shuffle();
      await pause(50);
      told = receiver.told();
      done = [...receiver.arrivals.values()].filter((times) => times >= TIMES).length;
      if (kills > 0 || told < (EVENTS * TIMES) / 2) continue;
      await server.kill();
      kills += 1;
      server = await start();
      await expire();
    }
    const lost = expected.filter((what) => !receiver.effects.has(what)).length;
    const doubled = [...receiver.effects.values()].filter((times) => times !== 1).length;
    const [rows] = await ground.database
      .admin`select count(*)::int as n, count(distinct event)::int as events from sluice.webhook_delivery`;
    const missed = note('G17', `webhooks, killed once on the way, seed ${SEED}`, [
      atLeast('events', expected.length, EVENTS),
      atLeast('deliveries', receiver.told(), EVENTS * TIMES),
      atLeast('kills of the server', kills, 1),
      none('events without effect', lost),
      none('effects more than once', doubled),
      none('effects nobody asked for', receiver.effects.size - EVENTS),
      none('badly signed, or other words under an id', receiver.faults.length),
      plainly('lines of deliveries', Number(rows?.['n'])),
    ]);
    expect(receiver.faults.slice(0, 5)).toEqual([]);
    expect(missed).toEqual([]);
  });
});
