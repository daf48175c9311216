import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-export-'));
  writeFileSync(
    join(folder, 'deals.csv'),
    'Client;Société;Montant;Statut\nÉclair;Nord;1 200,50 €;Prospect\n=1+1;Nord;7;Gagné\n-5;;12,5;Prospect\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const around = () => ({ env: { SLUICE_DATA: join(folder, 'data'), PORT: '0' }, folder, now: new Date() });
const run = (...words: readonly string[]) => command(words, around());
const at = (name: string): string => join(folder, name);

describe('exports from the terminal', () => {
  it('are written to the terminal or a file, and change nothing when they are imported again', async () => {
    expect((await run('import', at('deals.csv'), '--links', 'create')).code).toBe(0);
    const text = await run('export', '--columns', 'client,account,amount', '--delimiter', ';');
    expect([text.code, text.out.split('\r\n')[0], text.out]).toEqual([
      0,
      'id;client;account;amount',
      expect.stringContaining(";'=1+1;Nord;7.00"),
    ]);
    for (const file of ['again.csv', 'again.xlsx']) {
      const done = await run('export', '--entity', 'deal', '--out', at(file), '--labels', 'fr');
      expect([done.code, done.out]).toEqual([0, `3 records in ${at(file)}\n`]);
      const again = await run('import', at(file), '--json');
      expect(JSON.parse(again.out).counts).toEqual({ rows: 3, create: 0, update: 0, unchanged: 3, reject: 0 });
    }
    const won = await run('export', '--format', 'json', '--filter', 'stage=won', '--columns', 'client');
    expect(JSON.parse(won.out)).toMatchObject([{ client: '=1+1' }]);
    const figures = JSON.parse((await run('kpi', at('again.xlsx'), '--today', '2025-02-05', '--json')).out);
    expect([figures.rows, figures.rejected]).toEqual([3, []]);
  }, 60_000);

  it('say what is wrong with the words', async () => {
    expect(await run('export', '--format', 'xlsx')).toMatchObject({ code: 2, error: expect.stringContaining('--out') });
    expect(await run('export', '--entity', 'nope')).toMatchObject({ code: 2 });
    expect(await run('export', '--colour')).toMatchObject({ code: 2 });
    const wrong = await run('export', '--format', 'pdf', '--out', at('x.pdf'));
    expect([wrong.code, wrong.error]).toEqual([1, expect.stringContaining('Use csv or xlsx or json.')]);
    const nowhere = await run('export', '--tenant', 'nobody');
    expect(nowhere.error).toContain('There is no tenant nobody; there are demo.');
    expect(() => readFileSync(at('x.pdf'))).toThrow('ENOENT');
  }, 60_000);

  it('go through the server while one runs', async () => {
    let stop: (value?: unknown) => void = () => undefined;
    const stopped = new Promise((resolve) => {
      stop = resolve;
    });
    let server: ReturnType<typeof command> | undefined;
    await new Promise<void>((ready, reject) => {
      server = command(['start'], {
        ...around(),
        say: (line) => {
          if (line.startsWith('Sluice is ready')) ready();
        },
        until: () => stopped,
      });
      server.then(({ error }) => reject(new Error(error)), reject);
    });
    const done = await run('export', '--out', at('live.xlsx'));
    expect([done.code, done.out]).toEqual([0, `3 records in ${at('live.xlsx')}\n`]);
    const dry = await run('import', at('live.xlsx'), '--dry-run', '--json');
    expect(JSON.parse(dry.out).counts.unchanged).toBe(3);
    stop();
    await server;
  }, 60_000);
});
