import { memorySource, newId, type Notice, SourceError } from '@sluice/core';
import { sourceConformance } from '@sluice/core/conformance';
import { describe, expect, it } from 'vitest';
import { fixtureModel } from '../fixtures.ts';
import { openRemote } from './remote.ts';
import type { RemoteOptions } from './remote-types.ts';
import { draftIn, problemResponse, serverOver, TEST_BASE } from './testing.ts';

const NOW = '2025-02-05T09:00:00.000Z';

const emptyServer = (): typeof fetch => {
  let count = 0;
  return serverOver(
    memorySource({
      model: fixtureModel(),
      moment: () => ({ today: '2025-02-05', zone: 'Europe/Paris' }),
      now: () => NOW,
      id: () => newId(Date.parse(NOW), () => [0, 0, (count += 1)]),
    }),
  );
};

type Handler = (request: Request) => Response | Promise<Response>;

/** A server of which some answers are others: `null` leaves the answer as it is. */
const remote = async (instead: (request: Request) => ReturnType<Handler> | null = () => null, more = {}) => {
  const server = emptyServer();
  const requests: Request[] = [];
  const fetching: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push(request.clone());
    return (await instead(request.clone())) ?? server(request);
  };
  const options: RemoteOptions = { fetch: fetching, now: () => NOW, retries: 0, ...more };
  return { source: await openRemote(`${TEST_BASE}/`, options), requests };
};
const caught = async (promise: Promise<unknown>): Promise<SourceError> => {
  const thrown: unknown = await promise.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  );
  if (thrown instanceof SourceError) return thrown;
  throw thrown;
};
const down = (): never => {
  throw new TypeError('fetch failed');
};

describe('the source behind a server', () => {
  sourceConformance({ describe, it, expect }, async () => ({ source: (await remote()).source }));
});

describe('what it says to the server', () => {
  it('starts with the model, and keeps what the server says about the reader', async () => {
    const { source, requests } = await remote();
    expect(requests.map((one) => `${one.method} ${one.url}`)).toEqual([`GET ${TEST_BASE}/model`]);
    expect(source.about).toMatchObject({ zone: 'Europe/Paris', today: '2025-02-05', role: 'editor' });
    expect([source.model.name, source.writable]).toEqual(['crm', true]);
  });

  it('writes amounts in major units, percent as percent, and only what was asked', async () => {
    const { source, requests } = await remote();
    await source.create('deal', { client: 'ACME', amount: 100_055, probability: 3050, stage: 'prospect' });
    const request = requests.at(-1);
    expect(request && (await draftIn(request))).toEqual({
      client: 'ACME',
      amount: 1000.55,
      probability: 30.5,
      stage: 'prospect',
    });
  });

  it('says which version was edited', async () => {
    const { source, requests } = await remote();
    const made = await source.create('deal', { client: 'ACME', stage: 'prospect' });
    if (!made.ok) throw new Error('refused');
    await source.change('deal', made.record.id, { amount: 1000 }, { version: 1 });
    await source.remove('deal', made.record.id, { version: 2 });
    const said = requests
      .filter((one) => one.method === 'PATCH' || one.method === 'DELETE')
      .map((one) => `${one.method} ${one.headers.get('if-match') ?? ''}`);
    expect(said).toEqual(['PATCH "1"', 'DELETE "2"']);
  });

  it('puts the question of a list into the address', async () => {
    const { source, requests } = await remote();
    const filters = [{ field: 'client', op: 'contains', values: ['50 % & plus'] }] as const;
    const page = await source.list({
      entity: 'deal',
      filters,
      search: 'élan',
      sort: ['-amount'],
      limit: 5,
      offset: 10,
    });
    expect(page.ok).toBe(true);
    const words = new URL(requests.at(-1)?.url ?? '').searchParams;
    expect(Object.fromEntries(words)).toEqual({
      'client[contains]': '50 % & plus',
      q: 'élan',
      sort: '-amount',
      limit: '5',
      offset: '10',
    });
  });

  it('adds the headers of the page to every request', async () => {
    let token = 'a';
    const { source, requests } = await remote(() => null, { headers: () => ({ authorization: `Bearer ${token}` }) });
    token = 'b';
    await source.get(
      'deal',
      newId(0, () => [0, 0, 1]),
    );
    expect(requests.map((one) => one.headers.get('authorization'))).toEqual(['Bearer a', 'Bearer b']);
  });
});

