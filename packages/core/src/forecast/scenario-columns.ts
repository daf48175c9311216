import type { Outcome } from '../blueprint/index.ts';
import { daysFromDate } from '../time.ts';
import { type Chances, type Figured, known, type LeftOut, unknown } from './chances.ts';
import type { ScenarioLever } from './lever.ts';

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

/**
 * Open deals as columns, made once and asked many scenarios: minor units, basis points, days since 1970; NaN is unknown. Columns may be
 * longer than `length`.
 */
export interface ScenarioColumns {
  readonly length: number;
  /** So many deals at the head lack an amount or a probability: they are kept, but cannot be reckoned with. */
  readonly unknown: number;
  readonly id: readonly string[];
  readonly amount: Float64Array;
  /** No amount is above it; infinite where one is negative. */
  readonly bound: number;
  readonly probability: Float64Array;
  /** The place in `stages`, counted from 1; 0 is no stage. */
  readonly stage: Uint16Array;
  readonly stages: readonly string[];
  /** 1: the probability does not follow the stage. */
  readonly overridden: Uint8Array;
  readonly created: Float64Array;
  readonly expected: Float64Array;
}

const dayOf = (date: string | null | undefined): number => (typeof date === 'string' ? daysFromDate(date) : Number.NaN);

/** What an amount asks of `bound`. */
export const boundOf = (amount: number): number => (amount < 0 ? Infinity : amount);

/** The open deals of a selection as columns; what is won or lost has happened, no lever moves it. */
export const scenarioColumns = (deals: readonly ScenarioDeal[]): ScenarioColumns => {
  const open = deals.filter(({ outcome }) => outcome === 'open');
  const [blank, whole]: [ScenarioDeal[], ScenarioDeal[]] = [[], []];
  for (const deal of open) (deal.amount === null || deal.probability === null ? blank : whole).push(deal);
  const rows = [...blank, ...whole];
  const stages = [...new Set(rows.flatMap(({ stage }) => stage ?? []))];
  const codes = new Map(stages.map((stage, at) => [stage, at + 1]));
  return {
    length: rows.length,
    unknown: blank.length,
    id: rows.map(({ id }) => id),
    amount: Float64Array.from(rows, ({ amount }) => amount ?? Number.NaN),
    bound: rows.reduce((most, { amount }) => Math.max(most, boundOf(amount ?? 0)), 0),
    probability: Float64Array.from(rows, ({ probability }) => probability ?? Number.NaN),
    stage: Uint16Array.from(rows, ({ stage }) => codes.get(stage ?? '') ?? 0),
    stages,
    overridden: Uint8Array.from(rows, ({ overridden }) => Number(overridden === true)),
    created: Float64Array.from(rows, ({ created }) => dayOf(created)),
    expected: Float64Array.from(rows, ({ expected }) => dayOf(expected)),
  };
};

/** Deals as the forecast takes them: certain are none, left out those that cannot be reckoned with. Unknown as `readChances` says. */
export const chancesOf = (columns: ScenarioColumns): Figured<Chances> => {
  const { length, unknown: blank } = columns;
  const amount = columns.amount.subarray(blank, length);
  const probability = columns.probability.subarray(blank, length);
  if (length === 0) return unknown('no_rows');
  const unpriced = columns.amount.subarray(0, blank).reduce((count, one) => count + Number(Number.isNaN(one)), 0);
  if (unpriced === length) return unknown('no_amounts');
  if (amount.length === 0) return unknown('no_probability');
  let size = -0;
  for (let row = 0; row < amount.length; row++) size += Math.abs(amount[row] as number);
  if (!(size <= Number.MAX_SAFE_INTEGER)) return unknown('too_large');
  const leftOut: readonly LeftOut[] = [
    { reason: 'no_amount', count: unpriced },
    { reason: 'no_probability', count: blank - unpriced },
  ];
  return known({
    length: amount.length,
    amount,
    probability,
    row: null,
    leftOut: leftOut.filter(({ count }) => count > 0),
  });
};

const longer = (column: Float64Array, length: number): Float64Array => {
  if (length === column.length) return column.slice();
  const next = new Float64Array(length).fill(Number.NaN, column.length);
  next.set(column);
  return next;
};
const longerBytes = <T extends Uint8Array | Uint16Array>(next: T, column: T): T => {
  next.set(column);
  return next;
};

/** The same deals in columns that these levers may write to: those that none of them writes to are shared. */
export const withRoom = (columns: ScenarioColumns, levers: readonly ScenarioLever[]): ScenarioColumns => {
  const kinds = new Set(levers.map(({ kind }) => kind));
  const added = levers.reduce((sum, lever) => sum + (lever.kind === 'add' ? lever.count : 0), 0);
  const all = kinds.has('add') || kinds.has('drop');
  const room = columns.amount.length + added;
  const { amount, probability, expected } = columns;
  const own = {
    amount: all || kinds.has('amount') ? longer(amount, room) : amount,
    probability: all || kinds.has('probability') ? longer(probability, room) : probability,
    expected: all || kinds.has('cycle') ? longer(expected, room) : expected,
  };
  if (!all) return { ...columns, ...own };
  const stage = longerBytes(new Uint16Array(room), columns.stage);
  const overridden = longerBytes(new Uint8Array(room), columns.overridden);
  return { ...columns, ...own, stage, overridden, created: longer(columns.created, room) };
};

/** The deals without one of them; its columns are written to. */
export const withoutRow = (columns: ScenarioColumns, row: number): ScenarioColumns => {
  const { amount, probability, stage, overridden, created, expected, length } = columns;
  for (const column of [amount, probability, stage, overridden, created, expected])
    column.copyWithin(row, row + 1, length);
  for (const column of [created, expected]) column.fill(Number.NaN, length - 1, length);
  for (const column of [stage, overridden]) column.fill(0, length - 1, length);
  return {
    ...columns,
    length: length - 1,
    unknown: row < columns.unknown ? columns.unknown - 1 : columns.unknown,
    id: columns.id.toSpliced(row, 1),
  };
};
