import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { MODEL, NOON, said, testApp } from '../../test/http.ts';
import { asOwner } from '../database/as-tenant.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { openTenants } from '../tenants/tenants.ts';
import { type BusinessOptions, watchBusiness } from './business.ts';
import { watchLeases, watchPool } from './leases.ts';
import { type Metrics, openMetrics } from './metrics.ts';
import { countTasks } from './tasks.ts';

const TOKEN = 'a token of the metrics';
const opened = { Authorization: `Bearer ${TOKEN}` };

/** The value of one series: `name{labels}`. */
const valueOf = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

describe('GET /metrics', () => {
  it('is no path of a server that has no token for it, and opens to its token alone', async () => {
    expect((await testApp().app.request('/metrics', { headers: opened })).status).toBe(404);
    const { app, bearer } = testApp({ told: { metrics: openMetrics('1.2.3'), token: TOKEN } });
    const ask = (headers: Readonly<Record<string, string>>) => app.request('/metrics', { headers });
    for (const headers of [{}, { Authorization: TOKEN }, { Authorization: `Bearer ${TOKEN}x` }, await bearer()]) {
      const refused = await ask(headers);
      expect([refused.status, (await said(refused)).code]).toEqual([401, 'not_signed_in']);
    }
    const answer = await ask(opened);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const text = await answer.text();
    expect(valueOf(text, 'sluice_build_info{version="1.2.3"}')).toBe(1);
    for (const own of [
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_heap_size_used_bytes',
    ])
      expect([own, (valueOf(text, own) ?? -1) >= 0]).toEqual([own, true]);
    expect((await app.request('/metrics', { method: 'POST', headers: opened })).status).toBe(405);
  });

  it('counts requests by the template of their route, and refusals by their code, whatever strangers send', async () => {
    const { app, bearer, send } = testApp({ told: { metrics: openMetrics('0'), token: TOKEN } });
    const who = await bearer();
    const made = await send('POST', '/api/v1/deals', { client: 'Clinique Azur', stage: 'prospect' }, who);
    const { id } = await said(made);
    for (let at = 0; at < 3; at += 1) await app.request(`/api/v1/deals/${id}`, { headers: who });
    for (let at = 0; at < 20; at += 1) await app.request(`/api/v1/nothing-${at}/${at}/${at}/${at}`, { headers: who });
    await app.request('/api/v1/deals', { headers: who, method: `M${'X'.repeat(50)}` });
    await app.request('/api/v1/deals');
    const text = await (await app.request('/metrics', { headers: opened })).text();

    const requests = 'sluice_http_requests_total';
    expect(valueOf(text, `${requests}{method="POST",route="/api/v1/:path",status="201"}`)).toBe(1);
    expect(valueOf(text, `${requests}{method="GET",route="/api/v1/:path/:id",status="200"}`)).toBe(3);
    expect(valueOf(text, 'sluice_http_request_duration_seconds_count{method="GET",route="/api/v1/:path/:id"}')).toBe(3);
    expect(valueOf(text, 'sluice_refusals_total{code="not_found"}')).toBe(20);
    expect(valueOf(text, 'sluice_refusals_total{code="not_signed_in"}')).toBe(1);
    // the request that asks is the only one
    expect(valueOf(text, 'sluice_http_requests_in_flight')).toBe(1);
    expect(text).not.toMatch(new RegExp(`${id}|nothing-|Azur|acme|tester|MXX`));
    expect(text).toContain('method="other"');
  });
});

