import * as z from 'zod/mini';
import { bad, type Checked, good, issue } from '../issue.ts';
import { type ComparedFigure, compareFigure } from '../metrics/compared.ts';
import { quotaFigures, type QuotaFigures } from '../metrics/quota.ts';
import { type Grades, gradesOf } from '../forecast/grades.ts';
import { type DealState, waterfall, type Waterfall } from '../forecast/waterfall.ts';
import { aggregate } from '../expr/aggregate.ts';
import { evaluate } from '../expr/evaluate.ts';
import type { Contribution } from '../intake/export-explanation.ts';
import { contributionsTo } from '../metrics/contributions.ts';
import { registry } from '../metrics/registry.ts';
import { plan } from '../query/plan.ts';
import type { Figured } from '../forecast/chances.ts';
import type { Moment } from '../expr/tree.ts';
import type { Entity, Model } from '../model/index.ts';
import {
  type Ages,
  agesOf,
  type Cohorts,
  cohortWinRates,
  type Cycle,
  cycleOf,
  type Facts,
  factsOf,
  type Funnel,
  funnelOf,
  type ListedMove,
  listedFor,
  movesIn,
  type Period,
  periodOf,
  type Slippage,
  slippageOf,
  type StageHistory,
  stageHistories,
  type StageTimes,
  timesInStage,
  type Velocity,
  VELOCITY_DAYS,
  velocityAt,
} from '../pipeline/index.ts';
import type { Answer, Cell, ListQuery, MeasureUnit, Query, Rates, Selection } from '../query/query.ts';
import { readQuery } from '../query/schema.ts';
import type { Change, Rec } from '../records/index.ts';
import { addDays, dateInZone, GRANULARITIES, type Granularity, isDate } from '../time.ts';

/** The figures that take more than one question: a history, two days, or quotas beside deals. */
export const RECKONINGS = [
  'compare',
  'contributions',
  'coverage',
  'velocity',
  'cycle',
  'cohorts',
  'slippage',
  'funnel',
  'timeInStage',
  'idle',
  'calibration',
  'waterfall',
] as const;
export type Reckoning = (typeof RECKONINGS)[number];

/** What is to be reckoned, of which records. What a figure does not use it passes over. */
export interface ReckonQuery extends Selection {
  readonly figure: Reckoning;
  /** A period by its days, both in it: of `slippage`, `cycle` and `funnel`; for `waterfall` the days at whose end it opens and closes. */
  readonly from?: string;
  readonly to?: string;
  /** Of `waterfall`: only deals expected in these days, both included, are in the balance. */
  readonly dueFrom?: string;
  readonly dueTo?: string;
  /** Of `compare`, `coverage`, `cohorts` and, without days, of `slippage`: a month by default, a quarter for quotas. */
  readonly granularity?: Granularity;
  readonly compare?: 'previous' | 'lastYear';
  readonly measure?: string;
  /** Of `coverage`: `owner`, `sector`. */
  readonly by?: string;
  /** Of `cycle`: which closed deals; won ones by default. */
  readonly outcome?: 'won' | 'lost' | 'closed';
  /** Of `velocity`: how many days it looks back. Of `idle`: after how many a deal is cold where its stage has no limit. */
  readonly days?: number;
  /** Of `cohorts`: only deals won within so many days count. */
  readonly within?: number;
  /** Of `calibration`: so many closed deals before a stage is judged; 10 by default. */
  readonly enough?: number;
  /** Of `compare`, `contributions` and `coverage`, as in a query. */
  readonly rates?: Rates;
}

/** A figure with the records it is made of, the largest part first. */
export interface Contributions {
  readonly measure: string;
  readonly unit: MeasureUnit;
  readonly value: Cell;
  readonly deals: readonly Contribution[];
  /** The records beyond those, and what they bring together. */
  readonly rest: { readonly count: number; readonly contribution: number };
}

/** What each figure comes to; money in minor units. */
export interface Reckoned {
  readonly compare: ComparedFigure;
  readonly contributions: Contributions;
  readonly coverage: QuotaFigures;
  readonly velocity: Velocity;
  readonly cycle: Cycle;
  readonly cohorts: Cohorts;
  readonly slippage: Slippage & { readonly period: Period };
  readonly funnel: Funnel;
  readonly timeInStage: readonly StageTimes[];
  /** Of its deals those that nobody touched for longest: a hundred. */
  readonly idle: Ages;
  readonly calibration: Grades;
  readonly waterfall: Figured<Waterfall>;
}

