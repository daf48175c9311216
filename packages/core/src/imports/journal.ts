import type { Value } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import type { Change, Override, Rec, Write } from '../records/index.ts';

type Values = Readonly<Record<string, Value>>;
type Overrides = Readonly<Record<string, Override>>;

/**
 * The name under which a journal entry keeps who overrode what, beside the fields: it is a name that no field may have. Written where a
 * change replaces overrides, so that undoing it gives back who had said so, and when.
 */
export const OVERRIDES = 'overrides';

const asValue = (overrides: Overrides): Value =>
  Object.fromEntries(Object.entries(overrides).map(([name, { by, at }]) => [name, { by, at }]));

/** A write whose journal entry also tells which overrides it replaces. */
export const noted = (write: Write, base: Rec | null): Write => {
  const { record, change } = write;
  if (!base || !change.before || !change.after) return write;
  if (JSON.stringify(base.overrides) === JSON.stringify(record.overrides)) return write;
  const before = { ...change.before, [OVERRIDES]: asValue(base.overrides) };
  const after = { ...change.after, [OVERRIDES]: asValue(record.overrides) };
  return { record, change: { ...change, before, after } };
};

const isObject = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The overrides that a side of a journal entry tells of; undefined when it tells of none. */
export const overridesIn = (side: Values): Overrides | undefined => {
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

/** The fields of a side of a journal entry. */
export const fieldsIn = (entity: Entity, side: Values): Values =>
  Object.fromEntries(Object.entries(side).filter(([name]) => entity.field(name) !== undefined));

/** What all entries of one record come to: before the first, after the last. */
export interface Net {
  readonly entity: string;
  readonly id: string;
  /** Null: it was made. */
  readonly before: Values | null;
  /** Null: it was removed. */
  readonly after: Values | null;
  /** The version after the last entry. */
  readonly version: number;
  /** Somebody else changed the record between two of the entries. */
  readonly interrupted: boolean;
}

/** Puts the entries of each record together, in the order of their first. */
export const netOf = (changes: readonly Change[]): readonly Net[] => {
  const records = new Map<string, Change[]>();
  for (const change of changes) {
    const key = `${change.entity} ${change.id}`;
    const entries = records.get(key);
    if (entries) entries.push(change);
    else records.set(key, [change]);
  }
  return [...records.values()].flatMap((entries) => {
    entries.sort((a, b) => a.version - b.version);
    const [first] = entries;
    const last = entries.at(-1);
    if (!first || !last) return [];
    const sides = entries.map((entry) => Object.entries(entry.before ?? {}));
    const before = first.before === null ? null : Object.fromEntries(sides.reverse().flat());
    const since = entries.slice(entries.findLastIndex((entry) => entry.after === null) + 1);
    const after =
      last.after === null ? null : Object.fromEntries(since.flatMap((entry) => Object.entries(entry.after ?? {})));
    const interrupted = entries.some(({ version }, at) => at > 0 && version !== (entries[at - 1]?.version ?? 0) + 1);
    return [{ entity: first.entity, id: first.id, before, after, version: last.version, interrupted }];
  });
};
