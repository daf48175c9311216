import type { Rec } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { fixtureModel, fixtureSource } from '../fixtures.ts';
import { importAddress, remoteImport } from './import-remote.ts';
import type { ImportWish } from './import-session.ts';
import type { RemoteSource } from './remote.ts';
import type { AskOptions, RemoteAnswer } from './remote-types.ts';
import { requester } from './request.ts';

const WISH: ImportWish = { map: {}, answers: {}, links: 'match', rules: {} };
const ID = '01940000-0000-7000-8000-000000000001';
const CSV =
  'Client;Société;Montant;Statut\r\nLumière;Atelier Nrd;1 234,56 €;En pause\r\nRoux;Delorme;10,00 €;Gagné\r\n';
const COUNTS = { rows: 2, create: 1, update: 1, unchanged: 0, reject: 0 };
const PLAN = {
  id: ID,
  digest: 'ab12',
  counts: COUNTS,
  targets: [{ entity: 'company', create: 1, titles: ['Zénith'] }],
  offers: [
    { field: 'account', name: 'Atelier Nrd', candidates: [{ id: 'c-1', title: 'Atelier Nord', likeness: 0.9 }] },
  ],
  issues: [],
  rows: [
    {
      line: 3,
      fate: 'update',
      rule: 'by title (client)',
      id: 'd-1',
      title: 'Roux',
      cells: [{ field: 'amount', old: '5.00', new: '10.00', collision: 'overwrite' }],
      issues: [],
      candidates: [],
    },
  ],
  rejected: [],
};

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly options: AskOptions;
}

/** A server that answers what it is given, and remembers what it was asked. */
const server = (answers: Readonly<Record<string, unknown>>, own: Partial<RemoteSource> = {}) => {
  const asked: Asked[] = [];
  const changed: string[] = [];
  const source: RemoteSource = {
    ...fixtureSource(),
    about: {
      tenant: { name: 'demo', label: 'Demo' },
      today: '2025-02-05',
      zone: 'Europe/Paris',
      currency: 'EUR',
      writable: true,
    } as RemoteSource['about'],
    announce: (entity) => changed.push(entity),
    journalOf: () => Promise.resolve([]),
    request: {
      ask: (method, path, options = {}): Promise<RemoteAnswer> => {
        asked.push({ method, path, options });
        const json = answers[`${method} ${path.split('?')[0] ?? ''}`];
        return Promise.resolve({ status: 200, json, warnings: [] });
      },
    },
    ...own,
  };
  const entity = fixtureModel().find('deal');
  if (!entity) throw new Error('There are no deals.');
  const content = { bytes: new TextEncoder().encode(CSV), type: 'text/csv', name: 'export.csv' };
  const session = remoteImport(content, {
    source,
    entity,
    moment: () => ({ today: '2025-02-05', zone: 'Europe/Paris' }),
    now: () => '2025-02-05T10:00:00.000Z',
  });
  return { session, asked, changed };
};
const sent = ({ options }: Asked): string => new TextDecoder().decode(options.body?.bytes);

