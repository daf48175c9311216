import { RECKONINGS } from '@sluice/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { openTestPeople, serverOver } from './testing.ts';

type Headers = Readonly<Record<string, string>>;

const ORIGIN = 'https://shop.example.com';
let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
let admin: Headers;
let leo: string;

const make = async (path: string, draft: object): Promise<string> =>
  String((await said(await server.send('POST', path, draft, admin))).id);
const sight: Record<'mia' | 'widget', Headers> = { mia: {}, widget: {} };

beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool);
  admin = await server.token();
  await server.letIn('mia@acme.example', 'editor', { ownRecords: true });
  sight.mia = (await server.signedIn('mia@acme.example')).bearer;
  const owner = await make('/users', { name: 'Mia', email: 'mia@acme.example' });
  leo = await make('/users', { name: 'Leo', email: 'leo@acme.example' });
  for (const [client, amount] of [
    ['Mine', 1000],
    ['Mine too', 2000],
  ] as const)
    await make('/deals', { client, amount, stage: 'prospect', owner, sector: 'wine', dueOn: '2031-02-05' });
  const filters = 'sector=wine';
  const { token } = await said(await server.send('POST', '/auth/embed', { origin: ORIGIN, filters }, admin));
  sight.widget = { Authorization: `Bearer ${token}`, Origin: ORIGIN };
});
afterAll(() => opened.close());

describe('figures that take a history', () => {
  it.each(['mia', 'widget'] as const)(
    'are those of the records that %s sees, whatever becomes of the others',
    async (who) => {
      const ask = async (figure: string) => {
        const query = { entity: 'deal', figure, measure: 'amount.open' };
        const answer = await server.send('POST', '/figures', query, sight[who]);
        const text = await answer.text();
        return [figure, answer.status, text.replace(/"(requestId|at)":"[^"]*"/g, '')] as const;
      };
      const all = () => Promise.all(RECKONINGS.map(ask));
      const before = await all();
      const hidden = await make('/deals', {
        client: 'Leos',
        amount: 70_000,
        stage: 'prospect',
        owner: leo,
        sector: 'arms',
      });
      const moved = await server.send('PATCH', `/deals/${hidden}`, { stage: 'won' }, { ...admin, 'If-Match': '"1"' });
      expect(moved.status).toBe(200);
      expect(await all()).toEqual(before);
      for (const [figure, status, text] of before) {
        expect([figure, status]).toEqual([figure, 200]);
        expect([figure, text.includes('Leos') || text.includes('70000')]).toEqual([figure, false]);
      }
      const contributions = before.find(([figure]) => figure === 'contributions');
      expect(JSON.parse(contributions?.[2] ?? '')).toMatchObject({ result: { value: 3000 } });
    },
  );

  it('are told to neither as a file or a stream of everybody’s', async () => {
    for (const [who, path] of [
      ['widget', '/deals/export'],
      ['widget', '/reports/dashboard.pdf'],
      ['widget', '/permissions'],
      ['widget', '/events'],
      ['mia', '/events'],
      ['mia', '/imports'],
    ] as const)
      expect([who, path, (await server.send('GET', path, undefined, sight[who])).status]).toEqual([who, path, 403]);
    for (const path of ['/permissions', '/reports/dashboard.pdf'])
      expect([path, (await server.send('GET', path, undefined, sight.mia)).status]).toEqual([path, 200]);
  });
});

describe('a token for a widget', () => {
  it('is given by nobody who reads less than the widget would', async () => {
    const role = async (name: string, rights: object) => {
      const { headers } = await server.send('GET', '/roles', undefined, admin);
      const version = { 'If-Match': headers.get('etag') ?? '' };
      expect((await server.send('PUT', `/roles/${name}`, { rights }, { ...admin, ...version })).status).toBe(200);
      return (body: object) => server.send('POST', '/auth/embed', { origin: ORIGIN, ...body }, token);
    };
    const token = await server.token({ role: 'host' });
    const entities = { '*': ['read'] };
    for (const less of [
      { tenant: ['embed'], entities: { '*': ['read'], deal: [] } },
      { tenant: ['embed'], entities, fields: { deal: { amount: 'none' } } },
    ]) {
      const refused = await (await role('host', less))({});
      expect([refused.status, (await said(refused)).code]).toEqual([403, 'not_yours_to_give']);
    }
    // what may not be written is read all the same
    const mint = await role('host', { tenant: ['embed'], entities, fields: { deal: { amount: 'read' } } });
    expect((await mint({ filters: 'stage=won' })).status).toBe(201);
    // and where a viewer reads no amounts, neither has to whoever gives it
    await role('viewer', { tenant: [], entities, fields: { deal: { amount: 'none' } } });
    const even = await role('host', { tenant: ['embed'], entities, fields: { deal: { amount: 'none' } } });
    expect((await even({})).status).toBe(201);
  });
});
