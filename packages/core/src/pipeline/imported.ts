import type { Value } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import type { Rec } from '../records/index.ts';
import { dayOf } from './facts.ts';
import type { ListedMove } from './moves.ts';
import { openStages, stageOf } from './stage.ts';

/** Whether a journal entry with this cause comes of a file: what it tells may be older than its entry. */
export const isImport = (cause: string): boolean => /^import([: ]|$)/.test(cause);

/** The dates of an imported record, by the names of their fields, and what it was called before it was closed. */
export interface OwnDates {
  readonly created: string;
  readonly closed: string | undefined;
  readonly stage: string;
  /** The first open stage: where a deal was before it was closed, when nobody tells. */
  readonly entry: string;
  /** The stages in which a deal is closed. */
  readonly closing: readonly string[];
}

/** What an imported record of an entity can tell of the time before its import; null where it has no stage or no day of creation. */
export const ownDatesOf = (entity: Entity): OwnDates | null => {
  const { created, closed } = entity.parts;
  const entry = openStages(entity)[0]?.key;
  if (created === undefined || entry === undefined || !entity.stage?.pipeline) return null;
  const closing = entity.stage.pipeline.stages.flatMap(({ key, outcome }) => (outcome === 'open' ? [] : [key]));
  return { created, closed, stage: entity.stage.name, entry, closing };
};

/**
 * An imported record as it stood at the end of a day before its import, as far as its own dates tell: it is there from the day it was
 * created; a deal that was closed later, or nobody knows when, was still in the first stage (a guess, as in its stage history). All its
 * other values are taken to be what the file said. A record of an entity that has no such dates (a company, a colleague) has always been
 * there: who links to it must find it. `moves` are the stage changes that were imported for it: the last one up to the day says the
 * stage, and before the first one the stage that it left. Null when it was not there yet, or does not say since when although its entity does. Source: issue 5, "imported history".
 */
export const beforeImport = (
  entity: Entity,
  record: Rec,
  day: string,
  zone: string,
  moves: readonly ListedMove[] = [],
): Rec | null => {
  const dates = ownDatesOf(entity);
  if (!dates) return record;
  const created = dayOf(record.values[dates.created], zone);
  const told = moves.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const since = created ?? told[0]?.at ?? null;
  if (since === null || since > day) return null;
  const [first] = told;
  const stage = told.findLast(({ at }) => at <= day)?.stage ?? (first && (first.from ?? dates.entry));
  if (stage !== undefined) return inStage(dates, entity, record, stage);
  const outcome = stageOf(entity, record.values[dates.stage])?.outcome ?? 'open';
  const closed = dates.closed === undefined ? null : dayOf(record.values[dates.closed], zone);
  if (outcome === 'open' || (closed !== null && closed <= day)) return record;
  return inStage(dates, entity, record, dates.entry);
};

/** The record in another stage; in an open one it is not closed. */
const inStage = (dates: OwnDates, entity: Entity, record: Rec, stage: string): Rec => {
  const values: Record<string, Value> = { ...record.values, [dates.stage]: stage };
  const open = (stageOf(entity, stage)?.outcome ?? 'open') === 'open';
  if (open && dates.closed !== undefined) values[dates.closed] = null;
  return { ...record, values };
};
