import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { said, testApp } from '../../test/http.ts';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { openTestJobs } from '../jobs/testing.ts';
import { keepOutbound, NOTHING } from '../mail/gate.ts';
import { post } from '../mail/outbox.ts';
import { join } from '../mail/testing.ts';
import { deliver } from '../webhooks/deliver.ts';
import { viewsOfOwners } from '../webhooks/owner.ts';
import * as store from '../webhooks/store.ts';
import { openReceiver, type Receiver } from '../webhooks/testing.ts';
import type { Background } from './background.ts';

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let receiver: Receiver;
let app: ReturnType<typeof testApp>;
const KEY = new Uint8Array(32).fill(3);

beforeAll(async () => {
  ground = await openTestJobs();
  receiver = await openReceiver();
  const { pool, jobs } = ground;
  const background: Background = {
    pool,
    enqueue: jobs.enqueue,
    sends: true,
    dead: jobs.dead,
    idOf: async (name) => ground.idOf(name) || null,
    tells: true,
    allow: [receiver.origin],
    key: KEY,
    now: Date.now,
  };
  app = testApp({ background });
  await join(pool, ground.idOf('acme'), 'anna@example.com');
});
afterAll(async () => {
  await receiver.close();
  await ground.close();
});
const delivering = () => ({
  pool: ground.pool,
  tells: true,
  viewOf: viewsOfOwners(ground.pool, ground.tenants),
  key: KEY,
  now: Date.now,
  allow: [receiver.origin],
});
const as = (name = 'acme') => ({ tenant: ground.idOf(name), actor: 'test' });
beforeEach(async () => {
  await asTenant(ground.pool, as(), async (tx) => {
    for (const { id } of await store.list(tx)) await store.remove(tx, id);
    await tx.unsafe('delete from "sluice"."outbox" where true');
    await keepOutbound(tx, { ...NOTHING, webhooks: true });
  });
  await asOwner(ground.pool, {}, (tx) => tx.unsafe('delete from sluice_jobs.job'));
});

type Who = { readonly tenant?: string; readonly role?: string };
const ask = async (method: string, path: string, body?: unknown, who: Who = {}) => {
  const headers = await app.bearer({ role: 'admin', ...who });
  const answer = await (body === undefined
    ? app.app.request(`/api/v1${path}`, { method, headers })
    : app.send(method, `/api/v1${path}`, body, headers));
  return { status: answer.status, json: answer.status === 204 ? null : await said(answer) };
};
const ID = '018f2f6e-0000-7000-8000-0000000000ff';
type Asked = [method: string, path: string, body?: unknown];
const ALL: Asked[] = [
  ['GET', '/jobs'],
  ['POST', `/jobs/${ID}/retry`],
  ['DELETE', `/jobs/${ID}`],
  ['GET', '/outbox'],
  ['POST', `/outbox/${ID}/release`],
  ['GET', '/outbound'],
  ['PUT', '/outbound', { mail: true, actions: [], webhooks: true, language: 'en' }],
  ['GET', '/webhooks'],
  ['POST', '/webhooks', { url: 'https://example.com/' }],
  ['GET', `/webhooks/${ID}`],
  ['PATCH', `/webhooks/${ID}`, { enabled: false }],
  ['DELETE', `/webhooks/${ID}`],
  ['POST', `/webhooks/${ID}/secret`],
  ['POST', `/webhooks/${ID}/test`],
  ['GET', `/webhooks/${ID}/deliveries`],
  ['POST', `/webhooks/${ID}/deliveries/${ID}/retry`],
];
/** What is kept, so that a refusal can be seen to have changed nothing. */
const kept = () =>
  asTenant(ground.pool, as(), async (tx) => {
    const [row] = await tx.unsafe(
      `select (select count(*)::int from "sluice"."webhook") as w, (select count(*)::int from "sluice"."webhook_delivery") as d,
         (select count(*)::int from "sluice"."outbox") as o, (select max("mail"::text || "webhooks"::text) from "sluice"."outbound") as s`,
    );
    return [row, await ground.count('created')];
  });

