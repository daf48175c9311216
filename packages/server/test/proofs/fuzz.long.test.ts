import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFuzz } from './fuzzing.ts';
import { atLeast, none, note, ofTheMachine, plainly } from './report.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_007);
/** Seeds that follow each other: what one found is made again by itself. */
const SEEDS = [SEED, SEED + 1000, SEED + 2000];
const EACH = 20_000;

describe('60 000 requests that nobody foresaw', () => {
  let fuzz: Awaited<ReturnType<typeof openFuzz>>;
  beforeAll(async () => {
    fuzz = await openFuzz();
  });
  afterAll(async () => fuzz.close());

  it('other seeds each time: no fault of the server, no hang, answers as described, nothing told of its inside (G3, G30)', async () => {
    expect(await fuzz.chains(SEED)).toEqual([]);
    const faults: string[] = [];
    const sums = { sent: 0, accepted: 0 };
    let last: Awaited<ReturnType<typeof fuzz.run>> | undefined;
    for (const seed of SEEDS) {
      last = await fuzz.run(EACH, seed);
      faults.push(...last.faults);
      sums.sent += last.sent;
      sums.accepted += last.accepted;
    }
    const missed = [
      ...note('G3', `generated requests, from seed ${SEED}`, [
        atLeast('requests', sums.sent, SEEDS.length * EACH),
        plainly('of operations, all that are described', last?.operations ?? 0),
        plainly('accepted', sums.accepted),
        none('5xx, hangs, answers that are not as described', faults.length),
        ofTheMachine(none('answers after more than 2 s', last?.slow ?? 0)),
      ]),
      ...note('G30', 'refusals of generated requests', [
        plainly('refusals with code, title and request id', last?.refusals ?? 0),
        none('that lack one, or tell of the inside', faults.length),
      ]),
    ];
    expect(faults.slice(0, 20)).toEqual([]);
    expect(missed).toEqual([]);
  });
});
