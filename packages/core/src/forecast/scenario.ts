import type { Outcome } from '../blueprint/index.ts';
import { scale, share } from '../money.ts';
import { daysFromDate, dateFromDays, LAST_DAY } from '../time.ts';
import { type ChanceColumns, type Figured, known, unknown } from './chances.ts';
import type { ScenarioLever, Scenario } from './lever.ts';

/** A deal as a what-if sees it: minor units, basis points, dates `YYYY-MM-DD`. */
export interface ScenarioDeal {
  readonly id: string;
  readonly stage: string | null;
  readonly amount: number | null;
  readonly probability: number | null;
  readonly outcome: Outcome;
  /** Somebody set the probability: it does not follow its stage. */
  readonly overridden?: boolean;
  readonly created?: string | null;
  readonly expected?: string | null;
}

/** What levers need besides the deals. */
export interface ScenarioContext {
  /** `YYYY-MM-DD`, for `cycle`. */
  readonly today: string;
  /** Whether a condition holds for a deal (see `compileWheres`); without it a lever with a condition touches nothing. */
  readonly matches?: (where: string, id: string) => boolean;
}

/** The deals after the levers, and how many deals each lever touched: 0 tells of a lever that moves nothing. */
export interface Applied {
  readonly deals: readonly ScenarioDeal[];
  readonly touched: readonly number[];
}

const ADDED = 'added:';

const faster = (deal: ScenarioDeal, factor: number, today: number): ScenarioDeal => {
  if (typeof deal.created !== 'string' || typeof deal.expected !== 'string') return deal;
  const start = daysFromDate(deal.created);
  const end = daysFromDate(deal.expected);
  if (end < start || end < today) return deal;
  const next = Math.min(LAST_DAY, Math.max(today, start + scale(end - start, factor, 10_000)));
  return next === end ? deal : { ...deal, expected: dateFromDays(next) };
};

const moved = (
  lever: Exclude<ScenarioLever, { kind: 'drop' | 'add' }>,
  deal: ScenarioDeal,
  context: ScenarioContext,
  today: number,
): ScenarioDeal => {
  if (deal.outcome !== 'open') return deal;
  switch (lever.kind) {
    case 'amount': {
      if (deal.amount === null) return deal;
      if (lever.where !== undefined && !context.matches?.(lever.where, deal.id)) return deal;
      const amount = scale(deal.amount, lever.factor, 10_000);
      return amount === deal.amount ? deal : { ...deal, amount };
    }
    case 'probability': {
      if (deal.stage !== lever.stage || deal.overridden === true || deal.probability === null) return deal;
      const probability = Math.min(10_000, Math.max(0, deal.probability + lever.points));
      return probability === deal.probability ? deal : { ...deal, probability };
    }
    case 'cycle':
      return faster(deal, lever.factor, today);
  }
};

const added = (
  deals: readonly ScenarioDeal[],
  { count, amount, probability }: Extract<ScenarioLever, { kind: 'add' }>,
): readonly ScenarioDeal[] => {
  let last = 0;
  for (const { id } of deals) if (id.startsWith(ADDED)) last = Math.max(last, Number(id.slice(ADDED.length)) || 0);
  return Array.from({ length: count }, (_, i) => ({
    id: `${ADDED}${last + i + 1}`,
    stage: null,
    amount,
    probability,
    outcome: 'open' as const,
  }));
};

const pull = (
  deals: readonly ScenarioDeal[],
  lever: ScenarioLever,
  context: ScenarioContext,
): { readonly deals: readonly ScenarioDeal[]; readonly touched: number } => {
  if (lever.kind === 'drop') {
    const rest = deals.filter((deal) => deal.id !== lever.id || deal.outcome !== 'open');
    return { deals: rest, touched: deals.length - rest.length };
  }
  if (lever.kind === 'add') return { deals: [...deals, ...added(deals, lever)], touched: lever.count };
  const today = daysFromDate(context.today);
  let touched = 0;
  const next = deals.map((deal) => {
    const after = moved(lever, deal, context, today);
    if (after !== deal) touched++;
    return after;
  });
  return { deals: next, touched };
};

/**
 * A scenario applied to deals, lever by lever: every deal is recomputed, none is approximated. Added deals have ids `added:1`, `added:2`, …,
 * no stage and no dates. Applying a composition is applying one scenario after the other. Source: domain.md, "What-if".
 */
export const applyScenario = (
  deals: readonly ScenarioDeal[],
  { levers }: Scenario,
  context: ScenarioContext,
): Applied => {
  let now = deals;
  const touched: number[] = [];
  for (const lever of levers) {
    const after = pull(now, lever, context);
    now = after.deals;
    touched.push(after.touched);
  }
  return { deals: now, touched };
};

/** The weighted open pipeline in minor units: Σ round(amount × probability) over open deals, as `weighted.open`; null beyond 2^53 − 1. */
export const weightedOpen = (deals: readonly ScenarioDeal[]): number | null => {
  let sum = 0;
  for (const { outcome, amount, probability } of deals)
    if (outcome === 'open' && amount !== null && probability !== null) sum += share(amount, probability);
  return Number.isSafeInteger(sum) ? sum : null;
};

/** The deals as the forecast takes them: the open ones, and with `won` the won ones as certain. */
export const columnsOf = (
  deals: readonly ScenarioDeal[],
  { won = false }: { readonly won?: boolean } = {},
): ChanceColumns => {
  const taken = deals.filter(({ outcome }) => outcome === 'open' || (won && outcome === 'won'));
  return {
    id: taken.map(({ id }) => id),
    amount: taken.map(({ amount }) => amount),
    probability: taken.map(({ outcome, probability }) => (outcome === 'won' ? 10_000 : probability)),
  };
};

/** What a scenario does to one figure, and which lever does how much of it: before + Σ deltas = after. */
export interface Attribution {
  readonly before: number;
  readonly after: number;
  /** One per lever, in order. */
  readonly levers: readonly { readonly lever: ScenarioLever; readonly delta: number; readonly touched: number }[];
}

/**
 * What each lever adds to a figure. The attribution is sequential: a lever's delta is the figure after it less the figure before it, with
 * the levers above already pulled, so that the deltas sum to the whole change to the minor unit, and the order of the levers matters (a
 * Shapley value would not depend on it, but is no whole number of cents). `measure` gives a whole number, by default `weightedOpen` in
 * minor units; unknown with `no_rows` without deals before and after, with `too_large` where the measure has no value.
 */
export const attribute = (
  deals: readonly ScenarioDeal[],
  { levers }: Scenario,
  context: ScenarioContext,
  { measure = weightedOpen }: { readonly measure?: (deals: readonly ScenarioDeal[]) => number | null } = {},
): Figured<Attribution> => {
  let now = deals;
  const before = measure(deals);
  if (before === null) return unknown('too_large');
  let figure = before;
  const parts: Attribution['levers'][number][] = [];
  for (const lever of levers) {
    const pulled = pull(now, lever, context);
    const next = measure(pulled.deals);
    if (next === null) return unknown('too_large');
    parts.push({ lever, delta: next - figure, touched: pulled.touched });
    now = pulled.deals;
    figure = next;
  }
  if (deals.length === 0 && now.length === 0) return unknown('no_rows');
  return known({ before, after: figure, levers: parts });
};
