import {
  applyScenario,
  attribute,
  columnsOf,
  compileWheres,
  evaluate,
  type Figured,
  forecast,
  readerOf,
  type Scenario,
  type ScenarioContext,
  type ScenarioDeal,
  type ScenarioLever,
  weightedOpen,
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

/** What one lever does. */
export interface LeverEffect {
  readonly lever: ScenarioLever;
  readonly weighted: number;
  readonly due: number | null;
  readonly touched: number;
}

/** Before, after, and why. */
export interface WhatIfAnswer {
  readonly reason: string | null;
  readonly currency: string | null;
  readonly now: WhatIfFigures;
  readonly beside: WhatIfFigures | null;
  readonly after: WhatIfFigures;
  /** One per lever of the scenario; their sum is the whole change. */
  readonly levers: readonly LeverEffect[];
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

const dueBy = (deals: readonly ScenarioDeal[], until: string): number | null =>
  weightedOpen(deals.filter(({ expected }) => typeof expected === 'string' && expected <= until));

const figuresOf = (deals: readonly ScenarioDeal[], { quota, until }: WhatIfWish): WhatIfFigures => {
  const { value } = forecast(columnsOf(deals), quota === null ? {} : { quota });
  return {
    weighted: weightedOpen(deals),
    due: dueBy(deals, until),
    middle: value?.p50 ?? null,
    chance: value?.atLeast ?? null,
  };
};

const NOTHING: WhatIfFigures = { weighted: null, due: null, middle: null, chance: null };

const reasonOf = (deals: readonly Deal[], attribution: Figured<unknown>): string | null => {
  const codes = new Set(deals.flatMap(({ amount, currency }) => (amount === null ? [] : [currency])));
  return codes.size > 1 ? 'mixed_currencies' : attribution.reason;
};

/** What a scenario does to deals: every deal is recomputed. */
export const whatIfOf = (given: Deals, wish: WhatIfWish): WhatIfAnswer => {
  const { rows, total, moment } = given;
  const deals = rows.filter(isDeal).filter(({ outcome }) => outcome === 'open');
  const context = (scenario: Scenario): ScenarioContext => ({
    today: moment.today,
    matches: matching(given, scenario),
  });
  const attribution = attribute(deals, wish.scenario, context(wish.scenario));
  const due = attribute(deals, wish.scenario, context(wish.scenario), {
    measure: (some) => dueBy(some, wish.until),
  });
  const reason = reasonOf(deals, attribution);
  const pulled = (scenario: Scenario): WhatIfFigures =>
    figuresOf(applyScenario(deals, scenario, context(scenario)).deals, wish);
  const largest = deals.toSorted(
    (a, b) => (b.amount ?? -1) - (a.amount ?? -1) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  const named = new Set(wish.scenario.levers.flatMap((lever) => (lever.kind === 'drop' ? [lever.id] : [])));
  return {
    reason,
    currency: deals.find(({ currency }) => currency !== null)?.currency ?? null,
    now: reason === null ? figuresOf(deals, wish) : NOTHING,
    beside: wish.beside === null || reason !== null ? null : pulled(wish.beside),
    after: reason === null ? pulled(wish.scenario) : NOTHING,
    levers: (attribution.value?.levers ?? []).map(({ lever, delta, touched }, at) => ({
      lever,
      weighted: delta,
      due: due.value?.levers[at]?.delta ?? null,
      touched,
    })),
    choices: largest
      .filter(({ id }) => !named.has(id))
      .slice(0, CHOICES)
      .map(({ id, title, amount }) => ({ id, title, amount })),
    titles: Object.fromEntries(deals.filter(({ id }) => named.has(id)).map(({ id, title }) => [id, title])),
    read: rows.length,
    total,
  };
};
