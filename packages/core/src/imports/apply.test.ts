import { describe, expect, it } from 'vitest';
import { bytes, entityOf, crmModel } from '../intake/testing.ts';
import { type Imports } from './memory-imports.ts';
import { applyImport } from './apply.ts';
import { importReport, rejectedLines } from './report.ts';
import { type Desk, desk, fates } from './testing.ts';
import { applyUndo } from './undo.ts';

const DEALS = 'client,amount,stage\nAtelier,1000,prospect\nBrasserie,2000,qualified\nCordier,3000,won\n';

/** A port whose write number `at` fails. */
const failing = (imports: Imports, at: number): Imports => ({
  ...imports,
  atOnce: (work) =>
    imports.atOnce((write) => {
      let done = 0;
      return work((batch) => {
        done += 1;
        if (done === at) throw new Error('the power went out');
        return write(batch);
      });
    }),
});

const shelf = ({ stored }: Desk) => ['deal', 'contact', 'company'].map((entity) => stored(entity));

describe('an import', () => {
  it('writes what the plan says under one cause, and tells how far it is', async () => {
    const { plan, apply, stored, source } = desk();
    const seen: string[] = [];
    const planned = await plan(DEALS, { cause: 'import 7' });
    const result = await apply(planned, { batch: 2, progress: ({ done, of }) => seen.push(`${done}/${of}`) });
    expect(seen).toEqual(['2/3', '3/3']);
    expect(result).toMatchObject({ written: 3, conflicts: [] });
    expect(stored('deal').map(({ values }) => values['client'])).toEqual(['Atelier', 'Brasserie', 'Cordier']);
    expect(source.journal().map(({ cause, actor, version }) => [cause, actor, version])).toEqual(
      Array.from({ length: 3 }, () => ['import 7', 'importer', 1]),
    );
  });

  it('may be accepted later, by somebody else', async () => {
    const { plan, apply, stored, source } = desk();
    const at = '2025-02-06T08:00:00.000Z';
    await apply(await plan(DEALS), { stamp: { at, actor: 'boss' } });
    expect(stored('deal')[0]).toMatchObject({ createdAt: at, updatedAt: at });
    expect(source.journal()[0]).toMatchObject({ at, actor: 'boss' });
  });

  it.each([1, 2, 3])('that is killed at write %i leaves nothing', async (at) => {
    const one = desk();
    const { make, plan, imports, source } = one;
    await make('deal', { client: 'Atelier', amount: 1, stage: 'prospect' });
    const planned = await plan(DEALS);
    const before = shelf(one);
    const kill = applyImport(planned, failing(imports, at), { model: source.model, batch: 1 });
    await expect(kill).rejects.toThrow('the power went out');
    expect(shelf(one)).toEqual(before);
    expect(source.journal()).toHaveLength(1);
  });

  it('that is stopped leaves nothing', async () => {
    const one = desk();
    const signal = { aborted: false };
    const planned = await one.plan(DEALS);
    const stop = one.apply(planned, { batch: 1, signal, progress: ({ done }) => (signal.aborted = done === 2) });
    await expect(stop).rejects.toThrow('stopped');
    expect(one.stored('deal')).toEqual([]);
  });

  it('does not overwrite what was changed after the plan was made', async () => {
    const { make, edit, plan, apply, stored } = desk();
    const atelier = await make('deal', { client: 'Atelier', amount: 1, stage: 'prospect' });
    const planned = await plan(DEALS);
    await edit('deal', atelier.id, { amount: 77 });
    const result = await apply(planned);
    expect(fates(result.plan)).toEqual([
      [2, 'reject', 'changed'],
      [3, 'create', 'new'],
      [4, 'create', 'new'],
    ]);
    expect(result.plan.counts).toEqual({ rows: 3, create: 2, update: 0, unchanged: 0, reject: 1 });
    expect(result.conflicts).toMatchObject([
      { id: atelier.id, issue: { code: 'changed_meanwhile' }, stored: { values: { amount: 77 } } },
    ]);
    expect(stored('deal').find(({ id }) => id === atelier.id)).toMatchObject({ version: 2, values: { amount: 77 } });
  });

  it('done twice from the same plan adds nothing', async () => {
    const { plan, apply, stored } = desk();
    const planned = await plan(DEALS);
    await apply(planned);
    const again = await apply(planned);
    expect(again.written).toBe(0);
    expect(again.plan.counts.reject).toBe(3);
    expect(stored('deal')).toHaveLength(3);
  });

  it('leaves out what links to a record that could not be made', async () => {
    const { plan, imports, stored, source } = desk();
    const planned = await plan('client,account,stage\nA,Nord,won\nB,,won\n', { links: 'create' });
    const taken = planned.targets[0]?.id;
    const port: Imports = {
      ...imports,
      atOnce: (work) =>
        imports.atOnce((write) =>
          work(async (batch) => {
            const refused = batch.filter(({ change }) => change.id === taken);
            const rest = await write(batch.filter(({ change }) => change.id !== taken));
            const issue = { code: 'taken', severity: 'error', path: [], message: 'taken' } as const;
            return [...refused.map(({ change: { entity, id } }) => ({ entity, id, issue, stored: null })), ...rest];
          }),
        ),
    };
    const result = await applyImport(planned, port, { model: source.model });
    expect(fates(result.plan)).toEqual([
      [2, 'reject', 'changed'],
      [3, 'create', 'new'],
    ]);
    expect(stored('deal').map(({ values }) => values['client'])).toEqual(['B']);
    expect(stored('company')).toEqual([]);
  });
});

