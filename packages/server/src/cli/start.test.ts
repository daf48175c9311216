import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { command } from '../cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-start-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  command(words, { env: { SLUICE_DATA: join(folder, 'data'), PORT: '0', ...env }, folder, now: new Date() });

/** Starts a server; gives what it said, its link and the way to stop it. */
const started = async (env: Readonly<Record<string, string>> = {}) => {
  const lines: string[] = [];
  let stop: (value?: unknown) => void = () => undefined;
  const stopped = new Promise((resolve) => {
    stop = resolve;
  });
  let done: ReturnType<typeof command> | undefined;
  const link = await new Promise<string>((resolve, reject) => {
    done = command(['start'], {
      env: { SLUICE_DATA: join(folder, 'data'), PORT: '0', ...env },
      folder,
      now: new Date(),
      say: (line) => {
        lines.push(line);
        const ready = /^Sluice is ready: (\S+)$/.exec(line)?.[1];
        if (ready !== undefined) resolve(ready);
      },
      until: () => stopped,
    });
    done.then((ended) => reject(new Error(ended.error)), reject);
  });
  return {
    lines,
    link,
    origin: new URL(link).origin,
    end: async () => {
      stop();
      return done;
    },
  };
};

const open = async (link: string) => {
  const answer = await fetch(link, { redirect: 'manual' });
  return { status: answer.status, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
};

describe('sluice start', () => {
  it('serves a demo to whoever opens the link, once, and stops in order', async () => {
    const first = await started();
    expect(first.lines[0]).toBe('The tenant "demo" was filled with invented deals.');
    const { status, cookie } = await open(first.link);
    expect(status).toBe(303);
    const deals = await said(await fetch(`${first.origin}/api/v1/deals?limit=1`, { headers: { Cookie: cookie } }));
    expect(deals.total).toBe(400);

    const again = await run(['start']);
    expect(again.code).toBe(1);
    expect(again.error).toMatch(/^A Sluice server \(process \d+\) already uses the data in .+\. Stop it first/);
    const { port } = new URL(first.link);
    const busy = await run(['start'], { PORT: port, SLUICE_DATA: join(folder, 'other') });
    expect(busy.error).toMatch(new RegExp(`^Port ${port} is already used, .+ choose another one with PORT=`));

    const { out: link } = await run(['link']);
    expect(new URL(link).origin).toBe(first.origin);
    expect((await open(link.trim())).status).toBe(303);
    const { out: token } = await run(['token']);
    const write = await fetch(`${first.origin}/api/v1/deals`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token.trim()}`, 'Content-Type': 'application/json' },
      body: '{"client":"A","stage":"won"}',
    });
    expect([write.status, (await said(write)).code]).toEqual([403, 'read_only']);
    expect(await first.end()).toEqual({ code: 0, out: '', error: '' });
    await expect(fetch(first.origin)).rejects.toThrow('fetch failed');

    const second = await started();
    expect(second.lines.length).toBe(1);
    const spent = new URL(first.link).searchParams.get('key');
    expect((await open(`${second.origin}/?key=${spent}`)).status).toBe(401);
    const after = await fetch(`${second.origin}/api/v1/deals?limit=1`, { headers: { Cookie: cookie } });
    expect((await said(after)).total).toBe(400);
    await second.end();
  }, 60_000);
});

describe('sluice token and link', () => {
  it('keep a secret that nobody else reads, and say what is wrong with their words', async () => {
    expect((await run(['token'])).out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(statSync(join(folder, 'data', 'secret')).mode & 0o777).toBe(0o600);
    expect(await run(['token', '--role', 'King!'])).toMatchObject({
      code: 2,
      error: expect.stringContaining('viewer'),
    });
    expect(await run(['link', '--tenant', 'A B'])).toMatchObject({ code: 2 });
    expect(await run(['token', '--colour'])).toMatchObject({ code: 2, error: expect.stringContaining('sluice help') });
    expect(await run(['token'], { PORT: 'x' })).toMatchObject({ code: 1, error: expect.stringContaining('8787') });
    const [, claims = ''] = (await run(['token', '--operator'])).out.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ actor: 'operator' });
    const link = await run(['link'], { SLUICE_URL: 'https://crm.example.com', SLUICE_DATA: join(folder, 'third') });
    expect(link.out).toMatch(/^https:\/\/crm\.example\.com\/\?key=/);
  });
});
