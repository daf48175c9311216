import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import type { ImportWish } from './wish.ts';
import { MODEL, openOffice, wishOf } from './testing.ts';

const SHARED = join(import.meta.dirname, '../../../../../shared/data');
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(join(SHARED, name)));

/** Each with the files it stands on, and how many records the last of them makes; null where that is the core's to say. */
const FILES: readonly {
  readonly name: string;
  readonly steps: readonly (readonly [string, Partial<ImportWish>])[];
  readonly created: number | null;
}[] = [
  {
    name: 'the demo export',
    steps: [['crm_csv/deals_demo/crm_prospects_demo.utf8-comma.csv', {}]],
    created: 25,
  },
  {
    name: '8 800 deals over 85 companies',
    steps: [
      ['maven/accounts.csv', { entity: 'company', links: 'match' }],
      ['maven/sales_pipeline.csv', {}],
    ],
    created: 8800,
  },
  {
    name: 'the companies, contacts and deals of HubSpot',
    steps: [
      ['crm_csv/hubspot_dummy/hubspot_companies.csv', { entity: 'company' }],
      ['crm_csv/hubspot_dummy/hubspot_contacts.csv', { entity: 'contact' }],
      ['crm_csv/hubspot_dummy/hubspot_deals.csv', {}],
    ],
    created: 500,
  },
  {
    name: 'the contacts of Atomic CRM',
    steps: [['crm_csv/atomic_crm/contacts.csv', { entity: 'contact' }]],
    created: null,
  },
];

describe.skipIf(!existsSync(SHARED))('the reference files (skipped where they are absent)', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createDatabase();
    pool = openPool(database.connection, { size: 3 });
    await migrate(pool, schemaOf(MODEL));
  });
  afterAll(async () => {
    await pool.close();
    await database.drop();
  });

  it.each(FILES)(
    '$name: imported, again without a change, undone to the letter',
    async ({ steps, created }) => {
      const office = openOffice(pool);
      const marks: string[] = [];
      const ids: string[] = [];
      let made = 0;
      for (const [name, wish] of steps) {
        marks.push(await office.mark());
        const bytes = file(name);
        const plan = await office.desk.plan(bytes, wishOf({ name, ...wish }));
        const done = await office.desk.accept(plan.id);
        expect(done).toMatchObject({ ok: true, import: { status: 'accepted', counts: plan.counts } });
        ids.push(plan.id);
        const { rows, create, update, unchanged, reject } = plan.counts;
        expect(create + update + unchanged + reject).toBe(rows);
        expect(await office.records(wishOf(wish).entity)).toHaveLength(create);
        made = create;
        const again = await office.desk.plan(bytes, wishOf({ name, ...wish }));
        expect(again.counts).toEqual({ rows, create: 0, update: 0, unchanged: rows - reject, reject });
      }
      if (created !== null) expect(made).toBe(created);
      for (const id of ids.toReversed()) {
        expect(await office.desk.undo(id)).toMatchObject({ ok: true, undo: { counts: { conflict: 0 } } });
        expect(await office.mark()).toBe(marks.pop());
      }
    },
    120_000,
  );
});
