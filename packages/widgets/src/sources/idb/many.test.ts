import { type ImportRules, type Rec, restore, SourceError } from '@sluice/core';
import { expect } from 'chai';
import type { ImportSession, ImportWish } from '../import-session.ts';
import { openImport } from '../open-import.ts';
import type { IdbSource } from './idb-source.ts';
import { snapshotsAt } from './snapshots.ts';
import { clock, discard, freshName, open } from './testing.ts';

const rules: ImportRules = {};
const WISH: ImportWish = { map: {}, answers: {}, links: 'create', rules };
const nothing = (): void => undefined;

const begin = (source: IdbSource, text: string): Promise<ImportSession> => {
  const entity = source.model.find('deal');
  if (!entity) throw new Error('There are no deals.');
  return openImport(
    { bytes: new TextEncoder().encode(text), type: '', name: 'deals.csv' },
    { source, entity, ...clock },
  );
};
const imported = async (source: IdbSource, text: string): Promise<ImportSession> => {
  const session = await begin(source, text);
  await session.plan(WISH);
  await session.apply(nothing, new AbortController().signal);
  return session;
};
const records = (source: IdbSource, entity = 'deal'): readonly Rec[] => {
  const frame = source.frame(entity);
  const all = frame ? Array.from({ length: frame.length }, (_, row) => frame.record(row)) : [];
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
};
const COMPANIES = ['Zénith', 'Apogée', 'Cordier', 'Brasserie Élan', 'Imprimerie 9', 'Kerguelen', 'Loire', 'Jardins'];
const rows = (count: number): string =>
  [
    'Client;Montant;Statut;Société',
    ...Array.from({ length: count }, (_, at) => `Client ${at};${at + 1},50;Gagné;${COMPANIES[at % COMPANIES.length]}`),
  ].join('\n');

describe('many records that the browser keeps', function () {
  this.timeout(120_000);
  let name: string;
  let opened: IdbSource[];
  const opening = async (): Promise<IdbSource> => {
    const source = await open(name);
    opened.push(source);
    return source;
  };
  beforeEach(() => {
    name = freshName();
    opened = [];
  });
  afterEach(() => discard(name, ...opened));

  it('are imported, and the import is taken back after a reload, to the letter', async () => {
    const first = await opening();
    await first.create('deal', { client: 'Client 3', amount: 100, stage: 'prospect' });
    await first.create('deal', { client: 'Autre', amount: 100, stage: 'prospect' });
    const before = [records(first), records(first, 'company')];
    await imported(first, rows(300));
    expect([records(first).length > 290, records(first, 'company').length]).to.deep.equal([true, COMPANIES.length]);
    first.close();

    const second = await opening();
    const [past] = await second.pastImports();
    if (!past) throw new Error('The import is not there any more.');
    const counts = await second.undoImport(past.cause);
    expect(counts.conflict).to.equal(0);
    const values = (all: readonly (readonly Rec[])[]) =>
      all.map((list) => list.map(({ id, overrides, values: own }) => ({ id, overrides, own })));
    expect(values([records(second), records(second, 'company')])).to.deep.equal(values(before));
    second.close();
    const third = await opening();
    expect(values([records(third), records(third, 'company')])).to.deep.equal(values(before));
  });

  it('edited since they were imported stay when the import is taken back', async () => {
    const source = await opening();
    await imported(source, rows(10));
    const [one] = records(source);
    if (!one) throw new Error('nothing was imported');
    await source.change('deal', one.id, { amount: 1 }, { version: one.version });
    const [past] = await source.pastImports();
    const counts = await source.undoImport(past?.cause ?? '');
    // the record, and the company that it links to
    expect(counts.conflict).to.equal(2);
    expect(records(source).map(({ id }) => id)).to.deep.equal([one.id]);
    expect(records(source, 'company').map(({ id }) => id)).to.deep.equal([one.values['account']]);
  });

  it('edited in another tab after an import was planned are left as they are, and the others are written', async () => {
    const [one, other] = [await opening(), await opening()];
    const made = await one.create('deal', { client: 'Client 3', amount: 100, stage: 'prospect' });
    if (!made.ok) throw new Error('refused');
    const { id } = made.record;
    const session = await begin(one, `id;Client;Montant;Statut\n${id};Neuf;7,50;Gagné\n;Client 9;8,50;Gagné\n`);
    expect((await session.plan(WISH)).counts).to.include({ create: 1, update: 1 });
    one.close();
    await other.change('deal', id, { amount: 5 }, { version: 1 });
    const { counts } = await session.apply(nothing, new AbortController().signal);
    expect(counts).to.include({ create: 1, update: 0, reject: 1 });
    const clients = records(await opening()).map(({ values }) => [values['client'], values['amount']]);
    expect(clients).to.deep.equal([
      ['Client 3', 5],
      ['Client 9', 850],
    ]);
  });

  it('of an import that another tab overtook while it was written are not kept, none of them', async () => {
    const [one, other] = [await opening(), await opening()];
    const made = await one.create('deal', { client: 'Client 3', amount: 100, stage: 'prospect' });
    if (!made.ok) throw new Error('refused');
    const { record } = made;
    const entry = { tenant: 'local', at: clock.now(), actor: 'local', cause: 'import 1', entity: 'deal' };
    const added = { ...record, id: '018f2f6e-0000-7000-8000-000000000001' };
    const writes = [
      { record: added, change: { ...entry, id: added.id, version: 1, before: null, after: added.values } },
      { record: { ...record, version: 2 }, change: { ...entry, id: record.id, version: 2, before: {}, after: {} } },
    ];
    one.close();
    const applied = one.imports().atOnce(async (write) => {
      expect(await write(writes)).to.deep.equal([]);
      await other.change('deal', record.id, { amount: 5 }, { version: 1 });
    });
    const thrown: unknown = await applied.catch((failure: unknown) => failure);
    expect(thrown).to.be.instanceOf(SourceError).with.property('code', 'changed_meanwhile');
    expect(records(one).map(({ id, values }) => [id, values['amount']])).to.deep.equal([[record.id, 5]]);
    expect(records(await opening())).to.deep.equal(records(one));
  });

  it('twenty thousand: imported, opened without and with a snapshot', async () => {
    const first = await opening();
    const session = await begin(first, rows(20_000));
    await session.plan(WISH);
    await session.apply(nothing, new AbortController().signal);
    first.close();
    const second = await opening();
    expect(records(second)).to.have.length(20_000);
    await second.settle();
    second.close();
    // nothing but the snapshot has to be read
    const kept = (await snapshotsAt(name).all()).find(({ entity }) => entity === 'deal');
    const deal = second.model.find('deal');
    if (!kept || !deal) throw new Error('There is no snapshot.');
    expect(restore(deal, kept.buffer).length).to.equal(20_000);
    const third = await opening();
    const sum = await third.measure({ entity: 'deal', measures: ['count()', 'sum(amount)'] });
    expect(sum.ok && sum.value.measures.map(({ values }) => values[0])).to.deep.equal([
      20_000,
      20_000 * 50 + (100 * 20_000 * 20_001) / 2,
    ]);
  });
});
