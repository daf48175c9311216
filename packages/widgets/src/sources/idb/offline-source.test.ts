import { memorySource, type MemorySource, newId, type Rec, type Written } from '@sluice/core';
import { sourceConformance } from '@sluice/core/conformance';
import { expect } from 'chai';
import { fixtureModel } from '../../fixtures.ts';
import { serverOver, TEST_BASE } from '../testing.ts';
import { openOffline, type OfflineSource } from './offline-source.ts';
import { clock, discard, jestLike } from './testing.ts';

const written = (result: Written): Rec => {
  if (!result.ok) throw new Error(result.issues.map((one) => one.message).join(' '));
  return result.record;
};
const draft = { client: 'ACME', amount: 100_055, stage: 'qualified', sector: 'Retail' };

let count = 0;
/** A server that can go away, at an address of its own; it takes identifiers, and does what has one key once. */
const makeServer = () => {
  const address = TEST_BASE.replace('crm.example', `crm-${Date.now()}-${(count += 1)}.example`);
  let wanted = '';
  const records: MemorySource = memorySource({
    model: fixtureModel(),
    ...clock,
    id: () => wanted || newId(Date.parse(clock.now()), () => [0, 0, (count += 1)]),
  });
  const answer = serverOver(records);
  const answers = new Map<string, Response>();
  const world = { away: false, deaf: false, asked: [] as string[] };
  const fetching: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (world.away) throw new TypeError('fetch failed');
    const url = request.url.replace(address, TEST_BASE);
    const key = request.headers.get('idempotency-key') ?? '';
    const before = answers.get(key);
    if (key !== '' && before) return before.clone();
    const text = await request.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const { id, ...rest } = body;
    wanted = typeof id === 'string' ? id : '';
    const { method, headers } = request;
    if (method !== 'GET') world.asked.push(method);
    const sent =
      text === ''
        ? { method, headers }
        : { method, headers, body: JSON.stringify(request.method === 'POST' ? rest : body) };
    const response = await answer(url, sent);
    if (key !== '') answers.set(key, response.clone());
    // it heard, and its answer is lost
    if (world.deaf && method !== 'GET') throw new TypeError('fetch failed');
    return response;
  };
  return { address, records, world, fetching };
};

