import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { command } from '../cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-people-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PASSWORD = 'vintage otter climbs ladder';
const around = () => ({ env: { SLUICE_DATA: join(folder, 'data'), PORT: '0' }, folder, now: new Date() });
const run = (...words: readonly string[]) => command(words, around());

/** A server that runs in this process, on the embedded database. */
const started = async () => {
  let stop: (value?: unknown) => void = () => undefined;
  const stopped = new Promise((resolve) => {
    stop = resolve;
  });
  let done: ReturnType<typeof command> | undefined;
  const origin = await new Promise<string>((resolve, reject) => {
    done = command(['start'], {
      ...around(),
      say: (line) => {
        const ready = /^Sluice is ready: (\S+)$/.exec(line)?.[1];
        if (ready !== undefined) resolve(new URL(ready).origin);
      },
      until: () => stopped,
    });
    done.then((ended) => reject(new Error(ended.error)), reject);
  });
  return {
    origin,
    end: async () => {
      stop();
      return done;
    },
  };
};

describe('people in the terminal', () => {
  it('are invited, listed and shown out while the server runs and while it does not', async () => {
    const { origin, end } = await started();
    const post = (path: string, json: unknown) =>
      fetch(`${origin}/api/v1/auth/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(json),
      });
    const login = () => post('login', { email: 'anna@acme.example', password: PASSWORD, cookies: false });
    try {
      expect((await run('people')).out).toBe('Nobody was invited yet.\n');
      const invited = await run('invite', 'Anna@acme.example', '--tenant', 'demo', '--role', 'editor');
      expect(invited).toMatchObject({ code: 0, error: '' });
      expect(invited.out).toMatch(new RegExp(`^${origin}/#invite=[\\w-]{43}\n$`));
      const token = invited.out.trim().split('=')[1];
      expect((await post('accept', { token, password: PASSWORD, name: 'Anna' })).status).toBe(201);
      const { token: bearer } = await said(await login());
      expect((await run('people')).out).toBe('anna@acme.example (Anna)  demo: sales  1 session\n');
      await post('reset-request', { email: 'anna@acme.example' });
      expect((await run('outbox')).out).toContain(`${origin}/#reset=`);
      const again = await run('invite', 'anna@acme.example');
      expect(again).toMatchObject({ code: 1, error: expect.stringContaining('belongs to demo already') });
      expect((await run('revoke', 'anna@acme.example')).out).toBe('anna@acme.example is out.\n');
      const me = await fetch(`${origin}/api/v1/auth/me`, { headers: { Authorization: `Bearer ${bearer}` } });
      expect([me.status, (await login()).status]).toEqual([401, 401]);
    } finally {
      await end();
    }
    expect((await run('people')).out).toBe('anna@acme.example (Anna)  shown out  0 sessions\n');
    expect((await run('invite', 'anna@acme.example', '--own-records')).code).toBe(0);
    expect((await run('people', '--json')).out).toContain('"disabled": false');
  });

  it('have tenants that are made, suspended and let in again while the server runs', async () => {
    const { origin, end } = await started();
    try {
      const made = await run(
        'tenants',
        'create',
        'acme',
        '--label',
        'Acme Wines',
        '--currency',
        'CHF',
        '--admin',
        'eve@acme.example',
      );
      expect(made.out).toMatch(
        new RegExp(`^acme  Acme Wines  UTC CHF  0 people, 0 admins\n${origin}/#invite=[\\w-]{43}\n$`),
      );
      const token = (await run('token', '--tenant', 'acme', '--role', 'admin')).out.trim();
      const deals = () => fetch(`${origin}/api/v1/deals`, { headers: { Authorization: `Bearer ${token}` } });
      expect((await deals()).status).toBe(200);
      expect((await run('tenants', 'suspend', 'acme')).out).toContain('suspended');
      expect((await deals()).status).toBe(403);
      expect((await run('tenants')).out).toMatch(/^acme .*suspended\ndemo /);
      expect((await run('tenants', 'resume', 'acme')).out).not.toContain('suspended');
      expect((await deals()).status).toBe(200);
      expect((await run('tenants', 'rename', 'acme', '--label', 'Acme SA')).out).toContain('Acme SA');
      expect(await run('tenants', 'create', 'acme')).toMatchObject({
        code: 1,
        error: expect.stringContaining('already'),
      });
      const operator = (await run('token', '--operator')).out.trim();
      const list = await fetch(`${origin}/api/v1/operator/tenants`, {
        headers: { Authorization: `Bearer ${operator}` },
      });
      expect((await said(list)).items.length).toBe(2);
    } finally {
      await end();
    }
    for (const words of [['delete'], ['suspend'], ['suspend', 'a', 'b'], ['--colour']])
      expect([words, (await run('tenants', ...words)).code]).toEqual([words, 2]);
    expect(await run('tenants', 'suspend', 'nowhere')).toMatchObject({ code: 1 });
  });

  it('are told what is wrong with their words', async () => {
    expect(await run('invite')).toMatchObject({ code: 2, error: expect.stringContaining('Whom?') });
    expect(await run('invite', 'a@b.example', '--role', 'king')).toMatchObject({
      code: 1,
      error: expect.stringContaining('There is no role king'),
    });
    expect(await run('invite', 'a@b.example', '--role', 'K!ng')).toMatchObject({ code: 2 });
    expect(await run('revoke', 'a@b.example', '--nonsense')).toMatchObject({ code: 2 });
    expect(await run('invite', 'nonsense')).toMatchObject({
      code: 1,
      error: expect.stringContaining('is not an e-mail'),
    });
    expect(await run('invite', 'a@b.example', '--tenant', 'nowhere')).toMatchObject({
      code: 1,
      error: expect.stringContaining('There is no tenant nowhere'),
    });
    expect(await run('revoke', 'nobody@b.example')).toMatchObject({ code: 1 });
  });
});
