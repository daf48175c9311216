import { describe, expect, it } from 'vitest';
import { said, testApp } from '../../test/http.ts';
import { readConfig } from '../config.ts';
import { openBuckets } from './buckets.ts';
import { GENEROUS, rateClassOf, readRates } from './rates.ts';

const rate = { limit: 3, window: 60 };

describe('buckets', () => {
  it('let so many through, say how many are left, and fill again as time goes by', () => {
    let time = 0;
    const { take } = openBuckets(() => time);
    const taken = () => take([['a', rate]])[0];
    expect([taken(), taken(), taken()].map((one) => [one?.remaining, one?.wait])).toEqual([
      [2, 0],
      [1, 0],
      [0, 0],
    ]);
    expect(taken()).toMatchObject({ remaining: 0, wait: 20, reset: 60 });
    time = 19_000;
    expect(taken()?.wait).toBe(1);
    time = 20_000;
    expect(taken()).toMatchObject({ remaining: 0, wait: 0 });
    time = 500_000;
    expect(taken()?.remaining).toBe(2);
    // a clock that is put back takes nothing away and gives nothing
    time = 0;
    expect([taken()?.remaining, taken()?.remaining, taken()?.wait]).toEqual([1, 0, 20]);
  });

  it('take from all or from none', () => {
    const { take } = openBuckets(() => 0);
    const one = { limit: 1, window: 60 };
    take([['small', one]]);
    const refused = take([
      ['small', one],
      ['large', rate],
    ]);
    expect(refused.map(({ wait }) => wait)).toEqual([60, 0]);
    expect(take([['large', rate]])[0]?.remaining).toBe(2);
  });

  it('keep no more names than they may', () => {
    let time = 0;
    const { take, size } = openBuckets(() => time, 1000);
    for (let at = 0; at < 5000; at++) take([[`n${at}`, rate]]);
    expect(size()).toBeLessThanOrEqual(1000);
    time = 100_000;
    for (let at = 0; at < 1000; at++) take([[`m${at}`, rate]]);
    expect(size()).toBeLessThanOrEqual(1000);
  });
});

describe('rates', () => {
  it('are read from words', () => {
    expect(readRates('off')).toBe(null);
    expect(readRates('on')).toEqual(GENEROUS);
    expect(readRates('writes=5, tenant=2')).toEqual({ ...GENEROUS, writes: 5, tenant: 2 });
    for (const wrong of ['', 'writes', 'writes=0', 'writes=-1', 'all=5', 'writes=1.5', 'writes=5;reads=2'])
      expect([wrong, readRates(wrong)]).toEqual([wrong, undefined]);
  });

  it('are off for this machine alone unless they are set', () => {
    const of = (env: Record<string, string>) => {
      const read = readConfig(env, '.');
      return read.ok ? read.config.rates : read.faults;
    };
    expect(of({})).toBe(null);
    expect(of({ HOST: '0.0.0.0' })).toEqual(GENEROUS);
    expect(of({ HOST: '0.0.0.0', SLUICE_LIMITS: 'off' })).toBe(null);
    expect(of({ SLUICE_LIMITS: 'reads=7' })).toEqual({ ...GENEROUS, reads: 7 });
    expect(of({ SLUICE_LIMITS: 'many' })).toEqual([expect.stringContaining('SLUICE_LIMITS')]);
  });

  it('tell reads, writes, imports and logins apart', () => {
    const classes = [
      ['GET', '/deals'],
      ['POST', '/query'],
      ['POST', '/deals'],
      ['DELETE', '/deals/1'],
      ['POST', '/imports'],
      ['GET', '/imports'],
      ['POST', '/imports-of-wine'],
      ['POST', '/auth/login'],
      ['GET', '/health'],
      ['OPTIONS', '/deals'],
      // what changes nothing reads, whatever its method
      ['POST', '/figures'],
      ['POST', '/settings/preview'],
    ] as const;
    expect(classes.map(([method, path]) => rateClassOf(method, path))).toEqual([
      'reads',
      'reads',
      'writes',
      'writes',
      'imports',
      'reads',
      'writes',
      'logins',
      null,
      null,
      'reads',
      'reads',
    ]);
  });
});

const DEAL = { client: 'ACME', stage: 'prospect' };
const ready = async (rates: Partial<typeof GENEROUS>) => {
  const test = testApp({ rates: { ...GENEROUS, ...rates }, network: (c) => c.req.header('x-test') ?? 'n' });
  const get = (headers: Readonly<Record<string, string>>, path = 'deals') =>
    test.app.request(`/api/v1/${path}`, { headers });
  return { ...test, get, anna: await test.bearer() };
};
const numbers = ({ headers }: Response) =>
  ['limit', 'remaining', 'reset', 'policy'].map((name) => headers.get(`ratelimit-${name}`));

describe('a server with limits', () => {
  it('says what is left, refuses what is too much with the time to wait, and lets it through then', async () => {
    const { get, anna, wait } = await ready({ reads: 2 });
    expect(numbers(await get(anna))).toEqual(['2', '1', '30', '2;w=60']);
    expect((await get(anna)).status).toBe(200);
    const refused = await get(anna);
    expect([refused.status, refused.headers.get('retry-after'), ...numbers(refused)]).toEqual([
      429,
      '30',
      '2',
      '0',
      '60',
      '2;w=60',
    ]);
    expect(await said(refused)).toMatchObject({ code: 'rate_limited', remedy: expect.stringContaining('30 s') });
    wait(30_000);
    expect((await get(anna)).status).toBe(200);
  });

  it('counts every token, every class and every network apart', async () => {
    const { get, anna, bearer, send } = await ready({ reads: 1, writes: 1 });
    expect((await get(anna)).status).toBe(200);
    expect((await get(anna)).status).toBe(429);
    expect((await send('POST', '/api/v1/deals', DEAL, anna)).status).toBe(201);
    expect((await send('POST', '/api/v1/deals', DEAL, anna)).status).toBe(429);
    expect((await get(await bearer({ actor: 'berta' }))).status).toBe(200);
    expect((await get({})).status).toBe(401);
    expect((await get({})).status).toBe(429);
    expect((await get({ 'x-test': 'm' })).status).toBe(401);
    expect((await get({}, 'health')).status).toBe(200);
  });

  it('holds a tenant to its own, whatever its people are many, and leaves others alone', async () => {
    const { get, bearer } = await ready({ reads: 2, tenant: 2 });
    const statuses: number[] = [];
    for (let at = 0; at < 6; at++) statuses.push((await get(await bearer({ actor: `p${at}` }))).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    expect((await said(await get(await bearer({ actor: 'late' })))).detail).toContain('tenant');
    expect((await get(await bearer({ tenant: 'globex' }))).status).toBe(200);
  });

  it('counts logins by network, whoever is signed in', async () => {
    const { send, anna } = await ready({ logins: 1 });
    const login = (headers: Readonly<Record<string, string>>) => send('POST', '/api/v1/auth/login', {}, headers);
    await login({});
    expect((await login(anna)).status).toBe(429);
    expect((await login({ 'x-test': 'm' })).status).not.toBe(429);
  });

  it('without limits says nothing of them', async () => {
    const { app, bearer } = testApp();
    const { headers } = await app.request('/api/v1/deals', { headers: await bearer() });
    expect(headers.get('ratelimit-limit')).toBe(null);
  });
});
