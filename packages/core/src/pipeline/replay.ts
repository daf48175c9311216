import type { Value } from '../kinds/index.ts';
import type { Entity, Model } from '../model/index.ts';
import type { Change, Override, Rec } from '../records/index.ts';
import { addDays, dateInZone, instantFromLocal, instantFromText, isDate } from '../time.ts';
import { beforeImport, isImport } from './imported.ts';
import type { ListedMove } from './moves.ts';
import { listedFor, movesIn } from './past-moves.ts';

type Values = Readonly<Record<string, Value>>;

/** The name under which a journal entry tells who overrode what, where its writer noted it (imports do); no field may have it. */
const OVERRIDES = 'overrides';
/** When a record was made of which neither the journal nor the table tells: it has always been there. */
const EVER = '0001-01-01T00:00:00.000Z';

export interface ReplayOptions {
  readonly model: Model;
  /** IANA zone: where the day ends. */
  readonly zone: string;
  /** The records there are now, by entity: what was there before the journal began is read from them. */
  readonly records?: Readonly<Record<string, Iterable<Rec>>>;
}

/**
 * The first instant that is over at the end of a day in a zone, or right after an instant (in milliseconds since 1970). A day whose
 * midnight a change of clocks skips ends with the change; a day that a zone leaves out ends as it begins.
 */
const limitOf = (when: string, zone: string): number => {
  if (isDate(when)) return Date.parse(instantFromLocal(addDays(when, 1), '00:00:00', zone));
  const at = instantFromText(when);
  if (at === null) throw new RangeError(`neither a date nor an instant: ${when}`);
  return Date.parse(at) + 1;
};

/** The end of what is looked at: the first instant after it, and the local day that is. */
interface End {
  readonly limit: number;
  readonly day: string;
  readonly zone: string;
  /** The stage changes that were imported, by record. */
  readonly moves: ReadonlyMap<string, readonly ListedMove[]>;
}

const isObject = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const notedIn = (side: Values): Readonly<Record<string, Override>> | undefined => {
  const kept = side[OVERRIDES];
  if (!isObject(kept)) return undefined;
  return Object.fromEntries(
    Object.entries(kept).flatMap(([name, one]) =>
      isObject(one) && typeof one['by'] === 'string' && typeof one['at'] === 'string'
        ? [[name, { by: one['by'], at: one['at'] }]]
        : [],
    ),
  );
};

/** The stored fields of an entity, each with a value; what an entry says of a field that is gone is left out. */
const whole = (entity: Entity, values: Values): Values =>
  Object.fromEntries(entity.stored.map(({ name }) => [name, values[name] ?? null]));

/**
 * Who overrode which following field after an entry. A following field with a value is overridden by who wrote it; with `atEntry`, a value
 * that comes with another stage is the default that was noted on entry.
 */
const overridesAfter = (entity: Entity, was: Rec | null, values: Values, entry: Change) => {
  const noted = entry.after === null ? undefined : notedIn(entry.after);
  if (noted) return noted;
  const stage = entity.stage?.name;
  const entered = stage !== undefined && entity.stage?.pipeline?.follow === 'atEntry' && stage in (entry.after ?? {});
  const overrides: Record<string, Override> = {};
  for (const { name, follows } of entity.stored) {
    if (!follows || (values[name] ?? null) === null) continue;
    const kept = was?.overrides[name];
    const written = name in (entry.after ?? {});
    if (written && !entered) overrides[name] = { by: entry.actor, at: entry.at };
    else if (kept && !(written && entered)) overrides[name] = kept;
  }
  return overrides;
};

/** The record after an entry; its values are those told of, in an object of its own that only `standing` changes. */
const after = (entity: Entity, was: Rec | null, entry: Change): Rec | null => {
  if (entry.after === null) return null;
  const made = entry.before === null || was === null;
  const values = Object.assign(made ? {} : was.values, entry.after);
  return {
    id: entry.id,
    version: entry.version,
    createdAt: made ? entry.at : was.createdAt,
    updatedAt: entry.at,
    overrides: overridesAfter(entity, was, values, entry),
    values,
  };
};

