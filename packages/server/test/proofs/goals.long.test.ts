import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPeople, PASSWORD, serverOver } from '../../src/auth/testing.ts';
import { said } from '../http.ts';
import { note } from './report.ts';
import { distance, middle, percentile, within } from './statistics.ts';

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool, { rates: null });
  await server.letIn('anna@acme.example', 'editor');
});
afterAll(() => opened.close());

const timed = async <T>(work: () => Promise<T>): Promise<readonly [T, number]> => {
  const at = performance.now();
  const done = await work();
  return [done, performance.now() - at];
};

describe('refreshing', () => {
  it('50 at once, 100 times: one successor each time (G10)', async () => {
    const other = serverOver(opened.pool);
    let { refresh } = await server.signedIn('anna@acme.example');
    for (let round = 0; round < 100; round++) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? server : other).refresh(refresh)),
      );
      // a full house is told to come back; nobody is signed out by it
      const given = await Promise.all(answers.filter(({ status }) => status === 200).map(said));
      const statuses = new Set(answers.map(({ status }) => status));
      statuses.delete(200);
      statuses.delete(503);
      const successors = new Set(given.map((one) => String(one.refresh)));
      expect([round, successors.size, [...statuses]]).toEqual([round, 1, []]);
      refresh = [...successors][0] ?? '';
    }
    const rows = await opened.database.admin`select count(*)::int as live from sluice_system.login_session s
      join sluice_system.person p on p.id = s.person_id where p.email = 'anna@acme.example' and s.revoked_at is null`;
    note('G10', 'refresh races', { rounds: 100, parallel: 50, live: rows[0]?.['live'] });
    expect(rows[0]?.['live']).toBe(1);
  });
});

describe('what is taken back', () => {
  it('is over with the next request, 200 times: signed out, shown out, other role, new password (G11)', async () => {
    const { send, people, letIn } = server;
    const latencies: number[] = [];
    await letIn('temp@acme.example', 'editor');
    const admin = opened.database.admin;
    const ways: readonly ((who: Awaited<ReturnType<typeof server.signedIn>>) => Promise<unknown>)[] = [
      (who) => send('POST', '/auth/logout', { refresh: who.refresh }),
      () => people.revoke('temp@acme.example', 'acme'),
      () =>
        admin`update sluice_system.membership set role = 'viewer' where person_id = (select id from sluice_system.person where email = 'temp@acme.example')`,
      async () => {
        await admin`delete from sluice_system.throttle`;
        await people.requestReset('temp@acme.example', 'test');
        const waiting = (await people.outbox()).find(({ recipient }) => recipient === 'temp@acme.example');
        await people.reset(server.linked(waiting?.link ?? ''), PASSWORD);
      },
    ];
    for (let trial = 0; trial < 200; trial++) {
      await admin`delete from sluice_system.throttle`;
      await letIn('temp@acme.example', 'editor').catch(() => undefined);
      await admin`update sluice_system.membership set role = 'sales' where person_id = (select id from sluice_system.person where email = 'temp@acme.example')`;
      const who = await server.signedIn('temp@acme.example');
      const write = () => send('POST', '/deals', { client: 'X', stage: 'prospect' }, who.bearer);
      expect((await write()).status).toBe(201);
      await ways[trial % ways.length]?.(who);
      const at = performance.now();
      for (let over = false; !over; ) over = [401, 403].includes((await write()).status);
      latencies.push(performance.now() - at);
    }
    note('G11', 'revocation, milliseconds until it is refused', {
      trials: 200,
      longest: Math.round(Math.max(...latencies)),
      middle: Math.round(middle(latencies)),
    });
    expect(Math.max(...latencies)).toBeLessThan(1000);
  });
});

describe('whether there is an account', () => {
  it('is told neither by words nor by time (G12)', async () => {
    const { send, letIn } = server;
    const there = Array.from({ length: 20 }, (_, at) => `known${at}@acme.example`);
    for (const email of there) await letIn(email, 'viewer');
    const routes: Readonly<Record<string, (email: string, at: number) => Promise<Response>>> = {
      login: (email, at) =>
        send(
          'POST',
          '/auth/login',
          { email, password: 'not the right one', cookies: false },
          { 'X-Test-Network': `net ${at}` },
        ),
      'reset-request': (email, at) => send('POST', '/auth/reset-request', { email }, { 'X-Test-Network': `net ${at}` }),
    };
    for (const [name, ask] of Object.entries(routes)) {
      const times = { known: [] as number[], unknown: [] as number[] };
      const bodies = new Set<string>();
      for (let at = 0; at < 200; at++) {
        if (at % 3 === 0) await opened.database.admin`delete from sluice_system.throttle`;
        // by turns, and in changing order, so that nothing else tells them apart
        const pair = [
          ['known', there[at % there.length] ?? ''],
          ['unknown', `nobody${at}@acme.example`],
        ] as const;
        for (const [kind, email] of at % 2 === 0 ? pair : pair.toReversed()) {
          const [answer, time] = await timed(() => ask(email, at));
          bodies.add(JSON.stringify([answer.status, { ...(await said(answer)), requestId: '' }]));
          times[kind].push(time);
        }
      }
      const apart = Math.abs(middle(times.known) - middle(times.unknown));
      const gap = distance(times.known, times.unknown);
      note('G12', `telling accounts apart by ${name}`, {
        each: 200,
        apart: Number(apart.toFixed(2)),
        distance: Number(gap.toFixed(3)),
        bodies: bodies.size,
      });
      expect([name, bodies.size]).toEqual([name, 1]);
      // a machine that does other things is given a tenth of what the work takes
      expect(apart).toBeLessThan(Math.max(5, middle(times.unknown) / 10));
      expect(within(gap, 200, 200)).toBe(true);
    }
  });
});

