// For tests alone: stores that begin empty, and jest's `expect` by chai.
import { expect } from 'chai';
import { deleteDB } from 'idb';
import { type IdbSource, openIdb } from './idb-source.ts';

const AT = '2025-02-05T09:00:00.000Z';

/** The clock and the day of these tests. */
export const clock = {
  now: (): string => AT,
  moment: () => ({ today: '2025-02-05', zone: 'Europe/Paris' }),
};

let count = 0;
/** A name that no test had before. */
export const freshName = (): string => `test-${Date.now()}-${(count += 1)}`;

/** Opens a store of a name with the clock of these tests. */
export const open = (name: string): Promise<IdbSource> => openIdb(name, clock);

/** Closes sources and deletes what is kept under a name. */
export const discard = async (name: string, ...sources: readonly IdbSource[]): Promise<void> => {
  for (const source of sources) source.close();
  await Promise.all([deleteDB(`sluice:${name}`), deleteDB(`sluice-snapshots:${name}`)]);
};

/** Waits until something holds; fails after three seconds. */
export const until = async (what: () => unknown): Promise<void> => {
  const end = performance.now() + 3000;
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`It never came: ${String(what)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What of `value` the parts of `part` speak of. */
const likeness = (value: unknown, part: unknown): unknown =>
  Array.isArray(part) || !isObject(part) || !isObject(value)
    ? value
    : Object.fromEntries(Object.entries(part).map(([name, one]) => [name, likeness(value[name], one)]));

/** What the conformance suite expects with. */
export const jestLike = (value: unknown) => ({
  toBe: (expected: unknown): void => {
    expect(value).to.equal(expected);
  },
  toEqual: (expected: unknown): void => {
    expect(value).to.deep.equal(expected);
  },
  toMatchObject: (expected: object): void => {
    expect(likeness(value, expected)).to.deep.equal(expected);
  },
});