/** What a record was before the first of its entries, which is no creation: what it is now with every `before` put back. */
const first = (entity: Entity, entries: readonly Change[], now: Rec | undefined): Rec | null => {
  const [entry] = entries;
  if (!entry || entry.before === null) return null;
  let values: Values = now?.values ?? {};
  let overrides: Readonly<Record<string, Override>> = now?.overrides ?? {};
  for (const { before } of entries.toReversed()) {
    values = before === null ? {} : { ...values, ...before };
    overrides = (before && notedIn(before)) ?? overrides;
  }
  const makings = entries.some(({ before }) => before === null);
  const createdAt = makings ? EVER : (now?.createdAt ?? EVER);
  const kept = whole(entity, values);
  const open = Object.entries(overrides).filter(([name]) => (kept[name] ?? null) !== null);
  const version = entry.version - 1;
  return { id: entry.id, version, createdAt, updatedAt: createdAt, overrides: Object.fromEntries(open), values: kept };
};

/** An imported record that is still there, as it came: it may tell by its own dates what was before its import. */
const imported = (entity: Entity, entries: readonly Change[]): Rec | null => {
  const [entry] = entries;
  if (!entry || entry.before !== null || !isImport(entry.cause)) return null;
  if (entries.some((one) => one.after === null)) return null;
  const came = after(entity, null, entry);
  return came && { ...came, values: whole(entity, came.values) };
};

const standing = (entity: Entity, entries: readonly Change[], now: Rec | undefined, end: End): Rec | null => {
  const { limit, day, zone } = end;
  const [entry] = entries;
  if (entry?.before === null && Date.parse(entry.at) >= limit) {
    const came = imported(entity, entries);
    return came && beforeImport(entity, came, day, zone, end.moves.get(came.id));
  }
  let record = first(entity, entries, now);
  if (record && Date.parse(record.createdAt) >= limit) return null;
  for (const entry of entries) {
    if (Date.parse(entry.at) >= limit) break;
    record = after(entity, record, entry);
  }
  return record && { ...record, values: whole(entity, record.values) };
};

/**
 * The records as they stood at the end of a day (`YYYY-MM-DD`, in the zone) or at an instant (what was written at that instant included):
 * values in memory units as they were kept, by entity, ready for a memory source or a frame. `changes` is the journal in the order it was
 * written. Records that were there before the journal began are read from `records`, the table of now, backwards. Imported records (their
 * first entry is an import's, or they have none) tell by their own dates what was before the import: see `beforeImport`. A journal tells
 * who overrode a value when the value changed: an override that was said again with the same value keeps its first author, and with
 * `atEntry` one that came together with a stage move is not told from the default noted on entry. The values are right in any case.
 * Throws RangeError when `when` or the zone is not one. Source: domain.md, journal; issue 5, "as of".
 */
export const asOf = (
  changes: Iterable<Change>,
  when: string,
  { model, zone, records = {} }: ReplayOptions,
): Readonly<Record<string, readonly Rec[]>> => {
  const limit = limitOf(when, zone);
  const day = isDate(when) ? when : dateInZone(new Date(limit - 1).toISOString(), zone);
  const journal = new Map<string, Map<string, Change[]>>();
  for (const change of changes) {
    const ofEntity = journal.get(change.entity) ?? new Map<string, Change[]>();
    journal.set(change.entity, ofEntity);
    const entries = ofEntity.get(change.id);
    if (entries) entries.push(change);
    else ofEntity.set(change.id, [change]);
  }
  return Object.fromEntries(
    model.entities.map((entity) => {
      const entries = journal.get(entity.name) ?? new Map<string, Change[]>();
      const listed = listedFor(model, entity);
      const movesOf = Map.groupBy(
        listed ? movesIn(listed, records[listed.entity.name] ?? [], zone) : [],
        ({ id }) => id,
      );
      const end: End = { limit, day, zone, moves: movesOf };
      const now = new Map<string, Rec>();
      for (const record of records[entity.name] ?? []) now.set(record.id, record);
      const rows: Rec[] = [];
      for (const [id, record] of now) {
        if (entries.has(id)) continue;
        const then =
          Date.parse(record.createdAt) < limit ? record : beforeImport(entity, record, end.day, zone, movesOf.get(id));
        if (then) rows.push(then);
      }
      for (const [id, ofRecord] of entries) {
        const record = standing(entity, ofRecord, now.get(id), end);
        if (record) rows.push(record);
      }
      return [entity.name, rows];
    }),
  );
};
