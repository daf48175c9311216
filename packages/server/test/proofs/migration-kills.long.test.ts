import { describe, expect, it } from 'vitest';
import { openBehind } from './migration-kills.ts';
import { atLeast, none, note, plainly } from './report.ts';

type Behind = Awaited<ReturnType<typeof openBehind>>;

/**
 * Stops a migration at a statement, at the one so many further on, …, until one is let through to its end; gives how many, and how often it was
 * found in between.
 */
const atEach = async (stop: (at: number) => ReturnType<Behind['cutAt']>, first = 1, step = 1) => {
  const counts = { statements: 0, between: 0 };
  for (let at = first, found = await stop(at); found !== 'new'; found = await stop(at)) {
    if (found === 'between') counts.between += 1;
    counts.statements += 1;
    at += step;
  }
  return counts;
};

/** Databases that are stopped beside each other, so that a machine with several processors is done sooner. */
const LANES = 3;

describe('a migration that is stopped at each of its statements', () => {
  it('by the end of its connection, from nothing: there is nothing, or everything (G6)', async () => {
    const lanes = await Promise.all(
      Array.from({ length: LANES }, async (_, lane) => {
        const behind = await openBehind('nothing');
        const counts = await atEach(behind.cutAt, lane + 1, LANES);
        await behind.close();
        return counts;
      }),
    );
    const sum = (what: 'statements' | 'between'): number => lanes.reduce((all, one) => all + one[what], 0);
    const missed = note('G6', 'the first migration, cut at every statement', [
      atLeast('statements', sum('statements'), 100),
      none('found in between', sum('between')),
    ]);
    expect(missed).toEqual([]);
  });

  it('by SIGKILL of its process, from the version before: it is that one, or the new one (G6)', async () => {
    const behind = await openBehind();
    const planned = await behind.statements();
    const { statements, between } = await atEach(behind.killAt);
    const plans = await behind.plans();
    await behind.close();
    const missed = note('G6', 'an upgrade, killed at every statement', [
      atLeast('kills', statements, planned),
      none('found in between', between),
      plainly('upgrades noted at the end', plans),
    ]);
    expect(missed).toEqual([]);
  });

  it('or begun by four servers at once is done once (G6)', async () => {
    const behind = await openBehind('nothing');
    const ended = await behind.together(4);
    const [version, plans] = [await behind.version(), await behind.plans()];
    await behind.close();
    const missed = note('G6', 'four processes that migrate at once', [
      none('that failed', ended.filter((code) => code !== 0).length),
      atLeast('plans applied', plans, 1),
      none('plans more than one', plans - 1),
    ]);
    expect(version).toBe('new');
    expect(missed).toEqual([]);
  });
});