/** A figure with the name and the currency of its amounts. */
export type ReckonAnswer = {
  readonly [F in Reckoning]: { readonly figure: F; readonly currency: string; readonly result: Reckoned[F] };
}[Reckoning];

/** What of a page of records is read. */
interface Page {
  readonly items: readonly Rec[];
  readonly total: number;
  readonly next: string | null;
}

/** What is asked for a reckoning: a source, and the journal of an entity. */
export interface Ground {
  readonly model: Model;
  /** Now. */
  readonly moment: Moment;
  readonly list: (query: ListQuery) => Promise<Checked<Page>>;
  readonly measure: (query: Query) => Promise<Checked<Answer>>;
  /** Entries of an entity in the order they were written; `ids`: of these records at least. */
  readonly changes: (entity: Entity, ids: readonly string[]) => Promise<readonly Change[]>;
}

const word = z.string().check(z.maxLength(2000));
const words = z.object({
  figure: z.enum(RECKONINGS),
  from: z.optional(word),
  to: z.optional(word),
  dueFrom: z.optional(word),
  dueTo: z.optional(word),
  granularity: z.optional(z.enum(GRANULARITIES as readonly [Granularity, ...Granularity[]])),
  compare: z.optional(z.enum(['previous', 'lastYear'])),
  measure: z.optional(word),
  by: z.optional(word),
  outcome: z.optional(z.enum(['won', 'lost', 'closed'])),
  days: z.optional(z.int().check(z.minimum(1), z.maximum(36_600))),
  within: z.optional(z.int().check(z.minimum(0), z.maximum(36_600))),
  enough: z.optional(z.int().check(z.minimum(1), z.maximum(36_600))),
});

/** Reads what is to be reckoned from JSON: its shape, and that its days are days. */
export const readReckonQuery = (json: unknown): Checked<ReckonQuery> => {
  const read = words.safeParse(json);
  if (!read.success)
    return bad(
      read.error.issues.map(({ path, message }) => issue('not_a_query', path.map(String), { received: message })),
    );
  const own = new Set(Object.keys(words.shape));
  const rest = Object.fromEntries(Object.entries(json as object).filter(([name]) => !own.has(name)));
  const selection = readQuery({ ...rest, measures: [] });
  if (!selection.ok) return selection;
  const said = Object.fromEntries(Object.entries(read.data).filter(([, value]) => value !== undefined));
  const { from, to, dueFrom, dueTo } = read.data;
  for (const [name, day] of Object.entries({ from, to, dueFrom, dueTo, asOf: selection.value.asOf })) {
    if (day !== undefined && !isDate(day)) return bad([issue('not_date', [name], { received: day })]);
  }
  const { entity, filters, where, search, asOf, rates } = selection.value;
  const asked: Selection = {
    entity,
    ...(filters ? { filters } : {}),
    ...(where === undefined ? {} : { where }),
    ...(search === undefined ? {} : { search }),
    ...(asOf === undefined ? {} : { asOf }),
  };
  return good({ ...asked, ...(said as { figure: Reckoning }), ...(rates ? { rates } : {}) });
};

/** So many records are read at most. */
export const MOST_RECKONED = 200_000;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** So many deals of a figure are told one by one. */
const MOST_TOLD = 10_000;
const MOST_IDLE = 100;

const all = async ({ list }: Ground, query: ListQuery): Promise<Checked<readonly Rec[]>> => {
  const found: Rec[] = [];
  let cursor: string | null = null;
  let total: number;
  do {
    const page: Checked<Page> = await list({ ...query, limit: 1000, ...(cursor === null ? {} : { cursor }) });
    if (!page.ok) return page;
    if (page.value.total > MOST_RECKONED)
      return bad([
        issue('too_many', [query.entity], {
          expected: `at most ${MOST_RECKONED} records`,
          received: String(page.value.total),
          remedy: 'Filter the records.',
        }),
      ]);
    found.push(...page.value.items);
    ({ next: cursor, total } = page.value);
    // a source whose pages have no end is asked for as many records as it says it has
  } while (cursor !== null && found.length < total);
  return good(found);
};

