import { summarize } from '../expr/statistics.ts';
import type { Moment } from '../expr/tree.ts';
import { roundHalfAway } from '../money.ts';
import { addDays, diffDays } from '../time.ts';
import { amountOf, type Facts, unpricedOf } from './facts.ts';
import { type Known, known, type Reason, unknown } from './known.ts';

/** The days a velocity looks back on unless it is told otherwise. Source: domain.md, velocity. */
export const VELOCITY_DAYS = 90;

/** The four levers of velocity, in the order of the formula. */
export const LEVERS = ['opportunities', 'amount', 'winRate', 'cycle'] as const;
export type Lever = (typeof LEVERS)[number];

/** What velocity is made of. */
export interface Levers {
  /** Open deals. */
  readonly opportunities: number;
  /** Mean won amount, in minor units; a double. */
  readonly amount: number;
  /** Won ÷ (won + lost), 0–1. */
  readonly winRate: number;
  /** Mean days from creation to closing of the won deals. */
  readonly cycle: number;
}

/** What a better lever would bring. */
export interface Sensitivity {
  readonly lever: Lever;
  /** The lever as it would be: more opportunities, a larger amount, a higher win rate (at most 1), a shorter cycle. */
  readonly to: number;
  /** The velocity that follows, in minor units a day. */
  readonly velocity: Known;
  /** That against the velocity as it is: 0.25 is +25 %. */
  readonly change: Known;
}

/** Velocity and where it comes from. */
export interface Velocity {
  /** Minor units a day, rounded half away from zero. */
  readonly perDay: Known;
  /** Null with the reason of `perDay` where one of them is unknown. */
  readonly levers: Known<Levers>;
  /** ISO 4217; null where nothing was won. */
  readonly currency: string | null;
  /** First and last day of the window, `YYYY-MM-DD`, both in it. */
  readonly from: string;
  readonly to: string;
  /** Won and lost in the window. */
  readonly won: number;
  readonly lost: number;
  /** Won deals without an amount: they count as nothing in the mean, as in the sum. */
  readonly unpriced: number;
  /** Won deals closed before they were created, or created nobody knows when: left out of the cycle. */
  readonly untimed: number;
}

const exact = ({ opportunities, amount, winRate, cycle }: Levers): Known => {
  if (!(cycle > 0)) return unknown('zero_cycle');
  const value = (opportunities * amount * winRate) / cycle;
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? known(value + 0) : unknown('too_large');
};

/** Money a day, in minor units rounded half away from zero: opportunities × mean won amount × win rate ÷ cycle. Source: domain.md, velocity. */
export const velocityOf = (levers: Levers): Known => {
  const { value, reason } = exact(levers);
  return value === null ? unknown(reason) : known(roundHalfAway(value));
};

const improved = (levers: Levers, lever: Lever, by: number): Levers => {
  if (lever === 'cycle') return { ...levers, cycle: levers.cycle * (1 - by) };
  const better = levers[lever] * (1 + by);
  return { ...levers, [lever]: lever === 'winRate' ? Math.min(1, better) : better };
};

/**
 * What each lever brings when it gets better by a share (0.2 is 20 %), the others as they are: + by for three of them, 1 ÷ (1 − by) − 1 for
 * the cycle, which gets shorter: 20 % → +25 %. A win rate stays at most 1. Null with `zero_base` where the velocity is 0.
 * Source: domain.md, velocity.
 */
export const sensitivitiesOf = (levers: Levers, by: number): readonly Sensitivity[] => {
  const now = exact(levers);
  return LEVERS.map((lever) => {
    const better = improved(levers, lever, by);
    const then = exact(better);
    const change = (): Known => {
      if (now.value === null) return unknown(now.reason);
      if (then.value === null) return unknown(then.reason);
      return now.value === 0 ? unknown('zero_base') : known(then.value / now.value - 1);
    };
    return { lever, to: better[lever], velocity: velocityOf(better), change: change() };
  });
};

/**
 * The velocity of some deals on a day, over the trailing window of `days` that ends with it: open deals (now) × mean won amount × win rate
 * ÷ mean cycle of the deals closed in the window. The same figure as the metric `velocity`, to the minor unit. Null with `no_won_deals`,
 * `closed_before_created` (no won deal has a span), `zero_cycle` (all were won on the day they were made), `mixed_currencies`.
 */
export const velocityAt = (deals: Iterable<Facts>, { today }: Moment, days = VELOCITY_DAYS): Velocity => {
  const from = addDays(today, 1 - days);
  const rows = [...deals];
  const lately = rows.filter(({ closed }) => closed !== null && closed >= from && closed <= today);
  const won = lately.filter(({ outcome }) => outcome === 'won');
  const lost = lately.filter(({ outcome }) => outcome === 'lost');
  const opportunities = rows.filter(({ outcome }) => outcome === 'open').length;
  const spans = won.flatMap(({ created, closed }) => {
    const span = created === null || closed === null ? -1 : diffDays(created, closed);
    return span < 0 ? [] : [span];
  });
  const cycle = summarize('avg', spans, 'number');
  const total = amountOf(won);
  const shared = {
    currency: won.find(({ amount }) => amount !== null)?.currency ?? null,
    from,
    to: today,
    won: won.length,
    lost: lost.length,
    unpriced: unpricedOf(won),
    untimed: won.length - spans.length,
  };
  const none = (reason: Reason): Velocity => ({ ...shared, perDay: unknown(reason), levers: unknown(reason) });
  if (won.length === 0) return none('no_won_deals');
  if (total.value === null) return none(total.reason);
  if (spans.length === 0) return none(won.some(({ created }) => created) ? 'closed_before_created' : 'no_created_date');
  const closed = won.length + lost.length;
  const levers = { opportunities, amount: total.value / won.length, winRate: won.length / closed, cycle };
  if (cycle === 0) return { ...none('zero_cycle'), levers: known(levers) };
  // In the order of the metric's formula, which rounds once: sum × (open ÷ (closed × cycle)).
  const value = roundHalfAway(total.value * (opportunities / (closed * cycle)));
  if (!Number.isSafeInteger(value)) return none('too_large');
  return { ...shared, perDay: known(value), levers: known(levers) };
};
