import { randomUUID, webcrypto } from 'node:crypto';
import { type Blueprint, defineEntity, exportLines, intake, newId, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../test/database.ts';
import { said, testApp, TODAY } from '../test/http.ts';
import { openPool, type Pool } from './database/lease.ts';
import { openApiOf } from './openapi/document.ts';
import { sqlSource } from './records/source.ts';
import { compare, migrate, schemaOf } from './schema/migrate.ts';

// What adding an entity takes is one typed object: everything else must follow from it. An entity that the product has never heard of
// is invented here, beside the product's own marketing events (feature A49), and looked for in every room of the server.
const tasting = defineEntity({
  name: 'tastingNote',
  label: 'Tasting note',
  title: 'wine',
  fields: {
    wine: { kind: 'text', required: true, max: 80, aliases: ['cuvée'] },
    tastedOn: { kind: 'date', indexed: true, aliases: ['dégusté le'] },
    score: { kind: 'number', min: 0, max: 100 },
    price: { kind: 'money', currency: 'EUR', min: 0, aliases: ['prix'] },
    colour: {
      kind: 'choice',
      options: [
        { key: 'red', label: 'Red', aliases: ['rouge'] },
        { key: 'white', label: 'White' },
      ],
    },
    perPoint: { kind: 'money', currency: 'EUR', formula: 'price / score' },
  },
  metrics: { 'note.best': { label: 'Best score', formula: 'max(score)', unit: 'number' } },
  gates: { unpriced: { severity: 'warning', fails: 'price is empty', message: 'No price.' } },
});
const blueprint: Blueprint = { name: 'cellar', entities: [...crm.entities, tasting] };
const resolved = resolveModel(blueprint);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const model = resolved.value;
const note = model.find('tastingNote');
if (!note) throw new Error('there is no tasting note');

const CSV = 'Cuvée;Dégusté le;Score;Prix;Colour\nMorgon;14/03/2025;92;18,40 €;rouge\nSancerre;15/03/2025;88;;White\n';
const moment = { today: TODAY, zone: 'Europe/Paris' };
const random = (): readonly [number, number, number] => {
  const [a = 0, b = 0, c = 0] = webcrypto.getRandomValues(new Uint32Array(3));
  return [a, b, c];
};

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 2 });
  await migrate(pool, schemaOf(model));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});
const open = () =>
  sqlSource({
    pool,
    model,
    tenant: randomUUID(),
    actor: 'anna',
    moment: () => moment,
    now: () => `${TODAY}T09:00:00.000Z`,
    id: () => newId(Date.parse(TODAY), random),
  });

describe('an entity that was just invented', () => {
  it('has a table, and a migrated database wants nothing more', async () => {
    const columns = await database.admin`
      select column_name as name, data_type as type from information_schema.columns
      where table_schema = 'sluice' and table_name = 'tasting_note' and column_name in ('price', 'tasted_on', 'per_point') order by 1`;
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ['price', 'bigint'],
      ['tasted_on', 'date'],
    ]);
    expect((await compare(pool, schemaOf(model))).steps).toEqual([]);
  });

  it('is imported from a file, listed, measured, judged by its gate and exported', async () => {
    const read = intake(new TextEncoder().encode(CSV), {
      model,
      entity: 'tasting-notes',
      today: TODAY,
      id: () => newId(Date.parse(TODAY), random),
    });
    expect([read.entity, read.records.length, read.rejected.length]).toEqual(['tastingNote', 2, 0]);
    const source = open();
    const written = await Promise.all(
      read.records.map(({ values }) =>
        source.create('tastingNote', Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))),
      ),
    );
    expect(written.map((one) => (one.ok ? one.issues.map(({ code }) => code) : ['refused']))).toEqual([
      [],
      ['gate_unpriced'],
    ]);
    const listed = await source.list({ entity: 'tastingNote', sort: ['-score'] });
    if (!listed.ok) throw new Error(JSON.stringify(listed.issues));
    expect(listed.value.items.map(({ values }) => [values['wine'], values['colour'], values['perPoint']])).toEqual([
      ['Morgon', 'red', 20],
      ['Sancerre', 'white', null],
    ]);
    const best = await source.measure({ entity: 'tastingNote', by: ['colour'], measures: ['note.best', 'avg(price)'] });
    expect(best.ok && [best.value.dimensions[0]?.values, ...best.value.measures.map((one) => one.values)]).toEqual([
      ['red', 'white'],
      [92, 88],
      [1840, null],
    ]);
    const lines = [...exportLines(note, listed.value.items)].join('');
    expect(lines).toContain('Morgon');
    expect(lines).toContain('18.40');
  });

  it('stands in the description of the API with its fields and its words', () => {
    const text = JSON.stringify(openApiOf(model, '0.0.0'));
    for (const word of [
      '/tasting-notes',
      '/tasting-notes/{id}',
      '/marketing-events',
      'TastingNoteDraft',
      'perPoint',
      '"red"',
    ])
      expect(text).toContain(word);
  });

  it('has routes: made, read, refused by name, removed', async () => {
    const source = open();
    const { bearer, send, app } = testApp({
      sourceFor: async () => source,
      tenancyOf: async () => ({
        name: 'acme',
        label: 'Acme',
        blueprint,
        overlays: [],
        today: TODAY,
        zone: 'Europe/Paris',
        currency: 'EUR',
      }),
    });
    const who = await bearer();
    const made = await send('POST', '/api/v1/tasting-notes', { wine: 'Chinon', price: 12.5, score: 85 }, who);
    expect(made.status).toBe(201);
    const record = await said(made);
    expect([record.price, record.perPoint, record.version]).toEqual([12.5, 0.15, 1]);
    const bad = await send('POST', '/api/v1/tasting-notes', { wine: 'Chinon', colour: 'blue' }, who);
    expect([bad.status, (await said(bad)).issues[0].code]).toEqual([422, 'not_an_option']);
    const list = await app.request('/api/v1/tasting-notes?score[gte]=80&sort=-score', { headers: who });
    expect((await said(list)).total).toBe(1);
    const gone = await app.request(`/api/v1/tasting-notes/${record.id}`, {
      method: 'DELETE',
      headers: { ...who, 'If-Match': '"1"' },
    });
    expect([gone.status, await source.get('tastingNote', record.id)]).toEqual([204, null]);
  });
});
