import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { openTestPeople, serverOver } from './testing.ts';

type Headers = Readonly<Record<string, string>>;

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
let owner: Headers;
let mia: Headers;
const ids: Record<'mia' | 'leo' | 'company' | 'secret' | 'mine' | 'other' | 'free', string> = {
  mia: '',
  leo: '',
  company: '',
  secret: '',
  mine: '',
  other: '',
  free: '',
};

const make = async (path: string, draft: object, who: Headers = owner): Promise<string> => {
  const answer = await server.send('POST', path, draft, who);
  const body = await said(answer);
  if (answer.status !== 201) throw new Error(JSON.stringify(body));
  return String(body.id);
};
const status = async (answer: Promise<Response>) => (await answer).status;
const body = async (answer: Promise<Response>) => said(await answer);
const get = (path: string, who: Headers) => server.send('GET', path, undefined, who);

beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool);
  owner = await server.token();
  await server.letIn('mia@acme.example', 'editor', { ownRecords: true });
  await server.letIn('ghost@acme.example', 'editor', { ownRecords: true });
  mia = (await server.signedIn('mia@acme.example')).bearer;
  ids.mia = await make('/users', { name: 'Mia', email: 'mia@acme.example' });
  ids.leo = await make('/users', { name: 'Leo', email: 'leo@acme.example' });
  ids.company = await make('/companies', { name: 'Isavigne', sector: 'wine' });
  ids.secret = await make('/companies', { name: 'Hidden Holding', sector: 'arms' });
  ids.mine = await make('/deals', {
    client: 'Mine',
    amount: 1000,
    stage: 'prospect',
    owner: ids.mia,
    account: ids.company,
  });
  ids.other = await make('/deals', {
    client: 'Leos',
    amount: 70_000,
    stage: 'won',
    owner: ids.leo,
    account: ids.secret,
  });
  ids.free = await make('/deals', { client: 'Nobodys', amount: 500, stage: 'won' });
});
afterAll(() => opened.close());

