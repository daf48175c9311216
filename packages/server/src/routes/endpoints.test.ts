import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Said, type ServedApp, servedApp } from '../../test/served.ts';

// Every address of the investor CRM (system A, A28 to A47), asked for real. None of them is written in the server: they follow from what
// the blueprint of the investors declares.

let served: ServedApp;
beforeAll(async () => {
  served = await servedApp(crm);
});
afterAll(() => served.close());
const ask: ServedApp['ask'] = (...request) => served.ask(...request);
const made = async (path: string, json: unknown): Promise<{ id: string; version: number }> => {
  const answer = await ask('POST', path, json);
  expect([path, answer.status]).toEqual([path, 201]);
  return answer.json;
};
/** An answer of figures as rows: `[key of each dimension …, value of each measure …]`. */
const rows = ({ dimensions, measures, length }: Said): readonly unknown[][] =>
  Array.from({ length }, (_, at) => [...dimensions, ...measures].map(({ values }) => values[at]));

describe('investors', () => {
  it('A28 A29 A31 A32 A33 A35: are listed, searched, read, made, replaced and removed', async () => {
    const { id } = await made('/investors', { name: 'Élan Capital', email: 'bonjour@elan.fr', kind: 'ventureCapital' });
    await made('/investors', { name: 'Nordlicht', stage: 'contacted' });
    // A1: one investor has one address, however it is written
    const twice = await ask('POST', '/investors', { name: 'Elan again', email: ' Bonjour@ELAN.fr' });
    expect([twice.status, twice.json.code, twice.json.issues[0].path]).toEqual([409, 'not_unique', ['email']]);
    const list = await ask('GET', '/investors');
    expect([list.status, list.json.total]).toEqual([200, 2]);
    const found = await ask('GET', '/investors/search?q=elan');
    expect([found.status, found.json.items.map(({ name }: Said) => name)]).toEqual([200, ['Élan Capital']]);
    const blank = await ask('GET', '/investors/search');
    expect([blank.status, blank.json.code]).toEqual([400, 'bad_query']);
    const one = await ask('GET', `/investors/${id}`);
    expect([one.status, one.headers.get('etag'), one.json.stage]).toEqual([200, '"1"', 'identified']);
    const put = await ask('PUT', `/investors/${id}`, { name: 'Elan II', stage: 'meeting' }, { version: 1 });
    expect([put.status, put.json.name, put.json.email, put.json.version]).toEqual([200, 'Elan II', null, 2]);
    const gone = await ask('DELETE', `/investors/${id}`, undefined, { version: 2 });
    expect(gone.status).toBe(204);
    expect((await ask('GET', `/investors/${id}`)).status).toBe(404);
    expect((await ask('GET', '/investors?stage=contacted')).json.total).toBe(1);
  });

  it('A30: have statistics, by stage and by kind', async () => {
    const { status, json } = await ask('GET', '/investors/stats');
    expect([status, json.summary]).toEqual([200, 'stats']);
    expect(Object.keys(json.figures)).toEqual(['total', 'byKind', 'byStage', 'byWarmth', 'bySource']);
    expect(rows(json.figures.byStage)).toEqual([['contacted', 1]]);
    expect(json.figures.total.measures.map(({ name }: Said) => name)).toContain('raise.weighted');
  });

  it('A34: move to the next stage by its rules, once per version, with the move as cause in the journal', async () => {
    const { id } = await made('/investors', { name: 'Meridian', ticket: 100_000 });
    const to = `/investors/${id}/move-to-next-stage`;
    expect((await ask('PUT', to)).status).toBe(428);
    const moved = await ask('PUT', to, undefined, { version: 1 });
    expect([moved.status, moved.json.stage, moved.json.probability, moved.headers.get('etag')]).toEqual([
      200,
      'contacted',
      5,
      '"2"',
    ]);
    const twice = await ask('PUT', to, undefined, { version: 1 });
    expect([twice.status, twice.json.code, twice.json.conflict.stored.stage]).toEqual([
      412,
      'changed_meanwhile',
      'contacted',
    ]);
    expect((await ask('PUT', to, undefined, { version: 2 })).json.stage).toBe('meeting');
    // an error gate keeps the stage: a pitched investor needs an owner
    const kept = await ask('PUT', to, undefined, { version: 3 });
    expect([kept.status, kept.json.issues[0].code]).toEqual([422, 'gate_unowned']);
    expect((await ask('GET', `/investors/${id}`)).json).toMatchObject({ stage: 'meeting', version: 3 });
    const { json } = await ask('GET', `/investors/${id}/journal`);
    expect(json.items[0]).toMatchObject({ before: { stage: 'contacted' }, after: { stage: 'meeting' } });
    expect(json.items[0].cause).toMatch(/^move-to-next-stage, request /);
  });

  it('A34: who has invested or passed moves no further', async () => {
    const { id } = await made('/investors', { name: 'Decided', stage: 'passed' });
    const answer = await ask('PUT', `/investors/${id}/move-to-next-stage`, undefined, { version: 1 });
    expect([answer.status, answer.json.code]).toEqual([409, 'no_next_stage']);
    expect((await ask('GET', `/investors/${id}`)).json).toMatchObject({ stage: 'passed', version: 1 });
  });
});

