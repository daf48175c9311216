import { convertRecord, type Rec } from '@sluice/core';
import { expect } from 'chai';
import { wayBack } from '../../elements/record/conversion.ts';
import type { IdbSource } from './idb-source.ts';
import { clock, discard, freshName, open, until } from './testing.ts';

const at = clock.now();
const moment = clock.moment();
const totals = (source: IdbSource) =>
  ['company', 'contact', 'opportunity'].map((entity) => source.frame(entity)?.length ?? -1);

describe('a conversion of a lead that the browser keeps', () => {
  let name: string;
  let opened: IdbSource[];
  const opening = async (): Promise<IdbSource> => {
    const source = await open(name);
    opened.push(source);
    return source;
  };
  const lead = async (source: IdbSource): Promise<Rec> => {
    const made = await source.create('lead', { name: 'Marie', email: 'marie@chai.fr', brand: 'Élan' });
    if (!made.ok) throw new Error(made.issues[0]?.message);
    return made.record;
  };
  const convert = (source: IdbSource, { id, version }: Rec) =>
    convertRecord(
      source,
      { entity: 'lead', id, conversion: 'convert', version },
      { moment, at, id: () => crypto.randomUUID() },
    );
  beforeEach(() => {
    name = freshName();
    opened = [];
  });
  afterEach(() => discard(name, ...opened));

  it('is on the disk with everything it made, under one cause, and is told once for each entity', async () => {
    const source = await opening();
    const one = await lead(source);
    const heard: string[] = [];
    source.watch(({ entity }) => heard.push(entity));
    const done = await convert(source, one);
    expect(done.ok).to.equal(true);
    expect(heard).to.deep.equal(['company', 'contact', 'opportunity', 'lead']);
    const after = await opening();
    expect(totals(after)).to.deep.equal([1, 1, 1]);
    const [last] = await after.journalOf('lead', one.id);
    expect([last?.after?.['status'], last?.cause.startsWith('conversion ')]).to.deep.equal(['converted', true]);
  });

  it('is taken back as a whole, also in another tab, which sees it', async () => {
    const source = await opening();
    const other = await opening();
    other.watch(() => undefined);
    const done = await convert(source, await lead(source));
    await until(() => totals(other).join() === '1,1,1');
    const entity = other.model.find('lead');
    const conversion = entity?.conversions[0];
    const back = entity && conversion ? wayBack(other, entity, conversion, { moment, at }) : null;
    const undone = done.ok && back ? await back(done.record) : null;
    expect([undone?.ok, undone?.ok && undone.record.values['status']]).to.deep.equal([true, 'new']);
    expect(totals(other)).to.deep.equal([0, 0, 0]);
  });

  it('leaves nothing when the browser has no room for all of it', async () => {
    const source = await opening();
    const one = await lead(source);
    const { put } = IDBObjectStore.prototype;
    let count = 0;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
      if (this.name === 'records' && (count += 1) === 3) throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, args);
    };
    try {
      const failure = await convert(source, one).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(failure).to.have.property('code');
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect(totals(source)).to.deep.equal([0, 0, 0]);
    const after = await opening();
    expect(totals(after)).to.deep.equal([0, 0, 0]);
    expect((await after.get('lead', one.id))?.version).to.equal(1);
  });
});