describe('somebody with their own records only', () => {
  it('finds no other in lists, whatever they filter, sort or search by', async () => {
    const all = await body(get('/deals', mia));
    expect([all.total, all.items.map((one: { client: string }) => one.client)]).toEqual([1, ['Mine']]);
    for (const query of [
      'stage=won',
      'amount[gte]=2000',
      'q=Leos',
      'where=owner%20is%20empty',
      `owner=${ids.leo}`,
      'account.sector=arms',
    ])
      expect([query, (await body(get(`/deals?${query}`, mia))).total]).toEqual([query, 0]);
    expect((await body(get(`/deals?sort=-amount&limit=1`, mia))).items).toHaveLength(1);
    expect((await body(get('/companies', mia))).total).toBe(0);
    expect((await body(get('/users', mia))).items.map((one: { name: string }) => one.name)).toEqual(['Mia']);
  });

  it('gets no other by id or journal: the same answer as for one that never was', async () => {
    const never = '018f2f6e-0000-7000-8000-0000000000ff';
    const texts = new Set<string>();
    for (const id of [ids.other, ids.free, never])
      for (const path of [`/deals/${id}`, `/deals/${id}/journal`]) {
        const answer = await get(path, mia);
        texts.add(JSON.stringify({ ...(await said(answer)), requestId: '', instance: '' }));
        expect([path, answer.status]).toEqual([path, 404]);
      }
    expect(texts.size).toBe(1);
    for (const path of [`/companies/${ids.company}`, `/users/${ids.leo}`])
      expect(await status(get(path, mia))).toBe(404);
    expect((await body(get(`/deals/${ids.mine}`, mia))).client).toBe('Mine');
    expect((await body(get(`/deals/${ids.mine}/journal`, mia))).items).toHaveLength(1);
  });

  it('counts no other in figures and explanations, nor in the population beneath them', async () => {
    const figures = (query: object) => body(server.send('POST', '/query', query, mia));
    const sums = await figures({ entity: 'deal', measures: ['count()', 'sum(amount)', 'max(amount)'] });
    expect([
      sums.population,
      sums.selected,
      ...sums.measures.map((one: { values: unknown[] }) => one.values[0]),
    ]).toEqual([1, 1, 1, 1000, 1000]);
    const by = await figures({ entity: 'deal', by: ['client'], measures: ['count()'] });
    expect(by.dimensions[0].values).toEqual(['Mine']);
    const explained = await body(
      server.send(
        'POST',
        '/explain',
        {
          query: {
            entity: 'deal',
            measures: ['sum(amount)'],
            filters: [{ field: 'stage', op: 'in', values: ['won'] }],
          },
          measure: 'sum(amount)',
        },
        mia,
      ),
    );
    expect([explained.population, explained.included]).toEqual([1, 0]);
    expect((await figures({ entity: 'company', measures: ['count()'] })).population).toBe(0);
  });

  it('changes and removes no other, and a conflict tells nothing of it', async () => {
    for (const version of ['1', '7']) {
      const patch = await server.send(
        'PATCH',
        `/deals/${ids.other}`,
        { amount: 1 },
        { ...mia, 'If-Match': `"${version}"` },
      );
      expect(patch.status).toBe(404);
      expect(JSON.stringify(await said(patch))).not.toContain('70000');
      expect(
        await status(
          server.send(
            'PUT',
            `/deals/${ids.other}`,
            { client: 'x', stage: 'won' },
            { ...mia, 'If-Match': `"${version}"` },
          ),
        ),
      ).toBe(404);
      expect(
        await status(server.send('DELETE', `/deals/${ids.other}`, undefined, { ...mia, 'If-Match': `"${version}"` })),
      ).toBe(404);
    }
    const bulk = { operations: [{ op: 'change', id: ids.other, version: 1, values: { amount: 1 } }] };
    expect(await status(server.send('POST', '/deals/bulk', bulk, mia))).toBe(404);
    expect((await body(get(`/deals/${ids.other}`, owner))).amount).toBe(70_000);
    const own = await server.send('PATCH', `/deals/${ids.mine}`, { amount: 2 }, { ...mia, 'If-Match': '"9"' });
    expect([own.status, (await said(own)).conflict.stored.amount]).toEqual([412, 1000]);
  });

  it('makes records that are theirs, gives none away, and links to none that they do not see', async () => {
    const id = await make('/deals', { client: 'New', stage: 'prospect' }, mia);
    expect((await body(get(`/deals/${id}`, mia))).owner).toBe(ids.mia);
    const drafts = [
      { client: 'A', stage: 'prospect', owner: ids.leo },
      { client: 'A', stage: 'prospect', owner: null },
    ];
    for (const draft of drafts) expect(await status(server.send('POST', '/deals', draft, mia))).toBe(422);
    for (const values of [{ owner: ids.leo }, { owner: null }])
      expect(await status(server.send('PATCH', `/deals/${id}`, values, { ...mia, 'If-Match': '"1"' }))).toBe(422);
    expect((await body(get(`/deals/${id}`, mia))).version).toBe(1);
    expect(await status(server.send('POST', '/companies', { name: 'Mine too' }, mia))).toBe(422);
    expect(await status(server.send('POST', '/users', { name: 'X', email: 'x@acme.example' }, mia))).toBe(422);
    expect((await body(get('/companies', owner))).total).toBe(2);
    const edited = await server.send('PATCH', `/deals/${ids.mine}`, { amount: 1500 }, { ...mia, 'If-Match': '"1"' });
    expect([edited.status, (await said(edited)).account]).toEqual([200, ids.company]);
    expect(await status(server.send('DELETE', `/deals/${id}`, undefined, { ...mia, 'If-Match': '"1"' }))).toBe(204);
  });

  it('loses a record with the moment it becomes another’s', async () => {
    const id = await make('/deals', { client: 'Handed over', amount: 3, stage: 'prospect' }, mia);
    await server.send('PATCH', `/deals/${id}`, { owner: ids.leo, amount: 4 }, { ...owner, 'If-Match': '"1"' });
    expect(await status(get(`/deals/${id}`, mia))).toBe(404);
    expect(await status(get(`/deals/${id}/journal`, mia))).toBe(404);
    expect(await status(server.send('PATCH', `/deals/${id}`, { amount: 5 }, { ...mia, 'If-Match': '"1"' }))).toBe(404);
  });

  it('is told nothing of a record that becomes another’s while they wait for it', async () => {
    const id = await make('/deals', { client: 'Raced', amount: 3, stage: 'prospect' }, mia);
    let asked: Promise<Response> | undefined;
    await opened.database.admin.begin(async (tx) => {
      await tx`update sluice.deal set owner_id = ${ids.leo}, amount = 777, version = 2 where id = ${id}`;
      asked = server.send('PATCH', `/deals/${id}`, { amount: 4 }, { ...mia, 'If-Match': '"1"' });
      await expect
        .poll(() => tx`select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`)
        .toHaveLength(1);
    });
    const answer = await asked;
    expect([answer?.status, (await answer?.text())?.includes('7.77')]).toEqual([404, false]);
  });

  it('sees nothing at all while no user record, or more than one, has their address', async () => {
    const ghost = (await server.signedIn('ghost@acme.example')).bearer;
    for (const path of ['/deals', '/users', '/companies']) expect((await body(get(path, ghost))).total).toBe(0);
    expect(await status(server.send('POST', '/deals', { client: 'A', stage: 'prospect' }, ghost))).toBe(422);
  });

  it('is kept from whatever does not filter by record', async () => {
    for (const [method, path] of [
      ['GET', '/imports'],
      ['POST', '/imports?entity=deal'],
      ['GET', '/events'],
      ['GET', '/whatever-comes-later'],
    ] as const)
      expect([path, await status(server.send(method, path, method === 'POST' ? [] : undefined, mia))]).toEqual([
        path,
        403,
      ]);
    expect(await status(get('/auth/sessions', mia))).toBe(200);
  });
});

