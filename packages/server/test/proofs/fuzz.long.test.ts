import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFuzz } from './fuzzing.ts';
import { note } from './report.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_007);

describe('60 000 requests that nobody foresaw', () => {
  let fuzz: Awaited<ReturnType<typeof openFuzz>>;
  beforeAll(async () => {
    fuzz = await openFuzz();
  });
  afterAll(async () => fuzz.close());

  it('another seed each time: no fault of the server, no hang, answers as described, nothing told of its inside (G3, G30)', async () => {
    expect(await fuzz.chains(SEED)).toEqual([]);
    const { sent, accepted, faults } = await fuzz.run(60_000, SEED);
    note('G3', 'generated requests', { seed: SEED, sent, accepted, faults: faults.length });
    expect(faults.slice(0, 20)).toEqual([]);
  });
});