describe('a server’s records for times without it', () => {
  let server: ReturnType<typeof makeServer>;
  let opened: OfflineSource[];
  const opening = async (): Promise<OfflineSource> => {
    const source = await openOffline(server.address, { ...clock, fetch: server.fetching, retries: 0 });
    opened.push(source);
    return source;
  };
  const onServer = (id: string): Promise<Rec | null> => server.records.get('deal', id);
  beforeEach(() => {
    server = makeServer();
    opened = [];
  });
  const clean = async (): Promise<void> => {
    for (const source of opened) source.close();
    await discard(`at ${server.address} demo`);
  };
  afterEach(clean);

  describe('while it is there', () => {
    sourceConformance({ describe, it, expect: jestLike }, async () => {
      server = makeServer();
      const source = await opening();
      return { source, done: clean };
    });
  });

  it('are written while it is away, also after a reload, and sent once when it is back', async () => {
    const first = await opening();
    const old = written(await first.create('deal', draft));
    server.world.away = true;
    const made = written(await first.create('deal', { ...draft, client: 'Offline' }));
    written(await first.change('deal', made.id, { amount: 7 }, { version: 1 }));
    written(await first.change('deal', old.id, { amount: 8 }, { version: 1 }));
    expect(first.freshness().state).to.equal('offline');
    first.close();

    const second = await opening();
    expect((await second.get('deal', made.id))?.values['amount']).to.equal(7);
    expect(await second.waiting()).to.have.length(3);
    server.world.away = false;
    server.world.asked = [];
    await second.sync();
    expect(server.world.asked).to.deep.equal(['POST', 'PATCH', 'PATCH']);
    expect(await second.waiting()).to.deep.equal([]);
    expect(second.freshness().state).to.equal('ready');
    expect((await onServer(made.id))?.values['amount']).to.equal(7);
    expect((await onServer(old.id))?.values['amount']).to.equal(8);
    expect((await second.get('deal', old.id))?.version).to.equal((await onServer(old.id))?.version);
  });

  it('are written once though the answer of the server was lost', async () => {
    const source = await opening();
    server.world.deaf = true;
    const made = written(await source.create('deal', draft));
    server.world.deaf = false;
    await source.sync();
    const page = await server.records.list({ entity: 'deal' });
    expect(page.ok && page.value.items.map(({ id }) => id)).to.deep.equal([made.id]);
    expect(await source.waiting()).to.deep.equal([]);
  });

  it('edited on both sides in other fields are merged', async () => {
    const source = await opening();
    const made = written(await source.create('deal', draft));
    server.world.away = true;
    written(await source.change('deal', made.id, { amount: 7 }, { version: 1 }));
    written(await server.records.change('deal', made.id, { sector: 'Santé' }, { version: 1 }));
    server.world.away = false;
    await source.sync();
    for (const record of [await onServer(made.id), await source.get('deal', made.id)])
      expect(record?.values).to.include({ amount: 7, sector: 'Santé' });
    expect(source.freshness().issues).to.deep.equal([]);
  });

  it('edited on both sides in the same field keep both values, and later edits overwrite nothing', async () => {
    const source = await opening();
    const made = written(await source.create('deal', draft));
    server.world.away = true;
    written(await source.change('deal', made.id, { amount: 7 }, { version: 1 }));
    written(await source.change('deal', made.id, { amount: 9, product: 'Audit' }, { version: 2 }));
    written(await server.records.change('deal', made.id, { amount: 300 }, { version: 1 }));
    server.world.away = false;
    await source.sync();
    expect((await onServer(made.id))?.values['amount']).to.equal(300);
    expect((await source.get('deal', made.id))?.values['amount']).to.equal(300);
    const waiting = await source.waiting();
    expect(waiting.map(({ asked, refused }) => [asked['amount'], refused?.stored?.values['amount']])).to.deep.equal([
      [7, 300],
      [9, 300],
    ]);
    expect(source.freshness().issues.map(({ code }) => code)).to.deep.equal(['changed_meanwhile', 'changed_meanwhile']);
    for (const { key } of waiting) await source.drop(key);
    expect(source.freshness().issues).to.deep.equal([]);
  });

  it('edited by others after a merge are not overwritten by what was edited on older values', async () => {
    const source = await opening();
    const made = written(await source.create('deal', draft));
    server.world.away = true;
    written(await source.change('deal', made.id, { amount: 7 }, { version: 1 }));
    written(await source.change('deal', made.id, { sector: 'SaaS' }, { version: 2 }));
    written(await server.records.change('deal', made.id, { sector: 'Santé' }, { version: 1 }));
    server.world.away = false;
    await source.sync();
    expect((await onServer(made.id))?.values).to.include({ amount: 7, sector: 'Santé' });
    expect((await source.waiting()).map(({ asked }) => asked)).to.deep.equal([{ sector: 'SaaS' }]);
  });

  it('a conflict while it is there is the answer of the write, with both values', async () => {
    const source = await opening();
    const made = written(await source.create('deal', draft));
    written(await server.records.change('deal', made.id, { amount: 300 }, { version: 1 }));
    const late = await source.change('deal', made.id, { amount: 7 }, { version: 1 });
    expect(late.ok ? null : [late.conflict?.stored.values['amount'], late.conflict?.asked['amount']]).to.deep.equal([
      300, 7,
    ]);
    expect(await source.waiting()).to.deep.equal([]);
    expect((await source.get('deal', made.id))?.values['amount']).to.equal(300);
  });

  it('that others made, edited and took out are here after a look at the server', async () => {
    const source = await opening();
    const made = written(await source.create('deal', draft));
    const other = written(await server.records.create('company', { name: 'Isavigne' }));
    written(await server.records.remove('deal', made.id, { version: 1 }));
    await source.sync();
    expect(await source.get('deal', made.id)).to.equal(null);
    expect((await source.get('company', other.id))?.values['name']).to.equal('Isavigne');
  });
});
