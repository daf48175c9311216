import { readTable } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { MODEL, said, servedMemory, testApp } from '../../test/http.ts';
import { tableOf } from '../excel/excel.ts';

const ready = async () => {
  const { served, memory } = servedMemory(3);
  const test = testApp({ sourceFor: async () => served });
  const headers = await test.bearer({ role: 'viewer' });
  const company = await memory.create('company', { name: 'Éclats' });
  const account = company.ok ? company.record.id : null;
  for (let at = 0; at < 2100; at++)
    await memory.create('deal', {
      client: at === 0 ? '=1+1' : `Client ${at}`,
      account,
      amount: at * 100 + 5,
      stage: at % 2 === 0 ? 'won' : 'prospect',
    });
  const get = (path: string) => test.app.request(`/api/v1/${path}`, { headers });
  return { ...test, get, served };
};

describe('an export', () => {
  it('gives every row of a CSV file with one heading, its name, and formulas made harmless', async () => {
    const { get } = await ready();
    const answer = await get('deals/export?columns=client,account,amount&delimiter=;&bom=1&decimal=,&labels=fr');
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('sluice-rows')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      '2100',
    ]);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="deals-2025-02-05.csv"');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(Array.from(bytes.slice(0, 3))).toEqual([0xef, 0xbb, 0xbf]);
    const { header, rows, issues } = readTable(bytes);
    expect([header, rows.length, issues]).toEqual([['id', 'Client', 'Société', 'Montant'], 2100, []]);
    expect(rows.find(([, client]) => client === "'=1+1")?.slice(2)).toEqual(['Éclats', '0,05']);
    expect(new Set(rows.map(([id]) => id)).size).toBe(2100);
  }, 60_000);

  it('gives what the filters let in, as JSON and as a workbook', async () => {
    const { get } = await ready();
    const json = await get('deals/export?format=json&stage=won&columns=client,amount,account&sort=-amount');
    const rows = await said(json);
    expect([rows.length, rows[0].client, rows[0].amount, Object.keys(rows[0])]).toEqual([
      1050,
      'Client 2098',
      2098.05,
      ['id', 'client', 'amount', 'account'],
    ]);
    expect(await said(await get('deals/export?format=json&q=nobody'))).toEqual([]);
    const book = await get('deals/export?format=xlsx&stage=won&columns=client,amount');
    expect(book.headers.get('content-disposition')).toContain('.xlsx"');
    const table = await tableOf(new Uint8Array(await book.arrayBuffer()));
    expect([table.header, table.rows.length, table.issues]).toEqual([['id', 'client', 'amount'], 1050, []]);
  }, 60_000);

  it('refuses what it does not know, and whoever is not signed in', async () => {
    const { get, app } = await ready();
    const codes = async (query: string) => {
      const answer = await get(`deals/export?${query}`);
      return [answer.status, (await said(answer)).issues?.[0]?.code];
    };
    expect(await codes('format=pdf')).toEqual([400, 'not_an_option']);
    expect(await codes('columns=client,nope')).toEqual([400, 'no_such_field']);
    expect(await codes('limit=5')).toEqual([400, 'no_such_field']);
    expect(await codes('nope=1')).toEqual([400, 'no_such_field']);
    expect((await get('nothings/export')).status).toBe(404);
    expect((await app.request('/api/v1/deals/export')).status).toBe(401);
  }, 60_000);

  it('makes no workbook of more records than a sheet has rows', async () => {
    const { served } = servedMemory(4);
    const total = { now: 1_048_575 };
    const { app, bearer } = testApp({
      sourceFor: async () => ({
        ...served,
        list: async (query) => {
          const page = await served.list(query);
          return page.ok ? { ...page, value: { ...page.value, total: total.now } } : page;
        },
      }),
    });
    const headers = await bearer();
    const most = await app.request('/api/v1/deals/export?format=xlsx', { headers });
    expect([most.status, most.headers.get('sluice-rows')]).toEqual([200, '1048575']);
    await most.body?.cancel();
    total.now++;
    const answer = await app.request('/api/v1/deals/export?format=xlsx', { headers });
    const problem = await said(answer);
    expect([answer.status, problem.code, problem.detail, problem.remedy]).toEqual([
      413,
      'too_large',
      'A workbook is made of 1,048,575 rows at most; there are 1,048,576.',
      'Filter the rows, or export them as CSV (format=csv), which has no limit.',
    ]);
  });

  it('answers others while a workbook of 40 000 rows is written, and reads pages no faster than it is read', async () => {
    const { served, memory } = servedMemory(5);
    for (let at = 0; at < 1000; at++)
      await memory.create('deal', { client: `Client ${at}`, amount: at * 100 + 5, stage: 'prospect' });
    let asked = 0;
    const { app, bearer } = testApp({
      sourceFor: async () => ({
        ...served,
        list: async ({ cursor: _cursor, ...query }) => {
          const page = await served.list(query);
          asked++;
          return page.ok
            ? { ...page, value: { ...page.value, next: asked < 40 ? 'more' : null, total: 40_000 } }
            : page;
        },
      }),
    });
    const answer = await app.request('/api/v1/deals/export?format=xlsx', { headers: await bearer() });
    let [over, turns, answered] = [false, 0, 0];
    const others = (async () => {
      while (!over) {
        const { status } = await app.request('/livez');
        turns++;
        if (status === 200) answered++;
        await new Promise(setImmediate);
      }
    })();
    const parts: Uint8Array[] = [];
    const askedAt: number[] = [];
    for await (const part of answer.body ?? []) {
      parts.push(part);
      askedAt.push(asked);
    }
    const during = turns;
    over = true;
    await others;
    expect(askedAt[0]).toBe(1);
    expect(new Set(askedAt).size).toBeGreaterThan(10);
    expect([during > 40, answered]).toEqual([true, turns]);
    const table = await tableOf(new Uint8Array(Buffer.concat(parts)));
    expect([table.rows.length, table.issues]).toEqual([40_000, []]);
  }, 60_000);

  it('knows the formats of events from those of files', async () => {
    const { get } = await ready();
    expect(MODEL.find('marketingEvent')?.field('format')).toBeDefined();
    expect((await get('marketing-events/export?format=json&format=online')).status).toBeLessThan(401);
  }, 60_000);
});