describe('a flood of sign-ins', () => {
  it('of 200 a second for 20 seconds leaves the other rooms quick and the server small (G13)', async () => {
    const flooded = serverOver(opened.pool, { rates: null, waiting: 20 });
    const who = await server.token({ role: 'owner' });
    const listed = () => timed(() => flooded.send('GET', '/deals?limit=5', undefined, who));
    const quiet: number[] = [];
    for (let one = 0; one < 100; one++) quiet.push((await listed())[1]);
    const before = process.memoryUsage().rss;
    const statuses = new Map<number, number>();
    const answers: number[] = [];
    const pending: Promise<void>[] = [];
    const signIn = async (one: number): Promise<void> => {
      const { status } = await flooded.login(`flood${one}@acme.example`, {}, { 'X-Test-Network': `flood ${one}` });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    };
    const until = Date.now() + 20_000;
    let at = 0;
    while (Date.now() < until) {
      for (let one = 0; one < 10; one++) {
        at += 1;
        pending.push(signIn(at));
      }
      const [, time] = await listed();
      answers.push(time);
      await pause(50);
    }
    await Promise.all(pending);
    const grown = Math.round((process.memoryUsage().rss - before) / 1_000_000);
    const slow = Math.round(percentile(answers, 0.99));
    note('G13', 'login flood', {
      sent: at,
      statuses: Object.fromEntries(statuses),
      p99: slow,
      p99Quiet: Math.round(percentile(quiet, 0.99)),
      grownMB: grown,
    });
    expect([...statuses.keys()].filter((one) => ![401, 429, 503].includes(one))).toEqual([]);
    // half a second, or four times what it is without a flood on a machine that does other things
    expect(slow).toBeLessThan(Math.max(500, 4 * percentile(quiet, 0.99)));
    expect(grown).toBeLessThan(150);
  });
});

describe('the same write sent again and again', () => {
  it('1 000 keys ten times each at the same moment: one effect, one answer; another body is refused (G18)', async () => {
    const { send } = server;
    const who = await server.token({ role: 'owner' });
    const counted = async () =>
      Number((await opened.database.admin`select count(*)::int as n from sluice.deal`)[0]?.['n']);
    const before = await counted();
    let busy = 0;
    for (let from = 0; from < 1000; from += 4) {
      await Promise.all(
        Array.from({ length: 4 }, async (_, one) => {
          const key = { ...who, 'Idempotency-Key': randomUUID() };
          // who is told to come back comes back
          const write = async (client: string): Promise<Response> => {
            const answer = await send('POST', '/deals', { client, stage: 'prospect' }, key);
            if (answer.status !== 409 && answer.status !== 503) return answer;
            busy += 1;
            await pause(20);
            return write(client);
          };
          const answers = await Promise.all(Array.from({ length: 10 }, () => write(`keyed ${from + one}`)));
          expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
          const bodies = await Promise.all(answers.map((answer) => answer.text()));
          expect(new Set(bodies).size).toBe(1);
          expect((await write('another body')).status).toBe(422);
        }),
      );
    }
    note('G18', 'idempotency', { keys: 1000, repeats: 10, made: (await counted()) - before, toldToComeBack: busy });
    expect((await counted()) - before).toBe(1000);
  });
});

describe('a minute at full speed', () => {
  it('keeps memory and connections where they were (G20, short)', async () => {
    const { send } = server;
    const who = await server.token({ role: 'owner' });
    const samples: { readonly heap: number; readonly connections: number }[] = [];
    const times: number[] = [];
    const collect = (globalThis as { readonly gc?: () => void }).gc;
    for (let second = 0; second < 60; second++) {
      const until = Date.now() + 1000;
      const work = async (): Promise<void> => {
        while (Date.now() < until) {
          const [answer, time] = await timed(() => send('GET', '/deals?limit=20&sort=-amount', undefined, who));
          await answer.arrayBuffer();
          times.push(time);
        }
      };
      await Promise.all(Array.from({ length: 8 }, work));
      collect?.();
      const [row] = await opened.database
        .admin`select count(*)::int as n from pg_stat_activity where datname = ${opened.database.name}`;
      samples.push({ heap: process.memoryUsage().heapUsed / 1_000_000, connections: Number(row?.['n']) });
    }
    const heaps = samples.map(({ heap }) => heap);
    const early = middle(heaps.slice(10, 25));
    const late = middle(heaps.slice(-15));
    const p99 = [times.slice(0, times.length / 3), times.slice(-times.length / 3)].map((part) =>
      Math.round(percentile(part, 0.99)),
    );
    note('G20', 'soak', {
      requests: times.length,
      heapEarlyMB: Math.round(early),
      heapLateMB: Math.round(late),
      p99,
      connections: Math.max(...samples.map((one) => one.connections)),
    });
    expect(late - early).toBeLessThan(30);
    expect(Math.max(...samples.map((one) => one.connections))).toBeLessThan(16);
  });
});
