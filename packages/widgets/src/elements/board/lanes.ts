import type { Answer, Cell, Entity, Field, Outcome, Rec, Value } from '@sluice/core';
import type { Values } from '../record/merge.ts';
import { type Figure, figureAt, numberOf } from '../kpi/figure.ts';

/** One column of a board. */
export interface Lane {
  /** The value of the field that its cards have; null for those that have none. */
  readonly key: Cell;
  readonly name: string;
  /** What the stage means; null where the field is no stage. */
  readonly outcome: Outcome | null;
  /** Days without a change after which a card of it counts as idle; null where nobody said. */
  readonly rotAfter: number | null;
  readonly count: number;
  /** Null where the records have no amount. */
  readonly amount: Figure | null;
}

/** A card that was put elsewhere while its write is under way, or its lists do not know yet. */
export interface Shift {
  readonly record: Rec;
  readonly from: Cell;
  readonly to: Cell;
}

/** The order of the cards of a column: a field, the largest first or last; blanks stand at the end. */
export interface LaneOrder {
  readonly field: string;
  readonly descending: boolean;
}

/** Kinds of fields whose values can be written as they are named: those a board may have its columns by. */
const COLUMNED: ReadonlySet<string> = new Set(['stage', 'choice', 'link', 'text']);

/** Whether a board can have its columns by a field. */
export const columnsBy = (field: Field | undefined): field is Field =>
  field !== undefined && COLUMNED.has(field.kind) && field.unit !== 'links' && field.unit !== 'tags';

/** Whether the columns of a field are known before the data are. */
export const isClosedList = (field: Field): boolean => field.pipeline !== undefined || field.options.length > 0;

/** The values of a record's columns, in their order: those of the vocabulary always, others and blanks where some stand there. */
export const laneKeys = (field: Field, answer: Answer | null): readonly Cell[] => {
  const known: readonly Cell[] = field.pipeline
    ? field.pipeline.stages.map(({ key }) => key)
    : field.options.map(({ key }) => key);
  const found = (answer?.dimensions[0]?.values ?? []).filter(
    (key, row) => !known.includes(key) && numberOf(answer?.measures[0]?.values[row]) !== 0,
  );
  return [...known, ...found.filter((key) => key !== null), ...(found.includes(null) ? [null] : [])];
};

/** What a column counts and sums, with the cards that are on their way into it or out of it. */
export const laneFigures = ({
  answer,
  key,
  shifts,
  amount,
}: {
  readonly answer: Answer | null;
  readonly key: Cell;
  readonly shifts: readonly Shift[];
  /** The field of the amount. */
  readonly amount: string | undefined;
}): Pick<Lane, 'count' | 'amount'> => {
  const row = answer?.dimensions[0]?.values.indexOf(key) ?? -1;
  const [counts, sums] = answer?.measures ?? [];
  let count = numberOf(counts?.values[row]) ?? 0;
  let sum = numberOf(sums?.values[row]);
  for (const { record, from, to } of shifts) {
    const sign = from === to ? 0 : to === key ? 1 : from === key ? -1 : 0;
    const worth = amount === undefined ? null : numberOf(record.values[amount]);
    count += sign;
    if (sign !== 0 && worth !== null && (sum !== null || row < 0 || count === sign)) sum = (sum ?? 0) + sign * worth;
  }
  const figure = amount === undefined || !sums ? null : { ...figureAt(sums, row), value: sum };
  return { count: Math.max(0, count), amount: figure };
};

/** Open cards that are due first stand first; closed ones that closed last. Null where the entity knows no such day. */
export const orderOf = ({ parts }: Entity, outcome: Outcome | null): LaneOrder | null => {
  const closed = outcome === 'won' || outcome === 'lost';
  const field = closed ? parts.closed : parts.expected;
  return field === undefined ? null : { field, descending: closed };
};

const compare = (a: Value, b: Value, descending: boolean): number => {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b === descending ? 1 : -1;
};

/** The cards of a column as they stand while some of them are on their way: those that left are gone, those that come stand in order. */
export const placed = (
  records: readonly Rec[],
  { key, shifts, order }: { readonly key: Cell; readonly shifts: readonly Shift[]; readonly order: LaneOrder | null },
): readonly Rec[] => {
  const moving = new Set(shifts.map(({ record }) => record.id));
  const staying = records.filter(({ id }) => !moving.has(id));
  const valueOf = (record: Rec): Value => (order ? (record.values[order.field] ?? null) : null);
  for (const { record, to } of shifts) {
    if (to !== key) continue;
    const at = order
      ? staying.findIndex((one) => compare(valueOf(record), valueOf(one), order.descending) < 0)
      : staying.length;
    staying.splice(at < 0 ? staying.length : at, 0, record);
  }
  return staying;
};

/** The value of a record that says in which column it stands. */
export const keyOf = (field: Field, values: Values): Cell => {
  const value = values[field.name] ?? null;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
};
