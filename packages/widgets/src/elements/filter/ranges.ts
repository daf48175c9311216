import { addDays, type Condition, type Entity, type Field, truncate } from '@sluice/core';

/** A range of dates that is one press away. */
export interface QuickRange {
  readonly name: 'overdue' | 'thisMonth' | 'next30' | 'last30' | 'thisYear';
  /** What it sets, in place of every other condition on the fields it names. */
  readonly conditions: readonly Condition[];
}

const between = (field: string, from: string, to: string): readonly Condition[] => [
  { field, op: 'gte', values: [from] },
  { field, op: 'lte', values: [to] },
];

/** The last day of the period that a day begins: the day before the next one. */
const lastOf = (first: string, period: 'month' | 'year'): string =>
  addDays(truncate(addDays(first, period === 'month' ? 31 : 366), period), -1);

/**
 * The ranges offered for a date. A date that something is expected on looks ahead, and may be overdue: passed while the record is
 * still open. Any other date looks back.
 */
export function quickRanges(field: Field, entity: Entity, today: string): readonly QuickRange[] {
  const { name } = field;
  const ahead = entity.parts.expected === name;
  const month = truncate(today, 'month');
  const year = truncate(today, 'year');
  const stage = entity.parts.stage;
  const open: readonly Condition[] = stage === undefined ? [] : [{ field: `${stage}.open`, op: 'in', values: [true] }];
  return [
    ...(ahead
      ? [{ name: 'overdue', conditions: [{ field: name, op: 'lt', values: [today] }, ...open] } as const]
      : [{ name: 'last30', conditions: between(name, addDays(today, -30), today) } as const]),
    { name: 'thisMonth', conditions: between(name, month, lastOf(month, 'month')) },
    ...(ahead ? [{ name: 'next30', conditions: between(name, today, addDays(today, 30)) } as const] : []),
    { name: 'thisYear', conditions: between(name, year, lastOf(year, 'year')) },
  ];
}

const text = ({ field, op, values }: Condition): string => JSON.stringify([field, op, values.map(String)]);

/** Whether the filters are just those of a range, as far as the fields it names go. */
export function isRange({ conditions }: QuickRange, filters: readonly Condition[]): boolean {
  const fields = new Set(conditions.map(({ field }) => field));
  const own = filters.filter(({ field }) => fields.has(field)).map(text);
  return own.length === conditions.length && conditions.every((one) => own.includes(text(one)));
}

/**
 * The filters after a press on a range: in place of what the date had, or gone when it held already. What another range of the same
 * date had set beside the date (only open records) goes with it.
 */
export function afterPress(
  range: QuickRange,
  ranges: readonly QuickRange[],
  filters: readonly Condition[],
): readonly Condition[] {
  const held = ranges.filter((one) => isRange(one, filters));
  const fields = new Set([...held, range].flatMap(({ conditions }) => conditions.map(({ field }) => field)));
  const others = filters.filter(({ field }) => !fields.has(field));
  return held.some(({ name }) => name === range.name) ? others : [...others, ...range.conditions];
}
