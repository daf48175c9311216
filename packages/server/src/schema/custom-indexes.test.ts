import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planList, queryFromAddress } from '@sluice/core';
import { openTestPeople, serverOver } from '../auth/testing.ts';
import { asTenant } from '../database/as-tenant.ts';
import { compileList } from '../sql/list.ts';
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
});
