import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { openTestJobs } from '../jobs/testing.ts';
import { keepOutbound } from '../mail/gate.ts';
import { listOutbox } from '../mail/outbox.ts';
import { sendMail } from '../mail/send.ts';
import { join, openSink } from '../mail/testing.ts';
import { smtpTransport } from '../mail/transport.ts';
import { openTenants } from '../tenants/tenants.ts';
import { sendReports } from './weekly.ts';

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let today = Date.parse('2025-02-05T06:00:00Z');
const ANNA = 'anna@example.com';
const BOB = 'bob@example.com';

const tenants = () => openTenants({ pool: ground.pool, blueprint: crm, now: () => today });
const made = async (entity: string, values: Readonly<Record<string, string | number | readonly string[]>>) => {
  const source = await tenants().sourceFor({ tenant: 'acme', role: 'admin', actor: 'boss', via: 'token' }, 'test');
  const written = await source?.create(entity, values);
  if (!written?.ok) throw new Error(JSON.stringify(written?.issues));
  return written.record;
};
const mails = async () => {
  const all = await listOutbox(ground.pool, { tenant: ground.idOf('acme'), actor: 'test' }, { limit: 100 });
  return all.map(({ recipient, action, state, reason, subject }) => ({ recipient, action, state, reason, subject }));
};
const options = (sends: boolean) => ({
  pool: ground.pool,
  enqueue: ground.jobs.enqueue,
  sends,
  tenants: tenants(),
  address: () => 'https://crm.example.com',
  now: () => today,
});
const morning = async (date: string, sends = false, late = 0): Promise<void> => {
  today = Date.parse(`${date}T06:00:00Z`);
  await ground.make('acme', 'daily', [{}]);
  const waited = `update sluice_jobs.job set created_on = now() - interval '${late} days' where state = 'created'`;
  await asOwner(ground.pool, {}, (tx) => tx.unsafe(waited));
  await ground.jobs.drain({ daily: sendReports(options(sends)) });
  expect(ground.noted).toEqual([]);
};

beforeAll(async () => {
  ground = await openTestJobs();
  await join(ground.pool, ground.idOf('acme'), ANNA);
  await join(ground.pool, ground.idOf('acme'), BOB, 'viewer');
  await made('deal', { client: 'Alpha', amount: 100_055, stage: 'prospect' });
  await made('savedReport', {
    name: 'Board, weekly',
    report: 'board',
    language: 'fr',
    filters: 'stage=prospect',
    weekday: 'wednesday',
    recipients: [ANNA, 'Anna@Example.com', BOB, 'stranger@example.com'],
  });
  await made('savedReport', { name: 'Never', recipients: [ANNA] });
});
afterAll(() => ground.close());

describe('a report by mail', () => {
  it('is written for each member on its list on its day of the week, once, and stays held while nobody allows it', async () => {
    await morning('2025-02-04');
    expect(await mails()).toEqual([]);
    await morning('2025-02-05');
    await morning('2025-02-05');
    const subject = 'Votre rapport hebdomadaire';
    const held = { action: 'report', state: 'held', reason: 'server', subject };
    expect(await mails()).toHaveLength(2);
    expect(await mails()).toEqual(
      expect.arrayContaining([
        { recipient: ANNA, ...held },
        { recipient: BOB, ...held },
      ]),
    );
  });

  it('is sent with its PDF when server, tenant and occasion allow it', async () => {
    const sink = await openSink();
    const transport = smtpTransport(sink.url, 'Sluice <crm@example.com>');
    const outbound = { mail: true, actions: ['report'], webhooks: false, language: 'en' } as const;
    await asTenant(ground.pool, { tenant: ground.idOf('acme'), actor: 'boss' }, (tx) => keepOutbound(tx, outbound));
    await morning('2025-02-12', true);
    await ground.jobs.drain({ mail: sendMail(options(true), transport) });
    transport.close();
    await sink.close();
    expect(sink.mails).toHaveLength(2);
    const [first = ''] = sink.mails;
    expect(first).toContain('filename=board-2025-02-12.pdf');
    const coded = /\r\n\r\n([\s\S]+?)\r\n--/.exec(first.slice(first.indexOf('filename=')))?.[1] ?? '';
    expect(Buffer.from(coded, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect((await mails()).filter(({ state }) => state === 'sent')).toHaveLength(2);
  });

  it('comes late, and not never, when its morning waited for a tenant that was suspended', async () => {
    const before = (await mails()).length;
    await morning('2025-02-21', false, 1);
    expect(await mails()).toHaveLength(before);
    await morning('2025-02-21', false, 2);
    await morning('2025-02-22', false, 3);
    expect(await mails()).toHaveLength(before + 2);
  });
});
