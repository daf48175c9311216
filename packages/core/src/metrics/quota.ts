import type { Moment } from '../expr/tree.ts';
import { bad, type Checked, good, issue } from '../issue.ts';
import type { Entity, Model } from '../model/index.ts';
import { type Period, periodOf } from '../pipeline/calendar.ts';
import { type Known, known, unknown } from '../pipeline/known.ts';
import type { Answer, Cell, Condition, Query, Selection } from '../query/query.ts';
import type { Granularity } from '../time.ts';

/** How far one group of deals, or all of them, is with its quota. Money in minor units, ratios 0–1 and above. */
export interface QuotaFigure {
  /** Who or what the quota is of: a link id, a text; null for the blank, and for everything together. */
  readonly key: Cell;
  /** The title of the linked record. */
  readonly label: string | null;
  /** Null where nobody set one. */
  readonly quota: number | null;
  /** Won in the period so far; null, as the next two, where it is of several currencies. */
  readonly won: number | null;
  /** Open pipeline as it stands, and weighted. */
  readonly open: number | null;
  readonly weighted: number | null;
  /** won ÷ quota; null with `no_quota`, `zero_quota` or, as the next three, `mixed_currencies`. */
  readonly attainment: Known;
  /** open ÷ quota. */
  readonly ofQuota: Known;
  /** open ÷ (quota − won), and weighted ÷ it; null with `quota_reached` where nothing remains. */
  readonly ofRemaining: Known;
  readonly weightedOfRemaining: Known;
}

/** Coverage of the quotas of one period. */
export interface QuotaFigures {
  readonly period: Period;
  /** ISO 4217; null when the amounts do not say. */
  readonly currency: string | null;
  readonly total: QuotaFigure;
  /** By owner, by sector: every group with a quota or with deals. */
  readonly groups: readonly QuotaFigure[];
}

export interface QuotaOptions extends Pick<Selection, 'filters' | 'where' | 'search' | 'asOf'> {
  /** The period today lies in. */
  readonly granularity: Granularity;
  /** A field that both the deals and the quotas have: `owner`, `sector`. */
  readonly by?: string;
}

type Sums = Pick<QuotaFigure, 'won' | 'open' | 'weighted'>;
type Tally = { label: string | null } & { -readonly [K in keyof Sums]: Sums[K] };

const quotient = (a: number | null, b: number | null, zero: 'zero_quota' | 'quota_reached'): Known => {
  if (a === null || b === null) return unknown('mixed_currencies');
  return b > 0 ? known(a / b) : unknown(zero);
};

const figureOf = (
  { key, label }: Pick<QuotaFigure, 'key' | 'label'>,
  quota: number | null,
  { won, open, weighted }: Sums,
): QuotaFigure => {
  if (quota === null) {
    const none = unknown('no_quota');
    const unset = { attainment: none, ofQuota: none, ofRemaining: none, weightedOfRemaining: none };
    return { key, label, quota, won, open, weighted, ...unset };
  }
  const left = won === null ? null : quota - won;
  const gone = quota === 0 ? 'zero_quota' : 'quota_reached';
  return {
    key,
    label,
    quota,
    won,
    open,
    weighted,
    attainment: quotient(won, quota, 'zero_quota'),
    ofQuota: quotient(open, quota, 'zero_quota'),
    ofRemaining: quotient(open, left, gone),
    weightedOfRemaining: quotient(weighted, left, gone),
  };
};

/** A sum of a group: nothing is 0, what is of several currencies is unknown. */
const at = (answer: Answer, measure: number, row: number): number | null => {
  const column = answer.measures[measure];
  const value = column?.values[row];
  if (typeof value === 'number') return value;
  return column?.reasons?.[row] === 'mixed_currencies' ? null : 0;
};
const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** The quotas of a period by group: one that is set for exactly the period stands, else those of its parts are added. */
const quotasIn = (
  answer: Answer,
  { from, to }: Period,
): ReadonlyMap<Cell, { readonly amount: number; readonly label: string | null }> => {
  const found = new Map<Cell, { whole: number | null; parts: number; label: string | null }>();
  const [froms, tos, keys] = answer.dimensions;
  for (let row = 0; row < answer.length; row += 1) {
    const key = keys?.values[row] ?? null;
    const kept = found.get(key) ?? { whole: null, parts: 0, label: keys?.labels?.[row] ?? null };
    const amount = at(answer, 0, row) ?? 0;
    if (froms?.values[row] === from && tos?.values[row] === to) kept.whole = (kept.whole ?? 0) + amount;
    else kept.parts += amount;
    found.set(key, kept);
  }
  return new Map([...found].map(([key, { whole, parts, label }]) => [key, { amount: whole ?? parts, label }]));
};

