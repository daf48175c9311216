import type { Outcome } from '../blueprint/index.ts';
import { type Figured, known, onlyCurrency, unknown } from './chances.ts';

/** A deal as it stood on one date. */
export interface DealState {
  readonly id: string;
  /** Minor units; a blank amount counts as nothing until it is known. */
  readonly amount: number | null;
  readonly outcome: Outcome;
  /** The day it is expected to close, `YYYY-MM-DD`; needed only with a window. */
  readonly expected?: string | null;
  /** The day it was closed; without it a closed deal is due on its expected day. */
  readonly closed?: string | null;
  /** ISO 4217. */
  readonly currency?: string | null;
}

/** The days a pipeline speaks of, both included: deals expected in it are in the balance. */
export interface DueWindow {
  readonly from: string;
  readonly to: string;
}

/** The parts of a waterfall, in the order they are drawn. `removed` are deals whose record is gone. */
export const WATERFALL_PARTS = [
  'new',
  'pulledIn',
  'reopened',
  'increased',
  'decreased',
  'won',
  'lost',
  'pushedOut',
  'removed',
] as const;
export type WaterfallPart = (typeof WATERFALL_PARTS)[number];

/** What one deal brings to a part: minor units, negative where it takes away. */
export interface Movement {
  readonly id: string;
  readonly amount: number;
}

/** One step of a waterfall: the sum of its deals' movements, in minor units. */
export interface WaterfallStep {
  readonly part: WaterfallPart;
  readonly amount: number;
  readonly deals: readonly Movement[];
}

/** The open pipeline of two dates and everything between: opening + Σ steps = closing, to the minor unit. */
export interface Waterfall {
  /** ISO 4217; null when the deals do not say. */
  readonly currency: string | null;
  /** Minor units. */
  readonly opening: number;
  readonly closing: number;
  /** Every part, in order, empty ones too. */
  readonly steps: readonly WaterfallStep[];
  /** Deals of the opening and of the closing balance. */
  readonly deals: { readonly opening: number; readonly closing: number };
  /** Deals in either balance that had no amount on one of the dates and counted there as nothing. */
  readonly blank: number;
}

const worth = (state: DealState): number => state.amount ?? 0;

const due = (state: DealState): string | null | undefined =>
  state.outcome === 'open' ? state.expected : (state.closed ?? state.expected);

const inside = (state: DealState, window: DueWindow | undefined): boolean => {
  if (!window) return true;
  const day = due(state);
  return typeof day === 'string' && day >= window.from && day <= window.to;
};

const entered = (before: DealState | undefined): WaterfallPart =>
  before === undefined ? 'new' : before.outcome === 'open' ? 'pulledIn' : 'reopened';

const left = (after: DealState | undefined): WaterfallPart =>
  after === undefined ? 'removed' : after.outcome === 'open' ? 'pushedOut' : after.outcome;

type Step = readonly [part: WaterfallPart, amount: number];

/** What one deal does between the dates. It comes in, and goes out, at its amount on the later date; the difference is a change. */
const movements = (
  before: DealState | undefined,
  after: DealState | undefined,
  window: DueWindow | undefined,
): readonly Step[] => {
  const wasIn = before?.outcome === 'open' && inside(before, window);
  const isIn = after?.outcome === 'open' && inside(after, window);
  if (before && wasIn) {
    if (!after) return [['removed', -worth(before)]];
    const change = worth(after) - worth(before);
    const changed: Step = [change > 0 ? 'increased' : 'decreased', change];
    return isIn ? [changed] : [changed, [left(after), -worth(after)]];
  }
  if (!after) return [];
  if (isIn) return [[entered(before), worth(after)]];
  // Not there on either date, and yet it passed: closed in the window meanwhile, so that `won` is all that was won.
  const passed = after.outcome !== 'open' && after.outcome !== before?.outcome && inside(after, window);
  return passed
    ? [
        [entered(before), worth(after)],
        [after.outcome, -worth(after)],
      ]
    : [];
};

const balance = (states: Iterable<DealState>, window: DueWindow | undefined) => {
  let amount = 0;
  let count = 0;
  for (const state of states) {
    if (state.outcome !== 'open' || !inside(state, window)) continue;
    amount += worth(state);
    count++;
  }
  return { amount, count };
};

const byId = (states: readonly DealState[]): ReadonlyMap<string, DealState> =>
  new Map(states.map((state) => [state.id, state]));

/**
 * The waterfall of the open pipeline between two dates, from the deals as they stood on each:
 * opening + new + pulled in + reopened ± amount changes − won − lost − pushed out (− removed) = closing, to the minor unit.
 * With a `window` only deals expected in it are in the balance, and deals are pulled in and pushed out of it; without one every open deal
 * is. Deals move at their amount on the later date, and a deal that is new and won between the dates is in both parts. Of states with one
 * id the last counts. Unknown with `no_rows`, `mixed_currencies`, `too_large`. Source: domain.md, "Waterfall".
 */
export const waterfall = (
  { opening, closing }: { readonly opening: readonly DealState[]; readonly closing: readonly DealState[] },
  { window }: { readonly window?: DueWindow } = {},
): Figured<Waterfall> => {
  const before = byId(opening);
  const after = byId(closing);
  const ids = new Set([...before.keys(), ...after.keys()]);
  if (ids.size === 0) return unknown('no_rows');
  const states = [...before.values(), ...after.values()];
  const currency = onlyCurrency(states.map((state) => state.currency ?? null));
  if (currency === undefined) return unknown('mixed_currencies');
  const size = states.reduce((sum, state) => sum + Math.abs(worth(state)), 0);
  // Half of it: a sum of both dates must stay exact too.
  if (!(size <= Number.MAX_SAFE_INTEGER / 2)) return unknown('too_large');
  const deals = Object.fromEntries(WATERFALL_PARTS.map((part) => [part, []])) as unknown as Record<
    WaterfallPart,
    Movement[]
  >;
  let blank = 0;
  for (const id of ids) {
    const steps = movements(before.get(id), after.get(id), window);
    if (steps.length > 0 && [before.get(id), after.get(id)].some((state) => state && state.amount === null)) blank++;
    for (const [part, amount] of steps) {
      const change = part === 'increased' || part === 'decreased';
      if (amount !== 0 || !change) deals[part].push({ id, amount: amount + 0 });
    }
  }
  const [first, last] = [balance(before.values(), window), balance(after.values(), window)];
  return known({
    currency,
    opening: first.amount,
    closing: last.amount,
    steps: WATERFALL_PARTS.map((part) => ({
      part,
      amount: deals[part].reduce((sum, movement) => sum + movement.amount, 0),
      deals: deals[part],
    })),
    deals: { opening: first.count, closing: last.count },
    blank,
  });
};
