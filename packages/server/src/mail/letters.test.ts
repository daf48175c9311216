import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SECRET, said } from '../../test/http.ts';
import { LINK_LIFETIMES, openLinks } from '../auth/links.ts';
import { ADDRESS, PASSWORD, serverOver } from '../auth/testing.ts';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import type { Enqueue } from '../jobs/jobs.ts';
import { openTestJobs } from '../jobs/testing.ts';
import type { Background } from '../routes/background.ts';
import { keepOutbound, NOTHING, type Outbound } from './gate.ts';
import { htmlOf } from './html.ts';
import { isLetter, withLink, wordLetter } from './letters.ts';
import { listOutbox, type OutboxOptions } from './outbox.ts';
import { sendMail } from './send.ts';
import { openSink, type Sink } from './testing.ts';
import { smtpTransport, type Transport } from './transport.ts';
import { MAIL_LANGUAGES } from './words.ts';

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let sink: Sink;
let transport: Transport;
let server: ReturnType<typeof serverOver>;
let outbox: OutboxOptions;
const ALLOWED: Outbound = { mail: true, actions: ['invite', 'reset'], webhooks: false, language: 'en' };

beforeAll(async () => {
  ground = await openTestJobs();
  const { pool, jobs } = ground;
  sink = await openSink();
  transport = smtpTransport(sink.url, 'Sluice <crm@example.com>');
  const { linkOf } = openLinks({ pool, secret: SECRET, now: () => server.now(), address: () => ADDRESS });
  outbox = { pool, enqueue: jobs.enqueue, sends: true, linkOf };
  const idOf = async (name: string) => ground.idOf(name) || null;
  const rest = { dead: jobs.dead, idOf, tells: false, allow: [], key: SECRET, now: Date.now };
  const background: Background = { ...outbox, ...rest };
  server = serverOver(pool, { background, outbox });
});
afterAll(async () => {
  transport.close();
  await sink.close();
  await ground.close();
});

const who = (name = 'acme') => ({ tenant: ground.idOf(name), actor: 'test' });
const allow = (outbound: Outbound, name = 'acme') =>
  asTenant(ground.pool, who(name), (tx) => keepOutbound(tx, outbound));
const drain = () => ground.jobs.drain({ mail: sendMail(outbox, transport) });
const letters = async (name = 'acme') =>
  (await listOutbox(ground.pool, who(name), { limit: 100 })).map((one) => [one.action, one.state, one.reason]);
const invite = async (email: string, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await server.send(
    'POST',
    '/people',
    { email, role: 'sales' },
    { ...(await server.token()), ...headers },
  );
  return { status: answer.status, ...(await said(answer)) } as { status: number; link: string; expires: string };
};
const askReset = async (email: string) => {
  const answer = await server.send('POST', '/auth/reset-request', { email }, { 'X-Test-Network': `reset ${email}` });
  return [answer.status, await said(answer)];
};
/** The parts of a mail that arrived, with their letters as they were written. */
const read = (mail = ''): string =>
  mail
    .split(/\r\n--[^\r\n]+\r\n/)
    .map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n');
      const body = rest.join('\r\n\r\n');
      if (/base64/.test(head)) return Buffer.from(body, 'base64').toString('utf8');
      const bytes = body
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
      return /quoted-printable/.test(head) ? Buffer.from(bytes, 'latin1').toString('utf8') : body;
    })
    .join('\n');
