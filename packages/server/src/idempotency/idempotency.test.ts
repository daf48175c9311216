import { randomUUID } from 'node:crypto';
import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { MODEL, NOON, said, testApp } from '../../test/http.ts';
import { relay, type Relay } from '../../test/relay.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { openTenants } from '../tenants/tenants.ts';
import { sweepKeys } from './keys.ts';

let database: TestDatabase;
let wire: Relay;
let pool: Pool;
/** The acknowledgement of the next write is lost. */
let losing = false;
beforeAll(async () => {
  database = await createDatabase();
  wire = await relay(database.connection);
  const real = openPool(wire.connection, { size: 6 });
  pool = {
    ...real,
    transaction: (opening, work) =>
      real.transaction(opening, async (tx) => {
        const value = await work(tx);
        if (losing && !opening.readOnly) {
          losing = false;
          wire.cutAfter('commit');
        }
        return value;
      }),
  };
  await migrate(pool, schemaOf(MODEL));
  const tenants = openTenants({ pool, blueprint: crm, now: () => NOON });
  for (const name of ['acme', 'globex'])
    await tenants.create({ name, label: name, zone: 'Europe/Paris', currency: 'EUR' });
});
afterAll(async () => {
  await pool.close();
  await wire.close();
  await database.drop();
});

const ready = async () => {
  const test = testApp(openTenants({ pool, blueprint: crm, now: () => NOON }));
  const who = await test.bearer();
  const keyed = (key: string, more: Readonly<Record<string, string>> = {}) => ({
    ...who,
    'Idempotency-Key': key,
    ...more,
  });
  const post = async (json: unknown, headers: Readonly<Record<string, string>>, path = 'deals') =>
    test.send('POST', `/api/v1/${path}`, json, headers);
  return { ...test, who, keyed, post };
};
const deal = (client: string) => ({ client, stage: 'prospect', amount: 10.5 });
const count = async (client: string): Promise<number> => {
  const [row] = await database.admin`select count(*)::integer as n from sluice.deal where client = ${client}`;
  return Number(row?.['n']);
};
const keys = async (): Promise<number> => {
  const [row] = await database.admin`select count(*)::integer as n from sluice.idempotency`;
  return Number(row?.['n']);
};

