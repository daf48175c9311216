import { evaluate } from '../expr/evaluate.ts';
import type { Moment } from '../expr/tree.ts';
import { bad, type Checked, good } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity, Model } from '../model/index.ts';
import { type Follow, readerOf } from './derive.ts';
import type { Change, Override, Rec } from './record.ts';
import { checkLinks, checkRequired, checkValues, complete, type TitleOf } from './validate.ts';

type Values = Readonly<Record<string, Value>>;

/** Who writes, when, why, and what they can see. Nothing here reads a clock or draws a number. */
export interface WriteContext {
  readonly model: Model;
  readonly tenant: string;
  readonly actor: string;
  /** What led to it: a request, an import, a job. */
  readonly cause: string;
  /** ISO instant of the write. */
  readonly at: string;
  readonly moment: Moment;
  readonly titleOf: TitleOf;
  readonly follow: Follow;
}

/** A record and the journal entry that goes with it: written together or not at all. */
export interface Write {
  readonly record: Rec;
  readonly change: Change;
}

const outcomeOf = (entity: Entity, values: Values): string | null => {
  const key = entity.stage ? values[entity.stage.name] : null;
  return typeof key === 'string' ? (entity.stage?.pipeline?.stage(key)?.outcome ?? null) : null;
};

/**
 * What a stage means for the other fields. A following field that somebody set is an override, kept with author and time; it survives
 * edits and moves, and ends when it is set to null or the deal closes. With `atEntry` the stage's default is noted on entry. A deal that
 * closes gets its closing day, one that opens again loses it, unless the write says otherwise.
 */
const settle = (entity: Entity, before: Rec | null, asked: Values, merged: Rec, context: WriteContext): Rec => {
  const values: Record<string, Value> = { ...merged.values };
  const overrides: Record<string, Override> = { ...merged.overrides };
  const outcome = outcomeOf(entity, values);
  const was = before ? outcomeOf(entity, before.values) : null;
  const entered = entity.stage !== undefined && before?.values[entity.stage.name] !== values[entity.stage.name];
  for (const field of entity.stored) {
    if (!field.follows) continue;
    const said = asked[field.name];
    const reader = readerOf(context.model, entity, { ...merged, values }, context.follow);
    const followed = evaluate(field.follows, reader, context.moment);
    if (said === null || (outcome !== null && outcome !== 'open') || (before === null && said === followed)) {
      delete overrides[field.name];
      values[field.name] = null;
    } else if (said !== undefined) overrides[field.name] = { by: context.actor, at: context.at };
    if (entity.stage?.pipeline?.follow === 'atEntry' && entered && !overrides[field.name])
      values[field.name] = followed;
  }
  const closed = entity.parts.closed;
  if (closed !== undefined && before !== null && asked[closed] === undefined && was !== outcome) {
    if (was === 'open' && outcome !== 'open' && values[closed] === null) values[closed] = context.moment.today;
    if (was !== 'open' && outcome === 'open') values[closed] = null;
  }
  return { ...merged, values, overrides };
};

const entry = (
  entity: Entity,
  record: Rec,
  before: Values | null,
  after: Values | null,
  context: WriteContext,
): Change => ({
  tenant: context.tenant,
  at: context.at,
  actor: context.actor,
  cause: context.cause,
  entity: entity.name,
  id: record.id,
  version: record.version,
  before,
  after,
});

const filled = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** Makes a record from a draft, without its journal entry: what an import asks for. */
export const make = (entity: Entity, draft: Values, id: string, context: WriteContext): Checked<Rec> => {
  const checked = checkValues(entity, draft);
  if (!checked.ok) return checked;
  const values = complete(entity, checked.value, {
    today: context.moment.today,
    at: context.at,
    titleOf: context.titleOf,
  });
  const issues = [...checkRequired(entity, values), ...checkLinks(entity, values, context.titleOf)];
  if (issues.length > 0) return bad(issues);
  const fresh: Rec = { id, version: 1, createdAt: context.at, updatedAt: context.at, overrides: {}, values };
  return good(settle(entity, null, checked.value, fresh, context), checked.issues);
};

/** Makes a record from a draft (values in memory units): defaults, fallbacks, links and required fields checked. Version 1. */
export const create = (entity: Entity, draft: Values, id: string, context: WriteContext): Checked<Write> => {
  const made = make(entity, draft, id, context);
  if (!made.ok) return made;
  const record = made.value;
  return good({ record, change: entry(entity, record, null, filled(record.values), context) }, made.issues);
};

const same = (a: Value, b: Value): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** Changes a record. Gives null when nothing would change: no new version, no journal entry. */
export const change = (entity: Entity, stored: Rec, patch: Values, context: WriteContext): Checked<Write | null> => {
  const checked = checkValues(entity, patch);
  if (!checked.ok) return checked;
  const merged: Rec = { ...stored, values: { ...stored.values, ...checked.value } };
  const touched = Object.fromEntries(Object.keys(checked.value).map((name) => [name, merged.values[name] ?? null]));
  const issues = [...checkRequired(entity, merged.values), ...checkLinks(entity, touched, context.titleOf)];
  if (issues.length > 0) return bad(issues);
  const next = settle(entity, stored, checked.value, merged, context);
  const names = entity.stored
    .map((field) => field.name)
    .filter((name) => !same(stored.values[name] ?? null, next.values[name] ?? null));
  if (names.length === 0 && same(stored.overrides as never, next.overrides as never)) return good(null, checked.issues);
  const record = { ...next, version: stored.version + 1, updatedAt: context.at };
  const before = Object.fromEntries(names.map((name) => [name, stored.values[name] ?? null]));
  const after = Object.fromEntries(names.map((name) => [name, record.values[name] ?? null]));
  return good({ record, change: entry(entity, record, before, after, context) }, checked.issues);
};

/** Removes a record; the journal keeps what it was. */
export const remove = (entity: Entity, stored: Rec, context: WriteContext): Change =>
  entry(entity, { ...stored, version: stored.version + 1 }, filled(stored.values), null, context);
