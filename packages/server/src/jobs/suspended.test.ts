import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { keepOutbound } from '../mail/gate.ts';
import { listOutbox, type OutboxOptions, post } from '../mail/outbox.ts';
import { sendMail } from '../mail/send.ts';
import { join, openSink, type Sink } from '../mail/testing.ts';
import { smtpTransport, type Transport } from '../mail/transport.ts';
import { openOperators } from '../tenants/operators.ts';
import { deliver, secretPlace } from '../webhooks/deliver.ts';
import { viewsOfOwners } from '../webhooks/owner.ts';
import { newSecret, sealSecret } from '../webhooks/secrets.ts';
import * as store from '../webhooks/store.ts';
import { tellTenant } from '../webhooks/tell.ts';
import { openReceiver, type Receiver } from '../webhooks/testing.ts';
import type { Handlers } from './runner.ts';
import { openTestJobs } from './testing.ts';

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let sink: Sink;
let receiver: Receiver;
let transport: Transport;
let outbox: OutboxOptions;
const KEY = new Uint8Array(32).fill(5);
const ANNA = 'anna@example.com';
const mornings: string[] = [];

beforeAll(async () => {
  ground = await openTestJobs();
  sink = await openSink();
  receiver = await openReceiver();
  transport = smtpTransport(sink.url, 'Sluice <crm@example.com>');
  outbox = { pool: ground.pool, enqueue: ground.jobs.enqueue, sends: true };
  for (const name of ['acme', 'globex']) {
    await join(ground.pool, ground.idOf(name), ANNA);
    await within(name, async (tx) => {
      await keepOutbound(tx, { mail: true, actions: ['cold'], webhooks: true, language: 'en' });
      const id = randomUUID();
      const secret = sealSecret(KEY, secretPlace(ground.idOf(name), id), newSecret());
      const by = { owner: 'boss', person: null, role: 'admin' };
      const wish = { url: `${receiver.origin}/${name}`, label: '', entities: [], enabled: true };
      await store.make(tx, { ...wish, id, secret, by });
    });
  }
});
afterAll(async () => {
  transport.close();
  await sink.close();
  await receiver.close();
  await ground.close();
});

const within = <T>(name: string, work: Parameters<typeof asTenant<T>>[2]): Promise<T> =>
  asTenant(ground.pool, { tenant: ground.idOf(name), actor: 'test' }, work);
const suspend = (suspended: boolean) => openOperators(ground.pool, Date.now).suspend('acme', suspended, 'ops');
const viewOf = () => viewsOfOwners(ground.pool, ground.tenants);
const handlers = (): Handlers => ({
  mail: sendMail(outbox, transport),
  webhook: deliver({
    pool: ground.pool,
    tells: true,
    viewOf: viewOf(),
    key: KEY,
    now: Date.now,
    allow: [receiver.origin],
  }),
  daily: async ({ payload: { tenant = '' } }) => void mornings.push(tenant),
});
/** A mail, something to tell a webhook and a morning, all of one tenant. */
const work = async (name: string): Promise<void> => {
  const tenant = ground.idOf(name);
  const text = { recipient: ANNA, subject: 'To follow up', body: `Hello from ${name}` };
  await within(name, (tx) => post(tx, outbox, tenant, { occasion: randomUUID(), action: 'cold', ...text }, true));
  const source = await ground.tenants.sourceFor({ tenant: name, role: 'admin', actor: 'boss', via: 'token' }, 'test');
  await source?.create('company', { name: 'Bouygues' });
  const { pool, jobs } = ground;
  await tellTenant({ pool, enqueue: jobs.enqueue, tells: true, viewOf: viewOf() }, tenant);
  await ground.make(name, 'daily', [{}]);
};
const left = () => ({
  mails: sink.mails.map((mail) => /Hello from (\w+)/.exec(mail)?.[1]),
  told: receiver.received.map(({ path }) => path),
  mornings: [...mornings],
});
const waiting = async (name: string) => ground.jobs.dead.list(ground.idOf(name), 'waiting', 500);

beforeEach(async () => {
  sink.mails.length = 0;
  receiver.received.length = 0;
  mornings.length = 0;
  await suspend(false);
  await asOwner(ground.pool, {}, (tx) => tx.unsafe('delete from sluice_jobs.job'));
});

describe('what goes on in the background of a tenant that is suspended', () => {
  it('waits as it is, while that of others goes on; let in again, it is done, once', async () => {
    await work('acme');
    await suspend(true);
    await work('globex');
    await ground.jobs.drain(handlers());
    expect(left()).toEqual({ mails: ['globex'], told: ['/globex'], mornings: [ground.idOf('globex')] });
    expect((await waiting('acme')).map(({ kind, attempts }) => `${kind} ${attempts}`).sort()).toEqual([
      'daily 0',
      'mail 0',
      'webhook 0',
    ]);
    const [mail] = await listOutbox(ground.pool, { tenant: ground.idOf('acme'), actor: 'test' }, { limit: 1 });
    expect([mail?.state, mail?.reason]).toEqual(['queued', null]);

    await suspend(false);
    await ground.jobs.drain(handlers());
    await ground.jobs.drain(handlers());
    expect(left()).toEqual({
      mails: ['globex', 'acme'],
      told: ['/globex', '/acme'],
      mornings: [ground.idOf('globex'), ground.idOf('acme')],
    });
    expect(await waiting('acme')).toEqual([]);
  });

  it('waits also when it is made meanwhile, by what was under way', async () => {
    await suspend(true);
    await work('acme');
    await ground.jobs.drain(handlers());
    expect(left()).toEqual({ mails: [], told: [], mornings: [] });
    await suspend(false);
    await ground.jobs.drain(handlers());
    expect(left()).toEqual({ mails: ['acme'], told: ['/acme'], mornings: [ground.idOf('acme')] });
  });

  it('uses up none of its tries, and holds up nobody, however much of it there is', async () => {
    sink.behave('later');
    await within('acme', (tx) =>
      post(
        tx,
        outbox,
        ground.idOf('acme'),
        { occasion: randomUUID(), action: 'cold', recipient: ANNA, subject: 'Late', body: 'Late' },
        true,
      ),
    );
    await ground.jobs.drain(handlers());
    sink.behave('takes');
    expect((await waiting('acme'))[0]?.attempts).toBe(1);
    await ground.make(
      'acme',
      'webhook',
      Array.from({ length: 200 }, () => ({ subject: randomUUID() })),
    );
    await suspend(true);
    await ground.hurry();
    await work('globex');
    await ground.jobs.drain(handlers());
    expect((await waiting('acme')).find(({ kind }) => kind === 'mail')?.attempts).toBe(1);
    expect(left()).toEqual({ mails: ['globex'], told: ['/globex'], mornings: [ground.idOf('globex')] });
    expect(await ground.count('created')).toBe(200);
  });

  it('goes on by itself in a server that runs', async () => {
    await suspend(true);
    await work('acme');
    ground.jobs.start(handlers());
    await work('globex');
    await expect.poll(() => left().told, { timeout: 10_000 }).toEqual(['/globex']);
    expect(left().mails).not.toContain('acme');
    await suspend(false);
    await expect
      .poll(() => [left().told, left().mails.includes('acme'), mornings.length], { timeout: 10_000 })
      .toEqual([['/globex', '/acme'], true, 2]);
  });
});