describe('what goes on in the background', () => {
  it.each(ALL)('is for whoever runs the tenant: %s %s', async (method: string, path: string, body?: unknown) => {
    const before = await kept();
    for (const role of ['viewer', 'sales']) {
      const { status, json } = await ask(method, path, body, { role });
      expect([status, ['not_allowed', 'read_only'].includes(json.code)]).toEqual([403, true]);
    }
    const nobody = await app.app.request(`/api/v1${path}`, { method });
    expect(nobody.status).toBe(401);
    expect(await kept()).toEqual(before);
  });

  it.each(ALL.filter(([, path]) => path.includes(ID)))(
    'is not found where there is none: %s %s',
    async (...[method, path, body]: Asked) => {
      const { status, json } = await ask(method, path, body);
      expect([status, json.code]).toEqual([404, 'not_found']);
      const odd = await ask(method, path.replaceAll(ID, "1'--"), body);
      expect([odd.status, odd.json.code]).toEqual([404, 'not_found']);
    },
  );
});

describe('dead jobs', () => {
  it('are seen with their reason, tried again and forgotten; by their own tenant alone', async () => {
    await ground.make('acme', 'mail', [{ subject: randomUUID() }, { subject: randomUUID() }]);
    await asOwner(ground.pool, {}, (tx) => tx.unsafe('update sluice_jobs.job set retry_limit = 0'));
    await ground.jobs.drain({ mail: () => Promise.reject(new Error('no')) });
    const { json } = await ask('GET', '/jobs?state=dead');
    expect(json.items).toMatchObject([{ kind: 'mail', state: 'dead', attempts: 1, reason: { code: 'internal' } }, {}]);
    const [one, other] = json.items.map(({ id }: { id: string }) => id);
    expect((await ask('GET', '/jobs', undefined, { tenant: 'globex' })).json.items).toEqual([]);
    for (const [method, path] of [
      ['POST', `/jobs/${one}/retry`],
      ['DELETE', `/jobs/${one}`],
    ] as const)
      expect((await ask(method, path, undefined, { tenant: 'globex' })).status).toBe(404);
    expect(await ground.count('failed')).toBe(2);
    expect((await ask('POST', `/jobs/${one}/retry`)).status).toBe(204);
    expect((await ask('DELETE', `/jobs/${other}`)).status).toBe(204);
    expect([await ground.count('failed'), await ground.count('retry')]).toEqual([0, 1]);
  });

  it.each(['/jobs?state=odd', '/jobs?limit=0', '/jobs?limit=1e3', '/jobs?tenant=globex', '/outbox?state=dead'])(
    'are not asked for in words nobody knows: %s',
    async (path) => {
      const { status, json } = await ask('GET', path);
      expect([status, json.code, typeof json.remedy]).toEqual([400, 'bad_request', 'string']);
    },
  );
});

describe('the outbox', () => {
  it('shows why a mail is held, and lets it go when that is no longer so', async () => {
    await asTenant(ground.pool, as(), (tx) =>
      post(
        tx,
        { enqueue: ground.jobs.enqueue, sends: true },
        as().tenant,
        { occasion: 'x', action: 'cold', recipient: 'anna@example.com', subject: 'To follow up: 1', body: 'Hello' },
        true,
      ),
    );
    const [mail] = (await ask('GET', '/outbox?state=held')).json.items;
    expect(mail).toMatchObject({ recipient: 'anna@example.com', state: 'held', reason: 'tenant' });
    const refused = await ask('POST', `/outbox/${mail.id}/release`);
    expect([refused.status, refused.json.code]).toEqual([409, 'mail_held']);
    const wish = { mail: true, actions: ['cold'], webhooks: false, language: 'fr' };
    const { json } = await ask('PUT', '/outbound', wish);
    expect(json).toEqual({ ...wish, server: { mail: true, webhooks: true } });
    expect((await ask('GET', '/outbound')).json).toEqual(json);
    expect((await ask('POST', `/outbox/${mail.id}/release`, undefined, { tenant: 'globex' })).status).toBe(404);
    expect((await ask('POST', `/outbox/${mail.id}/release`)).json).toMatchObject({ state: 'queued', reason: null });
    expect(await ground.count('created')).toBe(1);
  });

  it.each([
    [{ mail: 'true', actions: [], webhooks: false, language: 'en' }],
    [{ mail: true, actions: ['odd'], webhooks: false, language: 'en' }],
    [{ mail: true, actions: [], webhooks: false, language: 'xx' }],
    [{ mail: true, actions: [], webhooks: false, language: 'en', tenant_id: randomUUID() }],
    [{ mail: true }],
    [[]],
  ])('lets nothing out by a wish that cannot be read: %j', async (wish) => {
    const before = await kept();
    expect((await ask('PUT', '/outbound', wish)).status).toBe(400);
    expect(await kept()).toEqual(before);
  });
});

