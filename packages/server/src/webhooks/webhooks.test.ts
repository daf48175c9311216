import { randomUUID } from 'node:crypto';
import { crm } from '@sluice/core/blueprints';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MODEL } from '../../test/http.ts';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import { viewIn } from '../feed/view.ts';
import { KINDS } from '../jobs/kinds.ts';
import { openTestJobs } from '../jobs/testing.ts';
import { keepOutbound, NOTHING } from '../mail/gate.ts';
import { openTenants } from '../tenants/tenants.ts';
import { deliver, type DeliverOptions, secretPlace } from './deliver.ts';
import type { WebhookOwner } from './owner.ts';
import { newSecret, sealSecret } from './secrets.ts';
import * as store from './store.ts';
import { tellTenant, tenantsToTell, type TellOptions } from './tell.ts';
import { openReceiver, type Receiver } from './testing.ts';

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let receiver: Receiver;
const KEY = new Uint8Array(32).fill(7);
const BOSS: WebhookOwner = { owner: 'boss', person: null, role: 'admin' };

beforeAll(async () => {
  ground = await openTestJobs();
  receiver = await openReceiver();
});
afterAll(async () => {
  await receiver.close();
  await ground.close();
});

const as = <T>(work: (tx: Tx) => Promise<T>, name = 'acme'): Promise<T> =>
  asTenant(ground.pool, { tenant: ground.idOf(name), actor: 'test' }, work);
const telling = (more: Partial<TellOptions> = {}): TellOptions => ({
  pool: ground.pool,
  enqueue: ground.jobs.enqueue,
  tells: true,
  viewOf: async () => viewIn(MODEL),
  ...more,
});
const delivering = (more: Partial<DeliverOptions> = {}): DeliverOptions => ({
  pool: ground.pool,
  tells: true,
  key: KEY,
  now: Date.now,
  allow: [receiver.origin],
  patience: 2000,
  viewOf: async () => viewIn(MODEL),
  ...more,
});
const tell = (more: Partial<TellOptions> = {}, name = 'acme') => tellTenant(telling(more), ground.idOf(name));
const drain = (more: Partial<DeliverOptions> = {}) => ground.jobs.drain({ webhook: deliver(delivering(more)) });
const made = async (
  wish: Partial<store.WebhookWish> = {},
  name = 'acme',
  by = BOSS,
): Promise<{ readonly id: string; readonly secret: string }> => {
  const [id, secret] = [randomUUID(), newSecret()];
  const sealed = sealSecret(KEY, secretPlace(ground.idOf(name), id), secret);
  const usual = { url: `${receiver.origin}/hook`, label: '', entities: [], enabled: true };
  await as((tx) => store.make(tx, { ...usual, ...wish, id, secret: sealed, by }), name);
  return { id, secret };
};
const source = async (name = 'acme') => {
  const tenants = openTenants({ pool: ground.pool, blueprint: crm, now: Date.now });
  const found = await tenants.sourceFor({ tenant: name, role: 'owner', actor: 'boss', via: 'token' }, 'test');
  if (!found) throw new Error('no tenant');
  return found;
};
const company = async (title: string, name = 'acme'): Promise<string> => {
  const written = await (await source(name)).create('company', { name: title });
  if (!written.ok) throw new Error(JSON.stringify(written.issues));
  return written.record.id;
};
const listed = (id: string, name = 'acme') => as((tx) => store.deliveries(tx, id, 100), name);
const states = async (id: string) => (await listed(id)).map(({ state, reason, status }) => [state, reason, status]);

beforeEach(async () => {
  for (const name of ['acme', 'globex'])
    await as(async (tx) => {
      for (const { id } of await store.list(tx)) await store.remove(tx, id);
      await keepOutbound(tx, { ...NOTHING, webhooks: true });
    }, name);
  await asOwner(ground.pool, {}, (tx) => tx.unsafe('delete from sluice_jobs.job'));
  receiver.received.length = 0;
  receiver.answer(204);
});