describe('what it hears from the server', () => {
  it('gives the warnings of a write in the words of the gate', async () => {
    const { source } = await remote();
    const made = await source.create('deal', { client: 'ACME', stage: 'prospect' });
    expect(made.issues).toMatchObject([
      { code: 'gate_unpriced', severity: 'warning', message: 'No amount: the deal counts as nothing in the pipeline.' },
    ]);
  });

  it('tells of own writes, and of nothing that was refused', async () => {
    const { source } = await remote();
    const notices: Notice[] = [];
    const stop = source.watch((notice) => notices.push(notice));
    const made = await source.create('deal', { client: 'ACME', stage: 'prospect' });
    if (!made.ok) throw new Error('refused');
    const { id } = made.record;
    await source.change('deal', id, { amount: -1 }, { version: 1 });
    await source.change('deal', id, { amount: 1 }, { version: 1 });
    await source.change('deal', id, { amount: 2 }, { version: 1 });
    stop();
    await source.remove('deal', id, { version: 2 });
    expect(notices).toEqual([
      { entity: 'deal', ids: [id] },
      { entity: 'deal', ids: [id] },
    ]);
  });

  it('gives the journal of a record in memory units, the latest first; none for a record that never was', async () => {
    const { source, requests } = await remote();
    const made = await source.create('deal', { client: 'ACME', amount: 100_055, stage: 'prospect' });
    if (!made.ok) throw new Error('refused');
    const { id } = made.record;
    await source.change('deal', id, { stage: 'qualified', probability: 5500 }, { version: 1 });
    const journal = await source.journalOf('deal', id);
    expect(new URL(requests.at(-1)?.url ?? '').pathname).toBe(`/api/v1/deals/${id}/journal`);
    expect(journal.map(({ version, before }) => [version, before?.['stage'] ?? null])).toEqual([
      [2, 'prospect'],
      [1, null],
    ]);
    expect(journal[0]?.after).toEqual({ stage: 'qualified', probability: 5500 });
    expect(journal[1]?.after).toMatchObject({ amount: 100_055 });
    expect(
      await source.journalOf(
        'deal',
        newId(0, () => [0, 0, 1]),
      ),
    ).toEqual([]);
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [418, 'refused'],
  ])('a status %i is a failure of the source: %s', async (status, code) => {
    const { source } = await remote((one) =>
      one.url.endsWith('/model') ? null : problemResponse(status, 'whatever', { detail: 'Because.' }),
    );
    const error = await caught(source.list({ entity: 'deal' }));
    expect([error.code, error.message]).toEqual([code, 'Because.']);
    expect(error.remedy).not.toBe('');
    expect(source.freshness().state).toBe('failed');
  });

  it('a write of which nobody knows what became says so', async () => {
    const detail = 'The write may have been kept.';
    const { source } = await remote((one) =>
      one.method === 'POST' ? problemResponse(503, 'unknown_outcome', { detail, remedy: 'Look first.' }) : null,
    );
    const error = await caught(source.create('deal', { client: 'A', stage: 'won' }));
    expect([error.code, error.message, error.remedy]).toEqual(['unknown_outcome', detail, 'Look first.']);
  });

  it('is offline when nothing comes back, and there again when something does', async () => {
    let up = true;
    const { source } = await remote(() => (up ? null : down()));
    expect(source.freshness()).toEqual({ state: 'ready', at: NOW, issues: [] });
    up = false;
    expect((await caught(source.measure({ entity: 'deal', measures: ['count'] }))).code).toBe('offline');
    expect(source.freshness()).toMatchObject({ state: 'offline', at: NOW });
    up = true;
    await source.measure({ entity: 'deal', measures: ['count'] });
    expect(source.freshness().state).toBe('ready');
  });

  it('asks a question again when the server is away for a moment, and never writes twice', async () => {
    let away = 1;
    const { source, requests } = await remote(
      (one) => (!one.url.endsWith('/model') && (away -= 1) >= 0 ? problemResponse(503, 'unavailable') : null),
      { retries: 2 },
    );
    expect((await source.measure({ entity: 'deal', measures: ['count'] })).ok).toBe(true);
    expect(requests.filter((one) => one.url.endsWith('/query'))).toHaveLength(2);
    away = 1;
    expect((await caught(source.create('deal', { client: 'A', stage: 'won' }))).code).toBe('unavailable');
    expect(requests.filter((one) => one.url.endsWith('/deals'))).toHaveLength(1);
  });

  it.each([
    ['a web page', () => new Response('<!doctype html><p>Sign in', { headers: { 'content-type': 'text/html' } })],
    ['other JSON', () => Response.json({ hello: 'world' })],
    ['nothing', () => new Response('')],
    ['a list', () => Response.json([1, 2])],
  ])('%s in place of a model is unreadable', async (_, answer) => {
    expect((await caught(remote((one) => (one.url.endsWith('/model') ? answer() : null)))).code).toBe('unreadable');
  });

  it.each([
    ['a page', () => Response.json({ items: [{ id: 1 }], total: 1, next: null, titles: {} })],
    ['a figure', () => Response.json({ entity: 'deal', dimensions: [], measures: [{}], length: 1 })],
    ['no JSON', () => new Response('{"items": [')],
  ])('%s that is none is unreadable, not a crash', async (_, answer) => {
    const { source } = await remote((one) => (one.url.endsWith('/model') ? null : answer()));
    expect((await caught(source.list({ entity: 'deal' }))).code).toBe('unreadable');
    expect((await caught(source.measure({ entity: 'deal', measures: ['count'] }))).code).toBe('unreadable');
  });

  it('a refusal without issues is one issue', async () => {
    const { source } = await remote((one) => (one.method === 'POST' ? problemResponse(409, 'already_exists') : null));
    const refused = await source.create('deal', { client: 'A', stage: 'won' });
    expect(refused).toEqual({
      ok: false,
      issues: [{ code: 'already_exists', severity: 'error', path: [], message: 'It is already_exists.' }],
    });
  });
});
