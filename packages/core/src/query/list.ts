import { type Moment, type Vector, valueAt } from '../expr/index.ts';
import { compareFolded, compareText, type Frame, orderRows, type OrderKey } from '../frame/index.ts';
import { encodeCursor } from './cursor.ts';
import type { ListKey, ListPlan } from './plan-types.ts';
import type { Cell } from './query.ts';
import type { Tables } from './run.ts';

/** A page of a frame: its rows in order, how many there are in all, and where the next one begins. */
export interface Rows {
  readonly rows: Uint32Array;
  readonly total: number;
  readonly next: string | null;
}

/** Words as their place among options; unknown words come after them, null stays null. */
const placed = (vector: Vector, keys: readonly string[]): Vector => {
  if (vector.kind !== 'codes') return vector;
  const place = Float64Array.from({ length: vector.dictionary.length }, (_, code) => {
    const at = keys.indexOf(vector.dictionary.get(code));
    return at < 0 ? keys.length : at;
  });
  const values = Float64Array.from(vector.codes, (code) => (code === 0 ? Number.NaN : (place[code - 1] as number)));
  return { kind: 'numbers', values };
};

const orderKey = ({ descending, order }: ListKey, vector: Vector): OrderKey =>
  order.kind === 'options'
    ? { vector: placed(vector, order.keys), descending, collate: false }
    : { vector, descending, collate: order.kind === 'label' };

interface Ordered {
  readonly selected: Uint32Array;
  readonly vectors: readonly Vector[];
  readonly words: string;
  /** All selected rows, or the first of them. */
  readonly rows: Uint32Array;
}

const lastOrder = new WeakMap<Frame, Ordered>();

/**
 * The selected rows in order, at least the first `enough`; kept while the selection and what it is sorted by stay as they are, for
 * windows that scroll.
 */
const ordered = (plan: ListPlan, frame: Frame, moment: Moment, enough: number): Omit<Ordered, 'words' | 'vectors'> => {
  const selected = frame.select(plan.where, moment);
  const vectors = plan.keys.map(({ expr }) => frame.vector(expr, moment));
  const words = plan.keys.map(({ name, descending }) => `${descending ? '-' : ''}${name}`).join(' ');
  const last = lastOrder.get(frame);
  const same =
    last?.selected === selected && last.words === words && last.vectors.every((vector, at) => vector === vectors[at]);
  if (same && last.rows.length >= Math.min(selected.length, enough)) return last;
  const rows = orderRows(
    frame,
    selected,
    plan.keys.map((key, at) => orderKey(key, vectors[at] as Vector)),
    // Whoever asks for more than the first page goes on asking.
    same ? selected.length : Math.min(selected.length, enough),
  );
  const found = { selected, vectors, words, rows };
  lastOrder.set(frame, found);
  return found;
};

const compareAscending = ({ order }: ListKey, a: Cell, b: Cell): number => {
  if (order.kind === 'options') {
    const place = (value: Cell) => {
      const at = order.keys.indexOf(String(value));
      return at < 0 ? order.keys.length : at;
    };
    return place(a) - place(b);
  }
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (order.kind === 'label') return compareFolded(String(a), String(b));
  return compareText(String(a), String(b));
};

/** A value of a sort key and what a page ended with, in the order of the list. */
const compareKey = (key: ListKey, a: Cell, b: Cell): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const difference = compareAscending(key, a, b);
  return key.descending ? -difference : difference;
};

/** How many of the rows stand before or at the place where a page ended. */
const begin = (
  after: readonly Cell[],
  rows: Uint32Array,
  valuesAt: (row: number) => readonly Cell[],
  keys: readonly ListKey[],
) => {
  const isAfter = (row: number): boolean => {
    const values = valuesAt(row);
    for (const [at, key] of keys.entries()) {
      const difference = compareKey(key, values[at] ?? null, after[at] ?? null);
      if (difference !== 0) return difference > 0;
    }
    return compareText(String(values[keys.length]), String(after[keys.length])) > 0;
  };
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAfter(rows[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** A page of a frame. */
export const runList = (plan: ListPlan, tables: Tables, moment: Moment): Rows => {
  const frame = tables.frame(plan.entity.name);
  if (!frame) return { rows: new Uint32Array(0), total: 0, next: null };
  // The place of a cursor is only known in the whole order; a first page does without.
  const enough = plan.after ? Number.POSITIVE_INFINITY : plan.offset + plan.limit;
  const { rows: all, selected } = ordered(plan, frame, moment, enough);
  const valuesAt = (row: number): readonly Cell[] => [
    ...plan.keys.map(({ expr }) => valueAt(frame.vector(expr, moment), row, expr.type.unit) as Cell),
    frame.idAt(row),
  ];
  const start = (plan.after ? begin(plan.after, all, valuesAt, plan.keys) : 0) + plan.offset;
  const rows = all.slice(start, start + plan.limit);
  const last = rows.at(-1);
  const more = start + rows.length < selected.length && last !== undefined;
  return { rows, total: selected.length, next: more ? encodeCursor(valuesAt(last)) : null };
};