/** The entity of a model that keeps quotas: amounts of a period. */
const quotasOf = (model: Model): Entity | undefined => model.find('quota');

/**
 * Attainment and coverage of the quotas of the period today lies in: what is open (and weighted) against what is still to be won. A quota of
 * zero covers nothing: null with `zero_quota`, never infinity. `ask` answers a query, whatever keeps the records. Source: domain.md, coverage.
 */
export const quotaFigures = async (
  { entity, model, moment }: { readonly entity: Entity; readonly model: Model; readonly moment: Moment },
  { granularity, by, filters = [], ...selection }: QuotaOptions,
  ask: (query: Query) => Promise<Checked<Answer>>,
): Promise<Checked<QuotaFigures>> => {
  const quotas = quotasOf(model);
  const { amount, closed } = entity.parts;
  if (!quotas || amount === undefined || closed === undefined)
    return bad([issue('no_such_entity', ['entity'], { received: 'quota', expected: 'quota' })]);
  if (by !== undefined && !quotas.field(by))
    return bad([issue('not_a_dimension', ['by'], { received: by, remedy: 'Choose a field that quotas have too.' })]);
  const period = periodOf(moment.today, granularity);
  const day = selection.asOf === undefined ? {} : { asOf: selection.asOf };
  const dimensions = by === undefined ? [] : [by];
  const inPeriod: readonly Condition[] = [
    { field: closed, op: 'gte', values: [period.from] },
    { field: closed, op: 'lte', values: [moment.today] },
  ];
  const bare = { entity: entity.name, ...selection, by: dimensions };
  const [open, won, set] = await Promise.all([
    ask({ ...bare, filters, measures: ['amount.open', 'weighted.open'] }),
    ask({ ...bare, filters: [...filters, ...inPeriod], measures: ['amount.won'] }),
    ask({
      entity: quotas.name,
      ...day,
      by: ['fromOn', 'toOn', ...dimensions],
      filters: [
        { field: 'fromOn', op: 'gte', values: [period.from] },
        { field: 'toOn', op: 'lte', values: [period.to] },
      ],
      measures: ['sum(amount)'],
    }),
  ]);
  if (!open.ok) return open;
  if (!won.ok) return won;
  if (!set.ok) return set;
  const targets = quotasIn(set.value, period);
  const groups = new Map<Cell, Tally>();
  const groupOf = (answer: Answer, row: number) => {
    const key = answer.dimensions[0]?.values[row] ?? null;
    const kept = groups.get(key) ?? {
      label: answer.dimensions[0]?.labels?.[row] ?? null,
      won: 0,
      open: 0,
      weighted: 0,
    };
    groups.set(key, kept);
    return kept;
  };
  for (let row = 0; row < open.value.length; row += 1)
    Object.assign(groupOf(open.value, row), { open: at(open.value, 0, row), weighted: at(open.value, 1, row) });
  for (let row = 0; row < won.value.length; row += 1) groupOf(won.value, row).won = at(won.value, 0, row);
  for (const [key, { label }] of targets)
    if (!groups.has(key)) groups.set(key, { label, won: 0, open: 0, weighted: 0 });
  // one currency for quotas and deals, or nothing can be said of the two together
  const codes = new Set(
    [open, won, set].flatMap(({ value }) => value.measures.flatMap(({ currency }) => currency ?? [])),
  );
  if (codes.size > 1) for (const one of groups.values()) Object.assign(one, { won: null, open: null, weighted: null });
  const sums = [...groups.values()].reduce(
    (all: Sums, one): Sums => ({
      won: sum(all.won, one.won),
      open: sum(all.open, one.open),
      weighted: sum(all.weighted, one.weighted),
    }),
    { won: 0, open: 0, weighted: 0 },
  );
  const all = targets.size === 0 ? null : [...targets.values()].reduce((sum, one) => sum + one.amount, 0);
  return good({
    period,
    currency: set.value.measures[0]?.currency ?? open.value.measures[0]?.currency ?? null,
    total: figureOf({ key: null, label: null }, all, sums),
    groups:
      by === undefined
        ? []
        : [...groups].map(([key, own]) => figureOf({ key, label: own.label }, targets.get(key)?.amount ?? null, own)),
  });
};
