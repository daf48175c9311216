import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { MODEL, type Office, openOffice, wishOf } from './testing.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 6 });
  await migrate(pool, schemaOf(MODEL));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

const FILE = `Client;Société;Montant;Étape;Échéance
ACME;Isavigne;1 200,50 €;Prospect;03/04/2025
Globex;Isavigne;abc;Prospect;
Initech;GTX Pro;900;Gagné;01/02/2025
Umbrella;;;Prospect;
`;
const MAP = { map: { Client: 'client', Société: 'account', Montant: 'amount', Étape: 'stage', Échéance: 'dueOn' } };
const sum = ({
  counts,
}: {
  readonly counts: {
    readonly create: number;
    readonly update: number;
    readonly unchanged: number;
    readonly reject: number;
  };
}) => counts.create + counts.update + counts.unchanged + counts.reject;
const accepted = async (office: Office, id: string) => {
  const done = await office.desk.accept(id);
  if (!done.ok) throw new Error(JSON.stringify(done));
  return done.import;
};

describe('a plan', () => {
  it('tells what would happen and writes nothing', async () => {
    const office = openOffice(pool);
    const before = await office.mark();
    const plan = await office.plan(FILE, MAP);
    expect(plan).toMatchObject({
      status: 'planned',
      entity: 'deal',
      counts: { rows: 4, create: 3, update: 0, unchanged: 0, reject: 1 },
      targets: [{ entity: 'company', create: 2, titles: ['Isavigne', 'GTX Pro'] }],
    });
    expect(plan.rows.map(({ fate }) => fate)).toEqual(['create', 'reject', 'create', 'create']);
    expect(plan.rows[0]?.cells).toContainEqual({ field: 'amount', old: null, new: 1200.5, collision: 'overwrite' });
    expect(plan.mapping.columns.map(({ field, confidence }) => [field, confidence])).toContainEqual(['amount', 1]);
    expect(await office.mark()).toBe(before);
    expect(await office.entries()).toBe(0);
  });

  it('of a file that cannot be used tells why and is not accepted', async () => {
    const office = openOffice(pool);
    const plan = await office.plan('', MAP);
    expect(plan.status).toBe('failed');
    expect(plan.issues.map(({ code }) => code)).toContain('empty_file');
    expect(await office.desk.accept(plan.id)).toMatchObject({ ok: false, why: 'unusable' });
  });

  it('hands the rejected rows back with their reasons', async () => {
    const office = openOffice(pool);
    const plan = await office.plan(FILE, MAP);
    const file = await office.desk.rejected(plan.id);
    expect(file?.split('\r\n')[1]).toMatch(/^Globex;Isavigne;abc;Prospect;;.*3: /);
    expect(await office.desk.rejected('018f2f6e-0000-7000-8000-0000000000ff')).toBe(null);
  });
});

