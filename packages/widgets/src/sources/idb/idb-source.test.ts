import { type Notice, type Rec, SourceError, type Written } from '@sluice/core';
import { deals } from '@sluice/core/blueprints';
import { expect } from 'chai';
import { type IdbSource, openIdb } from './idb-source.ts';
import { shapeOf, snapshotsAt } from './snapshots.ts';
import { storeAt } from './store.ts';
import { clock, discard, freshName, open, until } from './testing.ts';

const written = (result: Written): Rec => {
  if (!result.ok) throw new Error(result.issues.map((one) => one.message).join(' '));
  return result.record;
};
const draft = { client: 'ACME', amount: 100_055, stage: 'qualified' };
const total = async (source: IdbSource, entity = 'deal'): Promise<number> => {
  const page = await source.list({ entity });
  if (!page.ok) throw new Error(page.issues[0]?.message);
  return page.value.total;
};
const failure = async (promise: Promise<unknown>): Promise<SourceError> => {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof SourceError) return thrown;
    throw thrown;
  }
  throw new Error('It did not fail.');
};

/** Lets the nth record that is stored from now on fail, as a browser without room does. */
const failingAt = (nth: number): (() => void) => {
  const { put } = IDBObjectStore.prototype;
  let count = 0;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
    if (this.name === 'records') count += 1;
    if (this.name === 'records' && count === nth) throw new DOMException('no room', 'QuotaExceededError');
    return put.apply(this, args);
  };
  return () => {
    IDBObjectStore.prototype.put = put;
  };
};

