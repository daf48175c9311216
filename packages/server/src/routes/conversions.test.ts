import { type Blueprint, defineEntity } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Said, type ServedApp, servedApp } from '../../test/served.ts';

// An entity that the product has never heard of, with everything that a blueprint can declare by name.
const visit = defineEntity({
  name: 'cellarVisit',
  label: 'Cellar visit',
  title: 'guest',
  pipelines: {
    way: {
      stages: [
        { key: 'asked', probability: 20 },
        { key: 'booked', probability: 80 },
        { key: 'came', probability: 100, outcome: 'won' },
      ],
    },
  },
  fields: {
    guest: { kind: 'text', required: true },
    mail: { kind: 'email' },
    day: { kind: 'date' },
    stage: { kind: 'stage', pipeline: 'way', default: 'asked' },
    host: { kind: 'link', to: 'user' },
    person: { kind: 'link', to: 'contact' },
    bottles: { kind: 'number', default: 0 },
  },
  key: ['guest', 'day'],
  actions: {
    toast: { label: 'Toast', when: 'bottles < 3', set: { bottles: 3 } },
  },
  summaries: {
    host: {
      label: 'By host',
      path: 'summary/host/{host}',
      figures: { total: { measures: ['count()', 'sum(bottles)'] } },
    },
  },
  conversions: {
    welcome: {
      label: 'Welcome',
      when: 'stage.open',
      makes: { person: { match: 'email', values: { name: 'guest', email: 'mail', owner: 'host' } } },
      becomes: { stage: 'came' },
    },
  },
});
const blueprint: Blueprint = { name: 'cellar', entities: [...crm.entities, visit] };

let served: ServedApp;
beforeAll(async () => {
  served = await servedApp(blueprint);
});
afterAll(() => served?.close());
const ask: ServedApp['ask'] = (...request) => served.ask(...request);
const made = async (path: string, json: unknown): Promise<{ id: string; version: number }> => {
  const answer = await ask('POST', path, json);
  expect([path, answer.status]).toEqual([path, 201]);
  return answer.json;
};
const total = async (path: string): Promise<number> => (await ask('GET', path)).json.total;
const counts = (): Promise<readonly number[]> =>
  Promise.all(['/contacts', '/companies', '/opportunities'].map((path) => total(path)));

const LEAD = { name: 'Marie Martin', email: 'marie@chai.fr', brand: 'Château Élan', sector: 'Wine', tags: ['vip'] };

