import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chanceOf } from '../../src/demo/chance.ts';
import { openBehind } from './migration-kills.ts';

const SEED = Number(process.env['SEED'] ?? 20_261_121);

let behind: Awaited<ReturnType<typeof openBehind>>;
beforeAll(async () => {
  behind = await openBehind();
}, 60_000);
afterAll(() => behind.close());

describe('a migration that is stopped', () => {
  it('at any of its statements leaves the version before, whole', async () => {
    const statements = await behind.statements();
    expect(statements).toBeGreaterThan(5);
    expect(await behind.version()).toBe('old');
    const versions = new Set<string>();
    for (let at = 1; at <= statements; at++) versions.add(await behind.cutAt(at));
    expect([...versions]).toEqual(['old']);
  }, 120_000);

  it('by SIGKILL of its process leaves the version before; two processes that start together then migrate once', async () => {
    const chance = chanceOf(SEED);
    const statements = await behind.statements();
    for (let turn = 0; turn < 2; turn++) {
      const at = chance.between(1, statements);
      expect([SEED, at, await behind.killAt(at)]).toEqual([SEED, at, 'old']);
    }
    const before = await behind.plans();
    expect(await behind.together(2)).toEqual([0, 0]);
    expect([await behind.version(), (await behind.plans()) - before]).toEqual(['new', 1]);
  }, 120_000);
});
