import { share } from '../money.ts';
import { daysFromDate, LAST_DAY } from '../time.ts';
import { type Figured, known, unknown } from './chances.ts';
import type { Scenario, ScenarioLever } from './lever.ts';
import { boundOf, type ScenarioColumns, withRoom, withoutRow } from './scenario-columns.ts';

/** What levers need besides the deals. */
export interface ScenarioContext {
  /** `YYYY-MM-DD`, for `cycle`. */
  readonly today: string;
  /** Whether a condition holds for a deal (see `compileWheres`); without it a lever with a condition touches nothing. */
  readonly matches?: (where: string, id: string) => boolean;
  /** The last day of `due`, `YYYY-MM-DD`. */
  readonly until?: string;
}

/** The weighted pipeline in minor units: Σ round(amount × probability), as `weighted.open`. */
export interface Weighed {
  readonly weighted: number;
  /** Only of the deals expected by `until`; null without such a day. */
  readonly due: number | null;
}

/** What one lever does to the weighted pipeline, and how many deals it touched: 0 tells of a lever that moves nothing. */
export interface LeverDelta extends Weighed {
  readonly lever: ScenarioLever;
  readonly touched: number;
}

/** Deals after the levers, and what became of the weighted pipeline: before + Σ deltas = after. */
export interface Applied {
  readonly columns: ScenarioColumns;
  readonly before: Weighed;
  readonly after: Weighed;
  /** One per lever, in order. */
  readonly levers: readonly LeverDelta[];
}

type Working = { -readonly [K in keyof ScenarioColumns]: ScenarioColumns[K] };

/** Whether shares of amounts up to the bound can be reckoned without looking at each, as `share` does for products below 2^53. */
const plain = (bound: number, basisPoints: number): boolean => bound * basisPoints + 5000 <= Number.MAX_SAFE_INTEGER;

/** The weighted pipeline of deals; null beyond 2^53 − 1 minor units. */
export const weigh = (columns: ScenarioColumns, until?: string): Weighed | null => {
  const { length, unknown: blank, amount, bound, probability, expected } = columns;
  const last = until === undefined ? -Infinity : daysFromDate(until);
  let weighted = -0;
  let due = -0;
  // A million at once: one loop without a branch where all amounts are of the usual size.
  if (plain(bound, 10_000) && until === undefined)
    for (let row = blank; row < length; row++)
      weighted += Math.floor(((amount[row] as number) * (probability[row] as number) + 5000) / 10_000);
  else
    for (let row = blank; row < length; row++) {
      const one = share(amount[row] as number, probability[row] as number);
      weighted += one;
      due += (expected[row] as number) <= last ? one : -0;
    }
  if (!(Number.isSafeInteger(weighted) && Number.isSafeInteger(due))) return null;
  return { weighted: weighted + 0, due: until === undefined ? null : due + 0 };
};

const ADDED = 'added:';

const add = (deals: Working, lever: Extract<ScenarioLever, { kind: 'add' }>): number => {
  let last = 0;
  for (const id of deals.id) if (id.startsWith(ADDED)) last = Math.max(last, Number(id.slice(ADDED.length)) || 0);
  const { length } = deals;
  deals.length = length + lever.count;
  deals.id = [...deals.id, ...Array.from({ length: lever.count }, (_, at) => `${ADDED}${last + at + 1}`)];
  deals.amount.fill(lever.amount, length, deals.length);
  deals.bound = Math.max(deals.bound, boundOf(lever.amount));
  deals.probability.fill(lever.probability, length, deals.length);
  return lever.count;
};