describe('an acceptance', () => {
  it('writes what was shown, under one cause, and the same file again changes nothing', async () => {
    const office = openOffice(pool);
    const plan = await office.plan(FILE, MAP);
    const done = await accepted(office, plan.id);
    expect(done).toMatchObject({ status: 'accepted', counts: plan.counts });
    expect(sum(done)).toBe(done.counts.rows);
    const deals = await office.records('deal');
    expect(deals.map(({ id }) => id).sort()).toEqual(plan.rows.flatMap(({ id }) => id ?? []).sort());
    const acme = deals.find(({ values }) => values['client'] === 'ACME');
    expect(acme).toMatchObject({ version: 1, values: { amount: 120_050, stage: 'prospect', dueOn: '2025-04-03' } });
    const journal = await office.source.journalOf('deal', acme?.id ?? '');
    expect(journal).toMatchObject([{ actor: 'anna', cause: `import:${plan.id}`, version: 1, before: null }]);

    const mark = await office.mark();
    const again = await office.import(FILE, MAP);
    expect(again.counts).toEqual({ rows: 4, create: 0, update: 0, unchanged: 3, reject: 1 });
    expect(await office.mark()).toBe(mark);
    const third = await office.plan(FILE, MAP);
    expect(third.issues.map(({ code }) => code)).toContain('imported_before');
  });

  it('is done once, however often it is asked for', async () => {
    const office = openOffice(pool);
    const plan = await office.plan(FILE, MAP);
    const [first, second] = await Promise.all([accepted(office, plan.id), accepted(office, plan.id)]);
    expect(second).toEqual(first);
    expect(await accepted(office, plan.id)).toEqual(first);
    expect(await office.records('deal')).toHaveLength(3);
    expect(await office.entries()).toBe(5);
  });

  it('of two plans of the same file: the second is shown what it would do now', async () => {
    const office = openOffice(pool);
    const [one, two] = [await office.plan(FILE, MAP), await office.plan(FILE, MAP)];
    const results = await Promise.all([office.desk.accept(one.id), office.desk.accept(two.id)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ why: 'changed', import: { counts: { unchanged: 3 } } });
    expect(await office.records('deal')).toHaveLength(3);
    const later = results[0]?.ok ? two : one;
    expect((await accepted(office, later.id)).counts).toMatchObject({ create: 0, unchanged: 3 });
  });

  it('is refused with the new plan when a record changed after the plan was shown', async () => {
    const office = openOffice(pool);
    const deal = await office.make('deal', { client: 'ACME', amount: 100, stage: 'prospect' });
    const plan = await office.plan('client,amount,stage\nACME,5,prospect\n');
    expect(plan.counts.update).toBe(1);
    await office.source.change('deal', deal.id, { amount: 300 }, { version: 1 });
    const refused = await office.desk.accept(plan.id);
    expect(refused).toMatchObject({
      ok: false,
      why: 'changed',
      import: { rows: [{ cells: [{ field: 'amount', old: 3, new: 5 }] }] },
    });
    expect((await office.source.get('deal', deal.id))?.values['amount']).toBe(300);
    expect(await office.desk.accept(plan.id, { digest: plan.digest })).toMatchObject({ ok: false, why: 'changed' });
    const digest = refused.ok || refused.why !== 'changed' ? '' : refused.import.digest;
    expect(await office.desk.accept(plan.id, { digest })).toMatchObject({ ok: true });
    expect((await office.source.get('deal', deal.id))?.values['amount']).toBe(500);
  });

  it('leaves nothing when it is cut off, wherever that is', async () => {
    const office = openOffice(pool);
    await office.make('deal', { client: 'Client 3', amount: 100, stage: 'prospect' });
    const rows = Array.from({ length: 40 }, (_, at) => `Client ${at},Company ${at % 7},${at + 1},prospect`);
    const plan = await office.plan(`client,account,amount,stage\n${rows.join('\n')}\n`);
    const mark = await office.mark();
    const entries = await office.entries();
    let cuts = 0;
    for (let result = 'killed'; result.includes('killed'); cuts++) {
      let left = cuts + 1;
      // the n-th statement of the transaction fails, as if the server had been killed there
      const failing: Pool = {
        ...pool,
        transaction: (opening, work) =>
          pool.transaction(opening, (tx) => {
            const unsafe: typeof tx.unsafe = (...said) => {
              if ((left -= 1) === 0) throw new Error('killed');
              return tx.unsafe(...said);
            };
            const faulty = Object.assign((...said: Parameters<typeof tx>) => tx(...said), tx, {
              unsafe,
              savepoint: <T>(part: (inner: typeof tx) => Promise<T>) => tx.savepoint(() => part(faulty)),
            }) as typeof tx;
            return work(faulty);
          }),
      };
      const accepting = openOffice(failing, { tenant: office.tenant }).desk.accept(plan.id);
      result = await accepting.then(({ ok }) => (ok ? 'written' : 'refused'), String);
      if (result === 'written') break;
      expect(result).toContain('killed');
      expect(await office.mark()).toBe(mark);
      expect(await office.entries()).toBe(entries);
    }
    expect(cuts).toBeGreaterThan(15);
    expect(await office.records('deal')).toHaveLength(40);
    expect(await office.records('company')).toHaveLength(7);
    const repeated = await accepted(office, plan.id);
    expect([repeated.status, repeated.counts.rows]).toEqual(['accepted', 40]);
    expect(await office.records('deal')).toHaveLength(40);
  });

  it('keeps no file longer than a day', async () => {
    const office = openOffice(pool);
    const plan = await office.plan(FILE, MAP);
    const later = openOffice(pool, { tenant: office.tenant, now: '2025-02-06T12:00:01.000Z' });
    await later.plan('client,stage\nB,prospect\n');
    expect(await later.desk.accept(plan.id)).toEqual({ ok: false, why: 'expired' });
  });
});

