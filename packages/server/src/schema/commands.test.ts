import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { command } from '../cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const say = (word: string, env: Readonly<Record<string, string>> = {}) =>
  command([word], { env, folder, now: new Date('2025-02-05T10:00:00Z') });

describe('the schema from the terminal', () => {
  it('is planned without a change, migrated once, and then there is nothing to do', async () => {
    const first = await say('plan');
    expect(first).toMatchObject({ code: 0, error: '' });
    expect(first.out).toMatch(/create table "sluice"\."deal"/i);
    expect((await say('plan')).out).toBe(first.out);
    expect((await say('migrate')).out).toMatch(/^\d+ steps applied\.\n$/);
    expect((await say('migrate')).out).toBe('The database is as the model wants it.\n');
    expect((await say('plan')).out).toBe('-- Nothing to do: the database is as the model wants it.\n');
  });

  it('says what to do when the database is not there', async () => {
    const said = await say('plan', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' });
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.error).toMatch(/not available.*Try again/);
  });
});
