import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { serverOver } from '../auth/testing.ts';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { openTestJobs } from '../jobs/testing.ts';
import { keepOutbound, NOTHING } from '../mail/gate.ts';
import type { Background } from '../routes/background.ts';
import { deliver } from './deliver.ts';
import { viewsOfOwners } from './owner.ts';
import * as store from './store.ts';
import { tellTenant } from './tell.ts';
import { openReceiver, type Receiver } from './testing.ts';

type Headers = Readonly<Record<string, string>>;

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let receiver: Receiver;
let server: ReturnType<typeof serverOver>;
let admin: Headers;
let rep: Headers;
const KEY = new Uint8Array(32).fill(9);
/** Runs webhooks, and does not read what deals are worth, nor companies at all. */
const HOOKS = { tenant: ['jobs'], entities: { '*': [], deal: ['read'] }, fields: { deal: { amount: 'none' } } };

const put = async (role: string, rights: object) => {
  const { version } = await said(await server.send('GET', '/roles', undefined, admin));
  const answer = await server.send('PUT', `/roles/${role}`, { rights }, { ...admin, 'If-Match': `"${version}"` });
  if (answer.status !== 200) throw new Error(await answer.text());
};
const viewOf = () => viewsOfOwners(ground.pool, server.tenants);
const tell = () =>
  tellTenant({ pool: ground.pool, enqueue: ground.jobs.enqueue, tells: true, viewOf: viewOf() }, ground.idOf('acme'));
const drain = () =>
  ground.jobs.drain({
    webhook: deliver({
      pool: ground.pool,
      tells: true,
      viewOf: viewOf(),
      key: KEY,
      now: Date.now,
      allow: [receiver.origin],
    }),
  });
const make = async (path: string, who: Headers) => {
  const answer = await server.send('POST', '/webhooks', { url: `${receiver.origin}/${path}` }, who);
  return { status: answer.status, json: await said(answer) };
};
const deal = async (values: object) =>
  said(await server.send('POST', '/deals', { stage: 'prospect', ...values }, admin));
const change = async (id: string, version: number, values: object) => {
  const answer = await server.send('PATCH', `/deals/${id}`, values, { ...admin, 'If-Match': `"${version}"` });
  if (answer.status !== 200) throw new Error(await answer.text());
};
/** What a receiver was told at a path: version and fields, or the entity where it is no deal. */
const told = (path: string) =>
  receiver.received
    .filter((one) => one.path === `/${path}`)
    .map(({ body }) => JSON.parse(body).data)
    .sort((one, other) => one.version - other.version)
    .map(({ entity, version, fields }) => (entity === 'deal' ? [version, fields] : entity));
const states = async (id: string) =>
  asTenant(ground.pool, { tenant: ground.idOf('acme'), actor: 'test' }, async (tx) =>
    (await store.deliveries(tx, id, 100)).map(({ state, reason }) => (reason === null ? state : `${state} ${reason}`)),
  );
const personOf = async (email: string): Promise<string> => {
  const { items } = await said(await server.send('GET', '/people', undefined, admin));
  return items.find((one: { email: string }) => one.email === email).id;
};

beforeAll(async () => {
  ground = await openTestJobs();
  receiver = await openReceiver();
  const { pool, jobs } = ground;
  const idOf = async (name: string) => ground.idOf(name) || null;
  const outbox = { pool, enqueue: jobs.enqueue, sends: false };
  const background: Background = {
    ...outbox,
    dead: jobs.dead,
    idOf,
    tells: true,
    allow: [receiver.origin],
    key: KEY,
    now: Date.now,
  };
  server = serverOver(pool, { background });
  admin = await server.token();
  await put('hooks', HOOKS);
  await server.letIn('rep@acme.example', 'hooks');
  rep = (await server.signedIn('rep@acme.example')).bearer;
});
afterAll(async () => {
  await receiver.close();
  await ground.close();
});
beforeEach(async () => {
  await asTenant(ground.pool, { tenant: ground.idOf('acme'), actor: 'test' }, async (tx) => {
    for (const { id } of await store.list(tx)) await store.remove(tx, id);
    await keepOutbound(tx, { ...NOTHING, webhooks: true });
  });
  await asOwner(ground.pool, {}, (tx) => tx.unsafe('delete from sluice_jobs.job'));
  receiver.received.length = 0;
  await put('hooks', HOOKS);
});