describe('interactions', () => {
  it('A36 to A40: are listed, also of one investor, made of one, replaced and removed', async () => {
    const { id } = await made('/investors', { name: 'Talkative' });
    const other = await made('/investors', { name: 'Quiet' });
    const first = await made(`/interactions/investor/${id}`, { kind: 'call', heldOn: '2025-01-10' });
    await made(`/interactions/investor/${id}`, { kind: 'meeting', heldOn: '2025-02-03', summary: 'Data room' });
    await made(`/interactions/investor/${other.id}`, { kind: 'call', heldOn: '2025-02-04' });
    const all = await ask('GET', '/interactions?kind=call');
    expect([all.status, all.json.total]).toEqual([200, 2]);
    const of = await ask('GET', `/interactions/investor/${id}?sort=-heldOn`);
    expect(of.json.items.map((one: Said) => [one.kind, one.investor])).toEqual([
      ['meeting', id],
      ['call', id],
    ]);
    expect(of.json.titles[id]).toBe('Talkative');
    const range = await ask('GET', `/interactions/investor/${id}?heldOn[gte]=2025-02-01&heldOn[lte]=2025-02-28`);
    expect(range.json.total).toBe(1);
    const fresh = { summary: 'Rang', kind: 'call', heldOn: '2025-01-11', investor: id };
    const put = await ask('PUT', `/interactions/${first.id}`, fresh, { version: 1 });
    expect([put.status, put.json.heldOn]).toEqual([200, '2025-01-11']);
    expect((await ask('DELETE', `/interactions/${first.id}`, undefined, { version: 2 })).status).toBe(204);
    expect((await ask('GET', `/interactions/investor/${id}`)).json.total).toBe(1);
  });

  it('of an investor who is not there, or is another tenant’s, are unknown like any other address', async () => {
    const { id } = await made('/investors', { name: 'Ours' });
    for (const unknown of [id.replace(/^..../, 'ffff'), 'not-an-id']) {
      expect((await ask('GET', `/interactions/investor/${unknown}`)).status).toBe(404);
      expect((await ask('POST', `/interactions/investor/${unknown}`, { heldOn: '2025-01-10' })).status).toBe(404);
    }
    for (const method of ['GET', 'POST'])
      expect(
        (
          await ask(method, `/interactions/investor/${id}`, method === 'POST' ? { heldOn: '2025-01-10' } : undefined, {
            tenant: 'globex',
          })
        ).status,
      ).toBe(404);
    expect((await ask('GET', `/interactions/investor/${id}`)).json.total).toBe(0);
  });

  it('keep to the investor of the address', async () => {
    const { id } = await made('/investors', { name: 'Here' });
    const other = await made('/investors', { name: 'There' });
    const answer = await ask('POST', `/interactions/investor/${id}`, { heldOn: '2025-01-10', investor: other.id });
    expect([answer.status, answer.json.issues[0].path]).toEqual([422, ['investor']]);
    for (const one of [id, other.id]) expect((await ask('GET', `/interactions/investor/${one}`)).json.total).toBe(0);
  });

  it('are summed up by investor, month and year', async () => {
    const { id } = await made('/investors', { name: 'Summed' });
    for (const [kind, heldOn] of [
      ['call', '2024-12-30'],
      ['call', '2025-01-10'],
      ['meeting', '2025-01-20'],
    ])
      await made(`/interactions/investor/${id}`, { kind, heldOn });
    const { status, json } = await ask('GET', `/interactions/summary/investor/${id}`);
    expect([status, json.parameters]).toEqual([200, { investor: id }]);
    expect(rows(json.figures.total)).toEqual([[3, '2024-12-30', '2025-01-20']]);
    expect(rows(json.figures.byKind)).toEqual([
      ['call', 2],
      ['meeting', 1],
    ]);
    expect(rows(json.figures.byMonth)).toEqual([
      ['2024-12-01', 1],
      ['2025-01-01', 2],
    ]);
    expect(rows(json.figures.byYear)).toEqual([
      ['2024-01-01', 1],
      ['2025-01-01', 2],
    ]);
  });
});

