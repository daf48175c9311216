import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSpool } from './spool.ts';
import { openTurns } from './turns.ts';

const bytes = (length: number, seed: number): Uint8Array => new Uint8Array(Buffer.alloc(length, `part ${seed};`));
async function* made(sizes: readonly number[], log: { taken: number; over: boolean }) {
  try {
    for (const [at, size] of sizes.entries()) {
      log.taken += 1;
      yield bytes(size, at);
    }
  } finally {
    log.over = true;
  }
}
const all = (sizes: readonly number[]): Buffer => Buffer.concat(sizes.map(bytes));
const left = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('sluice-export-'));

describe('a spool', () => {
  it('takes everything though nobody reads, and gives it in its order afterwards', async () => {
    const sizes = [400_000, 500_000, 300_000, 1, 2_000_000, 0, 70_000];
    const log = { taken: 0, over: false };
    const spool = openSpool();
    await spool.fill(made(sizes, log));
    expect([log, left()]).toEqual([{ taken: 7, over: true }, []]);
    const parts: Uint8Array[] = [];
    for await (const part of spool.chunks) parts.push(part);
    expect(Buffer.concat(parts).equals(all(sizes))).toBe(true);
  });

  it('gives the same bytes however its reader and its maker take turns', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 700_000 }), fc.integer({ min: 0, max: 3 })), { maxLength: 12 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 9 }),
        async (making, reading) => {
          const rest = async (turns: number): Promise<void> => {
            for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
          };
          const spool = openSpool();
          const slow = async function* () {
            for (const [at, [size, turns]] of making.entries()) {
              await rest(turns);
              yield bytes(size, at);
            }
          };
          const filling = spool.fill(slow());
          const parts: Uint8Array[] = [];
          for await (const part of spool.chunks) {
            parts.push(part);
            await rest(reading[parts.length % reading.length] ?? 0);
          }
          await filling;
          expect(Buffer.concat(parts).equals(all(making.map(([size]) => size)))).toBe(true);
        },
      ),
      { numRuns: 25, seed: 5 },
    );
  });

  it('stops what makes the bytes when its reader leaves, read from or not', async () => {
    for (const readFirst of [true, false]) {
      const log = { taken: 0, over: false };
      const endless = Array.from({ length: 100_000 }, () => 1000);
      const spool = openSpool();
      const filling = spool.fill(
        (async function* () {
          for await (const one of made(endless, log)) {
            yield one;
            await new Promise(setImmediate);
          }
        })(),
      );
      if (readFirst) await spool.chunks.next();
      await spool.chunks.return?.();
      await filling;
      expect(log.over).toBe(true);
      expect(log.taken).toBeLessThan(10);
    }
  });

  it('tells its reader what went wrong, after what was made before', async () => {
    const spool = openSpool();
    await spool.fill(
      (async function* () {
        yield bytes(10, 1);
        await Promise.resolve();
        throw new Error('The database is gone.');
      })(),
    );
    expect((await spool.chunks.next()).value).toEqual(bytes(10, 1));
    await expect(spool.chunks.next()).rejects.toThrow('The database is gone.');
  });
});

describe('turns', () => {
  it('lets two work at once and the others in the order they came, also after one has failed', async () => {
    const inTurn = openTurns(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const one = (at: number) =>
      inTurn(async () => {
        begun.push(at);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (at === 0) throw new Error('no');
        return at;
      });
    const all = [0, 1, 2, 3].map(one);
    const settled = Promise.allSettled(all);
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 1]);
    ends[0]?.();
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 1, 2]);
    for (let at = 1; at < 4; at++) {
      ends[at]?.();
      await new Promise(setImmediate);
    }
    expect((await settled).map((end) => (end.status === 'fulfilled' ? end.value : 'failed'))).toEqual([
      'failed',
      1,
      2,
      3,
    ]);
  });
});
