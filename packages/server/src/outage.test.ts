import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../test/database.ts';
import { MODEL, NOON, said, testApp } from '../test/http.ts';
import { relay, type Relay } from '../test/relay.ts';
import { asOwner } from './database/as-tenant.ts';
import { openPool, type Pool } from './database/lease.ts';
import { migrate, schemaOf } from './schema/migrate.ts';
import { openTenants } from './tenants/tenants.ts';

let database: TestDatabase;
let wire: Relay;
let pool: Pool;
const probe = async (): Promise<boolean> => {
  await asOwner(pool, { readOnly: true }, (tx) => tx`select 1`);
  return true;
};

beforeAll(async () => {
  database = await createDatabase();
  wire = await relay(database.connection);
  pool = openPool(wire.connection, { size: 2, connectTimeout: 1000, wait: 1000 });
  await migrate(pool, schemaOf(MODEL));
});
afterAll(async () => {
  await pool.close();
  await wire.close();
  await database.drop();
});

describe('a server whose database goes away', () => {
  it('answers 503 with the remedy, says so in its health, writes nothing, and serves again by itself', async () => {
    const tenants = openTenants({ pool, blueprint: crm, now: () => NOON });
    await tenants.create({ name: 'acme', label: 'Acme', zone: 'Europe/Paris', currency: 'EUR' });
    const { app, bearer, send } = testApp({ ...tenants, probe });
    const who = await bearer();
    const health = async () => said(await app.request('/api/v1/health'));
    const deals = () => app.request('/api/v1/deals', { headers: who });
    const make = (client: string) => send('POST', '/api/v1/deals', { client, stage: 'prospect' }, who);

    expect((await make('ACME')).status).toBe(201);
    expect(await health()).toMatchObject({ status: 'ok', database: 'ok' });

    await wire.cut();
    const refused = await make('Lost');
    const problem = await said(refused);
    expect([refused.status, refused.headers.get('content-type')?.split(';')[0]]).toEqual([
      503,
      'application/problem+json',
    ]);
    expect(problem).toMatchObject({ status: 503, code: 'unavailable', remedy: expect.stringContaining('Try again') });
    expect(JSON.stringify(problem)).not.toMatch(/ECONN|127\.0\.0\.1|stack/);
    expect((await deals()).status).toBe(503);
    expect(await health()).toMatchObject({ status: 'degraded', database: 'away' });

    await wire.mend();
    const again = await deals();
    expect([again.status, (await said(again)).items.map((one: { client: string }) => one.client)]).toEqual([
      200,
      ['ACME'],
    ]);
    expect(await health()).toMatchObject({ status: 'ok' });
  });
});
