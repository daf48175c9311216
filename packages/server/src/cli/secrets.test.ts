import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { said } from '../../test/http.ts';
import { atLeast, atMost, none, note } from '../../test/proofs/report.ts';
import { type ServerProcess, startServer } from '../../test/server-process.ts';

const METRICS = 'canary-metrics-5d1f0c7be2';
const PASSWORD = 'canary otter climbs ladder';
const WRONG = 'canary wrong password of hers';
const NEW = 'canary another ladder for otter';

let database: TestDatabase;
let server: ServerProcess;
beforeAll(async () => {
  database = await createDatabase();
  server = await startServer(database.connection, { env: { LOG_LEVEL: 'debug', SLUICE_METRICS_TOKEN: METRICS } });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const send = (path: string, json: unknown, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${server.base}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(json),
  });

/** Every row of every table, as text. */
const dump = async (): Promise<string> => {
  const tables = await database.admin`select format('%I.%I', table_schema, table_name) as name
    from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')`;
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.admin.unsafe(`select t::text as row from ${String(name)} t`);
    texts.push(...rows.map((row) => String(row['row'])));
  }
  return texts.join('\n');
};

describe('a server that nobody has configured', () => {
  it('has no password to guess, and one link that opens once (G26)', async () => {
    const words = [
      ['admin', 'admin123'],
      ['admin', 'admin'],
      ['demo', 'demo'],
      ['admin@example.com', 'admin123'],
      ['demo@example.com', 'demo'],
      ['owner', 'owner'],
      ['root', ''],
      ['sluice', 'sluice'],
    ] as const;
    let taken = 0;
    for (const [email, password] of words) {
      const answer = await send('/auth/login', { email, password });
      expect([email, [400, 401, 422, 429].includes(answer.status)]).toEqual([email, true]);
      const basic = Buffer.from(`${email}:${password}`).toString('base64');
      const asked = await fetch(`${server.base}/deals`, { headers: { Authorization: `Basic ${basic}` } });
      expect([email, asked.status]).toEqual([email, 401]);
      if (answer.ok || asked.ok) taken += 1;
    }
    const [people] = await database.admin`select count(*)::int as count from sluice_system.person`;
    expect(people?.['count']).toBe(0);
    const links = server.printed().match(/http:\S+\?key=\S+/g) ?? [];
    expect(links.length).toBe(1);
    const open = async () => (await fetch(links[0] ?? '', { redirect: 'manual' })).status;
    expect([await open(), await open()]).toEqual([303, 401]);
    const missed = note('G26', 'a server that nobody has configured', [
      atLeast('known names and passwords', words.length, 8),
      none('that were taken', taken),
      none('people with a password', Number(people?.['count'])),
      atMost('links that open, once', links.length, 1),
    ]);
    expect(missed).toEqual([]);
  });
});

