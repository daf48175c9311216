import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../cli.ts';

let folder: string;
const NOW = new Date('2025-02-05T10:00:00Z');
const around = () => ({ env: { SLUICE_DATA: join(folder, 'data'), PORT: '0' }, folder, now: NOW });
const run = (...words: readonly string[]) => command(words, around());

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-figures-'));
  writeFileSync(
    join(folder, 'deals.csv'),
    'Client,Stage,Amount,Created on,Closed on\nACME,won,1000.55,2017-01-02,2017-02-01\nBeta,won,2000,2017-01-02,2017-03-01\nGamma,prospect,500,2017-01-03,\nDelta,lost,70,2017-01-04,2017-02-04\n',
  );
  const done = await run('import', join(folder, 'deals.csv'), '--json');
  if (JSON.parse(done.out).counts.create !== 4) throw new Error(done.out);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('figures from the terminal', () => {
  it('are metrics and expressions, by dimensions, as the API answers them', async () => {
    const one = await run('figures', 'amount.won', 'winRate', 'sum(amount)');
    expect([one.code, one.out.split('\n')]).toEqual([
      0,
      ['amount.won   3,000.55 EUR', 'winRate           66.67 %', 'sum(amount)  3,570.55 EUR', ''],
    ]);
    const by = JSON.parse(
      (await run('figures', 'amount.won', '--by', 'closedOn:month', '--where', "stage = 'won'", '--json')).out,
    );
    expect(by).toMatchObject({ entity: 'deal', length: 2, selected: 2, population: 4 });
    expect(by.dimensions[0].values).toEqual(['2017-02-01', '2017-03-01']);
    expect(by.measures[0]).toMatchObject({ name: 'amount.won', currency: 'EUR', values: [1000.55, 2000] });
    const filtered = await run('figures', 'count', '--filter', 'stage=won', '--filter', 'amount[gt]=1500');
    expect(filtered.out).toBe('count  1\n');
    expect(await run('figures', 'count', '--tenant', 'nobody')).toMatchObject({
      code: 1,
      error: expect.stringContaining('There is no tenant nobody'),
    });
  }, 60_000);
});

describe('figures of a server that runs', () => {
  let stop: (value?: unknown) => void = () => undefined;
  let server: ReturnType<typeof command> | undefined;
  beforeAll(async () => {
    const stopped = new Promise((resolve) => {
      stop = resolve;
    });
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
  }, 60_000);
  afterAll(async () => {
    stop();
    await server;
  });

  it('speak of any day', async () => {
    const past = await run('figures', 'count.won', 'cycle', '--as-of', '2017-01-31');
    expect([past.code, past.out]).toEqual([0, 'count.won            0\ncycle      — (no_rows)\n']);
  }, 60_000);

  it('are compared, and take a history, in the shape of the API', async () => {
    const said = ['--compare', 'last-year', '--granularity', 'quarter', '--as-of', '2017-03-31'] as const;
    const compared = JSON.parse((await run('figures', 'amount.won', ...said, '--json')).out);
    expect(compared).toMatchObject({
      figure: 'compare',
      result: {
        now: 3000.55,
        before: 0,
        change: { value: 3000.55 },
        ratio: { value: null, reason: 'zero_base' },
        spans: { now: { from: '2017-01-01' } },
      },
    });
    expect((await run('figures', 'amount.won', ...said)).out).toContain('2017-01-01 – 2017-03-31');
    const fall = ['--from', '2017-01-31', '--to', '2017-03-31'] as const;
    const waterfall = JSON.parse((await run('figures', 'waterfall', ...fall, '--json')).out);
    expect(waterfall).toMatchObject({ figure: 'waterfall', result: { value: { closing: 500 } } });
    const lines = (await run('figures', 'waterfall', ...fall)).out;
    expect(lines).toMatch(/^waterfall, amounts in EUR\n.*closing +500\n/s);
  }, 60_000);

  it('say what is wrong with the words', async () => {
    expect(await run('figures')).toMatchObject({ code: 2, error: expect.stringContaining('Which figure?') });
    expect(await run('figures', 'amount.won', '--compare', 'ever')).toMatchObject({ code: 2 });
    expect(await run('figures', 'amount.won', 'count', '--compare', 'previous')).toMatchObject({ code: 2 });
    const near = await run('figures', 'amount.one');
    expect([near.code, near.error]).toEqual([1, expect.stringContaining('Did you mean amount.open?')]);
    expect(await run('figures', 'cohorts', '--within', 'soon')).toMatchObject({ code: 1 });
  }, 60_000);
});