describe('an undo', () => {
  it('takes out what was made and puts back the cells, the override and its author included', async () => {
    const one = desk();
    await one.make('deal', { client: 'Atelier', amount: 1, stage: 'prospect', probability: 5500 });
    await one.make('deal', { client: 'Brasserie', amount: 2, stage: 'prospect', sector: 'SaaS' });
    const before = shelf(one);
    await one.import(DEALS.replace('prospect', 'won'), { cause: 'a' });
    expect(one.stored('deal').map(({ values }) => values['stage'])).toEqual(['won', 'qualified', 'won']);
    const { plan, written } = await one.undo('a');
    expect(plan.counts).toEqual({ records: 3, remove: 1, restore: 2, part: 0, done: 0, conflict: 0 });
    expect(written).toBe(3);
    const free = (records: ReturnType<Desk['stored']>) =>
      records.map((record) => ({ ...record, version: 0, updatedAt: '' }));
    expect(shelf(one).map(free)).toEqual(before.map(free));
    expect(one.source.journal().at(-1)).toMatchObject({ cause: 'undo a', actor: 'importer', after: null });
  });

  it('shows a record that was edited since with both values, and leaves it', async () => {
    const one = desk();
    const deal = await one.make('deal', { client: 'Atelier', amount: 1, stage: 'prospect', sector: 'SaaS' });
    await one.import('client,amount,stage,sector\nAtelier,1000,prospect,Retail\nNew,1,won,\n', { cause: 'a' });
    await one.edit('deal', deal.id, { amount: 5 });
    const { plan } = await one.undo('a');
    expect(plan.counts).toMatchObject({ conflict: 1, remove: 1 });
    expect(plan.rows[0]).toMatchObject({ fate: 'conflict', issues: [{ code: 'edited_since' }] });
    expect(
      plan.rows[0]?.cells.map(({ field, before, written, now, touched }) => [field, before, written, now, touched]),
    ).toEqual(
      expect.arrayContaining([
        ['amount', 1, 100_000, 5, true],
        ['sector', 'SaaS', 'Retail', 'Retail', false],
      ]),
    );
    expect(one.stored('deal')[0]?.values).toMatchObject({ amount: 5, sector: 'Retail' });
    const part = await one.undo('a', { untouched: true });
    expect(part.plan.rows[0]?.fate).toBe('part');
    expect(one.stored('deal')[0]?.values).toMatchObject({ amount: 5, sector: 'SaaS' });
  });

  it('of chosen records leaves the others, and can be gone on with', async () => {
    const one = desk();
    await one.import(DEALS, { cause: 'a' });
    const [first] = one.stored('deal');
    await one.undo('a', { only: [first?.id ?? ''] });
    expect(one.stored('deal')).toHaveLength(2);
    const rest = await one.undo('a');
    expect(rest.plan.counts).toMatchObject({ done: 1, remove: 2 });
    expect(one.stored('deal')).toEqual([]);
    expect((await one.undo('a')).written).toBe(0);
  });

  it('leaves a record that others link to since, and what it links to itself', async () => {
    const one = desk();
    await one.import('client,account,stage\nA,Nord,won\n', { cause: 'a', links: 'create' });
    const [company] = one.stored('company');
    const [deal] = one.stored('deal');
    await one.make('contact', { name: 'Paul', company: company?.id ?? null });
    const planned = await one.planUndo('a');
    expect(planned.rows.map(({ entity, fate, issues }) => [entity, fate, issues[0]?.code])).toEqual([
      ['company', 'conflict', 'still_linked'],
      ['deal', 'remove', undefined],
    ]);
    await one.edit('deal', deal?.id ?? '', { amount: 1 });
    expect((await one.planUndo('a')).counts).toMatchObject({ conflict: 2 });
  });

  it('leaves a record that was edited after the undo was planned', async () => {
    const one = desk();
    await one.import(DEALS, { cause: 'a' });
    const planned = await one.planUndo('a');
    const [first] = one.stored('deal');
    await one.edit('deal', first?.id ?? '', { amount: 9 });
    const { conflicts, plan } = await applyUndo(planned, one.imports);
    expect(conflicts).toMatchObject([{ id: first?.id, issue: { code: 'changed_meanwhile' } }]);
    expect(plan.counts).toMatchObject({ conflict: 1, remove: 2 });
    expect(one.stored('deal')).toHaveLength(1);
  });

  it('that is killed leaves everything', async () => {
    const one = desk();
    await one.import(DEALS, { cause: 'a' });
    const before = shelf(one);
    const kill = applyUndo(await one.planUndo('a'), failing(one.imports, 2), { batch: 1 });
    await expect(kill).rejects.toThrow('the power went out');
    expect(shelf(one)).toEqual(before);
  });
});

