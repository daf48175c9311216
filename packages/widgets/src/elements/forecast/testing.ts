// Deals told by hand, for tests of figures. No part of the package.
import { type MemorySource, memorySource, newId, type Rec } from '@sluice/core';
import { Session } from '../../controllers/session.ts';
import { FIXTURE_DAY, fixtureModel, type Mounted } from '../../fixtures.ts';

/** A deal of a test: what it does not say is blank. */
export interface ToldDeal {
  readonly client: string;
  readonly stage?: string;
  /** Minor units. */
  readonly amount?: number | null;
  /** Basis points; set by somebody. */
  readonly probability?: number;
  /** The deal's own forecast category. */
  readonly forecast?: string;
  readonly createdOn?: string;
  readonly closedOn?: string | null;
  readonly dueOn?: string | null;
  readonly sector?: string;
  /** Days it was written down and last changed. */
  readonly made?: string;
  readonly touched?: string;
}

const blanks = Object.fromEntries((fixtureModel().find('deal')?.stored ?? []).map(({ name }) => [name, null]));

/** A source over these deals; `clock` may be moved while a test writes to it. */
export const sourceOf = (
  deals: readonly ToldDeal[],
  clock: { today: string } = { today: FIXTURE_DAY },
): MemorySource => {
  let count = 0;
  const records = deals.map((deal, at): Rec => {
    const { made = '2025-01-01', touched = made, probability, stage = 'prospect', ...rest } = deal;
    const createdAt = `${made}T09:00:00.000Z`;
    return {
      id: newId(Date.parse('2025-01-01T00:00:00Z'), () => [1, 2, at]),
      version: 1,
      createdAt,
      updatedAt: `${touched}T09:00:00.000Z`,
      overrides: probability === undefined ? {} : { probability: { by: 'anna', at: createdAt } },
      values: { ...blanks, createdOn: made, stage, probability: probability ?? null, ...rest },
    };
  });
  return memorySource({
    model: fixtureModel(),
    records: { deal: records },
    moment: () => ({ today: clock.today, zone: 'UTC' }),
    now: () => `${clock.today}T10:00:00.000Z`,
    id: () => newId(Date.parse(`${clock.today}T10:00:00Z`), () => [9, 9, (count += 1)]),
    actor: 'anna',
  });
};

/** An English session in euros over these deals, on 5 February 2025 unless told otherwise. */
export const sessionOf = (deals: readonly ToldDeal[], { today = FIXTURE_DAY, locale = 'en' } = {}): Session => {
  const session = new Session({ locale, timezone: 'UTC', today, currency: 'EUR' }, () => `${today}T10:00:00.000Z`);
  session.use(sourceOf(deals, { today }));
  return session;
};

/** The words of an element, its spaces all alike. */
export const wordsIn = (element: Element | null | undefined): string =>
  (element?.textContent ?? '')
    .replace(/\u2060/g, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();

/** The cells of a table's body (and foot), row by row. */
export const cellsIn = (table: Element | null | undefined): readonly (readonly string[])[] =>
  [...(table?.querySelectorAll('tbody tr, tfoot tr') ?? [])].map((row) => [...row.children].map(wordsIn));

/** Waits until something holds; false when it does not before long. */
export const soon = async (holds: () => boolean): Promise<boolean> => {
  const end = performance.now() + 4000;
  while (!holds() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
  return holds();
};

/** Waits for an element whose figures are reckoned by what is loaded when it is first asked for. */
export const reckoned = async (mounted: Mounted, tag: string): Promise<void> => {
  await mounted.settled();
  const waits = (): boolean => mounted.root.querySelector(tag)?.matches(':state(loading)') !== false;
  for (let round = 0; round < 300 && waits(); round += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  await mounted.settled();
};