describe('records that the browser keeps', () => {
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

  it('are there after a reload: values, versions, overrides, and what happened to them', async () => {
    const before = await opening();
    const company = written(await before.create('company', { name: 'Isavigne' }));
    const made = written(await before.create('deal', { ...draft, account: company.id, tags: ['a,b', 'été'] }));
    const edited = written(await before.change('deal', made.id, { probability: 5500 }, { version: 1 }));
    const gone = written(await before.create('deal', { ...draft, client: 'Gone' }));
    written(await before.remove('deal', gone.id, { version: 1 }));
    before.close();

    const after = await opening();
    expect(await after.get('deal', made.id)).to.deep.equal(edited);
    expect(await total(after)).to.equal(1);
    const journal = await after.journalOf('deal', made.id);
    expect(journal.map(({ version, after: values }) => [version, values?.['probability']])).to.deep.equal([
      [2, 5500],
      [1, undefined],
    ]);
    expect((await after.journalOf('deal', gone.id)).map((entry) => entry.after === null)).to.deep.equal([true, false]);
    written(await after.change('deal', made.id, { amount: 1 }, { version: 2 }));
  });

  it('come back from a snapshot with what changed since: added, edited and taken out', async () => {
    const before = await opening();
    const made: Rec[] = [];
    for (let at = 0; at < 230; at += 1)
      made.push(written(await before.create('deal', { ...draft, client: `Client ${at}` })));
    await before.settle();
    const [first, second, third] = made;
    if (!first || !second || !third) throw new Error('nothing was made');
    written(await before.change('deal', first.id, { amount: 7 }, { version: 1 }));
    written(await before.remove('deal', second.id, { version: 1 }));
    const added = written(await before.create('deal', { ...draft, client: 'Added' }));
    written(await before.remove('deal', third.id, { version: 1 }));
    before.close();

    const after = await opening();
    expect(await total(after)).to.equal(229);
    expect((await after.get('deal', first.id))?.values['amount']).to.equal(7);
    expect(await after.get('deal', second.id)).to.equal(null);
    expect((await after.get('deal', added.id))?.values['client']).to.equal('Added');
    const answer = await after.measure({ entity: 'deal', measures: ['sum(amount)'] });
    expect(answer.ok && answer.value.measures[0]?.values[0]).to.equal(228 * 100_055 + 7);
  });

  it('are seen by another tab at once, edited, added and taken out', async () => {
    const [one, other] = [await opening(), await opening()];
    const heard: Notice[] = [];
    other.watch((notice) => heard.push(notice));
    const made = written(await one.create('deal', draft));
    await until(() => other.get('deal', made.id));
    expect(heard).to.deep.equal([{ entity: 'deal', ids: [made.id] }]);
    written(await other.change('deal', made.id, { amount: 5 }, { version: 1 }));
    await until(async () => (await one.get('deal', made.id))?.values['amount'] === 5);
    written(await one.remove('deal', made.id, { version: 2 }));
    await until(async () => (await other.get('deal', made.id)) === null);
  });

  it('edited in two tabs at once are a conflict with both values', async () => {
    const [one, other] = [await opening(), await opening()];
    const made = written(await one.create('deal', draft));
    await until(() => other.get('deal', made.id));
    const both = await Promise.all([
      one.change('deal', made.id, { amount: 1 }, { version: 1 }),
      other.change('deal', made.id, { amount: 2 }, { version: 1 }),
    ]);
    expect(both.map(({ ok }) => ok)).to.have.members([false, true]);
    const [late] = both.flatMap((result) => (result.ok ? [] : [result.conflict]));
    expect([late?.stored.values['amount'], late?.asked['amount']]).to.have.members([1, 2]);
    expect(late?.stored.version).to.equal(2);
  });

  it('written by two tabs at once without a pause are all kept, and both tabs show the same', async () => {
    const [one, other] = [await opening(), await opening()];
    const clients = Array.from({ length: 60 }, (_, at) => `Client ${at}`);
    await Promise.all(clients.map((client, at) => (at % 2 ? one : other).create('deal', { ...draft, client })));
    await until(async () => (await total(one)) === 60 && (await total(other)) === 60);
    const third = await opening();
    expect(await total(third)).to.equal(60);
  });

  it('that must be unique are so in all tabs, whoever is faster', async () => {
    const [one, other] = [await opening(), await opening()];
    const field = one.model.entities.flatMap((entity) =>
      entity.stored.filter(({ unique, kind }) => unique && kind === 'email').map((found) => [entity.name, found.name]),
    )[0];
    if (!field) throw new Error('The blueprint has no unique address.');
    const [entity = '', unique = ''] = field;
    const about = one.model.find(entity);
    const values = { [about?.title.name ?? '']: 'Anna', [unique]: 'anna@example.org' };
    const both = await Promise.all([one.create(entity, values), other.create(entity, values)]);
    expect(both.map(({ ok }) => ok)).to.have.members([false, true]);
    expect(both.flatMap((result) => (result.ok ? [] : result.issues.map(({ code }) => code)))).to.deep.equal([
      'not_unique',
    ]);
  });

  it('that find no room are nowhere: not shown, not kept, not in the journal; the next one is', async () => {
    const source = await opening();
    const made = written(await source.create('deal', draft));
    const heard: Notice[] = [];
    source.watch((notice) => heard.push(notice));
    const mend = failingAt(1);
    try {
      const refused = await failure(source.change('deal', made.id, { amount: 5 }, { version: 1 }));
      expect([refused.code, refused.remedy === '']).to.deep.equal(['quota', false]);
    } finally {
      mend();
    }
    expect(await source.get('deal', made.id)).to.deep.equal(made);
    expect(heard).to.deep.equal([]);
    expect(await source.journalOf('deal', made.id)).to.have.length(1);
    expect(written(await source.change('deal', made.id, { amount: 6 }, { version: 1 })).version).to.equal(2);
    source.close();
    expect((await (await opening()).get('deal', made.id))?.values['amount']).to.equal(6);
  });

  it('are exported as a file that can be read again, with the journal', async () => {
    const source = await opening();
    const company = written(await source.create('company', { name: 'Isavigne' }));
    written(await source.create('deal', { ...draft, account: company.id }));
    const json = JSON.parse(await (await source.exportAll()).text()) as Record<string, readonly object[]>;
    expect(Object.keys(json)).to.deep.equal(['deals', 'companies', 'journal']);
    expect(json['deals']?.[0]).to.include({ client: 'ACME', amount: 1000.55, account: company.id });
    expect(json['journal']).to.have.length(2);
  });

  it('can be erased, in every tab and for good', async () => {
    const [one, other] = [await opening(), await opening()];
    const made = written(await one.create('deal', draft));
    await until(() => other.get('deal', made.id));
    await one.eraseAll();
    expect(await total(one)).to.equal(0);
    await until(async () => (await total(other)) === 0);
    expect(await one.journalOf('deal', made.id)).to.deep.equal([]);
    written(await other.create('deal', { ...draft, client: 'New' }));
    await until(async () => (await total(one)) === 1);
    expect(await total(await opening())).to.equal(1);
  });

  it('that were erased are in no snapshot either', async () => {
    const source = await opening();
    for (let at = 0; at < 210; at += 1) written(await source.create('deal', { ...draft, client: `Client ${at}` }));
    await source.settle();
    const snapshots = snapshotsAt(name);
    expect((await snapshots.all()).map(({ entity }) => entity)).to.deep.equal(['deal']);
    await source.eraseAll();
    expect(await snapshots.all()).to.deep.equal([]);
    snapshots.rest();
    expect(await total(await opening())).to.equal(0);
  });

  it('with a snapshot that cannot be read are read one by one', async () => {
    const source = await opening();
    const made = written(await source.create('deal', draft));
    const store = storeAt(name, { model: 'crm', now: clock.now });
    const { era } = await store.standing();
    store.rest();
    const about = source.model.find('deal');
    if (!about) throw new Error('There are no deals.');
    const snapshots = snapshotsAt(name);
    await snapshots.keep({ entity: 'deal', era, revision: 1, shape: shapeOf(about), buffer: new ArrayBuffer(100) });
    snapshots.rest();
    expect(await (await opening()).get('deal', made.id)).to.deep.equal(made);
  });

  it('are those of one blueprint: another is refused, and nothing is lost', async () => {
    const source = await opening();
    const made = written(await source.create('deal', draft));
    const refused = await failure(openIdb(name, { ...clock, blueprint: deals }));
    expect(refused.code).to.equal('other_model');
    expect(await source.get('deal', made.id)).to.deep.equal(made);
  });

  it('are read and written on after nobody looked for a while', async () => {
    const source = await opening();
    const stop = source.watch(() => undefined);
    stop();
    const other = await opening();
    const made = written(await other.create('deal', draft));
    source.watch(() => undefined);
    await until(() => source.get('deal', made.id));
    source.close();
    expect(written(await source.change('deal', made.id, { amount: 1 }, { version: 1 })).version).to.equal(2);
  });
});