describe('the figures of the database and the business', () => {
  let database: TestDatabase;
  let pool: Pool;
  let metrics: Metrics;
  const tenants = () => openTenants({ pool, blueprint: crm, now: () => NOON });
  const figures = async (more: Partial<BusinessOptions> = {}) => {
    const own = openMetrics('0');
    const { sourceFor } = tenants();
    watchBusiness(own, {
      sourceFor,
      names: async () => ['acme', 'globex'],
      perTenant: false,
      now: () => NOON,
      ...more,
    });
    return own;
  };

  beforeAll(async () => {
    database = await createDatabase();
    metrics = openMetrics('0');
    pool = openPool(database.connection, { size: 2, wait: 200, queue: 1 }, watchLeases(metrics));
    watchPool(metrics, pool);
    await migrate(pool, schemaOf(MODEL));
    for (const [name, amounts] of [
      ['acme', [100_000, 250_050]],
      ['globex', [1_000_000]],
    ] as const) {
      await tenants().create({ name, label: name, zone: 'Europe/Paris', currency: 'EUR' });
      const source = await tenants().sourceFor({ tenant: name, role: 'owner', actor: 'anna', via: 'token' }, 'test');
      for (const amount of amounts) {
        const values = { client: `Client of ${name}`, stage: 'prospect', amount, probability: 5000 };
        const written = await source?.create('deal', values);
        if (written?.ok !== true) throw new Error('a deal was not written');
      }
      const won = await source?.create('deal', { client: 'Won', stage: 'won', amount: 77, closedOn: '2025-01-31' });
      if (won?.ok !== true) throw new Error('a deal was not written');
    }
  });
  afterAll(async () => {
    await pool.close();
    await database.drop();
  });

  it('tell leases, waits, refusals and errors', async () => {
    const before = valueOf(await metrics.text(), 'sluice_pool_lease_seconds_count') ?? 0;
    let free: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      free = resolve;
    });
    const busy = [0, 1].map(() => asOwner(pool, { readOnly: true }, () => until));
    const waits = asOwner(pool, { readOnly: true }, () => Promise.resolve());
    const text = await metrics.text();
    expect(valueOf(text, 'sluice_pool_connections{state="busy"}')).toBe(2);
    expect(valueOf(text, 'sluice_pool_waiting')).toBe(1);
    expect(valueOf(text, 'sluice_pool_size')).toBe(2);
    await expect(asOwner(pool, {}, () => Promise.resolve())).rejects.toMatchObject({ code: 'overloaded' });
    await expect(waits).rejects.toMatchObject({ code: 'overloaded' });
    free();
    await Promise.all(busy);
    await expect(asOwner(pool, {}, (tx) => tx`select 1 / 0`)).rejects.toThrow('division');
    await expect(asOwner(pool, {}, () => Promise.reject(new Error('ours')))).rejects.toThrow('ours');
    const after = await metrics.text();
    expect(valueOf(after, 'sluice_database_errors_total{kind="overloaded"}')).toBe(2);
    expect(valueOf(after, 'sluice_database_errors_total{kind="sql_22"}')).toBe(1);
    expect(after.match(/^sluice_database_errors_total/gm)?.length).toBe(2);
    expect(valueOf(after, 'sluice_pool_lease_seconds_count')).toBe(before + 4);
    expect(valueOf(after, 'sluice_pool_connections{state="busy"}')).toBe(0);
  });

  it('tell the pipeline of all tenants together, in units of the currency, and of each only where that is wished', async () => {
    const text = await (await figures()).text();
    expect(valueOf(text, 'sluice_tenants')).toBe(2);
    expect(valueOf(text, 'sluice_open_deals{entity="deal"}')).toBe(3);
    expect(valueOf(text, 'sluice_pipeline_value{entity="deal",currency="EUR"}')).toBe(13_500.5);
    expect(valueOf(text, 'sluice_pipeline_weighted_value{entity="deal",currency="EUR"}')).toBe(6750.25);
    expect(valueOf(text, 'sluice_business_read_timestamp_seconds')).toBe(NOON / 1000);
    expect(text).not.toMatch(/acme|globex|Client of|anna/);

    const each = await (await figures({ perTenant: true })).text();
    expect(valueOf(each, 'sluice_pipeline_value{entity="deal",currency="EUR",tenant="acme"}')).toBe(3500.5);
    expect(valueOf(each, 'sluice_pipeline_value{entity="deal",currency="EUR",tenant="globex"}')).toBe(10_000);
  });

  it('are read once a minute however often they are asked for, and leave out a tenant that fails', async () => {
    let time = NOON;
    let asked = 0;
    const { sourceFor } = tenants();
    const own = await figures({
      now: () => time,
      sourceFor: async (session, cause) => {
        asked += 1;
        if (session.tenant === 'globex') throw new Error('an overlay that does not fit');
        return sourceFor(session, cause);
      },
    });
    const texts = await Promise.all([own.text(), own.text(), own.text()]);
    for (const text of texts) expect(valueOf(text, 'sluice_open_deals{entity="deal"}')).toBe(2);
    expect(asked).toBe(2);
    expect(valueOf(await own.text(), 'sluice_business_failures_total')).toBe(1);
    time += 59_000;
    await own.text();
    expect(asked).toBe(2);
    time += 2000;
    await own.text();
    expect(asked).toBe(4);
  });

  it('leave out a figure that cannot be read, and tell the others', async () => {
    const own = await figures({ names: () => Promise.reject(new Error('away')) });
    let there = true;
    own.figure('sluice_test', 'For this test.', () => (there ? 3 : Promise.reject(new Error('away'))));
    expect(valueOf(await own.text(), 'sluice_test')).toBe(3);
    there = false;
    const text = await own.text();
    expect([valueOf(text, 'sluice_test'), valueOf(text, 'sluice_tenants')]).toEqual([undefined, undefined]);
    expect(valueOf(text, 'sluice_build_info{version="0"}')).toBe(1);
  });
});

describe('the tasks of imports', () => {
  it('are counted while they run and by how they end', async () => {
    const own = openMetrics('0');
    const controller = new AbortController();
    let free: (value: never) => void = () => undefined;
    let fail: (error: Error) => void = () => undefined;
    const results = [
      new Promise<never>((resolve) => {
        free = resolve;
      }),
      new Promise<never>((_, reject) => {
        fail = reject;
      }),
      Promise.reject(new Error('stopped')),
    ];
    const threads = countTasks(own, { run: () => results.shift() ?? Promise.reject(), close: async () => undefined });
    const place = { tenant: 't', actor: 'a', overlays: [], moment: { today: '2025-02-05', zone: 'UTC' } };
    const task = { op: 'accept', id: 'x' } as const;
    const first = threads.run(place, task);
    const second = threads.run(place, task);
    controller.abort();
    await expect(threads.run(place, task, { signal: controller.signal })).rejects.toThrow('stopped');
    expect(valueOf(await own.text(), 'sluice_import_tasks{task="accept"}')).toBe(2);
    free({} as never);
    fail(new Error('unreadable'));
    await first;
    await expect(second).rejects.toThrow('unreadable');
    const text = await own.text();
    expect(valueOf(text, 'sluice_import_tasks{task="accept"}')).toBe(0);
    for (const outcome of ['done', 'failed', 'stopped'])
      expect(valueOf(text, `sluice_import_tasks_total{task="accept",outcome="${outcome}"}`)).toBe(1);
  });
});
