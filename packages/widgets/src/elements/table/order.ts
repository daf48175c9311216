import type { Field } from '@sluice/core';
import { type Column, nextSort, type Sort } from './columns.ts';

const UNORDERED: ReadonlySet<string> = new Set(['json', 'tags', 'links']);

/** Whether records can be put in order by a field. */
export function isSortable(field: Field): boolean {
  return !UNORDERED.has(field.unit);
}

/** The order after a press on a column's heading: first its natural one, then the other way round, then none. */
export function orderAfter(field: Field, now: Sort | null): Sort | null {
  const first = nextSort(field, null);
  if (now?.field !== field.name) return first;
  return now.descending === first.descending ? nextSort(field, now) : null;
}

/** An order as queries and the attribute say it: `-amount` is the largest first. */
export function sortWord({ field, descending }: Sort): string {
  return `${descending ? '-' : ''}${field}`;
}

/** The width in pixels below which a row scrolls sideways inside the table: what its tracks ask for at least. */
export function leastWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { track }) => sum + Number(/minmax\((\d+)px/.exec(track)?.[1] ?? 0), 0);
}
