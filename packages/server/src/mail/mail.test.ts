import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { openTestJobs } from '../jobs/testing.ts';
import { keepOutbound, NOTHING, type Outbound } from './gate.ts';
import { type Draft, listOutbox, type OutboxOptions, post, release } from './outbox.ts';
import { sendMail } from './send.ts';
import { join, openSink, type Sink } from './testing.ts';
import { smtpTransport, type Transport } from './transport.ts';

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let sink: Sink;
let transport: Transport;
const ANNA = 'anna@example.com';
const ALLOWED: Outbound = { mail: true, actions: ['cold', 'deadline'], webhooks: false, language: 'en' };

beforeAll(async () => {
  ground = await openTestJobs();
  sink = await openSink();
  transport = smtpTransport(sink.url, 'Sluice <crm@example.com>');
  for (const name of ['acme', 'globex']) await join(ground.pool, ground.idOf(name), ANNA);
});
afterAll(async () => {
  transport.close();
  await sink.close();
  await ground.close();
});

const who = (name = 'acme') => ({ tenant: ground.idOf(name), actor: 'test' });
const allow = (outbound: Outbound, name = 'acme') =>
  asTenant(ground.pool, who(name), (tx) => keepOutbound(tx, outbound));
const options = (sends = true): OutboxOptions => ({ pool: ground.pool, enqueue: ground.jobs.enqueue, sends });
const draft = (more: Partial<Draft> = {}): Draft => ({
  occasion: randomUUID(),
  action: 'cold',
  recipient: ANNA,
  subject: 'To follow up: 2',
  body: 'Hello',
  ...more,
});
const write = (one: Draft, { sends = true, known = true, name = 'acme' } = {}) =>
  asTenant(ground.pool, who(name), (tx) => post(tx, options(sends), who(name).tenant, one, known));
const drain = (sends = true) => ground.jobs.drain({ mail: sendMail(options(sends), sends ? transport : null) });
const outbox = async (name = 'acme') =>
  (await listOutbox(ground.pool, who(name), { limit: 100 })).map(({ state, reason }) => [state, reason]);
const clear = async (): Promise<void> => {
  for (const name of ['acme', 'globex'])
    await asTenant(ground.pool, who(name), (tx) => tx.unsafe('delete from "sluice"."outbox" where true'));
  await asOwner(ground.pool, {}, (tx) => tx.unsafe('delete from sluice_jobs.job'));
};

beforeEach(async () => {
  await clear();
  sink.behave('takes');
  sink.mails.length = 0;
  await allow(ALLOWED);
});

