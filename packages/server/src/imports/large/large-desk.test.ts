import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/database.ts';
import { asTenant } from '../../database/as-tenant.ts';
import { openPool, type Pool } from '../../database/lease.ts';
import { migrate, schemaOf } from '../../schema/migrate.ts';
import { MODEL, type Office, openOffice, wishOf } from '../testing.ts';
import type { ImportWish } from '../wish.ts';
import type { WireImport } from '../wire.ts';

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

const ROWS = 1500;
/** Deals with a company each, of which some cannot be read and some come twice: more than is held as a whole. */
const dealsText = (amount: number): string => {
  const lines = Array.from({ length: ROWS }, (_, at) => {
    const said = at % 500 === 7 ? 'abc' : String(amount + at);
    return `Client ${at % 1450},Company ${(at % 1450) % 97},${said},prospect,"a note of some length, number ${at}, ${'to be kept '.repeat(12)}"`;
  });
  return `client,account,amount,stage,notes\n${lines.join('\n')}\n`;
};

async function* pieces(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += 10_007) yield bytes.subarray(at, at + 10_007);
}

const planLarge = (office: Office, text: string, wish: Partial<ImportWish> = {}): Promise<WireImport> =>
  office.desk.planStream(pieces(text), wishOf({ rules: { titles: 'same' }, ...wish }));

const kept = (office: Office): Promise<number> =>
  asTenant(pool, { tenant: office.tenant, actor: 'test', readOnly: true }, async (tx) => {
    const [row] = await tx.unsafe(`select count(*)::integer as "n" from "sluice"."import_piece"`);
    return Number(row?.['n']);
  });

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What all records say, whatever their identifiers. */
const contents = async (office: Office): Promise<string> => {
  const companies = new Map(
    (await office.records('company')).map(({ id, values }) => [JSON.stringify(id), values['name'] ?? '']),
  );
  const deals = (await office.records('deal')).map(({ version, values }) =>
    JSON.stringify([version, { ...values, account: companies.get(JSON.stringify(values['account'])) }]),
  );
  return createHash('sha256')
    .update(JSON.stringify([[...companies.values()].map(String).toSorted(byText), deals.toSorted(byText)]))
    .digest('hex');
};

