import type { Outcome } from '../blueprint/index.ts';
import { summarize } from '../expr/statistics.ts';
import { localDay } from '../expr/zone.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import type { Rec } from '../records/index.ts';
import { dateFromDays, isDate, isInstant } from '../time.ts';
import { type Known, known, unknown } from './known.ts';
import { stageOf } from './stage.ts';

/** What the figures of the pipeline read of a record, by the parts its fields play. Days are `YYYY-MM-DD` in the zone they were read in. */
export interface Facts {
  readonly id: string;
  /** A stage of the pipeline; null when it is blank or not in the pipeline. */
  readonly stage: string | null;
  readonly outcome: Outcome | null;
  /** Minor units; null is unknown, not zero. */
  readonly amount: number | null;
  /** ISO 4217. */
  readonly currency: string | null;
  /** The part `created`; where an entity has no such field, the day the record was written down. */
  readonly created: string | null;
  readonly closed: string | null;
  readonly expected: string | null;
}

/** The local day of a date (as it is) or of an instant (in the zone); null for anything else. */
export const dayOf = (value: Value | undefined, zone: string): string | null => {
  if (isDate(value)) return value;
  const day = isInstant(value) ? localDay(Date.parse(value), zone) : Number.NaN;
  return Number.isNaN(day) ? null : dateFromDays(day);
};

/** The facts of a record as it is kept; `zone` is where the days of instants are counted. */
export const factsOf = (entity: Entity, record: Rec, zone: string): Facts => {
  const { amount, created, closed, expected } = entity.parts;
  const part = (name: string | undefined): Value => (name === undefined ? null : (record.values[name] ?? null));
  const money = amount === undefined ? undefined : entity.field(amount);
  const currency = money?.type.currency ?? part(money?.currencyField);
  const worth = part(amount);
  const stage = stageOf(entity, entity.stage && part(entity.stage.name));
  return {
    id: record.id,
    stage: stage?.key ?? null,
    outcome: stage?.outcome ?? null,
    amount: typeof worth === 'number' ? worth : null,
    currency: typeof currency === 'string' ? currency : null,
    created: dayOf(created === undefined ? record.createdAt : part(created), zone),
    closed: dayOf(part(closed), zone),
    expected: dayOf(part(expected), zone),
  };
};

/**
 * The sum of the known amounts, in minor units, exact. As the `sum` of the small language, it is 0 where none is known: count the unpriced
 * beside it. Null where they are in several currencies (domain.md, money), and beyond 2^53 − 1.
 */
export const amountOf = (rows: readonly Facts[]): Known => {
  const priced = rows.filter((one) => one.amount !== null);
  if (new Set(priced.map((one) => one.currency)).size > 1) return unknown('mixed_currencies');
  const amounts = priced.map((one) => one.amount ?? 0);
  const sum = summarize('sum', amounts, 'money');
  return Number.isNaN(sum) ? unknown('too_large') : known(sum);
};

/** How many of them have no amount. */
export const unpricedOf = (rows: readonly Facts[]): number => rows.filter(({ amount }) => amount === null).length;
