import { SourceError } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { expect } from 'chai';
import type { ReadRequest } from './protocol.ts';
import { readFile } from './read-in-worker.ts';
import { startWorker } from './start-worker.ts';

const request = (text: string): ReadRequest => ({
  blueprint: crm,
  dataset: 'deal',
  map: {},
  today: '2025-02-05',
  zone: 'Europe/Paris',
  at: '2025-02-05T09:00:00.000Z',
  content: { bytes: new TextEncoder().encode(text), type: 'text/csv', name: 'deals.csv' },
});
const deals = (count: number): string =>
  ['client,stage,amount', ...Array.from({ length: count }, (_, at) => `Client ${at},won,${at}.50`)].join('\n');

/** How many workers are started while something is done. */
const workersIn = async (work: () => Promise<unknown>): Promise<number> => {
  const { Worker: Platform } = globalThis;
  let started = 0;
  globalThis.Worker = class extends Platform {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      started++;
    }
  };
  try {
    await work();
  } finally {
    globalThis.Worker = Platform;
  }
  return started;
};

describe('reading a file', () => {
  it('happens in a worker when the file is large, in the page when it is small', async () => {
    expect(await workersIn(() => readFile(request(deals(10))))).to.equal(0);
    expect(await workersIn(() => readFile(request(deals(5000))))).to.equal(1);
  });

  it('gives the same in both', async () => {
    const large = await readFile(request(deals(5000)));
    expect(large.outcome.rows).to.equal(5000);
    expect(large.frames.map(([entity]) => entity)).to.deep.equal(
      (await readFile(request(deals(10)))).frames.map(([entity]) => entity),
    );
  });

  it('is answered by the worker itself, and not by the page in its place', async () => {
    const started = startWorker();
    const answer = await new Promise((resolve) => {
      started?.worker.addEventListener('message', (event) => resolve(event.data));
      started?.worker.addEventListener('error', () => resolve('error'));
      started?.worker.postMessage(request(deals(3)), []);
    });
    started?.end();
    expect(answer).to.have.property('ok', true);
  });

  it('fails in a worker as it does in the page', async () => {
    const nonsense = Array.from({ length: 5000 }, () => 'x,y').join('\n');
    for (const text of ['x,y\n1,2', `${nonsense}\n`]) {
      let failure: unknown;
      try {
        await readFile(request(text));
      } catch (thrown) {
        failure = thrown;
      }
      expect(failure).to.be.instanceOf(SourceError);
      expect((failure as SourceError).code).to.equal('nothing_mapped');
    }
  });

  it('happens in the page where a worker may not be', async () => {
    const { Worker: Platform } = globalThis;
    globalThis.Worker = class extends Platform {
      constructor() {
        super('/nothing-here.js');
      }
    };
    try {
      expect((await readFile(request(deals(5000)))).outcome.rows).to.equal(5000);
    } finally {
      globalThis.Worker = Platform;
    }
  });
});
