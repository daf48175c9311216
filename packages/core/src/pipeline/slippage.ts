import type { Period } from './calendar.ts';
import { amountOf, type Facts, unpricedOf } from './facts.ts';
import { type Known, ratio, unknown } from './known.ts';

/** What became of a deal that was open at the start of a period and expected in it. */
export type SlippageFate = 'won' | 'slipped' | 'lost' | 'still' | 'undated' | 'removed';

/** How much of what was expected in a period slipped out of it. */
export interface Slippage {
  /** Slipped ÷ expected, by number of deals, 0–1; null with `no_expected_deals`. */
  readonly rate: Known;
  /** The same by amounts as they were at the start; null too where they are unknown, in several currencies, or add up to 0. */
  readonly value: Known;
  /** Deals open at the start and expected in the period. */
  readonly expected: number;
  /** Minor units, as they were at the start, of those that had an amount. */
  readonly expectedAmount: Known;
  readonly slippedAmount: Known;
  /** The expected deals by what became of them; they add up to `expected`. */
  readonly fates: Readonly<Record<SlippageFate, number>>;
  /** Of the slipped ones: lost since, after they had been put off. */
  readonly slippedLost: number;
  /** Expected deals without an amount. */
  readonly unpriced: number;
  /** The ids of the slipped deals, in the order of the start. */
  readonly slipped: readonly string[];
}

/**
 * What became of an expected deal: `won`; `slipped`, now expected after the period and not won (a lost one that had been put off among
 * them); `lost` without having been put off; `still` open and expected in the period or before it (overdue, when it is over); `undated`,
 * not expected any more on a known day; `removed`.
 */
export const fateOf = (now: Facts | undefined, { to }: Period): SlippageFate => {
  if (!now) return 'removed';
  if (now.outcome === 'won') return 'won';
  if (now.expected !== null && now.expected > to) return 'slipped';
  if (now.outcome === 'lost') return 'lost';
  return now.expected === null ? 'undated' : 'still';
};

/**
 * Slippage of a period: deals open at its start, expected in it, now expected later (after it) and not won ÷ deals open at its start and
 * expected in it. `start` are the facts as they stood before its first day began (`asOf` the day before), `now` as they stand.
 * Source: domain.md, slippage.
 */
export const slippageOf = (start: Iterable<Facts>, now: Iterable<Facts>, period: Period): Slippage => {
  const current = new Map<string, Facts>();
  for (const one of now) current.set(one.id, one);
  const fates: Record<SlippageFate, number> = { won: 0, slipped: 0, lost: 0, still: 0, undated: 0, removed: 0 };
  const expected: Facts[] = [];
  const slipped: Facts[] = [];
  let slippedLost = 0;
  for (const deal of start) {
    const { expected: day, outcome } = deal;
    if (outcome !== 'open' || day === null || day < period.from || day > period.to) continue;
    const then = current.get(deal.id);
    const fate = fateOf(then, period);
    fates[fate] += 1;
    expected.push(deal);
    if (fate !== 'slipped') continue;
    slipped.push(deal);
    if (then?.outcome === 'lost') slippedLost += 1;
  }
  const expectedAmount = amountOf(expected);
  const slippedAmount = amountOf(slipped);
  const unpriced = unpricedOf(expected);
  const value = (): Known => {
    if (expected.length === 0) return unknown('no_expected_deals');
    if (expectedAmount.value === null) return unknown(expectedAmount.reason);
    if (slippedAmount.value === null) return unknown(slippedAmount.reason);
    return ratio(slippedAmount.value, expectedAmount.value, unpriced === expected.length ? 'no_amounts' : 'zero_base');
  };
  return {
    rate: ratio(slipped.length, expected.length, 'no_expected_deals'),
    value: value(),
    expected: expected.length,
    expectedAmount,
    slippedAmount,
    fates,
    slippedLost,
    unpriced,
    slipped: slipped.map(({ id }) => id),
  };
};