describe('a write with an Idempotency-Key', () => {
  it('happens once, and its repeat gets the very same answer', async () => {
    const { post, keyed } = await ready();
    const key = randomUUID();
    const first = await post(deal('Once'), keyed(key));
    const second = await post(deal('Once'), keyed(key));
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.headers.get('idempotency-replayed')).toBe(null);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    for (const name of ['etag', 'location', 'content-type'])
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    expect(await second.text()).toBe(await first.text());
    expect(await count('Once')).toBe(1);
  });

  it('happens once for 20 at the same time, ten times over', async () => {
    const { post, keyed } = await ready();
    for (let round = 0; round < 10; round++) {
      const key = `round-${round}`;
      const client = `Together ${round}`;
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(deal(client), keyed(key))));
      const statuses = new Set(answers.map(({ status }) => status));
      expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
      expect(await count(client)).toBe(1);
      const bodies = await Promise.all(answers.filter(({ status }) => status === 201).map((one) => one.text()));
      expect(new Set(bodies).size).toBe(1);
      for (const busy of answers.filter(({ status }) => status === 409)) {
        expect(busy.headers.get('retry-after')).toBe('1');
        expect((await said(busy)).code).toBe('in_progress');
      }
      expect(await (await post(deal(client), keyed(key))).text()).toBe(bodies[0]);
    }
  });

  it('happens once when its acknowledgement is lost', async () => {
    const { post, keyed, send } = await ready();
    const key = randomUUID();
    losing = true;
    const lost = await post(deal('Lost'), keyed(key));
    expect([lost.status, (await said(lost)).code]).toEqual([503, 'unknown_outcome']);
    const again = await post(deal('Lost'), keyed(key));
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(await count('Lost')).toBe(1);

    const { id } = await said(again);
    const path = `/api/v1/deals/${id}`;
    const change = () => send('PATCH', path, { amount: 99 }, keyed('change-1', { 'If-Match': '"1"' }));
    losing = true;
    expect((await said(await change())).code).toBe('unknown_outcome');
    const changed = await change();
    expect([changed.status, changed.headers.get('etag'), (await said(changed)).amount]).toEqual([200, '"2"', 99]);
    const remove = () => send('DELETE', path, '', keyed('remove-1', { 'If-Match': 'W/"2"' }));
    losing = true;
    expect((await said(await remove())).code).toBe('unknown_outcome');
    expect((await remove()).status).toBe(204);
    expect(await count('Lost')).toBe(0);
  });

  it('of many records happens once', async () => {
    const { post, keyed } = await ready();
    const body = { operations: [1, 2, 3].map(() => ({ op: 'create', values: deal('Many') })) };
    const first = await post(body, keyed('many'), 'deals/bulk');
    const second = await post(body, keyed('many'), 'deals/bulk');
    expect([first.status, second.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(await second.text()).toBe(await first.text());
    expect(await count('Many')).toBe(3);
  });

  it('is refused when the key was used for something else', async () => {
    const { post, keyed, send } = await ready();
    const made = await said(await post(deal('Mine'), keyed('mine')));
    for (const answer of [
      await post(deal('Other'), keyed('mine')),
      await post(deal('Mine'), keyed('mine'), 'deals?x=1'),
      await send('PATCH', `/api/v1/deals/${made.id}`, deal('Mine'), keyed('mine', { 'If-Match': '"1"' })),
    ])
      expect([answer.status, (await said(answer)).code]).toEqual([422, 'key_reused']);
    expect(await count('Other')).toBe(0);
  });

  it('is one of its person and tenant: the same key of others is another', async () => {
    const { post, keyed, bearer } = await ready();
    await post(deal('Shared'), keyed('shared'));
    for (const identity of [{ actor: 'berta' }, { tenant: 'globex' }]) {
      const answer = await post(deal('Shared'), { ...(await bearer(identity)), 'Idempotency-Key': 'shared' });
      expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([201, null]);
    }
    expect(await count('Shared')).toBe(3);
  });

  it('keeps nothing of a refusal: mended circumstances let it through', async () => {
    const { post, keyed, send } = await ready();
    const before = await keys();
    const wrong = await post({ client: 'No stage', stage: 'nowhere' }, keyed('refused'));
    expect(wrong.status).toBe(422);
    const { id } = await said(await post(deal('Gone'), keyed('gone')));
    const late = await send('DELETE', `/api/v1/deals/${id}`, '', keyed('late', { 'If-Match': '"9"' }));
    expect(late.status).toBe(412);
    expect(await keys()).toBe(before + 1);
    expect((await post({ client: 'No stage', stage: 'prospect' }, keyed('refused'))).status).toBe(201);
  });

  it('needs a key that is one', async () => {
    const { post, keyed } = await ready();
    for (const key of ['', 'a b', 'é', 'x'.repeat(256)]) {
      const answer = await post(deal('Bad'), keyed(key)).catch(() => null);
      // a header that HTTP itself does not carry
      if (answer === null) continue;
      expect([key, answer.status, (await said(answer)).code]).toEqual([key, 400, 'bad_key']);
    }
    expect(await count('Bad')).toBe(0);
    expect((await post(deal('Quoted'), keyed('"quoted"'))).status).toBe(201);
    expect((await post(deal('Quoted'), keyed('quoted'))).headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('an import with an Idempotency-Key', () => {
  it('is planned, accepted and undone once each', async () => {
    const { app, keyed } = await ready();
    const file = 'Client;Stage\nImported;prospect\n';
    const plan = () =>
      app.request('/api/v1/imports?entity=deal', {
        method: 'POST',
        headers: keyed('plan', { 'Content-Type': 'text/csv' }),
        body: file,
      });
    const [first, second] = [await plan(), await plan()];
    const planned = await said(first);
    expect([first.status, second.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect((await said(second)).id).toBe(planned.id);
    const accept = () =>
      app.request(`/api/v1/imports/${planned.id}/accept`, { method: 'POST', headers: keyed('accept') });
    losing = true;
    expect((await said(await accept())).code).toBe('unknown_outcome');
    expect((await said(await accept())).status).toBe('accepted');
    expect(await count('Imported')).toBe(1);
    const undo = () => app.request(`/api/v1/imports/${planned.id}/undo`, { method: 'POST', headers: keyed('undo') });
    const undone = await said(await undo());
    const again = await undo();
    expect([again.headers.get('idempotency-replayed'), await said(again)]).toEqual(['true', undone]);
    expect(await count('Imported')).toBe(0);
  });
});

describe('a key', () => {
  it('is forgotten after a day, one by one with new ones and by the sweep', async () => {
    const { post, keyed } = await ready();
    await post(deal('Old'), keyed('old'));
    await post(deal('Older'), keyed('older'));
    await database.admin`update sluice.idempotency set created_at = now() - interval '25 hours' where key like 'old%'`;
    const answer = await post(deal('Old again'), keyed('old'));
    expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect(await database.admin`select key from sluice.idempotency where key = 'older'`).toEqual([]);
    await database.admin`update sluice.idempotency set created_at = now() - interval '25 hours'`;
    const before = await keys();
    expect(await sweepKeys(pool)).toBe(before);
    expect(await keys()).toBe(0);
  });
});
