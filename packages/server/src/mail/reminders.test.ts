import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { openTestJobs } from '../jobs/testing.ts';
import { openTenants } from '../tenants/tenants.ts';
import { keepOutbound } from './gate.ts';
import { listOutbox } from './outbox.ts';
import { remind } from './reminders.ts';
import { join } from './testing.ts';

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let today = Date.parse('2025-02-05T06:00:00Z');
const ANNA = 'anna@example.com';
const BOB = 'bob@example.com';
const users = new Map<string, string>();

const tenants = () => openTenants({ pool: ground.pool, blueprint: crm, now: () => today });
const session = { tenant: 'acme', role: 'owner', actor: 'boss', via: 'token' } as const;
const source = async () => {
  const found = await tenants().sourceFor(session, 'test');
  if (!found) throw new Error('no tenant');
  return found;
};
const made = async (entity: string, values: Readonly<Record<string, string | number | null>>): Promise<string> => {
  const written = await (await source()).create(entity, values);
  if (!written.ok) throw new Error(JSON.stringify(written.issues));
  return written.record.id;
};
/** Six in the morning of a day in UTC, or an instant. */
const day = (date: string): void => {
  today = Date.parse(date.includes('T') ? date : `${date}T06:00:00Z`);
};
/** A morning, and what was written to whom on it. */
const morning = async (date: string): Promise<readonly (readonly [string, string, readonly string[]])[]> => {
  day(date);
  const { pool, jobs } = ground;
  const before = new Set((await mails()).map(({ id }) => id));
  await ground.make('acme', 'daily', [{}]);
  const address = (): string => 'https://crm.example.com';
  const daily = remind({ pool, enqueue: jobs.enqueue, sends: false, tenants: tenants(), address });
  await jobs.drain({ daily });
  expect(ground.noted).toEqual([]);
  const fresh = (await mails()).filter(({ id }) => !before.has(id));
  return fresh
    .map(({ recipient, action, body }) => [recipient, action, body.match(/^- .*$/gm) ?? []] as const)
    .sort(([a, b], [c, d]) => (`${a} ${b}` < `${c} ${d}` ? -1 : 1));
};
const mails = () => listOutbox(ground.pool, { tenant: ground.idOf('acme'), actor: 'test' }, { limit: 100 });

beforeAll(async () => {
  ground = await openTestJobs();
  for (const email of [ANNA, BOB]) {
    users.set(email, await made('user', { name: email, email }));
    await join(ground.pool, ground.idOf('acme'), email);
  }
});
afterAll(() => ground.close());

describe('a morning', () => {
  it('tells each owner of their deals that went cold, once until somebody touches them', async () => {
    day('2025-02-05');
    const owner = users.get(ANNA) ?? '';
    const first = await made('deal', { client: 'Bouygues', stage: 'qualified', owner });
    await made('deal', { client: 'Wella', stage: 'qualified', owner: users.get(BOB) ?? '' });
    await made('deal', { client: 'Nobody’s', stage: 'qualified' });
    await made('deal', { client: 'Won', stage: 'won', owner });
    // ten days idle is not cold, eleven are
    expect(await morning('2025-02-15')).toEqual([]);
    expect(await morning('2025-02-16')).toEqual([
      [ANNA, 'cold', ['- Bouygues (Deal), since 2025-02-05']],
      [BOB, 'cold', ['- Wella (Deal), since 2025-02-05']],
    ]);
    expect(await morning('2025-02-16')).toEqual([]);
    expect(await morning('2025-02-17')).toEqual([]);
    day('2025-02-18');
    const touched = await (await source()).change('deal', first, { sector: 'Building' }, { version: 1 });
    expect(touched.ok).toBe(true);
    expect(await morning('2025-02-28')).toEqual([]);
    expect(await morning('2025-03-03')).toEqual([[ANNA, 'cold', ['- Bouygues (Deal), since 2025-02-18']]]);
  });

  it('tells of a deadline a week before it, in the zone of the tenant, and of a moved one again', async () => {
    day('2025-04-01');
    const owner = users.get(BOB) ?? '';
    const due = await made('deal', { client: 'Soon', stage: 'qualified', dueOn: '2025-04-09', owner });
    await made('deal', { client: 'Later', stage: 'qualified', dueOn: '2025-05-30', owner });
    expect(await morning('2025-04-01')).toEqual([]);
    // half past ten in the evening in UTC is half past midnight in Paris
    const lines = ['- Soon (Deal), due on 2025-04-09'];
    expect(await morning('2025-04-01T21:30:00Z')).toEqual([]);
    expect(await morning('2025-04-01T22:30:00Z')).toEqual([[BOB, 'deadline', lines]]);
    expect(await morning('2025-04-02')).toEqual([]);
    expect(await morning('2025-04-03')).toEqual([]);
    await (await source()).change('deal', due, { dueOn: '2025-04-10' }, { version: 1 });
    expect(await morning('2025-04-04')).toEqual([[BOB, 'deadline', ['- Soon (Deal), due on 2025-04-10']]]);
  });

  it('speaks the language of the tenant', async () => {
    day('2025-06-01');
    await asTenant(ground.pool, { tenant: ground.idOf('acme'), actor: 'test' }, (tx) =>
      keepOutbound(tx, { mail: false, actions: [], webhooks: false, language: 'fr' }),
    );
    await made('deal', { client: 'Vite', stage: 'qualified', dueOn: '2025-06-03', owner: users.get(ANNA) ?? '' });
    const written = await morning('2025-06-01');
    expect(written.find(([, action]) => action === 'deadline')).toEqual([
      ANNA,
      'deadline',
      ['- Vite (Affaire), le 2025-06-03'],
    ]);
  });

  it('says nothing to who was shown out, and sends nothing that was not allowed', async () => {
    await asOwner(
      ground.pool,
      {},
      (tx) => tx`update sluice_system.person set disabled_at = now() where email = ${ANNA}`,
    );
    expect((await morning('2025-12-24')).map(([recipient]) => recipient)).not.toContain(ANNA);
    expect(new Set((await mails()).map(({ state, reason }) => `${state} ${reason}`))).toEqual(new Set(['held server']));
  });
});