const linksIn = (mail = ''): readonly string[] => [
  ...new Set(read(mail).match(/https:\/\/crm\.example\.com\/#\w+=[\w-]+/g)),
];
/** Everything the database keeps in a form that can be read. */
const rows = async (): Promise<string> => {
  const tables = await ground.database.admin`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('sluice', 'sluice_system', 'sluice_jobs') and c.relkind = 'r'`;
  const found: string[] = [];
  for (const { name } of tables)
    found.push(JSON.stringify(await ground.database.admin.unsafe(`select t::text from ${String(name)} t`)));
  return found.join('\n');
};

beforeEach(async () => {
  for (const name of ['acme', 'globex']) {
    await asTenant(ground.pool, who(name), (tx) => tx.unsafe('delete from "sluice"."outbox" where true'));
    await allow(name === 'acme' ? ALLOWED : NOTHING, name);
  }
  await asOwner(ground.pool, {}, (tx) => tx.unsafe('delete from sluice_jobs.job'));
  sink.mails.length = 0;
});

describe('an invitation', () => {
  it('is mailed with the link that its host was given, which lets in once', async () => {
    const { status, link } = await invite('new@example.com');
    expect([status, await letters()]).toEqual([201, [['invite', 'queued', null]]]);
    await drain();
    expect([await letters(), sink.mails.length]).toEqual([[['invite', 'sent', null]], 1]);
    expect(linksIn(sink.mails[0])).toEqual([link]);
    expect(sink.mails[0]).toContain('To: new@example.com\r\n');
    expect(read(sink.mails[0])).toContain(`<a href="${link}">`);
    const token = server.linked(link);
    const accepted = await server.send('POST', '/auth/accept', { token, password: PASSWORD });
    expect(accepted.status).toBe(201);
  });

  it('can be read nowhere but in the mail: not in the outbox, the jobs, the journal, nor any other row', async () => {
    const { link } = await invite('secret@example.com', { 'Idempotency-Key': 'secret' });
    const token = server.linked(link);
    const kept = async () => {
      const shown = await said(await server.send('GET', '/outbox', undefined, await server.token()));
      expect(shown.items[0].body).toContain('\n\n{link}\n\n');
      return `${JSON.stringify(shown)}${await rows()}`;
    };
    const [before] = [await kept(), await drain()];
    for (const text of [before, await kept()]) {
      expect(text).toContain('secret@example.com');
      expect(text).not.toContain(token);
      expect(text).not.toContain(Buffer.from(token).toString('hex'));
    }
    expect(linksIn(sink.mails[0])).toEqual([link]);
  });

  it.each([
    ['tenant', NOTHING],
    ['action', { ...ALLOWED, actions: ['cold'] as const }],
  ])('stays in the outbox when the %s does not allow it, and is handed over all the same', async (why, outbound) => {
    await allow(outbound);
    const { status, link } = await invite(`held-${why}@example.com`);
    await drain();
    expect([status, link.startsWith(`${ADDRESS}/#invite=`), sink.mails]).toEqual([201, true, []]);
    expect(await letters()).toEqual([['invite', 'held', why]]);
    // allowed by now, it is released and brings the same link
    await allow(ALLOWED);
    const [line] = await listOutbox(ground.pool, who(), { limit: 1 });
    const released = await server.send('POST', `/outbox/${line?.id}/release`, undefined, await server.token());
    expect(released.status).toBe(200);
    await drain();
    expect(linksIn(sink.mails[0])).toEqual([link]);
  });

  it('stays when the server sends nothing', async () => {
    const quiet = serverOver(ground.pool, { outbox: { ...outbox, sends: false } });
    const answer = await quiet.send(
      'POST',
      '/people',
      { email: 'quiet@example.com', role: 'sales' },
      await quiet.token(),
    );
    expect([answer.status, await letters()]).toEqual([201, [['invite', 'held', 'server']]]);
  });

  it('that was taken back, used, replaced or has ended by then is not sent', async () => {
    const people = async () => said(await server.send('GET', '/people', undefined, await server.token()));
    await invite('back@example.com');
    const { id } = (await people()).items.find((one: { email: string }) => one.email === 'back@example.com');
    expect((await server.send('DELETE', `/people/${id}`, undefined, await server.token())).status).toBe(204);
    const used = await invite('used@example.com');
    await server.send('POST', '/auth/accept', { token: server.linked(used.link), password: PASSWORD });
    await invite('twice@example.com');
    const second = await invite('twice@example.com');
    await drain();
    expect(sink.mails.flatMap(linksIn)).toEqual([second.link]);
    const held = await listOutbox(ground.pool, who(), { state: 'held', limit: 10 });
    expect(held.map(({ recipient, reason }) => `${recipient} ${reason}`).sort()).toEqual([
      'back@example.com link',
      'twice@example.com link',
      'used@example.com link',
    ]);
    const [line] = await listOutbox(ground.pool, who(), { state: 'held', limit: 1 });
    const refused = await server.send('POST', `/outbox/${line?.id}/release`, undefined, await server.token());
    expect([refused.status, (await said(refused)).code]).toEqual([409, 'mail_held']);

    await invite('late@example.com');
    server.wait(LINK_LIFETIMES.invite + 1000);
    await drain();
    expect(sink.mails).toHaveLength(1);
    server.wait(-LINK_LIFETIMES.invite - 1000);
  });

  it('and its letter are there together or not at all', async () => {
    const enqueue: Enqueue = () => Promise.reject(new Error('no more jobs'));
    const failing = serverOver(ground.pool, { outbox: { ...outbox, enqueue } });
    const before = await rows();
    const answer = await failing.send(
      'POST',
      '/people',
      { email: 'both@example.com', role: 'sales' },
      await failing.token(),
    );
    expect(answer.status).toBe(500);
    expect([await rows(), await letters()]).toEqual([before, []]);
  });

  it('goes to nobody else when a line of the outbox is pointed at it', async () => {
    const { link } = await invite('victim@example.com');
    await asTenant(ground.pool, who(), (tx) =>
      tx.unsafe(`update "sluice"."outbox" set "recipient" = 'thief@example.com' where true`),
    );
    await drain();
    expect([sink.mails, await letters()]).toEqual([[], [['invite', 'held', 'link']]]);
    expect((await server.people.outbox()).map((one) => one.link)).not.toContain(link);
  });
});

describe('a new password', () => {
  beforeAll(async () => {
    await server.letIn('anna@example.com', 'sales');
    await server.letIn('both@example.com', 'viewer', { tenant: 'globex' });
    await server.letIn('also@example.com', 'viewer', { tenant: 'globex' });
    const { link } = await server.people.invite({
      email: 'both@example.com',
      tenant: 'acme',
      role: 'sales',
      by: 'test',
    });
    await server.people.accept({ token: server.linked(link), password: PASSWORD, from: 'home' });
  });

  it('is mailed to whoever has an account, and sets one once; the operator has the same link', async () => {
    const asked = await askReset('anna@example.com');
    await drain();
    const [link = ''] = linksIn(sink.mails[0]);
    expect((await server.people.outbox()).map((one) => one.link)).toEqual([link]);
    expect(await letters()).toEqual([['reset', 'sent', null]]);
    const reset = () =>
      server.send('POST', '/auth/reset', { token: server.linked(link), password: `${PASSWORD} again` });
    expect([(await reset()).status, (await reset()).status]).toEqual([204, 409]);
    // the words for an address that nobody has are the same, and nothing is written
    expect(await askReset('nobody@example.com')).toEqual(asked);
    await drain();
    expect([(await letters()).length, sink.mails.length]).toEqual([1, 1]);
  });

  it('is one letter for whoever belongs to several tenants: of the one that lets it out', async () => {
    await askReset('both@example.com');
    await drain();
    expect([await letters('acme'), await letters('globex'), sink.mails.length]).toEqual([
      [['reset', 'sent', null]],
      [],
      1,
    ]);
    await allow(NOTHING);
    await askReset('both@example.com');
    await drain();
    expect([(await letters('acme')).length, await letters('globex')]).toEqual([1, [['reset', 'held', 'tenant']]]);
  });

  it('is not mailed in the name of a tenant that is suspended, nor to somebody who is kept out of it', async () => {
    await allow(ALLOWED, 'globex');
    await asOwner(ground.pool, {}, async (tx) => {
      await tx`update sluice_system.membership set disabled_at = now() where tenant_id = ${ground.idOf('globex')}`;
    });
    await askReset('also@example.com');
    expect([await letters('globex'), (await server.people.outbox()).length > 0]).toEqual([[], true]);
    await asOwner(ground.pool, {}, async (tx) => {
      await tx`update sluice_system.membership set disabled_at = null where tenant_id = ${ground.idOf('globex')}`;
      await tx`update sluice_system.tenant set suspended_at = now() where name = 'globex'`;
    });
    await askReset('also@example.com');
    expect(await letters('globex')).toEqual([]);
    await asOwner(
      ground.pool,
      {},
      (tx) => tx`update sluice_system.tenant set suspended_at = null where name = 'globex'`,
    );
    await askReset('also@example.com');
    expect(await letters('globex')).toEqual([['reset', 'queued', null]]);
  });
});

describe('the words of a letter', () => {
  it.each(MAIL_LANGUAGES)('in %s name the tenant, and leave one line for the link', (language) => {
    for (const purpose of ['invite', 'reset'] as const) {
      const label = 'Acme {link}\r\n{link}\r\nBcc: spy@example.com';
      const { subject, body } = wordLetter(purpose, language, { tenant: label, by: 'boss', name: 'Anna\n{link}' });
      expect(subject).not.toMatch(/[\r\n]/);
      expect(subject).toContain('Acme');
      expect(body.split('\n').filter((line) => line === '{link}')).toHaveLength(1);
      const sent = withLink(body, 'https://crm.example.com/#invite=x');
      expect(sent.split('\n').filter((line) => line === 'https://crm.example.com/#invite=x')).toHaveLength(1);
      expect(`${subject}${body}`.replaceAll('{link}', '')).not.toMatch(/[{}]/);
    }
    expect([isLetter('invite'), isLetter('reset'), isLetter('cold')]).toEqual([true, true, false]);
  });
});

describe('a mail as a page', () => {
  it('shows texts as texts, lists as lists, and leads only where a whole line is an address', () => {
    const page = htmlOf(
      'Hello <b>,\n\n- Acme https://evil.example (Deal)\n- "Bouygues" & co\n\nhttps://crm.example.com/?a=1&b=2\n',
    );
    expect(page).toContain('<p dir="auto">Hello &lt;b&gt;,</p>');
    expect(page).toContain(
      '<li dir="auto">Acme https://evil.example (Deal)</li><li dir="auto">&quot;Bouygues&quot; &amp; co</li>',
    );
    expect(page.match(/<a /g)).toHaveLength(1);
    expect(page).toContain('<a href="https://crm.example.com/?a=1&amp;b=2">');
    expect(page).not.toMatch(/style|script|<img/);
  });
});
