import { type Cell, type Condition, type DimensionColumn, type Field, type Json } from '@sluice/core';
import type { Session } from '../../controllers/session.ts';
import { lastDayOf } from '../sparkline/steps.ts';

/** A mark of a chart as a choice of the session: a value of a field, or the days of a period. */
export interface Choice {
  readonly field: string;
  readonly key: Cell;
  /** The first and last day of a period. */
  readonly days?: readonly [from: string, to: string];
}

const isCell = (value: Json): value is Cell => value === null || typeof value !== 'object';

/** A cell of an answer as a filter writes it. */
const onTheWire = (key: Cell, field: Field | undefined): Cell => {
  if (key === null || !field || (field.unit !== 'money' && field.unit !== 'percent')) return key;
  const written = field.rules.encode(key, field);
  return isCell(written) ? written : key;
};

/** What a click on a row of a dimension filters by; null where filters cannot say it. */
export const choiceOf = (dimension: DimensionColumn, key: Cell, field: Field | undefined): Choice | null => {
  const name = dimension.name.split(':')[0] ?? dimension.name;
  const { granularity } = dimension;
  if (granularity === undefined) return { field: name, key: onTheWire(key, field) };
  // the filters of an instant speak of moments, its periods of days
  if (field?.unit === 'instant' || typeof key !== 'string') return null;
  return { field: name, key, days: [key, lastDayOf(key, granularity)] };
};

const bounds = ({ field, days }: Choice): readonly Condition[] =>
  days
    ? [
        { field, op: 'gte', values: [days[0]] },
        { field, op: 'lte', values: [days[1]] },
      ]
    : [];
/** The filters that keep a question to what a choice stands for. */
export const conditionsOf = (choice: Choice): readonly Condition[] =>
  choice.days ? bounds(choice) : [{ field: choice.field, op: 'in', values: [choice.key] }];

const same = (a: Condition, b: Condition): boolean =>
  a.field === b.field && a.op === b.op && a.values.length === 1 && a.values[0] === b.values[0];

/** Whether the session shows what a choice stands for. */
export const isChosen = (session: Session, choice: Choice): boolean =>
  choice.days
    ? bounds(choice).every((bound) => session.filters.some((one) => same(one, bound)))
    : session.isChosen(choice.field, choice.key);

/** Filters by a choice, or takes it back. `shown` is how it is called on the page. */
export const choose = (session: Session, choice: Choice, shown: string): void => {
  if (!choice.days) {
    session.toggle(choice.field, choice.key, shown);
    return;
  }
  const others = session.filters.filter(({ field, op }) => field !== choice.field || (op !== 'gte' && op !== 'lte'));
  session.setFilters(isChosen(session, choice) ? others : [...others, ...bounds(choice)]);
};
