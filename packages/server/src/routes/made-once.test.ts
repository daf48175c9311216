import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { serverOver } from '../auth/testing.ts';
import { openTestJobs } from '../jobs/testing.ts';

type Headers = Readonly<Record<string, string>>;

let ground: Awaited<ReturnType<typeof openTestJobs>>;
let server: ReturnType<typeof serverOver>;
let admin: Headers;
let operator: Headers;
const KEY = new Uint8Array(32).fill(11);

beforeAll(async () => {
  ground = await openTestJobs();
  const { pool, jobs } = ground;
  const idOf = async (name: string) => ground.idOf(name) || null;
  const outbox = { pool, enqueue: jobs.enqueue, sends: false };
  const background = { ...outbox, dead: jobs.dead, idOf, tells: true, allow: [], key: KEY, now: Date.now };
  server = serverOver(pool, { background, outbox });
  admin = await server.token();
  const operates = await server.keeper.sign('operator', { tenant: 'all', role: 'admin', actor: 'boss' });
  operator = { Authorization: `Bearer ${operates}` };
});
afterAll(() => ground.close());

/** How many rows there are of what a write leaves behind. */
const kept = async () => {
  const [row] = await ground.database.admin`
    select (select count(*)::int from sluice.webhook) as webhooks, (select count(*)::int from sluice.webhook_delivery) as deliveries,
      (select count(*)::int from sluice_system.single_use_link) as links, (select count(*)::int from sluice_system.tenant) as tenants,
      (select count(*)::int from sluice_system.embed_token) as tokens, (select count(*)::int from sluice.outbox) as letters,
      (select count(*)::int from sluice.journal) as entries, (select count(*)::int from sluice_jobs.job) as jobs,
      (select string_agg(md5(secret::text || coalesce(former::text, '')), ' ') from sluice.webhook) as secrets`;
  return row;
};
const webhook = async (): Promise<string> => {
  const answer = await server.send('POST', '/webhooks', { url: 'https://example.com/of-the-test' }, admin);
  return String((await said(answer)).id);
};

const CASES: readonly (readonly [
  what: string,
  path: () => Promise<string>,
  body: object | undefined,
  other: object | undefined,
  who: () => Headers,
])[] = [
  [
    'a webhook',
    async () => '/webhooks',
    { url: 'https://example.com/hook' },
    { url: 'https://example.com/other' },
    () => admin,
  ],
  ['another secret of a webhook', async () => `/webhooks/${await webhook()}/secret`, undefined, undefined, () => admin],
  ['a test of a webhook', async () => `/webhooks/${await webhook()}/test`, undefined, undefined, () => admin],
  ['an invitation', async () => '/people', { email: 'a@example.com' }, { email: 'b@example.com' }, () => admin],
  ['an invitation at its former address', async () => '/auth/invite', { email: 'c@example.com' }, {}, () => admin],
  [
    'an embed token',
    async () => '/auth/embed',
    { origin: 'https://shop.example.com' },
    { origin: 'https://other.example.com' },
    () => admin,
  ],
  [
    'a tenant with its first admin',
    async () => '/operator/tenants',
    { name: 'initech', admin: 'first@initech.example' },
    { name: 'initech', label: 'Other' },
    () => operator,
  ],
  [
    'an invitation by whoever runs the server',
    async () => '/operator/tenants/acme/invite',
    { email: 'd@example.com' },
    { email: 'e@example.com' },
    () => operator,
  ],
];

describe('what is made with an Idempotency-Key', () => {
  it.each(CASES)('is made once, and the answer is the first one: %s', async (what, path, body, other, who) => {
    const to = await path();
    const keyed = { ...who(), 'Idempotency-Key': `once-${what.replaceAll(' ', '-')}` };
    const first = await server.send('POST', to, body, keyed);
    const text = await first.text();
    expect([what, first.status < 300, first.headers.get('idempotency-replayed')]).toEqual([what, true, null]);
    const before = await kept();
    const again = await server.send('POST', to, body, keyed);
    expect([again.status, again.headers.get('idempotency-replayed'), await again.text()]).toEqual([
      first.status,
      'true',
      text,
    ]);
    expect([again.headers.get('location'), await kept()]).toEqual([first.headers.get('location'), before]);
    if (other && Object.keys(other).length > 0) {
      const reused = await server.send('POST', to, other, keyed);
      expect([reused.status, (await said(reused)).code, await kept()]).toEqual([422, 'key_reused', before]);
    }
  });

  it('at the same time is made once too, and everybody is told the same or to come back', async () => {
    const keyed = { ...admin, 'Idempotency-Key': 'together' };
    const [count] = await ground.database.admin`select count(*)::int as all from sluice.webhook`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => server.send('POST', '/webhooks', { url: 'https://example.com/together' }, keyed)),
    );
    const bodies = await Promise.all(answers.map(said));
    const made = bodies.filter(({ id }) => id !== undefined);
    expect(new Set(made.map(({ id, secret }) => `${id} ${secret}`)).size).toBe(1);
    expect(bodies.filter(({ id }) => id === undefined).every(({ code }) => code === 'in_progress')).toBe(true);
    const [then] = await ground.database.admin`select count(*)::int as all from sluice.webhook`;
    expect(then?.['all']).toBe(Number(count?.['all']) + 1);
  });

  it('is kept without anything that lets somebody in: no secret, no link, no token', async () => {
    const secrets: string[] = [];
    for (const [what, , body, , who] of CASES) {
      const path = what === 'a webhook' ? '/webhooks' : what === 'an invitation' ? '/people' : '/auth/embed';
      if (!['a webhook', 'an invitation', 'an embed token'].includes(what)) continue;
      const answer = await said(
        await server.send('POST', path, body, { ...who(), 'Idempotency-Key': `kept ${what}`.replaceAll(' ', '-') }),
      );
      secrets.push(String(answer.secret ?? answer.token ?? server.linked(String(answer.link))));
    }
    expect(secrets).toHaveLength(3);
    const rows = JSON.stringify(await ground.database.admin`select answer::text from sluice.idempotency`);
    for (const secret of secrets) expect([secret.length > 20, rows.includes(secret)]).toEqual([true, false]);
  });

  it('refused the first time is judged anew the next', async () => {
    const keyed = { ...admin, 'Idempotency-Key': 'judged' };
    const refused = await server.send('POST', '/webhooks', { url: 'https://10.0.0.1/' }, keyed);
    expect([refused.status, (await said(refused)).code]).toEqual([422, 'url_not_allowed']);
    expect((await server.send('POST', '/webhooks', { url: 'https://example.com/judged' }, keyed)).status).toBe(201);
    const taken = { name: 'globex' };
    for (const key of ['taken', 'taken'])
      expect(
        (await server.send('POST', '/operator/tenants', taken, { ...operator, 'Idempotency-Key': key })).status,
      ).toBe(409);
  });

  it('by somebody else is another thing: keys of a tenant, and of whoever runs the server, do not meet', async () => {
    const keyed = (who: Headers) => ({ ...who, 'Idempotency-Key': 'mine' });
    const mine = await said(await server.send('POST', '/people', { email: 'f@example.com' }, keyed(admin)));
    const path = '/operator/tenants/acme/invite';
    const theirs = await server.send('POST', path, { email: 'f@example.com' }, keyed(operator));
    expect([theirs.status, theirs.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect((await said(theirs)).link).not.toBe(mine.link);
  });
});
