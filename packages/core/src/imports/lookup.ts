import { references } from '../expr/index.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity, Model } from '../model/index.ts';
import { linksOf, type Rec } from '../records/index.ts';
import { type Candidate, keyName, keyText, type MatchKey, matchKeys, matchText } from './rules.ts';

/** What an import asks of the records that exist: in batches of at most a thousand, so that memory and database both can answer. */
export interface Existing {
  byIds(entity: string, ids: readonly string[]): Promise<readonly Rec[]>;
  /** Records whose field is one of these texts, compared as `matchText` does. More than those is allowed: the plan looks again. */
  byValues(entity: string, field: string, texts: readonly string[]): Promise<readonly Rec[]>;
  /** Records nearly so called (at least 85 % alike), by the title asked for. */
  titlesNear?(entity: string, titles: readonly string[]): Promise<ReadonlyMap<string, readonly Candidate[]>>;
}

/** Most values of one question. */
export const BATCH = 1000;

/** Cuts a list into pieces. */
export function* batches<T>(items: Iterable<T>, size = BATCH): Generator<readonly T[]> {
  let piece: T[] = [];
  for (const item of items) {
    piece.push(item);
    if (piece.length < size) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

/** The records that exist, as far as an import has asked for them. */
export interface Known {
  get(entity: string, id: string): Rec | undefined;
  /** Records whose key is this text (see `keyText`). */
  find(entity: string, key: MatchKey, text: string): readonly Rec[];
  near(entity: string, title: string): readonly Candidate[];
}

/** Asks for everything that rows of a file may be, or link to. */
export interface Asking extends Known {
  /** Records of these identifiers, and those that share a key with these drafts. */
  ask(entity: Entity, drafts: readonly Rec[], byId: boolean): Promise<void>;
  /** What these records and those found for them link to, as far as gates and figures read. */
  askAround(entity: Entity, records: readonly Rec[]): Promise<void>;
  askNear(entity: Entity, titles: readonly string[]): Promise<void>;
}

/** How far the expressions of an entity look through links; at least one, for the titles of links. */
const reach = (entity: Entity): number => {
  const exprs = [
    ...entity.fields.flatMap(({ formula, follows }) => [formula, follows].filter((one) => one !== undefined)),
    ...entity.gates.map(({ fails }) => fails),
  ];
  return Math.max(1, ...exprs.flatMap((expr) => references(expr).map(({ links }) => links.length)));
};

/** Starts asking; every record is asked for once. */
export const asking = (model: Model, existing: Existing): Asking => {
  const records = new Map<string, Map<string, Rec | null>>();
  const found = new Map<string, Map<string, Rec[]>>();
  const nearby = new Map<string, readonly Candidate[]>();
  const of = (entity: string): Map<string, Rec | null> => {
    const known = records.get(entity) ?? new Map<string, Rec | null>();
    records.set(entity, known);
    return known;
  };

  const askIds = async (entity: string, ids: Iterable<string>): Promise<void> => {
    const known = of(entity);
    const missing = [...new Set(ids)].filter((id) => !known.has(id));
    for (const batch of batches(missing)) {
      for (const id of batch) known.set(id, null);
      for (const record of await existing.byIds(entity, batch)) known.set(record.id, record);
    }
  };

  const askKey = async (entity: Entity, key: MatchKey, drafts: readonly Rec[]): Promise<void> => {
    const { field } = key;
    const place = `${entity.name} ${keyName(key)}`;
    const answered = found.get(place) ?? new Map<string, Rec[]>();
    found.set(place, answered);
    // by the first field of the key; which of those records have the rest of it too is seen here
    const missing = new Map<string, string[]>();
    for (const { values } of drafts) {
      const [first, text] = [matchText(field, values[field.name] ?? null), keyText(key, values)];
      if (first === null || text === null || answered.has(text)) continue;
      answered.set(text, []);
      missing.set(first, [...(missing.get(first) ?? []), text]);
    }
    const known = of(entity.name);
    for (const batch of batches(missing.keys()))
      for (const record of await existing.byValues(entity.name, field.name, batch)) {
        known.set(record.id, record);
        const same = answered.get(keyText(key, record.values) ?? '');
        if (same && !same.some(({ id }) => id === record.id)) same.push(record);
      }
  };

  return {
    get: (entity, id) => records.get(entity)?.get(id) ?? undefined,
    find: (entity, key, text) => found.get(`${entity} ${keyName(key)}`)?.get(text) ?? [],
    near: (entity, title) => nearby.get(`${entity} ${title}`) ?? [],
    ask: async (entity, drafts, byId) => {
      if (byId)
        await askIds(
          entity.name,
          drafts.map(({ id }) => id),
        );
      for (const key of matchKeys(entity)) await askKey(entity, key, drafts);
    },
    askAround: async (entity, start) => {
      let ring: readonly { readonly entity: Entity; readonly record: Rec }[] = [
        ...start,
        ...[...of(entity.name).values()].filter((one) => one !== null),
      ].map((record) => ({ entity, record }));
      for (let step = reach(entity); step > 0 && ring.length > 0; step--) {
        const wanted = new Map<string, Set<string>>();
        for (const one of ring)
          for (const link of linksOf(one.entity, one.record.values)) {
            const ids = wanted.get(link.entity) ?? new Set<string>();
            wanted.set(link.entity, ids.add(link.id));
          }
        const next: { readonly entity: Entity; readonly record: Rec }[] = [];
        for (const [name, ids] of wanted) {
          const target = model.find(name);
          if (!target) continue;
          await askIds(name, ids);
          for (const id of ids) {
            const record = of(name).get(id);
            if (record) next.push({ entity: target, record });
          }
        }
        ring = next;
      }
    },
    askNear: async (entity, titles) => {
      if (!existing.titlesNear) return;
      for (const batch of batches(new Set(titles)))
        for (const [title, candidates] of await existing.titlesNear(entity.name, batch))
          nearby.set(`${entity.name} ${title}`, candidates);
    },
  };
};

/** Whether a cell holds nothing. */
export const isBlank = (value: Value): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);