describe('a webhook is told what its owner may read', () => {
  it('and no more: no field that is hidden from them, no change of it alone, no record of an entity that is', async () => {
    const [theirs, ours] = [await make('rep', rep), await make('boss', admin)];
    expect([theirs.json.owner, ours.json.owner]).toEqual(['rep@acme.example', 'boss']);
    const { id } = await deal({ client: 'Clinique Azur', amount: 1200 });
    await change(id, 1, { amount: 1300 });
    await change(id, 2, { amount: 1400, client: 'Clinique Bleue' });
    await server.send('POST', '/companies', { name: 'Hidden' }, admin);
    await tell();
    await drain();
    const heard = told('rep') as [number, string[]][];
    expect(heard.map(([version]) => version)).toEqual([1, 3]);
    expect(heard.flatMap(([, fields]) => fields)).toContain('client');
    expect(JSON.stringify(receiver.received.filter(({ path }) => path === '/rep'))).not.toContain('amount');
    const all = told('boss');
    expect(all).toContainEqual([2, ['amount']]);
    expect(all).toContain('company');
  });

  it('by the time it is told: what is hidden from them meanwhile is left out, and what is all hidden is held', async () => {
    await put('hooks', { ...HOOKS, fields: {} });
    const { json } = await make('rep', rep);
    const { id } = await deal({ client: 'Clinique Azur', amount: 1200 });
    await change(id, 1, { amount: 1300 });
    expect((await tell()).told).toBe(2);
    await put('hooks', HOOKS);
    await drain();
    expect((await states(json.id)).sort()).toEqual(['delivered', 'held owner']);
    expect(JSON.stringify(receiver.received)).not.toContain('amount');
  });

  it('and nothing when they see their own records only, by themselves or by their role', async () => {
    const own = { ...HOOKS, ownRecords: true };
    await put('own-hooks', own);
    await server.letIn('own@acme.example', 'own-hooks');
    await server.letIn('mine@acme.example', 'hooks', { ownRecords: true });
    for (const email of ['own@acme.example', 'mine@acme.example']) {
      const { bearer } = await server.signedIn(email);
      const { status, json } = await make('own', bearer);
      expect([email, status, json.code]).toEqual([email, 403, 'not_allowed']);
    }
    const { json } = await make('rep', rep);
    const kept = await make('kept', admin);
    await deal({ client: 'Before' });
    await tell();
    await put('hooks', own);
    await deal({ client: 'After' });
    await tell();
    await drain();
    expect([told('rep'), await states(json.id)]).toEqual([[], ['held owner']]);
    expect([told('kept').length, (await states(kept.json.id)).length]).toEqual([2, 2]);
  });

  it('and nothing once they are shown out; let in again, they hear what changes from then on', async () => {
    await server.letIn('gone@acme.example', 'hooks');
    const { bearer } = await server.signedIn('gone@acme.example');
    const { json } = await make('gone', bearer);
    await deal({ client: 'Queued' });
    await tell();
    const id = await personOf('gone@acme.example');
    expect((await server.send('DELETE', `/people/${id}`, undefined, admin)).status).toBe(204);
    await drain();
    expect(await states(json.id)).toEqual(['held owner']);
    await deal({ client: 'While gone' });
    expect((await tell()).told).toBe(0);
    const { link } = await server.people.invite({
      email: 'gone@acme.example',
      tenant: 'acme',
      role: 'hooks',
      by: 'test',
    });
    const [token, password] = [server.linked(link), 'vintage otter climbs ladder'];
    await server.people.accept({ token, password, from: 'home' });
    await deal({ client: 'Back' });
    expect((await tell()).told).toBe(1);
    // kept out for a while is out as well
    await server.send('PATCH', `/people/${id}`, { disabled: true }, admin);
    await drain();
    expect(receiver.received).toEqual([]);
  });

  it('whoever owns it: nobody leads to themselves what somebody else may read', async () => {
    const { json } = await make('boss', admin);
    await deal({ client: 'Secret', amount: 1 });
    await tell();
    const url = `${receiver.origin}/rep`;
    const changed = await server.send('PATCH', `/webhooks/${json.id}`, { url }, rep);
    expect([changed.status, (await said(changed)).owner]).toEqual([200, 'rep@acme.example']);
    await server.send('POST', '/companies', { name: 'Hidden' }, admin);
    await tell();
    await drain();
    expect(told('rep').map((one) => (Array.isArray(one) ? one[0] : one))).toEqual([1]);
    expect(JSON.stringify(receiver.received)).not.toContain('amount');
    // taken over by somebody who sees all, it tells all
    await server.send('PATCH', `/webhooks/${json.id}`, { label: 'Ours' }, admin);
    await server.send('POST', '/companies', { name: 'Shown' }, admin);
    await tell();
    await drain();
    expect(told('rep')).toContain('company');
  });
});
