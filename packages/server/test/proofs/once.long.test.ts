import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPeople, serverOver } from '../../src/auth/testing.ts';
import { openPool } from '../../src/database/lease.ts';
import { relay } from '../relay.ts';
import { atLeast, atMost, none, note, plainly } from './report.ts';

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool, { rates: null });
});
afterAll(() => opened.close());

const counted = async (): Promise<number> =>
  Number((await opened.database.admin`select count(*)::int as n from sluice.deal`)[0]?.['n']);

describe('the same write sent again and again', () => {
  it('1 000 keys ten times each at the same moment: one effect, one answer; another body is refused (G18)', async () => {
    const { send } = server;
    const who = await server.token({ role: 'owner' });
    const before = await counted();
    let busy = 0;
    const wrong = { statuses: 0, bodies: 0, taken: 0 };
    const keyed = async (name: string): Promise<void> => {
      const key = { ...who, 'Idempotency-Key': randomUUID() };
      // who is told to come back comes back
      const write = async (client: string): Promise<Response> => {
        const answer = await send('POST', '/deals', { client, stage: 'prospect' }, key);
        if (answer.status !== 409 && answer.status !== 503) return answer;
        busy += 1;
        await pause(20);
        return write(client);
      };
      const answers = await Promise.all(Array.from({ length: 10 }, () => write(name)));
      if (answers.some(({ status }) => status !== 201)) wrong.statuses += 1;
      if (new Set(await Promise.all(answers.map((answer) => answer.text()))).size !== 1) wrong.bodies += 1;
      if ((await write('another body')).status !== 422) wrong.taken += 1;
    };
    for (let from = 0; from < 1000; from += 4)
      await Promise.all(Array.from({ length: 4 }, (_, one) => keyed(`keyed ${from + one}`)));
    const made = (await counted()) - before;
    const missed = note('G18', 'the same key ten times at once', [
      atLeast('effects of 1 000 keys', made, 1000),
      none('effects more than one', made - 1000),
      none('keys with another status than 201', wrong.statuses),
      none('keys with two answers', wrong.bodies),
      none('keys that took another body', wrong.taken),
      plainly('told to come back', busy),
    ]);
    expect(missed).toEqual([]);
  });

  it('after the answer was lost on its way: the answer there would have been, and one effect (G18)', async () => {
    const wire = await relay(opened.connection);
    const pool = openPool(wire.connection, { size: 2, connectTimeout: 1000, wait: 1000 });
    const cut = serverOver(pool, { rates: null });
    const who = await server.token({ role: 'owner' });
    const before = await counted();
    const calls = wire.calls();
    const ROUNDS = 50;
    let other = 0;
    let unnoticed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const key = { ...who, 'Idempotency-Key': randomUUID() };
      const write = () => cut.send('POST', '/deals', { client: `cut ${round}`, stage: 'prospect' }, key);
      wire.cutAfter('commit');
      // the server looks after it by itself, or says that it does not know
      const first = await write();
      const [again, third] = [await write(), await write()];
      const done = first.status === 201 ? [first, again, third] : [again, third];
      if (first.status === 201) unnoticed += 1;
      const texts = new Set(await Promise.all(done.map((answer) => answer.text())));
      const right = [201, 503].includes(first.status) && done.every(({ status }) => status === 201) && texts.size === 1;
      if (!right) other += 1;
    }
    const cuts = wire.calls() - calls;
    await pool.close();
    await wire.close();
    const missed = note('G18', 'answers lost between the work and the sender', [
      atLeast('connections cut after the commit', cuts, ROUNDS),
      plainly('of which the sender heard nothing', unnoticed),
      none('repetitions that were answered otherwise', other),
      atMost('effects', (await counted()) - before, ROUNDS),
      atLeast('effects', (await counted()) - before, ROUNDS),
    ]);
    expect(missed).toEqual([]);
  });
});
