import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { openTestJobs } from '../jobs/testing.ts';
import { post } from '../mail/outbox.ts';
import * as store from '../webhooks/store.ts';
import { watchBusiness } from './business.ts';
import { watchJobs } from './jobs.ts';
import { openMetrics } from './metrics.ts';
import { outboundOfTenant } from './outbound.ts';

let ground: Awaited<ReturnType<typeof openTestJobs>>;
beforeAll(async () => {
  ground = await openTestJobs();
});
afterAll(() => ground.close());

const subjects = (count: number) => Array.from({ length: count }, () => ({ subject: randomUUID() }));
const told = async () => {
  const metrics = openMetrics('0');
  watchJobs(metrics, ground.pool);
  const text = await metrics.text();
  return (series: string): number | undefined => {
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length + 1));
  };
};
const update = (change: string) => asOwner(ground.pool, {}, (tx) => tx.unsafe(`update sluice_jobs.job set ${change}`));

describe('the figures of jobs', () => {
  it('are there while there is nothing to do', async () => {
    const of = await told();
    for (const kind of ['mail', 'webhook', 'daily', 'backup'])
      for (const state of ['queued', 'failed', 'running', 'held', 'dead'])
        expect([kind, state, of(`sluice_jobs{kind="${kind}",state="${state}"}`)]).toEqual([kind, state, 0]);
    expect(of('sluice_jobs_oldest_seconds{kind="mail"}')).toBe(0);
  });

  it('tell what waits, what failed, what is dead and what is held, of all tenants together', async () => {
    const { jobs, make } = ground;
    await make('globex', 'mail', subjects(1));
    await update('retry_limit = 0');
    await jobs.drain({ mail: () => Promise.reject(new Error('no')) });
    await make('acme', 'mail', subjects(2));
    await jobs.drain({ mail: () => Promise.reject(new Error('no')) });
    await make('acme', 'mail', subjects(3));
    await make('globex', 'mail', subjects(4));
    await make('globex', 'webhook', subjects(5));
    await update(
      `start_after = now() - interval '90 seconds' where state = 'created' and name = 'mail' and group_id = '${ground.idOf('acme')}'`,
    );
    const of = await told();
    expect(
      ['queued', 'failed', 'running', 'held', 'dead'].map((is) => of(`sluice_jobs{kind="mail",state="${is}"}`)),
    ).toEqual([7, 2, 0, 0, 1]);
    expect(of('sluice_jobs{kind="webhook",state="queued"}')).toBe(5);
    expect(Math.floor((of('sluice_jobs_oldest_seconds{kind="mail"}') ?? 0) / 60)).toBe(1);

    await asOwner(
      ground.pool,
      {},
      (tx) => tx`update sluice_system.tenant set suspended_at = now() where name = 'acme'`,
    );
    const then = await told();
    expect(['queued', 'failed', 'held'].map((is) => then(`sluice_jobs{kind="mail",state="${is}"}`))).toEqual([4, 0, 5]);
    // what is held does not count as waiting
    expect(Math.floor((then('sluice_jobs_oldest_seconds{kind="mail"}') ?? 0) / 60)).toBe(0);
  });
});

describe('the figures of what leaves', () => {
  it('tell the outbox and the deliveries by state, of all tenants together or of each', async () => {
    for (const [name, count] of [
      ['acme', 2],
      ['globex', 3],
    ] as const)
      await asTenant(ground.pool, { tenant: ground.idOf(name), actor: 'test' }, async (tx) => {
        const outbox = { enqueue: ground.jobs.enqueue, sends: false };
        const text = { action: 'cold', recipient: 'anna@example.com', subject: 'Hello', body: 'Hello' } as const;
        for (let at = 0; at < count; at++)
          await post(tx, outbox, ground.idOf(name), { occasion: randomUUID(), ...text }, true);
        const id = randomUUID();
        const by = { owner: 'boss', person: null, role: 'admin' };
        const wish = { url: 'https://example.com/', label: '', entities: [], enabled: true };
        await store.make(tx, { ...wish, id, secret: new Uint8Array(9), by });
        await store.addDelivery(tx, id, { event: 'one', body: '{}', held: null });
      });
    const idOf = async (name: string) => ground.idOf(name) || null;
    const text = (perTenant: boolean): Promise<string> => {
      const metrics = openMetrics('0');
      const outboundOf = outboundOfTenant(ground.pool, idOf);
      const { sourceFor } = ground.tenants;
      watchBusiness(metrics, {
        sourceFor,
        outboundOf,
        names: async () => ['acme', 'globex'],
        perTenant,
        now: Date.now,
      });
      return metrics.text();
    };
    const [all, each] = [await text(false), await text(true)];
    expect(all).toContain('sluice_outbox_mails{state="held"} 5\n');
    expect(all).toContain('sluice_webhook_deliveries{state="queued"} 2\n');
    expect(all).not.toMatch(/acme|globex/);
    expect(each).toContain('sluice_outbox_mails{state="held",tenant="globex"} 3\n');
    expect(each).toContain('sluice_webhook_deliveries{state="queued",tenant="acme"} 1\n');
  });
});
