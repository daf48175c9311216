import { describe, expect, it } from 'vitest';
import { said, testApp } from '../../test/http.ts';

const ready = async () => {
  const test = testApp();
  const headers = await test.bearer();
  const post = (path: string, json: unknown, more = {}) =>
    test.send('POST', `/api/v1/${path}`, json, { ...headers, ...more });
  const get = (path: string) => test.app.request(`/api/v1/${path}`, { headers });
  return { ...test, headers, post, get };
};

describe('what takes a history, two days or quotas', () => {
  it('is reckoned in major units: coverage, waterfall, contributions, a comparison', async () => {
    const { post } = await ready();
    const today = '2025-02-05';
    await post('deals', {
      client: 'Won',
      amount: 250.55,
      stage: 'won',
      createdOn: '2025-01-01',
      closedOn: '2025-01-15',
    });
    await post('deals', { client: 'Open', amount: 1000.01, stage: 'qualified' });
    await post('quotas', { name: 'Q1', fromOn: '2025-01-01', toOn: '2025-03-31', amount: 1000 });
    const figures = async (query: object) => said(await post('figures', { entity: 'deal', ...query }));
    expect(await figures({ figure: 'coverage' })).toMatchObject({
      figure: 'coverage',
      currency: 'EUR',
      result: {
        period: { from: '2025-01-01', to: '2025-03-31' },
        total: { quota: 1000, won: 250.55, open: 1000.01, attainment: { value: 0.25055 }, ofQuota: { value: 1.00001 } },
      },
    });
    expect(await figures({ figure: 'contributions', measure: 'amount.open' })).toMatchObject({
      result: { value: 1000.01, deals: [{ title: 'Open', contribution: 1000.01 }] },
    });
    expect(await figures({ figure: 'waterfall', to: today })).toMatchObject({ result: { reason: null } });
    expect(await figures({ figure: 'compare', measure: 'amount.won', granularity: 'quarter' })).toMatchObject({
      result: { now: 250.55, before: 0, change: { value: 250.55 }, ratio: { value: null, reason: 'zero_base' } },
    });
  });

  it('is refused with its remedy where the question cannot be read', async () => {
    const { post } = await ready();
    for (const query of [
      { figure: 'magic' },
      { figure: 'waterfall', from: 'x' },
      { figure: 'cycle', asOf: '2199-01-01' },
    ]) {
      const answer = await post('figures', { entity: 'deal', ...query });
      expect([query, answer.status, (await said(answer)).code]).toEqual([query, 400, 'bad_query']);
    }
  });
});

describe('a past day', () => {
  it('is asked for in an address and in a question, and is refused where it is none', async () => {
    const { post, get } = await ready();
    const made = await said(await post('deals', { client: 'ACME', amount: 10, stage: 'qualified' }));
    const before = '2024-12-31';
    expect(await said(await get(`deals?asOf=${before}`))).toMatchObject({ total: 0, items: [] });
    expect((await get(`deals/${made.id}?asOf=${before}`)).status).toBe(404);
    expect((await get(`deals/${made.id}?asOf=2024-02-30`)).status).toBe(400);
    expect((await get('deals?asOf=tomorrow')).status).toBe(400);
    expect((await get('deals?asOf=2199-01-01')).status).toBe(400);
    const measured = await post('query', { entity: 'deal', measures: ['count'], asOf: before });
    expect(await said(measured)).toMatchObject({ population: 0, measures: [{ values: [0] }] });
  });
});

describe('an explanation', () => {
  it('is taken away as CSV with every deal and what it brings, formulas made harmless', async () => {
    const { post } = await ready();
    await post('deals', { client: '=1+1', amount: 1000.55, stage: 'qualified' });
    await post('deals', { client: 'Lost, alas', amount: 5, stage: 'lost' });
    const query = { entity: 'deal', measures: ['amount.open'] };
    const answer = await post('explain', { query, measure: 'amount.open' }, { accept: 'text/csv' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="amount.open.csv"');
    const lines = (await answer.text()).split('\r\n');
    expect(lines).toContain('value,1000.55,EUR');
    expect(lines).toContain('excluded,1,not_meant,stage.open');
    expect(lines.at(-2)).toMatch(/^[0-9a-f-]{36},'=1\+1,1000\.55$/);
  });
});