describe('a file that is too large to be held', () => {
  it('is planned, accepted, refused a second time, and undone as a small one is', async () => {
    const [large, small] = [openOffice(pool, { manyEntries: 100 }), openOffice(pool)];
    const before = await large.mark();
    const text = dealsText(100);
    const plan = await planLarge(large, text);
    const other = await small.plan(text, { rules: { titles: 'same' } });
    expect(plan.counts).toEqual({ rows: ROWS, create: 1448, update: 49, unchanged: 0, reject: 3 });
    for (const same of ['counts', 'columns', 'mapping', 'issues'] as const) expect(plan[same]).toEqual(other[same]);
    expect(plan.rows.map(({ title, fate }) => [title, fate])).toEqual(
      other.rows.map(({ title, fate }) => [title, fate]),
    );
    expect(await large.mark()).toBe(before);
    expect(await large.desk.rejected(plan.id)).toBe(await small.desk.rejected(other.id));

    const told: number[] = [];
    const accepted = await large.desk.accept(plan.id, {
      digest: plan.digest,
      progress: ({ done, of }) => {
        if (of > 0) told.push(done / of);
      },
    });
    expect(accepted).toMatchObject({ ok: true, import: { status: 'accepted', counts: plan.counts } });
    expect(told.at(-1)).toBe(1);
    const smallAccepted = await small.desk.accept(other.id);
    expect(smallAccepted.ok).toBe(true);
    expect(await contents(large)).toBe(await contents(small));
    expect(await large.entries()).toBe(await small.entries());
    expect(await large.desk.accept(plan.id)).toEqual(accepted);

    const again = await planLarge(large, text);
    expect(again.counts).toMatchObject({ create: 0, update: 0, unchanged: 1497, reject: 3 });
    expect(again.issues.map(({ code }) => code)).toContain('imported_before');
    const [asked, smallAsked] = [await large.desk.planUndo(plan.id), await small.desk.planUndo(other.id)];
    if (!asked.ok || !smallAsked.ok) throw new Error('neither can be undone');
    expect(asked.undo.counts).toEqual(smallAsked.undo.counts);
    expect(asked.undo.rows[0]).toMatchObject({ title: 'Company 0', fate: 'remove' });
    const undone = await large.desk.undo(plan.id);
    expect(undone).toMatchObject({ ok: true, undo: { status: 'undone', counts: { conflict: 0 } } });
    expect(await large.mark()).toBe(before);
  }, 60_000);

  it('is not written when a record has changed since: the new plan is shown, and can be accepted', async () => {
    const office = openOffice(pool);
    const first = await planLarge(office, dealsText(100));
    expect((await office.desk.accept(first.id)).ok).toBe(true);
    const plan = await planLarge(office, dealsText(200));
    expect(plan.counts).toMatchObject({ create: 0, reject: 3 });
    const [deal] = await office.records('deal');
    await office.source.change('deal', deal?.id ?? '', { notes: 'changed since' }, { version: deal?.version ?? 0 });
    const entries = await office.entries();
    const refused = await office.desk.accept(plan.id, { digest: plan.digest });
    expect(refused).toMatchObject({ ok: false, why: 'changed' });
    expect(await office.entries()).toBe(entries);
    const next = await office.desk.get(plan.id);
    expect(next?.digest).not.toBe(plan.digest);
    expect(await office.desk.accept(plan.id, { digest: next?.digest ?? '' })).toMatchObject({ ok: true });
  }, 60_000);

  it('is planned while nobody waits: it says how far it is, and cannot be accepted before', async () => {
    const office = openOffice(pool);
    const begun = await office.desk.beginPlan(pieces(dealsText(100)), wishOf({ rules: { titles: 'same' } }));
    expect(begun).toMatchObject({ status: 'planning', job: { state: 'running' }, counts: { rows: 0 } });
    expect(await office.desk.accept(begun.id)).toEqual({ ok: false, why: 'planning' });
    await expect.poll(async () => (await office.desk.get(begun.id))?.status, { timeout: 30_000 }).toBe('planned');
    const plan = await office.desk.get(begun.id);
    expect([plan?.job, plan?.counts.rows]).toEqual([undefined, ROWS]);

    const other = await office.desk.beginPlan(pieces(dealsText(300)), wishOf());
    const stopped = await office.desk.cancel(other.id);
    expect(stopped).toMatchObject({ ok: true, import: { status: 'planning', job: { state: 'stopped' } } });
    expect(await office.desk.rejected(other.id)).toBe('');
  }, 60_000);

  it('leaves nothing when it is stopped, and keeps no piece of what cannot be used or never came to its end', async () => {
    const office = openOffice(pool);
    const plan = await planLarge(office, dealsText(100));
    const before = await office.mark();
    const pieceCount = await kept(office);
    let done = 0;
    const signal = {
      get aborted() {
        return done > 0;
      },
    };
    const stopped = office.desk.accept(plan.id, {
      signal,
      progress: (now) => Object.assign({}, (done = now.of > 0 ? now.done : 0)),
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect([await office.mark(), await office.entries()]).toEqual([before, 0]);
    expect((await office.desk.get(plan.id))?.status).toBe('planned');

    const failed = await planLarge(office, `tenant_id,__proto__\n${'1,2\n'.repeat(60_000)}`);
    expect(failed).toMatchObject({ status: 'failed', counts: { rows: 60_000, reject: 60_000 } });
    async function* broken(): AsyncGenerator<Uint8Array, void, undefined> {
      yield* pieces(dealsText(1).repeat(8));
      throw new Error('the line was cut');
    }
    await expect(office.desk.planStream(broken(), wishOf())).rejects.toThrow('the line was cut');
    const files = await asTenant(pool, { tenant: office.tenant, actor: 'test', readOnly: true }, (tx) =>
      tx.unsafe(`select distinct "import_id" from "sluice"."import_piece" where "kind" = 'file'`),
    );
    expect(files.map((row) => row['import_id'])).toEqual([plan.id]);
    expect(pieceCount).toBeGreaterThan(0);
  }, 60_000);
});
