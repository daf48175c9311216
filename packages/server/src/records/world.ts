import {
  asOf,
  type Change,
  type Entity,
  type Expr,
  type Follow,
  isId,
  listedFor,
  type Model,
  type Moment,
  type MovesListed,
  present,
  type Rec,
  references,
  type TitleOf,
} from '@sluice/core';
import type { Tx } from '../database/fence.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { columnOf } from '../schema/names.ts';
import { name, param, raw, render, sql } from '../sql/fragment.ts';
import type { Past } from '../sql/past.ts';
import { seenRows, type Sight, tableName, type Visible } from '../sql/table.ts';
import { changeOf } from './change.ts';
import { recordOf, selectList } from './row.ts';

/** How records that are read for a write are held: `key share` keeps a linked record from being removed meanwhile. */
export type Lock = 'none' | 'key share' | 'update';

const LOCKS: Readonly<Record<Lock, string>> = {
  none: '',
  'key share': ' for key share of "t"',
  update: ' for update of "t"',
};

/** Records by id, in no order; those that are not there, another tenant's or not to be seen are left out. */
export const load = async (
  tx: Tx,
  entity: Entity,
  ids: readonly string[],
  lock: Lock,
  visible?: Visible,
): Promise<readonly Rec[]> => {
  const known = ids.filter(isId);
  if (known.length === 0) return [];
  // always in one order, so that two writes that hold the same records wait for each other instead of both failing
  const { text, params } = render(
    sql`select ${raw(selectList(entity, 't'))} from ${tableName(entity)} as "t" where ${seenRows('t', entity, visible)} and "t"."id" = any(${param(known, 'uuid[]')}) order by "t"."id"${raw(LOCKS[lock])}`,
  );
  const rows = await tx.unsafe(text, params as never[]);
  return rows.map((row) => recordOf(entity, row));
};

/** The journal entries of some records of an entity, in the order they were written. */
export const entriesOf = async (tx: Tx, entity: Entity, ids: readonly string[]): Promise<readonly Change[]> => {
  const rows = await tx.unsafe(
    `select "at", "actor", "cause", "record_id", "version", "before", "after" from "sluice"."journal"
     where ${OWN_ROW} and "entity" = $1::text and "record_id" = any($2::uuid[]) order by "record_id", "seq"`,
    [entity.name, ids] as never[],
  );
  return rows.map((row) => changeOf(entity.name, row));
};

/** The stage changes that were imported for some records. */
const movesOf = async (tx: Tx, { entity, of }: MovesListed, ids: readonly string[]): Promise<readonly Rec[]> => {
  const field = entity.field(of);
  if (!field || field.custom) return [];
  const { text, params } = render(
    sql`select ${raw(selectList(entity, 't'))} from ${tableName(entity)} as "t" where "t".${raw(OWN_ROW)} and ${name('t', columnOf(field))} = any(${param(ids, 'uuid[]')})`,
  );
  return (await tx.unsafe(text, params as never[])).map((row) => recordOf(entity, row));
};

/**
 * Records by id as they stood at the end of a past day, those removed since among them. Who does not see a record as it is sees nothing of its
 * past either.
 */
export const loadPast = async (
  tx: Tx,
  model: Model,
  entity: Entity,
  ids: readonly string[],
  { day, zone }: Past,
  visible?: Visible,
): Promise<readonly Rec[]> => {
  const known = ids.filter(isId);
  const now = await load(tx, entity, known, 'none', visible);
  const seen = visible?.('t', entity) ? now.map((record) => record.id) : known;
  if (seen.length === 0) return [];
  const changes = await entriesOf(tx, entity, seen);
  const listed = listedFor(model, entity);
  const moves = listed ? await movesOf(tx, listed, seen) : [];
  const records = { [entity.name]: now, ...(listed ? { [listed.entity.name]: moves } : {}) };
  return asOf(changes, day, { model, zone, records })[entity.name] ?? [];
};

/** What is known of the records around some others: enough to compute their fields, judge their gates and name their links. */
export interface World {
  readonly follow: Follow;
  readonly titleOf: TitleOf;
  /** Makes a record known that was not there before. */
  readonly add: (entity: Entity, record: Rec) => void;
  /** A record with what follows and what is computed. */
  readonly shown: (entity: Entity, record: Rec) => Rec;
}

/** The paths through links that the fields and gates of an entity read: each with all its beginnings, shortest first. */
const pathsOf = (entity: Entity): readonly (readonly string[])[] => {
  const exprs: readonly Expr[] = [
    ...entity.fields.flatMap(({ formula, follows }) => [formula, follows].filter((one) => one !== undefined)),
    ...entity.gates.map(({ fails }) => fails),
  ];
  const found = new Map<string, readonly string[]>();
  const add = (path: readonly string[]): void => {
    for (let end = 1; end <= path.length; end++) found.set(path.slice(0, end).join('.'), path.slice(0, end));
  };
  for (const field of entity.stored) if (field.to !== undefined) add([field.name]);
  for (const expr of exprs) for (const { links } of references(expr)) add(links);
  return [...found.values()].sort((a, b) => a.length - b.length);
};

const linked = (entity: Entity, record: Rec, link: string): readonly string[] => {
  const value = record.values[link] ?? null;
  if (entity.field(link)?.to === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly string[]) : [value as string];
};

/** Loads what some records link to, as far as anything about them needs it; one statement per path. */
export const worldOf = async (
  tx: Tx,
  {
    model,
    moment,
    sight,
    past,
  }: {
    readonly model: Model;
    readonly moment: Moment;
    readonly sight?: Sight | undefined;
    readonly past?: Past | undefined;
  },
  entity: Entity,
  records: readonly Rec[],
  lock: Lock = 'none',
): Promise<World> => {
  const known = new Map<string, Rec>();
  const keyOf = (name: string, id: string): string => `${name} ${id}`;
  const follow: Follow = (name, id) => known.get(keyOf(name, id));

  /** The records at the end of a path, as far as they are known. */
  const at = (path: readonly string[]): { readonly entity: Entity; readonly records: readonly Rec[] } | undefined => {
    let place: Entity = entity;
    let there: readonly Rec[] = records;
    for (const link of path) {
      const target = model.find(place.field(link)?.to ?? '');
      if (!target) return undefined;
      const from = place;
      there = there.flatMap((record) =>
        linked(from, record, link).flatMap((id) => {
          const found = follow(target.name, id);
          return found ? [found] : [];
        }),
      );
      place = target;
    }
    return { entity: place, records: there };
  };

  for (const path of pathsOf(entity)) {
    const from = at(path.slice(0, -1));
    const link = path.at(-1) ?? '';
    const target = from && model.find(from.entity.field(link)?.to ?? '');
    if (!from || !target) continue;
    const ids = new Set(from.records.flatMap((record) => linked(from.entity, record, link)));
    const missing = [...ids].filter((id) => !known.has(keyOf(target.name, id)));
    const found = past
      ? await loadPast(tx, model, target, missing, past, sight?.links)
      : await load(tx, target, missing, path.length === 1 ? lock : 'none', sight?.links);
    for (const record of found) known.set(keyOf(target.name, record.id), record);
  }

  const shown = (of: Entity, record: Rec): Rec => present(model, of, record, { moment, follow });
  return {
    follow,
    shown,
    add: (of, record) => void known.set(keyOf(of.name, record.id), record),
    titleOf: (name, id) => {
      const target = model.find(name);
      const record = follow(name, id);
      if (!target || !record) return null;
      const title = (target.title.formula ? shown(target, record) : record).values[target.title.name];
      return typeof title === 'string' ? title : '';
    },
  };
};
