import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { JobFault } from './faults.ts';
import { KINDS } from './kinds.ts';
import { openTestJobs } from './testing.ts';

let ground: Awaited<ReturnType<typeof openTestJobs>>;
beforeAll(async () => {
  ground = await openTestJobs(['acme', 'globex', 'umbra', 'initech', 'hooli']);
});
afterAll(() => ground.close());
beforeEach(() => asOwner(ground.pool, {}, (tx) => tx.unsafe('delete from sluice_jobs.job')));

const subjects = (count: number) => Array.from({ length: count }, () => ({ subject: randomUUID() }));

describe('a job', () => {
  it('is there when its transaction is committed, and not when it is not', async () => {
    const { pool, jobs, idOf } = ground;
    const who = { tenant: idOf('acme'), actor: 'test' };
    const failed = asTenant(pool, who, async (tx) => {
      await jobs.enqueue(tx, 'mail', { tenant: who.tenant, subject: randomUUID() });
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await ground.count('created')).toBe(0);
    await ground.make('acme', 'mail', subjects(2));
    expect(await ground.count('created')).toBe(2);
  });

  it('leaves the transaction in the hands of the role that began it', async () => {
    const { pool, jobs, idOf } = ground;
    const who = { tenant: idOf('acme'), actor: 'test' };
    const role = await asTenant(pool, who, async (tx) => {
      await jobs.enqueue(tx, 'mail', { tenant: who.tenant });
      const [row] = await tx`select current_user::text as who`;
      return row?.['who'];
    });
    expect(role).toBe('sluice_app');
    const looking = asTenant(pool, who, (tx) => tx.unsafe('select 1 from sluice_jobs.job'));
    await expect(looking).rejects.toThrow('permission denied for schema sluice_jobs');
  });

  it('with the same id is made once', async () => {
    const { pool, jobs, idOf } = ground;
    const id = randomUUID();
    for (let time = 0; time < 3; time++)
      await asTenant(pool, { tenant: idOf('acme'), actor: 'test' }, (tx) =>
        jobs.enqueue(tx, 'daily', { tenant: idOf('acme') }, { id }),
      );
    expect(await ground.count('created')).toBe(1);
  });

  it('keeps ids and nothing else: a text with quotes and backslashes gets no further than its check', async () => {
    const { pool, jobs, idOf } = ground;
    const tenant = idOf('acme');
    await asTenant(pool, { tenant, actor: 'test' }, (tx) =>
      jobs.enqueue(tx, 'mail', { tenant, subject: String.raw`'; drop schema sluice_jobs; -- \' $1 E'\\` }),
    );
    const seen: unknown[] = [];
    await jobs.drain({ mail: async (task) => void seen.push(task) });
    expect(seen).toEqual([]);
    const [job] = await jobs.dead.list(tenant, 'waiting', 10);
    expect(job).toMatchObject({ kind: 'mail', attempts: 1, subject: null, reason: { code: 'unreadable' } });
  });

  it('is done once, by one of those who look for it', async () => {
    await ground.make('acme', 'webhook', subjects(30));
    const seen: string[] = [];
    const handlers = { webhook: async ({ id }: { readonly id: string }) => void seen.push(id) };
    await Promise.all([ground.jobs.drain(handlers), ground.jobs.drain(handlers), ground.jobs.drain(handlers)]);
    expect([seen.length, new Set(seen).size, await ground.count('completed')]).toEqual([30, 30, 30]);
  });
});

describe('one tenant with everything to do', () => {
  it('does not keep the others waiting: theirs are done while its first are not', async () => {
    await ground.make('acme', 'webhook', subjects(120));
    for (const name of ['globex', 'umbra', 'initech', 'hooli']) await ground.make(name, 'webhook', subjects(5));
    const flood = ground.idOf('acme');
    const others = Promise.withResolvers<void>();
    const done: string[] = [];
    let [begun, now, most] = [0, 0, 0];
    await ground.jobs.drain({
      webhook: async ({ payload: { tenant = '' } }) => {
        if (tenant === flood) {
          [begun, now] = [begun + 1, now + 1];
          most = Math.max(most, now);
          // as slow as it may be: until nothing of anybody else is left
          await others.promise;
          now -= 1;
        }
        done.push(tenant);
        if (done.length === 20) others.resolve();
      },
    });
    expect(done.slice(0, 20)).not.toContain(flood);
    expect([done.length, begun, most]).toEqual([140, 120, KINDS.webhook.each]);
  });
});

describe('a job that fails', () => {
  const poison = randomUUID();
  const handlers = {
    mail: async ({ payload }: { readonly payload: { readonly subject?: string } }) => {
      if (payload.subject === poison) throw new JobFault('no_mailbox', 'The mailbox does not exist.');
    },
  };

  it('is tried as often as its kind says, then is dead with its reason; the others were done', async () => {
    const { jobs, idOf } = ground;
    await ground.make('acme', 'mail', [...subjects(5), { subject: poison }, ...subjects(5)]);
    await ground.make('globex', 'mail', subjects(5));
    await jobs.drain(handlers);
    expect(await ground.count('completed')).toBe(15);
    for (let time = 0; time < KINDS.mail.retries; time++) {
      expect(await ground.count('failed')).toBe(0);
      await ground.hurry();
      await jobs.drain(handlers);
    }
    expect(await jobs.dead.list(idOf('acme'), 'dead', 10)).toMatchObject([
      {
        kind: 'mail',
        state: 'dead',
        subject: poison,
        attempts: KINDS.mail.retries + 1,
        reason: { code: 'no_mailbox', message: 'The mailbox does not exist.' },
      },
    ]);
    expect(await jobs.dead.list(idOf('globex'), 'dead', 10)).toEqual([]);
  });

  it('of another tenant can be neither seen, tried again nor forgotten', async () => {
    const { jobs, idOf } = ground;
    await ground.make('acme', 'mail', [{ subject: poison }]);
    await asOwner(ground.pool, {}, (tx) => tx.unsafe('update sluice_jobs.job set retry_limit = 0'));
    await jobs.drain(handlers);
    const [dead] = await jobs.dead.list(idOf('acme'), 'dead', 10);
    const id = dead?.id ?? '';
    expect(await jobs.dead.retry(idOf('globex'), id)).toBe(false);
    expect(await jobs.dead.discard(idOf('globex'), id)).toBe(false);
    expect(await ground.count('failed')).toBe(1);
    expect(await jobs.dead.retry(idOf('acme'), id)).toBe(true);
    const seen: unknown[] = [];
    await jobs.drain({ mail: async ({ payload, again }) => void seen.push([payload.subject, again]) });
    expect(seen).toEqual([[poison, true]]);
    expect(await ground.count('completed')).toBe(1);
  });

  it('for a reason nobody foresaw says no more than that, and the log has the rest', async () => {
    await ground.make('acme', 'mail', subjects(1));
    ground.noted.length = 0;
    await ground.jobs.drain({ mail: () => Promise.reject(new Error('select secret from somewhere')) });
    const [job] = await ground.jobs.dead.list(ground.idOf('acme'), 'waiting', 10);
    expect(job?.reason).toEqual({
      code: 'internal',
      message: 'Something went wrong in the server; its log says what.',
    });
    expect(ground.noted.map(String)).toEqual(['Error: select secret from somewhere']);
  });

  it('because its server died is taken again when its time is up, and is dead when that happens too often', async () => {
    const { jobs, pool, idOf } = ground;
    await ground.make('acme', 'daily', [{}]);
    for (let time = 0; time <= KINDS.daily.retries; time++) {
      // a server takes it and is gone
      await asOwner(pool, {}, (tx) =>
        tx.unsafe(
          `update sluice_jobs.job set state = 'active', started_on = now() - interval '1 day',
             retry_count = retry_count + case when started_on is null then 0 else 1 end where state in ('created', 'retry')`,
        ),
      );
      await asOwner(pool, {}, (tx) =>
        tx.unsafe('update sluice_jobs.queue set monitor_on = null, monitor_claim_on = null'),
      );
      await jobs.supervise();
    }
    const [dead] = await jobs.dead.list(idOf('acme'), 'dead', 10);
    expect(dead).toMatchObject({ kind: 'daily', state: 'dead', reason: { code: 'no_answer' } });
  });
});

describe('a job of somebody who is gone', () => {
  it('is not done: of a tenant that was removed, or a person who was shown out', async () => {
    const { jobs, pool, idOf } = ground;
    const [tenant, person] = [idOf('hooli'), randomUUID()];
    await asOwner(pool, {}, async (tx) => {
      await tx`insert into sluice_system.person (id, email) values (${person}, 'anna@example.com')`;
      await tx`insert into sluice_system.membership (person_id, tenant_id, role) values (${person}, ${tenant}, 'viewer')`;
    });
    const seen: unknown[] = [];
    const handlers = { mail: async ({ payload }: { readonly payload: object }) => void seen.push(payload) };
    await ground.make('hooli', 'mail', [{ person }]);
    await jobs.drain(handlers);
    expect(seen).toEqual([{ tenant, person }]);
    await ground.make('hooli', 'mail', [{ person }, { person }]);
    await asOwner(pool, {}, (tx) => tx`update sluice_system.person set disabled_at = now() where id = ${person}`);
    await jobs.drain(handlers);
    await ground.make('hooli', 'mail', [{}]);
    await asOwner(pool, {}, async (tx) => {
      await tx`delete from sluice_system.membership where tenant_id = ${tenant}`;
      await tx`delete from sluice_system.tenant where id = ${tenant}`;
    });
    await jobs.drain(handlers);
    expect(seen).toHaveLength(1);
    const outcomes = await asOwner(pool, { readOnly: true }, (tx) =>
      tx.unsafe(`select output->>'skipped' as why, count(*)::int as count from sluice_jobs.job group by 1 order by 1`),
    );
    expect(outcomes.map(({ why, count }) => [why, count])).toEqual([
      ['person_gone', 2],
      ['tenant_gone', 1],
      [null, 1],
    ]);
  });
});

describe('the clocks', () => {
  it('are one per tenant in its own zone, follow it, and end with it; the copy has one when it is wanted', async () => {
    const { jobs, pool, idOf } = ground;
    const clocks = async () => {
      await jobs.setClocks();
      const rows = await asOwner(pool, { readOnly: true }, (tx) =>
        tx.unsafe('select name, key, timezone, cron, data from sluice_jobs.schedule'),
      );
      return new Map(rows.map((row) => [row['key'], row]));
    };
    const first = await clocks();
    expect(first.size).toBe(4);
    expect(first.get(idOf('acme'))).toMatchObject({
      name: 'daily',
      cron: '0 7 * * *',
      timezone: 'Europe/Paris',
      data: { tenant: idOf('acme') },
    });
    await asOwner(pool, {}, async (tx) => {
      await tx`update sluice_system.tenant set zone = 'Asia/Kathmandu' where id = ${idOf('acme')}`;
      await tx`delete from sluice_system.tenant where id = ${idOf('initech')}`;
    });
    const then = await clocks();
    expect([then.size, then.get(idOf('acme'))?.['timezone'], then.get(idOf('initech'))]).toEqual([
      3,
      'Asia/Kathmandu',
      undefined,
    ]);
  });
});
