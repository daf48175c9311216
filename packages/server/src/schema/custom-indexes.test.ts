import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planList, queryFromAddress } from '@sluice/core';
import { openTestPeople, serverOver } from '../auth/testing.ts';
import { asTenant } from '../database/as-tenant.ts';
import { compileList } from '../sql/list.ts';
import { fewest, sought } from '../sql/searched.ts';
import { bringIndexes, customIndexes } from './custom-indexes.ts';

const FIELDS = {
  colour: { kind: 'choice', indexed: true, options: [{ key: 'red' }, { key: 'white' }] },
  fee: { kind: 'money', currency: 'EUR', indexed: true },
  signedOn: { kind: 'date', indexed: true },
  bottles: { kind: 'number', indexed: true },
  margin: { kind: 'percent', indexed: true },
  vineyard: { kind: 'text', indexed: true },
  partner: { kind: 'link', to: 'company' },
  plain: { kind: 'text' },
  grapes: { kind: 'tags', indexed: true },
};

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
const model = async () => {
  const tenant = await server.tenants.find('acme');
  return server.tenants.models.whole(tenant?.overlays ?? []);
};

beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool);
  const admin = await server.token();
  await server.send(
    'PUT',
    '/settings',
    { overlay: { entities: { deal: { fields: FIELDS } } } },
    { ...admin, 'If-Match': '"1"' },
  );
  const operations = Array.from({ length: 1000 }, (_, n) => ({
    op: 'create',
    values: {
      client: `Client ${n}`,
      stage: 'prospect',
      fee: n + 0.5,
      bottles: n,
      margin: n % 100,
      colour: n % 50 === 0 ? 'red' : 'white',
      vineyard: `Vineyard ${n}`,
      signedOn: `20${10 + (n % 15)}-03-04`,
    },
  }));
  const made = await server.send('POST', '/deals/bulk', { operations }, admin);
  if (made.status !== 200) throw new Error(await made.text());
});
afterAll(() => opened.close());

describe('indexes on fields that a tenant added', () => {
  it('are made for those that are said to be indexed and can be, once', async () => {
    const names = customIndexes(await model()).map((one) => one.name);
    expect(names).toEqual([
      'deal_extra_fee_money_idx',
      'deal_extra_signed_on_date_idx',
      'deal_extra_bottles_number_idx',
      'deal_extra_margin_percent_idx',
    ]);
    expect(await bringIndexes(opened.connection, await model())).toEqual(names);
    expect(await bringIndexes(opened.connection, await model())).toEqual([]);
  });

  it('are made anew when they were broken off', async () => {
    await opened.database
      .admin`update pg_index set indisvalid = false where indexrelid = 'sluice.deal_extra_fee_money_idx'::regclass`;
    expect(await bringIndexes(opened.connection, await model())).toEqual(['deal_extra_fee_money_idx']);
  });

  it.each([
    ['sort=fee', 'deal_extra_fee_money_idx'],
    ['sort=signedOn', 'deal_extra_signed_on_date_idx'],
    ['sort=bottles', 'deal_extra_bottles_number_idx'],
    ['sort=margin', 'deal_extra_margin_percent_idx'],
  ])('give the page of %s in order, without sorting', async (query, index) => {
    const tenant = await server.tenants.find('acme');
    const asked = queryFromAddress(new URLSearchParams(query), 'deal');
    const planned = asked.ok ? planList(asked.value, await model()) : asked;
    if (!tenant || !planned.ok) throw new Error('the question is right');
    const listed = compileList(planned.value, { model: await model(), moment: { today: '2025-03-04', zone: 'UTC' } });
    if (!listed.ok) throw new Error('the question is right');
    const { page } = listed.value;
    await opened.database.admin.unsafe('analyze sluice.deal');
    const plan = await asTenant(opened.pool, { tenant: tenant.id, actor: 'test', readOnly: true }, async (tx) => {
      return tx.unsafe(`explain ${page.text}`, page.params as never[]);
    });
    const text = plan.map((row) => String(row['QUERY PLAN'])).join('\n');
    expect([query, text.includes(index), /Sort Key/.test(text)]).toEqual([query, true, false]);
  });

  it.each([
    ['fee=731.5', 1, '"fee": 73150'],
    ['bottles=42', 1, '"bottles": 42'],
    ['signedOn=2012-03-04', 67, '"signedOn": "2012-03-04"'],
    ['colour=red', 20, '"colour": "red"'],
    ['vineyard=Vineyard%207', 1, '"vineyard": "Vineyard 7"'],
    ['margin=7&bottles=107', 1, '"bottles": 107'],
    // between two values nothing but the order helps
    ['bottles[gte]=990', 10, null],
  ])('find %s among all by what is searched, where few have it', async (query, total, rare) => {
    const tenant = await server.tenants.find('acme');
    const asked = queryFromAddress(new URLSearchParams(query), 'deal');
    const planned = asked.ok ? planList(asked.value, await model()) : asked;
    if (!tenant || !planned.ok) throw new Error('the question is right');
    const all = await model();
    const moment = { today: '2025-03-04', zone: 'UTC' };
    const { where, entity } = planned.value;
    await asTenant(opened.pool, { tenant: tenant.id, actor: 'test', readOnly: true }, async (tx) => {
      const search = sought(where, { model: all, entity });
      const [row] = search ? await tx.unsafe(search.count.text, search.count.params as never[]) : [];
      const found = search && fewest(search.texts, row);
      const listed = compileList(planned.value, { model: all, moment, rare: found });
      if (!listed.ok) throw new Error('the question is right');
      const { page, total: counting } = listed.value;
      const plan = await tx.unsafe(`explain ${page.text}`, page.params as never[]);
      const [counted] = await tx.unsafe(counting.text, counting.params as never[]);
      const text = plan.map((one) => String(one['QUERY PLAN'])).join('\n');
      expect([query, found, text.includes('found('), counted?.['total']]).toEqual([query, rare, rare !== null, total]);
    });
  });
});