describe('what could sign somebody in', () => {
  it('is in no log, no answer to others, no export, no figure and no row (G25)', async () => {
    const answers: string[] = [];
    const keep = async (answer: Promise<Response>): Promise<Response> => {
      const got = await answer;
      answers.push(`${JSON.stringify([...got.headers])} ${await got.clone().text()}`);
      return got;
    };
    const invited = await server.ask('/auth/invite', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'anna@canary.example', role: 'sales' }),
    });
    const { link } = await said(invited);
    const invitation = String(link).slice(String(link).indexOf('=') + 1);
    expect([invited.status, invitation.length > 20]).toEqual([201, true]);
    const accepted = await send('/auth/accept', { token: invitation, name: 'Anna', password: PASSWORD });
    expect(accepted.status).toBe(201);
    const login = (password: string) => send('/auth/login', { email: 'anna@canary.example', password, cookies: false });
    await keep(login(WRONG));
    const { token, refresh } = await said(await login(PASSWORD));
    const renewed = await said(await send('/auth/refresh', { refresh }));
    const cookies = (
      await send(
        '/auth/login',
        { email: 'anna@canary.example', password: PASSWORD },
        {
          Origin: new URL(server.base).origin,
        },
      )
    ).headers
      .getSetCookie()
      .map((one) => one.split(';')[0]?.split('=')[1] ?? '');
    const bearer = { Authorization: `Bearer ${renewed.token}` };
    const asked = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
    const hook = await said(
      await server.ask('/webhooks', { ...asked, body: '{"url":"https://hooks.example.com/canary","label":"canary"}' }),
    );
    const embed = await said(
      await server.ask('/auth/embed', { ...asked, body: '{"origin":"https://canary.example"}' }),
    );

    // where secrets are put by mistake
    await keep(send('/auth/login', { email: PASSWORD, password: PASSWORD, secret: PASSWORD }));
    await keep(send('/auth/accept', { token: invitation, name: 'Anna', password: NEW }));
    await keep(fetch(`${server.base}/deals?token=${token}&key=${refresh}`));
    await keep(
      fetch(`${server.base}/deals`, {
        headers: { Authorization: `Bearer ${refresh}`, Cookie: `sluice_session=${refresh}` },
      }),
    );
    await keep(fetch(`${server.base}/deals`, { method: 'POST', headers: bearer, body: '{"client":' }));
    await keep(send('/auth/reset-request', { email: 'anna@canary.example' }));
    // where everything is told
    const own = { headers: bearer };
    for (const path of [
      '/auth/me',
      '/auth/sessions',
      '/model',
      '/openapi.json',
      '/deals?limit=5',
      '/imports',
      '/health',
    ])
      await keep(fetch(`${server.base}${path}`, own));
    for (const format of ['csv', 'json']) await keep(server.ask(`/deals/export?format=${format}`));
    const figures = await fetch(server.base.replace('/api/v1', '/metrics'), {
      headers: { Authorization: `Bearer ${METRICS}` },
    });
    const told = await figures.text();
    expect(figures.status).toBe(200);

    const secrets = [
      ['password', PASSWORD],
      ['wrong password', WRONG],
      ['new password', NEW],
      ['invitation', invitation],
      ['access token', String(token).split('.')[2] ?? ''],
      ['second access token', String(renewed.token).split('.')[2] ?? ''],
      ['refresh token', String(refresh)],
      ['second refresh token', String(renewed.refresh)],
      ['secret of a webhook', String(hook.secret)],
      ['token of a widget', String(embed.token).split('.')[2] ?? ''],
      ...cookies.map((one, at) => [`cookie ${at}`, one] as const),
      ['secret of the server', 'a secret of the tests'],
      ['token of the metrics', METRICS],
    ] as const;
    const rows = await dump();
    const printed = server.printed();
    expect(printed).toContain('"path":"/api/v1/auth/login"');
    expect(answers.length).toBe(16);
    const places = { printed, told, rows, answers: answers.join('\n') };
    const found = secrets.flatMap(([name, secret]) =>
      Object.entries(places).flatMap(([place, text]) => (text.includes(secret) ? [`${name} in ${place}`] : [])),
    );
    for (const [name, secret] of secrets) expect([name, secret.length > 10]).toEqual([name, true]);
    const missed = note('G25', 'secrets in logs, rows (jobs and journals too), figures, exports and other answers', [
      atLeast('secrets', secrets.length, 12),
      atLeast('letters looked through', Object.values(places).join('').length, 100_000),
      none('found', found.length),
    ]);
    expect(found).toEqual([]);
    expect(missed).toEqual([]);
    // people and records are not what logs are for either
    expect(told).not.toContain('canary.example');
  });

  it('is not in the figures, and every figure of the dashboard is told', async () => {
    const answer = await fetch(server.base.replace('/api/v1', '/metrics'), {
      headers: { Authorization: `Bearer ${METRICS}` },
    });
    const told = new Set([...(await answer.text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const dashboard = readFileSync(new URL('../../../../deploy/grafana/sluice.json', import.meta.url), 'utf8');
    const asked = [...dashboard.matchAll(/\b((?:sluice|nodejs|process)_\w+)/g)].map(([, name = '']) =>
      name.replace(/_bucket$/, ''),
    );
    expect(asked.length).toBeGreaterThan(20);
    for (const name of asked) expect([name, told.has(name)]).toEqual([name, true]);
  });
});
