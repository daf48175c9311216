import { randomUUID, webcrypto } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Intake, intake, newId, type Rec, resolveModel, type Source } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import type { ServedSource } from './served.ts';
import { sqlSource } from './source.ts';

const SHARED = join(import.meta.dirname, '../../../../../shared/data');
const TODAY = '2025-02-05';
const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const model = resolved.value;
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(join(SHARED, name)));
const id = (): string => {
  const [a = 0, b = 0, c = 0] = webcrypto.getRandomValues(new Uint32Array(3));
  return newId(Date.parse(TODAY), () => [a, b, c]);
};

describe.skipIf(!existsSync(SHARED))('the reference files in PostgreSQL (skipped where they are absent)', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createDatabase();
    pool = openPool(database.connection, { size: 2, statementTimeout: 60_000 });
    await migrate(pool, schemaOf(model));
  });
  afterAll(async () => {
    await pool.close();
    await database.drop();
  });

  /** Puts what was read into a tenant of its own: what is linked to first. */
  const stored = async (read: Intake): Promise<ServedSource> => {
    const source = sqlSource({
      pool,
      model,
      tenant: randomUUID(),
      actor: 'test',
      moment: () => ({ today: TODAY, zone: 'Europe/Paris' }),
      now: () => `${TODAY}T09:00:00.000Z`,
      id,
    });
    const put = async (entity: string, records: readonly Rec[]): Promise<void> => {
      const operations = records.map(({ id: own, values }) => ({
        op: 'create' as const,
        entity,
        id: own,
        values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
      }));
      const done = await source.bulk(operations);
      if (!done.ok) throw new Error(JSON.stringify([entity, done.at, done.issues]));
    };
    for (const entity of ['user', 'company', 'contact']) await put(entity, read.related.get(entity) ?? []);
    await put(read.entity, read.records);
    return source;
  };
  const figures = async (source: Source, ...measures: readonly string[]) => {
    const answer = await source.measure({ entity: 'deal', measures });
    if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
    return answer.value.measures.map((column) => column.values[0]);
  };

  it('give the founder the figures of the demo export, in cents', async () => {
    const read = intake(file('crm_csv/deals_demo/crm_prospects_demo.utf8-comma.csv'), {
      model,
      entity: 'deal',
      today: TODAY,
      links: 'create',
      id,
    });
    const source = await stored(read);
    expect(
      await figures(source, 'count', 'amount.all', 'deal.average', 'conversion', 'weighted.all', 'weighted.open'),
    ).toEqual([25, 35_360_000, 1_414_400, 0.16, 16_677_000, 11_527_000]);
    expect(await figures(source, 'overdue', 'overdue.amount', 'upcoming', 'upcoming.amount')).toEqual([
      8, 10_270_000, 13, 19_940_000,
    ]);
    const top = await source.measure({
      entity: 'deal',
      by: ['sector'],
      measures: ['deal.average'],
      sort: ['-deal.average'],
      top: 5,
    });
    expect(top.ok && top.value.length).toBe(5);
  });

  it('give the known answers of 8 800 deals over 85 companies, and their sectors through the link', async () => {
    const read = intake(file('maven/sales_pipeline.csv'), {
      model,
      entity: 'deal',
      today: TODAY,
      links: 'create',
      with: { company: file('maven/accounts.csv') },
      id,
    });
    const source = await stored(read);
    const [count, won, rate, conversion, average, median] = await figures(
      source,
      'count',
      'amount.won',
      'winRate',
      'conversion',
      'deal.average.won',
      'deal.median.won',
    );
    expect([count, won, average, median]).toEqual([8800, 1_000_553_400, 236_091, 111_700]);
    expect([rate, conversion].map((ratio) => (Number(ratio) * 100).toFixed(2))).toEqual(['63.15', '48.16']);
    const sectors = await source.measure({ entity: 'deal', by: ['account.sector'], measures: ['amount.won', 'count'] });
    if (!sectors.ok) throw new Error(JSON.stringify(sectors.issues));
    const [amounts, counts] = sectors.value.measures.map((column) =>
      column.values.reduce((sum: number, value) => sum + Number(value), 0),
    );
    expect([amounts, counts, sectors.value.dimensions[0]?.values.includes(null)]).toEqual([1_000_553_400, 8800, true]);
  }, 60_000);
});