describe('a widget', () => {
  const ORIGIN = 'https://shop.example.com';
  const mint = (wish: object, who: Headers = owner) => server.send('POST', '/auth/embed', wish, who);
  const widget = async (wish: object = {}): Promise<Headers> => {
    const { token } = await body(mint({ origin: ORIGIN, ...wish }));
    return { Authorization: `Bearer ${token}`, Origin: ORIGIN };
  };

  it('gets its token from an owner’s back end, for one origin, for a quarter of an hour at most', async () => {
    const editor = await server.token({ role: 'editor' });
    expect(await status(mint({ origin: ORIGIN }, editor))).toBe(403);
    expect(await status(mint({ origin: ORIGIN }, mia))).toBe(403);
    expect(await status(mint({ origin: ORIGIN }, await widget()))).toBe(403);
    for (const origin of [
      '*',
      'null',
      'http://shop.example.com',
      'https://shop.example.com/path',
      'shop.example.com',
      'https://a.example, https://b.example',
    ])
      expect([origin, await status(mint({ origin }))]).toEqual([origin, 422]);
    expect(await status(mint({ origin: ORIGIN, seconds: 3600 }))).toBe(422);
    expect(await status(mint({ origin: ORIGIN, filters: 'colour=red' }))).toBe(400);
    expect(await status(mint({ origin: ORIGIN, filters: 'stage=won&limit=5' }))).toBe(422);
    expect(await status(mint({ origin: ORIGIN, role: 'owner' }))).toBe(400);
    const own = serverOver(opened.pool);
    const { token } = await said(await own.send('POST', '/auth/embed', { origin: ORIGIN }, await own.token()));
    const who = { Authorization: `Bearer ${token}`, Origin: ORIGIN };
    expect(await status(own.send('GET', '/deals', undefined, who))).toBe(200);
    own.wait(15 * 60_000 + 6000);
    const late = await own.send('GET', '/deals', undefined, who);
    expect([late.status, late.headers.get('access-control-allow-origin')]).toEqual([401, ORIGIN]);
  });

  it('reads from pages of its origin alone, and no other origin may read the answer', async () => {
    const who = await widget();
    const answer = await get('/deals', who);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN]);
    expect(answer.headers.get('access-control-allow-credentials')).toBe(null);
    expect(answer.headers.get('vary')).toContain('Origin');
    for (const Origin of [
      'https://evil.example',
      'null',
      'https://shop.example.com.evil.example',
      'http://shop.example.com',
    ]) {
      const other = await get('/deals', { ...who, Origin });
      expect([Origin, other.status, other.headers.get('access-control-allow-origin')]).toEqual([Origin, 401, null]);
    }
    const { Authorization = '' } = who;
    expect(await status(get('/deals', { Authorization }))).toBe(401);
    const ask = (Origin: string) =>
      server.send('OPTIONS', '/deals', undefined, {
        Origin,
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'authorization',
      });
    const allowed = await ask(ORIGIN);
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBe(null);
  });

  it('sees the rows of its filter and of the entities that the filter fits, not through links either', async () => {
    const who = await widget({ filters: 'stage=won&amount[gte]=1000' });
    const deals = await body(get('/deals', who));
    expect(deals.items.map((one: { client: string }) => one.client)).toEqual(['Leos']);
    expect(JSON.stringify(deals)).not.toContain('Hidden Holding');
    expect((await body(get('/deals?stage=prospect', who))).total).toBe(0);
    expect((await body(get('/deals?account.sector=arms', who))).total).toBe(0);
    expect(await status(get(`/deals/${ids.mine}`, who))).toBe(404);
    expect(await status(get(`/deals/${ids.free}`, who))).toBe(404);
    expect((await body(get('/companies', who))).total).toBe(0);
    expect(await status(get(`/companies/${ids.secret}`, who))).toBe(404);
    const sums = await body(
      server.send('POST', '/query', { entity: 'deal', measures: ['count()', 'sum(amount)'] }, who),
    );
    expect([sums.population, ...sums.measures.map((one: { values: unknown[] }) => one.values[0])]).toEqual([
      1, 1, 70_000,
    ]);
    const linked = await body(
      server.send('POST', '/query', { entity: 'deal', by: ['account.sector'], measures: ['count()'] }, who),
    );
    expect(linked.dimensions[0].values).toEqual([null]);
    const model = await body(get('/model', who));
    expect([model.role, model.writable]).toEqual(['viewer', false]);
  });

  it('writes nothing, and asks for nothing but records, figures and the model', async () => {
    const who = await widget();
    const calls: readonly (readonly [string, string, unknown?])[] = [
      ['POST', '/deals', { client: 'A', stage: 'prospect' }],
      ['POST', '/deals/bulk', { operations: [] }],
      ['PATCH', `/deals/${ids.free}`, { amount: 1 }],
      ['PUT', `/deals/${ids.free}`, { client: 'A', stage: 'prospect' }],
      ['DELETE', `/deals/${ids.free}`],
      ['GET', `/deals/${ids.free}/journal`],
      ['GET', '/imports'],
      ['GET', '/events'],
      ['GET', '/auth/me'],
      ['GET', '/auth/sessions'],
      ['POST', '/auth/invite', { email: 'a@b.example' }],
      ['POST', '/auth/embed', { origin: ORIGIN }],
      ['GET', '/openapi.json'],
    ];
    for (const [method, path, json] of calls)
      expect([method, path, await status(server.send(method, path, json, { ...who, 'If-Match': '"1"' }))]).toEqual([
        method,
        path,
        403,
      ]);
    expect((await body(get(`/deals/${ids.free}`, owner))).version).toBe(1);
  });

  it('ends when its tokens are taken back, or when whoever asked for it is shown out', async () => {
    const who = await widget();
    await server.people.embeds.endAll('acme');
    expect(await status(get('/deals', who))).toBe(401);
    await server.letIn('boss@acme.example', 'owner');
    const boss = (await server.signedIn('boss@acme.example')).bearer;
    const { token } = await body(mint({ origin: ORIGIN }, boss));
    const theirs = { Authorization: `Bearer ${token}`, Origin: ORIGIN };
    expect(await status(get('/deals', theirs))).toBe(200);
    await server.people.revoke('boss@acme.example', 'acme');
    expect(await status(get('/deals', theirs))).toBe(401);
  });

  it('of one tenant sees nothing of another', async () => {
    const globex = await server.token({ tenant: 'globex' });
    const { token } = await body(mint({ origin: ORIGIN }, globex));
    const who = { Authorization: `Bearer ${token}`, Origin: ORIGIN };
    expect((await body(get('/deals', who))).total).toBe(0);
    expect(await status(get(`/deals/${ids.mine}`, who))).toBe(404);
  });
});