describe('webhooks', () => {
  const made = async () => (await ask('POST', '/webhooks', { url: `${receiver.origin}/hook`, label: 'mine' })).json;

  it('show their secret when they are made and when they get another, and never again', async () => {
    const webhook = await made();
    expect(webhook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const others = [
      await ask('GET', '/webhooks'),
      await ask('GET', `/webhooks/${webhook.id}`),
      await ask('PATCH', `/webhooks/${webhook.id}`, { label: 'ours' }),
    ];
    expect(JSON.stringify(others)).not.toContain('whsec_');
    expect(others[2]?.json).toMatchObject({ label: 'ours', url: webhook.url, enabled: true, formerUntil: null });
    const rotated = (await ask('POST', `/webhooks/${webhook.id}/secret`)).json;
    expect(rotated.secret).not.toBe(webhook.secret);
    expect(Date.parse(rotated.formerUntil)).toBeGreaterThan(Date.now());
    const [row] = await asTenant(ground.pool, as(), (tx) =>
      tx.unsafe(`select "secret", "former" from "sluice"."webhook"`),
    );
    expect(Buffer.from(row?.['secret'] as Uint8Array).toString('latin1')).not.toContain('whsec_');
  });

  it('are tried with a word that means nothing, and tell what came of it', async () => {
    const { id } = await made();
    receiver.answer(204);
    const { status, json } = await ask('POST', `/webhooks/${id}/test`);
    expect([status, json.state]).toEqual([202, 'queued']);
    const work = deliver(delivering());
    await ground.jobs.drain({ webhook: work });
    expect((await ask('GET', `/webhooks/${id}/deliveries`)).json.items).toMatchObject([
      { id: json.id, state: 'delivered', status: 204, attempts: 1 },
    ]);
    expect(JSON.parse(receiver.received.at(-1)?.body ?? '')).toMatchObject({ type: 'test', data: {} });
  });

  it('that were held back are told once more when somebody asks', async () => {
    const { id } = await made();
    const { json } = await ask('POST', `/webhooks/${id}/test`);
    await asTenant(ground.pool, as(), (tx) => store.noteDelivery(tx, json.id, { state: 'held', reason: 'tenant' }));
    const other = await ask('POST', `/webhooks/${id}/deliveries/${json.id}/retry`, undefined, { tenant: 'globex' });
    expect(other.status).toBe(404);
    const again = await ask('POST', `/webhooks/${id}/deliveries/${json.id}/retry`);
    expect([again.status, again.json.state]).toEqual([202, 'queued']);
  });

  it.each([
    ['an address inside', { url: 'https://169.254.169.254/' }, 422, 'url_not_allowed'],
    ['an address that is not allowed', { url: 'http://127.0.0.1:1/' }, 422, 'url_not_allowed'],
    ['an entity nobody knows', { url: 'https://example.com/', entities: ['odd'] }, 422, 'no_such_entity'],
    ['no address', { label: 'x' }, 400, 'bad_request'],
    ['a field nobody knows', { url: 'https://example.com/', tenant_id: ID }, 400, 'bad_request'],
    ['a secret of their own', { url: 'https://example.com/', secret: 'whsec_x' }, 400, 'bad_request'],
    ['a label without end', { url: 'https://example.com/', label: 'x'.repeat(201) }, 400, 'bad_request'],
    ['something else than an object', [], 400, 'bad_request'],
  ])('are not made with %s', async (_what, wish, status, code) => {
    const before = await kept();
    const answer = await ask('POST', '/webhooks', wish);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(await kept()).toEqual(before);
    const { id } = await made();
    const changed = await ask('PATCH', `/webhooks/${id}`, wish);
    if ('url' in wish) expect([changed.status, changed.json.code]).toEqual([status, code]);
  });

  it('are gone with everything they were told', async () => {
    const { id } = await made();
    await ask('POST', `/webhooks/${id}/test`);
    expect((await ask('DELETE', `/webhooks/${id}`)).status).toBe(204);
    expect((await ask('GET', `/webhooks/${id}`)).status).toBe(404);
    // what was on its way finds nothing to tell, and says nothing
    const connections = receiver.connections();
    await ground.jobs.drain({
      webhook: deliver(delivering()),
    });
    expect([receiver.connections(), await ground.count('completed')]).toEqual([connections, 1]);
  });
});
