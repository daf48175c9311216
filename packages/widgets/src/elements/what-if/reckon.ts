import {
  type Applied,
  applyScenario,
  compileWheres,
  evaluate,
  forecastAfter,
  type LeverDelta,
  readerOf,
  type Scenario,
  type ScenarioColumns,
  scenarioColumns,
  type ScenarioContext,
  type ScenarioDeal,
  type Weighed,
} from '@sluice/core';
import type { DealRow, Deals } from '../../controllers/deals.ts';

/** How many deals can be chosen from to leave out: the largest. */
const CHOICES = 100;

/** What a what-if says of some deals: minor units, chances 0–1. */
export interface WhatIfFigures {
  readonly weighted: number | null;
  /** Weighted, of the deals expected by the day that was asked for. */
  readonly due: number | null;
  readonly middle: number | null;
  readonly chance: number | null;
}

/** Before, after, and why. */
export interface WhatIfAnswer {
  readonly reason: string | null;
  readonly currency: string | null;
  readonly now: WhatIfFigures;
  readonly beside: WhatIfFigures | null;
  readonly after: WhatIfFigures;
  /** One per lever of the scenario; their sum is the whole change. */
  readonly levers: readonly LeverDelta[];
  /** The largest open deals. */
  readonly choices: readonly { readonly id: string; readonly title: string; readonly amount: number | null }[];
  /** How the deals that levers name are called. */
  readonly titles: Readonly<Record<string, string>>;
  readonly read: number;
  readonly total: number;
}

/** What is asked: the scenario and the one beside it, the quota (minor units), the day that `due` looks at. */
export interface WhatIfWish {
  readonly scenario: Scenario;
  readonly beside: Scenario | null;
  readonly quota: number | null;
  readonly until: string;
}

type Deal = DealRow & ScenarioDeal;
const isDeal = (row: DealRow): row is Deal => row.outcome !== null;

/** Whether the condition of a lever holds for a deal: read from the deal itself, not through links. */
const matching = ({ entity, rows, moment }: Deals, scenario: Scenario): NonNullable<ScenarioContext['matches']> => {
  const compiled = compileWheres(scenario, entity);
  if (!compiled.ok || compiled.value.size === 0) return () => false;
  const records = new Map(rows.map(({ id, record }) => [id, record]));
  const model = { name: '', entities: [entity], find: () => undefined, named: () => undefined };
  return (where, id) => {
    const expr = compiled.value.get(where);
    const record = records.get(id);
    if (!expr || !record) return false;
    return (
      evaluate(
        expr,
        readerOf(model, entity, record, () => undefined),
        moment,
      ) === true
    );
  };
};

const figuresOf = (columns: ScenarioColumns, { weighted, due }: Weighed, { quota }: WhatIfWish): WhatIfFigures => {
  const { value } = forecastAfter(columns, quota === null ? {} : { quota });
  return { weighted, due, middle: value?.p50 ?? null, chance: value?.atLeast ?? null };
};

const NOTHING: WhatIfFigures = { weighted: null, due: null, middle: null, chance: null };

const hasOneCurrency = (deals: readonly Deal[]): boolean =>
  new Set(deals.flatMap(({ amount, currency }) => (amount === null ? [] : [currency]))).size <= 1;

/** What a scenario does to deals: every deal is recomputed. */
export const whatIfOf = (found: Deals, wish: WhatIfWish): WhatIfAnswer => {
  const { rows, total, moment } = found;
  const deals = rows.filter(isDeal).filter(({ outcome }) => outcome === 'open');
  const given = scenarioColumns(deals);
  const applied = (scenario: Scenario) =>
    applyScenario(given, scenario, { today: moment.today, until: wish.until, matches: matching(found, scenario) });
  const wished = applied(wish.scenario);
  const reason = hasOneCurrency(deals) ? wished.reason : 'mixed_currencies';
  const after = reason === null ? wished.value : null;
  const figures = (one: Applied | null): WhatIfFigures =>
    one === null ? NOTHING : figuresOf(one.columns, one.after, wish);
  const largest = deals.toSorted(
    (a, b) => (b.amount ?? -1) - (a.amount ?? -1) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  const named = new Set(wish.scenario.levers.flatMap((lever) => (lever.kind === 'drop' ? [lever.id] : [])));
  return {
    reason,
    currency: deals.find(({ currency }) => currency !== null)?.currency ?? null,
    now: after === null ? NOTHING : figuresOf(given, after.before, wish),
    beside: wish.beside === null || reason !== null ? null : figures(applied(wish.beside).value),
    after: figures(after),
    levers: wished.value?.levers ?? [],
    choices: largest
      .filter(({ id }) => !named.has(id))
      .slice(0, CHOICES)
      .map(({ id, title, amount }) => ({ id, title, amount })),
    titles: Object.fromEntries(deals.filter(({ id }) => named.has(id)).map(({ id, title }) => [id, title])),
    read: rows.length,
    total,
  };
};
