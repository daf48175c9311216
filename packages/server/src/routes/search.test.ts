import { addDays, memorySource, type Rec, searchAll, type Source } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TODAY } from '../../test/http.ts';
import { type Said, type ServedApp, servedApp } from '../../test/served.ts';

let served: ServedApp;
beforeAll(async () => {
  served = await servedApp(crm);
});
afterAll(() => served?.close());
const ask: ServedApp['ask'] = (...request) => served.ask(...request);
const made = async (path: string, json: unknown): Promise<{ id: string; version: number }> => {
  const answer = await ask('POST', path, json);
  expect([path, answer.status]).toEqual([path, 201]);
  return answer.json;
};
/** Entity and titles with their rank, in the order of the answer. */
const found = ({ json }: { readonly json: Said }): readonly unknown[] =>
  json.groups.map(({ entity, hits }: Said) => [entity, ...hits.map(({ title, rank }: Said) => `${title}: ${rank}`)]);

describe('the search', () => {
  it('finds records of every entity, whatever the accents, the best first', async () => {
    const { id } = await made('/companies', { name: 'Élan Vital', notes: 'met in Lyon' });
    await made('/investors', { name: 'Fonds Élan' });
    await made('/contacts', { name: 'Marie', company: id });
    await made('/deals', { client: 'ELAN', stage: 'prospect', amount: 10 });
    await made('/deals', { client: 'Autre', stage: 'prospect', notes: 'Connait bien élan depuis longtemps' });
    const answer = await ask('GET', '/search?q=%C3%A9lan');
    expect([answer.status, found(answer)]).toEqual([
      200,
      [
        ['deal', 'ELAN: equal', 'Autre: record'],
        ['company', 'Élan Vital: begins'],
        ['investor', 'Fonds Élan: words'],
        ['contact', 'Marie: record'],
      ],
    ]);
    expect(answer.json.groups[0].hits[1].found).toEqual({ field: 'notes', text: 'Connait bien élan depuis longtemps' });
    expect(found(await ask('GET', '/search?q=lyon%20vital'))).toEqual([['company', 'Élan Vital: record']]);
    expect(found(await ask('GET', '/search?q=elan&entities=investors,contact&limit=1'))).toEqual([
      ['investor', 'Fonds Élan: words'],
      ['contact', 'Marie: record'],
    ]);
  });

  it('counts all hits, shows the best, and the list of the entity pages through them', async () => {
    for (let at = 0; at < 12; at++) await made('/companies', { name: `Zinc ${String(at).padStart(2, '0')}` });
    await made('/companies', { name: 'Zinc' });
    const { json } = await ask('GET', '/search?q=zinc&limit=3');
    expect([json.groups[0].total, json.groups[0].hits[0].title]).toEqual([13, 'Zinc']);
    const page = await ask('GET', '/companies?q=zinc&limit=10');
    expect([page.json.total, page.json.items.length]).toEqual([13, 10]);
    expect((await ask('GET', `/companies?q=zinc&limit=10&cursor=${page.json.next}`)).json.items.length).toBe(3);
  });

  it('offers what comes near when next to nothing has the words', async () => {
    await made('/investors', { name: 'Meridian Partners' });
    const answer = await ask('GET', '/search?q=meridain');
    expect(found(answer)).toEqual([['investor', 'Meridian Partners: near']]);
    expect(answer.json.groups[0].total).toBe(0);
  });

  it('finds nothing of another tenant', async () => {
    const { json } = await ask('GET', '/search?q=elan', undefined, { tenant: 'globex' });
    expect(json.groups).toEqual([]);
  });

  it('refuses what is no search', async () => {
    for (const query of [
      '',
      '?q=',
      '?q=%20',
      `?q=${'a'.repeat(201)}`,
      '?q=a&limit=0',
      '?q=a&limit=51',
      '?q=a&limit=x',
      '?q=a&entities=ghosts',
    ]) {
      const answer = await ask('GET', `/search${query}`);
      expect([query, answer.status, answer.json.code]).toEqual([query, 400, 'bad_query']);
    }
    expect((await served.app.request('/api/v1/search?q=a')).status).toBe(401);
    expect((await ask('POST', '/search?q=a', {})).status).toBe(405);
  });
});

describe('what is searched in memory and in the database', () => {
  const LETTERS = [
    'a',
    'e',
    'é',
    'E',
    'l',
    'ß',
    'œ',
    'Σ',
    'ς',
    'σ',
    'ı',
    'İ',
    ' ',
    '-',
    '1',
    '%',
    '_',
    '\\',
    "'",
  ] as const;
  const text = (most: number) =>
    fc.array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: most }).map((all) => all.join(''));

  it('is the same, record by record', async () => {
    const { model } = served;
    const entities = ['company', 'contact'];
    const tenant = 'globex';
    const names = fc.sample(text(8), { numRuns: 60, seed: 7 }).filter((name) => name.trim() !== '');
    const records: Record<string, Rec[]> = { company: [], contact: [] };
    for (const [at, name] of names.entries()) {
      const entity = entities[at % 2] ?? 'company';
      const path = model.find(entity)?.path ?? '';
      const notes = names[(at * 7) % names.length] ?? '';
      const { json } = await ask(
        'POST',
        `/${path}`,
        { name, notes, tags: [notes.trim()].filter((tag) => tag !== '') },
        { tenant },
      );
      const stored = await ask('GET', `/${path}/${json.id}`, undefined, { tenant });
      const { id, version, createdAt, updatedAt, overrides, ...values } = stored.json;
      records[entity]?.push({ id, version, createdAt, updatedAt, overrides, values });
    }
    const memory: Source = memorySource({
      model,
      records,
      moment: () => ({ today: addDays(TODAY, 0), zone: 'Europe/Paris' }),
      now: () => `${TODAY}T12:00:00.000Z`,
      id: () => '018f2f6e-0000-7000-8000-0000000000ff',
    });
    await fc.assert(
      fc.asyncProperty(text(4), async (words) => {
        if (words.trim() === '') return;
        const [here, there] = await Promise.all([
          searchAll(memory, { text: words, entities, limit: 50 }),
          ask('GET', `/search?q=${encodeURIComponent(words)}&entities=company,contact&limit=50`, undefined, { tenant }),
        ]);
        const plain = ({ groups }: Said) =>
          groups.map(({ entity, total, hits }: Said) => [
            entity,
            total,
            hits.filter(({ rank }: Said) => rank !== 'near').map(({ id }: Said) => id),
          ]);
        expect(plain(there.json)).toEqual(plain(here));
      }),
      { numRuns: 60, seed: 11 },
    );
  });
});
