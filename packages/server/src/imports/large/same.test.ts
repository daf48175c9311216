import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/database.ts';
import { asTenant } from '../../database/as-tenant.ts';
import { openPool, type Pool } from '../../database/lease.ts';
import { migrate, schemaOf } from '../../schema/migrate.ts';
import { planFile, rejectedFile } from '../plan-file.ts';
import { importsIn } from '../port.ts';
import { MODEL, type Office, openOffice, wishOf } from '../testing.ts';
import type { ImportWish } from '../wish.ts';
import { wirePlan } from '../wire.ts';
import { planPieces } from './plan-pieces.ts';
import { openScratch } from './scratch.ts';

let database: TestDatabase;
let pool: Pool;
let office: Office;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 4 });
  await migrate(pool, schemaOf(MODEL));
  office = openOffice(pool);
  const nord = await office.make('company', { name: 'Nord' });
  await office.make('company', { name: 'Société Sud' });
  for (const [client, amount] of [
    ['ACME', 100_00],
    ['Globex', 200_00],
    ['globex', 300_00],
    ['Initech', null],
  ] as const)
    await office.make('deal', { client, amount, stage: 'prospect', account: nord.id });
  await office.make('contact', { name: 'Ann Lee', email: 'ann@example.com', company: nord.id });
  await office.make('contact', { name: 'Bob', email: 'bob@example.com' });
  await office.make('contact', { name: 'Bob', email: 'robert@example.com' });
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The plan of a file as a whole, and of the same in pieces: everything that anybody is told of either. */
const bothWays = async (bytes: Uint8Array, said: Partial<ImportWish>, size: number) => {
  const wish = wishOf(said);
  const moment = { today: '2025-02-05', zone: 'Europe/Paris' };
  const context = { tenant: office.tenant, actor: 'anna', cause: 'import:x', at: '2025-02-05T12:00:00.000Z', moment };
  const its = { id: randomUUID(), made: Date.parse(context.at), wish, near: true };
  const scratch = openScratch();
  try {
    return await asTenant(pool, { tenant: office.tenant, actor: 'anna', readOnly: true }, async (tx) => {
      const port = () => importsIn(tx, { model: MODEL, tenant: office.tenant, moment });
      const whole = await planFile(port(), MODEL, context, { ...its, bytes });
      const pieces = () => cut(bytes, size);
      const parts = await planPieces(port(), MODEL, context, { ...its, pieces, scratch, writes: true });
      const lines = [...scratch.rejected()].map(({ text }) => text);
      return {
        whole: [
          wirePlan(MODEL, whole),
          whole.digest,
          rejectedFile(MODEL, whole)?.split('\r\n').slice(1).join('\r\n') ?? '',
        ],
        parts: [wirePlan(MODEL, parts), parts.digest, lines.join('')],
        writes: [whole.plan.writes.length, scratch.countWrites()],
      };
    });
  } finally {
    scratch.close();
  }
};

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const same = async (text: string | Uint8Array, said: Partial<ImportWish> = {}, size = 50): Promise<void> => {
  const { whole, parts, writes } = await bothWays(typeof text === 'string' ? encode(text) : text, said, size);
  expect(parts).toEqual(whole);
  expect(writes[1]).toBe(writes[0]);
};

const name = fc.constantFrom('ACME', 'acme ', 'Globex', 'Initech', 'Bob', 'Ann Lee', 'Éclair', 'Zoë "Z"', 'Nova');
const company = fc.constantFrom('', 'Nord', 'société sud', 'Norde', 'Est', 'EST', 'Ouest');
const money = fc.constantFrom('', '100', '1 200,50', '200.00', 'abc', '-5', '1.234', '300');
const day = fc.constantFrom('', '03/04/2025', '25/12/2024', '2025-01-31', 'soon');
const mail = fc.constantFrom('', 'ann@example.com', 'ANN@example.com', 'bob@example.com', 'new@example.com', 'no mail');
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const table = (header: string, cells: readonly fc.Arbitrary<string>[]) =>
  fc
    .array(fc.tuple(...cells), { maxLength: 60 })
    .map((rows) => `${header}\n${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`);
const how = fc.record({
  links: fc.constantFrom('create', 'match'),
  creates: fc.constantFrom([], ['account']),
  answers: fc.constantFrom({}, { account: { est: '+', norde: 'Nord' }, stage: { '?': 'lost' } }),
  rules: fc.record(
    { duplicates: fc.constantFrom('update', 'reject'), titles: fc.constantFrom('same', 'apart') },
    { requiredKeys: [] },
  ),
}) as fc.Arbitrary<Pick<ImportWish, 'links' | 'rules' | 'creates' | 'answers'>>;

describe('a file in pieces', () => {
  it('is planned as the same file as a whole: stage changes, of which some are there already', async () => {
    const [deal] = await office.records('deal');
    await office.make('stageChange', { deal: deal?.id ?? '', stage: 'won', on: '2017-02-01' });
    const changes = table('Deal,Old stage,New stage,Date', [
      fc.constantFrom('ACME', 'Globex', 'Initech', 'nobody', deal?.id ?? ''),
      fc.constantFrom('', 'Prospect', 'Won'),
      fc.constantFrom('Won', 'Qualified'),
      fc.constantFrom('2017-02-01', '2017-02-02', 'soon'),
    ]);
    const files = fc.sample(changes, { numRuns: 20, seed: 3 });
    expect(files.some((file) => file.includes('2017-02-01'))).toBe(true);
    for (const file of files) await same(file, { entity: 'stageChange', links: 'match' });
  });

  it('is planned as the same file as a whole: random deals, contacts, companies', async () => {
    const files = fc.oneof(
      table('client,account,amount,due date,stage', [
        name,
        company,
        money,
        day,
        fc.constantFrom('prospect', 'Won', '?'),
      ]).map((text) => ({ text, entity: 'deal' })),
      table('name,email,company', [name, mail, company]).map((text) => ({ text, entity: 'contact' })),
      table('name,email', [company, mail]).map((text) => ({ text, entity: 'company' })),
    );
    const checked = fc.assert(
      fc.asyncProperty(files, how, fc.integer({ min: 1, max: 4000 }), async ({ text, entity }, wish, size) =>
        same(text, { entity, ...wish }, size),
      ),
      { numRuns: 60 },
    );
    await expect(checked).resolves.toBeUndefined();
  });
});