describe('a lead', () => {
  it('becomes a company, a contact and an opportunity, in one step with one cause', async () => {
    const { id } = await made('/leads', LEAD);
    const answer = await ask('POST', `/leads/${id}/convert`, { opportunity: { amount: 5000 } }, { version: 1 });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"']);
    const { record, made: records } = answer.json;
    expect(record).toMatchObject({ status: 'converted', convertedOn: '2025-02-05', version: 2 });
    expect(records.account).toMatchObject({ taken: false, record: { name: 'Château Élan', sector: 'Wine' } });
    expect(records.contact.record).toMatchObject({ email: 'marie@chai.fr', company: record.account, tags: ['vip'] });
    expect(records.opportunity.record).toMatchObject({
      title: 'Château Élan',
      amount: 5000,
      lead: id,
      contact: record.contact,
      account: record.account,
      stage: 'initialInterest',
    });
    const causes = await Promise.all(
      [
        ['leads', id],
        ['companies', record.account],
        ['contacts', record.contact],
        ['opportunities', record.opportunity],
      ].map(async ([path, one]) => (await ask('GET', `/${path}/${one}/journal`)).json.items[0].cause),
    );
    expect(new Set(causes).size).toBe(1);
    expect(causes[0]).toMatch(/^conversion [0-9a-f-]{36}$/);
    // the contact leads back to its lead
    expect((await ask('GET', `/leads/contact/${record.contact}`)).json.items[0].id).toBe(id);
  });

  it('is converted once: again says so, and names what was made', async () => {
    const { id } = await made('/leads', { ...LEAD, email: 'once@chai.fr' });
    const first = await ask('POST', `/leads/${id}/convert`, undefined, { version: 1 });
    const before = await counts();
    for (const version of [1, 2]) {
      const again = await ask('POST', `/leads/${id}/convert`, undefined, { version });
      expect([again.status, again.json.code]).toEqual([409, 'already_converted']);
      const { account, contact, opportunity } = first.json.record;
      expect(again.json.issues[0].params).toEqual({ account, contact, opportunity });
    }
    expect(await counts()).toEqual(before);
  });

  it('gets the first answer again for the same key, and converts at once from two sides only once', async () => {
    const { id } = await made('/leads', { ...LEAD, email: 'key@chai.fr' });
    const headers = { 'Idempotency-Key': 'convert-me' };
    const first = await ask('POST', `/leads/${id}/convert`, undefined, { version: 1, headers });
    const before = await counts();
    const again = await ask('POST', `/leads/${id}/convert`, undefined, { version: 1, headers });
    expect([again.status, again.headers.get('idempotency-replayed'), again.json]).toEqual([200, 'true', first.json]);
    expect(await counts()).toEqual(before);
    const other = await made('/leads', { name: 'Two', email: 'two@chai.fr' });
    const both = await Promise.all(
      [1, 2].map(() => ask('POST', `/leads/${other.id}/convert`, undefined, { version: 1 })),
    );
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      200,
      expect.toSatisfy((one: number) => one === 409 || one === 412),
    ]);
    expect(await total(`/opportunities/lead/${other.id}`)).toBe(1);
    expect(await total('/contacts?email=two@chai.fr')).toBe(1);
  });

  it('takes the company and the contact that are there already, whatever the accents', async () => {
    const company = await made('/companies', { name: 'CHATEAU ELAN DU LAC' });
    const person = await made('/contacts', { name: 'M. Martin', email: 'Lac@chai.fr' });
    const { id } = await made('/leads', { ...LEAD, brand: 'Château Élan du Lac', email: 'lac@chai.fr' });
    const { json } = await ask('POST', `/leads/${id}/convert`, { opportunity: null }, { version: 1 });
    expect(json.record).toMatchObject({ account: company.id, contact: person.id, opportunity: null });
    expect(Object.entries(json.made).map(([link, one]: Said) => [link, one.taken])).toEqual([
      ['account', true],
      ['contact', true],
    ]);
  });

  it('is refused as a whole when one of its parts is, and nothing is written', async () => {
    const { id } = await made('/leads', { ...LEAD, brand: 'Never Made', email: 'never@chai.fr' });
    const before = await counts();
    const unknown = '018f2f6e-0000-7000-8000-0000000000ff';
    for (const [body, status, path] of [
      [{ opportunity: { amount: -1 } }, 422, ['opportunity', 'amount']],
      [{ opportunity: { owner: unknown } }, 422, ['opportunity', 'owner']],
      [{ opportunity: { colour: 'red' } }, 400, ['opportunity', 'colour']],
      [{ contact: null }, 422, ['contact']],
      [{ contact: { id: unknown } }, 422, ['contact']],
      [{ contact: { id: 'abc' } }, 422, ['contact', 'id']],
      [{ invoice: {} }, 400, ['invoice']],
    ] as const) {
      const answer = await ask('POST', `/leads/${id}/convert`, body, { version: 1 });
      const found = answer.json.issues?.find((one: Said) => one.severity === 'error');
      expect([body, answer.status, found?.path]).toEqual([body, status, path]);
    }
    expect((await ask('POST', `/leads/${id}/convert`)).status).toBe(428);
    expect((await ask('POST', `/leads/${id}/convert`, undefined, { version: 7 })).status).toBe(412);
    expect((await ask('POST', `/leads/${id}/convert`, undefined, { version: 1, tenant: 'globex' })).status).toBe(404);
    expect(await counts()).toEqual(before);
    expect((await ask('GET', `/leads/${id}`)).json).toMatchObject({ version: 1, status: 'new', contact: null });
  });

  it('that is lost is not converted', async () => {
    const { id } = await made('/leads', { ...LEAD, status: 'lost' });
    const answer = await ask('POST', `/leads/${id}/convert`, undefined, { version: 1 });
    expect([answer.status, answer.json.code]).toEqual([409, 'not_now']);
  });
});