describe('a mail', () => {
  it('is sent when server, tenant and occasion all allow it: to one recipient, as it was written', async () => {
    expect(await write(draft())).toEqual({ ok: true, state: 'queued' });
    await drain();
    expect(await outbox()).toEqual([['sent', null]]);
    expect(sink.mails).toHaveLength(1);
    expect(sink.mails[0]).toMatch(
      /^From: Sluice <crm@example.com>\r\nTo: anna@example.com\r\nSubject: To follow up: 2\r\n/m,
    );
    await drain();
    expect(sink.mails).toHaveLength(1);
  });

  it.each([
    ['server', { ...ALLOWED }, false],
    ['tenant', { ...ALLOWED, mail: false }, true],
    ['action', { ...ALLOWED, actions: ['deadline'] as const }, true],
    ['tenant', NOTHING, true],
  ])('stays in the outbox when the %s does not allow it, and nobody is connected to', async (why, outbound, sends) => {
    await allow(outbound);
    const before = sink.connections();
    expect(await write(draft(), { sends })).toEqual({ ok: true, state: 'held' });
    await drain();
    expect(await outbox()).toEqual([['held', why]]);
    expect([sink.connections(), await ground.count('created')]).toEqual([before, 0]);
  });

  it('stays when it was allowed as it was written and is so no longer', async () => {
    const before = sink.connections();
    await write(draft());
    await allow({ ...ALLOWED, mail: false });
    await drain();
    expect([await outbox(), sink.connections()]).toEqual([[['held', 'tenant']], before]);
    await clear();
    await allow(ALLOWED);
    await write(draft());
    await drain(false);
    expect([await outbox(), sink.connections()]).toEqual([[['held', 'server']], before]);
  });

  it('is not sent to somebody who does not belong to the tenant any more', async () => {
    const person = await join(ground.pool, ground.idOf('acme'), 'gone@example.com');
    await write(draft({ recipient: 'gone@example.com' }));
    await asOwner(ground.pool, {}, (tx) => tx`delete from sluice_system.membership where person_id = ${person}`);
    await drain();
    expect([await outbox(), sink.mails]).toEqual([[['held', 'recipient']], []]);
  });

  it('for an occasion is written once, and is not there when its transaction is undone', async () => {
    const one = draft({ occasion: 'cold anna@example.com 2025-02-05' });
    expect(await write(one)).toEqual({ ok: true, state: 'queued' });
    expect(await write({ ...one, subject: 'again' })).toEqual({ ok: true, state: 'known' });
    const undone = asTenant(ground.pool, who(), async (tx) => {
      await post(tx, options(), who().tenant, draft(), true);
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await drain();
    expect([await outbox(), sink.mails.length]).toEqual([[['sent', null]], 1]);
  });
});

describe('a mail that cannot be handed over', () => {
  it('is tried again while the mail server says later, and is a dead job with its reason in the end', async () => {
    sink.behave('later');
    await write(draft());
    await drain();
    expect(await outbox()).toEqual([['queued', '451']]);
    await asOwner(ground.pool, {}, (tx) => tx.unsafe('update sluice_jobs.job set retry_limit = 1'));
    await ground.hurry();
    await drain();
    const [dead] = await ground.jobs.dead.list(who().tenant, 'dead', 10);
    expect(dead?.reason).toEqual({ code: 'not_taken', message: 'The mail server did not take the mail now (451).' });
    sink.behave('takes');
    expect(await ground.jobs.dead.retry(who().tenant, dead?.id ?? '')).toBe(true);
    await drain();
    expect([await outbox(), sink.mails.length]).toEqual([[['sent', null]], 1]);
  });

  it('is tried again when there is no mail server at all', async () => {
    const nowhere = smtpTransport('smtp://127.0.0.1:1', 'crm@example.com');
    await write(draft());
    await ground.jobs.drain({ mail: sendMail(options(), nowhere) });
    expect(await outbox()).toEqual([['queued', expect.stringMatching(/^E/)]]);
  });

  it('is refused for good when the mail server will not have it', async () => {
    sink.behave('refuses');
    await write(draft());
    await drain();
    expect([await outbox(), await ground.count('retry')]).toEqual([[['refused', '554']], 0]);
  });

  it('and may have been taken is never sent again', async () => {
    sink.behave('hangs up');
    await write(draft());
    await drain();
    sink.behave('takes');
    await ground.hurry();
    await drain();
    expect([await outbox(), sink.mails.length]).toEqual([[['unknown', expect.any(String)]], 1]);
  });

  it('because the server died while it did is never sent again', async () => {
    await write(draft());
    const never: Transport = { hand: () => new Promise(() => undefined), close: () => undefined };
    // takes the mail, and nothing of it is ever heard again
    const dying = sendMail(options(), never);
    const [job] = await asOwner(ground.pool, { readOnly: true }, (tx) =>
      tx.unsafe('select id, data from sluice_jobs.job'),
    );
    const task = { id: String(job?.['id']), again: false, age: 0, last: false, signal: new AbortController().signal };
    void dying({ ...task, payload: job?.['data'] as object });
    await expect.poll(() => outbox()).toEqual([['sending', null]]);
    await drain();
    expect([await outbox(), sink.mails]).toEqual([[['unknown', 'interrupted']], []]);
  });
});

describe('a mail that could become another', () => {
  it.each([
    ['two recipients', { recipient: 'a@example.com,b@example.com' }],
    ['two recipients, with a space', { recipient: 'a@example.com b@example.com' }],
    ['a name around the address', { recipient: 'Anna <anna@example.com>' }],
    ['a line break behind the address', { recipient: 'anna@example.com\r\nBcc: spy@example.com' }],
    ['no address', { recipient: 'anna' }],
    ['an address in capitals, which is not as it is kept', { recipient: 'Anna@Example.com' }],
    ['a line break in the subject', { subject: 'Hello\r\nBcc: spy@example.com' }],
    ['half a line break in the subject', { subject: 'Hello\nBcc: spy@example.com' }],
    ['a line separator of Unicode', { subject: 'Hello\u2028Bcc: spy@example.com' }],
    ['a next line of Unicode', { subject: 'Hello\u0085Bcc: spy@example.com' }],
    ['a NUL', { subject: 'Hello\0' }],
    ['a subject without end', { subject: 'x'.repeat(201) }],
  ])('is not written down: %s', async (_what, more) => {
    expect(await write(draft(more))).toMatchObject({ ok: false });
    expect([await outbox(), await ground.count('created')]).toEqual([[], 0]);
  });
});

describe('a mail that was held', () => {
  it('is sent when somebody releases it and everything allows it by then', async () => {
    await allow(NOTHING);
    await write(draft());
    const [mail] = await listOutbox(ground.pool, who(), { state: 'held', limit: 10 });
    const id = mail?.id ?? '';
    expect(await release(options(), who(), id)).toEqual({ ok: false, why: 'tenant' });
    await allow(ALLOWED);
    expect(await release(options(), who('globex'), id)).toEqual({ ok: false, why: 'missing' });
    expect(await release(options(), who(), id)).toMatchObject({ ok: true, mail: { state: 'queued' } });
    expect(await release(options(), who(), id)).toEqual({ ok: false, why: 'not_held' });
    await drain();
    expect([await outbox(), sink.mails.length]).toEqual([[['sent', null]], 1]);
  });

  it('is nobody else’s: the outbox of another tenant is empty', async () => {
    await write(draft());
    expect(await outbox('globex')).toEqual([]);
  });
});
