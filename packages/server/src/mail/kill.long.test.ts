import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atLeast, none, note } from '../../test/proofs/report.ts';
import { type ServerProcess, startServer } from '../../test/server-process.ts';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { openTestJobs } from '../jobs/testing.ts';
import { keepOutbound } from './gate.ts';
import { listOutbox, post } from './outbox.ts';
import { join, openSink, type Sink } from './testing.ts';

// A server that is killed (SIGKILL) with a mail in its hands: before the mail server has it, after it has it and before anybody noted that it has.

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let sink: Sink;
const ANNA = 'anna@example.com';
const who = () => ({ tenant: ground.idOf('demo'), actor: 'test' });

beforeAll(async () => {
  ground = await openTestJobs(['demo']);
  sink = await openSink();
  await join(ground.pool, ground.idOf('demo'), ANNA);
  await asTenant(ground.pool, who(), (tx) =>
    keepOutbound(tx, { mail: true, actions: ['cold'], webhooks: false, language: 'en' }),
  );
});
afterAll(async () => {
  await sink.close();
  await ground.close();
});

const start = (): Promise<ServerProcess> =>
  startServer(ground.connection, {
    env: { SLUICE_MAIL: 'send', SMTP_URL: sink.url, SLUICE_MAIL_FROM: 'crm@example.com' },
  });
const write = (occasion: string) =>
  asTenant(ground.pool, who(), (tx) =>
    post(
      tx,
      { enqueue: ground.jobs.enqueue, sends: true },
      who().tenant,
      { occasion, action: 'cold', recipient: ANNA, subject: occasion, body: 'Hello' },
      true,
    ),
  );
const stateOf = async (occasion: string) =>
  (await listOutbox(ground.pool, who(), { limit: 200 })).find(({ subject }) => subject === occasion)?.state;
const copies = (occasion: string): number =>
  sink.mails.filter((mail) => mail.includes(`Subject: ${occasion}\r\n`)).length;
/** As if the time of every job at work had run out. */
const expire = async (): Promise<void> => {
  await asOwner(ground.pool, {}, (tx) =>
    tx.unsafe(`update sluice_jobs.job set started_on = now() - interval '1 day' where state = 'active'`),
  );
  await asOwner(ground.pool, {}, (tx) =>
    tx.unsafe('update sluice_jobs.queue set monitor_on = null, monitor_claim_on = null'),
  );
  await ground.jobs.supervise();
  await ground.hurry();
};

describe('a server that is killed while it sends', () => {
  it('never sends a mail twice, and sends those that had not left (G6)', async () => {
    let server = await start();
    const ROUNDS = 30;
    for (let round = 0; round < ROUNDS; round++) {
      const held = `Held ${round}`;
      const free = `Free ${round}`;
      // the mail server has it, and its answer never comes
      sink.behave('says nothing');
      await write(held);
      await expect.poll(() => copies(held), { timeout: 20_000 }).toBe(1);
      await write(free);
      await server.kill();
      sink.behave('takes');
      server = await start();
      await expire();
      await expect.poll(() => stateOf(held), { timeout: 30_000 }).toBe('unknown');
      // what waited its turn either left once, or may have left and is not sent again
      await expect.poll(() => stateOf(free), { timeout: 30_000 }).toMatch(/^(sent|unknown)$/);
    }
    await server.stop();
    const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
    const all = rounds.flatMap((round) => [`Held ${round}`, `Free ${round}`]);
    const missed = note('G6', 'a server killed with mails in its hands: one that had left, one that had not', [
      atLeast('kills', ROUNDS, 30),
      atLeast('mails at hand', all.length, 60),
      none('sent twice', all.filter((one) => copies(one) > 1).length),
      none('that had left and are lost', rounds.filter((round) => copies(`Held ${round}`) === 0).length),
    ]);
    expect(missed).toEqual([]);
    expect(rounds.map((round) => copies(`Held ${round}`))).toEqual(rounds.map(() => 1));
    expect(Math.max(...rounds.map((round) => copies(`Free ${round}`)))).toBeLessThanOrEqual(1);
    for (const round of rounds)
      if ((await stateOf(`Free ${round}`)) === 'sent') expect([round, copies(`Free ${round}`)]).toEqual([round, 1]);
  });
});