describe('a conversion', () => {
  it('is taken back as a whole, and the lead can be converted again', async () => {
    const company = await made('/companies', { name: 'Not this one' });
    const { id } = await made('/leads', { name: 'Back', email: 'back@chai.fr', brand: 'Was there', notes: 'first' });
    const before = (await ask('GET', `/leads/${id}`)).json;
    const there = await counts();
    await ask('POST', `/leads/${id}/convert`, undefined, { version: 1 });
    const undone = await ask('POST', `/leads/${id}/convert/undo`, undefined, { version: 2 });
    const { version: _, updatedAt: __, ...rest } = before;
    expect([undone.status, undone.json.version]).toEqual([200, 3]);
    expect(undone.json).toMatchObject(rest);
    expect(await counts()).toEqual(there);
    expect((await ask('GET', `/companies/${company.id}`)).status).toBe(200);
    const again = await ask('POST', `/leads/${id}/convert/undo`, undefined, { version: 3 });
    expect([again.status, again.json.code]).toEqual([409, 'not_converted']);
    expect((await ask('POST', `/leads/${id}/convert`, undefined, { version: 3 })).status).toBe(200);
  });

  it('stays when what was made of it was edited, or is linked to by something else', async () => {
    for (const [at, disturb] of [
      [
        'edited_since',
        ({ opportunity }: Said) => ask('PATCH', `/opportunities/${opportunity}`, { amount: 9 }, { version: 1 }),
      ],
      ['still_linked', ({ contact }: Said) => ask('POST', '/tasks', { title: 'Call', contact })],
    ] as const) {
      const { id } = await made('/leads', { name: at, email: `${at}@chai.fr`, brand: at });
      const { json } = await ask('POST', `/leads/${id}/convert`, undefined, { version: 1 });
      await disturb(json.record);
      const there = await counts();
      const answer = await ask('POST', `/leads/${id}/convert/undo`, undefined, { version: 2 });
      expect([answer.status, answer.json.code]).toEqual([409, at]);
      expect(await counts()).toEqual(there);
      expect((await ask('GET', `/leads/${id}`)).json).toEqual(json.record);
    }
  });
});

describe('an entity that was just invented', () => {
  it('has actions, the next stage, summaries, lists through links, a key and a conversion', async () => {
    const host = await made('/users', { name: 'Anna' });
    const first = await made(`/cellar-visits/host/${host.id}`, { guest: 'Paul', day: '2025-03-01', mail: 'paul@x.fr' });
    const again = await ask('POST', '/cellar-visits', { guest: 'Paul', day: '2025-03-01', bottles: 1 });
    expect([again.status, again.json.id, again.json.host]).toEqual([200, first.id, host.id]);
    const path = `/cellar-visits/${first.id}`;
    expect((await ask('PUT', `${path}/toast`, undefined, { version: 2 })).json.bottles).toBe(3);
    expect((await ask('PUT', `${path}/toast`, undefined, { version: 3 })).json.code).toBe('not_now');
    expect((await ask('PUT', `${path}/move-to-next-stage`, undefined, { version: 3 })).json.stage).toBe('booked');
    const summary = await ask('GET', `/cellar-visits/summary/host/${host.id}`);
    expect(summary.json.figures.total.measures.map(({ values }: Said) => values[0])).toEqual([1, 3]);
    expect((await ask('GET', '/cellar-visits/stats')).json.figures.byStage.length).toBe(1);
    expect((await ask('GET', '/cellar-visits/search?q=pau')).json.total).toBe(1);
    const welcome = await ask('POST', `${path}/welcome`, undefined, { version: 4 });
    expect(welcome.json.record.stage).toBe('came');
    expect(welcome.json.made.person.record).toMatchObject({ name: 'Paul', email: 'paul@x.fr', owner: host.id });
  });

  it('is described, each address with its parameters', async () => {
    const { json } = await ask('GET', '/openapi.json');
    expect(Object.keys(json.paths).filter((path) => path.startsWith('/cellar-visits/'))).toEqual([
      '/cellar-visits/bulk',
      '/cellar-visits/export',
      '/cellar-visits/search',
      '/cellar-visits/stats',
      '/cellar-visits/summary/host/{host}',
      '/cellar-visits/host/{id}',
      '/cellar-visits/person/{id}',
      '/cellar-visits/{id}/move-to-next-stage',
      '/cellar-visits/{id}/toast',
      '/cellar-visits/{id}/welcome',
      '/cellar-visits/{id}/welcome/undo',
      '/cellar-visits/{id}',
      '/cellar-visits/{id}/journal',
    ]);
  });
});

describe('a task', () => {
  it('is completed and reopened by name, and is about a lead, a contact or an opportunity', async () => {
    const lead = await made('/leads', { name: 'Someone' });
    const { id } = await made(`/tasks/lead/${lead.id}`, { title: 'Call back', dueOn: '2025-02-04' });
    expect((await ask('GET', `/tasks/lead/${lead.id}`)).json.items[0]).toMatchObject({ overdue: true, done: false });
    const done = await ask('PUT', `/tasks/${id}/complete`, undefined, { version: 1 });
    expect(done.json).toMatchObject({ status: 'completed', done: true, overdue: false });
    expect(done.json.completedAt).toMatch(/^2025-02-05T12:00:00/);
    expect((await ask('PUT', `/tasks/${id}/complete`, undefined, { version: 2 })).json.code).toBe('not_now');
    const open = await ask('PUT', `/tasks/${id}/reopen`, undefined, { version: 2 });
    expect(open.json).toMatchObject({ status: 'pending', completedAt: null, overdue: true });
  });
});
