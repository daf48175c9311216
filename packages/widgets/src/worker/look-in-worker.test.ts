import { expect } from 'chai';
import { fixtureModel } from '../fixtures.ts';
import type { ImportWish } from '../sources/import-session.ts';
import { fileReader, type Looking } from './look-in-worker.ts';

const WISH: ImportWish = { map: {}, answers: {}, links: 'match', rules: {} };
const looking = (wish: Partial<ImportWish> = {}): Looking => ({
  wish: { ...WISH, ...wish },
  moment: { today: '2025-02-05', zone: 'Europe/Paris' },
  at: '2025-02-05T09:00:00.000Z',
});
const reader = (count: number) => {
  const model = fixtureModel();
  const deal = model.find('deal');
  if (!deal) throw new Error('There are no deals.');
  const lines = Array.from({ length: count }, (_, at) => `Client ${at};${at},50 €;Gagné;une remarque sans intérêt`);
  const text = ['Client;Montant;Statut;Humeur', ...lines].join('\r\n');
  return fileReader({ bytes: new TextEncoder().encode(text), type: 'text/csv', name: 'deals.csv' }, deal, model);
};

/** How many workers are started while something is done, and what they are asked. */
const watched = async (
  work: () => Promise<unknown>,
  broken = false,
): Promise<{ readonly workers: number; readonly files: readonly boolean[] }> => {
  const { Worker: Platform } = globalThis;
  let workers = 0;
  const files: boolean[] = [];
  globalThis.Worker = class extends Platform {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(broken ? '/nothing-here.js' : address, options);
      workers += 1;
    }
    override postMessage(message: unknown): void {
      files.push(typeof message === 'object' && message !== null && 'file' in message);
      super.postMessage(message, []);
    }
  };
  try {
    await work();
  } finally {
    globalThis.Worker = Platform;
  }
  return { workers, files };
};

describe('reading a file that is to be imported', () => {
  it('happens in a worker when the file is large, which is told the file once', async () => {
    const read: number[] = [];
    const { workers, files } = await watched(async () => {
      const large = reader(3000);
      read.push((await large.read(looking())).read.records.length);
      const { read: again, file } = await large.read(looking({ map: { Humeur: 'notes' } }));
      read.push(again.records.length);
      expect(file.table.rows).to.have.length(3000);
      expect(again.columns.map(({ field }) => field)).to.include('notes');
      large.end();
    });
    expect(read).to.deep.equal([3000, 3000]);
    expect(workers).to.equal(1);
    expect(files).to.deep.equal([true, false]);
  });

  it('gives the same in the page, where a small file is read', async () => {
    const values = async (count: number) => {
      const one = reader(count);
      const { read } = await one.read(looking());
      one.end();
      return read.records.slice(0, 10).map((record) => record.values);
    };
    expect((await watched(() => values(10))).workers).to.equal(0);
    expect(await values(3000)).to.deep.equal(await values(10));
  });

  it('happens in the page where a worker may not be, and after its end', async () => {
    let count = 0;
    const { workers } = await watched(async () => {
      const one = reader(3000);
      count += (await one.read(looking())).read.records.length;
      one.end();
      count += (await one.read(looking())).read.records.length;
    }, true);
    expect([workers, count]).to.deep.equal([1, 6000]);
  });
});