const raise = (
  deals: Working,
  { where, factor }: Extract<ScenarioLever, { kind: 'amount' }>,
  matches: ScenarioContext['matches'],
): number => {
  const { length, unknown: blank, id, amount, bound } = deals;
  let touched = -0;
  const all = where === undefined && plain(bound, factor);
  const raised = share(Number.isFinite(bound) ? bound : 0, factor);
  deals.bound = Math.max(where === undefined ? 0 : bound, Number.isFinite(bound) ? raised : bound);
  for (let row = 0; row < (all ? blank : length); row++) {
    const before = amount[row] as number;
    if (Number.isNaN(before)) continue;
    if (where !== undefined && !matches?.(where, id[row] as string)) continue;
    const after = share(before, factor);
    amount[row] = after;
    touched += after === before ? -0 : 1;
  }
  for (let row = all ? blank : length; row < length; row++) {
    const before = amount[row] as number;
    const after = Math.floor((before * factor + 5000) / 10_000);
    amount[row] = after;
    touched += after === before ? -0 : 1;
  }
  return touched;
};

const shift = (
  { length, probability, stage, stages, overridden }: Working,
  lever: Extract<ScenarioLever, { kind: 'probability' }>,
): number => {
  const code = stages.indexOf(lever.stage) + 1;
  let touched = -0;
  if (code === 0) return 0;
  for (let row = 0; row < length; row++) {
    if (stage[row] !== code || overridden[row] === 1) continue;
    const before = probability[row] as number;
    if (Number.isNaN(before)) continue;
    const after = Math.min(10_000, Math.max(0, before + lever.points));
    probability[row] = after;
    touched += after === before ? -0 : 1;
  }
  return touched;
};

const hurry = ({ length, created, expected }: Working, factor: number, today: number): number => {
  let touched = -0;
  for (let row = 0; row < length; row++) {
    const start = created[row] as number;
    const end = expected[row] as number;
    if (!(end >= start && end >= today)) continue;
    const next = Math.min(LAST_DAY, Math.max(today, start + share(end - start, factor)));
    expected[row] = next;
    touched += next === end ? -0 : 1;
  }
  return touched;
};

const drop = (deals: Working, id: string): number => {
  const row = deals.id.indexOf(id);
  if (row < 0) return 0;
  Object.assign(deals, withoutRow(deals, row));
  return 1;
};

/** Pulls a lever on deals of its own, in place; how many deals it touched. */
const pull = (deals: Working, lever: ScenarioLever, { today, matches }: ScenarioContext): number => {
  switch (lever.kind) {
    case 'amount':
      return raise(deals, lever, matches);
    case 'probability':
      return shift(deals, lever);
    case 'cycle':
      return hurry(deals, lever.factor, daysFromDate(today));
    case 'drop':
      return drop(deals, lever.id);
    case 'add':
      return add(deals, lever);
  }
};

const less = (after: Weighed, before: Weighed): Weighed => ({
  weighted: after.weighted - before.weighted,
  due: after.due === null || before.due === null ? null : after.due - before.due,
});

/**
 * A scenario applied to open deals, lever by lever: every deal is recomputed, none is approximated. Added deals have ids `added:1`,
 * `added:2`, …, no stage and no dates; the deals that were given stay as they are. A lever's delta is the weighted pipeline after it less
 * that before it, with the levers above already pulled, so that the deltas sum to the whole change to the minor unit, and the order of the
 * levers matters (a Shapley value would not depend on it, but is no whole number of cents). Unknown with `no_rows` without deals before
 * and after, with `too_large` where the pipeline passes 2^53 − 1. Source: domain.md, "What-if".
 */
export const applyScenario = (
  columns: ScenarioColumns,
  { levers }: Scenario,
  context: ScenarioContext,
): Figured<Applied> => {
  const before = weigh(columns, context.until);
  if (before === null) return unknown('too_large');
  const working: Working = withRoom(columns, levers);
  const deltas: LeverDelta[] = [];
  let now = before;
  for (const lever of levers) {
    const touched = pull(working, lever, context) + 0;
    const next = touched === 0 ? now : weigh(working, context.until);
    if (next === null) return unknown('too_large');
    deltas.push({ lever, touched, ...less(next, now) });
    now = next;
  }
  if (columns.length === 0 && working.length === 0) return unknown('no_rows');
  return known({ columns: working, before, after: now, levers: deltas });
};
