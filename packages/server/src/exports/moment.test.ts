import { randomUUID } from 'node:crypto';
import { type Entity, idSequence, readTable, type Rec } from '@sluice/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { asTenant } from '../database/as-tenant.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { MODEL } from '../../test/http.ts';
import { sqlSource } from '../records/source.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { tableOf } from '../excel/excel.ts';
import { type ExportSource, exportFrom } from './export.ts';
import { exportWishOf } from './wish.ts';

const TENANT: string = randomUUID();
const ROWS = 2500;

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

const next = idSequence(Date.now, () => [1, 2, 3]);
const sourceOf = () =>
  sqlSource({
    pool,
    model: MODEL,
    tenant: TENANT,
    actor: 'test',
    moment: () => ({ today: '2025-02-05', zone: 'UTC' }),
    now: () => '2025-02-05T12:00:00.000Z',
    id: next,
  });
const deal = (): Entity => {
  const entity = MODEL.find('deal');
  if (!entity) throw new Error('deals are there');
  return entity;
};
const wishOf = (address: string) => {
  const wish = exportWishOf(new URLSearchParams(address), deal());
  if (!wish.ok) throw new Error(JSON.stringify(wish.issues));
  return wish.value;
};
const refill = () =>
  asTenant(pool, { tenant: TENANT, actor: 'test' }, async (tx) => {
    await tx`delete from deal where tenant_id = ${TENANT}`;
    await tx.unsafe(
      `insert into deal (tenant_id, id, client, stage, amount)
       select $1::uuid, gen_random_uuid(), 'Client ' || n, 'prospect', n * 100 from generate_series(1, $2::int) n`,
      [TENANT, ROWS] as never[],
    );
  });
const at = async (amount: number): Promise<Rec> => {
  const client = `Client ${amount / 100}`;
  const page = await sourceOf().list({ entity: 'deal', filters: [{ field: 'client', op: 'in', values: [client] }] });
  const [record] = page.ok ? page.value.items : [];
  if (!record) throw new Error(`nothing at ${amount}`);
  return record;
};
/** After the first page: one goes to the front, one to the end, one is removed, one is made. */
const meddle = async (): Promise<void> => {
  const source = sourceOf();
  const change = async (amount: number, to: number): Promise<void> => {
    const { id, version } = await at(amount);
    await source.change('deal', id, { amount: to }, { version });
  };
  await change(240_000, 50);
  await change(50_000, 260_000);
  const gone = await at(200_000);
  await source.remove('deal', gone.id, { version: gone.version });
  await source.create('deal', { client: 'New', stage: 'prospect', amount: 220_050 });
};
/** A source whose pages are read with somebody at work between them. */
const disturbed = ({ list, frozen }: ExportSource): ExportSource => {
  let pages = 0;
  const busy =
    (read: ExportSource['list']): ExportSource['list'] =>
    async (query) => {
      const page = await read(query);
      if (pages++ === 0) await meddle();
      return page;
    };
  return { list: busy(list), ...(frozen ? { frozen: (work) => frozen((read) => work(busy(read))) } : {}) };
};
const exported = async (source: ExportSource, format: string): Promise<Buffer> => {
  const file = await exportFrom(source, deal(), wishOf(`format=${format}&columns=client,amount&sort=amount`));
  if (!file.ok) throw new Error('there is a file');
  expect(file.rows).toBe(ROWS);
  const parts: Uint8Array[] = [];
  for await (const part of file.chunks) parts.push(part);
  return Buffer.concat(parts);
};
const clients = (json: Buffer): readonly string[] =>
  (JSON.parse(json.toString('utf8')) as readonly { readonly client: string; readonly amount: number }[]).map(
    ({ client, amount }) => `${client}: ${amount}`,
  );
const asTheyWere = Array.from({ length: ROWS }, (_, n) => `Client ${n + 1}: ${n + 1}`);

describe('an export while others work', () => {
  it('has each record once, as it was when it began, in every format', async () => {
    await refill();
    expect(clients(await exported(disturbed(sourceOf()), 'json'))).toEqual(asTheyWere);
    for (const format of ['csv', 'xlsx']) {
      await refill();
      const bytes = await exported(disturbed(sourceOf()), format);
      const { rows } = format === 'csv' ? readTable(bytes) : await tableOf(bytes);
      const lines = rows.map(([, client, amount]) => `${client}: ${Number(amount)}`);
      expect([format, lines]).toEqual([format, asTheyWere]);
    }
  });

  it('would have some twice and miss others if each page were read by itself', async () => {
    await refill();
    const { list } = sourceOf();
    const found = clients(await exported(disturbed({ list }), 'json'));
    expect(found).not.toContain('Client 2400: 2400');
    expect(found.filter((line) => line.startsWith('Client 500:'))).toEqual(['Client 500: 500', 'Client 500: 2600']);
  });

  it('holds no connection for a reader who does not read', async () => {
    await refill();
    const file = await exportFrom(sourceOf(), deal(), wishOf('format=json'));
    if (!file.ok) throw new Error('there is a file');
    await expect.poll(() => pool.state().busy, { interval: 5, timeout: 15_000 }).toBe(0);
    const parts: Uint8Array[] = [];
    for await (const part of file.chunks) parts.push(part);
    expect(clients(Buffer.concat(parts)).length).toBe(ROWS);
  });

  it('ends with its reader', async () => {
    await refill();
    for (let time = 0; time < 5; time++) {
      const file = await exportFrom(sourceOf(), deal(), wishOf('format=xlsx'));
      if (!file.ok) throw new Error('there is a file');
      await file.chunks.return?.();
    }
    await expect.poll(() => pool.state().busy, { interval: 5, timeout: 15_000 }).toBe(0);
    const again = await exportFrom(sourceOf(), deal(), wishOf('format=json'));
    expect(again.ok && again.rows).toBe(ROWS);
    if (again.ok) await again.chunks.return?.();
  });
});