describe('an import on a server', () => {
  it('is told in the address what to do with which column', () => {
    const wish: ImportWish = { ...WISH, map: { Zut: '-' }, links: 'create', rules: { columns: { sector: 'fill' } } };
    const words = new URLSearchParams(importAddress('deal', wish, { name: 'a b.csv' }).split('?')[1]);
    expect([...words]).toEqual([
      ['entity', 'deal'],
      ['links', 'create'],
      ['name', 'a b.csv'],
      ['map[Zut]', '-'],
      ['column[sector]', 'fill'],
    ]);
  });

  it('is planned there, in amounts as the page keeps them; what is asked comes from both', async () => {
    const { session, asked } = server({ 'post imports': PLAN });
    const outlook = await session.plan(WISH);
    expect(sent(asked[0] as Asked)).toBe(CSV);
    expect(outlook.plan[0]?.cells[0]).toMatchObject({ old: 500, new: 1000 });
    expect(outlook.targets).toEqual({ count: 1, titles: ['Zénith'] });
    expect(outlook.questions.map(({ text, likely }) => [text, likely.map(({ title }) => title)])).toEqual([
      ['En pause', []],
      ['Atelier Nrd', ['Atelier Nord']],
    ]);
    expect(outlook.columns.map(({ field }) => field)).toEqual(['client', 'account', 'amount', 'stage']);
  });

  it('gets the answers beside the file, which goes as it is', async () => {
    const { session, asked } = server({ 'post imports': PLAN });
    await session.plan({ ...WISH, answers: { stage: { 'En pause': '-' }, account: { 'Atelier Nrd': 'c-1' } } });
    const words = new URLSearchParams(asked[0]?.path.split('?')[1]);
    expect([...words].slice(3)).toEqual([
      ['value[Société][Atelier Nrd]', 'c-1'],
      ['value[Statut][En pause]', '-'],
    ]);
    expect(sent(asked[0] as Asked)).toBe(CSV);
  });

  it('gets more answers than an address holds as a form', async () => {
    const { session, asked } = server({ 'post imports': PLAN });
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`Atelier ${at}`, `c-${at}`]));
    await session.plan({ ...WISH, answers: { account: many } });
    const { path, options } = asked[0] as Asked;
    const type = options.body?.type ?? '';
    expect([path, type.split(';')[0]]).toEqual(['imports', 'multipart/form-data']);
    const form = await new Response(options.body?.bytes ?? null, { headers: { 'content-type': type } }).formData();
    expect(form.get('value[Société][Atelier 299]')).toBe('c-299');
    const file = form.get('file');
    expect(file instanceof Blob ? await file.text() : '').toBe(CSV);
  });

  it('accepts what was shown, and tells that deals have changed', async () => {
    const { session, asked, changed } = server({
      'post imports': PLAN,
      [`post imports/${ID}/accept`]: { ...PLAN, status: 'accepted' },
    });
    await session.plan(WISH);
    const done = await session.apply(() => undefined, new AbortController().signal);
    expect(done.counts).toEqual(COUNTS);
    expect(asked[1]?.options.version).toBe('ab12');
    expect(changed).toEqual(['deal']);
  });

  it('hands back the rejected rows as the server writes them', async () => {
    const { session } = server({ 'post imports': PLAN, [`get imports/${ID}/rejected.csv`]: 'Client,⚠\r\n' });
    await session.plan(WISH);
    expect(await session.rejected()).toBe('Client,⚠\r\n');
  });

  it('is undone there; a record that was edited since is put back only on the word of a person', async () => {
    const conflict = {
      entity: 'deal',
      id: 'd-1',
      title: 'Roux',
      fate: 'conflict',
      issues: [],
      cells: [{ field: 'amount', before: '5.00', written: '10.00', now: '7.00', touched: true }],
    };
    const undo = {
      counts: { records: 2, remove: 1, restore: 0, part: 0, done: 0, conflict: 1 },
      conflicts: [conflict],
    };
    const written: unknown[] = [];
    const stored = { id: 'd-1', version: 4 } as Rec;
    const { session } = server(
      { 'post imports': PLAN, [`get imports/${ID}/undo`]: undo, [`post imports/${ID}/undo`]: undo },
      {
        get: () => Promise.resolve(stored),
        change: (...args) => {
          written.push(args);
          return Promise.resolve({ ok: true, record: stored, issues: [] });
        },
      },
    );
    await session.plan(WISH);
    expect((await session.undoPlan()).rows[0]?.cells[0]).toMatchObject({ before: 500, now: 700 });
    expect(await session.undo()).toMatchObject({ remove: 1, conflict: 1 });
    expect(written).toEqual([]);
    expect(await session.undo({ putBack: ['d-1'] })).toMatchObject({ restore: 1, conflict: 0 });
    expect(written).toEqual([['deal', 'd-1', { amount: 500 }, { version: 4 }]]);
  });

  it('says so when what comes back is no plan', async () => {
    await expect(server({ 'post imports': { id: ID } }).session.plan(WISH)).rejects.toMatchObject({
      code: 'unreadable',
    });
    await expect(server({}).session.rejected()).rejects.toMatchObject({ code: 'nothing_planned' });
  });

  it('goes over the wire as a file, with the mark of the plan that is accepted, and comes back as text where it is one', async () => {
    const seen: string[] = [];
    const fetching = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      const asking = new Request(input, init);
      const { method, url, headers } = asking;
      seen.push([method, url, headers.get('content-type'), headers.get('if-match'), await asking.text()].join(' '));
      return new Response(url.endsWith('.csv') ? 'a,⚠' : '{}');
    };
    const request = requester('https://x.example/api/v1', { fetch: fetching, now: () => '' }, () => undefined);
    const bytes = new TextEncoder().encode('a,b');
    await request.ask('post', 'imports?entity=deal', { body: { bytes, type: 'text/csv' } });
    await request.ask('post', 'imports/1/accept', { version: 'ab12', patient: true });
    const { json } = await request.ask('get', 'imports/1/rejected.csv', { text: true });
    expect(seen).toEqual([
      'POST https://x.example/api/v1/imports?entity=deal text/csv  a,b',
      'POST https://x.example/api/v1/imports/1/accept  "ab12" ',
      'GET https://x.example/api/v1/imports/1/rejected.csv   ',
    ]);
    expect(json).toBe('a,⚠');
  });
});