const stateOf = ({ id, amount, outcome, expected, closed, currency }: Facts): readonly DealState[] =>
  outcome === null ? [] : [{ id, amount, outcome, expected, closed, currency: amount === null ? null : currency }];

/**
 * One figure that takes more than one question, of the records a selection lets in: with `asOf` of that day. The definitions are those of
 * `pipeline`, `forecast` and `metrics`; whatever keeps the records, it is this code that reckons. Reports what the query lacks.
 */
export const reckon = async (query: ReckonQuery, ground: Ground): Promise<Checked<ReckonAnswer>> => {
  const { model } = ground;
  const {
    figure,
    from,
    to,
    dueFrom,
    dueTo,
    granularity,
    compare,
    measure,
    by,
    outcome,
    days,
    within,
    enough,
    rates,
    ...selection
  } = query;
  const converted = rates ? { rates } : {};
  const entity = model.named(query.entity);
  if (!entity) return bad([issue('no_such_entity', ['entity'], { received: query.entity })]);
  const moment: Moment = { ...ground.moment, today: selection.asOf ?? ground.moment.today };
  const { zone, today } = moment;
  const answer = <F extends Reckoning>(name: F, result: Reckoned[F], currency: string | null = null) =>
    good({ figure: name, currency: currency ?? own ?? 'EUR', result } as ReckonAnswer);
  const own = entity.parts.amount === undefined ? null : (entity.field(entity.parts.amount)?.currency ?? null);
  const records = (more: Partial<ListQuery> = {}) => all(ground, { ...selection, entity: entity.name, ...more });
  const facts = (rows: readonly Rec[]): readonly Facts[] => rows.map((row) => factsOf(entity, row, zone));
  /** The entries of some records up to the day. */
  const entriesOf = async (ids: ReadonlySet<string>): Promise<readonly Change[]> =>
    (await ground.changes(entity, [...ids])).filter(({ id, at }) => ids.has(id) && dateInZone(at, zone) <= today);
  /** What an entity writes on its records of before the journal, as moves. */
  const listed = async (): Promise<readonly ListedMove[]> => {
    const place = listedFor(model, entity);
    if (!place) return [];
    const read = await all(ground, { entity: place.entity.name, ...(selection.asOf ? { asOf: selection.asOf } : {}) });
    return read.ok ? movesIn(place, read.value, zone) : [];
  };
  const histories = async (rows: readonly Rec[]): Promise<ReadonlyMap<string, StageHistory>> => {
    const ids = new Set(rows.map(({ id }) => id));
    const [changes, moves] = await Promise.all([entriesOf(ids), listed()]);
    return stageHistories(entity, { changes, records: rows, moves: moves.filter(({ id }) => ids.has(id)) }, moment);
  };

  switch (figure) {
    case 'compare': {
      if (measure === undefined) return bad([issue('required', ['measure'], {})]);
      const asked: Query = { ...selection, ...converted, measures: [measure] };
      const how = { granularity: granularity ?? 'month', compare: compare ?? 'previous' } as const;
      const found = await compareFigure(asked, how, entity, ground.moment, ground.measure);
      return found.ok ? answer('compare', found.value, found.value.currency ?? null) : found;
    }
    case 'contributions': {
      const planned = plan({ ...selection, ...converted, measures: [measure ?? ''] }, model, registry);
      if (!planned.ok) return planned;
      const [meant] = planned.value.measures;
      const { whereText } = meant ?? {};
      const where = [selection.where, whereText].flatMap((text) => (text?.trim() ? [`(${text})`] : [])).join(' and ');
      const counted = await records(where === '' ? {} : { where });
      if (!counted.ok || !meant) return counted.ok ? bad([]) : counted;
      const readers = counted.value.map(
        ({ values }) =>
          (links: readonly string[], name: string) =>
            links.length > 0 ? null : (values[name] ?? null),
      );
      // what several currencies cannot be added to has no parts either
      const { currencyOf } = meant;
      const currencies = currencyOf && new Set(readers.flatMap((row) => evaluate(currencyOf, row, moment) ?? []));
      const mixed = currencies !== undefined && currencies.size > 1;
      const [only] = currencies ?? [];
      const parts = mixed ? null : contributionsTo(meant.formula, readers, moment);
      const value = mixed ? null : aggregate(meant.formula, readers, moment);
      const title = entity.title.name;
      const deals = counted.value
        .map(
          ({ id, values }, at): Contribution => ({
            id,
            title: textOf(values[title]),
            contribution: parts?.[at] ?? 0,
          }),
        )
        .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
      const rest = deals.slice(MOST_TOLD);
      return answer(
        'contributions',
        {
          measure: meant.name,
          unit: meant.unit,
          value: Array.isArray(value) ? null : (value as Cell),
          deals: deals.slice(0, MOST_TOLD),
          rest: { count: rest.length, contribution: rest.reduce((sum, one) => sum + one.contribution, 0) },
        },
        meant.currency ?? (typeof only === 'string' ? only : null),
      );
    }
    case 'coverage': {
      const wish = { ...selection, granularity: granularity ?? 'quarter', ...(by === undefined ? {} : { by }) };
      const ask = (one: Query) => ground.measure({ ...one, ...converted });
      const found = await quotaFigures({ entity, model, moment }, wish, ask);
      return found.ok ? answer('coverage', found.value, found.value.currency) : found;
    }
    case 'slippage': {
      const period = from && to ? { from, to } : periodOf(today, granularity ?? 'month');
      const start = await records({ asOf: addDays(period.from, -1) });
      if (!start.ok) return start;
      const now = await all(ground, { entity: entity.name, ...(selection.asOf ? { asOf: selection.asOf } : {}) });
      return now.ok ? answer('slippage', { ...slippageOf(facts(start.value), facts(now.value), period), period }) : now;
    }
    case 'waterfall': {
      const opens = from ?? addDays(periodOf(today, 'quarter').from, -1);
      const closes = to ?? today;
      if (opens > closes) return bad([issue('not_date', ['from'], { received: opens, expected: `up to ${closes}` })]);
      const closing = await records({ asOf: closes });
      if (!closing.ok) return closing;
      const whole = !selection.filters?.length && !selection.where && !selection.search;
      const opening = await all(ground, { entity: entity.name, asOf: opens });
      if (!opening.ok) return opening;
      const ids = new Set(closing.value.map(({ id }) => id));
      const before = opening.value.filter(({ id }) => whole || ids.has(id));
      const states = {
        opening: facts(before).flatMap(stateOf),
        closing: facts(closing.value).flatMap(stateOf),
      };
      const due = dueFrom && dueTo ? { window: { from: dueFrom, to: dueTo } } : {};
      return answer('waterfall', waterfall(states, due));
    }
    default:
  }
  const read = await records();
  if (!read.ok) return read;
  const rows = facts(read.value);
  switch (figure) {
    case 'velocity':
      return answer('velocity', velocityAt(rows, moment, days ?? VELOCITY_DAYS));
    case 'cycle':
      return answer(
        'cycle',
        cycleOf(rows, {
          ...(from && to ? { period: { from, to } } : {}),
          ...(outcome === undefined ? {} : { outcome }),
        }),
      );
    case 'cohorts': {
      const how = { granularity: granularity ?? 'month', ...(within === undefined ? {} : { within }) } as const;
      return answer('cohorts', cohortWinRates(rows, how, moment));
    }
    case 'funnel': {
      const told = await histories(read.value);
      const cohort = rows.filter(
        ({ created }) => (!from || (created ?? '') >= from) && (!to || (created ?? '9') <= to),
      );
      const deals = cohort.map((one) => ({ facts: one, history: told.get(one.id) ?? null }));
      return answer('funnel', funnelOf(entity, deals, rows));
    }
    case 'timeInStage':
      return answer('timeInStage', timesInStage(entity, (await histories(read.value)).values()));
    case 'idle': {
      const changes = await entriesOf(new Set(read.value.map(({ id }) => id)));
      const ages = agesOf(entity, read.value, { histories: await histories(read.value), changes }, moment, days);
      return answer('idle', { ...ages, deals: ages.deals.slice(0, MOST_IDLE) });
    }
    case 'calibration':
      return answer(
        'calibration',
        gradesOf(entity, rows, await histories(read.value), enough === undefined ? {} : { enough }),
      );
  }
};
