import { randomUUID } from 'node:crypto';
import {
  type Counts,
  type Entity,
  intake,
  memoryImports,
  planImport,
  type Rec,
  type Source,
  type Value,
  XLSX,
} from '@sluice/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { said, servedMemory, testApp } from '../../test/http.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { tableOf } from '../excel/excel.ts';
import { bytesOf } from '../excel/testing.ts';
import { fileOfRows } from '../imports/json-rows.ts';
import { MODEL, openOffice, wishOf } from '../imports/testing.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { exportFrom } from './export.ts';
import { exportWishOf } from './wish.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 4 });
  await migrate(pool, schemaOf(MODEL));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

const entity = (name: string): Entity => {
  const found = MODEL.find(name);
  if (!found) throw new Error(`no entity ${name}`);
  return found;
};

type Values = Readonly<Record<string, Value>>;

/** Invented records that give trouble: accents, quotes, formulas that are none, percent below one, blanks, links. */
const fill = async (make: (entity: string, values: Values) => Promise<Rec>): Promise<void> => {
  const names = ['Éclats & Fils', 'Nord “Ouest”; Sud', '=HALTE', "'tis Ltd", 'Brume SA'];
  const companies: Rec[] = [];
  for (const name of names) companies.push(await make('company', { name }));
  const texts = [
    '=1+1',
    '+33 6 12 34 56 78',
    '-5',
    '@cmd',
    "'=1",
    'L’été "chaud"',
    '1.234',
    'a;b|c,d',
    'x_x0041_y',
    'TOTAL',
  ];
  const stages = ['prospect', 'qualified', 'negotiation', 'won', 'lost'];
  for (const [at, text] of texts.entries())
    await make('deal', {
      client: text,
      account: at % 3 === 0 ? null : (companies[at % companies.length]?.id ?? null),
      amount: at === 4 ? null : at * 123_457 + 1,
      stage: stages[at % stages.length] ?? 'prospect',
      ...(at % 2 === 0 ? { probability: at * 7 + 1 } : {}),
      dueOn: at % 4 === 0 ? null : `2025-0${(at % 8) + 1}-0${(at % 8) + 1}`,
      tags: at % 3 === 1 ? ['SaaS', 'été, hiver'] : null,
      notes: at % 2 === 1 ? `${text}\nsecond "line"\twith a tab` : null,
      sector: at % 5 === 0 ? '-' : 'Santé',
    });
};

const fileFrom = async (source: Source, name: string, said: string): Promise<Uint8Array> => {
  const wish = exportWishOf(new URLSearchParams(said), entity(name));
  if (!wish.ok) throw new Error(JSON.stringify(wish.issues));
  const file = await exportFrom(source, entity(name), wish.value);
  if (!file.ok) throw new Error(JSON.stringify(file));
  const bytes = await bytesOf(file.chunks);
  return wish.value.format === 'json'
    ? (fileOfRows(JSON.parse(Buffer.from(bytes).toString()), entity(name)) ?? bytes)
    : bytes;
};

const STYLES = [
  'format=csv',
  'format=csv&labels=fr&delimiter=;&decimal=,&bom=1',
  'format=csv&links=id',
  'format=xlsx',
  'format=xlsx&labels=he&links=id',
  'format=json',
];
const unchanged = (rows: number): Counts => ({ rows, create: 0, update: 0, unchanged: rows, reject: 0 });

describe('an export that is imported again changes nothing', () => {
  it.each(STYLES)('over PostgreSQL: %s', async (style) => {
    const office = openOffice(pool, { tenant: randomUUID() });
    await fill(office.make);
    const before = await office.mark();
    for (const name of ['company', 'deal']) {
      const bytes = await fileFrom(office.source, name, style);
      const plan = await office.desk.plan(bytes, wishOf({ entity: name, name: 'again' }));
      expect([name, plan.counts, plan.rejected, plan.rows.filter(({ fate }) => fate !== 'unchanged')]).toEqual([
        name,
        unchanged(name === 'deal' ? 10 : 5),
        [],
        [],
      ]);
      expect((await office.desk.accept(plan.id)).ok).toBe(true);
    }
    expect(await office.mark()).toBe(before);
  });

  it.each(STYLES)('over memory: %s', async (style) => {
    const { memory } = servedMemory(7);
    await fill(async (name, values) => {
      const written = await memory.create(name, values);
      if (!written.ok) throw new Error(JSON.stringify(written.issues));
      return written.record;
    });
    for (const name of ['company', 'deal']) {
      const bytes = await fileFrom(memory, name, style);
      const table = await tableOf(bytes);
      const companies = await memory.list({ entity: 'company', limit: 100 });
      const targets = companies.ok
        ? companies.value.items.map(({ id, values }) => ({
            id,
            title: typeof values['name'] === 'string' ? values['name'] : '',
            keys: [],
          }))
        : [];
      const moment = { today: '2025-02-05', zone: 'Europe/Paris' };
      const read = intake(table, {
        model: MODEL,
        entity: name,
        ...moment,
        id: randomUUID,
        existing: { company: targets },
      });
      const plan = await planImport(read, {
        model: MODEL,
        existing: memoryImports(memory),
        context: { tenant: 'acme', actor: 'tester', cause: 'import 1', at: '2025-02-05T12:00:00.000Z', moment },
        files: { [name]: table },
      });
      expect([plan.counts, plan.rows.filter(({ fate }) => fate !== 'unchanged')]).toEqual([
        unchanged(name === 'deal' ? 10 : 5),
        [],
      ]);
    }
  });
});

describe('a workbook over the API', () => {
  it('is exported, and imported by its media type or its first bytes, a sheet by its name', async () => {
    const office = openOffice(pool, { tenant: randomUUID() });
    await fill(office.make);
    const test = testApp({ importsFor: async () => office.desk, sourceFor: async () => office.source });
    const headers = await test.bearer();
    const exported = await test.app.request('/api/v1/deals/export?format=xlsx&labels=fr', { headers });
    const body = new Uint8Array(await exported.arrayBuffer());
    const plan = async (type: string, words = '') => {
      const answer = await test.app.request(`/api/v1/imports?entity=deal&name=affaires.xlsx${words}`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': type },
        body,
      });
      return { status: answer.status, json: await said(answer) };
    };
    for (const type of [XLSX, 'application/octet-stream']) {
      const { status, json } = await plan(type);
      expect([
        status,
        json.counts,
        json.issues.filter((one: { severity: string }) => one.severity === 'error'),
      ]).toEqual([201, unchanged(10), []]);
    }
    const other = await plan(XLSX, '&sheet=definitions');
    expect([other.status, other.json.status]).toEqual([201, 'failed']);
    const none = await plan(XLSX, '&sheet=Ventes');
    expect(none.json.issues.map(({ code, expected }: Record<string, string>) => [code, expected])).toEqual([
      ['no_such_sheet', 'Affaires, Définitions'],
    ]);
  });
});