describe('a report', () => {
  const file = 'client,amount,stage,notes\nGood,1,won,\n"Fabre, fils",-12,lost,=1+1\nBad,x,won,\n';

  it('is plain data', async () => {
    const { plan } = desk();
    const report = importReport(await plan(file));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report.rows.map(({ line, rule }) => `${line} ${rule}`)).toEqual([
      '2 new',
      '3 no readable amount',
      '4 no readable amount',
    ]);
  });

  it('hands back the rejected rows with reasons and without formulas, and reads them again once they are mended', async () => {
    const { plan, import: take, stored } = desk();
    const first = await take(file);
    const text = [...rejectedLines(first.plan, entityOf(crmModel(), 'deal'))].join('');
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      'client,amount,stage,notes,⚠',
      `"Fabre, fils",-12,lost,'=1+1,"3: amount is negative: -12. Write a positive amount, or leave the cell blank."`,
    ]);
    expect((await plan(text)).counts).toMatchObject({ rows: 2, reject: 2 });
    const mended = await take(text.replace('-12', '12').replace(',x,', ',7,'));
    expect(mended.plan.counts).toMatchObject({ rows: 2, create: 2 });
    expect(stored('deal').map(({ values }) => [values['client'], values['amount'], values['notes']])).toEqual([
      ['Good', 100, null],
      ['Fabre, fils', 1200, '=1+1'],
      ['Bad', 700, null],
    ]);
  });
});

it('a companion file is undone with its import', async () => {
  const one = desk();
  const firm = await one.make('company', { name: 'Nord', city: 'Lille' });
  await one.import('client,account,stage\nA,Nord,won\nB,Sud,won\n', {
    cause: 'a',
    with: { company: bytes('name,city\nNord,Nice\nSud,Nice\n') },
    existing: {},
  });
  expect(one.stored('company')).toHaveLength(2);
  await one.undo('a');
  expect(one.stored('deal')).toEqual([]);
  expect(one.stored('company').map(({ id, values }) => [id, values['city']])).toEqual([[firm.id, 'Lille']]);
});