describe('monthly KPIs', () => {
  it('A41 A42 A43 A46 A47: are made or updated by investor, year and month; listed, replaced, removed', async () => {
    const { id } = await made('/investors', { name: 'Measured' });
    const january = await made(`/kpis/investor/${id}`, { year: 2025, month: 1, meetings: 4, pitches: 2 });
    const again = await ask('POST', `/kpis/investor/${id}`, { year: 2025, month: 1, closings: 1 });
    expect([again.status, again.json.id, again.json.version]).toEqual([200, january.id, 2]);
    expect(again.json).toMatchObject({ meetings: 4, pitches: 2, closings: 1 });
    const plain = await ask('POST', '/kpis', { investor: id, year: 2025, month: 1, meetings: 5 });
    expect([plain.status, plain.json.id, plain.json.version, plain.json.meetings]).toEqual([200, january.id, 3, 5]);
    await made(`/kpis/investor/${id}`, { year: 2025, month: 2, meetings: 1 });
    expect((await ask('GET', `/kpis/investor/${id}?year=2025`)).json.total).toBe(2);
    expect((await ask('GET', '/kpis')).json.total).toBe(2);
    const put = await ask('PUT', `/kpis/${january.id}`, { investor: id, year: 2025, month: 3 }, { version: 3 });
    expect([put.status, put.json.month, put.json.meetings]).toEqual([200, 3, null]);
    const taken = await ask('PUT', `/kpis/${january.id}`, { investor: id, year: 2025, month: 2 }, { version: 4 });
    expect([taken.status, taken.json.code]).toEqual([409, 'not_unique']);
    expect((await ask('DELETE', `/kpis/${january.id}`, undefined, { version: 4 })).status).toBe(204);
    expect((await ask('GET', `/kpis/investor/${id}`)).json.total).toBe(1);
  });

  it('A43: of one month are one record, however many write it at once', async () => {
    const { id } = await made('/investors', { name: 'Busy' });
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, at) =>
        ask('POST', `/kpis/investor/${id}`, {
          year: 2025,
          month: 5,
          [['meetings', 'pitches', 'closings', 'notes'][at] ?? '']: at === 3 ? 'x' : at + 1,
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    const { json } = await ask('GET', `/kpis/investor/${id}`);
    expect(json.items).toMatchObject([{ version: 4, meetings: 1, pitches: 2, closings: 3, notes: 'x' }]);
  });

  it('A44 A45: are summed up by month and by the year of an investor', async () => {
    const one = await made('/investors', { name: 'Alpha' });
    const two = await made('/investors', { name: 'Beta' });
    for (const [investor, month, meetings, pitches] of [
      [one.id, 6, 4, 2],
      [two.id, 6, 1, 0],
      [one.id, 7, 6, 3],
    ])
      await made(`/kpis/investor/${investor}`, { year: 2031, month, meetings, pitches });
    const month = await ask('GET', '/kpis/summary/month/2031/6');
    expect([month.status, month.json.parameters]).toEqual([200, { year: '2031', month: '6' }]);
    expect(rows(month.json.figures.total)).toEqual([[5, 2, 0, 0.4, 0]]);
    expect(month.json.figures.byInvestor.dimensions[0].labels).toEqual(['Alpha', 'Beta']);
    const annual = await ask('GET', `/kpis/summary/annual/${one.id}/2031`);
    expect(rows(annual.json.figures.total)).toEqual([[10, 5, 0, 0.5, 0]]);
    expect(rows(annual.json.figures.byMonth).map(([at, meetings]) => [at, meetings])).toEqual([
      [6, 4],
      [7, 6],
    ]);
    const empty = await ask('GET', '/kpis/summary/month/1999/1');
    expect([empty.status, rows(empty.json.figures.total)]).toEqual([200, [[0, 0, 0, null, null]]]);
    // what no record can have is no month without figures
    for (const bad of ['soon/6', '2031/June', '2031/13', '2031/0', '99999/1']) {
      const { status, json } = await ask('GET', `/kpis/summary/month/${bad}`);
      expect([bad, status, json.code, json.remedy !== '']).toEqual([bad, 400, 'bad_query', true]);
    }
    expect((await ask('GET', `/kpis/summary/annual/${one.id}/2031`, undefined, { tenant: 'globex' })).status).toBe(404);
  });
});

describe('what is declared', () => {
  it('answers other methods with those it has', async () => {
    for (const [method, path, allow] of [
      ['DELETE', '/investors/stats', 'GET, HEAD'],
      ['POST', '/kpis/summary/month/2025/1', 'GET, HEAD'],
      ['POST', '/investors/018f2f6e-0000-7000-8000-0000000000ff/move-to-next-stage', 'PUT'],
      ['PUT', '/kpis/investor/018f2f6e-0000-7000-8000-0000000000ff', 'GET, POST, HEAD'],
    ] as const) {
      const answer = await ask(method, path);
      expect([path, answer.status, answer.headers.get('allow')]).toEqual([path, 405, allow]);
    }
  });

  it('is written once for a key that is sent again', async () => {
    const { id } = await made('/investors', { name: 'Once' });
    const headers = { 'Idempotency-Key': 'move-once' };
    const to = `/investors/${id}/move-to-next-stage`;
    const first = await ask('PUT', to, undefined, { version: 1, headers });
    const second = await ask('PUT', to, undefined, { version: 1, headers });
    expect([second.status, second.headers.get('idempotency-replayed'), second.json]).toEqual([200, 'true', first.json]);
    expect((await ask('GET', `/investors/${id}`)).json.version).toBe(2);
  });

  it('is not done by who only reads', async () => {
    const { id } = await made('/investors', { name: 'Guarded' });
    const viewer = await served.bearer({ role: 'viewer' });
    for (const [method, path] of [
      ['PUT', `/investors/${id}/move-to-next-stage`],
      ['POST', `/interactions/investor/${id}`],
    ] as const) {
      const answer = await served.send(
        method,
        `/api/v1${path}`,
        { heldOn: '2025-01-10' },
        { ...viewer, 'If-Match': '"1"' },
      );
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect((await ask('GET', `/investors/${id}`)).json.version).toBe(1);
    expect((await ask('GET', `/interactions/investor/${id}`)).json.total).toBe(0);
  });
});