describe('a webhook', () => {
  it('is told what changes, signed, in the order of the journal, once', async () => {
    await company('Before');
    const { id, secret } = await made();
    const first = await company('Bouygues');
    await (await source()).change('company', first, { city: 'Paris' }, { version: 1 });
    await (await source()).remove('company', first, { version: 2 });
    expect(await tell()).toEqual({ told: 3, waiting: false });
    expect(await tell()).toEqual({ told: 0, waiting: false });
    await drain();
    const told = receiver.received.map(({ headers, body }) => {
      const given = { 'webhook-id': '', 'webhook-timestamp': '', 'webhook-signature': '' };
      for (const name of Object.keys(given) as (keyof typeof given)[]) given[name] = String(headers[name]);
      return new Webhook(secret).verify(body, given) as { type: string; data: Record<string, unknown> };
    });
    const types = told.map(({ type, data }) => `${String(data['version'])} ${type}`).sort();
    expect(types).toEqual(['1 record.created', '2 record.changed', '3 record.removed']);
    const changed = told.find(({ type }) => type === 'record.changed');
    // which fields, never their values
    expect(changed?.data).toEqual({ entity: 'company', id: first, version: 2, fields: ['city'], actor: 'boss' });
    expect(await states(id)).toEqual([1, 2, 3].map(() => ['delivered', null, 204]));
  });

  it('notes each change once, however many look at the same time', async () => {
    const { id } = await made();
    for (let at = 0; at < 12; at++) await company(`Company ${at}`);
    const looked = await Promise.all(Array.from({ length: 5 }, () => tell()));
    expect(looked.reduce((sum, { told }) => sum + told, 0)).toBe(12);
    const ids = (await listed(id)).map(({ event }) => event);
    expect([ids.length, new Set(ids).size, await ground.count('created')]).toEqual([12, 12, 12]);
  });

  it('is told only of the entities it names, and only of its own tenant', async () => {
    const { id } = await made({ entities: ['deal'] });
    const other = await made({}, 'globex');
    await company('Bouygues');
    await (await source()).create('deal', { client: 'Bouygues', stage: 'prospect' });
    expect([(await tell()).told, (await tell({}, 'globex')).told]).toEqual([1, 0]);
    expect([(await listed(id)).length, (await listed(other.id, 'globex')).length]).toEqual([1, 0]);
    expect([...(await tenantsToTell(ground.pool))].sort()).toEqual([ground.idOf('acme'), ground.idOf('globex')].sort());
  });

  it('that takes nothing is told again and again, then given up with the reason, and can be told once more', async () => {
    const { id } = await made();
    receiver.answer(500);
    await company('Bouygues');
    await tell();
    await drain();
    expect(await states(id)).toEqual([['queued', 'answered 500', 500]]);
    for (let time = 0; time < KINDS.webhook.retries; time++) {
      await ground.hurry();
      await drain();
    }
    expect(await states(id)).toEqual([['dead', 'answered 500', 500]]);
    expect(receiver.received).toHaveLength(KINDS.webhook.retries + 1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const [dead] = await ground.jobs.dead.list(ground.idOf('acme'), 'dead', 10);
    expect(dead?.reason).toEqual({
      code: 'not_delivered',
      message: 'The receiver did not take it: answered 500.',
    });
    receiver.answer(200);
    await ground.jobs.dead.retry(ground.idOf('acme'), dead?.id ?? '');
    await drain();
    expect(await states(id)).toEqual([['delivered', null, 200]]);
  });

  it('is tried for more than a day, ever more rarely', () => {
    const { retries, pause, longest } = KINDS.webhook;
    const pauses = Array.from({ length: retries }, (_, at) => Math.min(longest, pause * 2 ** at));
    const [sum] = [pauses.reduce((one, other) => one + other, 0)];
    expect(sum / 3600).toBeGreaterThan(24);
    expect(sum / 3600).toBeLessThan(36);
  });

  it('with a new secret is signed with both for a day, then with the new one alone', async () => {
    const { id, secret } = await made();
    const next = newSecret();
    await as((tx) => store.rotate(tx, id, sealSecret(KEY, secretPlace(ground.idOf('acme'), id), next), 24));
    const proven = (by: string): boolean => {
      const last = receiver.received.at(-1);
      try {
        new Webhook(by).verify(last?.body ?? '', last?.headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    };
    await company('First');
    await tell();
    await drain();
    expect([proven(secret), proven(next), proven(newSecret())]).toEqual([true, true, false]);
    await as((tx) => tx.unsafe(`update "sluice"."webhook" set "former_until" = now() where "id" = $1`, [id]));
    await company('Second');
    await tell();
    await drain();
    expect([proven(secret), proven(next)]).toEqual([false, true]);
  });

  it('has its secret sealed for itself: it opens no other, and with another key none', async () => {
    const { id } = await made();
    await company('Bouygues');
    await tell();
    await drain({ key: new Uint8Array(32) });
    expect(await states(id)).toEqual([['queued', 'its secret cannot be opened; give it a new one', null]]);
    expect(receiver.received).toEqual([]);
  });
});

describe('nobody is told', () => {
  it.each([
    ['server', true, false],
    ['tenant', false, true],
  ])('when the %s does not allow it: it is noted and no connection is made', async (why, tenant, server) => {
    await as((tx) => keepOutbound(tx, { ...NOTHING, webhooks: tenant }));
    const { id } = await made();
    await company('Bouygues');
    const before = receiver.connections();
    await tell({ tells: server });
    await drain({ tells: server });
    expect([await states(id), receiver.connections()]).toEqual([[['held', why, null]], before]);
    expect(await ground.count('created')).toBe(0);
  });

  it('when it was allowed as it was noted and is so no longer', async () => {
    const { id } = await made();
    await company('Bouygues');
    await tell();
    await as((tx) => keepOutbound(tx, NOTHING));
    const before = receiver.connections();
    await drain();
    expect([await states(id), receiver.connections()]).toEqual([[['held', 'tenant', null]], before]);
  });

  it('when the webhook is switched off; switched on, it is told what changes from then on', async () => {
    const wish = { url: `${receiver.origin}/hook`, label: '', entities: [] };
    const { id } = await made({ ...wish, enabled: false });
    await company('While off');
    expect((await tell()).told).toBe(0);
    await as((tx) => store.change(tx, id, { ...wish, enabled: true, by: BOSS }));
    expect((await tell()).told).toBe(0);
    await company('While on');
    expect((await tell()).told).toBe(1);
  });

  it.each([
    ['a network inside', ['10.0.0.1']],
    ['this machine', ['127.0.0.1']],
    ['both inside and outside', ['8.8.8.8', '::1']],
  ])('when the name leads to %s by then: no connection is made', async (_what, addresses) => {
    const url = `https://hooks.example.com:8443/`;
    const { id } = await made({ url });
    await company('Bouygues');
    await tell();
    const before = receiver.connections();
    await drain({ resolve: async () => addresses });
    expect([await states(id), receiver.connections()]).toEqual([
      [['queued', 'the address leads inside', null]],
      before,
    ]);
  });
});

describe('what was told long ago', () => {
  it('is let go of, but for what still waits', async () => {
    const { id } = await made();
    for (const title of ['One', 'Two']) await company(title);
    await tell();
    await as((tx) =>
      tx.unsafe(
        `update "sluice"."webhook_delivery" set "created_at" = now() - interval '31 days',
           "state" = case when "id" = (select min("id"::text)::uuid from "sluice"."webhook_delivery") then 'delivered' else 'queued' end`,
      ),
    );
    expect(await as((tx) => store.sweepDeliveries(tx, 30))).toBe(1);
    expect((await states(id)).map(([state]) => state)).toEqual(['queued']);
  });
});