describe('another tenant', () => {
  it('sees no import, no file and no record of it', async () => {
    const [a, b] = [openOffice(pool), openOffice(pool)];
    const done = await a.import(FILE, MAP);
    const before = await a.mark();
    expect(await b.desk.list()).toEqual([]);
    expect(await b.desk.get(done.id)).toBe(null);
    expect(await b.desk.rejected(done.id)).toBe(null);
    expect(await b.desk.accept(done.id)).toEqual({ ok: false, why: 'missing' });
    expect(await b.desk.planUndo(done.id)).toEqual({ ok: false, why: 'missing' });
    expect(await b.desk.undo(done.id)).toEqual({ ok: false, why: 'missing' });
    expect((await b.plan(FILE, MAP)).counts).toMatchObject({ create: 3 });
    expect(await a.mark()).toBe(before);
    expect((await a.desk.list()).map(({ id, status }) => [id, status])).toEqual([[done.id, 'accepted']]);
  });
});

describe('an undo', () => {
  it('gives back exactly what there was, overwritten cells included', async () => {
    const office = openOffice(pool);
    await office.make('deal', { client: 'ACME', amount: 7, stage: 'prospect', probability: 35 });
    await office.make('company', { name: 'isavigne' });
    const before = await office.mark();
    const done = await office.import(FILE, MAP);
    expect(done.counts).toMatchObject({ create: 2, update: 1 });
    expect(await office.mark()).not.toBe(before);
    const plan = await office.desk.planUndo(done.id);
    expect(plan).toMatchObject({ ok: true, undo: { counts: { conflict: 0, restore: 1, remove: 3 } } });
    const undone = await office.desk.undo(done.id);
    expect(undone).toMatchObject({
      ok: true,
      undo: { status: 'undone', counts: { records: 4, restore: 1, remove: 3 } },
    });
    expect(await office.mark()).toBe(before);
    expect(await office.desk.get(done.id)).toMatchObject({ status: 'undone' });
    expect(await office.desk.undo(done.id)).toMatchObject({ ok: true, undo: { counts: { done: 4 } } });
    expect((await office.import(FILE, MAP)).counts).toMatchObject({ create: 2, update: 1 });
  });

  it('keeps a record that was edited since, and shows both values', async () => {
    const office = openOffice(pool);
    const done = await office.import('client,amount,stage\nACME,5,prospect\nGlobex,6,prospect\n');
    const [row] = done.rows;
    await office.source.change('deal', row?.id ?? '', { amount: 900 }, { version: 1 });
    const undone = await office.desk.undo(done.id);
    expect(undone).toMatchObject({ ok: true, undo: { status: 'accepted', counts: { conflict: 1, remove: 1 } } });
    const cells = undone.ok ? undone.undo.conflicts[0]?.cells : [];
    expect(cells).toContainEqual({ field: 'amount', before: null, written: 5, now: 9, touched: true });
    expect((await office.records('deal')).map(({ values }) => values['amount'])).toEqual([900]);
  });

  it('of chosen rows leaves the others', async () => {
    const office = openOffice(pool);
    const done = await office.import('client,amount,stage\nACME,5,prospect\nGlobex,6,prospect\n');
    const rows = [done.rows[1]?.id ?? ''];
    expect(await office.desk.undo(done.id, { rows })).toMatchObject({ ok: true, undo: { status: 'accepted' } });
    expect((await office.records('deal')).map(({ values }) => values['client'])).toEqual(['ACME']);
    expect(await office.desk.undo(done.id)).toMatchObject({ ok: true, undo: { status: 'undone' } });
    expect(await office.records('deal')).toEqual([]);
  });

  it('keeps a company that somebody linked to since', async () => {
    const office = openOffice(pool);
    const done = await office.import(FILE, MAP);
    const company = (await office.records('company')).find(({ values }) => values['name'] === 'GTX Pro');
    await office.make('deal', { client: 'Mine', stage: 'prospect', account: company?.id ?? '' });
    const undone = await office.desk.undo(done.id);
    expect(undone.ok && undone.undo.conflicts.map(({ title }) => title)).toEqual(['GTX Pro']);
    expect((await office.records('deal')).map(({ values }) => values['client'])).toEqual(['Mine']);
  });

  it('is not for a plan that nobody accepted', async () => {
    const office = openOffice(pool);
    const plan = await office.plan(FILE, MAP);
    expect(await office.desk.undo(plan.id)).toEqual({ ok: false, why: 'not_accepted' });
  });
});

describe('wishes', () => {
  it('let links be matched only, columns fill blanks only', async () => {
    const office = openOffice(pool);
    await office.make('deal', { client: 'ACME', amount: 7, stage: 'prospect' });
    const plan = await office.plan(FILE, wishOf({ ...MAP, links: 'match', rules: { columns: { amount: 'fill' } } }));
    expect(plan.targets).toEqual([]);
    expect(plan.rows[0]?.cells.map(({ field }) => field)).not.toContain('amount');
  });
});
