import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { ADDRESS, openTestPeople, PASSWORD, serverOver } from '../auth/testing.ts';
import { type Feed, openFeed } from './feed.ts';
import { readEvents } from './testing.ts';

type Headers = Readonly<Record<string, string>>;

const HOUR = 3_600_000;
let opened: Awaited<ReturnType<typeof openTestPeople>>;
let feed: Feed;

beforeAll(async () => {
  opened = await openTestPeople();
});
afterEach(() => feed.close());
afterAll(() => opened.close());

/** A server whose streams look every so many milliseconds, with somebody who follows and somebody who does not. */
const ready = async (name: string, check: number) => {
  const { pool, connection } = opened;
  feed = openFeed({ pool, connection, poll: 50, times: { check } });
  const server = serverOver(pool, { feed });
  const email = `${name}@acme.example`;
  await server.letIn(email, 'sales');
  await server.letIn(`other-${email}`, 'sales');
  const follow = async (who: Headers) => {
    const { status, body } = await server.app.request(`${ADDRESS}/api/v1/events`, { headers: who });
    if (!body) throw new Error(`no stream: ${status}`);
    const reader = readEvents(body);
    expect((await reader.next())?.event).toBe('ready');
    return reader;
  };
  const signed = await server.signedIn(email);
  const [reader, other] = [await follow(signed.bearer), await follow((await server.signedIn(`other-${email}`)).bearer)];
  const admin = await server.token();
  const { items } = await said(await server.send('GET', '/people', undefined, admin));
  const { id } = items.find((one: { email: string }) => one.email === email);
  const deal = (client: string) => server.send('POST', '/deals', { client, stage: 'prospect' }, admin);
  /** Why the reader was sent away; what it was told before does not count. */
  const farewell = async (): Promise<unknown> => {
    for (let event = await reader.next(); event; event = await reader.next())
      if (event.event === 'bye') return event.data['reason'];
    return null;
  };
  return { server, email, id: String(id), admin, signed, reader, other, deal, farewell };
};
type Ready = Awaited<ReturnType<typeof ready>>;

describe('a stream ends as soon as the journal says so, an hour before it would be looked', () => {
  it.each<readonly [string, string, string, (ground: Ready) => Promise<Response>]>([
    [
      'role',
      'changed',
      'their role is another',
      ({ server, id, admin }) => server.send('PATCH', `/people/${id}`, { role: 'viewer' }, admin),
    ],
    [
      'kept',
      'signed_out',
      'they are kept out',
      ({ server, id, admin }) => server.send('PATCH', `/people/${id}`, { disabled: true }, admin),
    ],
    [
      'own',
      'changed',
      'they see their own records only',
      ({ server, id, admin }) => server.send('PATCH', `/people/${id}`, { ownRecords: true }, admin),
    ],
    [
      'gone',
      'signed_out',
      'they are shown out',
      ({ server, id, admin }) => server.send('DELETE', `/people/${id}`, undefined, admin),
    ],
  ])('%s: %s, when %s; others go on', async (name, reason, _when, work) => {
    const ground = await ready(name, HOUR);
    expect((await work(ground)).status).toBeLessThan(300);
    expect(await ground.farewell()).toBe(reason);
    await ground.deal('Afterwards');
    expect(await ground.other.changes(1)).toHaveLength(1);
    await ground.other.cancel();
    expect(await ground.reader.next()).toBe(null);
  });

  it('signed_out, when the tenant is suspended: everybody', async () => {
    const { server, farewell, other, signed } = await ready('suspended', HOUR);
    const operator = {
      Authorization: `Bearer ${await server.keeper.sign('operator', { tenant: 'all', role: 'admin', actor: 'ops' })}`,
    };
    await server.send('POST', '/operator/tenants/acme/suspend', undefined, operator);
    expect(await farewell()).toBe('signed_out');
    const told: unknown[] = [];
    for (let event = await other.next(); event; event = await other.next())
      told.push(event.data['reason'] ?? event.event);
    expect(told).toEqual(['settings', 'signed_out']);
    const refused = await server.send('GET', '/events', undefined, signed.bearer);
    expect([refused.status, (await said(refused)).code]).toEqual([403, 'tenant_suspended']);
    await server.send('POST', '/operator/tenants/acme/resume', undefined, operator);
  });
});

describe('a stream ends with its session, with nothing sent after it', () => {
  it.each<readonly [string, string, (ground: Ready) => Promise<Response>]>([
    [
      'logout',
      'signs out',
      ({ server, signed }) => server.send('POST', '/auth/logout', { refresh: signed.refresh }, signed.bearer),
    ],
    [
      'reset',
      'sets a new password',
      async ({ server, email }) => {
        await server.people.requestReset(email, 'home');
        const waiting = (await server.people.outbox()).find(({ recipient }) => recipient === email);
        const token = server.linked(waiting?.link ?? '');
        return server.send('POST', '/auth/reset', { token, password: `${PASSWORD} again` });
      },
    ],
    [
      'switch',
      'goes to another tenant',
      async ({ server, email, signed }) => {
        const { link } = await server.people.invite({ email, tenant: 'globex', role: 'viewer', by: 'test' });
        await server.people.accept({ token: server.linked(link), password: PASSWORD, from: 'home' });
        return server.send('POST', '/auth/switch', { tenant: 'globex' }, signed.bearer);
      },
    ],
    [
      'revoke',
      'is shown out of the server',
      async ({ server, email }) => {
        expect(await server.people.revoke(email)).toBe(true);
        return new Response(null, { status: 204 });
      },
    ],
  ])('%s: who %s', async (name, _what, work) => {
    const ground = await ready(name, 50);
    expect((await work(ground)).status).toBeLessThan(300);
    expect(await ground.farewell()).toBe('signed_out');
    expect(await ground.reader.next()).toBe(null);
    await ground.deal('Afterwards');
    expect((await ground.other.changes(1)).length).toBe(1);
    await ground.other.cancel();
  });
});
