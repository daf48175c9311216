import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-origins-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const around = () => ({ env: { SLUICE_DATA: join(folder, 'data'), PORT: '0' }, folder, now: new Date() });
const origins = (...words: readonly string[]) => command(['origins', ...words], around());

describe('sluice origins', () => {
  it('refuses what is no origin, and words it does not know', async () => {
    for (const words of [['add'], ['add', '*'], ['add', 'https://a.example/b'], ['list', 'x'], ['allow', 'x'], ['--x']])
      expect([words, (await origins(...words)).code]).toEqual([words, 2]);
    expect((await origins('add', 'http://app.example.com')).error).toContain('https://app.example.com');
  });

  it('lists, adds and removes, whether the server runs or not', async () => {
    const stopped = Promise.withResolvers<void>();
    const ready = Promise.withResolvers<void>();
    const server = command(['start'], {
      ...around(),
      say: (line) => {
        if (line.startsWith('Sluice is ready')) ready.resolve();
      },
      until: () => stopped.promise,
    });
    await Promise.race([
      ready.promise,
      server.then(({ error }) => {
        throw new Error(error);
      }),
    ]);
    try {
      expect(await origins()).toMatchObject({ code: 0, out: 'No page of another site may read answers.\n' });
      await origins('add', 'https://App.example.com');
      expect((await origins('add', 'https://b.example')).out).toBe('https://app.example.com\nhttps://b.example\n');
    } finally {
      stopped.resolve();
      await server;
    }
    expect((await origins('remove', 'https://b.example')).out).toBe('https://app.example.com\n');
    expect((await origins()).out).toBe('https://app.example.com\n');
    const nobody = await origins('--tenant', 'nobody');
    expect([nobody.code, nobody.error]).toEqual([1, expect.stringContaining('There is no tenant nobody')]);
  }, 60_000);
});
